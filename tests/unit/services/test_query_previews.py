"""The first rows of a database's answer: shown without keeping anything."""

import sqlite3
from pathlib import Path

import pytest
from held_keyring import HeldKeyring

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.progress import Silent
from tidemill.services import datasets, passwords, query_previews
from tidemill.services.workspace import Workspace


@pytest.fixture
def shop(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "shop.db") as made:
        made.execute("create table orders (id integer, at text, price real, photo blob)")
        rows = [
            (i, f"2024-05-{i % 28 + 1:02}", None if i == 2 else i / 4, b"xyz") for i in range(99)
        ]
        made.executemany("insert into orders values (?, ?, ?, ?)", rows)
    made.close()
    return f"sqlite:///{tmp_path / 'shop.db'}"


def test_the_first_rows_are_shown_as_texts_and_nothing_is_kept(
    workspace: Workspace, shop: str, held_keyring: HeldKeyring
) -> None:
    found = query_previews.first_rows(workspace, shop, "select * from orders", Silent())
    assert (found.source, found.is_all, len(found.rows)) == ("shop.db", False, 50)
    assert found.names == ("id", "at", "price", "photo")
    assert found.are_numbers == (True, False, True, False)
    assert found.rows[1] == ("1", "2024-05-02", "0.25", "3 bytes")
    assert found.rows[2][2] == ""
    assert held_keyring.held == {}
    assert datasets.every(workspace) == []


def test_a_short_answer_is_told_to_be_whole(workspace: Workspace, shop: str) -> None:
    sql = "select id from orders where id < 3 order by id"
    found = query_previews.first_rows(workspace, shop, sql, Silent())
    assert found.is_all
    assert found.rows == (("0",), ("1",), ("2",))
    none = query_previews.first_rows(workspace, shop, "select id from orders where 0", Silent())
    assert (none.is_all, none.rows) == (True, ())


def test_a_query_that_would_change_the_database_is_refused_in_words(
    workspace: Workspace, shop: str
) -> None:
    with pytest.raises(NeedsYou, match="only read"):
        query_previews.first_rows(workspace, shop, "delete from orders returning id", Silent())
    found = query_previews.first_rows(workspace, shop, "select count(*) from orders", Silent())
    assert found.rows == (("99",),)


def test_a_look_can_be_stopped(workspace: Workspace, shop: str) -> None:
    class Stopped(Silent):
        def check(self) -> None:
            raise Cancelled

    endless = (
        "with recursive n(i) as (select 1 union all select i + 1 from n) "
        "select max(i) from n where i < 0 or i > 1e18"
    )
    with pytest.raises(Cancelled):
        query_previews.first_rows(workspace, shop, endless, Stopped())


def test_a_password_is_moved_out_of_its_url() -> None:
    split = passwords.split("postgresql://ada:hunter2@server/shop")
    assert split == ("postgresql+psycopg://ada@server/shop", "hunter2")
    assert passwords.source_of(split[0], "other").password == "other"
    assert passwords.source_of("postgresql://ada:hunter2@server/shop").password == "hunter2"
    with pytest.raises(NeedsYou, match="no URL"):
        passwords.split("shop")
