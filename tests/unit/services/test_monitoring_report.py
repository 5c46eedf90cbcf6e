"""A model's monitoring as one HTML file: what it says, how large it is, what it loads."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.courses import Course, Seen, course_of, pack_figures
from tidemill.services import monitoring, monitoring_report
from tidemill.services.monitoring import Event, Overview
from tidemill.services.workspace import Workspace

START = datetime(2025, 1, 1, tzinfo=UTC)


def course(n_columns: int, n_looks: int) -> Course:
    """Days of columns, the first of which drifts at the end."""
    rng = np.random.default_rng(3)
    psi = rng.uniform(0.0, 0.3, (n_looks, n_columns))
    made = []
    for day in range(n_looks):
        columns = [
            {"name": f"column <{n}>", "psi": psi[day, n], "drifted": n == 0, "missing": {}}
            for n in range(n_columns)
        ]
        start = START + timedelta(days=day)
        interval = {"value": 0.7, "low": 0.68, "high": 0.72}
        made.append(
            Seen(
                day,
                day,
                1,
                start,
                start + timedelta(hours=23),
                start,
                500,
                pack_figures({"columns": columns}),
                {"auc": interval},
                0.1,
                1.0,
                {"auc": interval},
                {"value": 40.0, "low": 30.0, "high": 50.0, "unit": "£"},
                "",
            )
        )
    return course_of("late", "auc", made)


def found(made: Course) -> Overview:
    """A model with a champion, a promotion and two alerts."""
    alert = Alert(
        1, "late", 1, 1, "drift", Severity.WARNING, "column <0> moved & stays", ("a",), 0.3, 0.2,
        START + timedelta(days=3), START, None, None, "",
    )  # fmt: skip
    version: Any = type("V", (), {"number": 2, "intervals": {"auc": {"low": 0.65, "high": 0.75}}})()
    model: Any = type("M", (), {"name": "late", "metric": "auc", "task": "binary"})()
    view: Any = type("W", (), {"model": model, "champion": version})()
    events = (
        Event("promoted", "v2", START + timedelta(days=1), "models/late/2"),
        Event("alert", alert.message, START + timedelta(days=3), "alerts/1"),
    )
    return Overview(view, made, (alert,), (), events)


class _Tags(HTMLParser):
    """Everything a browser would be asked to load, and whether tags are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [f"{tag} {key}" for key, _ in attrs if key in ("src", "href", "xlink:href")]
        if tag in ("svg", "table", "section", "g", "main", "footer"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("svg", "table", "section", "g", "main", "footer"):
            assert self.open.pop() == tag


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets the report be of a course."""

    def of(made: Course) -> None:
        monkeypatch.setattr(monitoring, "overview", lambda _ws, _name: found(made))

    return of


def test_report_says_what_drifted_and_escapes_what_people_named(
    workspace: Workspace, shown: Any
) -> None:
    shown(course(5, 30))
    text = monitoring_report.html(workspace, "late")
    assert "v2 is champion. 1 of 5 columns drifted in the newest look, up to 30 Jan 2025." in text
    assert "column &lt;0&gt; moved &amp; stays" in text
    assert "<0>" not in text
    assert text.count("Alert: column") == 4  # one line in each of the four plots
    assert "limit 0.650" in text
    tags = _Tags()
    tags.feed(text)
    assert tags.open == []


def test_report_of_ten_years_and_500_columns_stays_under_five_megabytes_and_loads_nothing(
    workspace: Workspace, shown: Any, tmp_path: Any
) -> None:
    shown(course(500, 900))
    path = tmp_path / "report.html"
    assert monitoring_report.write(workspace, "late", path) < monitoring_report.MOST_BYTES
    text = path.read_text("utf-8")
    tags = _Tags()
    tags.feed(text)
    assert tags.loads == []
    assert not re.search(r"url\(|@import|<script", text)
    assert "prefers-color-scheme:dark" in text
    assert "The last 400 of 900 looks are shown." in text
    assert "440 columns are left out" in text


def test_report_before_any_look_says_so(workspace: Workspace, shown: Any) -> None:
    shown(course_of("late", "auc", []))
    assert "No new data were looked at yet." in monitoring_report.html(workspace, "late")
