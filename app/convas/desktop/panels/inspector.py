"""The inspector: the selected layer's settings, shape, calculation and cost; or several; or the design or block."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QStackedWidget, QWidget

from convas.analysis.binding import ARGUMENT
from convas.analysis.explain import explain
from convas.analysis.inside import Inside
from convas.analysis.joints import Joint
from convas.analysis.report import Row, block_pieces, lent_words, row, shared_with, within
from convas.design.records import TOP, Node
from convas.desktop.document import Document
from convas.desktop.panels.block_page import BlockPage
from convas.desktop.panels.design_page import DesignPage
from convas.desktop.panels.formula import FormulaBox, Rows
from convas.desktop.panels.layer_form import LayerForm
from convas.desktop.panels.number_rows import NumberList
from convas.desktop.panels.place_rows import PlaceRow, PlaceRows
from convas.desktop.panels.plates import Banner, ProblemPlates
from convas.desktop.panels.several_page import SeveralPage
from convas.desktop.panels.use_section import UseSection, block_of
from convas.desktop.panels.weight_rows import weight_rows
from convas.desktop.theme.look import look
from convas.desktop.theme.tiles import tile_picture
from convas.desktop.widgets.basics import between, column, label, line, rule, spacer, tool
from convas.edits.edit import Refused
from convas.edits.nodes import rename
from convas.edits.shares import unshare_layer, unshare_weight
from convas.layers import registry
from convas.values import text
from convas.values.problem import Mend, Problem
from convas.values.reading import equation, tokens

_MOST_PIECES = 40
"""A longer sum is no help; the rows beneath have it layer by layer."""


class Inspector(QStackedWidget):
    """Shows what the selection is about, and follows it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setObjectName("panel")
        self.layer = LayerPage(document)
        self.several = SeveralPage(document)
        self.design = DesignPage(document)
        self.block = BlockPage(document)
        for page in (self.design, self.layer, self.several, self.block):
            self.addWidget(_scrolled(page))
        document.selection.changed.connect(self._follow)
        document.updated.connect(lambda _: self._follow())
        document.replaced.connect(self._follow)
        document.recounted.connect(self._follow)
        document.place.changed.connect(self._follow)
        look.changed.connect(self._follow)
        self._follow()

    @property
    def numbers(self) -> NumberList:
        """The named numbers of the open drawing: variables, or the arguments of the open block."""
        return self.design.variables if self._document.scope == TOP else self.block.arguments

    def start_renaming(self) -> None:
        """Let the name of the design, or of the open block, be typed."""
        (self.design if self._document.scope == TOP else self.block).start_renaming()

    def _follow(self) -> None:
        design = self._document.design
        nodes = sorted(key for key in self._document.selection.ids if design.get(Node, key) is not None)
        if not nodes and self._document.scope != TOP:
            self.setCurrentIndex(3)
            self.block.show_block()
        elif not nodes:
            self.setCurrentIndex(0)
            self.design.show_design()
        elif len(nodes) == 1:
            self.setCurrentIndex(1)
            self.layer.show_node(nodes[0])
        else:
            self.setCurrentIndex(2)
            self.several.show_nodes(nodes)


class LayerPage(QWidget):
    """One layer.

    Signals: copying() when its calculation is to be copied.
    """

    copying = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.node = 0
        self.tile = QLabel()
        self.tile.setFixedSize(36, 36)
        self.name = QLineEdit()
        self.name.setProperty("plain", True)
        self.name.setAccessibleName("Name")
        self.name.editingFinished.connect(self._rename)
        self.kind = label("", "small", wraps=True)
        self.name_trouble = label("", "trouble", wraps=True)
        self.banner = Banner()
        self.banner.unsharing.connect(self._unshare)
        self.problems = ProblemPlates()
        self.problems.mended.connect(self._mend)
        self.problems.going.connect(self._go_to_problem)
        self.use = UseSection(document)
        self.use_part = QWidget()
        self.use_part.setLayout(column(self.use, margins=(16, 0, 16, 14)))
        self.form = LayerForm(document)
        self.settings_head = label("SETTINGS", "section")
        self.shape = label("", "table", wraps=True, selectable=True)
        self.why = label("", "small", wraps=True, selectable=True)
        self.box = FormulaBox()
        self.copied = tool("copy", "Copy the calculation", self._copy)
        self.weights = Rows()
        self.inside = PlaceRows()
        self.inside.chosen.connect(lambda place: document.go_to_place((*document.place.path, *place)))
        self.costs = Rows()
        self.work = label("", "small", wraps=True, selectable=True)
        head = line(self.tile, column(self.name, self.kind), margins=(0, 0, 0, 0), gap=10)
        self.setLayout(
            column(
                column(head, self.name_trouble, self.banner, self.problems, margins=(16, 14, 16, 12), gap=10),
                column(self.settings_head, self.form, margins=(16, 0, 16, 14), gap=8),
                self.use_part,
                rule(),
                column(label("SHAPE", "section"), self.shape, self.why, margins=(16, 12, 16, 12), gap=6),
                rule(),
                column(
                    line(label("CALCULATION", "section"), between(), self.copied),
                    self.box,
                    self.weights,
                    self.inside,
                    margins=(16, 8, 16, 12),
                    gap=8,
                ),
                rule(),
                column(label("COST OF ONE INPUT", "section"), self.costs, self.work, margins=(16, 12, 16, 16), gap=8),
                spacer(),
            )
        )

    def show_node(self, key: int) -> None:
        """Show a node as it stands now."""
        design, sight, theme = self._document.design, self._document.sight, look.theme
        node = design.node(key)
        same, self.node = key == self.node, key
        icon = node.layer.icon or node.layer.family
        self.tile.setPixmap(tile_picture(node.layer.family, icon, 36, self.devicePixelRatioF()))
        if not (same and self.name.hasFocus() and self.name.isModified()):
            self.name.setText(node.name)
            self.name_trouble.hide()
        family = registry.FAMILIES.get(node.layer.family, "unknown kind")
        self.kind.setText(self._kind_of(node, family))
        self.banner.show_share(self._document, key)
        problems = sight.problems(key)
        self.problems.show_problems(
            [
                (found, sight.where(key, found) if found.place else "", sight.told(key, found), sight.cures(key, found))
                for found in problems
            ]
        )
        has_settings = bool(node.layer.title) and bool(type(node.layer).model_fields)
        self.settings_head.setVisible(has_settings)
        self.form.setVisible(has_settings)
        if has_settings:
            self.form.show_nodes([key])
        self.use_part.setVisible(self.use.show_uses([key]))
        self._show_numbers(key, theme.share(self.banner.letter).name() if self.banner.letter else "")

    def focus_on(self, setting: str) -> None:
        """Go to the field of a setting, or of an argument of a block."""
        if setting.startswith(ARGUMENT):
            self.use.arguments.focus_on(setting.removeprefix(ARGUMENT))
        else:
            self.form.focus_on(setting)

    def _kind_of(self, node: Node, family: str) -> str:
        block = block_of(self._document, [node.id])
        if block is not None:
            return f"Block · {block.name}"
        return f"{node.layer.title or node.layer.brief()[0]} · {family}"

    def start_renaming(self) -> None:
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def _show_numbers(self, key: int, colour: str) -> None:
        design, sight = self._document.design, self._document.sight
        finding = sight.findings.get(key)
        if finding is None or key not in sight.figures:
            return
        included = self._document.included
        shown = row(design, sight, key, included)
        into = text.shapes(shown.inputs, text.THIN)
        out = text.shapes(shown.outputs, text.THIN)
        self.shape.setText(f"{into}  →  {out}" if into and finding.outputs else into or out or "unknown")
        explanation = None if shown.bypassed else explain(finding, design.rules)
        lines = [] if explanation is None else explanation.shape_lines()
        self.why.setText("\n".join(lines))
        self.why.setVisible(bool(lines))
        note = ""
        lent = lent_words(design, finding, sight.figure(key))
        lender = shared_with(design, sight, key)
        if lent:
            note = lent if finding.inside is None else f"{lent}, so {text.count(shown.parameters)} here"
        elif lender:
            note = f"counted once at {lender}, so 0 here"
        elif self.banner.others and shown.alone != 0:
            note = f"counted here, 0 at {text.listed(self.banner.others)}"
        if finding.inside is not None and not shown.bypassed:
            self._show_block(shown, finding.inside, note, colour)
        elif explanation is None:
            self.box.show_calculation([], "0" if shown.bypassed else "?", "parameters", "")
        elif explanation.parameters is None:
            self.box.show_calculation([], "0", "parameters", "no weights of its own")
        else:
            formula, result = explanation.formula, text.count(shown.alone)
            if lent:
                own = explanation.own([name for name, _ in sight.figure(key).borrowed])
                formula, result = [] if own is None else tokens(own), text.count(shown.parameters)
            if explanation.active is not None:
                active = f"{text.count(explanation.active)} of them work on each place"
                note = f"{active}; {note}" if note else active
            self.box.show_calculation(formula, result, "parameters", note, colour)
        self.inside.show_rows([] if finding.inside is None or shown.bypassed else self._rows_inside(key))
        self.weights.show_rows(
            weight_rows(design, () if finding.weights is None else finding.weights, self.banner.joints)
        )
        self.costs.show_rows(
            [
                ("MACs", "", text.count(shown.macs)),
                ("FLOPs", "", text.count(shown.flops)),
                ("Activation memory", "", text.memory(shown.memory)),
            ]
        )
        work = [] if explanation is None else explanation.work_lines(included)
        told = [f"{word}: {equation(size)}" for word, size in work]
        self.work.setText("\n".join([*told, f"FLOPs count {included.told}."]) if told else "")
        self.work.setVisible(bool(told))

    def _show_block(self, shown: Row, inside: Inside, note: str, colour: str) -> None:
        """Show how what is inside a block adds up."""
        pieces, total = block_pieces(inside, self._document.design.rules)
        notes = [note] if note else []
        if inside.shared and inside.repeat > 1:
            notes.append(f"all {text.count(inside.repeat)} repetitions use the same weights")
        told = text.total(total, inside.counts.known)
        few = pieces if len(pieces) <= _MOST_PIECES and inside.counts.known else []
        self.box.show_calculation(few, told, "parameters", "\n".join(notes), colour)

    def _rows_inside(self, key: int) -> list[PlaceRow]:
        design, sight = self._document.design, self._document.sight
        start = len(design.node(key).name)
        return [
            PlaceRow(row.place, row.path[start:].lstrip("/"), row.repeat, text.count(row.parameters))
            for row in within(design, sight, key, self._document.included)
        ]

    def _go_to_problem(self, problem: Problem) -> None:
        """Go to the layer inside that has a problem, and to the setting at fault."""
        self._document.go_to_place((*self._document.place.path, self.node, *problem.place))
        if problem.setting:
            self.focus_on(problem.setting)

    def _rename(self) -> None:
        node = self._document.design.get(Node, self.node)
        if node is None or self.name.text() == node.name:
            self.name_trouble.hide()
            return
        try:
            edit = rename(self._document.design, self.node, self.name.text())
        except Refused as refusal:
            self.name_trouble.setText(str(refusal))
            self.name_trouble.show()
            return
        self.name_trouble.hide()
        self.name.setModified(False)
        self._document.apply(edit)

    def _mend(self, cure: Mend) -> None:
        self._document.mend(self.node, cure)

    def _unshare(self, joint: Joint) -> None:
        design, end = self._document.design, joint.end
        self._document.attempt(lambda: unshare_layer(design, self.node) if end is None else unshare_weight(design, end))

    def _copy(self) -> None:
        self.copying.emit()


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName("Inspector")
    area.setObjectName("panel")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    page.setObjectName("panel")
    return area
