"""Tables as files for other programs: CSV, Excel and LaTeX, written row by row.

However long a table is, only one row of it is held. A file is whole or not there; a limit of a
format is told in what `write_table` returns. A cell is None (missing), a text, a number, a moment
(written in UTC), or a `Cell` with words on how it is shown.
"""

import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, TextIO

from tidemill.base import atomic
from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Reporter, Silent

Kind = Literal["csv", "xlsx", "latex"]

ENDINGS: dict[str, Kind] = {".csv": "csv", ".xlsx": "xlsx", ".tex": "latex"}

EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384
EXCEL_CHARACTERS = 32_767

_EVERY = 5_000
"""Rows between two looks at whether the person asked to stop."""

_LOOKED_AT = 1_000
"""Rows by which LaTeX decides how a column stands."""

_ON_A_PAGE = 40
"""Rows from which a LaTeX table may break over pages."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_DIGITS = 15
"""Digits a spreadsheet keeps of a number."""


@dataclass(frozen=True)
class Cell:
    """A value with how many decimals a document shows of it, and whether it stands out."""

    value: Any
    decimals: int | None = None
    is_strong: bool = False


@dataclass(frozen=True)
class Written:
    """A file that was written: how many rows, and in sentences what did not fit as it was."""

    path: Path
    rows: int
    said: tuple[str, ...] = ()


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
) -> Written:
    """Write a table; a file of this name is replaced when the new one is whole.

    A text that a spreadsheet would take for a formula is made harmless. `total` is how many rows
    will come, for telling how far it is. Raises `WorldError` where the disk does not take it.
    """
    writers: dict[Kind, Callable[[Path, Sequence[str], Iterator[Sequence[Any]], int | None], _Told]]
    writers = {"csv": _write_csv, "xlsx": _write_xlsx, "latex": _write_latex}
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


def _value(cell: Any) -> Any:
    return cell.value if isinstance(cell, Cell) else cell


def _odd(number: float) -> str:
    return "NaN" if math.isnan(number) else "inf" if number > 0 else "-inf"


def as_number(text: str) -> str | int | float:
    """A text as the number it writes; others, and longer ones than a spreadsheet keeps, as is."""
    if not _NUMBER.fullmatch(text) or sum(letter.isdigit() for letter in text) > _DIGITS:
        return text
    number = float(text)
    if not math.isfinite(number):
        return text
    return int(text) if text.removeprefix("-").isdecimal() else number


# CSV


def _write_csv(
    path: Path, headings: Sequence[str], rows: Iterator[Sequence[Any]], _total: int | None
) -> _Told:
    n = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([harmless(heading) for heading in headings])
        for row in rows:
            writer.writerow([_csv_text(_value(cell)) for cell in row])
            n += 1
    return n, []


def _csv_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else _odd(value)
    if isinstance(value, datetime):
        return to_iso(value)
    return harmless(value) if isinstance(value, str) else str(value)


def harmless(text: str) -> str:
    """A text that no spreadsheet runs as a formula: an apostrophe goes before what begins like one.

    Numbers stay (OWASP, CSV injection).
    """
    if not text.startswith(_FORMULA) or _NUMBER.fullmatch(text):
        return text
    return "'" + text


# Excel


def _write_xlsx(
    path: Path, headings: Sequence[str], rows: Iterator[Sequence[Any]], total: int | None
) -> _Told:
    if len(headings) > EXCEL_COLUMNS:
        raise NeedsYou(
            f"An Excel sheet takes {EXCEL_COLUMNS:,} columns; these are {len(headings):,}.",
            "Choose fewer columns, or write CSV.",
        )
    with (
        TemporaryDirectory(dir=path.parent, prefix=".tidemill-") as scratch,
        _workbook(path, scratch, total) as book,
    ):
        sheets = _Sheets(book, headings)
        for row in rows:
            sheets.write(row)
        return sheets.n, sheets.said()


@contextmanager
def _workbook(path: Path, scratch: str, total: int | None) -> Iterator[Any]:
    """A workbook that is closed in the end; given up, without writing what it has so far."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxFileError

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": scratch})
    if total is not None and total > 100_000:
        book.use_zip64()
    try:
        yield book
    except BaseException:
        for sheet in book.worksheets():
            sheet.row_data_fh.close()
        book.fileclosed = True
        raise
    try:
        book.close()
    except XlsxFileError as error:
        raise OSError(str(error)) from error


class _Sheets:
    """Rows on a sheet, and on a further one where it is full."""

    def __init__(self, book: Any, headings: Sequence[str]) -> None:
        self._book, self._headings = book, headings
        self._bold = book.add_format({"bold": True})
        self._time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._decimals: dict[tuple[int | None, bool], Any] = {}
        self._cut = 0
        self.n = 0
        self._at = 0
        self._sheet: Any = None
        self._begin()

    def _begin(self) -> None:
        number = len(self._book.worksheets()) + 1
        self._sheet = self._book.add_worksheet("Runs" if number == 1 else f"Runs {number}")
        self._sheet.freeze_panes(1, 0)
        for column, heading in enumerate(self._headings):
            self._sheet.set_column(column, column, min(40, max(10, len(heading) + 2)))
            self._text(0, column, heading, self._bold)
        self._at = 1

    def write(self, row: Sequence[Any]) -> None:
        """Add a row."""
        if self._at == EXCEL_ROWS:
            self._begin()
        for column, cell in enumerate(row):
            strong = isinstance(cell, Cell) and cell.is_strong
            self._cell(column, _value(cell), self._format(cell), strong)
        self._at += 1
        self.n += 1

    def _format(self, cell: Any) -> Any:
        if not isinstance(cell, Cell):
            return None
        key = (cell.decimals, cell.is_strong)
        if key not in self._decimals:
            facts: dict[str, Any] = {"bold": True} if cell.is_strong else {}
            if cell.decimals is not None:
                facts["num_format"] = "0." + "0" * cell.decimals if cell.decimals else "0"
            self._decimals[key] = self._book.add_format(facts)
        return self._decimals[key]

    def _cell(self, column: int, value: Any, shown: Any, is_strong: bool) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._at, column, value, shown)
        elif isinstance(value, (int, float)):
            self._number(column, value, shown)
        elif isinstance(value, datetime):
            moment = value.astimezone(UTC).replace(tzinfo=None)
            self._sheet.write_datetime(self._at, column, moment, self._time)
        else:
            self._text(self._at, column, str(value), self._bold if is_strong else None)

    def _number(self, column: int, value: float, shown: Any) -> None:
        if isinstance(value, float) and not math.isfinite(value):
            self._text(self._at, column, _odd(value), None)
        elif isinstance(value, int) and abs(value) >= 10**_DIGITS:
            self._text(self._at, column, str(value), None)
        else:
            self._sheet.write_number(self._at, column, value, shown)

    def _text(self, at: int, column: int, text: str, shown: Any) -> None:
        text = text.encode("utf-8", "replace").decode("utf-8")
        # Excel counts in UTF-16 code units.
        if len(text.encode("utf-16-le")) // 2 > EXCEL_CHARACTERS:
            self._cut += 1
            kept = text.encode("utf-16-le")[: 2 * (EXCEL_CHARACTERS - 1)]
            text = kept.decode("utf-16-le", "ignore") + "…"
        self._sheet.write_string(at, column, text, shown)

    def said(self) -> list[str]:
        """What did not fit."""
        said = []
        n_sheets = len(self._book.worksheets())
        if n_sheets > 1:
            said.append(
                f"An Excel sheet takes {EXCEL_ROWS:,} rows: the table is on {n_sheets} sheets."
            )
        if self._cut:
            texts = "1 text was" if self._cut == 1 else f"{self._cut:,} texts were"
            said.append(
                f"{texts} cut: an Excel cell takes {EXCEL_CHARACTERS:,} characters. "
                "A CSV file keeps all of it."
            )
        return said


# LaTeX


def _write_latex(
    path: Path, headings: Sequence[str], rows: Iterator[Sequence[Any]], total: int | None
) -> _Told:
    first = list(islice(rows, _LOOKED_AT))
    columns = [_LatexColumn([row[at] for row in first]) for at in range(len(headings))]
    is_long = len(first) > _ON_A_PAGE if total is None else total > _ON_A_PAGE
    frame = "longtable" if is_long else "tabular"
    n = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        stream.write("% In the preamble: \\usepackage{booktabs}")
        stream.write(" and \\usepackage{longtable}\n" if is_long else "\n")
        stream.write(f"\\begin{{{frame}}}{{{''.join(c.side for c in columns)}}}\n\\toprule\n")
        _line(stream, [escaped(heading) for heading in headings])
        stream.write("\\midrule\n\\endhead\n" if is_long else "\\midrule\n")
        for some in (first, rows):
            for row in some:
                _line(stream, [c.text(cell) for c, cell in zip(columns, row, strict=True)])
                n += 1
        stream.write(f"\\bottomrule\n\\end{{{frame}}}\n")
    return n, []


def _line(stream: TextIO, cells: list[str]) -> None:
    stream.write(" & ".join(cells) + " \\\\\n")


class _LatexColumn:
    """How a column stands: numbers to the right with as many decimals each, texts to the left."""

    def __init__(self, cells: Sequence[Any]) -> None:
        values = [v for v in map(_value, cells) if v is not None]
        numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
        self.side = "r" if numbers and len(numbers) == len(values) else "l"
        finite = [v for v in numbers if math.isfinite(v)]
        self._decimals = max((_decimals_of(v) for v in finite), default=0)

    def text(self, cell: Any) -> str:
        """A cell as LaTeX."""
        value = _value(cell)
        decimals = self._decimals
        if isinstance(cell, Cell) and cell.decimals is not None:
            decimals = cell.decimals
        told = _latex_text(value, decimals)
        return f"\\textbf{{{told}}}" if isinstance(cell, Cell) and cell.is_strong else told


def _decimals_of(value: float) -> int:
    """Decimals a number needs, four at most."""
    return next((n for n in range(4) if round(value, n) == value), 4)


def _latex_text(value: Any, decimals: int) -> str:
    if value is None:
        return "--"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _latex_number(value, decimals)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    return escaped(str(value))


def _latex_number(value: float, decimals: int) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return {"NaN": "NaN", "inf": "$\\infty$", "-inf": "$-\\infty$"}[_odd(value)]
    if value != 0 and (abs(value) < 10.0**-decimals or abs(value) >= 1e9) and value != int(value):
        digits, _, power = f"{value:.3e}".partition("e")
        return f"${digits}\\cdot 10^{{{int(power)}}}$"
    told = f"{value:.{decimals}f}"
    return f"${told}$" if told.startswith("-") else told  # a minus, not a hyphen


_ESCAPES = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "$": "\\$",
    "&": "\\&",
    "#": "\\#",
    "%": "\\%",
    "_": "\\_",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
}


def escaped(text: str) -> str:
    """A text that LaTeX prints as it is, on one line."""
    one_line = " ".join(text.split())
    return "".join(
        _ESCAPES.get(letter, letter if letter.isprintable() else "?") for letter in one_line
    )
