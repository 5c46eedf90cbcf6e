"""Monitoring opened in the window, in a process of its own; prints JSON.

    python monitoring_session.py WORKSPACE ADDRESS

Another page stands first. What is measured goes from the call to `navigate` until everything of
the page is drawn: the charts, the map, and in the inspector the distributions of one cell; on the
board its rows. The page is opened for the first time in this window, then left and opened again.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from table_session import Heart, until

AWAY = "tidemill://activity"


class Session:
    """The window over one workspace, at the page Activity."""

    def __init__(self, folder: Path) -> None:
        from tidemill.gui.kit import motion, theme
        from tidemill.gui.shell import memory
        from tidemill.gui.shell.main_window import MainWindow

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        theme.apply(app)
        motion.set_reduced(True)
        look = memory.Look(theme="light", is_motion_reduced=True)
        self.window = MainWindow(look, None, starts_worker=False, is_remembered=False)
        self.window.resize(1440, 900)
        self.window.show()
        self.window.open_workspace(folder, AWAY)
        until(self.window.is_settled)

    def opened_s(self, address: str) -> tuple[float, float]:
        """How long an address takes to stand, and the longest the loop stood still meanwhile."""
        self.window.navigate(AWAY)
        until(self.window.is_settled)
        heart = Heart()
        heart.start()
        began = time.perf_counter()
        self.window.navigate(address)
        until(self._stands)
        self.window.repaint()
        self._app.processEvents()
        return time.perf_counter() - began, heart.stop()

    def _stands(self) -> bool:
        from tidemill.gui.pages.monitoring.view import MonitoringView

        view: Any = self.window.findChild(MonitoringView)
        if view is None or not view.isVisible() or not self.window.is_settled():
            return False
        state = view.view_model.state
        if view.view_model.board is not None:
            return view.board.isVisible() and view.board.table.table_model().rowCount() > 0
        return state.word == "ready" and state.cell is not None and state.cell.is_whole

    def close(self) -> None:
        """Close the window."""
        self.window.close_now()


def main() -> None:
    """Open the address twice and print how long it took."""
    app = QApplication([])
    session = Session(Path(sys.argv[1]))
    cold, stall = session.opened_s(sys.argv[2])
    warm, later = session.opened_s(sys.argv[2])
    session.close()
    app.processEvents()
    print(json.dumps({"cold": cold, "warm": warm, "stall": max(stall, later)}))


if __name__ == "__main__":
    main()
