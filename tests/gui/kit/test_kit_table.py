"""The lazy table: keys, mouse, selection, what it tells, what it paints, a million rows."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import motion, theme, working
from tidemill.gui.kit.cells import (
    ChipCell,
    DeltaCell,
    NumberCell,
    ScoreCell,
    StatusCell,
    TextCell,
    TwoLineCell,
    cell_text,
)
from tidemill.gui.kit.table import (
    CHECK,
    GroupRow,
    LazyTable,
    RowSelection,
    RowsSource,
    TableColumn,
)

NAMES = ("calm-crane-41", "jolly-shrew-44", "rapid-swan-47", "dusky-bream-50", "keen-egret-53")
COLUMNS = (
    TableColumn("run", "Run", 160, role="strong", stretch=1),
    TableColumn("auc", "AUC", 140, kind="score_bar", decimals=4),
    TableColumn("depth", "max_depth", 90, kind="number"),
    TableColumn("tags", "Tags", 110, kind="chips"),
)

Make = Callable[..., LazyTable]
Hover = Callable[[QWidget, QPoint], None]


def _rows(names: Sequence[str] = NAMES) -> list[dict[str, Any]]:
    return [
        {"id": n, "run": n, "auc": 0.87 - at / 1000, "depth": at, "tags": ["shortlist"]}
        for at, n in enumerate(names)
    ]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    """Show a table with five runs, or with what is given."""
    kept: list[LazyTable] = []

    def show(source: Any = None, **given: Any) -> LazyTable:
        columns = given.pop("columns", COLUMNS)
        table = LazyTable(columns, source or RowsSource(_rows()), **given)
        qtbot.addWidget(table)
        kept.append(table)
        table.resize(700, 400)
        table.show()
        table.activateWindow()
        qtbot.waitUntil(table.isActiveWindow)
        table.clearFocus()
        table.setFocus(Qt.FocusReason.TabFocusReason)
        return table

    yield show
    kept.clear()


class Told:
    """What a table told, in order."""

    def __init__(self, table: LazyTable) -> None:
        self.current: list[Hashable] = []
        self.selected: list[list[Hashable]] = []
        self.activated: list[Hashable] = []
        self.sorted: list[tuple[str, bool]] = []
        self.toggled: list[Hashable] = []
        table.current_changed.connect(self.current.append)
        table.selection_changed.connect(self.selected.append)
        table.activated_row.connect(self.activated.append)
        table.sort_requested.connect(self._sort)
        table.group_toggled.connect(self.toggled.append)

    def _sort(self, column: str, is_ascending: bool) -> None:
        self.sorted.append((column, is_ascending))


def _spot(table: LazyTable, row: int, x: int = 200) -> QPoint:
    return QPoint(x, row * table.row_height() + table.row_height() // 2)


def _click(
    qtbot: QtBot,
    table: LazyTable,
    row: int,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    x: int = 200,
) -> None:
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, _spot(table, row, x))


def test_focus_by_tab_makes_the_first_row_current(make: Make) -> None:
    table = make()
    assert table.current_key() == NAMES[0]


def test_arrows_ends_pages_and_letters_move_the_current_row(qtbot: QtBot, make: Make) -> None:
    table = make()
    told = Told(table)
    for key in (
        Qt.Key.Key_Down,
        Qt.Key.Key_J,
        Qt.Key.Key_K,
        Qt.Key.Key_Up,
        Qt.Key.Key_Up,
        Qt.Key.Key_End,
        Qt.Key.Key_Home,
        Qt.Key.Key_PageDown,
    ):
        qtbot.keyClick(table, key)
    expected = [NAMES[1], NAMES[2], NAMES[1], NAMES[0], NAMES[4], NAMES[0], NAMES[4]]
    assert told.current == expected


def test_other_letters_are_left_to_the_page(qtbot: QtBot, make: Make) -> None:
    table = make()
    heard: list[int] = []

    class Around(QWidget):
        def keyPressEvent(self, event: Any) -> None:  # noqa: N802 - Qt's own name
            heard.append(event.key())

    around = Around()
    qtbot.addWidget(around)
    QVBoxLayout(around).addWidget(table)
    around.show()
    for key in (Qt.Key.Key_C, Qt.Key.Key_Space, Qt.Key.Key_Escape):
        qtbot.keyClick(table, key)
    assert heard == [Qt.Key.Key_C, Qt.Key.Key_Space, Qt.Key.Key_Escape]
    table.setParent(None)


def test_enter_and_double_click_open_the_row(qtbot: QtBot, make: Make) -> None:
    table = make()
    told = Told(table)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=_spot(table, 2))
    assert told.activated == [NAMES[0], NAMES[2]]


def test_single_selection_follows_the_current_row(qtbot: QtBot, make: Make) -> None:
    table = make()
    told = Told(table)
    _click(qtbot, table, 3)
    assert told.selected == [[NAMES[3]]]
    assert table.is_row_selected(3)
    assert not table.is_row_selected(0)


def test_click_in_a_multi_table_only_moves(qtbot: QtBot, make: Make) -> None:
    table = make(selection="multi", checks=True)
    told = Told(table)
    _click(qtbot, table, 3)
    assert (told.current, told.selected) == ([NAMES[3]], [])


def test_checkbox_ctrl_and_space_toggle_rows(qtbot: QtBot, make: Make) -> None:
    table = make(selection="multi", checks=True)
    told = Told(table)
    _click(qtbot, table, 1, x=20)
    _click(qtbot, table, 3, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert told.selected == [[NAMES[1]], [NAMES[1], NAMES[3]], [NAMES[1]]]
    assert table.head().check_state == "some"


def test_shift_selects_from_where_it_began(qtbot: QtBot, make: Make) -> None:
    table = make(selection="multi")
    _click(qtbot, table, 1)
    _click(qtbot, table, 3, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_keys() == list(NAMES[1:4])
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_keys() == list(NAMES[1:3])
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_keys() == list(NAMES[:2])


def test_ctrl_a_selects_all_and_escape_nothing(qtbot: QtBot, make: Make) -> None:
    table = make(selection="multi", checks=True)
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_keys() == list(NAMES)
    assert table.head().check_state == "on"
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert table.selected_keys() == []
    assert table.head().check_state == "off"


def _head_click(qtbot: QtBot, table: LazyTable, column: str) -> None:
    at = table.table_model().column_at(column)
    x = table.head().section_left(at) + table.head().sectionSize(at) // 2
    spot = QPoint(x, table.head().height() // 2)
    qtbot.mouseClick(table.head().viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_click_on_a_caption_asks_to_sort_best_first_then_turns(qtbot: QtBot, make: Make) -> None:
    table = make()
    told = Told(table)
    for column in ("auc", "auc", "run", "run"):
        _head_click(qtbot, table, column)
    assert told.sorted == [("auc", False), ("auc", True), ("run", True), ("run", False)]


def test_box_in_the_head_selects_all_then_none(qtbot: QtBot, make: Make) -> None:
    table = make(selection="multi", checks=True)
    _head_click(qtbot, table, CHECK)
    assert len(table.selected_keys()) == 5
    _head_click(qtbot, table, CHECK)
    assert table.selected_keys() == []


def test_selection_and_current_row_follow_their_keys(make: Make) -> None:
    table = make(selection="multi")
    table.set_current(NAMES[1])
    table.select_keys([NAMES[0], NAMES[4]])
    told = Told(table)
    table.set_source(RowsSource(_rows(NAMES[::-1])))
    assert table.current_row() == 3
    assert table.selected_keys() == [NAMES[4], NAMES[0]]
    assert told.selected == []
    table.set_source(RowsSource(_rows(NAMES[2:])))
    assert table.current_key() is None
    assert told.selected == [[NAMES[4]]]


def _grouped() -> RowsSource:
    rows = _rows()
    return RowsSource(
        [GroupRow("a", "Sweep 41", "3 runs"), *rows[:3], GroupRow("b", "Sweep 40"), *rows[3:]]
    )


def test_group_rows_are_never_selected(qtbot: QtBot, make: Make) -> None:
    table = make(_grouped(), selection="multi", checks=True)
    table.select_all()
    assert table.selected_keys() == list(NAMES)
    assert table.head().check_state == "on"
    _click(qtbot, table, 4, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_keys() == list(NAMES)


def test_group_rows_open_and_close_by_click_enter_and_arrows(qtbot: QtBot, make: Make) -> None:
    table = make(_grouped(), selection="multi")
    told = Told(table)
    assert table.current_key() == NAMES[0]
    _click(qtbot, table, 4)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Left)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert told.toggled == ["b", "b", "b"]
    assert told.activated == []
    assert told.current == []


def test_model_says_what_is_painted(make: Make) -> None:
    table = make(_grouped())
    model = table.table_model()
    assert model.data(model.index(0, 0)) == "Sweep 41 3 runs"
    assert model.data(model.index(1, 1)) == "0.8700"
    spoken = model.data(model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "AUC: 0.8700"
    assert model.data(model.index(1, 3)) == "shortlist"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "AUC"


def test_copied_rows_keep_titles_and_order(qtbot: QtBot, make: Make) -> None:
    table = make(selection="multi", checks=True)
    table.select_keys([NAMES[2], NAMES[0]])
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Run\tAUC\tmax_depth\tTags"
    assert [line.split("\t")[0] for line in lines[1:]] == [NAMES[0], NAMES[2]]


def test_stretching_column_takes_the_room_that_is_left(qtbot: QtBot, make: Make) -> None:
    table = make()
    for wide in (700, 1000, 620):
        table.resize(wide, 300)
        qtbot.waitUntil(lambda: sum(table.column_widths().values()) == table.viewport().width())
    assert table.column_widths()["auc"] == 140


def test_kept_widths_come_back_and_no_longer_stretch(qtbot: QtBot, make: Make) -> None:
    table = make()
    table.set_column_widths({"run": 222, "gone": 10})
    table.resize(1200, 300)
    assert table.column_widths()["run"] == 222


def test_double_click_on_an_edge_fits_the_column(make: Make) -> None:
    table = make()
    table.fit_column(table.table_model().column_at("tags"))
    fitted = table.column_widths()["tags"]
    assert 60 < fitted < 110


def test_automatic_height_shows_every_row(make: Make) -> None:
    table = make(auto_height=True)
    assert table.sizeHint().height() == 32 + 5 * table.row_height()


class Million:
    """A source that makes its cells up and counts how many it was asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def row_count(self) -> int:
        return 1_000_000

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        self.asked += last - first
        return (
            [f"run {row}" for row in range(first, last)]
            if column == "run"
            else [1.0] * (last - first)
        )

    def key(self, row: int) -> Hashable:
        return row

    def row_of(self, key: Hashable) -> int:
        return key if isinstance(key, int) else -1

    def group_rows(self) -> Sequence[int]:
        return ()

    def group(self, _row: int) -> GroupRow | None:
        return None


def test_million_rows_ask_only_for_those_in_sight(qtbot: QtBot, make: Make) -> None:
    source = Million()
    columns = (TableColumn("run", "Run", 200), TableColumn("x", "x", 90, kind="number"))
    table = make(source, columns=columns, selection="multi")
    qtbot.keyClick(table, Qt.Key.Key_End)
    source.asked = 0
    table.viewport().repaint()
    in_sight = table.viewport().height() // table.row_height() + 2
    assert 0 < source.asked <= 2 * in_sight
    assert table.current_key() == 999_999
    assert table.verticalScrollBar().value() > 29_000_000


@pytest.mark.slow_loop("a million keys are told at once")
def test_all_of_a_million_rows_can_be_selected(make: Make) -> None:
    table = make(Million(), columns=COLUMNS[:1], selection="multi", checks=True)
    told = Told(table)
    table.select_all()
    assert len(told.selected[0]) == 1_000_000
    assert table.head().check_state == "on"


def _frame(table: LazyTable) -> QImage:
    return table.viewport().grab().toImage()


def test_states_of_a_row_have_their_grounds(make: Make, hover: Hover) -> None:
    table = make(selection="multi", checks=True)
    table.select_keys([NAMES[1]])
    table.set_current(NAMES[3])
    hover(table.viewport(), _spot(table, 2))
    seen = _frame(table)
    tall = table.row_height()
    x = 5
    middle = [row * tall + tall // 2 for row in range(5)]
    assert seen.pixelColor(x, middle[0]) == theme.colour("surface")
    assert seen.pixelColor(x, middle[1]) == theme.colour("selected")
    assert seen.pixelColor(x, middle[2]) == theme.colour("hover")
    assert seen.pixelColor(0, middle[3]) == theme.colour("focus")
    assert seen.pixelColor(x, tall - 1) == theme.colour("line")
    assert seen.pixelColor(x, 2 * tall - 1) == theme.colour("selected_hover")


def test_frozen_column_stays_while_the_others_scroll(qtbot: QtBot, make: Make) -> None:
    columns = (
        TableColumn("run", "Run", 160, frozen=True),
        *(TableColumn(f"c{n}", f"c{n}", 120, kind="number") for n in range(10)),
    )
    table = make(columns=columns)
    before = _frame(table).copy(0, 0, 150, 100)
    table.horizontalScrollBar().setValue(300)
    assert table.head().section_left(0) == 0
    assert table.head().column_under(20) == 0
    assert _frame(table).copy(0, 0, 150, 100) == before
    told = Told(table)
    spot = QPoint(20, 10)
    qtbot.mouseClick(table.head().viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told.sorted == [("run", True)]


def test_ring_in_a_cell_turns_only_while_it_is_seen(qtbot: QtBot, make: Make) -> None:
    motion.set_reduced(False)
    column = TableColumn("state", "State", 200, kind="status_text")
    source = RowsSource([{"id": 1, "state": StatusCell("working", "Training", 0.4)}])
    table = make(source, columns=[column])
    table.viewport().repaint()
    assert working.is_running()
    table.set_source(RowsSource([{"id": 1, "state": StatusCell("good", "Done")}]))
    table.viewport().repaint()
    assert not working.is_running()


def test_tooltip_tells_what_a_cell_cuts_short(make: Make) -> None:
    column = TableColumn("run", "Run", 80)
    table = make(
        RowsSource([{"run": "a-run-with-a-very-long-name"}, {"run": "short"}]), columns=[column]
    )
    assert table._tip(_spot(table, 0, 30)) == "a-run-with-a-very-long-name"
    assert table._tip(_spot(table, 1, 30)) == ""


def test_every_kind_of_cell_says_itself_in_words() -> None:
    soon = datetime.now(UTC) - timedelta(minutes=8, seconds=5)
    said = [
        cell_text("text", TextCell("churn", chips=[ChipCell("id")])),
        cell_text("number", NumberCell(18240)),
        cell_text("number", 5_200_000),
        cell_text("score_bar", ScoreCell(0.87341), 4),
        cell_text("status_text", StatusCell("bad", "1 file set aside")),
        cell_text("two_line", TwoLineCell("churn", "one row per customer")),
        cell_text("delta", DeltaCell(-0.0202, True)),
        cell_text("chips", [ChipCell("v15"), "shortlist"]),
        cell_text("time", soon),
        cell_text("number", None),
        cell_text("chips", None),
        cell_text("bars", [1, None, 3]),
    ]
    assert said == [
        "churn, id",
        "18,240",
        "5.2\u00a0M",
        "0.8734",
        "1 file set aside",
        "churn, one row per customer",
        "−0.0202",
        "v15, shortlist",
        "8\u00a0min",
        "–",
        "",
        "1 to 3",
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "toggle", "remove"]), st.integers(0, 30), st.integers(0, 8)
        ),
        max_size=40,
    )
)
def test_row_selection_behaves_like_a_set(steps: list[tuple[str, int, int]]) -> None:
    selection, plain = RowSelection(), set[int]()
    for kind, row, more in steps:
        if kind == "add":
            selection.add(row, row + more)
            plain |= set(range(row, row + more + 1))
        elif kind == "toggle":
            selection.toggle(row)
            plain ^= {row}
        else:
            selection.remove(row)
            plain -= {row}
        assert list(selection) == sorted(plain)
        assert len(selection) == len(plain)
        assert (row in selection) == (row in plain)
    ends = selection.ranges()
    assert all(b + 1 < c for (_, b), (c, _) in pairwise(ends))
