"""The watch over the event loop sees what keeps the window's thread, wherever it does."""

import time

import pytest
from loop_watch import LoopWatch, slowness
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

LONG_S = 0.03


def work() -> None:
    """Keep the processor, as a slow slot does."""
    until = time.thread_time() + LONG_S
    while time.thread_time() < until:
        pass


class Slow(QObject):
    """Works when an event was posted to it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_done = False

    def customEvent(self, _event: QEvent) -> None:  # noqa: N802
        work()
        self.is_done = True


def test_work_of_a_timer_is_seen(qtbot: QtBot, loop_watch: LoopWatch) -> None:
    done: list[bool] = []
    QTimer.singleShot(5, lambda: (work(), done.append(True)))
    qtbot.waitUntil(lambda: bool(done))
    assert loop_watch.worst_cpu_s >= LONG_S


def test_work_of_a_posted_event_is_seen(qtbot: QtBot, loop_watch: LoopWatch) -> None:
    slow = Slow()
    QCoreApplication.postEvent(slow, QEvent(QEvent.Type.User))
    qtbot.waitUntil(lambda: slow.is_done)
    assert loop_watch.worst_cpu_s >= LONG_S


def test_work_is_seen_where_a_test_runs_the_loop_itself(
    qtbot: QtBot, loop_watch: LoopWatch
) -> None:
    slow = Slow()
    QCoreApplication.postEvent(slow, QEvent(QEvent.Type.User))
    QCoreApplication.processEvents()
    assert slow.is_done
    assert loop_watch.worst_cpu_s >= LONG_S


@pytest.mark.parametrize("is_by_key", [False, True])
def test_work_of_a_click_and_of_a_key_that_a_test_sends_is_seen(
    is_by_key: bool, qtbot: QtBot, loop_watch: LoopWatch
) -> None:
    button = QPushButton("Train")
    qtbot.addWidget(button)
    button.show()
    button.clicked.connect(work)
    if is_by_key:
        qtbot.keyClicks(button, " ")
    else:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert loop_watch.worst_cpu_s >= LONG_S
    assert loop_watch.worst_at.startswith("key ' '" if is_by_key else "mouseClick")


def test_what_a_test_does_itself_and_waiting_are_not_counted(
    qtbot: QtBot, loop_watch: LoopWatch
) -> None:
    qtbot.wait(5)
    work()
    qtbot.wait(60)  # the loop stands still, and nobody works
    work()
    qtbot.wait(5)
    assert loop_watch.worst_cpu_s < LONG_S


def test_a_slower_machine_is_allowed_for_and_a_quicker_one_is_not_asked_more() -> None:
    assert slowness() >= 1.0
