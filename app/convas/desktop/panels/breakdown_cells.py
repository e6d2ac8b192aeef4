"""The breakdown's cells: tile and name, share mark, bar, numbers, and the totals' words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from convas.analysis.report import Row
from convas.desktop.panels.breakdown_columns import SHARE
from convas.desktop.panels.breakdown_model import ITEM, ROW, BreakdownModel
from convas.desktop.panels.breakdown_rows import Item
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.theme.tiles import paint_tile
from convas.desktop.theme.tokens import tokens
from convas.layers import registry
from convas.values import text
from convas.values.size import value_of

Index = QModelIndex | QPersistentModelIndex
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TABLE = tokens()["table"]


class Padded(QStyledItemDelegate):
    """The totals' cells, their words in line with the rows above."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        painter.save()
        painter.fillRect(rect, look.theme["sunken"])
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole).color())
        inside = rect.adjusted(16 if index.column() == 0 else 8, 0, -8, 0)
        words = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, int(inside.width()) + 1)
        painter.drawText(inside, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), words)
        painter.restore()


class Cells(QStyledItemDelegate):
    """Draws the tile beside the name, the share mark, the bar, and the selection's edge."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(40, max(_TABLE["row"], fonts.px(_TABLE["row"])))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = look.theme
        rect, state = option.rect, option.state
        item: Item = index.data(ITEM)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme["accentSoft"])
        elif index.sibling(index.row(), 0) == getattr(self.parent(), "hovered", None):
            painter.fillRect(rect, theme["hover"])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item.words:
            self._told(painter, QRectF(rect), item, index)
        elif index.column() == 0:
            self._name(painter, QRectF(rect), item, index.data(ROW))
        elif index.column() == SHARE:
            self._share(painter, QRectF(rect), index.data(ROW), index)
        else:
            self._words(painter, QRectF(rect), index)
        painter.restore()

    def _told(self, painter: QPainter, rect: QRectF, item: Item, index: Index) -> None:
        """A sentence in place of rows, across the columns."""
        if index.column() == 0:
            painter.setFont(fonts.font("table"))
            painter.setPen(look.theme["text2"])
            wide = fonts.metrics("table").horizontalAdvance(item.words) + 8
            painter.setClipping(False)
            painter.drawText(QRectF(rect.left() + 24, rect.top(), wide, rect.height()), LEFT, item.words)

    def _words(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        font = index.data(Qt.ItemDataRole.FontRole)
        painter.setFont(font)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        inside = rect.adjusted(8, 0, -8, 0)
        role = "tableCount" if font == fonts.font("tableCount") else "table"
        words = fonts.metrics(role).elidedText(index.data(), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), words)

    def _name(self, painter: QPainter, rect: QRectF, item: Item, shown: Row) -> None:
        theme = look.theme
        kind = registry.find(shown.kind)
        family, icon = (kind.family, kind.icon or kind.family) if kind is not None else ("unknown", "help")
        tile = QRectF(rect.left(), rect.center().y() - 7, 15, 15)
        paint_tile(painter, theme, family, icon, tile, faded=shown.bypassed)
        at, end = rect.left() + 24, rect.right() - 8 - (34 if shown.group else 0)
        times = f"{text.TIMES}{text.THIN}{text.count(shown.repeat)}" if shown.repeat > 1 else ""
        plain = fonts.metrics("table")
        painter.setFont(fonts.font("table"))
        painter.setPen(theme["text2"])
        if item.which:
            painter.drawText(QRectF(at, rect.top(), end - at, rect.height()), LEFT, item.which)
            at += plain.horizontalAdvance(item.which) + 5
        room = end - at - (plain.horizontalAdvance(times) + 6 if times else 0)
        words = fonts.metrics("tableCount").elidedText(shown.name, Qt.TextElideMode.ElideRight, max(room, 0))
        after = at + fonts.metrics("tableCount").horizontalAdvance(words) + 6
        painter.drawText(QRectF(after, rect.top(), max(end - after, 0), rect.height()), LEFT, times)
        painter.setFont(fonts.font("tableCount"))
        painter.setPen(theme["text3"] if shown.bypassed else theme["text"])
        painter.drawText(QRectF(at, rect.top(), max(room, 0) + 2, rect.height()), LEFT, words)
        if shown.group:
            self._mark(painter, QRectF(after + 2, rect.center().y() - 7, 28, 15), shown.group)

    def _mark(self, painter: QPainter, place: QRectF, group: str) -> None:
        theme = look.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.share(group))
        painter.drawRoundedRect(place, 7.5, 7.5)
        icons.draw(painter, "chain", QRectF(place.left() + 4, place.top() + 2, 11, 11), theme["onTile"])
        painter.setFont(fonts.sized(10, 700))
        painter.setPen(theme["onTile"])
        painter.drawText(place.adjusted(13, 0, -2, 0), Qt.AlignmentFlag.AlignCenter, group)

    def _share(self, painter: QPainter, rect: QRectF, shown: Row, index: Index) -> None:
        theme = look.theme
        painter.setFont(fonts.font("table"))
        model = index.model()
        whole = model.whole if isinstance(model, BreakdownModel) else None
        if shown.shared_with:
            painter.setPen(theme.share(shown.group))
            words = (
                f"shared with {shown.shared_with}" if ":" not in shown.shared_with else f"shares {shown.shared_with}"
            )
            elided = fonts.metrics("table").elidedText(words, Qt.TextElideMode.ElideRight, rect.width() - 16)
            painter.drawText(rect.adjusted(8, 0, -8, 0), LEFT, elided)
            return
        if shown.parameters is None or shown.parameters == 0:
            painter.setPen(theme["text3"])
            painter.drawText(rect.adjusted(8, 0, -8, 0), LEFT, "unknown" if shown.parameters is None else "none")
            return
        percent = text.percent(shown.parameters, whole)
        wide = fonts.metrics("table").horizontalAdvance(f"<{text.THIN}0.01{text.THIN}%") + 12
        bar = QRectF(
            rect.left() + 8,
            rect.center().y() - 4,
            max(20.0, min(_TABLE["bar"][0], rect.width() - wide - 16)),
            _TABLE["bar"][1],
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme["hover"])
        painter.drawRoundedRect(bar, 3, 3)
        part, total = value_of(shown.parameters) or 0, (value_of(whole) if whole is not None else 0) or 1
        kind = registry.find(shown.kind)
        painter.setBrush(theme.family(kind.family if kind is not None else ""))
        filled = max(float(_TABLE["minBar"]), bar.width() * min(1.0, part / total))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), filled, bar.height()), 3, 3)
        painter.setPen(theme["text2"])
        painter.drawText(rect.adjusted(0, 0, -8, 0), RIGHT, percent)
