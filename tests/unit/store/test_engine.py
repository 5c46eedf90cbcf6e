"""The database: schema, transactions, news, versions, refusals in plain words."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.store import network_drives, runs, schema, settings
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


def test_keys_into_other_tables_are_checked_and_nothing_cascades(store: Store):
    with store.read() as connection:
        look = sa.inspect(connection)
        found = {
            (table, key["constrained_columns"][0]): (key["referred_table"], key["options"])
            for table in look.get_table_names()
            for key in look.get_foreign_keys(table)
        }
    assert {place: table for place, (table, _) in found.items()} == {
        ("alert", "chunk_id"): "chunk",
        ("alert", "model_id"): "model",
        ("alert", "version_id"): "model_version",
        ("artifact", "run_pk"): "run",
        ("chunk", "dataset_version_id"): "dataset_version",
        ("chunk", "model_id"): "model",
        ("chunk", "version_id"): "model_version",
        ("dataset_version", "dataset_id"): "dataset",
        ("console", "run_pk"): "run",
        ("decision", "model_id"): "model",
        ("decision", "previous_id"): "model_version",
        ("decision", "undone_by"): "decision",
        ("decision", "version_id"): "model_version",
        ("file", "job_id"): "job",
        ("file", "version_id"): "dataset_version",
        ("file", "watch_id"): "watch",
        ("history_chunk", "key_id"): "key",
        ("history_chunk", "run_pk"): "run",
        ("job", "parent_id"): "job",
        ("job_log", "job_id"): "job",
        ("kv", "key_id"): "key",
        ("kv", "run_pk"): "run",
        ("model", "dataset_id"): "dataset",
        ("model_version", "dataset_version_id"): "dataset_version",
        ("model_version", "model_id"): "model",
        ("model_version", "run_pk"): "run",
        ("model_version", "validated_on_id"): "dataset_version",
        ("point", "key_id"): "key",
        ("point", "run_pk"): "run",
        ("run", "dataset_version_id"): "dataset_version",
        ("run", "job_id"): "job",
        ("run", "parent_pk"): "run",
        ("run_origin", "run_pk"): "run",
        ("series", "key_id"): "key",
        ("series", "run_pk"): "run",
    }
    assert all(options == {} for _, options in found.values())


def test_what_a_run_still_needs_is_not_deleted(store: Store):
    with store.write() as tx:
        pk = runs.insert(
            tx,
            uuid="0" * 32,
            project="default",
            experiment="e",
            name="first",
            user="ada",
            job_id=None,
            dataset_version_id=None,
        )
        runs.put_values(tx, pk, metrics={"auc": 0.5})
        runs.put_artifact(tx, pk, "model.zip", "b" * 32, 1)
    for table in (schema.run, schema.key):
        with pytest.raises(sa.exc.IntegrityError), store.write() as tx:
            tx.run(sa.delete(table))
    with pytest.raises(sa.exc.IntegrityError), store.write() as tx:
        runs.put_values(tx, pk + 1, metrics={"auc": 0.5})
    with pytest.raises(sa.exc.IntegrityError), store.write() as tx:
        runs.put_artifact(tx, pk + 1, "model.zip", "b" * 32, 1)
    with store.read() as connection:
        [run] = runs.find(connection, [pk])
    assert run.metrics == {"auc": 0.5}
    assert run.artifacts == {"model.zip": "b" * 32}


def test_values_of_runs_lie_in_their_key_without_a_second_table(store: Store):
    with store.read() as connection:
        query = sa.text("SELECT sql FROM sqlite_master WHERE name = 'kv'")
        assert "WITHOUT ROWID" in connection.execute(query).scalar_one()


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
