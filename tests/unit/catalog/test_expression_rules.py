"""Conditions people write agree with pandas where they can, and reach nothing."""

import datetime

import numpy as np
import pandas as pd
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.table_engine import closed_engine
from tidemill.catalog.checks import _expressions as expressions
from tidemill.catalog.checks import python_condition, sql_condition
from tidemill.domain.checking import CheckFacts
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded
from tidemill.domain.reading import ReadFacts, ReadResult
from tidemill.domain.tables import FrameTable

N = 200


@pytest.fixture(scope="module")
def facts() -> CheckFacts:
    draw = np.random.default_rng(0)
    amount = draw.normal(0, 10, N).round(1)
    amount[::17] = np.nan
    days = np.datetime64("2025-01-01", "us") + np.arange(N) * np.timedelta64(1, "D")
    frame = Frame(
        (
            ColumnData("amount", Kind.NUMERIC, amount),
            ColumnData("items", Kind.NUMERIC, draw.integers(0, 9, N)),
            coded("shop name", Kind.CATEGORICAL, draw.choice(["north", "South", "x"], N).tolist()),
            ColumnData("day", Kind.DATETIME, days),
            ColumnData("paid", Kind.BOOLEAN, draw.integers(-1, 2, N).astype(np.int32),
                       BOOLEAN_LEVELS),
        )
    )  # fmt: skip
    schema = Schema(tuple(Column(c.name, c.kind) for c in frame))
    return CheckFacts(ReadResult(FrameTable(frame), schema, ReadFacts("csv", 1), np.arange(N) + 2))


@pytest.fixture(scope="module")
def frame(facts: CheckFacts) -> pd.DataFrame:
    return pd.DataFrame({c.name: pd.Series(c.to_list()) for c in facts.table.frame()})


CASES = {
    "amount > 0": lambda d: (d["amount"] > 0) | d["amount"].isna(),
    "amount > 0 or items < 5": lambda d: (d["amount"] > 0) | (d["items"] < 5) | d["amount"].isna(),
    "not (items == 3)": lambda d: d["items"] != 3,
    "2 <= items <= 6": lambda d: d["items"].between(2, 6),
    "items in (1, 2, 3)": lambda d: d["items"].isin([1, 2, 3]),
    "items % 2 == 0": lambda d: d["items"] % 2 == 0,
    "abs(amount) < 15 or missing(amount)": lambda d: (d["amount"].abs() < 15) | d["amount"].isna(),
    "col('shop name') != 'x'": lambda d: d["shop name"] != "x",
    "startswith(lower(col('shop name')), 's')": lambda d: d["shop name"].str.lower().str[0] == "s",
    "length(col('shop name')) > 1": lambda d: d["shop name"].str.len() > 1,
    "month(day) <= 3": lambda d: d["day"].dt.month <= 3,
    "weekday(day) < 5": lambda d: d["day"].dt.day_of_week < 5,
    "day < '2025-03-01'": lambda d: d["day"] < datetime.datetime(2025, 3, 1),  # noqa: DTZ001
    "paid": lambda d: d["paid"].ne(False) | d["paid"].isna(),
    "max(items, 4) == 4": lambda d: d["items"] <= 4,
}


@pytest.mark.parametrize("text", list(CASES))
def test_a_python_condition_agrees_with_pandas(facts, frame, text):
    result = python_condition.check(facts, text)
    broken = np.flatnonzero(~CASES[text](frame).to_numpy(bool))
    found = result.row_numbers if result.row_numbers is not None else np.zeros(0, np.int64)
    assert found.tolist() == broken.tolist()


@pytest.mark.parametrize(
    ("sql", "python"),
    [
        ("amount > 0", "amount > 0"),
        ("amount > 0 and items < 5", "amount > 0 and items < 5"),
        ("\"shop name\" in ('north', 'x')", "col('shop name') in ('north', 'x')"),
        ("day >= timestamp '2025-03-01'", "day >= '2025-03-01'"),
        ("paid or items > 2", "paid or items > 2"),
    ],
)
def test_both_languages_find_the_same_rows(facts, sql, python):
    one, other = sql_condition.check(facts, sql), python_condition.check(facts, python)
    assert one.row_numbers.tolist() == other.row_numbers.tolist()


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "amount.__class__",
        "(lambda: 1)()",
        "[x for x in amount]",
        "amount ** 99999999",
        "'a' * 1000000000",
        "open('/etc/hostname')",
        "amount[0] > 1",
        "f'{amount}' == ''",
        "amount > nowhere",
        "1 == 1",
        "amount >",
        "amount",
        "amount > 'x'",
        "(" * 300 + "amount" + ")" * 300 + " > 0",
        "amount > 0 and " * 400 + "items > 0",
    ],
)
def test_what_is_no_condition_over_columns_is_refused(facts, text):
    with pytest.raises(NeedsYou):
        python_condition.check(facts, text)


@pytest.mark.parametrize(
    "text",
    [
        "amount > (select count(*) from read_text('/etc/hostname'))",
        "amount > (select count(*) from '/etc/hostname')",
        "amount > 0; copy (select 1) to '/tmp/x'",
        "amount > 0) from rows_; set enable_external_access = true; select (1",
        "amount > (select count(*) from facts)",
        "amount > (select count(*) from numpy_array)",
        "amount >",
    ],
)
def test_an_sql_condition_reaches_no_file_no_setting_and_no_variable(facts, text):
    numpy_array = {"a": np.arange(3)}
    with pytest.raises(NeedsYou):
        sql_condition.check(facts, text)
    assert numpy_array["a"].size == 3


def test_the_closed_engine_cannot_be_opened_again():
    import duckdb

    with closed_engine(10) as engine:
        for statement in (
            "set enable_external_access = true",
            "set lock_configuration = false",
            "install httpfs",
            "attach '/tmp/other.db'",
            "copy (select 1) to '/tmp/closed_engine.csv'",
        ):
            with pytest.raises(duckdb.Error):
                engine.execute(statement)


def test_a_query_that_runs_too_long_is_interrupted():
    import duckdb

    with closed_engine(0.2) as engine, pytest.raises(duckdb.InterruptException):
        engine.execute("select count(*) from range(100000000000) a, range(1000) b")


def test_an_expression_knows_the_columns_it_reads():
    parsed = expressions.parsed("amount > 0 and col('shop name') == 'x'", ["amount", "shop name"])
    assert set(parsed.columns) == {"amount", "shop name"}
