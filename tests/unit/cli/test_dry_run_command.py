"""`tidemill watch dry-run` and `automation dry-run`: what would have happened, in text and JSON."""

import shutil

import pytest


@pytest.fixture
def tried(tidemill, months, tmp_path):
    """A paused folder with a good file and a copy of it."""
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    words = "--name shop --target bought --time day"
    assert tidemill("data", "add", months(1), *words.split()).code == 0
    folder = tmp_path / "inbox"
    folder.mkdir()
    assert tidemill("watch", "add", folder, "--dataset", "shop").code == 0
    assert tidemill("watch", "pause", 1).code == 0
    shutil.copyfile(months(2), folder / "a.csv")
    shutil.copyfile(folder / "a.csv", folder / "b.csv")
    return folder


def test_a_folder_is_tried_and_nothing_changes(tidemill, tried):
    made = tidemill("watch", "dry-run", 1, "--json")
    assert made.code == 0, made.err
    assert [file["state"] for file in made.json["files"]] == ["added", "skipped"]
    assert made.json["counts"] == {"added": 1, "skipped": 1}
    assert tidemill("data", "show", "shop", "--json").json["versions"] == 1
    said = tidemill("watch", "dry-run", 1)
    assert "1 added, 1 skipped. Nothing was changed." in said.out
    assert "a.csv" in said.out
    assert "Each file:" in said.out


def test_an_automation_without_a_folder_says_so(tidemill, tried, tmp_path):
    script = tmp_path / "report.py"
    script.write_text("print('done')\n")
    words = ("automation", "add", "Report", "--file", script)
    assert tidemill(*words).code == 0
    said = tidemill("automation", "dry-run", 1)
    assert said.code == 3
    assert "No watched folder feeds this automation." in said.err


def test_an_unknown_folder_says_so(tidemill, tried):
    said = tidemill("watch", "dry-run", 7)
    assert said.code == 3
    assert "There is no watched folder 7." in said.err
