"""Closing while work goes on: said what and how long, and asked whether it goes on."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tidemill.domain.jobs import JobRequest
from tidemill.gui.shell.closing_sheet import ClosingSheet, kept_words, state_words, title_of
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.status_bar import Facts
from tidemill.jobs import queue
from tidemill.services import closing, jobs
from tidemill.services.closing import GoingOn, Work
from tidemill.services.workspace import Workspace
from tidemill.store import jobs as job_rows

Opens = Callable[..., MainWindow]


@pytest.fixture
def training(workspace: Workspace) -> int:
    """A training that waits in the queue."""
    with workspace.store.write() as tx:
        return queue.enqueue(tx, JobRequest("model.train"))


@pytest.fixture
def busy(
    main_window: Opens, places: Any, workspace: Workspace, training: int, qtbot: QtBot
) -> Iterator[MainWindow]:
    """A window whose status bar says that something waits."""
    window = main_window(workspace.folder, places.pages(), is_remembered=True)
    qtbot.waitUntil(lambda: window.status_bar.facts.queued == 1)
    yield window
    window.close_now()


def _asked(window: MainWindow, qtbot: QtBot) -> ClosingSheet:
    assert not window.close()
    qtbot.waitUntil(lambda: window.closing.sheet is not None)
    assert window.closing.sheet is not None
    assert window.isVisible()
    return window.closing.sheet


def test_work_is_named_and_goes_on_where_the_person_says_so(
    busy: MainWindow, workspace: Workspace, training: int, qtbot: QtBot
) -> None:
    sheet = _asked(busy, qtbot)
    assert sheet.heading() == "A job waits"
    QTest.mouseClick(sheet.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not busy.isVisible())
    assert jobs.find(workspace, training).is_open


def test_work_is_stopped_where_the_person_says_so(
    busy: MainWindow, workspace: Workspace, training: int, qtbot: QtBot
) -> None:
    sheet = _asked(busy, qtbot)
    QTest.mouseClick(sheet.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not busy.isVisible())
    assert str(jobs.find(workspace, training).state) == "cancelled"


def test_whoever_leaves_the_question_stays_and_is_asked_again(
    busy: MainWindow, workspace: Workspace, training: int, qtbot: QtBot
) -> None:
    sheet = _asked(busy, qtbot)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert busy.isVisible()
    assert busy.session is not None
    assert jobs.find(workspace, training).is_open
    assert _asked(busy, qtbot) is not sheet


def test_work_that_ended_meanwhile_holds_nobody(
    busy: MainWindow, workspace: Workspace, training: int, qtbot: QtBot
) -> None:
    jobs.cancel(workspace, training)
    busy.status_bar.set_facts(Facts("working", "Worker running", queued=1))
    busy.close()
    qtbot.waitUntil(lambda: not busy.isVisible())


def test_a_window_without_work_closes_at_once(
    main_window: Opens, places: Any, workspace: Workspace
) -> None:
    window = main_window(workspace.folder, places.pages(), is_remembered=True)
    assert window.close()


def test_where_the_session_ends_nothing_is_asked_and_the_place_is_kept(
    busy: MainWindow, places: Any, main_window: Opens, workspace: Workspace
) -> None:
    busy.navigate("second/x")
    busy.end_with_system()
    assert busy.close()
    again = main_window(workspace.folder, places.pages(), is_remembered=True)
    assert places.views["second"].parts == ["x"]
    again.close_now()


def _work(**changes: Any) -> Work:
    return Work(**{"id": 1, "title": "Train", "words": "", "is_at_work": True, "share": 0.0,
                   "left_s": None, **changes})  # fmt: skip


def test_the_question_says_how_much_and_how_long() -> None:
    at_work, waiting = _work(share=0.42, left_s=190.0), _work(is_at_work=False)
    assert title_of(GoingOn((at_work,), True)) == "A job is at work"
    assert title_of(GoingOn((at_work, at_work, waiting), True)) == "2 jobs are at work, a job waits"
    assert title_of(GoingOn((waiting, waiting), True)) == "2 jobs wait"
    assert [state_words(one) for one in (at_work, waiting, _work())] == [
        "42%, about 3 minutes left", "waits", "has begun",
    ]  # fmt: skip
    assert kept_words(["Train on orders v1", "A rule"]).endswith("Train on orders v1, A rule.")


def test_what_is_left_is_told_from_what_was_taken(workspace: Workspace, training: int) -> None:
    job = queue.claim(workspace.store, "worker")
    assert job is not None
    queue.begin(workspace.store, job.id, job.attempts)
    (begun,) = closing.going_on(workspace).work
    assert (begun.title, begun.is_at_work, begun.left_s) == ("Train", True, None)
    with workspace.store.write() as tx:
        earlier = tx.clock.now() - timedelta(seconds=60)
        job_rows.update(tx, job.id, started_at=earlier, progress=0.25)
    (work,) = closing.going_on(workspace).work
    assert work.left_s == pytest.approx(180.0, abs=30.0)


def test_jobs_of_a_moment_are_not_asked_about(workspace: Workspace) -> None:
    with workspace.store.write() as tx:
        queue.enqueue(tx, JobRequest("dataset.ingest"))
    assert closing.going_on(workspace).work == ()
