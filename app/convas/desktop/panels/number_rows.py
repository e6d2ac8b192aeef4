"""Named numbers in the inspector, variables or arguments: each with its value, a slider, and what uses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from convas.desktop.document import Document
from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import between, button, column, label, line, tool
from convas.desktop.widgets.fields import NONE, Formulas, NumberField
from convas.desktop.widgets.slider import Slider
from convas.edits.edit import Edit, Refused
from convas.layers.forms import Form
from convas.values import text
from convas.values.size import LARGEST

Key = int | str
_LEAST_RANGE = 16


class NumberList(QWidget):
    """A row for each of some named numbers. `what` is the word for one of them."""

    def __init__(self, document: Document, what: str, hint: str) -> None:
        super().__init__()
        self._document, self.what = document, what
        self.rows: dict[Key, NumberRow] = {}
        self.current: Key = 0
        self.head = label(f"{what.upper()}S", "section")
        self.more = tool("plus", f"New {what} (Ctrl+Alt+V)", self.add)
        self.hint = label(hint, "small", wraps=True)
        self.first = button(f"New {what}", self.add, "quiet", "plus")
        self._list = column(gap=14)
        begin = line(self.first, between())
        self.setLayout(column(line(self.head, between(), self.more), self._list, self.hint, begin, gap=8))
        document.replaced.connect(self.begin)

    # what the numbers are

    def numbers(self) -> list[Key]:
        """The numbers that there are, in order."""
        raise NotImplementedError

    def made(self, key: Key) -> NumberRow:
        """The row for one of them."""
        raise NotImplementedError

    def addition(self) -> tuple[Edit, Key]:
        """What adds another one, and its key."""
        raise NotImplementedError

    def deletion(self, key: Key) -> Edit:
        """What deletes one."""
        raise NotImplementedError

    # the rows

    def show_numbers(self) -> None:
        """Show the numbers as they stand now; rows that stay keep their widgets and the focus."""
        there = self.numbers()
        self._drop([key for key in self.rows if key not in there])
        for index, key in enumerate(there):
            row = self.rows.get(key) or self.made(key)
            self.rows[key] = row
            if self._list.indexOf(row) != index:
                self._list.insertWidget(index, row)
            row.show_number()
        self.hint.setVisible(not there)
        self.first.setVisible(not there)
        self.more.setVisible(bool(there))

    def has_focus(self) -> bool:
        """Whether the user is at work here."""
        focus = self.focusWidget()
        return focus is not None and focus.hasFocus()

    def add(self) -> None:
        """Another number; its name can be typed at once."""
        edit, key = self.addition()
        self._document.apply(edit)
        self._document.session.seal()
        self.show_numbers()
        self.current = key
        self.rename()

    def rename(self) -> None:
        row = self._chosen()
        if row is not None:
            row.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            row.name.selectAll()

    def delete(self) -> None:
        row = self._chosen()
        if row is not None:
            keys = self.numbers()
            place = keys.index(row.key)
            near = keys[place + 1] if place + 1 < len(keys) else keys[place - 1]
            if row.attempt(lambda: self.deletion(row.key)):
                left = self.rows.get(near)
                (self.first if left is None else left.value).setFocus(Qt.FocusReason.OtherFocusReason)

    def renamed(self, row: NumberRow, key: Key) -> None:
        """A number has another key; its row stays."""
        del self.rows[row.key]
        row.key = self.current = key
        self.rows[key] = row

    def begin(self) -> None:
        """Other numbers are to be shown."""
        self._drop([*self.rows])
        self.current = 0

    def _drop(self, keys: list[Key]) -> None:
        for key in keys:
            row = self.rows.pop(key)
            row.hide()
            self._list.removeWidget(row)
            row.deleteLater()

    def _chosen(self) -> NumberRow | None:
        """The number that is being worked on, or the first."""
        return self.rows.get(self.current) or next((self.rows[key] for key in self.numbers()), None)


class NumberRow(QWidget):
    """One number: name, value or formula, slider, what uses it, and what is wrong with what was typed."""

    def __init__(self, document: Document, key: Key, owner: NumberList) -> None:
        super().__init__()
        self._document, self.key, self._owner = document, key, owner
        self.name = self.small()
        self.name.setFixedWidth(fonts.px(96))
        self.name.setMinimumHeight(28)
        self.value = NumberField(Form("number"))
        self.remove = tool("trash", f"Delete the {owner.what} (Ctrl+Alt+D)", self._delete)
        self.slider = Slider()
        self.users = label("", "small", wraps=True)
        self.trouble = label("", "trouble", wraps=True)
        self.trouble.hide()
        self.track = QWidget()
        self.track.setLayout(line(self.slider, gap=6))
        head = line(self.name, label("=", "quiet"), self.value, self.remove, gap=6)
        self.setLayout(column(head, self.trouble, self.track, self.users, gap=3))
        self.name.editingFinished.connect(self._rename)
        self.value.offered.connect(self._offer)
        self.value.finished.connect(self._finish)
        self.slider.moved.connect(lambda value: self.attempt(lambda: self.setting(value, "slide")))
        self.slider.held.connect(lambda _: document.session.seal())
        for part in (self.value.edit, self.slider, self.remove):
            part.installEventFilter(self)

    # what the number is

    def show_number(self) -> None:
        """Show it as it stands now."""
        raise NotImplementedError

    def called(self) -> str:
        """Its name; empty where it is not there any more."""
        raise NotImplementedError

    def renaming(self, name: str) -> Edit:
        """What gives it another name."""
        raise NotImplementedError

    def setting(self, value: int, merge: str) -> Edit:
        """What gives it another value."""
        raise NotImplementedError

    def formula(self, words: str) -> Edit:
        """What makes it a formula, if it can be one."""
        raise NotImplementedError

    # the widgets

    def small(self) -> QLineEdit:
        """A field for few letters; to be in it is to work on this number."""
        made = QLineEdit()
        made.setProperty("small", True)
        made.installEventFilter(self)
        return made

    def show_named(self, name: str, value: int | None, formulas: Formulas = NONE, trouble: str = "") -> None:
        """Show its name and value."""
        for widget, words in ((self.name, "Name of {}"), (self.value, "{}"), (self.slider, "Slider of {}")):
            widget.setAccessibleName(words.replace("{}", name))
        if not (self.name.hasFocus() and self.name.isModified()):
            self.name.setText(name)
            self.name.setCursorPosition(0)
        if self.trouble.isHidden() or not self.busy():
            self.value.set_value(value, formulas)
            self.refuse(trouble)

    def show_range(self, value: int, minimum: int | None = None, maximum: int | None = None) -> None:
        """Put the slider between its ends: as given, else round numbers that do not move with every step."""
        self.slider.show_value(value, *ends(value, minimum, maximum))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._owner.current = self.key
        return super().eventFilter(watched, event)

    def busy(self) -> bool:
        """Whether something is being typed here."""
        return self.value.edit.hasFocus() or self.name.hasFocus()

    def attempt(self, plan: Callable[[], Edit]) -> bool:
        """Carry an edit out, or say beneath why not."""
        try:
            edit = plan()
        except Refused as refusal:
            self.refuse(str(refusal))
            return False
        self.refuse("")
        self._document.apply(edit)
        return True

    def refuse(self, why: str) -> None:
        self.trouble.setText(why)
        self.trouble.setVisible(bool(why))
        self.value.set_wrong(bool(why))

    def _offer(self, value: Any) -> None:
        if isinstance(value, int):
            self.attempt(lambda: self.setting(value, "typing"))
        else:
            self.attempt(lambda: self.formula(str(value)))

    def _finish(self) -> None:
        self._document.session.seal()
        if not self.value.edit.hasFocus() and self.called():
            self._owner.show_numbers()

    def _rename(self) -> None:
        old = self.called()
        if old and self.name.text() != old:
            self.name.setModified(False)
            self.attempt(lambda: self.renaming(self.name.text()))

    def _delete(self) -> None:
        self._owner.current = self.key
        self._owner.delete()


def ends(value: int, minimum: int | None = None, maximum: int | None = None) -> tuple[int, int]:
    """The ends of a slider: as given, else round numbers about the value that do not move with every step."""
    size = max(_LEAST_RANGE, 2 << (abs(value) - 1).bit_length()) if value else _LEAST_RANGE
    size = min(size, LARGEST)
    lowest = minimum if minimum is not None else (1 if value > 0 else -size)
    highest = maximum if maximum is not None else size
    return min(lowest, highest - 1), highest


def used_by(names: Sequence[str]) -> str:
    """What uses a number, in words."""
    if not names:
        return "Not used yet"
    few = [*names] if len(names) <= 6 else [*names[:5], f"{len(names) - 5} more"]
    return f"Used by {text.listed(few)}"
