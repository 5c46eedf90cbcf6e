"""Plots of a comparison: arranged, linked, brushed; rows and slices; many runs; files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tidemill.base import places
from tidemill.base.progress import Silent
from tidemill.domain.recipes import Task
from tidemill.gui.kit.charts.parallel_lines import Brush
from tidemill.gui.pages.experiments.compare import arrangement_memory, figure_cards, figures
from tidemill.gui.pages.experiments.compare.curve_card import CurvesCard
from tidemill.gui.pages.experiments.compare.figure_cards import ParallelCard, ScatterCard
from tidemill.gui.pages.experiments.compare.heads import HeadButton
from tidemill.gui.pages.experiments.compare.part import ComparePart
from tidemill.gui.pages.experiments.compare.picker import RunPicker
from tidemill.gui.pages.experiments.compare.plot_card import PlotCard
from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec, to_text
from tidemill.gui.shell.page import parts_of
from tidemill.services import runs
from tidemill.services.workspace import Workspace
from tidemill.store import histories
from tidemill.store import runs as rows

Open = Callable[[list[str]], ComparePart]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How plots are arranged is kept for a person; here for one test."""
    kept = tmp_path / "settings" / "settings.json"
    monkeypatch.setattr(places, "settings_file", lambda: kept)


@pytest.fixture
def many(workspace: Workspace, write: Callable[..., str]) -> list[int]:
    """Keys of twelve runs, the later the better."""
    return [runs.one(workspace, write(number)).pk for number in range(1, 13)]


def kinds_of(part: ComparePart) -> list[str]:
    return [card.spec.kind for card in part.plots.cards()]


def card_of(part: ComparePart, kind: str) -> Any:
    return next(card for card in part.plots.cards() if card.spec.kind == kind)


def choose(card: PlotCard, words: str) -> None:
    """Trigger an item of a card's menu."""
    menu = card.menu()
    next(each for each in menu.actions() if each.text() == words).trigger()
    menu.close()


def open_many(part: ComparePart, keys: list[int], settle: Callable[[Any], None]) -> None:
    part.show_selection(keys)
    settle(part)


# Arranging


def test_plots_are_moved_widened_removed_and_added_and_stay_so(
    qtbot: QtBot, open_compare: Open, four: list[str], settle: Callable[[Any], None]
) -> None:
    part = open_compare(four)
    assert kinds_of(part)[:3] == ["roc", "precision_recall", "parallel"]
    choose(card_of(part, "precision_recall"), "Move earlier")
    assert kinds_of(part)[:2] == ["precision_recall", "roc"]
    choose(card_of(part, "parallel"), "Whole width")
    assert card_of(part, "parallel").spec.is_wide
    choose(card_of(part, "calibration"), "Remove")
    assert "calibration" not in kinds_of(part)
    menu = part.plots.add_menu()
    next(each for each in menu.actions() if each.text() == "Scatter").trigger()
    qtbot.waitUntil(lambda: "scatter" in kinds_of(part))
    settle(part)
    wanted = kinds_of(part)
    text = to_text([card.spec for card in part.plots.cards()])
    qtbot.waitUntil(lambda: arrangement_memory.read(arrangement_memory.file()) == {"binary": text})
    again = open_compare([four[1], four[0]])
    assert kinds_of(again) == wanted
    menu = again.plots.add_menu()
    next(each for each in menu.actions() if each.text() == "Arrange as usual").trigger()
    qtbot.waitUntil(lambda: "calibration" in kinds_of(again))


def test_a_plot_dragged_by_its_head_takes_the_place_it_is_dropped_on(
    qtbot: QtBot, open_compare: Open, four: list[str]
) -> None:
    part = open_compare(four)
    first, second = part.plots.cards()[:2]
    target = first.mapFromGlobal(second.mapToGlobal(QPoint(60, 60)))
    qtbot.mousePress(first, LEFT, pos=QPoint(40, 14))
    qtbot.mouseRelease(first, LEFT, pos=target)
    assert kinds_of(part)[:2] == ["precision_recall", "roc"]


def test_one_plot_fills_the_page_and_esc_brings_the_others_back(
    qtbot: QtBot, open_compare: Open, four: list[str]
) -> None:
    part = open_compare(four)
    card = card_of(part, "parallel")
    qtbot.mouseClick(card.expand, LEFT)
    assert [one.isVisible() for one in part.plots.cards()].count(True) == 1
    assert not part.table.isVisible()
    assert part.step_back()
    assert all(one.isVisible() for one in part.plots.cards())
    assert part.table.isVisible()
    assert not part.step_back()


# Linking


def test_a_brush_in_one_plot_quietens_runs_in_all_and_clear_ends_it(
    qtbot: QtBot, open_compare: Open, four: list[str]
) -> None:
    part = open_compare(four)
    card = card_of(part, "parallel")
    assert isinstance(card, ParallelCard)
    assert card.parallel is not None
    roc = card_of(part, "roc")
    card.parallel.set_brush("metrics.auc", Brush(0.95, 1.0))
    rows_in = part.link.rows()
    assert rows_in is not None
    assert rows_in.tolist() == [False, False, False, True]
    assert part.plots.brushed_words.text() == "1 of 4 runs brushed"
    assert [one.key for one in roc.curves.series()] == [-1, 3]
    head = part.heads.buttons()[0]
    quiet = head.grab().toImage()
    qtbot.mouseClick(part.plots.clear, LEFT)
    assert part.link.rows() is None
    assert card.parallel.brushes() == {}
    assert len(roc.curves.series()) == 5
    assert head.grab().toImage() != quiet


def test_a_brush_over_curves_holds_the_runs_they_belong_to(
    open_compare: Open, four: list[str]
) -> None:
    part = open_compare(four)
    card_of(part, "roc").curves.brushed.emit([0, 2, -1])
    rows_in = part.link.rows()
    assert rows_in is not None
    assert rows_in.tolist() == [True, False, True, False]
    assert part.step_back()
    assert part.link.rows() is None


def test_a_scatter_shows_the_columns_chosen(open_compare: Open, four: list[str]) -> None:
    part = open_compare(four)
    part._model.arrange([PlotSpec("scatter", options={"x": "params.max_depth"})])
    QApplication.processEvents()
    card = card_of(part, "scatter")
    assert isinstance(card, ScatterCard)
    assert card.title == "AUC by max_depth"
    card._choices["colour"].chosen.emit("metrics.log_loss")
    assert part._model.state.specs is not None
    assert part._model.state.specs[0].option("colour") == "metrics.log_loss"


def test_of_thousands_of_columns_those_not_read_are_offered_and_read_when_chosen(
    qtbot: QtBot, open_compare: Open, four: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "_MOST_LOOKED_AT", 1)
    part = open_compare(four)
    found = part._model.state.figures
    assert found is not None
    assert "metrics.log_loss" in found.more
    part._model.arrange([PlotSpec("scatter"), PlotSpec("parallel")])
    QApplication.processEvents()
    card_of(part, "scatter")._choices["y"].chosen.emit("metrics.log_loss")
    qtbot.waitUntil(lambda: "metrics.log_loss" in part._model.state.figures.columns)
    QApplication.processEvents()
    assert card_of(part, "scatter").title.startswith("Log loss by ")

    parallel = card_of(part, "parallel")
    monkeypatch.setattr(figure_cards, "_MOST_IN_MENU", 1)
    columns = next(a.menu() for a in parallel.menu().actions() if a.text() == "Columns")
    next(a for a in columns.actions() if a.text() == "Another column…").trigger()
    another = next(name for name in part._model.state.figures.more if "metrics." in name)
    parallel.list.chosen.emit(another)
    qtbot.waitUntil(lambda: another in part._model.state.figures.columns)
    QApplication.processEvents()
    drawn = card_of(part, "parallel").parallel
    assert drawn is not None
    assert another in [axis.name for axis in drawn.axes()]


# Curves


def log_losses(workspace: Workspace, ids: list[str]) -> None:
    """A falling loss of thirty steps for each run."""
    keys = [runs.one(workspace, one).pk for one in ids]
    with workspace.store.write() as tx:
        pair = ("metric", "val_loss")
        number = rows.key_ids(tx, [pair])[pair]
        for at, key in enumerate(keys):
            points = [(key, number, step, 1e9 + step, 1 / (step + 2 + at)) for step in range(30)]
            histories.append(tx, points)


def test_what_was_logged_over_steps_is_drawn_smoothed_and_banded(
    qtbot: QtBot, open_compare: Open, four: list[str], workspace: Workspace
) -> None:
    log_losses(workspace, four)
    part = open_compare(four)
    card = card_of(part, "curves")
    assert isinstance(card, CurvesCard)
    assert card.title == "val_loss"
    assert card.curves is not None
    assert [one.key for one in card.curves.series()] == [0, 1, 2, 3]
    card.choose("smooth", "0.9")
    assert card.curves._smoothing.is_on
    card.choose("y", "log")
    assert card.curves.axes().is_y_log
    card.choose("band", "params.estimator")
    names = [one.name for one in card.curves.series()]
    assert len(names) == 3
    assert any(name.endswith("(2)") for name in names)
    assert all(one.low is not None for one in card.curves.series())
    assert part._model.state.specs is not None
    assert part._model.state.specs[0].option("band") == "params.estimator"


# Errors and slices


def test_rows_that_one_run_gets_right_and_the_other_wrong_are_listed(
    qtbot: QtBot, open_compare: Open, four: list[str], settle: Callable[[Any], None]
) -> None:
    part = open_compare(four)
    qtbot.mouseClick(part.plots.segment.part("errors"), LEFT)
    assert part.address()[-1] == "errors"
    settle(part)
    errors = part.plots.errors
    assert "alone is right on" in errors.words.text()
    shown = errors.table.table_model().rowCount()
    assert shown > 0
    qtbot.mouseClick(errors.side.part("b"), LEFT)
    assert errors.table.table_model().rowCount() != 0
    errors.second.set_value(3)
    errors.second.chosen.emit(3)
    settle(part)
    assert part._model.state.pair == (0, 3)
    assert "calm-crane-4" in errors.words.text()


def test_slices_say_why_there_are_none(
    qtbot: QtBot, open_compare: Open, four: list[str], settle: Callable[[Any], None]
) -> None:
    part = open_compare(four)
    qtbot.mouseClick(part.plots.segment.part("slices"), LEFT)
    settle(part)
    said = [
        each.text() for each in part.plots.slices.findChildren(QWidget) if hasattr(each, "text")
    ]
    assert any("What columns these rows have is not known" in words for words in said)


# Ties


def test_runs_that_cant_be_told_apart_are_marked_and_the_finding_is_told(
    open_compare: Open, write: Callable[..., str]
) -> None:
    part = open_compare([write(3), write(3, seed="1"), write(1)])
    said = part.verdict.words.text()
    assert "can't be told apart" in said
    assert "on the same 500 rows" in said
    chips = [[chip.text for chip in button.head.chips] for button in part.heads.buttons()]
    assert "tied best" in chips[0]
    assert "tied best" in chips[1]
    assert chips[2] == []
    tip = next(chip.tooltip for chip in part.heads.buttons()[1].head.chips if "tied" in chip.text)
    assert "corrected for every pair" in tip


def test_runs_of_different_tasks_are_not_ranked(
    open_compare: Open, write: Callable[..., str]
) -> None:
    part = open_compare([write(2), write(3, Task.REGRESSION)])
    assert "can't be tested against each other" in part.verdict.words.text()
    assert all("tested" not in chip.text for b in part.heads.buttons() for chip in b.head.chips)
    assert all("best" not in chip.text for b in part.heads.buttons() for chip in b.head.chips)


def test_a_run_that_was_not_tested_with_the_others_says_why(
    open_compare: Open, write: Callable[..., str]
) -> None:
    part = open_compare([write(1), write(6), write(3, Task.REGRESSION)])
    chips = {b.words(): b.head.chips for b in part.heads.buttons()}
    assert [chip.text for chip in chips["calm-crane-6"]] == ["best of 2"]
    assert [chip.text for chip in chips["calm-crane-3"]] == ["not tested"]
    assert chips["calm-crane-3"][0].tooltip


# Many runs


def test_of_many_runs_eight_stand_in_the_table_and_a_brush_says_which(
    qtbot: QtBot, open_compare: Open, many: list[int], settle: Callable[[Any], None]
) -> None:
    part = open_compare([])
    open_many(part, many, settle)
    assert part.address() == ["@selection"]
    assert len(part.heads.buttons()) == 8
    assert "8 of 12 runs" in part.verdict.table_words.text()
    roc = card_of(part, "roc")
    assert {one.key for one in roc.curves.series()} == {-1, *range(12)}
    assert sum(one.is_quiet for one in roc.curves.series()) == 4
    part.link.brush("test", np.arange(12) >= 10)
    wanted = ["calm-crane-1", "calm-crane-11", "calm-crane-12"]
    qtbot.waitUntil(lambda: [b.words() for b in part.heads.buttons()] == wanted)
    assert [button.head.place for button in part.heads.buttons()] == [0, 10, 11]
    part.link.point(11)
    assert part.table._highlighted == 2


def test_another_baseline_of_a_selection_needs_no_address(
    qtbot: QtBot, open_compare: Open, many: list[int], page_context: Any,
    settle: Callable[[Any], None],
) -> None:  # fmt: skip
    part = open_compare([])
    open_many(part, many[:3], settle)
    second = part.heads.buttons()[1].head
    part.heads.baseline_wanted.emit(second.id)
    qtbot.waitUntil(lambda: part.state_word() == "ready")
    assert part.heads.buttons()[0].head.id == second.id
    assert page_context.navigated == []


def test_an_empty_selection_says_so(open_compare: Open) -> None:
    part = open_compare([])
    part.show_selection([])
    assert part.state_word() == "empty"


# Heads, adding, files


def test_a_head_dragged_to_the_first_column_becomes_the_baseline(
    qtbot: QtBot, open_compare: Open, four: list[str], page_context: Any
) -> None:
    part = open_compare(four)
    head, first = part.heads.buttons()[2], part.heads.buttons()[0]
    assert isinstance(head, HeadButton)
    qtbot.mousePress(head, LEFT, pos=QPoint(30, 10))
    end = first.mapTo(part.heads, QPoint(30, 10)) - head.pos()
    move = head.mapFrom(part.heads, head.pos() + end)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(move), head.mapToGlobal(QPointF(move)), LEFT, LEFT,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    head.mouseMoveEvent(moved)
    qtbot.mouseRelease(head, LEFT, pos=move)
    place = parts_of(page_context.navigated[-1])
    assert place[-1] == ",".join([four[2], four[0], four[1], four[3]])


def test_a_run_is_found_by_name_and_added(
    qtbot: QtBot, open_compare: Open, four: list[str], page_context: Any, write: Callable[..., str]
) -> None:
    fifth = write(9)
    part = open_compare(four)
    part.pick_run()
    picker = part.findChild(RunPicker)
    assert picker is not None
    qtbot.waitUntil(lambda: len(picker.found) == 1)
    picker.field.setText("nothing like this")
    qtbot.waitUntil(lambda: picker.found == [])
    picker.field.setText("crane-9")
    qtbot.waitUntil(lambda: len(picker.found) == 1)
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert parts_of(page_context.navigated[-1])[-1] == ",".join([*four, fifth])


def test_a_comparison_is_written_as_report_and_as_tables(
    open_compare: Open, four: list[str], page_context: Any, tmp_path: Path
) -> None:
    part = open_compare(four)
    menu = part.export_menu()
    for item in menu.actions():
        item.trigger()
    menu.close()
    assert [wish.name.rpartition(".")[2] for wish in page_context.saved] == [
        "html", "csv", "xlsx", "tex",
    ]  # fmt: skip
    for wish in page_context.saved:
        wish.write(tmp_path / wish.name, Silent())
    report = (tmp_path / page_context.saved[0].name).read_text(encoding="utf-8")
    assert "calm-crane-4" in report
    assert len(report) < 5_000_000
    table = (tmp_path / page_context.saved[1].name).read_text(encoding="utf-8-sig")
    assert "calm-crane-1" in table
    assert (tmp_path / page_context.saved[2].name).read_bytes()[:2] == b"PK"
    assert "tabular" in (tmp_path / page_context.saved[3].name).read_text(encoding="utf-8")
