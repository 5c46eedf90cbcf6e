"""Help where the person is: the guide's page about it, and what the numbers in sight mean."""

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit import explained
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.navigator import Navigator
from tidemill.gui.shell.page import parts_of

if TYPE_CHECKING:
    from tidemill.gui.shell.help_window import HelpWindow
    from tidemill.services.guide_pages import GuidePage

CONTENTS = "guide/README"


class Helped(Protocol):
    """What help needs of the window."""

    navigator: Navigator
    own: Operations

    def open_sheet(self, sheet: Sheet) -> None: ...
    def is_covered(self) -> bool: ...
    def shown_parts(self) -> list[QWidget]: ...


class Help:
    """Opens what explains the place the person is at."""

    def __init__(self, window: Helped, host: QWidget) -> None:
        """Help in this window."""
        self._window = window
        self._host = host
        self.guide: HelpWindow | None = None

    def commands(self) -> list[Command]:
        """What can be asked."""
        return [
            Command(
                "shell.help", tr("Help for this page"), "circle-help", self.open_chapter, "help"
            ),
            Command(
                "shell.guide",
                tr("Contents of the guide"),
                "book-open",
                partial(self.open_chapter, CONTENTS),
                detail=tr("All pages, with a search"),
            ),
            Command(
                "shell.numbers",
                tr("Explain the numbers in sight"),
                "sigma",
                self.open_numbers,
                "numbers",
                detail=tr("Formula, rows and certainty of each"),
            ),
        ]

    # The guide

    def chapter(self) -> str:
        """The page of the guide that speaks of where the person is."""
        page = self._window.navigator.page()
        if page is None:
            return CONTENTS
        here = self._window.navigator.history.here() or page.address
        return page.chapter_at(parts_of(here)) or CONTENTS

    def open_chapter(self, chapter: str = "") -> None:
        """Open a page of the guide in its window; without one, that of where the person is."""
        wanted = chapter or self.chapter()
        if self.guide is not None and isValid(self.guide):
            self._show(wanted)
        else:
            self._window.own.run("shell.guide", _pages, partial(self._open, wanted))

    def _open(self, wanted: str, pages: "tuple[GuidePage, ...]") -> None:
        from tidemill.gui.shell.help_window import HelpWindow

        if self.guide is None or not isValid(self.guide):
            self.guide = HelpWindow(pages, self._host)
            self.guide.resize(self.guide.sizeHint())
        self._show(wanted)

    def _show(self, wanted: str) -> None:
        assert self.guide is not None
        self.guide.show()
        self.guide.open_page(wanted)
        self.guide.raise_()
        self.guide.activateWindow()

    # The numbers

    def open_numbers(self) -> None:
        """List the numbers of the page and the inspector with what they mean."""
        from tidemill.gui.shell.numbers_sheet import NumbersSheet, explained_numbers

        if self._window.is_covered():
            return
        found = [
            number for part in self._window.shown_parts() for _, number in explained.in_sight(part)
        ]
        page = self._window.navigator.page()
        place = page.title if page is not None else tr("this page")
        self._window.open_sheet(NumbersSheet(self._host, place, explained_numbers(found)))


def _pages(_reporter: Reporter) -> "tuple[GuidePage, ...]":
    from tidemill.services import guide_pages

    return guide_pages.pages()
