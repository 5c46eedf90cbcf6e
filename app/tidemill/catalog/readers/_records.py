"""Cuts a text table into records, and names by line those that are none.

The engine reads tables fast but says little of what it leaves out: an unclosed quote swallows
rows unreported, a wrong line end gives no rows and no error. So each file is looked over first;
what the engine then gets is a file in which every record has its fields.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter
from tidemill.catalog.readers._dialect import Dialect
from tidemill.domain.reading import MAX_BAD_ROWS, BadRow

BLOCK = 1 << 22
SHOWN = 200
_QUOTE, _LF, _CR = 34, 10, 13
NULL_BYTE = "It holds a null byte."
DAMAGED = "It holds bytes that are no text."
_REPLACED = "\ufffd".encode()

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Records:
    """A regular UTF-8 table with its names first, and what was left out of it.

    `lines` has shape (rows,): the line each record begins at in the file as it came. `longest`
    is the length of the longest record in bytes.
    """

    path: Path
    delimiter: str
    newline: str
    lines: Ints
    longest: int
    bad: tuple[BadRow, ...] = ()
    n_bad: int = 0
    cut: str = ""


@dataclass(frozen=True, eq=False)
class _Cuts:
    """Where records end (offset of the line feed), their fields, their first line."""

    ends: Ints
    n_fields: Ints
    first_lines: Ints
    spans: npt.NDArray[np.bool_]
    crlf: bool
    ends_in_line_feed: bool


def scan(
    path: Path, dialect: Dialect, n_columns: int, spill: Path, damaged: bool, reporter: Reporter
) -> Records | None:
    """Look a file over in blocks of bytes; None where its quotes need a closer look."""
    cuts = _Scanner(path, dialect, reporter).run()
    if cuts is None:
        return None
    starts = np.concatenate([[dialect.skip], cuts.ends[:-1] + 1]).astype(np.int64)
    tail = np.full(len(starts), int(cuts.crlf), dtype=np.int64)
    if not cuts.ends_in_line_feed:
        tail[-1:] = 0
    lengths = cuts.ends - starts - tail
    blank = lengths <= 0
    wrong = (cuts.n_fields != n_columns) & ~blank
    if (wrong & cuts.spans).any():
        return None  # a quote that was opened by mistake may have swallowed good rows
    reasons = {int(i): "" for i in np.flatnonzero(wrong)}
    _mark(path, b"\x00", cuts.ends, NULL_BYTE, reasons)
    if damaged:
        _mark(path, _REPLACED, cuts.ends, DAMAGED, reasons)
    drop = blank.copy()
    drop[list(reasons)] = True
    bad, cut = _bad_rows(path, cuts, starts, reasons, n_columns)
    kept = np.flatnonzero(~drop)
    clean = path
    if drop.any() or dialect.skip:
        clean = spill / "regular"
        _copy(path, clean, starts, cuts.ends, drop, reporter)
    return Records(
        clean,
        dialect.delimiter,
        "\r\n" if cuts.crlf else "\n",
        cuts.first_lines[kept[1:]],
        int(lengths[kept].max(initial=0)),
        bad,
        len(reasons),
        cut,
    )


class _Scanner:
    """One pass over the bytes, in blocks, keeping whether a quote is open between them."""

    def __init__(self, path: Path, dialect: Dialect, reporter: Reporter) -> None:
        self._path, self._dialect, self._reporter = path, dialect, reporter
        self._delimiter = ord(dialect.delimiter)
        self._n_quotes = self._n_lines = self._n_delimiters = 0
        self._n_cr = self._n_crlf = 0
        self._before = _LF  # what stands before the block; a record may begin
        self._quote_last = False  # the block before ended in a closing quote
        self._ends: list[Ints] = []
        self._delimiters_at: list[Ints] = []
        self._lines_at: list[Ints] = []

    def run(self) -> _Cuts | None:
        """The cuts, or None where quotes or line ends are irregular."""
        if self._delimiter > 127 or self._dialect.spaced:
            return None
        offset = self._dialect.skip
        n_bytes = self._path.stat().st_size
        with self._path.open("rb") as stream:
            stream.seek(offset)
            while data := stream.read(BLOCK):
                self._reporter.check()
                self._reporter.report(0.4 * offset / n_bytes, "Looking the file over")
                if not self._block(np.frombuffer(data, np.uint8), offset):
                    return None
                offset += len(data)
        if self._n_quotes % 2:
            return None
        return self._cuts(offset)

    def _block(self, data: npt.NDArray[np.uint8], offset: int) -> bool:
        quotes = np.flatnonzero(data == _QUOTE)
        if not self._regular(data, quotes):
            return False
        feeds = np.flatnonzero(data == _LF)
        returns = np.flatnonzero(data == _CR)
        delimiters = np.flatnonzero(data == self._delimiter)
        outside = feeds[self._outside(quotes, feeds)]
        returns = returns[self._outside(quotes, returns)]
        delimiters = delimiters[self._outside(quotes, delimiters)]
        before = np.where(outside > 0, data[outside - 1], self._before)
        self._n_crlf += int((before == _CR).sum())
        self._n_cr += len(returns)
        self._ends.append(outside + offset)
        self._delimiters_at.append(np.searchsorted(delimiters, outside) + self._n_delimiters)
        self._lines_at.append(np.searchsorted(feeds, outside) + self._n_lines + 1)
        self._n_quotes += len(quotes)
        self._n_lines += len(feeds)
        self._n_delimiters += len(delimiters)
        self._before = int(data[-1])
        return True

    def _outside(self, quotes: npt.NDArray[np.int64], where: Ints) -> npt.NDArray[np.bool_]:
        return np.asarray((np.searchsorted(quotes, where) + self._n_quotes) % 2 == 0)

    def _regular(self, data: npt.NDArray[np.uint8], quotes: npt.NDArray[np.int64]) -> bool:
        """Whether quotes open only at the start of a value and close only at its end."""
        ends = (self._delimiter, _LF, _CR, _QUOTE)
        if self._quote_last and int(data[0]) not in ends:
            return False
        parity = (np.arange(len(quotes)) + self._n_quotes) % 2
        opening, closing = quotes[parity == 0], quotes[parity == 1]
        before = np.where(opening > 0, data[opening - 1], self._before)
        inner = closing[closing < len(data) - 1]
        self._quote_last = len(inner) < len(closing)
        begins = np.isin(before, (self._delimiter, _LF, _QUOTE))
        return bool(begins.all()) and bool(np.isin(data[inner + 1], ends).all())

    def _cuts(self, n_bytes: int) -> _Cuts | None:
        if self._n_cr and not self._n_cr == self._n_crlf == sum(map(len, self._ends)):
            return None  # line ends of several kinds
        ends_in_line_feed = self._before == _LF
        if not ends_in_line_feed:  # the last record has no line end of its own
            self._ends.append(np.array([n_bytes]))
            self._delimiters_at.append(np.array([self._n_delimiters]))
            self._lines_at.append(np.array([self._n_lines + 1]))
        ends = np.concatenate(self._ends).astype(np.int64)
        last_lines = np.concatenate(self._lines_at).astype(np.int64)
        skipped = int(self._dialect.skip > 0)
        first_lines = np.concatenate([[1], last_lines[:-1] + 1]) + skipped
        before_each = np.concatenate([np.zeros(1, np.int64), *self._delimiters_at])
        n_fields = before_each[1:] - before_each[:-1] + 1
        spans = last_lines + skipped > first_lines
        return _Cuts(ends, n_fields, first_lines, spans, self._n_cr > 0, ends_in_line_feed)


def _mark(path: Path, what: bytes, ends: Ints, reason: str, reasons: dict[int, str]) -> None:
    """Give a reason to every record in which these bytes stand."""
    offset, rest = 0, b""
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            data = rest + block
            at = data.find(what)
            while at >= 0:
                record = int(np.searchsorted(ends, offset + at))
                reasons[record] = reason
                resume = max(int(ends[min(record, len(ends) - 1)]) - offset, at + len(what))
                at = data.find(what, resume)
            rest = data[len(data) - len(what) + 1 :] if len(what) > 1 else b""
            offset += len(data) - len(rest)


def _bad_rows(
    path: Path, cuts: _Cuts, starts: Ints, reasons: dict[int, str], n_columns: int
) -> tuple[tuple[BadRow, ...], str]:
    rows: list[BadRow] = []
    cut = ""
    last = len(cuts.ends) - 1
    with path.open("rb") as stream:
        for record in sorted(reasons):
            line, n = int(cuts.first_lines[record]), int(cuts.n_fields[record])
            reason = reasons[record] or wrong_count(n, n_columns)
            if record == last and not cuts.ends_in_line_feed and n < n_columns:
                cut = f"The file ends inside line {line:,}, after {n} of {n_columns} values."
                reason = f"The file ends inside this row, after {n} of {n_columns} values."
            if len(rows) < MAX_BAD_ROWS or cut:
                stream.seek(starts[record])
                text = stream.read(min(int(cuts.ends[record] - starts[record]), 4 * SHOWN))
                rows.append(BadRow(line, reason, shown(text.decode(errors="replace"))))
    return tuple(rows), cut


def wrong_count(n: int, n_columns: int) -> str:
    """Why a row with another number of values than the names cannot be read."""
    return f"It has {n} value{'' if n == 1 else 's'}; the first line names {n_columns} columns."


def shown(text: str) -> str:
    """A row's text, short enough to keep and show."""
    text = text.rstrip("\r\n")
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _copy(
    source: Path,
    target: Path,
    starts: Ints,
    ends: Ints,
    drop: npt.NDArray[np.bool_],
    reporter: Reporter,
) -> None:
    """Copy the records that are kept, in stretches."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], drop, [True]]).astype(np.int8)))
    with source.open("rb") as stream, target.open("wb") as out:
        for low, high in edges.reshape(-1, 2):
            reporter.check()
            stream.seek(starts[low])
            left = int(ends[high - 1] + 1 - starts[low])
            while left > 0 and (block := stream.read(min(left, BLOCK))):
                out.write(block)
                left -= len(block)
