"""The icon beside the clock: what the worker does, the pause of everything, the window again."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from tidemill.base.words import tr
from tidemill.gui.kit.icons import app_icon
from tidemill.gui.kit.menu import Menu
from tidemill.gui.shell.status_bar import Facts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def can_show() -> bool:
    """Whether this system has a place for such icons."""
    return QGuiApplication.platformName() != "offscreen" and QSystemTrayIcon.isSystemTrayAvailable()


def come_up(window: "QWidget") -> None:
    """Bring a window to the front, also one that was minimised."""
    if window.isMinimized():
        window.showNormal()
    else:
        window.show()
    window.raise_()
    window.activateWindow()


class Tray(QObject):
    """An icon with the worker's state as its words and a menu."""

    def __init__(
        self,
        window: "QWidget",
        pause: Callable[[], None],
        resume: Callable[[], None],
        icon: QSystemTrayIcon | None = None,
        run: Callable[[], None] | None = None,
    ) -> None:
        """Stand beside the clock as long as the window does."""
        super().__init__(window)
        self._window = window
        self.icon = icon or QSystemTrayIcon(self)
        self.icon.setIcon(app_icon())
        self.menu = Menu(window)
        self.state = self.menu.add(tr("Worker"), "cog")
        self.state.setEnabled(False)
        self.menu.addSeparator()
        self.open = self.menu.add(tr("Open Tidemill"), "app-window")
        self.rest = self.menu.add(tr("Pause everything…"), "circle-pause")
        self.run = self.menu.add(tr("Run now, in spite of quiet hours"), "play")
        self.run.setVisible(False)
        if run is not None:
            self.run.triggered.connect(run)
        self.menu.addSeparator()
        self.quit = self.menu.add(tr("Quit window"), "log-out", tooltip=tr("The worker stays"))
        self._pause, self._resume = pause, resume
        self._is_paused = False
        self.open.triggered.connect(self.show_window)
        self.rest.triggered.connect(self._on_rest)
        self.quit.triggered.connect(window.close)
        self.icon.activated.connect(self._on_activated)
        self.icon.setContextMenu(self.menu)

    def show_facts(self, facts: Facts) -> None:
        """Say what the worker does."""
        words = f"{facts.word}. {facts.doing}" if facts.doing else facts.word
        self.icon.setToolTip(tr("Tidemill: {words}", words=words) if words else "Tidemill")
        self.state.setText(facts.word or tr("Worker"))
        self.run.setVisible(facts.is_quiet)
        self._is_paused = facts.is_paused
        self.rest.setText(tr("Resume everything") if facts.is_paused else tr("Pause everything…"))

    def pop(self, title: str, words: str, icon: QSystemTrayIcon.MessageIcon) -> None:
        """Show a notice of the system's; a click on it is the icon's `messageClicked`."""
        self.icon.showMessage(title, words, icon)

    def show_window(self) -> None:
        """Bring the window to the front."""
        come_up(self._window)

    def _on_rest(self) -> None:
        if self._is_paused:
            self._resume()
        else:
            self.show_window()  # why is asked there
            self._pause()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """A click brings the window; on macOS it opens the menu by itself."""
        if reason is QSystemTrayIcon.ActivationReason.Trigger and sys.platform != "darwin":
            self.show_window()
