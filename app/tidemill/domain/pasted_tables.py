"""Tables in a text that a person pasted: from a spreadsheet, a web page, a document, a file."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from tidemill.base.errors import NeedsYou

MAX_SPAN = 1_000
"""Columns or rows that one cell of a web page's table may stretch over."""

MAX_CELLS = 5_000_000
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class PastedTable:
    """A table as CSV text (comma, names first) or as the text it came in, and what it came as.

    `came_as` is "HTML", "Markdown", "tab separated" or "text"; `ending` is that of a file which
    holds `text`.
    """

    text: str
    came_as: str
    ending: str


def table_in(text: str, html: str | None = None) -> PastedTable:
    """The table in a pasted text; `html` is the same as a web page, where the clipboard has it.

    The plain text wins where its cells are separated by tabs, as spreadsheets give them. Raises
    `NeedsYou` where there is no table.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n\ufeff")
    if _is_tab_separated(text):
        return PastedTable(text + "\n", "tab separated", ".tsv")
    page = html if html else text if _is_page(text) else None
    if page is not None and (rows := rows_of_page(page)):
        return PastedTable(_as_csv(rows), "HTML", ".csv")
    if rows := rows_of_markdown(text):
        return PastedTable(_as_csv(rows), "Markdown", ".csv")
    if not text.strip():
        raise NeedsYou("Nothing was pasted.", "Copy some rows with their column names first.")
    if "\n" not in text:
        raise NeedsYou(
            "What was pasted is one line; a table has names in its first line and rows below.",
            "Copy some rows with their column names.",
        )
    return PastedTable(text + "\n", "text", ".csv")


def _is_tab_separated(text: str) -> bool:
    first, _, rest = text.partition("\n")
    return "\t" in first and "\t" in rest and "<table" not in first.lower()


def _is_page(text: str) -> bool:
    return "<table" in text.lower() and "<tr" in text.lower()


def _as_csv(rows: Sequence[Sequence[str]]) -> str:
    widest = max(map(len, rows))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        cells = [*row, *("" for _ in range(widest - len(row)))]
        if any(cells):
            # A lone empty cell is quoted, so that its line is not blank.
            writer.writerow(cells)
    return out.getvalue()


def rows_of_markdown(text: str) -> list[list[str]]:
    """The cells of the first Markdown table; none where there is none."""
    lines = [line.strip() for line in text.split("\n")]
    for at in range(1, len(lines)):
        if "|" in lines[at - 1] and "-" in lines[at] and _RULE.fullmatch(lines[at]):
            width = len(_cells(lines[at - 1]))
            if width != len(_cells(lines[at])):
                continue
            rows = [_cells(lines[at - 1])]
            for line in lines[at + 1 :]:
                if "|" not in line:
                    break
                # As its readers do: what is over is left out, what is missing is empty.
                cells = _cells(line)[:width]
                rows.append([*cells, *("" for _ in range(width - len(cells)))])
            return rows
    return []


def _cells(line: str) -> list[str]:
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(line)]


def rows_of_page(page: str) -> list[list[str]]:
    """The largest table of a web page; a wide cell counts in the first of its columns."""
    parser = _Tables()
    parser.feed(page)
    parser.close()
    tables = [rows for rows in parser.tables if len(rows) > 1]
    return max(tables, key=lambda rows: len(rows) * max(map(len, rows)), default=[])


class _Tables(HTMLParser):
    """Collects the cells of all tables; one inside another is text of its cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._held: dict[tuple[int, int], str] = {}
        self._row = -1
        self._n_cells = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._held, self._row = {}, -1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._row += 1
            self.tables[-1].append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            if self._row < 0:
                self._row = 0
                self.tables[-1].append([])
            known = dict(attrs)
            self._spans = (_span(known.get("colspan")), _span(known.get("rowspan")))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def close(self) -> None:
        """End a page that stops in the middle."""
        self._end_cell()
        super().close()

    def _end_cell(self) -> None:
        if self._cell is None or self._depth != 1:
            return
        text = " ".join("".join(self._cell).split())
        self._cell = None
        wide, high = self._spans
        self._n_cells += wide * high
        if self._n_cells > MAX_CELLS:
            raise NeedsYou(
                f"The pasted table has more than {MAX_CELLS:,} cells.", "Save it as a file instead."
            )
        row = self.tables[-1][self._row]
        self._fill(row)
        for across in range(wide):
            for down in range(1, high):
                self._held[self._row + down, len(row)] = text if across == 0 else ""
            row.append(text if across == 0 else "")
        self._fill(row)

    def _fill(self, row: list[str]) -> None:
        """Put in what cells of rows above stretch over."""
        while (self._row, len(row)) in self._held:
            row.append(self._held.pop((self._row, len(row))))


def _span(text: str | None) -> int:
    return min(MAX_SPAN, max(1, int(text))) if text and text.strip().isdecimal() else 1
