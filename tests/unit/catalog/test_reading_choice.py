"""The reader is chosen by ending, else by the first bytes."""

from pathlib import Path

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog.reading import endings, reader_for


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("a.csv", "csv"),
        ("A.CSV", "csv"),
        ("a.tsv.gz", "csv"),
        ("a.b.txt", "csv"),
        ("a.parquet", "parquet"),
        ("a.PQ", "parquet"),
    ],
)
def test_ending_chooses_whatever_its_case(name, reader):
    assert reader_for(Path(name)).ENTRY.id == reader


@pytest.mark.parametrize(
    ("content", "reader"), [(b"PAR1....", "parquet"), (b"\x1f\x8b..", "packed")]
)
def test_first_bytes_choose_where_the_ending_is_unknown(tmp_path, content, reader):
    (tmp_path / "part-00000").write_bytes(content)
    assert reader_for(tmp_path / "part-00000").ENTRY.id == reader


def test_unknown_kinds_are_told_with_those_that_can_be_read(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(NeedsYou) as told:
        reader_for(tmp_path / "a.docx")
    assert told.value.message == "Can't read a.docx: Tidemill reads no .docx files."
    assert ".csv, .tsv" in told.value.hint
    assert ".parquet" in told.value.hint


def test_missing_file_of_unknown_ending_is_told_too(tmp_path):
    with pytest.raises(NeedsYou, match="files without an ending"):
        reader_for(tmp_path / "gone")


def test_endings_are_lower_case_and_begin_with_a_dot():
    assert all(e.startswith(".") and e == e.lower() for e in endings())
    assert len(set(endings())) == len(endings())
