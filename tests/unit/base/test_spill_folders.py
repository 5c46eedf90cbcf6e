"""Private folders for spilled work: removed at the end, and after their process was killed."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tidemill.base import programs, spill_folders
from tidemill.base.spill_folders import spill_folder

KILLED = """
import os, signal, sys
from pathlib import Path
from tidemill.base.spill_folders import spill_folder
with spill_folder() as folder:
    (folder / "half").write_bytes(bytes(1000))
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_has_stays(temporary):
    with (
        subprocess.Popen(
            [sys.executable, "-c", KILLED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as other,
        spill_folder() as mine,
    ):
        assert other.stdout is not None
        left = Path(other.stdout.readline().strip())
        assert left.parent == temporary
        assert spill_folders.sweep() == 0
        assert left.exists()
        other.kill()
        other.wait()
        assert spill_folders.sweep() == 1000
        assert not left.exists()
        assert mine.exists()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["tidemill-notes", "tidemill-0123456789abcdef-999999999-1-x", "other-999999999-1-x"],
)
def test_what_is_not_known_to_be_left_by_a_program_of_this_computer_stays(temporary, name):
    (temporary / name).mkdir()
    assert spill_folders.sweep() == 0
    assert (temporary / name).is_dir()


def test_a_link_of_such_a_name_leads_the_sweep_nowhere(temporary):
    kept = temporary / "kept"
    kept.mkdir()
    (kept / "file").write_text("mine")
    (temporary / f"tidemill-{programs.machine()}-999999999-1-x").symlink_to(kept)
    spill_folders.sweep()
    assert (kept / "file").read_text() == "mine"


def test_a_folder_below_another_is_private_and_removed(tmp_path):
    below = tmp_path / "below"
    below.mkdir()
    with spill_folder(below) as folder:
        assert folder.parent == below
        assert programs.machine() not in folder.name
    assert list(below.iterdir()) == []


def test_what_another_worker_removes_at_the_same_time_is_no_trouble(temporary, monkeypatch):
    left = temporary / f"tidemill-{programs.machine()}-999999999-1-x"
    (left / "inner").mkdir(parents=True)
    walk = os.walk

    def walked(place):
        for found in walk(place):
            shutil.rmtree(left, ignore_errors=True)
            yield found

    monkeypatch.setattr(os, "walk", walked)
    assert spill_folders.sweep() == 0
    assert list(temporary.iterdir()) == []
