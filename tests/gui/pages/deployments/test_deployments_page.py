"""Deployments with real events: states in words, switching, settings, tokens, what was asked."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.deployments import Deployment, Logging, ServiceState
from tidemill.domain.models import Model
from tidemill.gui.kit.buttons import Button
from tidemill.gui.pages.deployments.page import PAGE
from tidemill.gui.pages.deployments.sheets import LogSheet, ServiceSheet, TokenSheet
from tidemill.gui.pages.deployments.view import DeploymentsView
from tidemill.services import activity, batch_folders, deploying
from tidemill.services.workspace import Workspace

NAME = "flights-late"


def click(qtbot: QtBot, widget: Any) -> None:
    assert widget is not None
    assert widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def text_of(view: DeploymentsView) -> tuple[str, str, str]:
    """The only card's state: the word, the trouble, the ways out."""
    (card,) = view.view_model.state.cards
    return card.words, card.trouble, " ".join(card.ways)


def test_without_a_champion_the_page_leads_to_the_models(
    open_page: Any, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    assert view.state_word() == "empty"
    assert view.bar_actions() == []
    click(qtbot, view._empty.button)
    assert page_context.navigated == ["models"]


def test_the_first_service_is_made_from_the_empty_page(
    open_page: Any, page_context: Any, flights_late: Model, settle: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    assert view.state_word() == "empty"
    click(qtbot, view._empty.button)
    (sheet,) = page_context.sheets
    assert sheet.model.value() == NAME
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: view.state_word() == "ready")
    settle(view)
    made = deploying.find(page_context.workspace, NAME)
    assert made.is_on
    assert made.http.is_loopback
    assert page_context.workers == ["asked"], "a worker starts it"
    assert page_context.toasts[0][0] == "The service of flights-late is on"
    assert view.view_model.state.chosen == NAME
    assert view.inspector() is view.details


def test_a_service_that_nobody_starts_says_so_and_offers_the_worker(
    open_page: Any, page_context: Any, service: Deployment, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    words, trouble, ways = text_of(view)
    assert (words, ways) == ("Waits for the worker", "worker")
    assert "not running" in trouble
    click(qtbot, view.cards[0].way("worker"))
    assert page_context.workers == ["asked"]


def test_a_service_at_work_shows_what_it_is_asked(
    open_page: Any, page_context: Any, ready: Deployment, ask: Any, qtbot: QtBot
) -> None:
    ask(ready, 60, ms=2.0, refused=3, peak=4)
    ask(ready, 40, minutes_ago=3, ms=8.0, failed=1)
    ask(ready, 100, minutes_ago=600, ms=50.0)
    view = open_page(PAGE)
    (card,) = view.cards
    assert text_of(view) == ("Serving", "", "")
    assert card.place.text() == f"{ready.http.address}/predict"
    assert card.facts.words() == [
        ("Requests", "20 a minute", "peak 4 a second"),
        ("Latency p95", "7.6 ms", "p50 2.0 ms"),
        ("Errors", "0.50%", "3 bad inputs, 200 asked in 24 hours"),
    ]
    click(qtbot, card.copy)
    assert page_context.copied == [f"{ready.http.address}/predict"]


def test_a_service_that_was_asked_nothing_says_so(open_page: Any, ready: Deployment) -> None:
    view = open_page(PAGE)
    told = {caption: (value, note) for caption, value, note in view.cards[0].facts.words()}
    assert told["Requests"] == ("0 a minute", "none in 24 hours")
    assert told["Errors"] == ("–", "nothing asked in 24 hours")


def test_what_is_asked_meanwhile_is_shown_without_a_click(
    open_page: Any, ready: Deployment, ask: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    ask(ready, 500)
    qtbot.waitUntil(lambda: view.cards[0].facts.words()[0][1] == "100 a minute")


def test_a_service_that_does_not_start_says_why_and_what_can_be_done(
    workspace: Workspace, open_page: Any, page_context: Any, service: Deployment, qtbot: QtBot
) -> None:
    why = "Port 8321 of 127.0.0.1 can't be listened on. End the program that has it."
    deploying.say(workspace, NAME, ServiceState.FAILED, trouble=why)
    view = open_page(PAGE)
    assert text_of(view) == ("Not answering", why, "again settings log")
    card = view.cards[0]
    click(qtbot, card.way("settings"))
    (sheet,) = page_context.sheets
    sheet.port.set_value(9_321)
    assert sheet.primary.words() == "Save"
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: deploying.find(workspace, NAME).http.port == 9_321)
    qtbot.waitUntil(lambda: text_of(view)[0] == "Waits for the worker")


def test_a_new_champion_that_can_not_be_read_is_trouble_beside_serving(
    workspace: Workspace, open_page: Any, ready: Deployment, page_context: Any, qtbot: QtBot
) -> None:
    deploying.say(
        workspace,
        NAME,
        ServiceState.READY,
        trouble="The new champion can't be read.",
        serves_id=ready.serves_id,
    )
    log = deploying.log_file(workspace, ready)
    log.parent.mkdir(exist_ok=True)
    log.write_text("first line\nthe last word\n")
    view = open_page(PAGE)
    assert text_of(view) == ("Serving, needs a look", "The new champion can't be read.", "log")
    click(qtbot, view.cards[0].way("log"))
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    (sheet,) = page_context.sheets
    assert isinstance(sheet, LogSheet)
    assert "the last word" in sheet.area_of_text.text()


def test_the_switch_switches_off_and_on_and_is_written_down(
    workspace: Workspace, open_page: Any, page_context: Any, ready: Deployment, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    click(qtbot, view.cards[0].switch)
    qtbot.waitUntil(lambda: text_of(view)[0] == "Ending")
    assert not deploying.find(workspace, NAME).is_on
    qtbot.waitUntil(view.cards[0].switch.isEnabled)
    click(qtbot, view.cards[0].switch)
    qtbot.waitUntil(lambda: deploying.find(workspace, NAME).is_on)
    qtbot.waitUntil(lambda: page_context.workers == ["asked"])
    told = [entry.sentence for entry in activity.recent(workspace).entries][:2]
    assert told == [
        "switched the service of flights-late on",
        "switched the service of flights-late off",
    ]


def test_somebody_else_was_quicker_and_the_page_says_so(
    workspace: Workspace, open_page: Any, page_context: Any, ready: Deployment, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    page_context.feed.close()  # the news of it is still on its way
    deploying.stop(workspace, NAME)
    click(qtbot, view.cards[0].switch)
    qtbot.waitUntil(view._failure.isVisible)
    problem = view.view_model.state.problem
    assert problem is not None
    assert problem.message == "The service of flights-late is off already."
    qtbot.waitUntil(lambda: not view.cards[0].switch.isChecked())


def test_beyond_this_computer_a_token_is_made_and_told_once(
    workspace: Workspace, open_page: Any, page_context: Any, flights_late: Model, qtbot: QtBot
) -> None:
    open_page(PAGE, "deployments/new")
    sheet = page_context.sheets[0]
    assert isinstance(sheet, ServiceSheet)
    click(qtbot, sheet.reach.part("all"))
    sheet.names.set_text("models.example, Other.Example")
    click(qtbot, sheet.logging.part(str(Logging.ALL)))
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: len(page_context.sheets) == 2)
    told = page_context.sheets[1]
    assert isinstance(told, TokenSheet)
    http = deploying.find(workspace, NAME).http
    assert http.knows(told.field.text())
    assert (http.host, http.names) == ("0.0.0.0", ("models.example", "other.example"))
    assert http.logging is Logging.ALL
    click(qtbot, told.primary)
    assert page_context.copied == [told.field.text()]


def test_an_address_that_is_none_is_refused_in_the_sheet_and_nothing_is_made(
    workspace: Workspace, open_page: Any, page_context: Any, flights_late: Model, qtbot: QtBot
) -> None:
    open_page(PAGE, "deployments/new")
    (sheet,) = page_context.sheets
    click(qtbot, sheet.reach.part("one"))
    click(qtbot, sheet.primary)
    assert sheet.address.error() == "Give an address of this computer."
    sheet.address.set_text("somewhere.example")
    click(qtbot, sheet.primary)
    qtbot.waitUntil(sheet.failure.isVisible)
    assert sheet.primary.isEnabled()
    assert deploying.every(workspace) == []


def test_a_token_is_made_anew_and_taken_away_from_the_menu(
    workspace: Workspace, open_page: Any, page_context: Any, ready: Deployment, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    view.cards[0].wanted.emit(NAME, "token")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    assert deploying.find(workspace, NAME).http.knows(page_context.sheets[0].field.text())
    page_context.sheets[0].close_sheet()
    qtbot.waitUntil(lambda: view.view_model.state.cards[0].has_token and not view.sheet)
    qtbot.waitUntil(lambda: not view.view_model.state.busy)
    view.cards[0].wanted.emit(NAME, "no token")
    qtbot.waitUntil(lambda: not view.view_model.state.cards[0].has_token)
    assert deploying.find(workspace, NAME).http.token_hash == ""


def test_a_deployment_that_is_not_there_is_told(open_page: Any, service: Deployment) -> None:
    view = open_page(PAGE, "deployments/gone")
    assert view.view_model.state.missing == "There is no deployment gone any more."
    assert view._failure.isVisible()


@pytest.mark.parametrize("width", [860, 640])
def test_nothing_on_a_card_holds_the_window_open(
    open_page: Any, ready: Deployment, ask: Any, width: int
) -> None:
    ask(ready, 60, refused=3, peak=4)
    view = open_page(PAGE)
    assert view.cards[0].minimumSizeHint().width() <= width
    assert view.details.rows.minimumSizeHint().width() <= view.details.width()


def test_the_commands_switch_and_open_what_the_cards_do(
    open_page: Any, page_context: Any, ready: Deployment
) -> None:
    view = open_page(PAGE)
    commands = {command.id: command for command in view.commands()}
    assert commands["deployments.switch.flights-late"].title == "Switch off flights-late"
    commands["deployments.settings.flights-late"].run()
    assert isinstance(page_context.sheets[0], ServiceSheet)
    assert any(isinstance(each, Button) for each in view.bar_actions())


def test_a_batch_folder_is_switched_off_and_on(
    workspace: Workspace, open_page: Any, flights_late: Model, tmp_path: Path, qtbot: QtBot
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    made = batch_folders.switch_on(workspace, NAME, folder, out, name="scores")
    view = open_page(PAGE)
    assert view.view_model.state.cards[0].kind == "Batch folder"
    click(qtbot, view.cards[0].switch)
    qtbot.waitUntil(lambda: not deploying.find(workspace, "scores").is_on)
    qtbot.waitUntil(view.cards[0].switch.isEnabled)
    qtbot.waitUntil(lambda: not view.view_model.state.cards[0].is_on)
    click(qtbot, view.cards[0].switch)
    qtbot.waitUntil(lambda: deploying.find(workspace, "scores").is_on)
    again = deploying.find(workspace, "scores")
    assert (again.id, again.settings) == (made.id, made.settings)


def test_pictures_have_the_sheets_over_cards_and_never_over_an_empty_page(
    workspace: Workspace, flights_late: Model
) -> None:
    assert [name for name, _ in PAGE.picture_addresses(workspace)] == ["deployments"]
    deploying.http(workspace, flights_late.name)
    names = [name for name, _ in PAGE.picture_addresses(workspace)]
    sheets = ["deployments_new", "deployments_new_folder", "deployments_new_export"]
    assert names[1:] == ["deployments_flights-late", *sheets]
