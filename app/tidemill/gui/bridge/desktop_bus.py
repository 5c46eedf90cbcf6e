"""Notices of the desktop with buttons, over D-Bus where there is a notification service.

Speaks `org.freedesktop.Notifications` as the Desktop Notifications Specification 1.2 has it:
Notify, GetCapabilities, ActionInvoked, NotificationClosed, CloseNotification. No Qt is in here: a
thread of its own reads.
"""

import html
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

_log = logging.getLogger(__name__)

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_WAIT_S = 2.0
_LATEST = 64


@dataclass(frozen=True)
class DesktopNote:
    """A notice for the desktop: `actions` are pairs of a key and the words on its button.

    The key `default` is what a click on the notice itself means. `about` comes back with the key.
    """

    title: str
    words: str
    actions: tuple[tuple[str, str], ...] = ()
    is_bad: bool = False
    about: object = None


def has_bus() -> bool:
    """Whether this session says where its bus is."""
    return sys.platform == "linux" and bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))


class DesktopBus:
    """Shows notices; `acted(about, key)` is called from the reading thread. `close` ends it.

    It connects when the first notice is shown, and anew when the bus was lost. Closing takes back
    what still stands on the desktop: nobody would hear of its buttons.
    """

    def __init__(self, acted: Callable[[object, str], None]) -> None:
        """Connect to nothing yet."""
        self._acted = acted
        self._lock = threading.Lock()
        self._line: Any = None
        self._thread: threading.Thread | None = None
        self._answers: dict[int, _Answer] = {}
        self._shown: dict[int, DesktopNote] = {}
        self._is_closed = False

    def show(self, note: DesktopNote) -> bool:
        """Show a notice; False where nobody on the bus shows any. Not for the GUI thread: it waits.

        The reading thread remembers which notice a number stands for before it reads on, so a
        click can't come before the notice it belongs to is known.
        """
        if not has_bus():
            return False
        try:
            with self._lock:
                line = self._connected()
            if line is None:
                return False
            can = self._ask(line, "GetCapabilities", None, ())
            if can is None:
                return False
            return self._ask(line, "Notify", "susssasa{sv}i", _body(note, can[0]), note) is not None
        except (OSError, ValueError, TimeoutError) as error:
            _log.info("The desktop shows no notice: %s", error)
            return False

    def close(self) -> None:
        """Show no more, and end the reading thread."""
        with self._lock:
            self._is_closed = True
            line, thread = self._line, self._thread
        if line is not None:
            self._withdraw(line)
            _hang_up(line)
        if thread is not None:
            thread.join(_WAIT_S)

    def _withdraw(self, line: Any) -> None:
        """Ask the service to take away what stands there; nobody waits for its answer."""
        from jeepney import DBusAddress, new_method_call

        service = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
        try:
            for number in list(self._shown):
                line.send(new_method_call(service, "CloseNotification", "u", (number,)))
        except (OSError, ValueError) as error:
            _log.info("The desktop keeps its notices: %s", error)

    def _connected(self) -> Any:
        """The line to the bus, made where there is none; None once closed."""
        if self._is_closed or self._line is not None:
            return None if self._is_closed else self._line
        from jeepney import MatchRule, message_bus
        from jeepney.io.blocking import open_dbus_connection

        line = open_dbus_connection(bus="SESSION")
        rule = MatchRule(type="signal", interface=_NAME, path=_PATH)
        line.send_and_get_reply(message_bus.AddMatch(rule), timeout=_WAIT_S)
        self._line = line
        self._thread = threading.Thread(target=self._read, args=(line,), name="desktop")
        self._thread.daemon = True
        self._thread.start()
        return line

    def _ask(
        self, line: Any, method: str, form: str | None, body: Sequence[Any], note: Any = None
    ) -> Any:
        """Call the notification service; what it answers, None where there is no such service."""
        from jeepney import DBusAddress, new_method_call

        service = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
        serial = next(line.outgoing_serial)
        answer = self._answers[serial] = _Answer(note)
        try:
            line.send(new_method_call(service, method, form, tuple(body)), serial=serial)
            return answer.body if answer.has_come.wait(_WAIT_S) else None
        finally:
            self._answers.pop(serial, None)

    def _read(self, line: Any) -> None:
        try:
            while True:
                self._take(line.receive())
        except (OSError, ValueError) as error:
            _log.info("The desktop's bus is left: %s", error)
        finally:
            with self._lock:
                if self._line is line:
                    self._line = None
            for answer in list(self._answers.values()):
                answer.has_come.set()
            line.close()

    def _take(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageType

        fields = message.header.fields
        if message.header.message_type is MessageType.signal:
            if len(message.body) == 2:
                self._hear(str(fields.get(HeaderFields.member)), *message.body)
            return
        answer = self._answers.get(fields.get(HeaderFields.reply_serial, -1))
        if answer is not None:
            if message.header.message_type is MessageType.method_return:
                answer.body = message.body
                if answer.note is not None:
                    self._remember(message.body[0], answer.note)
            answer.has_come.set()

    def _hear(self, what: str, number: int, told: Any) -> None:
        """A notice's button was pressed, or it stands on the desktop no more."""
        note = self._shown.get(number)
        if note is not None and what == "ActionInvoked":
            self._acted(note.about, str(told))
        elif note is not None and what == "NotificationClosed":
            del self._shown[number]

    def _remember(self, number: int, note: DesktopNote) -> None:
        self._shown[number] = note
        while len(self._shown) > _LATEST:
            del self._shown[next(iter(self._shown))]


class _Answer:
    """What a call waits for; `body` stays None where the service is not there."""

    def __init__(self, note: DesktopNote | None) -> None:
        self.note = note
        self.body: Any = None
        self.has_come = threading.Event()


def _hang_up(line: Any) -> None:
    """Let the thread that reads see the end of the line."""
    import socket

    try:
        line.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        _log.debug("The desktop's bus was left already.")


def _body(note: DesktopNote, can: Sequence[str]) -> tuple[Any, ...]:
    """The arguments of Notify, in what the service can show."""
    words = html.escape(note.words, quote=False) if "body-markup" in can else note.words
    actions = note.actions if "actions" in can else ()
    flat = [part for action in actions for part in action]
    icon = "dialog-error" if note.is_bad else "dialog-warning"
    hints = {
        "urgency": ("y", 2 if note.is_bad else 1),
        "desktop-entry": ("s", "tidemill"),
        "category": ("s", "x-tidemill.incident"),
    }
    return ("Tidemill", 0, icon, note.title, words, flat, hints, -1)
