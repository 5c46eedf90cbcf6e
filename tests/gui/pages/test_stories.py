"""What people do most, in the whole window: with the mouse, its clicks counted, and by keys alone.

Dragging data in, and the way from a notice to its action: `test_stories_of_data_and_alerts.py`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from story_steps import Clicks, click, press, ready_sheet, shown

from tidemill.domain.automations import Mode
from tidemill.gui.pages.experiments.compare.part import ComparePart
from tidemill.gui.pages.home.cards import CardView
from tidemill.gui.sheets.watch_sheet import WatchSheet
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services import automations, exporting, jobs, registry, watching, workers
from tidemill.services.workspace import Workspace


@pytest.fixture
def window(
    filled: Workspace,
    main_window: Callable[..., MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> MainWindow:
    """The window at Home; what is asked of a worker waits."""
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)
    made = main_window(filled.folder)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def champion(workspace: Workspace) -> int:
    found = registry.find(workspace, "flights-late").champion
    return 0 if found is None else found.number


def asked_exports(workspace: Workspace) -> list[str]:
    found = jobs.newest(workspace)
    return [job.params["model"] for job in found if job.kind == exporting.KIND]


def test_two_runs_are_compared_in_at_most_five_clicks(
    window: MainWindow, clicks: Clicks, settle: Any, qtbot: QtBot
) -> None:
    click(window.rail.places["experiments"])
    settle(window)
    view = window.navigator.view()
    table = view.runs.table
    model = table.table_model()
    rows = [row for row in range(model.rowCount()) if model.source.group(row) is None]
    for row in rows[:2]:
        click(table.viewport(), QPoint(16, row * table.row_height() + table.row_height() // 2))
    bar = view.runs.bar
    qtbot.waitUntil(lambda: bar.isVisible() and bar.button("compare").isEnabled())
    click(bar.button("compare"))
    qtbot.waitUntil(lambda: shown(window, ComparePart) is not None)
    settle(window)
    assert len(view.address()) > 1
    assert clicks.n <= 5


def test_two_runs_are_compared_by_keys(
    window: MainWindow, clicks: Clicks, settle: Any, qtbot: QtBot
) -> None:
    press(window, "G, E")
    settle(window)
    view = window.navigator.view()
    press(window, "Ctrl+A")
    qtbot.waitUntil(view.runs.bar.isVisible)
    qtbot.waitUntil(lambda: window.commands.find("experiments.compare") is not None)
    press(window, "C")
    qtbot.waitUntil(lambda: shown(window, ComparePart) is not None)
    settle(window)
    assert clicks.n == 0


def test_what_is_ready_is_promoted_by_one_click_in_the_sheet_that_shows_why(
    window: MainWindow, filled: Workspace, clicks: Clicks, settle: Any, qtbot: QtBot
) -> None:
    assert champion(filled) == 1
    home = window.navigator.view()
    card = next(each for each in home.findChildren(CardView) if each.card.kind == "promote")
    click(card.main)
    sheet = ready_sheet(window, qtbot)
    before = clicks.n
    assert before == 1
    click(sheet.primary)
    qtbot.waitUntil(lambda: champion(filled) == 2)
    qtbot.waitUntil(lambda: not window.is_covered())
    settle(window)
    assert clicks.n == before + 1


def test_what_is_ready_is_promoted_and_taken_back_by_keys(
    window: MainWindow, filled: Workspace, clicks: Clicks, settle: Any, qtbot: QtBot
) -> None:
    press(window, "P")
    ready_sheet(window, qtbot)
    press(window, "Ctrl+Return")
    qtbot.waitUntil(lambda: champion(filled) == 2)
    qtbot.waitUntil(lambda: not window.is_covered())
    settle(window)
    press(window, "Ctrl+Z")
    qtbot.waitUntil(lambda: champion(filled) == 1)
    settle(window)
    assert clicks.n == 0


def test_a_version_is_handed_over_in_three_clicks_from_its_page(
    window: MainWindow, filled: Workspace, clicks: Clicks, settle: Any, qtbot: QtBot
) -> None:
    window.navigate("models/flights-late/1")
    settle(window)
    view = window.navigator.view()
    click(view.part.more)
    menu = next(each for each in view.findChildren(QMenu) if each.isVisible())
    export = next(a for a in menu.actions() if a.text().startswith("Export"))
    click(menu, menu.actionGeometry(export).center())
    sheet = ready_sheet(window, qtbot)
    click(sheet.primary)
    qtbot.waitUntil(lambda: asked_exports(filled) == ["flights-late@1"])
    assert clicks.n == 3
    sheet.close_sheet()
    settle(window)


def test_a_version_is_handed_over_by_keys(
    window: MainWindow, filled: Workspace, clicks: Clicks, settle: Any, qtbot: QtBot
) -> None:
    press(window, "G, M")
    settle(window)
    press(window, "X")
    sheet = ready_sheet(window, qtbot)
    press(window, "Ctrl+Return")
    qtbot.waitUntil(lambda: len(asked_exports(filled)) == 1)
    assert clicks.n == 0
    sheet.close_sheet()
    settle(window)


def watched_folders(workspace: Workspace) -> list[tuple[str, str]]:
    return [(Path(one.folder).name, one.dataset) for one in watching.every(workspace)]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


def test_a_folder_is_watched_in_five_clicks_and_what_lands_there_needs_none(
    window: MainWindow,
    filled: Workspace,
    inbox: Path,
    clicks: Clicks,
    settle: Any,
    qtbot: QtBot,
) -> None:
    before = watched_folders(filled)
    click(window.rail.places["automations"])
    settle(window)
    click(window.navigator.view().watch)
    qtbot.waitUntil(lambda: shown(window, WatchSheet) is not None)
    sheet = shown(window, WatchSheet)
    QTest.keyClicks(sheet.folder.edit, str(inbox))
    click(sheet.into.choice)
    offered = sheet.into.choice.list_popover().view
    rows = offered.model()
    at = next(n for n in range(rows.rowCount()) if rows.index(n, 0).data() == "flights")
    click(offered.viewport(), offered.visualRect(rows.index(at, 0)).center())
    click(ready_sheet(window, qtbot).primary)
    qtbot.waitUntil(lambda: len(watched_folders(filled)) == len(before) + 1)
    settle(window)
    assert clicks.n == 5
    assert set(watched_folders(filled)) - set(before) == {("incoming", "flights")}
    made = max(automations.every(filled), key=lambda one: one.id)
    assert (made.model, made.mode, made.is_on) == ("flights-late", Mode.PROPOSE, True)
    # What lands is taken in by the worker: nothing more is asked.
    (inbox / "one.csv").write_text("a,b\n1,2\n")
    watching.scan(filled, frozenset({str(inbox / "one.csv")}))
    waiting = [job for job in jobs.newest(filled) if job.kind == "dataset.ingest" and job.is_open]
    assert len(waiting) == 1
    settle(window)
    assert clicks.n == 5


def test_a_folder_is_watched_by_keys(
    window: MainWindow,
    filled: Workspace,
    inbox: Path,
    clicks: Clicks,
    settle: Any,
    qtbot: QtBot,
) -> None:
    before = watched_folders(filled)
    press(window, "G, D")
    settle(window)
    press(window, "W")
    qtbot.waitUntil(lambda: shown(window, WatchSheet) is not None)
    sheet = shown(window, WatchSheet)
    qtbot.waitUntil(sheet.folder.edit.hasFocus)
    QTest.keyClicks(QApplication.focusWidget(), str(inbox))
    press(window, "Tab", "Tab")
    assert QApplication.focusWidget() is sheet.into.choice
    press(window, "Down", "Down")
    assert sheet.into.dataset() == "flights"
    press(window, "Ctrl+Return")
    qtbot.waitUntil(lambda: len(watched_folders(filled)) == len(before) + 1)
    settle(window)
    assert clicks.n == 0
