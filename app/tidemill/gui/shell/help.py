"""Help where the person is: what the numbers in sight mean."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from tidemill.gui.kit import explained
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.navigator import Navigator


class Helped(Protocol):
    """What help needs of the window."""

    navigator: Navigator

    def open_sheet(self, sheet: Sheet) -> None: ...
    def is_covered(self) -> bool: ...
    def shown_parts(self) -> list[QWidget]: ...


class Help:
    """Opens what explains the place the person is at."""

    def __init__(self, window: Helped, host: QWidget) -> None:
        """Help in this window."""
        self._window = window
        self._host = host

    def commands(self) -> list[Command]:
        """What can be asked."""
        return [
            Command(
                "shell.numbers",
                "Explain the numbers in sight",
                "sigma",
                self.open_numbers,
                "numbers",
                detail="Formula, rows and certainty of each",
            )
        ]

    def open_numbers(self) -> None:
        """List the numbers of the page and the inspector with what they mean."""
        from tidemill.gui.shell.numbers_sheet import NumbersSheet, explained_numbers

        if self._window.is_covered():
            return
        found = [
            number for part in self._window.shown_parts() for _, number in explained.in_sight(part)
        ]
        page = self._window.navigator.page()
        place = page.title if page is not None else "this page"
        self._window.open_sheet(NumbersSheet(self._host, place, explained_numbers(found)))
