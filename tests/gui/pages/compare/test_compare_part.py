"""The comparison under a person's hands."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.domain.recipes import Task
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.as_table import ChartTable
from tidemill.gui.pages.experiments.compare.hold_out_cards import RunCurvesCard
from tidemill.gui.pages.experiments.compare.part import ComparePart
from tidemill.gui.shell.page import parts_of
from tidemill.services import comparing, evaluation, run_changes, runs

Open = Callable[[list[str]], ComparePart]
Hover = Callable[[QWidget, QPoint], None]


def click(qtbot: QtBot, widget: QWidget) -> None:
    """Press a widget as a person would."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def table_of(part: ComparePart) -> dict[str, list[str]]:
    """What the table says, by the title of its rows."""
    return {row[0]: row[1:] for row in part.table.as_table()[1]}


def action(part: ComparePart, words: str) -> Any:
    """The bar's action that begins with these words."""
    actions: list[Any] = list(part.bar_actions())
    found = [each for each in actions if each.words().startswith(words)]
    assert len(found) == 1
    return found[0]


def inked(widget: QWidget) -> int:
    """How many colours a widget's picture has; an unpainted one has few."""
    image = widget.grab().toImage()
    spots = range(0, image.width(), 3)
    return len({image.pixel(x, y) for x in spots for y in range(0, image.height(), 3)})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_four_runs_stand_side_by_side_over_their_plots(
    open_compare: Open, four: list[str], theme: str
) -> None:
    part = open_compare(four)
    assert part.state_word() == "ready"
    assert [crumb.text for crumb in part.crumbs()] == ["Experiments", "Compare 4 runs"]
    assert [button.words() for button in part.heads.buttons()] == [
        f"calm-crane-{number}" for number in range(1, 5)
    ]
    assert [card.title for card in part.plots.cards()] == [
        "ROC",
        "Precision and recall",
        "Parameters",
        "Importance",
        "Calibration",
        "Confusion",
    ]
    assert table_of(part)["AUC"][3].endswith("best")
    assert "seed" not in table_of(part)
    assert inked(part.table) > 20
    assert all(inked(card) > 20 for card in part.plots.cards())


@pytest.mark.parametrize("n", [2, 4, 8])
def test_nothing_scrolls_sideways_in_the_smallest_window(
    open_compare: Open, write: Callable[..., str], n: int
) -> None:
    part = open_compare([write(number) for number in range(1, n + 1)])
    area = part.findChild(QAbstractScrollArea)
    assert area is not None
    assert area.horizontalScrollBar().maximum() == 0
    widest = max(button.geometry().right() for button in part.heads.buttons())
    assert widest <= part.width()
    assert part.plots.cards()[-1].mapTo(part, QPoint(0, 0)).x() >= 0
    assert all(card.geometry().right() <= part.width() for card in part.plots.cards())


def test_the_switch_shows_what_all_runs_share(
    qtbot: QtBot, open_compare: Open, four: list[str]
) -> None:
    part = open_compare(four)
    few = part.table.height()
    click(qtbot, action(part, "Only"))
    assert table_of(part)["seed"] == ["0", "0", "0", "0"]
    qtbot.waitUntil(lambda: part.table.height() > few)
    command = next(one for one in part.commands() if one.id == "compare.differences")
    command.run()
    assert "seed" not in table_of(part)
    assert action(part, "Only").isChecked()


def test_the_best_run_is_offered_for_registering(
    qtbot: QtBot, open_compare: Open, four: list[str]
) -> None:
    part = open_compare(four)
    button = action(part, "Register")
    assert button.words() == "Register calm-crane-4"
    with qtbot.waitSignal(part.register_wanted) as asked:
        click(qtbot, button)
    assert asked.args == [four[3]]


def test_the_prior_is_not_offered_for_registering(
    open_compare: Open, write: Callable[..., str]
) -> None:
    part = open_compare([write(1), write(3, estimator="prior")])
    actions: list[Any] = list(part.bar_actions())
    assert [each.words() for each in actions] == ["Only differences", "Add run", "Export"]


def test_pointing_at_the_legend_brings_a_run_forward_everywhere_and_a_click_keeps_it(
    qtbot: QtBot, open_compare: Open, four: list[str]
) -> None:
    part = open_compare(four)
    part.link.point(-1)  # the pointer may rest over a plot
    entry = part.plots.legend.buttons()[1]
    seen: list[int] = []
    part.link.pointed.connect(seen.append)
    cards = part.plots.cards()
    before = [card.grab().toImage() for card in cards]
    entry.pointed.emit(True)
    assert seen == [1]
    for card, picture in zip(cards, before, strict=True):
        assert card.grab().toImage() != picture, card.title
    entry.pointed.emit(False)
    assert cards[3].grab().toImage() == before[3]
    click(qtbot, entry)
    assert part.link.kept() == 1
    part.bring_forward(-1)
    assert cards[3].grab().toImage() != before[3]
    click(qtbot, entry)
    assert part.link.kept() == -1


def test_the_curve_under_the_pointer_brings_its_run_forward_everywhere(
    open_compare: Open, four: list[str], hover: Hover
) -> None:
    part = open_compare(four)
    card = part.plots.cards()[0]
    assert isinstance(card, RunCurvesCard)
    part.link.point(-1)  # the pointer may rest over a plot
    table = part.table.grab().toImage()
    best = card.curves.drawn()[-1]
    x = card.curves.plot_rect().left() + 60
    hover(card.curves, QPoint(round(x), round(float(best.line.y_at(x)))))
    assert part.link.forward() == 3
    assert part.table.grab().toImage() != table
    QApplication.sendEvent(card.curves, QEvent(QEvent.Type.Leave))
    assert part.link.forward() == -1


def test_a_column_under_the_pointer_brings_its_run_forward(
    qtbot: QtBot, open_compare: Open, four: list[str], hover: Hover
) -> None:
    part = open_compare(four)
    middle = part.heads.buttons()[2].geometry().center().x()
    with qtbot.waitSignal(part.table.pointed) as told:
        hover(part.table, QPoint(middle, 60))
    assert told.args == [2]
    assert part.table.run_at(4) == -1


def test_another_run_becomes_the_baseline_through_its_menu(
    open_compare: Open, four: list[str], page_context: Any
) -> None:
    part = open_compare(four)
    menu = part.heads.menu_for(part.heads.buttons()[2].head)
    by_words = {each.text(): each for each in menu.actions()}
    by_words["Make the baseline"].trigger()
    place = parts_of(page_context.navigated[-1])
    assert place == ["experiments", "compare", ",".join([four[2], four[0], four[1], four[3]])]
    by_words["Take out"].trigger()
    assert parts_of(page_context.navigated[-1])[-1] == ",".join([four[0], four[1], four[3]])
    by_words["Open run"].trigger()
    assert parts_of(page_context.navigated[-1]) == ["experiments", four[2]]
    part.show_runs([four[2], four[0]])
    assert part.state_word() == "loading"


def test_two_runs_are_the_fewest_so_none_can_be_taken_out(
    open_compare: Open, four: list[str]
) -> None:
    part = open_compare(four[:2])
    menu = part.heads.menu_for(part.heads.buttons()[0].head)
    states = {each.text(): each.isEnabled() for each in menu.actions()}
    assert states == {"Open run": True, "Make the baseline": False, "Take out": False}


@pytest.mark.parametrize(
    ("n", "words"),
    [(0, "No runs to compare"), (1, "One run is not enough to compare")],
)
def test_too_few_runs_say_so_with_a_way_back(
    qtbot: QtBot, open_compare: Open, four: list[str], page_context: Any, n: int, words: str
) -> None:
    part = open_compare(four[:n])
    assert part.state_word() == "empty"
    assert part.bar_actions() == []
    back = next(each for each in part.findChildren(Button) if each.isVisible())
    assert words in [label.text() for label in part.findChildren(QWidget) if hasattr(label, "text")]
    click(qtbot, back)
    assert parts_of(page_context.navigated[-1]) == ["experiments"]


def test_a_run_that_is_not_there_is_named(open_compare: Open, four: list[str]) -> None:
    part = open_compare([four[0], "deadbeef"])
    assert part.state_word() == "empty"
    said = [label.text() for label in part.findChildren(QWidget) if hasattr(label, "text")]
    assert "There is no run deadbeef." in said


def test_a_store_that_fails_says_so_and_can_be_tried_again(
    qtbot: QtBot, open_compare: Open, four: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise WorldError("The store can't be read.", "Is the disk there?")

    with monkeypatch.context() as broken:
        broken.setattr(comparing, "compare", fail)
        part = open_compare(four)
        assert part.state_word() == "error"
    again = next(e for e in part.findChildren(Button) if e.isVisible() and "again" in e.words())
    click(qtbot, again)
    qtbot.waitUntil(lambda: part.state_word() == "ready")


def test_plots_that_fail_leave_the_table_and_can_be_tried_again(
    qtbot: QtBot, open_compare: Open, four: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise WorldError("The answers can't be read.", "Is the disk there?")

    with monkeypatch.context() as broken:
        broken.setattr(evaluation, "pictures", fail)
        part = open_compare(four)
        assert part.state_word() == "ready"
        assert part.plots.cards() == []
    again = next(e for e in part.plots.findChildren(Button) if "again" in e.words())
    click(qtbot, again)
    qtbot.waitUntil(lambda: len(part.plots.cards()) == 6)


def test_regressions_are_shown_by_their_errors(
    open_compare: Open, write: Callable[..., str]
) -> None:
    part = open_compare([write(number, Task.REGRESSION) for number in (1, 4)])
    assert [card.title for card in part.plots.cards()] == [
        "Residuals",
        "Actual and predicted",
        "Parameters",
        "Importance",
    ]
    before = part.plots.cards()[1].grab().toImage()
    part.bring_forward(0)
    assert part.plots.cards()[1].grab().toImage() != before
    assert action(part, "Register").words() == "Register calm-crane-4"


def test_the_comparison_and_its_plots_become_tables(
    qtbot: QtBot, open_compare: Open, four: list[str], page_context: Any
) -> None:
    part = open_compare(four)
    qtbot.keyClick(part.table, Qt.Key.Key_V)
    chart = part.plots.cards()[0].chart
    assert chart is not None
    page_context.sheets[-1].close_sheet()
    qtbot.keyClick(chart, Qt.Key.Key_V)
    assert len(page_context.sheets) == 2
    assert isinstance(page_context.sheets[1], ChartTable)
    assert page_context.sheets[1].csv_text().startswith("False positives,")
    page_context.sheets[1].close_sheet()


def test_a_run_renamed_elsewhere_is_renamed_here(
    qtbot: QtBot, open_compare: Open, four: list[str], page_context: Any
) -> None:
    part = open_compare(four)
    [key] = runs.keys(page_context.workspace, [four[1]])
    run_changes.rename(page_context.workspace, key, "brave-otter")
    qtbot.waitUntil(lambda: part.heads.buttons()[1].words() == "brave-otter")
