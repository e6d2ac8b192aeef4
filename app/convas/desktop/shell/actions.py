"""Actions: everything that can be done, by name, with its key, its icon and its menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from convas.desktop.theme import icons
from convas.desktop.theme.look import look


@dataclass(frozen=True, slots=True)
class Entry:
    """One action as it is declared. `path` is its menu, such as `File` or `File/Export`; "-" alone is a rule.

    What is not `listed` stands in no menu, because there are too many of its sort; it is found by name only.
    """

    path: str
    words: str
    done: Callable[[], object] | None = None
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    checkable: bool = False
    name: str = field(default="")
    listed: bool = True


class Actions(QObject):
    """The actions of a window by their words, and the menus made of them.

    Keys without Ctrl or Alt work only in the widgets of `plain_keys_in`: elsewhere they are for typing.
    """

    def __init__(self, owner: QWidget, plain_keys_in: Iterable[QWidget]) -> None:
        super().__init__(owner)
        self._owner = owner
        self._plain_keys_in = list(plain_keys_in)
        self._actions: dict[str, QAction] = {}
        self._icons: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self.menus: dict[str, QMenu] = {}
        look.changed.connect(self._paint)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> Iterable[tuple[str, str, QAction]]:
        """Every action with its name and the menu it stands in."""
        return ((name, self._paths[name], action) for name, action in self._actions.items())

    def build(self, bar: QMenuBar, entries: Iterable[Entry]) -> None:
        """Make the menus in the order of the entries."""
        for entry in entries:
            if entry.words == "-":
                self._menu(bar, entry.path).addSeparator()
            elif not entry.listed:
                self._make(entry)
            elif entry.done is not None:
                self._menu(bar, entry.path).addAction(self._make(entry))

    def menu(self, bar: QMenuBar, path: str) -> QMenu:
        """A menu that is filled elsewhere, such as the recent files."""
        return self._menu(bar, path)

    def set_keys(self, name: str, keys: Iterable[str]) -> None:
        """Give an action other keys. Plain keys stay out of fields where they would be typing."""
        action, listed = self._actions[name], list(keys)
        action.setShortcuts([QKeySequence(key) for key in listed])
        plain = any(_plain(key) for key in listed)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut if plain else Qt.ShortcutContext.WindowShortcut
        action.setShortcutContext(context)
        self._owner.removeAction(action)
        for widget in self._plain_keys_in:
            widget.removeAction(action)
        for widget in self._plain_keys_in if plain else [self._owner]:
            widget.addAction(action)

    def enable(self, on: bool, *names: str) -> None:
        for name in names:
            self._actions[name].setEnabled(on)

    def _make(self, entry: Entry) -> QAction:
        action = QAction(entry.words, self._owner)
        action.setObjectName(entry.name or entry.words)
        if entry.keys:
            action.setShortcuts([QKeySequence(key) for key in entry.keys])
        if entry.tip:
            action.setToolTip(entry.tip)
            action.setStatusTip(entry.tip)
        action.setCheckable(entry.checkable)
        done = entry.done
        assert done is not None
        action.triggered.connect(lambda: done())
        name = entry.name or entry.words
        self._actions[name] = action
        self._paths[name] = entry.path
        if entry.icon:
            self._icons[name] = entry.icon
            action.setIcon(icons.icon(entry.icon, look.theme))
        if any(_plain(key) for key in entry.keys):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for widget in self._plain_keys_in:
                widget.addAction(action)
        else:
            self._owner.addAction(action)
        return action

    def _menu(self, bar: QMenuBar, path: str) -> QMenu:
        if path not in self.menus:
            above, _, last = path.rpartition("/")
            parent: QMenu | QMenuBar = self._menu(bar, above) if above else bar
            self.menus[path] = parent.addMenu(last)
        return self.menus[path]

    def _paint(self) -> None:
        for name, icon in self._icons.items():
            self._actions[name].setIcon(icons.icon(icon, look.theme))


def _plain(key: str) -> bool:
    """Whether a key could also be meant as typing or moving within a field."""
    function = key.startswith("F") and key[1:].isdigit()
    return not function and "Ctrl" not in key and "Alt" not in key
