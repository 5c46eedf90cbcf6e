"""Opening and leaving workspaces: new, damaged, another; nothing stays behind."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.gui.shell.main_window import MainWindow
from tidemill.services import recent, workers
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace
from tidemill.store import processes

Opens = Callable[..., MainWindow]


def test_a_damaged_store_is_said_in_a_sentence_and_can_be_tried_again(
    main_window: Opens, places: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "tidemill.sqlite").write_bytes(b"this is no database" * 1000)
    window = main_window(folder, places.pages())
    assert window.standing.error.isVisible()
    assert "tidemill.sqlite is damaged" in window.standing.error.accessibleName()
    assert window.status_bar.words().startswith("No workspace is open")
    assert places.views == {}
    (folder / "tidemill.sqlite").unlink()
    with qtbot.waitSignal(window.opened):
        window.standing.error.action.click()
    assert not window.standing.error.isVisible()
    assert list(places.views) == ["first"]


def test_a_folder_that_is_no_workspace_is_not_made_one_by_looking(
    main_window: Opens, places: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    window = main_window(tmp_path / "store", places.pages())
    other = tmp_path / "empty"
    other.mkdir()
    with qtbot.waitSignal(window.failed) as heard:
        window.open_workspace(other, is_new_allowed=False)
    assert heard.args is not None
    assert "no Tidemill workspace" in heard.args[0].message
    assert list(other.iterdir()) == []


def test_the_window_is_known_to_the_store_while_it_is_open(
    main_window: Opens, places: Any, workspace: Workspace
) -> None:
    window = main_window(workspace.folder, places.pages())
    assert [p.kind for p in workers.alive(workspace, "window")] == ["window"]
    window.close()
    with workspace.store.read() as connection:
        assert processes.every(connection, "window") == []


def test_switching_closes_the_pages_of_the_former_workspace(
    main_window: Opens, places: Any, tmp_path: Path, qtbot: QtBot, settle: Callable[[Any], None]
) -> None:
    window = main_window(tmp_path / "one", places.pages())
    first = places.views["first"]
    window.navigate("second")
    spaces.create(tmp_path / "two").close()
    with qtbot.waitSignal(window.opened):
        window.open_workspace(tmp_path / "two", "second/x")
    settle(window)
    assert first.did == ["closed"]
    assert places.views["second"].parts == ["x"]
    assert window.windowTitle() == "two – Tidemill"
    assert not window.navigator.history.can_step(-1)


def test_closing_while_the_store_is_being_opened_leaves_nothing(
    places: Any, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    was_made = threading.Event()
    create = spaces.create

    def made(folder: Path) -> Workspace:
        workspace = create(folder)
        was_made.set()
        return workspace

    monkeypatch.setattr(spaces, "create", made)
    window = MainWindow(pages=places.pages(), starts_worker=False, is_remembered=False)
    qtbot.addWidget(window)
    window.show()
    window.open_workspace(tmp_path / "store")
    assert was_made.wait(60)
    window.close()
    assert places.views == {}
    workspace = spaces.open_existing(tmp_path / "store")
    with workspace.store.read() as connection:
        assert processes.every(connection, "window") == []
    workspace.close()


def test_the_status_bar_tells_of_the_worker_and_the_store(
    main_window: Opens, places: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder, places.pages())
    qtbot.waitUntil(lambda: window.status_bar.words() == "Worker is not running")
    assert window.status_bar.facts.status == "bad"
    assert window.status_bar.start.isVisible()
    assert (window.status_bar.facts.n_bytes or 0) > 10_000
    identity = workers.register(workspace, "worker")
    qtbot.waitUntil(lambda: window.status_bar.words() == "Worker ready. Nothing to do")
    assert not window.status_bar.start.isVisible()
    workers.unregister(workspace, identity)
    qtbot.waitUntil(lambda: window.status_bar.facts.can_start)


def test_badges_follow_the_news(
    main_window: Opens, places: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder, places.pages())
    button = window.rail.places["second"]
    assert button.badge() == 0
    places.badge = 2
    with workspace.store.write() as tx:
        tx.feed("alert", 1)
    qtbot.waitUntil(lambda: button.badge() == 2)
    assert button.accessibleName() == "Second, 2"


def test_the_switcher_offers_recent_workspaces_and_opens_the_chosen_one(
    main_window: Opens, places: Any, tmp_path: Path, qtbot: QtBot, settle: Callable[[Any], None]
) -> None:
    for name in ("one", "two"):
        spaces.create(tmp_path / name).close()
        recent.remember(tmp_path / name)
    window = main_window(tmp_path / "one", places.pages())
    qtbot.mouseClick(window.rail.switcher, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workspaces.menu is not None)
    menu = window.workspaces.menu
    assert menu is not None
    texts = [action.text() for action in menu.actions()]
    assert texts[:2] == ["one", "two"]
    assert texts[-3:] == [
        "Open a workspace…",
        "Open a shared workspace…",
        "New workspace…",
    ]
    assert [action.isChecked() for action in menu.actions()[:2]] == [True, False]
    with qtbot.waitSignal(window.opened):
        menu.actions()[1].trigger()
    settle(window)
    assert window.windowTitle() == "two – Tidemill"
    menu.close()
