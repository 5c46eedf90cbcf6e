"""News of the store as signals: every topic, gathered, from whoever wrote it."""

import threading
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.gui.bridge.feed import Behind, FeedWatch, Listener
from tidemill.gui.bridge.operations import Operations
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
    listener = Listener(feed, {"model"}, pause_ms=100, behind=None)
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
    listener = Listener(feed, {"run"}, behind=None)
    with qtbot.waitSignal(listener.changed) as heard:
        feed.reload.emit()
    assert heard.args == [None]
    listener.close()


class Slow:
    """Reading that ends when it is told to; each time it begins is counted."""

    def __init__(self, operations: Operations) -> None:
        self.operations = operations
        self.n_begun = 0
        self.heard: list[Any] = []
        self._let_go = threading.Event()

    def begin(self, keys: Any) -> None:
        self.n_begun += 1
        self.heard.append(keys)
        let_go = self._let_go = threading.Event()
        self.operations.run("page.load", lambda _: let_go.wait(60), self._done)

    def _done(self, _result: object) -> None:
        """What was read is shown."""

    def end(self) -> None:
        self._let_go.set()


@pytest.fixture
def slow(qtbot: QtBot) -> Any:
    operations = Operations()
    made = Slow(operations)
    yield made
    made.end()
    operations.close()


def test_news_wait_for_the_end_of_what_is_read_and_none_is_lost(slow: Slow, qtbot: QtBot) -> None:
    feed = FeedWatch(lambda: Broken([]))
    behind = Behind(slow.operations, ("page.",))
    listener = Listener(feed, {"model"}, pause_ms=20, behind=behind)
    listener.changed.connect(slow.begin)
    feed.news.emit([News(1, "model", "a", "")])
    qtbot.waitUntil(lambda: slow.n_begun == 1)
    for number, name in enumerate("bcd"):
        feed.news.emit([News(2 + number, "model", name, "")])
        qtbot.waitUntil(lambda: not listener._timer.isActive())
    assert slow.n_begun == 1
    with qtbot.waitSignal(slow.operations.ended) as ended:
        slow.end()
    assert ended.args == ["page.load"]
    qtbot.waitUntil(lambda: slow.n_begun == 2)
    assert slow.heard == [{("model", "a")}, {("model", name) for name in "bcd"}]
    listener.close()


def test_who_listens_no_more_hears_nothing_when_reading_ends(slow: Slow, qtbot: QtBot) -> None:
    feed = FeedWatch(lambda: Broken([]))
    listener = Listener(feed, {"model"}, pause_ms=0, behind=Behind(slow.operations, ("page.",)))
    listener.changed.connect(slow.begin)
    feed.reload.emit()
    qtbot.waitUntil(lambda: slow.n_begun == 1)
    feed.reload.emit()
    qtbot.waitUntil(lambda: not listener._timer.isActive())
    listener.close()
    with qtbot.waitSignal(slow.operations.ended):
        slow.end()
    assert not listener._timer.isActive()
    assert slow.n_begun == 1
