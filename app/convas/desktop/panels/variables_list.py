"""The variables in the inspector: each with its number or formula, a slider, and what uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from convas.design.design import Design
from convas.design.records import Variable
from convas.desktop.document import Document
from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import between, button, column, label, line, tool
from convas.desktop.widgets.fields import NumberField
from convas.desktop.widgets.slider import Slider
from convas.edits import variables
from convas.edits.edit import Edit, Refused
from convas.layers.forms import Form
from convas.values import text
from convas.values.formula import needs
from convas.values.size import LARGEST

_LEAST_RANGE = 16


class VariablesList(QWidget):
    """All variables of the design, in the order in which they were made."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.rows: dict[int, VariableRow] = {}
        self.current = 0
        self.head = label("VARIABLES", "section")
        self.more = tool("plus", "New variable (Ctrl+Alt+V)", self.add)
        self.hint = label(
            "A variable is a named number. Any number of a layer can be a formula of it, such as 4 * width.",
            "small",
            wraps=True,
        )
        self.first = button("New variable", self.add, "quiet", "plus")
        self._list = column(gap=14)
        begin = line(self.first, between())
        self.setLayout(column(line(self.head, between(), self.more), self._list, self.hint, begin, gap=8))
        document.replaced.connect(self._begin)

    def show_variables(self) -> None:
        """Show the variables as they stand now; rows that stay keep their widgets and the focus."""
        design = self._document.design
        there = {variable.id: variable for variable in design.all(Variable)}
        self._drop(key for key in [*self.rows] if key not in there)
        for index, (key, variable) in enumerate(there.items()):
            row = self.rows.get(key) or VariableRow(self._document, key, self)
            self.rows[key] = row
            if self._list.indexOf(row) != index:
                self._list.insertWidget(index, row)
            row.show_variable(variable)
        self.hint.setVisible(not there)
        self.first.setVisible(not there)
        self.more.setVisible(bool(there))

    def has_focus(self) -> bool:
        """Whether the user is at work here."""
        focus = self.focusWidget()
        return focus is not None and focus.hasFocus()

    def add(self) -> None:
        """A new variable; its name can be typed at once."""
        edit, variable = variables.add_variable(self._document.design)
        self._document.apply(edit)
        self._document.session.seal()
        self.show_variables()
        self.current = variable.id
        self.rename()

    def rename(self) -> None:
        row = self._chosen()
        if row is not None:
            row.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            row.name.selectAll()

    def delete(self) -> None:
        row = self._chosen()
        if row is not None:
            keys = list(self.rows)
            place = keys.index(row.key)
            near = keys[place + 1] if place + 1 < len(keys) else keys[place - 1]
            self._document.attempt(partial(variables.delete_variables, self._document.design, [row.key]))
            left = self.rows.get(near)
            (self.more if left is None else left.value).setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        """Another design was opened."""
        self._drop([*self.rows])
        self.current = 0

    def _drop(self, keys: Iterable[int]) -> None:
        for key in keys:
            row = self.rows.pop(key)
            row.hide()
            self._list.removeWidget(row)
            row.deleteLater()

    def _chosen(self) -> VariableRow | None:
        """The variable that is being worked on, or the first."""
        return self.rows.get(self.current) or next(iter(self.rows.values()), None)


class VariableRow(QWidget):
    """One variable: name, number or formula, slider with its ends, what uses it."""

    def __init__(self, document: Document, key: int, owner: VariablesList) -> None:
        super().__init__()
        self._document, self.key, self._owner = document, key, owner
        self.name = QLineEdit()
        self.name.setProperty("small", True)
        self.name.setFixedWidth(fonts.px(96))
        self.name.setMinimumHeight(28)
        self.value = NumberField(Form("number"))
        self.remove = tool("trash", "Delete the variable (Ctrl+Alt+D)", self._delete)
        self.slider = Slider()
        self.lowest, self.highest = self._end("Smallest"), self._end("Largest")
        self.highest.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.users = label("", "small", wraps=True)
        self.trouble = label("", "trouble", wraps=True)
        self.trouble.hide()
        self.track = QWidget()
        self.track.setLayout(line(self.lowest, self.slider, self.highest, gap=6))
        head = line(self.name, label("=", "quiet"), self.value, self.remove, gap=6)
        self.setLayout(column(head, self.trouble, self.track, self.users, gap=3))
        self.name.editingFinished.connect(self._rename)
        self.value.offered.connect(self._offer)
        self.value.finished.connect(self._finish)
        self.slider.moved.connect(self._slide)
        self.slider.held.connect(lambda _: document.session.seal())
        for part in (self.name, self.value.edit, self.slider, self.lowest, self.highest, self.remove):
            part.installEventFilter(self)

    def show_variable(self, variable: Variable) -> None:
        """Show it as it stands now."""
        env = self._document.session.analysis.environment
        now = env.values.get(variable.name)
        for widget, words in ((self.name, "Name of {}"), (self.value, "{}"), (self.slider, "Slider of {}")):
            widget.setAccessibleName(words.format(variable.name))
        if not (self.name.hasFocus() and self.name.isModified()):
            self.name.setText(variable.name)
            self.name.setCursorPosition(0)
        if self.trouble.isHidden() or not self._busy():
            self.value.set_value(now, {"": variable.formula} if variable.formula else {})
            self._refuse(env.faults.get(variable.name, ""))
        lowest, highest = ends(variable)
        self.slider.show_value(variable.value, lowest, highest)
        for edit, given, shown in (
            (self.lowest, variable.minimum, self.slider.lowest),
            (self.highest, variable.maximum, self.slider.highest),
        ):
            if not edit.hasFocus():
                edit.setText("" if given is None else text.count(given))
                edit.setPlaceholderText(text.short(shown))
        self.track.setVisible(not variable.formula)
        self.users.setText(used_by(self._document.design, variable.name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._owner.current = self.key
        return super().eventFilter(watched, event)

    def _end(self, what: str) -> QLineEdit:
        made = QLineEdit()
        made.setProperty("small", True)
        made.setFixedWidth(fonts.px(52))
        made.setAccessibleName(f"{what} number of the slider")
        made.setToolTip(f"{what} number of the slider")
        made.editingFinished.connect(self._range)
        return made

    def _busy(self) -> bool:
        return self.value.edit.hasFocus() or self.name.hasFocus() or self.lowest.hasFocus() or self.highest.hasFocus()

    def _offer(self, value: Any) -> None:
        if isinstance(value, int):
            self._attempt(lambda: variables.set_value(self._document.design, self.key, value, merge="typing"))
        elif not str(value).strip():
            self._refuse("A variable needs a number, or a formula of other variables.")
        else:
            self._attempt(lambda: variables.set_formula(self._document.design, self.key, str(value)))

    def _finish(self) -> None:
        self._document.session.seal()
        if not self.value.edit.hasFocus() and self._there():
            self._owner.show_variables()

    def _slide(self, value: int) -> None:
        self._attempt(lambda: variables.set_value(self._document.design, self.key, value, merge="slide"))

    def _rename(self) -> None:
        variable = self._there()
        if variable is None or self.name.text() == variable.name:
            return
        self.name.setModified(False)
        self._attempt(lambda: variables.rename_variable(self._document.design, self.key, self.name.text()))

    def _range(self) -> None:
        variable = self._there()
        low, high = (self._number(edit) for edit in (self.lowest, self.highest))
        if variable is None or (low, high) == (variable.minimum, variable.maximum):
            return
        if isinstance(low, str) or isinstance(high, str):
            self._refuse("The ends of the slider are whole numbers, or empty.")
            return
        self._attempt(lambda: variables.set_range(self._document.design, self.key, low, high))

    def _number(self, edit: QLineEdit) -> int | str | None:
        found = self.value.read(edit.text()) if edit.text().strip() else None
        return found if isinstance(found, int) or found is None else str(found)

    def _attempt(self, plan: Callable[[], Edit]) -> None:
        """Carry an edit out, or say beneath why not."""
        try:
            edit = plan()
        except Refused as refusal:
            self._refuse(str(refusal))
            return
        self._refuse("")
        self._document.apply(edit)

    def _refuse(self, why: str) -> None:
        self.trouble.setText(why)
        self.trouble.setVisible(bool(why))
        self.value.set_wrong(bool(why))

    def _delete(self) -> None:
        self._owner.current = self.key
        self._owner.delete()

    def _there(self) -> Variable | None:
        return self._document.design.get(Variable, self.key)


def ends(variable: Variable) -> tuple[int, int]:
    """The ends of a slider: as given, else round numbers about the value that do not move with every step."""
    size = max(_LEAST_RANGE, 2 << (abs(variable.value) - 1).bit_length()) if variable.value else _LEAST_RANGE
    size = min(size, LARGEST)
    lowest = variable.minimum if variable.minimum is not None else (1 if variable.value > 0 else -size)
    highest = variable.maximum if variable.maximum is not None else size
    return min(lowest, highest - 1), highest


def used_by(design: Design, name: str) -> str:
    """What uses a variable, in words."""
    names = [node.name for node in design.bound(name)]
    names += [other.name for other in design.all(Variable) if name in needs(other.formula)]
    if not names:
        return "Not used yet"
    return f"Used by {text.listed(names if len(names) <= 6 else [*names[:5], f'{len(names) - 5} more'])}"
