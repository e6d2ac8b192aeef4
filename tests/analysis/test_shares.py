"""Weights that are used at several places count once, at the first place that runs."""

from build import chain, exercise, image, nodes, numbers, said
from compare import assert_consistent
from convas import BatchNormalization, Conv2D, Dense, Dropout, Embedding, Flatten


def test_the_first_to_run_owns_and_the_others_borrow():
    net = exercise()
    conv3, conv5 = net.row(net.find("conv3")), net.row(net.find("conv5"))
    assert (conv3.parameters, conv3.shared_with, conv3.group) == (3620, "", "A")
    assert (conv5.parameters, conv5.trainable, conv5.alone) == (0, 0, 3620)
    assert (conv5.shared_with, conv5.group) == ("conv3", "A")


def test_ownership_follows_execution_not_age():
    net = chain(numbers(8), Dense(units=8))
    late = net.add(Dense(units=8), 1)
    net.share(2, late)
    assert net.row(late).shared_with == "dense_1"
    net.remove(net.design.links_in(2)[0].id)
    net.link(late, 2)
    assert net.row(2).shared_with == "dense_2"
    assert net.row(late).shared_with == ""
    assert_consistent(net.design, net.analysis)


def test_groups_have_letters_by_age():
    net = chain(numbers(8), *[Dense(units=8) for _ in range(6)])
    a, b, c, d, e, f = nodes(net)[1:]
    net.share(c, d)
    net.share(a, b)
    assert [net.row(key).group for key in (a, b, c, d, e)] == ["B", "B", "A", "A", ""]
    net.share(e, f)
    net.share(a, c)
    assert {net.row(key).group for key in (a, b, c, d)} == {"A"}
    assert net.row(e).group == "B"


def test_operations_and_memory_are_counted_at_every_use():
    shared, apart = exercise(), exercise(shared=False)
    assert shared.totals.macs == apart.totals.macs
    assert shared.totals.operations == apart.totals.operations
    assert shared.totals.memory == apart.totals.memory


def test_weights_that_cannot_be_one_are_a_problem_on_both_and_count_apart():
    net = exercise(shared=False)
    net.share(net.find("conv1"), net.find("conv2"))
    told = said(net, "conv1")
    assert told == said(net, "conv2")
    assert len(told) == 1
    for part in ("conv1 and conv2", "3 × 3 × 4 × 20", "3 × 3 × 20 × 20", "unshare"):
        assert part in told[0]
    assert net.totals.parameters == net.totals.if_not_shared == 8655560
    assert net.row(net.find("conv2")).shared_with == ""
    assert net.totals.complete


def test_a_mismatch_goes_when_the_shapes_agree_again():
    net = exercise()
    net.set(net.find("conv2"), filters=4)
    assert [name for name, _ in net.problems()] == ["conv3", "conv5"]
    net.set(net.find("conv4"), filters=4)
    assert net.problems() == []
    assert net.row(net.find("conv5")).parameters == 0


def test_names_in_messages_are_todays():
    net = exercise()
    net.set(net.find("conv2"), filters=4)
    net.rename(net.find("conv3"), "first {0}")
    assert "first {0} and conv5" in said(net, "conv5")[0]
    assert "first {0} and conv5" in said(net, "first {0}")[0]


def test_layers_without_weights_share_nothing_and_harm_nothing():
    net = chain(numbers(8), Dropout(), Dropout())
    net.share(2, 4)
    assert net.totals.parameters == 0
    assert net.problems() == []


def test_a_table_tied_to_a_head_counts_once():
    for convention in ("keras", "pytorch"):
        net = chain(
            numbers(20, dtype="int64"),
            Embedding(input_dim=100, output_dim=8),
            Dense(units=100, use_bias=False),
            convention=convention,
        )
        table, kernel = ("embeddings", "kernel") if convention == "keras" else ("weight", "weight")
        net.share_weight(2, table, 4, kernel, transposed=convention == "keras")
        assert net.totals.parameters == 800
        assert net.totals.if_not_shared == 1600
        assert net.problems() == []
        assert net.row(4).shared_with == "embedding_1"
        assert net.totals.macs == 20 * 8 * 100


def test_an_array_may_be_borrowed_while_the_bias_stays():
    net = chain(numbers(20, dtype="int64"), Embedding(input_dim=100, output_dim=8), Dense(units=100))
    net.share_weight(2, "embeddings", 4, "kernel", transposed=True)
    head = net.row(4)
    assert (head.parameters, head.alone, head.shared_with) == (100, 900, "kernel: embedding_1")


def test_a_table_that_is_not_transposed_does_not_fit():
    net = chain(numbers(20, dtype="int64"), Embedding(input_dim=100, output_dim=8), Dense(units=100))
    net.share_weight(2, "embeddings", 4, "kernel")
    assert "100 × 8" in said(net, "dense_1")[0]
    assert "8 × 100" in said(net, "embedding_1")[0]
    assert net.totals.parameters == 1700


def test_state_is_shared_as_well():
    net = chain(image(8, 8), BatchNormalization(), BatchNormalization())
    net.share(2, 4)
    assert (net.totals.parameters, net.totals.trainable, net.totals.state, net.totals.if_not_shared) == (4, 2, 2, 8)


def test_what_runs_first_may_be_the_one_that_is_frozen():
    net = chain(numbers(8), Dense(units=8), Dense(units=8))
    net.share_weight(2, "kernel", 4, "kernel")
    net.freeze(4)
    assert (net.totals.trainable, net.totals.frozen) == (8, 64 + 8)
    assert (net.row(2).trainable, net.row(2).frozen) == (8, 64)
    assert (net.row(4).trainable, net.row(4).frozen) == (0, 8)


def test_state_is_never_frozen():
    net = chain(image(8, 8, colours="RGB"), BatchNormalization())
    net.freeze(2)
    assert (net.totals.trainable, net.totals.frozen, net.totals.state) == (0, 6, 6)


def test_a_member_that_cannot_be_counted_leaves_the_others_shared():
    net = chain(numbers(8), Dense(units=8), Dense(units=8))
    lonely = net.add(Dense(units=8))
    net.share(2, 4)
    net.share(4, lonely)
    assert net.row(4).parameters == 0
    assert net.row(lonely).parameters is None
    assert net.totals.parameters == 72
    assert not net.totals.complete


def test_bypassing_a_member_leaves_the_others_shared():
    net = chain(numbers(8), Dense(units=8), Dense(units=8), Dense(units=8), Flatten())
    net.share(2, 4, 6)
    for member in (4, 6, 2):
        net.bypass(member)
        assert net.problems() == []
        assert net.totals.parameters == 72
        assert net.row(member).parameters == 0
        net.undo()


def test_a_member_between_inputs_changes_hands_when_links_move():
    net = chain(image(8, 8), Conv2D(filters=1), Conv2D(filters=1), Conv2D(filters=1))
    net.share(2, 6)
    net.remove(net.design.links_in(6)[0].id)
    net.remove(net.design.links_in(2)[0].id)
    net.link(1, 6)
    net.link(6, 2)
    assert net.row(2).shared_with == "conv3"
    assert_consistent(net.design, net.analysis)
