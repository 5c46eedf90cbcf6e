"""Cards of a run's page: what is decided, what it leans on, and all that stands out."""

import json
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import theme as themes
from tidemill.gui.kit.charts.curve_chart import CurveChart
from tidemill.gui.kit.charts.forest import Forest
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.services import runs
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

CANDIDATE = "23" + "ab" * 15


def texts(widget: Any) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]


@pytest.fixture
def overview(workspace: Workspace, team: Any, open_page: Any, settle: Any) -> Any:
    """The Overview of a run that kept how its answers move with two columns."""
    run = runs.one(workspace, CANDIDATE)
    learned = json.loads(workspace.blobs.get_bytes(run.artifacts["learned.json"]))
    course = {"low": [[0.1], [0.2]], "mean": [[0.2], [0.4]], "high": [[0.3], [0.6]], "n_rows": 200}
    learned["dependences"] = [
        {"column": "distance", "kind": "numeric", "at": [100.0, 900.0], **course},
        {"column": "carrier", "kind": "categorical", "at": ["AA", "UA"], **course},
    ]
    data = json.dumps(learned).encode()
    with workspace.store.write() as tx:
        rows.put_artifact(tx, run.pk, "learned.json", workspace.blobs.put_bytes(data), len(data))
    view = open_page(PAGE, f"experiments/{CANDIDATE}")
    settle(view)
    return view.one.part("overview")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_decisions_show_the_matrix_and_the_threshold_with_fewest_wrong_answers(
    overview: Any, theme: Any
) -> None:
    themes.set_theme(theme)
    try:
        card = overview.decisions
        said = texts(card)
        assert "Wrong answers by threshold" in said
        assert "rows true, columns said; 1,000 rows held out" in said
        assert any(one.startswith("yes from 0.") and "false alarms" in one for one in said)
        assert card.confusion.shown()[0].counts.sum() == 1_000
        assert not card.grab().isNull()
    finally:
        themes.set_theme("light")


def test_what_it_leans_on_is_drawn_by_column_with_its_courses(overview: Any) -> None:
    card = overview.leaning
    assert card.isVisibleTo(overview)
    assert "AUC lost by shuffling a column, 1,000 rows held out" in texts(card)
    forests = [part for part in card.findChildren(Forest) if part.isVisibleTo(card)]
    assert [row.label for row in forests[0]._rows] == ["distance", "carrier"]
    assert [row.label for row in forests[1]._rows] == ["AA", "UA"]
    [chart] = card.findChildren(CurveChart)
    assert chart.isVisibleTo(card)
    assert not card.grab().isNull()


def test_more_than_six_findings_are_asked_for(overview: Any, qtbot: QtBot) -> None:
    from tidemill.domain.run_findings import Finding

    card = overview.findings
    card.show_findings([Finding("info", f"Finding {k}", "", 1.0, 1) for k in range(9)], "")
    assert len(card.parts) == 6
    assert card.more.text() == "All 9"
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    assert len(card.parts) == 9
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    assert len(card.parts) == 6
    card.show_findings([Finding("info", "One", "", 1.0, 1)], "")
    assert not card.more.isVisibleTo(card)


def _forecast() -> Any:
    from tidemill.services.run_forecasts import Course, RunForecast, SeriesAhead

    def course(first: int, values: list[float]) -> Course:
        days = 1.7e9 + 86_400.0 * (first + np.arange(len(values)))
        return Course(days, np.array(values, dtype=float))

    def series(name: str, base: float) -> SeriesAhead:
        ahead = course(5, [base + 6, base + 7])
        ranges = {
            level: (ahead.values - wide, ahead.values + wide)
            for level, wide in ((0.8, 1.0), (0.95, 2.0))
        }
        known = course(0, [base + k for k in range(5)])
        return SeriesAhead(name, known, course(3, [base, base]), ahead, ranges)

    both = (series("Bern", 0.0), series("Graz", 100.0))
    return RunForecast("sales", True, "shop", "1 day", "2 days", 40, both, ("A note.",))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_forecast_is_drawn_behind_what_is_known(qtbot: QtBot, overview: Any, theme: str) -> None:
    from tidemill.services.run_evidence import RunEvidence

    themes.set_theme(theme)
    try:
        card = overview.forecast
        assert not card.isVisibleTo(overview), "a run that tells nothing ahead has none"
        card.show_evidence(RunEvidence(forecast=_forecast()))
        assert card.isVisibleTo(overview)
        said = texts(card)
        assert "sales, 2 days ahead" in said
        assert any(
            one.startswith("Next: 6, from 4 to 8 at 95%. 2 of 40 series are drawn.") for one in said
        )
        assert card.chart.isVisibleTo(card)
        card.choice.chosen.emit(1)
        assert any(one.startswith("Next: 106, from 104 to 108") for one in texts(card))
        assert not card.grab().isNull()
    finally:
        themes.set_theme("light")
