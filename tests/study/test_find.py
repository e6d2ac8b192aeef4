"""Finding layers: by name, path, kind, shape or problem, inside blocks too."""

from __future__ import annotations

import pytest

import convas
from convas.analysis.report import parameters_at, rows
from convas.files.store import open_file
from convas.resources import resource
from convas.session import Session
from convas.study import find
from convas.study.find import Hit, Search, Words


def hits(session: Session, typed: str) -> list[Hit]:
    return [hit for hit in Search(Words(session.design, session.analysis), typed).hits() if hit is not None]


def paths(session: Session, typed: str) -> list[str]:
    return [hit.path for hit in hits(session, typed)]


@pytest.fixture
def net() -> convas.Script:
    """An image, a stage of four times two convolutions that keep the shape, and an answer."""
    made = convas.new("find me")
    stage = made.block("basic")
    convs = [convas.Conv2D(filters=8, padding="same") for _ in range(2)]
    stage.output(stage.chain(*convs, after=stage.input("in"))[-1])
    (image,) = made.chain(convas.Input(shape=(32, 32, 8), colours=None))
    use = made.use(stage, image, repeat=4, name="stage")
    made.chain(convas.Flatten(), convas.Dense(units=10), after=use)
    return made


def test_alike_repetitions_are_one_hit(net: convas.Script) -> None:
    assert [(hit.path, hit.times) for hit in hits(net, "conv1")] == [("stage/conv1", 4)]
    assert [hit.place[1] for hit in hits(net, "conv1")] == [0]


def test_a_path_leads_to_its_repetition(net: convas.Script) -> None:
    (hit,) = hits(net, "stage[3]/conv1")
    assert (hit.path, hit.times, hit.place[:2]) == ("stage[3]/conv1", 1, (net.find("stage"), 3))
    assert paths(net, "stage/") == ["stage/conv1", "stage/conv2"]
    assert paths(net, "stage[2]") == ["stage[2]/conv1", "stage[2]/conv2"]
    assert paths(net, "stage[4]/conv1") == paths(net, "stage[x]/conv1") == paths(net, "other/conv1") == []


def test_kinds_blocks_and_shapes_are_found(net: convas.Script) -> None:
    assert paths(net, "dense") == ["dense_1"]
    assert paths(net, "basic") == ["stage"]
    assert paths(net, "32×32x8") == paths(net, "32 x 32 × 8") != []
    assert paths(net, "8,192") == paths(net, "8192") == ["flatten", "dense_1"]
    assert paths(net, "2d stage/") == ["stage/conv1", "stage/conv2"]
    assert paths(net, "konv") == paths(net, "  ") == []


def test_what_is_wrong_is_found_inside_and_outside(net: convas.Script) -> None:
    inner = next(
        node for node in net.design.nodes(net.design.node(net.find("stage")).layer.block) if node.name == "conv2"
    )
    net.set(inner.id, groups=3)
    assert paths(net, "groups") == ["stage[0]/conv2"]
    net.add(convas.Dense(units=3), name="lonely")
    assert paths(net, "no input") == ["lonely"]


def test_filters_look_inside_without_listing(net: convas.Script) -> None:
    words = Words(net.design, net.analysis)
    use = net.find("stage")
    node, finding = net.design.node(use), net.analysis.finding(use)
    assert Search(words, "conv2").inside("stage", finding)
    assert not Search(words, "conv2").has("stage", node, finding)
    assert Search(words, "stage/conv2").inside("stage", finding)
    assert not Search(words, "stag/conv2x").inside("stage", finding)
    assert Search(words, "basic").has("stage", node, finding)


def test_a_search_through_too_much_ends_and_says_so(net: convas.Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "MOST_LOOKED_AT", 2)
    search = Search(Words(net.design, net.analysis), "conv")
    list(search.hits())
    assert search.cut


@pytest.mark.parametrize("name", ["resnet-50", "densenet-121", "u-net", "mobilenet-v2"])
def test_what_hits_count_is_what_the_breakdown_says(name: str) -> None:
    session = Session(open_file(resource("examples", f"{name}.convas")).design)
    design, analysis = session.design, session.analysis
    told = {row.place: row.parameters for row in rows(design, analysis, depth=None)}
    found = hits(session, "conv") + hits(session, "block")
    assert found
    for hit in found:
        assert parameters_at(design, analysis, hit.place, hit.meant) == told[hit.place]


def test_shared_repetitions_count_once_and_a_later_one_nothing(net: convas.Script) -> None:
    net.set(net.find("stage"), shared=True)
    counted = []
    for typed in ("conv1", "stage[0]/conv1", "stage[3]/conv1"):
        (hit,) = hits(net, typed)
        counted.append(parameters_at(net.design, net.analysis, hit.place, hit.meant))
    assert counted == [584, 584, 0]


def test_a_real_network_is_searched_whole() -> None:
    session = Session(open_file(resource("examples", "resnet-50.convas")).design)
    found = hits(session, "conv2d")
    assert sum(hit.times for hit in found) == 53
    assert all(hit.node.name == hit.path.rpartition("/")[2] for hit in found)
