"""Settings drawn from their declarations: each option has a row, and is kept as it is changed."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tidemill.base import own_options, places
from tidemill.domain.options import every as options
from tidemill.domain.options.option import Kept, Option
from tidemill.domain.people import Person, PersonRole
from tidemill.gui.kit.labels import Label, RichLine
from tidemill.gui.shell import memory
from tidemill.gui.shell.settings.option_row import OptionRow
from tidemill.gui.shell.settings.options_part import OptionsPart
from tidemill.gui.shell.settings.section import Desk
from tidemill.gui.shell.settings.sections import SECTIONS
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.services import settings
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def kept() -> dict[str, Any]:
    return {}


@pytest.fixture
def open_at(page_context, kept, qtbot: QtBot):
    """Opens the settings at a section, its values read."""

    def make(section: str, own: dict[str, Any] | None = None) -> tuple[SettingsSheet, OptionsPart]:
        page_context.sheet_host.resize(1440, 900)
        page_context.sheet_host.show()
        desk = Desk(own or {}, kept.__setitem__, page_context)
        sheet = SettingsSheet(page_context.sheet_host, desk, section)
        page_context.show_sheet(sheet)
        found = sheet.part(section)
        part = found if isinstance(found, OptionsPart) else found.findChild(OptionsPart)
        assert isinstance(part, OptionsPart)
        qtbot.waitUntil(lambda: not page_context.operations.is_busy())
        return sheet, part

    return make


def typed(qtbot: QtBot, row: OptionRow, text: str) -> None:
    row.control.edit.setFocus()
    row.control.edit.selectAll()
    qtbot.keyClicks(row.control.edit, text)
    qtbot.keyClick(row.control.edit, Qt.Key.Key_Return)


def test_every_option_has_a_section_and_every_section_draws_its_own(open_at, qtbot: QtBot):
    known = {one.id: one for one in SECTIONS}
    assert {one.section for one in options.EVERY} <= set(known)
    sheet, _ = open_at("look")
    for one in options.EVERY:
        if known[one.section].hides_options:
            continue
        rows = sheet.part(one.section).findChildren(OptionRow)
        row = next(row for row in rows if row.option is one)
        words = [label.text() for kind in (Label, RichLine) for label in row.findChildren(kind)]
        assert one.title in words
        assert one.line in words
        named = row.control if not hasattr(row.control, "edit") else row.control.edit
        assert one.title in named.accessibleName()


def test_a_choice_for_this_computer_is_told_at_once(open_at, kept, qtbot: QtBot):
    _sheet, part = open_at("look", {"look.theme": "dark"})
    assert part.rows["look.theme"].control.part("dark").isChecked()
    qtbot.mouseClick(part.rows["look.density"].control.part("compact"), LEFT)
    qtbot.mouseClick(part.rows["look.text_size"].control.part("0.9"), LEFT)
    qtbot.mouseClick(part.rows["look.less_motion"].control, LEFT)
    assert kept == {"look.density": "compact", "look.text_size": 0.9, "look.less_motion": True}


def test_back_to_defaults_puts_a_section_back(open_at, kept, qtbot: QtBot):
    sheet, part = open_at("look", {"look.theme": "dark", "look.text_size": 1.25})
    qtbot.mouseClick(sheet.defaults, LEFT)
    wanted = {one.key: one.default for one in options.of_section("look")}
    assert kept == wanted
    assert {key: row.value() for key, row in part.rows.items()} == wanted


def test_what_holds_for_the_workspace_is_kept_there(
    open_at, workspace: Workspace, page_context, qtbot: QtBot
):
    settings.put(workspace, "keep.logs_days", "45")
    sheet, part = open_at("storage")
    qtbot.waitUntil(lambda: part.rows["keep.logs_days"].control.text() == "45")
    typed(qtbot, part.rows["keep.logs_days"], "30")
    qtbot.waitUntil(lambda: settings.find(workspace, "keep.logs_days")["value"] == 30)
    qtbot.mouseClick(part.rows["data.keep_originals"].control, LEFT)
    qtbot.waitUntil(lambda: settings.find(workspace, "data.keep_originals")["value"] == "off")
    settings.put(workspace, "keep.jobs_days", "12")  # a colleague, or a command
    qtbot.waitUntil(lambda: part.rows["keep.jobs_days"].control.text() == "12")
    qtbot.mouseClick(sheet.defaults, LEFT)
    qtbot.waitUntil(lambda: settings.find(workspace, "keep.jobs_days")["value"] == 365)
    assert settings.find(workspace, "keep.logs_days")["value"] == 90
    assert part.rows["keep.logs_days"].control.text() == "90"


@pytest.mark.parametrize("wrong", ["0", "65", "-3", "many", "2.5", ""])
def test_a_number_out_of_bounds_is_told_and_not_kept(
    open_at, workspace: Workspace, qtbot: QtBot, wrong: str
):
    _sheet, part = open_at("worker")
    row = part.rows["jobs.heavy_at_once"]
    typed(qtbot, row, wrong) if wrong else row.control.edit.clear()
    row.control.edit.editingFinished.emit() if not wrong else None
    assert not row.problem.isHidden()
    assert row.problem.text() == ("Not kept: it has to be a whole number from 1 to 64. It stays 1.")
    assert settings.find(workspace, "jobs.heavy_at_once")["value"] == 1
    typed(qtbot, row, "4")
    assert row.problem.isHidden()
    qtbot.waitUntil(lambda: settings.find(workspace, "jobs.heavy_at_once")["value"] == 4)


@pytest.mark.parametrize(
    ("role", "barred"),
    [
        (PersonRole.VIEWER, {one.key for one in options.EVERY if one.kept is Kept.WORKSPACE}),
        (PersonRole.MEMBER, {"privacy.show_personal"}),
        (PersonRole.APPROVER, set()),
    ],
)
def test_who_may_not_change_an_option_sees_it_and_why(
    open_at, workspace: Workspace, page_context, role: PersonRole, barred: set[str]
):
    page_context.workspace = workspace.acting_as(Person("bo", "Bo", role))
    for section in ("person", "storage", "worker"):
        _sheet, part = open_at(section)
        shown = {key for key, row in part.rows.items() if not row.control.isEnabled()}
        assert shown == barred & set(part.rows)
        assert part.refused.isHidden() == (not shown)


def test_what_the_store_refuses_is_told_in_its_row(
    open_at, workspace: Workspace, page_context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    _sheet, part = open_at("worker")
    page_context.workspace = workspace.acting_as(Person("vi", "Vi", PersonRole.VIEWER))
    row = part.rows["jobs.cores"]
    typed(qtbot, row, "4")
    qtbot.waitUntil(lambda: not row.problem.isHidden())
    assert "for members to change" in row.problem.text()
    qtbot.waitUntil(lambda: row.control.text() == "0")
    assert "for members to change" in row.problem.text()  # stays after what is so was read again
    assert not row.problem.isHidden()


def test_an_option_is_found_by_its_words_and_gone_to(open_at, qtbot: QtBot):
    sheet, _ = open_at("look")
    qtbot.keyClicks(sheet.list.search, "cache steps")
    assert [hit.found.title for hit in sheet.list.hits] == ["Room for prepared rows"]
    qtbot.keyClick(sheet.list.search, Qt.Key.Key_Return)
    assert sheet.shown == "storage"
    row = sheet.part("storage").options.rows["disk.prepared_mb"]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is row.control.edit)


def test_the_look_is_kept_by_its_options_and_taken_over_from_before(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "settings.json")
    memory.file().write_text(
        '{"theme": "dark", "text_scale": 1.25, "width": 1200, "recent": ["a"]}'
    )
    look = memory.read()
    assert (look.theme, look.text_scale, look.width, look.recent) == ("dark", 1.25, 1200, ("a",))
    assert own_options.read() == {"look.theme": "dark", "look.text_size": 1.25}
    memory.write(look)
    assert "theme" not in memory.file().read_text()
    own_options.put({"look.theme": None})  # put back by a command, while the window was open
    assert memory.read().theme == "system"
    assert memory.read().text_scale == 1.25


@pytest.mark.parametrize("option", options.EVERY, ids=lambda one: one.key)
def test_a_row_shows_and_takes_each_kind_of_value(option: Option, qtbot: QtBot):
    row = OptionRow(option, option.default)
    qtbot.addWidget(row)
    taken: list[Any] = []
    row.chosen.connect(lambda _, value: taken.append(value))
    values = [c.value for c in option.choices] or [False, True] if option.is_switch else []
    for value in values or [c.value for c in option.choices] or [option.default]:
        row.show_value(value)
        assert row.value() == value
    assert taken == []  # shown, not chosen
