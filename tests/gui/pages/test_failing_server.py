"""The window over a workspace in a database whose server goes away and comes back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import page_stores
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.database_urls import DatabaseUrl
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services import run_changes, runs
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace

Opens = Callable[..., MainWindow]
Settle = Callable[[Any], None]
PATIENCE_MS = 30_000
PLACES = (
    "data", "experiments", "models", "deployments", "monitoring", "automations", "activity", "home",
)  # fmt: skip


@pytest.fixture
def shared(store_database: str, tmp_path: Path) -> Iterator[Workspace]:
    """A filled workspace of a team."""
    url = DatabaseUrl.of(store_database)
    made = spaces.create(url, artifacts=tmp_path / "files", login="tester")
    page_stores.finish(made, page_stores.begin(made), tmp_path)
    yield made
    made.close()


@contextmanager
def server_away(url: str) -> Iterator[None]:
    """The server ends every connection and takes no new one."""
    import psycopg

    place, _, name = url.rpartition("/")
    end = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
    with psycopg.connect(f"{place}/postgres", autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        admin.execute(end)
        try:
            yield
        finally:
            admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")


def is_pinned(workspace: Workspace, run: int) -> bool:
    (found,) = runs.find(workspace, [run])
    return found.pinned


def test_pages_and_changes_say_that_the_server_is_away_and_all_goes_on_afterwards(
    shared: Workspace, store_database: str, main_window: Opens, settle: Settle, qtbot: QtBot
) -> None:
    run = runs.newest_named(shared, "calm-crane", 1)[0].pk
    run_changes.pin(shared, [run])
    window = main_window(shared.place)
    with server_away(store_database):
        for place in PLACES[:-1]:
            window.go_to(place)
            settle(window)
            view = window.navigator.view()
            assert view is not None
            assert view.state_word() == "error", place
            (panel,) = (each for each in view.findChildren(ErrorPanel) if each.isVisible())
            assert shared.place.name in panel.accessibleName()
            assert panel.action.words() == "Try again"
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.standing.strip.error is not None, timeout=PATIENCE_MS)
    for place in PLACES:
        window.go_to(place)
        view = window.navigator.view()
        assert view is not None
        qtbot.waitUntil(lambda view=view: view.state_word() == "ready", timeout=PATIENCE_MS)
        assert not [each for each in view.findChildren(ErrorPanel) if each.isVisible()], place
    assert is_pinned(shared, run), "nothing was changed meanwhile"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not is_pinned(shared, run), timeout=PATIENCE_MS)
