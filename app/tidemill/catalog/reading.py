"""Chooses the reader that fits a file."""

from pathlib import Path
from types import ModuleType

from tidemill.base.errors import NeedsYou
from tidemill.catalog.discovery import family
from tidemill.domain.entries import ReaderEntry

_MAGIC = {
    b"PAR1": "parquet",
    b"\x1f\x8b": "packed",
    b"BZh": "packed",
    b"\xfd7zXZ\x00": "packed",
    b"(\xb5/\xfd": "packed",
    b"SQLite f": "sqlite",
    b"ARROW1": "feather",
    b"\xd0\xcf\x11\xe0": "excel",
}


def entries() -> tuple[ReaderEntry, ...]:
    """What every reader declares."""
    return tuple(_entry(module) for module in family("readers").values())


def endings() -> tuple[str, ...]:
    """All endings that can be read, in the order of the readers."""
    return tuple(e for module in family("readers").values() for e in _entry(module).endings)


def reader_for(path: Path) -> ModuleType:
    """The reader module for a file: by its ending, else by its first bytes.

    Raises `NeedsYou` where neither is known. The reader itself looks whether the content is what
    the ending says.
    """
    readers = family("readers")
    name = path.name.lower()
    fitting = [
        (len(ending), module)
        for module in readers.values()
        for ending in _entry(module).endings
        if name.endswith(ending)
    ]
    if fitting:
        return max(fitting, key=lambda found: found[0])[1]
    first = _first_bytes(path)
    for magic, reader in _MAGIC.items():
        if first.startswith(magic) and reader in readers:
            return readers[reader]
    ending = f"{path.suffix.lower()} files" if path.suffix else "files without an ending"
    raise NeedsYou(
        f"Can't read {path.name}: Tidemill reads no {ending}.",
        "It reads " + ", ".join(endings()) + ".",
    )


def _first_bytes(path: Path) -> bytes:
    """The first bytes, or none where the file cannot be opened (its ending then decides)."""
    try:
        with path.open("rb") as stream:
            return stream.read(8)
    except OSError:
        return b""


def _entry(module: ModuleType) -> ReaderEntry:
    entry = module.ENTRY
    if not isinstance(entry, ReaderEntry):
        raise TypeError(f"{module.__name__} declares no ReaderEntry")
    return entry
