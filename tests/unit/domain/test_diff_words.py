"""What happened to a column, in words, and the check that would have caught it."""

import numpy as np
import pytest

from tidemill.domain.columns import Kind, Role
from tidemill.domain.diff_checks import idea
from tidemill.domain.diff_words import both_sides, factor_words, figure, retyped
from tidemill.domain.distributions import summarise
from tidemill.domain.frames import ColumnData, coded
from tidemill.domain.profile_changes import Tone
from tidemill.domain.version_diffs import (
    ColumnDiff,
    Fate,
    RowCounts,
    Shape,
    Side,
    VersionDiff,
    ordered,
)

DAY = np.datetime64("2025-10-31", "us")


def numbers(values):
    return summarise(ColumnData("x", Kind.NUMERIC, np.array(values, float)))


def dates(*days):
    values = np.array([DAY + np.timedelta64(day, "D") for day in days])
    return summarise(ColumnData("day", Kind.DATETIME, values))


def levels(kind, *values):
    return summarise(coded("c", kind, values))


def truths(n_yes, n_no):
    codes = np.array([1] * n_yes + [0] * n_no, np.int32)
    return summarise(ColumnData("b", Kind.BOOLEAN, codes, ("false", "true")))


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        (numbers([1, 2, 3, 4]), numbers([1, 2, 3, 4]), "same"),
        (numbers([38.2] * 3 + [60]), numbers([38.9] * 3 + [60]), "median 38.20 to 38.90"),
        (numbers([100, 200, 300]), numbers([10, 20, 30]), "median 200 to 20, 10 times smaller"),
        (numbers([1, 2, np.nan]), numbers([1, 2, 2]), "missing fell"),
        (numbers([np.nan, np.nan]), numbers([1, 2]), "has values now"),
        (numbers([1, 2]), numbers([np.nan, np.nan]), "all missing now"),
        (dates(0, 0), dates(0, 19), "newest 31 Oct to 19 Nov"),
        (dates(0, 70), dates(0, 500), "newest 9 Jan 2026 to 15 Mar 2027"),
        (truths(126, 874), truths(130, 870), "yes 12.6% to 13.0%"),
        (truths(126, 874), truths(126, 874), "same"),
    ],
)
def test_the_most_telling_change_is_said(was, now, words) -> None:
    assert both_sides(was, now).words == words


def test_more_missing_names_where_and_asks_to_be_looked_at() -> None:
    change = both_sides(numbers([1, 2, 3, 4]), numbers([1, 2, 3, np.nan]), mostly_in="north")
    assert (change.words, change.tone) == ("missing rose, most in north", Tone.WARN)


def test_new_and_gone_values_are_named() -> None:
    was, now = levels(Kind.CATEGORICAL, *"aabb" * 9), levels(Kind.CATEGORICAL, *"aacc" * 9)
    new = (("c", 0.5),)
    assert both_sides(was, now, new_values=new).words == "new value: c, 50%"
    two = (("c", 0.04), ("d", 0.02))
    assert both_sides(was, now, new_values=two).words == "new values: c and 1 more, 6.0%"
    assert both_sides(was, now, gone_values=("b",)).words == "value gone: b"


def test_changed_cells_are_said_where_nothing_else_moved() -> None:
    same = numbers([1, 2, 3])
    assert both_sides(same, same, changed=1).words == "1 cell changed"
    assert both_sides(same, same, changed=1200).words == "1,200 cells changed"


def test_a_key_says_how_many_more_there_are() -> None:
    was, now = levels(Kind.TEXT, "a", "b"), levels(Kind.TEXT, "a", "b", "c")
    assert both_sides(was, now, is_key=True).words == "1 more"


def test_another_type_is_said() -> None:
    assert retyped(Kind.NUMERIC, Kind.TEXT).words == "was number, is text"


@pytest.mark.parametrize(
    ("number", "text"),
    [(38.2, "38.20"), (1234.5, "1,234"), (0.0123, "0.0123"), (-4.0, "−4"), (2e13, "2e+13")],
)
def test_figures_have_about_four_digits(number, text) -> None:
    assert figure(number) == text


def test_powers_of_ten_are_recognised() -> None:
    assert factor_words(50.0, 5.0) == "10 times smaller"
    assert factor_words(5.0, 5000.0) == "1000 times larger"
    assert factor_words(5.0, 6.0) == ""
    assert factor_words(0.0, 6.0) == ""


def column(name="x", kind=Kind.NUMERIC, fate=Fate.BOTH, **given):
    given = {"words": "same", "tone": Tone.SAME, "missing": (0.0, 0.0)} | given
    return ColumnDiff(name, kind, Role.FEATURE, fate, **given)


def test_the_check_allows_what_the_earlier_version_had() -> None:
    found = idea(column(missing=(0.021, 0.087)))
    assert found is not None
    assert (found.check, found.settings) == ("column_values", {"column": "x", "missing": 0.05})
    split = Shape((), (0.6, 0.4, 0.0), (0.5, 0.3, 0.2), ("card", "debit", "wallet"))
    found = idea(column("pay", Kind.CATEGORICAL, shape=split))
    assert found is not None
    assert found.settings == {"column": "pay", "values": "card, debit"}
    found = idea(column(shape=Shape((0.0, 1.0, 2.0, 3.0), (0.0, 5.0, 0.0), (1.0, 5.0, 1.0))))
    assert found is not None
    assert (found.settings["low"], found.settings["high"]) == ("1", "2")
    assert idea(column(fate=Fate.ADDED, missing=(None, 0.0))) is None


def test_columns_stand_most_changed_first_and_the_key_last() -> None:
    columns = [
        column("same", psi=0.0),
        column("key", is_key=True),
        column("new", fate=Fate.ADDED, missing=(None, 0.0)),
        column("moved", psi=0.3),
        column("some", psi=0.06),
        column("gone", fate=Fate.DROPPED, missing=(0.0, None)),
    ]
    names = [c.name for c in ordered(columns)]
    assert names == ["gone", "moved", "new", "some", "same", "key"]


def diff(rows, *columns, key=("id",)):
    from datetime import UTC, datetime

    when = datetime(2026, 1, 1, tzinfo=UTC)
    sides = Side(1, "churn", 1, 10, when), Side(2, "churn", 2, 10, when)
    return VersionDiff(*sides, key, True, rows, tuple(columns), 0.2)


def test_titles_count_and_name_what_needs_a_look() -> None:
    assert diff(RowCounts(10, 0, 0, 0)).title == "Both hold the same 10 rows."
    moved = column("usage", psi=0.3, effect=0.25)
    assert diff(RowCounts(0, 312, 2114, 0), moved).title == (
        "2,114 rows are new, 312 changed, none are gone. usage needs a look."
    )
    assert diff(RowCounts(9, 1, 1, 1)).title == "1 row is new, 1 changed, 1 is gone."
    assert diff(RowCounts(9, 0, 0, 1)).title == "No row is new, none changed, 1 is gone."
    new = [column(str(i), fate=Fate.ADDED, missing=(None, 0.0)) for i in range(2)]
    gone = column("z", fate=Fate.DROPPED, missing=(0.0, None))
    assert diff(RowCounts(10, 0, 0, 0), *new, gone).title == (
        "All 10 rows are the same. Two columns are new, one is gone. z needs a look."
    )
    assert diff(RowCounts(9, 0, 1, 0), key=()).title == "1 row is new, none are gone."
