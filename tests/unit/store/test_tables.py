"""Frames come back from Parquet value for value and kind for kind."""

# Columns hold moments without a zone.
# ruff: noqa: DTZ001

from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidemill.base.errors import Cancelled
from tidemill.base.progress import Silent
from tidemill.domain.columns import Kind
from tidemill.domain.content import content_hash
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded
from tidemill.store.tables import read_frame, write_frame


def example() -> Frame:
    return Frame(
        (
            ColumnData("whole", Kind.NUMERIC, np.array([1, 2**62 + 1, -(2**63)])),
            ColumnData("Real", Kind.NUMERIC, np.array([np.nan, np.inf, -0.0])),
            ColumnData("real", Kind.NUMERIC, np.array([1.5, -np.inf, 5e-324])),
            ColumnData(
                "at",
                Kind.DATETIME,
                np.array(["2013-01-01", "NaT", "1900-01-01T01:02:03.000004"], "M8[us]"),
            ),
            ColumnData("ok", Kind.BOOLEAN, np.array([0, -1, 1], np.int32), BOOLEAN_LEVELS),
            ColumnData(
                "city", Kind.CATEGORICAL, np.array([2, -1, 0], np.int32), ("x", "no", "Zürich'\"")
            ),
            ColumnData("", Kind.TEXT, np.array([-1, -1, -1], np.int32), ()),
        )
    )


def assert_same(one: Frame, other: Frame) -> None:
    assert one.names == other.names
    for a, b in zip(one, other, strict=True):
        assert (a.kind, a.values.dtype, a.levels) == (b.kind, b.values.dtype, b.levels)
        np.testing.assert_array_equal(a.values, b.values)
        if a.values.dtype.kind == "f":
            known = ~np.isnan(a.values)  # what has no value has no sign
            signs = [np.signbit(x.values[known]) for x in (a, b)]
            np.testing.assert_array_equal(*signs)


def test_frame_comes_back_with_values_kinds_and_levels(tmp_path: Path):
    write_frame(example(), tmp_path / "f.parquet")
    assert_same(read_frame(tmp_path / "f.parquet"), example())


def test_columns_can_be_picked_in_any_order(tmp_path: Path):
    write_frame(example(), tmp_path / "f.parquet")
    picked = read_frame(tmp_path / "f.parquet", ["ok", "Real"])
    assert_same(picked, example().select(["ok", "Real"]))


def test_frame_without_rows_comes_back(tmp_path: Path):
    empty = example().take(np.array([], dtype=np.int64))
    write_frame(empty, tmp_path / "f.parquet")
    assert_same(read_frame(tmp_path / "f.parquet"), empty)


def test_frame_without_columns_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="without columns"):
        write_frame(Frame(()), tmp_path / "f.parquet")


def test_file_is_plain_parquet_for_others(tmp_path: Path):
    write_frame(example(), tmp_path / "f.parquet")
    rows = duckdb.execute(f"select whole, ok, city from '{tmp_path}/f.parquet'").fetchall()
    assert rows == [(1, False, "Zürich'\""), (2**62 + 1, None, None), (-(2**63), True, "x")]


def test_missing_numbers_are_null_not_nan_in_the_file(tmp_path: Path):
    write_frame(example(), tmp_path / "f.parquet")
    query = f'select "Real" is null, isnan("Real") from \'{tmp_path}/f.parquet\''
    assert duckdb.execute(query).fetchall()[0] == (True, None)


def test_many_levels_come_back_as_values(tmp_path: Path):
    texts = [f"t{i:06}" for i in range(12_000)]
    frame = Frame((coded("t", Kind.TEXT, texts[::-1]),))
    write_frame(frame, tmp_path / "f.parquet")
    assert read_frame(tmp_path / "f.parquet")["t"].to_list() == texts[::-1]


def test_foreign_parquet_is_refused(tmp_path: Path):
    duckdb.execute(f"copy (select 1 a) to '{tmp_path}/f.parquet'")
    with pytest.raises(ValueError, match="not written by Tidemill"):
        read_frame(tmp_path / "f.parquet")


def test_folder_names_that_look_like_columns_or_patterns_do_no_harm(tmp_path: Path):
    folder = tmp_path / "year=2013" / "part [1]"
    folder.mkdir(parents=True)
    write_frame(example(), folder / "f.parquet")
    assert_same(read_frame(folder / "f.parquet"), example())


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
floats = st.floats(allow_nan=True, allow_infinity=True)
moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    n = draw(st.integers(0, 12))

    def listed(values: st.SearchStrategy) -> list:
        return draw(st.lists(values, min_size=n, max_size=n))

    columns = []
    for i, name in enumerate(draw(st.lists(texts, min_size=1, max_size=5, unique=True))):
        kind = draw(st.sampled_from([*Kind, "whole"]))
        if kind == "whole":
            whole = np.array(listed(st.integers(-(2**63), 2**63 - 1)), np.int64)
            columns.append(ColumnData(name, Kind.NUMERIC, whole))
        elif kind is Kind.NUMERIC:
            columns.append(ColumnData(name, kind, np.array(listed(floats), np.float64)))
        elif kind is Kind.DATETIME:
            columns.append(ColumnData(name, kind, np.array(listed(st.none() | moments), "M8[us]")))
        elif kind is Kind.BOOLEAN:
            codes = np.array(listed(st.integers(-1, 1)), np.int32)
            columns.append(ColumnData(name, kind, codes, BOOLEAN_LEVELS))
        else:
            columns.append(coded(name, kind, listed(st.none() | texts)))
        assert len(columns) == i + 1
    return Frame(tuple(columns))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(frame=frames())
def test_any_frame_comes_back_and_hashes_the_same(frame: Frame, tmp_path: Path):
    write_frame(frame, tmp_path / "f.parquet")
    back = read_frame(tmp_path / "f.parquet")
    assert_same(back, frame)
    assert content_hash(back) == content_hash(frame)


def test_reading_stops_when_asked(tmp_path: Path):
    frame = Frame((ColumnData("a", Kind.NUMERIC, np.arange(10)),))
    write_frame(frame, tmp_path / "f.parquet")
    stopped = Silent()
    stopped.stop()
    with pytest.raises(Cancelled):
        read_frame(tmp_path / "f.parquet", reporter=stopped)
