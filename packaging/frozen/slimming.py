"""What a frozen folder can do without: words about packages that are read before one installs them
and the search for icons; on Linux also libraries that only left-out plugins asked for, symbols for
debuggers, most of ICU's data, and files held twice."""

import hashlib
import os
import shutil
import sqlite3
import struct
import subprocess
from pathlib import Path

import icu_data
import system_libraries

_LOADED = 1
"""PT_LOAD: a part of the file that is mapped into memory."""
_PAGE = 4096


def shorten(folder: Path) -> None:
    """Take what nothing reads out of the files that are the same on every system."""
    for path in folder.rglob("*.dist-info/METADATA"):
        _leave_headers(path)
    for path in folder.rglob("lucide/data/lucide-icons.db"):
        _leave_icons(path)


def _leave_headers(path: Path) -> None:
    """Name, version, licence and needs of a distribution stay; its page on the index, which stands
    after the first empty line, goes."""
    path.write_bytes(path.read_bytes().partition(b"\n\n")[0] + b"\n")


def _leave_icons(path: Path) -> None:
    """The window asks for icons by their name: the words to search them by go."""
    path.chmod(0o644)
    connection = sqlite3.connect(path)
    try:
        for table in ("icon_categories", "icon_tags"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()


def slim(folder: Path) -> None:
    """Remove libraries that nothing asks for, take what nothing reads out of the others, and link
    equal files."""
    if shutil.which("strip") is None:
        raise SystemExit("strip is missing. Install it with: apt-get install binutils")
    while unasked := _unasked(folder / "_internal"):
        for path in unasked:
            path.unlink()
    files = [path for path in system_libraries.binaries(folder) if path.parent != folder]
    for path in files:
        _strip(path)
    for path in folder.rglob("libicudata.so.*"):
        if not path.is_symlink():
            icu_data.shrink(path)
    _link_equal(files)


def _strip(path: Path) -> None:
    """Strip one library. Wheels' tools move the parts of some of them about in a way that strip
    breaks: those stay as they are."""
    stripped = path.with_name(path.name + ".stripped")
    subprocess.run(["strip", "--strip-unneeded", "-o", stripped, path], check=True)
    if loads(stripped) and stripped.stat().st_size < path.stat().st_size:
        stripped.replace(path)
    else:
        stripped.unlink()


def loads(path: Path) -> bool:
    """Whether each part of a 64-bit library lies where the system can map it: its address and its
    place in the file differ by whole pages (System V ABI, "Program Header")."""
    data = path.read_bytes()
    (start,) = struct.unpack_from("<Q", data, 0x20)
    size, count = struct.unpack_from("<HH", data, 0x36)
    for number in range(count):
        at = start + number * size
        kind, _flags, offset, address = struct.unpack_from("<IIQQ", data, at)
        (align,) = struct.unpack_from("<Q", data, at + 0x30)
        if kind == _LOADED and (address - offset) % max(align, _PAGE):
            return False
    return True


def _unasked(inner: Path) -> list[Path]:
    """Libraries beside the modules that no other file asks for, and links to what is gone."""
    asked = system_libraries.asked_for(system_libraries.binaries(inner.parent))
    return [
        path
        for path in inner.glob("lib*.so*")
        if not path.exists() or (path.name not in asked and not path.name.startswith("libpython"))
    ]


def _link_equal(files: list[Path]) -> None:
    """Libraries that two wheels bring alike are held once; the other is a relative link."""
    first: dict[tuple[str, str], Path] = {}
    for path in files:
        mark = hashlib.blake2b(path.read_bytes()).hexdigest()
        kept = first.setdefault((mark, path.name), path)
        if kept is not path:
            path.unlink()
            path.symlink_to(os.path.relpath(kept, path.parent))
