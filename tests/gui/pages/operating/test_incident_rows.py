"""The rows on the page of an incident: parts that suffer, examples, and what is done about them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.domain.models import Model
from tidemill.gui.pages.monitoring.incidents.rows_telling import change_words
from tidemill.gui.pages.monitoring.incidents.view import IncidentPart
from tidemill.gui.pages.monitoring.page import PAGE
from tidemill.services import (
    datasets,
    example_rows,
    incident_gates,
    monitoring,
    registry,
    retraining,
    retraining_without,
    rows_to_label,
    setting_aside,
)
from tidemill.services.example_rows import ExampleRow, ExampleRows
from tidemill.services.setting_aside import Aside
from tidemill.services.workspace import Workspace
from tidemill.store import incidents as rows

LEFT = Qt.MouseButton.LeftButton
SLICES = {
    "of": "the share of wrong answers",
    "unit": "",
    "is_estimated": True,
    "before": 0.098,
    "note": "",
    "items": [
        {"column": "carrier", "words": "carrier = HA", "value": 0.271, "low": 0.25, "high": 0.3,
         "n": 14_403},
        {"column": "origin", "words": "origin = JFK", "value": 0.1, "low": 0.08, "high": 0.12,
         "n": 31_467},
    ],
}  # fmt: skip


@pytest.fixture
def incident(workspace: Workspace, watched_model: Model) -> int:
    """An incident whose facts tell of parts."""
    [alert] = monitoring.alerts(workspace)
    seen = monitoring.show(workspace, watched_model.name).chunks[5]
    version = registry.find(workspace, watched_model.name).versions[-1]
    with workspace.store.write() as tx:
        key = rows.insert(
            tx, model_id=watched_model.id, version_id=version.id, chunk_id=seen.id,
            title="wind_speed moved", sentence=alert.message, severity="critical",
            since=seen.starts_at, outcome="", owner="", facts={"slices": SLICES, "factor": 100.0},
        )  # fmt: skip
        rows.hold(tx, key, alert.id)
    return key


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> list[Any]:
    """What the services say of the rows, which the store of these tests has not; and were asked."""
    asked: list[Any] = []
    newest = datasets.find(workspace, "flights").newest
    shown = ExampleRows(
        newest.address, ("carrier", "wind_speed"), "wind_speed", "late = true",
        "wind_speed ÷ 100",
        (ExampleRow(17, ("HA", 6412.0), 0.91, 0.07), ExampleRow(4, ("HA", None), 0.9, 0.2)), 14_403,
    )  # fmt: skip

    def refuse(_workspace: Workspace, _incident: int, **_: Any) -> None:
        raise NeedsYou("There is none.", "")

    def aside(_workspace: Workspace, incident_id: int) -> Aside:
        asked.append(("aside", incident_id))
        return Aside(incident_id, "flights", ((1, "billing-b"),), (), "")

    def plan(_workspace: Workspace, incident_id: int, _model: str | None = None) -> Any:
        words = "without 14,403 rows"
        return retraining_without.Plan(incident_id, "flights-late", newest, 14_403, words)

    def chosen(_workspace: Workspace, incident_id: int, _n: int = 40) -> Any:
        numbers = np.arange(40)
        return rows_to_label.RowsToLabel(
            incident_id, "flights", "late", numbers, 14_403, 14_403, "binary"
        )

    def retrain(_workspace: Workspace, model: str, *, without: int | None = None) -> int:
        asked.append(("retrain", model, without))
        return 5

    monkeypatch.setattr(incident_gates, "offer", refuse)
    monkeypatch.setattr(example_rows, "shown", lambda _workspace, _incident: shown)
    monkeypatch.setattr(setting_aside, "offer", lambda ws, key: aside(ws, key) and asked.pop() and
                        Aside(key, "flights", ((1, "billing-b"),), (), ""))  # fmt: skip
    monkeypatch.setattr(setting_aside, "set_aside", aside)
    monkeypatch.setattr(retraining_without, "plan", plan)
    monkeypatch.setattr(rows_to_label, "of_incident", chosen)
    monkeypatch.setattr(retraining, "ask", retrain)
    return asked


@pytest.fixture
def part(open_page: Callable[..., Any], incident: int, told: list[Any]) -> IncidentPart:
    view = open_page(PAGE, f"incidents/{incident}")
    view.incident.inspector.show()
    found: IncidentPart = view.incident
    return found


def test_parts_that_suffer_stand_against_what_was_lost_before(part: IncidentPart) -> None:
    state = part.view_model.state.slices
    assert state is not None
    assert state.note == "the share of wrong answers, worst first, estimated"
    assert state.before_words == "before 9.8%"
    assert [(row.words, row.said) for row in state.rows] == [
        ("carrier = HA", "27.1%"),
        ("origin = JFK", "10.0%"),
    ]
    assert part.slices.chart is not None
    assert part.slices.chart.description() == (
        "Affected slices: 1 above the line, 0 below, 1 not decided."
    )


def test_example_rows_show_the_answer_they_got_and_would_have_got(
    part: IncidentPart, page_context: Any, qtbot: QtBot
) -> None:
    rows_state = part.view_model.state.rows
    assert rows_state is not None
    shown = rows_state.examples
    assert shown.columns == (
        "Row", "wind_speed", "late = true", "with wind_speed ÷ 100", "carrier",
    )  # fmt: skip
    assert shown.rows[0] == ("17", "6,412", "0.9100", "0.0700", "HA")
    assert shown.rows[1][1] == "–"
    assert shown.note == "most changed first, of 14,403 rows"
    assert part.examples.table is not None
    assert part.examples.all_button is not None
    qtbot.mouseClick(part.examples.all_button, LEFT)
    assert page_context.navigated[-1].startswith("tidemill://data/flights/")
    assert page_context.navigated[-1].endswith("/rows")


def test_the_best_action_leaves_the_bad_rows_out_and_all_rows_are_offered_beside(
    part: IncidentPart, incident: int, told: list[Any], page_context: Any, qtbot: QtBot
) -> None:
    inspector = part.inspector
    assert inspector.retrain is not None
    assert inspector.retrain.text() == "Retrain without 14,403 rows"
    qtbot.mouseClick(inspector.retrain, LEFT)
    qtbot.waitUntil(lambda: len(page_context.toasts) == 1)
    assert told == [("retrain", "flights-late", incident)]
    qtbot.waitUntil(lambda: not part.view_model.state.is_busy)
    assert inspector.retrain_other is not None
    qtbot.mouseClick(inspector.retrain_other, LEFT)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == ("retrain", "flights-late", None)


def test_rows_that_are_new_but_not_broken_are_left_out_only_by_the_second_action(
    open_page: Callable[..., Any],
    incident: int,
    told: list[Any],
    workspace: Workspace,
    qtbot: QtBot,
) -> None:
    with workspace.store.write() as tx:
        rows.update(tx, incident, facts={"slices": SLICES})
    part = open_page(PAGE, f"incidents/{incident}").incident
    part.inspector.show()
    assert part.inspector.retrain.text() == "Retrain flights-late"
    qtbot.mouseClick(part.inspector.retrain_other, LEFT)
    qtbot.waitUntil(lambda: told == [("retrain", "flights-late", incident)])


def test_the_feed_is_set_aside_and_rows_to_label_open_with_one_click(
    part: IncidentPart, incident: int, told: list[Any], page_context: Any, qtbot: QtBot
) -> None:
    inspector = part.inspector
    assert inspector.set_aside is not None
    qtbot.mouseClick(inspector.set_aside, LEFT)
    qtbot.waitUntil(lambda: ("aside", incident) in told)
    qtbot.waitUntil(lambda: not part.view_model.state.is_busy)
    assert inspector.label is not None
    qtbot.mouseClick(inspector.label, LEFT)
    assert page_context.navigated == [f"tidemill://data/flights/label/%3Fincident%3D{incident}"]


def test_what_cannot_be_done_about_the_rows_says_why(
    open_page: Callable[..., Any], incident: int, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_workspace: Workspace, _incident: int, *_: Any) -> None:
        raise NeedsYou("Would not help: v1 learned from none of these rows.", "")

    monkeypatch.setattr(retraining_without, "plan", refuse)
    part = open_page(PAGE, f"incidents/{incident}").incident
    assert part.inspector.retrain is not None
    assert part.inspector.retrain.text() == "Retrain flights-late"
    assert part.inspector.retrain_other is None
    deeds = part.view_model.state.rows.deeds
    assert deeds.retrain == ("", "Would not help: v1 learned from none of these rows.")


@pytest.mark.parametrize(
    ("of", "unit", "value", "words"),
    [
        ("the share of wrong answers", "", 0.021, "2.1 points worse"),
        ("the share of wrong answers", "", -0.0149, "1.5 points better"),
        ("the share of wrong answers", "", 0.0001, "no change"),
        ("the mean absolute error", "", -3.0, "3 better"),
    ],
)
def test_what_a_column_did_to_a_loss_is_told_as_worse_or_better(
    of: str, unit: str, value: float, words: str
) -> None:
    assert change_words({"of": of, "unit": unit}, value) == words
