"""Parquet files keep their types; damaged ones are told."""

# Columns hold moments without a zone.
# ruff: noqa: DTZ001

from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog.readers import parquet as reader
from tidemill.domain import inference
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.reading import ReadResult


@pytest.fixture
def read(tmp_path: Path):
    def work(select: str, expected: Schema | None = None) -> ReadResult:
        duckdb.execute(f"copy ({select}) to '{tmp_path}/t.parquet' (format parquet)")
        return reader.read(tmp_path / "t.parquet", expected, Silent())

    return work


@pytest.mark.parametrize(
    ("value", "kind", "result"),
    [
        ("7::tinyint", "numeric", 7),
        ("9007199254740993", "numeric", 9007199254740993),
        ("18446744073709551615::ubigint", "categorical", "18446744073709551615"),
        ("12::ubigint", "numeric", 12),
        ("12345678901234567890123::decimal(38,0)", "categorical", "12345678901234567890123"),
        ("12::decimal(38,0)", "numeric", 12),
        ("1.25::decimal(10,2)", "numeric", 1.25),
        ("1.5::float", "numeric", 1.5),
        ("'inf'::double", "numeric", np.inf),
        ("'nan'::double", "numeric", None),
        ("null::double", "numeric", None),
        ("true", "boolean", True),
        ("null::boolean", "boolean", None),
        ("'007'", "categorical", "007"),
        ("'yes'", "categorical", "yes"),
        ("'01/02/2013'", "categorical", "01/02/2013"),
        ("''", "categorical", ""),
        ("date '2013-05-06'", "datetime", datetime(2013, 5, 6)),
        ("timestamp_ns '2013-05-06 07:08:09.5'", "datetime", datetime(2013, 5, 6, 7, 8, 9, 500000)),
        ("timestamptz '2013-05-06 07:00:00+02'", "datetime", datetime(2013, 5, 6, 5)),
        ("time '10:30'", "categorical", "10:30:00"),
        ("[1, 2]", "categorical", "[1, 2]"),
    ],
)
def test_every_type_has_its_kind(read, value, kind, result):
    column = read(f"select {value} as v, 1 as other").frame["v"]
    assert (str(column.kind), column.to_list()) == (kind, [result])


def test_whole_numbers_with_gaps_are_exact_or_text(read):
    small = read("select * from (values (1), (null)) t(v)").frame["v"]
    assert small.to_list() == [1.0, None]
    big = read("select * from (values (9007199254740993), (null)) t(v)")
    assert big.frame["v"].to_list() == ["9007199254740993", None]
    assert big.schema["v"].note == inference.TOO_LONG


def test_kept_as_text_is_noted_with_the_type(read):
    note = read("select {'a': 1} as v").schema["v"].note
    assert note.startswith("Kept as text: the file holds values of the type STRUCT")


def test_nested_columns_do_not_shift_names(read):
    result = read("select 1 as a, {'x': 1, 'y': [{'z': 2}]} as b, map {'k': 1} as c, 4 as d")
    assert result.frame.names == ("a", "b", "c", "d")
    assert result.frame["d"].to_list() == [4]


def test_expected_kinds_are_read_from_other_types(read):
    expected = Schema(
        (
            Column("n", Kind.NUMERIC, Role.TARGET),
            Column("c", Kind.CATEGORICAL),
            Column("b", Kind.BOOLEAN),
            Column("d", Kind.CATEGORICAL),
            Column("gone", Kind.TEXT),
        )
    )
    result = read(
        "select * from (values ('1', 7, 1.0, date '2013-01-01', 'x'), "
        "('calm', 8, 0.0, null, 'y')) t(n, c, b, d, new)",
        expected,
    )
    assert result.frame.names == ("n", "c", "b", "d", "new")
    assert result.frame["n"].to_list() == [1.0, None]
    assert result.frame["c"].to_list() == ["7", "8"]
    assert result.frame["b"].to_list() == [True, False]
    assert result.frame["d"].to_list() == ["2013-01-01T00:00:00.000000", None]
    assert (result.missing_columns, result.new_columns) == (("gone",), ("new",))
    (mismatch,) = result.mismatches
    assert (mismatch.column, mismatch.n_bad, mismatch.examples) == ("n", 1, ((2, "calm"),))
    assert result.facts.row_word == "row"


def test_many_different_texts_are_text(read):
    result = read("select 'note ' || i as t, 'l' || (i % 3) as c from range(200) r(i)")
    assert [str(c.kind) for c in result.schema.columns] == ["text", "categorical"]


def test_file_without_rows_is_refused(read):
    with pytest.raises(NeedsYou, match=r"t\.parquet has 1 column name but no rows"):
        read("select 1 as a where false")


def test_peek_reads_names_and_the_number_of_rows(read, tmp_path):
    read('select i as a, i as "b c" from range(5000) r(i)')
    peek = reader.look(tmp_path / "t.parquet")
    assert (peek.schema.names, peek.n_rows) == (("a", "b c"), 5000)


def spoiled(content: bytes, how: str) -> bytes:
    middle = len(content) // 2
    return {
        "cut": content[:-100],
        "no footer": content[:-300] + bytes(200) + content[-100:],
        "no pages": content[:8] + bytes(middle) + content[8 + middle :],
        "only marks": b"PAR1PAR1PAR1",
        "short": b"PAR1",
        "text": b"a,b\n1,2\n",
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "empty": b"",
    }[how]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("cut", "t.parquet is cut short"),
        ("no footer", "t.parquet is damaged"),
        ("no pages", "t.parquet is damaged"),
        ("only marks", "t.parquet is damaged"),
        ("short", "t.parquet is cut short"),
        ("text", "t.parquet is no Parquet file: it is a text file."),
        ("picture", "t.parquet is no Parquet file: it is a PNG picture."),
        ("empty", "t.parquet is empty"),
    ],
)
def test_what_is_no_whole_parquet_file_is_told(read, tmp_path, how, message):
    read("select i as a, hash(i) as b from range(3000) r(i)")
    path = tmp_path / "t.parquet"
    path.write_bytes(spoiled(path.read_bytes(), how))
    with pytest.raises(NeedsYou) as told:
        reader.read(path, None, Silent())
    assert message in told.value.message
    assert told.value.hint


def test_whole_numbers_with_gaps_stay_exact_or_become_text(read):
    small = read("select * from (values (1), (null), (9007199254740992)) t(n)")
    assert small.schema["n"].kind is Kind.NUMERIC
    assert small.frame["n"].to_list() == [1, None, 9007199254740992]
    large = read("select * from (values (1), (null), (9007199254740993)) t(n)")
    assert large.schema["n"].note == inference.TOO_LONG
    assert large.frame["n"].to_list() == ["1", None, "9007199254740993"]


def test_exact_decimals_of_many_digits_are_said_to_be_rounded(read):
    result = read(
        "select 12345678901234567.89::decimal(20, 2) as exact, 1.25::decimal(4, 2) as few"
    )
    assert "about 16 digits" in result.schema["exact"].note
    assert result.schema["few"].note == ""
