"""The ordinary way: one QGraphicsItem a node with child items for its parts, one path item a link."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
)

from convas.design.records import Link, Node, Record
from convas.desktop.theme import fonts

_WIDTH, _HEIGHT = 216.0, 56.0


class Card(QGraphicsRectItem):
    """A node with a tile, three texts and two ports as children."""

    def __init__(self, node: Node) -> None:
        super().__init__(QRectF(0, 0, _WIDTH, _HEIGHT))
        self.setPos(node.x, node.y)
        self.setBrush(QColor("white"))
        self.setPen(QPen(QColor("#C9CFD9"), 1))
        self.setFlags(QGraphicsItem.GraphicsItemFlag.ItemIsMovable | QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        tile = QGraphicsRectItem(QRectF(11, 12, 32, 32), self)
        tile.setBrush(QColor("#2C68D2"))
        for words, role, x, y in (
            (node.name, "strong", 52, 8),
            ("1,234", "strong", 170, 8),
            (node.layer.title, "summary", 52, 30),
        ):
            text = QGraphicsSimpleTextItem(words, self)
            text.setFont(fonts.canvas_font(role))
            text.setPos(x, y)
        for x in (0.0, _WIDTH):
            port = QGraphicsEllipseItem(QRectF(x - 4.5, _HEIGHT / 2 - 4.5, 9, 9), self)
            port.setBrush(QColor("#7A8291"))


def view(records: list[Record]) -> tuple[QGraphicsView, list[Card]]:
    """A view of 1600 x 1000 that shows all of a drawing."""
    shown = QGraphicsView()
    scene = QGraphicsScene(shown)
    cards = {record.id: Card(record) for record in records if isinstance(record, Node)}
    for record in records:
        if isinstance(record, Link):
            a, b = cards[record.source].pos(), cards[record.target].pos()
            path = QPainterPath(QPointF(a.x() + _WIDTH, a.y() + _HEIGHT / 2))
            path.cubicTo(
                QPointF(a.x() + _WIDTH + 60, a.y() + _HEIGHT / 2),
                QPointF(b.x() - 60, b.y() + _HEIGHT / 2),
                QPointF(b.x(), b.y() + _HEIGHT / 2),
            )
            line = QGraphicsPathItem(path)
            line.setPen(QPen(QColor("#7A8291"), 2))
            scene.addItem(line)
    for card in cards.values():
        scene.addItem(card)
    shown.setScene(scene)
    shown.setRenderHint(QPainter.RenderHint.Antialiasing)
    shown.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    shown.setDragMode(QGraphicsView.DragMode.RubberBandDrag)
    shown.resize(1600, 1000)
    shown.show()
    shown.fitInView(scene.itemsBoundingRect(), Qt.AspectRatioMode.KeepAspectRatio)
    return shown, list(cards.values())
