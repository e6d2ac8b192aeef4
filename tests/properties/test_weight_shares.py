"""Single weights shared at random: each pair saves what it says, and the way back leads to the same bytes."""

from hypothesis import given
from hypothesis import strategies as st

from build import numbers
from compare import assert_consistent
from convas import BatchNormalization, Dense, Embedding, new
from convas.analysis.fitting import fitting
from convas.design.records import Share
from convas.edits.shares import share_places, unshare_edge, unshare_weight
from convas.files.write import to_bytes

widths = st.sampled_from([2, 3])
dense = st.one_of(
    widths.map(lambda width: Dense(units=width)),
    widths.map(lambda width: Dense(units=width, use_bias=False)),
)
any_layer = st.one_of(dense, st.just(BatchNormalization()))
picks = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 30)), max_size=5)


@st.composite
def nets(draw, one=any_layer):
    """A table, layers after it, and uses of a block of layers, in either convention."""
    layers = st.lists(one, min_size=1, max_size=4)
    net = new(convention=draw(st.sampled_from(["keras", "pytorch"])))
    with net.block("block") as block:
        inside = [block.input()]
        for layer in draw(layers):
            inside.append(block.add(layer, inside[-1]))
        block.output(block.add(Dense(units=3), inside[-1]))
    words = net.add(numbers(4, dtype="int64"))
    last = net.add(Embedding(input_dim=draw(widths), output_dim=3), words)
    for repeat in draw(st.lists(st.integers(1, 3), min_size=1, max_size=2)):
        last = net.use(block, last, repeat=repeat, shared=draw(st.booleans()))
    for layer in draw(layers):
        last = net.add(layer, last)
    return net


def shared(net, chosen):
    """Share pairs, each an undoable step that saves what it says; how many there were."""
    done = 0
    for a, b, which in chosen:
        ids = net.analysis.ordered()
        first, second = ids[a % len(ids)], ids[b % len(ids)]
        fits = fitting(net.design, net.analysis, first, second)
        if fits:
            fit, before = fits[which % len(fits)], net.totals
            ends = fit.first.path, fit.first.weight, fit.second.path, fit.second.weight
            net.apply(share_places(net.design, *ends, transposed=fit.transposed))
            assert net.problems() == []
            assert before.parameters - net.totals.parameters == fit.saves
            assert net.totals.if_not_shared == before.if_not_shared
            done += 1
    return done


@given(nets(), picks)
def test_every_share_saves_what_it_says_and_goes_again(net, chosen):
    before, whole = to_bytes(net.design.snapshot()), net.totals
    shared(net, chosen)
    assert_consistent(net.design, net.analysis)
    assert net.totals.if_not_shared == whole.if_not_shared
    for edge in [*net.design.all(Share)]:
        net.apply(unshare_edge(net.design, edge.id))
    assert net.totals == whole
    assert to_bytes(net.design.snapshot()) == before


@given(nets(), picks, st.randoms())
def test_weights_leave_one_by_one_and_the_others_stay_together(net, chosen, order):
    before = to_bytes(net.design.snapshot())
    shared(net, chosen)
    while edges := [*net.design.all(Share)]:
        saved = net.totals.saved
        edge = order.choice(edges)
        net.apply(unshare_weight(net.design, order.choice([edge.first, edge.second])))
        assert net.problems() == []
        assert net.totals.saved <= saved
        assert_consistent(net.design, net.analysis)
    assert to_bytes(net.design.snapshot()) == before


@given(nets(dense), picks)
def test_switching_the_convention_there_and_back_keeps_every_share(net, chosen):
    if not shared(net, chosen):
        return
    own, saved = net.design.header.convention, net.totals.saved
    before = to_bytes(net.design.snapshot())
    net.count_as("pytorch" if own == "keras" else "keras")
    assert net.problems() == []
    net.count_as(own)
    assert (net.totals.saved, to_bytes(net.design.snapshot())) == (saved, before)
