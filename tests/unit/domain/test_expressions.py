"""The language of derived columns and conditions: values, missing values, types, errors."""

import math
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.expressions import (
    FUNCTIONS,
    ExpressionError,
    checked_column,
    checked_condition,
    columns_of,
    evaluated,
    holds,
    parsed,
)
from tidemill.domain.frames import ColumnData, Frame, coded

FRAME = Frame(
    (
        ColumnData("a", Kind.NUMERIC, np.array([1, 2, 3])),
        ColumnData("x", Kind.NUMERIC, np.array([1.5, np.nan, 0.0])),
        coded("t", Kind.TEXT, ["ab", None, "Cd e"]),
        coded("u", Kind.CATEGORICAL, ["x", "y", "x"]),
        ColumnData(
            "d",
            Kind.DATETIME,
            np.array(["2024-02-29", "NaT", "1969-12-31T23:59:58"], "datetime64[us]"),
        ),
        ColumnData("b", Kind.BOOLEAN, np.array([1, -1, 0], np.int32), ("false", "true")),
        ColumnData("unit price", Kind.NUMERIC, np.array([10.0, 20.0, 30.0])),
        ColumnData("big", Kind.NUMERIC, np.array([2**53 + 1, 2**62, -1])),
    )
)
SCHEMA = Schema(
    tuple(Column(c.name, c.kind, whole=c.values.dtype.kind == "i") for c in FRAME.columns)
)


def values(text: str) -> list[Any]:
    return evaluated(parsed(text), FRAME, "n").to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a * 2 + 1", [3, 5, 7]),
        ("2 + 3 * 4 ^ 2 / 2", [26.0] * 3),
        ("-a ^ 2", [-1.0, -4.0, -9.0]),
        ("(1 + a) % 2", [0.0, 1.0, 0.0]),
        ("x + a", [2.5, None, 3.0]),
        ("a / x", [1 / 1.5, None, None]),
        ("sqrt(0 - a)", [None, None, None]),
        ("log(x)", [math.log(1.5), None, None]),
        ("round(x * 1.25, 1)", [1.9, None, 0.0]),
        ("big + 1", [2**53 + 2, 2**62 + 1, 0]),
        ("big * 4", [(2**53 + 1) * 4.0, 2.0**64, -4.0]),
        ("`unit price` * 1.5", [15.0, 30.0, 45.0]),
        ("least(a, x, 2)", [1.0, None, 0.0]),
        ('t + "-" + u', ["ab-x", None, "Cd e-x"]),
        ("concat(u, a, d)", ["x12024-02-29", None, "x31969-12-31T23:59:58"]),
        ("lower(t)", ["ab", None, "cd e"]),
        ("length(t)", [2.0, None, 4.0]),
        ("substring(t, 2)", ["b", None, "d e"]),
        ("right(t, 1)", ["b", None, "e"]),
        ("split(t, ' ', 2)", [None, None, "e"]),
        ('replace(u, "x", "z")', ["z", "y", "z"]),
        ("t contains 'd'", [False, None, True]),
        ("has_word(t, 'E')", [False, None, True]),
        ('number("1,234.5")', [1234.5] * 3),
        ("number(t)", [None, None, None]),
        ("text(x)", ["1.5", None, "0"]),
        ("year(d)", [2024.0, None, 1969.0]),
        ("day_of_year(d)", [60.0, None, 365.0]),
        ("weekday(d)", [4.0, None, 3.0]),
        ("second(d)", [0.0, None, 58.0]),
        ("d + 1", [datetime(2024, 3, 1), None, datetime(1970, 1, 1, 23, 59, 58)]),  # noqa: DTZ001
        ("d - '2024-02-28'", [1.0, None, pytest.approx(-19781.0000231, abs=1e-6)]),
        ("month_start(d)", [datetime(2024, 2, 1), None, datetime(1969, 12, 1)]),  # noqa: DTZ001
        ('date("03/02/2024", "day first") = date("2024-02-03")', [True] * 3),
        ("d > '2000-01-01'", [True, None, False]),
        ("x > 1 and b", [True, None, False]),
        ("x > 1 or b", [True, None, False]),
        ("b or true", [True, True, True]),
        ("b and false", [False, False, False]),
        ("not b", [False, None, True]),
        ("x is missing", [False, True, False]),
        ("x is not missing", [True, False, True]),
        ("u in ('x', 'q')", [True, False, True]),
        ("t not in ('ab')", [False, None, True]),
        ("u < 'y'", [True, False, True]),
        ("if x > 1 then 'big' else 'small'", ["big", "small", "small"]),
        ("if(a > 1, a, missing)", [None, 2.0, 3.0]),
        ("if (a + 1) > 2 then 1 else 0", [0, 1, 1]),
        ("coalesce(x, a)", [1.5, 2.0, 0.0]),
        ("coalesce(t, 'none')", ["ab", "none", "Cd e"]),
        ("if b then d else '2020-01-01'", [datetime(2024, 2, 29)] + [datetime(2020, 1, 1)] * 2),  # noqa: DTZ001
    ],
)
def test_expression_gives_its_values_and_keeps_missing_ones(text: str, expected: list[Any]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 1, "the expression ends"),
        ("a +", 4, "the expression ends, but a column"),
        ("a b", 3, "b stands here, but an operator"),
        ("(a", 3, "\\) was expected"),
        ("a ; b", 3, "; means nothing here"),
        ("'x", 1, "the quote ' is not closed"),
        ("nothing * 2", 1, "there is no column nothing"),
        ("1 + open(a)", 5, "there is no function open"),
        ("round(a, 1, 2)", 1, "round is used as round"),
        ("a + t", 1, "a text was expected, this is a number"),
        ("t > 3", 5, "a text can't be compared with a number"),
        ("if a then 1 else 2", 4, "true or false was expected"),
        ("if b then 1 else 'x'", 18, "both outcomes must be of one type"),
        ("year(t)", 6, "a time was expected, this is a text"),
        ("d > 'soon'", 5, "a time can't be compared with a text"),
        ("a not 3", 7, "in was expected"),
        ("a in ()", 3, "the list is empty"),
        ("(" * 200 + "a" + ")" * 200, 61, "nested too deeply"),
        ("not " * 4000 + "b", 5001, "at most 5,000 characters"),
    ],
)
def test_wrong_expression_says_where_and_what(text: str, position: int, words: str) -> None:
    with pytest.raises(ExpressionError, match=words) as caught:
        checked_column(text, SCHEMA)
    assert caught.value.position == position - 1
    assert caught.value.message.startswith(f"At position {position}: ")


def test_column_of_another_name_is_offered_where_one_is_unknown() -> None:
    with pytest.raises(ExpressionError) as caught:
        checked_column("price + 1", SCHEMA)
    assert "unit price" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "kind", "whole"),
    [
        ("a + 1", Kind.NUMERIC, True),
        ("a + 1.0", Kind.NUMERIC, False),
        ("a / 1", Kind.NUMERIC, False),
        ("year(d)", Kind.NUMERIC, True),
        ("t", Kind.CATEGORICAL, False),
        ("a > 1", Kind.BOOLEAN, False),
        ("d", Kind.DATETIME, False),
    ],
)
def test_kind_is_known_before_a_row_is_read(text: str, kind: Kind, whole: bool) -> None:
    assert checked_column(text, SCHEMA)[1:] == (kind, whole)


def test_condition_must_be_true_or_false() -> None:
    with pytest.raises(ExpressionError, match="no condition"):
        checked_condition("a + 1", SCHEMA)
    assert holds(checked_condition("x >= 0", SCHEMA), FRAME).tolist() == [True, False, True]


def test_columns_an_expression_reads_are_told() -> None:
    assert columns_of(parsed("if `unit price` > a then a else x")) == ("unit price", "a", "x")


def test_functions_say_how_they_are_used() -> None:
    for name, function in FUNCTIONS.items():
        assert function.usage.startswith(f"{name}(")
        assert function.help.endswith(".")
        assert 1 <= function.fewest <= function.most


def test_nothing_of_python_can_be_reached() -> None:
    for text in ("__import__('os')", "a.__class__", "[a]", "lambda: 1", "a if b else 1", "f'{a}'"):
        with pytest.raises(ExpressionError):
            checked_column(text, SCHEMA)
