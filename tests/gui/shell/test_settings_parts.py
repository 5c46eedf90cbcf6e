"""The parts of the settings that do more than keep options: storage, worker, people, licences."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tidemill.domain.people import Person, PersonRole
from tidemill.gui.kit.labels import Label
from tidemill.gui.shell.settings.about import AboutPart
from tidemill.gui.shell.settings.people import PeopleList
from tidemill.gui.shell.settings.person import PersonPart
from tidemill.gui.shell.settings.section import Desk
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.gui.shell.settings.storage import StoragePart
from tidemill.gui.shell.settings.worker import WorkerPart
from tidemill.services import kept_steps, login_start, people, red_pause, settings, work_hours
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def open_at(page_context, qtbot: QtBot) -> Callable[[str], tuple[SettingsSheet, Any]]:
    """Opens the settings at a section that has been read."""

    def make(section: str) -> tuple[SettingsSheet, Any]:
        page_context.sheet_host.resize(1440, 900)
        page_context.sheet_host.show()
        desk = Desk({}, lambda *_: None, page_context)
        sheet = SettingsSheet(page_context.sheet_host, desk, section)
        page_context.show_sheet(sheet)
        qtbot.waitUntil(lambda: not page_context.operations.is_busy())
        return sheet, sheet.part(section)

    return make


def click(qtbot: QtBot, sheet: SettingsSheet, widget: QWidget) -> None:
    """Scroll to something as a person does, and click it."""
    qtbot.waitUntil(widget.isVisible)
    QApplication.sendPostedEvents()
    sheet.fit()
    sheet.area.ensureWidgetVisible(widget, 0, 24)
    qtbot.mouseClick(widget, LEFT)


def put_prepared(workspace: Workspace) -> None:
    kept_steps.folder(workspace).mkdir(exist_ok=True)
    (kept_steps.folder(workspace) / "a.npz").write_bytes(b"x" * 250_000)


def test_storage_says_what_takes_room_and_frees_what_can_go(
    open_at, workspace: Workspace, qtbot: QtBot
):
    put_prepared(workspace)
    (workspace.folder / "tidemill-before-0007.sqlite").write_bytes(b"y" * 9_000)
    sheet, part = open_at("storage")
    assert isinstance(part, StoragePart)
    shown = [label.text() for label in part.facts.findChildren(Label)]
    assert "Database" in shown
    assert "in all" in part.total.text()
    offered = {row.one.id: row for row in part.rows}
    assert set(offered) == {"prepared", "copies"}
    click(qtbot, sheet, offered["prepared"].go)  # made anew when it is wanted: done at once
    qtbot.waitUntil(lambda: {row.one.id for row in part.rows} == {"copies"})
    assert kept_steps.size(workspace) == 0
    assert "are free now" in part.said.text()


def test_what_never_returns_is_asked_about_once_more(open_at, workspace: Workspace, qtbot: QtBot):
    copy = workspace.folder / "tidemill-before-0007.sqlite"
    copy.write_bytes(b"y" * 9_000)
    sheet, part = open_at("storage")
    row = part.rows[0]
    click(qtbot, sheet, row.go)
    assert row.go.isHidden()
    assert row.sure.text() == "Delete 9\N{NO-BREAK SPACE}kB for good"
    click(qtbot, sheet, row.keep)
    assert copy.exists()
    assert not row.go.isHidden()
    click(qtbot, sheet, row.go)
    click(qtbot, sheet, row.sure)
    qtbot.waitUntil(lambda: not part.rows)
    assert not copy.exists()
    assert not part.nothing.isHidden()


def test_the_options_of_storage_go_back_to_defaults(open_at, workspace: Workspace, qtbot: QtBot):
    settings.put(workspace, "keep.logs_days", "7")
    sheet, _part = open_at("storage")
    qtbot.mouseClick(sheet.defaults, LEFT)
    qtbot.waitUntil(lambda: settings.find(workspace, "keep.logs_days")["value"] == 90)


def test_the_worker_is_started_and_all_is_paused_with_a_reason(
    open_at, page_context, workspace: Workspace, qtbot: QtBot
):
    sheet, part = open_at("worker")
    assert isinstance(part, WorkerPart)
    assert part.state.means.text() == "No worker is at work."
    click(qtbot, sheet, part.start)
    assert page_context.workers == ["asked"]
    click(qtbot, sheet, part.pause)
    qtbot.waitUntil(lambda: not part.problem.isHidden())  # without a reason it is not done
    assert red_pause.paused(workspace) is None
    part.reason.setFocus()
    qtbot.keyClicks(part.reason, "audit")
    qtbot.keyClick(part.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: red_pause.paused(workspace) is not None)
    qtbot.waitUntil(lambda: "audit" in part.rest.means.text())
    assert part.problem.isHidden()
    click(qtbot, sheet, part.pause)
    qtbot.waitUntil(lambda: red_pause.paused(workspace) is None)
    qtbot.waitUntil(lambda: part.rest.means.text().startswith("Nothing starts by itself"))


def test_quiet_hours_are_chosen_by_controls_and_heavy_jobs_run_all_the_same(
    open_at, workspace: Workspace, qtbot: QtBot
):
    sheet, part = open_at("worker")
    rows = part.options.rows
    hours, days = rows["worker.quiet_hours"], rows["worker.quiet_days"]
    assert not hours.control.switch.isChecked()
    click(qtbot, sheet, hours.control.switch)
    said = lambda key: settings.find(workspace, f"worker.{key}")["value"]  # noqa: E731
    qtbot.waitUntil(lambda: said("quiet_hours") == "22:00-06:00")
    begin = hours.control.fields[0]
    begin.setFocus()
    begin.selectAll()
    qtbot.keyClicks(begin, "late")
    qtbot.keyClick(begin, Qt.Key.Key_Return)
    assert hours.problem.text().startswith("Not kept: it has to be two times of day")
    begin.selectAll()
    qtbot.keyClicks(begin, "00:00")
    hours.control.fields[1].selectAll()
    qtbot.keyClicks(hours.control.fields[1], "23:59")
    qtbot.keyClick(hours.control.fields[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said("quiet_hours") == "00:00-23:59")
    click(qtbot, sheet, days.control.boxes["sun"])
    qtbot.waitUntil(lambda: said("quiet_days") == "mon,tue,wed,thu,fri,sat")
    click(qtbot, sheet, days.control.boxes["sun"])
    qtbot.waitUntil(lambda: said("quiet_days") == "mon,tue,wed,thu,fri,sat,sun")
    click(qtbot, sheet, part.run)  # all day is quiet
    qtbot.waitUntil(lambda: work_hours.quiet_until(workspace) is None)
    click(qtbot, sheet, part.rest_again)
    qtbot.waitUntil(lambda: work_hours.quiet_until(workspace) is not None)
    qtbot.waitUntil(part.run.isVisible)
    for day in (*days.control.boxes,)[:-1]:
        click(qtbot, sheet, days.control.boxes[day])
    last = (*days.control.boxes,)[-1]
    click(qtbot, sheet, days.control.boxes[last])  # the last one stays
    qtbot.waitUntil(lambda: said("quiet_days") == last)
    assert days.control.days() == last


def test_the_worker_starts_at_login_by_a_switch(
    open_at, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    monkeypatch.setattr(login_start.shutil, "which", lambda _name: None)  # no systemd to ask
    sheet, part = open_at("worker")
    assert not part.login.isChecked()
    click(qtbot, sheet, part.login)
    qtbot.waitUntil(lambda: login_start.status(workspace).is_installed)
    qtbot.waitUntil(lambda: part.login.isEnabled() and part.login.isChecked())
    assert "until then start it by hand" in part.said.text()
    click(qtbot, sheet, part.login)
    qtbot.waitUntil(lambda: not login_start.status(workspace).is_installed)
    qtbot.waitUntil(lambda: part.login.isEnabled() and not part.login.isChecked())


def test_people_are_added_and_get_roles_from_an_approver(
    open_at, workspace: Workspace, qtbot: QtBot
):
    _sheet, part = open_at("person")
    assert isinstance(part, PersonPart)
    listed = part.people
    own = workspace.person.login
    assert [line.person.login for line in listed.lines] == [own]
    assert not listed.lines[0].role.isEnabled()  # nobody changes the own role
    listed.login.setFocus()
    qtbot.keyClicks(listed.login, "bo")
    qtbot.keyClick(listed.login, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: {line.person.login for line in listed.lines} == {own, "bo"})
    line = next(line for line in listed.lines if line.person.login == "bo")
    assert line.person.role is PersonRole.MEMBER
    line.role.setFocus()
    qtbot.keyClick(line.role, Qt.Key.Key_Down)  # from member to approver
    told = lambda: {p.login: p.role for p in people.every(workspace)}  # noqa: E731
    qtbot.waitUntil(lambda: told()["bo"] is PersonRole.APPROVER)


def test_who_is_no_approver_sees_roles_and_can_not_change_them(
    open_at, page_context, workspace: Workspace, qtbot: QtBot
):
    people.put(workspace, Person("bo", "Bo", PersonRole.MEMBER))
    page_context.workspace = workspace.acting_as(Person("bo", "Bo", PersonRole.MEMBER))
    _sheet, part = open_at("person")
    listed: PeopleList = part.people
    assert len(listed.lines) == 2
    assert not any(line.role.isEnabled() for line in listed.lines)
    assert not listed.login.isVisible()


def test_a_role_that_can_not_be_given_is_told_and_stays(
    open_at, page_context, workspace: Workspace, qtbot: QtBot
):
    people.put(workspace, Person("bo", "Bo", PersonRole.APPROVER))
    _sheet, part = open_at("person")
    listed = part.people
    people.put(workspace, Person(workspace.person.login, "Me", PersonRole.MEMBER))
    line = next(line for line in listed.lines if line.person.login == "bo")
    line.role.set_value(PersonRole.VIEWER)
    line.role.chosen.emit(PersonRole.VIEWER)  # the only approver that is left
    qtbot.waitUntil(lambda: not listed.problem.isHidden())
    assert "only approver" in listed.problem.accessibleName() or listed.problem.isVisible()
    qtbot.waitUntil(lambda: all(line.person.login for line in listed.lines))
    assert {p.login: p.role for p in people.every(workspace)}["bo"] is PersonRole.APPROVER


def test_licences_of_what_is_shipped_are_read_here(open_at, qtbot: QtBot):
    _sheet, part = open_at("about")
    assert isinstance(part, AboutPart)
    qtbot.waitUntil(lambda: "packages" in part.count.text())
    assert part.package.value() == "tidemill"
    part.package.set_value("numpy")
    part.package.chosen.emit("numpy")
    qtbot.waitUntil(lambda: "Redistribution" in part.text.toPlainText())
