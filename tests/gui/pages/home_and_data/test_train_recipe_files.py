"""Recipes as files in the Train sheet: saved, opened, and the same hash all the way."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.progress import Silent
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe
from tidemill.domain.searches import SearchPlan
from tidemill.gui.pages.data.page import PAGE
from tidemill.services import datasets, jobs, recipes
from tidemill.services.recipes import Written
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def sheet(open_page: Any, page_context: Any, qtbot: QtBot, flights: Any) -> Any:
    """The sheet with all suggestions read."""
    assert flights
    view = open_page(PAGE, "data/flights/train")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    found = page_context.sheets[0]
    qtbot.waitUntil(lambda: found.model.state.leaks is not None)
    qtbot.waitUntil(lambda: not page_context.operations.is_busy("train."), timeout=30_000)
    qtbot.waitUntil(view.is_settled)
    return found


def _recipe(workspace: Workspace) -> Recipe:
    version = datasets.version(workspace, "flights")
    made = datasets.suggestions(workspace, version, "late").recipe("random_forest", n_threads=2)
    return replace(
        made,
        features=("wind_speed", "distance"),
        estimator_settings={"n_trees": 40},
        preparation_settings={},
        seed=7,
        windows=3,
        class_weights="balanced",
        hold_out=HoldOut(HoldOutKind.STRATIFIED, 0.25),
    )


def _open(sheet: Any, qtbot: QtBot, workspace: Workspace, recipe: Recipe, folder: Path) -> None:
    path = folder / "mine.toml"
    recipes.save(Written(recipe, "flights@4"), path)
    sheet.files.opened.emit(str(path))
    qtbot.waitUntil(lambda: sheet.model.state.opened is not None, timeout=30_000)


def _asked(sheet: Any, qtbot: QtBot, workspace: Workspace) -> list[Any]:
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet.primary, LEFT)
    return list(jobs.newest(workspace))


def test_a_recipe_opened_and_started_is_the_recipe_of_the_file(
    sheet: Any, qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    recipe = _recipe(workspace)
    _open(sheet, qtbot, workspace, recipe, tmp_path)
    choices = sheet.choices
    assert choices.hold_out.option().text == "25% of each class"
    assert set(choices.leave_out.chips) >= {"carrier", "is_weekend", "flight_id"}
    assert [name for name, box in choices.boxes.items() if box.isChecked()] == ["random_forest"]
    (job,) = _asked(sheet, qtbot, workspace)
    asked = Recipe.from_dict(job.params["recipe"])
    assert asked.content_hash() == recipe.content_hash()
    assert job.params["estimators"] == ["random_forest"]


def test_what_is_changed_is_changed_and_the_rest_of_the_file_stays(
    sheet: Any, qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    recipe = _recipe(workspace)
    _open(sheet, qtbot, workspace, recipe, tmp_path)
    sheet.model.choose_metric("f1")
    sheet.model.take_in("carrier")
    (job,) = _asked(sheet, qtbot, workspace)
    expected = replace(recipe, metric="f1", features=("carrier", "distance", "wind_speed"))
    assert job.params["recipe"] == expected.to_dict()


def test_a_search_from_a_file_keeps_its_budget_and_another_pipeline_its_usual_settings(
    sheet: Any, qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    plan = SearchPlan("random", 9, n_folds=3)
    recipe = replace(_recipe(workspace), search=plan, windows=0)
    _open(sheet, qtbot, workspace, recipe, tmp_path)
    box = sheet.choices.boxes["search:random_forest"]
    assert box.isChecked()
    assert sheet.model.state.n_fits == 9 * 3 + 1
    sheet.model.switch("logistic_regression", True)
    search, training = _asked(sheet, qtbot, workspace)
    assert search.params["recipe"] == recipe.to_dict()
    assert training.params["estimators"] == ["logistic_regression"]
    assert training.params["recipe"]["estimator_settings"] == {}
    assert training.params["recipe"]["seed"] == 7


def test_a_saved_recipe_trains_what_the_sheet_would(
    sheet: Any, qtbot: QtBot, page_context: Any, workspace: Workspace, tmp_path: Path
) -> None:
    sheet.model.leave_out("distance")
    qtbot.mouseClick(sheet.files.save, LEFT)
    assert sheet.files._list is not None, "several are ticked: which one's recipe is asked for"
    sheet.files._list.chosen.emit("logistic_regression")
    sheet.files._list.close()
    (wish,) = page_context.saved
    assert wish.name.endswith(".toml")
    path = tmp_path / wish.name
    wish.write(path, Silent())
    written = recipes.read(path)
    assert written.data == "flights@4"
    (job,) = _asked(sheet, qtbot, workspace)
    asked = replace(Recipe.from_dict(job.params["recipe"]), estimator="logistic_regression")
    assert written.recipe.content_hash() == asked.content_hash()


def test_a_recipe_for_other_data_is_refused_in_a_sentence_and_changes_nothing(
    sheet: Any, qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "other.toml"
    path.write_text('target = "price"\ntask = "regression"\nfeatures = ["size"]\n')
    before = sheet.model.state.features
    sheet.files.opened.emit(str(path))
    qtbot.waitUntil(sheet._failure.isVisible, timeout=30_000)
    assert "has no column price" in sheet._failure.accessibleName()
    assert sheet.model.state.features == before
    assert sheet.model.state.opened is None
    sheet.close_sheet()
