"""Looks at a file before it is read: whether it can be opened, and what it seems to be."""

from pathlib import Path

from tidemill.base.errors import NeedsYou, WorldError

_SIGNATURES = (
    (b"PAR1", "a Parquet file"),
    (b"PARE", "an encrypted Parquet file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"ARROW1", "an Arrow file"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
    (b"\x7fELF", "a program"),
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x01\x0c\x1a\x1b\x1f"))
_TOO_MANY_CONTROLS = 0.01


def size_of(path: Path) -> int:
    """Bytes of a file that can be opened; a clear sentence where it cannot."""
    head(path, 1)
    n_bytes = path.stat().st_size
    if n_bytes == 0:
        raise NeedsYou(
            f"{path.name} is empty: it has no bytes.",
            "Check that it was saved or copied completely, then drop it again.",
        )
    return n_bytes


def head(path: Path, n: int) -> bytes:
    """The first bytes of a file; `NeedsYou` or `WorldError` where it cannot be opened."""
    if path.is_dir():
        raise NeedsYou(f"{path.name} is a folder.", "Drop a file, or watch the folder.")
    try:
        with path.open("rb") as stream:
            return stream.read(n)
    except FileNotFoundError:
        raise NeedsYou(
            f"There is no file {path.name} in {path.parent}.", "It may have been moved or renamed."
        ) from None
    except PermissionError:
        raise NeedsYou(
            f"Can't read {path.name}: you are not allowed to open it.",
            "Ask its owner for read permission, or copy it to a folder of your own.",
        ) from None
    except OSError as error:
        raise WorldError(
            f"Can't read {path.name}: {error.strerror or error}.",
            "Check the disk or network, then try again.",
            detail=repr(error),
        ) from error


def seems(first_bytes: bytes) -> str:
    """What kind of file begins so, in words; empty where it may be a table of text."""
    for signature, words in _SIGNATURES:
        if first_bytes.startswith(signature):
            return words
    return "a binary file" if _is_binary(first_bytes) else ""


def _is_binary(first_bytes: bytes) -> bool:
    if not first_bytes or is_utf16(first_bytes):
        return False
    controls = len(first_bytes) - len(first_bytes.translate(None, _CONTROL))
    return controls > max(1, _TOO_MANY_CONTROLS * len(first_bytes))


def is_utf16(first_bytes: bytes) -> str:
    """The UTF-16 or UTF-32 form of a text, by its mark or its null bytes; empty if it is none."""
    for mark, name in (
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if first_bytes.startswith(mark):
            return name
    even, odd = first_bytes[0::2], first_bytes[1::2]
    if len(odd) < 4:
        return ""
    low, high = even.count(0) / len(even), odd.count(0) / len(odd)
    # Delimiters, digits and line ends have a null byte on one side, whatever the language.
    if high >= 0.05 and low <= 0.005:
        return "utf-16-le"
    if low >= 0.05 and high <= 0.005:
        return "utf-16-be"
    return ""
