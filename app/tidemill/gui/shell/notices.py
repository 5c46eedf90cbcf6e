"""Notices to whoever sits here: in the window, and beside the clock while it is not
looked at. What is to be told to whom, and that each is shown once, services decide."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon
from shiboken6 import isValid

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import spoken, tr
from tidemill.gui.bridge.desktop_bus import DesktopBus, DesktopNote
from tidemill.gui.bridge.feed import Listener
from tidemill.gui.kit import numbers
from tidemill.gui.shell.centre.deeds import NoticeDeeds
from tidemill.gui.shell.page import PageContext
from tidemill.gui.shell.tray import Tray, come_up

if TYPE_CHECKING:
    from tidemill.services.desktop_notices import Shown

_DUE_EVERY_MS = 60_000
OPEN, SNOOZE, ROLL_BACK = "default", "snooze", "roll_back"
_OPEN = ((OPEN, tr("Open")), ("open", tr("Open")))
"""A click on the notice, and a button that says so: not every desktop lets a notice be clicked."""

_INCIDENT = "incident"
_BRIEF = 110
"""How many letters of what was found a toast tells: two lines."""
_MOST = 2
"""More at once are told together."""


class Notices(QObject):
    """Shows what people are told, with the way to it and what can be done at once.

    While the window is not looked at the desktop's own notification service shows it too, with
    buttons; where there is none, `tray` does. `deeds` do what its buttons say; `tray` is the icon
    beside the clock, None where there is no place for one; `is_seen` says whether the window is
    looked at.
    """

    _pressed = Signal(object, str)

    def __init__(
        self,
        context: PageContext,
        deeds: NoticeDeeds,
        tray: Tray | None,
        is_seen: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """Listen for news until `close`."""
        super().__init__(parent)
        self._context, self._deeds = context, deeds
        self._tray, self._is_seen = tray, is_seen
        self._bus = DesktopBus(self._pressed.emit)
        self._pressed.connect(self._on_pressed)
        self.newest = ""
        """The address of what was told last: a click on the system's notice leads there."""
        self._news = Listener(context.feed, {"notice", "channel"}, self, pause_ms=500, behind=None)
        self._news.changed.connect(self.look)
        # What waits for the end of quiet hours comes without news.
        self._timer = QTimer(self)
        self._timer.setInterval(_DUE_EVERY_MS)
        self._timer.timeout.connect(self.look)
        if tray is not None:
            tray.icon.messageClicked.connect(tray.show_window)
            tray.icon.messageClicked.connect(self.open_newest)

    def start(self) -> None:
        """Begin to tell."""
        self._timer.start()
        self.look()

    def close(self) -> None:
        """Tell no more."""
        self._timer.stop()
        self._news.close()
        self._bus.close()

    def look(self, _changed: object = None) -> None:
        """Ask what there is to tell; a store that can't be asked now is asked again later."""

        def work(_reporter: Reporter) -> "list[Shown]":
            from tidemill.services import desktop_notices

            return desktop_notices.for_desktop(workspace)

        workspace = self._context.workspace
        self._context.operations.change("shell.notices", work, self._tell, self._later)

    def _later(self, _error: TidemillError) -> None:
        """The next look tells; the page shows what is in the way."""

    def _tell(self, found: "list[Shown]") -> None:
        # What is no incident the bell and Home say, where the window is looked at.
        found = [one for one in found if one.kind == _INCIDENT or not self._is_seen()]
        if not found:
            return
        last = found[-1]
        if len(found) > _MOST:
            are = {one.kind == _INCIDENT for one in found}
            what = tr("new incidents") if are == {True} else tr("new notices")
            title = f"{numbers.integer(len(found))} {what}"
            is_bad = any(_is_bad(one) for one in found)
            place = "monitoring" if are == {True} else "home"
            self._show(DesktopNote(title, last.title, _OPEN, is_bad, place))
            return
        for one in found:
            model = f"{one.model}: " if one.model else ""
            title = f"{model}{spoken(one.title)}"
            note = DesktopNote(title, spoken(one.words), _actions(one), _is_bad(one), one)
            self._show(note)

    def _show(self, note: DesktopNote) -> None:
        self.newest = f"tidemill://{_address(note.about)}"
        icon, tone = ("octagon-minus", "bad") if note.is_bad else ("triangle-alert", "warn")
        go = partial(self._go, self.newest, note.about)
        self._context.toast(f"{note.title}\n{brief(note.words)}", tr("Open"), go, icon, tone)
        if not self._is_seen():
            self._beside(note)

    def _beside(self, note: DesktopNote, told: Callable[[str], None] | None = None) -> None:
        """Show a notice on the desktop, off the GUI thread: it asks another program."""
        reply = _Reply(self, note, told)
        self._context.operations.change(
            "shell.desktop", lambda _: self._bus.show(note), reply.done, reply.failed
        )

    def shown(self, is_shown: bool, note: DesktopNote) -> str:
        """The desktop showed a notice, or did not: then the icon beside the clock does."""
        if is_shown:
            return tr("Shown by the desktop's notification service.")
        if self._tray is None:
            return tr("This system has no place for notices: the window tells.")
        kinds = QSystemTrayIcon.MessageIcon
        self._tray.pop(note.title, note.words, kinds.Critical if note.is_bad else kinds.Warning)
        return tr("Shown beside the clock.")

    def _on_pressed(self, about: object, key: str) -> None:
        """A button of a notice on the desktop was pressed."""
        self._read(about)
        incident = getattr(about, "incident_id", None)
        to = getattr(about, "roll_back_to", None)
        if key == SNOOZE and incident is not None:
            self._deeds.snooze(incident)
        elif key == ROLL_BACK and incident is not None and to is not None:
            self._deeds.roll_back(incident, to)
        elif about is not None:
            come_up(self._context.sheet_host.window())
            self._deeds.open(_address(about))

    def test(self, told: Callable[[str], None]) -> None:
        """Show a test as a notice is shown while nobody looks; `told` gets how, in words."""
        words = tr("What Tidemill finds is told here while the window is not looked at.")
        self._beside(DesktopNote(tr("Tidemill: a test"), words), told)

    def open_newest(self) -> None:
        """Go to what was told last."""
        if self.newest:
            self._go(self.newest)

    def _go(self, address: str, about: object = None) -> None:
        self._read(about)
        self._context.navigate(address)

    def _read(self, about: object) -> None:
        """Whoever acts on a notice has read it: the bell counts it no more."""
        number = getattr(about, "id", None)
        if number is not None:
            self._deeds.read((f"notice:{number}",))


def brief(words: str) -> str:
    """The first sentence of what is told, cut between words where it is long: a toast is read in
    passing, and Open has the rest."""
    first, stop, _ = words.strip().partition(". ")
    if len(first) <= _BRIEF:
        return f"{first}{stop.strip()}"
    return f"{first[:_BRIEF].rpartition(' ')[0].rstrip(',;:')}…"


def _actions(one: "Shown") -> tuple[tuple[str, str], ...]:
    back = one.roll_back_to
    way_back = () if back is None else ((ROLL_BACK, tr("Roll back to v{back}", back=back)),)
    if one.incident_id is None:
        return _OPEN
    return (*_OPEN, (SNOOZE, tr("Snooze for a day")), *way_back)


def _address(about: object) -> str:
    return str(getattr(about, "address", about))


class _Reply(QObject):
    """Remembers which notice was to be shown, and goes with the notices."""

    def __init__(
        self, owner: Notices, note: DesktopNote, told: Callable[[str], None] | None
    ) -> None:
        super().__init__(owner)
        self._owner, self._note, self._told = owner, note, told

    def done(self, is_shown: bool) -> None:
        words = self._owner.shown(is_shown, self._note)
        asked_by = getattr(self._told, "__self__", None)
        is_gone = isinstance(asked_by, QObject) and not isValid(asked_by)  # a sheet that was closed
        if self._told is not None and not is_gone:
            self._told(words)
        self.deleteLater()

    def failed(self, _error: TidemillError) -> None:
        self.done(False)


def _is_bad(one: "Shown") -> bool:
    return one.severity == "critical"
