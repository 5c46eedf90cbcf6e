"""Every reader gives the same table for the same data, stops when asked and says what is wrong."""

import contextlib
import csv
import json
import sqlite3
import zipfile
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyarrow import feather

from tidemill.base.errors import Cancelled, NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.content import content_hash
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded
from tidemill.domain.parsing import MISSING
from tidemill.store.tables import write_frame


def write_csv(frame: Frame, path: Path) -> None:
    """Write as spreadsheets do: everything quoted that needs it, empty for missing."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(frame.names)
        for row in frame.rows():
            writer.writerow([_text(value) for value in row.values()])


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def write_excel(frame: Frame, path: Path) -> None:
    """Write as Excel keeps values; what its numbers and dates cannot hold exactly, as text."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Flights")
        for column, name in enumerate(frame.names):
            sheet.write_string(0, column, name)
        for at, row in enumerate(frame.rows(), 1):
            for column, value in enumerate(row.values()):
                if isinstance(value, bool):
                    sheet.write_boolean(at, column, value)
                elif isinstance(value, int | float) and float(f"{value:.16G}") == value:
                    _write_number(sheet, at, column, value)
                elif value is not None:
                    sheet.write_string(at, column, str(value))


def _write_number(sheet: Any, at: int, column: int, value: float) -> None:
    if abs(value) == float("inf") or abs(value) > 2**53:
        sheet.write_string(at, column, str(value))
    else:
        sheet.write_number(at, column, value)


def write_json(frame: Frame, path: Path) -> None:
    """Write one object a line; missing values are null."""
    with path.open("w", encoding="utf-8") as stream:
        for row in frame.rows():
            stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


_DECLARED = {Kind.NUMERIC: "", Kind.DATETIME: "timestamp", Kind.BOOLEAN: "boolean"}


def write_sqlite(frame: Frame, path: Path) -> None:
    """Write a table; its names must differ in more than case."""
    quoted = ['"' + name.replace('"', '""') + '"' for name in frame.names]
    declared = [_DECLARED.get(column.kind, "text") for column in frame]
    named = ", ".join(f"{name} {kind}" for name, kind in zip(quoted, declared, strict=True))
    marks = ", ".join("?" for _ in quoted)
    with contextlib.closing(sqlite3.connect(path)) as made, made:
        made.execute(f"create table flights ({named})")
        rows = [
            [_text(v) if isinstance(v, datetime) else v for v in r.values()] for r in frame.rows()
        ]
        made.executemany(f"insert into flights values ({marks})", rows)


def write_feather(frame: Frame, path: Path) -> None:
    """Write an Arrow file."""
    types = {Kind.DATETIME: pa.timestamp("us"), Kind.BOOLEAN: pa.bool_()}
    arrays = []
    for column in frame:
        numbers = pa.int64() if column.values.dtype.kind == "i" else pa.float64()
        known = numbers if column.kind is Kind.NUMERIC else types.get(column.kind, pa.string())
        arrays.append(pa.array(column.to_list(), known))
    feather.write_feather(pa.table(arrays, names=list(frame.names)), str(path))


def write_packed(frame: Frame, path: Path) -> None:
    """Write a zip archive with one table in it."""
    inside = path.parent / "inside.csv"
    write_csv(frame, inside)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inside, "far/away/flights.csv")
    inside.unlink()


WRITERS = {
    "csv": write_csv,
    "excel": write_excel,
    "feather": write_feather,
    "json_lines": write_json,
    "packed": write_packed,
    "parquet": write_frame,
    "sqlite": write_sqlite,
}
"""How a test makes a file for each reader; a new reader adds its own."""

READERS = [pytest.param(module, id=name) for name, module in family("readers").items()]


@pytest.fixture
def file(reader: ModuleType, tmp_path: Path) -> Path:
    return tmp_path / f"flights{reader.ENTRY.endings[0]}"


def example() -> Frame:
    times = np.array(["2013-01-01T05:00", "NaT", "2013-12-31T23:59:59.000001"] * 4, "M8[us]")
    return Frame(
        (
            ColumnData("n", Kind.NUMERIC, np.array([1.5, np.nan, -np.inf] * 4)),
            ColumnData("whole", Kind.NUMERIC, np.array([2**62, -3, 0] * 4)),
            ColumnData("at", Kind.DATETIME, times),
            ColumnData("late", Kind.BOOLEAN, np.array([0, 1, -1] * 4, np.int32), BOOLEAN_LEVELS),
            coded("zip", Kind.CATEGORICAL, ["007", None, 'Zürich, "quoted"\nline'] * 4),
        )
    )


@pytest.mark.parametrize("reader", READERS)
def test_entry_says_what_it_reads(reader):
    assert isinstance(reader.ENTRY, ReaderEntry)
    assert reader.ENTRY.id in WRITERS, "add a writer for this reader to WRITERS"
    assert reader.ENTRY.title
    assert reader.ENTRY.help
    assert reader.ENTRY.version >= 1
    assert reader.ENTRY.endings


@pytest.mark.parametrize("reader", READERS)
def test_same_data_gives_the_same_frame_and_hash(reader, file):
    WRITERS[reader.ENTRY.id](example(), file)
    result = reader.read(file, None, Silent())
    assert content_hash(result.frame) == content_hash(example())
    assert {c.name: c.kind for c in result.schema.columns} == {c.name: c.kind for c in example()}
    assert [c.to_list() for c in result.frame] == [c.to_list() for c in example()]
    assert len(result.lines) == 12
    assert (np.diff(result.lines) > 0).all()
    assert result.facts.n_bytes == file.stat().st_size


@pytest.mark.parametrize("reader", READERS)
def test_expected_schema_orders_names_missing_and_new_columns(reader, file):
    WRITERS[reader.ENTRY.id](example(), file)
    expected = Schema(
        (
            Column("zip", Kind.TEXT, Role.GROUP),
            Column("gone", Kind.NUMERIC),
            Column("n", Kind.NUMERIC, Role.TARGET),
            Column("late", Kind.BOOLEAN),
            Column("at", Kind.NUMERIC),
        )
    )
    result = reader.read(file, expected, Silent())
    assert result.frame.names == ("zip", "n", "late", "at", "whole")
    assert result.schema.names == result.frame.names
    assert result.schema.target == "n"
    assert (result.missing_columns, result.new_columns) == (("gone",), ("whole",))
    (mismatch,) = result.mismatches
    assert (mismatch.column, mismatch.expected, mismatch.n_bad) == ("at", Kind.NUMERIC, 8)
    assert result.frame["at"].missing.all()
    assert mismatch.examples[0][0] == result.lines[0]


@pytest.mark.parametrize("reader", READERS)
def test_look_names_the_columns_and_about_the_rows(reader, file):
    frame = Frame(
        (ColumnData("a", Kind.NUMERIC, np.arange(500)), coded("b", Kind.TEXT, ["x"] * 500))
    )
    WRITERS[reader.ENTRY.id](frame, file)
    peek = reader.look(file)
    assert peek.schema.names == ("a", "b")
    assert peek.n_rows == 500
    assert len(peek.first_rows) <= 500
    assert peek.first_rows[1] == ("1", "x")


@pytest.mark.parametrize("reader", READERS)
def test_progress_rises_to_the_end(reader, file, monkeypatch):
    shares = []
    listening = Silent()
    monkeypatch.setattr(listening, "report", lambda share, _="": shares.append(share))
    WRITERS[reader.ENTRY.id](example(), file)
    reader.read(file, None, listening)
    assert shares == sorted(shares)
    assert 0.5 < shares[-1] <= 1.0


@pytest.mark.parametrize("reader", READERS)
def test_reading_stops_when_asked(reader, file):
    WRITERS[reader.ENTRY.id](example(), file)
    stopped = Silent()
    stopped.stop()
    with pytest.raises(Cancelled):
        reader.read(file, None, stopped)


@pytest.mark.parametrize("what", ["read", "look"])
@pytest.mark.parametrize("reader", READERS)
def test_file_that_cannot_be_opened_is_told(reader, file, what, monkeypatch):
    def open_it() -> None:
        reader.read(file, None, Silent()) if what == "read" else reader.look(file)

    with pytest.raises(NeedsYou, match="There is no file"):
        open_it()
    file.write_bytes(b"")
    with pytest.raises(NeedsYou, match="is empty"):
        open_it()
    file.unlink()
    file.mkdir()
    with pytest.raises(NeedsYou, match="is a folder"):
        open_it()
    file.rmdir()
    file.write_bytes(b"a\n1\n")

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(NeedsYou, match="not allowed to open"):
        open_it()

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(WorldError, match="Input/output error"):
        open_it()


@pytest.mark.parametrize("reader", READERS)
def test_content_that_belies_the_ending_is_told(reader, file):
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    with pytest.raises(NeedsYou, match="PNG picture"):
        reader.read(file, None, Silent())


@pytest.mark.parametrize("reader", READERS)
def test_nothing_is_left_in_the_temporary_folder(reader, file, tmp_path, monkeypatch):
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spill))
    WRITERS[reader.ENTRY.id](example(), file)
    reader.read(file, None, Silent())
    file.write_bytes(b"")
    with pytest.raises(NeedsYou):
        reader.read(file, None, Silent())
    assert list(spill.iterdir()) == []


names = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=8
)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n\r\t"),
    min_size=1,
    max_size=10,
)


def is_value(text: str) -> bool:
    """Whether a text stands for itself in a table of text."""
    return text.strip().lower() not in MISSING


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    """Frames that a table of text can hold: every column has a value that shows its kind."""
    n = draw(st.integers(1, 10))

    def listed(values: st.SearchStrategy[Any], first: Any) -> list[Any]:
        return [first, *draw(st.lists(values, min_size=n, max_size=n))]

    columns = [ColumnData("row", Kind.NUMERIC, np.arange(n + 1))]
    chosen = draw(st.lists(names.map(str.strip).filter(is_value), max_size=4, unique=True))
    for name in (name for name in chosen if name != "row"):
        kind = draw(st.sampled_from([Kind.NUMERIC, Kind.DATETIME, Kind.BOOLEAN, Kind.CATEGORICAL]))
        if kind is Kind.NUMERIC:
            floats = st.floats(allow_nan=True, allow_infinity=True)
            values: Any = np.array(listed(floats, 0.5), np.float64)
        elif kind is Kind.DATETIME:
            moments = st.none() | st.datetimes()
            values = np.array(listed(moments, np.datetime64("2013-01-01", "us")), "M8[us]")
        elif kind is Kind.BOOLEAN:
            values = np.array(listed(st.integers(-1, 1), 0), np.int32)
        else:
            columns.append(coded(name, kind, listed(st.none() | texts.filter(is_value), "word")))
            continue
        columns.append(
            ColumnData(name, kind, values, BOOLEAN_LEVELS if kind is Kind.BOOLEAN else ())
        )
    return Frame(tuple(columns))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("reader", READERS)
@given(frame=frames())
def test_any_frame_comes_back_with_the_same_hash(reader, frame, tmp_path):
    if reader.ENTRY.id == "sqlite":  # takes names that differ only in case as the same
        assume(len({name.lower() for name in frame.names}) == len(frame.names))
    path = tmp_path / f"any{reader.ENTRY.endings[0]}"
    path.unlink(missing_ok=True)
    WRITERS[reader.ENTRY.id](frame, path)
    result = reader.read(path, None, Silent())
    assert result.bad_rows == ()
    assert [c.to_list() for c in result.frame] == [c.to_list() for c in frame]
    assert content_hash(result.frame) == content_hash(frame)


def test_no_extension_of_the_engine_is_loaded_from_outside():
    with duckdb.connect(config={"autoload_known_extensions": False}) as engine:
        query = "select extension_name, install_mode from duckdb_extensions() where loaded"
        loaded = dict(engine.execute(query).fetchall())
    assert {"parquet", "core_functions"} <= set(loaded)
    assert set(loaded.values()) == {"STATICALLY_LINKED"}
