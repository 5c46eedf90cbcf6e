"""A table of a mirrored window: rows begin at the right, numbers keep their right edge."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import theme
from tidemill.gui.kit.cells import (
    AvatarCell,
    ChangedCell,
    ChipCell,
    RunCell,
    ScoreCell,
    StatusCell,
    TextCell,
    TwoLineCell,
)
from tidemill.gui.kit.table import CHECK, GroupRow, LazyTable, RowsSource, TableColumn

LEFT = Qt.MouseButton.LeftButton
RTL, LTR = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight


@pytest.fixture(autouse=True)
def direction() -> Iterator[None]:
    QGuiApplication.setLayoutDirection(RTL)
    yield
    QGuiApplication.setLayoutDirection(LTR)


def shown(qtbot: QtBot, columns: Any, rows: list[dict[str, Any]], **given: Any) -> LazyTable:
    table = LazyTable(columns, RowsSource(rows), **given)
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.show()
    qtbot.waitExposed(table)
    return table


def inked(image: QImage) -> tuple[int, int]:
    """The first and the last column of pixels that are not as the ground."""
    ground = image.pixel(0, 0)
    found = [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != ground for y in range(image.height()))
    ]
    return (found[0], found[-1]) if found else (-1, -1)


def cell(table: LazyTable, column: str) -> QImage:
    """The picture of the first row's cell, without the lines around it."""
    head = table.head()
    at = table.table_model().column_at(column)
    left, wide = head.section_left(at), head.sectionSize(at)
    seen = table.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return seen.copy(left, 2, wide, table.row_height() - 4)


KINDS: list[tuple[str, Any]] = [
    ("text", "Random forest"),
    ("text", TextCell("temp", icon="hash", chips=(ChipCell("time", "plain"),))),
    ("status_text", StatusCell("good", "3 of 3")),
    ("chips", ["v5"]),
    ("avatar", AvatarCell("ines")),
    ("two_line", TwoLineCell("flights", "12 versions", icon="database", has_tile=True)),
    ("score_bar", ScoreCell(0.7)),
    ("runs", RunCell((("0.5%", "text"), (" to ", "text3"), ("0.6%", "text")))),
    ("text", ChangedCell("old", "new")),
]


@pytest.mark.parametrize(("kind", "value"), KINDS, ids=lambda one: str(type(one).__name__))
def test_cells_begin_at_the_right(kind: str, value: Any, qtbot: QtBot) -> None:
    columns = [TableColumn("a", "A", 300, kind=kind), TableColumn("b", "B", 280)]
    table = shown(qtbot, columns, [{"id": 1, "a": value, "b": "x"}])
    first, last = inked(cell(table, "a"))
    assert 300 - 16 - 3 <= last < 300 - 12  # 16 px from the outer edge, as at the left else
    assert first > 60  # nothing is left at the other side


def test_numbers_stand_below_each_other_at_their_right_edge(qtbot: QtBot) -> None:
    columns = [
        TableColumn("a", "A", 200),
        TableColumn("n", "Rows", 200, kind="number", decimals=0),
        TableColumn("z", "Z", 180),
    ]
    rows = [{"id": at, "a": "x", "n": n, "z": ""} for at, n in enumerate((7, 1_234_567))]
    table = shown(qtbot, columns, rows)
    head = table.head()
    assert head.section_left(0) > head.section_left(1) > head.section_left(2)
    seen = table.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    tall = table.row_height()
    left = head.section_left(1)
    ends = [inked(seen.copy(left, row * tall + 2, 200, tall - 4)) for row in (0, 1)]
    assert abs(ends[0][1] - ends[1][1]) <= 2
    assert ends[0][0] > ends[1][0] + 30
    caption = head.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert abs(inked(caption.copy(left, 2, 200, head.height() - 5))[1] - ends[0][1]) <= 3


def test_what_is_clicked_is_what_is_seen_there(qtbot: QtBot) -> None:
    columns = [TableColumn("a", "A", 200), TableColumn("b", "B", 200)]
    rows = [{"id": at, "a": "x", "b": "y"} for at in range(3)]
    table = shown(qtbot, columns, rows, selection="multi", checks=True)
    sorted_by: list[str] = []
    table.sort_requested.connect(lambda column, _up: sorted_by.append(column))
    wide = table.viewport().width()
    qtbot.mouseClick(table.viewport(), LEFT, pos=QPoint(wide - 20, 10))  # the box of the first row
    assert table.selected_keys() == [0]
    assert inked(cell(table, CHECK)) == (8, 40 - 16 - 1)
    middle = table.head().height() // 2
    for x in (wide - 80, wide - 280):
        qtbot.mouseClick(table.head().viewport(), LEFT, pos=QPoint(x, middle))
    assert sorted_by == ["a", "b"]


def test_frozen_columns_stay_at_the_right_while_the_others_move(qtbot: QtBot) -> None:
    columns = [
        TableColumn("run", "Run", 160, frozen=True),
        *(TableColumn(f"c{n}", f"c{n}", 120, kind="number") for n in range(10)),
    ]
    row = {"id": 1, "run": "calm-crane"} | {f"c{n}": n for n in range(10)}
    table = shown(qtbot, columns, [row])
    wide = table.viewport().width()
    before = table.viewport().grab().toImage().copy(wide - 150, 0, 150, 30)
    bar = table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    head = table.head()
    assert head.offset() > 0
    assert head.section_left(0) == wide - 160
    assert table.viewport().grab().toImage().copy(wide - 150, 0, 150, 30) == before
    assert head.column_under(wide - 20) == 0
    assert head.column_under(5) == 10  # the last one is all the way at the left
    assert head.in_sight(list(range(11)))[0] == 0
    assert 10 in head.in_sight(list(range(11)))


def test_a_column_is_made_wider_by_its_left_edge(qtbot: QtBot) -> None:
    columns = [TableColumn("a", "A", 200), TableColumn("b", "B", 200)]
    table = shown(qtbot, columns, [{"id": 1, "a": "x", "b": "y"}])
    head = table.head()
    edge = head.section_left(0)
    spot = QPoint(edge + 1, head.height() // 2)
    qtbot.mouseMove(head.viewport(), spot)
    qtbot.mousePress(head.viewport(), LEFT, pos=spot)
    for by in (10, 40):
        qtbot.mouseMove(head.viewport(), spot - QPoint(by, 0))
    qtbot.mouseRelease(head.viewport(), LEFT, pos=spot - QPoint(40, 0))
    assert head.sectionSize(0) == 240
    assert table.hand_widths() == {"a": 240}


def test_groups_begin_at_the_right_and_their_figures_stand_in_their_columns(qtbot: QtBot) -> None:
    columns = [TableColumn("a", "A", 300), TableColumn("n", "N", 300, kind="number")]

    class Grouped(RowsSource):
        def group(self, row: int) -> GroupRow | None:
            known = {"n": ("0.2411",)}
            return GroupRow("g", "flights-late", "15 runs", figures=known) if row == 0 else None

        def group_rows(self) -> list[int]:
            return [0]

    table = LazyTable(columns, Grouped([{"id": at, "a": "x", "n": 1} for at in range(2)]))
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.show()
    qtbot.waitExposed(table)
    seen = table.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wide, tall = table.viewport().width(), table.row_height()
    ground = QColor(seen.pixel(3, 3))
    assert ground == theme.colour("subtle")
    words = inked(seen.copy(wide - 300, 2, 300, tall - 4))
    assert words[1] >= 300 - 14 - 10  # the chevron, where rows begin
    figure = inked(seen.copy(0, 2, wide - 300, tall - 4))
    assert figure[1] > 300 - 16 - 8  # below the numbers' right edge
    assert figure[0] > 200
