"""Small things that outlive the window: the newest value stays, whoever writes last."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tidemill.base.progress import Reporter, Silent
from tidemill.gui.shell import kept_file
from tidemill.gui.shell.kept_file import KeptFile
from tidemill.gui.shell.page import PageContext


class Later:
    """Stands in for a page's context: its operations wait until the test does them."""

    def __init__(self) -> None:
        self.works: list[Callable[[Reporter], object]] = []
        self.operations = self

    def run(self, _key: str, work: Callable[[Reporter], object], *_told: object) -> None:
        self.works.append(work)


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def kept(
    later: Later, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[KeptFile]:
    monkeypatch.setattr(kept_file, "_PAUSE_MS", 1)
    path = tmp_path / "lists" / "one.txt"
    parent = QObject()
    yield KeptFile(cast(PageContext, later), path, kept_file.got, _put, parent, "page")
    parent.deleteLater()


def _put(path: Path, value: Any) -> None:
    kept_file.put(path, value)


def test_of_two_writes_that_overtake_each_other_the_newer_value_stays(
    kept: KeptFile, later: Later, tmp_path: Path, qtbot: QtBot
) -> None:
    for n, value in enumerate((b"older", b"newer"), start=2):
        kept.keep(value)
        qtbot.waitUntil(lambda n=n: len(later.works) == n)
    for work in (later.works[2], later.works[1]):
        work(Silent())
    assert (tmp_path / "lists" / "one.txt").read_bytes() == b"newer"


def test_a_write_that_comes_after_the_page_was_left_does_not_bring_an_older_value_back(
    kept: KeptFile, later: Later, tmp_path: Path, qtbot: QtBot
) -> None:
    kept.keep(b"older")
    qtbot.waitUntil(lambda: len(later.works) == 2)
    kept.keep(b"newer")
    kept.close()
    later.works[1](Silent())
    assert (tmp_path / "lists" / "one.txt").read_bytes() == b"newer"
