"""What columns of texts turn out to be."""

# Columns hold moments without a zone.
# ruff: noqa: DTZ001

from datetime import datetime

import numpy as np
import pytest

from tidemill.domain import inference
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.inference import Hints, decide, decide_expected, parse
from tidemill.domain.parsing import Parser
from tidemill.domain.roles import guess_roles
from tidemill.domain.tables import FrameTable


def read(texts: list[str | None], hints: Hints = inference.NO_HINTS) -> tuple[str, list, str]:
    """Kind, values and note of a column of texts."""
    column = inference.text_column("x", texts)
    decision = decide(column, hints)
    values, bad = parse(column, decision.parser)
    assert not bad.any()
    assert values.kind is decision.kind
    return str(decision.kind), values.to_list(), decision.note


@pytest.mark.parametrize(
    ("texts", "kind", "values"),
    [
        (["1", "2", None], "numeric", [1, 2, None]),
        ([" 1", "+2 ", "-3"], "numeric", [1, 2, -3]),
        (["1.5", ".5", "2.", "1e3"], "numeric", [1.5, 0.5, 2.0, 1000.0]),
        (["inf", "-Infinity", "1"], "numeric", [np.inf, -np.inf, 1]),
        (["1,5", "2", "3,25"], "numeric", [1.5, 2.0, 3.25]),
        (["1.234,5", "12"], "numeric", [1234.5, 12.0]),
        (["1,234,567", "12"], "numeric", [1234567, 12]),
        (["1,234.5", "12"], "numeric", [1234.5, 12.0]),
        (["1 234", "12"], "numeric", [1234, 12]),
        (["9223372036854775807", "-9223372036854775808"], "numeric", [2**63 - 1, -(2**63)]),
        (["007", "12"], "categorical", ["007", "12"]),
        (["00501", "10001"], "categorical", ["00501", "10001"]),
        (["0", "10"], "numeric", [0, 10]),
        (["1_000", "2"], "categorical", ["1_000", "2"]),
        (["12%", "3%"], "categorical", ["12%", "3%"]),
        (["True", "false"], "boolean", [True, False]),
        (["TRUE", None], "boolean", [True, None]),
        (["yes", "No"], "boolean", [True, False]),
        (["no", None], "categorical", ["no", None]),
        (["yes", "no", "maybe"], "categorical", ["yes", "no", "maybe"]),
        (["0", "1"], "numeric", [0, 1]),
        (["inf"], "categorical", ["inf"]),
    ],
)
def test_texts_become_the_kind_all_of_them_show(texts, kind, values):
    found_kind, found, _ = read(texts)
    assert (found_kind, found) == (kind, values)


@pytest.mark.parametrize("word", ["", " ", "NA", "n/a", "NaN", "null", "NULL", "None"])
def test_words_for_missing_are_missing(word):
    assert read(["1", word])[1] == [1.0, None]


def test_other_words_for_missing_are_values():
    assert read(["a", "-"])[1] == ["a", "-"]
    assert read(["unknown", "a"])[1] == ["unknown", "a"]


def test_column_without_values_is_categorical_and_says_so():
    assert read([None, "NA"]) == ("categorical", [None, None], inference.ALL_MISSING)


@pytest.mark.parametrize(
    ("texts", "moments"),
    [
        (["2013-01-05", "2013-12-31"], [datetime(2013, 1, 5), datetime(2013, 12, 31)]),
        (["2013-01-05 05:00:00"], [datetime(2013, 1, 5, 5)]),
        (["2013-01-05T05:06:07.5"], [datetime(2013, 1, 5, 5, 6, 7, 500000)]),
        (["2013-01-05T05:06:07.123456789"], [datetime(2013, 1, 5, 5, 6, 7, 123456)]),
        (["2013-01-05T05:00:00Z"], [datetime(2013, 1, 5, 5)]),
        (["2013-01-05T05:00:00+02:00"], [datetime(2013, 1, 5, 3)]),
        (["2013-01-05 05:00-0530"], [datetime(2013, 1, 5, 10, 30)]),
        (["2013/1/5"], [datetime(2013, 1, 5)]),
        (["31/01/2013", "01/02/2013"], [datetime(2013, 1, 31), datetime(2013, 2, 1)]),
        (["31.01.2013 10:30"], [datetime(2013, 1, 31, 10, 30)]),
        (["01/31/2013", "02/01/2013"], [datetime(2013, 1, 31), datetime(2013, 2, 1)]),
        (["1/31/2013 3:04 PM"], [datetime(2013, 1, 31, 15, 4)]),
        (["3 Jan 2013", "14 March 2013"], [datetime(2013, 1, 3), datetime(2013, 3, 14)]),
        (["Jan 3, 2013"], [datetime(2013, 1, 3)]),
        (["0001-01-01", "9999-12-31"], [datetime(1, 1, 1), datetime(9999, 12, 31)]),
    ],
)
def test_times_are_read_in_the_form_they_are_written(texts, moments):
    kind, values, _ = read(texts)
    assert (kind, values) == ("datetime", moments)


def test_ambiguous_dates_stay_as_they_are_and_the_note_says_why():
    assert read(["01/02/2013", "03/04/2013"]) == (
        "categorical",
        ["01/02/2013", "03/04/2013"],
        inference.AMBIGUOUS_DATES,
    )


def test_ambiguous_dates_follow_what_another_column_shows():
    kind, values, note = read(["01/02/2013"], Hints(order="mdy"))
    assert (kind, values, note) == ("datetime", [datetime(2013, 1, 2)], inference.MONTH_FIRST)


@pytest.mark.parametrize(
    ("texts", "note"),
    [
        (["13/01/2013", "01/13/2013"], inference.MIXED_DATES),
        (["2013-01-01 05:00:00", "2013-01-01 05:00:00Z"], inference.MIXED_ZONES),
        (["2013-02-30", "2013-02-01"], ""),
        (["2013-01-01", "2013-01-01 25:00"], ""),
        (["2013-01-01 13:00 PM"], ""),
        (["10:30", "11:00"], ""),
    ],
)
def test_what_is_no_date_throughout_stays_text(texts, note):
    assert read(texts) == ("categorical", texts, note)


def test_commas_that_may_group_or_divide_are_settled_by_the_file():
    assert read(["1,234", "5,678"]) == ("numeric", [1234, 5678], inference.AMBIGUOUS_COMMAS)
    decided = read(["1,234", "5,678"], Hints(decimal=","))
    assert decided == ("numeric", [1.234, 5.678], inference.DECIMAL_COMMA)
    assert read(["1.234", "5.678"])[1] == [1.234, 5.678]
    assert read(["1.234", "5.678"], Hints(decimal=","))[1] == [1234, 5678]


def test_numbers_too_long_for_64_bits_stay_exact_as_text():
    texts = ["12345678901234567890123", "1"]
    assert read(texts) == ("categorical", texts, inference.TOO_LONG)


def test_long_whole_numbers_with_gaps_stay_exact_as_text():
    assert read(["9007199254740993", None])[1] == ["9007199254740993", None]
    assert read(["9007199254740993", "1"])[1] == [9007199254740993, 1]


def test_whole_numbers_are_known_as_whole():
    def whole(*texts: str) -> bool:
        return decide(inference.text_column("x", texts)).whole

    assert whole("1", "2")
    assert whole("1.0", "2.0")
    assert whole("1", "", "3")
    assert not whole("1.5", "2")


def test_nearly_numbers_name_the_odd_one():
    texts = [str(n) for n in range(40)] + ["calm"]
    assert read(texts)[2] == "Numbers but for 1 of 41 values, such as 'calm'."


def test_many_different_texts_are_text_and_few_are_categories():
    assert read([f"note {i}" for i in range(100)])[0] == "text"
    assert read([f"level {i % 60}" for i in range(200)])[0] == "categorical"
    assert read([f"{i % 60} " + "long words " * 10 for i in range(200)])[0] == "text"


def test_expected_number_keeps_its_kind_and_marks_what_does_not_fit():
    column = inference.text_column("x", ["1", "calm", None, "3"])
    decision = decide_expected(column, Column("x", Kind.NUMERIC))
    values, bad = parse(column, decision.parser)
    assert values.to_list() == [1.0, None, None, 3.0]
    assert bad.tolist() == [False, True, False, False]


def test_expected_number_finds_the_decimal_comma_among_words():
    column = inference.text_column("x", ["1,5", "2,25", "calm"])
    values, bad = parse(column, decide_expected(column, Column("x", Kind.NUMERIC)).parser)
    assert values.to_list() == [1.5, 2.25, None]
    assert bad.sum() == 1


def test_expected_text_takes_numbers_and_zeros_as_they_stand():
    column = inference.text_column("x", ["007", "8"])
    values, bad = parse(column, decide_expected(column, Column("x", Kind.CATEGORICAL)).parser)
    assert values.to_list() == ["007", "8"]
    assert not bad.any()


def test_expected_truth_takes_other_words_and_digits():
    column = inference.text_column("x", ["1", "0", "1"])
    values, bad = parse(column, decide_expected(column, Column("x", Kind.BOOLEAN)).parser)
    assert values.to_list() == [True, False, True]
    assert not bad.any()


def test_expected_dates_remember_their_order_from_earlier_files():
    known = Column("x", Kind.DATETIME, note=inference.DAY_FIRST)
    column = inference.text_column("x", ["01/02/2013"])
    decision = decide_expected(column, known)
    assert parse(column, decision.parser)[0].to_list() == [datetime(2013, 2, 1)]
    assert decision.note == inference.DAY_FIRST


def test_expected_dates_without_a_known_order_are_marked_not_guessed():
    column = inference.text_column("x", ["01/02/2013", "2013-05-06"])
    _, bad = parse(column, decide_expected(column, Column("x", Kind.DATETIME)).parser)
    assert bad.tolist() == [True, False]


def test_a_time_with_a_zone_is_not_mixed_with_one_without():
    column = inference.text_column("x", ["2013-01-01 10:00:00Z", "2013-01-01 10:00:00"])
    _, bad = parse(column, Parser(Kind.DATETIME, zone=False))
    assert bad.tolist() == [True, False]


def frame_of(**columns: ColumnData) -> tuple[Schema, Frame]:
    data = tuple(ColumnData(n, c.kind, c.values, c.levels) for n, c in columns.items())
    schema = Schema(tuple(Column(c.name, c.kind) for c in data))
    return schema, Frame(data)


def numbers(values) -> ColumnData:
    return ColumnData("", Kind.NUMERIC, np.asarray(values))


def days(n: int, step: int = 1) -> ColumnData:
    start = np.datetime64("2013-01-01", "us")
    return ColumnData("", Kind.DATETIME, start + np.arange(n) // step * np.timedelta64(1, "D"))


def test_roles_are_guessed_for_identifiers_and_time_but_no_target():
    texts = coded("", Kind.TEXT, [f"r{i}" for i in range(100)])
    schema, frame = frame_of(
        key=texts,
        order_id=numbers(np.arange(100) * 7),
        price=numbers(np.arange(100) * 7),
        row=numbers(np.arange(100)),
        posted=days(100, 50),
        made_at=days(100),
        late=numbers([0, 1] * 50),
    )
    roles = {c.name: c.role for c in guess_roles(schema, FrameTable(frame)).columns}
    assert roles == {
        "key": Role.IDENTIFIER,
        "order_id": Role.IDENTIFIER,
        "price": Role.FEATURE,
        "row": Role.IDENTIFIER,
        "posted": Role.FEATURE,
        "made_at": Role.TIME,
        "late": Role.FEATURE,
    }


def test_target_is_given_when_asked_and_unknown_targets_are_refused():
    schema, frame = frame_of(late=numbers([0, 1] * 50))
    assert guess_roles(schema, FrameTable(frame), target="late").target == "late"
    with pytest.raises(KeyError):
        guess_roles(schema, FrameTable(frame), target="delay")


def test_free_text_and_repeating_values_are_no_identifiers():
    sentences = coded("", Kind.TEXT, [f"it was {i} o'clock" for i in range(100)])
    schema, frame = frame_of(said=sentences, shop_id=numbers([1, 2] * 50))
    assert guess_roles(schema, FrameTable(frame)).with_role(Role.IDENTIFIER) == ()
