"""Models page: promotion by two people, where a version would serve, labels and comments."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.deployments import Deployment, DeploymentKind, ServiceState
from tidemill.domain.people import Person, PersonRole
from tidemill.gui.pages.models.page import PAGE
from tidemill.gui.pages.models.promotion_state import gates_age
from tidemill.services import comments, four_eyes, people, registry, undoing
from tidemill.store import deployments


@pytest.fixture
def pair(team: Any, page_context: Any) -> Any:
    """The model needs two people; the person at the window made all versions."""
    four_eyes.switch(page_context.workspace, "flights-late", True)
    mo = Person("mo", "Mo Adler", PersonRole.MEMBER)
    people.put(team.workspace, mo)
    return team.workspace.acting_as(mo)


def click(qtbot: QtBot, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_who_made_it_proposes_and_the_proposal_has_an_undo(
    open_page: Any, page_context: Any, settle: Any, qtbot: QtBot, pair: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3/promote")
    sheet = page_context.sheets[0]
    assert sheet.primary.words() == "Propose v3"
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert page_context.toasts[0][0] == "Proposed to promote flights-late v3"
    settle(view)
    assert [one.by for one in registry.find(pair, "flights-late").agreements] == ["tester"]
    page_context.toasts[0][2]()
    qtbot.waitUntil(lambda: not registry.find(pair, "flights-late").agreements)
    settle(view)


def test_another_person_promotes_and_reads_who_proposed(
    open_page: Any, page_context: Any, settle: Any, qtbot: QtBot, pair: Any
) -> None:
    four_eyes.propose(page_context.workspace, "flights-late@3", note="Better at night")
    page_context.workspace = pair
    view = open_page(PAGE, "models/flights-late/3/promote")
    sheet = page_context.sheets[0]
    assert [(one.title, one.text) for one in sheet.state.agreed] == [
        ("Tester proposed it", "Better at night")
    ]
    assert sheet.primary.words() == "Promote v3"
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: registry.find(pair, "flights-late").champion.number == 3)
    settle(view)


def test_a_proposal_of_ones_own_waits_for_another(
    open_page: Any, page_context: Any, pair: Any
) -> None:
    four_eyes.propose(page_context.workspace, "flights-late@3")
    open_page(PAGE, "models/flights-late/3/promote")
    sheet = page_context.sheets[0]
    assert sheet.primary.isHidden()
    assert "Another person promotes it" in sheet.state.obstacle


def test_the_sheet_says_that_nothing_serves_the_model_yet(
    open_page: Any, page_context: Any, team: Any
) -> None:
    open_page(PAGE, "models/flights-late/3/promote")
    titles = [one.title for one in page_context.sheets[0].state.after]
    assert titles == ["Nothing serves this model yet", "v2 stays ready"]


def test_the_sheet_says_what_happens_to_each_deployment(
    open_page: Any, page_context: Any, team: Any
) -> None:
    model = registry.find(team.workspace, "flights-late").model
    now = team.workspace.clock.now()
    with team.workspace.store.write() as tx:
        for kind, name in ((DeploymentKind.HTTP, "api"), (DeploymentKind.BATCH, "scores")):
            deployments.insert(
                tx,
                Deployment(
                    0, kind, name, model.id, model.name, {}, True, ServiceState.READY, now, now, ""
                ),
            )
        tx.feed("model", model.name)
    again = open_page(PAGE, "models/flights-late/3/promote")
    titles = [one.title for one in page_context.sheets[-1].state.after]
    assert titles == [
        "api switches to v3",
        "scores uses v3 from the next file",
        "v2 stays ready",
    ]
    assert again.part._in_use.text() == "2 in use"


def test_gates_that_ran_before_the_newest_data_say_how_old_they_are(team: Any) -> None:
    version = registry.version(team.workspace, "flights-late@3")
    ran = version.gates_at
    assert ran is not None
    later = ran + timedelta(days=2)
    now = ran + timedelta(days=9)
    assert gates_age(version, later, now) == "Gates are 9 days old, and data came since."
    assert gates_age(version, ran - timedelta(days=1), now) == ""


def test_labels_and_comments_are_written_in_the_inspector_and_undone(
    open_page: Any, page_context: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3")
    qtbot.keyClicks(view.version.label.edit, "EU-west")
    qtbot.keyClick(view.version.label.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view._model.state.version.labels == ("eu-west",))
    settle(view)
    assert registry.version(team.workspace, "flights-late@eu-west").number == 3
    qtbot.keyClicks(view.version.comment, "Please look, @tester")
    click(qtbot, view.version.send)
    qtbot.waitUntil(lambda: bool(view._model.state.said(3)))
    settle(view)
    assert view.version.comment.text() == ""
    assert comments.of_version(team.workspace, "flights-late@3")[0].mentions == ("tester",)
    page_context.toasts[-1][2]()
    qtbot.waitUntil(lambda: not comments.of_version(team.workspace, "flights-late@3"))
    settle(view)
    click(qtbot, view.version.labels_off["eu-west"])
    qtbot.waitUntil(lambda: view._model.state.version.labels == ())
    settle(view)


def test_a_comment_that_is_being_written_survives_news(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3")
    qtbot.keyClicks(view.version.comment, "Half a sent")
    comments.add(team.workspace, "flights-late@3", "Mine is quicker")
    qtbot.waitUntil(lambda: len(view._model.state.said(3)) == 1)
    settle(view)
    assert view.version.comment.text() == "Half a sent"


def test_the_switch_for_two_people_is_in_the_menu(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3")
    view._model.switch_four_eyes(True)
    qtbot.waitUntil(lambda: view._model.state.is_four_eyes)
    settle(view)
    assert undoing.last(team.workspace).words == "asked two people for promotions of flights-late"
