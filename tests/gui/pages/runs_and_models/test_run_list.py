"""The list of runs under the hand: order, filter, columns, groups, marks, trash, views, points."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.query import parse
from tidemill.domain.run_lists import Wish
from tidemill.gui.pages.experiments.header_menu import header_menu
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.gui.pages.experiments.row_menu import row_menu
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.pages.experiments.selection_memory import read, selection_file
from tidemill.services import run_changes, saved_views, trash
from tidemill.store import histories
from tidemill.store.run_writing import Keys

ENTER = Qt.Key.Key_Return


@pytest.fixture
def view(open_page: Any, team: Any) -> Any:
    """The page over the team's eight runs, in one list by name."""
    shown = open_page(PAGE)
    shown._model.group(())
    shown._model.sort_by("name", True)
    return shown


@pytest.fixture
def wait(qtbot: QtBot, settle: Any, view: Any) -> Callable[[Callable[[], bool]], None]:
    """Wait until something holds and nothing is loading."""

    def until(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition)
        settle(view)

    settle(view)
    return until


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


# Marks


def test_a_name_is_written_anew_where_it_stands(view: Any, wait: Any, qtbot: QtBot) -> None:
    view.runs.table.set_current(order(view)[0])
    view._model.point_at(order(view)[0])
    view.acts.rename()
    line = view.runs.editor.line
    assert line.text() == names(view)[0]
    line.setText("  brave   otter ")
    qtbot.keyClick(line, ENTER)
    wait(lambda: "brave otter" in names(view))


def test_star_colour_and_note_are_shown_in_the_row(view: Any, wait: Any, team: Any) -> None:
    keys = select(view, 1)
    view.acts.star()
    view.acts.colour("teal")
    run_changes.set_note(team.workspace, keys, "look again")
    source = view.runs.table.source

    def row() -> dict[str, Any]:
        found: dict[str, Any] = view._model.listing.cache.get(keys[0]) or {}
        return found

    wait(lambda: row().get("__tone__") == "chart.2" and row()["name"].icon == "star")
    wait(lambda: any(chip.text == "note" for chip in row()["tags"]))
    assert source().row_of(keys[0]) >= 0


def test_a_tag_goes_on_all_selected_runs_and_is_taken_back(
    view: Any, wait: Any, page_context: Any
) -> None:
    select(view, 3)
    view.acts.tag()
    page_context.sheets[-1].named.emit("shortlist")
    wait(lambda: len(page_context.toasts) == 1)
    assert page_context.toasts[0][0] == "3 runs have the tag shortlist"
    view._model.filter("tag = shortlist")
    wait(lambda: view._model.state.listed.matching == 3)
    page_context.toasts[0][2]()
    wait(lambda: view._model.state.listed.matching == 0)


def test_the_menu_of_a_row_is_for_that_row_unless_it_is_among_the_selected(
    view: Any, wait: Any
) -> None:
    keys = select(view, 2)
    other = order(view)[5]
    menu = row_menu(view.acts, view._model, view.runs.table, keys[0], view)
    assert "Compare 2 runs" in [action.text() for action in menu.actions()]
    menu = row_menu(view.acts, view._model, view.runs.table, other, view)
    assert "Rename" in [action.text() for action in menu.actions()]
    assert view._model.state.acted_on.to_list() == [other]


# The trash


def test_deleted_runs_come_back_by_undo_and_a_version_keeps_its_run(
    view: Any, wait: Any, page_context: Any, team: Any
) -> None:
    view._model.select(RunSelection.of(order(view)))
    view.acts.delete()
    wait(lambda: view._model.state.listed.total == 3)
    problem = view._model.state.problem
    assert problem is not None
    assert "3 runs can't be deleted" in problem.message
    assert "flights-late" in problem.hint
    page_context.toasts[-1][2]()
    wait(lambda: view._model.state.listed.total == 8)


def test_the_trash_shows_what_is_in_it_and_is_emptied_after_saying_what_goes(
    view: Any, wait: Any, page_context: Any, team: Any
) -> None:
    keys = [key for key in order(view) if key <= 2]
    trash.delete(team.workspace, keys)
    view.acts.toggle_trash()
    wait(lambda: view._model.state.listed.matching == 2)
    assert [crumb.text for crumb in view.crumbs()] == ["Experiments", "Trash"]
    view._model.select(RunSelection.of(keys[:1]))
    view.acts.restore()
    wait(lambda: view._model.state.listed.matching == 1)
    view.acts.empty_trash()
    wait(lambda: bool(page_context.sheets))
    assert page_context.sheets[-1]._title.text().startswith("Delete 1 run and ")
    page_context.sheets[-1].agreed.emit()
    wait(lambda: view._model.state.listed.matching == 0)
    assert trash.count(team.workspace) == 0
    assert view.step_back()


# Views


def test_a_view_is_saved_opened_changed_and_shared_as_a_line(
    view: Any, wait: Any, page_context: Any, team: Any, qtbot: QtBot
) -> None:
    bar = view.runs.tools.saved
    view._model.filter("auc > 0.6")
    view.acts.save_view()
    page_context.sheets[-1].named.emit("Good ones")
    wait(lambda: "Good ones" in bar.chips)
    assert bar.chips["Good ones"].isChecked()
    view._model.filter("")
    wait(bar.save.isVisible)
    bar.back.click()
    wait(lambda: view._model.state.wish.where == "auc > 0.6")
    view._model.sort_by("metrics.auc", False)
    bar.save.click()
    wait(lambda: not bar.save.isVisible())
    assert "metrics.auc" in saved_views.every(team.workspace)[0].text
    view.acts.copy_view()
    line = page_context.copied[-1]
    assert line.startswith("tidemill://experiments?")
    view._model.arrange(view._model.state.arrangement.__class__())
    wait(lambda: view._model.state.wish == Wish())
    view.acts.open_view()
    page_context.sheets[-1].named.emit("nonsense")
    assert page_context.sheets[-1].field._message.words()
    page_context.sheets[-1].named.emit(line)
    wait(lambda: view._model.state.wish.where == "auc > 0.6")
    view.acts.lists.views.remove("Good ones")
    wait(lambda: not bar.chips)
    page_context.toasts[-1][2]()
    wait(lambda: "Good ones" in bar.chips)


def test_an_address_with_a_question_mark_is_a_view(open_page: Any, settle: Any, team: Any) -> None:
    view = open_page(PAGE, "tidemill://experiments?where=auc+%3E+0.6&group=&view=scatter")
    settle(view)
    assert view._model.state.wish.where == "auc > 0.6"
    assert view._model.state.arrangement.kind == "scatter"
    assert view.address() == []


def test_an_export_asks_where_to_and_writes_the_list_as_it_stands(
    view: Any, wait: Any, page_context: Any, tmp_path: Any
) -> None:
    from tidemill.base.progress import Silent

    view.acts.export("csv")
    wish = page_context.saved[-1]
    assert wish.ending == "csv"
    wish.write(tmp_path / "runs.csv", Silent())
    lines = (tmp_path / "runs.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 9
    assert lines[0].startswith("name,state,metrics.auc")


# News and points


def test_the_order_waits_while_the_pointer_rests_on_rows(
    view: Any, wait: Any, team: Any, qtbot: QtBot
) -> None:
    model = view._model
    model.listing._resort.setInterval(10)
    model.listing.hold(True)
    before = order(view)
    run_changes.rename(team.workspace, before[0], "zz-last")
    qtbot.waitUntil(lambda: "zz-last" in names(view))
    assert order(view) == before
    model.listing.hold(False)
    wait(lambda: order(view)[-1] == before[0])


def test_following_sorts_by_the_newest(view: Any, wait: Any) -> None:
    view.acts.follow()
    wait(lambda: view._model.state.wish.sort == (("started", True),))
    assert view.runs.tools.follow.isChecked()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_brush_over_the_points_selects_runs(
    view: Any, wait: Any, qtbot: QtBot, theme: str
) -> None:
    view._model.show_kind("scatter")
    scatter = view.runs.scatter
    wait(lambda: len(scatter.drawn_keys()) == 8)
    assert scatter.axes["y"].text() == "Y: AUC"
    scatter.cloud.set_box((0.0, 1.0, 0.5, 1.0))
    qtbot.waitUntil(lambda: 0 < len(view._model.state.selection) < 8)
    chosen = view._model.state.selection.to_list()
    aucs = view._model.listing.every.numbers(order(view), "metrics.auc")
    middle = (aucs.min() + aucs.max()) / 2
    expected = [key for key, auc in zip(order(view), aucs, strict=True) if auc >= middle]
    assert chosen == sorted(expected)
    scatter._choose("colour", "params.estimator")
    wait(lambda: scatter.cloud._colour is not None)
    assert scatter.grab().width() > 0


def test_several_runs_in_the_inspector_show_what_differs_and_what_they_share(
    view: Any, wait: Any
) -> None:
    view._on_opened(order(view)[0])
    keys = select(view, 3)
    wait(lambda: view._model.state.about.keys.to_list() == keys)
    assert view.inspector() is view.run
    assert view.run._title.text() == "3 runs"


def test_the_course_of_a_metric_is_a_small_picture_in_its_cell(
    view: Any, wait: Any, team: Any
) -> None:
    key = order(view)[0]
    with team.workspace.store.write() as tx:
        metric = Keys().ids(tx, [("metric", "log_loss")])["metric", "log_loss"]
        points = ((key, metric, n, float(n), 1.0 / (n + 1)) for n in range(500))
        histories.append(tx, points)
    column = "course.metrics.log_loss"
    view._model.show_columns([column, *view._model.state.columns])

    def values() -> Any:
        row = view._model.listing.cache.get(key) or {}
        return getattr(row.get(column), "values", ())

    wait(lambda: len(values()) > 10)
    assert len(values()) < 60
    assert max(values()) > 0.3
    assert min(values()) == pytest.approx(1 / 500, rel=0.2)
    others = [view._model.listing.cache.get(each) or {} for each in order(view)[1:]]
    assert all(row.get(column) is None for row in others)
