"""Find: a small panel over the canvas that finds layers, inside blocks too, and notes, while one types."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from time import perf_counter

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from convas.analysis.inside import Path
from convas.analysis.report import parameters_at
from convas.desktop.document import Document
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.theme.tiles import paint_tile
from convas.desktop.widgets.basics import column, label, leading, line, tool
from convas.study.find import MOST_LOOKED_AT, Hit, NoteHit, Search, Words, notes_with
from convas.values import text

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_SHOWN = 200
_SLICE = 0.008
"""Seconds of searching between two frames."""
_PAUSE = 0.15
"""Seconds between two counts of what is found so far: what lies below is painted again with each."""
_HIT = Qt.ItemDataRole.UserRole
_COUNT = _HIT + 1
_ROW = 28
_WIDE = 380
_BESIDE = 180
"""What must be left beside it for the name of the design; else it lies over that too."""


class Find(QFrame):
    """Type, walk with the arrows or F3, and be led there.

    Signals: place_wanted(tuple) leads to a layer that was found; marked(frozenset) has the places of all that are
    shown, with the blocks around them, and nothing once the panel is closed
    """

    place_wanted = Signal(object)
    marked = Signal(object)

    def __init__(self, canvas: QWidget, document: Document) -> None:
        super().__init__(canvas)
        self.setObjectName("popup")
        self._canvas, self._document = canvas, document
        self.search = QLineEdit()
        self.search.setPlaceholderText("Name, path, kind, shape, problem or note")
        self.search.setAccessibleName("Find a layer of the design")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumHeight(30)
        leading(self.search, "search")
        self.list = QListWidget()
        self.list.setAccessibleName("Layers found")
        self.list.setItemDelegate(_Delegate(document, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot = label("", "small", wraps=True)
        head = line(
            self.search,
            tool("left", "Previous (Shift+F3)", self.previous),
            tool("right", "Next (F3)", self.next),
            tool("x", "Close (Esc)", self.close_),
            gap=2,
        )
        self.setLayout(column(head, self.list, self.foot, margins=(8, 8, 8, 8), gap=6))
        self._words = Words(document.design, document.session.analysis)
        self._search = Search(self._words, "")
        self._hits: Iterator[Hit | NoteHit | None] = iter(())
        self._found = self._noted = 0
        self._stale = False
        self._told = 0.0
        self._going = QTimer(self)
        self._going.setInterval(0)
        self._going.timeout.connect(self._go_on)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(150)
        self._again.timeout.connect(self._refresh)
        self.search.textChanged.connect(self._begin)
        self.search.installEventFilter(self)
        canvas.installEventFilter(self)
        self.list.currentRowChanged.connect(lambda _: self._tell())
        self.list.itemClicked.connect(lambda _: self._lead())
        document.updated.connect(lambda _: self._outdated())
        document.replaced.connect(self._replaced)
        self.hide()

    # asking

    def ask(self) -> None:
        """Open, with what was searched last ready to be typed over."""
        self._refresh()
        self.show()
        self.raise_()
        self._place()
        self.search.setFocus()
        self.search.selectAll()

    def next(self) -> None:
        self._step(1)

    def previous(self) -> None:
        self._step(-1)

    def close_(self) -> None:
        self.hide()
        self._canvas.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._canvas and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and _typed(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._pressed(event):
                return True
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self._step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._lead()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_()
        else:
            return False
        return True

    # searching

    def _begin(self, typed: str) -> None:
        """Search anew; what is there at once is shown at once, the rest between frames."""
        self._stale = False
        self._search = Search(self._words, typed)
        self._hits = chain(self._search.hits(), notes_with(self._document.design, typed))
        self._found = self._noted = 0
        self.list.clear()
        self._going.start()
        self._go_on()

    def _go_on(self) -> None:
        until = perf_counter() + _SLICE
        for hit in self._hits:
            if hit is not None:
                self._found += 1
                self._noted += isinstance(hit, NoteHit)
                if self._found <= MOST_SHOWN:
                    self._show(hit)
            if perf_counter() > until:
                break
        else:
            self._going.stop()
        if not self._going.isActive() or until - self._told > _PAUSE:
            self._told = until
            self._tell()

    def _show(self, hit: Hit | NoteHit) -> None:
        item = QListWidgetItem(_path(hit))
        item.setData(_HIT, hit)
        times = f", {text.count(hit.times)} times" if isinstance(hit, Hit) and hit.times > 1 else ""
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_path(hit)}, {_kind(hit)}{times}")
        self.list.addItem(item)
        if self.list.count() == 1:
            self.list.setCurrentRow(0)

    def _tell(self) -> None:
        if self._going.isActive():
            words = f"{text.many(self._found, 'layer')} so far"
        elif not self._search:
            words = "Type a part of a name. stage[3]/conv1 leads to one repetition."
        elif not self._found:
            words = "Nothing found."
        elif self._found > MOST_SHOWN:
            rest = text.count(self._found - MOST_SHOWN)
            words = f"{text.count(MOST_SHOWN)} are shown; {rest} more are found. Type more to narrow it down."
        else:
            layers, notes = self._found - self._noted, self._noted
            counted = [text.many(count, what) for count, what in ((layers, "layer"), (notes, "note")) if count]
            at = f"{text.count(self.list.currentRow() + 1)} of " if self.list.count() > 1 else ""
            words = f"{at}{text.listed(counted)}  ·  Enter leads there, F3 to the next"
        if self._search.cut:
            words += f" The search ended after {text.count(MOST_LOOKED_AT)} layers."
        if words != self.foot.text():
            self.foot.setText(words)
        if not self.isHidden():
            self._place()
            if not self._going.isActive():
                self.marked.emit(self._places())

    def _places(self) -> frozenset[Path]:
        """Where what is shown stands, with the blocks around it."""
        hits = (self.list.item(row).data(_HIT) for row in range(self.list.count()))
        places = [hit.place for hit in hits if isinstance(hit, Hit)]
        return frozenset(place[:length] for place in places for length in range(1, len(place) + 1, 2))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.marked.emit(frozenset())

    def _outdated(self) -> None:
        """The design is another: what is in sight is searched anew soon, the rest when it is asked for."""
        self._stale = True
        if not self.isHidden():
            self._again.start()

    def _replaced(self) -> None:
        session = self._document.session
        self._words = Words(session.design, session.analysis)
        self._begin(self.search.text())

    def _refresh(self) -> None:
        if self._stale:
            row = self.list.currentRow()
            self._begin(self.search.text())
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        else:
            self._tell()

    # leading

    def _step(self, step: int) -> None:
        """To the next or the one before, round the end; with nothing searched yet, ask what for."""
        if not self._search:
            self.ask()
            return
        if self._stale:
            self._refresh()
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            self._lead()
        elif self.isHidden():
            self.ask()

    def _lead(self) -> None:
        if self.list.currentRow() < 0:
            return
        typing = self.search.hasFocus()
        hit: Hit | NoteHit = self.list.currentItem().data(_HIT)
        if isinstance(hit, Hit):
            self.place_wanted.emit(hit.place)
        else:
            way = self._document.place.way_to(hit.note.scope) if hit.note.scope != self._document.scope else None
            self.place_wanted.emit((*(self._document.place.path if way is None else way), hit.note.id))
        if typing:
            self.search.setFocus()

    # its place

    def _place(self) -> None:
        """At the canvas's upper right, as high as what it shows; a narrow canvas gives all its width."""
        inset = 12
        room = self._canvas.width() - 2 * inset
        wide = fonts.px(_WIDE) if room > fonts.px(_WIDE + _BESIDE) else room
        rows = min(self.list.count(), 9)
        self.list.setVisible(rows > 0)
        self.list.setFixedHeight(max(0, min(rows * _row(), self._canvas.height() - 2 * inset - 90)))
        self.setFixedWidth(wide)
        high = self.layout().totalHeightForWidth(wide)  # type: ignore[union-attr]
        self.setFixedHeight(high if high > 0 else self.sizeHint().height())
        self.move(self._canvas.width() - wide - inset, inset)


def _typed(event: QKeyEvent) -> bool:
    """Whether a key is meant here, whatever it does on the canvas below: all but chords and function keys."""
    chords = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return not event.modifiers() & chords and not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35


def _row() -> int:
    return int(max(_ROW, fonts.px(_ROW)))


def _path(hit: Hit | NoteHit) -> str:
    return hit.path if isinstance(hit, Hit) else hit.line


def _kind(hit: Hit | NoteHit) -> str:
    if isinstance(hit, NoteHit):
        return "Frame" if hit.note.frame else "Note"
    layer = hit.node.layer
    return layer.title or layer.brief()[0]


class _Delegate(QStyledItemDelegate):
    """A layer with its tile, its path, its kind and what it counts, which is worked out when it is seen."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect, state = look.theme, QRectF(option.rect), option.state
        hit: Hit | NoteHit = index.data(_HIT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["accentSoft"] if state & QStyle.StateFlag.State_Selected else theme["hover"])
            painter.drawRoundedRect(rect, 6, 6)
        tile = QRectF(rect.left() + 8, rect.center().y() - 9, 18, 18)
        if isinstance(hit, Hit):
            layer = hit.node.layer
            paint_tile(painter, theme, layer.family, layer.icon or layer.family, tile, faded=hit.node.bypassed)
        else:
            icons.draw(painter, "note", tile, theme["text2"])
        count = self._counted(index, hit)
        small, strong = fonts.metrics("label"), fonts.metrics("strong")
        wide = small.horizontalAdvance(count) + 10
        painter.setFont(fonts.font("label"))
        painter.setPen(theme["text3"] if count in ("0", "?") else theme["text"])
        painter.drawText(rect.adjusted(0, 0, -8, 0), RIGHT, count)
        room = rect.width() - 36 - 8 - wide
        times = f"  {text.TIMES}{text.THIN}{text.count(hit.times)}" if isinstance(hit, Hit) and hit.times > 1 else ""
        kind = f"{_kind(hit)}{times}"
        spare = max(room - strong.horizontalAdvance(_path(hit)) - 10, 0)
        shown = small.elidedText(kind, Qt.TextElideMode.ElideRight, max(spare, min(room * 0.35, 90)))
        kept = room - small.horizontalAdvance(shown) - 10
        painter.setPen(theme["text2"])
        painter.drawText(rect.adjusted(0, 0, -8 - wide, 0), RIGHT, shown)
        painter.setFont(fonts.font("strong"))
        painter.setPen(theme["text"])
        path = strong.elidedText(_path(hit), Qt.TextElideMode.ElideMiddle, kept)
        painter.drawText(rect.adjusted(36, 0, -8, 0), LEFT, path)
        painter.restore()

    def _counted(self, index: Index, hit: Hit | NoteHit) -> str:
        if isinstance(hit, NoteHit):
            return ""
        known: str | None = index.data(_COUNT)
        if known is None:
            session = self._document.session
            there = hit.place[0] in session.analysis.findings
            known = text.count(parameters_at(session.design, session.analysis, hit.place, hit.meant)) if there else ""
            widget = self.parent()
            if isinstance(widget, QListWidget):
                widget.item(index.row()).setData(_COUNT, known)
        return known
