"""The menu for what is under the pointer: a layer, a link, a share, or the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from convas.desktop.canvas.hits import Hit
from convas.desktop.shell.block_commands import LEAVE, PEEL, PORTS
from convas.desktop.shell.note_commands import COLOURS, FIT, FRAME, NOTE, WRITE
from convas.desktop.shell.share_commands import SINGLE

if TYPE_CHECKING:
    from convas.desktop.shell.window import Window


def context_menu(window: Window, hit: Hit) -> QMenu:
    """What can be done there; what is under the pointer is selected."""
    menu = QMenu(window)
    for name in _names(window, hit):
        menu.addSeparator() if name == "-" else menu.addAction(window.actions_[name])
    return menu


def _names(window: Window, hit: Hit) -> list[str]:
    document = window.document
    if hit.part in ("node", "input", "output", "handle"):
        if hit.id not in document.selection.ids:
            document.selection.set([hit.id])
        names = ["Rename", "Edit settings", "-", "Cut", "Copy", "Duplicate", "-"]
        names += ["Freeze or unfreeze", "Bypass or use again", "-", "Share the weights", SINGLE, "Unshare"]
        return [*names, *window.commands.blocks.menu(), "-", "Arrange the selection", "Delete"]
    if hit.part in ("note", "grip"):
        if hit.id not in document.selection.ids:
            document.selection.set([hit.id])
        return [WRITE, FIT, "-", "Cut", "Copy", "Duplicate", "-", *COLOURS, "-", "Delete"]
    if hit.part in ("link", "share"):
        edges = [hit.id] if hit.part == "link" else [edge.id for edge in window.canvas.drawing.edges(hit.id)]
        document.selection.set(edges)
        return ["Delete"]
    names = ["Type a layer here", NOTE, FRAME, "Paste", "Select all", "-", "Arrange all", "Show all"]
    return names + (["-", LEAVE, PEEL, *(name for name, _ in PORTS)] if document.place.path else [])
