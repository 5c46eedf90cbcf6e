"""Automations with real events: switching, accepting, cancelling, reading the log."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.domain.automations import Mode
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.domain.reading import Question
from tidemill.domain.watches import FileState
from tidemill.gui.kit.popover import ListPopover
from tidemill.gui.pages.automations.page import PAGE
from tidemill.gui.pages.automations.view import AutomationsView
from tidemill.services import automations as rules
from tidemill.services import jobs, watching, workers
from tidemill.services.workspace import Workspace
from tidemill.store import files
from tidemill.store import jobs as job_rows
from tidemill.store.engine import Transaction

Open = Callable[..., AutomationsView]
Keys = dict[str, int]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def many_files(workspace: Workspace, automations: Keys) -> Keys:
    """More files and jobs than the page reads."""
    with workspace.store.write() as tx:
        for number in range(600):
            files.insert(
                tx,
                watch_id=automations["first"],
                dataset="flights",
                path=f"/data/inbox/flights_{number:04d}.csv",
                n_bytes=10_000,
                modified_ns=number,
                by="worker",
                outcome="Waiting until it is complete",
            )
            job_rows.insert(
                tx, JobRequest("model.monitor", {"model": "flights-late"}, asked_by="worker")
            )
    return automations


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_automations_without_folders_offers_to_watch_one(
    open_page: Open, page_context: Any, qtbot: QtBot, theme: str
) -> None:
    view = open_page(PAGE)
    assert view.state_word() == "empty"
    qtbot.mouseClick(view._empty.button, LEFT)
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    [sheet] = page_context.sheets
    assert sheet.accessibleName() == "Watch a folder"
    assert not page_context.navigated
    sheet.close_sheet()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_automations_of_a_store_that_fails_offers_to_try_again(
    automations: Keys, open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    def broken(_workspace: Workspace) -> list[Any]:
        raise WorldError("The workspace can't be read just now.", "Check its disk.")

    with monkeypatch.context() as patched:
        patched.setattr(watching, "every", broken)
        view = open_page(PAGE)
        assert view.state_word() == "error"
    qtbot.mouseClick(view._error.action, LEFT)
    qtbot.waitUntil(lambda: view.state_word() == "ready")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cards_say_what_runs_and_what_went_wrong(
    automations: Keys, open_page: Open, theme: str
) -> None:
    view = open_page(PAGE)
    first, second = view.view_model.state.cards
    assert (first.status, first.words) == ("working", "Retraining flights-late")
    assert [s.text for s in first.steps if s.state == "current"] == ["Retrain"]
    assert (second.status, second.words) == ("bad", "1 file set aside")
    assert [s.text for s in second.steps if s.state == "failed"] == ["Check"]
    said = view.board.cards[0].sentence.accessibleName()
    assert said.endswith("retrain flights-late and propose it if every gate passes.")
    assert view.address() == ["files", str(automations["new"])]
    assert not view.grab().isNull()


def test_automation_is_switched_off_and_on(
    workspace: Workspace, automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    switch = view.board.cards[1].switch
    qtbot.mouseClick(switch, LEFT)
    qtbot.waitUntil(lambda: not view.view_model.state.cards[1].is_on)
    assert [w.is_on for w in watching.every(workspace)] == [True, False]
    assert page_context.workers == []
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.view_model.state.cards[1].is_on)
    assert [w.is_on for w in watching.every(workspace)] == [True, True]
    assert page_context.workers == ["asked"]


def test_mode_is_changed_in_the_sentence(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    link = view.board.cards[0].sentence.link("mode")
    qtbot.mouseClick(link, LEFT)
    popover = link.list_popover()
    assert isinstance(popover, ListPopover)
    qtbot.keyClick(popover.view, Qt.Key.Key_Down)
    qtbot.keyClick(popover.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rules.every(workspace)[0].mode is Mode.PROMOTE)
    qtbot.waitUntil(lambda: view.view_model.state.cards[0].mode is Mode.PROMOTE)
    assert view.view_model.state.cards[0].steps[-1].text == "Promote"


def test_file_set_aside_is_accepted_anyway(
    workspace: Workspace, automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, f"automations/files/{automations['aside']}")
    file = view.view_model.state.file
    assert file is not None
    assert [c.rows for c in file.checks] == ["Rows 2, 3, 4, 9, 11 and 375 more"]
    view.details.setParent(None)
    qtbot.addWidget(view.details)
    view.details.show()
    qtbot.waitUntil(lambda: view.details.of_file.look.height() > 0)
    assert view.details.of_file.accept is not None
    qtbot.mouseClick(view.details.of_file.accept, LEFT)
    qtbot.waitUntil(lambda: page_context.workers == ["asked"])
    found = next(f for f in watching.arrived(workspace) if f.id == automations["aside"])
    assert found.state is FileState.WAITING
    job = jobs.newest(workspace)[0]
    assert job.params == {"files": [found.id], "dataset": "flights", "accept": True}
    qtbot.waitUntil(view.is_settled)
    view.details.hide()


def test_a_file_that_waits_for_an_answer_leads_to_its_question(
    workspace: Workspace, automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    choices = ("day first", "month first", "text")
    asked = Question("date order", "sold", "Which comes first in sold?", choices, ("03/04/2026",))
    looked_at: list[int] = []
    page_context.look_at_file = looked_at.append
    with workspace.store.write() as tx:
        kept = {"questions": [asked.to_dict()]}
        files.update(tx, automations["aside"], checks=[], reason=asked.text, question=kept)
    view = open_page(PAGE, f"automations/files/{automations['aside']}")
    file = view.view_model.state.file
    assert file is not None
    assert file.is_asked
    assert file.reason == "Which comes first in sold?"
    view.details.setParent(None)
    qtbot.addWidget(view.details)
    view.details.show()
    qtbot.waitUntil(lambda: view.details.of_file.look.height() > 0)
    assert view.details.of_file.look.accessibleName() == "Answer…, Then it is taken in"
    assert view.details.of_file.part is None
    qtbot.mouseClick(view.details.of_file.look, LEFT)
    assert looked_at == [automations["aside"]]
    view.details.hide()


def test_the_rules_of_a_file_set_aside_are_a_click_away(
    automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, f"automations/files/{automations['aside']}")
    view.details.setParent(None)
    qtbot.addWidget(view.details)
    view.details.show()
    qtbot.waitUntil(lambda: view.details.of_file.look.height() > 0)
    assert view.details.of_file.part is None
    assert view.details.of_file.rules is not None
    qtbot.mouseClick(view.details.of_file.rules, LEFT)
    assert page_context.navigated == ["tidemill://data/flights/checks"]
    view.details.hide()


def test_sender_is_asked_with_a_text_that_names_the_rows(
    automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, f"automations/files/{automations['aside']}")
    assert view.details.of_file.ask is not None
    view.details.of_file.ask.click()
    [text] = page_context.copied
    assert "flights_07_bad.csv" in text
    assert "wind_speed is text in 380 of 400 rows." in text
    assert "Rows 2, 3, 4, 9, 11" in text


def test_running_job_is_asked_to_stop_and_a_failed_one_is_tried_again(
    workspace: Workspace, automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    worker = workers.register(workspace, "worker")
    with workspace.store.write() as tx:
        job_rows.update(tx, automations["retrain"], claimed_by=worker)
    view = open_page(PAGE, f"automations/jobs/{automations['retrain']}")
    assert view.details.work.cancel is not None
    view.details.work.cancel.click()
    qtbot.waitUntil(lambda: jobs.find(workspace, automations["retrain"]).cancel_asked)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert page_context.toasts[0][0] == f"Job {automations['retrain']} is stopping"
    view.show_address(["jobs", str(automations["failed"])])
    assert view.details.of_job.retry is not None
    view.details.of_job.retry.click()
    qtbot.waitUntil(lambda: jobs.find(workspace, automations["failed"]).state is JobState.QUEUED)
    qtbot.waitUntil(view.is_settled)


def test_queued_job_picked_in_the_table_is_cancelled_at_once(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "automations/jobs")
    row = view.board.jobs.source().row_of(automations["queued"])
    tall = view.board.jobs.rowHeight(0)
    qtbot.mouseClick(view.board.jobs.viewport(), LEFT, pos=QPoint(90, row * tall + tall // 2))
    assert view.address() == ["jobs", str(automations["queued"])]
    assert view.details.work.cancel is not None
    view.details.work.cancel.click()
    qtbot.waitUntil(lambda: jobs.find(workspace, automations["queued"]).state is JobState.CANCELLED)
    qtbot.waitUntil(view.is_settled)


def test_files_are_narrowed_to_an_outcome(automations: Keys, open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE)
    assert view.board.files.source().row_count() == 4
    qtbot.mouseClick(view.board.shown.part("Set aside"), LEFT)
    assert [row.id for row in view.view_model.state.files] == [automations["aside"]]
    assert view.address() == ["files", str(automations["aside"])]
    qtbot.mouseClick(view.board.shown.part("Skipped"), LEFT)
    assert view.board.files.source().row_count() == 1


def test_log_follows_what_the_worker_writes(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, f"automations/jobs/{automations['retrain']}")
    assert view.details.log is not None
    assert view.details.log.words().endswith("trial 5  auc 0.8605")
    with workspace.store.write() as tx:
        job_rows.log(tx, automations["retrain"], [(tx.clock.now(), "trial 6  auc 0.8734")])
    log = view.details.log
    qtbot.waitUntil(lambda: log.words().endswith("trial 6  auc 0.8734"))
    assert log.words().count("trial 5") == 1


def test_file_that_arrives_while_the_page_is_open_appears(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    with workspace.store.write() as tx:
        files.insert(
            tx,
            watch_id=automations["first"],
            dataset="flights",
            path="/data/inbox/new.csv",
            n_bytes=10,
            modified_ns=1,
            by="worker",
            outcome="Waiting until it is complete",
        )
    qtbot.waitUntil(lambda: view.view_model.state.n_files == 5)
    assert view.view_model.state.files[0].name == "new.csv"


def test_automations_of_a_large_store_open_without_holding_the_loop(
    many_files: Keys, open_page: Open
) -> None:
    view = open_page(PAGE, "automations/jobs")
    # The newest 500, and one set aside that came before them.
    assert view.board.files.source().row_count() == 501
    assert view.board.jobs.source().row_count() == 400


def _arrive(tx: Transaction, watch_id: int, n: int) -> list[int]:
    """Files that came just now and wait."""
    return [
        files.insert(
            tx,
            watch_id=watch_id,
            dataset="flights",
            path=f"/data/inbox/new_{number}.csv",
            n_bytes=1,
            modified_ns=number,
            by="worker",
            outcome="Waiting until it is complete",
        )
        for number in range(n)
    ]


def to_the_end(view: AutomationsView, qtbot: QtBot) -> None:
    """Scroll down until there is nothing older: each page that comes makes the list longer."""
    bar = view.board.verticalScrollBar()

    def is_all_there() -> bool:
        bar.setValue(bar.maximum())
        return not view.view_model.state.has_older

    qtbot.waitUntil(is_all_there)


def test_scrolling_down_loads_older_files_until_all_are_there(
    many_files: Keys, open_page: Open, workspace: Workspace, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    n_all = view.view_model.state.n_files
    n_first = len(view.view_model.state.files)
    assert n_first < n_all
    assert view.view_model.state.has_older
    to_the_end(view, qtbot)
    rows = view.view_model.state.files
    assert len(rows) == n_all == view.board.files.model().rowCount()
    assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)
    oldest = rows[-1]
    assert view.board.files.model().index(len(rows) - 1, 0).data() == oldest.name


def test_an_older_file_that_changed_is_shown_as_it_is_now_and_newer_ones_leave_no_gap(
    many_files: Keys, open_page: Open, workspace: Workspace, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    to_the_end(view, qtbot)
    n_before = len(view.view_model.state.files)
    [old] = [row for row in view.view_model.state.files if row.name == "flights_0007.csv"]
    with workspace.store.write() as tx:
        files.update(tx, old.id, state=str(FileState.SKIPPED), outcome="Skipped: known")
        new = _arrive(tx, many_files["first"], 5)

    def rows() -> dict[int, str]:
        return {row.id: row.happened for row in view.view_model.state.files}

    qtbot.waitUntil(lambda: rows().get(old.id) == "Skipped: known" and new[-1] in rows())
    assert len(rows()) == n_before + 5 == view.view_model.state.n_files


def test_a_file_that_changes_as_newer_ones_push_it_off_the_first_page_is_shown_as_it_is_now(
    many_files: Keys, open_page: Open, workspace: Workspace, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    model = view.view_model
    to_the_end(view, qtbot)
    assert model._loaded is not None
    last = model._loaded.oldest
    assert last is not None
    with workspace.store.write() as tx:
        files.update(tx, last, state=str(FileState.SKIPPED), outcome="Skipped: known")
        _arrive(tx, many_files["first"], 5)
    qtbot.waitUntil(
        lambda: {row.id: row.happened for row in model.state.files}[last] == "Skipped: known"
    )


def test_a_kind_of_files_of_which_none_is_new_is_looked_for_among_the_older_ones(
    many_files: Keys, open_page: Open, workspace: Workspace, qtbot: QtBot
) -> None:
    with workspace.store.write() as tx:
        [first] = [f.id for f in files.newest(tx.connection, limit=1000) if "_0000." in f.path]
        files.update(tx, first, state=str(FileState.SKIPPED), outcome="Skipped: known")
    view = open_page(PAGE)
    view.view_model.show_only("Skipped")
    qtbot.waitUntil(lambda: first in [row.id for row in view.view_model.state.files])
