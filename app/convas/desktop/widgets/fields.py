"""Fields: one editor for each form of setting. They offer what was typed; whether it holds is decided elsewhere.

Numbers are text fields, because Qt's spin boxes end at 2^31, and because a formula may stand for a number: it is shown
with its value, `4 * width = 256`, and by itself while it is edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import label, line
from convas.desktop.widgets.controls import Segments, Switch, least_width
from convas.desktop.widgets.typed import decimal, number, parts_of
from convas.layers.forms import Form, Setting

Formulas: TypeAlias = Mapping[str, str]
NUMBERS = "\0numbers"
NONE: Formulas = MappingProxyType({})
_ROOM = 180
"""How wide a field of the inspector is at least, at the look's font size."""


class Field(QWidget):
    """An editor of one setting.

    Signals:
        offered(object)     a value was entered; text that cannot be read is offered as text
        finished()          the user is done with the field
    """

    offered = Signal(object)
    finished = Signal()

    def setAccessibleName(self, name: str) -> None:
        """The name of the setting, for the field and for all in it that can be typed into."""
        super().setAccessibleName(name)
        parts = [part for part in self.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for index, part in enumerate(parts):
            part.setAccessibleName(name if len(parts) == 1 else f"{name}, {index + 1}")

    def set_value(self, value: Any, formulas: Formulas = NONE) -> None:
        """Show a value that holds, with the formulas behind it: `""` is of the whole, `[0]` of its first number."""
        raise NotImplementedError

    def set_wrong(self, wrong: bool) -> None:
        """Mark what was entered as refused."""


class LineField(Field):
    """Text that stands for a value; `read` and `show` translate."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self._formula = self._dressed = ""
        self.edit = QLineEdit()
        self.edit.setMinimumHeight(28)
        self.edit.textEdited.connect(lambda _: self.offered.emit(self.read(self.edit.text())))
        self.edit.editingFinished.connect(self.finished)
        self.edit.installEventFilter(self)
        layout = line(self.edit)
        self.setLayout(layout)
        self.setFocusProxy(self.edit)

    def read(self, words: str) -> Any:
        return words

    def show_value(self, value: Any) -> str:
        return "" if value is None else str(value)

    def current(self) -> Any:
        """What the field says now: a value, or the text of a formula."""
        return self._formula if self._formula and self.edit.text() == self._dressed else self.read(self.edit.text())

    def set_value(self, value: Any, formulas: Formulas = NONE) -> None:
        self._formula = self.show_formula(value, formulas)
        shown = self.show_value(value)
        self._dressed = f"{self._formula} = {shown or '?'}" if self._formula else ""
        self.edit.setToolTip(self._dressed)
        if not self.edit.hasFocus():
            self.edit.setText(self._dressed or shown)
            self.edit.setCursorPosition(0)
        elif self._formula:
            if not self._says_formula():
                self.edit.setText(self._formula)
        elif self.read(self.edit.text()) != value:
            self.edit.setText(shown)

    def show_formula(self, value: Any, formulas: Formulas) -> str:
        """The formula as one edits it; empty where a number stands there."""
        return formulas.get("", "")

    def _dress(self, edited: bool) -> None:
        """A formula stands by itself while it is edited, else with its value."""
        if self._formula and (self.edit.text() == self._dressed if edited else self._says_formula()):
            self.edit.setText(self._formula if edited else self._dressed)
            self.edit.setCursorPosition(len(self._formula) if edited else 0)

    def _says_formula(self) -> bool:
        """Whether what stands there means the formula that holds, however it is written."""
        return bool(self.read(" ".join(self.edit.text().split())) == self.read(self._formula))

    def set_wrong(self, wrong: bool) -> None:
        if self.edit.property("wrong") != wrong:
            self.edit.setProperty("wrong", wrong)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)

    def step(self, by: int) -> None:
        """The arrow keys count up and down, where there is something to count."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
            by = step.get(Qt.Key(event.key()))
            if by is not None:
                self.step(by)
                return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._dress(event.type() == QEvent.Type.FocusIn)
        if isinstance(event, QWheelEvent) and self.edit.hasFocus():
            self.step(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)


class NumberField(LineField):
    """A whole number of any size."""

    def read(self, words: str) -> Any:
        return number(words) if words.strip() else (None if self.form.optional else words)

    def step(self, by: int) -> None:
        value = self.read(self.edit.text())
        if isinstance(value, int):
            least = self.form.minimum
            stepped = value + by if least is None else max(least, value + by)
            self.edit.setText(str(stepped))
            self.offered.emit(stepped)


class DecimalField(LineField):
    """A number with a fraction."""

    def read(self, words: str) -> Any:
        value = None if self.form.optional and not words.strip() else decimal(words.replace(",", "."))
        return words if isinstance(value, str) else value

    def show_value(self, value: Any) -> str:
        return "" if value is None else f"{value:g}"


class AxesField(LineField):
    """A row of sizes such as `120 × 120`; names and ? are sizes that stay open."""

    def read(self, words: str) -> Any:
        parts = parts_of(words)
        if self.form.optional and not parts:
            return None
        if self.form.fraction:
            return tuple(map(decimal, parts))
        return tuple(None if part in ("?", "None") else number(part) for part in parts)

    def show_formula(self, value: Any, formulas: Formulas) -> str:
        if not formulas or not isinstance(value, tuple):
            return formulas.get("", "")
        plain = (self.show_value((part,)) for part in value)
        return " × ".join(formulas.get(f"[{index}]", part) for index, part in enumerate(plain))

    def show_value(self, value: Any) -> str:
        shown = ("?" if part is None else f"{part:g}" if isinstance(part, float) else str(part) for part in value or ())
        return " × ".join(shown)


class NumbersField(Field):
    """A fixed row of numbers with a sign between."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        inner = Form("number", form.minimum, form.maximum, optional=form.optional or form.gaps)
        self.parts = [(DecimalField if form.fraction else NumberField)(inner) for _ in range(form.length)]
        layout = QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for index, part in enumerate(self.parts):
            if index:
                layout.addWidget(label("×", "quiet"))
            layout.addWidget(part)
            part.offered.connect(lambda _: self._offer())
            part.finished.connect(self.finished)
        self.setLayout(layout)
        self.setFocusProxy(self.parts[0])

    def set_value(self, value: Any, formulas: Formulas = NONE) -> None:
        whole = formulas.get("", "")
        for index, (part, told) in enumerate(zip(self.parts, value or (None,) * len(self.parts), strict=True)):
            formula = formulas.get(f"[{index}]", whole)
            part.set_value(told, {"": formula} if formula else NONE)

    def set_wrong(self, wrong: bool) -> None:
        for part in self.parts:
            part.set_wrong(wrong)

    def _offer(self) -> None:
        values = tuple(part.current() for part in self.parts)
        self.offered.emit(None if self.form.optional and all(value is None for value in values) else values)


class PairsField(Field):
    """For each axis two numbers: before and after."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = Form("numbers", form.minimum, form.maximum, 2)
        self.rows = [NumbersField(inner) for _ in range(form.length)]
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for row in self.rows:
            layout.addWidget(row)
            row.offered.connect(lambda _: self._offer())
            row.finished.connect(self.finished)
        self.setLayout(layout)
        self.setFocusProxy(self.rows[0])

    def set_value(self, value: Any, formulas: Formulas = NONE) -> None:
        for index, (row, pair) in enumerate(zip(self.rows, value, strict=True)):
            row.set_value(pair, _inside(formulas, index))

    def set_wrong(self, wrong: bool) -> None:
        for row in self.rows:
            row.set_wrong(wrong)

    def _offer(self) -> None:
        self.offered.emit(tuple(tuple(part.current() for part in row.parts) for row in self.rows))


class ChoiceField(Field):
    """Segments for up to three choices, a list for more or longer ones; `numbers` with them where both are taken."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = setting.form
        options = [(option, setting.label(option)) for option in form.options]
        if form.optional:
            options.insert(0, ("", setting.label("") or "usual"))
        if form.custom is not None:
            options.append((NUMBERS, "numbers"))
        self._values = [value for value, _ in options]
        few = len(options) <= 3 and least_width([words for _, words in options]) <= fonts.px(_ROOM)
        self.segments = Segments(options) if few else None
        self.list = None if self.segments is not None else ListBox([words for _, words in options])
        self.custom = NumbersField(form.custom) if form.custom is not None else None
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if self.segments is not None:
            layout.addWidget(self.segments)
            self.segments.chosen.connect(self._picked)
            self.setFocusProxy(self.segments)
        if self.list is not None:
            layout.addWidget(self.list)
            self.list.currentIndexChanged.connect(lambda index: self._picked(self._values[index]))
            self.setFocusProxy(self.list)
        if self.custom is not None:
            layout.addWidget(self.custom)
            self.custom.hide()
            self.custom.offered.connect(self.offered)
            self.custom.finished.connect(self.finished)
        self.setLayout(layout)

    def set_value(self, value: Any, formulas: Formulas = NONE) -> None:
        numbers = not isinstance(value, str) and value is not None
        self._show("" if value is None else NUMBERS if numbers else value)
        if self.custom is not None:
            self.custom.setVisible(numbers)
            if numbers:
                self.custom.set_value(value, formulas)

    def set_wrong(self, wrong: bool) -> None:
        if self.custom is not None:
            self.custom.set_wrong(wrong)

    def _show(self, value: str) -> None:
        if self.segments is not None:
            self.segments.set_value(value)
        if self.list is not None and value in self._values:
            with QSignalBlocker(self.list):
                self.list.setCurrentIndex(self._values.index(value))

    def _picked(self, value: str) -> None:
        if value == NUMBERS and self.custom is not None:
            minimum = max(0, self.custom.form.minimum or 0)
            self.offered.emit((minimum,) * self.custom.form.length)
        else:
            self.offered.emit(value or None)
        self.finished.emit()


class SwitchField(Field):
    """Yes or no."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Switch()
        self.switch.clicked.connect(self._clicked)
        layout = line(self.switch)
        layout.addStretch(1)
        self.setLayout(layout)
        self.setFocusProxy(self.switch)

    def set_value(self, value: Any, formulas: Formulas = NONE) -> None:
        self.switch.setChecked(bool(value))

    def _clicked(self, on: bool) -> None:
        self.offered.emit(on)
        self.finished.emit()


class OpenSwitchField(Field):
    """Yes, no, or left to the framework."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = dict(setting.labels)
        options = [(key, words.get(key, usual)) for key, usual in (("", "usual"), ("on", "on"), ("off", "off"))]
        self.segments = Segments(options)
        self.segments.chosen.connect(self._picked)
        self.setLayout(line(self.segments))
        self.setFocusProxy(self.segments)

    def set_value(self, value: Any, formulas: Formulas = NONE) -> None:
        self.segments.set_value("" if value is None else "on" if value else "off")

    def _picked(self, chosen: str) -> None:
        self.offered.emit({"": None, "on": True, "off": False}[chosen])
        self.finished.emit()


class ListBox(QComboBox):
    """A list that the wheel scrolls past instead of changing it."""

    def __init__(self, options: list[str]) -> None:
        super().__init__()
        self.setMinimumHeight(28)
        self.addItems(options)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _inside(formulas: Formulas, index: int) -> Formulas:
    """The formulas of one row of a field with several."""
    start = f"[{index}]"
    return {field.removeprefix(start): told for field, told in formulas.items() if field.startswith(start)} or NONE
