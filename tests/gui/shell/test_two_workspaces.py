"""Two windows of one process on two workspaces: each shows, changes and closes its own only."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.ids import new_id
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services import run_changes
from tidemill.services import runs as run_service
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace
from tidemill.store import runs

Opens = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shops(tmp_path: Path) -> Iterator[list[Workspace]]:
    made = [spaces.create(tmp_path / name) for name in ("north", "south")]
    yield made
    for one in made:
        one.close()


def pinned_run(workspace: Workspace, name: str) -> int:
    with workspace.store.write() as tx:
        key = runs.insert(
            tx,
            uuid=new_id(),
            project="default",
            experiment="late",
            name=name,
            user=workspace.person.login,
            job_id=None,
            dataset_version_id=None,
        )
    run_changes.pin(workspace, [key])
    return key


def is_pinned(workspace: Workspace, run: int) -> bool:
    (found,) = run_service.find(workspace, [run])
    return found.pinned


def taken_back_in(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)


def names_shown(window: MainWindow) -> list[str]:
    model = window.navigator.view().runs.table.table_model()
    at = [column.id for column in model.columns].index("name")
    rows = [row for row in range(model.rowCount()) if model.source.group(row) is None]
    return [model.text(row, at) for row in rows]


def test_each_window_has_the_runs_and_the_title_of_its_own_workspace(
    shops: list[Workspace], main_window: Opens, qtbot: QtBot
) -> None:
    names = ("calm-crane", "bold-heron")
    for one, name in zip(shops, names, strict=True):
        pinned_run(one, name)
    windows = [main_window(one.folder, address="experiments") for one in shops]
    for window, one, name in zip(windows, shops, names, strict=True):
        qtbot.waitUntil(lambda w=window, n=name: names_shown(w) == [n])
        assert window.windowTitle().startswith(one.folder.name)


def test_what_is_taken_back_in_one_stays_in_the_other_and_closing_one_leaves_the_other(
    shops: list[Workspace], main_window: Opens, qtbot: QtBot, settle: Any
) -> None:
    keys = [pinned_run(one, "calm-crane") for one in shops]
    north, south = (main_window(one.folder) for one in shops)
    taken_back_in(north, qtbot)
    qtbot.waitUntil(lambda: not is_pinned(shops[0], keys[0]))
    settle(south)
    assert is_pinned(shops[1], keys[1])
    assert [toast.text() for toast in south.toasts.toasts()] == []
    settle(north)
    north.close_now()
    assert south.workspace() is not None
    taken_back_in(south, qtbot)
    qtbot.waitUntil(lambda: not is_pinned(shops[1], keys[1]))
    settle(south)
