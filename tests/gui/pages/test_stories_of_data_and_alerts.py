"""Data dragged in, and what is done about an alert: clicks counted, and once more by keys alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_desktop import FakeDesktop, needs_bus
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from story_steps import Clicks, Drag, click, click_when_shown, given_back, press, shown

from tidemill.domain.people import WORKER
from tidemill.gui.kit.cards import CardButton
from tidemill.gui.pages.monitoring.incidents.inspector import IncidentInspector
from tidemill.gui.shell.main_window import MainWindow
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, incidents, jobs, promotion, registry, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import incidents as rows

slow = pytest.mark.slow_loop("the test does the worker's job in the window's thread")


@pytest.fixture
def window(
    filled: Workspace,
    main_window: Callable[..., MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> MainWindow:
    """The window at Home, remembered as a person's is; what is asked of a worker waits."""
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)
    made = main_window(filled.folder, is_remembered=True)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


# Data


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    rows = [f"c{i},{i % 7}.5,{'yes' if i % 3 else 'no'}" for i in range(80)]
    path.write_text("\n".join(["customer,amount,returned", *rows]) + "\n")
    return path


def do_what_waits(workspace: Workspace) -> None:
    """Do the queued jobs as the worker does."""
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, kinds(), workspace.acting_as(WORKER), job, reporter)


def is_asked_for(workspace: Workspace) -> bool:
    return any(job.kind == "dataset.ingest" and job.is_open for job in jobs.newest(workspace))


def checked_rows(workspace: Workspace) -> int:
    """How many rows the new dataset's first version has, which was checked."""
    version = datasets.version(workspace, "sales")
    assert version.number == 1
    assert version.checks
    return version.rows


def card_for(window: MainWindow, kind: str) -> CardButton:
    cards = [c for c in window.drops.overlay.findChildren(CardButton) if c.isVisible()]
    return cards[[target.kind for target in window.drops.targets()].index(kind)]


@slow
def test_a_file_let_go_on_a_card_is_a_checked_version_without_a_click_more(
    window: MainWindow, filled: Workspace, sales: Path, clicks: Clicks, qtbot: QtBot
) -> None:
    drag = Drag(window, str(sales))
    qtbot.waitUntil(lambda: bool(window.drops.targets()))
    card = card_for(window, "new")
    drag.let_go(card.mapTo(window, card.rect().center()))
    qtbot.waitUntil(lambda: is_asked_for(filled))
    do_what_waits(filled)
    assert checked_rows(filled) == 80
    assert clicks.n == 1


@slow
def test_a_file_let_go_before_it_was_read_is_confirmed_by_the_second_click(
    window: MainWindow, filled: Workspace, sales: Path, clicks: Clicks, qtbot: QtBot
) -> None:
    drag = Drag(window, str(sales))
    drag.let_go(QPoint(5, 5))
    assert not window.drops.targets()  # it is still being looked into
    qtbot.waitUntil(lambda: bool(window.drops.targets()))
    assert not is_asked_for(filled)
    click_when_shown(lambda: card_for(window, "new"), qtbot)
    qtbot.waitUntil(lambda: is_asked_for(filled))
    do_what_waits(filled)
    assert checked_rows(filled) == 80
    assert clicks.n == 2


@slow
def test_a_file_is_added_by_keys(
    window: MainWindow,
    filled: Workspace,
    sales: Path,
    clicks: Clicks,
    settle: Any,
    qtbot: QtBot,
) -> None:
    press(window, "G, D")
    settle(window)
    press(window, "N")
    qtbot.waitUntil(lambda: shown(window, QFileDialog) is not None)
    name = shown(window, QFileDialog).findChild(QLineEdit)
    qtbot.waitUntil(name.hasFocus)
    QTest.keyClicks(name, str(sales))
    press(window, "Return")
    qtbot.waitUntil(lambda: bool(window.drops.targets()))
    given_back(window, qtbot)
    assert window.drops.overlay.hasFocus()
    press(window, "Return")  # the card that fits is chosen
    qtbot.waitUntil(lambda: is_asked_for(filled))
    do_what_waits(filled)
    assert checked_rows(filled) == 80
    assert clicks.n == 0


# An alert


@pytest.fixture
def rolled_out(filled: Workspace) -> Workspace:
    """The second version is champion; the first is what a roll back leads to."""
    promotion.promote(filled, "flights-late@2")
    return filled


def find_out(workspace: Workspace) -> int:
    """Open an incident of the champion and tell everybody, as the worker does."""
    champion = registry.find(workspace, "flights-late").champion
    assert champion is not None
    with workspace.store.write() as tx:
        keys = {"model_id": champion.model_id, "version_id": champion.id, "outcome": ""}
        said = {"title": "wind_speed moved", "sentence": "PSI 0.28, limit 0.20.", "owner": ""}
        number = rows.insert(tx, **keys, **said, severity="critical", facts={})
        found = rows.find(tx.connection, number)
        assert found is not None
        rows.tell(tx, found, "opened", due_at=tx.clock.now(), tells=("everyone",))
    return number


def champion(workspace: Workspace) -> int:
    found = registry.find(workspace, "flights-late").champion
    return 0 if found is None else found.number


def notice_of(window: MainWindow, number: int) -> Any:
    assert window.bell is not None
    views = window.bell.centre.views.values()
    return next((view for view in views if view.row.incident_id == number), None)


def best_in_the_palette(window: MainWindow) -> str:
    """The first thing to run that the palette lists: Return runs it."""
    rows = [item for item in window.palette_overlay.rows() if item.act is not None]
    return rows[0].id if rows else ""


def test_from_the_bell_a_champion_is_rolled_back_by_the_second_click(
    rolled_out: Workspace, window: MainWindow, clicks: Clicks, settle: Any, qtbot: QtBot
) -> None:
    number = find_out(rolled_out)
    qtbot.waitUntil(lambda: notice_of(window, number) is not None)
    click(window.top_bar.bell)
    click_when_shown(lambda: notice_of(window, number).buttons["roll back"], qtbot)
    qtbot.waitUntil(lambda: champion(rolled_out) == 1)
    settle(window)
    assert clicks.n == 2


def test_from_the_notice_in_the_window_the_model_is_retrained_by_the_second_click(
    rolled_out: Workspace, window: MainWindow, clicks: Clicks, settle: Any, qtbot: QtBot
) -> None:
    find_out(rolled_out)

    def told() -> Any:
        toasts = window.toasts.toasts()
        return next((one.button for one in toasts if "wind_speed moved" in one.text()), None)

    click_when_shown(told, qtbot)
    settle(window)
    click_when_shown(lambda: shown(window, IncidentInspector).retrain, qtbot)
    qtbot.waitUntil(lambda: "model.retrain" in {job.kind for job in jobs.newest(rolled_out)})
    settle(window)
    assert clicks.n == 2


@needs_bus
def test_from_the_systems_notice_it_is_one_press_or_two(
    rolled_out: Workspace,
    fake_desktop: FakeDesktop,
    window: MainWindow,
    clicks: Clicks,
    settle: Any,
    qtbot: QtBot,
) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    window.showMinimized()
    number = find_out(rolled_out)
    qtbot.waitUntil(lambda: len(fake_desktop.came) == 1)
    fake_desktop.press(1, "default")  # the first press; the window comes up
    qtbot.waitUntil(lambda: window.isActiveWindow() and not window.isMinimized())
    qtbot.waitUntil(lambda: window.navigator.view().address() == ["incidents", str(number)])
    settle(window)
    click_when_shown(lambda: shown(window, IncidentInspector).roll_back, qtbot)  # the second
    qtbot.waitUntil(lambda: champion(rolled_out) == 1)
    settle(window)
    assert clicks.n == 1
    other.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    find_out(rolled_out)
    qtbot.waitUntil(lambda: len(fake_desktop.came) == 2)
    fake_desktop.press(2, "snooze")  # all there is to do
    now = rolled_out.clock.now()
    qtbot.waitUntil(lambda: incidents.one(rolled_out, number + 1).is_snoozed(now))
    settle(window)
    assert clicks.n == 1


def test_an_alert_is_acted_on_by_keys(
    rolled_out: Workspace, window: MainWindow, clicks: Clicks, settle: Any, qtbot: QtBot
) -> None:
    number = find_out(rolled_out)
    qtbot.waitUntil(lambda: notice_of(window, number) is not None)
    press(window, "G, N")
    qtbot.waitUntil(lambda: bool(notice_of(window, number).buttons["open"].hasFocus()))
    press(window, "Return")
    settle(window)
    given_back(window, qtbot)
    assert window.navigator.view().address() == ["incidents", str(number)]
    press(window, "Ctrl+K")
    QTest.keyClicks(QApplication.focusWidget(), "roll back flights-late")
    qtbot.waitUntil(lambda: best_in_the_palette(window) == "incident.roll_back")
    press(window, "Return")
    qtbot.waitUntil(lambda: champion(rolled_out) == 1)
    settle(window)
    assert clicks.n == 0
