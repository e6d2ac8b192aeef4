"""Take the pictures of the window again. Run: python packaging/make_pictures.py"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from convas.desktop.application import start
from convas.desktop.shell.preferences import Preferences
from convas.desktop.theme.look import look

ROOT = Path(__file__).parents[1] / "resources"


def main() -> int:
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        window = start(Preferences(Path(folder) / "settings.ini"))
        window.resize(1440, 900)
        window.show()
        window.filing.open_path(ROOT / "examples" / "cmyk-classifier.convas")
        conv3 = window.document.design.named("conv3")
        assert conv3 is not None
        for mode in ("light", "dark"):
            look.choose(mode)
            window.document.selection.set([conv3.id])
            for _ in range(20):
                app.processEvents()
            window.grab().save(str(ROOT / "screenshots" / f"window-{mode}.png"))
        window.document.session.mark_clean()
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
