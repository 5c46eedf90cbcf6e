"""What checks tell a person, word for word."""

from pathlib import Path
from typing import Any

import pytest

from tidemill.base.progress import Silent
from tidemill.catalog.checks import _wording as wording
from tidemill.catalog.discovery import family
from tidemill.catalog.readers import csv as reader
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.reading import ReadFacts

EXPECTED = Schema(
    (
        Column("at", Kind.DATETIME, Role.TIME),
        Column("wind_speed", Kind.NUMERIC),
        Column("dep_delay", Kind.NUMERIC, Role.TARGET, whole=True),
    )
)
HEAD = "at,wind_speed,dep_delay\n"


@pytest.fixture
def said(tmp_path: Path):
    """The result of a check of a file with this text."""

    def work(check: str, text: str, settings: dict[str, Any] | None = None, **known: Any):
        path = tmp_path / "t.csv"
        path.write_text(text)
        known.setdefault("expected", EXPECTED)
        facts = CheckFacts(reader.read(path, known["expected"], Silent()), **known)
        module = family("checks")[check]
        return module.check(facts, **module.ENTRY.settings(settings))

    return work


def rows(n: int, speed: str = "{i}", delay: str = "{i}", start: int = 0) -> str:
    return "".join(
        f"2013-01-01,{speed.format(i=i)},{delay.format(i=i % 7)}\n" for i in range(start, start + n)
    )


def test_missing_column_is_named_with_the_count(said):
    result = said("columns_present", "at,wind_speed,gust\n2013-01-01,1,2\n")
    assert result.message == (
        "The column dep_delay is missing. The file has 2 of 3 columns. New: gust."
    )


def test_several_missing_columns_are_named(said):
    result = said("columns_present", "at,x\n2013-01-01,1\n")
    assert result.message == (
        "The columns wind_speed and dep_delay are missing. The file has 1 of 3 columns. New: x."
    )


def test_other_kind_is_told_with_rows_line_and_text(said):
    text = HEAD + rows(15) + rows(1204, speed="calm") + rows(3091)
    result = said("types_match", text)
    assert result.message == (
        "`wind_speed` is a number in this dataset, but text in 1,204 of 4,310 rows, "
        "first in line 17: 'calm'."
    )
    assert result.rows[:2] == (17, 18)
    assert (len(result.rows), result.n_rows) == (200, 1204)


def test_few_other_values_pass_under_a_limit_but_are_told(said):
    text = HEAD + rows(1, speed="calm") + rows(99)
    result = said("types_match", text, {"limit": 0.05})
    assert result.passed
    assert result.message == (
        "1 value of another kind in wind_speed, within the limit of 5%; they are missing."
    )


def test_unreadable_rows_are_told_with_share_line_and_reason(said):
    result = said("rows_readable", HEAD + rows(40) + "2013-01-01,5\n" + rows(9))
    assert not result.passed
    assert result.message == (
        "1 of 50 rows could not be read (2%), first in line 42: "
        "It has 2 values; the first line names 3 columns."
    )
    assert (result.rows, result.n_rows) == ((42,), 1)


def test_unreadable_rows_under_the_limit_pass(said):
    text = HEAD + "broken\n" + rows(999)
    assert said("rows_readable", text).passed
    assert not said("rows_readable", text, {"limit": 0.0}).passed


def test_cut_file_is_set_aside_however_few_rows_it_costs(said):
    result = said("rows_readable", HEAD + rows(5000) + "2013-01-01,5")
    assert result.sets_aside
    assert result.message.endswith("The file ends inside line 5,002, after 2 of 3 values.")


@pytest.mark.parametrize(
    ("usual", "passed", "message"),
    [
        ((), True, "The file has 10 rows."),
        ((1000,), True, "The file has 10 rows."),
        ((20, 10, 30), True, "The file has 10 rows; usual are 20."),
        (
            (1000, 900, 1200),
            False,
            "The file has 10 rows; usual are 1,000. That is 1%; the limit is 20%.",
        ),
    ],
)
def test_number_of_rows_is_held_against_the_usual(said, usual, passed, message):
    result = said("row_count", HEAD + rows(10), n_rows_usual=usual)
    assert (result.passed, result.message) == (passed, message)


def test_risen_share_of_missing_values_is_told(said):
    text = HEAD + rows(6) + rows(4, speed="NA")
    result = said("missing_share", text, missing_usual={"wind_speed": 0.02, "dep_delay": 0.0})
    assert result.message == ("`wind_speed` is missing in 4 of 10 rows (40%); usual are 2%.")
    assert (result.rows, result.n_rows) == ((8, 9, 10, 11), 4)
    assert said("missing_share", text, missing_usual={"wind_speed": 0.3}).passed


@pytest.mark.parametrize(
    ("delay", "passed", "message"),
    [
        ("{i}", True, "The target `dep_delay` has a value in every row."),
        ("", False, "The target `dep_delay` has no values."),
        (
            "1",
            False,
            "The target `dep_delay` is 1 in all rows that have it; nothing to learn.",
        ),
    ],
)
def test_target_is_looked_at(said, delay, passed, message):
    result = said("target_present", HEAD + rows(10, delay=delay))
    assert (result.passed, result.message, result.sets_aside) == (passed, message, False)


def test_target_that_is_not_in_the_file_is_told(said):
    result = said("target_present", "at,wind_speed\n2013-01-01,1\n")
    assert result.message == "The target `dep_delay` is not in the file."


def test_infinite_numbers_warn_or_set_aside(said):
    text = HEAD + rows(3) + rows(2, speed="-inf") + rows(5)
    result = said("finite_values", text)
    assert result.message == "`wind_speed` is infinite in 2 of 10 rows, first in line 5."
    assert (result.rows, result.severity, result.sets_aside) == ((5, 6), "warn", False)
    assert said("finite_values", text, {"severity": "error"}).sets_aside


def test_repeated_rows_are_told(said):
    result = said("duplicate_rows", HEAD + rows(10) + rows(4))
    assert result.message == ("4 of 14 rows repeat an earlier row (29%), first in line 12.")
    assert (result.rows, result.sets_aside) == ((12, 13, 14, 15), False)


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0%"), (0.0001, "less than 0.1%"), (0.0123, "1.2%"), (0.05, "5%"), (0.996, "100%")],
)
def test_shares_are_percent_and_none_is_rounded_away(share, words):
    assert wording.percent(share) == words


def test_facts_and_results_survive_storing():
    facts = ReadFacts("csv", 10, "utf-8", ";", ",", "gzip", "line", 3, "cut")
    assert ReadFacts.from_dict(facts.to_dict()) == facts
    result = CheckResult("row_count", 1, "Number of rows", False, "Few.", (1, 2), 7, "warn")
    assert CheckResult.from_dict(result.to_dict()) == result
