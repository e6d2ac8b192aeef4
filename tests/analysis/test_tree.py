"""The tree of a design: quick where nothing is shared, and the same numbers either way."""

from __future__ import annotations

import pytest

import convas
from convas.analysis.tree import MOST_PLACES, Tree
from convas.files.store import open_file
from convas.resources import resource
from convas.session import Session

EXAMPLES = ("resnet-50", "u-net", "densenet-121", "mobilenet-v2")


def every_row(session: Session) -> list[object]:
    design, analysis = session.design, session.analysis
    return [
        (branch.name, branch.figures, branch.shared_with)
        for key in analysis.ordered()
        for branch in Tree(design, analysis, key).rows()
    ]


def long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work every place out from its arrays, as where weights are shared."""
    monkeypatch.setattr(Tree, "_plain", lambda *_: None)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_multiplied_is_what_all_arrays_come_to(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(open_file(resource("examples", f"{name}.convas")).design)
    quick = every_row(session)
    long_way(monkeypatch)
    assert every_row(session) == quick
    assert len(quick) > len(session.design.scopes[0])


def nested(*, shared: bool = False, frozen: bool = False, inner_shared: bool = False) -> convas.Script:
    net = convas.new("nested")
    inner, outer = net.block("pair"), net.block("stage")
    dense = inner.chain(convas.Dense(units=7), convas.Dense(units=7), after=inner.input("in"))
    inner.output(dense[-1])
    source = outer.input("in")
    use = net.use(inner, source, repeat=3, shared=inner_shared, scope=outer.id)
    outer.output(use)
    (image,) = net.chain(convas.Input(shape=(7,), colours=None))
    net.use(outer, image, repeat=4, shared=shared)
    if frozen:
        net.freeze(use)
    return net


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("inner", [False, True])
@pytest.mark.parametrize("frozen", [False, True])
def test_shared_and_frozen_repetitions_count_the_same_either_way(
    shared: bool, inner: bool, frozen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = nested(shared=shared, frozen=frozen, inner_shared=inner)
    quick = every_row(net)
    rows = net.rows(depth=None)
    assert [row.depth for row in rows] == [0, 0, 1, 2, 2]
    assert (
        rows[1].parameters
        == sum(row.parameters for row in rows if row.depth == 2)
        == 112 * (1 if shared else 4) * (1 if inner else 3)
    )
    long_way(monkeypatch)
    assert every_row(net) == quick


def test_one_level_at_a_time_is_the_whole_tree() -> None:
    net = nested()
    tree = Tree(net.design, net.analysis, net.find("stage"))
    top = next(tree.rows(1))
    (pair,) = tree.below(top)
    leaves = list(tree.below(pair))
    assert [(row.name, len(row.places)) for row in (pair, *leaves)] == [
        ("stage/pair", 4),
        ("stage/pair/dense_1", 12),
        ("stage/pair/dense_2", 12),
    ]
    assert not list(tree.below(leaves[0]))


def test_what_is_too_much_to_list_is_closed_and_still_counts() -> None:
    net = nested()
    net.set(net.find("stage"), repeat=MOST_PLACES)
    tree = Tree(net.design, net.analysis, net.find("stage"))
    top = next(tree.rows(1))
    assert tree.closed(top)
    assert not list(tree.below(top))
    assert top.figures.trainable == 112 * 3 * MOST_PLACES
