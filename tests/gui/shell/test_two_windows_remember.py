"""What windows remember lies in one file: none takes away what another kept meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.gui.shell import memory
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services.workspace import Workspace

Opens = Callable[..., MainWindow]


@pytest.fixture
def bare() -> None:
    """Nothing was remembered yet."""
    memory.file().unlink(missing_ok=True)


def test_of_two_windows_each_keeps_what_it_was_made_and_neither_loses(
    main_window: Opens, places: Any, workspace: Workspace, qtbot: QtBot, bare: None
) -> None:
    pages = places.pages()
    first = main_window(workspace.folder, pages, look=memory.read(), is_remembered=True)
    other = main_window(workspace.folder, pages, look=memory.read(), is_remembered=True)
    qtbot.keyClick(first, Qt.Key.Key_BracketLeft)  # folds the rail of the place
    other.keep(memory.with_recent(other.look, "shell.keys"))
    first.keep(memory.with_recent(first.look, "shell.settings"))
    other.resize(1240, 800)
    other.close()
    first.close()
    kept = memory.read()
    assert kept.folds == {memory.fold_key("rail", "first", False): True}
    assert set(kept.recent) == {"shell.settings", "shell.keys"}
    assert (kept.width, kept.height) == (1240, 800), "the other one was never made smaller"


def test_what_is_the_same_is_not_written_over_what_another_kept(bare: None) -> None:
    mine = memory.Look(folds={"a": True, "b": False}, recent=("x", "y"), width=1500)
    memory.write(mine)
    memory.write(replace(mine, folds={"a": False, "b": False}), before=mine)
    memory.write(replace(mine, recent=("z", "x", "y")), before=mine)
    memory.write(replace(mine, recent=("w", "x", "y"), width=1300), before=mine)
    kept = memory.read()
    assert kept.folds == {"a": False, "b": False}
    assert kept.recent == ("w", "z", "x", "y")
    assert kept.width == 1300


def test_a_command_that_is_run_again_comes_to_the_front_and_only_six_are_kept(bare: None) -> None:
    before = memory.Look(recent=("a", "b", "c", "d", "e", "f"))
    memory.write(before)
    memory.write(memory.with_recent(before, "c"), before=before)
    assert memory.read().recent == ("c", "a", "b", "d", "e", "f")
    memory.write(memory.with_recent(before, "g"), before=before)
    assert memory.read().recent == ("g", "c", "a", "b", "d", "e")
