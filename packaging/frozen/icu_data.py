"""Makes ICU's data library smaller on Linux: Qt sorts with it, and asks it for little else.

The library holds one archive ("CmnD": a count, then offsets of names and of items, sorted by name;
ICU's icu4c/source/common/ucmndata.h). Items that nothing of Qt reads are taken out: words of
languages, countries, currencies, units and time zones, breaking of Thai or Chinese lines,
transliteration, spelled-out numbers, and converters of old encodings. Collation of every language
stays. The file is then written anew: what follows the archive moves up, all addresses stay.
"""

import re
import struct
import subprocess
from pathlib import Path

LEFT_OUT = ("brkitr", "curr", "lang", "rbnf", "region", "translit", "unit", "zone")
_LEFT_OUT_ENDINGS = (".cnv", ".spp", ".cfu")
_LOADED, _PAGE = 1, 4096


def shrink(library: Path) -> None:
    """Write a `libicudata.so` anew with the items that are wanted, in place."""
    data = library.read_bytes()
    start, length = _archive_place(library)
    archive = smaller(data[start : start + length])
    if len(archive) < length:
        library.write_bytes(_moved(data, start, length, archive))


def is_wanted(name: str) -> bool:
    """Whether an item such as `icudt73l/coll/de.res` goes along."""
    _package, _, inner = name.partition("/")
    return not inner.startswith(tuple(f"{part}/" for part in LEFT_OUT)) and not inner.endswith(
        _LEFT_OUT_ENDINGS
    )


def items(archive: bytes) -> list[tuple[str, bytes]]:
    """The items of an archive by name, in its order."""
    (head,) = struct.unpack_from("<H", archive)
    if archive[12:16] != b"CmnD":
        raise ValueError("this is no archive of ICU's data")
    (count,) = struct.unpack_from("<I", archive, head)
    entries = [struct.unpack_from("<II", archive, head + 4 + 8 * n) for n in range(count)]
    ends = [*(place for _name, place in entries[1:]), len(archive) - head]
    found = []
    for (name, place), end in zip(entries, ends, strict=True):
        text = archive[head + name : archive.index(b"\0", head + name)].decode("ascii")
        found.append((text, archive[head + place : head + end]))
    return found


def smaller(archive: bytes) -> bytes:
    """The archive with the wanted items alone."""
    (head,) = struct.unpack_from("<H", archive)
    wanted = [(name, item) for name, item in items(archive) if is_wanted(name)]
    names = b""
    name_places = []
    at = 4 + 8 * len(wanted)
    for name, _item in wanted:
        name_places.append(at + len(names))
        names += name.encode("ascii") + b"\0"
    at = _up(at + len(names), 16)
    places = []
    body = b""
    for _name, item in wanted:
        places.append(at + len(body))
        body += item + b"\xaa" * (_up(len(item), 16) - len(item))
    table = struct.pack("<I", len(wanted)) + b"".join(
        struct.pack("<II", *pair) for pair in zip(name_places, places, strict=True)
    )
    gap = b"\xaa" * (at - len(table) - len(names))
    return archive[:head] + table + names + gap + body


def _archive_place(library: Path) -> tuple[int, int]:
    """Where in the file the archive begins, and its length: the library's one symbol."""
    done = subprocess.run(
        ["readelf", "--wide", "--dyn-syms", library], capture_output=True, text=True, check=True
    )
    found = re.search(
        r": ([0-9a-f]{16})\s+(\S+) OBJECT .* icudt\d+_dat$", done.stdout, re.MULTILINE
    )
    if found is None:
        raise ValueError(f"{library.name} holds no data of ICU's")
    address = int(found[1], 16)
    data = library.read_bytes()
    for _at, kind, offset, vaddr, size in _segments(data):
        if kind == _LOADED and vaddr <= address < vaddr + size:
            return offset + address - vaddr, int(found[2], 0)
    raise ValueError(f"{library.name} does not map its data")


def _segments(data: bytes) -> list[tuple[int, int, int, int, int]]:
    """Program headers: their place, kind, offset, address and size in the file."""
    (start,) = struct.unpack_from("<Q", data, 0x20)
    size, count = struct.unpack_from("<HH", data, 0x36)
    found = []
    for at in range(start, start + size * count, size):
        (kind,) = struct.unpack_from("<I", data, at)
        offset, address = struct.unpack_from("<QQ", data, at + 8)
        (length,) = struct.unpack_from("<Q", data, at + 0x20)
        found.append((at, kind, offset, address, length))
    return found


def _moved(data: bytes, start: int, length: int, archive: bytes) -> bytes:
    """The file with a shorter archive: later segments begin earlier in it, at their old addresses.

    Sections, which only a debugger reads, are left out.
    """
    segments = _segments(data)
    later = min(offset for _at, _kind, offset, _address, _size in segments if offset > start)
    earliest = start + len(archive)
    moved_to = earliest + (later - earliest) % _PAGE
    end = max(offset + size for _at, _kind, offset, _address, size in segments)
    made = bytearray(data[:start] + archive)
    made += bytes(moved_to - len(made)) + data[later:end]
    for at, _kind, offset, _address, size in segments:
        if offset >= later:
            struct.pack_into("<Q", made, at + 8, offset - later + moved_to)
        elif offset <= start and offset + size >= start + length:
            for place in (at + 0x20, at + 0x28):
                struct.pack_into("<Q", made, place, start + len(archive) - offset)
    struct.pack_into("<Q", made, 0x28, 0)  # e_shoff
    struct.pack_into("<HHH", made, 0x3A, 0, 0, 0)  # e_shentsize, e_shnum, e_shstrndx
    return bytes(made)


def _up(size: int, step: int) -> int:
    return -(-size // step) * step
