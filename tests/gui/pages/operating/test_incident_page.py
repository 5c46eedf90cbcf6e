"""The page of an incident with real events: opened by its address, acted on, closed, taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.incident_gates import COLUMN, MEDIAN, IncidentGate
from tidemill.domain.models import Model
from tidemill.gui.pages.home.page import PAGE as HOME
from tidemill.gui.pages.monitoring.accept_sheet import AcceptSheet
from tidemill.gui.pages.monitoring.incidents.close_sheet import CloseIncidentSheet
from tidemill.gui.pages.monitoring.incidents.view import IncidentPart
from tidemill.gui.pages.monitoring.mute_sheet import MuteSheet
from tidemill.gui.pages.monitoring.page import PAGE
from tidemill.gui.pages.monitoring.view import MonitoringView
from tidemill.services import incident_gates, incidents, jobs, monitoring, muting, registry
from tidemill.services.monitoring import references
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, model_gates
from tidemill.store import incidents as rows

Open = Callable[..., MonitoringView]
LEFT = Qt.MouseButton.LeftButton
IMPACT = {
    "before": 0.10,
    "now": 0.15,
    "parts": [
        {"column": "wind_speed", "value": 0.04, "share": 0.8},
        {"column": "carrier", "value": 0.005, "share": 0.1},
    ],
    "unexplained": 0.005,
    "of": "the share of wrong answers",
    "unit": "",
    "is_estimated": False,
}


def put_incident(workspace: Workspace, model: Model, **facts: Any) -> int:
    """The open alert's incident; it began in the seventh month."""
    [alert] = monitoring.alerts(workspace)
    seen = monitoring.show(workspace, model.name).chunks[5]
    version = registry.find(workspace, model.name).versions[-1]
    with workspace.store.write() as tx:
        key = rows.insert(
            tx, model_id=model.id, version_id=version.id, chunk_id=seen.id,
            title="wind_speed moved", sentence=alert.message, severity="critical",
            since=seen.starts_at, outcome="", owner="", facts=facts,
        )  # fmt: skip
        rows.hold(tx, key, alert.id)
    return key


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> incident_gates.Offer:
    """The gate that the files of the incident give, which the store of these tests has not."""
    settings = {"kind": COLUMN, "column": "wind_speed", "figure": MEDIAN, "limit": 14.0}
    gate = IncidentGate(None, 1, 1, "Incident 1", {**settings, "is_over_bad": True})
    found = incident_gates.Offer(gate, 5, 5, 0, 12)

    def offer(_workspace: Workspace, incident_id: int, **_: Any) -> incident_gates.Offer:
        return replace(found, gate=replace(gate, incident_id=incident_id))

    monkeypatch.setattr(incident_gates, "offer", offer)
    return found


@pytest.fixture
def incident(workspace: Workspace, watched_model: Model) -> int:
    """An incident with all that the worker finds."""
    affected = {"rows": 150, "of": 600}
    at = "2026-11-01T06:04:00Z"
    steps = [{"at": at, "title": "wind_speed drifted", "words": "PSI 0.34 in flights v7"}]
    key = put_incident(workspace, watched_model, affected=affected, diagnosis=steps)
    [alert] = monitoring.alerts(workspace)
    seen = monitoring.show(workspace, watched_model.name).chunks[5]
    cost = {"value": -1150.0, "low": -1480.0, "high": -820.0, "unit": "£", "per": "day"}
    with workspace.store.write() as tx:
        chunks.update_alert(
            tx, alert.id, chunk_id=seen.id, kind="input", impact=IMPACT, cost=cost,
            evidence=["The truth is as it was for the same answer."],
        )  # fmt: skip
    return key


def opened(open_page: Open, key: int) -> tuple[MonitoringView, IncidentPart]:
    view = open_page(PAGE, f"incidents/{key}")
    part = view.incident
    part.inspector.show()
    return view, part


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_incident_opens_by_its_address_and_says_what_happened_and_why(
    workspace: Workspace,
    incident: int,
    offered: incident_gates.Offer,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    theme: str,
) -> None:
    from tidemill.services import business_value

    real = business_value.of_model

    class Tied:
        is_known = True

    monkeypatch.setattr(business_value, "of_model", lambda ws, name: real(ws, name) and Tied())
    view, part = opened(open_page, incident)
    state = part.view_model.state
    assert view.address() == ["incidents", str(incident)]
    crumbs = [(crumb.text, crumb.address) for crumb in view.crumbs()]
    assert crumbs == [
        ("Monitoring", "monitoring"),
        ("flights-late", "tidemill://monitoring/flights-late"),
        (f"Incident {incident}", ""),
    ]
    assert view.inspector() is part.inspector
    assert state.sentence == monitoring.alerts(workspace)[0].message
    facts = {fact.caption: (fact.value, fact.note) for fact in state.facts}
    assert facts["Since"] == ("Wed 1 Jul", "5 looks at new rows since")
    assert facts["Costs"] == ("£1,150 a day", "£820 to £1,480")
    assert facts["Predictions affected"] == ("25.0%", "150 of 600 rows")
    assert facts["AUC"] == ("0.6740, was 0.7200", "measured, 0.6540 to 0.6940")
    assert state.cause is not None
    assert [row.title for row in state.cause.rows] == ["wind_speed", "carrier", "not explained"]
    assert sum(row.share or 0.0 for row in state.cause.rows) == pytest.approx(1.0)
    assert state.cause.kind == "The input moved"
    assert state.column is not None
    assert state.column.name == "wind_speed"
    assert part.column.chart is not None
    assert "wind_speed" in part.column.chart.description()
    assert state.curve is not None
    assert state.curve.shade == (5.0, 10.0)
    assert [step.title for step in state.steps] == ["wind_speed drifted"]
    assert not view.grab().isNull()


def test_incident_without_value_labels_or_diagnosis_says_so_in_place(
    workspace: Workspace, watched_model: Model, open_page: Open
) -> None:
    [alert] = monitoring.alerts(workspace)
    version = registry.find(workspace, watched_model.name).versions[-1]
    with workspace.store.write() as tx:
        key = rows.insert(
            tx, model_id=watched_model.id, version_id=version.id, chunk_id=None,
            title="No new data in flights", sentence="", severity="warning", since=None,
            outcome="", owner="", facts={},
        )  # fmt: skip
        chunks.update_alert(tx, alert.id, columns=[])
        rows.hold(tx, key, alert.id)
    view, part = opened(open_page, key)
    state = part.view_model.state
    assert view.state_word() == "ready"
    facts = {fact.caption: (fact.value, fact.is_tied) for fact in state.facts}
    assert facts["Costs"] == ("Not tied to a value", False)
    assert facts["Predictions affected"] == ("Not known", False)
    assert facts["AUC"] == ("Not known", False)
    assert state.cause is not None
    assert state.cause.rows == ()
    assert "not known" in state.cause.missing
    assert state.column is not None
    assert state.column.missing == "No alert of this incident names a column."
    assert part.column.chart is None
    assert part.inspector.accept is None
    assert part.inspector.mute is None
    assert state.offer is not None
    assert state.offer.sentence is None
    assert part.inspector.gate is not None
    assert not part.inspector.gate.isEnabled()


def test_unknown_incident_is_told_in_place_and_a_store_that_fails_is_tried_again(
    incident: int,
    offered: incident_gates.Offer,
    open_page: Open,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view, part = opened(open_page, 99)
    assert view.state_word() == "error"
    assert "99" in part._error.accessibleName()

    def broken(_workspace: Workspace, _key: int) -> Any:
        raise WorldError("The workspace can't be read just now.", "Check its disk.")

    with monkeypatch.context() as patched:
        patched.setattr(incidents, "one", broken)
        view.show_address(["incidents", str(incident)])
        qtbot.waitUntil(lambda: view.state_word() == "error")
        assert part._error.accessibleName() == "The workspace can't be read just now."
    qtbot.mouseClick(part._error.action, LEFT)
    qtbot.waitUntil(lambda: view.state_word() == "ready")


def test_incident_is_closed_with_an_outcome_kept_as_a_gate_and_taken_back(
    workspace: Workspace,
    incident: int,
    offered: incident_gates.Offer,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
) -> None:
    view, part = opened(open_page, incident)
    part.close_button.show()
    qtbot.mouseClick(part.close_button, LEFT)
    sheet = part.sheet
    assert isinstance(sheet, CloseIncidentSheet)
    assert not sheet.primary.isEnabled()
    assert sheet._words.text() == offered.words()
    qtbot.keyClicks(sheet.field.edit, "The anemometer was replaced")
    qtbot.mouseClick(sheet.switch, LEFT)
    assert sheet.is_kept()
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: not part.view_model.state.is_open)
    found = incidents.one(workspace, incident)
    assert (found.outcome, found.closed_by) == ("The anemometer was replaced", "tester")
    [gate] = incident_gates.gates(workspace, found.model)
    assert gate.incident_id == incident
    assert part.sheet is None
    assert part.close_button not in view.bar_actions()
    words, action, undo = page_context.toasts[0]
    assert (words, action) == (f"Incident {incident} is closed and kept as a gate", "Undo")
    undo()
    qtbot.waitUntil(lambda: part.view_model.state.is_open)
    assert incidents.one(workspace, incident).is_open
    assert part.close_button in view.bar_actions()


def test_closing_keeps_no_gate_unless_asked(
    workspace: Workspace,
    incident: int,
    offered: incident_gates.Offer,
    open_page: Open,
    qtbot: QtBot,
) -> None:
    _, part = opened(open_page, incident)
    part.ask_to_close()
    sheet = part.sheet
    assert isinstance(sheet, CloseIncidentSheet)
    qtbot.keyClicks(sheet.field.edit, "Weather")
    qtbot.keyClick(sheet.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not part.view_model.state.is_open)
    with workspace.store.read() as connection:
        assert model_gates.of_model(connection, incidents.one(workspace, incident).model_id) == []


def test_refusal_is_told_in_the_sheet_which_stays_open(
    incident: int,
    offered: incident_gates.Offer,
    open_page: Open,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise NeedsYou("Incident 1 is closed already.", "")

    monkeypatch.setattr(incidents, "close", refuse)
    _, part = opened(open_page, incident)
    part.ask_to_close()
    sheet = part.sheet
    assert isinstance(sheet, CloseIncidentSheet)
    qtbot.keyClicks(sheet.field.edit, "Weather")
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(part.view_model.state.failure))
    assert sheet.failure.accessibleName() == "Incident 1 is closed already."
    assert part.sheet is sheet


def test_champion_is_rolled_back_to_the_named_version_and_forward_again(
    workspace: Workspace,
    incident: int,
    offered: incident_gates.Offer,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
) -> None:
    _, part = opened(open_page, incident)
    row = part.inspector.roll_back
    assert row is not None
    assert row.accessibleName().startswith("Roll back to v1")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    champion = registry.find(workspace, "flights-late").champion
    assert champion is not None
    assert champion.number == 1
    page_context.toasts[0][2]()
    qtbot.waitUntil(lambda: len(page_context.toasts) == 2)
    champion = registry.find(workspace, "flights-late").champion
    assert champion is not None
    assert champion.number == 2


def test_incident_is_snoozed_woken_and_given_an_owner(
    workspace: Workspace,
    incident: int,
    offered: incident_gates.Offer,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
) -> None:
    _, part = opened(open_page, incident)
    inspector, model = part.inspector, part.view_model
    menu = inspector.snooze_menu()
    menu.actions()[1].trigger()
    menu.deleteLater()
    qtbot.waitUntil(lambda: model.state.chip[0] == "Snoozed")
    until = incidents.one(workspace, incident).snoozed_until
    assert until is not None
    assert until - workspace.clock.now() > timedelta(days=2, hours=23)
    assert inspector.snooze is not None
    qtbot.mouseClick(inspector.snooze, LEFT)
    qtbot.waitUntil(lambda: model.state.chip[0] == "Open")
    menu = inspector.owner_menu()
    menu.actions()[0].trigger()
    menu.deleteLater()
    qtbot.waitUntil(lambda: incidents.one(workspace, incident).owner == "tester")
    qtbot.waitUntil(lambda: "owned by" in model.state.about)


def test_column_is_muted_rows_are_accepted_and_the_model_retrained(
    workspace: Workspace,
    incident: int,
    offered: incident_gates.Offer,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str, str]] = []
    monkeypatch.setattr(
        references, "accept", lambda _ws, name, v, *, reason: asked.append((name, v, reason))
    )
    _, part = opened(open_page, incident)
    inspector = part.inspector
    assert inspector.mute is not None
    inspector.mute.setFocus()
    qtbot.keyClick(inspector.mute, Qt.Key.Key_Space)
    assert isinstance(part.sheet, MuteSheet)
    qtbot.keyClicks(part.sheet.field.edit, "A new sensor")
    qtbot.mouseClick(part.sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(part.view_model.state.deeds and part.view_model.state.deeds.muted))
    [muted] = muting.of_model(workspace, "flights-late")
    assert (muted.column, muted.reason) == ("wind_speed", "A new sensor")
    qtbot.waitUntil(lambda: part.sheet is None)
    assert inspector.focusWidget() is inspector.mute
    assert inspector.accept is not None
    qtbot.mouseClick(inspector.accept, LEFT)
    sheet = part.sheet
    assert isinstance(sheet, AcceptSheet)
    qtbot.keyClicks(sheet.field.edit, "It stays")
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: len(page_context.toasts) == 2)
    assert asked == [("flights-late", "7", "It stays")]
    assert inspector.retrain is not None
    qtbot.mouseClick(inspector.retrain, LEFT)
    qtbot.waitUntil(lambda: len(page_context.toasts) == 3)
    assert jobs.newest(workspace)[0].kind == "model.retrain"


def test_model_page_leads_to_the_incident_and_back(
    incident: int,
    offered: incident_gates.Offer,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    [row] = view.alerts.rows()
    assert row.incident is not None
    qtbot.mouseClick(row.incident, LEFT)
    assert page_context.navigated == [f"tidemill://incidents/{incident}"]
    charts = view.view_model.state.charts
    assert charts is not None
    [bell] = [event for event in charts.events if event.kind == "alert"]
    assert bell.address == f"incidents/{incident}"
    view.show_address(["incidents", str(incident)])
    qtbot.waitUntil(view.is_settled)
    assert view._stack.currentWidget() is view.incident
    view.show_address(["flights-late"])
    qtbot.waitUntil(view.is_settled)
    assert view._stack.currentWidget() is not view.incident
    assert view.address()[0] == "flights-late"
    assert [crumb.text for crumb in view.crumbs()] == ["Monitoring", "flights-late"]


def test_pictures_have_the_page_where_there_is_an_incident(
    workspace: Workspace, incident: int
) -> None:
    assert ("incident", f"tidemill://incidents/{incident}") in PAGE.picture_addresses(workspace)


def test_home_leads_to_the_incident_by_one_click(
    incident: int, open_page: Open, page_context: Any
) -> None:
    view: Any = open_page(HOME)
    [card] = [one for one in view._model.state.cards if one.kind == "alert"]
    assert card.button == "Open the incident"
    view.cards.chosen.emit(card)
    assert page_context.navigated == [f"incidents/{incident}"]


def test_back_and_forward_walk_between_model_and_incident(
    workspace: Workspace,
    incident: int,
    offered: incident_gates.Offer,
    main_window: Callable[..., Any],
    settle: Callable[[Any], None],
) -> None:
    window = main_window(workspace.folder, pages=[PAGE])
    for address in ("tidemill://monitoring/flights-late", f"tidemill://incidents/{incident}"):
        window.navigate(address)
        settle(window)
    view = window.navigator.view()
    assert view.address() == ["incidents", str(incident)]
    window.navigator.step(-1)
    settle(window)
    assert view.address()[0] == "flights-late"
    window.navigator.step(1)
    settle(window)
    assert view.address() == ["incidents", str(incident)]
