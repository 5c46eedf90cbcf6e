"""Turns the bytes of any text file into UTF-8 with line feeds that the engine understands."""

import codecs
import gzip
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Reporter
from tidemill.catalog.readers import _files, _packed

BLOCK = 1 << 22
SAMPLE = 1 << 18
_SPARE_BYTES = 64 << 20
_UNUSED_IN_1252 = b"\x81\x8d\x8f\x90\x9d"


@dataclass(frozen=True)
class Text:
    """A text file as UTF-8: the file itself where it was so, else a copy in the spill folder.

    `damaged` is True where bytes stood that are no text; they are U+FFFD in the copy.
    `cut` is a sentence where the compressed file ends too early.
    """

    path: Path
    encoding: str
    compression: str = ""
    damaged: bool = False
    cut: str = ""

    def sample(self) -> bytes:
        """The first bytes."""
        with self.path.open("rb") as stream:
            return stream.read(SAMPLE)


def as_utf8(path: Path, spill: Path, reporter: Reporter, said: str = "") -> Text:
    """Unpack and recode a file as far as needed; what is not text raises `NeedsYou`.

    `said` names the encoding where a person knows it better.
    """
    source, compression, cut = path, "", ""
    if _files.head(path, 2) == b"\x1f\x8b":
        source, compression = spill / "unpacked", "gzip"
        cut = _unpack(path, source, reporter)
    first = _files.head(source, SAMPLE)
    if not first:
        raise NeedsYou(f"{path.name} is empty: nothing is packed in it.", "Ask for a new copy.")
    if what := _files.seems(first):
        raise NeedsYou(
            f"Can't read {path.name} as a table of text: it is {what}"
            + (" inside a gzip archive." if compression else "."),
            "Give it the ending that fits, or save it as CSV and drop it again.",
        )
    encoding, damaged = _named(said), False
    if said:
        _as_said(path, first, encoding)
    else:
        encoding, damaged = _encoding(source, first, reporter)
    old_mac = b"\r" in first and b"\n" not in first
    if encoding == "utf-8" and not damaged and not old_mac:
        marked = first.startswith(codecs.BOM_UTF8)
        return Text(source, "utf-8-sig" if marked else "utf-8", compression, cut=cut)
    target = spill / "recoded"
    replaced = _recode(source, target, encoding, reporter, old_mac)
    return Text(target, encoding, compression, damaged or replaced, cut)


def _named(said: str) -> str:
    """The name of an encoding as Python has it; `NeedsYou` where there is none of that name."""
    try:
        return codecs.lookup(said).name if said else ""
    except LookupError:
        raise NeedsYou(
            f"There is no encoding {said}.", "Name one such as utf-8, cp1252 or latin-1."
        ) from None


@dataclass(frozen=True)
class Beginning:
    """How a text file begins: a guess good enough to show."""

    text: str
    encoding: str
    compression: str = ""


def beginning(path: Path, said: str = "") -> Beginning:
    """The beginning of a file as text, without reading the rest."""
    compression = ""
    if _files.head(path, 2) == b"\x1f\x8b":
        compression = "gzip"
        try:
            with gzip.open(path) as stream:
                first = stream.read(SAMPLE)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            first = b""
    else:
        first = _files.head(path, SAMPLE)
    if what := _files.seems(first):
        raise NeedsYou(f"Can't read {path.name} as a table of text: it is {what}.")
    encoding = _named(said) or _files.is_utf16(first) or "utf-8-sig"
    if said:
        return Beginning(_as_said(path, first, encoding), encoding, compression)
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(first)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = first.decode(encoding, errors="replace")
    text = text.removeprefix("\ufeff")
    text = text.replace("\r", "\n") if "\n" not in text else text
    return Beginning(text, encoding.removesuffix("-sig"), compression)


def _as_said(path: Path, first: bytes, encoding: str) -> str:
    """The first bytes in the encoding a person named; `NeedsYou` where they can't be in it."""
    try:
        text: str = codecs.getincrementaldecoder(encoding)("replace").decode(first)
    except UnicodeError as error:
        raise NeedsYou(
            f"{path.name} is not written in {encoding}.",
            "Choose another encoding, or let it be detected.",
            detail=str(error),
        ) from None
    return text.removeprefix("\ufeff")


def _unpack(path: Path, target: Path, reporter: Reporter) -> str:
    """Write the unpacked bytes; return a sentence if the archive ends too early."""
    try:
        budget = _packed.Budget(path, path.stat().st_size)
        with gzip.open(path) as source, target.open("wb") as out:
            try:
                # In small pieces: what was unpacked before a cut is kept.
                while block := source.read1(BLOCK):
                    reporter.check()
                    budget.spend(len(block), target.parent)
                    out.write(block)
            except EOFError:
                return "The gzip archive ends before its content does."
    except (gzip.BadGzipFile, zlib.error) as error:
        raise NeedsYou(
            f"Can't unpack {path.name}: the gzip archive is damaged.",
            "Copy or pack it again, then drop it again.",
            detail=str(error),
        ) from None
    return ""


def _blocks(stream: BinaryIO, reporter: Reporter) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        reporter.check()
        yield block


def _write(out: BinaryIO, data: bytes) -> None:
    if shutil.disk_usage(Path(out.name).parent).free < len(data) + _SPARE_BYTES:
        raise WorldError(
            "The disk of the temporary folder is full.",
            "Free some space there, then try again.",
        )
    out.write(data)


def _encoding(path: Path, first: bytes, reporter: Reporter) -> tuple[str, bool]:
    """The name of the encoding, and whether some bytes do not fit it."""
    if wide := _files.is_utf16(first):
        return wide, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            for block in _blocks(stream, reporter):
                decoder.decode(block)
    except UnicodeDecodeError:
        return _mostly(path, reporter)
    letter_cut_in_two = bool(decoder.getstate()[0])
    return "utf-8", letter_cut_in_two


def _mostly(path: Path, reporter: Reporter) -> tuple[str, bool]:
    """UTF-8 with damage, or a one-byte encoding, whose text hardly ever forms UTF-8 letters."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    n_wide = n_wrong = 0
    unused = False
    with path.open("rb") as stream:
        for block in _blocks(stream, reporter):
            text = decoder.decode(block)
            replaced = text.count("\ufffd")
            n_wrong += replaced
            n_wide += len(text) - len(block.translate(None, bytes(range(128, 256)))) - replaced
            unused = unused or any(byte in block for byte in _UNUSED_IN_1252)
    if n_wide >= 10 * n_wrong:
        return "utf-8", True
    return ("latin-1" if unused else "cp1252"), False


def _recode(source: Path, target: Path, encoding: str, reporter: Reporter, old_mac: bool) -> bool:
    """Write UTF-8 without a mark; return whether something could not be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    replaced, begun = False, False
    with source.open("rb") as stream, target.open("wb") as out:
        for block in _blocks(stream, reporter):
            text = decoder.decode(block)
            if not begun and text:
                text, begun = text.removeprefix("\ufeff"), True
            replaced = replaced or "\ufffd" in text
            _write(out, (text.replace("\r", "\n") if old_mac else text).encode())
        rest = decoder.decode(b"", final=True)
        out.write(rest.encode())
    return replaced or bool(rest)
