"""The Train sheet: suggestions, choices, warnings, and the job that comes of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.catalog import libraries
from tidemill.domain.recipes import Recipe, Task
from tidemill.gui.pages.data.page import PAGE
from tidemill.gui.pages.data.train_state import Leak
from tidemill.services import jobs, shared_preparations, training_runs
from tidemill.services.workspace import Workspace

Open = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def sheet(open_page: Open, page_context: Any, qtbot: QtBot, flights: Any) -> Any:
    """The sheet over the newest of four versions, with all suggestions and no leaks found."""
    assert flights
    view = open_page(PAGE, "data/flights/train")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    found = page_context.sheets[0]
    qtbot.waitUntil(lambda: found.model.state.leaks is not None)
    qtbot.waitUntil(lambda: not page_context.operations.is_busy("train."), timeout=30_000)
    qtbot.waitUntil(view.is_settled)
    return found


def _baselines(sheet: Any) -> list[Any]:
    return [box for name, box in sheet.choices.boxes.items() if not name.startswith("search:")]


def test_everything_is_suggested_with_its_reason(sheet: Any) -> None:
    choices = sheet.choices
    assert choices.target.value() == "late"
    assert choices.judge.option().text == "AUC"
    assert choices.hold_out.option().text == "The newest 20%, by scheduled_departure"
    assert set(choices.leave_out.chips) == {"flight_id", "scheduled_departure"}
    assert all(reason.text() for reason in choices._reasons)
    assert sheet.primary.isEnabled()


def test_training_becomes_a_job_with_what_was_chosen(
    sheet: Any, page_context: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    first, *others = _baselines(sheet)
    qtbot.mouseClick(first, LEFT, pos=QPoint(8, 12))
    chip = sheet.choices.leave_out.chips["flight_id"]
    qtbot.mouseClick(chip, LEFT)
    qtbot.keyClick(sheet.choices.hold_out, Qt.Key.Key_Down)
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(page_context.navigated))
    (job,) = jobs.newest(workspace)
    assert job.kind == "model.train"
    assert len(job.params["estimators"]) == len(others)
    recipe = job.params["recipe"]
    assert "flight_id" in recipe["features"]
    assert recipe["time"] == "scheduled_departure"
    assert recipe["hold_out"]["share"] == 0.1
    assert page_context.navigated == ["experiments"]
    assert page_context.toasts[0][0] == "Training on flights v4 has started."
    assert page_context.workers == ["asked"]


def test_with_nothing_to_try_it_says_so_and_does_not_start(sheet: Any, qtbot: QtBot) -> None:
    for box in _baselines(sheet):
        qtbot.mouseClick(box, LEFT, pos=QPoint(8, 12))
    assert not sheet.primary.isEnabled()
    assert sheet.choices._problem.text() == "Choose at least one thing to try."
    sheet.close_sheet()


def test_another_target_brings_other_suggestions(sheet: Any, qtbot: QtBot) -> None:
    sheet.model.choose_target("distance")
    qtbot.waitUntil(lambda: sheet.choices.target.value() == "distance")
    assert sheet.choices.judge.value() == "mae"
    assert sheet.plan._balance.isHidden()
    qtbot.waitUntil(lambda: sheet.model.state.leaks is not None)
    sheet.close_sheet()


def test_a_column_that_may_leak_is_left_out_on_one_click(sheet: Any, qtbot: QtBot) -> None:
    leaks = (Leak("wind_speed", "It predicts late by itself."), Leak("distance", "It does too."))
    sheet.model._set(replace(sheet.model.state, leaks=leaks))
    leave_out, _ = sheet.plan.buttons["wind_speed"]
    _, keep = sheet.plan.buttons["distance"]
    qtbot.mouseClick(leave_out, LEFT)
    assert "wind_speed" in sheet.choices.leave_out.chips
    _, keep = sheet.plan.buttons["distance"]
    qtbot.mouseClick(keep, LEFT)
    assert sheet.plan.buttons == {}
    assert sheet.model.state.features == ("carrier", "distance", "is_weekend")
    sheet.close_sheet()


def test_rows_on_both_sides_are_told_and_may_be_kept(sheet: Any, qtbot: QtBot) -> None:
    words = "60 of the 120 rows held out (50%) are also among those learned from."
    sheet.model._set(replace(sheet.model.state, repeats=words))
    (keep, _) = sheet.plan.buttons[""]
    qtbot.mouseClick(keep, LEFT)
    assert sheet.plan.buttons == {}
    assert sheet.primary.isEnabled()
    sheet.close_sheet()


def test_judging_over_time_counts_its_fits_and_goes_into_the_recipe(
    sheet: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    n = len(_baselines(sheet))
    qtbot.mouseClick(sheet.choices.windows, LEFT, pos=QPoint(8, 12))
    assert sheet.model.state.n_fits == 6 * n
    told = [row.accessibleName() for row in sheet.plan._plan._rows]
    assert f"Fits: {6 * n}" in told
    assert "Time on this computer: known after the first training" in told
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet.primary, LEFT)
    (job,) = jobs.newest(workspace)
    assert job.params["recipe"]["windows"] == 5


def test_a_search_chosen_is_asked_for_beside_the_baselines(
    sheet: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    box = sheet.choices.boxes["search:hist_gradient_boosting"]
    assert not box.isChecked()
    n = sheet.model.state.n_fits
    qtbot.mouseClick(box, LEFT, pos=QPoint(8, 12))
    assert sheet.model.state.n_fits == n + 60 * 5 + 1
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet.primary, LEFT)
    search, training = jobs.newest(workspace)
    assert (search.kind, training.kind) == ("model.search", "model.train")
    assert search.params["recipe"]["search"]["n_trials"] == 60
    assert search.params["recipe"]["estimator"] == "hist_gradient_boosting"
    kept = ("target", "time", "features", "hold_out", "metric")
    assert all(search.params["recipe"][k] == training.params["recipe"][k] for k in kept)
    assert not any(name.startswith("search:") for name in training.params["estimators"])


def test_a_training_that_could_not_be_asked_for_says_why_and_stays_open(
    sheet: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_values: object) -> int:
        raise WorldError("The store is locked.", "Try again in a moment.")

    monkeypatch.setattr(training_runs, "train", fail)
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(sheet._failure.isVisible)
    assert sheet._failure.accessibleName() == "The store is locked."
    assert not sheet.primary.is_busy()
    sheet.close_sheet()


def test_training_from_anywhere_takes_the_dataset_that_changed_last(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace, build: Any
) -> None:
    build.add_versions(workspace, "older", 1)
    build.add_versions(workspace, "newer", 1)
    view = open_page(PAGE, "data/@train")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    assert view.address() == ["newer"]
    page_context.sheets[0].close_sheet()
    qtbot.waitUntil(view.is_settled)


def test_groups_of_a_column_can_get_models_of_their_own(
    sheet: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    choices = sheet.choices
    assert choices.groups.value() is None
    assert choices._reasons[4].text() == "One model learns from all rows."
    sheet.model.choose_groups("carrier")
    assert choices.groups.option().text == "One for each carrier"
    assert choices._reasons[4].text().startswith("Each carrier with 100 rows or more")
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet.primary, LEFT)
    (job,) = jobs.newest(workspace)
    assert job.params["recipe"]["by_group"] == "carrier"


def test_a_shared_preparation_is_offered_where_there_is_one_and_goes_into_the_recipe(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace, flights: Any
) -> None:
    assert flights
    wished = Recipe("late", Task.BINARY, ("a",), preparation_settings={"max_onehot": 30})
    shared_preparations.save(workspace, "usual", wished)
    view = open_page(PAGE, "data/flights/train")
    qtbot.waitUntil(lambda: bool(page_context.sheets), timeout=30_000)
    sheet = page_context.sheets[0]
    qtbot.waitUntil(lambda: sheet.model.state.leaks is not None, timeout=30_000)
    qtbot.waitUntil(view.is_settled, timeout=30_000)
    choice = sheet.choices.preparation
    assert choice.isVisibleTo(sheet)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.option().text == "usual v1"
    assert sheet.choices._reasons[5].text() == "mixed: max_onehot 30."
    with qtbot.waitSignal(sheet.closed, timeout=30_000):
        qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(jobs.newest(workspace)), timeout=30_000)
    (job,) = jobs.newest(workspace)
    assert job.params["recipe"]["shared"] == "usual@1"
    assert job.params["recipe"]["preparation_settings"] == {"max_onehot": 30}


def test_without_a_shared_preparation_there_is_nothing_to_choose(sheet: Any) -> None:
    assert not sheet.choices.preparation.isVisibleTo(sheet)


def test_a_preparation_of_the_catalogue_is_offered_where_its_library_is_installed(
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
    workspace: Workspace,
    flights: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert flights
    monkeypatch.setattr(libraries, "is_there", lambda _: True)
    view = open_page(PAGE, "data/flights/train")
    qtbot.waitUntil(lambda: bool(page_context.sheets), timeout=30_000)
    sheet = page_context.sheets[0]
    qtbot.waitUntil(lambda: sheet.model.state.leaks is not None, timeout=30_000)
    qtbot.waitUntil(view.is_settled, timeout=30_000)
    choice = sheet.choices.preparation
    assert choice.isVisibleTo(sheet)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.option().text == "Preparation by skrub"
    assert "texts of many levels by the pieces" in sheet.choices._reasons[5].text()
    with qtbot.waitSignal(sheet.closed, timeout=30_000):
        qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(jobs.newest(workspace)), timeout=30_000)
    (job,) = jobs.newest(workspace)
    assert job.params["recipe"]["preparation"] == "skrub"
    assert "shared" not in job.params["recipe"]
