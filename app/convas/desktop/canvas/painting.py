"""Painting a drawing: what lies in an area, at the level of detail that suits the zoom."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtGui import QPainter

from convas.design.records import Link, Note
from convas.desktop.canvas.answer_marks import paint_answer_marks
from convas.desktop.canvas.block_names import paint_block_names
from convas.desktop.canvas.card_painter import DETAIL, CardState, paint_body, paint_card
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.far_painter import FarPainter
from convas.desktop.canvas.flow import route_down
from convas.desktop.canvas.found_marks import paint_found
from convas.desktop.canvas.frame_painter import enter, paint_field, paint_frame
from convas.desktop.canvas.frames import Frame
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.grips import gripped, grips
from convas.desktop.canvas.hand_painter import paint_hand
from convas.desktop.canvas.hits import Hit
from convas.desktop.canvas.link_painter import label_box, paint_bond, paint_wire, paint_wire_end
from convas.desktop.canvas.notes import frames_first, paint_grips, paint_note, paint_titles, theme_over
from convas.desktop.canvas.routes import route
from convas.desktop.canvas.sprites import Sprites
from convas.desktop.canvas.state import NOWHERE, CanvasState
from convas.desktop.canvas.wires import Wire
from convas.desktop.theme.tokens import Theme

_MARGIN: Final = 60.0
_SMOOTH: Final = 0.1


class DrawingPainter:
    """Paints one drawing and what its open blocks hold.

    With sprites it is as fast as a screen needs; without, all that it paints are vectors, for pictures.
    """

    def __init__(self, drawing: Drawing, sprites: Sprites | None = None, *, names: bool = True) -> None:
        self._drawing = drawing
        self._names = names
        self._sprites = sprites
        self._far = FarPainter(drawing)
        self._inside: dict[int, tuple[Frame, DrawingPainter]] = {}

    def paint(
        self,
        painter: QPainter,
        theme: Theme,
        area: Box,
        zoom: float,
        now: CanvasState,
        selected: frozenset[int] = frozenset(),
        focus: int | None = None,
    ) -> None:
        """What is in an area. The painter is scaled already; `zoom` says how much."""
        near, far = area.grown(_MARGIN), zoom < DETAIL["name"]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._sprites is None or zoom >= _SMOOTH)
        notes = self._notes(near, now)
        for note, box in notes:
            paint_note(painter, theme, note, box, zoom, note.id in selected)
        self._bonds(painter, theme, near, zoom, now, selected)
        self._links(painter, theme, near, zoom, now, selected, [one for one in notes if one[0].frame])
        if far:
            self._far.cards(painter, theme, near, zoom, now, selected)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            if self._names:
                paint_block_names(painter, theme, self._drawing, near, zoom, now)
        self._cards(painter, theme, near, zoom, now, selected, focus)
        paint_titles(painter, theme, [one for one in notes if one[0].frame], zoom)
        paint_found(painter, theme, self._drawing, near, zoom, now)
        paint_answer_marks(painter, theme, self._drawing, near, zoom, now)
        held = gripped(self._drawing, selected, zoom)
        paint_grips(painter, theme, [at for note, box in notes if note.id == held for at in grips(box)], zoom)
        paint_hand(painter, theme, now, zoom)

    def paint_whole(self, painter: QPainter, theme: Theme, scale: float, now: CanvasState) -> None:
        """All cards as they are seen from afar, at rest."""
        everywhere = self._drawing.bounds()
        if everywhere is not None:
            for note, box in self._notes(everywhere, CanvasState()):
                paint_note(painter, theme, note, box, scale, selected=False)
            self._far.cards(painter, theme, everywhere, scale, CanvasState(heat=now.heat), frozenset())
        for key, frame in self._drawing.frames.items():
            heat = None if now.heat is None else now.heat.within(frame.drawing.sight.place)
            painter.save()
            paint_field(painter, theme, frame.box)
            enter(painter, frame, frame.box)
            self._inner(key, frame).paint_whole(painter, theme, scale * frame.scale, CanvasState(heat=heat))
            painter.restore()

    def _inner(self, key: int, frame: Frame) -> DrawingPainter:
        """The painter of what an open block holds."""
        kept = self._inside.get(key)
        if kept is None or kept[0] is not frame:
            kept = self._inside[key] = (frame, DrawingPainter(frame.drawing, self._sprites))
        return kept[1]

    def _notes(self, area: Box, now: CanvasState) -> list[tuple[Note, Box]]:
        """The frames and notes in sight, where they are just now, in the order of painting."""
        found, drawing = [], self._drawing
        resized = dict([now.resized] if now.resized else [])
        keys = {*drawing.notes.near(area), *resized}
        if now.moved or now.glide:
            keys |= {key for key in drawing.notes if key in now.moved or key in now.glide}
        for key in keys:
            note = drawing.design.get(Note, key)
            if note is not None:
                found.append((note, resized.get(key) or drawing.notes[key].moved(*now.shift(key))))
        return frames_first(found)

    def _bonds(
        self, painter: QPainter, theme: Theme, area: Box, zoom: float, now: CanvasState, selected: frozenset[int]
    ) -> None:
        """All share groups but those under the hand."""
        drawing = self._drawing
        warm = {drawing.sight.group_of.get(key) for key in selected} if drawing.bonds else set()
        for bond in drawing.bonds.values():
            if bond.area.meets(area) and not any(key in now.moved or key in now.glide for key in bond.members):
                chosen = bool(selected) and any(edge.id in selected for edge in drawing.edges(bond.key))
                hot = chosen or bond.key in warm or now.hover == Hit("share", bond.key)
                paint_bond(painter, theme, bond, zoom, hot)

    def _links(
        self,
        painter: QPainter,
        theme: Theme,
        area: Box,
        zoom: float,
        now: CanvasState,
        selected: frozenset[int],
        frames: list[tuple[Note, Box]],
    ) -> None:
        """The links in sight; those of the selection and under the pointer are hot."""
        drawing, hot = self._drawing, _hot_nodes(now, selected)
        plain = zoom < DETAIL["full"] and not now.glide
        if plain:
            self._far.links(painter, theme, area, zoom, now, far=zoom < DETAIL["name"])
        if zoom < DETAIL["name"]:
            self._far.hot(painter, theme, self._hot_links(now, selected, hot), now)
            return
        insert, hovered = now.insert_into, now.hover.id if now.hover.part == "link" else 0
        for key in drawing.wires.boxes.near(area):
            if key == now.hidden_link:
                continue
            wire = _moved_wire(drawing, drawing.wires[key], now)
            if key in now.doomed:
                wire = replace(wire, state="wrong")
            warm = wire.source in hot or wire.target in hot or key in (insert, hovered)
            chosen = key in selected
            if plain and not warm and not chosen and wire.state == "fine":
                paint_wire_end(painter, theme, wire, zoom, drawing.free)
            else:
                label = label_box(wire, drawing.free, zoom) if frames else None
                over = theme if label is None else theme_over(theme, frames, label)
                paint_wire(painter, over, wire, zoom, drawing.free, warm, chosen, self._sprites)

    def _hot_links(self, now: CanvasState, selected: frozenset[int], hot: frozenset[int]) -> list[Link]:
        """The links to be shown strongly from afar."""
        design = self._drawing.design
        found = [link for key in hot if key in self._drawing.boxes for link in design.links_out(key)]
        found += [link for key in hot if key in self._drawing.boxes for link in design.links_in(key)]
        if len(selected) <= _FEW:
            found += [link for key in selected if (link := design.get(Link, key)) is not None]
        return [link for link in found if link.id in self._drawing.wires]

    def _cards(
        self,
        painter: QPainter,
        theme: Theme,
        area: Box,
        zoom: float,
        now: CanvasState,
        selected: frozenset[int],
        focus: int | None,
    ) -> None:
        """Cards, and blocks with what they hold; from afar these alone, and the focus. What moves comes last."""
        drawing = self._drawing
        if zoom < DETAIL["name"]:
            keys = [key for key in drawing.frames if drawing.boxes[key].meets(area)]
            if now.keyboard and focus is not None and focus in drawing.boxes and focus not in drawing.frames:
                keys.append(focus)
        else:
            keys = sorted(self._near(drawing.boxes.near(area), now))
            if now.moved:
                there = drawing.boxes.near(area.moved(-now.offset.x, -now.offset.y))
                keys = [key for key in keys if key not in now.moved] + sorted(now.moved.intersection(there))
        body = paint_body if self._sprites is None else self._sprites.body
        for key in keys:
            card, frame, box = drawing.cards[key], drawing.frames.get(key), drawing.boxes[key].moved(*now.shift(key))
            state = _state(now, key, selected, focus)
            if frame is None:
                paint_card(painter, theme, card, box, zoom, state, body)
            else:
                self._frame(painter, theme, key, frame, box, area, zoom, state, now)

    def _frame(
        self,
        painter: QPainter,
        theme: Theme,
        key: int,
        frame: Frame,
        box: Box,
        area: Box,
        zoom: float,
        state: CardState,
        now: CanvasState,
    ) -> None:
        """A block with what it holds."""
        heat = None if now.heat is None else now.heat.within(frame.drawing.sight.place)
        seen = area.moved(frame.box.left - box.left, frame.box.top - box.top)
        within = Box(*frame.inner(seen.left, seen.top), *frame.inner(seen.right, seen.bottom))
        inner = self._inner(key, frame)
        paint_frame(
            painter,
            theme,
            self._drawing.cards[key],
            frame,
            box,
            zoom,
            state,
            lambda: inner.paint(
                painter, theme, within, zoom * frame.scale, CanvasState(heat=heat, answers=now.answers, found=now.found)
            ),
        )

    def _near(self, keys: list[int], now: CanvasState) -> list[int]:
        """Keys found by their places, with those that are on their way from elsewhere."""
        return keys if not now.glide else list({*keys, *(key for key in now.glide if key in self._drawing.boxes)})


def paint_drawing(
    painter: QPainter,
    theme: Theme,
    drawing: Drawing,
    area: Box,
    zoom: float,
    state: CanvasState | None = None,
    *,
    names: bool = True,
) -> None:
    """The part of a drawing in an area as vectors, at a level of detail that suits the zoom.

    From afar the names of blocks are written above them, unless the picture is too small for `names`.
    """
    DrawingPainter(drawing, names=names).paint(painter, theme, area, zoom, state or CanvasState())


_FEW: Final = 400


def _state(now: CanvasState, key: int, selected: frozenset[int], focus: int | None) -> CardState:
    hovered = now.hover.id == key and now.hover.part in ("node", "input", "output", "handle")
    return CardState(
        selected=key in selected,
        hovered=hovered,
        focused=now.keyboard and key == focus,
        dragged=key in now.moved,
        refusing=key in now.refusing,
        reason=now.refusing.get(key, ""),
        offered=now.offered.get(key),
        handle=hovered and now.link is None and not now.moved,
        heat="" if now.heat is None else now.heat.colour(key),
        cold=now.heat is not None and now.heat.is_zero(key),
    )


def _hot_nodes(now: CanvasState, selected: frozenset[int]) -> frozenset[int]:
    """Whose links are shown strongly: of what is selected, save where that is a great deal, and under the pointer."""
    some = selected if len(selected) <= _FEW else frozenset()
    return some | {now.hover.id} if now.hover.part == "node" else some


def _moved_wire(drawing: Drawing, wire: Wire, now: CanvasState) -> Wire:
    """A link whose ends are under the hand or on their way follows them."""
    a, b = now.shift(wire.source), now.shift(wire.target)
    if a == NOWHERE and b == NOWHERE:
        return wire
    start, end = wire.points[0], wire.points[-1]
    if a == b:
        points = tuple(Point(point.x + a.x, point.y + a.y) for point in wire.points)
    else:
        find = route_down if drawing.down else route
        points = find(
            Point(start.x + a.x, start.y + a.y),
            Point(end.x + b.x, end.y + b.y),
            drawing.boxes[wire.source].moved(*a),
            drawing.boxes[wire.target].moved(*b),
            lambda _: False,
        )
    return Wire(wire.id, wire.source, wire.target, points, wire.label, wire.state)
