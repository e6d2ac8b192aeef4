"""Commands: what the window can do, each with its words, key and menu, and how it is done."""

from __future__ import annotations

from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from convas.analysis.inside import Path
from convas.analysis.report import rows
from convas.design.records import Node
from convas.desktop.canvas.cards import MEASURES, card_width
from convas.desktop.canvas.carrying import with_frames
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.hits import Hit
from convas.desktop.panels.number_rows import NumberList
from convas.desktop.panels.quick_add import Wanted
from convas.desktop.placeable import Placeable, layer_choice
from convas.desktop.shell.align_commands import AlignCommands
from convas.desktop.shell.answer_commands import AnswerCommands
from convas.desktop.shell.block_commands import BlockCommands
from convas.desktop.shell.block_library import BlockLibrary
from convas.desktop.shell.clipboard import Clipboard
from convas.desktop.shell.context_menu import context_menu
from convas.desktop.shell.differences import DifferencesWindow
from convas.desktop.shell.exercise_commands import ExerciseCommands
from convas.desktop.shell.flow_commands import FlowCommands
from convas.desktop.shell.heat_commands import HeatCommands
from convas.desktop.shell.keys_dialog import KeysDialog
from convas.desktop.shell.menus import entries
from convas.desktop.shell.note_commands import NoteCommands
from convas.desktop.shell.own_keys import OwnKeys
from convas.desktop.shell.picture_commands import PictureCommands
from convas.desktop.shell.share_commands import SINGLE, ShareCommands
from convas.desktop.shell.walk_commands import WalkCommands
from convas.desktop.theme.look import Choice, look
from convas.edits.arrange import ASIDE, BELOW, COLUMN, arrange
from convas.edits.conventions import switch
from convas.edits.edit import Edit
from convas.edits.links import connect
from convas.edits.nodes import bypass, delete, freeze
from convas.exchange.calculations import Style, design_calculation, layer_calculation
from convas.exchange.reports import report
from convas.exchange.tables import View
from convas.layers import registry
from convas.layers.layer import Layer
from convas.layers.use import Use
from convas.layers.validation import plain
from convas.study.conventions import differences
from convas.values.convention import RULES, Convention

if TYPE_CHECKING:
    from convas.desktop.shell.window import Window

_GRID = 8


class Commands:
    """Does what menus, keys and buttons ask for. `started` hides the first screen for an empty design."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.started = False
        self.menu: QMenu | None = None
        self.document = window.document
        self.clipboard = Clipboard(self)
        self.blocks = BlockCommands(window)
        self.shares = ShareCommands(window)
        self.own_blocks = BlockLibrary(self)
        self.heat = HeatCommands(window)
        self.pictures, self.flow = PictureCommands(window), FlowCommands(window)
        self.answers, self.practice = AnswerCommands(window), ExerciseCommands(window)
        self.walking, self.aligning = WalkCommands(window), AlignCommands(window)
        self.notes = NoteCommands(self)
        bar = window.top.menus
        window.actions_.build(bar, entries(self))
        self.keys = OwnKeys(window.actions_, window.preferences)
        self.keys_dialog: KeysDialog | None = None
        self._fill_recent()
        window.actions_.menus["File/Open recent"].aboutToShow.connect(self._fill_recent)
        actions = window.actions_
        names = ("Unfold all blocks", "Fold all blocks", "", "Copy tree", "Copy flat")
        window.bottom.strip.take_actions([actions[name] if name else None for name in names])
        window.top.take_actions(actions["Undo"], actions["Redo"], actions.menus["File/Export"])
        self.document.state_changed.connect(self._enable)
        self.document.selection.changed.connect(self._enable)
        self.document.place.changed.connect(self._enable)
        window.visits.changed.connect(self._enable)
        self.document.include(window.preferences.included)
        for part, there in self.document.included._asdict().items():
            actions[f"FLOPs {part}"].setChecked(there)
        self._enable()

    # files

    def new(self) -> None:
        self.started = True
        self.window.filing.new()

    def copy_report(self) -> None:
        design, analysis = self.document.design, self.document.session.analysis
        told = report(design, analysis, "markdown", view=View(included=self.document.included))
        QGuiApplication.clipboard().setText(told)
        self.document.told.emit("The numbers are copied as Markdown.")

    def copy_calculation(self, style: Style) -> None:
        """Copy how the selected layers are counted, or how the whole design is."""
        session, nodes = self.document.session, self._nodes()
        told = [
            layer_calculation(session.design, self.document.sight, node.id, style, self.document.included)
            for node in nodes
        ] or [design_calculation(session.design, self.document.sight, style)]
        QGuiApplication.clipboard().setText("\n\n".join(told) + "\n")
        self.document.told.emit("The calculation is copied.")

    def _fill_recent(self) -> None:
        menu = self.window.actions_.menus["File/Open recent"]
        menu.clear()
        for path in self.window.preferences.recent():
            action = menu.addAction(f"{path.stem}   {path.parent}")
            action.triggered.connect(partial(self._open_recent, path))
        if menu.isEmpty():
            menu.addAction("Nothing yet").setEnabled(False)
        else:
            menu.addSeparator()
            menu.addAction("Forget these").triggered.connect(self.window.preferences.forget_recent)

    def _open_recent(self, path: FilePath, *_: object) -> None:
        self.window.filing.open_path(path)

    # adding

    def add_kind(self, kind: registry.Listed) -> None:
        self.add_layer(plain(kind.load()))

    def add_layer(self, layer: Layer) -> None:
        self.add_choice(layer_choice(layer))

    def add_choice(self, choice: Placeable) -> None:
        """Add a layer or a block beside the selected one and link them, or in the middle of what is seen."""
        self.started = True
        layer = choice.layer
        design, drawing = self.document.design, self.window.canvas.drawing
        chosen = [key for key in self.document.selection.ids if key in drawing.boxes]
        lead = chosen[0] if len(chosen) == 1 else 0
        if lead and design.node(lead).layer.ports.outputs and layer.ports.inputs:
            box = drawing.boxes[lead]
            down = drawing.down
            at = Point(box.middle.x, box.middle.y + BELOW) if down else Point(box.middle.x + COLUMN, box.middle.y)
            while any(drawing.boxes.near(_card_at(at))):
                at = Point(at.x + ASIDE, at.y) if down else Point(at.x, at.y + MEASURES["height"] * 2)
            self.add_wanted(choice, Wanted(at, lead, "output", 0))
            return
        middle = self.window.canvas.visible_area().center()
        at = Point(middle.x(), middle.y())
        while any(drawing.boxes.near(_card_at(at))):
            at = Point(at.x + 24, at.y + MEASURES["height"] + 24)
        self.add_wanted(choice, Wanted(at))

    def add_wanted(self, choice: Placeable, wanted: Wanted) -> None:
        """Add a layer at a place, linked to the port it was asked for."""
        self.started = True
        design = self.document.design
        at = self.window.canvas.drawing.home(
            Point(wanted.at.x - card_width() / 2, wanted.at.y - MEASURES["height"] / 2)
        )
        x, y = round(at.x / _GRID) * _GRID, round(at.y / _GRID) * _GRID
        made: list[int] = []

        def plan() -> Edit:
            edit, node = choice.plan(design, x, y, self.document.scope)
            made.append(node.id)
            return edit

        with self.document.session.together(f"Add {choice.title}"):
            if not self.document.attempt(plan):
                return
            if wanted.node and wanted.side == "output":
                self.document.attempt(lambda: connect(design, wanted.node, made[0], wanted.port))
            elif wanted.node:
                self.document.attempt(lambda: connect(design, made[0], wanted.node, 0, wanted.port))
        self.document.selection.set(made)
        self.window.canvas.show_node(made[0])
        self.window.canvas.setFocus()

    def quick_add(self) -> None:
        self.started = True
        middle = self.window.canvas.visible_area().center()
        cursor = self.window.canvas.viewport().mapFromGlobal(self.window.cursor().pos())
        inside = self.window.canvas.viewport().rect().contains(cursor)
        at = self.window.canvas.mapToScene(cursor) if inside else middle
        self.window.canvas.quick_add(Point(at.x(), at.y()))

    # editing

    def delete(self) -> None:
        ids = self.document.selection.ids
        if ids:
            self.document.apply(delete(self.document.design, ids))

    def select_all(self) -> None:
        self.document.selection.set([*self.window.canvas.drawing.cards, *self.window.canvas.drawing.notes])

    def rename(self) -> None:
        if self.own_blocks.rename_current():
            return
        self.window.right_dock.show()
        if self.window.inspector.numbers.has_focus():
            self.window.inspector.numbers.rename()
            return
        if len(self._nodes()) == 1:
            self.window.inspector.layer.start_renaming()
        elif self.notes.one:
            self.notes.write()
        elif not self._nodes():
            self.window.inspector.start_renaming()

    def open_node(self, path: Path) -> None:
        """What a double-click does: open a block, go to a layer seen inside one, else edit its settings."""
        if len(path) > 1:
            self.window.visits.leave()
            self.document.go_to_place((*self.document.place.path, *path))
            return
        if path[0] in self.window.canvas.drawing.blocks:
            self.window.visits.leave()
        if not self.document.place.open(path[0]):
            self.edit_settings()

    def edit_settings(self) -> None:
        if len(self._nodes()) == 1:
            self.window.right_dock.show()
            self.window.inspector.layer.form.focus_first()
        else:
            self.notes.write()

    def new_variable(self) -> None:
        self._variables().add()

    def rename_variable(self) -> None:
        self._variables().rename()

    def delete_variable(self) -> None:
        self._variables().delete()

    def _variables(self) -> NumberList:
        """The variables, or inside a block its arguments, brought to the front."""
        self.started = True
        self.document.selection.clear()
        self.window.right_dock.show()
        return self.window.inspector.numbers

    def freeze(self) -> None:
        nodes = self._nodes()
        if nodes:
            frozen = not all(node.frozen for node in nodes)
            self.document.apply(freeze(self.document.design, [node.id for node in nodes], frozen))

    def bypass(self) -> None:
        nodes = self._nodes()
        if nodes:
            bypassed = not all(node.bypassed for node in nodes)
            self.document.attempt(lambda: bypass(self.document.design, [node.id for node in nodes], bypassed))

    # arranging and mending

    def arrange_all(self) -> None:
        self.window.floats.tools.arrange.click()

    def arrange_selection(self) -> None:
        ids = [node.id for node in self._nodes()]
        if ids:
            self.document.apply(with_frames(self.window.canvas.drawing, arrange(self.document.design, ids)))

    def mend(self) -> None:
        """Do what mends the first problem of the selected layers, or of the design."""
        sight = self.document.sight
        keys = [node.id for node in self._nodes()] or sight.ordered()
        cures = ((key, cure) for key in keys for found in sight.problems(key) for cure in sight.cures(key, found))
        key, cure = next(cures, (0, None))
        if cure is None:
            self.document.refused.emit("There is nothing here that Convas could mend by itself.")
        else:
            self.document.mend(key, cure)

    def count_as(self, convention: Convention) -> None:
        """Switch to the other framework's rules, and tell what counts differently by them."""
        session = self.document.session
        if session.design.header.convention == convention:
            return
        self.document.wait()
        before, total = rows(session.design, session.analysis), session.totals
        self.document.apply(switch(session.design, session.analysis, convention))
        self.document.wait()
        found = differences(session.design, session.analysis, before, rows(session.design, session.analysis))
        if found:
            window = self.window.differences or DifferencesWindow(self.document, self.window)
            self.window.differences = window
            window.show_differences(found, convention, total, session.totals)
        elif before:
            self.document.told.emit(f"Every layer counts the same in {RULES[convention].title}.")

    def include(self, part: str) -> None:
        """Let FLOPs include a part of the work, or not."""
        included = self.document.included._replace(**{part: self.window.actions_[f"FLOPs {part}"].isChecked()})
        self.window.preferences.included = included
        self.document.include(included)

    # showing

    def go_to_place(self, path: Path) -> None:
        """Open the drawing around a layer, select the layer and bring it into sight."""
        self.window.visits.leave()
        if self.document.go_to_place(path):
            self.window.canvas.show_node(path[-1])

    def go_to_problem(self, key: int, setting: str) -> None:
        """Select the layer that has a problem, and go to the setting at fault."""
        if self.document.design.get(Node, key) is not None:
            self.go_to_place((key,))
            if setting:
                self.window.right_dock.show()
                self.window.inspector.layer.focus_on(setting)

    def fold_all(self) -> None:
        self.window.show_page(0)
        self.window.bottom.breakdown.fold_all()

    def unfold_all(self) -> None:
        self.window.show_page(0)
        self.window.bottom.breakdown.unfold_all()

    def help(self) -> None:
        """Help on the kind at hand: the one in the palette, or the selected layer's."""
        nodes = self._nodes()
        kind = self.window.palette_panel.current_kind() or (nodes[0].layer.kind if nodes else "")
        self.window.show_help(kind if registry.find(kind) else "start")

    def choose_theme(self, choice: Choice) -> None:
        look.choose(choice)
        self.window.preferences.theme = choice

    def choose_keys(self) -> None:
        self.keys_dialog = KeysDialog(self.window, self.window.actions_, self.keys)
        self.keys_dialog.open()

    def show_side(self, page: str) -> None:
        """Turn the left panel to its layers or its outline, and go there."""
        self.window.left_dock.show()
        self.window.side.show_page(page)
        if page == "outline":
            self.window.outline.view.setFocus()
        else:
            self.window.palette_panel.start_typing()

    def search_actions(self) -> None:
        at = self.window.top.search.mapToGlobal(QPoint(0, self.window.top.search.height() + 4))
        limit = self.window.mapToGlobal(QPoint(self.window.width() - self.window.search.width() - 12, 0))
        self.window.search.ask(QPoint(min(at.x(), limit.x()), at.y()))

    def show_menu(self, hit: Hit, at: QPoint) -> None:
        """The menu for what is under the pointer."""
        self.menu = context_menu(self.window, hit)
        self.menu.popup(at)

    def _nodes(self) -> list[Node]:
        return self.document.chosen(Node)

    def toggle(self, dock: str) -> None:
        """Show or hide a panel."""
        widget = getattr(self.window, dock)
        widget.setVisible(not widget.isVisible())

    def _enable(self) -> None:
        session, nodes = self.document.session, self._nodes()
        actions, some = self.window.actions_, bool(self.document.selection.ids)
        actions.enable(bool(session.done), "Undo")
        actions.enable(bool(session.undone), "Redo")
        actions["Undo"].setToolTip(f"Undo {session.done[-1].name} (Ctrl+Z)" if session.done else "Undo (Ctrl+Z)")
        actions["Redo"].setToolTip(f"Redo {session.undone[-1].name} (Ctrl+Y)" if session.undone else "Redo (Ctrl+Y)")
        actions.enable(some, "Delete", "Cut", "Copy", "Duplicate")
        actions.enable(len(nodes) == 1 and isinstance(nodes[0].layer, Use), "Save the block to my library…")
        actions.enable(bool(nodes), "Freeze or unfreeze", "Bypass or use again", "Arrange the selection")
        actions.enable(len(nodes) == 1 or self.notes.one is not None, "Edit settings")
        actions.enable(len(nodes) > 1, "Share the weights")
        actions.enable(len(nodes) == 2, SINGLE)
        actions.enable(any(node.id in session.design.shares for node in nodes), "Unshare")
        self.window.floats.tools.share.setEnabled(len(nodes) > 1)
        actions.enable(self.window.visits.can_go_back, "Back")
        actions.enable(self.window.visits.can_go_forward, "Forward")
        for part in (self.blocks, self.flow, self.walking, self.aligning, self.notes):
            part.enable()


def _card_at(middle: Point) -> Box:
    half_w, half_h = card_width() / 2, MEASURES["height"] / 2
    return Box(middle.x - half_w, middle.y - half_h, middle.x + half_w, middle.y + half_h)
