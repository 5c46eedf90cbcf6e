"""The part Level of a model: what it has reached, and the next step as a button."""

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.maturity import Level
from tidemill.gui.pages.models.page import PAGE
from tidemill.services import maturity, registry

LEFT = Qt.MouseButton.LeftButton


def _at_level(open_page: Any, qtbot: QtBot) -> Any:
    view = open_page(PAGE, "models/flights-late")
    qtbot.mouseClick(view.part.level, LEFT)
    assert view._model.state.tab == "level"
    qtbot.waitUntil(lambda: not view.part.is_building())
    return view


def test_the_level_stands_beside_the_name_and_opens_what_it_asks_for(
    open_page: Any, qtbot: QtBot, team: Any
) -> None:
    view = _at_level(open_page, qtbot)
    found = maturity.of(team.workspace, "flights-late")
    assert view.part.level.words() == f"Level {int(found.level)}"
    assert view.part.level.toolTip() == found.sentence
    part = view.part.maturity
    assert part.isVisibleTo(view)
    assert part.sentence.text() == found.sentence
    unmet = [one.id for one in found.conditions if not one.is_met]
    assert list(part.buttons) == unmet
    assert found.next is not None
    assert found.next.step is not None
    assert part.next.words() == found.next.step.words
    assert part.next.kind() == "primary"
    assert part.following.text() == f"Next: {found.next.title.lower()}. {found.next.words}"
    assert {one.kind() for one in list(part.buttons.values())[1:]} <= {"ghost"}


def test_the_next_step_leads_where_it_is_done(
    open_page: Any, page_context: Any, qtbot: QtBot, team: Any
) -> None:
    view = _at_level(open_page, qtbot)
    found = maturity.of(team.workspace, "flights-late")
    assert found.level is Level.BY_HAND
    assert found.next is not None
    assert found.next.id == "trigger"
    for button in (view.part.maturity.next, view.part.maturity.buttons["trigger"]):
        page_context.navigated.clear()
        qtbot.mouseClick(button, LEFT)
        assert page_context.navigated[-1].startswith("tidemill://automations")


def test_rolling_back_is_tried_from_here_and_the_level_follows(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = _at_level(open_page, qtbot)
    back = registry.find(team.workspace, "flights-late").rollback_target
    assert back is not None
    qtbot.mouseClick(view.part.maturity.buttons["way-back"], LEFT)
    qtbot.waitUntil(lambda: "way-back" not in view.part.maturity.buttons)
    said = {c.id: c.words for c in maturity.of(team.workspace, "flights-late").conditions}
    assert said["way-back"] == f"It was rolled back to v{back.number}."
