"""Drawing: the picture of a drawing as data: cards, boxes, routes of links and shares, and what is under a point.

It reads design and sight and follows updates; it draws nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, Literal

from convas.analysis.inside import Path
from convas.analysis.joints import bond_words
from convas.analysis.report import letter
from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.design.records import TOP, Link, Node, Note, Share
from convas.desktop.canvas.bar_looks import bar_name
from convas.desktop.canvas.bonds import Bond
from convas.desktop.canvas.cards import MEASURES, Cards, card_height, card_width, make_card, port_counts
from convas.desktop.canvas.flow import back, route_down, share_route_down, turned
from convas.desktop.canvas.frames import Frame, Frames
from convas.desktop.canvas.geometry import Box, Boxes, Point, joined, port_x, port_y
from convas.desktop.canvas.hits import Hit, hit
from convas.desktop.canvas.link_words import link_words
from convas.desktop.canvas.notes import note_height
from convas.desktop.canvas.regions import Regions
from convas.desktop.canvas.routes import Route, level_run, route, share_route
from convas.desktop.canvas.skips import Skips
from convas.desktop.canvas.spine import spine
from convas.desktop.canvas.wires import Wires, direct
from convas.desktop.theme.tokens import tokens
from convas.layers.use import Use
from convas.session import Update

GAP: Final = float(MEASURES["portGap"])
DROP: Final = float(tokens()["link"]["shareDrop"])
_LEVEL: Final = 10.0
_RUN: Final = 28.0
_FEW: Final = 1000
"""Up to so many links find their ways at once; of more, those in sight, and the others when there is time."""


class Drawing:
    """Everything that is drawn, by id."""

    looks = 0

    def __init__(
        self,
        design: Design,
        sight: Sight,
        scope: int = TOP,
        looked: Collection[Path] = (),
        only: frozenset[int] | None = None,
    ) -> None:
        """All of one drawing of a design, or `only` some of its nodes and notes."""
        self._only = only
        self.rebuild(design, sight, scope, looked)

    def rebuild(self, design: Design, sight: Sight, scope: int = TOP, looked: Collection[Path] = ()) -> None:
        """Start again with all of one drawing of a design; `looked` are the ways to blocks that show their inside."""
        self.design, self.sight, self.scope, self.looked = design, sight, scope, looked
        self.down = design.header.flow == "down"
        self.boxes = Boxes()
        self.cards = Cards(self.boxes, lambda key: make_card(self.design, self.sight, self.design.node(key)))
        self.wires = Wires(self._ends, self._way, lambda key: link_words(self.design, self.sight, self._link(key)))
        self.bonds: dict[int, Bond] = {}
        self.worst: dict[int, str] = {}
        self.blocks: set[int] = set()
        self.regions = Regions()
        self.spine_version = 0
        self._spine: frozenset[int] = frozenset()
        self.spine_due = True
        self._ports: dict[int, tuple[int, int]] = {}
        self._runs = Boxes()
        self._skips = Skips(down=self.down)
        self.notes = Boxes()
        self._frames = Frames()
        if looked:
            heights = {
                node.id: card_height(*port_counts(design, sight, node), down=self.down) for node in design.nodes(scope)
            }
            self._frames.make(
                design, sight, looked, heights, lambda inner, block: Drawing(design, inner, block, looked)
            )
        for node in design.nodes(scope):
            if self._here(node):
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
        if update.everything or self.looked or self.down is not (self.design.header.flow == "down"):
            self.rebuild(self.design, sight, self.scope, self.looked)
            return
        waits = bool(sight.place) and bool(sight.pending or self.sight.pending)
        design, anew = self.design, waits or sight.findings is not self.sight.findings
        self.sight = sight
        self.spine_due = True
        changes = update.delta.changes
        links = {key for key in changes if design.get(Link, key)}
        nodes = update.nodes()
        areas = self._drop_gone(update)
        told = set(self.boxes) if anew else {key for key in update.touched if key in self.boxes}
        nodes |= {key for key in told if self._may_grow(key)}
        for key in nodes:
            before = self._ports.get(key)
            changed = self._follow_node(key)
            areas += changed
            if changed or before != self._ports.get(key):
                links |= {link.id for link in (*design.links_in(key), *design.links_out(key))}
            elif key in self.boxes:
                told.add(key)
        self._tell(told)
        areas += self._bonds()
        for area in areas:
            links |= set(self.wires.boxes.near(area.grown(8)))
        for key in links:
            link = design.get(Link, key)
            if link is not None:
                self._wire(link)
        if len(self.wires) <= _FEW:
            self.wires.settle()

    @property
    def afar(self) -> tuple[object, ...]:
        """Another value whenever something that is seen from afar has changed."""
        return self.regions, self.regions.clock, self.looks, self.spine_version, len(self.bonds), len(self.notes)

    @property
    def waiting(self) -> bool:
        """Whether there is something left for `settle`."""
        return self.wires.waiting

    def settle(self, seconds: float) -> bool:
        """Let links that have no way yet find one, for so long; whether there are more."""
        for key in self.wires.settle(seconds):
            self.regions.touch(self._link(key).source)
        return self.wires.waiting

    @property
    def spine(self) -> frozenset[int]:
        """The links of the way with the most parameters; for a moment after an edit, as it was."""
        if self.spine_due and (not self.spine_version or len(self.wires) <= _FEW):
            self.find_spine()
        return self._spine

    def find_spine(self) -> bool:
        """Look for the spine again; whether it is another one."""
        self.spine_due = False
        found = spine(self.design, self.sight, self.scope)
        if found == self._spine and self.spine_version:
            return False
        self._spine = found
        self.spine_version += 1
        return True

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
        if worst not in ("error", "open"):
            worst = ""
        if worst != self.worst.get(key, ""):
            self.looks += 1
            self.worst[key] = worst
            if not worst:
                del self.worst[key]

    def _drop_gone(self, update: Update) -> list[Box]:
        """Forget what is deleted, take in notes; the areas where cards were."""
        design = self.design
        areas: list[Box] = []
        lanes: list[int] = []
        for key, change in update.delta.changes.items():
            if key in self.boxes and not self._here(design.get(Node, key)):
                areas.append(self.boxes[key])
                self._drop_node(key)
            elif key in self.wires and design.get(Link, key) is None:
                self.wires.drop(key)
                lanes += self._skips.drop(key)
                if isinstance(change.before, Link):
                    self.regions.touch(change.before.source)
            elif key in self.notes and not self._here(design.get(Note, key)):
                self.notes.drop(key)
            elif (note := design.get(Note, key)) is not None:
                self._note(note)
                self.looks += 1
        self._again(lanes)
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
        return record is not None and record.scope == self.scope and (self._only is None or record.id in self._only)

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
        if self.down:
            y = box.top if side == "input" else box.bottom
            return Point(port_x(box, index, max(1, count), GAP) + dx, y + dy)
        x = box.left if side == "input" else box.right
        return Point(x + dx, port_y(box, index, max(1, count), GAP) + dy)

    def handle(self, node: int) -> Point:
        """Where the share handle is: the middle of the lower edge, or of the left one."""
        box = self.boxes[node]
        if self.down:
            return Point(box.left, box.middle.y)
        return Point(box.middle.x, box.bottom)

    def free(self, area: Box) -> bool:
        """Whether no card lies in an area."""
        return not any(True for _ in self.boxes.near(area))

    def bounds(self, ids: Iterable[int] | None = None) -> Box | None:
        """The box around some nodes and notes, or around everything that is drawn."""
        if ids is not None:
            return self.boxes.bounds(ids) or self.notes.bounds(ids)
        return joined(box for part in (self.boxes, self.wires, self.notes) if (box := part.bounds()) is not None)

    def hit(self, x: float, y: float, zoom: float, handles: Iterable[int] = ()) -> Hit:
        """What is under a point; `handles` are the nodes whose share handle shows."""
        return hit(self, x, y, zoom, handles)

    def ports(self, node: int) -> tuple[int, int]:
        """How many inputs and outputs a card has."""
        return self._ports[node]

    # making

    def _node(self, node: Node) -> None:
        key = node.id
        self._ports[key] = ports = port_counts(self.design, self.sight, node)
        frame = self.frames.get(key)
        at = self._frames.spread.place(node.x, node.y)
        box = Box(at.x, at.y, at.x + card_width(), at.y + self._height(*ports)) if frame is None else frame.box
        if self.boxes.get(key) != box:
            self.boxes.put(key, box)
        self.regions.put(key, box, bar_name(node.layer.family, node.bypassed))
        if isinstance(node.layer, Use):
            self.blocks.add(key)
        self._judge(key)

    def _height(self, inputs: int, outputs: int) -> int:
        return card_height(inputs, outputs, down=self.down)

    def _note(self, note: Note) -> None:
        if self._here(note):
            self.looks += 1
            at = self._frames.spread.place(note.x, note.y)
            self.notes.put(note.id, Box(at.x, at.y, at.x + note.width, at.y + note_height(note)))

    def _drop_node(self, key: int) -> None:
        self.cards.forget(key)
        self.boxes.drop(key)
        self.regions.drop(key)
        self.worst.pop(key, None)
        self.blocks.discard(key)
        self._ports.pop(key, None)

    def _wire(self, link: Link) -> None:
        if link.source in self.boxes and link.target in self.boxes:
            self.wires.put(link.id, self.boxes[link.source], self.boxes[link.target])
            start = self.port(link.source, "output", link.output)
            others = self._skips.put(link.id, start, self.port(link.target, "input", link.input))
        else:
            others = self._skips.drop(link.id)
            self.wires.drop(link.id)
        self.regions.touch(link.source)
        self._again(others)

    def _again(self, keys: Iterable[int]) -> None:
        """Let links find their ways anew because the lanes of others changed."""
        for key in keys:
            link = self.design.get(Link, key)
            if link is not None and key in self.wires and link.source in self.boxes and link.target in self.boxes:
                self.wires.put(key, self.boxes[link.source], self.boxes[link.target])
                self.regions.touch(link.source)

    def _link(self, key: int) -> Link:
        link = self.design.records[key]
        assert isinstance(link, Link)
        return link

    def _ends(self, key: int) -> tuple[int, int]:
        return (link := self._link(key)).source, link.target

    def line(self, link: Link) -> Route:
        """The way of a link, or a plain one for the time being."""
        known = self.wires.known(link.id)
        if known is not None:
            return known
        return self.direct(self.port(link.source, "output", link.output), self.port(link.target, "input", link.input))

    def direct(self, start: Point, end: Point) -> Route:
        """A plain way from an output to an input that minds no card."""
        if self.down:
            return tuple(back(point) for point in direct(turned(start), turned(end)))
        return direct(start, end)

    def _way(self, key: int) -> Route:
        link = self._link(key)
        source, target = self.boxes[link.source], self.boxes[link.target]
        start = self.port(link.source, "output", link.output)
        end = self.port(link.target, "input", link.input)

        def blocked(area: Box) -> bool:
            """Cards, and for a level run also the level runs of shares."""
            level = area.height < _LEVEL and bool(self._runs.near(area))
            return level or any(near not in (link.source, link.target) for near in self.boxes.near(area))

        find = route_down if self.down else route
        return find(start, end, source, target, blocked, link.input + self._skips.depth(key))

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
            find = share_route_down if self.down else share_route
            lines = find([self.boxes[key] for key in members], DROP)
            mark = letter(sight, members[0])
            words = bond_words(self.design, sight, self._edges(members))
            self.bonds[group.key] = Bond(
                group.key, mark, tuple(members), tuple(lines), group.problem is not None, words
            )
            self._runs.put(group.key, level_run(lines[0]).grown(_RUN))
        after = {key: self._runs[key] for key in self._runs}
        changed = [box for key, box in (*before.items(), *after.items()) if before.get(key) != after.get(key)]
        self.looks += bool(changed)
        return changed

    def edges(self, bond_key: int) -> list[Share]:
        """The share records of a drawn group."""
        return self._edges(self.bonds[bond_key].members)

    def _edges(self, members: Collection[int]) -> list[Share]:
        found = {share.id: share for key in members for share in self.design.shares_of(key)}
        return [found[key] for key in sorted(found)]
