"""Notices of the desktop over D-Bus: a bus of the test's own, and a service that shows nothing.

The service speaks org.freedesktop.Notifications (Desktop Notifications Specification 1.2).
"""

import os
import shutil
import subprocess
import threading
from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection
from made_models import add_model
from pytestqt.qtbot import QtBot

from tidemill.gui.bridge.desktop_bus import DesktopBus, DesktopNote
from tidemill.gui.shell.centre.deeds import NoticeDeeds
from tidemill.gui.shell.notices import Notices
from tidemill.services import channels, incidents, notice_centre
from tidemill.services.workspace import Workspace
from tidemill.store import incidents as rows

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon to make a bus with"
)
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


class Service:
    """Shows notices to nobody: keeps what came, and presses buttons when told to."""

    def __init__(self, can: tuple[str, ...] = ("actions", "body", "body-markup")) -> None:
        self.came: list[tuple[Any, ...]] = []
        self._can = list(can)
        self._line = open_dbus_connection(bus="SESSION")
        self._line.send_and_get_reply(message_bus.RequestName(NAME))
        self._thread = threading.Thread(target=self._serve, name="fake desktop")
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                call = self._line.receive()
            except (OSError, ValueError):
                return
            if call.header.message_type is not MessageType.method_call:
                continue
            member = call.header.fields[HeaderFields.member]
            if member == "GetCapabilities":
                self._line.send(new_method_return(call, "as", (self._can,)))
            elif member == "Notify" and call.header.fields[HeaderFields.signature] == (
                "susssasa{sv}i"
            ):
                self.came.append(call.body)
                self._line.send(new_method_return(call, "u", (len(self.came),)))
            else:
                self._line.send(new_error(call, "org.freedesktop.DBus.Error.InvalidArgs"))

    def press(self, number: int, key: str) -> None:
        emitter = DBusAddress(PATH, interface=NAME)
        self._line.send(new_signal(emitter, "ActionInvoked", "us", (number, key)))

    def close(self) -> None:
        import socket

        self._line.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._line.close()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch):
    """A session bus of the test's own; nobody shows notices on it yet."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert child.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", child.stdout.readline().strip())
    yield child
    child.terminate()
    child.wait(10)
    child.stdout.close()


@pytest.fixture
def service(bus: Any):
    made = Service()
    yield made
    made.close()


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


def test_a_notice_has_its_words_its_buttons_and_its_urgency(service: Service, desktop):
    line, pressed, has_come = desktop
    actions = (("default", "Open"), ("snooze", "Snooze for a day"))
    assert line.show(DesktopNote("AUC fell", "0.6 < 0.7 & more", actions, True, "incident 3"))
    [(name, replaces, _icon, title, words, flat, hints, expires)] = service.came
    assert (name, replaces, title, expires) == ("Tidemill", 0, "AUC fell", -1)
    assert words == "0.6 &lt; 0.7 &amp; more"  # this service reads markup
    assert flat == ["default", "Open", "snooze", "Snooze for a day"]
    assert hints["urgency"] == ("y", 2)
    service.press(1, "snooze")
    assert has_come.wait(10)
    assert pressed == [("incident 3", "snooze")]


def test_a_press_on_another_programs_notice_is_none_of_ours(service: Service, desktop):
    line, pressed, has_come = desktop
    assert line.show(DesktopNote("Ours", "", (("default", "Open"),), about="ours"))
    service.press(7, "default")
    service.press(1, "default")
    assert has_come.wait(10)
    assert pressed == [("ours", "default")]


def test_a_desktop_without_buttons_or_markup_gets_plain_words(bus, desktop):
    service = Service(can=("body",))
    try:
        assert desktop[0].show(DesktopNote("T", "0.6 < 0.7", (("default", "Open"),)))
        assert service.came[0][4:6] == ("0.6 < 0.7", [])
    finally:
        service.close()


def test_where_nobody_shows_notices_that_is_said(bus, desktop):
    assert not desktop[0].show(DesktopNote("T", "W"))


def test_without_a_bus_that_is_said(desktop, monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert not desktop[0].show(DesktopNote("T", "W"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/socket")
    assert not desktop[0].show(DesktopNote("T", "W"))


def test_a_bus_that_went_away_is_looked_for_again(service: Service, desktop, bus):
    line = desktop[0]
    assert line.show(DesktopNote("One", ""))
    bus.terminate()
    bus.wait(10)
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
    service: Service, notices, page_context, workspace: Workspace, qtbot: QtBot
):
    number = tell(workspace, add_model(workspace, "late")[:2])
    notices().start()
    qtbot.waitUntil(lambda: len(service.came) == 1)
    assert service.came[0][3:6] == (
        "late: The delay moved",
        "By 3.",
        ["default", "Open", "open", "Open", "snooze", "Snooze for a day"],
    )
    assert notice_centre.entries(workspace)[0].is_unread
    service.press(1, "snooze")
    qtbot.waitUntil(lambda: incidents.one(workspace, number).snoozed_until is not None)
    incidents.wake(workspace, number)
    window = page_context.sheet_host
    window.showMinimized()
    service.press(1, "open")
    qtbot.waitUntil(lambda: page_context.navigated == [f"tidemill://incidents/{number}"])
    assert window.isVisible()
    assert not window.isMinimized()  # also without an icon beside the clock
    qtbot.waitUntil(lambda: not notice_centre.entries(workspace)[0].is_unread)


def test_a_press_on_roll_back_asks_for_the_version_it_names(
    service: Service, notices, page_context, workspace: Workspace, qtbot: QtBot
):
    made = notices()
    asked: list[tuple[int, int]] = []
    made._deeds.roll_back = lambda incident, to: asked.append((incident, to))
    from tidemill.services.desktop_notices import Shown

    made._tell([Shown(1, 5, "late", "critical", "It fell", "By 3.", 7)])
    qtbot.waitUntil(lambda: len(service.came) == 1)
    assert service.came[0][5][-2:] == ["roll_back", "Roll back to v7"]
    service.press(1, "roll_back")
    qtbot.waitUntil(lambda: asked == [(5, 7)])


def test_a_test_says_how_it_was_shown(service: Service, notices, qtbot: QtBot):
    said: list[str] = []
    notices().test(said.append)
    qtbot.waitUntil(lambda: said == ["Shown by the desktop's notification service."])


def test_where_no_place_is_for_notices_a_test_says_so(bus, notices, qtbot: QtBot):
    said: list[str] = []
    notices().test(said.append)
    qtbot.waitUntil(lambda: said == ["This system has no place for notices: the window tells."])
    assert "DBUS_SESSION_BUS_ADDRESS" in os.environ
