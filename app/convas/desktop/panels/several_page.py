"""The inspector with several layers selected: their sum, and the settings that they have in common."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from convas.analysis.inside import Counts
from convas.desktop.document import Document
from convas.desktop.panels.formula import FormulaBox, Rows
from convas.desktop.panels.layer_form import LayerForm
from convas.desktop.panels.use_section import UseSection
from convas.desktop.widgets.basics import column, label, rule, spacer
from convas.values import text


class SeveralPage(QWidget):
    """Several layers at once. Layers of one kind can be set together."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.head = label("", "title")
        self.names = label("", "small", wraps=True)
        self.form = LayerForm(document)
        self.form_head = label("SETTINGS OF ALL", "section")
        self.use = UseSection(document)
        self.use_part = QWidget()
        self.use_part.setLayout(column(self.use, margins=(16, 0, 16, 14)))
        self.box = FormulaBox()
        self.costs = Rows()
        self.setLayout(
            column(
                column(self.head, self.names, margins=(16, 14, 16, 12), gap=4),
                column(self.form_head, self.form, margins=(16, 0, 16, 14), gap=8),
                self.use_part,
                rule(),
                column(label("TOGETHER", "section"), self.box, self.costs, margins=(16, 12, 16, 16), gap=10),
                spacer(),
            )
        )

    def show_nodes(self, ids: list[int]) -> None:
        """Show nodes, at least two."""
        design, sight = self._document.design, self._document.sight
        nodes = [design.node(key) for key in ids]
        self.head.setText(f"{text.many(len(nodes), 'layer')} selected")
        names = [node.name for node in nodes]
        self.names.setText(text.listed(names) if len(names) <= 12 else f"{', '.join(names[:12])} and more")
        same = len({type(node.layer) for node in nodes}) == 1 and bool(nodes[0].layer.title)
        has_settings = same and bool(type(nodes[0].layer).model_fields)
        self.form.setVisible(has_settings)
        self.form_head.setVisible(has_settings)
        if has_settings:
            self.form.show_nodes(ids)
        self.use_part.setVisible(self.use.show_uses(ids))
        known = [key for key in ids if key in sight.figures]
        counts = Counts.of((sight.figures[key], sight.finding(key)) for key in known)
        complete = len(known) == len(ids)
        parameters = counts.trainable + counts.frozen + (counts.state if design.rules.counts_state else 0)
        self.box.show_calculation([], text.total(parameters, complete and counts.known), "parameters", "")
        self.costs.show_rows(
            [
                ("MACs", "", text.total(counts.operations.macs, complete and counts.costed)),
                ("Activation memory", "", text.memory(counts.memory)),
            ]
        )
