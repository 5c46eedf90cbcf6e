"""The section Gates of the settings: the default, sets by name, their gates and bounds."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tidemill.domain.gate_sets import GateWish
from tidemill.domain.people import Person, PersonRole
from tidemill.gui.shell.settings.gates.part import GatesPart
from tidemill.gui.shell.settings.section import Desk
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.services import gate_sets, people, undoing
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(page_context, qtbot: QtBot) -> Callable[[], tuple[SettingsSheet, GatesPart]]:
    """Opens the section once its sets are read."""

    def make() -> tuple[SettingsSheet, GatesPart]:
        page_context.sheet_host.resize(1440, 900)
        page_context.sheet_host.show()
        sheet = SettingsSheet(
            page_context.sheet_host, Desk({}, lambda *_: None, page_context), "gates"
        )
        page_context.show_sheet(sheet)
        part: Any = sheet.part("gates")
        qtbot.waitUntil(lambda: bool(part.cards) and not page_context.operations.is_busy())
        return sheet, part

    return make


def click(qtbot: QtBot, sheet: SettingsSheet, widget: QWidget) -> None:
    qtbot.waitUntil(widget.isVisible)
    QApplication.sendPostedEvents()
    sheet.fit()
    sheet.area.ensureWidgetVisible(widget, 0, 24)
    qtbot.mouseClick(widget, LEFT)


def gates(workspace: Workspace, name: str) -> list[str]:
    return [str(one) for one in gate_sets.find(workspace, name).gates.gates]


def test_a_set_is_made_with_a_name_and_becomes_the_default(
    opened, workspace: Workspace, qtbot: QtBot
):
    sheet, part = opened()
    assert list(part.cards) == ["standard"]
    assert not part.create_.isEnabled()
    part.name.setFocus()
    qtbot.keyClicks(part.name, "house")
    click(qtbot, sheet, part.create_)
    qtbot.waitUntil(lambda: list(part.cards) == ["standard", "house"])
    assert part.name.text() == ""
    assert part.cards["house"].means.text() == "3 gates, passed by no model"
    part.default.setFocus()
    qtbot.keyClick(part.default, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: gate_sets.default_name(workspace) == "house")
    qtbot.waitUntil(lambda: not part.cards["house"].default.isHidden())
    assert part.cards["standard"].default.isHidden()
    assert not part.cards["house"].remove.isEnabled()
    click(qtbot, sheet, part.undo)
    qtbot.waitUntil(lambda: gate_sets.default_name(workspace) == "standard")
    qtbot.waitUntil(lambda: part.default.value() == "standard")
    qtbot.waitUntil(part.cards["house"].remove.isEnabled)
    click(qtbot, sheet, part.cards["house"].remove)
    qtbot.waitUntil(lambda: list(part.cards) == ["standard"])
    assert part.said.text() == "house is gone."


def test_bounds_and_gates_of_a_set_are_changed_in_place(opened, workspace: Workspace, qtbot: QtBot):
    gate_sets.create(workspace, "house")
    sheet, part = opened()
    card = part.cards["house"]
    click(qtbot, sheet, card.open)
    [margin] = [field for (_, name), field in card.lines.fields.items() if name == "margin"]
    assert not card.keep.isEnabled()
    margin.set_text("often")
    assert not card.keep.isEnabled()
    margin.set_text("0.01")
    click(qtbot, sheet, card.keep)
    qtbot.waitUntil(lambda: gates(workspace, "house")[0] == "better_than_champion:margin=0.01")
    qtbot.waitUntil(lambda: not card.keep.isEnabled())
    click(qtbot, sheet, card.add)
    qtbot.waitUntil(lambda: card.asking is not None)
    card.asking.choose("latency")
    card.asking.form.parts["most_ms"].set_text("none")
    assert not card.add.isEnabled()
    card.asking.form.parts["most_ms"].set_text("20")
    click(qtbot, sheet, card.add)
    qtbot.waitUntil(lambda: gates(workspace, "house")[-1] == "latency:most_ms=20.0")
    qtbot.waitUntil(lambda: len(card.lines.removes) == 4)
    assert card.asking is None
    click(qtbot, sheet, card.lines.removes[1])
    qtbot.waitUntil(lambda: len(card.lines.removes) == 3)
    assert [one.partition(":")[0] for one in gates(workspace, "house")] == [
        "better_than_champion",
        "schema_fits",
        "latency",
    ]
    assert not card.opened.isHidden()  # what is read anew stays open
    click(qtbot, sheet, part.undo)
    qtbot.waitUntil(lambda: len(card.lines.removes) == 4)


def test_a_name_that_is_taken_is_told_and_keeps_what_is_typed(
    opened, workspace: Workspace, qtbot: QtBot
):
    gate_sets.put(workspace, "house", [GateWish("latency")])
    sheet, part = opened()
    part.name.setText("house")
    click(qtbot, sheet, part.create_)
    qtbot.waitUntil(part.problem.isVisible)
    assert part.name.text() == "house"
    assert gates(workspace, "house") == ["latency"]


def test_what_a_command_changes_meanwhile_is_shown(opened, workspace: Workspace, qtbot: QtBot):
    _sheet, part = opened()
    gate_sets.put(workspace, "night", [GateWish("latency")])
    qtbot.waitUntil(lambda: "night" in part.cards)
    undoing.undo(workspace)
    qtbot.waitUntil(lambda: "night" not in part.cards)


@pytest.mark.parametrize(
    ("role", "may_change"), [(PersonRole.MEMBER, True), (PersonRole.VIEWER, False)]
)
def test_who_may_not_change_sees_the_gates_and_no_controls_that_would(
    role, may_change, opened, page_context, workspace: Workspace, qtbot: QtBot
):
    gate_sets.create(workspace, "house")
    people.put(workspace, Person("bo", "Bo", role))
    page_context.workspace = workspace.acting_as(Person("bo", "Bo", role))
    sheet, part = opened()
    assert not part.default.isEnabled()
    assert "For an approver to choose." in part.default_row.means.text()
    assert part.create_.isVisible() is may_change
    card = part.cards["house"]
    click(qtbot, sheet, card.open)
    assert card.add.isVisible() is may_change
    assert card.remove.isVisible() is may_change
    assert bool(card.lines.removes) is may_change
    assert all(field.isEnabled() is may_change for field in card.lines.fields.values())
    standard = part.cards["standard"]  # nobody changes what we bring
    click(qtbot, sheet, standard.open)
    assert not standard.add.isVisible()
    assert standard.note.text().startswith("The standard set stays as it is")
