"""Opening the window from the command line, after making sure that one can be shown."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Final

from convas.cli.parsing import fail

_INSTEAD: Final = "Run it from a desktop, or use convas count FILE, which needs none."
_NEEDED: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
_NEEDED_BY_X: Final = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def run(show: Callable[[str | None], int], file: str | None) -> int:
    """Show the window and wait until it is closed; 2 with one sentence where none can be shown."""
    if file is not None and not os.path.exists(file):  # noqa: PTH110 - it takes any name
        return fail(f"{file} cannot be opened: there is no such file. convas --help lists the commands.")
    trouble = _no_display()
    if trouble:
        return fail(trouble)
    try:
        return show(file)
    except ImportError as error:
        return fail(f"the window needs a part that is missing ({error}). convas count works without it.")


def _no_display() -> str:
    """Why no window can be shown; empty where one can."""
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform not in ("", "xcb") and not platform.startswith("wayland"):
        return _missing(_NEEDED)
    wayland = bool(os.environ.get("WAYLAND_DISPLAY")) and platform != "xcb"
    if not wayland and not os.environ.get("DISPLAY"):
        return f"there is no display to show a window on. {_INSTEAD}"
    if wayland:
        return _missing(_NEEDED)
    return _missing({**_NEEDED, **_NEEDED_BY_X}) or _unreachable()


def _missing(needed: dict[str, str]) -> str:
    packages = [package for library, package in needed.items() if not _loads(library)]
    if not packages:
        return ""
    return f"the window needs system libraries that are not installed. On Debian: sudo apt install {' '.join(packages)}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _unreachable() -> str:
    """Qt ends the whole process where the display does not answer, so it is asked here first."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return "the window needs a system library that is not installed. On Debian: sudo apt install libxcb1"
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if not broken:
        return ""
    name = os.environ.get("DISPLAY", "")
    return f"the display {name} does not answer. {_INSTEAD}"
