"""The switch of MLflow's interface in the settings: what a click wants, and what is shown of it."""

import threading
from pathlib import Path
from typing import Any

import pytest
from mlflow_folders import mlruns_with_models
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.domain.deployments import ServiceState
from tidemill.domain.people import WORKER
from tidemill.gui.shell.settings.mlflow.part import MlflowPart
from tidemill.gui.shell.settings.section import Desk
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import jobs, runs, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.mlflow import switch
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def sheet(page_context, qtbot: QtBot) -> SettingsSheet:
    """The settings, opened at this section and loaded."""
    page_context.sheet_host.resize(1100, 700)
    page_context.sheet_host.show()
    made = SettingsSheet(page_context.sheet_host, Desk({}, lambda *_: None, page_context), "mlflow")
    page_context.show_sheet(made)
    part = made.part("mlflow")
    assert isinstance(part, MlflowPart)
    qtbot.waitUntil(lambda: part.view_model.state.door is not None, timeout=30_000)
    return made


@pytest.fixture
def part(sheet: SettingsSheet) -> Any:
    return sheet.part("mlflow")


def wait_for(qtbot: QtBot, part: MlflowPart, holds: Any) -> None:
    qtbot.waitUntil(lambda: holds(part.view_model.state), timeout=30_000)


def test_it_is_off_at_first_and_says_so(part: MlflowPart, page_context) -> None:
    assert not part.on.isChecked()
    assert part.words.text() == "Off. Nothing listens."
    assert part.mark.status() == "idle"
    assert part.lines.isHidden()
    assert page_context.workers == []


def test_a_click_switches_it_on_and_its_lines_can_be_copied(
    part: MlflowPart, page_context, qtbot: QtBot
) -> None:
    workspace = page_context.workspace
    qtbot.mouseClick(part.on, LEFT)
    wait_for(qtbot, part, lambda s: s.door.switch.is_on)
    assert part.words.text() == "Starting at http://127.0.0.1:5000"
    assert page_context.workers == ["asked"]
    process = workers.register(workspace, switch.PROCESS)  # what the worker would have started
    workers.beat(workspace, process, "http://127.0.0.1:5000")
    wait_for(qtbot, part, lambda s: s.door.state is ServiceState.READY)
    assert part.words.text() == "Scripts are answered at http://127.0.0.1:5000."
    assert part.mark.status() == "good"
    qtbot.mouseClick(part.lines.copy, LEFT)
    assert page_context.copied == ["MLFLOW_TRACKING_URI=http://127.0.0.1:5000"]
    workers.unregister(workspace, process)  # it died: the worker will see to it
    wait_for(qtbot, part, lambda s: s.door.state is ServiceState.STARTING)
    qtbot.mouseClick(part.on, LEFT)
    wait_for(qtbot, part, lambda s: not s.door.switch.is_on)
    assert part.lines.isHidden()


def test_a_port_is_typed_and_one_that_is_taken_is_told(
    part: MlflowPart, page_context, qtbot: QtBot
) -> None:
    workspace = page_context.workspace
    qtbot.mouseClick(part.on, LEFT)
    wait_for(qtbot, part, lambda s: s.door.switch.is_on)
    part.port.edit.selectAll()
    qtbot.keyClicks(part.port.edit, "80")
    qtbot.keyClick(part.port.edit, Qt.Key.Key_Return)
    assert switch.wanted(workspace).http.port == 5000  # the field itself says why not
    part.port.edit.selectAll()
    qtbot.keyClicks(part.port.edit, "5050")
    qtbot.keyClick(part.port.edit, Qt.Key.Key_Return)
    wait_for(qtbot, part, lambda s: s.door.switch.http.port == 5050)
    assert part.lines.text.text() == "MLFLOW_TRACKING_URI=http://127.0.0.1:5050"
    switch.say(workspace, "Port 5050 is taken by another program.")
    wait_for(qtbot, part, lambda s: s.door.state is ServiceState.FAILED)
    assert part.words.text() == "Port 5050 is taken by another program."
    assert part.mark.status() == "bad"


def test_other_computers_need_a_token_that_is_shown_once(
    part: MlflowPart, page_context, qtbot: QtBot
) -> None:
    qtbot.mouseClick(part.reach.part("all"), LEFT)
    wait_for(qtbot, part, lambda s: bool(s.token))
    token = part.view_model.state.token
    assert switch.wanted(page_context.workspace).http.knows(token)
    assert part.lines.token.text() == f"MLFLOW_TRACKING_TOKEN={token}"
    assert part.drop_token.isHidden()
    qtbot.mouseClick(part.reach.part("here"), LEFT)
    wait_for(qtbot, part, lambda s: s.can_drop_token)
    qtbot.mouseClick(part.drop_token, LEFT)
    wait_for(qtbot, part, lambda s: not s.token)
    assert part.token.means.text() == "None is asked for"
    qtbot.mouseClick(part.new_token, LEFT)
    wait_for(qtbot, part, lambda s: s.token not in ("", token))


def test_a_change_that_can_not_be_is_told_and_the_switch_goes_back(
    part: MlflowPart, page_context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_workspace: object, **_wanted: object) -> None:
        raise WorldError("The workspace's store can't be written now.", "Try again.")

    monkeypatch.setattr(switch, "change", refuse)
    qtbot.mouseClick(part.on, LEFT)
    wait_for(qtbot, part, lambda s: bool(s.failure))
    assert part.failure.text() == "The workspace's store can't be written now. Try again."
    assert not part.on.isChecked()


def test_back_to_defaults_switches_it_off(
    sheet: SettingsSheet, part: MlflowPart, page_context, qtbot: QtBot
) -> None:
    switch.change(page_context.workspace, is_on=True, port=5050, host="0.0.0.0", keeps_on=True)
    wait_for(qtbot, part, lambda s: s.door.switch.is_on)
    assert part.stay.isChecked()
    qtbot.mouseClick(sheet.defaults, LEFT)
    wait_for(qtbot, part, lambda s: not s.door.switch.is_on)
    now = switch.wanted(page_context.workspace)
    assert (now.http.port, now.http.host, now.http.token_hash, now.keeps_on) == (
        5000,
        "127.0.0.1",
        "",
        False,
    )


def work(workspace: Workspace) -> None:
    """Do what is queued, as the worker's child would."""
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, 1)
        perform(workspace.store, kinds(), workspace.acting_as(WORKER), job, reporter)


def test_a_folder_of_mlflows_is_taken_over_by_the_worker_and_told(
    part: MlflowPart, page_context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "ensure", lambda _workspace: None)
    workspace = page_context.workspace
    mlruns = mlruns_with_models(tmp_path / "there")
    qtbot.mouseClick(part.take.wanted, LEFT)  # nothing is named yet
    qtbot.waitUntil(part.take.problem.isVisible, timeout=30_000)
    words = " ".join(each.text() for each in part.take.problem.findChildren(QLabel))
    assert "Which store of MLflow's was not said." in words
    qtbot.keyClicks(part.source, str(mlruns))
    qtbot.keyClick(part.source, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(jobs.newest(workspace, limit=1)), timeout=30_000)
    (job,) = jobs.newest(workspace, limit=1)
    assert job.kind == "runs.import"
    working = threading.Thread(target=work, args=(workspace,))
    working.start()
    while working.is_alive():
        QApplication.processEvents()
        working.join(0.01)
    qtbot.waitUntil(part.take.wanted.isEnabled, timeout=30_000)
    told = part.take.words.text()
    assert told.startswith("1 run, 1 registered model, 3 versions, 1 logged model taken over.")
    assert "buyers had the alias champion on v1: left out" in told
    assert runs.one(workspace, "first").experiment == "churn"
