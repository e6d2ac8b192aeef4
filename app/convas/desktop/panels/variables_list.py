"""The variables in the inspector: named numbers of the design, each with a slider whose ends can be set."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from convas.design.design import Design
from convas.design.records import Variable
from convas.desktop.document import Document
from convas.desktop.panels.number_rows import Key, NumberList, NumberRow, used_by
from convas.desktop.theme import fonts
from convas.edits import variables
from convas.edits.edit import Edit, Refused
from convas.values import text
from convas.values.formula import needs


class VariablesList(NumberList):
    """All variables of the design, in the order in which they were made."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            "variable",
            "A variable is a named number. Any number of a layer can be a formula of it, such as 4 * width.",
        )

    def numbers(self) -> list[Key]:
        return [variable.id for variable in self._document.design.all(Variable)]

    def made(self, key: Key) -> NumberRow:
        return VariableRow(self._document, key, self)

    def addition(self) -> tuple[Edit, Key]:
        edit, variable = variables.add_variable(self._document.design)
        return edit, variable.id

    def deletion(self, key: Key) -> Edit:
        return variables.delete_variables(self._document.design, [int(key)])


class VariableRow(NumberRow):
    """One variable: a number or a formula; the ends of its slider can be typed."""

    def __init__(self, document: Document, key: Key, owner: NumberList) -> None:
        super().__init__(document, key, owner)
        self.lowest, self.highest = self._end("Smallest"), self._end("Largest")
        self.highest.setAlignment(Qt.AlignmentFlag.AlignRight)
        track = self.track.layout()
        assert track is not None
        track.removeWidget(self.slider)
        for part in (self.lowest, self.slider, self.highest):
            track.addWidget(part)

    def show_number(self) -> None:
        variable = self._there()
        if variable is None:
            return
        env = self._document.session.analysis.environment
        formulas = {"": variable.formula} if variable.formula else {}
        self.show_named(variable.name, env.values.get(variable.name), formulas, env.faults.get(variable.name, ""))
        self.show_range(variable.value, variable.minimum, variable.maximum)
        for edit, given, shown in (
            (self.lowest, variable.minimum, self.slider.lowest),
            (self.highest, variable.maximum, self.slider.highest),
        ):
            if not edit.hasFocus():
                edit.setText("" if given is None else text.count(given))
                edit.setPlaceholderText(text.short(shown))
        self.track.setVisible(not variable.formula)
        self.users.setText(used_by(_users(self._document.design, variable.name)))

    def called(self) -> str:
        variable = self._there()
        return "" if variable is None else variable.name

    def renaming(self, name: str) -> Edit:
        return variables.rename_variable(self._document.design, self._id, name)

    def setting(self, value: int, merge: str) -> Edit:
        return variables.set_value(self._document.design, self._id, value, merge=merge)

    def formula(self, words: str) -> Edit:
        if not words.strip():
            raise Refused("A variable needs a number, or a formula of other variables.")
        return variables.set_formula(self._document.design, self._id, words)

    def busy(self) -> bool:
        return super().busy() or self.lowest.hasFocus() or self.highest.hasFocus()

    def _end(self, what: str) -> QLineEdit:
        made = self.small()
        made.setFixedWidth(fonts.px(52))
        made.setAccessibleName(f"{what} number of the slider")
        made.setToolTip(f"{what} number of the slider")
        made.editingFinished.connect(self._range)
        return made

    def _range(self) -> None:
        variable = self._there()
        low, high = (self._number(edit) for edit in (self.lowest, self.highest))
        if variable is None or (low, high) == (variable.minimum, variable.maximum):
            return
        if isinstance(low, str) or isinstance(high, str):
            self.refuse("The ends of the slider are whole numbers, or empty.")
            return
        self.attempt(lambda: variables.set_range(self._document.design, self._id, low, high))

    def _number(self, edit: QLineEdit) -> int | str | None:
        found = self.value.read(edit.text()) if edit.text().strip() else None
        return found if isinstance(found, int) or found is None else str(found)

    @property
    def _id(self) -> int:
        return int(self.key)

    def _there(self) -> Variable | None:
        return self._document.design.get(Variable, self._id)


def _users(design: Design, name: str) -> list[str]:
    """What uses a variable."""
    names = [node.name for node in design.bound(name)]
    return names + [other.name for other in design.all(Variable) if name in needs(other.formula)]
