"""Every reader gives the same table for the same data, stops when asked and says what is wrong."""

import csv
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


WRITERS = {"csv": write_csv, "parquet": write_frame}
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
def test_peek_names_the_columns_and_about_the_rows(reader, file):
    frame = Frame(
        (ColumnData("a", Kind.NUMERIC, np.arange(500)), coded("b", Kind.TEXT, ["x"] * 500))
    )
    WRITERS[reader.ENTRY.id](frame, file)
    names, n_rows = reader.peek(file)
    assert names == ("a", "b")
    assert n_rows == 500


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


@pytest.mark.parametrize("what", ["read", "peek"])
@pytest.mark.parametrize("reader", READERS)
def test_file_that_cannot_be_opened_is_told(reader, file, what, monkeypatch):
    def open_it() -> None:
        reader.read(file, None, Silent()) if what == "read" else reader.peek(file)

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
    path = tmp_path / f"any{reader.ENTRY.endings[0]}"
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
