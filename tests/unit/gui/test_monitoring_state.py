"""The pure part of Monitoring: places on the data's axis, trends, order of rows, cells."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tidemill.domain.monitoring import Chunk
from tidemill.gui.pages.monitoring.cell import cell_of
from tidemill.gui.pages.monitoring.facts import Measure, facts_of, trend
from tidemill.gui.pages.monitoring.state import (
    Chosen,
    EventState,
    Loaded,
    drawn,
    rows_of,
    state_of,
)
from tidemill.gui.pages.monitoring.times import label_of, of_period, place_of, tick_of

AUC = Measure("auc", "AUC", 3, True, 0.72, 0.70, 0.74)


def column(name: str, psi: float | None, drifted: bool = False, **values: Any) -> dict[str, Any]:
    """A column of a drift report."""
    return {
        "name": name,
        "kind": "numeric",
        "psi": psi,
        "drifted": drifted,
        "reasons": [f"PSI {psi}, limit 0.20"] if drifted else [],
        "note": None,
        "missing": {"reference": 0.0, "current": 0.1},
        "new_values": [],
        "gone_values": [],
        "bounds": {},
        **values,
    }


def chunk(month: int, columns: list[dict[str, Any]], auc: float | None = None) -> Chunk:
    """A month of 2026 as a chunk."""
    start = datetime(2026, month, 1, tzinfo=UTC)
    end = datetime(2026 + month // 12, month % 12 + 1, 1, tzinfo=UTC) - timedelta(minutes=1)
    report = {
        "rows": {"reference": 3000, "current": 600},
        "columns": columns,
        "drifted_columns": sum(c["drifted"] for c in columns),
    }
    measures = {} if auc is None else {"auc": {"value": auc, "low": auc - 0.01, "high": auc + 0.01}}
    return Chunk(month, 1, 1, 1, month, month, start, end, 600, report, measures, 0.05, end)


def day_chunk(day: int) -> Chunk:
    """A single day of May."""
    made = chunk(5, [column("wind", 0.1)])
    start = datetime(2026, 5, day, tzinfo=UTC)
    values = {**vars(made), "id": day, "starts_at": start, "ends_at": start + timedelta(hours=23)}
    return Chunk(**values)


def test_moments_stand_between_the_looks_they_fall_between() -> None:
    chunks = [day_chunk(1), day_chunk(2), day_chunk(5)]
    assert place_of(datetime(2026, 4, 30, tzinfo=UTC), chunks) is None
    assert place_of(datetime(2026, 5, 1, 11, 30, tzinfo=UTC), chunks) == 0.5
    assert place_of(datetime(2026, 5, 2, 23, 30, tzinfo=UTC), chunks) == 2.0
    assert place_of(datetime(2026, 6, 1, tzinfo=UTC), chunks) == 3.0


def test_looks_are_named_by_the_time_they_span() -> None:
    assert label_of(day_chunk(5)) == "Tue 5 May"
    assert label_of(chunk(5, [])) == "May 2026"
    assert tick_of(chunk(5, [])) == "May"
    assert tick_of(chunk(1, [])) == "Jan 2026"
    week = {**vars(day_chunk(4)), "ends_at": datetime(2026, 5, 10, tzinfo=UTC)}
    assert label_of(Chunk(**week)) == "4 to 10 May"


@pytest.mark.parametrize("last", range(3, 13))
def test_three_months_of_monthly_data_are_three_looks(last: int) -> None:
    chunks = [chunk(month, []) for month in range(1, last + 1)]
    assert [c.id for c in of_period(chunks, 93)] == [last - 2, last - 1, last]


def test_rows_with_drift_in_the_newest_look_come_first() -> None:
    columns = [column("a", 0.1), column("b", 0.25, True), column("c", 0.05)]
    before = [column("a", 0.9, True), column("b", 0.0), column("c", 0.8, True)]
    rows = rows_of((chunk(1, before), chunk(2, columns)))
    assert [row.name for row in rows] == ["b", "a", "c"]
    assert rows[1].psi == (0.9, 0.1)
    assert rows[1].drifted == (True, False)


def test_columns_that_came_later_or_left_have_gaps() -> None:
    rows = rows_of((chunk(1, [column("a", 0.1)]), chunk(2, [column("b", 0.2)])))
    by_name = {row.name: row for row in rows}
    assert by_name["a"].psi == (0.1, None)
    assert by_name["b"].psi == (None, 0.2)


def known(*values: float) -> list[dict[str, float]]:
    """Measured values with intervals of 0.01 to both sides."""
    return [{"value": v, "low": v - 0.01, "high": v + 0.01} for v in values]


def test_trend_needs_three_steps_in_one_direction_out_of_the_interval() -> None:
    assert trend(known(0.72, 0.73, 0.75), AUC) == "rising"
    assert trend(known(0.75, 0.74, 0.72), AUC) == "falling"
    assert trend(known(0.720, 0.722, 0.724), AUC) == "in its range"
    assert trend(known(0.75, 0.71, 0.73), AUC) == "in its range"
    assert trend(known(0.69), AUC) == "past its limit"


def test_measure_is_worse_only_when_both_intervals_agree() -> None:
    columns = [column("a", 0.01)]

    def status(auc: float) -> str:
        champion: Any = type("V", (), {"number": 3})()
        return facts_of((chunk(1, columns, auc),), champion, AUC)[2].status

    assert status(0.72) == "good"
    assert status(0.695) == "warn"
    assert status(0.68) == "bad"


def test_error_that_rises_is_worse_for_a_measure_of_error() -> None:
    error = Measure("mae", "MAE", 2, False, 10.0, 9.0, 11.0)
    assert error.limit == 11.0
    assert error.is_worse(11.5)
    assert not error.is_worse(8.0)


def test_chosen_cell_survives_a_shorter_period_by_going_to_the_newest_look() -> None:
    chunks = (chunk(1, [column("a", 0.1), column("b", 0.3, True)]), chunk(2, [column("b", 0.2)]))
    cell = cell_of(chunks, ("b", "a"), "a", 1)
    assert cell is not None
    assert (cell.row, cell.at, cell.label) == (1, 0, "Jan 2026")
    later = cell_of(chunks[1:], ("b",), "a", 1)
    assert later is not None
    assert (later.column, later.at) == ("b", 0)


def test_champion_without_new_data_says_since_when() -> None:
    champion: Any = type("V", (), {"number": 3, "label": "flights-late v3", "model": "x"})()
    when = datetime(2026, 11, 4, 12, tzinfo=UTC)
    until = datetime(2026, 3, 31, 12, tzinfo=UTC)
    loaded = Loaded(
        ("x",), "x", champion, when, "late", AUC, "flights", until, (), (), (), now=when
    )
    state = state_of(loaded, Chosen())
    assert state.word == "empty"
    assert state.blank is not None
    assert "champion since 4 Nov 2026" in state.blank.text
    assert "end on 31 Mar 2026" in state.blank.text


def test_events_of_one_moment_have_a_line_of_each_kind_that_matters() -> None:
    made = [
        EventState(kind, kind[0], x, "", "")
        for kind, x in (("retrained", 1.0), ("retrained", 2.0), ("promotion", 1.0), ("alert", 1.0),
                        ("promotion", 1.0), ("alert", 1.0))
    ]  # fmt: skip
    found = [(event.kind, event.x) for event in drawn(made)]
    assert found == [("retrained", 2.0), ("promotion", 1.0), ("alert", 1.0)]
