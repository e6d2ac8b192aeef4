"""Charts: parameters per layer as bars. pyqtgraph is imported with the first chart, because it takes half a second."""

from __future__ import annotations

from math import log10
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from convas.analysis.inside import Path
from convas.analysis.tree import Branch, Tree
from convas.desktop.document import Document
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import column, label, line, spacer
from convas.values import text
from convas.values.size import value_of

_MOST_BARS = 20_000
_LOGARITHMIC_FROM = 1000
"""Where the largest is more than so many times the smallest, the scale is logarithmic."""


class Bar(NamedTuple):
    """A layer, or all repetitions of one that are alike, with what it counts."""

    place: Path
    name: str
    size: int
    family: str
    times: int = 1

    @property
    def told(self) -> str:
        one = f" = {text.count(self.times)} {text.TIMES} {text.count(self.size // self.times)}"
        each = one if self.times > 1 and self.size % self.times == 0 else ""
        return f"{self.name}: {text.count(self.size)}{each}"


class Charts(QStackedWidget):
    """One bar a layer that has weights of its own, inside blocks too; a click leads to the layer.

    Signals: place_wanted(tuple) leads to the layer of a bar
    """

    place_wanted = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._document = document
        self._stale = True
        self.plot: Any = None
        self.bars: list[Bar] = []
        self.title = label("Parameters per layer", "strong")
        self.scale = label("", "small")
        self.readout = label("", "count")
        head = line(self.title, self.scale, spacer(), self.readout, margins=(16, 8, 16, 0), gap=8)
        self._page = QWidget()
        self._body = column(head, gap=2)
        self._page.setLayout(self._body)
        empty = label("Charts appear with the first layer that has weights.", "quiet")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self._page)
        self.addWidget(empty)
        self.setCurrentIndex(1)
        for signal in (document.updated, document.replaced, document.selection.changed, look.changed):
            signal.connect(self._mark)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.draw()

    def draw(self) -> None:
        """Draw what there is now, if it is to be seen."""
        if not self._stale or not self.isVisible():
            return
        self._stale = False
        self.bars = self._measured()
        self.setCurrentIndex(0 if self.bars else 1)
        if self.bars:
            if self.plot is None:
                self._make_plot()
            self._fill()

    def bar_place(self, node: int) -> QPointF | None:
        """Where the middle of a node's bar is, in the plot's scene."""
        for index, bar in enumerate(self.bars):
            if bar.place[-1] == node and self.plot is not None:
                view = self.plot.getPlotItem().getViewBox()
                bottom, top = view.viewRange()[1]
                place: QPointF = view.mapViewToScene(QPointF(index, bottom + (top - bottom) * 0.02))
                return place
        return None

    def _mark(self, *_: object) -> None:
        self._stale = True
        self.draw()

    def _measured(self) -> list[Bar]:
        """A bar for each layer; repetitions that are alike are one, and so is a block of too much to tell apart."""
        session = self._document.session
        design, analysis = session.design, session.analysis
        found: list[Bar] = []
        for key in analysis.ordered():
            if key not in analysis.figures:
                continue
            tree = Tree(design, analysis, key)
            waiting = [tree.rows(1)]
            while waiting and len(found) < _MOST_BARS:
                branch = next(waiting[-1], None)
                if branch is None:
                    waiting.pop()
                elif branch.finding.inside is not None and not tree.closed(branch):
                    waiting.append(tree.below(branch))
                else:
                    found += _bar(branch)
        return found

    def _make_plot(self) -> None:
        import pyqtgraph  # noqa: PLC0415  (half a second, at the first chart)

        self.plot = pyqtgraph.PlotWidget()
        item = self.plot.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.setMouseEnabled(x=True, y=False)
        item.hideAxis("bottom")
        self.plot.setAccessibleName("Parameters per layer")
        self.plot.scene().sigMouseMoved.connect(self._hovered)
        self.plot.scene().sigMouseClicked.connect(self._clicked)
        self._body.addWidget(self.plot, 1)

    def _fill(self) -> None:
        import pyqtgraph  # noqa: PLC0415

        theme, item = look.theme, self.plot.getPlotItem()
        sizes = [bar.size for bar in self.bars]
        logarithmic = max(sizes) > _LOGARITHMIC_FROM * min(sizes)
        self.scale.setText("logarithmic" if logarithmic else "linear")
        heights = [log10(size) for size in sizes] if logarithmic else [float(size) for size in sizes]
        base = max(0.0, min(heights) - 0.6) if logarithmic else 0.0
        self.plot.setBackground(theme["panel"])
        item.clear()
        chosen = self._document.selection.ids
        brushes = [theme.family(bar.family) for bar in self.bars]
        pens = [
            pyqtgraph.mkPen(theme["accent"], width=2)
            if chosen & {bar.place[0], bar.place[-1]}
            else pyqtgraph.mkPen(None)
            for bar in self.bars
        ]
        item.addItem(
            pyqtgraph.BarGraphItem(
                x=list(range(len(heights))), y0=base, height=[height - base for height in heights], width=0.78,
                brushes=brushes, pens=pens,
            )
        )  # fmt: skip
        axis = item.getAxis("left")
        ticks = _ticks(base, max(heights), logarithmic)
        axis.setTicks([ticks])
        axis.setTextPen(theme["text2"])
        axis.setPen(pyqtgraph.mkPen(None))
        axis.setTickFont(fonts.font("axis"))
        axis.setStyle(tickLength=0)
        axis.setWidth(max(fonts.metrics("axis").horizontalAdvance(words) for _, words in ticks) + 14)
        for height, _ in ticks:
            ruler = pyqtgraph.InfiniteLine(pos=height, angle=0, pen=pyqtgraph.mkPen(theme["line"], width=1))
            ruler.setZValue(-10)
            item.addItem(ruler, ignoreBounds=True)
        top = max(heights)
        item.setYRange(base, top + (top - base) * 0.06 or 1, padding=0)
        item.setXRange(-0.7, len(heights) - 0.3, padding=0)

    def _index(self, scene: QPointF) -> int | None:
        if self.plot is None:
            return None
        at = self.plot.getPlotItem().getViewBox().mapSceneToView(scene)
        index = round(at.x())
        return index if 0 <= index < len(self.bars) and abs(at.x() - index) <= 0.5 else None

    def _hovered(self, scene: QPointF) -> None:
        index = self._index(scene)
        self.readout.setText("" if index is None else self.bars[index].told)

    def _clicked(self, event: Any) -> None:
        index = self._index(event.scenePos())
        if index is not None:
            self.place_wanted.emit(self.bars[index].place)


def _bar(branch: Branch) -> list[Bar]:
    """The bar of a row of the tree, if there is anything to see."""
    figures = branch.figures.counted
    size = value_of((figures.trainable or 0) + (figures.frozen or 0))
    return [Bar(branch.places[0], branch.name, size, branch.node.layer.family, len(branch.places))] if size else []


def _ticks(base: float, top: float, logarithmic: bool) -> list[tuple[float, str]]:
    """Heights with their numbers: powers of ten, or four even steps."""
    if logarithmic:
        first = int(base) + (base > int(base))
        powers = range(first, int(top) + 1)
        return [(float(power), text.tick(10**power)) for power in powers] or [(top, text.short(round(10**top)))]
    step = 10 ** max(0, len(str(int(top))) - 1)
    while top / step < 3 and step % 2 == 0:
        step //= 2
    return [(float(n * step), text.tick(n * step)) for n in range(int(top // step) + 1)]
