"""Notices of the desktop over D-Bus: a bus of the test's own, and a service that shows nothing."""

import os
import threading
from datetime import timedelta

import pytest
from fake_desktop import FakeDesktop, needs_bus
from made_models import add_model
from pytestqt.qtbot import QtBot

from tidemill.gui.bridge.desktop_bus import DesktopBus, DesktopNote
from tidemill.gui.shell.centre.deeds import NoticeDeeds
from tidemill.gui.shell.notices import Notices
from tidemill.services import channels, incidents, notice_centre
from tidemill.services.workspace import Workspace
from tidemill.store import incidents as rows

pytestmark = needs_bus


@pytest.fixture
def desktop():
    """A line to the bus, and which buttons were pressed."""
    pressed: list[tuple[object, str]] = []
    has_come = threading.Event()

    def acted(about: object, key: str) -> None:
        pressed.append((about, key))
        has_come.set()

    made = DesktopBus(acted)
    yield made, pressed, has_come
    made.close()


def test_a_notice_has_its_words_its_buttons_and_its_urgency(fake_desktop: FakeDesktop, desktop):
    line, pressed, has_come = desktop
    actions = (("default", "Open"), ("snooze", "Snooze for a day"))
    assert line.show(DesktopNote("AUC fell", "0.6 < 0.7 & more", actions, True, "incident 3"))
    [(name, replaces, _icon, title, words, flat, hints, expires)] = fake_desktop.came
    assert (name, replaces, title, expires) == ("Tidemill", 0, "AUC fell", -1)
    assert words == "0.6 &lt; 0.7 &amp; more"  # this service reads markup
    assert flat == ["default", "Open", "snooze", "Snooze for a day"]
    assert hints["urgency"] == ("y", 2)
    fake_desktop.press(1, "snooze")
    assert has_come.wait(10)
    assert pressed == [("incident 3", "snooze")]


def test_a_press_on_another_programs_notice_is_none_of_ours(fake_desktop: FakeDesktop, desktop):
    line, pressed, has_come = desktop
    assert line.show(DesktopNote("Ours", "", (("default", "Open"),), about="ours"))
    fake_desktop.press(7, "default")
    fake_desktop.press(1, "default")
    assert has_come.wait(10)
    assert pressed == [("ours", "default")]


def test_a_desktop_without_buttons_or_markup_gets_plain_words(desktop_bus, desktop):
    service = FakeDesktop(can=("body",))
    try:
        assert desktop[0].show(DesktopNote("T", "0.6 < 0.7", (("default", "Open"),)))
        assert service.came[0][4:6] == ("0.6 < 0.7", [])
    finally:
        service.close()


def test_where_nobody_shows_notices_that_is_said(desktop_bus, desktop):
    assert not desktop[0].show(DesktopNote("T", "W"))


def test_without_a_bus_that_is_said(desktop, monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert not desktop[0].show(DesktopNote("T", "W"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/socket")
    assert not desktop[0].show(DesktopNote("T", "W"))


def test_a_bus_that_went_away_is_looked_for_again(fake_desktop: FakeDesktop, desktop, desktop_bus):
    line = desktop[0]
    assert line.show(DesktopNote("One", ""))
    desktop_bus.terminate()
    desktop_bus.wait(10)
    reading = line._thread
    assert reading is not None
    reading.join(10)
    assert not line.show(DesktopNote("Two", ""))


@pytest.fixture
def notices(page_context, monkeypatch, qtbot: QtBot):
    """The notices of a window that nobody looks at, without an icon beside the clock."""
    made: list[Notices] = []

    def make() -> Notices:
        deeds = NoticeDeeds(page_context, page_context.sheet_host)
        made.append(Notices(page_context, deeds, None, lambda: False))
        return made[0]

    yield make
    for each in made:
        each.close()


def tell(workspace: Workspace, key: tuple[int, int]) -> int:
    """Open an incident and tell the approvers."""
    channels.every(workspace)
    with workspace.store.write() as tx:
        keys = {"model_id": key[0], "version_id": key[1], "outcome": "", "owner": ""}
        values = {"title": "The delay moved", "sentence": "By 3.", "severity": "critical"}
        found = rows.find(tx.connection, rows.insert(tx, **keys, **values, facts={}))
        assert found is not None
        rows.tell(tx, found, "opened", due_at=tx.clock.now(), tells=("approvers",))
        return found.id


def test_a_press_on_snooze_snoozes_and_one_on_open_leads_to_the_incident(
    fake_desktop: FakeDesktop, notices, page_context, workspace: Workspace, qtbot: QtBot
):
    number = tell(workspace, add_model(workspace, "late")[:2])
    notices().start()
    qtbot.waitUntil(lambda: len(fake_desktop.came) == 1)
    assert fake_desktop.came[0][3:6] == (
        "late: The delay moved",
        "By 3.",
        ["default", "Open", "open", "Open", "snooze", "Snooze for a day"],
    )
    assert notice_centre.entries(workspace)[0].is_unread
    fake_desktop.press(1, "snooze")
    qtbot.waitUntil(lambda: incidents.one(workspace, number).snoozed_until is not None)
    incidents.wake(workspace, number)
    window = page_context.sheet_host
    window.showMinimized()
    fake_desktop.press(1, "open")
    qtbot.waitUntil(lambda: page_context.navigated == [f"tidemill://incidents/{number}"])
    assert window.isVisible()
    assert not window.isMinimized()  # also without an icon beside the clock
    qtbot.waitUntil(lambda: not notice_centre.entries(workspace)[0].is_unread)


def test_a_press_on_roll_back_asks_for_the_version_it_names(
    fake_desktop: FakeDesktop, notices, page_context, workspace: Workspace, qtbot: QtBot
):
    made = notices()
    asked: list[tuple[int, int]] = []
    made._deeds.roll_back = lambda incident, to: asked.append((incident, to))
    from tidemill.services.desktop_notices import Shown

    made._tell([Shown(1, 5, "late", "critical", "It fell", "By 3.", 7)])
    qtbot.waitUntil(lambda: len(fake_desktop.came) == 1)
    assert fake_desktop.came[0][5][-2:] == ["roll_back", "Roll back to v7"]
    fake_desktop.press(1, "roll_back")
    qtbot.waitUntil(lambda: asked == [(5, 7)])


def test_a_test_says_how_it_was_shown(fake_desktop: FakeDesktop, notices, qtbot: QtBot):
    said: list[str] = []
    notices().test(said.append)
    qtbot.waitUntil(lambda: said == ["Shown by the desktop's notification service."])


def test_where_no_place_is_for_notices_a_test_says_so(desktop_bus, notices, qtbot: QtBot):
    said: list[str] = []
    notices().test(said.append)
    qtbot.waitUntil(lambda: said == ["This system has no place for notices: the window tells."])
    assert "DBUS_SESSION_BUS_ADDRESS" in os.environ


def test_what_still_stands_there_is_taken_back_when_the_window_is_left(
    fake_desktop: FakeDesktop, desktop, qtbot: QtBot
):
    line, pressed, has_come = desktop
    for title in ("One", "Two", "Three"):
        assert line.show(DesktopNote(title, "", (("default", "Open"),), about=title))
    fake_desktop.dismiss(1)
    fake_desktop.press(3, "default")  # heard after that: the first is known to be gone
    assert has_come.wait(10)
    assert pressed == [("Three", "default")]
    line.close()
    qtbot.waitUntil(lambda: fake_desktop.withdrawn == [2, 3])


def test_a_notice_waits_for_the_end_of_the_quiet_hours(
    fake_desktop: FakeDesktop, notices, workspace: Workspace, qtbot: QtBot
):
    tell(workspace, add_model(workspace, "late")[:2])
    [desktop_channel] = channels.every(workspace)
    now = workspace.clock.now()
    begin, end = (f"{now + timedelta(hours=by):%H:%M}" for by in (-1, 1))
    channels.change(workspace, desktop_channel.name, quiet=(begin, end), zone="UTC")
    made = notices()
    made.start()
    qtbot.waitUntil(lambda: not made._context.operations.is_busy())
    assert fake_desktop.came == []
    assert notice_centre.count_unread(notice_centre.entries(workspace)) == 1  # the bell has it
    channels.change(workspace, desktop_channel.name, quiet=(), zone="")
    qtbot.waitUntil(lambda: len(fake_desktop.came) == 1)
