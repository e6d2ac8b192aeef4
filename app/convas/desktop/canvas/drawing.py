"""Drawing: the picture of a drawing as data: cards, boxes, routes of links and shares, and what is under a point.

It reads design and sight and follows updates; it draws nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from convas.analysis.inside import Path
from convas.analysis.joints import bond_words
from convas.analysis.report import letter
from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.design.records import TOP, Link, Node, Note, Share
from convas.desktop.canvas.cards import MEASURES, Cards, card_height, card_width, make_card, port_counts
from convas.desktop.canvas.frames import Frame, Frames
from convas.desktop.canvas.geometry import Box, Boxes, Point, distance, port_y
from convas.desktop.canvas.notes import note_height
from convas.desktop.canvas.regions import Regions
from convas.desktop.canvas.routes import Route, level_run, route, share_route
from convas.desktop.canvas.wires import Fit, Wires, direct
from convas.desktop.theme.tokens import tokens
from convas.layers.use import Use
from convas.session import Update
from convas.values import text

GAP: Final = float(MEASURES["portGap"])
HIT: Final = float(MEASURES["portHit"])
HANDLE: Final = float(MEASURES["shareHandle"])
DROP: Final = float(tokens()["link"]["shareDrop"])
_NEAR_LINE: Final = 7.0
_LEVEL: Final = 10.0
_RUN: Final = 28.0
_FEW: Final = 1000
"""Up to so many links find their ways at once; of more, those in sight, and the others when there is time."""

Part = Literal["node", "input", "output", "handle", "link", "share", "note", "nothing"]


class Hit(NamedTuple):
    """What is under a point: the part, its record's id, and for a port which one."""

    part: Part
    id: int = 0
    port: int = 0


NOTHING: Final = Hit("nothing")


@dataclass(frozen=True, slots=True)
class Bond:
    """A share group as it is drawn. `words` say which weights are one, where it is not whole layers."""

    key: int
    letter: str
    members: tuple[int, ...]
    lines: tuple[Route, ...]
    wrong: bool
    words: str = ""


class Drawing:
    """Everything that is drawn, by id."""

    def __init__(self, design: Design, sight: Sight, scope: int = TOP, looked: Collection[Path] = ()) -> None:
        self.rebuild(design, sight, scope, looked)

    def rebuild(self, design: Design, sight: Sight, scope: int = TOP, looked: Collection[Path] = ()) -> None:
        """Start again with all of one drawing of a design; `looked` are the ways to blocks that show their inside."""
        self.design, self.sight, self.scope, self._looked = design, sight, scope, looked
        self.boxes = Boxes()
        self.cards = Cards(self.boxes, lambda key: make_card(self.design, self.sight, self.design.node(key)))
        self.wires = Wires(self._ends, self._way, self._told)
        self.bonds: dict[int, Bond] = {}
        self.worst: dict[int, str] = {}
        self.regions = Regions()
        self._ports: dict[int, tuple[int, int]] = {}
        self._runs = Boxes()
        self.notes = Boxes()
        self._frames = Frames()
        if looked:
            heights = {node.id: card_height(*port_counts(design, sight, node)) for node in design.nodes(scope)}
            self._frames.make(
                design, sight, looked, heights, lambda inner, block: Drawing(design, inner, block, looked)
            )
        for node in design.nodes(scope):
            self._node(node)
        for note in design.all(Note):
            self._note(note)
        self._bonds()
        for key in self.boxes:
            for link in design.links_in(key):
                self._wire(link)
        if len(self.wires) <= _FEW:
            self.wires.settle()

    def update(self, sight: Sight, update: Update) -> None:
        """Follow a change; only what it touches is made anew. Inside a block that counts anew, that is all of it."""
        if update.everything or self._looked:
            self.rebuild(self.design, sight, self.scope, self._looked)
            return
        waits = bool(sight.place) and bool(sight.pending or self.sight.pending)
        design, anew = self.design, waits or sight.findings is not self.sight.findings
        self.sight = sight
        changes = update.delta.changes
        links = {key for key in changes if design.get(Link, key)}
        nodes = {key for key in changes if design.get(Node, key)}
        for change in changes.values():
            for record in (change.before, change.after):
                if isinstance(record, Link):
                    nodes |= {record.source, record.target}
        areas = self._drop_gone(update)
        told = set(self.boxes) if anew else {key for key in update.touched if key in self.boxes}
        nodes |= {key for key in told if self._may_grow(key)}
        for key in nodes:
            areas += self._follow_node(key)
            links |= {link.id for link in (*design.links_in(key), *design.links_out(key))}
        self._tell(told - nodes)
        areas += self._bonds()
        for area in areas:
            links |= set(self.wires.boxes.near(area.grown(8)))
        for key in links:
            link = design.get(Link, key)
            if link is not None:
                self._wire(link)
        if len(self.wires) <= _FEW:
            self.wires.settle()

    def settle(self, seconds: float) -> bool:
        """Find ways for links that have none, for so long; whether some are still waiting."""
        for key in self.wires.settle(seconds):
            self.regions.touch(self._link(key).source)
        return self.wires.waiting

    def _may_grow(self, key: int) -> bool:
        """Whether a node's ports may be others though its record is the same: by a formula, or by its block."""
        node = self.design.node(key)
        return bool(node.bindings) or isinstance(node.layer, Use)

    def _tell(self, keys: set[int]) -> None:
        """Numbers and problems of nodes may be others, and what their links say; their places are not."""
        design = self.design
        all_of_them = 2 * len(keys) > len(self.boxes)
        if all_of_them:
            self.cards.forget_all()
            self.wires.tell_all()
        for key in keys:
            self._judge(key)
            if not all_of_them:
                self.cards.forget(key)
                for link in (*design.links_in(key), *design.links_out(key)):
                    self.wires.tell(link.id)

    def _judge(self, key: int) -> None:
        worst = self.sight.worst(key)
        if worst in ("error", "open"):
            self.worst[key] = worst
        else:
            self.worst.pop(key, None)

    def _drop_gone(self, update: Update) -> list[Box]:
        """Forget what is deleted, take in notes; the areas where cards were."""
        design = self.design
        areas: list[Box] = []
        for key, change in update.delta.changes.items():
            if key in self.boxes and not self._here(design.get(Node, key)):
                areas.append(self.boxes[key])
                self._drop_node(key)
            elif key in self.wires and design.get(Link, key) is None:
                self.wires.drop(key)
                if isinstance(change.before, Link):
                    self.regions.touch(change.before.source)
            elif key in self.notes and not self._here(design.get(Note, key)):
                self.notes.drop(key)
            elif (note := design.get(Note, key)) is not None:
                self._note(note)
        return areas

    def _follow_node(self, key: int) -> list[Box]:
        """Make a node's card anew; the areas that changed hands if it moved or grew."""
        node = self.design.get(Node, key)
        if node is None or not self._here(node):
            return []
        before = self.boxes.get(key)
        self.cards.forget(key)
        self._node(node)
        after = self.boxes[key]
        return [] if before == after else [box for box in (before, after) if box is not None]

    def _here(self, record: Node | Note | None) -> bool:
        return record is not None and record.scope == self.scope

    # places

    @property
    def frames(self) -> dict[int, Frame]:
        """The blocks that show what they hold."""
        return self._frames.by_use

    def home(self, at: Point) -> Point:
        """Where something that is drawn at a place stands in the design."""
        return self._frames.spread.home(at.x, at.y)

    def path_at(self, x: float, y: float) -> Path:
        """The way to the node under a point, through the blocks that show what they hold."""
        key = next((key for key in sorted(self.boxes.near(Box(x, y, x, y))) if self.boxes[key].holds(x, y)), None)
        if key is None:
            return ()
        frame = self.frames.get(key)
        inner = () if frame is None else frame.drawing.path_at(*frame.inner(x, y))
        return (key, 0, *inner) if inner else (key,)

    def port(self, node: int, side: Literal["input", "output"], index: int, dx: float = 0, dy: float = 0) -> Point:
        """Where a port is, with its card moved by so much."""
        box = self.boxes[node]
        count = self._ports[node][side == "output"]
        x = box.left if side == "input" else box.right
        return Point(x + dx, port_y(box, index, max(1, count), GAP) + dy)

    def handle(self, node: int) -> Point:
        """Where the share handle is: the middle of the lower edge."""
        box = self.boxes[node]
        return Point(box.middle.x, box.bottom)

    def free(self, area: Box) -> bool:
        """Whether no card lies in an area."""
        return not any(True for _ in self.boxes.near(area))

    def bounds(self, ids: Iterable[int] | None = None) -> Box | None:
        """The box around some nodes and notes, or around everything that is drawn."""
        if ids is not None:
            return self.boxes.bounds(ids) or self.notes.bounds(ids)
        found: Box | None = None
        for box in (self.boxes.bounds(), self.wires.bounds(), self.notes.bounds()):
            if box is not None:
                found = box if found is None else found.joined(box)
        return found

    def hit(self, x: float, y: float, zoom: float, handles: Iterable[int] = ()) -> Hit:
        """What is under a point; `handles` are the nodes whose share handle shows."""
        reach = HIT / zoom
        spot = Box(x - reach, y - reach, x + reach, y + reach)
        near = sorted(self.boxes.near(spot), reverse=True)
        ports = [found for key in near if (found := self._port_hit(key, x, y, reach)) is not None]
        handle = next((key for key in handles if key in self.boxes and self._on_handle(key, x, y)), None)
        if handle is not None:
            return Hit("handle", handle)
        if ports:
            return min(ports)[1]
        on_card = next((key for key in near if self.boxes[key].holds(x, y)), None)
        if on_card is not None:
            return Hit("node", on_card)
        return self._line_hit(x, y, spot, _NEAR_LINE / zoom)

    def _on_handle(self, key: int, x: float, y: float) -> bool:
        at = self.handle(key)
        return (x - at.x) ** 2 + (y - at.y) ** 2 <= (max(HANDLE, 20) / 2 + 3) ** 2

    def _line_hit(self, x: float, y: float, spot: Box, tolerance: float) -> Hit:
        """A link, a share or a note under a point."""
        for key in self.wires.boxes.near(spot):
            if distance(x, y, self.wires.route(key)) <= tolerance:
                return Hit("link", key)
        for bond in self.bonds.values():
            if any(distance(x, y, line) <= tolerance for line in bond.lines):
                return Hit("share", bond.key)
        note = next((key for key in self.notes.near(spot) if self.notes[key].holds(x, y)), None)
        return NOTHING if note is None else Hit("note", note)

    def _port_hit(self, key: int, x: float, y: float, reach: float) -> tuple[float, Hit] | None:
        best = None
        box = self.boxes[key]
        inner = min(reach, box.width / 8)
        for side, count in zip(("input", "output"), self._ports[key], strict=True):
            part: Literal["input", "output"] = "input" if side == "input" else "output"
            for index in range(count):
                at = self.port(key, part, index)
                inside = (x - at.x) if part == "input" else (at.x - x)
                far = ((x - at.x) ** 2 + (y - at.y) ** 2) ** 0.5
                if far <= reach and inside <= inner and (best is None or far < best[0]):
                    best = (far, Hit(part, key, index))
        return best

    # making

    def _node(self, node: Node) -> None:
        key = node.id
        self._ports[key] = ports = port_counts(self.design, self.sight, node)
        frame = self.frames.get(key)
        at = self._frames.spread.place(node.x, node.y)
        box = Box(at.x, at.y, at.x + card_width(), at.y + card_height(*ports)) if frame is None else frame.box
        if self.boxes.get(key) != box:
            self.boxes.put(key, box)
        self.regions.put(key, box)
        self._judge(key)

    def _note(self, note: Note) -> None:
        if self._here(note):
            at = self._frames.spread.place(note.x, note.y)
            self.notes.put(note.id, Box(at.x, at.y, at.x + note.width, at.y + note_height(note)))

    def _drop_node(self, key: int) -> None:
        self.cards.forget(key)
        self.boxes.drop(key)
        self.regions.drop(key)
        self.worst.pop(key, None)
        self._ports.pop(key, None)

    def _wire(self, link: Link) -> None:
        if link.source in self.boxes and link.target in self.boxes:
            self.wires.put(link.id, self.boxes[link.source], self.boxes[link.target])
        elif link.id in self.wires:
            self.wires.drop(link.id)
        self.regions.touch(link.source)

    def _link(self, key: int) -> Link:
        link = self.design.records[key]
        assert isinstance(link, Link)
        return link

    def _ends(self, key: int) -> tuple[int, int]:
        link = self._link(key)
        return link.source, link.target

    def line(self, link: Link) -> Route:
        """The way of a link, or a plain one for the time being."""
        known = self.wires.known(link.id)
        if known is not None:
            return known
        return direct(self.port(link.source, "output", link.output), self.port(link.target, "input", link.input))

    def _way(self, key: int) -> Route:
        link = self._link(key)
        source, target = self.boxes[link.source], self.boxes[link.target]
        start = self.port(link.source, "output", link.output)
        end = self.port(link.target, "input", link.input)

        def blocked(area: Box) -> bool:
            """Cards, and for a level run also the level runs of shares."""
            level = area.height < _LEVEL and bool(self._runs.near(area))
            return level or any(near not in (link.source, link.target) for near in self.boxes.near(area))

        return route(start, end, source, target, blocked, link.input)

    def _told(self, key: int) -> tuple[str, Fit]:
        """The label, once for all links of an output, and whether the shape fits."""
        link = self._link(key)
        finding = self.sight.findings.get(link.source)
        specs = () if finding is None else finding.outputs
        if self._stray(link):
            return "leads nowhere", "wrong"
        spec = specs[link.output] if link.output < len(specs) else None
        if spec is None:
            return "unknown", "unknown"
        first = min(other.id for other in self.design.outbound[link.source].values() if other.output == link.output)
        label = text.shape(spec.visible, text.THIN) if link.id == first else ""
        arriving = self.sight.findings.get(link.target)
        problems = () if arriving is None else arriving.problems
        wrong = any(problem.severity == "error" and not problem.setting for problem in problems)
        return label, "wrong" if wrong else "fine"

    def _stray(self, link: Link) -> bool:
        """Whether a changed setting took one of the link's ports away."""
        source, target = (self.sight.layer(key).ports for key in (link.source, link.target))
        return link.output >= len(source.outputs) or not target.takes(link.input)

    def _bonds(self) -> list[Box]:
        """Draw all share groups; the areas where a run came or went."""
        sight = self.sight
        before = {key: self._runs[key] for key in self._runs}
        self.bonds = {}
        self._runs.clear()
        for group in sight.groups.values():
            members = [key for key in group.members if key in self.boxes]
            if len(members) < 2:
                continue
            lines = share_route([self.boxes[key] for key in members], DROP)
            mark = letter(sight, members[0])
            words = bond_words(self.design, sight, self._edges(members))
            self.bonds[group.key] = Bond(
                group.key, mark, tuple(members), tuple(lines), group.problem is not None, words
            )
            self._runs.put(group.key, level_run(lines[0]).grown(_RUN))
        after = {key: self._runs[key] for key in self._runs}
        return [box for key, box in (*before.items(), *after.items()) if before.get(key) != after.get(key)]

    def edges(self, bond_key: int) -> list[Share]:
        """The share records of a drawn group."""
        return self._edges(self.bonds[bond_key].members)

    def _edges(self, members: Collection[int]) -> list[Share]:
        found = {share.id: share for key in members for share in self.design.shares_of(key)}
        return [found[key] for key in sorted(found)]
