"""Monitoring of what no column tells alone: columns together, a candidate, a column's effect."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.domain.models import Model
from tidemill.domain.together import Together
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.page import PAGE
from tidemill.gui.pages.monitoring.view import MonitoringView
from tidemill.services import monitoring
from tidemill.services.workspace import Workspace
from tidemill.store import chunks

Open = Callable[..., MonitoringView]

OLD_FROM_NEW = Together(
    "domain_classifier", "Old from new", 0.66, 0.63, 0.69, 1e-9, 1e-9, 0.16, True,
    reason="new rows are told from old ones with AUC 0.66, most by wind_speed and humidity",
    columns=(("wind_speed", 0.6), ("humidity", 0.4)), rows=((1203, 0.98), (11, 0.97)),
)  # fmt: skip
QUIET = Together("pca_reconstruction", "PCA reconstruction", 0.05, 0.0, 0.1, 0.4, 0.4, 0.0)


@pytest.fixture
def looked_closer(workspace: Workspace, watched_model: Model) -> Model:
    """The newest two looks, with what their rows tell."""
    for at, one in enumerate(monitoring.show(workspace, watched_model.name).chunks[-2:]):
        report = {**one.report, "together": [OLD_FROM_NEW.to_dict(), QUIET.to_dict()]}
        report["together_note"] = "On 600 rows, against 2,000 drawn of 3,000 of the training data."
        if at:
            report["candidate_drift"] = {"version": 3, "psi": 0.27, "note": ""}
        effect: dict[str, Any] = {"relative": None, "is_share": True, "is_binary": True}
        effect |= {"value": 0.031, "low": 0.021, "high": 0.041, "of": "true", "n": 600}
        for column in report["columns"]:
            if column["name"] == "wind_speed":
                column["effect_on_predictions"] = effect
        with workspace.store.write() as tx:
            chunks.update(tx, watched_model.name, one.id, report=report)
    return watched_model


def words_of(view: MonitoringView) -> list[str]:
    return [label.text() for label in view.cell_inspector.findChildren(QLabel)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_columns_together_have_rows_of_their_own_over_the_map(
    looked_closer: Model, open_page: Open, theme: str
) -> None:
    view = open_page(PAGE, f"monitoring/{looked_closer.name}")
    strip = view.charts.together
    assert strip.isVisible()
    head, body = strip.as_table()
    assert head[-1] == view.view_model.state.labels[-1]
    assert [row[0] for row in body] == ["old from new", "PCA errors"]
    assert [row[-1] for row in body] == ["3.200 *", "0.000"]
    assert body[0][1] == "–" or not any(c.isdigit() for c in body[0][1])


def test_a_model_nobody_looked_closer_at_has_no_rows_for_it(
    watched_model: Model, open_page: Open
) -> None:
    view = open_page(PAGE, f"monitoring/{watched_model.name}")
    assert not view.charts.together.isVisible()
    assert [row[0] for row in view.charts.answers.as_table()[1]] == ["answers"]


def test_the_champions_answers_stand_over_the_candidates_on_one_scale(
    looked_closer: Model, open_page: Open
) -> None:
    view = open_page(PAGE, f"monitoring/{looked_closer.name}")
    _, body = view.charts.answers.as_table()
    assert [row[0] for row in body] == ["champion", "candidate"]
    assert body[1][-1] == "0.270 *"
    assert not any(c.isdigit() for c in body[1][-2])


def test_the_inspector_says_what_gives_the_new_rows_away_and_what_the_column_does(
    looked_closer: Model, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, f"monitoring/{looked_closer.name}/wind_speed")
    qtbot.waitUntil(view.is_settled)
    said = words_of(view)
    assert "Given away by wind_speed 60%, humidity 40%." in said
    assert "Rows of this data that stand out most: 1,204, 12." in said
    assert said[said.index("+3.1 pp") - 1] == numbers.half_width(1.0, 1)


def test_a_click_on_columns_together_shows_that_look_of_the_chosen_column(
    looked_closer: Model, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, f"monitoring/{looked_closer.name}/humidity")
    strip, n = view.charts.together, len(view.view_model.state.labels)
    plot = strip.plot_rect()
    spot = QPoint(round(plot.left() + plot.width() * (n - 1.5) / n), round(plot.top() + 6))
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=spot)
    cell = view.view_model.state.cell
    assert cell is not None
    assert (cell.column, cell.at) == ("humidity", n - 2)


def test_the_tip_tells_all_of_a_look(looked_closer: Model, open_page: Open, hover: Any) -> None:
    view = open_page(PAGE, f"monitoring/{looked_closer.name}")
    strip = view.charts.together
    plot = strip.plot_rect()
    hover(strip, QPoint(round(plot.right() - 4), round(plot.top() + 6)))
    lines = view.charts.tip().lines()
    assert "old from new AUC 0.66, drifted" in lines
    assert "PCA errors sd 0.05" in lines
    assert "those of candidate v3 PSI 0.27" in lines
