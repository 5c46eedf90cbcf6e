"""The database in a file: its place, its locks, refusals in plain words."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from tidemill.base import mounts
from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.store import settings
from tidemill.store.engine import FILE_NAME, Store, create_store, open_store
from tidemill.store.sqlite import SqliteStore

pytestmark = pytest.mark.usefixtures("real_stores")


@pytest.fixture
def store(tmp_path: Path):
    store = create_store(tmp_path / "ws", HeldClock())
    yield store
    store.close()


def put(store: Store, value: int) -> None:
    with store.write() as tx:
        settings.put(tx, "a", value)


def get(store: Store) -> object:
    with store.read() as connection:
        return settings.get(connection, "a")


def test_values_of_runs_lie_in_their_key_without_a_second_table(store: Store):
    with store.read() as connection:
        query = sa.text("SELECT sql FROM sqlite_master WHERE name = 'kv'")
        assert "WITHOUT ROWID" in connection.execute(query).scalar_one()


def test_a_store_whose_file_vanished_says_so_and_makes_no_new_one(store: SqliteStore):
    put(store, 1)
    away = [p.rename(p.with_name(f"away-{p.name}")) for p in store.folder.glob("tidemill.sqlite*")]
    for look in (lambda: get(store), lambda: put(store, 2), store.feed_line):
        with pytest.raises(WorldError, match="can't be reached"):
            look()
    assert not store.path.exists()
    for path in away:
        path.rename(path.with_name(path.name.removeprefix("away-")))
    assert get(store) == 1


def test_a_foreign_database_and_a_text_file_are_refused_by_name(tmp_path: Path):
    (tmp_path / FILE_NAME).write_text("this is no database at all, just some words" * 100)
    with pytest.raises(NeedsYou, match="damaged or not a Tidemill workspace"):
        open_store(tmp_path, HeldClock())


def test_a_folder_without_a_workspace_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(NeedsYou, match="There is no Tidemill workspace") as caught:
        open_store(tmp_path, HeldClock())
    assert "Make one" in caught.value.hint


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
    monkeypatch.setattr(mounts, "is_network_drive", lambda _: True)
    with pytest.raises(NeedsYou, match="network drive"):
        create_store(tmp_path, HeldClock())


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX rights")
def test_the_local_disk_is_no_network_drive(tmp_path: Path):
    assert mounts.is_network_drive(tmp_path) is False


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
