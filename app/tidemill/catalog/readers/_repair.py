"""Cuts a text table whose quotes or line ends are irregular, line by line.

Slower than a scan over bytes, but a quote opened by mistake costs one row, not all that follow:
the row it stands in is left out and reading goes on in the next line.
"""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.catalog.readers._dialect import Dialect
from tidemill.catalog.readers._records import DAMAGED, NULL_BYTE, Records, shown, wrong_count
from tidemill.domain.reading import MAX_BAD_ROWS, BadRow

_FAR_CHARS, _NEAR_CHARS = 16_000_000, 100_000
_FAR_TRIES = 5
"""How far an open quote is followed, and how often that far: the time spent stays bounded."""

_CHECK_EVERY = 4096
_NOT_DOUBLED = "A quote inside a value is not doubled."
_NEVER_CLOSED = "A quote opens here and is not closed."
_OPEN_AT_END = "A quote opens here and is not closed before the file ends."


def repair(
    path: Path, dialect: Dialect, n_columns: int, spill: Path, damaged: bool, reporter: Reporter
) -> Records:
    """Write the good records as a regular table and name the others by line."""
    work = _Repair(path, dialect, n_columns, damaged, reporter)
    found = work.run(spill / "regular")
    if not any('\\"' in row.text for row in found.bad):
        return found
    escaped = _Repair(path, dialect, n_columns, damaged, reporter, escape="\\")
    other = escaped.run(spill / "escaped")
    return other if other.n_bad < found.n_bad else found


class _Source:
    """Lines of a file with their numbers; lines can be given back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._back = stream, deque[str]()
        self.number = 0

    def next(self) -> str | None:
        """The next line with its end, or None."""
        line = self._back.popleft() if self._back else self._stream.readline()
        if not line:
            return None
        self.number += 1
        return line[:-2] + "\n" if line.endswith("\r\n") else line

    def give_back(self, lines: list[str]) -> None:
        """Read these again."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


class _Repair:
    def __init__(
        self,
        path: Path,
        dialect: Dialect,
        n_columns: int,
        damaged: bool,
        reporter: Reporter,
        escape: str | None = None,
    ) -> None:
        self._path, self._dialect, self._n = path, dialect, n_columns
        self._damaged, self._reporter, self._escape = damaged, reporter, escape
        self._bad: list[BadRow] = []
        self._n_bad = self._far_tries = 0
        self._cut = ""

    def run(self, target: Path) -> Records:
        """Read all lines; return the records written to `target`."""
        lines: list[int] = []
        longest = 0
        with (
            self._path.open(encoding="utf-8", errors="replace", newline="\n") as stream,
            target.open("w", encoding="utf-8", newline="") as out,
        ):
            stream.seek(self._dialect.skip)
            source = _Source(stream)
            source.number = self._dialect.n_skipped
            write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
            for line, fields in self._records(source):
                write(fields)
                lines.append(line)
                longest = max(longest, sum(map(len, fields)))
        return Records(
            target,
            ",",
            "\n",
            np.array(lines[1:], dtype=np.int64),
            # Four bytes a letter at most, quotes doubled, and three marks around each value.
            8 * longest + 3 * self._n,
            tuple(self._bad),
            self._n_bad,
            self._cut,
        )

    def _records(self, source: _Source) -> Iterator[tuple[int, list[str]]]:
        n_read = 0
        while (first := source.next()) is not None:
            n_read += 1
            if n_read % _CHECK_EVERY == 0:
                self._reporter.check()
            line = source.number
            if not first.strip("\r\n"):
                continue
            fields = self._one(first, source)
            if fields is not None:
                yield line, fields

    def _one(self, first: str, source: _Source) -> list[str] | None:
        """The fields of the record that begins here; None, and a bad row, if it is none."""
        line = source.number
        taken = [first]
        reason = ""
        fields: list[str] = []
        if '"' in first or "\r" in first or self._escape:
            try:
                fields = self._parsed(taken, source)
            except csv.Error:
                reason = self._why(taken, source)
        else:
            fields = first.rstrip("\n").split(self._dialect.delimiter)
        text = "".join(taken) if len(taken) > 1 else first
        if not reason and "\0" in text:
            reason = NULL_BYTE
        if not reason and self._damaged and "\ufffd" in text:
            reason = DAMAGED
        if not reason and len(fields) != self._n:
            reason = _NEVER_CLOSED if len(taken) > 1 else wrong_count(len(fields), self._n)
            if len(taken) == 1 and not first.endswith("\n") and len(fields) < self._n:
                self._cut = (
                    f"The file ends inside line {line:,}, after {len(fields)} of {self._n} values."
                )
        if not reason:
            return fields
        source.give_back(taken[1:])
        self._n_bad += 1
        if len(self._bad) < MAX_BAD_ROWS:
            self._bad.append(BadRow(line, reason, shown(first)))
        return None

    def _parsed(self, taken: list[str], source: _Source) -> list[str]:
        far = self._far_tries < _FAR_TRIES
        limit = _FAR_CHARS if far else _NEAR_CHARS

        def feed() -> Iterator[str]:
            n_chars = len(taken[0])
            yield taken[0]
            while n_chars < limit and (line := source.next()) is not None:
                taken.append(line)
                n_chars += len(line)
                if len(taken) % _CHECK_EVERY == 0:
                    self._reporter.check()
                yield line
            # Nothing more to give: the parser says that a quote is open.

        return next(
            csv.reader(
                feed(),
                delimiter=self._dialect.delimiter,
                skipinitialspace=self._dialect.spaced,
                escapechar=self._escape,
                strict=True,
            )
        )

    def _why(self, taken: list[str], source: _Source) -> str:
        """Why a record is none, after the parser gave up on the lines taken."""
        self._far_tries += len(taken) > 100
        following = source.next()
        if following is not None:
            source.give_back([following])
            return _NEVER_CLOSED if len(taken) > 1 else _NOT_DOUBLED
        line = source.number - len(taken) + 1
        if _quote_is_open("".join(taken), self._dialect.delimiter):
            self._cut = f"A quote opened in line {line:,} is not closed before the file ends."
            return _OPEN_AT_END
        return _NEVER_CLOSED if len(taken) > 1 else _NOT_DOUBLED


def _quote_is_open(text: str, delimiter: str) -> bool:
    """Whether a text ends inside a quoted value: one more quote would complete it."""
    try:
        list(csv.reader([text.rstrip("\n") + '"'], delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return text.count('"') % 2 == 1
