"""The list of runs under the hand: order, filter, columns, groups, selection."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.domain.query import parse
from tidemill.domain.run_lists import Facets
from tidemill.gui.kit import theme as themes
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.labels import Label
from tidemill.gui.pages.experiments.column_chooser import ColumnChooser
from tidemill.gui.pages.experiments.columns import suggested
from tidemill.gui.pages.experiments.group_popover import GroupPopover
from tidemill.gui.pages.experiments.header_menu import header_menu
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.pages.experiments.selection_memory import read, selection_file

ENTER = Qt.Key.Key_Return


def names(view: Any) -> list[str]:
    model = view.runs.table.table_model()
    at = model.column_at("name")
    return [model.text(row, at) for row in range(model.rowCount())]


def order(view: Any) -> list[int]:
    found: list[int] = view._model.state.listed.arranged.outline.keys.tolist()
    return found


def select(view: Any, n: int) -> list[int]:
    keys = order(view)[:n]
    view._model.select(RunSelection.of(keys))
    return sorted(keys)


# Order


def test_shift_and_a_click_add_a_further_key_and_the_head_numbers_them(
    view: Any, wait: Any, qtbot: QtBot
) -> None:
    head = view.runs.table.head()
    head.clicked_column.emit("params.max_depth")
    head.added_column.emit("metrics.auc")
    wait(lambda: len(head.sorts) == 2)
    assert [name for name, _ in head.sorts] == ["params.max_depth", "metrics.auc"]
    columns = ["params.max_depth", "metrics.auc"]
    values = view._model.listing.every.cells(order(view), columns)
    pairs = list(zip(*(values[column] for column in columns), strict=True))
    found = [(float(depth), -auc) for depth, auc in pairs if depth is not None]
    assert found == sorted(found)
    head.added_column.emit("metrics.auc")
    wait(lambda: head.sorts[1] == ("metrics.auc", True))


def test_the_menu_of_a_head_sorts_groups_holds_and_hides(view: Any, wait: Any) -> None:
    def choose(column: str, words: str) -> None:
        menu = header_menu(view._model, column, view.runs._fit, view)
        assert menu is not None
        next(each for each in menu.actions() if each.text() == words).trigger()

    choose("metrics.auc", "Sort upwards")
    wait(lambda: view._model.state.wish.sort == (("metrics.auc", False),))
    choose("metrics.auc", "Best value")
    wait(lambda: view._model.state.wish.sort == (("metrics.auc.best", False),))
    choose("params.learning_rate", "Group by learning_rate")
    wait(lambda: view._model.state.wish.group_by == ("params.learning_rate",))
    choose("started", "Hold at the left")
    wait(lambda: view.runs.table.columns()[3].id == "started")
    choose("tags", "Hide")
    wait(lambda: "tags" not in view._model.state.columns)
    assert header_menu(view._model, "__check__", view.runs._fit, view) is None


def test_widths_and_order_set_by_hand_are_kept_in_the_view(view: Any, wait: Any) -> None:
    table = view.runs.table
    at = table.table_model().column_at("duration")
    table.head().resizeSection(at, 133)
    wait(lambda: view._model.state.arrangement.widths == {"duration": 133})
    head = table.head()
    head.moveSection(head.visualIndex(at), 3)
    wait(lambda: view._model.state.columns[0] == "duration")
    assert table.column_widths()["duration"] == 133


# Filter


def test_conditions_become_chips_that_can_be_changed_and_removed(
    view: Any, wait: Any, qtbot: QtBot
) -> None:
    field = view.runs.filter
    qtbot.keyClicks(field.edit, "auc > 0.5 and experiment = Baselines")
    qtbot.keyClick(field.edit, ENTER)
    wait(lambda: field.chip_ids() == ["archived", "0", "1"])
    assert field.text() == ""
    assert view._model.state.wish.where == "auc > 0.5 and experiment = Baselines"
    field.chip_edited.emit("1")
    assert field.text() == 'experiment = "Baselines"'
    field.set_text("experiment = flights-late")
    qtbot.keyClick(field.edit, ENTER)
    wait(lambda: view._model.state.wish.where.endswith("= flights-late"))
    wait(lambda: field.chip_ids() == ["archived", "0", "1"])
    field.chip_edited.emit("0")
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    wait(lambda: field.chip_ids() == ["archived", "0", "1"])
    field.chip_removed.emit("0")
    wait(lambda: parse(view._model.state.wish.where) == parse("experiment = flights-late"))


def test_a_value_that_does_not_fit_marks_the_chip_it_is_in(
    view: Any, wait: Any, qtbot: QtBot
) -> None:
    field = view.runs.filter
    qtbot.keyClicks(field.edit, "name = a and started > nonsense")
    qtbot.keyClick(field.edit, ENTER)
    wait(lambda: view._model.state.query_error is not None)
    assert field._message.words()
    chips = [chip for chip in field._chips.values() if chip._tone == "bad"]
    assert len(chips) == 1
    assert "started" in chips[0].words()


def test_the_keyboard_goes_to_the_runs_and_from_the_filter_back_to_them(
    view: Any, wait: Any, qtbot: QtBot
) -> None:
    view.activateWindow()
    table, field = view.runs.table, view.runs.filter
    assert view.focus_content()
    qtbot.waitUntil(table.hasFocus)
    field.edit.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    qtbot.waitUntil(table.hasFocus)
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "auc")
    field.completions.hide()
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.edit.hasFocus()
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    qtbot.waitUntil(table.hasFocus)


def test_completions_are_walked_and_taken_by_key(view: Any, wait: Any, qtbot: QtBot) -> None:
    field = view.runs.filter
    view.activateWindow()
    field.edit.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)
    qtbot.keyClicks(field.edit, "exper")
    qtbot.waitUntil(field.completions.isVisible)
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert field.text() == "experiment "
    qtbot.waitUntil(lambda: field.completions.view.options.rowCount() > 3)
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert not field.completions.isVisible()
    assert field.text() == "experiment "


def test_a_condition_is_clicked_together(view: Any, wait: Any, qtbot: QtBot) -> None:
    field = view.runs.filter
    field.open_builder()
    builder = field.builder_popover()
    builder.names.picked.emit("experiment")
    builder.operators.picked.emit("=")
    qtbot.waitUntil(lambda: builder.values.view.options.rowCount() == 2)
    assert not builder.text()
    builder.values.picked.emit('"Baselines"')
    wait(lambda: view._model.state.wish.where == 'experiment = "Baselines"')
    assert field.builder_popover() is None


def test_a_filter_that_fits_nothing_says_so_and_is_cleared_by_its_button(
    view: Any, wait: Any
) -> None:
    view._model.filter('name = "nobody"')
    wait(lambda: view.runs._stack.currentIndex() == 1)
    view.runs._no_match.acted.emit()
    wait(lambda: view.runs._stack.currentIndex() == 0)
    assert view._model.state.wish.where == ""


# Columns and groups


def test_columns_are_found_ticked_and_put_in_order(view: Any, wait: Any) -> None:
    view.runs.tools.choose_columns()
    chooser = view.runs.tools._chooser
    assert chooser.offered()[: len(chooser.columns())] == chooser.columns()
    chooser.line.setText("brier")
    assert "metrics.brier" in chooser.offered()
    chooser.ticks.toggled.emit("metrics.brier", True)
    wait(lambda: "metrics.brier" in view._model.state.columns)
    chooser.line.clear()
    chooser.ticks.moved.emit("metrics.brier", -1)
    chooser.families.set_value("Parameters")
    chooser.only_varying.setChecked(True)
    assert "params.seed" not in chooser.offered()
    assert "params.max_depth" in chooser.offered()
    chooser.close()


def test_groups_nest_and_say_best_mean_and_spread(view: Any, wait: Any) -> None:
    view._model.group(("experiment", "params.estimator"))
    wait(lambda: len(view._model.state.listed.arranged.outline.groups) > 3)
    source = view.runs.table.source()
    shown = [source.group(row) for row in source.group_rows()]
    assert {0, 1} == {group.indent for group in shown}
    assert any("best AUC" in group.note and "mean" in group.note for group in shown)
    log_loss = [group.figures["metrics.log_loss"][0] for group in shown if group.figures]
    assert any("±" in words for words in log_loss)
    n_rows = source.row_count()
    view._model.close_groups(True)
    assert view.runs.table.source().row_count() == 2 < n_rows
    view._model.close_groups(False)
    assert view.runs.table.source().row_count() == n_rows


def test_runs_that_differ_in_the_seed_fold_into_one_row_that_opens(
    view: Any, wait: Any, team: Any
) -> None:
    with team.workspace.store.write() as tx:
        from tidemill.store import runs

        for key in order(view)[:3]:
            same = {"task": "binary", "estimator": "same", "learning_rate": "1", "max_depth": "2"}
            runs.put_values(tx, key, params=same | {"seed": str(key)})
            runs.update(tx, [key], experiment="Seeds")
    view._model.fold_seeds(True)
    view._model.reload()
    wait(lambda: any(view._model.state.listed.arranged.outline.groups.folds))
    source = view.runs.table.source()
    folds = [row for row in source.group_rows() if source.group(row).is_fold]
    row = next(row for row in folds if source.group(row).note.startswith("3 runs"))
    n_rows = source.row_count()
    view.runs.table.group_toggled.emit(source.key(row))
    assert view.runs.table.source().row_count() == n_rows + 3


# Selection


def test_the_selection_stays_when_rows_are_sorted_and_filtered_away(
    view: Any, wait: Any, qtbot: QtBot
) -> None:
    keys = select(view, 3)
    view._model.sort_by("metrics.auc", False)
    wait(lambda: not view._model.state.is_reading)
    assert view._model.state.selection.to_list() == keys
    view._model.filter('name = "nobody"')
    wait(lambda: view._model.state.n_selected_shown == 0)
    assert view.runs.bar._count.text() == "3 selected, 3 not shown"
    view._model.filter("")
    wait(lambda: view._model.state.n_selected_shown == 3)


def test_the_selection_is_there_again_when_the_page_is_opened_anew(
    open_page: Any, view: Any, wait: Any, qtbot: QtBot, team: Any
) -> None:
    keys = select(view, 2)
    path = selection_file(team.workspace)
    qtbot.waitUntil(lambda: read(path).to_list() == keys)
    other = open_page(PAGE)
    qtbot.waitUntil(lambda: other._model.state.selection.to_list() == keys)


def test_shift_adds_all_rows_between_and_the_box_in_the_head_takes_every_run(
    view: Any, wait: Any, qtbot: QtBot
) -> None:
    table = view.runs.table
    spot = QPoint(200, table.row_height() // 2)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ShiftModifier,
        spot + QPoint(0, 3 * table.row_height()),
    )
    assert view._model.state.selection.to_list() == sorted(order(view)[:4])
    table.head().clicked_column.emit("__check__")
    assert len(view._model.state.selection) == 8
    assert table.head().check_state == "on"
    table.head().clicked_column.emit("__check__")
    assert len(view._model.state.selection) == 0


def test_of_thousands_of_names_only_those_in_sight_are_made(qtbot: QtBot) -> None:
    metrics = tuple(f"layer{n // 40}.norm{n % 40}" for n in range(12_000))
    facets = Facets("auc", ("auc", *metrics), ("seed",), (), (), None)
    host = QWidget()
    qtbot.addWidget(host)
    chooser = ColumnChooser(suggested(facets), facets, host)
    assert len(chooser.ticks.ticks.shown) > 12_000
    chooser.line.setText("layer7.norm3")
    assert chooser.offered()[0] == "metrics.`layer7.norm3`"
    told: list[list[str]] = []
    chooser.chosen.connect(told.append)
    qtbot.keyClick(chooser.ticks, Qt.Key.Key_Space)
    assert "metrics.`layer7.norm3`" in told[-1]


@pytest.mark.parametrize("scale", [1.0, 1.1, 1.25])
def test_boxes_over_the_list_grow_with_the_text_and_cut_nothing(
    qtbot: QtBot, view: Any, scale: float
) -> None:
    facets = view._model.state.listed.facets
    levels = ["experiment", "params.estimator", "params.learning_rate"]
    themes.set_text_scale(scale)
    boxes: list[Any] = []
    try:
        boxes += [
            ColumnChooser(view._model.state.columns, facets, view),
            GroupPopover(levels, True, facets, view),
        ]
        for box in boxes:
            box.open_below(view.runs.tools)
            qtbot.waitExposed(box)
            labels = [each for each in box.findChildren(Label) if each.isVisible()]
            assert labels
            assert [each.text() for each in labels if each.is_elided()] == []
            for button in box.findChildren(Button):
                assert button.width() >= button.sizeHint().width()
        assert boxes[0].ticks.width() == round(400 * scale)
        assert boxes[1].names.width() == round(320 * scale)
    finally:
        themes.set_text_scale(1.0)
        for box in boxes:
            box.close()
