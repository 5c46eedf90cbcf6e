"""A session bus of the test's own, and a notification service on it that shows nothing to nobody.

The service speaks org.freedesktop.Notifications (Desktop Notifications Specification 1.2): it keeps
what came and was taken back, and presses a notice's buttons when told to.
"""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from typing import Any

import pytest

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"

needs_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon to make a bus with"
)


class FakeDesktop:
    """The notification service of a desktop: `came` are the calls of Notify, `withdrawn` the
    numbers of those that were taken back. A notice has its place in `came` as its number."""

    def __init__(self, can: tuple[str, ...] = ("actions", "body", "body-markup")) -> None:
        from jeepney import message_bus
        from jeepney.io.blocking import open_dbus_connection

        self.came: list[tuple[Any, ...]] = []
        self.withdrawn: list[int] = []
        self._can = list(can)
        self._line = open_dbus_connection(bus="SESSION")
        self._line.send_and_get_reply(message_bus.RequestName(NAME))
        self._thread = threading.Thread(target=self._serve, name="fake desktop")
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                self._answer_next()
            except (OSError, ValueError):
                return  # the test left the bus, perhaps while the window still asked for something

    def _answer_next(self) -> None:
        from jeepney import HeaderFields, MessageType

        call = self._line.receive()
        if call.header.message_type is MessageType.method_call:
            form = call.header.fields.get(HeaderFields.signature, "")
            self._answer(call, call.header.fields[HeaderFields.member], form)

    def _answer(self, call: Any, member: str, form: str) -> None:
        from jeepney import new_error, new_method_return

        if member == "GetCapabilities":
            self._line.send(new_method_return(call, "as", (self._can,)))
        elif (member, form) == ("Notify", "susssasa{sv}i"):
            self.came.append(call.body)
            self._line.send(new_method_return(call, "u", (len(self.came),)))
        elif (member, form) == ("CloseNotification", "u"):
            self.withdrawn.append(call.body[0])
            self._line.send(new_method_return(call))
            self._tell("NotificationClosed", "uu", (call.body[0], 3))
        else:
            self._line.send(new_error(call, "org.freedesktop.DBus.Error.InvalidArgs"))

    def _tell(self, signal: str, form: str, body: tuple[Any, ...]) -> None:
        from jeepney import DBusAddress, new_signal

        self._line.send(new_signal(DBusAddress(PATH, interface=NAME), signal, form, body))

    def press(self, number: int, key: str) -> None:
        """Press a button of a notice, "default" for the notice itself."""
        self._tell("ActionInvoked", "us", (number, key))

    def dismiss(self, number: int) -> None:
        """The person wipes a notice away."""
        self._tell("NotificationClosed", "uu", (number, 2))

    def close(self) -> None:
        """Leave the bus."""
        import socket

        self._line.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._line.close()


@pytest.fixture
def desktop_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
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
def fake_desktop(desktop_bus: subprocess.Popen[str]) -> Iterator[FakeDesktop]:
    """A desktop that shows notices with buttons."""
    made = FakeDesktop()
    yield made
    made.close()
