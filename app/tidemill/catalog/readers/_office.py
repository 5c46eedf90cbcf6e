"""Looks an Office file over before anything unpacks it: how large it is, how far its cells reach.

A file of a few kilobytes can claim, or unpack to, more than any memory holds. The reader of cells
makes room for the whole rectangle that they span, so their places are looked at first.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tidemill.base import zips
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Reporter

MAX_BYTES = 4 << 30
"""Bytes that all parts of a file may unpack to."""

MAX_CELLS = 30_000_000
"""Cells of the rectangle that a sheet may span; each takes memory, filled or not."""

_MAX_PARTS = 20_000
_BLOCK = 1 << 20
_KEPT = 400
"""Bytes kept between two blocks, so that no mark is cut in two."""

_TOO_MUCH = "Save the sheet as CSV, which takes any size, then drop that."
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]{0,200}?\br="([0-9]{1,7})"')
_ODS = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)([\s/>][^>]{0,2000}?)?>", re.DOTALL
)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated=["\']([0-9]{1,9})["\']')


def look_over(path: Path, reporter: Reporter) -> None:
    """Raise `NeedsYou` for a packed Office file that is damaged, too large or too far spread."""
    try:
        with zips.opened(path) as archive:
            parts = archive.infolist()
            _bounded(path, parts)
            for part in parts:
                _unpacked(path, archive, part, reporter)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise NeedsYou(
            f"{path.name} is damaged: it can't be unpacked.",
            "Open it in Excel or LibreOffice, save it anew and drop it again.",
            detail=str(error),
        ) from None
    except OSError as error:
        raise WorldError(
            f"Can't read {path.name}: {error.strerror or error}.",
            "Check the disk or network, then try again.",
            detail=repr(error),
        ) from error


def _bounded(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise protected(path)
    n_bytes = sum(part.file_size for part in parts)
    if n_bytes > MAX_BYTES or len(parts) > _MAX_PARTS:
        raise NeedsYou(
            f"{path.name} would unpack to {n_bytes / 1e9:,.1f} GB, more than a sheet takes.",
            _TOO_MUCH,
        )


def protected(path: Path) -> NeedsYou:
    """What to say of a file that a password keeps."""
    return NeedsYou(
        f"{path.name} is protected by a password.",
        "Open it, save it without the password, then drop it again.",
    )


def _unpacked(
    path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, reporter: Reporter
) -> None:
    """Unpack one part into nothing: it may not be longer than it says, nor its cells spread."""
    name = part.filename.lower()
    spread: _Spread | _OdsSpread | None = None
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        spread = _Spread()
    elif name == "content.xml":
        spread = _OdsSpread()
    with archive.open(part) as stream:
        for block in _blocks(stream, reporter):
            if spread is not None:
                spread.add(block)
                if spread.n_cells > MAX_CELLS:
                    raise NeedsYou(
                        f"A sheet of {path.name} spans {spread.n_cells:,} cells; at most "
                        f"{MAX_CELLS:,} can be read.",
                        f"Remove what stands far from the table, or: {_TOO_MUCH}",
                    )


def _blocks(stream: IO[bytes], reporter: Reporter) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        reporter.check()
        yield block


class _Spread:
    """How far the cells of a sheet of Excel's reach."""

    def __init__(self) -> None:
        self._rest = b""
        self._rows = self._columns = 0

    @property
    def n_cells(self) -> int:
        """Cells of the rectangle from the first."""
        return self._rows * self._columns

    def add(self, block: bytes) -> None:
        """Look at some more bytes."""
        data = self._rest + block
        letters: set[bytes] = set()
        for column, row in _CELL.findall(data):
            letters.add(column)
            last = row
        if letters:
            self._rows = max(self._rows, int(last))
            self._columns = max(self._columns, *map(_number, letters))
        self._rest = data[-_KEPT:]


def _number(letters: bytes) -> int:
    """A column's number from 1 by its letters."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


class _OdsSpread:
    """How many cells the rows of an OpenDocument sheet hold, repeated ones counted."""

    def __init__(self) -> None:
        self._rest = b""
        self._rows = self._columns = self._widest = self._times = 0
        self.n_cells = 0

    def add(self, block: bytes) -> None:
        """Look at some more bytes."""
        data = self._rest + block
        end = 0
        for found in _ODS.finditer(data):
            end = found.end()
            self._step(found[1], found[2] or b"")
        self._rest = data[end:][-4 * _KEPT :]

    def _step(self, word: bytes, attributes: bytes) -> None:
        repeated = _REPEATED.search(attributes)
        times = int(repeated[1]) if repeated else 1
        if word == b"table":
            self._rows = self._columns = self._widest = 0
        elif word == b"table-row":
            self._rows += self._times
            self._times, self._columns = times, 0
        else:
            self._columns += times
            if b"value-type" in attributes or b"formula" in attributes:
                self._widest = max(self._widest, self._columns)
                self.n_cells = max(self.n_cells, (self._rows + self._times) * self._widest)
