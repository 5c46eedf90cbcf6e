"""Reads packed files: unpacks the one table in them, within bounds, and reads that."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from zipfile import ZipInfo

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.spill_folders import spill_folder
from tidemill.catalog.discovery import family
from tidemill.catalog.raw_tables import READ_AS_IT_COMES
from tidemill.catalog.readers import _files, _packed, _results
from tidemill.domain.columns import Schema
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.reading import Peek, ReadFacts, ReadOptions, ReadResult

ENTRY = ReaderEntry(
    id="packed",
    version=1,
    title="Packed files",
    help=(
        "Any other kind of file packed with gzip, bzip2, xz or Zstandard, or in a zip archive: the "
        "table named, else the first that can be read. What unpacks to more than 250 times its "
        "size (and a gigabyte) is refused."
    ),
    endings=(".zip", ".gz", ".bz2", ".xz", ".zst"),
)

_ZIP = b"PK"
_LOOK_BYTES = 1 << 20
_MARKS = {b"PAR1": "parquet", b"SQLite format 3\x00": "sqlite", b"ARROW1": "feather"} | {
    b"{": "json_lines",
    b"[": "json_lines",
}


def read(
    path: Path,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None = None,
    options: ReadOptions = READ_AS_IT_COMES,
) -> ReadResult:
    """Unpack and read a file.

    Raises `NeedsYou` for what is damaged, protected, unpacks to too much or holds no table.
    """
    with _unpacked(path, options, Part(reporter, 0.0, 0.3), 0) as found:
        rest = Part(reporter, 0.3, 1.0)
        result: ReadResult = found.reader.read(found.file, expected, rest, scratch, found.options)
        return replace(result, facts=found.facts(result.facts))


def look(path: Path, options: ReadOptions = READ_AS_IT_COMES) -> Peek:
    """What the beginning of the table in it shows."""
    with _unpacked(path, options, Silent(), _LOOK_BYTES) as found:
        peek: Peek = found.reader.look(found.file, found.options)
        if not found.is_whole:
            # The beginning tells how many rows a piece has; what is packed is larger than it.
            share = found.n_packed / max(1, found.file.stat().st_size)
            peek = replace(peek, n_rows=round(peek.n_rows * max(1.0, 4 * share)), is_all=False)
        return replace(peek, facts=found.facts(peek.facts))


class _Found:
    """A file unpacked, the reader that fits it, and where it stood."""

    def __init__(
        self,
        file: Path,
        reader: ModuleType,
        options: ReadOptions,
        n_packed: int,
        method: str,
        part: str = "",
        parts: tuple[str, ...] = (),
        *,
        is_whole: bool = True,
    ) -> None:
        self.file, self.reader, self.options = file, reader, options
        self.n_packed, self.method, self.part, self.parts = n_packed, method, part, parts
        self.is_whole = is_whole

    def facts(self, inner: ReadFacts) -> ReadFacts:
        """The facts of the table, as those of the packed file."""
        part = " / ".join(filter(None, [self.part, inner.part]))
        packed = replace(inner, n_bytes=self.n_packed, compression=self.method, part=part)
        return replace(packed, parts=self.parts or inner.parts)


@contextmanager
def _unpacked(path: Path, options: ReadOptions, reporter: Reporter, most: int) -> Iterator[_Found]:
    n_bytes = _files.size_of(path)
    first = _files.head(path, 1 << 16)
    with spill_folder() as spill:
        if first.startswith(_ZIP):
            yield _from_zip(path, n_bytes, options, spill, reporter, most)
            return
        ending = _packed.method_of(first)
        if not ending:
            what = _files.seems(first) or "a text file"
            raise NeedsYou(
                f"{path.name} is no packed file: it is {what}.",
                "Give it the ending that fits, then drop it again.",
            )
        name = _packed.safe_name(path.name.removesuffix(path.suffix))
        target = spill / name
        reader = _reader(name)
        limit = most if reader is None or reader.__name__.endswith((".csv", "json_lines")) else 0
        _packed.unpack(path, ending, target, reporter, most=limit)
        reader = reader or _by_content(path, target)
        title = _packed.METHODS[ending][0]
        is_whole = not limit or target.stat().st_size < limit
        yield _Found(target, reader, options, n_bytes, title, is_whole=is_whole)


def _from_zip(
    path: Path, n_bytes: int, options: ReadOptions, spill: Path, reporter: Reporter, most: int
) -> _Found:
    known = _packed.members(path)
    readable = [one for one in known if _reader(_packed.safe_name(one.filename)) is not None]
    if not readable:
        held = ", ".join(one.filename for one in known[:5]) or "nothing"
        raise NeedsYou(
            f"{path.name} holds no table that can be read: it holds {held}.",
            "Unpack it and drop the file with the table.",
        )
    parts = tuple(one.filename for one in readable)
    part, inner = _inner_part(path, parts, options)
    member: ZipInfo = readable[parts.index(part)]
    target = spill / _packed.safe_name(part)
    reader = _reader(target.name)
    assert reader is not None
    limit = most if reader.__name__.endswith((".csv", "json_lines")) else 0
    _packed.unpack_member(path, member, target, reporter, most=limit)
    is_whole = not limit or target.stat().st_size < limit
    parts = parts if len(parts) > 1 else ()
    return _Found(target, reader, inner, n_bytes, "zip", part, parts, is_whole=is_whole)


def _inner_part(
    path: Path, parts: tuple[str, ...], options: ReadOptions
) -> tuple[str, ReadOptions]:
    """The file that was asked for, the first where none was, and what is asked of it."""
    if options.part is None:
        return parts[0], options
    if options.part not in parts:
        for part in parts:  # a sheet of a packed workbook: "book.xlsx / Sheet 2"
            if options.part.startswith(f"{part} / "):
                return part, replace(options, part=options.part.removeprefix(f"{part} / "))
        if len(parts) == 1:
            return parts[0], options
    _results.chosen_part(path, parts, options, "file")
    return options.part, replace(options, part=None)


def _reader(name: str) -> ModuleType | None:
    """The reader for what is packed, by its ending; what is packed twice is not unpacked twice."""
    fitting = [
        (len(ending), module)
        for module in family("readers").values()
        if module.ENTRY.id != ENTRY.id
        for ending in module.ENTRY.endings
        if name.lower().endswith(ending)
    ]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def _by_content(path: Path, target: Path) -> ModuleType:
    """The reader for a packed file without an ending of its own."""
    first = _files.head(target, 1 << 16)
    readers = family("readers")
    for mark, name in _MARKS.items():
        if first.lstrip(b" \r\n\t\xef\xbb\xbf").startswith(mark) and name in readers:
            return readers[name]
    if what := _files.seems(first):
        raise NeedsYou(
            f"Can't read what is packed in {path.name}: it is {what}.",
            "Unpack it, give it the ending that fits and drop it again.",
        )
    return readers["csv"]
