"""Random blocks inside blocks, with arguments, repetitions and shares: they count what their flat expansion counts."""

from collections import Counter
from contextlib import suppress

from hypothesis import assume, given
from hypothesis import strategies as st

from build import numbers
from compare import assert_consistent
from convas import Add, BatchNormalization, Concatenate, Dense, Dropout, Refused, new
from convas.design.records import Block, Node
from convas.layers.use import BlockOutput, Use

sizes = st.sampled_from([1, 2, 3, "w", "w + 1", "2 * w", "w // 2 + 1"])
times = st.sampled_from([1, 1, 2, 3, 4])
items = st.tuples(
    st.sampled_from(["dense", "dense", "norm", "drop", "add", "join", "block", "block"]),
    st.integers(0, 9),
    st.integers(0, 9),
    sizes,
    times,
    st.sampled_from([False, False, True]),
)
bodies = st.tuples(st.integers(1, 2), st.lists(items, min_size=1, max_size=5), st.integers(1, 2))
ties = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3)


def draw(net, made, item, before, scope):
    """One layer or one use more; the outputs that later ones may be linked from."""
    kind, a, b, size, repeat, shared = item
    first, second = before[a % len(before)], before[b % len(before)]
    if kind == "block" and made:
        block = made[b % len(made)]
        use = net.use(block, repeat=repeat, shared=shared, scope=scope, w=size)
        layer = net.design.node(use).layer
        for index in range(len(layer.input_names)):
            source, output = before[(a + index) % len(before)]
            net.link(source, use, output=output)
        return [(use, index) for index in range(len(layer.output_names))]
    layer = {"norm": BatchNormalization(), "drop": Dropout(), "add": Add(), "join": Concatenate()}.get(kind, Dense())
    settings = {"units": size} if isinstance(layer, Dense) else {}
    node = net.add(layer, scope=scope, **settings)
    for source, output in [first, second] if layer.ports.variadic else [first]:
        net.link(source, node, output=output)
    return [(node, 0)]


def fill(net, made, body, before, scope):
    for item in body:
        before = [*before, *draw(net, made, item, before, scope)]
    return before


def tie(net, pairs):
    """Share layers of one kind in one scope, whichever they are."""
    layers = [node for node in net.design.all(Node) if isinstance(node.layer, (Dense, Use))]
    for a, b in pairs:
        first = layers[a % len(layers)]
        alike = [node for node in layers if (node.scope, node.layer.sort) == (first.scope, first.layer.sort)]
        with suppress(Refused):
            net.share(first.id, alike[b % len(alike)].id)


@st.composite
def nested(draw_from):
    """A drawing with up to three blocks, the later ones made of the earlier ones."""
    net, made = new(), []
    net.variable("w", 3)
    for index, (inputs, body, outputs) in enumerate(draw_from(st.lists(bodies, min_size=1, max_size=3))):
        with net.block(f"block{index}", w=2) as block:
            before = [(block.input(), 0) for _ in range(inputs)]
            before = fill(net, made, body, before, block.id)
            for key, output in before[-outputs:]:
                port = net.add(BlockOutput(), scope=block.id)
                net.link(key, port, output=output)
            made.append(block)
    before = [(net.add(numbers(3)), 0), (net.add(numbers(2)), 0)]
    fill(net, made, [("block", 0, len(made) - 1, "w", 2, False), *draw_from(bodies)[1]], before, 0)
    tie(net, draw_from(ties))
    for node in net.design.all(Node):
        if isinstance(node.layer, (Dense, Use)) and draw_from(st.sampled_from([False, False, False, True])):
            net.freeze(node.id)
    return net


def layer_by_layer(net):
    """Every layer's numbers, in whatever order, problems included."""
    return Counter(
        (row.kind, row.inputs, row.outputs, row.parameters, row.trainable, row.frozen, row.state, row.macs, row.memory)
        for row in net.rows(flat=True)
    )


def sound(net):
    """A group that cannot share counts as unshared whole, and what a group is differs between folded and flat."""
    words = ("weights differ", "repetitions differ")
    return all(p.summary not in words for key in net.analysis.findings for p in net.analysis.problems(key))


@given(nested())
def test_blocks_count_what_their_layers_count(net):
    assert_consistent(net.design, net.analysis)
    assume(sound(net))
    totals, numbers = net.totals, layer_by_layer(net)
    while uses := [node.id for node in net.design.nodes() if isinstance(node.layer, Use)]:
        net.dissolve(uses[0])
        assert net.totals == totals
    assert layer_by_layer(net) == numbers
    assert_consistent(net.design, net.analysis)
    while net.done:
        net.undo()
    assert list(net.design.all(Block)) == []


@given(nested())
def test_rows_inside_a_block_add_up_to_the_block(net):
    rows = net.rows(depth=None)
    for index, row in enumerate(rows):
        below = []
        for other in rows[index + 1 :]:
            if other.depth <= row.depth:
                break
            below += [other] if other.depth == row.depth + 1 else []
        if row.kind == "Use" and row.parameters is not None:
            assert row.parameters == sum(one.parameters for one in below)
            assert row.frozen == sum(one.frozen for one in below)
            if row.macs is not None:
                assert row.macs == sum(one.macs for one in below)
        assert net.calculation(row.id) if row.depth == 0 else True
    flat = net.rows(flat=True)
    if net.totals.complete:
        assert sum(row.parameters for row in flat) == net.totals.parameters
        assert sum(row.alone for row in flat) == net.totals.if_not_shared


@given(nested(), st.data())
def test_what_is_folded_counts_the_same(net, data):
    totals = net.totals
    nodes = [node.id for node in net.design.nodes()]
    chosen = data.draw(st.sets(st.sampled_from(nodes), min_size=1))
    with suppress(Refused):
        use = net.make_block(chosen, "folded")
        assert_consistent(net.design, net.analysis)
        assume(sound(net))
        assert net.totals == totals
        net.dissolve(use)
        assert net.totals == totals
        assert_consistent(net.design, net.analysis)


@given(nested(), st.data())
def test_a_peeled_repetition_counts_the_same(net, data):
    assume(sound(net))
    uses = [node.id for node in net.design.all(Node) if isinstance(node.layer, Use)]
    use = data.draw(st.sampled_from(uses))
    totals = net.totals
    with suppress(Refused):
        net.peel(use, data.draw(st.integers(0, 3)))
        assert_consistent(net.design, net.analysis)
        assume(sound(net))
        assert net.totals == totals
