"""Rules in the making come back after the window was cut off: automations and alert rules."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.models import Model
from tidemill.gui.pages.automations.view import AutomationsView
from tidemill.gui.pages.monitoring.view import MonitoringView
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services.workspace import Workspace

Opens = Callable[..., MainWindow]


def _cut_off(window: MainWindow) -> None:
    """Leave the desk as a window that is killed does, once it was kept."""
    assert window.desk is not None
    window.desk.close(is_cut_off=True)
    window.close_now()


def _at(window: MainWindow, qtbot: QtBot) -> Any:
    view = window.navigator.view()
    qtbot.waitUntil(view.is_settled)
    return view


def test_a_rule_in_the_making_is_gone_on_with_and_can_be_dropped(
    main_window: Opens, workspace: Workspace, automations: dict[str, int], qtbot: QtBot
) -> None:
    window = main_window(workspace.folder, address="automations/new", is_remembered=True)
    view = _at(window, qtbot)
    assert isinstance(view, AutomationsView)
    assert view.builder is not None
    built = view.builder
    qtbot.waitUntil(lambda: built.view_model.state.word == "ready")
    usual = built.view_model.draft()
    assert view.half_made() is None
    qtbot.mouseClick(built.kinds["schedule"], Qt.MouseButton.LeftButton)
    built.view_model.choose("when:time", "every monday at 06:00")
    draft = built.view_model.draft()
    _cut_off(window)

    again = main_window(workspace.folder, is_remembered=True)
    view = _at(again, qtbot)
    assert isinstance(view, AutomationsView)
    assert view.builder is not None
    model = view.builder.view_model
    qtbot.waitUntil(lambda: model.draft() == draft)
    qtbot.waitUntil(again.restored.isVisible)
    qtbot.mouseClick(again.restored.drop, Qt.MouseButton.LeftButton)
    assert model.draft() == usual
    assert view.half_made() is None


def test_an_alert_rule_that_was_changed_is_gone_on_with(
    main_window: Opens, workspace: Workspace, daily_model: Model, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder, address="alert-rules/drift", is_remembered=True)
    view = _at(window, qtbot)
    assert isinstance(view, MonitoringView)
    rules = view.rules.view_model
    qtbot.waitUntil(lambda: rules.state.word == "ready" and rules.state.key == "drift")
    kept = rules.rule()
    rules.choose("severity", "critical")
    changed = rules.rule()
    assert changed not in (kept, None)
    _cut_off(window)

    again = main_window(workspace.folder, is_remembered=True)
    view = _at(again, qtbot)
    assert isinstance(view, MonitoringView)
    qtbot.waitUntil(lambda: view.rules.view_model.rule() == changed)
    qtbot.waitUntil(again.restored.isVisible)
    qtbot.mouseClick(again.restored.drop, Qt.MouseButton.LeftButton)
    assert view.rules.view_model.rule() == kept
