"""Versions in chunks: the room twenty of them need, reading the last, opening a page of its rows.

The floor of the room is the first version alone, that of reading the same rows in a file of their
own, as Tidemill would write them for one version.
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from lines import Line, median

from tidemill.domain.columns import Kind
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, stacked
from tidemill.domain.tables import FrameTable
from tidemill.store import chunk_lists, chunking
from tidemill.store.blobs import Blobs
from tidemill.store.chunk_lists import ChunkList
from tidemill.store.stored_tables import StoredTable

N_ROWS = 1_000_000
N_COLUMNS = 50
N_VERSIONS = 20
_STEP = N_ROWS // 100
_ROUNDS = 3

Change = Callable[[Frame, int], Frame]


def measure(folder: Path) -> list[Line]:
    """Twenty versions in three ways, and what the last of those with rows put in reads like."""
    lines = []
    changes: dict[str, Change] = {
        "1 % more rows at the end": _with_rows_at_the_end,
        "1 % more rows in the middle": _with_rows_in_the_middle,
        f"one of {N_COLUMNS} columns all new": _with_another_column,
    }
    for number, (words, change) in enumerate(changes.items()):
        blobs = Blobs(folder / f"versions-{number}")
        sizes, last, frame = _versions(blobs, change)
        share = sum(sizes) / sizes[0]
        lines.append(Line(f"room of 20 versions, each {words}", share, 1.0, 1.5, "of one", "x"))
        if change is _with_rows_in_the_middle:
            lines += _reading(folder, blobs, last, frame)
    return lines


def _versions(blobs: Blobs, change: Change) -> tuple[list[int], ChunkList, Frame]:
    frame = _rows(0, N_ROWS)
    sizes: list[int] = []
    former: list[ChunkList] = []
    for number in range(N_VERSIONS):
        frame = change(frame, number) if number else frame
        written = chunking.write(blobs, FrameTable(frame), former, blobs.checked)
        sizes.append(written.n_bytes)
        former = [chunk_lists.from_bytes(blobs.get_bytes(written.blob))]
    return sizes, former[0], frame


def _reading(folder: Path, blobs: Blobs, last: ChunkList, frame: Frame) -> list[Line]:
    plain = Blobs(folder / "plain")
    written = chunking.write(plain, FrameTable(frame))
    alone = chunk_lists.from_bytes(plain.get_bytes(written.blob))
    table = StoredTable(last.rows, blobs.checked)
    floor = StoredTable(alone.rows, plain.checked)
    at = frame.n_rows // 2

    def first_page() -> None:
        fresh = Blobs(blobs.folder)  # nothing was checked yet
        StoredTable(last.rows, fresh.checked).between(at, at + 200)

    whole = median(lambda: _seconds(table.frame), _ROUNDS)
    bare = median(lambda: _seconds(floor.frame), _ROUNDS)
    page = median(lambda: _seconds(first_page), _ROUNDS)
    many = f"{N_ROWS / 1e6:.0f} M x {N_COLUMNS}"
    return [
        Line(f"all rows of version 20, {many}", whole, bare, bare * 1.5, "1.5 x a plain file"),
        Line(f"a page of version 20, files checked, {many}", page, 0.0, 0.3, "seconds"),
    ]


def _rows(first: int, n: int) -> Frame:
    draw = np.random.default_rng(first)
    made = [ColumnData("id", Kind.NUMERIC, (first + np.arange(n)) * 7 + draw.integers(0, 6, n))]
    shops = tuple(f"shop {i}" for i in range(200))
    start = np.datetime64("2024-01-01", "us")
    for i in range(N_COLUMNS - 1):
        name, kind = f"m{i}", i % 5
        if kind == 0:
            made.append(ColumnData(name, Kind.NUMERIC, draw.normal(size=n).round(3)))
        elif kind == 1:
            made.append(ColumnData(name, Kind.NUMERIC, draw.integers(0, 1000, n)))
        elif kind == 2:
            codes = draw.integers(-1, 200, n).astype(np.int32)
            made.append(ColumnData(name, Kind.CATEGORICAL, codes, shops))
        elif kind == 3:
            moments = start + draw.integers(0, 10**7, n).astype("m8[s]")
            made.append(ColumnData(name, Kind.DATETIME, moments.astype("M8[us]")))
        else:
            codes = draw.integers(0, 2, n).astype(np.int32)
            made.append(ColumnData(name, Kind.BOOLEAN, codes, BOOLEAN_LEVELS))
    return Frame(tuple(made))


def _with_rows_at_the_end(frame: Frame, number: int) -> Frame:
    return stacked([frame, _rows(N_ROWS + number * _STEP, _STEP)])


def _with_rows_in_the_middle(frame: Frame, number: int) -> Frame:
    at = int(np.random.default_rng(number).integers(0, frame.n_rows))
    head, tail = np.arange(at), np.arange(at, frame.n_rows)
    rows = _rows(N_ROWS + number * _STEP, _STEP)
    return stacked([frame.take(head), rows, frame.take(tail)])


def _with_another_column(frame: Frame, number: int) -> Frame:
    columns = list(frame.columns)
    values = np.random.default_rng(number).integers(0, 1000, frame.n_rows)
    columns[2] = ColumnData(columns[2].name, Kind.NUMERIC, values)
    return Frame(tuple(columns))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
