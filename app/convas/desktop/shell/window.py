"""The window: puts the parts in their places and connects them. What it can do is declared in `commands`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.hits import Hit
from convas.desktop.canvas.view import Canvas
from convas.desktop.document import Document
from convas.desktop.panels.find import Find
from convas.desktop.panels.inspector import Inspector
from convas.desktop.panels.outline import Outline
from convas.desktop.panels.palette import Palette
from convas.desktop.panels.palette_blocks import Shelf
from convas.desktop.panels.quick_add import QuickAdd, Wanted
from convas.desktop.placeable import Placeable
from convas.desktop.shell.actions import Actions
from convas.desktop.shell.bottom import Bottom
from convas.desktop.shell.command_palette import CommandPalette
from convas.desktop.shell.commands import Commands
from convas.desktop.shell.dock_head import DockHead
from convas.desktop.shell.filing import Filing
from convas.desktop.shell.floats import Floats
from convas.desktop.shell.preferences import Preferences
from convas.desktop.shell.side import Side
from convas.desktop.shell.speech import Speech
from convas.desktop.shell.status_bar import StatusBar
from convas.desktop.shell.top_bar import TopBar
from convas.desktop.shell.visits import Visits
from convas.desktop.shell.welcome import Welcome
from convas.desktop.theme.tokens import tokens
from convas.files.block_library import Library

if TYPE_CHECKING:
    from convas.desktop.shell.differences import DifferencesWindow
    from convas.desktop.shell.help import HelpWindow
    from convas.desktop.shell.templates import TemplatesWindow

_SIZES = tokens()["window"]


_NARROW = 960


class Window(QMainWindow):
    """One document with its canvas and its panels."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("window")
        self.preferences = preferences
        self.document = Document(self)
        self._away: list[QDockWidget] | None = None
        self._squeezed = False
        self.canvas = Canvas(self.document)
        self.canvas.setMinimumSize(240, 160)
        self.shelf = Shelf(self.document, Library(preferences.blocks))
        self.palette_panel = Palette(self.shelf)
        self.inspector = Inspector(self.document)
        self.bottom = Bottom(self.document)
        self.top = TopBar(self.document)
        self.status = StatusBar(self.document)
        self.filing = Filing(self, self.document, preferences)
        self.welcome = Welcome(self.canvas, preferences.recent)
        self.floats = Floats(self.canvas, self.document)
        self.finder = Find(self.canvas, self.document)
        self.quick = QuickAdd(self.document, self.shelf, self)
        self.outline = Outline(self.document)
        self.side = Side(self.palette_panel, self.outline)
        self.visits = Visits(self.canvas, self.document)
        self.speech = Speech(self.canvas, self.document)
        self.actions_ = Actions(self, [self.canvas, self.bottom.breakdown.view, self.outline.view])
        self.search = CommandPalette(self.actions_, self)
        self.help: HelpWindow | None = None
        self.templates: TemplatesWindow | None = None
        self.differences: DifferencesWindow | None = None
        self.commands = Commands(self)
        self._lay_out()
        self._connect()
        self.shelf.tell_faults()
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 560)
        self.resize(int(_SIZES["width"]), int(_SIZES["height"]))
        self._fresh = self.saveState()
        kept = preferences.layout()
        if kept is not None:
            self.restoreGeometry(kept[0])
            self.restoreState(kept[1])
        self._retitle()
        self._greet()

    def _lay_out(self) -> None:
        self.setMenuWidget(self.top)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self.setCentralWidget(middle)
        area = Qt.DockWidgetArea
        self.left_dock = self._dock("Layers", "palette", self.side, area.LeftDockWidgetArea, DockHead())
        self.right_dock = self._dock("Inspector", "inspector", self.inspector, area.RightDockWidgetArea, DockHead())
        self.bottom_dock = self._dock("Numbers", "numbers", self.bottom, area.BottomDockWidgetArea, self.bottom.strip)
        self.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)
        self.inspector.setMinimumWidth(250)
        self.resizeDocks(
            [self.left_dock, self.right_dock],
            [int(_SIZES["palette"]), int(_SIZES["inspector"])],
            Qt.Orientation.Horizontal,
        )
        self.resizeDocks([self.bottom_dock], [int(_SIZES["bottom"])], Qt.Orientation.Vertical)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setStyleSheet("QStatusBar { border: 0; } QStatusBar::item { border: 0; }")
        bar.addWidget(self.status, 1)
        self.setAnimated(False)

    def _dock(self, title: str, name: str, inside: QWidget, area: Qt.DockWidgetArea, head: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(inside)
        dock.setTitleBarWidget(head)
        self.addDockWidget(area, dock)
        return dock

    def add_dock(self, title: str, name: str, inside: QWidget) -> QDockWidget:
        """A panel of its own at the right, hidden until it is shown."""
        dock = self._dock(title, name, inside, Qt.DockWidgetArea.RightDockWidgetArea, DockHead())
        self.splitDockWidget(self.right_dock, dock, Qt.Orientation.Horizontal)
        dock.hide()
        return dock

    def _connect(self) -> None:
        document, canvas, palette = self.document, self.canvas, self.palette_panel
        document.state_changed.connect(self._retitle)
        document.replaced.connect(self._greet)
        document.replaced.connect(canvas.setFocus)
        document.updated.connect(lambda _: self._greet())
        palette.drag_began.connect(self._place_begins)
        palette.drag_moved.connect(canvas.place_moves)
        palette.drag_ended.connect(canvas.place_ends)
        palette.drag_cancelled.connect(canvas.cancel_gesture)
        palette.chosen.connect(self.commands.add_choice)
        palette.asked.connect(self.commands.own_blocks.show_menu)
        palette.changing.connect(self.commands.own_blocks.change)
        canvas.adding.connect(self._quick_add)
        canvas.tapped.connect(self.commands.quick_add)
        canvas.opened.connect(self.commands.open_node)
        canvas.asked.connect(self.commands.show_menu)
        self.quick.chosen.connect(self.commands.add_wanted)
        self.inspector.layer.copying.connect(lambda: self.commands.copy_calculation("text"))
        self.status.problems_wanted.connect(lambda: self.show_page(2))
        self.outline.opened.connect(self.commands.open_node)
        self.outline.asked.connect(lambda key, at: self.commands.show_menu(Hit("node", key), at))
        self.finder.marked.connect(canvas.show_found)
        self.floats.map.leaving.connect(self.visits.leave)
        for leading in (self.bottom.breakdown, self.bottom.charts, self.bottom.problems, self.finder, self.outline):
            leading.place_wanted.connect(self.commands.go_to_place)
        self.bottom.problems.opened.connect(self.commands.go_to_problem)
        self.top.counting.connect(self.commands.count_as)
        self.top.search.clicked.connect(self.commands.search_actions)
        self.floats.tools.share.clicked.connect(self.commands.shares.share)
        self.welcome.template_chosen.connect(self.filing.open_template)
        self.welcome.templates_wanted.connect(self.show_templates)
        self.welcome.file_chosen.connect(self.filing.open_path)
        self.welcome.empty_wanted.connect(self._start_empty)
        self.welcome.open_wanted.connect(self.filing.open)

    def show_page(self, index: int) -> None:
        """Bring a page of the bottom panel to the front."""
        self.bottom_dock.show()
        self.bottom.show_page(index)

    def show_templates(self) -> None:
        """Let a template be chosen. The window for it is made when it is first asked for."""
        if self.templates is None:
            from convas.desktop.shell.templates import TemplatesWindow  # noqa: PLC0415 - few windows need it

            self.templates = TemplatesWindow(self)
            self.templates.chosen.connect(self.filing.open_template)
        self.templates.ask()

    def show_help(self, topic: str) -> None:
        """Open the help at a topic: a kind's name, or a guide's. It is made when it is first asked for."""
        if self.help is None:
            from convas.desktop.shell.help import HelpWindow  # noqa: PLC0415 - few windows need it

            self.help = HelpWindow(self)
        self.help.show_topic(topic)

    def forget_layout(self) -> None:
        """Put every panel back where it was at first."""
        self.preferences.forget_layout()
        self.restoreState(self._fresh)
        for dock in (self.left_dock, self.right_dock, self.bottom_dock):
            dock.show()

    # following

    def _retitle(self) -> None:
        self.setWindowTitle(f"{self.document.name}[*] - Convas")
        self.setWindowModified(not self.document.session.clean)

    def _greet(self) -> None:
        """The first screen lies over the canvas while there is nothing at all."""
        if self.document.untouched and not self.commands.started:
            self._show_docks(False)
            self.welcome.refresh()
            self.welcome.show()
            self.welcome.raise_()
        else:
            self._show_docks(True)
            self.welcome.hide()
        for part in (self.floats.tools, self.floats.zoom, self.floats.crumbs):
            part.setVisible(self.welcome.isHidden())

    def _show_docks(self, on: bool) -> None:
        """The first screen has the window but for the palette; the other panels come back after it."""
        if not on and self._away is None:
            self._away = [dock for dock in (self.right_dock, self.bottom_dock) if not dock.isHidden()]
            for dock in self._away:
                dock.hide()
        elif on and self._away is not None:
            for dock in self._away:
                dock.show()
            self._away = None
            self._make_room()

    def _start_empty(self) -> None:
        self.commands.started = True
        self._greet()
        self.canvas.setFocus()

    def _place_begins(self, choice: object) -> None:
        if isinstance(choice, Placeable):
            self.commands.started = True
            self._greet()
            self.canvas.place_begins(choice)

    def _quick_add(self, at: Point, node: int, side: str, port: int) -> None:
        screen = self.canvas.place_on_screen(at)
        limit = self.screen().availableGeometry()
        place = QPoint(
            min(screen.x(), limit.right() - self.quick.width()), min(screen.y(), limit.bottom() - self.quick.height())
        )
        self.quick.ask(Wanted(at, node, side, port), place)

    def _make_room(self) -> None:
        """A narrow window has no room for the inspector; it comes back with the room."""
        narrow = self.width() < _NARROW
        if narrow and self._away is None and not self._squeezed and not self.right_dock.isHidden():
            self._squeezed = True
            self.right_dock.hide()
        elif not narrow and self._squeezed:
            self._squeezed = False
            if self._away is None:
                self.right_dock.show()
            else:
                self._away.append(self.right_dock)

    # the window itself

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.filing.open_path(Path(url.toLocalFile()))
                return

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.filing.may_go():
            event.ignore()
            return
        self._show_docks(True)
        if self._squeezed:
            self.right_dock.show()
        self.preferences.keep_layout(self.saveGeometry(), self.saveState())
        event.accept()
