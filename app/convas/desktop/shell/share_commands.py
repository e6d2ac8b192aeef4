"""Sharing by command: whole layers, single weights, and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convas.analysis.fitting import Fit, fitting, why_not
from convas.analysis.report import row
from convas.design.records import TOP, Node
from convas.design.sharing import same_kind, whole_members
from convas.desktop.canvas.geometry import Point
from convas.desktop.panels.share_menu import Offer, ShareMenu
from convas.edits.shares import share, share_places, unshare
from convas.values import text
from convas.values.size import value_of

if TYPE_CHECKING:
    from convas.desktop.shell.window import Window

SINGLE = "Share single weights…"
_BELOW = 14


class ShareCommands:
    """Does what the menu, the keys and the share handle ask for."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._document = window.document
        self.menu = ShareMenu(window)
        self.menu.chosen.connect(self._take)
        window.canvas.sharing.connect(self.ask)

    def share(self) -> None:
        """Make the selected layers one layer, with the settings of the first in execution order."""
        ids = self._chosen()
        if len(ids) < 2:
            self._document.refused.emit("Select two or more layers of one kind to share their weights.")
            return
        design = self._document.design
        with self._document.session.together(f"Share {text.many(len(ids), 'layer')}"):
            shared = [self._document.attempt(partial(share, design, ids[0], other)) for other in ids[1:]]
        if any(shared):
            self._say_shared(ids)

    def unshare(self) -> None:
        for key in self._chosen():
            if key in self._document.design.shares:
                self._document.attempt(partial(unshare, self._document.design, key))

    def share_single(self) -> None:
        """Let the weights be chosen that two selected layers shall share."""
        ids = self._chosen()
        if len(ids) != 2:
            self._document.refused.emit("Select two layers to share single weights of them.")
            return
        self._window.canvas.show_node(ids[1])
        self.ask(*ids)

    def ask(self, first: int, second: int) -> None:
        """Open the menu of what fits at the second node's card, or say why nothing does."""
        design, sight, canvas = self._document.design, self._document.sight, self._window.canvas
        offers = [Offer(fit.told, self._saves(fit), fit) for fit in fitting(design, sight, first, second)]
        offers = [*self._all_weights(first, second), *offers]
        if not offers:
            self._document.refused.emit(why_not(design, sight, first, second))
            return
        names = [design.node(key).name for key in (first, second)]
        box = canvas.drawing.boxes[second]
        at = canvas.place_on_screen(Point(box.left, box.bottom + _BELOW))
        self.menu.ask((first, second), f"Share {names[0]} with {names[1]}", offers, at)

    def _all_weights(self, first: int, second: int) -> list[Offer]:
        """The line that makes both one layer, where they can be."""
        design = self._document.design
        a, b = design.node(first), design.node(second)
        if not same_kind(a.layer, b.layer) or second in whole_members(design, first):
            return []
        if (a.layer, a.bindings) == (b.layer, b.bindings):
            alone = row(design, self._document.sight, second).parameters
            return [Offer("All weights", "" if alone is None else f"saves {text.count(alone)}", None)]
        return [Offer(f"All weights, with the settings of {a.name}", "one layer", None)]

    def _saves(self, fit: Fit) -> str:
        if value_of(fit.saves) == 0:
            return "state"
        every = " at every use" if self._document.scope != TOP else ""
        return f"saves {text.count(fit.saves)}{every}"

    def _take(self, first: int, second: int, fit: Fit | None) -> None:
        design = self._document.design
        if fit is None:
            if self._document.attempt(partial(share, design, first, second)):
                self._say_shared([first, second])
        else:
            ends = fit.first.path, fit.first.weight, fit.second.path, fit.second.weight
            done = self._document.attempt(partial(share_places, design, *ends, transposed=fit.transposed))
            sight = self._document.sight
            group = sight.groups.get(sight.group_of.get(first, -1))
            if done and group is not None and group.problem is None:
                names = [_owned(design.node(key), fit, side) for side, key in enumerate((first, second))]
                self._say(f"{text.listed(names)} are one now, counted once.")
        self._window.canvas.setFocus()

    def _say_shared(self, ids: list[int]) -> None:
        design, sight = self._document.design, self._document.sight
        group = sight.groups.get(sight.group_of.get(ids[0], -1))
        if group is None or group.problem is not None:
            return
        names = [design.node(key).name for key in ids]
        count = text.count(row(design, sight, ids[0]).alone)
        self._say(f"{text.listed(names)} now share {count} parameters, counted once at {names[0]}.")

    def _say(self, words: str) -> None:
        self._window.floats.toast.say(words, undo=True)

    def _chosen(self) -> list[int]:
        """The selected nodes in execution order."""
        ids, design = self._document.selection.ids, self._document.design
        return [key for key in self._document.sight.ordered() if key in ids and design.get(Node, key) is not None]


def _owned(node: Node, fit: Fit, side: int) -> str:
    """`embedding's table`, or an array inside a block by its path."""
    long = len((fit.first, fit.second)[side].path) > 1
    return fit.names[side] if long else f"{node.name}'s {fit.names[side]}"
