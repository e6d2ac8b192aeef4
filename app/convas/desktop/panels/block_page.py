"""The inspector inside a block with nothing selected: its name, what one repetition counts, its arguments and ends."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from convas.analysis.report import total_calculation
from convas.desktop.document import Document
from convas.desktop.panels.arguments_list import ArgumentsList
from convas.desktop.panels.design_page import MOST_TERMS
from convas.desktop.panels.formula import FormulaBox, Rows, total_rows
from convas.desktop.panels.name_edit import NameEdit
from convas.desktop.place import Step
from convas.desktop.widgets.basics import column, label, line, rule, spacer
from convas.edits.blocks import rename_block
from convas.edits.edit import Edit
from convas.values import text
from convas.values.spec import ABSENT, Spec


class BlockPage(QWidget):
    """The block that is open, in numbers: those of one repetition, at the place where it was opened."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._block = 0
        self.name = NameEdit(document, "Name of the block", self._renaming)
        self.kind = label("", "small", wraps=True)
        self.head = label("CALCULATION", "section")
        self.box = FormulaBox()
        self.sum = label("", "small", wraps=True, selectable=True)
        self.rows = Rows()
        self.counted = label("", "small", wraps=True)
        self.arguments = ArgumentsList(document)
        self.ends_head = label("INPUTS AND OUTPUTS", "section")
        self.ends = Rows()
        self.hint = label("Select a layer to see its settings and its calculation.", "small", wraps=True)
        self.setLayout(
            column(
                column(self.name, self.kind, margins=(16, 14, 16, 12), gap=2),
                rule(),
                column(self.head, self.box, self.sum, margins=(16, 12, 16, 12), gap=8),
                column(self.rows, self.counted, margins=(16, 0, 16, 14), gap=6),
                rule(),
                column(self.arguments, margins=(16, 10, 16, 12)),
                rule(),
                column(self.ends_head, self.ends, margins=(16, 12, 16, 12), gap=8),
                line(self.hint, margins=(16, 8, 16, 16)),
                spacer(),
            )
        )

    def show_block(self) -> None:
        """Show the open block as it stands now."""
        document, block = self._document, self._document.place.block
        if block is None:
            return
        design, sight = document.design, document.sight
        self.name.show_name(block.name, again=block.id == self._block)
        self._block = block.id
        steps = list(document.place.steps())
        self.kind.setText(f"Block · used {_times(len(design.uses.get(block.id, ())))}{_whereabouts(steps)}")
        self.head.setText("CALCULATION OF ONE REPETITION" if steps and steps[-1].repeat > 1 else "CALCULATION")
        totals = sight.totals
        saved = totals.saved != 0
        note = f"{text.count(totals.if_not_shared)} if not shared" if saved else ""
        self.box.show_calculation([], text.total(totals.parameters, totals.complete), "parameters", note)
        self.sum.setText(total_calculation(design, sight) if len(sight.findings) <= MOST_TERMS else "")
        self.sum.setVisible(bool(self.sum.text()))
        self.rows.show_rows(total_rows(totals, design.rules, document.included))
        self.counted.setText(f"FLOPs: {document.included.told}.")
        self.arguments.show_block()
        self._show_ends()

    def start_renaming(self) -> None:
        self.name.start()

    def _show_ends(self) -> None:
        design, sight = self._document.design, self._document.sight
        inputs, outputs = design.ports(self._document.scope)
        rows = []
        for keys, side in ((inputs, "input"), (outputs, "output")):
            for key in keys:
                finding = sight.finding(key)
                spec = (finding.outputs if side == "input" else finding.inputs)[0]
                shape = "not linked" if spec is ABSENT else "unknown" if spec is None else _shape(spec)
                rows.append((design.node(key).name, side, shape))
        self.ends.show_rows(rows)
        self.ends_head.setVisible(bool(rows))

    def _renaming(self, name: str) -> Edit:
        return rename_block(self._document.design, self._document.scope, name)


def _shape(spec: Spec) -> str:
    return text.shape(spec.visible, text.THIN)


def _times(number: int) -> str:
    return "once" if number == 1 else text.many(number, "time")


def _whereabouts(steps: list[Step]) -> str:
    """`, here repetition 0 of 3 at stage[0]` for a way in."""
    if not steps:
        return ""
    path = "/".join(f"{step.name}[{step.repetition}]" if step.repeat > 1 else step.name for step in steps)
    last = steps[-1]
    which = f"repetition {text.count(last.repetition)} of {text.count(last.repeat)} at " if last.repeat > 1 else "at "
    return f", here {which}{path}"
