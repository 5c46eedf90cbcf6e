"""The pure part of Monitoring: places on the data's axis, trends, order of rows, cells, boards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from tidemill.domain.boards import Standing, board_of, pack_point
from tidemill.domain.courses import Course, Seen, course_of, pack_figures
from tidemill.domain.monitoring import Chunk
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.amounts import money
from tidemill.gui.pages.monitoring.board_state import board_state, shown_rows
from tidemill.gui.pages.monitoring.cell import cell_of
from tidemill.gui.pages.monitoring.facts import Measure, Measured, facts_of, trend
from tidemill.gui.pages.monitoring.lines import cells_of
from tidemill.gui.pages.monitoring.state import (
    Chosen,
    EventState,
    Loaded,
    charts_of,
    drawn,
    period_of,
    state_of,
)
from tidemill.gui.pages.monitoring.times import (
    Look,
    first_of_period,
    label_of,
    looks_of,
    place_of,
    tick_of,
    unit_of,
)
from tidemill.gui.pages.monitoring.wholes import effect_words, wholes_of

AUC = Measure("auc", "AUC", 3, True, 0.72, 0.70, 0.74)
Columns = list[dict[str, Any]]


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


def month(number: int) -> Look:
    """A month of 2026."""
    start = datetime(2026, number, 1, tzinfo=UTC)
    end = datetime(2026 + number // 12, number % 12 + 1, 1, tzinfo=UTC) - timedelta(minutes=1)
    return Look(start, end)


def day(number: int) -> Look:
    """A day of May."""
    start = datetime(2026, 5, number, tzinfo=UTC)
    return Look(start, start + timedelta(hours=23))


def seen(look: Look, columns: Columns, key: int, **values: Any) -> Seen:
    """A look's chunk as a course reads it."""
    figures = pack_figures({"columns": columns})
    kept = {"measures": {}, "estimates": {}, "worth": None, "coverage": None} | values
    return Seen(
        key, key, 1, look.start, look.end, look.end, 600, figures,
        prediction_psi=0.05, reference="", **kept,
    )  # fmt: skip


def course(*looks: Columns, **last: Any) -> Course:
    """Months of 2026 as a course; `last` are figures of the newest."""
    made = []
    for at, columns in enumerate(looks, start=1):
        made.append(seen(month(at), columns, at, **(last if at == len(looks) else {})))
    return course_of("m", "auc", made)


def interval(value: float) -> dict[str, float]:
    """A value with 0.01 to both sides."""
    return {"value": value, "low": value - 0.01, "high": value + 0.01, "n": 600}


def test_moments_stand_between_the_looks_they_fall_between() -> None:
    chunks = [day(1), day(2), day(5)]
    assert place_of(datetime(2026, 4, 30, tzinfo=UTC), chunks) is None
    assert place_of(datetime(2026, 5, 1, 11, 30, tzinfo=UTC), chunks) == 0.5
    assert place_of(datetime(2026, 5, 2, 23, 30, tzinfo=UTC), chunks) == 2.0
    assert place_of(datetime(2026, 6, 1, tzinfo=UTC), chunks) == 3.0


def test_looks_are_named_by_the_time_they_span() -> None:
    assert label_of(day(5)) == "Tue 5 May"
    assert label_of(month(5)) == "May 2026"
    assert tick_of(month(5)) == "May"
    assert tick_of(month(1)) == "Jan 2026"
    assert label_of(Look(day(4).start, day(10).start)) == "4 to 10 May"
    week = Look(day(4).start, day(10).end)
    assert [unit_of([one]) for one in (day(1), week, month(5))] == ["day", "week", "month"]
    assert unit_of([]) == "look"


@pytest.mark.parametrize("last", range(3, 13))
def test_three_months_of_monthly_data_are_three_looks(last: int) -> None:
    looks = [month(number) for number in range(1, last + 1)]
    assert first_of_period(looks, 93) == last - 3
    assert first_of_period(looks, 5) == last - 1
    assert first_of_period(looks, None) == 0


def test_period_nobody_chose_has_some_looks_in_it() -> None:
    days = [
        Look(day(1).start + timedelta(days=n), day(1).end + timedelta(days=n)) for n in range(99)
    ]
    assert period_of("", days) == "8 weeks"
    assert period_of("", [month(number) for number in range(1, 13)]) == "All"
    assert period_of("4 weeks", days) == "4 weeks"


def test_rows_with_drift_in_the_newest_look_come_first() -> None:
    columns = [column("a", 0.1), column("b", 0.25, True), column("c", 0.05)]
    before = [column("a", 0.9, True), column("b", 0.0), column("c", 0.8, True)]
    cells = cells_of(course(before, columns), None)
    assert cells.names == ("b", "a", "c")
    assert cells.psi[1].tolist() == [0.9, 0.1]
    assert cells.drifted[1].tolist() == [True, False]
    assert cells_of(course(before, columns), 2).names == ("b", "a")
    assert cells_of(course(before, columns), 2).n_all == 3


def test_columns_that_came_later_or_left_have_gaps() -> None:
    cells = cells_of(course([column("a", 0.1)], [column("b", 0.2)]), None)
    by_name = dict(zip(cells.names, cells.psi, strict=True))
    np.testing.assert_array_equal(by_name["a"], [0.1, np.nan])
    np.testing.assert_array_equal(by_name["b"], [np.nan, 0.2])


def known(*values: float) -> list[Measured]:
    """Measured values with intervals of 0.01 to both sides."""
    return [Measured(v, v - 0.01, v + 0.01) for v in values]


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
        made = course(columns, measures={"auc": interval(auc)})
        return facts_of(made, looks_of(made), champion, AUC)[2].status

    assert status(0.72) == "good"
    assert status(0.695) == "warn"
    assert status(0.68) == "bad"


def test_error_that_rises_is_worse_for_a_measure_of_error() -> None:
    error = Measure("mae", "MAE", 2, False, 10.0, 9.0, 11.0)
    assert error.limit == 11.0
    assert error.is_worse(11.5)
    assert not error.is_worse(8.0)


def test_chosen_cell_survives_a_shorter_period_by_going_to_the_newest_look() -> None:
    whole = course([column("a", 0.1), column("b", 0.3, True)], [column("b", 0.2)])
    cell = cell_of(whole, ("Jan 2026", "Feb 2026"), ("b", "a"), "a", 1)
    assert cell is not None
    assert (cell.row, cell.at, cell.label) == (1, 0, "Jan 2026")
    later = cell_of(whole[1:], ("Feb 2026",), ("b",), "c", 1)
    assert later is not None
    assert (later.column, later.at) == ("b", 0)


def test_cell_is_whole_once_the_report_of_its_own_chunk_is_there() -> None:
    columns = [column("a", 0.31, True, ks=0.2)]
    whole = course(columns, columns)
    report = {"rows": {"reference": 3000, "current": 600}, "columns": columns}
    when = month(1).start
    other, mine = (
        Chunk(key, 1, 1, 1, key, key, when, when, 600, report, {}, 0.05, when) for key in (1, 2)
    )
    labels = ("Jan 2026", "Feb 2026")
    before = cell_of(whole, labels, ("a",), "a", 2, 0.2, other)
    after = cell_of(whole, labels, ("a",), "a", 2, 0.2, mine)
    assert before is not None
    assert after is not None
    assert (before.is_whole, before.figures, before.psi) == (False, (), 0.31)
    assert (after.is_whole, after.n_reference, after.figures[0].value) == (True, 3000, "0.200")


def loaded_of(made: Course, measure: Measure = AUC) -> Loaded:
    """A model with nothing but its course."""
    champion: Any = type("V", (), {"number": 3, "label": "x v3", "model": "x"})()
    return Loaded(("x",), "x", champion, None, measure, "flights", None, made, looks=looks_of(made))


def test_before_labels_come_the_estimate_is_what_is_said() -> None:
    made = course([column("a", 0.1)], estimates={"auc": interval(0.69)})
    state = state_of(loaded_of(made), Chosen(), charts_of(loaded_of(made), Chosen()))
    assert state.facts[2].value == "about 0.690"
    assert state.facts[2].word == "Estimated past its limit"
    assert state.charts is not None
    assert not state.charts.measured.has_any()
    assert "estimated 0.690 (0.680 to 0.700)" in state.charts.tips[0]
    assert "AUC no labels yet" in state.charts.tips[0]


def test_what_cannot_be_estimated_says_why() -> None:
    why = {"note": "the calibration moved"}
    made = course([column("a", 0.1)], estimates={"auc": why})
    charts = charts_of(loaded_of(made), Chosen())
    assert charts is not None
    assert charts.estimate_note == "the calibration moved"


def test_model_without_a_value_is_greyed_and_one_with_less_worth_is_told() -> None:
    untied = facts_of(course([column("a", 0.1)]), (month(1),), None, None)[-1]
    assert (untied.is_tied, untied.status) == (False, "idle")
    columns = [column("a", 0.1)]
    worth = {"low": 0.0, "high": 0.0, "unit": "£"}
    looks = [
        seen(month(at), columns, at, worth=worth | {"value": value, "high": value})
        for at, value in ((1, 40_000.0), (2, 42_000.0), (3, 39_360.0))
    ]
    made = course_of("m", "auc", looks)
    fact = facts_of(made, looks_of(made), None, None)[-1]
    assert (fact.value, fact.status) == ("£39.4k a day", "warn")
    assert fact.note == "down 4% on the looks before"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (39_360.0, "£", "£39.4k"),
        (-1_230_000.0, "€", "\u2212€1.2M"),
        (812.4, "kWh", "812 kWh"),
        (9_999.4, "£", "£9,999"),
        (0.5, "", "0.50"),
    ],
)
def test_amounts_are_written_as_people_do(value: float, unit: str, words: str) -> None:
    assert money(value, unit) == words


def standing(key: int, name: str, **values: Any) -> Standing:
    """A model with a champion."""
    return Standing(key, name, "default", "binary", "auc", 1, 0.8, True, **values)


def test_board_is_worst_first_and_can_be_narrowed_and_ordered() -> None:
    models = [standing(1, "calm"), standing(2, "wild", n_critical=1), standing(3, "new")]
    points = [
        pack_point(
            key, at, {"n_columns": 4, "n_drifted": n, "psi": 0.1 * n, "value": 0.8 - 0.1 * n}
        )
        for key, at, n in ((1, 1, 0), (2, 2, 2))
    ]
    state = board_state(board_of(models, [1, 2], points, 0))
    assert [(row.model, row.word) for row in state.rows] == [
        ("wild", "Critical"),
        ("calm", "Healthy"),
        ("new", "No new data"),
    ]
    assert state.words == "3 models, 1 needs a look"
    assert state.rows[0].drift == "2 of 4 drifted"
    by_name = shown_rows(state, "", "model", True)
    assert [row["id"] for row in by_name] == ["calm", "new", "wild"]
    assert [row["id"] for row in shown_rows(state, "critical WILD", "health", False)] == ["wild"]
    assert shown_rows(state, "", "value", False)[0]["id"] == "calm"


def test_champion_without_new_data_says_since_when() -> None:
    champion: Any = type("V", (), {"number": 3, "label": "flights-late v3", "model": "x"})()
    when = datetime(2026, 11, 4, 12, tzinfo=UTC)
    until = datetime(2026, 3, 31, 12, tzinfo=UTC)
    loaded = Loaded(("x",), "x", champion, when, AUC, "flights", until, None, now=when)
    state = state_of(loaded, Chosen(), charts_of(loaded, Chosen()))
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


EFFECT = {"value": 1.2, "low": 1.0, "high": 1.4, "of": "demand", "n": 400}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"is_share": False, "is_binary": False, "relative": 0.019}, ("+1.9% demand", "0.3%")),
        ({"is_share": False, "is_binary": False, "relative": None}, ("+1.20 demand", "0.20")),
        ({"is_share": True, "is_binary": True, "relative": None}, ("+120.0 pp", "20.0")),
        ({"is_share": True, "is_binary": False, "relative": None}, ("+120.0 pp demand", "20.0")),
    ],
)
def test_a_columns_effect_is_told_in_the_answers_own_terms(
    more: dict[str, Any], said: tuple[str, str]
) -> None:
    words, half = effect_words({**EFFECT, **more})
    assert (words, half) == (said[0], numbers.half_width(0.0, 0)[:-1] + said[1])
    assert effect_words(None) == ("", "")


def test_findings_together_stand_in_multiples_of_their_limits_with_gaps_where_nobody_looked() -> (
    None
):
    told = {"id": "domain_classifier", "title": "Old from new", "column": None}
    told |= {"value": 0.6, "effect": 0.1, "drifted": True}
    texts = {**told, "id": "text_classifier", "column": "note", "effect": 0.025, "drifted": False}
    first = seen(month(1), [column("a", 0.1)], 1)
    figures = pack_figures({"columns": [column("a", 0.1)], "together": [told, texts]})
    made = course_of("m", "auc", [first, replace(first, chunk_id=2, figures=figures)])
    wholes = wholes_of(made, {"domain_classifier": 0.05, "text_classifier": 0.05})
    assert wholes.names == ("old from new", "words of note")
    assert np.isnan(wholes.times[:, 0]).all()
    assert wholes.times[:, 1].tolist() == [2.0, 0.5]
    assert wholes.drifted[:, 1].tolist() == [True, False]
    assert wholes.tips[1][0] == "old from new AUC 0.60, drifted"
    assert not wholes_of(made, {}).has_any()


def test_an_estimated_worth_goes_on_from_the_measured_one_and_is_said_to_be_estimated() -> None:
    def worth(value: float, *, is_estimated: bool) -> dict[str, Any]:
        ends = {"low": value - 10.0, "high": value + 10.0}
        return {"value": value, **ends, "unit": "£", "is_estimated": is_estimated}

    a = [column("a", 0.1)]
    made = course_of(
        "m",
        "auc",
        [
            seen(month(1), a, 1, worth=worth(100.0, is_estimated=False)),
            seen(month(2), a, 2, worth=worth(90.0, is_estimated=False)),
            seen(month(3), a, 3, worth=worth(60.0, is_estimated=True)),
        ],
    )
    loaded = Loaded(("m",), "m", None, None, None, "d", None, made, looks=looks_of(made))
    charts = charts_of(loaded, Chosen("All"))
    assert charts is not None
    assert np.isnan(charts.worth.value).tolist() == [False, False, True]
    assert np.isnan(charts.worth_guess.value).tolist() == [True, False, False]
    assert np.isnan(charts.worth_guess.low).tolist() == [True, True, False]
    assert any(line.endswith(", estimated") for line in charts.tips[2])
    assert not any(line.endswith(", estimated") for line in charts.tips[1])
    fact = facts_of(made, looks_of(made), None, None)[-1]
    assert fact.value.startswith("about ")
    assert fact.note.endswith(", estimated")
    assert (fact.status, fact.word) == ("warn", "Less than before")
