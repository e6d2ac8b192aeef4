"""The canvas: a view of the drawing that zooms and pans, and hands what hands do to gestures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QGraphicsScene, QToolTip, QWidget

from convas.analysis.inside import Path
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.edge_scroll import EdgeScroll
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.glide import Glide
from convas.desktop.canvas.grips import grip_cursor, grip_hit
from convas.desktop.canvas.hands import gesture_for
from convas.desktop.canvas.hits import NOTHING, Hit
from convas.desktop.canvas.levels import NAMES
from convas.desktop.canvas.paper import LEAST, PaperView
from convas.desktop.canvas.scene import ENDLESS, CanvasItem, bounds_of
from convas.desktop.canvas.settling import Settling
from convas.desktop.canvas.state import CanvasState
from convas.desktop.canvas.tips import HoverTip, tip
from convas.desktop.canvas.tools.cut import CutGesture
from convas.desktop.canvas.tools.gesture import Gesture, Side
from convas.desktop.canvas.tools.pan import PanGesture
from convas.desktop.canvas.tools.place import PlaceGesture
from convas.desktop.document import Document
from convas.desktop.placeable import Placeable
from convas.desktop.theme.look import look
from convas.session import Update


class Canvas(PaperView):
    """Shows the document and edits it by gestures.

    Signals:
        adding(Point, int, str, int)   a layer is to be typed for that place, linked to that port (0: to none)
        opened(Path)                a node was double-clicked; seen inside a block it has the way there
        sharing(int, int)           single weights of two nodes shall be shared, which ones is to be chosen
        revealed()                  other blocks than before show what they hold
        tapped()                    Space was pressed and let go, and nothing was moved with it
        asked(Hit, QPoint)          the menu for what is under a point is wanted, at a place on the screen
    """

    tapped = Signal()
    adding = Signal(object, int, str, int)
    opened = Signal(object)
    sharing = Signal(int, int)
    revealed = Signal()
    asked = Signal(object, QPoint)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.state = CanvasState()
        self.drawing = Drawing(document.design, document.sight)
        self.hand_tool = False
        self._gesture: Gesture | None = None
        self._space = self._space_used = False
        self._edge = EdgeScroll(self, self._edge_scrolled)
        self._tip = HoverTip(self)
        self._glide = Glide(self, self)
        self._path = document.place.path
        self._looked: set[Path] = set()
        self._left: dict[Path, tuple[float, QPointF, bool]] = {}
        self._item = CanvasItem(self.drawing, self.state)
        self._settling = Settling(self.drawing, self)
        self._settling.settled.connect(self.refresh)
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        scene.setSceneRect(-ENDLESS, -ENDLESS, 2 * ENDLESS, 2 * ENDLESS)
        scene.addItem(self._item)
        self.setScene(scene)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Canvas")
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        document.updated.connect(self._updated)
        document.replaced.connect(self._replaced)
        document.place.changed.connect(self._moved)
        document.selection.changed.connect(self.refresh)
        look.changed.connect(self.refresh)

    # looking

    def fit(self, *, selection: bool = False) -> None:
        """Show everything, or what is selected, as large as it fits, never above 100 %.

        Until the user looks elsewhere or draws, everything stays in sight when the canvas is resized.
        """
        ids = self.document.selection.ids if selection else None
        box = self.drawing.bounds(ids or None)
        if box is None:
            self.look_at(1.0, QPointF(0, 0))
            return
        room = self.viewport().rect()
        wide = box.grown(16)
        free_height = max(80, room.height() - 2 * 52)
        zoom = min(1.0, room.width() / max(1.0, wide.width), free_height / max(1.0, wide.height))
        self.look_at(max(LEAST, zoom), QPointF(*wide.middle))
        self._fitted = not ids

    def show_node(self, node: int) -> None:
        """Bring a node or note into sight, if it is not."""
        if node not in self.drawing.boxes and node not in self.drawing.notes:
            return
        rect = bounds_of(self.drawing, [node], 24)
        if not self.visible_area().contains(rect):
            self.centerOn(rect.center())

    def show_found(self, places: frozenset[Path]) -> None:
        """Ring the cards of these places, until it is told otherwise."""
        if places != self.state.found:
            self.state.found = places
            self.refresh()

    def paint_whole(self, painter: QPainter, scale: float) -> None:
        """All cards as they are seen from afar, for a small map."""
        self._item.paint_whole(painter, scale)

    def quick_add(self, at: Point, node: int = 0, side: Side = "output", port: int = 0) -> None:
        self.adding.emit(at, node, side, port)

    def share_single(self, first: int, second: int) -> None:
        self.sharing.emit(first, second)

    @property
    def looked(self) -> frozenset[Path]:
        """The ways to the blocks that show what they hold where they stand."""
        return frozenset(self._looked)

    def look_inside(self, uses: list[int]) -> None:
        """Show what blocks hold where they stand; hide it where all of them show it."""
        paths = {(*self._path, use) for use in uses}
        self._looked = self._looked - paths if paths <= self._looked else self._looked | paths
        self._rebuild()
        self.revealed.emit()
        self.refresh()

    # placing from the palette

    def place_begins(self, choice: Placeable) -> None:
        """A layer or a block is on its way from the palette."""
        self._end(None)
        self._gesture = PlaceGesture(self, choice)

    def place_moves(self, screen: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        gesture = self._gesture
        if isinstance(gesture, PlaceGesture):
            at = self.viewport().mapFromGlobal(screen)
            if self.viewport().rect().contains(at):
                gesture.move(self._scene_point(QPointF(at)), modifiers)
            else:
                gesture.leave()

    def place_ends(self, screen: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        """The layer was let go; whether that was on the canvas."""
        gesture = self._gesture
        at = self.viewport().mapFromGlobal(screen)
        if not isinstance(gesture, PlaceGesture) or not self.viewport().rect().contains(at):
            self._end(None)
            return False
        self._end(gesture, self._scene_point(QPointF(at)), modifiers)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        return True

    def cancel_gesture(self) -> bool:
        """Forget what is under way; whether there was anything."""
        if self._gesture is None:
            return False
        self._gesture.cancel()
        self._end(None)
        return True

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._scene_point(event.position())
        self.state.keyboard = False
        if self._gesture is not None:
            self._finish(at, event.modifiers())
            return
        pans = event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and (self._space or self.hand_tool)
        )
        cuts = event.button() == Qt.MouseButton.RightButton and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if pans:
            self._space_used = True
            self._begin(PanGesture(self, at))
        elif cuts:
            self._begin(CutGesture(self, at))
        elif event.button() == Qt.MouseButton.LeftButton:
            self._begin(gesture_for(self, self._hit(at), at, event.modifiers()))
        self.refresh()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._scene_point(event.position())
        if self._gesture is not None:
            self._gesture.move(at, event.modifiers())
            if self._gesture is not None and event.buttons():
                self._edge.follow(event.position(), self.viewport().rect(), self._gesture.scrolls)
            return
        hover = self._hit(at)
        if hover != self.state.hover:
            self.state.hover = hover
            self._tip.rest(hover, event.globalPosition().toPoint())
            self._set_cursor()
            self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._scene_point(event.position())
        if self._gesture is not None and not self._gesture.stays(at):
            self._finish(at, event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self._scene_point(event.position())
        hit = self._hit(at)
        if event.button() == Qt.MouseButton.LeftButton and hit.part == "nothing":
            self.quick_add(at)
        elif event.button() == Qt.MouseButton.LeftButton and hit.part in ("node", "note"):
            self.opened.emit(self.drawing.path_at(at.x, at.y) or (hit.id,))
        elif event.button() == Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_to(self.zoom * (1 + event.value()), event.position())
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self._hit(self._scene_point(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), tip(self.drawing, hit), self.viewport())
            return True
        if isinstance(event, QGestureEvent):
            return self.pinched(event)
        if event.type() == QEvent.Type.Leave and self._gesture is None and self.state.hover != NOTHING:
            self.state.hover = NOTHING
            self._tip.leave()
            self.refresh()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space, self._space_used = True, False
            self._set_cursor()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            if not self.cancel_gesture():
                self.document.selection.clear()
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            tapped = self._space and not self._space_used and self._gesture is None
            self._space = False
            self._set_cursor()
            if tapped:
                self.tapped.emit()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._gesture is None:
            hit = self._hit(self._scene_point(QPointF(event.pos())))
            self.asked.emit(hit, event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._item.selected = self.document.selection.ids
        self._item.focus = self.document.selection.focus
        super().paintEvent(event)

    # following

    def _updated(self, update: Update) -> None:
        self._fitted = False
        before, places = self.drawing.afar, self._places(update)
        self.drawing.update(self.document.sight, update)
        if places:
            self._glide.begin(places, {key: box for key in places if (box := self.drawing.boxes.get(key)) is not None})
        self._settling.begin()
        if self.zoom >= NAMES or self._looked or before != self.drawing.afar:
            self.refresh()

    def _places(self, update: Update) -> dict[int, Box]:
        """Where cards are that an arrangement, or its undoing, is about to move; a hand's own moves do not glide."""
        if self._gesture is not None or self.zoom < NAMES or not self._glide.wanted(update):
            return {}
        return {key: box for key in update.delta.changes if (box := self.drawing.boxes.get(key)) is not None}

    def _replaced(self) -> None:
        self._glide.stop()
        self._end(None)
        self.state.hover = NOTHING
        self._path = ()
        self._left.clear()
        self._looked.clear()
        self._rebuild()
        self.fit()
        self.refresh()

    def _rebuild(self) -> None:
        document = self.document
        self._looked = {path for path in self._looked if document.session.analysis.sight((*path, 0)) is not None}
        self.drawing.rebuild(document.design, document.sight, document.scope, self._looked)
        self._settling.begin()

    def _moved(self) -> None:
        """Another drawing is open: show all of it, or what was seen of it when it was left."""
        self._end(None)
        self.state.hover = NOTHING
        self._left[self._path] = (self.zoom, self.visible_area().center(), self._fitted)
        self._path = self.document.place.path
        self._rebuild()
        zoom, middle, fitted = self._left.get(self._path, (0.0, QPointF(), True))
        if fitted:
            self.fit()
        else:
            self.look_at(zoom, middle)
        self.refresh()

    # inside

    def _edge_scrolled(self, dx: float, dy: float) -> None:
        """The paper moves under a hand that rests at an edge; the gesture goes on where the hand is now."""
        self.scroll_by(dx / self.zoom, dy / self.zoom)
        if self._gesture is not None:
            self._gesture.move(self._scene_point(self._edge.at), QApplication.keyboardModifiers())

    def _hit(self, at: Point) -> Hit:
        hovered = self.state.hover
        handles = [hovered.id] if hovered.part in ("node", "handle", "input", "output") else []
        grip = grip_hit(self.drawing, self.document.selection.ids, at.x, at.y, self.zoom)
        return grip or self.drawing.hit(at.x, at.y, self.zoom, [key for key in handles if key in self.drawing.cards])

    def _begin(self, gesture: Gesture) -> None:
        self._gesture = gesture
        self._set_cursor()

    def _finish(self, at: Point, modifiers: Qt.KeyboardModifier) -> None:
        if self._gesture is not None:
            self._end(self._gesture, at, modifiers)
            self.state.hover = self._hit(at)
            self.refresh()

    def _end(
        self,
        gesture: Gesture | None,
        at: Point | None = None,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Let a gesture carry out what it showed, and clear the preview whatever happens."""
        self._gesture = None
        self._edge.stop()
        self._tip.leave()
        try:
            if gesture is not None and at is not None:
                gesture.release(at, modifiers)
        finally:
            kept = {name: getattr(self.state, name) for name in ("hover", "keyboard", "heat", "answers", "found")}
            fresh = CanvasState(**kept)
            for name in CanvasState.__slots__:
                setattr(self.state, name, getattr(fresh, name))
            self._set_cursor()
            self.refresh()

    def _set_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._gesture is not None and self._gesture.cursor is not None:
            shape = self._gesture.cursor
        elif self._space or self.hand_tool:
            shape = Qt.CursorShape.OpenHandCursor
        elif self.state.hover.part in ("input", "output", "handle"):
            shape = Qt.CursorShape.CrossCursor
        elif self.state.hover.part == "grip":
            shape = grip_cursor(self.state.hover.port)
        elif self.state.hover.part in ("link", "share"):
            shape = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)
