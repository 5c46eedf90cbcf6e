"""Tables as files for other programs: CSV, Excel and LaTeX, written row by row.

However long a table is, only one row of it is held. A file is whole or not there; a limit of a
format is told in what `write_table` returns. A cell is None (missing), a text, a number, a moment
(written in UTC), or a `Cell` with words on how it is shown.
"""

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from tidemill.base import atomic
from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Reporter, Silent
from tidemill.services import excel_tables, latex_tables
from tidemill.services.table_cells import harmless, odd, value_of

Kind = Literal["csv", "xlsx", "latex"]

ENDINGS: dict[str, Kind] = {".csv": "csv", ".xlsx": "xlsx", ".tex": "latex"}

_EVERY = 5_000
"""Rows between two looks at whether the person asked to stop."""


@dataclass(frozen=True)
class Written:
    """A file that was written: how many rows, and in sentences what did not fit as it was."""

    path: Path
    rows: int
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class CsvStyle:
    """What stands between the values of a row, and in a number before its decimals."""

    delimiter: str = ","
    decimal: str = "."


def kind_of(path: Path) -> Kind:
    """The kind a file's ending stands for; raises `NeedsYou` for another."""
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise NeedsYou(
            f"A table can't be written as {path.name}.",
            "Give the file an ending: .csv, .xlsx (Excel) or .tex (LaTeX).",
        )
    return kind


def write_table(
    path: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    kind: Kind,
    *,
    reporter: Reporter | None = None,
    total: int | None = None,
    sheet: str = "Runs",
    style: CsvStyle | None = None,
) -> Written:
    """Write a table; a file of this name is replaced when the new one is whole.

    A text that a spreadsheet would take for a formula is made harmless. `total` is how many rows
    will come, for telling how far it is; `sheet` names Excel's sheet, `style` is that of
    CSV. Raises `WorldError` where the disk does not take it.
    """
    writers: dict[Kind, Callable[[Path, Sequence[str], Iterator[Sequence[Any]], int | None], _Told]]
    writers = {
        "csv": partial(_write_csv, style=style or CsvStyle()),
        "xlsx": partial(excel_tables.write, sheet=sheet),
        "latex": latex_tables.write,
    }
    path = path.expanduser().absolute()
    try:
        with atomic.whole_file(path) as temporary:
            temporary.touch()
            counted = _watched(rows, reporter or Silent(), total)
            n, said = writers[kind](temporary, headings, counted, total)
    except OSError as error:
        raise WorldError(
            f"{path.name} can't be written in {path.parent}.",
            "Check that the folder is there, may be written and has room, or choose another.",
            detail=str(error),
        ) from error
    return Written(path, n, tuple(said))


_Told = tuple[int, list[str]]


def _watched(
    rows: Iterable[Sequence[Any]], reporter: Reporter, total: int | None
) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number % _EVERY == 0:
            reporter.check()
            share = 0.0 if not total else min(1.0, number / total)
            reporter.report(share, f"Writing row {number + 1:,}")
        yield row


# CSV


def _write_csv(
    path: Path,
    headings: Sequence[str],
    rows: Iterator[Sequence[Any]],
    _total: int | None,
    *,
    style: CsvStyle,
) -> _Told:
    n = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=style.delimiter)
        writer.writerow([harmless(heading) for heading in headings])
        for row in rows:
            writer.writerow([_csv_text(value_of(cell), style.decimal) for cell in row])
            n += 1
    return n, []


def _csv_text(value: Any, decimal: str = ".") -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).replace(".", decimal) if math.isfinite(value) else odd(value)
    if isinstance(value, datetime):
        return to_iso(value)
    return harmless(value) if isinstance(value, str) else str(value)
