"""What a screen reader is told of every page: a name, a role and a state for all one can reach."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from shiboken6 import isValid
from told_controls import reached, wrong

from tidemill.base.clock import HeldClock, SystemClock
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.table import LazyTable
from tidemill.gui.shell.page import Page, PageView, discover
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace

Open = Callable[..., PageView]
every_page = pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace in which time stands."""
    made = spaces.create(tmp_path / "workspace", clock=HeldClock(SystemClock().now()))
    yield made
    made.close()


@every_page
def test_all_that_can_be_reached_is_told_by_name_role_and_state(
    page: Page, filled: Workspace, open_page: Open, page_context: Any
) -> None:
    found, host = {}, page_context.sheet_host
    for _, address in page.picture_addresses(filled):
        view = open_page(page, address)
        found |= {one: address for one in map(wrong, reached(host)) if one}
        for sheet in page_context.sheets:
            if isValid(sheet):
                sheet.close_sheet()
        view.hide()
    assert found == {}


@every_page
def test_charts_say_what_they_show_and_tables_say_their_cells(
    page: Page, filled: Workspace, open_page: Open, page_context: Any
) -> None:
    host = page_context.sheet_host
    silent: dict[str, str] = {}
    for _, address in page.picture_addresses(filled):
        view = open_page(page, address)
        charts = [chart for chart in host.findChildren(Chart) if chart.isVisible()]
        tables = [table for table in host.findChildren(LazyTable) if table.isVisible()]
        silent |= {one: address for one in map(silence_of_chart, charts) if one}
        silent |= {one: address for one in map(silence_of_table, tables) if one}
        view.hide()
    assert silent == {}


def silence_of_chart(chart: Chart) -> str:
    """What a chart does not tell; empty where it says itself in a sentence and as a table."""
    told = QAccessible.queryAccessibleInterface(chart).text(QAccessible.Text.Description)
    header, rows = chart.as_table()
    if not told.strip():
        return f"{type(chart).__name__} {chart.name()!r}: no sentence"
    if any(len(row) != len(header) for row in rows):
        return f"{type(chart).__name__} {chart.name()!r}: a row of its table is not as its head"
    return ""


def silence_of_table(table: LazyTable) -> str:
    """What a table does not tell; empty where every cell of its first rows has its words."""
    model = table.table_model()
    for row in range(min(model.rowCount(), 5)):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            said = index.data(Qt.ItemDataRole.AccessibleTextRole)
            if not isinstance(said, str):
                head = model.headerData(column, Qt.Orientation.Horizontal)
                return f"table {table.accessibleName()!r}: {head} of row {row} says {said!r}"
    return ""
