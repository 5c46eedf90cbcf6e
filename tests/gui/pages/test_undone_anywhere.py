"""Ctrl+Z in the window: from every place the newest change goes, in a field the last letters do."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.ids import new_id
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services import run_changes
from tidemill.services import runs as run_service
from tidemill.services.workspace import Workspace
from tidemill.store import runs

Opens = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier
PLACES = (
    "home", "data", "experiments", "models", "deployments", "monitoring", "automations", "activity",
)  # fmt: skip


@pytest.fixture
def run(workspace: Workspace) -> int:
    with workspace.store.write() as tx:
        return runs.insert(
            tx,
            uuid=new_id(),
            project="default",
            experiment="late",
            name="calm-crane",
            user=workspace.person.login,
            job_id=None,
            dataset_version_id=None,
        )


def _is_pinned(workspace: Workspace, run: int) -> bool:
    (found,) = run_service.find(workspace, [run])
    return found.pinned


def _told(window: MainWindow) -> list[str]:
    return [toast.text() for toast in window.toasts.toasts()]


def test_ctrl_z_takes_the_newest_change_back_from_every_place_and_names_it(
    main_window: Opens, workspace: Workspace, run: int, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder)
    for place in PLACES:
        window.go_to(place)
        qtbot.waitUntil(window.is_settled)
        for toast in window.toasts.toasts():
            toast.leave()
        run_changes.pin(workspace, [run])
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: "Took back: pinned calm-crane" in _told(window))
        assert not _is_pinned(workspace, run), place


def test_ctrl_z_in_a_field_takes_back_what_was_typed_and_nothing_else(
    main_window: Opens, workspace: Workspace, run: int, qtbot: QtBot
) -> None:
    run_changes.pin(workspace, [run])
    window = main_window(workspace.folder, address="experiments")
    view = window.navigator.view()
    assert view is not None
    assert view.focus_filter()
    field = window.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "auc")
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert getattr(field, "text")() == ""  # noqa: B009
    assert _told(window) == []
    assert _is_pinned(workspace, run)
