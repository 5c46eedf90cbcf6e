"""Notices of incidents to whoever sits here: in the window, and beside the clock while it is not
looked at. What is to be told to whom, and that each is shown once, services decide."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.gui.bridge.feed import Listener
from tidemill.gui.kit import numbers
from tidemill.gui.shell.page import PageContext
from tidemill.gui.shell.tray import Tray

if TYPE_CHECKING:
    from tidemill.services.deliveries import Shown

_DUE_EVERY_MS = 60_000
_MOST = 2
"""More at once are told together."""


class Notices(QObject):
    """Shows what people are told, with the way to it.

    `tray` is the icon that shows the system's notices, None where there is
    no place for one; `is_seen` says whether the window is looked at.
    """

    def __init__(
        self,
        context: PageContext,
        tray: Tray | None,
        is_seen: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """Listen for news until `close`."""
        super().__init__(parent)
        self._context, self._tray, self._is_seen = context, tray, is_seen
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

    def look(self, _changed: object = None) -> None:
        """Ask what there is to tell; a store that can't be asked now is asked again later."""

        def work(_reporter: Reporter) -> "list[Shown]":
            from tidemill.services import deliveries

            return deliveries.for_desktop(workspace)

        workspace = self._context.workspace
        self._context.operations.change("shell.notices", work, self._tell, self._later)

    def _later(self, _error: TidemillError) -> None:
        """The next look tells; the page shows what is in the way."""

    def _tell(self, found: "list[Shown]") -> None:
        if not found:
            return
        last = found[-1]
        if len(found) > _MOST:
            title = f"{numbers.integer(len(found))} incidents were told of"
            self._show(title, last.title, "monitoring", any(_is_bad(one) for one in found))
            return
        for one in found:
            model = f"{one.model}: " if one.model else ""
            self._show(
                f"{model}{one.title}", one.words, f"incidents/{one.incident_id}", _is_bad(one)
            )

    def _show(self, title: str, words: str, address: str, is_bad: bool) -> None:
        self.newest = f"tidemill://{address}"
        icon, tone = ("octagon-minus", "bad") if is_bad else ("triangle-alert", "warn")
        go = partial(self._go, self.newest)
        self._context.toast(f"{title}\n{words}", "Open", go, icon, tone)
        if self._tray is not None and not self._is_seen():
            kinds = QSystemTrayIcon.MessageIcon
            self._tray.pop(title, words, kinds.Critical if is_bad else kinds.Warning)

    def test(self) -> str:
        """Show a test beside the clock; returns in words what came of it."""
        words = "What Tidemill finds is told here while the window is not looked at."
        if self._tray is None:
            return "This system has no place for notices beside the clock: the window tells."
        self._tray.pop("Tidemill: a test", words, QSystemTrayIcon.MessageIcon.Information)
        return "Shown beside the clock."

    def open_newest(self) -> None:
        """Go to what was told last."""
        if self.newest:
            self._go(self.newest)

    def _go(self, address: str) -> None:
        self._context.navigate(address)


def _is_bad(one: "Shown") -> bool:
    return one.severity == "critical"
