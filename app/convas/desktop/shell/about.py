"""Two small dialogs: the key map, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLineEdit, QScrollArea, QWidget

from convas.desktop.shell.actions import Actions
from convas.desktop.widgets.basics import clear, column, label
from convas.version import __version__

_HANDS = (
    ("Drag from the palette", "a new layer; dropped on a link, it is put in between"),
    ("Drag from port to port", "a link; on empty canvas, a list of layers that fit"),
    ("Click a port, then another", "the same link without dragging"),
    ("Drag the chain below a card", "one set of weights for both layers"),
    ("Double-click empty canvas", "type a layer"),
    ("Drag a linked input away", "lead the link elsewhere, or drop it to delete it"),
    ("Middle-drag, or Space and drag", "move the paper"),
    ("Ctrl and wheel", "zoom at the pointer"),
)


def show_keys(parent: QWidget, actions: Actions) -> QDialog:
    """Every action with a key, and what hands can do, found by typing."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Keys and gestures")
    dialog.resize(560, 620)
    search = QLineEdit()
    search.setPlaceholderText("Find an action or a key")
    search.setAccessibleName("Find an action or a key")
    inside = QWidget()
    body = column(margins=(4, 4, 12, 4), gap=6)
    inside.setLayout(body)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    rows = [(words, told, "Gestures") for words, told in _HANDS]
    for _, path, action in actions.all():
        keys = ", ".join(key.toString() for key in action.shortcuts())
        if keys:
            rows.append((keys, action.text().replace("&", "").rstrip("…"), path.partition("/")[0]))

    def fill(typed: str) -> None:
        clear(body)
        head = ""
        grid = QGridLayout()
        for keys, words, group in rows:
            if not all(word in f"{keys} {words} {group}".lower() for word in typed.lower().split()):
                continue
            row = grid.rowCount()
            if group != head:
                head = group
                grid.addWidget(label(group.upper(), "section"), row, 0, 1, 2)
                row += 1
            grid.addWidget(label(keys, "strong"), row, 0)
            grid.addWidget(label(words, "quiet", wraps=True), row, 1)
        grid.setColumnStretch(1, 1)
        holder = QWidget()
        holder.setLayout(grid)
        body.addWidget(holder)
        body.addStretch(1)

    search.textChanged.connect(fill)
    fill("")
    dialog.setLayout(column(search, area, buttons, margins=(16, 16, 16, 12), gap=10))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def show_about(parent: QWidget) -> QDialog:
    """Name, version, licence."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("About Convas")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    dialog.setLayout(
        column(
            label("Convas", "display"),
            label(f"Version {__version__}", "quiet"),
            label("Draw a neural network, and every shape and every count is there, exact and explained.", wraps=True),
            label("MIT licence. Counts as Keras 3 and PyTorch 2 do.", "small", wraps=True),
            buttons,
            margins=(24, 20, 24, 14),
            gap=10,
        )
    )
    dialog.setMinimumWidth(380)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
