"""The Checks tab: rules as sentences, their switches and trends, proposals, the sheet."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.gui.pages.data.page import PAGE
from tidemill.services import datasets, personal_data, rules, undoing
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
Open = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("filled")


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Both themes."""
    return str(request.param)


@pytest.fixture
def tab(open_page: Open, qtbot: QtBot) -> Any:
    """The page of a dataset on its Checks tab, its rules read."""
    view = open_page(PAGE, "data/flights/checks")
    qtbot.waitUntil(lambda: bool(view.dataset.checks.rules.rows) and view.is_settled())
    return view


def test_rules_are_sentences_with_switches_and_trends(tab, theme):
    assert theme
    row = tab.dataset.checks.rules.rows["row_count"]
    assert row.line.sentence == "A file has at least 20% of the usual number of rows."
    assert row.switch.isChecked()
    assert row.switch.accessibleName() == row.line.sentence
    missing = tab.dataset.checks.rules.rows["missing_share"]
    assert missing.trend.accessibleDescription() == "Passed 3 of 4 files; not v4."
    assert (missing.line.word, missing.line.message[:10]) == ("Look at it", "wind_speed")
    tab.grab()


def test_a_switch_changes_the_rule_at_once_and_its_toast_takes_it_back(tab, qtbot, page_context):
    workspace = tab.context.workspace
    row = tab.dataset.checks.rules.rows["row_count"]
    row.switch.setFocus()
    qtbot.keyClick(row.switch, Qt.Key.Key_Space)

    def is_on() -> bool:
        return next(r for r in rules.rules(workspace, "flights") if r.check == "row_count").is_on

    qtbot.waitUntil(lambda: not is_on() and tab.is_settled())
    (_, words, undo) = page_context.toasts[-1]
    assert words == "Undo"
    other = next(r for r in rules.rules(workspace, "flights") if r.check != "row_count")
    rules.switch(workspace, "flights", other.key, not other.is_on)
    later = undoing.last(workspace)
    undo()  # its own change, whatever was done after it
    qtbot.waitUntil(lambda: is_on() and tab.is_settled())
    assert undoing.last(workspace) == later


def test_a_tick_switches_a_proposal_on_and_it_becomes_a_rule(tab, qtbot):
    proposals = tab.dataset.checks.proposals
    tick = proposals.ticks["column_values:distance"]
    assert tick.accessibleName() == "distance is a number, never missing, over 0."
    assert "rows" in tick.accessibleDescription()
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "column_values:distance" not in proposals.ticks and tab.is_settled())
    lines = [row.line.sentence for row in tab.dataset.checks.rules.rows.values()]
    assert "distance is a number, never missing, over 0." in lines


def test_all_proposals_can_be_switched_on(tab, qtbot):
    workspace = tab.context.workspace
    assert rules.propose(workspace, "flights")
    qtbot.mouseClick(tab.dataset.checks.proposals.every, LEFT)
    qtbot.waitUntil(lambda: not rules.propose(workspace, "flights") and tab.is_settled())
    qtbot.waitUntil(tab.dataset.checks.proposals.isHidden)


def test_the_sheet_builds_a_sentence_and_makes_the_rule(tab, qtbot):
    qtbot.mouseClick(tab.dataset.checks.rules.add, LEFT)
    sheet = tab.rules.sheet
    sheet._inputs["column"].set_value("wind_speed")
    sheet._inputs["kind"].set_value("numeric")
    sheet._inputs["low"].set_text("0")
    assert sheet.sentence() == "wind_speed is a number, at least 0."
    sheet.effect.set_value("warn")
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tab.rules.sheet is None and tab.is_settled())
    made = rules.rules(tab.context.workspace, "flights")[-1]
    assert (made.sentence, made.severity) == ("wind_speed is a number, at least 0.", "warn")


def test_a_rule_that_cannot_be_meant_is_said_in_the_sheet_which_stays_open(tab, qtbot):
    qtbot.mouseClick(tab.dataset.checks.rules.add, LEFT)
    sheet = tab.rules.sheet
    sheet._inputs["low"].set_text("many")
    sheet.accepted.emit()
    qtbot.waitUntil(lambda: sheet._error.isVisibleTo(sheet))
    assert tab.rules.sheet is sheet
    sheet.close_sheet()


def test_every_check_has_a_form(tab, qtbot):
    qtbot.mouseClick(tab.dataset.checks.rules.add, LEFT)
    sheet = tab.rules.sheet
    for check in [option.value for option in sheet.check._options]:
        sheet.check.set_value(check)
        sheet._on_check(check)
        assert set(sheet._inputs) == {p.id for p in sheet._entries[check].parameters}
        sheet.grab()
    sheet.close_sheet()


def test_a_rule_is_changed_removed_and_made_to_warn_only(tab, qtbot):
    workspace = tab.context.workspace
    made = rules.add(workspace, "flights", "column_values", {"column": "distance", "low": "1"})
    qtbot.waitUntil(lambda: made.key in tab.dataset.checks.rules.rows and tab.is_settled())
    row = tab.dataset.checks.rules.rows[made.key]
    row.effect_wanted.emit(made.key, "warn")
    qtbot.waitUntil(lambda: row.line.effect == "warns" and tab.is_settled())
    row.change_wanted.emit(made.key)
    sheet = tab.rules.sheet
    sheet._inputs["high"].set_text("9000")
    sheet.accepted.emit()
    qtbot.waitUntil(lambda: tab.rules.sheet is None and tab.is_settled())
    assert row.line.sentence == "distance is 1 to 9000."
    row.remove_wanted.emit(made.key)
    qtbot.waitUntil(lambda: made.key not in tab.dataset.checks.rules.rows)


def test_a_column_that_is_marked_personal_can_be_shown_again(tab, qtbot):
    workspace = tab.context.workspace
    personal_data.mark(workspace, "flights", "carrier", True)
    card = tab.dataset.checks.personal
    qtbot.waitUntil(lambda: "carrier" in card.switches and tab.is_settled())
    qtbot.keyClick(card.switches["carrier"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not personal_data.columns(workspace, "flights"))
    qtbot.waitUntil(tab.is_settled)


@pytest.fixture
def many_rules(workspace: Workspace, filled: Any) -> Workspace:
    """Two hundred rules, made before the window is there."""
    assert filled is None or filled
    for low in range(200):
        settings = {"column": "distance", "low": str(low)}
        rules.add(workspace, "flights", "column_values", settings)
    return workspace


def test_two_hundred_rules_are_drawn_and_the_tab_fits_the_smallest_window(
    many_rules, open_page, qtbot
):
    view = open_page(PAGE, "data/flights/checks")
    assert len(rules.rules(many_rules, "flights")) > 200
    card = view.dataset.checks.rules
    qtbot.waitUntil(lambda: len(card.rows) == 200 and view.is_settled())
    assert view.dataset.checks.minimumSizeHint().width() <= 860


def test_rules_of_another_tab_are_not_read(open_page, qtbot):
    view = open_page(PAGE, "data/flights")
    assert view.rules.book is None
    view._model.show_tab("checks")
    qtbot.waitUntil(lambda: view.rules.book is not None and view.is_settled())
    assert datasets.find(view.context.workspace, "flights").newest.number == 4
