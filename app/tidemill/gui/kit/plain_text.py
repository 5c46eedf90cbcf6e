"""Tables of words as text for programs: comma-separated, its numbers plain, its texts harmless."""

import csv
import io
import re
from collections.abc import Sequence

from tidemill.gui.kit import numbers

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(words: str) -> str:
    """A cell as programs read it: a plain number where it is one, empty where it is missing."""
    said = words.strip()
    if said == numbers.MISSING:
        return ""
    found = said.replace(numbers.MINUS, "-")
    for mark in numbers.grouping_marks():
        found = found.replace(mark, "")
    found = found.replace(numbers.decimal_mark(), ".")
    return found if _NUMBER.fullmatch(found) else words


def csv_text(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Comma-separated text: plain numbers, and no text that a spreadsheet would run as a formula.

    A text that begins with a formula's sign gets an apostrophe before it.
    """
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([_harmless(head) for head in headers])
    writer.writerows([_harmless(plain_cell(cell)) for cell in row] for row in rows)
    return made.getvalue()


def _harmless(cell: str) -> str:
    is_risky = cell.startswith(_RISKY) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_risky else cell
