"""Writing rows of a table to a file of pieces: straight from where they stand, or by blocks."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.base.spill_folders import spill_folder
from tidemill.base.table_engine import blob_literal, literal, quoted, table_engine
from tidemill.domain.engine_values import array_of
from tidemill.domain.frames import Frame
from tidemill.domain.tables import BLOCK_ROWS, Table, TableColumn, sql_rows
from tidemill.store.tables import distinct_names, plain_value, sql_type

KEY = "tidemill_chunks"
"""The metadata with the number of rows of each chunk in a file, four bytes a chunk, and after
them the hash of every piece, column by column."""

_GROUP_ROWS = (2_048, 100_000)
_GROUP_BYTES = 48 << 20
"""About how large a row group is before it is packed: each is in memory while it is written."""

_MEMORY = "512MB"

_FEW = 0.3
"""Up to this share of rows to be written they are picked out; else all are read again."""


def write_file(
    table: Table,
    places: Sequence[int],
    ranges: Sequence[tuple[int, int]],
    contents: bytes,
    path: Path,
    reporter: Reporter,
) -> None:
    """Write some columns of ascending ranges of rows to a Parquet file.

    `contents` is what its metadata say under `KEY`.
    """
    columns = [table.columns[i] for i in places]
    is_whole = sum(high - low for low, high in ranges) == table.n_rows
    own = sql_rows(table) if is_whole else None
    with (
        spill_folder(path.parent) as spill,
        table_engine(reporter, spill, memory=_MEMORY) as engine,
    ):
        if own is None:
            _put_rows(engine, table, columns, ranges, reporter)
            rows = "rows"
        else:  # straight from the file: no value becomes one of Python's
            reporter.report(0.0, "Storing the rows")
            typed = ", ".join(
                f"({own.values[i]})::{sql_type(c.kind, c.whole)} as c{at}"
                for at, (i, c) in enumerate(zip(places, columns, strict=True))
            )
            rows = f"(select {typed} from {own.source})"
        shown = distinct_names([c.name for c in columns])
        named = ", ".join(f"c{i} as {quoted(name)}" for i, name in enumerate(shown))
        engine.execute(
            f"copy (select {named} from {rows}) to {literal(str(path))} (format parquet, "
            f"compression zstd, row_group_size {_group_rows(engine, rows, columns)}, "
            f"kv_metadata {{{KEY}: {blob_literal(contents)}}})"
        )


def _put_rows(
    engine: Any,
    table: Table,
    columns: Sequence[TableColumn],
    ranges: Sequence[tuple[int, int]],
    reporter: Reporter,
) -> None:
    """Put some columns of some rows into the engine's table `rows`."""
    typed = ", ".join(f"c{i} {sql_type(c.kind, c.whole)}" for i, c in enumerate(columns))
    engine.execute(f"create temp table rows ({typed})")
    picked = ", ".join(plain_value(f"c{i}", c.kind, c.whole) for i, c in enumerate(columns))
    for frame in _rows(table, [c.name for c in columns], ranges, reporter):
        block = {f"c{i}": array_of(column) for i, column in enumerate(frame)}
        engine.register("block", block)
        engine.execute(f"insert into rows select {picked} from block")
        engine.unregister("block")


def _group_rows(engine: Any, rows: str, columns: Sequence[TableColumn]) -> int:
    """How many of these rows make a row group, by the lengths of the texts in the first ones."""
    texts = [i for i, c in enumerate(columns) if sql_type(c.kind, c.whole) == "varchar"]
    n_bytes = 8.0 * len(columns)
    if texts:
        lengths = " + ".join(f"coalesce(avg(strlen(c{i})), 0)" for i in texts)
        some = f"(from {rows} limit {_GROUP_ROWS[1]})"
        n_bytes += engine.execute(f"select {lengths} from {some}").fetchone()[0]
    low, high = _GROUP_ROWS
    return max(low, min(high, int(_GROUP_BYTES / n_bytes)))


def _rows(
    table: Table, names: Sequence[str], ranges: Sequence[tuple[int, int]], reporter: Reporter
) -> Iterator[Frame]:
    """Rows of ascending ranges, some at a time."""
    n_wanted = sum(high - low for low, high in ranges)
    if n_wanted < _FEW * table.n_rows:
        numbers = np.concatenate([np.arange(low, high) for low, high in ranges])
        for at in range(0, n_wanted, BLOCK_ROWS):
            reporter.check()
            yield table.take(numbers[at : at + BLOCK_ROWS], names)
        return
    lows = np.array([low for low, _ in ranges])
    highs = np.array([high for _, high in ranges])
    start = 0
    for block in table.blocks(names, BLOCK_ROWS):
        reporter.check()
        reporter.report(start / max(1, table.n_rows), "Storing the rows")
        if n_wanted == table.n_rows:
            yield block
        else:
            numbers = np.arange(start, start + block.n_rows)
            nearest = np.searchsorted(lows, numbers, side="right") - 1
            mask = (nearest >= 0) & (numbers < highs[nearest])
            if mask.any():
                yield block.take(mask)
        start += block.n_rows
