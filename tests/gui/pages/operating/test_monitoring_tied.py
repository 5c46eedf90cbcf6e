"""What a model is compared with and tied to, from its page: any version, costs, a figure by day."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.domain.models import Model
from tidemill.domain.recipes import Task
from tidemill.gui.pages.monitoring.page import PAGE
from tidemill.gui.pages.monitoring.value_facts import ValueFacts
from tidemill.gui.pages.monitoring.value_sheet import COSTS, FIGURE, MOST_CLASSES, ValueSheet
from tidemill.gui.pages.monitoring.view import MonitoringView
from tidemill.services import business_value, monitoring, muting, undoing
from tidemill.services.monitoring import references
from tidemill.services.workspace import Workspace
from tidemill.store import chunks

Open = Callable[..., MonitoringView]
LEFT = Qt.MouseButton.LeftButton
ENTER = Qt.Key.Key_Return


def chosen(workspace: Workspace, model: Model) -> str:
    """What the model's newest rows are compared with, in words."""
    found = references.offered(workspace, model.name).chosen
    return "" if found is None else found.words


def test_any_version_is_found_by_typing_and_compared_with(
    workspace: Workspace, watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    choice = view.charts.compared
    assert choice.value() == "training"
    qtbot.mouseClick(choice, LEFT)
    offers = choice.list_popover()
    assert offers is not None
    find = offers._find
    assert find is not None  # more than the plain ones: every version, not only those looked at
    qtbot.keyClicks(find, "v1,")
    qtbot.keyClick(find, ENTER)
    qtbot.waitUntil(lambda: view.view_model.state.compared.chosen == "flights@1")
    assert chosen(workspace, watched_model) == "flights v1"
    shown = choice.option()
    assert shown is not None
    assert shown.text.startswith("v1, ")
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    undoing.undo(workspace)
    qtbot.waitUntil(lambda: view.view_model.state.compared.chosen == "training")


def test_a_new_normal_is_named_where_the_reference_is_chosen(
    workspace: Workspace,
    watched_model: Model,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(references, "_seen", lambda _tx, _model: {9, 10, 11})
    references.accept(workspace, watched_model.name, "9", reason="The tariff stays")
    view = open_page(PAGE, "monitoring/flights-late")
    assert view.charts.compared.value() is None
    assert view.charts.compared.text() == "flights v9 to v11, the new normal"


@pytest.fixture
def two_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model says no or yes; the made-up versions keep no hold-out that would say so."""
    monkeypatch.setattr(business_value, "answers", lambda *_: (Task.BINARY, ("no", "yes")))


def opened_sheet(view: MonitoringView, qtbot: QtBot) -> ValueSheet:
    [card] = [card for card in view.facts.cards if "Business value" in card.accessibleName()]
    qtbot.mouseClick(card, LEFT)
    qtbot.waitUntil(lambda: view.sheet is not None)
    assert isinstance(view.sheet, ValueSheet)
    return view.sheet


@pytest.mark.usefixtures("two_classes")
def test_a_model_is_tied_to_the_costs_of_its_answers_and_untied(
    workspace: Workspace, watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    sheet = opened_sheet(view, qtbot)
    assert not sheet.primary.isEnabled()
    miss, alarm = sheet.costs.fields["yes:no"], sheet.costs.fields["no:yes"]
    qtbot.keyClicks(miss.edit, "much")
    assert not sheet.primary.isEnabled()
    miss.edit.clear()
    qtbot.keyClicks(miss.edit, "120")
    qtbot.keyClicks(alarm.edit, "15")
    qtbot.keyClicks(sheet.unit.edit, "£")
    assert sheet.threshold is not None
    sheet.threshold.set_value(0.3)
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: view.sheet is None)
    known = business_value.of_model(workspace, watched_model.name).costs
    assert known is not None
    assert known.costs.amounts == {"yes:no": 120.0, "no:yes": 15.0}
    assert (known.costs.threshold, known.costs.unit) == (0.3, "£")
    assert page_context.toasts[-1][0] == "What was seen is valued anew"
    assert page_context.workers == ["asked"]
    qtbot.waitUntil(lambda: view.view_model.state.facts[-1].value == "Not valued yet")
    view.view_model.ask_for_value()
    qtbot.waitUntil(lambda: view.sheet is not None)
    again = view.sheet
    assert isinstance(again, ValueSheet)
    assert again.costs.fields["yes:no"].value() == 120.0
    for field in again.costs.fields.values():
        field.edit.clear()
    assert again.primary.text() == "Take the costs away"
    qtbot.mouseClick(again.primary, LEFT)
    qtbot.waitUntil(lambda: view.sheet is None)
    assert not business_value.of_model(workspace, watched_model.name).is_known


@pytest.mark.usefixtures("two_classes")
def test_a_figure_by_day_is_added_and_a_file_that_is_none_is_refused_in_the_sheet(
    workspace: Workspace, watched_model: Model, open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    days = tmp_path / "saved.csv"
    days.write_text("day,saved\n2026-02-01,120\n2026-02-02,90.5\n")
    view = open_page(PAGE, "monitoring/flights-late")
    sheet = opened_sheet(view, qtbot)
    sheet.which.set_value(FIGURE)
    sheet.which.changed.emit(FIGURE)
    assert not sheet.primary.isEnabled()
    sheet.path.set_path(str(tmp_path / "nothing.csv"))
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(view.view_model.state.failure))
    assert view.sheet is sheet
    assert "nothing.csv" in view.view_model.state.failure
    sheet.path.set_path(str(days))
    qtbot.keyClicks(sheet.title.edit, "Pumping cost saved")
    qtbot.keyClicks(sheet.figure_unit.edit, "£")
    qtbot.keyClick(sheet.figure_unit.edit, ENTER)
    qtbot.waitUntil(lambda: view.sheet is None)
    kpi = business_value.of_model(workspace, watched_model.name).kpi
    assert kpi is not None
    assert (kpi.title, kpi.unit, kpi.is_cost) == ("Pumping cost saved", "£", False)
    assert kpi.values == (120.0, 90.5)


def test_what_is_shown_of_a_cell_stays_while_news_come(
    workspace: Workspace, watched_model: Model, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    qtbot.waitUntil(lambda: view.view_model.state.cell.is_whole)
    seen: list[bool] = []
    view.view_model.changed.connect(lambda state: seen.append(state.cell.is_whole))
    shown = view.view_model.state.cell
    muting.mute(workspace, watched_model.name, "humidity", reason="It means nothing")
    qtbot.waitUntil(lambda: bool(view.view_model.state.muted))
    qtbot.waitUntil(lambda: not view.view_model.is_busy())
    assert all(seen)
    assert view.view_model.state.cell == shown
    chunk = monitoring.show(workspace, watched_model.name).chunks[-1]
    report = {**chunk.report, "columns": [dict(one) for one in chunk.report["columns"]]}
    report["columns"][0]["note"] = "Counted anew"
    named = report["columns"][0]["name"]
    view.view_model.show_model(watched_model.name, named)
    with workspace.store.write() as tx:
        chunks.update(tx, watched_model.name, chunk.id, report=report)
    qtbot.waitUntil(lambda: view.view_model.state.cell.note == "Counted anew")


def test_where_no_version_says_what_it_answers_the_page_says_so(
    watched_model: Model, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    view.view_model.ask_for_value()
    qtbot.waitUntil(lambda: "decides between" in view.view_model.state.failure)
    assert view.sheet is None


def shown_host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    host.resize(900, 700)
    qtbot.addWidget(host)
    host.show()
    return host


def test_a_number_is_asked_for_what_a_unit_off_costs(qtbot: QtBot) -> None:
    host = shown_host(qtbot)
    sheet = ValueSheet(host, ValueFacts("demand", (), {"under": 3.0}), "Recorded as Ines")
    assert list(sheet.costs.fields) == ["over", "under"]
    assert sheet.threshold is None
    assert sheet.primary.isEnabled()
    qtbot.keyClicks(sheet.costs.fields["over"].edit, "-1")
    assert not sheet.primary.isEnabled()
    sheet.costs.fields["over"].set_value(2)
    assert (sheet.kind(), sheet.amounts()) == (COSTS, {"under": 3.0, "over": 2.0})


def test_many_classes_are_not_asked_for_in_a_table(qtbot: QtBot) -> None:
    host = shown_host(qtbot)
    classes = tuple(f"c{n}" for n in range(MOST_CLASSES + 1))
    sheet = ValueSheet(host, ValueFacts("kinds", classes, {"c0:c1": 4.0}), "Recorded as Ines")
    assert not sheet.costs.fields
    assert sheet.amounts() == {"c0:c1": 4.0}
    assert not sheet.costs.isVisibleTo(sheet)
