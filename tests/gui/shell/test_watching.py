"""The status bar's facts: what happens while they are read is read after it."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.gui.bridge.feed import FeedWatch
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.shell.watching import ShellWatch
from tidemill.services import workers
from tidemill.services.news import News
from tidemill.services.workspace import Workspace


class Quiet:
    """A reader without news: the test emits them."""

    def poll(self) -> list[News]:
        return []

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def operations(qtbot: QtBot) -> Iterator[Operations]:
    made = Operations()
    yield made
    made.close()


def test_what_happens_during_a_look_is_looked_at_after_it(
    workspace: Workspace, operations: Operations, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, is_let_go = workers.state, Event()
    looks: list[Any] = []

    def held(looked_at: Workspace) -> workers.WorkerState:
        looks.append(looked_at)
        found = state(looked_at)  # as it was before the news
        assert is_let_go.wait(60)
        return found

    monkeypatch.setattr(workers, "state", held)
    feed = FeedWatch(Quiet)
    watch = ShellWatch(workspace, operations, feed, [])
    watch.look()
    qtbot.waitUntil(lambda: len(looks) == 1)
    feed.news.emit([News(1, "job", "1", "")])
    qtbot.waitUntil(lambda: not watch._status._timer.isActive())
    with qtbot.waitSignal(watch.facts):
        is_let_go.set()
    with qtbot.waitSignal(watch.facts):
        pass
    assert len(looks) == 2
    watch.close()
