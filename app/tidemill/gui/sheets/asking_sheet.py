"""A sheet that looks at what is asked for before it lets it be done."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if


class AskingSheet(Sheet):
    """Emits `looked(asked)` whenever enough was put in to be looked at, for its owner to say what
    would happen or what is in the way; `wanted(asked)` to have it done.

    Whoever inherits puts `notice` and `failure` into the body, calls `on_change` whenever something
    was put in, and says in `begin` how work under way looks.
    """

    looked = Signal(object)
    wanted = Signal(object)

    def __init__(
        self,
        host: QWidget,
        title: str,
        text: str,
        primary: str,
        icon: str,
        recorded_as: str,
        asked: Callable[[], Any | None],
    ) -> None:
        """Make the sheet; nothing is added to its body.

        `asked` reads what was put in; None while something is missing.
        """
        super().__init__(host, title, text, primary, icon, recorded_as=recorded_as)
        self._asked = asked
        self.failure = ErrorPanel()
        self.notice = QVBoxLayout()
        self._shown_notice: QWidget | None = None
        self.accepted.connect(self._on_accepted)

    def begin(self) -> None:
        """Show that what was wanted is being done."""
        self.primary.set_busy(True)

    def on_change(self, _value: object = None) -> None:
        """Nothing is done before it was looked at."""
        self.primary.setEnabled(False)
        self.tell(None)
        self.say(None)
        asked = self._asked()
        if asked is not None:
            self.looked.emit(asked)

    def say(self, error: TidemillError | None) -> None:
        """Say what failed or is in the way; None is nothing."""
        if error is None:
            self.failure.set_error("")
        else:
            self.failure.set_error(error.message, error.hint, error.detail)
        show_if(self.failure, error is not None)
        self.fit()

    def tell(self, notice: QWidget | None) -> None:
        """Put a notice in the place of the one before; None is none."""
        if self._shown_notice is not None:
            self.notice.removeWidget(self._shown_notice)
            self._shown_notice.hide()
            self._shown_notice.deleteLater()
        self._shown_notice = notice
        if notice is not None:
            self.notice.addWidget(notice)
            notice.show()
        self.fit()

    def _on_accepted(self) -> None:
        asked = self._asked()
        if asked is not None:
            self.say(None)
            self.begin()
            self.wanted.emit(asked)
