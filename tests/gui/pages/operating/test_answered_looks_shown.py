"""Looks at rows that only a service or a batch folder saw, on the page Monitoring and its
incidents: where the rows came from is said, and what can't be done with them says why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.deployments import Deployment, DeploymentKind, ServiceState
from tidemill.domain.models import Model
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.pages.monitoring.incidents.rows_loading import load_rows
from tidemill.gui.pages.monitoring.page import PAGE
from tidemill.gui.pages.monitoring.view import MonitoringView
from tidemill.gui.pages.monitoring.wholes import together_lines
from tidemill.services import monitoring, registry
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_answers, chunks, deployments
from tidemill.store import incidents as rows

Open = Callable[..., MonitoringView]
LEFT = Qt.MouseButton.LeftButton
WAIT = 30_000
FIRST = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
def answered(workspace: Workspace, watched_model: Model) -> list[int]:
    """Three days of answers after the months of the data: the keys of their looks."""
    report = monitoring.show(workspace, watched_model.name).chunks[-1].report
    version = registry.find(workspace, watched_model.name).versions[-1]
    now, keys = workspace.clock.now(), []
    with workspace.store.write() as tx:
        sources = [
            deployments.insert(
                tx,
                Deployment(
                    0, kind, name, watched_model.id, watched_model.name, {}, True,
                    ServiceState.READY, now, now, "",
                ),
            )
            for kind, name in ((DeploymentKind.HTTP, "api"), (DeploymentKind.BATCH, "scores"))
        ]  # fmt: skip
        for day in range(3):
            starts = FIRST + timedelta(days=day)
            key = chunks.insert(
                tx, watched_model.name, model_id=watched_model.id, version_id=version.id,
                span=f"answered:day:{starts:%Y-%m-%d}/{version.number}", starts_at=starts,
                ends_at=starts + timedelta(hours=9), n_rows=1_450, report=report, measures={},
                prediction_psi=0.3, coverage=0.0,
            )  # fmt: skip
            for source, n in zip(sources, (1_200, 250), strict=True):
                chunk_answers.put(tx, key, source, n_rows=n, n_seen=n, blob="")
            keys.append(key)
    return keys


@pytest.fixture
def incident(workspace: Workspace, watched_model: Model, answered: list[int]) -> int:
    """An incident of the first of these days."""
    version = registry.find(workspace, watched_model.name).versions[-1]
    [alert] = monitoring.alerts(workspace)
    with workspace.store.write() as tx:
        chunks.update_alert(tx, alert.id, chunk_id=answered[0], data_at=FIRST + timedelta(hours=9))
        key = rows.insert(
            tx, model_id=watched_model.id, version_id=version.id, chunk_id=answered[0],
            title="wind_speed moved", sentence="wind_speed moved.", severity="warning",
            since=FIRST, outcome="", owner="", facts={},
        )  # fmt: skip
        rows.hold(tx, key, alert.id)
    return key


def paragraphs(widget: Any) -> list[str]:
    return [one.text() for one in widget.findChildren(Paragraph) if one.isVisibleTo(widget)]


def action_rows(inspector: Any) -> list[ActionRow]:
    return [row for row in inspector.findChildren(ActionRow) if row.isVisibleTo(inspector)]


def named(row: ActionRow) -> str:
    return str(row.accessibleName())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_says_who_answered_rows_that_came_with_no_data(
    answered: list[int], open_page: Open, qtbot: QtBot, theme: str
) -> None:
    view = open_page(PAGE, "monitoring/flights-late")
    charts = view.view_model.state.charts
    assert charts is not None
    assert [label.endswith(", answered") for label in charts.labels[-4:]] == [False, *[True] * 3]
    assert charts.cells.psi.shape[1] == len(charts.labels)
    assert charts.unit == "look"  # months of the data and days of answers
    inspector = view.inspector()
    inspector.show()
    qtbot.waitUntil(lambda: bool(view.view_model.state.cell.answered_by), timeout=WAIT)
    assert view.view_model.state.cell.answered_by == (
        "1,200 rows by api",
        "250 rows by the batch folder scores",
    )
    told = paragraphs(inspector)
    assert "1,200 rows by api." in told
    assert any("no version of the data, so they can't be opened there" in one for one in told)
    assert inspector.accept is None
    names = [named(row) for row in action_rows(inspector)]
    assert "Retrain flights-late, On data up to 30 Nov" in names  # answers are not learned from
    assert not any(name.startswith(("See the rows", "Accept")) for name in names)


def test_rows_that_stand_out_are_numbered_only_where_they_can_be_found(
    answered: list[int], workspace: Workspace
) -> None:
    finding = {
        "drifted": True, "title": "", "reason": "New rows are told from old ones", "columns": [],
        "rows": [{"row": 11, "score": 0.9}],
    }  # fmt: skip
    of_answers = monitoring.chunk(workspace, answered[0])
    of_data = monitoring.show(workspace, "flights-late").chunks[0]
    told = [
        together_lines(replace(one, report={**one.report, "together": [finding]}))
        for one in (of_data, of_answers)
    ]
    said = "New rows are told from old ones."
    assert told == [(said, "Rows of this data that stand out most: 12."), (said,)]


def test_rows_of_the_data_beside_them_can_still_be_opened(
    answered: list[int], open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late/wind_speed/11")
    inspector = view.inspector()
    inspector.show()
    assert view.view_model.state.cell.answered_by == ()
    [see] = [row for row in action_rows(inspector) if named(row).startswith("See the rows")]
    qtbot.mouseClick(see, LEFT)
    assert page_context.navigated[-1] == "tidemill://data/flights/11"


def test_the_address_of_a_look_at_answers_leads_back_to_that_look(
    answered: list[int], open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "monitoring/flights-late/humidity")
    view.view_model.step(-1)
    cell = view.view_model.state.cell
    assert (cell.chunk_id, cell.column) == (answered[1], "humidity")
    again = open_page(PAGE, "/".join(["monitoring", *view.address()]))
    assert again.view_model.state.cell.chunk_id == answered[1]
    view.view_model.step(1)
    view.show_address(again.address())
    assert view.view_model.state.cell.chunk_id == answered[1]


def test_an_incident_of_answers_says_so_and_why_its_rows_are_not_in_the_data(
    incident: int, workspace: Workspace, open_page: Open
) -> None:
    part = open_page(PAGE, f"incidents/{incident}").incident
    part.inspector.show()
    state = part.view_model.state
    assert state.column.now.endswith(", answered")
    assert state.curve.labels[-1].endswith(", answered")
    assert part.inspector.accept is None
    assert state.deeds.retrain.startswith("On data up to 30 Nov;")
    deeds = load_rows(workspace, incident, True).deeds
    for name, words in (deeds.retrain, deeds.set_aside, deeds.label):
        assert name == ""
        assert "came with no data, they were only answered" in words
    assert part.inspector.set_aside is None
    assert part.inspector.label is None
    assert deeds.set_aside[1] in paragraphs(part.inspector)
    assert deeds.label[1] in paragraphs(part.inspector)
