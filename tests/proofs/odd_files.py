"""Files as no program should write them: good ones cut, spliced and scribbled over, and traps."""

import bz2
import contextlib
import csv
import gzip
import io
import json
import lzma
import random
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import xlsxwriter
import zstandard
from pyarrow import feather, parquet

ROWS = [
    {
        "id": i,
        "at": f"2024-{i % 12 + 1:02}-{i % 28 + 1:02}",
        "amount": i * 1.25 if i % 7 else None,
        "late": i % 3 == 0,
        "zip": f"{i:05}",
        "note": f'=sum({i}) Zürich, "quoted"',
    }
    for i in range(300)
]


def _csv(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, ROWS[0])
        writer.writeheader()
        writer.writerows(ROWS)


def _jsonl(path: Path) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")


def _json(path: Path) -> None:
    path.write_text(json.dumps(ROWS), encoding="utf-8")


def _xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Rows")
        sheet.write_row(0, 0, list(ROWS[0]))
        for at, row in enumerate(ROWS, 1):
            sheet.write_row(at, 0, list(row.values()))


def _xls(path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Rows")
    for column, name in enumerate(ROWS[0]):
        sheet.write(0, column, name)
    for at, row in enumerate(ROWS, 1):
        for column, value in enumerate(row.values()):
            sheet.write(at, column, value)
    book.save(str(path))


def _parquet(path: Path) -> None:
    parquet.write_table(pa.Table.from_pylist(ROWS), path)


def _feather(path: Path) -> None:
    feather.write_feather(pa.Table.from_pylist(ROWS), str(path))


def _sqlite(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as made, made:
        made.execute("create table orders (id integer, at text, amount, late boolean, zip, note)")
        made.executemany("insert into orders values (:id, :at, :amount, :late, :zip, :note)", ROWS)


def _packed(pack: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        plain = path.with_suffix(".plain")
        _csv(plain)
        path.write_bytes(pack(plain.read_bytes()))
        plain.unlink()

    return write


def _zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rows.csv", data)
    return out.getvalue()


GOOD: dict[str, Callable[[Path], None]] = {
    "rows.csv": _csv,
    "rows.jsonl": _jsonl,
    "rows.json": _json,
    "rows.xlsx": _xlsx,
    "rows.xls": _xls,
    "rows.parquet": _parquet,
    "rows.feather": _feather,
    "rows.sqlite": _sqlite,
    "rows.csv.gz": _packed(gzip.compress),
    "rows.csv.bz2": _packed(bz2.compress),
    "rows.csv.xz": _packed(lzma.compress),
    "rows.csv.zst": _packed(zstandard.compress),
    "rows.zip": _packed(_zipped),
}
"""One whole file of each kind, by its name."""


def written(folder: Path) -> dict[str, bytes]:
    """The bytes of each good file."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, write in GOOD.items():
        write(folder / name)
        found[name] = (folder / name).read_bytes()
    return found


def spoiled(good: dict[str, bytes], name: str, dice: random.Random) -> bytes:
    """A file spoiled in one way: cut, spliced with another kind, scribbled over, repeated."""
    data = good[name]
    at = dice.randrange(len(data))
    other = good[dice.choice(sorted(good))]
    noise = dice.randbytes(dice.choice((1, 4, 64, 5_000)))
    ways = (
        lambda: data[:at],
        lambda: data[at:],
        lambda: data[:at] + other[dice.randrange(len(other)) :],
        lambda: data[:at] + noise + data[at:],
        lambda: data[:at] + noise + data[at + len(noise) :],
        lambda: data[:at] + bytes(len(noise)) + data[at + len(noise) :],
        lambda: data[:4] + noise * 20,
        lambda: data + data[at:] * 3,
        lambda: _flipped(data, dice),
        lambda: noise * 20,
    )
    return dice.choice(ways)()


def _flipped(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 5, 50))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


GB = 1 << 30


def traps() -> Iterator[tuple[str, bytes]]:
    """Files made to harm: what unpacks without end, reaches without end, nests, leads elsewhere."""
    yield "bomb.csv.gz", _gzip_bomb(GB)
    yield "bomb.zip", _zip_bomb("rows.csv", GB)
    yield "bomb.xlsx", _zip_bomb("xl/worksheets/sheet1.xml", GB, says=0xFFFFFFFE)
    yield "liar.xlsx", _zip_bomb("xl/worksheets/sheet1.xml", GB, says=1_000)
    yield "bomb.csv.zst", _zstd_bomb(2 * GB)
    yield "bomb.csv.xz", lzma.compress(bytes(3 << 20)) * 300
    yield "bomb.csv.bz2", bz2.compress(bytes(20 << 20)) * 40
    yield "far.xlsx", _far_cell()
    yield (
        "far.ods",
        _ods("<table:table-row table:number-rows-repeated='1000000'>{}</table:table-row>"),
    )
    yield "laughs.ods", _laughs()
    yield "deep.json", b"[" * 200_000
    yield "deep.jsonl", b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n"
    yield "long.jsonl", b'{"a": "' + b"x" * (40 << 20) + b'"}\n{"a": "y"}\n'
    yield "wide.jsonl", b"".join(b'{"k%d": 1}\n' % i for i in range(20_000))
    yield "tricks.zip", _tricky_names()
    yield "nothing.zip", b"PK\x05\x06" + bytes(18)
    yield "zip_in_zip.zip", _zipped_as({"inner.zip": _zipped(b"a,b\n1,2\n")})
    yield "endless.sqlite", _endless_view()


def _zeros(n_bytes: int) -> tuple[bytes, bytes, bytes]:
    """A raw deflate stream of zeros, as its beginning, what is repeated, and its end."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    times = (n_bytes >> 20) - 1
    return first, again * times, packer.flush(zlib.Z_FINISH)


def _gzip_bomb(n_bytes: int) -> bytes:
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head + b"".join(_zeros(n_bytes)) + struct.pack("<II", 0, n_bytes & 0xFFFFFFFF)


def _zip_bomb(name: str, n_bytes: int, says: int | None = None) -> bytes:
    """An archive of one file of zeros, whose header says how much it unpacks to, or lies."""
    packed = b"".join(_zeros(n_bytes))
    size = min(n_bytes if says is None else says, 0xFFFFFFFE)
    raw = name.encode()
    facts = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, 0, len(packed), size)
    local = b"PK\x03\x04" + facts + struct.pack("<HH", len(raw), 0) + raw + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + facts
    central += struct.pack("<HHHHHII", len(raw), 0, 0, 0, 0, 0, 0) + raw
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def _zstd_bomb(n_bytes: int) -> bytes:
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    block = bytes(64 << 20)
    piece = packer.compress(block) + packer.flush()
    return piece * (n_bytes // len(block))


def _zipped_as(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _tricky_names() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../../evil.csv", "/tmp/evil.csv", "C:\\evil.csv", "..\\..\\evil.csv"):
            archive.writestr(zipfile.ZipInfo(name), "a,b\n1,2\n")
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _far_cell() -> bytes:
    """A workbook with a cell in the first and one in the last place of a sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, 1)
    return out.getvalue()


def _ods(rows: str) -> bytes:
    cell = (
        "<table:table-cell table:number-columns-repeated='16000' office:value-type='float' "
        "office:value='1'><text:p>1</text:p></table:table-cell>"
    )
    return _ods_of(rows.format(cell))


def _ods_of(rows: str, before: str = "") -> bytes:
    names = " ".join(
        f"xmlns:{word}='urn:oasis:names:tc:opendocument:xmlns:{word}:1.0'"
        for word in ("office", "table", "text")
    )
    content = (
        f"<?xml version='1.0'?>{before}<office:document-content {names}><office:body>"
        f"<office:spreadsheet><table:table table:name='Rows'>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zipped_as(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest:manifest xmlns:manifest='urn:oasis:names:tc:"
            b"opendocument:xmlns:manifest:1.0'/>",
            "content.xml": content.encode(),
        }
    )


def _laughs() -> bytes:
    """Entities that each hold ten of the one before."""
    entities = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 12))
    cell = (
        "<table:table-row><table:table-cell office:value-type='string'><text:p>&l11;</text:p>"
        "</table:table-cell></table:table-row>"
    )
    return _ods_of(cell * 3, f"<!DOCTYPE x [<!ENTITY l0 'ha'>{entities}]>")


def _endless_view() -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        made.execute(
            "create view endless as with recursive n(i) as (select 1 union all select i + 1 from n)"
            " select i from n where i < 0"
        )
        made.commit()
        return made.serialize()
