"""Telling ahead in the Train sheet: offered with reasons, changed, and asked for."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.gui.pages.data.page import PAGE
from tidemill.gui.pages.data.train_state import Leak
from tidemill.services import forecast_recipes, jobs, recipes
from tidemill.services.recipes import Written
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
N_DAYS = 60
SCHEMA = Schema(
    (
        Column("day", Kind.DATETIME, Role.TIME),
        Column("shop", Kind.CATEGORICAL),
        Column("price", Kind.NUMERIC),
        Column("sales", Kind.NUMERIC, Role.TARGET),
    )
)


def _rows(_number: int) -> Frame:
    days = np.datetime64("2024-01-01", "us") + np.arange(N_DAYS) * np.timedelta64(1, "D")
    noise = np.random.default_rng(3).normal(0, 1, 2 * N_DAYS)
    week = [10 * math.sin(2 * math.pi * n / 7) for n in range(N_DAYS)]
    return Frame(
        (
            ColumnData("day", Kind.DATETIME, np.tile(days, 2)),
            coded("shop", Kind.CATEGORICAL, ["Bern"] * N_DAYS + ["Graz"] * N_DAYS),
            ColumnData("price", Kind.NUMERIC, np.round(noise, 2)),
            ColumnData("sales", Kind.NUMERIC, 50 + np.tile(week, 2) + noise),
        )
    )


@pytest.fixture
def sheet(open_page: Any, page_context: Any, qtbot: QtBot, workspace: Workspace, build: Any) -> Any:
    """The sheet over two shops' daily sales, once their past was looked at."""
    build.add_versions(workspace, "sales", 1, checks=False, rows=_rows, schema=SCHEMA)
    view = open_page(PAGE, "data/sales/train")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    found = page_context.sheets[0]
    qtbot.waitUntil(lambda: found.model.state.ahead.offer is not None, timeout=30_000)
    qtbot.waitUntil(lambda: not page_context.operations.is_busy("train."), timeout=30_000)
    qtbot.waitUntil(view.is_settled)
    return found


def _reasons(sheet: Any) -> list[str]:
    return [row.reason.text() for row in sheet.choices.ahead.rows]


def test_a_number_with_a_past_is_offered_ahead_with_every_reason(sheet: Any, qtbot: QtBot) -> None:
    part = sheet.choices.ahead
    assert not part.isHidden()
    assert _reasons(sheet)[0].startswith("sales has 60 days of past by day.")
    assert part.horizon.isHidden() or not part.horizon.isVisible()
    qtbot.mouseClick(part.box, LEFT, pos=QPoint(8, 12))
    assert part.horizon.isVisible()
    assert (part.horizon.value(), part.series.value(), part.lags.text()) == (
        7,
        "shop",
        "1, 2, 3, 8",
    )
    far, series, lags, known = _reasons(sheet)[1:]
    assert far == "7 days, one season. Each value is told from what was known 7 days before."
    assert series == "Each day stands once for each shop."
    assert lags == (
        "The newest 3 values known by then, those of 7 days and 14 days before the moment told "
        "and means over 7 days."
    )
    assert known.startswith("No other column is known at the moment told.")
    assert not sheet.choices.groups.isVisible(), "one model tells all series"
    sheet.close_sheet()


def test_what_is_asked_for_is_the_recipe_that_the_command_suggests(
    sheet: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    part = sheet.choices.ahead
    qtbot.mouseClick(part.box, LEFT, pos=QPoint(8, 12))
    qtbot.mouseClick(part.known.add, LEFT)
    qtbot.waitUntil(part.known._list.isVisible)
    part.known._list.chosen.emit("price")
    part.known._list.close()
    assert "price" in part.known.chips
    part.horizon.edit.setText("3")
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet.primary, LEFT)
    (job,) = jobs.newest(workspace)
    suggested = forecast_recipes.recipe(workspace, "sales", 3, known=("price",))
    asked = job.params["recipe"]
    assert asked == suggested.to_dict()
    assert asked["forecast"]["lags"] == [1, 2, 3, 5, 12]
    assert len(job.params["estimators"]) > 3


def test_own_lags_are_taken_as_typed_and_refused_in_a_sentence(sheet: Any, qtbot: QtBot) -> None:
    part = sheet.choices.ahead
    qtbot.mouseClick(part.box, LEFT, pos=QPoint(8, 12))
    part.lags.edit.setText("1, x")
    assert part.lags.error() == "1, x are no lags."
    assert not sheet.primary.isEnabled()
    part.lags.edit.setText("1, 4")
    assert part.lags.error() == ""
    assert sheet.primary.isEnabled()
    forecast = sheet.model.state.ahead.forecast
    assert (forecast.lags, forecast.rolling) == ((1, 4), ())
    assert _reasons(sheet)[3].startswith("Named by you")
    part.horizon.edit.setText("9")
    assert part.lags.text() == "1, 4", "what a person typed stays"
    part.lags.edit.setText("")
    assert part.lags.text() == "", "an emptied line is not filled while it is typed in"
    assert sheet.model.state.ahead.forecast.rolling == (7,)
    part.horizon.edit.setText("")
    assert not sheet.primary.isEnabled()
    sheet.close_sheet()


def test_a_series_that_cannot_be_is_told_and_another_can_be_chosen(
    sheet: Any, qtbot: QtBot
) -> None:
    part = sheet.choices.ahead
    qtbot.mouseClick(part.box, LEFT, pos=QPoint(8, 12))
    sheet.model.choose_series("")
    qtbot.waitUntil(lambda: bool(sheet.model.state.ahead.why_not), timeout=30_000)
    assert _reasons(sheet)[0] == sheet.model.state.ahead.why_not
    assert part.series.value() == "shop"
    sheet.model.choose_series("shop")
    qtbot.waitUntil(lambda: not sheet.model.state.ahead.why_not, timeout=30_000)
    sheet.close_sheet()


def test_the_newest_rows_of_all_series_are_held_out_and_leaks_of_old_values_are_none(
    sheet: Any, qtbot: QtBot
) -> None:
    model = sheet.model
    model._set(replace(model.state, leaks=(Leak("price", "It predicts sales by itself."),)))
    assert sheet.plan.buttons
    model.tell_ahead(True)
    assert sheet.plan.buttons == {}, "a value of a week before cannot leak"
    model.know_ahead("price")
    assert "price" in sheet.plan.buttons
    ways = [one.text for one in sheet.choices.hold_out._options]
    assert ways == ["The newest 10%, by day", "The newest 20%, by day", "The newest 30%, by day"]
    model.tell_ahead(False)
    assert len(sheet.choices.hold_out._options) > 3
    sheet.close_sheet()


def test_two_columns_are_enough_for_a_forecast(
    workspace: Workspace, build: Any, page_context: Any, open_page: Any, qtbot: QtBot
) -> None:
    def lone(number: int) -> Frame:
        return _rows(number).take(np.arange(N_DAYS)).select(("day", "sales"))

    schema = Schema((SCHEMA.columns[0], SCHEMA.columns[3]))
    build.add_versions(workspace, "lone", 1, checks=False, rows=lone, schema=schema)
    view = open_page(PAGE, "data/lone/train")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    found = page_context.sheets[0]
    qtbot.waitUntil(lambda: found.model.state.ahead.offer is not None, timeout=30_000)
    assert not found.primary.isEnabled()
    found.model.tell_ahead(True)
    assert found.primary.isEnabled()
    with qtbot.waitSignal(found.closed):
        qtbot.mouseClick(found.primary, LEFT)
    (job,) = jobs.newest(workspace)
    assert job.params["recipe"]["features"] == []
    assert job.params["recipe"] == forecast_recipes.recipe(workspace, "lone").to_dict()
    qtbot.waitUntil(view.is_settled)


def test_a_forecast_opened_from_a_file_is_asked_for_as_it_stands_there(
    sheet: Any, qtbot: QtBot, workspace: Workspace, tmp_path: Any
) -> None:
    made = forecast_recipes.recipe(workspace, "sales", 2, lags=(1, 6), known=("price",))
    path = tmp_path / "ahead.toml"
    recipes.save(Written(made, "sales@1"), path)
    sheet.files.opened.emit(str(path))
    qtbot.waitUntil(lambda: sheet.model.state.opened is not None, timeout=30_000)
    part = sheet.choices.ahead
    assert (part.horizon.value(), part.lags.text()) == (2, "1, 6")
    assert "price" in part.known.chips
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet.primary, LEFT)
    (job,) = jobs.newest(workspace)
    assert job.params["recipe"] == made.to_dict()
