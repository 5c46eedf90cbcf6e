"""Monitoring with real events: cells by mouse and keys, both charts under one pointer, alerts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.ids import new_id
from tidemill.domain.models import Model
from tidemill.gui.kit.charts.as_table import ChartTable
from tidemill.gui.pages.monitoring.accept_sheet import AcceptSheet
from tidemill.gui.pages.monitoring.mute_sheet import MuteSheet
from tidemill.gui.pages.monitoring.page import PAGE
from tidemill.gui.pages.monitoring.view import MonitoringView
from tidemill.services import datasets as datasets_service
from tidemill.services import jobs, monitoring, muting, registry
from tidemill.services.monitoring import references
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, datasets, models

Open = Callable[..., MonitoringView]
Hover = Callable[[QWidget, QPoint], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def year_of_days(workspace: Workspace, watched_model: Model) -> Model:
    """A look a day for a year, at forty columns."""
    column = monitoring.show(workspace, watched_model.name).chunks[-1].report["columns"][0]
    report = {
        "rows": {"reference": 3000, "current": 600},
        "columns": [{**column, "name": f"column_{n:02d}"} for n in range(40)],
        "drifted_columns": 40,
    }
    [version, *_] = registry.find(workspace, watched_model.name).versions[-1:]
    trained = datasets_service.version_of_id(workspace, version.dataset_version_id)
    with workspace.store.write() as tx:
        for day in range(365):
            start = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=day)
            one = replace(trained, number=100 + day, own_hash=new_id())
            chunks.insert(
                tx,
                watched_model.name,
                model_id=watched_model.id,
                version_id=version.id,
                dataset_version_id=datasets.insert_version(tx, one, profile={}, source_blob=None),
                starts_at=start,
                ends_at=start + timedelta(hours=23),
                n_rows=600,
                report=report,
                measures={"auc": {"value": 0.7, "low": 0.68, "high": 0.72, "n": 600}},
                prediction_psi=0.1,
            )
    return watched_model


def middle_of(view: MonitoringView, row: int, at: int) -> QPoint:
    plot = view.charts.map.plot_rect()
    n_rows, n_looks = len(view.view_model.state.columns), len(view.view_model.state.labels)
    x = plot.left() + plot.width() * (at + 0.5) / n_looks
    return QPoint(round(x), round(plot.height() * (row + 0.5) / n_rows))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_monitoring_without_models_says_what_will_be_here(
    open_page: Open, page_context: Any, qtbot: QtBot, theme: str
) -> None:
    view = open_page(PAGE)
    assert view.state_word() == "empty"
    assert view.inspector() is None
    qtbot.mouseClick(view._empty.button, LEFT)
    assert page_context.navigated == ["models"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_monitoring_of_a_store_that_fails_offers_to_try_again(
    workspace: Workspace,
    watched_model: Model,
    open_page: Open,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    theme: str,
) -> None:
    def broken(_workspace: Workspace) -> dict[str, bool]:
        raise WorldError("The workspace can't be read just now.", "Check its disk.")

    with monkeypatch.context() as patched:
        patched.setattr(monitoring, "watched", broken)
        view = open_page(PAGE)
        assert view.state_word() == "error"
        assert view._error.accessibleName() == "The workspace can't be read just now."
    qtbot.mouseClick(view._error.action, LEFT)
    qtbot.waitUntil(lambda: view.state_word() == "ready")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_newest_and_most_drifted_cell_is_shown_first(
    watched_model: Model, open_page: Open, theme: str
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    state = view.view_model.state
    assert list(state.columns[:2]) == ["wind_speed", "carrier"]
    assert view.address() == ["flights-late", "wind_speed", "11"]
    assert [fact.caption for fact in state.facts] == [
        "Input data",
        "Predictions",
        "AUC",
        "Business value",
    ]
    assert state.facts[0].value == "2 of 4 drifted"
    assert state.facts[2].word == "Worse than validated"
    assert view.charts.map.selected() == (0, 9)
    assert not view.grab().isNull()


def test_cell_picked_by_mouse_and_walked_by_keys_is_told_in_the_inspector(
    watched_model: Model, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    with qtbot.waitSignal(view.inspector_wanted):
        qtbot.mouseClick(view.charts.map, LEFT, pos=middle_of(view, 1, 7))
    assert view.address() == ["flights-late", "carrier", "9"]
    assert view.focusWidget() is view.charts.map
    qtbot.keyClick(view.charts.map, Qt.Key.Key_Left)
    qtbot.keyClick(view.charts.map, Qt.Key.Key_Up)
    assert view.address() == ["flights-late", "wind_speed", "8"]
    cell = view.view_model.state.cell
    assert cell is not None
    assert cell.is_drifted
    assert view.cell_inspector._title.text() == "wind_speed"
    assert view.cell_inspector.later is not None
    qtbot.mouseClick(view.cell_inspector.later, LEFT)
    assert view.charts.map.selected() == (0, 7)


def test_pointer_over_one_chart_marks_the_same_look_in_both_with_one_tip(
    watched_model: Model, open_page: Open, qtbot: QtBot, hover: Hover
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    tip = view.charts.tip()
    hover(view.charts.map, middle_of(view, 0, 4))
    qtbot.waitUntil(tip.isVisible)
    assert view.charts.line.crosshair() == 4.5
    assert tip.lines()[0] == "Jun 2026"
    assert any(line.startswith("AUC 0.682") for line in tip.lines())
    assert any(line.startswith("wind_speed PSI") for line in tip.lines())
    view.charts.line.hovered.emit(2.5)
    assert view.charts.map._crosshair == 2
    assert tip.lines()[0] == "Apr 2026"
    view.charts.line.hovered.emit(None)
    assert tip.isHidden()


def test_period_shows_the_last_months_of_the_data(
    watched_model: Model, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    assert len(view.view_model.state.labels) == 10
    assert view.view_model.state.period == "All"
    view.period.show()
    qtbot.mouseClick(view.period.part("8 weeks"), LEFT)
    assert view.view_model.state.labels == ("Nov 2026",)
    assert view.charts.map.selected() == (0, 0)
    qtbot.mouseClick(view.period.part("6 months"), LEFT)
    assert view.view_model.state.labels[0] == "Jun 2026"


def test_alert_is_closed_with_a_reason_and_only_with_one(
    workspace: Workspace, watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    row = view.alerts.rows()[0]
    assert row.close_button is not None
    qtbot.mouseClick(row.close_button, LEFT)
    sheet = view.sheet
    assert sheet is not None
    assert not sheet.primary.isEnabled()
    qtbot.keyClicks(sheet.field.edit, "A new airport opened")
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: not view.view_model.state.alerts[0].is_open)
    [alert] = monitoring.alerts(workspace)
    assert alert.reason == "A new airport opened"
    assert alert.closed_by == "tester"
    assert page_context.toasts[0][0] == "The alert is closed"
    assert view.sheet is None


def test_alert_address_leads_to_its_column_and_look(
    workspace: Workspace, watched_model: Model, open_page: Open
) -> None:
    [alert] = monitoring.alerts(workspace)
    view = open_page(PAGE, f"monitoring/alerts/{alert.id}")
    assert view.address() == ["flights-late", "wind_speed", "7"]


def test_column_is_muted_and_heard_again_from_its_inspector(
    workspace: Workspace, watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    inspector = view.cell_inspector
    inspector.show()
    assert inspector.mute is not None
    qtbot.mouseClick(inspector.mute, LEFT)
    sheet = view.sheet
    assert isinstance(sheet, MuteSheet)
    assert not sheet.primary.isEnabled()
    assert sheet.lasting.value() == "14"
    qtbot.keyClicks(sheet.field.edit, "A new sensor comes")
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(view.view_model.state.muted))
    [muted] = muting.of_model(workspace, watched_model.name)
    assert (muted.column, muted.reason) == ("wind_speed", "A new sensor comes")
    assert muted.until is not None
    assert round((muted.until - workspace.clock.now()).total_seconds() / 86_400) == 14
    assert page_context.toasts[0][0].startswith("No rule speaks of wind_speed until ")
    qtbot.waitUntil(lambda: not view.view_model.is_busy())
    assert muted.words in inspector.mute.accessibleName()
    qtbot.mouseClick(inspector.mute, LEFT)
    qtbot.waitUntil(lambda: view.view_model.state.muted == ())
    assert muting.of_model(workspace, watched_model.name) == ()


def test_a_column_is_muted_until_somebody_listens_again(
    workspace: Workspace, watched_model: Model, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    view.ask_to_mute("humidity")
    sheet = view.sheet
    assert isinstance(sheet, MuteSheet)
    sheet.lasting.set_value("")
    qtbot.keyClicks(sheet.field.edit, "It means nothing")
    qtbot.keyClick(sheet.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(view.view_model.state.muted))
    [muted] = muting.of_model(workspace, watched_model.name)
    assert (muted.column, muted.until) == ("humidity", None)
    qtbot.waitUntil(lambda: view.sheet is None)


def test_new_normal_is_accepted_with_a_reason_and_a_refusal_is_told_in_the_sheet(
    workspace: Workspace,
    watched_model: Model,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str, str]] = []

    def accept(_workspace: Workspace, name: str, version: str, *, reason: str) -> None:
        asked.append((name, version, reason))
        if len(asked) == 1:
            raise NeedsYou("Not looked at yet.", "Wait for the look.")

    monkeypatch.setattr(references, "accept", accept)
    view = open_page(PAGE, "monitoring/flights-late")
    inspector = view.cell_inspector
    inspector.show()
    assert inspector.accept is not None
    qtbot.mouseClick(inspector.accept, LEFT)
    sheet = view.sheet
    assert isinstance(sheet, AcceptSheet)
    assert not sheet.primary.isEnabled()
    qtbot.keyClicks(sheet.field.edit, "The new timetable stays")
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(view.view_model.state.failure))
    assert "Not looked at yet." in sheet.failure.accessibleName()
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert asked == [("flights-late", "11", "The new timetable stays")] * 2
    assert page_context.workers == ["asked"]
    assert view.sheet is None


def test_what_looks_are_compared_with_is_chosen_over_the_map(
    workspace: Workspace, watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    view.charts.compared.chosen.emit("previous")
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    [choice] = references.history(workspace, watched_model.name)
    assert str(choice.kind) == "previous"


def test_retraining_is_asked_of_the_worker(
    workspace: Workspace, watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    view.retrain.show()
    qtbot.mouseClick(view.retrain, LEFT)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    [job] = jobs.newest(workspace)
    assert (job.kind, job.params["model"]) == ("model.retrain", "flights-late")
    assert page_context.workers == ["asked"]


def test_key_v_shows_the_drift_map_as_a_table(
    watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    view.charts.map.setFocus()
    qtbot.keyClick(view.charts.map, Qt.Key.Key_V)
    [sheet] = page_context.sheets
    assert isinstance(sheet, ChartTable)
    assert "wind_speed" in sheet.csv_text()
    assert " *" in sheet.csv_text()


def test_click_on_an_alert_line_leads_to_the_alert(
    watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    line, charts = view.charts.line, view.view_model.state.charts
    assert charts is not None
    [alert] = [event for event in charts.events if event.kind == "alert"]
    spot = QPoint(round(line.to_x(alert.x)), round(line.plot_rect().center().y()))
    qtbot.mouseClick(line, LEFT, pos=spot)
    assert page_context.navigated == [f"tidemill://{alert.address}"]


def test_incidents_and_rules_are_made_when_they_are_first_shown(
    watched_model: Model, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, f"monitoring/{watched_model.name}")
    qtbot.waitUntil(lambda: view.is_settled() and view.view_model.state.word == "ready")
    assert {"incident", "rules"}.isdisjoint(vars(view))
    view.show_address(["alert-rules", "of", watched_model.name])
    assert view._stack.currentWidget() is vars(view)["rules"]
    qtbot.waitUntil(lambda: view.is_settled() and view.state_word() == "ready")


def test_only_the_chosen_chunk_is_read_whole(
    workspace: Workspace,
    watched_model: Model,
    open_page: Open,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    read = monitoring.chunk

    def counted(of: Workspace, chunk_id: int) -> Any:
        asked.append(chunk_id)
        return read(of, chunk_id)

    monkeypatch.setattr(monitoring, "chunk", counted)
    view = open_page(PAGE, "monitoring/flights-late")
    qtbot.waitUntil(
        lambda: bool(view.view_model.state.cell and view.view_model.state.cell.is_whole)
    )
    assert len(asked) == 1
    view.view_model.choose(1, 9)
    assert len(asked) == 1
    view.view_model.step(-1)
    qtbot.waitUntil(
        lambda: bool(view.view_model.state.cell and view.view_model.state.cell.is_whole)
    )
    assert len(asked) == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_many_models_are_a_board_whose_rows_open_by_enter(
    workspace: Workspace,
    watched_model: Model,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
    theme: str,
) -> None:
    with workspace.store.write() as tx:
        found = models.find(tx.connection, watched_model.name)
        assert found is not None
        models.insert(tx, replace(found, name="calm"))
    view = open_page(PAGE)
    assert view.state_word() == "ready"
    assert [crumb.text for crumb in view.crumbs()] == ["Monitoring"]
    assert view.bar_actions() == []
    assert view.inspector() is None
    board = view.view_model.board
    assert board is not None
    assert [(row.model, row.word) for row in board.rows] == [
        ("flights-late", "Look"),
        ("calm", "No champion"),
    ]
    assert not view.grab().isNull()
    assert view.focus_filter()
    qtbot.keyClicks(view.board.filter.edit, "flights")
    assert view.board.words.text() == "1 of 2 models, 1 needs a look"
    assert view.focus_content()
    qtbot.keyClick(view.board.table, Qt.Key.Key_Down)
    qtbot.keyClick(view.board.table, Qt.Key.Key_Return)
    assert page_context.navigated == ["tidemill://monitoring/flights-late"]
    view.show_address(["flights-late"])
    qtbot.waitUntil(lambda: view.view_model.state.cell is not None)
    assert [crumb.text for crumb in view.crumbs()] == ["Monitoring", "flights-late"]
    view.show_address([])
    qtbot.waitUntil(lambda: view.view_model.board is not None)


def test_unknown_model_is_told_in_place(watched_model: Model, open_page: Open) -> None:
    view = open_page(PAGE, "monitoring/nobody")
    assert view.state_word() == "error"
    assert "nobody" in view._error.accessibleName()


def test_year_of_days_over_many_columns_opens_without_holding_the_loop(
    year_of_days: Model, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    assert len(view.view_model.state.labels) == 56
    view.view_model.show_period("All")
    assert len(view.view_model.state.labels) == 375
    assert len(view.view_model.state.columns) == 40
    qtbot.mouseClick(view.charts.all, LEFT)
    assert len(view.view_model.state.columns) == 44
    view.charts.map.setFocus()
    qtbot.keyClick(view.charts.map, Qt.Key.Key_Left)
    cell = view.view_model.state.cell
    assert cell is not None
    assert cell.label == "Thu 30 Dec"
