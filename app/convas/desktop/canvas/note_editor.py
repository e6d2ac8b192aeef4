"""The editor of notes: words are typed where they stand on the canvas."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from convas.design.records import Note
from convas.desktop.canvas.notes import PAD, PAD_ABOVE, TITLE, words_height
from convas.desktop.canvas.view import Canvas
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.theme.soft import soft
from convas.edits.frames import HEAD
from convas.edits.notes import write

_LEAST_TEXT = 11
_NARROWEST = 140


class NoteEditor(QPlainTextEdit):
    """Lies over one note while it is written.

    Escape, Ctrl+Return or a click elsewhere keep the words; Return begins a new line, and ends a frame's title.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas, self._document = canvas, canvas.document
        self._key = 0
        self._adding = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.hide()
        self.textChanged.connect(self._place)
        canvas.zoomed.connect(lambda _: self._place())
        for bar in (canvas.horizontalScrollBar(), canvas.verticalScrollBar()):
            bar.valueChanged.connect(lambda _: self._place())
        self._document.updated.connect(lambda _: self._follow())
        self._document.replaced.connect(self._forget)
        self._document.place.changed.connect(self.finish)
        look.changed.connect(self._place)

    @property
    def key(self) -> int:
        """The note that is being written; 0 for none."""
        return self._key

    def edit(self, key: int, *, adding: bool = False) -> None:
        """Write a note; with `adding` its words belong to the step that added it."""
        self.finish()
        note = self._document.design.get(Note, key)
        if note is None or key not in self._canvas.drawing.notes:
            return
        self._key, self._adding = key, adding
        self.setAccessibleName("Title of the frame" if note.frame else "Words of the note")
        wrap = QTextOption.WrapMode.NoWrap if note.frame else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        self.setWordWrapMode(wrap)
        self.setPlainText(note.text)
        self.selectAll()
        self.show()
        self._place()
        self.setFocus()

    def finish(self) -> None:
        """Keep the words."""
        key, self._key = self._key, 0
        if not key:
            return
        self._close()
        design, words = self._document.design, self.toPlainText()
        note = design.get(Note, key)
        if note is None:
            return
        if note.frame:
            words = " ".join(words.split())
        if self._document.attempt(partial(write, design, key, words, adding=self._adding)):
            self._document.session.seal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        note = self._document.design.get(Note, self._key)
        ends = enter and (bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) or bool(note and note.frame))
        if ends or event.key() == Qt.Key.Key_Escape:
            self.finish()
            event.accept()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Letters and Escape are for the words, not for the canvas's keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            others = Qt.KeyboardModifier.AltModifier
            returns = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
            if returns or not event.modifiers() & (others | Qt.KeyboardModifier.ControlModifier):
                event.accept()
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finish()

    def _follow(self) -> None:
        """The design is another one: the note may be gone or elsewhere."""
        if self._key and self._document.design.get(Note, self._key) is None:
            self._forget()
        self._place()

    def _forget(self) -> None:
        if self._key:
            self._key = 0
            self._close()

    def _close(self) -> None:
        focused = self.hasFocus()
        self.hide()
        if focused:
            self._canvas.setFocus()

    def _place(self) -> None:
        """Lie over the note as it is seen now, with room for its words."""
        note = self._document.design.get(Note, self._key)
        if note is None or self._key not in self._canvas.drawing.notes:
            return
        zoom, box, theme = self._canvas.zoom, self._canvas.drawing.notes[self._key], look.theme
        size = TITLE if note.frame else fonts.canvas_font("body").pixelSize()
        shown = max(_LEAST_TEXT, round(size * (max(zoom, 1.0) if note.frame else zoom)))
        self.setFont(fonts.sized(shown, 600 if note.frame else 400))
        ground, scale = theme[soft(note.colour, frame=note.frame).ground].name(), shown / size
        across, above = round(PAD * scale) - 2, round((4 if note.frame else PAD_ABOVE) * scale) - 2
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {ground}; color: {theme['text'].name()}; "
            f"border: 2px solid {theme['accent'].name()}; border-radius: {round(8 * scale)}px; "
            f"padding: {max(0, above)}px {max(0, across)}px; }}"
        )
        corner = self._canvas.mapFromScene(QPointF(box.left, box.top))
        width = max(_NARROWEST, round(box.width * max(zoom, scale)))
        high = HEAD if note.frame else max(box.height, words_height(self.toPlainText() + " ", width / scale))
        self.setGeometry(QRect(corner.x(), corner.y(), width, round(high * scale) + 2))
