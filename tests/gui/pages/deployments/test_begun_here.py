"""Trials and batch folders begun in the window, with real events and the real services."""

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.domain.batches import BatchState
from tidemill.domain.deployments import Deployment
from tidemill.domain.models import Model, Stage
from tidemill.domain.trials import trial_of
from tidemill.gui.pages.deployments.batch_sheet import BatchSheet
from tidemill.gui.pages.deployments.figures import folder_facts
from tidemill.gui.pages.deployments.page import PAGE
from tidemill.gui.pages.deployments.trial_sheet import TrialSheet
from tidemill.gui.pages.deployments.view import DeploymentsView
from tidemill.services import batch_folders, deploying, registry, trials
from tidemill.services.serving import overview
from tidemill.services.workspace import Workspace
from tidemill.store import batch_files

NAME = "flights-late"


def click(qtbot: QtBot, widget: Any) -> None:
    assert widget is not None
    assert widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def numbers(workspace: Workspace) -> tuple[int, int]:
    """The champion, and the version that the sheet offers first."""
    view = registry.find(workspace, NAME)
    assert view.champion is not None
    return view.champion.number, trials.choices(workspace, NAME).candidates[0].number


@pytest.fixture
def view(open_page: Any, ready: Deployment) -> DeploymentsView:
    """The page with a service at work."""
    made: DeploymentsView = open_page(PAGE)
    return made


@pytest.fixture
def sheet(view: DeploymentsView, page_context: Any, qtbot: QtBot) -> TrialSheet:
    """The sheet for a candidate, asked for from the card."""
    view.cards[0].wanted.emit(NAME, "trial")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    (found,) = page_context.sheets
    assert isinstance(found, TrialSheet)
    return found


def test_a_split_is_begun_and_the_card_shows_who_answers_what(
    sheet: TrialSheet,
    view: DeploymentsView,
    workspace: Workspace,
    page_context: Any,
    qtbot: QtBot,
) -> None:
    champion, candidate = numbers(workspace)
    assert sheet.candidate.value() == candidate
    if not trials.choices(workspace, NAME).candidates[0].gates_passed:
        assert not sheet.primary.isEnabled(), "red gates take a reason"
        qtbot.keyClicks(sheet.reason, "callers were told of it")
    sheet.share.set_value(25)
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    found = trial_of(deploying.find(workspace, NAME).split)
    assert found is not None
    assert (found.is_split, found.share, found.candidate) == (True, 0.25, candidate)
    assert page_context.toasts[0][0] == f"{NAME}: v{candidate} answers 25% of the rows"
    qtbot.waitUntil(lambda: view.cards[0].traffic is not None)
    traffic = view.cards[0].traffic
    assert traffic is not None
    left, right, _ = traffic.said()
    assert left == f"v{champion} champion, 75%"
    assert right.startswith(f"v{candidate} candidate, 25%")
    assert traffic.bar.as_table()[1][1][2] == "25.0%"
    qtbot.waitUntil(lambda: traffic.said()[2] != "")
    assert traffic.said()[2] == "Nothing has been answered in this trial yet."


def test_a_share_that_leaves_the_champion_nothing_is_refused_at_its_field(
    sheet: TrialSheet, workspace: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(sheet.reason, "callers were told of it")
    sheet.share.set_value(100)
    assert sheet.asked() is None
    click(qtbot, sheet.kind.part("shadow"))
    asked = sheet.asked()
    assert asked is not None
    assert (asked.kind, asked.share) == ("shadow", 1.0)


def test_a_shadow_is_begun_by_a_key_and_ended_from_the_card(
    sheet: TrialSheet,
    view: DeploymentsView,
    workspace: Workspace,
    page_context: Any,
    qtbot: QtBot,
) -> None:
    _, candidate = numbers(workspace)
    click(qtbot, sheet.kind.part("shadow"))
    sheet.key.set_value("flight_id")
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    found = trial_of(deploying.find(workspace, NAME).split)
    assert found is not None
    assert (found.is_split, found.share, found.key) == (False, 1.0, "flight_id")
    qtbot.waitUntil(lambda: view.cards[0].traffic is not None)
    traffic = view.cards[0].traffic
    assert traffic is not None
    assert traffic.said()[0].endswith("answers all")
    click(qtbot, traffic.promote)
    assert page_context.navigated == [f"tidemill://models/{NAME}/{candidate}/promote"]
    click(qtbot, traffic.end)
    qtbot.waitUntil(lambda: deploying.find(workspace, NAME).split == {})
    qtbot.waitUntil(lambda: view.view_model.state.cards[0].trial is None)


def test_what_can_be_chosen_leaves_out_the_champion_and_what_was_rejected(
    workspace: Workspace, ready: Deployment
) -> None:
    found = trials.choices(workspace, NAME)
    stages = {version.stage for version in found.candidates}
    assert stages
    assert not stages & {Stage.CHAMPION, Stage.REJECTED}
    assert "flight_id" in found.keys


def test_a_trial_that_is_there_already_is_told_instead_of_a_sheet(
    workspace: Workspace, open_page: Any, page_context: Any, ready: Deployment, qtbot: QtBot
) -> None:
    _, candidate = numbers(workspace)
    trials.shadow(workspace, NAME, str(candidate))
    view = open_page(PAGE)
    view.open_trial(NAME)
    qtbot.waitUntil(lambda: bool(page_context.problems))
    told = page_context.problems[0].message
    assert told == f"v{candidate} stands beside the champion of {NAME} already."
    assert page_context.sheets == []


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with a file in it, and one that is not there yet."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "monday.csv").write_text("carrier\nUA\n")
    return folder, tmp_path / "scored"


@pytest.fixture
def batch(open_page: Any, page_context: Any, flights_late: Model, qtbot: QtBot) -> BatchSheet:
    """The sheet for a batch folder."""
    view = open_page(PAGE, "deployments/new/folder")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    sheet = page_context.sheets[0]
    assert isinstance(sheet, BatchSheet)
    assert view.sheet is sheet
    return sheet


def test_what_failed_with_a_batch_folder_is_told_with_its_details(batch: BatchSheet) -> None:
    batch.set_error(TidemillError("It can't be switched on.", "Try again.", detail="Error 13"))
    assert batch.failure.details.isVisible()


def test_a_batch_folder_is_looked_at_first_and_then_switched_on(
    batch: BatchSheet,
    folders: tuple[Path, Path],
    workspace: Workspace,
    page_context: Any,
    qtbot: QtBot,
) -> None:
    folder, out = folders
    assert not batch.primary.isEnabled()
    qtbot.keyClicks(batch.folder.field.edit, str(folder))
    qtbot.keyClicks(batch.out.field.edit, str(out))
    qtbot.waitUntil(batch.primary.isEnabled)
    assert not out.exists(), "looking makes nothing"
    batch.explain.click()
    click(qtbot, batch.primary)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    (made,) = batch_folders.every(workspace)
    assert (made.model, made.is_on) == (NAME, True)
    settings = batch_folders.settings_of(made)
    assert (settings.out, settings.explain) == (str(out), True)
    assert out.is_dir()
    assert page_context.workers == ["asked"]


def test_the_same_folder_twice_can_not_be_switched_on(
    batch: BatchSheet, folders: tuple[Path, Path], qtbot: QtBot
) -> None:
    batch.folder.set_path(str(folders[0]))
    batch.out.set_path(str(folders[0]))
    qtbot.waitUntil(batch.failure.isVisible)
    assert not batch.primary.isEnabled()
    assert "they are read from" in batch.failure.accessibleName() + str(
        [label.text() for label in batch.failure.findChildren(type(batch._title))]
    )


def test_the_check_finds_what_switching_on_would_and_changes_nothing(
    workspace: Workspace, flights_late: Model, folders: tuple[Path, Path]
) -> None:
    folder, out = folders
    found = batch_folders.check(workspace, NAME, folder, out)
    assert (found.n_files, found.is_out_made, found.before) == (1, True, "")
    assert batch_folders.every(workspace) == []
    with pytest.raises(NeedsYou, match="is not a folder"):
        batch_folders.check(workspace, NAME, out, folder)
    one = batch_folders.switch_on(workspace, NAME, folder, out)
    assert batch_folders.check(workspace, NAME, folder, out).before == one.name
    with pytest.raises(NeedsYou, match="through other batch folders"):
        batch_folders.check(workspace, NAME, out, folder)


def test_a_folder_without_the_right_to_write_is_found_by_the_check(
    workspace: Workspace,
    flights_late: Model,
    folders: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, out = folders
    out.mkdir()
    asked_of = os.access

    def access(path: Any, mode: int, **more: Any) -> bool:
        """As the system answers somebody who is not root."""
        is_closed = Path(path) == out and bool(mode & os.W_OK)
        return not is_closed and asked_of(path, mode, **more)

    assert batch_folders.check(workspace, NAME, folder, out).n_files == 1
    monkeypatch.setattr(os, "access", access)
    with pytest.raises(NeedsYou, match="may not be written to"):
        batch_folders.check(workspace, NAME, folder, out)


def test_a_batch_card_tells_its_last_file_its_rows_and_what_was_set_aside(
    workspace: Workspace, open_page: Any, flights_late: Model, folders: tuple[Path, Path]
) -> None:
    one = batch_folders.switch_on(workspace, NAME, *folders)
    with workspace.store.write() as tx:
        for at, (state, rows, wrong) in enumerate(
            [
                (BatchState.SCORED, 400, 3),
                (BatchState.SCORED, 800, 0),
                (BatchState.SET_ASIDE, None, 0),
                (BatchState.WAITING, None, 0),
            ]
        ):
            key = batch_files.insert(tx, one.id, f"/in/{at}.csv", (10, at), "")
            batch_files.update(tx, key, state=str(state), rows=rows, n_errors=wrong)
    view = open_page(PAGE)
    (card,) = view.cards
    told = {caption: (value, note) for caption, value, note in card.facts.words()}
    assert told["Last file"] == ("800 rows", "1.csv, now")
    assert told["Rows scored"] == ("1,200", "3 left out")
    assert told["Files scored"] == ("2 files", "1 set aside, 1 waiting")
    assert view.view_model.state.cards[0].words == "Scoring 1 file"
    (shown,) = overview.look(workspace).shown
    assert [fact.value for fact in folder_facts(shown.files, workspace.clock.now())][1] == "1,200"
