"""The demo in the window: the loop plays in an operation, each step is said and shown."""

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from tidemill.services.demo import Step
    from tidemill.services.workspace import Workspace


class DemoPlayer(QObject):
    """Plays the loop once; `finished` comes when it is over. A closed window stops it in order.

    `shown` comes with each step, once the window says it and shows where to look.
    """

    finished = Signal()
    shown = Signal(object)
    _step_came = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._step_came.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def play(self) -> None:
        """Begin, or go on where a former demo ended."""
        session = self._window.session
        if session is None or session.workspace is None:
            return
        work = partial(_play, session.workspace, self._step_came)
        session.operations.run("shell.demo", work, self._on_done, self._on_failed)

    def _show(self, step: "Step") -> None:
        self._window.say(step.words, step.share)
        if step.address:
            self._window.navigate(step.address)
        self.shown.emit(step)

    def _on_done(self, _result: object) -> None:
        self.finished.emit()

    def _on_failed(self, error: TidemillError) -> None:
        self._window.say(
            tr("The demo stopped. {message} {hint}", message=error.message, hint=error.hint).strip()
        )
        self.finished.emit()


def _play(workspace: "Workspace", came: SignalInstance, reporter: Reporter) -> None:
    from tidemill.services import demo

    def pause(seconds: float) -> None:
        reporter.check()
        time.sleep(seconds)

    demo.play(workspace, came.emit, pause)


def play_in(window: MainWindow) -> None:
    """Play the demo in a window whose workspace is open."""
    DemoPlayer(window).play()
