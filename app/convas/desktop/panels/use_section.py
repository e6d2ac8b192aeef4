"""What the inspector says of uses of a block beside their settings: the block itself, and what it is given."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from convas.analysis.binding import ARGUMENT
from convas.design.records import Argument, Block, Node
from convas.desktop.document import Document
from convas.desktop.panels.name_edit import NameEdit
from convas.desktop.panels.trouble import Trouble
from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import between, button, clear, column, label, line, tool
from convas.desktop.widgets.fields import NumberField
from convas.edits.arguments import give_carrying, wanted
from convas.edits.blocks import give, rename_block
from convas.edits.edit import Edit, Refused
from convas.layers.forms import Form
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.values import text

_LEAST, _MOST = 48, 100
"""How wide names are, at the look's font size."""


class UseSection(QWidget):
    """The block that the selected nodes stand for, and the arguments that they give it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._ids: list[int] = []
        self.block = 0
        self.open = button("Open", self._open, "quiet", "open")
        self.open.setToolTip("See what is inside this block")
        self.name = NameEdit(document, "Name of the block", self._renaming, "small")
        self.name.edit.setMinimumHeight(28)
        self.about = label("", "small", wraps=True)
        self.arguments = GivenForm(document)
        self.arguments_head = label("ARGUMENTS", "section")
        self.setLayout(
            column(
                column(line(label("BLOCK", "section"), between(), self.open), self.name, self.about, gap=4),
                column(self.arguments_head, self.arguments, gap=8),
                gap=12,
            )
        )

    def show_uses(self, ids: list[int]) -> bool:
        """Show nodes; False, and hidden, where they are not all uses of one block."""
        block = block_of(self._document, ids)
        self.setVisible(block is not None)
        if block is None:
            self._ids, self.block = [], 0
            return False
        design = self._document.design
        self.name.show_name(block.name, again=block.id == self.block and ids == self._ids)
        self._ids, self.block = ids, block.id
        ends = (BlockInput, BlockOutput)
        layers = sum(not isinstance(node.layer, ends) for node in design.nodes(block.id))
        times = len(design.uses.get(block.id, ()))
        used = "once" if times == 1 else text.many(times, "time")
        self.about.setText(f"{text.many(layers, 'layer')} · used {used}")
        self.open.setVisible(len(ids) == 1)
        self.arguments_head.setVisible(bool(block.arguments))
        self.arguments.show_uses(ids, block)
        return True

    def _open(self) -> None:
        if len(self._ids) == 1:
            self._document.place.open(self._ids[0])

    def _renaming(self, name: str) -> Edit:
        return rename_block(self._document.design, self.block, name)


class GivenForm(QWidget):
    """One row for each argument of a block: what uses give it, or what it has by itself."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._ids: list[int] = []
        self._block = 0
        self.rows: dict[str, _Row] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.setLayout(column(self._grid))

    def show_uses(self, ids: list[int], block: Block) -> None:
        """Show what uses of the block give it."""
        names = [argument.name for argument in block.arguments]
        if block.id != self._block or names != list(self.rows):
            self._build(block.id, block.arguments)
        elif ids != self._ids:
            for row in self.rows.values():
                row.refuse("")
        self._ids = ids
        self.setVisible(bool(names))
        design, sight = self._document.design, self._document.sight
        broken = {problem.setting for key in ids for problem in sight.problems(key) if not problem.place}
        for argument in block.arguments:
            field = f"{ARGUMENT}{argument.name}"
            told = [
                (_given(sight.layer(key), argument.name), dict(design.node(key).bindings).get(field, "")) for key in ids
            ]
            same = all(one == told[0] for one in told)
            self.rows[argument.name].show_value(argument, *told[0], same=same, broken=field in broken)

    def offer(self, name: str, value: Any) -> None:
        """A value was entered: give it, or say why not; nothing typed is the block's own."""
        if not self._there():
            return
        design, row = self._document.design, self.rows[name]
        try:
            edit = give(design, self._ids, {name: value}, merge=f"give {name} {self._ids}")
        except Refused as refusal:
            outside = wanted(design, self._document.scope, value)
            words = f"Make {outside} an argument" if outside else ""
            row.refuse(str(refusal), words, partial(self._carry, name, value, outside))
            return
        row.refuse("")
        self._document.apply(edit)

    def back(self, name: str) -> None:
        """Give an argument nothing, so that it is what the block has by itself."""
        if self._there():
            self.rows[name].refuse("")
            self.rows[name].field.edit.clear()
            self._document.session.seal()
            self._document.attempt(lambda: give(self._document.design, self._ids, {name: None}))

    def _carry(self, name: str, value: Any, outside: str) -> None:
        try:
            edit = give_carrying(self._document.design, self._ids, {name: value}, outside)
        except Refused as refusal:
            self.rows[name].refuse(str(refusal))
            return
        self.rows[name].refuse("")
        self._document.apply(edit)

    def focus_on(self, name: str) -> None:
        """Go to an argument's field."""
        if name in self.rows:
            self.rows[name].field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        self._document.session.seal()

    def _there(self) -> bool:
        return bool(self._ids) and all(key in self._document.design.records for key in self._ids)

    def _build(self, block: int, arguments: tuple[Argument, ...]) -> None:
        clear(self._grid)
        self._block = block
        self.rows = {
            argument.name: _Row(argument.name, index, self._grid, self) for index, argument in enumerate(arguments)
        }
        widest = max((row.label.sizeHint().width() for row in self.rows.values()), default=0)
        for row in self.rows.values():
            row.label.setFixedWidth(min(max(widest, fonts.px(_LEAST)), fonts.px(_MOST)))


class GivenField(NumberField):
    """A number or a formula; empty, it shows what the block has by itself."""

    def __init__(self) -> None:
        super().__init__(Form("number", optional=True))
        self.own = 0

    def show_own(self, own: int) -> None:
        self.own = own
        self.edit.setPlaceholderText(f"{text.count(own)} by default")

    def step(self, by: int) -> None:
        if not self.edit.text().strip():
            self.edit.setText(str(self.own))
        super().step(by)


class _Row:
    """An argument's name, its field, the way back, and the place for what is wrong."""

    def __init__(self, name: str, index: int, grid: QGridLayout, form: GivenForm) -> None:
        self.name = name
        self.label = label(name, "quiet")
        self.label.setMinimumHeight(28)
        self.label.setWordWrap(True)
        self.label.setToolTip(name)
        self.field = GivenField()
        self.field.setAccessibleName(name)
        self.back = tool("undo", "Back to the block's own", partial(form.back, name))
        self.trouble = Trouble()
        grid.addWidget(self.label, 2 * index, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.field, 2 * index, 1)
        grid.addWidget(self.back, 2 * index, 2)
        grid.addWidget(self.trouble, 2 * index + 1, 0, 1, 3)
        self.field.offered.connect(partial(form.offer, name))
        self.field.finished.connect(form.finish)

    def show_value(self, argument: Argument, value: int | None, formula: str, *, same: bool, broken: bool) -> None:
        shown = fonts.metrics("body").elidedText(self.name, Qt.TextElideMode.ElideRight, self.label.width())
        self.label.setText(shown if same else f"{shown} (differ)")
        self.field.show_own(argument.value)
        self.back.setToolTip(f"Back to the block's own, {text.count(argument.value)}")
        self.back.setEnabled(not same or value is not None or bool(formula))
        if not self.trouble.isHidden():
            return
        if same:
            self.field.set_value(None if broken else value, {"": formula} if formula else {})
        else:
            self.field.set_value(None)
            self.field.edit.setPlaceholderText("")
        self.field.set_wrong(broken)

    def refuse(self, why: str, cure: str = "", done: Any = None) -> None:
        self.trouble.say(why, cure, done)
        self.field.set_wrong(bool(why))


def block_of(document: Document, ids: list[int]) -> Block | None:
    """The block that all these nodes stand for."""
    layers = [node.layer for key in ids if (node := document.design.get(Node, key)) is not None]
    found = {layer.block for layer in layers if isinstance(layer, Use)}
    uses = bool(layers) and all(isinstance(layer, Use) for layer in layers)
    return document.design.get(Block, found.pop()) if uses and len(found) == 1 else None


def _given(layer: object, name: str) -> int | None:
    """What a use gives for an argument; None for what the block has by itself."""
    return dict(layer.arguments).get(name) if isinstance(layer, Use) else None
