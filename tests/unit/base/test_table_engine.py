"""The engine for tables stays offline, in bounds, and stops when asked."""

import threading
from pathlib import Path

import duckdb
import pytest

from tidemill.base.errors import Cancelled
from tidemill.base.progress import Silent
from tidemill.base.spill_folders import spill_folder
from tidemill.base.table_engine import file_literal, literal, quoted, table_engine

ENDLESS = "select count(*) from range(1000000000) a, range(1000000000) b where a.range = -b.range"


class StopsWhenAskedTwice(Silent):
    """Says stop at the second question: the first is asked before the query begins."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = 0

    def check(self) -> None:
        self._asked += 1
        if self._asked == 2:
            self.stop()
        super().check()


def setting(engine, name: str):
    return engine.execute("select value from duckdb_settings() where name = ?", [name]).fetchone()[
        0
    ]


def test_nothing_is_downloaded_or_loaded_at_run_time():
    with table_engine() as engine:
        assert setting(engine, "autoinstall_known_extensions") == "false"
        assert setting(engine, "autoload_known_extensions") == "false"
        with pytest.raises(duckdb.Error):
            engine.execute("select * from 'https://example.org/x.csv'")


def test_memory_threads_and_spill_folder_are_set():
    with spill_folder() as folder, table_engine(spill=folder) as engine:
        assert setting(engine, "temp_directory").startswith(str(folder))
        assert int(setting(engine, "threads")) == 2
        assert setting(engine, "memory_limit") != ""
        assert "B" in setting(engine, "memory_limit")
    assert not folder.exists()


def test_running_query_stops_when_asked():
    with pytest.raises(Cancelled), table_engine(StopsWhenAskedTwice()) as engine:
        engine.execute(ENDLESS)


def test_watching_thread_ends_with_the_engine():
    with table_engine(Silent()) as engine:
        engine.execute("select 1")
        assert any(t.name == "table-engine-watch" for t in threading.enumerate())
    assert not any(t.name == "table-engine-watch" for t in threading.enumerate())


def test_other_errors_of_the_engine_rise():
    with pytest.raises(duckdb.ParserException), table_engine() as engine:
        engine.execute("selec 1")


def test_names_texts_and_paths_are_quoted(tmp_path: Path):
    file = tmp_path / "a [1] * 'x'?.csv"
    if not _can_be_written(file):
        file = tmp_path / "a [1] 'x'.csv"
    file.write_text("a\n1\n")
    (tmp_path / "a 1.csv").write_text("a\n2\n")
    with table_engine() as engine:
        text, name = literal("it's"), quoted('a "b"')
        row = engine.execute(f"select {text} as {name}").fetchnumpy()
        assert list(row) == ['a "b"']
        assert row['a "b"'].tolist() == ["it's"]
        found = engine.execute(f"select * from read_csv({file_literal(file)})").fetchall()
        assert found == [(1,)]


def _can_be_written(file: Path) -> bool:
    try:
        file.write_text("")
    except OSError:
        return False
    return True
