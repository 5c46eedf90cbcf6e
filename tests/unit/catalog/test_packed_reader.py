"""Packed files are unpacked within bounds, and what is in them is read."""

import bz2
import gzip
import lzma
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest
import zstandard

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.catalog.readers import _packed, feather, packed
from tidemill.catalog.reading import reader_for
from tidemill.domain.reading import ReadOptions

TEXT = b"a,zip\n1,007\n2,010\n"
PACKERS = {
    ".gz": ("gzip", gzip.compress),
    ".bz2": ("bzip2", bz2.compress),
    ".xz": ("xz", lzma.compress),
    ".zst": ("Zstandard", zstandard.compress),
}


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("inner", [".csv", ".jsonl", ""])
def test_each_way_of_packing_is_undone(tmp_path, ending, inner):
    title, pack = PACKERS[ending]
    text = b'{"a": 1, "zip": "007"}\n{"a": 2, "zip": "010"}\n' if inner == ".jsonl" else TEXT
    path = tmp_path / f"rows{inner}{ending}"
    path.write_bytes(pack(text))
    result = reader_for(path).read(path, None, Silent())
    assert result.frame["a"].to_list() == [1, 2]
    assert result.frame["zip"].to_list() == ["007", "010"]
    assert (result.facts.compression, result.facts.n_bytes) == (title, path.stat().st_size)
    assert reader_for(path).look(path).schema.names == ("a", "zip")


def test_parquet_in_a_packed_file_is_found_by_its_beginning(tmp_path):
    duckdb.execute(f"copy (select 1 as a) to '{tmp_path}/x' (format parquet)")
    (tmp_path / "rows.gz").write_bytes(gzip.compress((tmp_path / "x").read_bytes()))
    assert packed.read(tmp_path / "rows.gz", None, Silent()).frame["a"].to_list() == [1]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("__MACOSX/._may.csv", "x")
        made.writestr("readme.md", "x")
        made.writestr("in/may.csv", TEXT)
        made.writestr("../june.csv", b"b\n3\n")
    return path


def test_the_first_readable_file_of_an_archive_is_read_and_others_can_be_named(archive):
    first = packed.read(archive, None, Silent())
    assert (first.facts.part, first.facts.parts) == ("in/may.csv", ("in/may.csv", "../june.csv"))
    other = packed.read(archive, None, Silent(), None, ReadOptions(part="../june.csv"))
    assert other.frame["b"].to_list() == [3]
    with pytest.raises(NeedsYou, match=r"has no file july\.csv"):
        packed.read(archive, None, Silent(), None, ReadOptions(part="july.csv"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\rows.csv", "rows.csv"),
        ("/rows.csv", "rows.csv"),
        ("..", "table"),
        ("a\x00b|c.csv", "a_b_c.csv"),
    ],
)
def test_a_name_in_an_archive_leads_nowhere(name, safe):
    assert _packed.safe_name(name) == safe


def test_what_unpacks_to_too_much_is_stopped_on_the_way(tmp_path, monkeypatch):
    monkeypatch.setattr(_packed, "FREE_ANYWAY", 1 << 20)
    for name, pack in (("a.csv.gz", gzip.compress), ("a.csv.zst", zstandard.compress)):
        path = tmp_path / name
        path.write_bytes(pack(bytes(8 << 20)))
        with pytest.raises(NeedsYou, match="unpacks to more than"):
            reader_for(path).read(path, None, Silent())


def test_a_disk_without_room_is_told_before_it_is_full(tmp_path, monkeypatch):
    (tmp_path / "a.csv.zst").write_bytes(zstandard.compress(TEXT))
    monkeypatch.setattr(_packed, "SPARE_BYTES", 1 << 60)
    with pytest.raises(WorldError, match="disk of the temporary folder is full"):
        packed.read(tmp_path / "a.csv.zst", None, Silent())


def test_a_file_in_an_archive_that_a_password_keeps_is_told(tmp_path):
    path = tmp_path / "kept.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("rows.csv", TEXT)
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag, in the file's own header and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(NeedsYou, match="protected by a password"):
        packed.read(path, None, Silent())


def test_where_pyarrow_is_missing_the_sentence_says_what_to_install(tmp_path, monkeypatch):
    path = tmp_path / "rows.feather"
    path.write_bytes(b"ARROW1\x00\x00" + bytes(100))
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(NeedsYou, match="needs PyArrow") as told:
            feather.read(path, None, Silent())
    assert "tidemill[feather]" in told.value.hint
