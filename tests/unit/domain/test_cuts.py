"""How rows are cut into chunks, held against pandas' calendar."""

import numpy as np
import pandas as pd
import pytest

from tidemill.domain.cuts import (
    Cut,
    Standing,
    Unit,
    base_of,
    cut_of,
    is_filling,
    label_of,
    pieces,
    span_for,
)


@pytest.fixture
def times():
    draw = np.random.default_rng(5)
    hours = draw.integers(0, 24 * 500, 3_000)
    return np.datetime64("2023-11-20") + hours.astype("timedelta64[h]").astype("timedelta64[us]")


@pytest.mark.parametrize(("unit", "period"), [("day", "D"), ("week", "W-SUN"), ("month", "M")])
def test_periods_are_those_of_the_calendar(times, unit, period):
    found = pieces(Cut(Unit(unit)), 1, len(times), 0, times)
    wanted = pd.Series(range(len(times))).groupby(pd.DatetimeIndex(times).to_period(period))
    assert len(found) == wanted.ngroups
    for piece, (when, rows) in zip(found, wanted, strict=True):
        assert piece.places.tolist() == rows.tolist()
        first = when.start_time.date()
        said = f"{first:%Y-%m}" if unit == "month" else first.isoformat()
        assert piece.span == f"{unit}:{said}"


def test_rows_without_a_time_go_with_the_last_period_of_their_file():
    times = np.array(["2024-05-02", "NaT", "2024-05-01", "NaT"], dtype="datetime64[us]")
    found = pieces(Cut(Unit.DAY), 1, 4, 0, times)
    assert [(p.span, p.places.tolist()) for p in found] == [
        ("day:2024-05-01", [2]),
        ("day:2024-05-02", [0, 1, 3]),
    ]


def test_without_any_time_or_column_of_times_a_file_is_a_chunk():
    nothing = np.full(3, "NaT", dtype="datetime64[us]")
    for times in (nothing, None):
        [piece] = pieces(Cut(Unit.MONTH), 7, 3, 0, times)
        assert (piece.span, piece.places.tolist()) == ("version:7", [0, 1, 2])
    assert pieces(Cut(Unit.MONTH), 7, 0, 0, None) == []


def test_rows_are_counted_over_the_files():
    found = pieces(Cut(Unit.ROWS, 100), 1, 250, 180, None)
    assert [(p.span, len(p.places)) for p in found] == [
        ("rows:100:1", 20),
        ("rows:100:2", 100),
        ("rows:100:3", 100),
        ("rows:100:4", 30),
    ]
    assert np.concatenate([p.places for p in found]).tolist() == list(range(250))


@pytest.mark.parametrize("cut", [Cut(), Cut(Unit.DAY), Cut(Unit.ROWS, 500)])
def test_a_cut_is_kept_as_text(cut):
    assert Cut.of_text(cut.text) == cut


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ("day:2024-02-29", "2024-02-29"),
        ("week:2024-02-26/3", "week of 2024-02-26"),
        ("month:2023-12", "December 2023"),
        ("rows:1000:4", "rows 4,001 to 5,000"),
        ("version:7", "v7"),
    ],
)
def test_a_span_in_words(span, words):
    assert label_of(span, "v7") == words
    assert is_filling(span) is (not span.startswith("version"))


def test_rows_of_a_period_that_is_over_are_late_and_go_to_its_chunk():
    there = [Standing("day:2024-05-01", 1), Standing("day:2024-05-02", 1)]
    assert span_for("day:2024-05-01", 2, 3, there) == ("day:2024-05-01", 1)


def test_in_the_newest_period_a_new_champion_has_a_chunk_of_its_own():
    there = [Standing("day:2024-05-01", 1), Standing("day:2024-05-02", 1)]
    assert span_for("day:2024-05-02", 2, 3, there) == ("day:2024-05-02/3", 2)
    assert span_for("day:2024-05-03", 2, 3, there) == ("day:2024-05-03", 2)
    mine = [*there, Standing("day:2024-05-02/3", 2)]
    assert span_for("day:2024-05-02", 2, 3, mine) == ("day:2024-05-02/3", 2)
    later = [*mine, Standing("day:2024-05-03", 4)]
    assert span_for("day:2024-05-02", 4, 5, later) == ("day:2024-05-02/3", 2)


def test_a_thousand_rows_are_never_shared_by_two_champions():
    there = [Standing("rows:100:9", 1), Standing("rows:100:10", 1)]
    assert span_for("rows:100:10", 2, 3, there) == ("rows:100:10/3", 2)
    assert span_for("rows:100:9", 2, 3, there) == ("rows:100:9/3", 2)
    assert (base_of("rows:100:9/3"), cut_of("rows:100:9/3")) == (
        "rows:100:9",
        Cut(Unit.ROWS, 100),
    )
