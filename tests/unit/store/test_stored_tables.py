"""Rows in chunks come back value for value, and what a former version holds is stored once."""

# Columns hold moments without a zone.
# ruff: noqa: DTZ001

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.progress import Silent
from tidemill.base.table_engine import table_engine
from tidemill.domain.columns import Kind
from tidemill.domain.content import content_hash
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded, stacked
from tidemill.domain.tables import FrameTable
from tidemill.store import chunk_lists, chunk_writing, chunking, row_queries
from tidemill.store.blobs import Blobs
from tidemill.store.chunk_lists import NOWHERE, ChunkList, Segment, StoredColumn, StoredRows
from tidemill.store.stored_tables import StoredTable

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
floats = st.floats(allow_nan=True, allow_infinity=True)
moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))


def column(draw: st.DrawFn, name: str, n: int) -> ColumnData:
    def listed(values: st.SearchStrategy) -> list:
        return draw(st.lists(values, min_size=n, max_size=n))

    kind = draw(st.sampled_from([*Kind, "whole"]))
    if kind == "whole":
        whole = np.array(listed(st.integers(-(2**63), 2**63 - 1)), np.int64)
        return ColumnData(name, Kind.NUMERIC, whole)
    if kind is Kind.NUMERIC:
        return ColumnData(name, kind, np.array(listed(floats), np.float64))
    if kind is Kind.DATETIME:
        return ColumnData(name, kind, np.array(listed(st.none() | moments), "M8[us]"))
    if kind is Kind.BOOLEAN:
        codes = np.array(listed(st.integers(-1, 1)), np.int32)
        return ColumnData(name, kind, codes, BOOLEAN_LEVELS)
    return coded(name, kind, listed(st.none() | texts))


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    n = draw(st.integers(0, 12))
    names = draw(st.lists(texts, min_size=1, max_size=5, unique=True))
    return Frame(tuple(column(draw, name, n) for name in names))


def assert_same(one: Frame, other: Frame) -> None:
    """Values and signs are equal bit for bit; the order of levels may differ."""
    assert one.names == other.names
    for a, b in zip(one, other, strict=True):
        assert (a.kind, a.values.dtype) == (b.kind, b.values.dtype)
        if a.values.dtype.kind == "f":
            known = ~np.isnan(a.values)
            np.testing.assert_array_equal(a.values, b.values)
            np.testing.assert_array_equal(np.signbit(a.values[known]), np.signbit(b.values[known]))
        else:
            assert a.to_list() == b.to_list()


class Kept:
    """Versions of a replace series, one after another."""

    def __init__(self, folder: Path) -> None:
        self.blobs = Blobs(folder)
        self.lists: list[ChunkList] = []
        self.n_bytes: list[int] = []

    def add(self, frame: Frame) -> StoredTable:
        former = self.lists[-1:]
        written = chunking.write(self.blobs, FrameTable(frame), former, self.blobs.checked)
        self.lists.append(chunk_lists.from_bytes(self.blobs.get_bytes(written.blob)))
        self.n_bytes.append(written.n_bytes)
        return self.version(-1)

    def version(self, number: int) -> StoredTable:
        return StoredTable(self.lists[number].rows, self.blobs.checked)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=frames(), second=frames())
def test_any_frame_comes_back_from_chunks_also_after_another(first, second, tmp_path: Path):
    kept = Kept(tmp_path)
    for frame in (first, second, stacked([first, first]), first):
        table = kept.add(frame)
        assert_same(table.frame(), frame)
        assert content_hash(table.frame()) == content_hash(frame)


N = 20_000


def grown(n: int, seed: int = 0, first: int = 0, n_columns: int = 20) -> Frame:
    """Rows with an identifier and columns of every kind."""
    draw = np.random.default_rng(seed)
    made = [ColumnData("id", Kind.NUMERIC, (first + np.arange(n)) * 7 + draw.integers(0, 6, n))]
    for i in range(n_columns - 1):
        name = f"m{i}"
        if i % 5 == 0:
            made.append(ColumnData(name, Kind.NUMERIC, draw.normal(size=n).round(3)))
        elif i % 5 == 1:
            made.append(ColumnData(name, Kind.NUMERIC, draw.integers(0, 1000, n)))
        elif i % 5 == 2:
            codes = draw.integers(-1, 20, n).astype(np.int32)
            levels = tuple(f"shop {j}" for j in range(20))
            made.append(ColumnData(name, Kind.CATEGORICAL, codes, levels))
        elif i % 5 == 3:
            seconds = draw.integers(0, 10**7, n).astype("m8[s]")
            start = np.datetime64("2024-01-01", "us")
            made.append(ColumnData(name, Kind.DATETIME, (start + seconds).astype("M8[us]")))
        else:
            codes = draw.integers(0, 2, n).astype(np.int32)
            made.append(ColumnData(name, Kind.BOOLEAN, codes, BOOLEAN_LEVELS))
    return Frame(tuple(made))


def with_rows_at(frame: Frame, at: int, rows: Frame) -> Frame:
    head, tail = np.arange(at), np.arange(at, frame.n_rows)
    return stacked([frame.take(head), rows, frame.take(tail)])


def with_column(frame: Frame, at: int, seed: int) -> Frame:
    columns = list(frame.columns)
    draw = np.random.default_rng(seed)
    values = draw.integers(0, 1000, frame.n_rows)
    columns[at] = ColumnData(columns[at].name, Kind.NUMERIC, values)
    return Frame(tuple(columns))


@pytest.mark.parametrize("where", ["end", "middle"])
def test_twenty_versions_that_each_add_a_hundredth_need_less_than_one_and_a_half_times_one(
    kept: Kept, where: str
):
    draw = np.random.default_rng(1)
    frame = grown(N * 2)
    kept.add(frame)
    for number in range(1, 20):
        rows = grown(N * 2 // 100, seed=number, first=N * (2 + number))
        at = frame.n_rows if where == "end" else int(draw.integers(0, frame.n_rows))
        frame = with_rows_at(frame, at, rows)
        kept.add(frame)
    assert sum(kept.n_bytes) < 1.5 * kept.n_bytes[0]
    assert_same(kept.version(-1).frame(), frame)
    assert len(kept.lists[-1].rows.files) <= chunking.MOST_FILES


def test_a_column_that_changes_throughout_is_stored_anew_and_the_others_are_not(kept: Kept):
    frame = grown(N)
    kept.add(frame)
    for number in range(5):
        frame = with_column(frame, 2, number)
        kept.add(frame)
        assert kept.n_bytes[-1] < 0.1 * kept.n_bytes[0]
        assert len(kept.lists[-1].rows.files) == 2
    assert_same(kept.version(-1).frame(), frame)


def test_where_the_column_that_decides_over_cuts_changes_the_former_cuts_are_kept(kept: Kept):
    frame = grown(N)
    kept.add(frame)
    anchor = frame.names.index(kept.lists[0].anchor)
    frame = with_column(frame, anchor, 5)
    assert_same(kept.add(frame).frame(), frame)
    assert kept.n_bytes[-1] < 0.1 * kept.n_bytes[0]


def test_a_renamed_column_and_a_dropped_one_need_no_room(kept: Kept):
    frame = grown(N)
    kept.add(frame)
    first, second, *others = frame.columns
    renamed = ColumnData("other name", second.kind, second.values, second.levels)
    frame = Frame((renamed, *others[1:], first))
    assert_same(kept.add(frame).frame(), frame)
    assert kept.n_bytes[-1] < 0.02 * kept.n_bytes[0]


def test_versions_do_not_depend_on_ever_more_files(kept: Kept):
    frame = grown(4_000, n_columns=4)
    kept.add(frame)
    for number in range(1, 40):
        frame = with_rows_at(frame, frame.n_rows, grown(200, seed=number, n_columns=4))
        kept.add(frame)
        assert len(kept.lists[-1].rows.files) <= chunking.MOST_FILES
    assert_same(kept.version(-1).frame(), frame)


def test_nothing_is_taken_from_a_file_of_which_little_is_used(kept: Kept):
    kept.add(grown(N))
    kept.add(grown(N).take(np.arange(1_000)))
    assert not set(kept.lists[0].rows.files) & set(kept.lists[1].rows.files)


def test_nothing_is_taken_from_a_damaged_file(kept: Kept, tmp_path: Path):
    frame = grown(2_000)
    kept.add(frame)
    written = chunking.write(kept.blobs, FrameTable(frame), kept.lists, lambda _: None)
    rows = chunk_lists.from_bytes(kept.blobs.get_bytes(written.blob)).rows
    assert_same(StoredTable(rows, kept.blobs.checked).frame(), frame)
    assert written.n_bytes > 0.9 * kept.n_bytes[0]


def test_blocks_columns_and_single_rows_agree_with_the_whole(kept: Kept):
    frame = grown(5_000)
    kept.add(frame)
    frame = with_rows_at(frame, 2_345, grown(100, seed=9, first=9_000))
    table = kept.add(frame)
    blocks = list(table.blocks(["m2", "id"], 700))
    assert [b.n_rows for b in blocks] == [700] * 7 + [200]
    assert_same(stacked(blocks), frame.select(["m2", "id"]))
    assert table.column("m2").to_list() == frame["m2"].to_list()
    picked = np.array([5_099, 0, 2_344, 2_345, 2_444, 2_445, 0])
    assert_same(table.take(picked, ["m3", "m4"]), frame.select(["m3", "m4"]).take(picked))
    assert_same(table.between(2_300, 2_400), frame.take(np.arange(2_300, 2_400)))
    assert table.between(5_099, 9_999, ["id"]).n_rows == 1
    assert table.between(9_999, 10_999, ["id"]).n_rows == 0
    with pytest.raises(IndexError):
        table.take(np.array([5_100]))
    with pytest.raises(KeyError):
        table.column("size")


def test_wide_rows_stand_in_smaller_groups(kept: Kept, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chunk_writing, "_GROUP_BYTES", 1 << 20)
    frame = grown(9_000)
    table = kept.add(frame)
    [path] = table.paths()
    with table_engine() as engine:
        query = f"select count(distinct row_group_id) from parquet_metadata('{path}')"
        assert engine.execute(query).fetchone()[0] >= 2
    assert_same(table.frame(), frame)
    assert_same(table.between(4_000, 6_500), frame.take(np.arange(4_000, 6_500)))


def test_a_table_without_rows_keeps_its_columns(kept: Kept):
    empty = grown(0)
    table = kept.add(empty)
    assert [c.kind for c in table.columns] == [c.kind for c in empty]
    assert [b.n_rows for b in table.blocks()] == [0]


def test_reading_stops_when_asked(kept: Kept):
    table = kept.add(grown(100))
    stopped = Silent()
    stopped.stop()
    with pytest.raises(Cancelled):
        StoredTable(table.rows, table.find, stopped).frame()


@pytest.fixture
def parts(tmp_path: Path) -> StoredTable:
    """Two files under each other, the first of which lacks a column."""
    old = Frame(
        (
            ColumnData("n", Kind.NUMERIC, np.array([3.0, 1.0, 2.0])),
            coded("City", Kind.CATEGORICAL, ["Bern", None, "Basel"]),
        )
    )
    new = Frame(
        (
            ColumnData("n", Kind.NUMERIC, np.array([1.5, np.nan])),
            coded("City", Kind.CATEGORICAL, ["Chur", "Bern"]),
            ColumnData("late", Kind.BOOLEAN, np.array([1, -1], np.int32), BOOLEAN_LEVELS),
        )
    )
    kept = Kept(tmp_path)
    first, second = kept.add(old).rows, kept.add(new).rows
    columns = []
    for column in second.columns:
        before = first.column(column.name)
        above = (Segment(NOWHERE, 0, 0, 3),) if before is None else before.segments
        columns.append(
            StoredColumn(column.name, column.kind, column.whole, (*above, *column.segments))
        )
    return StoredTable(StoredRows(tuple(columns), 5), kept.blobs.checked)


def numbers(table: StoredTable, where: str = "", **options: object) -> Sequence[int]:
    rows, total = row_queries.found(table, where, **options)
    assert total >= len(rows)
    return rows.tolist()


def test_columns_that_a_file_lacks_are_missing_there(parts: StoredTable):
    assert parts.frame()["late"].to_list() == [None, None, None, True, None]
    assert parts.take(np.array([4, 3, 0]), ["late", "n"])["late"].to_list() == [None, True, None]


def test_rows_are_sorted_with_missing_values_last_both_ways(parts: StoredTable):
    assert numbers(parts, sort=("n", False)) == [1, 3, 2, 0, 4]
    assert numbers(parts, sort=("n", True)) == [0, 2, 3, 1, 4]
    assert numbers(parts, sort=("n", True), offset=1, limit=2) == [2, 3]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("n >= 2", [0, 2]),
        ("city = 'Bern' and n is null", [4]),
        ("late", [3]),
        ("", [0, 1, 2, 3, 4]),
    ],
)
def test_rows_that_fulfil_a_condition_are_found(parts: StoredTable, where: str, found: list[int]):
    assert numbers(parts, where) == found


def test_only_rows_asked_about_count(parts: StoredTable):
    rows, total = row_queries.found(parts, "n > 1", within=np.array([1, 3, 0]), limit=1)
    assert (rows.tolist(), total) == ([0], 2)


@pytest.mark.parametrize(
    "where",
    [
        "n >",
        "size = 1",
        "n > 1) or (sum(n) > 1",
        "true); select (1",
        "(select count(*) from read_csv('/etc/hosts')) > 0",
        "n = 'abc'",
    ],
)
def test_condition_that_is_none_is_told_and_touches_nothing_else(parts: StoredTable, where: str):
    with pytest.raises(NeedsYou, match="condition"):
        row_queries.found(parts, where)


def test_a_sort_by_an_unknown_column_is_refused(parts: StoredTable):
    with pytest.raises(KeyError):
        row_queries.found(parts, sort=("size", True))


def test_numbers_and_times_become_texts_where_the_column_is_text_since(kept: Kept):
    at = np.array(["2024-01-01T01:02:03", "NaT", "2024-01-02"], "M8[us]")
    values = np.array([7.0, np.nan, 1.5])
    rows = kept.add(
        Frame((ColumnData("n", Kind.NUMERIC, values), ColumnData("at", Kind.DATETIME, at)))
    ).rows
    as_text = tuple(StoredColumn(c.name, Kind.TEXT, False, c.segments) for c in rows.columns)
    found = StoredTable(StoredRows(as_text, 3), kept.blobs.checked).frame()
    assert found["n"].to_list() == ["7", None, "1.5"]
    stamp = "2024-01-01T01:02:03.000000"
    assert found["at"].to_list() == [stamp, None, "2024-01-02T00:00:00.000000"]


def test_a_column_named_as_the_engine_names_row_numbers_is_kept(kept: Kept):
    named = Frame((ColumnData("file_row_number", Kind.NUMERIC, np.array([5, 6, 7])),))
    table = kept.add(named)
    assert_same(table.take(np.array([2, 0])), named.take(np.array([2, 0])))
    assert numbers(table, "file_row_number > 5") == [1, 2]
