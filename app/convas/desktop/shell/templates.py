"""New from template: every example with its picture, found by typing, opened with Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QScrollArea, QWidget

from convas.desktop.shell.gallery import Gallery
from convas.desktop.shell.template_card import TemplateCard
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import button, column, label, line, rule, spacer
from convas.files.templates import Template, nearest_names, templates
from convas.values import text

_NEXT = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TemplatesWindow(QDialog):
    """Signals: chosen(Path) after it has closed itself.

    The card with the ring is the one that Enter opens; below stands where its numbers come from.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("New from template")
        self.resize(fonts.px(960), fonts.px(720))
        self._current: TemplateCard | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search by name, year, author or kind of network")
        self.search.setAccessibleName("Search templates")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumHeight(32)
        self.gallery = Gallery(templates(), headed=True)
        self.nothing = label("", "quiet", wraps=True)
        self.nothing.hide()
        page = QWidget()
        page.setObjectName("templatesPage")
        page.setLayout(column(self.nothing, self.gallery, spacer(), margins=(24, 16, 24, 24)))
        self.area = QScrollArea()
        self.area.setObjectName("templates")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(page)
        self.source = label("", "small", wraps=True)
        self.source.setMinimumHeight(3 * self.source.fontMetrics().lineSpacing())
        self.source.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.take = button("Open", self._take, "primary")
        self.take.setAutoDefault(False)
        self.close_button = button("Cancel", self.reject)
        self.close_button.setAutoDefault(False)
        foot = line(self.source, self.close_button, self.take, margins=(24, 12, 24, 12), gap=8)
        foot.setStretch(0, 1)
        head = line(self.search, margins=(24, 16, 24, 16))
        self.setLayout(column(head, rule(), self.area, rule(), foot))
        self._connect()
        self._style()
        self._search("")

    def ask(self) -> None:
        """Show everything, ready for typing."""
        self.search.clear()
        self.area.verticalScrollBar().setValue(0)
        self._search("")
        self.open()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field, Down goes into the grid and Enter opens what is marked."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._current is not None:
            if event.key() in _NEXT:
                self._current.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() in _ENTER:
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.gallery.chosen.connect(self._choose)
        self.gallery.reached.connect(self._reach)
        self.gallery.left_above.connect(self.search.setFocus)
        self.gallery.typed.connect(self._type)
        look.changed.connect(self._style)

    def _search(self, typed: str) -> None:
        self.gallery.search(typed)
        found = self.gallery.found
        near = nearest_names(typed) if not found else []
        hint = f" Nearest: {', '.join(near)}." if near else ""
        self.nothing.setText("" if found else f"No template is called “{typed.strip()}”.{hint}")
        self.nothing.setVisible(not found)
        self._mark(found[0] if found else None)

    def _type(self, words: str) -> None:
        """Letters typed among the cards go on with the search."""
        self.search.setFocus()
        self.search.insert(words)

    def _reach(self, card: TemplateCard) -> None:
        self._mark(card)
        self.area.ensureWidgetVisible(card, 0, 48)

    def _mark(self, card: TemplateCard | None) -> None:
        if self._current is not None:
            self._current.mark(False)
        self._current = card
        if card is not None:
            card.mark(True)
        self.take.setEnabled(card is not None)
        self.source.setText("" if card is None else _told(card.template))

    def _take(self) -> None:
        if self._current is not None:
            self._choose(self._current.template)

    def _choose(self, template: Template) -> None:
        self.accept()
        self.chosen.emit(template.path)

    def _style(self) -> None:
        ground = look.theme["canvas"].name()
        self.setStyleSheet(f"QScrollArea#templates, QWidget#templatesPage {{ background: {ground}; }}")


def _told(template: Template) -> str:
    trained = text.count(template.trainable)
    all_of_them = template.trainable == template.parameters
    return f"{template.source}\n{'All' if all_of_them else trained} parameters are trained."
