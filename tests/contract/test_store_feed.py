"""News: once, in order, only of what was committed, and again after a lost connection."""

import threading
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from heard_news import heard, next_news

from tidemill.store import schema, settings
from tidemill.store.engine import Store
from tidemill.store.feed import FeedReader


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


@pytest.fixture
def reader(store: Store) -> Iterator[FeedReader]:
    made = FeedReader(store)
    made.poll()
    yield made
    made.close()


def feed(store: Store, *keys: int) -> None:
    with store.write() as tx:
        for key in keys:
            tx.feed("run", key)


def test_a_transaction_that_fails_leaves_neither_rows_nor_news(store, reader):
    def put_and_fail() -> None:
        with store.write() as tx:
            settings.put(tx, "a", 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        put_and_fail()
    with store.read() as connection:
        assert settings.get(connection, "a") is None
    feed(store, 7)
    assert [n.key for n in heard(reader)] == ["7"]


def test_news_come_once_in_order_and_only_of_what_was_committed(store, reader):
    assert reader.poll() == []
    feed(store, 1, 2, 1)
    assert [(n.topic, n.key) for n in heard(reader, 2)] == [("run", "1"), ("run", "2")]
    assert reader.poll() == []


def test_a_reader_that_fell_behind_the_pruned_feed_is_told_to_reload(store, reader):
    feed(store, *range(5))
    with store.write() as tx:
        tx.run(sa.delete(schema.feed).where(schema.feed.c.seq < 4))
    assert next_news(reader) is None
    assert reader.poll() == []


def test_news_of_many_writers_at_once_come_in_order_without_a_gap(store, reader, open_again):
    """A writer that draws its number first but commits last would be overlooked."""

    def write(own: Store, first: int) -> None:
        for key in range(first, first + 25):
            feed(own, key)

    writers = [(store, 0), (open_again(store), 100), (open_again(store), 200)]
    threads = [threading.Thread(target=write, args=writer) for writer in writers]
    for thread in threads:
        thread.start()
    news = heard(reader, 75)
    for thread in threads:
        thread.join()
    assert [n.seq for n in news] == sorted({n.seq for n in news})
    keys = [int(n.key) for n in news]
    assert sorted(keys) == [*range(25), *range(100, 125), *range(200, 225)]
    for first in (0, 100, 200):
        assert [k for k in keys if first <= k < first + 25] == [*range(first, first + 25)]


def test_a_look_for_news_never_waits(store, reader):
    """A wait of a tenth of a second would make these a hundred."""
    before = time.monotonic()
    for _ in range(1000):
        assert reader.poll() == []
    assert time.monotonic() - before < 60.0
