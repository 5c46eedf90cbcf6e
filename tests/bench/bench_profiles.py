"""Profiles: made of a million rows, and opened in the window from what is stored.

Each is measured in a process of its own, the peak of memory as the system tells it.
"""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

from lines import Line

N_ROWS, N_COLUMNS = 1_000_000, 50

SUMMARY = """
import json, sys, time
from pathlib import Path
from tidemill.base.programs import peak_memory_bytes
from tidemill.catalog import typed_tables
from tidemill.domain.columns import Column, Role, Schema
from tidemill.domain.summaries import summarised
table = typed_tables.opened(Path(sys.argv[1]))
columns = tuple(Column(c.name, c.kind, whole=c.whole) for c in table.columns)
schema = Schema(columns).assigned({"c8": Role.TARGET})
began = time.perf_counter()
summary = summarised(table, schema, exact_rows=int(sys.argv[2]))
n_bytes = len(summary.to_bytes())
took = time.perf_counter() - began
assert summary.rows == int(sys.argv[3]) and len(summary.columns) == len(columns)
print(json.dumps([took, peak_memory_bytes() / 1e6, n_bytes]))
"""
BARE_READ = """
import json, sys, time
import duckdb
began = time.perf_counter()
with duckdb.connect(config={"threads": 1}) as engine:
    engine.execute(f"select * from '{sys.argv[1]}'").fetchnumpy()
print(json.dumps([time.perf_counter() - began]))
"""
OPENED = """
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from tidemill.gui.app import prepare
prepare()
from tidemill.gui.pictures import _opened
from tidemill.gui.pages.data.view import DataView
with _opened(Path(sys.argv[1]), (1440, 900)) as window:
    page = f"tidemill://data/{sys.argv[2]}"
    began = time.perf_counter()
    window.navigate(page)
    while True:
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()
        views = window.findChildren(DataView)
        if views and views[0].dataset.profile.table.source().row_count() and views[0].is_settled():
            break
        if time.perf_counter() - began > 60.0:
            raise SystemExit("The profile did not open.")
    window.grab()
    print(json.dumps([time.perf_counter() - began]))
"""


def _run(code: str, *words: object) -> list[float]:
    """What a Python of its own prints for a piece of code."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return [float(one) for one in json.loads(done.stdout.strip().splitlines()[-1])]


def write_table(path: Path, n_rows: int) -> None:
    """A table of 50 columns as it lies on disk while a file is taken in."""
    import numpy as np

    from tidemill.catalog import typed_tables
    from tidemill.domain.columns import Kind
    from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame

    rng = np.random.default_rng(1)
    columns = []
    for at in range(N_COLUMNS):
        name, turn = f"c{at}", at % 10
        if turn < 5:
            values = rng.lognormal(1.0, 1.0, n_rows)
            values[rng.random(n_rows) < 0.02] = np.nan
            column = ColumnData(name, Kind.NUMERIC, values)
        elif turn < 7:
            column = ColumnData(name, Kind.NUMERIC, rng.poisson(8, n_rows).astype(np.int64))
        elif turn == 7:
            moments = np.datetime64("2024-01-01", "us") + rng.integers(0, 10**13, n_rows)
            column = ColumnData(name, Kind.DATETIME, moments)
        elif turn == 8:
            codes = rng.integers(0, 2, n_rows).astype(np.int32)
            column = ColumnData(name, Kind.BOOLEAN, codes, BOOLEAN_LEVELS)
        else:
            towns = tuple(f"town {i}" for i in range(2000))
            codes = rng.integers(-1, 2000, n_rows).astype(np.int32)
            column = ColumnData(name, Kind.CATEGORICAL, codes, towns)
        columns.append(column)
    typed_tables.written(Frame(tuple(columns)), path)


def _shown(folder: Path) -> list[Line]:
    """A dataset opened in a window that has not shown Data before."""
    from real_world import World, write_orders

    world = World(folder / "shown")
    try:
        world.start_worker()
        for month in (1, 2):
            file = write_orders(folder / f"orders_{month}.csv", month, 200_000)
            world.cli("data", "add", file, "--name", "orders", "--append")
    finally:
        world.close()
    took = sorted(_run(OPENED, world.folder, "orders")[0] for _ in range(3))[1]
    return [Line("profile of 400,000 rows opened, cold", took, 0.0, 0.3, "0.3 s")]


def measure(folder: Path) -> list[Line]:
    """Making summaries, exact and streamed, and opening a stored profile."""
    path = folder / "table.parquet"
    write_table(path, N_ROWS)
    floor = _run(BARE_READ, path)[0]
    what = f"{N_ROWS:,} rows x {N_COLUMNS}"
    lines = []
    for words, exact_rows in (("summarised", 2_000_000), ("summarised as a longer table", 0)):
        took, peak, n_bytes = _run(SUMMARY, path, exact_rows, N_ROWS)
        print(f"  {words}: {n_bytes / 1e6:.1f} MB of summary")
        lines.append(Line(f"{what} {words}", took, floor, 10.0, "10 s"))
        lines.append(Line(f"{what} {words}, peak", peak, 0.0, 600.0, "600 MB", "MB"))
    return lines + _shown(folder)
