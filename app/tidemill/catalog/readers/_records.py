"""Cuts a text table into records, and names by line those that are none.

The engine reads tables fast but says little of what it leaves out: an unclosed quote swallows
rows unreported, a wrong line end gives no rows and no error. So each file is looked over first;
what the engine then gets is a file in which every record has its fields.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from tidemill.base.byte_progress import Said
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
_NONE: Ints = np.zeros(0, np.int64)
MANY_ROWS = 2_000_000
"""Beyond this the lines of the records stand on disk."""


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


def scan(
    path: Path, dialect: Dialect, n_columns: int, spill: Path, damaged: bool, reporter: Reporter
) -> Records | None:
    """Look a file over in blocks of bytes; None where its quotes need a closer look.

    Whatever the size of the file, one block and eight bytes a record are held.
    """
    scanner = _Scanner(path, dialect, n_columns, damaged, spill / "lines", reporter)
    if not scanner.run():
        return None
    bad, cut = scanner.bad_rows()
    clean = path
    dropped = scanner.dropped()
    if len(dropped) or dialect.skip:
        clean = spill / "regular"
        _copy(path, clean, dialect.skip, dropped, reporter)
    return Records(
        clean,
        dialect.delimiter,
        "\r\n" if scanner.crlf else "\n",
        scanner.lines(),
        scanner.longest,
        bad,
        scanner.n_bad,
        cut,
    )


@dataclass(frozen=True, eq=False)
class _Bad:
    """A record that is left out: where it stands, its line, its fields, why (if not those)."""

    start: int
    end: int
    line: int
    n_fields: int
    reason: str


class _Scanner:
    """One pass over the bytes, in blocks; what is open at the end of one goes on in the next."""

    def __init__(
        self,
        path: Path,
        dialect: Dialect,
        n_columns: int,
        damaged: bool,
        held: Path,
        reporter: Reporter,
    ) -> None:
        self._path, self._dialect, self._n = path, dialect, n_columns
        self._damaged, self._held, self._reporter = damaged, held, reporter
        self._delimiter = ord(dialect.delimiter)
        self._n_quotes = self._n_cr = self._n_crlf = 0
        self._n_feeds = dialect.n_skipped
        self._before = _LF  # what stands before the block; a record may begin
        self._quote_last = False  # the block before ended in a closing quote
        self._start = dialect.skip  # of the open record
        self._line = 1 + dialect.n_skipped
        self._n_delimiters = 0  # of the open record so far
        self._reason = ""  # why the open record is bad, if it is known already
        self._n_records = self._n_kept = self.n_bad = self.longest = 0
        self._lines: list[Ints] = []
        self._dropped: list[Ints] = []
        self._bad: list[_Bad] = []
        self._last: _Bad | None = None
        self._tail = b""
        self.crlf = self._unended = False

    def run(self) -> bool:
        """Whether quotes and line ends are regular, so that the records are known."""
        if self._delimiter > 127 or self._dialect.spaced:
            return False
        offset = self._dialect.skip
        size = self._path.stat().st_size
        said = Said(self._reporter, size)
        can_be_many = size > MANY_ROWS
        held_lines: BinaryIO = self._held.open("wb") if can_be_many else io.BytesIO()
        with self._path.open("rb") as stream, held_lines as held:
            stream.seek(offset)
            while data := stream.read(BLOCK):
                self._reporter.check()
                if not self._block(data, offset):
                    return False
                offset += len(data)
                self._spill_lines(held)
                said.report(offset, self._n_kept)
            if self._n_quotes % 2:
                return False
            if self._start < size:  # the last record has no line end of its own
                self._unended = True
                last = np.array([size])
                if not self._records(
                    last, np.zeros(1, np.int64), last * 0 + self._n_feeds + 1, last * 0
                ):
                    return False
            self._spill_lines(held)
        ended = self._n_records - int(self._unended)
        self.crlf = self._n_cr > 0
        # Line ends of several kinds are looked at line by line.
        return not self._n_cr or self._n_cr == self._n_crlf == ended

    def _block(self, data: bytes, offset: int) -> bool:
        marks = np.frombuffer(data, np.uint8)
        quotes = np.flatnonzero(marks == _QUOTE) if b'"' in data else _NONE
        if not self._regular(marks, quotes):
            return False
        places = np.flatnonzero((marks == self._delimiter) | (marks == _LF))
        is_feed = marks[places] == _LF
        n_feeds = int(is_feed.sum())
        if len(quotes) or self._n_quotes % 2:
            outside = self._outside(quotes, places)
            feeds_so_far = np.cumsum(is_feed)[outside]
            places, is_feed = places[outside], is_feed[outside]
            lines = feeds_so_far[is_feed] + self._n_feeds
        else:
            lines = np.arange(1, n_feeds + 1) + self._n_feeds
        if b"\r" in data:
            returns = np.flatnonzero(marks == _CR)
            self._n_cr += int(self._outside(quotes, returns).sum())
        at = np.flatnonzero(is_feed)
        ends = places[at]
        n_delimiters = np.diff(at, prepend=-1) - 1
        before = np.where(ends > 0, marks[ends - 1], self._before)
        after_cr = (before == _CR).astype(np.int64)
        self._n_crlf += int(after_cr.sum())
        reasons = self._marked(data, ends)
        left = len(places) - (int(at[-1]) + 1 if len(at) else 0)
        if len(ends):
            n_delimiters[0] += self._n_delimiters
            if not self._records(ends + offset, n_delimiters, lines, after_cr, reasons):
                return False
            self._n_delimiters = left
        else:
            self._n_delimiters += left
        self._reason = reasons.get(len(ends), "" if len(ends) else self._reason)
        self._n_quotes += len(quotes)
        self._n_feeds += n_feeds
        self._before = int(marks[-1])
        return True

    def _records(
        self,
        ends: Ints,
        n_delimiters: Ints,
        last_lines: Ints,
        after_cr: Ints,
        reasons: dict[int, str] | None = None,
    ) -> bool:
        """Take the records that end here; False where one needs a closer look."""
        reasons = dict(reasons or {})
        if self._reason:
            reasons.setdefault(0, self._reason)
        reasons = {i: why for i, why in reasons.items() if i < len(ends)}
        if self._unended:
            n_delimiters = np.array([self._n_delimiters])
        starts = np.concatenate([[self._start], ends[:-1] + 1])
        lengths = ends - starts - after_cr
        first_lines = np.concatenate([[self._line], last_lines[:-1] + 1])
        n_fields = n_delimiters + 1
        blank = lengths <= 0
        wrong = (n_fields != self._n) & ~blank
        if wrong.any() and (last_lines[wrong] > first_lines[wrong]).any():
            return False  # a quote that was opened by mistake may have swallowed good rows
        drop = blank | wrong
        drop[list(reasons)] = True
        n_bad = 0
        for i in np.flatnonzero(drop & ~blank) if drop.any() else ():
            n_bad += 1
            facts = (int(starts[i]), int(ends[i]), int(first_lines[i]), int(n_fields[i]))
            self._last = _Bad(*facts, reasons.get(int(i), ""))
            if self.n_bad + n_bad <= MAX_BAD_ROWS:
                self._bad.append(self._last)
        self.n_bad += n_bad
        kept = first_lines if not drop.any() else first_lines[~drop]
        if drop.any():
            self._dropped.append(np.stack([starts[drop], ends[drop] + 1]))
            lengths = lengths[~drop]
        self.longest = max(self.longest, int(lengths.max(initial=0)))
        self._lines.append(kept)
        self._n_kept += len(kept)
        self._n_records += len(ends)
        self._start, self._line = int(ends[-1]) + 1, int(last_lines[-1]) + 1
        return True

    def _marked(self, data: bytes, ends: Ints) -> dict[int, str]:
        """Why records of this block are bad for a byte in them, by their place; the open one's
        place is behind all others."""
        reasons: dict[int, str] = {}
        if b"\x00" in data:
            nulls = np.flatnonzero(np.frombuffer(data, np.uint8) == 0)
            for record in np.unique(np.searchsorted(ends, nulls)).tolist():
                reasons[record] = NULL_BYTE
        if self._damaged:
            data, gone = self._tail + data, len(self._tail)
            at = data.find(_REPLACED)
            while at >= 0:
                record = int(np.searchsorted(ends, at - gone))
                reasons[record] = DAMAGED
                if record >= len(ends):
                    break
                at = data.find(_REPLACED, int(ends[record]) + gone)
            self._tail = data[len(data) - len(_REPLACED) + 1 :]
        return reasons

    def _outside(self, quotes: Ints, where: Ints) -> npt.NDArray[np.bool_]:
        return np.asarray((np.searchsorted(quotes, where) + self._n_quotes) % 2 == 0)

    def _regular(self, data: npt.NDArray[np.uint8], quotes: Ints) -> bool:
        """Whether quotes open only at the start of a value and close only at its end."""
        ends = (self._delimiter, _LF, _CR, _QUOTE)
        if self._quote_last and int(data[0]) not in ends:
            return False
        self._quote_last = False
        if not len(quotes):
            return True
        parity = (np.arange(len(quotes)) + self._n_quotes) % 2
        opening, closing = quotes[parity == 0], quotes[parity == 1]
        before = np.where(opening > 0, data[opening - 1], self._before)
        inner = closing[closing < len(data) - 1]
        self._quote_last = len(inner) < len(closing)
        begins = np.isin(before, (self._delimiter, _LF, _QUOTE))
        return bool(begins.all()) and bool(np.isin(data[inner + 1], ends).all())

    def _spill_lines(self, held: BinaryIO) -> None:
        """Lines of very many rows stand on disk."""
        if self._n_kept > MANY_ROWS:
            for lines in self._lines:
                held.write(lines.astype(np.int64).tobytes())
            self._lines = []

    def lines(self) -> Ints:
        """The line of each record that is kept, without that of the names."""
        if self._n_kept <= MANY_ROWS:
            found = np.concatenate(self._lines) if self._lines else _NONE
            return found[1:].astype(np.int64)
        return np.memmap(self._held, dtype=np.int64, mode="r")[1:]

    def dropped(self) -> Ints:
        """Where records that are left out begin and end, shape (n, 2)."""
        if not self._dropped:
            return np.zeros((0, 2), np.int64)
        return np.concatenate(self._dropped, axis=1).T

    def bad_rows(self) -> tuple[tuple[BadRow, ...], str]:
        """The records that are left out, as people see them, and where the file is cut."""
        rows: list[BadRow] = []
        cut = ""
        with self._path.open("rb") as stream:
            for one in self._bad:
                reason = one.reason or wrong_count(one.n_fields, self._n)
                is_open = one is self._last and self._unended and one.end == self._start - 1
                if is_open and one.n_fields < self._n:
                    of = f"after {one.n_fields} of {self._n} values."
                    cut = f"The file ends inside line {one.line:,}, {of}"
                    reason = f"The file ends inside this row, {of}"
                stream.seek(one.start)
                text = stream.read(min(one.end - one.start, 4 * SHOWN))
                rows.append(BadRow(one.line, reason, shown(text.decode(errors="replace"))))
        return tuple(rows), cut


def wrong_count(n: int, n_columns: int) -> str:
    """Why a row with another number of values than the names cannot be read."""
    return f"It has {n} value{'' if n == 1 else 's'}; the first line names {n_columns} columns."


def shown(text: str) -> str:
    """A row's text, short enough to keep and show."""
    text = text.rstrip("\r\n")
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _copy(source: Path, target: Path, first: int, dropped: Ints, reporter: Reporter) -> None:
    """Copy what lies between the records that are left out."""
    size = source.stat().st_size
    lows = np.concatenate([[first], dropped[:, 1]])
    highs = np.concatenate([dropped[:, 0], [size]])
    whole = highs > lows
    with source.open("rb") as stream, target.open("wb") as out:
        for low, high in zip(lows[whole].tolist(), highs[whole].tolist(), strict=True):
            reporter.check()
            stream.seek(low)
            left = high - low
            while left > 0 and (block := stream.read(min(left, BLOCK))):
                out.write(block)
                left -= len(block)
