"""The sheet of settings: its sections, and what is told to whom by which channel."""

from typing import Any

import pytest
from loopback_hooks import Hook
from made_models import add_model
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tidemill.domain.alerts import Severity
from tidemill.domain.channels import ChannelKind, DeliveryState
from tidemill.domain.notices import NoticeKind, When
from tidemill.gui.kit.labels import Label
from tidemill.gui.shell.settings.notifications.part import NotificationsPart
from tidemill.gui.shell.settings.section import Desk, DrawnBitByBit
from tidemill.gui.shell.settings.sections import SECTIONS
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.services import channels, deliveries, notice_choices
from tidemill.services.workspace import Workspace
from tidemill.store import incidents

# apprise asks for a module that Python 3.11 still has and means to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tested() -> list[str]:
    return []


@pytest.fixture
def open_sheet(page_context, tested, qtbot: QtBot):
    """Opens the settings at Notifications, loaded."""

    def shown(told: Any) -> None:
        tested.append("desktop")
        told("Shown beside the clock.")

    def make() -> tuple[SettingsSheet, NotificationsPart]:
        desk = Desk({}, lambda *_: None, page_context, test_desktop=shown)
        page_context.sheet_host.resize(1440, 900)
        page_context.sheet_host.show()
        sheet = SettingsSheet(page_context.sheet_host, desk, "notifications")
        page_context.show_sheet(sheet)
        part = sheet.part("notifications")
        assert isinstance(part, NotificationsPart)
        qtbot.waitUntil(lambda: part.view_model.state.word == "ready")
        return sheet, part

    return make


def wait_for(qtbot: QtBot, part: NotificationsPart, holds: Any) -> None:
    qtbot.waitUntil(lambda: holds(part.view_model.state))


def row_of(part: NotificationsPart, name: str):
    return next(row for row in part.rows.values() if row.line.channel.name == name)


def click(qtbot: QtBot, sheet: SettingsSheet, widget: Any) -> None:
    """Scroll to something as a person does, and click it."""
    qtbot.waitUntil(widget.isVisible)
    QApplication.sendPostedEvents()
    sheet.fit()
    sheet.area.ensureWidgetVisible(widget, 0, 24)
    qtbot.mouseClick(widget, LEFT)


def names(state: Any) -> list[str]:
    return [line.channel.name for line in state.lines]


def test_sections_are_chosen_with_mouse_and_keys(open_sheet, qtbot: QtBot):
    sheet, part = open_sheet()
    assert list(sheet.sections) == [one.id for one in SECTIONS]
    assert sheet.accessibleName() == "Settings: Notifications"
    qtbot.mouseClick(sheet.list.rows["look"], LEFT)
    assert sheet.shown == "look"
    assert part.isHidden()
    sheet.list.rows["look"].setFocus()
    qtbot.keyClick(sheet.list.rows["look"], Qt.Key.Key_Down)
    assert sheet.shown == "language"
    assert sheet.list.rows["language"].hasFocus()


def test_without_a_workspace_only_the_look_is_offered(qtbot: QtBot, page_context):
    page_context.sheet_host.show()
    sheet = SettingsSheet(page_context.sheet_host, Desk({}, lambda *_: None), "notifications")
    wanted = [one.id for one in SECTIONS if not one.needs_workspace]
    assert (list(sheet.sections), sheet.shown) == (wanted, "look")
    assert {"look", "language", "keys", "about"} <= set(wanted) < {one.id for one in SECTIONS}
    sheet.deleteLater()


def test_a_channel_is_added_tried_changed_and_removed_and_the_removal_undone(
    open_sheet, workspace: Workspace, tmp_path, qtbot: QtBot
):
    sheet, part = open_sheet()
    qtbot.mouseClick(part.new, LEFT)
    form = part.form
    qtbot.mouseClick(form.kind.part("file"), LEFT)
    form.name.set_text("night log")
    form.address.set_text("nowhere.jsonl")
    qtbot.mouseClick(form.add, LEFT)
    wait_for(qtbot, part, lambda state: "no file that can be written" in state.failure)
    assert not form.failure.isHidden()
    path = tmp_path / "told.jsonl"
    form.address.set_text(str(path))
    qtbot.mouseClick(form.add, LEFT)
    wait_for(qtbot, part, lambda state: names(state) == ["desktop", "night log"])
    assert form.isHidden()
    row = row_of(part, "night log")
    qtbot.mouseClick(row.test, LEFT)
    wait_for(qtbot, part, lambda state: state.lines[1].answer == f"Written to {path}.")
    assert len(path.read_text().splitlines()) == 1
    qtbot.mouseClick(row.fold, LEFT)
    click(qtbot, sheet, row.least.part("critical"))
    wait_for(qtbot, part, lambda state: state.lines[1].told == "Critical only")
    assert channels.one(workspace, "night log").least is Severity.CRITICAL
    click(qtbot, sheet, row.hours.switch)
    wait_for(qtbot, part, lambda s: s.lines[1].told == "Critical only, not from 22:00 to 06:00")
    row.rename.setFocus()
    row.rename.setText("diary")
    qtbot.keyClick(row.rename, Qt.Key.Key_Return)
    wait_for(qtbot, part, lambda state: names(state) == ["desktop", "diary"])
    click(qtbot, sheet, row.remove)
    wait_for(qtbot, part, lambda state: state.said == "Removed diary" and len(state.lines) == 1)
    click(qtbot, sheet, part.undo)
    wait_for(qtbot, part, lambda state: names(state) == ["desktop", "diary"])


def test_what_cannot_be_is_said_and_the_switch_shows_what_is(
    open_sheet, workspace: Workspace, qtbot: QtBot
):
    sheet, part = open_sheet()
    row = row_of(part, "desktop")
    qtbot.mouseClick(row.switch, LEFT)
    wait_for(qtbot, part, lambda state: state.lines[0].health == "Switched off")
    qtbot.mouseClick(row.fold, LEFT)
    click(qtbot, sheet, row.hours.switch)
    wait_for(qtbot, part, lambda state: bool(state.lines[0].channel.quiet))
    row.hours.fields[0].setFocus()
    row.hours.fields[0].setText("25:99")
    qtbot.keyClick(row.hours.fields[0], Qt.Key.Key_Return)
    wait_for(qtbot, part, lambda state: bool(state.failure))
    assert not part.failure.isHidden()
    assert channels.one(workspace, "desktop").quiet == ("22:00", "06:00")


def test_the_desktop_is_tried_by_the_window_itself(open_sheet, tested, qtbot: QtBot):
    _sheet, part = open_sheet()
    row = row_of(part, "desktop")
    qtbot.mouseClick(row.test, LEFT)
    assert tested == ["desktop"]
    assert row.answer.text() == "Shown beside the clock."


def test_a_mail_address_is_made_of_what_people_know_and_stands_in_no_store(
    open_sheet, workspace: Workspace, held_keyring, qtbot: QtBot
):
    _sheet, part = open_sheet()
    part.open_form()
    form = part.form
    assert form.password.edit.echoMode() is QLineEdit.EchoMode.Password
    form.name.set_text("mail")
    form.to.set_text("ada@example.org")
    qtbot.mouseClick(form.add, LEFT)
    assert "no mail server" in form.failure.text()
    form.server.set_text("smtp.example.org:587")
    form.login.set_text("alerts@example.org")
    form.password.set_text("hunter2secret")
    qtbot.mouseClick(form.add, LEFT)
    wait_for(qtbot, part, lambda state: names(state) == ["desktop", "mail"])
    assert form.password.text() == ""
    [kept] = held_keyring.held.values()
    assert "hunter2secret" in kept
    assert "hunter2secret" not in str(channels.one(workspace, "mail"))
    assert part.view_model.state.lines[1].icon == "mail"


def test_the_log_offers_to_retry_and_to_send_again(
    open_sheet, page_context, workspace: Workspace, tmp_path, qtbot: QtBot
):
    model_id, champion, _ = add_model(workspace, "late")
    folder = tmp_path / "gone"
    folder.mkdir()
    channels.add(workspace, "bad", ChannelKind.FILE, str(folder / "told.jsonl"))
    folder.rmdir()
    with workspace.store.write() as tx:
        keys = {"model_id": model_id, "version_id": champion, "outcome": "", "owner": ""}
        values = {"title": "It moved", "sentence": "", "severity": "critical", "facts": {}}
        found = incidents.find(tx.connection, incidents.insert(tx, **keys, **values))
        assert found is not None
        incidents.tell(tx, found, "opened", due_at=tx.clock.now(), tells=("approvers",))
    deliveries.look(workspace)
    from tidemill.base.progress import Silent

    deliveries.run(workspace, None, Silent())
    _sheet, part = open_sheet()
    [row] = part.log.rows
    assert row.button.accessibleName() == "Retry: It moved by bad"
    assert "could not be written" in row.line.words
    assert row_of(part, "bad").line.tone == "bad"
    folder.mkdir()
    qtbot.mouseClick(row.button, LEFT)
    qtbot.waitUntil(lambda: page_context.workers == ["asked"])
    deliveries.run(workspace, None, Silent())
    wait_for(qtbot, part, lambda state: state.log[0].status == "good")
    [row] = part.log.rows
    qtbot.mouseClick(row.button, LEFT)
    qtbot.waitUntil(lambda: page_context.workers == ["asked"] * 2)
    deliveries.run(workspace, None, Silent())
    assert [one.state for one in deliveries.log(workspace)] == [DeliveryState.SENT] * 2
    assert len((folder / "told.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
def test_the_sheet_fits_the_window(theme, size, open_sheet, page_context, qtbot: QtBot):
    sheet, part = open_sheet()
    page_context.sheet_host.resize(*size)
    row_of(part, "desktop").toggle()
    part.open_form()
    sheet.fit()
    panel = sheet.panel()
    assert panel.height() <= size[1] * 0.88 + 1
    assert panel.width() <= size[0]
    assert part.form.sizeHint().width() <= sheet.area.viewport().width()
    assert not sheet.grab().isNull()


def test_a_webhook_is_tried_against_a_real_receiver_and_its_answer_stands_in_place(
    open_sheet, workspace: Workspace, hook: Hook, qtbot: QtBot
):
    channels.add(workspace, "hook", ChannelKind.MESSAGE, f"json://{hook.place}/told")
    sheet, part = open_sheet()
    row = row_of(part, "hook")
    click(qtbot, sheet, row.test)
    wait_for(qtbot, part, lambda state: state.lines[1].answer == "Sent.")
    [(path, body)] = hook.got
    assert (path, body["title"]) == ("/told", "Tidemill: a test")
    assert row.answer.text() == "Sent."
    hook.refuses = True
    click(qtbot, sheet, row.test)
    wait_for(qtbot, part, lambda state: state.lines[1].answer.startswith("It was not sent."))
    assert part.view_model.state.lines[1].answer_tone == "bad"
    assert len(hook.got) == 2


def test_kinds_by_ways_are_chosen_in_the_table_and_put_back_to_defaults(
    open_sheet, workspace: Workspace, tmp_path, qtbot: QtBot
):
    channels.add(workspace, "night log", ChannelKind.FILE, str(tmp_path / "told.jsonl"))
    sheet, part = open_sheet()
    [desktop, log] = [line.channel.id for line in part.view_model.state.lines]
    checks = part.kinds.checks
    told = [kind for kind in NoticeKind if checks[log, kind].isChecked()]
    assert told == [NoticeKind.INCIDENT, NoticeKind.STOPPED]
    assert not checks[desktop, NoticeKind.LABELS].isChecked()
    qtbot.mouseClick(checks[log, NoticeKind.JOB], LEFT)
    wanted = ("incident", "stopped", "job")
    wait_for(qtbot, part, lambda state: state.lines[1].channel.kinds == wanted)
    assert channels.one(workspace, "night log").kinds == wanted
    checks[desktop, NoticeKind.LABELS].setFocus()
    qtbot.keyClick(checks[desktop, NoticeKind.LABELS], Qt.Key.Key_Space)
    wait_for(qtbot, part, lambda state: "labels" in (state.lines[0].channel.kinds or ()))
    assert NoticeKind.INCIDENT not in part.kinds.whens  # that is told at once, always
    part.kinds.whens[NoticeKind.JOB].chosen.emit(When.MORNING)
    wait_for(qtbot, part, lambda state: state.when[NoticeKind.JOB] is When.MORNING)
    qtbot.mouseClick(part.quiet.switch, LEFT)
    wait_for(qtbot, part, lambda state: state.quiet == ("22:00", "06:00"))
    assert {one.quiet for one in channels.every(workspace)} == {("22:00", "06:00")}
    click(qtbot, sheet, part.digest)
    wait_for(qtbot, part, lambda state: not state.is_digested)
    qtbot.mouseClick(sheet.defaults, LEFT)
    wait_for(qtbot, part, lambda state: state.said == "Back to defaults" and state.is_digested)
    assert [one.kinds for one in channels.every(workspace)] == [None, None]
    assert [one.quiet for one in channels.every(workspace)] == [(), ()]
    assert part.view_model.state.when[NoticeKind.JOB] is When.AT_ONCE
    assert checks[log, NoticeKind.JOB].isChecked() is False
    click(qtbot, sheet, part.undo)
    wait_for(qtbot, part, lambda state: state.lines[1].channel.kinds == wanted)
    assert not notice_choices.shown(workspace).is_digested
    assert part.view_model.state.quiet == ("22:00", "06:00")
    assert notice_choices.reset(workspace)
    assert not notice_choices.reset(workspace)  # nothing is left to change, so nothing is told


def test_hours_of_some_channels_only_are_said_to_differ(
    open_sheet, workspace: Workspace, tmp_path, qtbot: QtBot
):
    path = str(tmp_path / "told.jsonl")
    channels.add(workspace, "log", ChannelKind.FILE, path, quiet=("23:00", "05:00"))
    _sheet, part = open_sheet()
    assert part.quiet_means.text().startswith("Some channels have hours of their own")
    assert not part.quiet.switch.isChecked()


def test_a_setting_is_found_and_gone_to(open_sheet, qtbot: QtBot):
    sheet, part = open_sheet()
    find = sheet.list.search
    find.setFocus()
    qtbot.keyClicks(find, "dark")
    assert find.text() == "dark"
    assert [row.found.title for row in sheet.list.hits] == ["Theme"]
    assert sheet.list.rows["person"].isHidden()
    qtbot.keyClick(find, Qt.Key.Key_Return)
    assert sheet.shown == "look"
    find.clear()
    assert not sheet.list.rows["person"].isHidden()
    qtbot.keyClicks(find, "quiet")  # the worker has such hours too
    [hours] = [hit for hit in sheet.list.hits if hit.found.words == "night silence pause"]
    qtbot.mouseClick(hours, LEFT)
    assert sheet.shown == "notifications"
    qtbot.waitUntil(part.quiet.switch.hasFocus)
    find.setText("xyzzy")
    assert not sheet.list.none.isHidden()
    qtbot.keyClick(find, Qt.Key.Key_Escape)
    assert (find.text(), sheet.isHidden()) == ("", False)


def test_every_setting_that_can_be_found_is_there(open_sheet):
    sheet, _ = open_sheet()
    for section in sheet.sections.values():
        part = sheet.part(section.id)
        if isinstance(part, DrawnBitByBit):
            part.draw_all()
        shown = {label.text() for label in part.findChildren(Label)}
        assert section.findables()
        wanted = section.settings if section.hides_options else section.findables()
        assert {one.title for one in wanted} <= shown
    sheet.show_section("person")
    assert sheet.defaults.isHidden()  # a name has none
