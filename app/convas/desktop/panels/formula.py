"""The formula box: a calculation as captioned pieces, its result, and the arrays it counts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QSizePolicy, QWidget

from convas.analysis.totals import Totals
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import clear, column, label, line, rule
from convas.values import text
from convas.values.convention import Rules
from convas.values.operations import Included
from convas.values.reading import Token
from convas.values.size import value_of

_LEAST = text.total(0, False).removesuffix("0")
_PAD = 12
_GAP = 3
"""Between the pieces of a formula."""
_LONG = 130
"""A name that leaves no room beside it; a number beside a name and a shape."""
_ROOM = 190
"""A number beside a short name alone."""


class FormulaView(QWidget):
    """Pieces of a formula in reading order, captions beneath, broken into lines where it is long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: list[Token] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)

    def show_tokens(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self.setAccessibleName(" ".join(token.shown for token in tokens))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return int(max((rect.bottom() for _, rect in places), default=0)) + 2

    def sizeHint(self) -> QSize:
        return QSize(220, self.heightForWidth(max(self.width(), 220)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def _places(self, width: int) -> list[tuple[Token, QRectF]]:
        formula, caption = fonts.metrics("formula"), fonts.metrics("axis")
        high = formula.height() + caption.height() + 6
        x = y = 0.0
        placed: list[tuple[Token, QRectF]] = []
        for token in self._tokens:
            wide = max(formula.horizontalAdvance(token.shown), caption.horizontalAdvance(token.caption)) + 1
            if x and x + wide > width + 1:
                x, y = 0.0, y + high + 4
            placed.append((token, QRectF(x, y, wide, high)))
            x += wide + _GAP
        return placed

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        metrics = QFontMetricsF(fonts.font("formula"))
        plain = fonts.sized(fonts.font("formula").pixelSize(), 400)
        for token, rect in self._places(self.width()):
            top = QRectF(rect.left(), rect.top(), rect.width(), metrics.height())
            painter.setFont(plain if token.sign else fonts.font("formula"))
            painter.setPen(theme["text2"] if token.sign else theme["text"])
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, token.shown)
            if token.caption:
                painter.setPen(QPen(theme["lineStrong"], 1))
                painter.drawLine(rect.left(), top.bottom() + 1.5, rect.right(), top.bottom() + 1.5)  # type: ignore[call-overload]
                painter.setFont(fonts.font("axis"))
                painter.setPen(theme["text2"])
                below = QRectF(rect.left() - 8, top.bottom() + 3, rect.width() + 16, fonts.metrics("axis").height())
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, token.caption)


class FormulaBox(QFrame):
    """The formula, `= 3,620 parameters`, and a word on sharing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formula")
        self.formula = FormulaView()
        self.equals = label("=", "quiet")
        self.result = label("", "result", selectable=True)
        self.unit = label("parameters", "quiet")
        self.note = label("", "small", wraps=True)
        self.above = rule()
        for part in (self.equals, self.unit):
            part.setMinimumWidth(1)
        self._number = line(self.equals, self.result, gap=6)
        self._bottom = line(self._number, self.unit, gap=6)
        self.setLayout(column(self.formula, self.above, self._bottom, self.note, margins=(_PAD, 10, _PAD, 10), gap=6))

    def show_calculation(self, tokens: list[Token], result: str, unit: str, note: str, colour: str = "") -> None:
        """Show a formula and its result; without tokens only the result. `at least 3,620` is told as such."""
        least = result.startswith(_LEAST)
        self.formula.setVisible(bool(tokens))
        self.above.setVisible(bool(tokens))
        self.equals.setVisible(bool(tokens) or least)
        self.equals.setText(_LEAST.strip() if least else "=")
        self.formula.show_tokens(tokens)
        self.result.setText(result.removeprefix(_LEAST))
        self.unit.setText(unit)
        self.note.setVisible(bool(note))
        self.note.setText(note)
        self.note.setStyleSheet(f"color: {colour};" if colour else "")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put what stands beside the number above and below it where there is no room."""
        room = self.width() - 2 * _PAD
        number = sum(part.sizeHint().width() + 6 for part in (self.equals, self.result) if not part.isHidden())
        whole = number + self.unit.sizeHint().width() <= room
        for layout, beside in ((self._number, number <= room), (self._bottom, whole)):
            way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
            layout.setDirection(way)
        self._number.setStretchFactor(self.result, int(number <= room and not whole))
        self._bottom.setStretchFactor(self.unit, int(whole))


def total_rows(totals: Totals, rules: Rules, included: Included) -> list[tuple[str, str, str]]:
    """What all layers of a drawing come to, beside the parameters."""
    includes = "in the parameters" if rules.counts_state else "not in the parameters"
    return [
        ("Trainable", "", text.count(totals.trainable)),
        ("Frozen", "", text.count(totals.frozen)),
        ("State", includes if value_of(totals.state) != 0 else "", text.count(totals.state)),
        ("MACs", "", text.count(totals.macs)),
        ("FLOPs", "", text.count(totals.operations.flops(included))),
        ("Activation memory", "", text.memory(totals.memory)),
    ]


class Rows(QWidget):
    """Rows of words at the left and a number at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout()
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(8)
        self._layout.setVerticalSpacing(6)
        self._layout.setColumnStretch(1, 1)
        self.setLayout(self._layout)

    def show_rows(self, rows: list[tuple[str, str, str]]) -> None:
        """Each row: name, something in between, number. A long name stands above, a long number below."""
        clear(self._layout)
        at = -1
        for name, between, number in rows:
            at += 1
            if between and fonts.metrics("table").horizontalAdvance(name) > _LONG:
                self._layout.addWidget(label(_breakable(name), "table", wraps=True), at, 0, 1, 3)
                at += 1
                self._layout.addWidget(label(between, "small", wraps=True), at, 0, 1, 2)
            else:
                self._layout.addWidget(label(name, "table"), at, 0, 1, 1 if between else 2)
                if between:
                    self._layout.addWidget(label(between, "small", wraps=True), at, 1)
            long = fonts.metrics("tableCount").horizontalAdvance(number) > (_LONG if between else _ROOM)
            told = label(number, "count", wraps=long, selectable=True)
            at += int(long)
            if long:
                told.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._layout.addWidget(told, at, 0, 1, 3)
            else:
                self._layout.addWidget(told, at, 2, Qt.AlignmentFlag.AlignRight)
        self.setVisible(bool(rows))


def _breakable(name: str) -> str:
    """A name that may go on in the next line after a dot or a stroke."""
    return name.replace(".", ".\u200b").replace("/", "/\u200b")
