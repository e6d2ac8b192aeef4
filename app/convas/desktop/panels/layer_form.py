"""The settings of one layer, or what several of one kind have in common, as a form made from the kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from convas.analysis.binding import BAD, split
from convas.design.records import Node
from convas.desktop.document import Document
from convas.desktop.panels.trouble import Cure
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import button, column, label
from convas.desktop.widgets.editors import field_for
from convas.desktop.widgets.fields import NONE, Field, Formulas
from convas.edits.arguments import assign_carrying, wanted
from convas.edits.bindings import assign
from convas.edits.edit import Refused
from convas.layers.activations import ONLY
from convas.layers.forms import Setting
from convas.layers.layer import Layer, settings_of
from convas.layers.validation import plain

_LEAST, _MOST, _FOLD = 84, 100, 230
"""How wide titles are, and the words on the fold, at the look's font size."""


class LayerForm(QWidget):
    """One row a setting; rare ones are folded away. What does not hold is refused beside its field."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._kind: type[Layer] | None = None
        self.settings: list[Setting] = []
        self._ids: list[int] = []
        self._rows: dict[str, _Row] = {}
        self._usual, self._rare = QGridLayout(), QGridLayout()
        for grid in (self._usual, self._rare):
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(8)
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(1, 1)
        self.more = QWidget()
        self.more.setLayout(self._rare)
        self.more.hide()
        self.fold = button("", self._toggle, "fold")
        self.setLayout(column(self._usual, self.fold, self.more, gap=6))
        look.changed.connect(self._told_fold)

    def show_nodes(self, ids: list[int]) -> None:
        """Show the settings of nodes of one kind."""
        design, sight = self._document.design, self._document.sight
        layers = [sight.layer(key) for key in ids]
        kind, convention = type(layers[0]), design.header.convention
        shown = offered(kind, convention, layers)
        if kind is not self._kind or shown != self.settings:
            self._build(kind, shown)
        elif ids != self._ids:
            for row in self._rows.values():
                row.refuse("")
        self._ids = ids
        bound = [formulas_of(design.node(key)) for key in ids]
        broken = {problem.setting for key in ids for problem in sight.problems(key) if problem.summary == BAD}
        for name, row in self._rows.items():
            values = [(getattr(layer, name), known.get(name, NONE)) for layer, known in zip(layers, bound, strict=True)]
            value, formulas = values[0] if all(value == values[0] for value in values) else (_MIXED, NONE)
            row.show_value(value, formulas, name in broken)

    def focus_first(self) -> None:
        """Go to the first field."""
        for row in self._rows.values():
            row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return

    def focus_on(self, name: str) -> None:
        """Go to a setting's field, unfolding it if need be."""
        row = self._rows.get(name)
        if row is not None:
            if row.setting.rare:
                self.more.show()
                self._told_fold()
            row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def row(self, name: str) -> _Row | None:
        """The row of a setting, where it is shown."""
        return self._rows.get(name)

    def field(self, name: str) -> Field:
        """The field of a setting."""
        return self._rows[name].field

    def trouble(self, name: str) -> str:
        """What is said beside a setting's field."""
        return self._rows[name].trouble.text()

    def _build(self, kind: type[Layer], shown: list[Setting]) -> None:
        self._kind, self.settings = kind, shown
        for row in self._rows.values():
            row.remove()
        self._rows = {}
        for setting in shown:
            self._rows[setting.name] = _Row(setting, self._rare if setting.rare else self._usual, self)
        self._line_up()
        self.fold.setVisible(any(row.setting.rare for row in self._rows.values()))
        self._told_fold()

    def _line_up(self) -> None:
        """Let all fields begin at one place; titles that are too long for it take two lines."""
        widest = max((row.label.sizeHint().width() for row in self._rows.values()), default=0)
        room = min(max(widest, fonts.px(_LEAST)), fonts.px(_MOST))
        for row in self._rows.values():
            row.label.setFixedWidth(room)
            row.label.setWordWrap(True)

    def offer(self, name: str, value: Any) -> None:
        """A value was entered: take it, or say why not; the last good one stays in the design."""
        row = self._rows[name]
        ids = [key for key in self._ids if key in self._document.design.records]
        if not ids:
            return
        try:
            edit = assign(self._document.design, ids, {name: value}, merge=f"set {name} {ids}")
        except Refused as refusal:
            outside = wanted(self._document.design, self._document.scope, value)
            cure = f"Make {outside} an argument" if outside else ""
            row.refuse(str(refusal), cure, partial(self._carry, name, value, outside))
            return
        row.refuse("")
        self._document.apply(edit)

    def _carry(self, name: str, value: Any, outside: str) -> None:
        """Make a variable an argument of the block around, so that what was typed holds."""
        row = self._rows[name]
        try:
            edit = assign_carrying(self._document.design, self._ids, {name: value}, outside)
        except Refused as refusal:
            row.refuse(str(refusal))
            return
        row.refuse("")
        self._document.apply(edit)
        self._document.session.seal()

    def finish(self, name: str) -> None:
        """The user left a field: a refused value gives way to the one that holds."""
        self._document.session.seal()
        row = self._rows.get(name)
        there = all(key in self._document.design.records for key in self._ids)
        if there and row is not None and not row.trouble.isHidden() and not row.field.hasFocus():
            self.show_nodes(self._ids)

    def _toggle(self) -> None:
        self.more.setVisible(self.more.isHidden())
        self._told_fold()

    def _told_fold(self) -> None:
        self.fold.setText(_folded([row.setting.title for row in self._rows.values() if row.setting.rare]))
        self.fold.setIcon(icons.icon("right" if self.more.isHidden() else "down", look.theme))


def offered(kind: type[Layer], convention: str, layers: list[Layer]) -> list[Setting]:
    """The settings that the convention has, with its choices; what only the other has where it is in use."""
    found = []
    for name, setting in settings_of(kind).items():
        used = {getattr(layer, name) for layer in layers}
        foreign = setting.only and setting.only != convention
        if foreign and used == {getattr(plain(kind), name)}:
            continue
        options = tuple(o for o in setting.form.options if ONLY.get(o, convention) == convention or o in used)
        found.append(setting if options == setting.form.options else setting.offering(options))
    return found


def _folded(titles: list[str]) -> str:
    """What is folded away: as many titles as there is room for."""
    words = [titles[0], *(title[:1].lower() + title[1:] for title in titles[1:])] if titles else []
    for number in range(len(words), 1, -1):
        shown = ", ".join(words[:number]) + (" and more" if number < len(words) else "")
        if fonts.metrics("body").horizontalAdvance(shown) <= fonts.px(_FOLD):
            return shown
    return words[0] + (" and more" if len(words) > 1 else "") if words else ""


def formulas_of(node: Node) -> dict[str, dict[str, str]]:
    """The formulas of a node by setting, and by the place in it."""
    found: dict[str, dict[str, str]] = {}
    for field, formula in node.bindings:
        name = split(field)[0]
        found.setdefault(name, {})[field[len(name) :]] = formula
    return found


class _Mixed:
    """Stands for settings that differ between the selected layers."""


_MIXED = _Mixed()


class _Row:
    """A setting's label, field and the place for what is wrong with it."""

    def __init__(self, setting: Setting, grid: QGridLayout, form: LayerForm) -> None:
        self.setting = setting
        self.field = field_for(setting)
        self.field.setAccessibleName(setting.title)
        self.label: QLabel = label(setting.title, "quiet")
        self.label.setToolTip(setting.description)
        self.field.setToolTip(setting.description)
        self.trouble = label("", "trouble", wraps=True)
        self.trouble.hide()
        self.cure = Cure()
        row = grid.rowCount()
        grid.addWidget(self.label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.label.setMinimumHeight(28)
        grid.addWidget(self.field, row, 1)
        grid.addWidget(self.trouble, row + 1, 1)
        grid.addWidget(self.cure, row + 2, 0, 1, 2)
        self.field.offered.connect(lambda value: form.offer(setting.name, value))
        self.field.finished.connect(lambda: form.finish(setting.name))

    def show_value(self, value: Any, formulas: Formulas, broken: bool) -> None:
        if isinstance(value, _Mixed):
            self.label.setText(f"{self.setting.title} (differ)")
            return
        self.label.setText(self.setting.title)
        if self.trouble.isHidden():
            unknown = broken and formulas and self.setting.form.kind in ("number", "decimal")
            self.field.set_value(None if unknown else value, formulas)
            self.field.set_wrong(broken)

    def refuse(self, why: str, cure: str = "", done: Callable[[], object] | None = None) -> None:
        self.cure.offer(cure, done)
        self.trouble.setText(why)
        self.trouble.setVisible(bool(why))
        self.field.set_wrong(bool(why))

    def remove(self) -> None:
        for widget in (self.label, self.field, self.trouble, self.cure):
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
