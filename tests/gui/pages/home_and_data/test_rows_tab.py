"""The Rows tab: filtered in SQL, sorted by a click, columns hidden, a row gone to."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tidemill.gui.pages.data.page import PAGE
from tidemill.services import personal_data
from tidemill.services.workspace import Workspace

Open = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tab(open_page: Open, filled: Any, qtbot: QtBot) -> Any:
    """The rows of the newest version of flights."""
    view = open_page(PAGE, "data/flights/rows")
    qtbot.waitUntil(view.is_settled)
    return view


def settled(view: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(view.is_settled)


def column(view: Any, name: str, n: int = 5) -> list[Any]:
    return list(view.dataset.rows.table.source().block(0, n, name))


def test_a_condition_narrows_the_rows_and_says_how_many_there_are(tab: Any, qtbot: QtBot) -> None:
    part = tab.dataset.rows
    assert part._count.text() == "1,600 rows, in the order they came"
    assert tab.focus_filter()
    qtbot.keyClicks(part.where.edit, "carrier = 'UA' and distance > 1000")
    qtbot.keyClick(part.where.edit, Qt.Key.Key_Return)
    settled(tab, qtbot)
    assert set(column(tab, "carrier")) == {"UA"}
    n = part.table.source().row_count()
    assert 0 < n < 1600
    assert part._count.text().startswith(f"{n} of 1,600 rows (")
    assert tab.address() == [
        "flights", "rows", "?where=carrier+%3D+%27UA%27+and+distance+%3E+1000",
    ]  # fmt: skip
    numbers = [int(text.replace(",", "")) for text in column(tab, "#")]
    assert numbers == sorted(numbers)
    assert numbers != [1, 2, 3, 4, 5]
    assert tab.step_back()
    settled(tab, qtbot)
    assert part.table.source().row_count() == 1600


def test_a_wrong_condition_is_told_and_the_rows_stay(tab: Any, qtbot: QtBot) -> None:
    part = tab.dataset.rows
    part.where.edit.setText("distances > 1000")
    qtbot.keyClick(part.where.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(part.where.error()))
    assert "distances" in part.where.error()
    assert part.where.edit.wrong_at() == (0, 9)
    assert part.table.source().row_count() == 1600
    part.where.edit.setText("distance > 1000; drop table x")
    qtbot.keyClick(part.where.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(part.where.error()))


def test_a_condition_that_no_row_fulfils_offers_all_rows(tab: Any, qtbot: QtBot) -> None:
    part = tab.dataset.rows
    part.where.wanted.emit("distance < 0")
    settled(tab, qtbot)
    assert part.rows.empty.isVisible()
    qtbot.mouseClick(part.rows.empty.button, LEFT)
    settled(tab, qtbot)
    assert part.table.source().row_count() == 1600


def test_a_click_on_a_head_sorts_with_missing_values_last(tab: Any, qtbot: QtBot) -> None:
    part = tab.dataset.rows
    part.table.sort_requested.emit("distance", True)
    settled(tab, qtbot)
    rising = [int(text) for text in column(tab, "distance", 50)]
    assert rising == sorted(rising)
    part.table.sort_requested.emit("distance", False)
    settled(tab, qtbot)
    falling = [int(text) for text in column(tab, "distance", 50)]
    assert falling == sorted(falling, reverse=True)
    assert part._count.text() == "1,600 rows, by distance, falling"


def test_columns_are_hidden_and_shown_again(tab: Any, qtbot: QtBot) -> None:
    part = tab.dataset.rows
    part.hide_column("carrier")
    assert "carrier" not in [c.id for c in part.table.columns()]
    assert part._columns.words() == "Columns, 1 hidden"
    part.open_columns()
    part._popover._on_every()
    part._popover.close()
    assert "carrier" in [c.id for c in part.table.columns()]


def test_going_to_a_row_finds_it_also_among_filtered_ones(tab: Any, qtbot: QtBot) -> None:
    part = tab.dataset.rows
    part.go_to(1200)
    settled(tab, qtbot)
    assert part.table.current_key() == 1199
    part.where.wanted.emit("carrier = 'UA'")
    settled(tab, qtbot)
    second = int(column(tab, "#", 2)[1].replace(",", ""))
    part.go_to(second)
    assert part.table.current_key() == 1
    part.go_to(second + 1 if second + 1 not in part.model._numbers + 1 else second - 1)
    assert "is not among the rows shown" in part._count.text()


def test_selected_rows_are_copied_with_their_heads(tab: Any) -> None:
    part = tab.dataset.rows
    part.table.select_keys([0, 1])
    part.table.copy_rows()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Row\tflight_id")
    assert len(lines) == 3


@pytest.mark.usefixtures("filled")
def test_an_address_opens_the_rows_under_a_condition(open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE, "data/flights/rows?where=carrier%20%3D%20%27UA%27")
    settled(view, qtbot)
    assert set(column(view, "carrier")) == {"UA"}


@pytest.mark.usefixtures("filled")
def test_personal_columns_are_masked_and_nobody_filters_by_them(
    open_page: Open, qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    personal_data.mark(workspace, "flights", "carrier", on=True)
    monkeypatch.setattr(personal_data, "may_see", lambda _: False)
    view = open_page(PAGE, "data/flights/rows")
    settled(view, qtbot)
    assert set(column(view, "carrier")) == {"•••"}
    part = view.dataset.rows
    part.where.edit.setText("carrier = 'UA'")
    qtbot.keyClick(part.where.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(part.where.error()))
    assert "carrier is personal" in part.where.error()
