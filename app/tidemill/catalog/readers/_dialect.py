"""Finds how a text table separates its values, and its column names."""

import csv
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from tidemill.base.errors import NeedsYou
from tidemill.domain.parsing import PLAIN_NUMBER

DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f", "\x01")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_ROWS = 200
_STEADY = 0.6
_TITLE_ROWS = 20


@dataclass(frozen=True)
class Dialect:
    """How a text table is written.

    `skip` bytes in `n_skipped` lines stand before the names (a line that only names the delimiter,
    a title, comments, a mark of the encoding); `spaced` is True where a space follows each
    delimiter before a quote.
    """

    delimiter: str
    skip: int = 0
    spaced: bool = False
    n_skipped: int = 0


def sniff(sample: str, expected: Collection[str] = (), said: str = "") -> Dialect:
    """The delimiter that cuts the rows as it cuts the first line.

    `expected` names columns the file should have; a delimiter that finds them wins. What a person
    `said` it is, it is.
    """
    csv.field_size_limit(2**31 - 1)
    if said:
        return _behind_the_title(sample, said)
    declared = re.match(r"sep=([^\r\n])\r?\n", sample, re.IGNORECASE)
    if declared:
        return Dialect(declared[1], len(declared[0].encode()), _spaced(sample, declared[1]), 1)
    best, best_score = ",", (0, 0.0, 0)
    for delimiter in DELIMITERS:
        score = _score(sample, delimiter, expected)
        if score > best_score:
            best, best_score = delimiter, score
    return _behind_the_title(sample, best)


def _behind_the_title(sample: str, delimiter: str) -> Dialect:
    """The dialect whose names stand behind a title and comments, where there are some."""
    spaced = _spaced(sample, delimiter)
    try:
        n_lines = _title_lines(_rows(sample, delimiter))
    except csv.Error:
        n_lines = 0
    skipped = "".join(sample.splitlines(keepends=True)[:n_lines])
    return Dialect(delimiter, len(skipped.encode()), spaced, n_lines)


def _rows(sample: str, delimiter: str) -> list[tuple[list[str], int]]:
    """The first rows that are not blank, each with the line it begins at (from 0)."""
    lines = sample.splitlines(keepends=True)
    rows: list[tuple[list[str], int]] = []
    reader = csv.reader(lines[: 4 * _ROWS], delimiter=delimiter)
    before = 0
    for row in reader:
        if row:
            rows.append((row, before))
        before = reader.line_num
        if len(rows) == _ROWS:
            break
    return rows


def _title_lines(rows: list[tuple[list[str], int]]) -> int:
    """How many lines stand before the names: those of one value, or that begin with #, before
    rows that nearly all have the same number of values. The names themselves are no numbers."""
    counts = Counter(len(row) for row, _ in rows)
    n, times = counts.most_common(1)[0] if counts else (0, 0)
    if n < 2 or times < _STEADY * len(rows):
        return 0
    first = next(i for i, (row, _) in enumerate(rows) if len(row) == n)
    if not 0 < first <= _TITLE_ROWS:
        return 0
    is_title = all(len(row) == 1 or row[0].startswith("#") for row, _ in rows[:first])
    number = re.compile(PLAIN_NUMBER).fullmatch
    names, line = rows[first]
    if not is_title or any(number(cell.strip()) or not cell.strip() for cell in names):
        return 0
    return line


def _spaced(sample: str, delimiter: str) -> bool:
    return f'{delimiter} "' in sample and f'{delimiter}"' not in sample


def _score(sample: str, delimiter: str, expected: Collection[str]) -> tuple[int, float, int]:
    """Expected names found, share of rows cut like the first, number of columns."""
    try:
        every = _rows(sample, delimiter)
    except csv.Error:
        return (0, 0.0, 0)
    n_title = _title_lines(every)
    rows = [row for row, line in every if line >= n_title]
    if not rows or len(rows[0]) < 2:
        return (0, 0.0, 0)
    n = len(rows[0])
    found = len(set(expected) & {name.strip() for name in rows[0]})
    # The sample may end inside its last row.
    whole = rows[1:-1] if len(rows) > 2 else rows[1:]
    share = sum(len(row) == n for row in whole) / len(whole) if whole else 1.0
    if share < _STEADY and not found:
        return (0, share / 100, n)
    return (found, round(share, 1), n)


def names_of(sample: str, dialect: Dialect, file: str) -> tuple[str, ...]:
    """The column names in the first line; `NeedsYou` where they cannot name columns."""
    lines = sample.encode()[dialect.skip :].decode(errors="replace").splitlines(keepends=True)
    while lines and not lines[0].strip("\r\n"):
        del lines[0]
    if not lines:
        raise NeedsYou(f"{file} has no column names: its lines are blank.", "Ask for a new copy.")
    try:
        row = next(
            csv.reader(
                lines, delimiter=dialect.delimiter, skipinitialspace=dialect.spaced, strict=True
            )
        )
    except csv.Error:
        raise NeedsYou(
            f"A quote in the column names of {file} is not closed.",
            "Mend the first line, then drop the file again.",
        ) from None
    names = [name.strip() or f"column {i + 1}" for i, name in enumerate(row)]
    _no_doubles(names, file)
    _no_data(row, file)
    return tuple(names)


def _no_doubles(names: list[str], file: str) -> None:
    places: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        places.setdefault(name, []).append(i + 1)
    for name, where in places.items():
        if len(where) > 1:
            listed = " and ".join([", ".join(map(str, where[:-1])), str(where[-1])])
            raise NeedsYou(
                f"Two columns of {file} are named {name}: columns {listed}."
                if len(where) == 2
                else f"{len(where)} columns of {file} are named {name}: columns {listed}.",
                "Give each column a name of its own, then drop the file again.",
            )


def _no_data(row: list[str], file: str) -> None:
    number = re.compile(PLAIN_NUMBER).fullmatch
    fractions = [cell for cell in row if number(cell.strip()) and "." in cell]
    if fractions and all(number(cell.strip()) or not cell.strip() for cell in row):
        raise NeedsYou(
            f"{file} has no column names: its first line holds numbers ({row[0]}, …).",
            "Put a line of column names first, then drop the file again.",
        )
