"""Folders bring the files in them that can be read."""

from pathlib import Path

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.services import folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    (made / "below" / "deeper").mkdir(parents=True)
    (made / ".hidden").mkdir()
    for name in (
        "b.csv",
        "a.xlsx",
        "notes.docx",
        "~$a.xlsx",
        "below/c.jsonl",
        "below/deeper/d.csv",
    ):
        (made / name).write_text("a,b\n1,2\n")
    (made / ".hidden" / "e.csv").write_text("a\n1\n")
    return made


def test_a_folder_stands_for_the_files_in_it_that_can_be_read(folder):
    found = folders.files_in([folder])
    assert [path.name for path in found.files] == ["a.xlsx", "b.csv"]
    assert {one.path.name: one.reason for one in found.left_out} == {
        "below": "It is a folder below this one.",
        "notes.docx": "Can't read notes.docx: Tidemill reads no .docx files.",
        "~$a.xlsx": "It is a temporary or hidden file.",
    }


def test_folders_below_count_when_asked_and_hidden_ones_never(folder):
    found = folders.files_in([folder], recursive=True)
    names = [path.relative_to(folder).as_posix() for path in found.files]
    assert names == ["a.xlsx", "b.csv", "below/c.jsonl", "below/deeper/d.csv"]


def test_files_named_themselves_stay_whatever_they_are(folder):
    named = folder / "notes.docx"
    assert folders.files_in([named]).files == (named,)


def test_a_link_that_leads_back_does_not_go_round(folder):
    (folder / "below" / "round").symlink_to(folder, target_is_directory=True)
    assert len(folders.files_in([folder], recursive=True).files) == 4


def test_a_folder_without_a_readable_file_is_told(tmp_path):
    (tmp_path / "x.docx").write_text("x")
    with pytest.raises(NeedsYou, match=r"holds no file that can be read. x\.docx"):
        folders.files_in([tmp_path])


def test_too_many_files_are_refused_before_anything_is_done(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "MAX_FILES", 2)
    for name in "abc":
        (tmp_path / f"{name}.csv").write_text("a\n1\n")
    with pytest.raises(NeedsYou, match="3 files; at most 2"):
        folders.files_in([tmp_path])
