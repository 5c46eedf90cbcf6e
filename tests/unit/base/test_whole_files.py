"""Whether a file is whole, by its outside: what speaks against it, and a hash that sees changes."""

import lzma
import zipfile
from pathlib import Path

import pytest

from tidemill.base import whole_files

ROW = '2026-01-01;12,5;"north; old"\n'
TEXT = "day;x;shop\n" + ROW * 3


def reason(path: Path, content: bytes | str) -> str:
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(data)
    return whole_files.why_not_whole(path, len(data))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", ""),
        ("fields.csv", "day,x,shop\n2026-01-01,12"),
        ("semicolons.csv", TEXT + "2026-01-01;12,5"),
        ("quotes.csv", TEXT + '2026-01-01;12,5;"north; o;'),
        ("tabs.tsv", "a\tb\tc\n1\t2"),
        ("pipes.txt", "a|b\n1"),
        ("list.json", '[{"a": 1}, {"a":'),
        ("table.feather", b"ARROW1\0\0" + b"x" * 400),
        ("table.arrow", b"x" * 400 + b"ARROW1"),
        ("packed.csv.xz", lzma.compress(TEXT.encode())[:-8]),
        ("table.parquet", b"PAR1" + b"x" * 400),
        ("book.xlsx", b"PK\x03\x04" + b"x" * 400),
    ],
)
def test_a_file_that_was_cut_says_what_is_missing(tmp_path, name, content):
    assert reason(tmp_path / name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fields.csv", TEXT),
        ("open_end.csv", TEXT + ROW.rstrip()),
        ("one_column.csv", "a\n1\n2"),
        ("one_line.csv", "a,b,c"),
        ("list.json", '[{"a": 1}]\n'),
        ("object.json", '{"a": 1}'),
        ("lines.jsonl", '{"a": 1, "b": 2}\n{"a": 2, "b": 3}\n'),
        ("table.feather", b"ARROW1\0\0" + b"x" * 400 + b"ARROW1"),
        ("older.feather", b"FEA1" + b"x" * 400 + b"FEA1"),
        ("packed.csv.xz", lzma.compress(TEXT.encode())),
        ("padded.csv.xz", lzma.compress(TEXT.encode()) + b"\0" * 4),
        ("table.parquet", b"PAR1" + b"x" * 400 + b"PAR1"),
        ("unknown.bin", b"x" * 400),
    ],
)
def test_nothing_speaks_against_a_whole_file(tmp_path, name, content):
    assert reason(tmp_path / name, content) == ""


def test_a_zip_is_whole_with_its_list_of_contents_and_not_before(tmp_path):
    path = tmp_path / "book.zip"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("a.csv", TEXT)
    whole = path.read_bytes()
    assert reason(path, whole) == ""
    assert "list of contents" in reason(path, whole[:-22])


def test_a_file_that_is_written_says_so_and_that_this_ends_by_itself(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(TEXT)
    with path.open("a"):
        said = whole_files.why_not_whole(path, len(TEXT))
        if said:  # where the system tells
            assert whole_files.is_being_written(said)
    assert whole_files.why_not_whole(path, len(TEXT)) == ""
    assert not whole_files.is_being_written(reason(path, ""))


@pytest.mark.parametrize(
    ("extra", "place"),
    [(-1000, 0), (-1000, 1 << 21), (-1000, -1), (0, 1 << 21), (3_000_001, 0), (3_000_001, -1)],
)
def test_the_hash_sees_every_byte_of_a_small_file_and_both_ends_of_a_large_one(
    tmp_path, extra, place
):
    n = whole_files.WHOLE_BYTES + extra
    path = tmp_path / "large.bin"
    data = bytearray(n)
    path.write_bytes(data)
    before = whole_files.fingerprint(path, n)
    assert whole_files.fingerprint(path, n) == before
    data[place] = 1
    path.write_bytes(data)
    assert whole_files.fingerprint(path, n) != before


@pytest.mark.parametrize(
    ("name", "content", "is_open"),
    [
        ("a.csv", "a\n1\n", False),
        ("a.csv", "a\n1\r", False),
        ("a.csv", "a\n1", True),
        ("wide.csv", "a\n1\n".encode("utf-16-le"), False),
        ("a.parquet", "PAR1", False),
        ("gone.csv", None, False),
    ],
)
def test_an_open_end_is_seen_in_texts_only(tmp_path, name, content, is_open):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert whole_files.ends_openly(path) is is_open
