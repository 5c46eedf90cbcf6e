"""Queries of databases outside: streamed, read only, stoppable, passwords held apart."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tidemill.base.errors import Cancelled, NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.store import outside_queries
from tidemill.store.outside_queries import Source, running

ENDLESS = {
    "sqlite": (
        "with recursive n(i) as (select 1 union all select i + 1 from n) "
        "select count(*) from n where i < 0"
    ),
    "postgresql": "select pg_sleep(600)",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Source]:
    """A database with a table of three orders."""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgres_cluster")
        name = cluster.database()
        source = Source.of(cluster.url(name))
    else:
        name, cluster = "", None
        source = Source.of(f"sqlite:///{tmp_path / 'shop.db'}")
    engine = sa.create_engine(source.url, execution_options={"no_parameters": True})
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "create table orders (id integer, at timestamp, price float, city text)"
        )
        connection.exec_driver_sql(
            "insert into orders values (1, '2024-05-01 10:00:00', 9.5, '=1+1'), "
            "(2, null, null, 'a:b %s'), (3, '2024-05-03 00:00:00', -1, '007')"
        )
    engine.dispose()
    yield source
    if cluster is not None:
        cluster.drop(name)


def rows_of(source: Source, sql: str, **options: Any) -> tuple[tuple[str, ...], list[Any]]:
    with running(source, sql, Silent(), **options) as rows:
        return rows.names, [row for block in rows for row in block]


def test_a_query_gives_its_names_and_rows_as_the_database_has_them(shop):
    names, rows = rows_of(shop, "select id, price, city from orders order by id;")
    assert names == ("id", "price", "city")
    assert rows == [(1, 9.5, "=1+1"), (2, None, "a:b %s"), (3, -1.0, "007")]


def test_colons_and_per_cent_signs_in_a_query_are_its_own(shop):
    _, rows = rows_of(shop, "select id from orders where city like 'a:b %' or city = ':x'")
    assert rows == [(2,)]


def test_columns_of_one_name_are_told_apart_by_a_number(shop):
    assert rows_of(shop, "select id, id from orders")[0] == ("id", "id (2)")


def test_more_rows_than_a_block_come_in_blocks(shop, monkeypatch):
    monkeypatch.setattr(outside_queries, "BLOCK", 2)
    with running(shop, "select id from orders order by id", Silent()) as rows:
        assert list(rows) == [[(1,), (2,)], [(3,)]]


@pytest.mark.parametrize(
    "sql", ["delete from orders", "update orders set price = 0", "drop table orders"]
)
def test_a_query_that_would_change_something_is_refused_and_changes_nothing(shop, sql):
    with pytest.raises(NeedsYou):
        rows_of(shop, sql)
    assert len(rows_of(shop, "select * from orders where price is not null")[1]) == 2


def test_a_query_that_the_database_refuses_is_told_in_its_words(shop):
    with pytest.raises(NeedsYou, match=r"refused the query.*nowhere"):
        rows_of(shop, "select * from nowhere")
    with pytest.raises(NeedsYou, match="There is no query"):
        rows_of(shop, "  \n")


def test_a_query_that_runs_without_end_stops_when_asked(shop):
    stopped = Silent()
    timer = threading.Timer(0.3, stopped.stop)
    timer.start()
    with (
        pytest.raises(Cancelled),
        running(shop, ENDLESS[shop.url.get_backend_name()], stopped) as rows,
    ):
        list(rows)
    timer.join()


def test_a_query_over_its_time_is_ended_and_told(shop):
    with pytest.raises(NeedsYou, match=r"took longer than 1 second"):
        rows_of(shop, ENDLESS[shop.url.get_backend_name()], limit_s=1)


def test_times_come_as_times_from_a_database_that_knows_them(request):
    cluster = request.getfixturevalue("postgres_cluster")
    name = cluster.database()
    sql = "select timestamp '2024-05-01 10:00' as at, 12345678901234567890::numeric as big"
    _, [(at, big)] = rows_of(Source.of(cluster.url(name)), sql)
    cluster.drop(name)
    assert at == datetime(2024, 5, 1, 10)  # noqa: DTZ001  as the database has it
    assert int(big) == 12345678901234567890


@pytest.mark.parametrize(
    ("text", "kept", "password"),
    [
        ("postgresql://ada:s%40t@h/shop", "postgresql+psycopg://ada@h/shop", "s@t"),
        ("postgres://h/shop?password=x", "postgresql+psycopg://h/shop", "x"),
        ("postgresql://h:5433/shop?sslmode=require", None, None),
        ("mysql+pymysql://ada@h/shop", "mysql+pymysql://ada@h/shop", None),
        ("sqlite:////data/shop.db", "sqlite:////data/shop.db", None),
    ],
)
def test_a_password_is_held_apart_from_the_url_that_is_kept(text, kept, password):
    source = Source.of(text)
    assert source.password == password
    if kept:
        assert str(source) == kept
    assert "s%40t" not in repr(source)
    assert Source.of(str(source)) == source


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("orders.csv", "no URL of a database"),
        ("sqlite://", "names no SQLite file"),
        ("mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BPWD%3Dy", "holds a secret"),
    ],
)
def test_a_url_that_can_not_be_used_is_told(text, said):
    with pytest.raises(NeedsYou, match=said):
        Source.of(text)


def test_a_missing_driver_and_a_missing_file_are_told(tmp_path):
    with pytest.raises(NeedsYou, match="no driver here for nosuch"):
        rows_of(Source.of("nosuch://h/d"), "select 1")
    with pytest.raises(NeedsYou, match="There is no file"):
        rows_of(Source.of(f"sqlite:///{tmp_path / 'gone.db'}"), "select 1")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "none.db").write_bytes(b"no database at all, only text " * 99)
    with pytest.raises(NeedsYou, match="no whole SQLite database"):
        rows_of(Source.of(f"sqlite:///{tmp_path / 'none.db'}"), "select * from t")


def test_a_server_that_is_not_there_is_told_as_the_worlds_fault():
    with pytest.raises(WorldError, match="can't be reached"):
        rows_of(Source.of("postgresql://ada@127.0.0.1:9/shop"), "select 1")


def test_a_file_that_others_write_to_stays_theirs(tmp_path):
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as made:
        made.execute("pragma journal_mode = wal")
        made.execute("create table t (a)")
        made.execute("insert into t values (1)")
    made.close()
    before = path.read_bytes()
    assert rows_of(Source.of(f"sqlite:///{path}"), "select a from t")[1] == [(1,)]
    assert path.read_bytes() == before
