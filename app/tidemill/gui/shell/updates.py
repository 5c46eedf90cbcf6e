"""Tells of a newer version, where the person turned that on; nothing runs while it is off."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from tidemill.base.clock import SystemClock
from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.shell.window import Frame

if TYPE_CHECKING:
    from tidemill.services.updates import Newer

_KEY = "shell.updates"
_LOOK_EVERY_MS = 3_600_000
"""How often is looked whether a day has passed; asked is once a day."""


class UpdateNotice(QObject):
    """Looks once a workspace is open, and every hour, for as long as the look of `window` says so.

    The address is asked in a thread of the window's own operations.
    """

    def __init__(self, window: Frame) -> None:
        """Off until `follow`, which a change of the options calls as well."""
        super().__init__(window)
        self._window = window
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_EVERY_MS)
        self._tick.timeout.connect(self.follow)
        window.option_chosen.connect(self._on_option)

    @property
    def is_on(self) -> bool:
        """Whether it looks now and then."""
        return self._tick.isActive()

    def follow(self) -> None:
        """Look now, and from now on; or no more."""
        look = self._window.look
        if not (look.tells_updates and look.updates_at):
            self._tick.stop()
            self._window.own.cancel(_KEY)
            return
        if not self._tick.isActive():
            self._tick.start()
        self._window.own.run(_KEY, partial(_untold, look.updates_at), self._on_known, _unheard)

    def _on_option(self, key: str) -> None:
        if key.startswith("updates."):
            self.follow()

    def _on_known(self, newer: "Newer | None") -> None:
        if newer is None or not self._window.look.tells_updates:
            return
        words = tr("Tidemill {version} is there.", version=newer.version)
        if newer.page:
            read = partial(_opened, newer.page)
            self._window.toast(
                words, tr("Read about it"), read, icon="circle-arrow-up", tone="accent"
            )
        else:
            self._window.toast(words, icon="circle-arrow-up", tone="accent")


def _untold(address: str, _reporter: Reporter) -> "Newer | None":
    from tidemill.services import updates

    return updates.untold(address, SystemClock().now())


def _opened(page: str) -> None:
    QDesktopServices.openUrl(QUrl(page))


def _unheard(_error: TidemillError) -> None:
    """What could not be looked for is looked for again, and is nobody's trouble."""
