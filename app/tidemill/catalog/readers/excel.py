"""Reads sheets of Excel and LibreOffice files, by python-calamine: the values, not the formulas."""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.spill_folders import spill_folder
from tidemill.base.staged_rows import BLOCK, EXACT, StagedRows, text_of
from tidemill.base.table_engine import table_engine
from tidemill.catalog.raw_tables import READ_AS_IT_COMES
from tidemill.catalog.readers import _compound, _files, _office, _results
from tidemill.domain.columns import Schema
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.reading import Peek, ReadFacts, ReadOptions, ReadResult

ENTRY = ReaderEntry(
    id="excel",
    version=1,
    title="Excel",
    help=(
        "A sheet of an Excel or LibreOffice file: the one named, else the first that is not empty. "
        "Titles above the column names are left out, names in two rows joined; formulas count by "
        "their values, errors as missing. Cells keep their types: dates, truth values, numbers; "
        "texts are read as in a text file, so leading zeros stay."
    ),
    endings=(".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"),
)

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LINES = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_HEAD = 50
"""Rows in which the column names are looked for."""


def read(
    path: Path,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None = None,
    options: ReadOptions = READ_AS_IT_COMES,
) -> ReadResult:
    """Read a whole sheet; line numbers are the sheet's row numbers.

    Raises `NeedsYou` for what is no such file, is damaged, protected or spread too far.
    """
    n_bytes = _checked(path, Part(reporter, 0.0, 0.2))
    with _opened(path) as book, spill_folder() as spill, table_engine(reporter, spill) as engine:
        sheet = _sheet(path, book, options)
        rows = StagedRows(engine, spill, len(sheet.names))
        lines: list[int] = []
        total = max(sheet.height, 1)
        waiting = sheet.rows()
        while block := list(islice(waiting, BLOCK)):
            reporter.check()
            rows.add([values for _, values in block])
            lines.extend(line for line, _ in block)
            reporter.report(0.2 + 0.3 * min(1.0, len(lines) / total), f"Read {len(lines):,} rows")
        if not lines:
            raise _results.no_rows(path, len(sheet.names), f" in the sheet {sheet.name}")
        columns = _results.raw_columns(engine, sheet.names, rows.finish(), numbers_as_text=True)
        return _results.read_result(
            engine,
            columns,
            np.array(lines, dtype=np.int64),
            _facts(n_bytes, sheet),
            expected,
            Part(reporter, 0.5, 1.0),
            scratch,
            options,
        )


def look(path: Path, options: ReadOptions = READ_AS_IT_COMES) -> Peek:
    """The first rows of a sheet; the file's own reader has to open all of it."""
    n_bytes = _checked(path, Silent())
    with _opened(path) as book, spill_folder() as spill, table_engine(spill=spill) as engine:
        sheet = _sheet(path, book, options)
        rows = StagedRows(engine, spill, len(sheet.names))
        rows.add([values for _, values in islice(sheet.rows(), _results.FIRST_ROWS)])
        columns = _results.raw_columns(engine, sheet.names, rows.finish(), numbers_as_text=True)
        n_rows = max(0, sheet.height - sheet.n_head)
        return _results.peek_result(
            engine, columns, _facts(n_bytes, sheet), n_rows, options, is_all=True
        )


def _checked(path: Path, reporter: Reporter) -> int:
    n_bytes = _files.size_of(path)
    first = _files.head(path, 1 << 16)
    if first.startswith(_ZIP):
        _office.look_over(path, reporter)
    elif not first.startswith(_OLD):
        what = _files.seems(first) or "a text file"
        raise NeedsYou(
            f"{path.name} is no Excel or LibreOffice file: it is {what}.",
            "Give it the ending that fits, then drop it again.",
        )
    elif {"EncryptedPackage", "EncryptionInfo"} & set(_compound.look_over(path, _office.MAX_CELLS)):
        raise _office.protected(path)
    return n_bytes


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            yield book
    except python_calamine.PasswordError:
        raise _office.protected(path) from None
    except python_calamine.CalamineError as error:
        raise _damaged(path, error) from None
    except OSError as error:
        if error.errno is None:  # what its reader says of the file has no number
            raise _damaged(path, error) from None
        raise WorldError(
            f"{path.name} can't be read: {error.strerror}.",
            "Check the disk and its room, then try again.",
            detail=repr(error),
        ) from error
    except BaseException as error:
        # Where its reader meets what it did not expect, it panics; no class of that can be named.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(path, error) from None


def _damaged(path: Path, error: BaseException) -> NeedsYou:
    return NeedsYou(
        f"{path.name} is damaged: it begins as an Office file, but its sheets can't be read.",
        "Open it in Excel or LibreOffice, save it anew and drop it again.",
        detail=str(error),
    )


@dataclass(frozen=True, eq=False)
class _Sheet:
    """A sheet with its column names found; `n_head` rows stand before its values."""

    name: str
    names: tuple[str, ...]
    taken: tuple[int, ...]
    n_head: int
    n_skipped: int
    has_names: bool
    height: int
    cells: Any
    parts: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Row numbers in the sheet and values of the rows that hold any."""
        for number, row in enumerate(self.cells.iter_rows(), 1):
            if number <= self.n_head:
                continue
            values = [_value(row[i]) if i < len(row) else None for i in self.taken]
            if any(value is not None for value in values):
                yield number, values


def _value(cell: Any) -> Any:
    """A cell's value; blanks are missing. Excel knows no whole numbers: those that are, are."""
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= EXACT:
        return int(cell)
    return cell


def _sheet(path: Path, book: Any, options: ReadOptions) -> _Sheet:
    """The sheet that was asked for, or the first that is not empty."""
    names = [str(name) for name in book.sheet_names]
    asked = _results.chosen_part(path, names, options, "sheet")
    for name in names if asked is None else [asked]:
        cells = book.get_sheet_by_name(name)
        if cells.height and cells.width:
            return _with_names(path, name, cells, tuple(names))
    which = "is empty: no sheet holds a value" if asked is None else f"has nothing in {asked}"
    raise NeedsYou(f"{path.name} {which}.", "Choose another sheet, or ask for a new copy.")


def _with_names(path: Path, name: str, cells: Any, parts: tuple[str, ...]) -> _Sheet:
    head = list(islice(cells.iter_rows(), _HEAD))
    if cells.height * cells.width > _office.MAX_CELLS:
        raise NeedsYou(
            f"The sheet {name} of {path.name} spans {cells.height * cells.width:,} cells; at most "
            f"{_office.MAX_CELLS:,} can be read.",
            "Save it as CSV, which takes any size, then drop that.",
        )
    at = _names_at(head)
    top = list(head[at]) if at < len(head) else []
    has_names = any(isinstance(cell, str) and cell.strip() for cell in top)
    n_head = at + 1 if has_names else at
    titles = [_title(cell) for cell in top] if has_names else [""] * len(top)
    if has_names and (below := _second_names(cells, head, at)) is not None:
        above = _spanned(cells, at, titles)
        titles = [" ".join(filter(None, pair)) for pair in zip(above, below, strict=True)]
        n_head += 1
    used = _used(cells, n_head, titles)
    found = tuple(titles[i] if i < len(titles) else "" for i in used)
    return _Sheet(
        name=name,
        names=_results.distinct_names(found, path),
        taken=used,
        n_head=n_head,
        n_skipped=at,
        has_names=has_names,
        height=int(cells.height),
        cells=cells,
        parts=parts,
    )


def _names_at(head: Sequence[Sequence[Any]]) -> int:
    """The row of the names: the first that fills as many cells as half the widest row has."""
    filled = [sum(_value(cell) is not None for cell in row) for row in head]
    widest = max(filled, default=0)
    return next((i for i, n in enumerate(filled) if n and 2 * n >= widest), 0)


def _title(cell: Any) -> str:
    value = _value(cell)
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return text_of(value).removesuffix("T00:00:00")
    return _LINES.sub(" ", text_of(value)).strip()


def _second_names(cells: Any, head: Sequence[Sequence[Any]], at: int) -> list[str] | None:
    """A second row of names: where one above is merged over columns, and all below are texts."""
    ranges = cells.merged_cell_ranges or []
    is_wide = any(low[0] == at and high[0] == at and high[1] > low[1] for low, high in ranges)
    if not is_wide or at + 1 >= len(head):
        return None
    below = [_value(cell) for cell in head[at + 1]]
    if not any(below) or not all(cell is None or isinstance(cell, str) for cell in below):
        return None
    return [_title(cell) for cell in below]


def _spanned(cells: Any, at: int, titles: list[str]) -> list[str]:
    """The names of a row, each over all columns that its cell is merged over."""
    spread, left = list(titles), _left(cells)
    for low, high in cells.merged_cell_ranges or []:
        if low[0] == at:
            first, last = low[1] - left, min(high[1] - left, len(spread) - 1)
            spread[first : last + 1] = [titles[first]] * (last + 1 - first)
    return spread


def _left(cells: Any) -> int:
    """How many empty columns stand left of the first cell of its rows: those are left out."""
    return int((cells.start or (0, 0))[1])


def _used(cells: Any, n_head: int, titles: Sequence[str]) -> tuple[int, ...]:
    """The columns that have a name or a value."""
    used = {i for i, title in enumerate(titles) if title}
    width = int(cells.width)
    for number, row in enumerate(cells.iter_rows()):
        if len(used) >= width:
            break
        if number >= n_head:
            used.update(
                i for i, cell in enumerate(row) if i not in used and _value(cell) is not None
            )
    return tuple(sorted(used))


def _facts(n_bytes: int, sheet: _Sheet) -> ReadFacts:
    return ReadFacts(
        format="excel",
        n_bytes=n_bytes,
        row_word="row",
        has_names=sheet.has_names,
        n_skipped=sheet.n_skipped,
        part=sheet.name,
        parts=sheet.parts,
    )
