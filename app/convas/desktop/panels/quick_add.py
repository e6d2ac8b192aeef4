"""Quick add: type a layer where it shall stand; from a link, only layers that fit, with the shape each would give."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
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

from convas.analysis.finding import evaluate
from convas.desktop.canvas.geometry import Point
from convas.desktop.document import Document
from convas.desktop.panels.breakdown_model import Index
from convas.desktop.panels.palette_blocks import Row, Shelf
from convas.desktop.placeable import layer_choice
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.theme.tiles import paint_tile
from convas.desktop.widgets.basics import column, label, leading
from convas.layers import registry
from convas.layers.layer import Layer
from convas.layers.validation import plain
from convas.values import text

_LAYER = Qt.ItemDataRole.UserRole
_SHAPE = _LAYER + 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the new layer shall stand, and the port that it shall be linked to (node 0: none)."""

    at: Point
    node: int = 0
    side: str = "output"
    port: int = 0


class QuickAdd(QFrame):
    """A small list that closes with Enter, Escape or a click elsewhere.

    Signals: chosen(Placeable, Wanted)
    """

    chosen = Signal(object, object)

    def __init__(self, document: Document, shelf: Shelf, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._document = document
        self._shelf = shelf
        self._wanted = Wanted(Point(0, 0))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Type a layer")
        self.search.setAccessibleName("Type a layer")
        self.search.setMinimumHeight(32)
        leading(self.search, "search")
        self.list = QListWidget()
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.foot = label("", "small")
        self.setLayout(column(self.search, self.list, self.foot, margins=(8, 8, 8, 8), gap=6))
        self.resize(340, 300)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._take())

    def ask(self, wanted: Wanted, screen: QPoint) -> None:
        """Open at a place on the screen."""
        self._wanted = wanted
        self.search.clear()
        self._fill("")
        self.move(screen)
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        found = registry.search(typed)
        fitting = [(plain(kind), shape) for kind in found if (shape := self._shape(plain(kind))) is not None]
        blocks = [(row, "") for row in self._shelf.search(typed)]
        known = any(layer.title.lower().startswith(typed.lower().strip()) for layer, _ in fitting[:1])
        shown: list[tuple[Layer | Row, str]] = [*fitting, *blocks] if known else [*blocks, *fitting]
        self.list.clear()
        for layer, shape in shown:
            item = QListWidgetItem(layer.title)
            item.setData(_LAYER, layer)
            item.setData(_SHAPE, shape)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        number = len(registry.kinds())
        if not found and not blocks:
            self.foot.setText(f"No layer is called “{typed}”. Nearest: {', '.join(registry.nearest(typed))}.")
        else:
            fits = f"{len(fitting)} of {number} layers fit" if self._wanted.node else text.many(len(fitting), "layer")
            fits += f", {text.many(len(blocks), 'block')}" if blocks else ""
            self.foot.setText(f"{fits}  ·  Enter adds, Esc cancels")

    def _shape(self, layer: Layer) -> str | None:
        """The shape that the layer would give; None where it does not fit, empty where that is not known."""
        wanted = self._wanted
        if not wanted.node:
            return ""
        if wanted.side == "input":
            return "" if layer.ports.outputs else None
        if not layer.ports.inputs:
            return None
        finding = self._document.sight.findings.get(wanted.node)
        spec = finding.outputs[wanted.port] if finding is not None and wanted.port < len(finding.outputs) else None
        if spec is None or layer.ports.variadic:
            return ""
        trial = evaluate(layer, (spec,), self._document.design.rules)
        if any(problem.severity == "error" for problem in trial.problems):
            return None
        return ", ".join(text.shape(made.visible, text.THIN) for made in trial.outputs if made is not None)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            layer = item.data(_LAYER)
            self.hide()
            choice = self._shelf.choice(layer) if isinstance(layer, Row) else layer_choice(layer)
            if choice is not None:
                self.chosen.emit(choice, self._wanted)


class _Delegate(QStyledItemDelegate):
    """A kind with its tile, its settings and the shape it would give."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, 32)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = look.theme
        rect, state = QRectF(option.rect), option.state
        layer: Layer | Row = index.data(_LAYER)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["accentSoft"] if state & QStyle.StateFlag.State_Selected else theme["hover"])
            painter.drawRoundedRect(rect, 6, 6)
        tile = QRectF(rect.left() + 8, rect.center().y() - 10, 21, 21)
        paint_tile(painter, theme, layer.family, layer.icon or layer.family, tile)
        painter.setFont(fonts.font("body"))
        painter.setPen(theme["text"])
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(40, 0, -8, 0), middle, layer.title)
        used = 48 + fonts.metrics("body").horizontalAdvance(layer.title)
        shape = index.data(_SHAPE)
        right = fonts.metrics("label").horizontalAdvance(shape) + 16
        painter.setPen(theme["text2"])
        painter.setFont(fonts.font("label"))
        painter.drawText(rect.adjusted(0, 0, -8, 0), middle | Qt.AlignmentFlag.AlignRight, shape)
        brief = " · ".join(layer.brief())
        shown = fonts.metrics("label").elidedText(brief, Qt.TextElideMode.ElideRight, rect.width() - used - right)
        painter.drawText(rect.adjusted(used, 0, -right, 0), middle, shown)
        painter.restore()
