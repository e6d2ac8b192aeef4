"""A probe of PySide6 itself: 6.12.0 loses a reference to None with every call that returns nothing, and aborts."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_calls_that_return_nothing_lose_no_reference() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(100_000):
        thing.setObjectName("name")
    assert sys.getrefcount(None) > before - 1000
