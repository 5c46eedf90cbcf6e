"""Tables as Excel files, by XlsxWriter, a row at a time."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.services.table_cells import DIGITS, Cell, odd, value_of

ROWS = 1_048_576
COLUMNS = 16_384
CHARACTERS = 32_767


def write(
    path: Path,
    headings: Sequence[str],
    rows: Iterator[Sequence[Any]],
    total: int | None,
    *,
    sheet: str = "Runs",
) -> tuple[int, list[str]]:
    """Write a table on a sheet of this name; returns its rows, and in words what did not fit."""
    if len(headings) > COLUMNS:
        raise NeedsYou(
            f"An Excel sheet takes {COLUMNS:,} columns; these are {len(headings):,}.",
            "Choose fewer columns, or write CSV.",
        )
    with (
        TemporaryDirectory(dir=path.parent, prefix=".tidemill-") as scratch,
        _workbook(path, scratch, total) as book,
    ):
        sheets = _Sheets(book, headings, sheet)
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

    def __init__(self, book: Any, headings: Sequence[str], name: str) -> None:
        self._book, self._headings, self._name = book, headings, name
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
        self._sheet = self._book.add_worksheet(
            self._name if number == 1 else f"{self._name} {number}"
        )
        self._sheet.freeze_panes(1, 0)
        for column, heading in enumerate(self._headings):
            self._sheet.set_column(column, column, min(40, max(10, len(heading) + 2)))
            self._text(0, column, heading, self._bold)
        self._at = 1

    def write(self, row: Sequence[Any]) -> None:
        """Add a row."""
        if self._at == ROWS:
            self._begin()
        for column, cell in enumerate(row):
            strong = isinstance(cell, Cell) and cell.is_strong
            self._cell(column, value_of(cell), self._format(cell), strong)
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
            self._moment(column, value.astimezone(UTC).replace(tzinfo=None))
        else:
            self._text(self._at, column, str(value), self._bold if is_strong else None)

    def _moment(self, column: int, moment: datetime) -> None:
        """A date of Excel's, which has none before 1900 and rounds to a thousandth of a second."""
        if moment.year < 1900 or moment.microsecond % 1000:
            self._text(self._at, column, moment.isoformat(sep=" "), None)
        else:
            self._sheet.write_datetime(self._at, column, moment, self._time)

    def _number(self, column: int, value: float, shown: Any) -> None:
        if isinstance(value, float) and not math.isfinite(value):
            self._text(self._at, column, odd(value), None)
        elif isinstance(value, int) and abs(value) >= 10**DIGITS:
            self._text(self._at, column, str(value), None)
        else:
            self._sheet.write_number(self._at, column, value, shown)

    def _text(self, at: int, column: int, text: str, shown: Any) -> None:
        text = text.encode("utf-8", "replace").decode("utf-8")
        # Excel counts in UTF-16 code units.
        if len(text.encode("utf-16-le")) // 2 > CHARACTERS:
            self._cut += 1
            kept = text.encode("utf-16-le")[: 2 * (CHARACTERS - 1)]
            text = kept.decode("utf-16-le", "ignore") + "…"
        self._sheet.write_string(at, column, text, shown)

    def said(self) -> list[str]:
        """What did not fit."""
        said = []
        n_sheets = len(self._book.worksheets())
        if n_sheets > 1:
            said.append(f"An Excel sheet takes {ROWS:,} rows: the table is on {n_sheets} sheets.")
        if self._cut:
            texts = "1 text was" if self._cut == 1 else f"{self._cut:,} texts were"
            said.append(
                f"{texts} cut: an Excel cell takes {CHARACTERS:,} characters. "
                "A CSV file keeps all of it."
            )
        return said
