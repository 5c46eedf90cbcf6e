"""What only a shared store must keep: its server, its accounts, its computers, its upgrade."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from heard_news import next_news

from tidemill.base import places
from tidemill.base.clock import HeldClock, SystemClock
from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.errors import NeedsYou, NoWorkspace, WorldError
from tidemill.domain.jobs import JobRequest
from tidemill.jobs import queue
from tidemill.store import postgres, settings
from tidemill.store.engine import create_store, open_store
from tidemill.store.feed import FeedReader
from tidemill.store.postgres import PostgresStore
from tidemill.store.versions import HEAD


@pytest.fixture
def store(store_database: str) -> Iterator[PostgresStore]:
    made = open_store(DatabaseUrl.of(store_database), HeldClock())
    yield made
    made.close()


@pytest.fixture
def reader(store: PostgresStore) -> Iterator[FeedReader]:
    made = FeedReader(store)
    made.poll()
    yield made
    made.close()


def put(store: PostgresStore, value: object) -> None:
    with store.write() as tx:
        settings.put(tx, "a", value)


def get(store: PostgresStore) -> object:
    with store.read() as connection:
        return settings.get(connection, "a")


def ask(url: str, words: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(words)


@pytest.fixture
def cut(store_database: str) -> Callable[[], None]:
    """Cut every other connection to the database, as a server does that starts again."""

    def cut_() -> None:
        ask(
            store_database,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()",
        )

    return cut_


def test_a_reader_whose_connection_was_cut_says_reload_and_goes_on(store, reader, cut):
    cut()
    put(store, 1)
    assert next_news(reader) is None
    put(store, 2)
    assert [n.topic for n in next_news(reader)] == ["setting"]


def test_a_server_that_started_again_is_not_noticed_by_who_reads_and_writes(store, cut):
    put(store, 1)
    cut()
    assert get(store) == 1
    cut()
    put(store, 2)
    assert get(store) == 2


def test_a_server_that_went_away_is_the_worlds_trouble_until_it_is_back(
    store, reader, store_database
):
    name = store.url.name
    admin = store_database.rpartition("/")[0] + "/postgres"
    ask(admin, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    ask(
        admin,
        f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    with pytest.raises((WorldError, NeedsYou)):
        next_news(reader)
    with pytest.raises((WorldError, NeedsYou)):
        get(store)
    with pytest.raises(WorldError, match="lost") as told:
        reader.poll()  # not tried again at once
    assert "by itself" in told.value.hint
    ask(admin, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    reader._next_try = 0.0
    assert reader.poll() is None
    assert reader.poll() == []


def test_a_number_missing_in_the_feed_is_no_reason_to_reload(store, reader):
    """A transaction that fails keeps the numbers it drew."""
    put(store, 1)
    with store.write() as tx:
        tx.run(sa.text("SELECT nextval(pg_get_serial_sequence('feed', 'seq'))"))
    put(store, 2)
    seen = [n.seq for n in next_news(reader)]
    if len(seen) < 2:
        seen += [n.seq for n in next_news(reader)]
    assert seen == [1, 3]


def test_a_notice_that_comes_while_a_look_is_answered_is_kept(store, store_database):
    """It may be of a change that the look was too early to see."""
    import psycopg

    line = store.feed_line()
    assert line.has_moved()  # the first look is always made
    with psycopg.connect(store_database) as holder:
        holder.execute("LOCK TABLE feed IN ACCESS EXCLUSIVE MODE")
        look = threading.Thread(target=line.rows, args=(0, 10))
        look.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        with psycopg.connect(store_database, autocommit=True) as writer:
            until = time.monotonic() + 60
            while writer.execute(waiting).fetchone() == (0,) and time.monotonic() < until:
                pass
            writer.execute("NOTIFY tidemill")
    look.join()
    assert line.has_moved()
    assert not line.has_moved()
    line.close()


def test_a_store_held_locked_says_so_as_a_busy_file_does(store, store_database, monkeypatch):
    import psycopg

    impatient = postgres._BEGIN.replace("lock_timeout = 5000", "lock_timeout = 50")
    assert impatient != postgres._BEGIN
    monkeypatch.setattr(postgres, "_BEGIN", impatient)
    with psycopg.connect(store_database) as holder:
        holder.execute(f"SELECT pg_advisory_xact_lock({postgres._LOCK})")
        with pytest.raises(WorldError, match="locked") as told:
            put(store, 1)
        assert "try again" in told.value.hint
    put(store, 1)


def test_a_job_that_another_program_holds_is_passed_over(store, store_database):
    import psycopg

    with store.write() as tx:
        first, second = (queue.enqueue(tx, JobRequest("k")) for _ in range(2))
    with psycopg.connect(store_database) as holder:
        holder.execute("SELECT id FROM job WHERE id = %s FOR UPDATE", (first,))
        taken = queue.claim(store, "a")
        assert taken is not None
        assert taken.id == second
        assert queue.claim(store, "a") is None
    taken = queue.claim(store, "a")
    assert taken is not None
    assert taken.id == first


def test_durable_writes_are_synced_and_relaxed_ones_do_not_wait(store):
    for durable, expected in ((True, "on"), (False, "off")):
        with store.write(durable=durable) as tx:
            assert tx.run(sa.text("SHOW synchronous_commit")).scalar_one() == expected


def test_who_reads_cannot_write(store):
    with pytest.raises(WorldError, match="may only be read"), store.read() as connection:
        connection.execute(sa.text("DELETE FROM setting"))


def test_texts_stand_in_the_order_of_their_letters_whatever_the_server_speaks(store):
    with store.write() as tx:
        for name in ("b", "ä", "B", "a", "Z"):
            settings.put(tx, name, 1)
    with store.read() as connection:
        names = sa.text("SELECT key FROM setting ORDER BY key")
        assert connection.execute(names).scalars().all() == sorted(["b", "ä", "B", "a", "Z"])


def test_a_store_tells_what_it_is_and_that_it_is_well(store):
    assert store.n_bytes() > 100_000
    assert store.problems() == []
    assert store.engine_words().startswith("PostgreSQL 1")
    assert store.latency_s() > 0
    store.checkpoint()


def test_the_mark_tells_two_databases_apart_and_is_the_same_for_all_on_this_computer(
    store, empty_database
):
    again = open_store(store.url, HeldClock())
    other = create_store(DatabaseUrl.of(empty_database), HeldClock())
    assert again.file_mark() == store.file_mark() != other.file_mark()
    assert len(store.file_mark()) <= 64
    again.close()
    other.close()


def test_moments_are_told_by_the_servers_clock(store_database):
    store = open_store(DatabaseUrl.of(store_database), SystemClock())
    before = store.clock.now()
    with store.read() as connection:
        server = connection.execute(sa.text("SELECT clock_timestamp()")).scalar_one()
    a_little = timedelta(seconds=30)  # what the way to a busy server and back may hide
    assert before - a_little < server < store.clock.now() + a_little
    store.clock.ahead_s = 3600.0
    with store.write() as tx:
        assert (tx.clock.now() - server).total_seconds() > 3000
    store.close()


# --- refusals ------------------------------------------------------------------------------------


def refused(url: str) -> NeedsYou | WorldError:
    with pytest.raises((NeedsYou, WorldError)) as told:
        open_store(DatabaseUrl.of(url), HeldClock())
    return told.value


def test_an_empty_database_says_how_to_make_a_workspace_and_stays_empty(empty_database):
    assert isinstance(refused(empty_database), NoWorkspace)
    create_store(DatabaseUrl.of(empty_database), HeldClock()).close()
    open_store(DatabaseUrl.of(empty_database), HeldClock()).close()


def test_a_database_of_something_else_is_refused(empty_database):
    ask(empty_database, "CREATE TABLE invoices (id int)")
    with pytest.raises(NeedsYou, match="not one of Tidemill's"):
        create_store(DatabaseUrl.of(empty_database), HeldClock())


def test_a_server_that_is_not_there_can_be_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    told = refused(f"postgresql://ada@127.0.0.1:{port}/team")
    assert isinstance(told, WorldError)
    assert told.message == f"The database team on 127.0.0.1:{port} can't be reached."


def test_a_database_that_is_missing_says_how_to_make_it(postgres_cluster):
    told = refused(postgres_cluster.url("nowhere"))
    assert isinstance(told, NeedsYou)
    assert told.message.startswith("There is no database nowhere on 127.0.0.1")
    assert "createdb nowhere" in told.hint


def test_an_account_the_server_does_not_know_is_named(postgres_cluster):
    told = refused(postgres_cluster.url("postgres").replace("tidemill@", "nobody_known@"))
    assert "did not let this account in" in told.message


def test_an_account_without_rights_says_whom_to_ask(store, store_database):
    ask(store_database, "DROP ROLE IF EXISTS looker")
    ask(store_database, "CREATE ROLE looker LOGIN")
    told = refused(store_database.replace("tidemill@", "looker@"))
    ask(store_database, "DROP ROLE looker")
    assert isinstance(told, NeedsYou)
    assert "does not let this account do that" in told.message


def test_a_database_without_all_letters_is_refused(postgres_cluster):
    with postgres_cluster.connect("postgres") as connection:
        connection.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
    told = refused(postgres_cluster.url("latin"))
    postgres_cluster.drop("latin")
    assert "LATIN1" in told.message
    assert "--encoding=UTF8" in told.hint


def test_a_name_too_long_to_be_found_again_is_refused_in_words(store):
    import random

    long = "".join(random.Random(7).choices([chr(n) for n in range(0x4E00, 0x9000)], k=9000))
    with pytest.raises(NeedsYou, match="too long"), store.write() as tx:
        settings.put(tx, long, 1)


# --- the upgrade ---------------------------------------------------------------------------------


@pytest.fixture
def older(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> DatabaseUrl:
    """A workspace that has the first schema."""
    from tidemill.store import versions

    url = DatabaseUrl.of(empty_database)
    with monkeypatch.context() as patch:
        for module in (versions, postgres):
            patch.setattr(module, "HEAD", "0001")
        create_store(url, HeldClock()).close()
    return url


def test_an_older_store_is_dumped_before_it_is_changed(
    older, postgres_cluster, monkeypatch, tmp_path
):
    monkeypatch.setattr(places, "backups_folder", lambda: tmp_path / "backups")
    monkeypatch.setenv("PATH", str(postgres_cluster.bin), prepend=os.pathsep)
    store = open_store(older, HeldClock())
    with store.read() as connection:
        assert (
            connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
            == HEAD
        )
    store.close()
    [dump] = (tmp_path / "backups").iterdir()
    assert dump.name == f"{older.name}-before-{HEAD}.dump"
    listing = subprocess.run(
        [Path(postgres_cluster.bin) / "pg_restore", "--list", dump],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "TABLE DATA public alembic_version" in listing


def test_an_older_store_is_left_alone_where_it_cannot_be_dumped(older, monkeypatch, tmp_path):
    monkeypatch.setattr(places, "backups_folder", lambda: tmp_path / "backups")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    told = refused(str(older))
    assert isinstance(told, NeedsYou)
    assert "no backup" in told.message
    assert "postgresql-client" in told.hint
    with postgres._driver().connect(older) as connection:
        [(version,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert version == "0001"
