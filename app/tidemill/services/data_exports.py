"""Rows of a dataset version as a file for other programs, written in blocks, personal ones masked.

Cells are data: what a spreadsheet would run as a formula is made harmless. A file is whole or not
there; what a format cannot hold is told in what `export` returns.
"""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base import atomic
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Reporter, Silent
from tidemill.base.spill_folders import spill_folder
from tidemill.base.table_engine import literal, quoted, table_engine
from tidemill.domain.columns import Kind
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.masking import masked
from tidemill.domain.tables import BLOCK_ROWS, Table, TableColumn
from tidemill.services import personal_data, rows, tables
from tidemill.services.table_cells import harmless, odd
from tidemill.services.table_files import CsvStyle, Written, write_table
from tidemill.services.workspace import Workspace

ENDINGS = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".feather": "feather",
}

_EXACT = 2**53
_PARQUET = {Kind.DATETIME: "timestamp", Kind.BOOLEAN: "boolean"}


def kind_of(path: Path) -> str:
    """The kind a file's ending stands for; raises `NeedsYou` for another."""
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise NeedsYou(
            f"Rows can't be written as {path.name}.",
            "Give the file an ending: " + ", ".join(ENDINGS) + ".",
        )
    return kind


def export(
    workspace: Workspace,
    version: DatasetVersion,
    path: Path,
    kind: str | None = None,
    *,
    columns: Sequence[str] | None = None,
    where: str = "",
    only_added: bool = False,
    reporter: Reporter | None = None,
) -> Written:
    """Write all rows of a version, or some of its columns; without a kind the ending decides.

    With `only_added` those alone that this version added. `where` is a condition in SQL over the
    columns, as `rows.page` takes it: only rows that fulfil it are written. Columns marked personal
    are masked unless who acts may see them; then no condition may rest on them either. Raises
    `NeedsYou` for an unknown column, a condition that is none or goes with `only_added`, and where
    PyArrow is missing for Feather, `WorldError` where the disk does not take it; `Cancelled` leaves
    no file.
    """
    kind = kind or kind_of(path)
    reporter = reporter or Silent()
    names = tuple(version.schema.names if columns is None else columns)
    for name in names:
        if name not in version.schema:
            known = ", ".join(version.schema.names)
            raise NeedsYou(f"{version.label} has no column {name}.", f"It has {known}.")
    hidden = personal_data.hidden(workspace, version.dataset) & set(names)
    wanted = None
    if where.strip() and only_added:
        raise NeedsYou("A condition looks at all rows of a version.", "Leave one of the two out.")
    if where.strip():
        wanted = np.sort(rows.matching(workspace, version, where, reporter=reporter))
    rows_of = tables.own if only_added else tables.of
    table = rows_of(workspace, version, reporter)
    source = _Source(table, names, frozenset(hidden), wanted, reporter)
    path = path.expanduser().absolute()
    written = _written(path, kind, source)
    said = list(written.said)
    if hidden:
        said.append(
            f"Masked, since the dataset marks them personal: {', '.join(sorted(hidden))}. "
            "Who may see them is a setting."
        )
    return Written(written.path, written.rows, tuple(said))


def write(
    table: Table,
    path: Path,
    kind: str,
    *,
    hidden: frozenset[str] = frozenset(),
    style: CsvStyle | None = None,
    reporter: Reporter | None = None,
) -> Written:
    """Write any rows as a kind of file, "json" (one list of records) among them.

    `hidden` are columns to be masked, `style` is that of CSV. Raises as `export` does.
    """
    names = tuple(column.name for column in table.columns)
    return _written(path, kind, _Source(table, names, hidden, None, reporter or Silent()), style)


def _written(path: Path, kind: str, source: "_Source", style: CsvStyle | None = None) -> Written:
    if kind in ("csv", "xlsx"):
        return _spreadsheet(path, kind, source, style)
    writers: dict[str, Callable[[Path, _Source], int]] = {
        "parquet": _write_parquet,
        "jsonl": _write_json_lines,
        "json": _write_json_list,
        "feather": _write_feather,
    }
    try:
        with atomic.whole_file(path) as temporary:
            temporary.touch()
            return Written(path, writers[kind](temporary, source))
    except OSError as error:
        raise WorldError(
            f"{path.name} can't be written in {path.parent}.",
            "Check that the folder is there, may be written and has room, or choose another.",
            detail=str(error),
        ) from error


@dataclass(frozen=True, eq=False)
class _Source:
    """The rows to be written, with what is hidden masked.

    `wanted` are the numbers of the only rows that are, rising; None is all of them.
    """

    table: Table
    names: tuple[str, ...]
    hidden: frozenset[str]
    wanted: npt.NDArray[np.int64] | None
    reporter: Reporter

    @property
    def n_rows(self) -> int:
        """How many rows are written."""
        return self.table.n_rows if self.wanted is None else len(self.wanted)

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns as they are written: a masked one is words."""
        known = {column.name: column for column in self.table.columns}
        return tuple(
            TableColumn(name, Kind.CATEGORICAL) if name in self.hidden else known[name]
            for name in self.names
        )

    def blocks(self) -> Iterator[Frame]:
        """The rows, some at a time."""
        total, done = max(1, self.n_rows), 0
        for block in self._picked():
            self.reporter.check()
            yield Frame(tuple(self._shown(block[name]) for name in self.names))
            done += block.n_rows
            self.reporter.report(min(1.0, done / total), f"Writing row {done:,}")

    def _picked(self) -> Iterator[Frame]:
        if self.wanted is None:
            yield from self.table.blocks(self.names)
            return
        for low in range(0, max(1, len(self.wanted)), BLOCK_ROWS):
            yield self.table.take(self.wanted[low : low + BLOCK_ROWS], self.names)

    def _shown(self, column: ColumnData) -> ColumnData:
        if column.name not in self.hidden:
            return column
        words = [masked(value) for value in column.to_list()]
        return coded(column.name, Kind.CATEGORICAL, words)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Rows of plain values: whole numbers as such, moments in UTC, missing as None."""
        for block in self.blocks():
            yield from zip(*(_plain(column) for column in block), strict=True)


def _plain(column: ColumnData) -> list[Any]:
    values = column.to_list()
    if column.values.dtype.kind != "f":
        return values
    return [int(v) if v is not None and v.is_integer() and abs(v) <= _EXACT else v for v in values]


def _spreadsheet(path: Path, kind: str, source: _Source, style: CsvStyle | None = None) -> Written:
    """CSV and Excel, by the writers of the program's other tables."""
    n_harmless = 0

    def cells(row: tuple[Any, ...]) -> list[Any]:
        nonlocal n_harmless
        shown: list[Any] = []
        for value in row:
            if isinstance(value, datetime):
                # Excel knows no zones; in CSV a moment is written as it is read.
                shown.append(value.replace(tzinfo=UTC) if is_excel else value.isoformat(sep=" "))
            else:
                n_harmless += isinstance(value, str) and harmless(value) != value
                shown.append(value)
        return shown

    is_excel = kind == "xlsx"
    written = write_table(
        path,
        source.names,
        map(cells, source.rows()),
        "xlsx" if is_excel else "csv",
        reporter=_Quiet(source.reporter),
        total=source.n_rows,
        sheet="Rows",
        style=style,
    )
    if n_harmless and not is_excel:
        texts = "1 text begins" if n_harmless == 1 else f"{n_harmless:,} texts begin"
        said = f"{texts} like a formula: an apostrophe stands before it, so that none is run."
        return Written(written.path, written.rows, (*written.said, said))
    return written


class _Quiet:
    """A reporter whose progress is told by somebody else already."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter

    def report(self, share: float, message: str = "") -> None:
        """Say nothing."""

    def check(self) -> None:
        """Raise `Cancelled` if the person asked to stop."""
        self._reporter.check()


def _write_parquet(path: Path, source: _Source) -> int:
    columns = source.columns
    types = [_parquet_type(column) for column in columns]
    shown = _distinct(source.names)
    n_rows = 0
    with spill_folder() as spill, table_engine(source.reporter, spill) as engine:
        named = ", ".join(f"c{i} {kind}" for i, kind in enumerate(types))
        engine.execute(f"create table out ({named})")
        for block in source.blocks():
            if not block.n_rows:
                continue
            engine.register("block", {f"c{i}": _array(column) for i, column in enumerate(block)})
            picked = ", ".join(_expression(i, column) for i, column in enumerate(columns))
            engine.execute(f"insert into out select {picked} from block")
            engine.unregister("block")
            n_rows += block.n_rows
        picked = ", ".join(f"c{i} as {quoted(name)}" for i, name in enumerate(shown))
        engine.execute(
            f"copy (select {picked} from out) to {literal(str(path))} "
            "(format parquet, compression zstd)"
        )
    return n_rows


def _parquet_type(column: TableColumn) -> str:
    if column.kind is Kind.NUMERIC:
        return "bigint" if column.whole else "double"
    return _PARQUET.get(column.kind, "varchar")


def _array(column: ColumnData) -> Any:
    if column.kind is Kind.BOOLEAN:
        return column.values.astype(np.int8)
    if column.levels or column.values.dtype == np.int32:
        return np.array([*column.levels, None], dtype=object)[column.values]
    return column.values


def _expression(i: int, column: TableColumn) -> str:
    if column.kind is Kind.BOOLEAN:
        return f"case when c{i} >= 0 then c{i} = 1 end"
    if column.kind is Kind.NUMERIC and not column.whole:
        return f"case when not isnan(c{i}::double) then c{i}::double end"
    return f"c{i}::{_parquet_type(column)}"


def _distinct(names: Sequence[str]) -> list[str]:
    """Names that differ in more than case, which the engine takes as the same."""
    taken: set[str] = set()
    shown = []
    for number, name in enumerate(names, 1):
        free = name if name.lower() not in taken else f"{name} ({number})"
        taken.add(free.lower())
        shown.append(free)
    return shown


def _write_json_lines(path: Path, source: _Source) -> int:
    n_rows = 0
    with path.open("w", encoding="utf-8", errors="replace") as stream:
        for row in source.rows():
            stream.write(_record(source, row) + "\n")
            n_rows += 1
    return n_rows


def _write_json_list(path: Path, source: _Source) -> int:
    n_rows = 0
    with path.open("w", encoding="utf-8", errors="replace") as stream:
        stream.write("[")
        for row in source.rows():
            stream.write((",\n" if n_rows else "\n") + _record(source, row))
            n_rows += 1
        stream.write("\n]\n")
    return n_rows


def _record(source: _Source, row: tuple[Any, ...]) -> str:
    cells = dict(zip(source.names, map(_json_value, row), strict=True))
    return json.dumps(cells, ensure_ascii=False)


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return odd(value)  # JSON has no number for it
    return value


def _write_feather(path: Path, source: _Source) -> int:
    try:
        import pyarrow as pa
    except ImportError:
        raise NeedsYou(
            "Writing Feather needs PyArrow, which is not installed.",
            "Install it with: pip install 'tidemill[feather]', or write Parquet.",
        ) from None
    known = {Kind.DATETIME: pa.timestamp("us"), Kind.BOOLEAN: pa.bool_()}
    types = [
        (pa.int64() if column.whole else pa.float64())
        if column.kind is Kind.NUMERIC
        else known.get(column.kind, pa.string())
        for column in source.columns
    ]
    schema = pa.schema(list(zip(source.names, types, strict=True)))
    blocks = source.blocks()
    first = next(blocks)
    n_rows = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for block in chain([first], blocks):
            arrays = [
                pa.array(column.to_list(), kind) for column, kind in zip(block, types, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            n_rows += block.n_rows
    return n_rows
