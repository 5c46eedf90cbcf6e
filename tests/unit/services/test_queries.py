"""Results of queries become versions; the origin is kept, passwords are not."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import keyring
import pytest
import sqlalchemy as sa
from held_keyring import HeldKeyring
from keyring.backends import fail

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.progress import Silent
from tidemill.catalog.readers import parquet
from tidemill.domain.columns import Kind
from tidemill.domain.datasets import Series
from tidemill.domain.jobs import Job
from tidemill.domain.watches import FileState
from tidemill.services import datasets, passwords, queries, watching
from tidemill.store import schema
from tidemill.store.outside_queries import Source

Drain = Callable[[], list[Job]]


@pytest.fixture(autouse=True)
def _own_keyring(held_keyring: HeldKeyring) -> None:
    """No test asks the system's keyring."""


@pytest.fixture
def shop(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "shop.db") as made:
        made.execute("create table orders (id integer, at text, price real, zip text)")
        rows = [(i, f"2024-05-{i % 28 + 1:02}", i / 4, f"{i:05}") for i in range(100)]
        made.executemany("insert into orders values (?, ?, ?, ?)", rows)
    made.close()
    return f"sqlite:///{tmp_path / 'shop.db'}"


def only_job(drain: Drain) -> Job:
    (job,) = drain()
    return job


def test_a_query_makes_a_version_that_knows_where_it_came_from(workspace, drain, shop):
    queries.add(workspace, shop, "select * from orders", dataset="orders", target="price")
    job = only_job(drain)
    version = datasets.version(workspace, "orders")
    assert (version.rows, version.number) == (100, 1)
    assert datasets.find(workspace, "orders").dataset.series is Series.REPLACE
    kinds = {c.name: c.kind for c in version.schema.columns}
    assert kinds["at"] is Kind.DATETIME
    assert kinds["zip"] in (Kind.CATEGORICAL, Kind.TEXT)
    assert version.schema.target == "price"
    (file,) = watching.arrived(workspace, dataset="orders")
    assert file.origin["url"] == shop
    assert file.origin["query"] == "select * from orders"
    assert version.source == "shop.db (query)"
    assert job.result["versions"] == [version.id]


def test_running_it_again_makes_the_next_version_of_what_has_changed(workspace, drain, shop):
    queries.add(workspace, shop, "select * from orders", dataset="orders")
    only_job(drain)
    queries.again(workspace, "orders")
    only_job(drain)
    assert datasets.version(workspace, "orders").number == 1
    newest = watching.arrived(workspace, dataset="orders")[0]
    assert newest.state is FileState.SKIPPED
    with sqlite3.connect(shop.removeprefix("sqlite:///")) as made:
        made.execute("insert into orders values (100, '2024-06-01', 1, '00100')")
    made.close()
    queries.again(workspace, "orders")
    only_job(drain)
    assert (datasets.version(workspace, "orders").number) == 2
    assert datasets.version(workspace, "orders").rows == 101


def test_in_an_append_series_running_it_again_brings_the_new_rows_only(workspace, drain, shop):
    sql = "select * from orders order by id"
    queries.add(workspace, shop, sql, dataset="orders", series=Series.APPEND)
    only_job(drain)
    with sqlite3.connect(shop.removeprefix("sqlite:///")) as made:
        made.execute("insert into orders values (100, '2024-06-01', 1, '00100')")
    made.close()
    queries.again(workspace, "orders")
    only_job(drain)
    version = datasets.version(workspace, "orders")
    assert (version.number, version.added_rows, version.rows) == (2, 1, 101)


def test_a_query_that_fails_is_set_aside_with_the_reason_and_leaves_no_version(
    workspace, drain, shop
):
    queries.add(workspace, shop, "select * from nowhere", dataset="orders")
    job = only_job(drain)
    assert "no such table" in (job.error or "")
    (file,) = watching.arrived(workspace, dataset="orders")
    assert file.state is FileState.SET_ASIDE
    with pytest.raises(NotThere):
        datasets.find(workspace, "orders")


def test_a_query_without_rows_is_told(workspace, drain, shop):
    queries.add(workspace, shop, "select * from orders where id < 0", dataset="orders")
    assert "gave no rows" in (only_job(drain).error or "")


def test_there_is_nothing_to_run_again_where_no_query_was(workspace, drain, tmp_path):
    with pytest.raises(NotThere):
        queries.again(workspace, "orders")


def test_a_password_goes_to_the_keyring_and_nowhere_else(workspace, held_keyring, tmp_path):
    url = "postgresql://ada:hunter2@127.0.0.1:9/shop"
    queries.add(workspace, url, "select 1", dataset="orders")
    kept = "postgresql+psycopg://ada@127.0.0.1:9/shop"
    assert held_keyring.held == {("tidemill", kept): "hunter2"}
    assert passwords.with_password(Source.of(kept)).password == "hunter2"
    with workspace.store.read() as connection:
        for table in schema.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                assert "hunter2" not in str(row)
    assert not any(b"hunter2" in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())


def test_the_environment_is_asked_before_the_keyring(held_keyring, monkeypatch):
    monkeypatch.setenv(passwords.VARIABLE, "from outside")
    source = Source.of("postgresql://ada@h/shop")
    assert passwords.with_password(source).password == "from outside"


def test_without_a_keyring_a_password_is_refused_with_a_way_out(workspace):
    keyring.set_keyring(fail.Keyring())
    with pytest.raises(NeedsYou, match="no keyring"):
        queries.add(workspace, "postgresql://a:b@h/d", "select 1", dataset="orders")
    assert passwords.with_password(Source.of("postgresql://a@h/d")).password is None


def test_values_keep_their_types_on_the_way_from_postgresql(request, tmp_path):
    cluster = request.getfixturevalue("postgres_cluster")
    name = cluster.database()
    sql = """
        select i::bigint * 1000000007 as n, i / 4.0::float8 as x, i % 2 = 0 as even,
            timestamptz '2024-05-01 12:00+02' + i * interval '1 day' as at,
            date '2024-02-29' as day, lpad(i::text, 5, '0') as zip,
            (i * 1.10)::numeric(10, 2) as price,
            nullif(i, 3) as gap, jsonb_build_object('a', i) as nested
        from generate_series(0, 4) i order by i
    """
    path = tmp_path / "q.parquet"
    assert queries.write(Source.of(cluster.url(name)), sql, path, Silent()) == 5
    cluster.drop(name)
    result = parquet.read(path, None, Silent())
    frame = {column.name: column.to_list() for column in result.frame}
    assert frame["n"] == [i * 1000000007 for i in range(5)]
    assert frame["x"] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert frame["even"] == [True, False, True, False, True]
    assert frame["at"][1].replace(tzinfo=UTC) == datetime(2024, 5, 2, 10, tzinfo=UTC)
    assert frame["zip"] == ["00000", "00001", "00002", "00003", "00004"]
    assert frame["price"] == [0.0, 1.1, 2.2, 3.3, 4.4]
    assert frame["gap"] == [0, 1, 2, None, 4]
    assert frame["nested"][1] == '{"a": 1}'
    assert result.schema["day"].kind is Kind.DATETIME


def test_more_rows_than_a_block_are_written_in_their_order(shop, tmp_path, monkeypatch):
    monkeypatch.setattr("tidemill.base.staged_rows.BLOCK", 7)
    monkeypatch.setattr("tidemill.store.outside_queries.BLOCK", 7)
    path = tmp_path / "q.parquet"
    queries.write(Source.of(shop), "select id, zip from orders order by id", path, Silent())
    frame = parquet.read(path, None, Silent()).frame
    assert frame["id"].to_list() == list(range(100))
    assert frame["zip"].to_list()[99] == "00099"
