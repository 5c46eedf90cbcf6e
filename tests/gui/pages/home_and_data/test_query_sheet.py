"""A database is asked in the window: its first rows are looked at, then taken in."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from held_keyring import HeldKeyring
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.datasets import Series
from tidemill.gui.pages.data.page import PAGE
from tidemill.gui.sheets.adding import FileAdding
from tidemill.gui.sheets.query_sheet import QuerySheet
from tidemill.gui.sheets.query_view_model import table_of
from tidemill.services import jobs, queries, watching
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
Open = Callable[..., Any]


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """A database with 60 orders."""
    with sqlite3.connect(tmp_path / "shop.db") as made:
        made.execute("create table orders (id integer, at text, price real)")
        rows = [(i, f"2024-05-{i % 28 + 1:02}", i / 4) for i in range(60)]
        made.executemany("insert into orders values (?, ?, ?)", rows)
    made.close()
    return f"sqlite:///{tmp_path / 'shop.db'}"


@pytest.fixture
def adding(page_context: Any, held_keyring: HeldKeyring) -> FileAdding:
    """What opens the sheet, as the window has it."""
    page_context.sheet_host.show()
    return FileAdding(page_context, "shell", page_context.sheet_host)


def opened(adding: FileAdding, qtbot: QtBot, dataset: str | None = None) -> QuerySheet:
    """The open sheet."""
    adding.open_query(dataset)
    qtbot.waitUntil(lambda: adding.sheet is not None)
    sheet = adding.sheet
    assert isinstance(sheet, QuerySheet)
    qtbot.waitUntil(sheet.isVisible)
    return sheet


def test_first_rows_are_shown_and_the_dataset_is_called_after_the_table(
    adding: FileAdding, shop: str, qtbot: QtBot
) -> None:
    sheet = opened(adding, qtbot)
    sheet.url.set_text(shop)
    sheet.query.setPlainText("select * from main.orders where price > 1")
    assert not sheet.rows.isVisible()
    qtbot.mouseClick(sheet.show_rows, LEFT)
    qtbot.waitUntil(sheet.rows.isVisible)
    model = sheet.rows.table.table_model()
    heads = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
    assert heads == ["id", "at", "price"]
    assert sheet.rows._title.text() == "First 50 rows of shop.db"
    assert model.index(0, 2).data() == "1.25"
    assert sheet.into.dataset() == "orders"
    sheet.query.setPlainText("select 1")
    assert not sheet.rows.isVisible()


def test_rows_are_taken_in_as_a_new_dataset_and_asked_for_again(
    workspace: Workspace, adding: FileAdding, shop: str, qtbot: QtBot, page_context: Any
) -> None:
    sheet = opened(adding, qtbot)
    sheet.url.set_text(shop)
    sheet.query.setPlainText("select * from orders")
    sheet.into.name.set_text("orders")
    sheet.series.set_value(str(Series.APPEND))
    with qtbot.waitSignal(adding.added) as added:
        qtbot.keyClick(sheet.into.name.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert added.args is not None
    assert added.args[0] == "orders"
    [job] = jobs.newest(workspace)
    assert job.params["series"] == str(Series.APPEND)
    [file] = watching.arrived(workspace, dataset="orders")
    assert (file.origin["url"], file.origin["query"]) == (shop, "select * from orders")
    assert page_context.workers == ["asked"]
    assert adding.sheet is None
    again = opened(adding, qtbot, "orders")
    assert (again.url.text(), again.query.text()) == (shop, "select * from orders")


def test_a_password_in_the_url_goes_into_its_own_hidden_field(
    adding: FileAdding, qtbot: QtBot, held_keyring: HeldKeyring, workspace: Workspace
) -> None:
    sheet = opened(adding, qtbot)
    sheet.url.edit.setFocus()
    sheet.url.set_text("postgresql://ada:hunter2@127.0.0.1:9/shop")
    sheet.query.setFocus()
    qtbot.waitUntil(lambda: sheet.password.text() == "hunter2")
    assert "hunter2" not in sheet.url.text()
    assert sheet.password.edit.displayText() != "hunter2"
    sheet.query.setPlainText("select 1 as a")
    sheet.into.name.set_text("orders")
    with qtbot.waitSignal(adding.added):
        qtbot.mouseClick(sheet.primary, LEFT)
    assert list(held_keyring.held.values()) == ["hunter2"]
    found = queries.last(workspace, "orders")
    assert found is not None
    assert "hunter2" not in str(found.origin)


@pytest.mark.parametrize(
    ("url", "sql", "said"),
    [
        ("shop", "select 1", "That is no URL of a database."),
        ("sqlite:////nowhere/shop.db", "select 1", "There is no file /nowhere/shop.db."),
        ("", "select 1", ""),
        ("sqlite:////nowhere/shop.db", "", ""),
    ],
)
def test_what_can_not_be_asked_is_said_in_words(
    adding: FileAdding, qtbot: QtBot, url: str, sql: str, said: str
) -> None:
    sheet = opened(adding, qtbot)
    sheet.url.set_text(url)
    sheet.query.setPlainText(sql)
    qtbot.mouseClick(sheet.show_rows, LEFT)
    if said:
        qtbot.waitUntil(lambda: sheet.model.state.error is not None)
        assert sheet._error.isVisible()
        error = sheet.model.state.error
        assert error is not None
        assert error.message == said
    else:
        assert not sheet.model.state.is_asking
        assert bool(sheet.url.error()) is not bool(url)


def test_nothing_is_taken_in_without_a_name(adding: FileAdding, shop: str, qtbot: QtBot) -> None:
    sheet = opened(adding, qtbot)
    sheet.url.set_text(shop)
    sheet.query.setPlainText("select * from orders")
    qtbot.mouseClick(sheet.primary, LEFT)
    assert sheet.into.name.error() == "Give the new dataset a name."
    assert not sheet.model.state.is_adding


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_data_page_asks_for_a_database_from_its_bar_and_from_a_dataset(
    open_page: Open, page_context: Any, qtbot: QtBot, theme: str
) -> None:
    asked: list[str | None] = []
    page_context.query_database = asked.append
    view = open_page(PAGE)
    assert view.query in view.bar_actions()
    qtbot.mouseClick(view.query, LEFT)
    view = open_page(PAGE, "data/flights")
    command = next(c for c in view.commands() if c.id == "data.dataset.query")
    command.run()
    assert asked == [None, "flights"]


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("select * from Orders o", "orders"),
        ('select a FROM "public"."big_orders" where 1', "big_orders"),
        ("select 1", ""),
    ],
)
def test_the_table_of_a_query_is_what_it_reads_first(sql: str, name: str) -> None:
    assert table_of(sql) == name
