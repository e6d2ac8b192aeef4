"""The outline: the drawing as a tree of layers, for eyes that read lists and for those that are read to.

Selection and focus are those of the canvas; every command of the canvas works here with its own keys.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QVBoxLayout, QWidget

from convas.analysis.inside import Path
from convas.desktop.document import Document
from convas.desktop.panels.outline_model import PLACE, OutlineModel
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.session import Update

_OWN = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Outline(QWidget):
    """A tree that follows the canvas and leads it.

    Signals:
        place_wanted(tuple)     a layer inside a block that is not open was chosen
        opened(tuple)           a row was activated
        asked(int, QPoint)      the menu of a layer is wanted, at a place on the screen
    """

    place_wanted = Signal(object)
    opened = Signal(object)
    asked = Signal(int, QPoint)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._document = document
        self._following = False
        self.model = OutlineModel(document, self)
        self.view = _Tree()
        self.view.setModel(self.model)
        self.view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.view.header().setResizeContentsPrecision(64)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.view.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self.view.activated.connect(lambda index: self.opened.emit(index.data(PLACE)))
        self.view.customContextMenuRequested.connect(self._menu)
        document.updated.connect(self._updated)
        document.replaced.connect(self._replaced)
        document.selection.changed.connect(self._follow)
        document.place.changed.connect(self._follow)
        look.changed.connect(self.view.viewport().update)

    def _chosen(self) -> None:
        """The selection here becomes that of the canvas, as far as it lies in one drawing."""
        if self._following:
            return
        current = self.view.currentIndex()
        place: Path = current.data(PLACE) if current.isValid() else ()
        if not place:
            return
        home = self._document.place.path
        chosen = [index.data(PLACE) for index in self.view.selectionModel().selectedRows(0)]
        self._following = True
        try:
            if _bare(place[:-1]) != _bare(home):
                self.place_wanted.emit(place)
            else:
                here = [one[-1] for one in chosen if _bare(one[:-1]) == _bare(home)]
                self._document.selection.set(here or [place[-1]], place[-1])
        finally:
            self._following = False

    def _follow(self) -> None:
        """Show what is selected on the canvas."""
        if self._following or not self.isVisible():
            return
        self._following = True
        try:
            home = _bare(self._document.place.path)
            found = [self.model.find((*home, key)) for key in self._document.selection.ids]
            rows = sorted((index for index in found if index.isValid()), key=lambda index: index.row())
            marks = self.view.selectionModel()
            chosen = QItemSelection()
            for first, last in _runs([index.row() for index in rows]):
                parent = rows[0].parent()
                chosen.select(self.model.index(first, 0, parent), self.model.index(last, 1, parent))
            marks.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            focus = self._document.selection.focus
            lead = self.model.find((*home, focus)) if focus is not None else rows[0] if rows else None
            if lead is not None and lead.isValid():
                marks.setCurrentIndex(lead, QItemSelectionModel.SelectionFlag.NoUpdate)
                self.view.scrollTo(lead)
        finally:
            self._following = False

    def _updated(self, update: Update) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self._following = True
        unfolded = [place for place in self._unfolded() if place] if update.delta.changes else []
        try:
            anew = self.model.follow(update)
            for place in unfolded if anew else ():
                self.view.expand(self.model.find(place))
        finally:
            self._following = False
        self._follow()

    def _replaced(self) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._stale = False
        self._following = True
        try:
            self.model.fill()
        finally:
            self._following = False
        self._follow()

    _stale = False

    def showEvent(self, event: QEvent) -> None:
        """What happened while this was hidden is taken in now."""
        if self._stale:
            self._refresh()
        self._follow()

    def _unfolded(self) -> Iterable[Path]:
        model = self.model
        for at in range(model.rowCount()):
            index = model.index(at, 0)
            if self.view.isExpanded(index):
                yield index.data(PLACE)

    def _menu(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if index.isValid():
            self.view.setCurrentIndex(index.siblingAtColumn(0))
            self.asked.emit(index.data(PLACE)[-1], self.view.viewport().mapToGlobal(at))


class _Tree(QTreeView):
    """A tree whose arrows move in it, whatever they do on the canvas."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Outline of the design")
        self.setObjectName("rows")
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.setIconSize(QSize(fonts.px(18), fonts.px(18)))
        self.setIndentation(fonts.px(16))
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(20)
        self.setViewportMargins(0, 0, 10, 0)

    def event(self, event: QEvent) -> bool:
        own = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if own and isinstance(event, QKeyEvent) and event.key() in _OWN and not event.modifiers() & _CHORDS:
            event.accept()
            return True
        return super().event(event)


def _bare(path: Path) -> Path:
    """A path with every repetition the first."""
    return tuple(0 if at % 2 else step for at, step in enumerate(path))


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Neighbouring rows as (first, last)."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
