"""The icon beside the clock of a whole window: each entry of its menu pressed, each notice of the
system's clicked."""

from collections.abc import Callable
from typing import Any

import pytest
from made_models import add_model
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from story_steps import click, given_back, press, shown

from tidemill.domain.jobs import JobRequest
from tidemill.gui.shell import main_window as windows
from tidemill.gui.shell.closing_sheet import ClosingSheet
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.tray import Tray
from tidemill.services import red_pause, workers
from tidemill.services.workspace import Workspace
from tidemill.store import incidents as rows
from tidemill.store import jobs

# The platform of the tests has no place for icons, which Qt looks for when one is shown.
pytestmark = [
    pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True),
    pytest.mark.slow_loop("Qt looks for a place for icons once, when a process shows its first"),
]


@pytest.fixture
def window(
    workspace: Workspace,
    main_window: Callable[..., MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> MainWindow:
    """A window on a system that has a place for icons; no worker is at it."""
    monkeypatch.setattr(windows, "can_show", lambda: True)
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)
    made = main_window(workspace.folder, is_remembered=True)
    given_back(made, qtbot)
    return made


def tray_of(window: MainWindow) -> Tray:
    assert window.tray is not None
    return window.tray


def choose(menu: QMenu, action: QAction) -> None:
    """Open the menu as the desktop does, and press one of its entries."""
    menu.popup(menu.pos())
    click(menu, menu.actionGeometry(action).center())


def look_away(window: MainWindow, qtbot: QtBot) -> None:
    """Another program has the desktop."""
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    window.showMinimized()
    qtbot.waitUntil(lambda: not window.isActiveWindow())


def is_up(window: MainWindow) -> bool:
    return window.isVisible() and not window.isMinimized()


def test_the_icon_says_what_the_worker_does(window: MainWindow, qtbot: QtBot) -> None:
    tray = tray_of(window)
    assert tray.icon.isVisible()
    qtbot.waitUntil(lambda: tray.state.text() == "Worker is not running")
    assert tray.icon.toolTip() == "Tidemill: Worker is not running"


def test_everything_is_paused_with_a_reason_and_resumed_from_the_menu(
    window: MainWindow, workspace: Workspace, settle: Any, qtbot: QtBot
) -> None:
    tray = tray_of(window)
    look_away(window, qtbot)
    choose(tray.menu, tray.rest)
    qtbot.waitUntil(lambda: is_up(window))
    settle(window)  # why is asked on Automations
    QTest.keyClicks(QApplication.focusWidget(), "the feed is wrong")
    press(window, "Return")
    qtbot.waitUntil(lambda: red_pause.paused(workspace) is not None)
    found = red_pause.paused(workspace)
    assert found is not None
    assert found.reason == "the feed is wrong"
    qtbot.waitUntil(lambda: tray.rest.text() == "Resume everything")
    choose(tray.menu, tray.rest)
    qtbot.waitUntil(lambda: red_pause.paused(workspace) is None)
    qtbot.waitUntil(lambda: tray.rest.text() == "Pause everything…")
    settle(window)


def test_the_window_is_opened_from_the_menu_and_by_a_click_on_the_icon(
    window: MainWindow, qtbot: QtBot
) -> None:
    tray = tray_of(window)
    look_away(window, qtbot)
    choose(tray.menu, tray.open)
    qtbot.waitUntil(lambda: is_up(window))
    window.hide()
    tray.icon.activated.emit(tray.icon.ActivationReason.Trigger)
    qtbot.waitUntil(lambda: is_up(window))


def test_quitting_closes_the_window_and_takes_the_icon_away(
    window: MainWindow, qtbot: QtBot
) -> None:
    tray = tray_of(window)
    choose(tray.menu, tray.quit)
    assert not window.isVisible()
    assert not tray.icon.isVisible()


def test_quitting_while_work_waits_brings_the_window_up_and_asks(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    with workspace.store.write() as tx:
        jobs.insert(tx, JobRequest("model.train", {}, cause="tester asked", asked_by="tester"))
    qtbot.waitUntil(lambda: window.status_bar.facts.queued == 1)
    tray = tray_of(window)
    look_away(window, qtbot)
    choose(tray.menu, tray.quit)
    qtbot.waitUntil(lambda: shown(window, ClosingSheet) is not None)
    assert is_up(window)
    assert tray.icon.isVisible()
    shown(window, ClosingSheet).close_sheet()


def test_a_click_on_the_systems_notice_brings_the_window_up_at_the_incident(
    window: MainWindow, workspace: Workspace, settle: Any, qtbot: QtBot
) -> None:
    model_id, champion, _ = add_model(workspace, "late")
    tray = tray_of(window)
    look_away(window, qtbot)
    with workspace.store.write() as tx:
        keys = {"model_id": model_id, "version_id": champion, "outcome": "", "owner": ""}
        said = {"title": "The delay moved", "sentence": "By 3.", "severity": "critical"}
        number = rows.insert(tx, **keys, **said, facts={})
        found = rows.find(tx.connection, number)
        assert found is not None
        rows.tell(tx, found, "opened", due_at=tx.clock.now(), tells=("everyone",))
    address = f"tidemill://incidents/{number}"
    qtbot.waitUntil(lambda: window.notices is not None and window.notices.newest == address)
    tray.icon.messageClicked.emit()
    qtbot.waitUntil(lambda: is_up(window))
    qtbot.waitUntil(lambda: window.navigator.view().address() == ["incidents", str(number)])
    settle(window)
