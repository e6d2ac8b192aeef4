"""Commands for hands on the keyboard alone: walk along links, select along them, link, insert and nudge."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from convas.design.records import Link, Node, Note
from convas.desktop.canvas.carrying import carried
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.panels.quick_add import Wanted
from convas.desktop.shell.actions import Entry
from convas.edits.arrange import ASIDE, BELOW, COLUMN, ROW
from convas.edits.links import connect, downstream, lead_through, upstream
from convas.edits.nodes import delete, move

if TYPE_CHECKING:
    from convas.desktop.shell.window import Window

Way = Literal["Left", "Right", "Up", "Down"]
_STEPS: dict[Way, tuple[int, int]] = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}
_GRID, _PAPER = 8, 40


class WalkCommands:
    """What the keys do on the canvas."""

    def __init__(self, window: Window) -> None:
        self._window, self._document = window, window.document

    def entries(self) -> Iterator[Entry]:
        """The menu of walking and linking."""
        for way in _STEPS:
            yield Entry("Select", f"Go {way.lower()}", partial(self.walk, way), (f"Alt+{way}",))
        yield Entry("Select", "Next layer", partial(self.step, 1), ("N",), tip="In the order of the calculation")
        yield Entry("Select", "Previous layer", partial(self.step, -1), ("Shift+N",))
        yield Entry("Select", "-")
        yield Entry("Select", "All before it", partial(self.along, "before"), ("Ctrl+Shift+Left",))
        yield Entry("Select", "All after it", partial(self.along, "after"), ("Ctrl+Shift+Right",))
        yield Entry("Select", "All connected", partial(self.along, "both"), ("Ctrl+Shift+Down",))
        yield Entry("Select", "Its links", self.links, ("Ctrl+Shift+Up",), tip="The links of the selected layers")

    def link_entries(self) -> Iterator[Entry]:
        """The entries that change links."""
        yield Entry("Insert", "Link the selected layers", self.link, ("L",), "", "From left to right")
        yield Entry("Insert", "Delete the links between them", self.unlink, ("Shift+L",), "unlink")
        yield Entry("Insert", "Put the layer into the link", self.insert, ("I",), "", "Of the selected layer and link")
        for way in _STEPS:
            words = f"New layer {'above' if way == 'Up' else 'below' if way == 'Down' else way.lower()}"
            yield Entry("Insert", words, partial(self.neighbour, way), (f"Alt+Shift+{way}",))

    def nudge_entries(self) -> Iterator[Entry]:
        """Small moves."""
        for way, (dx, dy) in _STEPS.items():
            yield Entry("Arrange/Move", way, partial(self.nudge, dx, dy, _GRID), (way,), name=f"Move {way.lower()}")
        for way, (dx, dy) in _STEPS.items():
            words = f"{way} by one"
            yield Entry("Arrange/Move", words, partial(self.nudge, dx, dy, 1), (f"Shift+{way}",), name=f"Move {words}")

    # walking

    def walk(self, way: Way) -> None:
        """Go to the linked layer that lies in a direction, else to the nearest that does."""
        lead = self._lead()
        drawing, design = self._window.canvas.drawing, self._document.design
        if lead is None:
            self.step(1)
            return
        linked = [link.source for link in design.links_in(lead)] + [link.target for link in design.links_out(lead)]
        found = self._towards(lead, way, [key for key in linked if key in drawing.boxes])
        if found is None:
            found = self._towards(lead, way, self._around(lead, way))
        if found is not None:
            self._go(found)

    def step(self, by: int) -> None:
        """Go to the next layer in the order of the calculation, or the one before."""
        ordered = [key for key in self._document.sight.ordered() if key in self._window.canvas.drawing.boxes]
        if not ordered:
            return
        lead = self._lead()
        at = ordered.index(lead) + by if lead in ordered else (0 if by > 0 else -1)
        self._go(ordered[at % len(ordered)])

    def along(self, side: Literal["before", "after", "both"]) -> None:
        """Select all layers that links lead to from the selection, or from which they lead there."""
        design, found = self._document.design, set(self._nodes())
        for key in list(found):
            if side != "before":
                found |= downstream(design, key)
            if side != "after":
                found |= upstream(design, key)
        if found:
            self._document.selection.set(found, self._document.selection.focus)

    def links(self) -> None:
        """Select the links of the selected layers."""
        design = self._document.design
        found = [link.id for key in self._nodes() for link in (*design.links_in(key), *design.links_out(key))]
        if found:
            self._document.selection.set(found)

    # linking

    def link(self) -> None:
        """Link the selected layers one to the next, in the order in which they stand."""
        boxes = self._window.canvas.drawing.boxes
        ordered = sorted(self._nodes(), key=lambda key: (boxes[key].left, boxes[key].top))
        document = self._document
        with document.session.together("Link the selected layers"):
            for a, b in pairwise(ordered):
                if not document.attempt(partial(connect, document.design, a, b)):
                    break

    def unlink(self) -> None:
        """Delete the links among the selected layers; of one layer, all."""
        design, nodes = self._document.design, set(self._nodes())
        found = {link.id for key in nodes for link in (*design.links_in(key), *design.links_out(key))}
        if len(nodes) > 1:
            found = {key for key in found if _inside(design.records[key], nodes)}
        if found:
            self._document.apply(delete(design, found))

    def insert(self) -> None:
        """Lead the selected link through the selected layer."""
        design = self._document.design
        links = [key for key in self._document.selection.ids if design.get(Link, key) is not None]
        nodes = self._nodes()
        if len(links) == 1 and len(nodes) == 1:
            self._document.attempt(lambda: lead_through(design, links[0], nodes[0]))
        else:
            self._document.refused.emit("Select one link and one layer without links.")

    def neighbour(self, way: Way) -> None:
        """Let a layer be typed that stands beside the selected one, linked with it."""
        lead, canvas = self._lead(), self._window.canvas
        if lead is None:
            self._window.commands.quick_add()
            return
        dx, dy = _STEPS[way]
        middle = canvas.drawing.boxes[lead].middle
        across, below = (ASIDE, BELOW) if canvas.drawing.down else (COLUMN, ROW)
        at = Point(middle.x + dx * across, middle.y + dy * below)
        side: Literal["input", "output"] = "input" if way in ("Left", "Up") else "output"
        screen = canvas.place_on_screen(at)
        self._window.quick.ask(Wanted(at, lead, side, 0), screen)

    def nudge(self, dx: int, dy: int, step: int) -> None:
        """Move the selection a little; with nothing selected, the paper."""
        design = self._document.design
        places = {
            key: (record.x + dx * step, record.y + dy * step)
            for key in carried(self._window.canvas.drawing, self._document.selection.ids)
            if isinstance(record := design.records.get(key), (Node, Note))
        }
        if places:
            merge = f"nudge {hash(frozenset(places))}"
            self._document.apply(move(design, places, merge=merge))
        else:
            self._window.canvas.scroll_by(dx * _PAPER, dy * _PAPER)

    def enable(self) -> None:
        """Switch on what can be done now."""
        actions, nodes = self._window.actions_, self._nodes()
        some = bool(nodes)
        actions.enable(some, "All before it", "All after it", "All connected", "Its links")
        actions.enable(some, "Delete the links between them")
        actions.enable(len(nodes) > 1, "Link the selected layers")

    # inside

    def _nodes(self) -> list[int]:
        boxes = self._window.canvas.drawing.boxes
        return sorted(key for key in self._document.selection.ids if key in boxes)

    def _lead(self) -> int | None:
        selection, nodes = self._document.selection, self._nodes()
        if selection.focus in nodes:
            return selection.focus
        return nodes[0] if nodes else None

    def _go(self, key: int) -> None:
        canvas = self._window.canvas
        canvas.state.keyboard = True
        self._document.selection.set([key], key)
        canvas.show_node(key)
        canvas.setFocus()

    def _around(self, lead: int, way: Way) -> list[int]:
        """Nodes that stand in a direction, nearby first by growing rings."""
        drawing = self._window.canvas.drawing
        dx, dy = _STEPS[way]
        box = drawing.boxes[lead]
        for reach in (600, 2400, 10_000):
            left, top, right, bottom = box.grown(reach)
            x, y = box.middle
            area = Box(x if dx > 0 else left, y if dy > 0 else top, x if dx < 0 else right, y if dy < 0 else bottom)
            found = [key for key in drawing.boxes.near(area) if key != lead]
            if self._towards(lead, way, found) is not None:
                return found
        return []

    def _towards(self, lead: int, way: Way, keys: list[int]) -> int | None:
        """The nearest of some nodes that lies in a direction; what lies aside counts as farther."""
        boxes, (dx, dy) = self._window.canvas.drawing.boxes, _STEPS[way]
        here = boxes[lead].middle
        best: tuple[float, int] | None = None
        for key in keys:
            there = boxes[key].middle
            ahead = (there.x - here.x) * dx + (there.y - here.y) * dy
            aside = abs((there.x - here.x) * dy) + abs((there.y - here.y) * dx)
            if ahead > 0 and aside <= 4 * ahead:
                far = ahead + 2 * aside
                if best is None or (far, key) < best:
                    best = (far, key)
        return None if best is None else best[1]


def _inside(record: object, nodes: set[int]) -> bool:
    return isinstance(record, Link) and record.source in nodes and record.target in nodes
