"""The icon beside the clock and the worker's word: what they say, and what the menu does."""

from datetime import UTC, datetime
from functools import partial

import pytest
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from tidemill.domain.automations import Pause
from tidemill.gui.shell.status_bar import Facts
from tidemill.gui.shell.tray import Tray, can_show
from tidemill.gui.shell.watching import facts_of
from tidemill.services.workers import HELD, QUIET, WorkerState

PAUSE = Pause("ines", datetime(2026, 11, 22, tzinfo=UTC), "the feed is wrong")


class Asked:
    """Counts what the menu asks for."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def pause(self) -> None:
        self.said.append("pause")

    def resume(self) -> None:
        self.said.append("resume")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window for the icon to stand for."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_icon_says_what_the_worker_does(window: QWidget) -> None:
    asked = Asked()
    tray = Tray(window, asked.pause, asked.resume)
    tray.show_facts(Facts("working", "Worker running", "Training churn"))
    assert tray.icon.toolTip() == "Tidemill: Worker running. Training churn"
    assert tray.state.text() == "Worker running"
    assert not tray.state.isEnabled()


def test_menu_pauses_everything_and_resumes_it(window: QWidget) -> None:
    asked = Asked()
    tray = Tray(window, asked.pause, asked.resume)
    tray.show_facts(Facts("good", "Worker ready"))
    tray.rest.trigger()
    tray.show_facts(Facts("warn", "Everything is paused", is_paused=True))
    assert tray.rest.text() == "Resume everything"
    tray.rest.trigger()
    assert asked.said == ["pause", "resume"]


def test_menu_brings_the_window_and_closes_it(window: QWidget) -> None:
    asked = Asked()
    tray = Tray(window, asked.pause, asked.resume)
    tray.open.trigger()
    assert window.isVisible()
    window.showMinimized()
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert not window.isMinimized()
    tray.quit.trigger()
    assert not window.isVisible()


def test_no_icon_is_shown_where_nothing_is_drawn(qapp: object) -> None:
    assert not can_show()


def test_worker_that_rests_says_why() -> None:
    ready = WorkerState(True, "ready", (), 0, 2)
    paused = facts_of(ready, None, pause=PAUSE)
    assert (paused.status, paused.word, paused.doing, paused.is_paused) == (
        "warn",
        "Everything is paused",
        "the feed is wrong",
        True,
    )
    held = facts_of(WorkerState(True, f"{HELD}The disk is nearly full.", (), 3, 2), None)
    assert (held.status, held.word, held.doing) == (
        "warn",
        "Worker waits",
        "The disk is nearly full.",
    )
    quiet = facts_of(WorkerState(True, f"{QUIET}Heavy jobs wait.", (), 3, 2), None)
    assert (quiet.status, quiet.word, quiet.doing, quiet.is_quiet) == (
        "idle",
        "Quiet hours",
        "Heavy jobs wait.",
        True,
    )
    assert facts_of(ready, None).word == "Worker ready"
    assert facts_of(WorkerState(False, "", (), 0, 2), None, pause=PAUSE).can_start


def test_quiet_hours_are_told_and_run_now_is_offered_while_they_are(window: QWidget) -> None:
    asked: list[str] = []
    tray = Tray(window, Asked().pause, Asked().resume, run=partial(asked.append, "run"))
    assert not tray.run.isVisible()
    tray.show_facts(Facts("idle", "Quiet hours", "Heavy jobs wait.", is_quiet=True))
    assert tray.state.text() == "Quiet hours"
    assert tray.run.isVisible()
    tray.run.trigger()
    assert asked == ["run"]
    tray.show_facts(Facts("good", "Worker ready"))
    assert not tray.run.isVisible()
