"""A name that is edited where it stands, and beneath it why another one cannot be had."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from convas.desktop.document import Document
from convas.desktop.panels.trouble import Trouble
from convas.desktop.widgets.basics import column
from convas.edits.edit import Edit, Refused


class NameEdit(QWidget):
    """Shows a name; another one typed into it is what `plan` makes an edit of."""

    def __init__(self, document: Document, what: str, plan: Callable[[str], Edit], role: str = "plain") -> None:
        super().__init__()
        self._document, self._plan = document, plan
        self.name = ""
        self.edit = QLineEdit()
        self.edit.setProperty(role, True)
        self.edit.setAccessibleName(what)
        self.edit.setToolTip(what)
        self.edit.editingFinished.connect(self._rename)
        self.trouble = Trouble()
        self.setLayout(column(self.edit, self.trouble, gap=2))
        self.setFocusProxy(self.edit)

    def show_name(self, name: str, *, again: bool = True) -> None:
        """Show the name as it stands now; what is being typed stays if it is still about the same thing (`again`)."""
        self.name = name
        if not (again and self.edit.hasFocus() and self.edit.isModified()):
            self.edit.setText(name)
            self.edit.setCursorPosition(0)
            self.trouble.say("")

    def start(self) -> None:
        """Let the name be typed."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def _rename(self) -> None:
        if self.edit.text() == self.name:
            self.trouble.say("")
            return
        try:
            edit = self._plan(self.edit.text())
        except Refused as refusal:
            self.trouble.say(str(refusal))
            return
        self.edit.setModified(False)
        self._document.apply(edit)
        self._document.session.seal()
