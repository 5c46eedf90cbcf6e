"""Home: first run, a living team, and what its buttons do."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.gui.kit.buttons import Button
from tidemill.gui.pages.home.page import PAGE
from tidemill.gui.pages.home.script_card import CODE, ScriptPopover
from tidemill.services import datasets, jobs, watching
from tidemill.services import home as home_service
from tidemill.services.workspace import Workspace

Open = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Both themes."""
    return str(request.param)


def test_first_run_offers_a_file_and_a_folder(
    open_page: Open, page_context: Any, qtbot: QtBot, theme: str
) -> None:
    assert theme
    view = open_page(PAGE)
    assert view.state_word() == "empty"
    assert [step.mark for step in view.first_run.steps] == ["current", "later", "later"]
    qtbot.mouseClick(view.first_run.drop.choose, LEFT)
    qtbot.mouseClick(view.first_run.drop, LEFT)
    assert page_context.dialogs == ["files", "files"]
    qtbot.mouseClick(view.first_run.drop.watch, LEFT)
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    assert page_context.sheets == [view.watching.sheet]
    assert page_context.navigated == [], "the sheet opens where it was asked for"


def test_a_folder_that_cannot_be_asked_for_is_told_as_a_problem(
    open_page: Open, page_context: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_workspace: object) -> None:
        raise WorldError("The workspace can't be reached.", "Check that its disk is there.")

    view = open_page(PAGE)
    monkeypatch.setattr(datasets, "every", fail)
    qtbot.mouseClick(view.first_run.drop.watch, LEFT)
    qtbot.waitUntil(lambda: bool(page_context.problems))
    assert page_context.problems[0].message == "The workspace can't be reached."
    assert (page_context.sheets, page_context.toasts) == ([], [])


def test_steps_tick_themselves_when_data_arrives(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace, build: Any
) -> None:
    view = open_page(PAGE)
    build.add_versions(workspace, n=1)
    qtbot.waitUntil(lambda: view.first_run.steps[0].mark == "done")
    assert view.first_run.steps[1].mark == "current"
    qtbot.mouseClick(view.first_run.steps[1].act, LEFT)
    assert page_context.navigated == ["tidemill://data/%40train"]


def test_a_first_candidate_has_the_only_primary_button(
    open_page: Open, workspace: Workspace, build: Any
) -> None:
    build.add_model(workspace, build.add_versions(workspace), has_champion=False)
    view = open_page(PAGE)
    assert view.first_run.steps[2].mark == "current"
    assert view.cards.views[0].main.kind() == "primary"
    assert view.first_run.drop.choose.kind() == "secondary"


@pytest.mark.usefixtures("filled")
def test_decisions_stand_in_order_with_their_evidence(open_page: Open, theme: str) -> None:
    assert theme
    view = open_page(PAGE)
    assert view.state_word() == "ready"
    cards = [card.card for card in view.cards.views]
    assert [card.kind for card in cards] == ["promote", "alert", "file", "job"]
    assert [card.main.kind() for card in view.cards.views] == ["primary", *["secondary"] * 3]
    assert cards[0].evidence.candidate_words == "0.874"
    assert "95% interval 0.007 to 0.019" in cards[0].text
    assert cards[2].text == (
        "wind_speed is text in 380 of 400 rows. flights-late was not retrained. "
        "The champion keeps serving."
    )
    assert cards[2].evidence.name == "wind_speed"
    assert cards[2].evidence.lines[-1] == "in 380 rows"
    assert view.living.table.source().row_count() == 1
    assert view.beside.isVisible()
    assert PAGE.badge is not None


@pytest.mark.usefixtures("filled")
def test_main_buttons_lead_to_where_it_is_decided(
    open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    for card in view.cards.views[:3]:
        qtbot.mouseClick(card.main, LEFT)
    places = page_context.navigated
    assert places[0] == "models/flights-late/2/promote"
    assert places[1] == "monitoring/flights-late"
    assert places[2].startswith("automations/files/")
    view.living.table.setFocus()
    qtbot.keyClick(view.living.table, Qt.Key.Key_Down)
    qtbot.keyClick(view.living.table, Qt.Key.Key_Return)
    assert places[3] == "tidemill://models/flights-late"


@pytest.mark.usefixtures("filled")
def test_not_now_takes_a_card_off(open_page: Open, qtbot: QtBot, workspace: Workspace) -> None:
    view = open_page(PAGE)
    qtbot.mouseClick(view.cards.views[1].later, LEFT)
    qtbot.waitUntil(lambda: [v.card.kind for v in view.cards.views] == ["promote", "file", "job"])
    assert len(home_service.home(workspace).decisions) == 3


@pytest.mark.usefixtures("filled")
def test_accept_anyway_asks_the_worker_to_take_the_file_in(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    view = open_page(PAGE)
    qtbot.mouseClick(view.cards.views[2].later, LEFT)
    qtbot.waitUntil(lambda: "file" not in [v.card.kind for v in view.cards.views])
    assert page_context.workers == ["asked"]
    assert [file.name for file in watching.arrived(workspace, state="waiting")] == [
        "flights_resent.csv"
    ]


@pytest.mark.usefixtures("filled")
def test_try_again_puts_the_job_back_into_the_queue(
    open_page: Open, qtbot: QtBot, workspace: Workspace
) -> None:
    view = open_page(PAGE)
    qtbot.mouseClick(view.cards.views[3].main, LEFT)
    qtbot.waitUntil(lambda: "job" not in [v.card.kind for v in view.cards.views])
    assert "model.train" in [job.kind for job in jobs.newest(workspace, state="queued")]


@pytest.mark.usefixtures("filled")
def test_what_could_not_be_done_is_said_on_its_card(
    open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_workspace: Workspace, _job: int) -> None:
        raise WorldError("The store is locked.", "Try again in a moment.")

    view = open_page(PAGE)
    monkeypatch.setattr(jobs, "retry", fail)
    qtbot.mouseClick(view.cards.views[3].main, LEFT)
    qtbot.waitUntil(lambda: bool(view._model.state.failures))
    assert view._model.state.failures[0][1] == "The store is locked. Try again in a moment."
    assert not view.cards.views[3].main.is_busy()


def test_a_store_that_fails_offers_to_try_again(
    open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    def fail(_workspace: Workspace) -> None:
        raise WorldError("The store can't be read.", "Look at the disk.")

    assert theme
    with monkeypatch.context() as patch:
        patch.setattr(home_service, "home", fail)
        view = open_page(PAGE)
        assert view.state_word() == "error"
    qtbot.mouseClick(view._error.action, LEFT)
    qtbot.waitUntil(lambda: view.state_word() == "empty")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("width", [888, 1228])
def test_nothing_asks_for_more_room_than_the_window_has(
    open_page: Open, page_context: Any, width: int
) -> None:
    page_context.sheet_host.resize(width, 648)
    view = open_page(PAGE)
    assert view.minimumSizeHint().width() <= width
    assert view.width() == width


@pytest.mark.usefixtures("filled")
def test_commands_know_the_candidate_that_is_ready(open_page: Open, page_context: Any) -> None:
    view = open_page(PAGE)
    review = next(c for c in view.commands() if c.id == "home.review")
    assert (review.title, review.shortcut) == ("Review and promote flights-late v2…", "P")
    review.run()
    assert page_context.navigated == ["models/flights-late/2/promote"]


def test_the_sample_is_asked_for_with_one_click_and_its_card_goes_when_data_is_there(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace, build: Any
) -> None:
    view = open_page(PAGE)
    card = view.first_run.sample
    assert card.isVisibleTo(view.first_run)
    assert "home.sample" in [command.id for command in view.commands()]
    qtbot.mouseClick(card.open, LEFT)
    assert card.open.is_busy()
    qtbot.waitUntil(lambda: [job.kind for job in jobs.newest(workspace)] == ["sample.cut"])
    qtbot.waitUntil(view.is_settled)
    assert card.open.is_busy()
    build.add_versions(workspace, n=1)
    qtbot.waitUntil(lambda: not card.isVisibleTo(view.first_run))
    assert "home.sample" not in [command.id for command in view.commands()]


def test_the_lines_to_log_with_are_shown_and_copied_and_name_this_workspace(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    view = open_page(PAGE)
    qtbot.mouseClick(view.first_run.script.show_code, LEFT)
    popover = view.findChild(ScriptPopover)
    assert popover is not None
    assert popover.isVisible()
    copies = {button.accessibleName(): button for button in popover.findChildren(Button)}
    qtbot.mouseClick(copies["Copy the line"], LEFT)
    assert page_context.copied[-1] == f'export TIDEMILL_WORKSPACE="{workspace.folder}"'
    qtbot.waitUntil(lambda: not popover.isVisible())
    compile(CODE, "card", "exec")
    assert "home.script" in [command.id for command in view.commands()]
