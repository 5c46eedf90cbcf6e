"""The log in a file: a disk that does not take it disturbs nobody."""

import logging
from pathlib import Path

import pytest

from tidemill.base import logs


@pytest.fixture(autouse=True)
def as_before():
    """Leave no handler behind."""
    root = logging.getLogger("tidemill")
    before = list(root.handlers), root.level
    root.handlers = []
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = before


def test_lines_stand_in_the_file(tmp_path: Path):
    logs.set_up(tmp_path / "logs" / "worker.log")
    logging.getLogger("tidemill.worker").info("There is room again.")
    assert "There is room again." in (tmp_path / "logs" / "worker.log").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="There is no /dev/full here.")
def test_a_full_disk_takes_no_line_and_nobody_is_disturbed(capsys):
    logs.set_up(Path("/dev/full"))
    logging.getLogger("tidemill.worker").info("Who reads this?")
    assert capsys.readouterr().err == ""


def test_a_folder_that_can_not_be_made_has_no_log_and_nobody_is_disturbed(tmp_path: Path, capsys):
    (tmp_path / "file").touch()
    logs.set_up(tmp_path / "file" / "logs" / "worker.log")
    logging.getLogger("tidemill.worker").info("Who reads this?")
    assert capsys.readouterr().err == ""
