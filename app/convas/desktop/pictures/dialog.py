"""The dialog for a picture: which part, what kind of file, which colours and how large; it shows what will come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, Literal, cast

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QSizePolicy, QWidget

from convas.desktop.pictures.picture import Picture
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import Mode
from convas.desktop.widgets.basics import column, label, line
from convas.desktop.widgets.controls import Segments, Switch
from convas.exchange.pictures import KINDS, Kind
from convas.values import text

Part = Literal["all", "selection", "view"]
Make = Callable[[Part, Mode, float, bool], Picture]
_MOST_SCALE: Final = 16.0
_MANY: Final = 400
"""A preview of more cards shows them as they are seen from afar."""


class PictureDialog(QDialog):
    """Asks how a picture is to be; `make` makes it, `save` and `copy` get it."""

    def __init__(
        self,
        parent: QWidget,
        make: Make,
        save: Callable[[Picture, Kind], object],
        copy: Callable[[Picture], object],
        *,
        selected: bool,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Picture of the drawing")
        self._make, self._save, self._copy = make, save, copy
        parts = [("all", "All"), ("view", "What is in sight")]
        if selected:
            parts.insert(1, ("selection", "Selection"))
        self.part = self._segments(parts, "selection" if selected else "all", "What is shown")
        self.kind = self._segments([(kind, kind.upper()) for kind in KINDS], "svg", "Kind of file")
        self.mode = self._segments([("light", "Light"), ("dark", "Dark")], look.theme.mode, "Colours")
        self.scale = QDoubleSpinBox()
        self.scale.setRange(0.05, _MOST_SCALE)
        self.scale.setSingleStep(0.5)
        self.scale.setDecimals(2)
        self.scale.setValue(1.0)
        self.scale.setAccessibleName("Scale")
        self.scale.lineEdit().setAccessibleName("Scale")
        self.scale.lineEdit().setTextMargins(6, 0, 0, 0)
        self.scale.valueChanged.connect(self._show)
        self.transparent = Switch()
        self.transparent.setAccessibleName("Without a ground")
        self.transparent.toggled.connect(self._show)
        self.size_ = label("", "small")
        self.preview = _Preview()
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for words, widget in (
            ("Show", self.part),
            ("File", self.kind),
            ("Colours", self.mode),
            ("Scale", self.scale),
            ("Transparent", self.transparent),
            ("Size", self.size_),
        ):
            form.addRow(words, widget)
        side = QWidget()
        side.setLayout(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save_ = buttons.addButton("Save as…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.copy_ = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        self.save_.setDefault(True)
        self.save_.setProperty("kind", "primary")
        self.save_.clicked.connect(self._saves)
        self.copy_.clicked.connect(self._copies)
        buttons.rejected.connect(self.reject)
        self.setLayout(column(line(self.preview, side, gap=16), buttons, margins=(16, 16, 16, 12), gap=12))
        self.resize(self.sizeHint())
        self._show()

    def picture(self) -> Picture:
        """The picture as it is asked for now."""
        part, mode = cast("Part", self.part.value), cast("Mode", self.mode.value)
        return self._make(part, mode, self.scale.value(), self.transparent.isChecked())

    def _segments(self, options: list[tuple[str, str]], value: str, name: str) -> Segments:
        made = Segments(options)
        made.setAccessibleName(name)
        made.set_value(value)
        made.chosen.connect(partial(self._chosen, made))
        return made

    def _chosen(self, of: Segments, value: str) -> None:
        of.set_value(value)
        self._show()

    def _show(self, *_: object) -> None:
        picture = self.picture()
        unit = "pixels" if self.kind.value == "png" else "points" if self.kind.value == "pdf" else "units"
        factor = 0.75 if unit == "points" else 1.0
        width, height = (text.count(round(side * factor)) for side in (picture.width, picture.height))
        self.size_.setText(f"{width} {text.TIMES} {height} {unit}")
        self.preview.show_picture(picture)

    def _saves(self) -> None:
        kind = cast("Kind", self.kind.value)
        picture = self.picture()
        self.accept()
        self._save(picture, kind)

    def _copies(self) -> None:
        picture = self.picture()
        self.accept()
        self._copy(picture)


class _Preview(QWidget):
    """The picture, small."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: Picture | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Preview")

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(520), fonts.px(340))

    def show_picture(self, picture: Picture) -> None:
        self._picture = picture
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, picture = QPainter(self), self._picture
        if picture is None:
            return
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        scale = min(room.width() / picture.area.width, room.height() / picture.area.height, 1.0)
        small = replace(picture, scale=scale)
        left, top = (self.width() - small.width) / 2, (self.height() - small.height) / 2
        painter.setClipRect(QRectF(left, top, small.width, small.height))
        painter.translate(left, top)
        painter.save()
        small.paint(painter, vectors=len(picture.drawing.cards) < _MANY)
        painter.restore()
        painter.setPen(QPen(look.theme["lineStrong"], 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0.5, 0.5, small.width - 1, small.height - 1))
