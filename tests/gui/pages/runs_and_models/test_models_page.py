"""The page Models: what stands there, promoting, rolling back, rejecting."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tidemill.base.errors import WorldError
from tidemill.domain.people import Person, PersonRole
from tidemill.gui.pages.models.page import PAGE
from tidemill.gui.pages.models.view import ModelsView
from tidemill.services import promotion, registry, validating


def champion_of(team: Any) -> int | None:
    """The number of the version that serves."""
    champion = registry.find(team.workspace, "flights-late").champion
    return None if champion is None else champion.number


def click(qtbot: QtBot, widget: Any) -> None:
    """Press a widget as a person would."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_without_models_says_how_they_come(open_page: Any, theme: str) -> None:
    view = open_page(PAGE)
    assert isinstance(view, ModelsView)
    assert view.state_word() == "empty"
    assert view.grab().width() > 0


def test_store_that_cannot_be_read_offers_to_try_again(
    open_page: Any, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, team: Any
) -> None:
    def fails(_workspace: object) -> list[object]:
        raise WorldError("The store is locked.", "Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(registry, "every", fails)
        view = open_page(PAGE, "models", False)
        qtbot.waitUntil(lambda: view.state_word() == "error")
    click(qtbot, view._error.findChildren(type(view.train))[0])
    qtbot.waitUntil(lambda: view.state_word() == "ready")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_opens_on_the_candidate_that_is_ready(open_page: Any, team: Any, theme: str) -> None:
    view = open_page(PAGE)
    assert view.address() == ["flights-late", "3"]
    assert view.part.table.table_model().rowCount() == 3
    assert [c.text for c in view.crumbs()] == ["Models", "flights-late"]
    assert view.version.promote is not None
    assert view.version.promote.kind() == "primary"
    assert view.part.roll_back.words() == "Roll back to v1"
    assert view.grab().width() > 0


def test_unknown_model_and_version_are_said_in_place(open_page: Any, team: Any) -> None:
    view = open_page(PAGE, "models/no-such")
    assert view.part.missing.text() == "There is no model no-such."


def test_one_click_in_the_open_sheet_promotes_and_undo_takes_it_back(
    open_page: Any, page_context: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3/promote")
    sheet = page_context.sheets[0]
    assert "Better on AUC" in sheet.state.verdict
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    text, action, undo = page_context.toasts[0]
    assert (text, action) == ("flights-late v3 is champion", "Undo")
    assert champion_of(team) == 3
    qtbot.waitUntil(lambda: not isValid(sheet))
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: champion_of(team) == 2)
    settle(view)


def test_control_enter_promotes_with_the_note(
    open_page: Any, page_context: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3")
    view.open_promotion()
    sheet = page_context.sheets[0]
    qtbot.keyClicks(sheet.note, "newer data")
    qtbot.keyClick(sheet.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: champion_of(team) == 3)
    settle(view)
    assert registry.audit_log(team.workspace, "flights-late")[0].note == "newer data"


def test_roll_back_is_one_click_and_has_an_undo(
    open_page: Any, page_context: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late")
    click(qtbot, view.part.roll_back)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert champion_of(team) == 1
    assert page_context.toasts[0][0] == "flights-late v1 is champion again"
    page_context.toasts[0][2]()
    qtbot.waitUntil(lambda: champion_of(team) == 2)
    settle(view)


def test_reject_marks_the_candidate_and_has_an_undo(
    open_page: Any, page_context: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3")
    click(qtbot, view.version.reject)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert str(registry.version(team.workspace, "flights-late@3").stage) == "rejected"
    settle(view)


def test_failed_gate_stands_first_and_asks_an_approver_for_a_reason(
    open_page: Any,
    page_context: Any,
    settle: Any,
    qtbot: QtBot,
    team: Any,
    fail_gate: Callable[[], None],
) -> None:
    fail_gate()
    view = open_page(PAGE, "models/flights-late/3/promote")
    sheet = page_context.sheets[0]
    assert not sheet.state.gates[0].is_passed
    assert sheet.primary.kind() == "secondary"
    click(qtbot, sheet.primary)
    assert champion_of(team) == 2
    assert not sheet.primary.isEnabled()
    qtbot.keyClicks(sheet.reason, "too short")
    assert not sheet.primary.isEnabled()
    qtbot.keyClicks(sheet.reason, ", now long enough")
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: champion_of(team) == 3)
    settle(view)


def test_who_is_no_approver_is_told_to_ask_one(
    open_page: Any, page_context: Any, team: Any, fail_gate: Callable[[], None]
) -> None:
    fail_gate()
    page_context.workspace = team.workspace.acting_as(Person("mo", "Mo", PersonRole.MEMBER))
    open_page(PAGE, "models/flights-late/3/promote")
    sheet = page_context.sheets[0]
    assert sheet.primary.isHidden()
    assert "Ask an approver" in sheet.state.obstacle


def test_promotion_that_fails_says_why_in_the_sheet(
    open_page: Any,
    page_context: Any,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    team: Any,
) -> None:
    def fails(*_words: object, **_options: object) -> None:
        raise WorldError("The disk is full.", "Free some room.")

    monkeypatch.setattr(promotion, "promote", fails)
    open_page(PAGE, "models/flights-late/3/promote")
    sheet = page_context.sheets[0]
    click(qtbot, sheet.primary)
    qtbot.waitUntil(sheet.error.isVisible)
    assert not sheet.primary.is_busy()
    assert champion_of(team) == 2


def test_news_of_a_colleague_reach_the_page(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3")
    promotion.promote(team.workspace, "flights-late@3")
    qtbot.waitUntil(lambda: view._model.state.champion == 3)
    settle(view)
    assert view.part.roll_back.words() == "Roll back to v2"


def test_tabs_and_rows_show_another_part(open_page: Any, qtbot: QtBot, team: Any) -> None:
    view = open_page(PAGE, "models/flights-late/3")
    table = view.part.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert view.address() == ["flights-late", "2"]
    assert view.version.promote is None
    view.part.tabs.changed.emit("log")
    assert view.part.log.isVisible()
    assert view.part.log.table_model().rowCount() == 3


def test_gates_that_compared_with_a_former_champion_can_be_run_again(
    open_page: Any,
    page_context: Any,
    settle: Any,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    team: Any,
    done_by_worker: Any,
) -> None:
    asked = []

    def ask(_workspace: Any, address: str) -> int:
        asked.append(address)
        return done_by_worker("model.validate", address)

    monkeypatch.setattr(validating, "ask", ask)
    promotion.roll_back(team.workspace, "flights-late")
    view = open_page(PAGE, "models/flights-late/3/promote")
    sheet = page_context.sheets[0]
    assert "not with the champion of now" in sheet.state.verdict
    assert (sheet.gates.kind(), sheet.primary.kind()) == ("primary", "secondary")
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked))
    settle(view)
    assert asked == ["flights-late@3"]
    assert champion_of(team) == 1
    assert len(page_context.sheets) == 2
