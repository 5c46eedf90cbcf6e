"""A big file dropped on the window and taken in by the worker; prints the longest stall as JSON.

    python drop_session.py WORKSPACE FILE

It counts from the moment the file is over the window until its version is there. The window and
what it loads ahead are there before.
"""

import json
import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from table_session import Heart, until

from tidemill.gui.kit import motion, theme
from tidemill.gui.shell import memory
from tidemill.gui.shell.main_window import MainWindow


def main(folder: Path, file: Path) -> None:
    """Drop the file as a person does and wait for the toast that leads to training."""
    app = QApplication(sys.argv[:1])
    theme.apply(app)
    motion.set_reduced(True)
    window = MainWindow(memory.Look(is_motion_reduced=True), is_remembered=False)
    window.resize(1440, 900)
    window.show()
    window.open_workspace(folder, "data")
    until(window.is_settled)
    QTest.qWait(2_000)  # what is loaded when nobody waits
    heart = Heart()
    heart.start()
    window.drops.begin([file])
    looked = until(lambda: bool(window.drops.targets()))
    window.drops.overlay.choose()
    took = until(lambda: any(t.action == "Train…" for t in window.toasts.toasts()), 600.0)
    told = {"worst": heart.stop(), "looked": looked, "took": took}
    window.close_now()
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
