"""The window on Automations while thousands of files are taken in; prints its longest stall.

    python files_session.py WORKSPACE FILES

It says "ready" when the page stands, and a line of JSON when every file has its end. Meanwhile the
list is scrolled to its end again and again, so that older files are loaded the whole time.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from table_session import Heart, until

from tidemill.domain.watches import FileState
from tidemill.gui.kit import motion, theme
from tidemill.gui.pages.automations.view import AutomationsView
from tidemill.gui.shell import memory
from tidemill.gui.shell.main_window import MainWindow

PATIENCE_S = 3600.0
SCROLLED_MS = 700


def main(folder: Path, n_files: int) -> None:
    """Look at the page as a person does until the last file has its end."""
    app = QApplication(sys.argv[:1])
    theme.apply(app)
    motion.set_reduced(True)
    look = memory.Look(is_motion_reduced=True)
    window = MainWindow(look, None, starts_worker=False, is_remembered=False)
    window.resize(1440, 900)
    window.show()
    window.open_workspace(folder, "tidemill://automations")
    until(window.is_settled)
    QTest.qWait(2_000)  # what is loaded when nobody waits
    [view] = window.findChildren(AutomationsView)
    model, bar = view.view_model, view.board.verticalScrollBar()
    heart, scroll = Heart(), QTimer()
    scroll.timeout.connect(lambda: bar.setValue(bar.maximum()))
    heart.start()
    scroll.start(SCROLLED_MS)
    print("ready", flush=True)

    def is_done() -> bool:
        state, loaded = model.state, model._loaded
        if len(state.files) < n_files or state.has_older or loaded is None or state.n_open_jobs:
            return False
        older = [file for file, _ in loaded.older]
        return all(file.state is not FileState.WAITING for file in (*loaded.files, *older))

    took = until(is_done, PATIENCE_S)
    told = {"worst": heart.stop(), "took": took, "rows": len(model.state.files)}
    scroll.stop()
    window.close_now()
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
