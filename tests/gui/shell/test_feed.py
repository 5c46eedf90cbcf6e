"""News of the store as signals: every topic, gathered, from whoever wrote it."""

import threading
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.gui.bridge.feed import FeedWatch, Listener
from tidemill.services import news
from tidemill.services.news import News
from tidemill.services.workspace import Workspace


@pytest.fixture
def feed(workspace: Workspace, qtbot: QtBot) -> Any:
    made = FeedWatch(partial(news.Reader, workspace))
    made.start()
    assert made.wait_until_watching()
    yield made
    made.close()


def tell(workspace: Workspace, *items: tuple[str, str]) -> None:
    with workspace.store.write() as tx:
        for topic, key in items:
            tx.feed(topic, key)


def test_news_come_in_order_with_topic_and_key(
    feed: FeedWatch, workspace: Workspace, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(feed.news) as heard:
        tell(workspace, ("dataset", "3"), ("model", "flights-late"))
    assert heard.args is not None
    assert [(n.topic, n.key) for n in heard.args[0]] == [
        ("dataset", "3"),
        ("model", "flights-late"),
    ]


def test_a_listener_hears_its_topics_only_and_gathers_a_flood(
    feed: FeedWatch, workspace: Workspace, qtbot: QtBot
) -> None:
    listener = Listener(feed, {"model"}, pause_ms=100)
    heard: list[Any] = []
    listener.changed.connect(heard.append)
    for number in range(30):
        tell(workspace, ("model", str(number)), ("job", str(number)))
    qtbot.waitUntil(lambda: sum(len(keys) for keys in heard) == 30)
    assert len(heard) < 10
    assert {topic for keys in heard for topic, _ in keys} == {"model"}
    listener.close()
    with qtbot.waitSignal(feed.news):
        tell(workspace, ("model", "after"))
    assert sum(len(keys) for keys in heard) == 30


class Broken:
    """A reader that fails, then works again, then has fallen behind."""

    def __init__(self, answers: list[Any]) -> None:
        self.answers = answers
        self.is_closed = False

    def poll(self) -> list[News] | None:
        if not self.answers:
            return []
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    def close(self) -> None:
        self.is_closed = True


def test_a_reader_that_fell_behind_or_failed_says_reload(qtbot: QtBot) -> None:
    made: list[Broken] = []

    def reader() -> Broken:
        answers: list[Any] = [[], None, WorldError("The disk is away.")] if not made else []
        made.append(Broken(answers))
        return made[-1]

    feed = FeedWatch(reader)
    reloads: list[bool] = []
    feed.reload.connect(lambda: reloads.append(True))
    feed.start()
    qtbot.waitUntil(lambda: len(reloads) == 2)
    assert made[0].is_closed
    feed.close()
    assert made[1].is_closed
    assert "feed" not in {thread.name for thread in threading.enumerate()}


def test_a_listener_passes_reload_on_as_none(qtbot: QtBot) -> None:
    feed = FeedWatch(lambda: Broken([]))
    listener = Listener(feed, {"run"})
    with qtbot.waitSignal(listener.changed) as heard:
        feed.reload.emit()
    assert heard.args == [None]
    listener.close()
