"""Models page: two versions on one page, and the card that people complete."""

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.progress import Silent
from tidemill.gui.pages.models.card_files import card_wish
from tidemill.gui.pages.models.page import PAGE
from tidemill.services import model_cards, model_diffs, registry


def click(qtbot: QtBot, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_two_versions_stand_on_one_page_with_a_summary(
    open_page: Any, settle: Any, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3/difference/1")
    settle(view)
    part = view.part.difference
    known = model_diffs.diff(team.workspace, "flights-late@1", "flights-late@3", is_quick=True)
    assert part.isVisible()
    assert part.summary.text() == known.summary
    assert part.cards["measures"].table.table_model().rowCount() == len(known.measures)
    assert part.cards["answers"].words.text()
    assert view.grab().width() > 0


def test_the_other_version_is_chosen_and_both_are_swapped(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3/difference")
    settle(view)
    told = view._told
    assert told.told.against == registry.find(team.workspace, "flights-late").champion.number
    view.part.difference.against_chosen.emit(1)
    settle(view)
    assert told.told.diff.before == "flights-late v1"
    click(qtbot, view.part.difference.swap)
    settle(view)
    assert view.address() == ["flights-late", "1"]
    assert (told.told.diff.before, told.told.diff.after) == ("flights-late v3", "flights-late v1")


def test_what_people_write_in_the_card_is_saved_and_facts_stand_below(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3/card")
    settle(view)
    part = view.part.card
    assert "nobody wrote yet" in part.missing.text()
    assert not part.save.isEnabled()
    qtbot.keyClicks(part.areas["limits"], "Never tried on charter flights")
    click(qtbot, part.save)
    qtbot.waitUntil(
        lambda: (
            registry.find(team.workspace, "flights-late").model.card.get("limits")
            == "Never tried on charter flights"
        )
    )
    qtbot.waitUntil(lambda: "known limits" not in part.missing.text())
    settle(view)
    assert not part.save.isEnabled()
    assert part.areas["limits"].text() == "Never tried on charter flights"


def test_what_is_being_typed_survives_what_others_write(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3/card")
    settle(view)
    part = view.part.card
    qtbot.keyClicks(part.areas["limits"], "Half a sent")
    model_cards.write_part(team.workspace, "flights-late", "contact", "Mara")
    qtbot.waitUntil(lambda: part.areas["contact"].text() == "Mara")
    settle(view)
    assert part.areas["limits"].text() == "Half a sent"
    assert part.changed_parts() == {"limits": "Half a sent"}


def test_a_card_is_written_as_html_and_as_pdf(qapp: Any, team: Any, tmp_path: Any) -> None:
    card = model_cards.card(team.workspace, "flights-late@3")
    for ending, first in (("html", b"<!doctype html>"), ("pdf", b"%PDF-")):
        wish = card_wish(card, ending)
        assert wish.ending == ending
        path = tmp_path / wish.name
        wish.write(path, Silent())
        assert path.read_bytes().startswith(first)
    assert path.read_bytes().count(b"/Type /Page\n") >= 1


def test_the_palette_leads_to_both_parts(open_page: Any, settle: Any, team: Any) -> None:
    view = open_page(PAGE, "models/flights-late/3")
    known = {command.id: command for command in view.commands()}
    assert known["models.difference"].title == "Hold flights-late v3 against v2"
    known["models.difference"].run()
    settle(view)
    assert view.part.difference.isVisible()
    known["models.card"].run()
    settle(view)
    assert view.part.card.isVisible()
