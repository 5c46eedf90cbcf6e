"""Looking into files of a run: bounded, whatever they hold, and copied out whole."""

import io
import json
import zipfile

import pytest

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.progress import Silent
from tidemill.services import run_files
from tidemill.services.run_page import RunFile


@pytest.fixture
def keep(workspace):
    def kept(path, data):
        data = data.encode() if isinstance(data, str) else data
        return RunFile(path, workspace.blobs.put_bytes(data), len(data))

    return kept


def _preview(workspace, file):
    return run_files.preview(workspace, file, Silent())


def test_text_is_shown_and_a_long_one_from_its_beginning(workspace, keep):
    short = _preview(workspace, keep("notes.txt", "one\r\ntwo\n"))
    assert (short.kind, short.text, short.note) == ("text", "one\ntwo\n", "")
    long = _preview(workspace, keep("log.txt", "line\n" * 300_000))
    assert len(long.text) == run_files.MOST_CHARACTERS
    assert long.note == "The first 200,000 characters."


def test_text_in_other_encodings_is_read(workspace, keep):
    assert _preview(workspace, keep("a.md", "Grüße".encode("utf-8-sig"))).text == "Grüße"
    assert _preview(workspace, keep("b.txt", "Grüße".encode("utf-16"))).text == "Grüße"


def test_json_is_set_out_and_a_broken_one_shown_as_it_is(workspace, keep):
    whole = _preview(workspace, keep("a.json", json.dumps({"a": [1, 2]})))
    assert whole.text == '{\n  "a": [\n    1,\n    2\n  ]\n}'
    broken = _preview(workspace, keep("b.json", '{"a": '))
    assert (broken.text, broken.note) == ('{"a": ', "It is no whole JSON document.")


def test_tables_are_shown_row_by_row(workspace, keep):
    made = _preview(workspace, keep("a.csv", 'name,n\n"a, b",1\nc\n'))
    assert made.headers == ("name", "n")
    assert made.rows == (("a, b", "1"), ("c", ""))
    german = _preview(workspace, keep("b.csv", "a;b\n1,5;2\n"))
    assert german.rows == (("1,5", "2"),)
    tabs = _preview(workspace, keep("c.tsv", "a\tb\n1\t2\n"))
    assert tabs.rows == (("1", "2"),)
    assert _preview(workspace, keep("d.csv", "")).note == "The file is empty."


def test_large_tables_end_at_a_bound_that_is_said(workspace, keep):
    rows = "\n".join(f"{n},x" for n in range(100_000))
    made = _preview(workspace, keep("a.csv", f"n,x\n{rows}\n"))
    assert len(made.rows) == run_files.MOST_ROWS
    assert made.note == "The first 200 rows."
    wide = ",".join(str(n) for n in range(500))
    made = _preview(workspace, keep("b.csv", f"{wide}\n{wide}\n"))
    assert len(made.headers) == run_files.MOST_COLUMNS
    assert made.note == "The first 1 rows, 60 columns."


def test_parquet_of_anybody_is_read(workspace, keep, tmp_path):
    import duckdb

    path = tmp_path / "a.parquet"
    with duckdb.connect() as engine:
        engine.execute(
            f"copy (select range as n, 'x' as t, null as gone from range(300)) to '{path}'"
        )
    made = _preview(workspace, keep("a.parquet", path.read_bytes()))
    assert made.headers == ("n", "t", "gone")
    assert made.rows[1] == ("1", "x", "")
    assert made.note == "The first 200 rows."
    with pytest.raises(NeedsYou, match="can't be read"):
        _preview(workspace, keep("b.parquet", b"PAR1 but no more"))


def test_archives_say_what_is_inside(workspace, keep):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("model.json", "{}")
    found = _preview(workspace, keep("model.zip", made.getvalue()))
    assert found.rows == (("model.json", "2", "2"),)
    assert "damaged" in _preview(workspace, keep("b.zip", b"no archive")).note


def test_pictures_come_as_bytes_and_unknown_kinds_say_so(workspace, keep):
    assert _preview(workspace, keep("a.png", b"\x89PNG")).image == b"\x89PNG"
    unknown = _preview(workspace, keep("a.bin", b"\0\1\2"))
    assert unknown.kind == "none"
    assert "can't be shown here" in unknown.note


def test_a_file_that_is_gone_says_so(workspace, keep):
    file = keep("a.txt", "text")
    workspace.blobs.path(file.blob).unlink()
    with pytest.raises(NeedsYou, match=r"a\.txt is not in the store any more"):
        _preview(workspace, file)


def test_a_copy_is_whole_or_not_there(workspace, keep, tmp_path):
    class Stopped(Silent):
        def check(self):
            raise Cancelled

    file = keep("a.bin", b"x" * 5_000_000)
    target = tmp_path / "copy.bin"
    with pytest.raises(Cancelled):
        run_files.save(workspace, file, target, Stopped())
    assert list(tmp_path.glob("*copy*")) == []
    run_files.save(workspace, file, target, Silent())
    assert target.read_bytes() == b"x" * 5_000_000
