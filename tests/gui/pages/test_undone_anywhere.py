"""Ctrl+Z in the window: from every place the newest change goes, in a field the last letters do."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.ids import new_id
from tidemill.domain.people import Person, PersonRole
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services import people, run_changes
from tidemill.services import runs as run_service
from tidemill.services.workspace import Workspace
from tidemill.store import runs

Opens = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier
BEN = Person("ben", "Ben", PersonRole.MEMBER)
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


def test_ctrl_z_says_why_the_newest_stays_and_takes_the_one_before_only_if_asked_again(
    main_window: Opens, workspace: Workspace, run: int, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder)
    run_changes.pin(workspace, [run])
    people.put(workspace, BEN)  # nothing is kept by which that could be taken back
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    words = (
        "Not taken back: added Ben, member\nNothing is kept by which it could be taken "
        "back. The change before it: pinned calm-crane."
    )
    qtbot.waitUntil(lambda: words in _told(window))
    assert _is_pinned(workspace, run)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "Took back: pinned calm-crane" in _told(window))
    assert not _is_pinned(workspace, run)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "Nothing is kept" in _told(window)[-1])


def test_the_button_beside_why_takes_the_change_before_back(
    main_window: Opens, workspace: Workspace, run: int, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder)
    run_changes.pin(workspace, [run])
    people.put(workspace, BEN)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: bool(window.toasts.toasts()))
    qtbot.mouseClick(window.toasts.toasts()[-1].button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Took back: pinned calm-crane" in _told(window))
    assert not _is_pinned(workspace, run)


def test_what_was_overtaken_is_said_and_nothing_else_goes(
    main_window: Opens, workspace: Workspace, run: int, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder)
    run_changes.star(workspace, [run])
    run_changes.pin(workspace, [run])
    run_changes.pin(workspace.acting_as(BEN), [run], on=False)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    words = "What it set was changed again since."
    qtbot.waitUntil(lambda: any(words in told for told in _told(window)))
    (found,) = run_service.find(workspace, [run])
    assert found.starred


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
