"""Keys of one's own: which keys an action has, where the user chose others than ours."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QKeySequence

from convas.desktop.shell.actions import Actions
from convas.desktop.shell.preferences import Preferences


class OwnKeys:
    """The keys of all actions, by the action's name; what the user chose is kept for the next day."""

    def __init__(self, actions: Actions, preferences: Preferences) -> None:
        self._actions, self._preferences = actions, preferences
        self._ours = {name: [key.toString() for key in action.shortcuts()] for name, _, action in actions.all()}
        for name, keys in preferences.keys().items():
            if name in self._ours:
                actions.set_keys(name, keys)

    def now(self) -> Mapping[str, list[str]]:
        """The keys of each action."""
        return {name: [key.toString() for key in action.shortcuts()] for name, _, action in self._actions.all()}

    def ours(self, name: str) -> list[str]:
        """The keys that an action has at first."""
        return self._ours[name]

    def taken(self, keys: str, but: str) -> str:
        """The action that has keys already, other than one; empty where none has."""
        wanted = QKeySequence(keys)
        if wanted.isEmpty():
            return ""
        return next((name for name, has in self.now().items() if name != but and keys_in(wanted, has)), "")

    def choose(self, name: str, keys: list[str]) -> None:
        """Give an action keys; another action that had them loses them."""
        for key in keys:
            other = self.taken(key, name)
            if other:
                left = [had for had in self.now()[other] if QKeySequence(had) != QKeySequence(key)]
                self._set(other, left)
        self._set(name, keys)

    def reset(self, name: str | None = None) -> None:
        """Give an action, or all, the keys they had at first."""
        for one in self._ours if name is None else [name]:
            self.choose(one, self._ours[one])

    def _set(self, name: str, keys: list[str]) -> None:
        self._actions.set_keys(name, keys)
        own = dict(self._preferences.keys())
        if keys == self._ours[name]:
            own.pop(name, None)
        else:
            own[name] = keys
        self._preferences.keep_keys(own)


def keys_in(wanted: QKeySequence, has: list[str]) -> bool:
    return any(QKeySequence(key) == wanted for key in has)
