"""The window on a workspace that a team shares: opened by its URL, and what it says of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.base.database_urls import DatabaseUrl
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.shared_sheet import SharedSheet
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace

Opens = Callable[..., MainWindow]


@pytest.fixture
def shared(store_database: str, tmp_path: Path) -> Iterator[Workspace]:
    """Ben's opening of a workspace in a database."""
    url = DatabaseUrl.of(store_database)
    made = spaces.create(url, artifacts=tmp_path / "files", login="ben")
    yield made
    made.close()


def opened_sheet(window: MainWindow, qtbot: QtBot) -> SharedSheet:
    window.ask_shared()
    sheet = window.findChild(SharedSheet)
    assert sheet is not None
    return sheet


def test_a_workspace_is_opened_by_its_url_and_said_to_be_shared(
    main_window: Opens, places: Any, shared: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    window = main_window(tmp_path / "own", places.pages())
    sheet = opened_sheet(window, qtbot)
    assert not sheet.primary.isEnabled()
    qtbot.keyClicks(sheet.url.edit, str(shared.place))
    qtbot.keyClicks(sheet.password.edit, "s3cret")
    with qtbot.waitSignal(window.opened):
        sheet.primary.click()
    assert window.session is not None
    assert window.session.place == shared.place
    assert window.session.place.password == "s3cret"
    assert window.session.whereabouts == "Shared store, 2 people"
    assert window.windowTitle() == f"{shared.name} – Tidemill"
    qtbot.waitUntil(lambda: window.status_bar.facts.database.startswith("PostgreSQL, "))
    assert window.status_bar.facts.n_bytes is not None


def test_what_a_colleague_writes_is_seen_in_the_window(
    main_window: Opens, places: Any, shared: Workspace, qtbot: QtBot
) -> None:
    window = main_window(shared.place, places.pages())
    assert window.session is not None
    assert window.session.feed is not None
    assert window.session.feed.wait_until_watching()
    heard: list[tuple[str, str]] = []  # the window itself writes too, when it opens
    window.session.feed.news.connect(lambda news: heard.extend((n.topic, n.key) for n in news))
    with shared.store.write() as tx:
        tx.feed("run", 7)
    qtbot.waitUntil(lambda: ("run", "7") in heard)
    assert heard.count(("run", "7")) == 1


def test_a_url_that_is_none_is_told_in_the_sheet(
    main_window: Opens, places: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    window = main_window(tmp_path / "own", places.pages())
    sheet = opened_sheet(window, qtbot)
    qtbot.keyClicks(sheet.url.edit, "mysql://server/team")
    sheet.primary.click()
    assert "neither" in sheet.url.error()
    assert sheet.isVisible()
    sheet.close_sheet()


def test_a_database_that_is_missing_is_said_with_the_way_to_make_it(
    main_window: Opens, places: Any, shared: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    window = main_window(tmp_path / "own", places.pages())
    nowhere = DatabaseUrl.of(str(shared.place).replace(shared.name, "nowhere"))
    with qtbot.waitSignal(window.failed) as heard:
        window.open_workspace(nowhere, is_new_allowed=False)
    assert heard.args is not None
    assert "There is no database nowhere" in heard.args[0].message
    assert window.rail.switcher.accessibleName() == "Workspace nowhere, Can't be opened"
    assert "createdb nowhere" in heard.args[0].hint
