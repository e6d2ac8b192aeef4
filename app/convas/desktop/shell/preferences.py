"""Preferences: what the window remembers from one day to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from convas.desktop.theme.look import Choice
from convas.values.operations import Included

MOST_RECENT = 12
_MOST_KEYS = 4


class Preferences:
    """Window layout, theme and recent files, in one file of the user's."""

    def __init__(self, path: Path | None = None) -> None:
        place = (
            path
            or Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation))
            / "convas"
            / "convas.ini"
        )
        self._settings = QSettings(str(place), QSettings.Format.IniFormat)
        data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        self.blocks = (Path(data) / "convas" if path is None else path.parent) / "blocks"
        """Where the user's own blocks are kept."""

    def recent(self) -> list[Path]:
        """Files opened or saved lately that are still there, newest first."""
        stored = self._settings.value("recent", [])
        names = [stored] if isinstance(stored, str) else list(stored or [])  # type: ignore[call-overload]
        return [path for name in names if name and (path := Path(str(name))).is_file()]

    def used(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        whole = path.absolute()
        others = [other for other in self.recent() if other != whole]
        self._settings.setValue("recent", [str(found) for found in (whole, *others)[:MOST_RECENT]])

    def forget_recent(self) -> None:
        self._settings.remove("recent")

    @property
    def theme(self) -> Choice:
        stored = self._settings.value("theme", "system")
        if stored == "light" or stored == "dark":
            return stored
        return "system"

    @theme.setter
    def theme(self, choice: Choice) -> None:
        self._settings.setValue("theme", choice)

    def layout(self) -> tuple[QByteArray, QByteArray] | None:
        """Geometry and docks of the window, if it was closed before."""
        geometry, state = self._settings.value("geometry"), self._settings.value("docks")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            return geometry, state
        return None

    def keep_layout(self, geometry: QByteArray, state: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)
        self._settings.setValue("docks", state)
        self._settings.sync()

    def forget_layout(self) -> None:
        self._settings.remove("geometry")
        self._settings.remove("docks")

    def keys(self) -> dict[str, list[str]]:
        """The keys that the user chose, by the action's name."""
        try:
            stored = json.loads(str(self._settings.value("keys", "{}")))
        except ValueError:
            return {}
        if not isinstance(stored, dict):
            return {}
        lists = {str(name): keys for name, keys in stored.items() if isinstance(keys, list)}
        return {name: [str(key) for key in keys][:_MOST_KEYS] for name, keys in lists.items()}

    def keep_keys(self, keys: Mapping[str, list[str]]) -> None:
        self._settings.setValue("keys", json.dumps(keys))

    @property
    def included(self) -> Included:
        """What FLOPs include."""
        left_out = str(self._settings.value("flops_without", "")).split()
        return Included(**{part: part not in left_out for part in Included._fields})

    @included.setter
    def included(self, included: Included) -> None:
        left_out = [part for part, there in included._asdict().items() if not there]
        self._settings.setValue("flops_without", " ".join(left_out))
