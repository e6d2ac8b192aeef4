"""Long links have lanes of their own, whatever the order in which they came."""

from itertools import combinations, pairwise

import pytest

from build import Conv2D, image
from convas import Add, new
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box
from convas.edits.arrange import arrange, turn
from convas.edits.links import connect
from convas.edits.nodes import delete
from convas.session import Session

DEEP = 5


@pytest.fixture(params=["right", "down"])
def nested(request, qapp):
    """A chain whose first half is added to its second half, the outermost pair last: skips within skips."""
    net = new("Nested")
    at = net.add(image(32, 32, colours="RGB"))
    firsts = []
    for _ in range(DEEP):
        at = net.add(Conv2D(filters=3, padding="same"), at)
        firsts.append(at)
    for first in reversed(firsts):
        at = net.add(Add(), at, first)
    session = Session(net.design)
    if request.param == "down":
        session.apply(turn(session.design, "down"))
    session.apply(arrange(session.design, width=10**6, steady=True))
    return session


def runs(drawing):
    """The pieces of each long link, as flat boxes."""
    for key in drawing.wires:
        points = drawing.wires[key].points
        if len(points) > 4:
            for a, b in pairwise(points):
                if abs(a.x - b.x) + abs(a.y - b.y) > 300:
                    yield key, Box(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y))


def test_no_two_run_in_one_lane(nested):
    drawing = Drawing(nested.design, nested.analysis)
    found = list(runs(drawing))
    assert len({key for key, _ in found}) >= 2
    for (one, a), (other, b) in combinations(found, 2):
        if one != other:
            assert not a.grown(4).meets(b.grown(4)), (one, other)


def test_following_edits_is_the_same_as_starting_again(nested):
    design, drawing = nested.design, Drawing(nested.design, nested.analysis)
    links = [link for node in design.nodes() for link in design.links_out(node.id) if link.input == 1]

    def same():
        fresh = Drawing(design, nested.analysis)
        assert {key: drawing.wires[key] for key in drawing.wires} == {key: fresh.wires[key] for key in fresh.wires}

    drawing.update(nested.analysis, nested.apply(delete(design, [links[2].id])))
    same()
    drawing.update(nested.analysis, nested.apply(connect(design, links[2].source, links[2].target, 0, 1)))
    same()
    drawing.update(nested.analysis, nested.undo())
    same()
    drawing.update(nested.analysis, nested.undo())
    same()
