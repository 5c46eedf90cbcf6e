"""Everything is written out from the settings, with progress, a way to stop, and trouble."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tidemill.domain.people import WORKER
from tidemill.gui.shell.settings.leaving import LeavingPart
from tidemill.gui.shell.settings.section import Desk
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import jobs, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.leaving import asked, layout
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def part(page_context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> LeavingPart:
    """The section, opened; no worker comes by itself."""
    monkeypatch.setattr(workers, "ensure", lambda _workspace: None)
    desk = Desk({}, lambda *_: None, page_context)
    page_context.sheet_host.resize(1100, 700)
    page_context.sheet_host.show()
    sheet = SettingsSheet(page_context.sheet_host, desk, "leaving")
    page_context.show_sheet(sheet)
    found = sheet.part("leaving")
    assert isinstance(found, LeavingPart)
    qtbot.waitUntil(
        lambda: not page_context.operations.is_busy("settings.workspace.send.look"), timeout=30_000
    )
    return found


def work(workspace: Workspace) -> None:
    """Do what is queued, as the worker's child would, beside the window."""
    working = threading.Thread(target=_work, args=(workspace,))
    working.start()
    while working.is_alive():
        QApplication.processEvents()
        working.join(0.01)


def _work(workspace: Workspace) -> None:
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, 1)
        perform(workspace.store, kinds(), workspace.acting_as(WORKER), job, reporter)


def newest(workspace: Workspace):
    return next(iter(jobs.newest(workspace, limit=1)), None)


def test_everything_is_written_by_the_worker_and_told(
    part: LeavingPart, page_context, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace = page_context.workspace
    part.folder.set_path(str(tmp_path / "out"))
    qtbot.mouseClick(part.write.wanted, LEFT)
    qtbot.waitUntil(lambda: newest(workspace) is not None, timeout=30_000)
    assert not part.write.wanted.isEnabled()
    assert part.write.bar.isVisible()
    work(workspace)
    qtbot.waitUntil(part.write.wanted.isEnabled, timeout=30_000)
    assert f"in {tmp_path / 'out'}" in part.write.words.text()
    assert layout.read(tmp_path / "out").by == workspace.person.login
    assert not part.write.bar.isVisible()


def test_it_can_be_stopped(part: LeavingPart, page_context, qtbot: QtBot, tmp_path: Path) -> None:
    workspace = page_context.workspace
    part.folder.set_path(str(tmp_path / "out"))
    qtbot.mouseClick(part.write.wanted, LEFT)
    qtbot.waitUntil(part.write.stop.isVisible, timeout=30_000)
    qtbot.waitUntil(lambda: newest(workspace) is not None, timeout=30_000)
    qtbot.waitUntil(lambda: part.write.is_followed, timeout=30_000)
    qtbot.mouseClick(part.write.stop, LEFT)
    qtbot.waitUntil(lambda: part.write.words.text() == "Cancelled.", timeout=30_000)
    assert newest(workspace).state == "cancelled"
    assert not (tmp_path / "out").exists()


def test_what_can_not_be_is_said_where_it_was_asked(
    part: LeavingPart, page_context, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.mouseClick(part.write.wanted, LEFT)
    assert newest(page_context.workspace) is None
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    part.folder.set_path(str(tmp_path / "full"))
    qtbot.mouseClick(part.write.wanted, LEFT)
    qtbot.waitUntil(part.write.problem.isVisible, timeout=30_000)
    words = {each.text() for each in part.write.problem.findChildren(QLabel)}
    assert any("is there already" in each for each in words)
    part.address.setText("http://ada:secret@host:5000")
    qtbot.mouseClick(part.send.wanted, LEFT)
    qtbot.waitUntil(part.send.problem.isVisible, timeout=30_000)
    assert newest(page_context.workspace) is None


def test_one_under_way_is_shown_when_the_section_opens(
    page_context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request
) -> None:
    asked.ask_folder(page_context.workspace, tmp_path / "out")
    opened: LeavingPart = request.getfixturevalue("part")
    qtbot.waitUntil(opened.write.stop.isVisible, timeout=30_000)
    work(page_context.workspace)
    qtbot.waitUntil(opened.write.wanted.isEnabled, timeout=30_000)
    assert "stored files" in opened.write.words.text()
