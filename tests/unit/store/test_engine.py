"""The database: schema, transactions, news, versions, refusals in plain words."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.store import network_drives, schema, settings
from tidemill.store.engine import FILE_NAME, Store, create_store, open_store
from tidemill.store.feed import FeedReader


@pytest.fixture
def store(tmp_path: Path):
    store = create_store(tmp_path / "ws", HeldClock())
    yield store
    store.close()


def test_migrations_make_exactly_the_schema_in_the_code(store: Store):
    with store.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    assert found == []


def test_a_transaction_that_fails_leaves_neither_rows_nor_news(store: Store):
    reader = FeedReader(store)

    def put_and_fail() -> None:
        with store.write() as tx:
            settings.put(tx, "a", 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        put_and_fail()
    with store.read() as connection:
        assert settings.get(connection, "a") is None
    assert reader.poll() == []
    reader.close()


def test_news_come_once_in_order_and_only_of_what_was_committed(store: Store):
    reader = FeedReader(store)
    assert reader.poll() == []
    with store.write() as tx:
        tx.feed("run", 1)
        tx.feed("run", 2)
        tx.feed("run", 1)
    news = reader.poll()
    assert news is not None
    assert [(n.topic, n.key) for n in news] == [("run", "1"), ("run", "2")]
    assert reader.poll() == []
    reader.close()


def test_a_reader_that_fell_behind_the_pruned_feed_is_told_to_reload(store: Store):
    reader = FeedReader(store)
    with store.write() as tx:
        for number in range(5):
            tx.feed("run", number)
    with store.write() as tx:
        tx.run(sa.delete(schema.feed).where(schema.feed.c.seq < 4))
    assert reader.poll() is None
    assert reader.poll() == []
    reader.close()


def test_a_newer_schema_is_refused_with_a_way_out_and_left_alone(tmp_path: Path):
    store = create_store(tmp_path, HeldClock())
    with store.write() as tx:
        tx.run(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(NeedsYou, match=r"newer Tidemill.*9999") as caught:
        open_store(tmp_path, HeldClock())
    assert "Update Tidemill" in caught.value.hint


def test_a_foreign_database_and_a_text_file_are_refused_by_name(tmp_path: Path):
    (tmp_path / FILE_NAME).write_text("this is no database at all, just some words" * 100)
    with pytest.raises(NeedsYou, match="damaged or not a Tidemill workspace"):
        open_store(tmp_path, HeldClock())


def test_a_folder_without_a_workspace_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(NeedsYou, match="There is no Tidemill workspace") as caught:
        open_store(tmp_path, HeldClock())
    assert "tidemill init" in caught.value.hint


def test_a_locked_store_is_the_worlds_trouble_and_says_so(store: Store, monkeypatch):
    holder = store.raw_connection()
    holder.execute("BEGIN IMMEDIATE")
    for engine in (store._relaxed, store._durable):
        engine.dispose()

        @sa.event.listens_for(engine, "connect")
        def impatient(connection, _record):
            connection.execute("PRAGMA busy_timeout=50")

    with pytest.raises(WorldError, match="locked"), store.write() as tx:
        settings.put(tx, "a", 1)
    holder.execute("ROLLBACK")
    holder.close()
    with store.write() as tx:
        settings.put(tx, "a", 1)


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(network_drives, "is_network_drive", lambda _: True)
    with pytest.raises(NeedsYou, match="network drive"):
        create_store(tmp_path, HeldClock())


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX rights")
def test_the_local_disk_is_no_network_drive(tmp_path: Path):
    assert network_drives.is_network_drive(tmp_path) is False


def test_durable_writes_sync_and_relaxed_ones_do_not_wait(store: Store):
    with store.write(durable=True) as tx:
        assert tx.run(sa.text("PRAGMA synchronous")).scalar() == 2
    with store.write() as tx:
        assert tx.run(sa.text("PRAGMA synchronous")).scalar() == 1


def test_two_openings_of_one_store_share_its_identity(tmp_path: Path):
    first = create_store(tmp_path, HeldClock())
    second = open_store(tmp_path, HeldClock())
    assert first.id == second.id
    first.close()
    second.close()
