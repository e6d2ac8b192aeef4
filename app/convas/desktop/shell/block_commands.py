"""Commands of blocks: make, open, leave, look inside, dissolve, peel, and the inputs and outputs inside one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convas.design.delta import Delta
from convas.design.records import TOP, Node
from convas.edits.blocks import dissolve, make_block, peel
from convas.edits.edit import Edit
from convas.layers.layer import Layer
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.values import text

if TYPE_CHECKING:
    from convas.desktop.shell.window import Window

MAKE, DISSOLVE, OPEN, LEAVE = "Make a block", "Dissolve the block", "Open the block", "Leave the block"
LOOK, PEEL = "Look inside here", "Peel off a repetition"
KEEP = "Save the block to my library…"
PORTS: tuple[tuple[str, type[Layer]], ...] = (("Block input", BlockInput), ("Block output", BlockOutput))


class BlockCommands:
    """What can be done with blocks, on the selection of the drawing that is open."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._document = window.document

    def make(self) -> None:
        """Put the selection into a block; its use stands in its place and is selected."""
        made: list[int] = []

        def plan() -> Edit:
            edit, use = make_block(self._document.design, self._document.selection.ids)
            made.append(use.id)
            return edit

        number = len(self._nodes())
        if self._document.attempt(plan):
            self._document.selection.set(made)
            self._window.canvas.setFocus()
            name = self._document.design.node(made[0]).name
            self._window.floats.toast.say(
                f"{name} holds {text.many(number, 'layer')}. Double-click opens it, F2 renames it.", undo=True
            )

    def dissolve(self) -> None:
        """Put the layers of the selected blocks in their place, and select them."""
        design, document = self._document.design, self._document
        before = len(document.session.done)
        uses = self._uses()
        with document.session.together(f"Dissolve {text.many(len(uses), 'block')}"):
            for use in uses:
                document.attempt(partial(dissolve, design, use.id))
        if len(document.session.done) > before:
            document.selection.set(_added(document.session.done[-1].delta, document.scope))

    def open(self) -> None:
        """Open the block that the selected layer stands for."""
        uses = self._uses()
        if len(uses) == 1:
            self._window.visits.leave()
            self._document.place.open(uses[0].id)

    def leave(self) -> None:
        """Go to the drawing around this one; the block that was open is selected there."""
        path = self._document.place.path
        if path:
            self._document.go_to_place(path[:-1])

    def look_inside(self) -> None:
        """Show what the selected blocks hold where they stand, or fold them again."""
        self._window.canvas.look_inside([use.id for use in self._uses()])

    def peel(self) -> None:
        """Make the repetition that is open, or the last one of the selected block, a block of its own."""
        document, path = self._document, self._document.place.path
        uses = self._uses()
        if uses:
            use, layer = uses[0], document.sight.layer(uses[0].id)
            repetition = layer.repeat - 1 if isinstance(layer, Use) else 0
        elif path:
            use, repetition = document.design.node(path[-2]), path[-1]
        else:
            return
        if not document.attempt(lambda: peel(document.design, use.id, repetition)):
            return
        made = _added(document.session.done[-1].delta, use.scope)
        if not uses:
            document.place.leave()
        document.selection.set(made)

    def add_port(self, kind: type[Layer]) -> None:
        """Add an input or an output to the block that is open."""
        self._window.commands.add_layer(kind())

    def enable(self) -> None:
        """Switch on what can be done now."""
        actions, uses, path = self._window.actions_, self._uses(), self._document.place.path
        actions.enable(bool(self._nodes()), MAKE)
        actions.enable(bool(uses), DISSOLVE, LOOK)
        actions.enable(len(uses) == 1, OPEN)
        actions.enable(bool(path), LEAVE, *(name for name, _ in PORTS))
        actions.enable(len(uses) == 1 or bool(path and not uses), PEEL)

    def menu(self) -> list[str]:
        """What the menu of the selection has about blocks."""
        return ["-", OPEN, LOOK, DISSOLVE, PEEL, KEEP] if self._uses() else ["-", MAKE]

    def _nodes(self) -> list[Node]:
        return self._document.chosen(Node)

    def _uses(self) -> list[Node]:
        return [node for node in self._nodes() if isinstance(node.layer, Use)]


def _added(delta: Delta, scope: int = TOP) -> list[int]:
    """The nodes that a change put into a drawing."""
    return [
        key
        for key, change in delta.changes.items()
        if isinstance(change.after, Node) and change.after.scope == scope and change.before is None
    ]
