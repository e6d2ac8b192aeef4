"""Tidy places: from left to right, nothing on top of anything, long chains in lines like text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build import chain, exercise, image, numbers
from convas import Add, Conv2D, Dense, new
from convas.design.design import Design
from convas.design.records import Link, Node
from convas.edits.arrange import COLUMN, SNAP, arrange
from convas.edits.layering import columns_of, layered, plain_layered


def places(net):
    return {node.name: (node.x, node.y) for node in net.design.nodes()}


def test_the_exercise_reads_like_text():
    net = exercise()
    net.arrange()
    found = places(net)
    assert len(set(found.values())) == len(found)
    assert len({y for _, y in found.values()}) > 1
    assert found["conv1"][0] - found["input"][0] == COLUMN
    assert found["conv1"][1] == found["input"][1]
    assert net.done[-1].name == "Arrange all"
    net.undo()
    assert len(set(places(net).values())) == len(found)


def test_branches_stand_below_each_other():
    net = chain(image(28, 28), Conv2D())
    left, right = net.add(Conv2D(), 2), net.add(Conv2D(), 2)
    net.add(Add(), left, right)
    net.arrange()
    found = places(net)
    assert found["conv2"][0] == found["conv3"][0]
    assert found["conv2"][1] != found["conv3"][1]
    assert found["add"][0] > found["conv2"][0] > found["conv1"][0]


def test_only_the_chosen_move():
    net = chain(numbers(8), Dense(), Dense(), Dense())
    before = places(net)
    net.arrange(2, 4)
    after = places(net)
    assert {name for name in before if before[name] != after[name]} <= {"dense_1", "dense_2"}
    assert after["dense_2"][0] - after["dense_1"][0] == COLUMN


def test_an_empty_drawing_is_tidy():
    net = new()
    assert not arrange(net.design).delta
    assert not arrange(net.design, []).delta


def test_arranging_twice_changes_nothing():
    net = exercise()
    net.arrange()
    steps = len(net.done)
    net.arrange()
    assert len(net.done) == steps


def test_a_last_node_stands_after_both_that_feed_it():
    edges = [(1, 2), (1, 4), (2, 4), (4, 7), (7, 9), (9, 11), (13, 14), (11, 14), (11, 17), (13, 17)]
    grid = layered(sorted({node for edge in edges for node in edge}), edges)
    assert [edge for edge in edges if grid[edge[0]][0] >= grid[edge[1]][0]] == []


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 14))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    chosen = draw(st.lists(pairs, max_size=18)) if count > 1 else []
    return count, sorted({(min(pair), max(pair)) for pair in chosen if pair[0] != pair[1]})


@given(graphs())
def test_no_two_cards_lie_on_each_other_and_links_lead_on(graph):
    count, edges = graph
    records = [Node(key + 1, f"n{key}", Add()) for key in range(count)]
    slots = dict.fromkeys(range(count), 0)
    for index, (a, b) in enumerate(edges):
        records.append(Link(100 + index, a + 1, b + 1, 0, slots[b]))
        slots[b] += 1
    design = Design(records)
    design.apply(arrange(design).delta)
    found = [(node.x, node.y) for node in design.nodes()]
    assert len(set(found)) == count
    assert all(x % SNAP == y % SNAP == 0 for x, y in found)


@given(graphs())
@pytest.mark.parametrize("layering", [layered, plain_layered])
def test_columns_follow_the_links(layering, graph):
    count, edges = graph
    grid = layering(list(range(count)), edges) if layering is plain_layered or _connected(count, edges) else None
    if grid is None:
        return
    assert set(grid) == set(range(count))
    assert all(grid[a][0] < grid[b][0] for a, b in edges)
    assert len(set(grid.values())) == count


@given(graphs())
def test_a_column_is_the_longest_way(graph):
    count, edges = graph
    columns = columns_of(list(range(count)), edges)
    for node in range(count):
        assert columns[node] == max((columns[a] + 1 for a, b in edges if b == node), default=0)


def _connected(count, edges):
    joined = {0}
    for _ in range(count):
        joined |= {node for edge in edges if joined & set(edge) for node in edge}
    return len(joined) == count
