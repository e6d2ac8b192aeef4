"""Hands: which gesture a press begins, by what is under it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from convas.design.records import Link
from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.hits import Hit
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Stage
from convas.desktop.canvas.tools.link import LinkGesture
from convas.desktop.canvas.tools.marquee import MarqueeGesture
from convas.desktop.canvas.tools.move import MoveGesture
from convas.desktop.canvas.tools.resize import ResizeGesture
from convas.desktop.canvas.tools.share import ShareGesture

_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


def gesture_for(canvas: Stage, hit: Hit, at: Point, modifiers: Modifiers) -> Gesture:
    """The gesture of a left press; what the press itself selects is selected."""
    selection = canvas.document.selection
    match hit.part:
        case "handle":
            return ShareGesture(canvas, at, hit.id)
        case "output":
            return _from_output(canvas, hit, at)
        case "input":
            return _from_input(canvas, hit, at)
        case "node" | "note":
            return _grab(canvas, hit.id, at, modifiers)
        case "grip":
            return ResizeGesture(canvas, at, hit.id, hit.port)
        case "link":
            selection.toggle(hit.id) if modifiers & _ADDING else selection.set([hit.id])
            return Gesture(canvas, at)
        case "share":
            selection.set(edge.id for edge in canvas.drawing.edges(hit.id))
            return Gesture(canvas, at)
        case _:
            return MarqueeGesture(canvas, at)


def _from_output(canvas: Stage, hit: Hit, at: Point) -> Gesture:
    """An output begins a new link; where one of its links is selected, that link's beginning is led elsewhere."""
    design, chosen = canvas.document.design, canvas.document.selection.ids
    ours = [link for link in design.links_out(hit.id) if link.output == hit.port and link.id in chosen]
    if len(ours) == 1:
        return LinkGesture(canvas, at, ours[0].target, "input", ours[0].input, loose=ours[0])
    return LinkGesture(canvas, at, hit.id, "output", hit.port)


def _from_input(canvas: Stage, hit: Hit, at: Point) -> Gesture:
    """A linked input gives its link away to be led elsewhere; a free one begins a link backwards."""
    design = canvas.document.design
    link: Link | None = design.inbound.get(hit.id, {}).get(hit.port)
    if link is None:
        return LinkGesture(canvas, at, hit.id, "input", hit.port)
    return LinkGesture(canvas, at, link.source, "output", link.output, loose=link)


def _grab(canvas: Stage, key: int, at: Point, modifiers: Modifiers) -> Gesture:
    """Select on press where that helps the drag, and on release where the drag did not happen."""
    selection = canvas.document.selection
    if modifiers & _ADDING:
        if key in selection.ids:
            return MoveGesture(canvas, at, key, partial(selection.toggle, key))
        selection.set(selection.ids | {key}, key)
        return MoveGesture(canvas, at, key, lambda: None)
    if key not in selection.ids:
        selection.set([key], key)
        return MoveGesture(canvas, at, key, lambda: None)
    return MoveGesture(canvas, at, key, partial(selection.set, [key], key))
