"""Pictures of every page, drawn without a screen: for reviews, and to see that nothing is empty."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tidemill.base.clock import monotonic
from tidemill.base.database_urls import Place
from tidemill.base.errors import NeedsYou, TidemillError, WorldError

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

    from tidemill.gui.shell.main_window import MainWindow
    from tidemill.gui.shell.page import Page

THEMES = ("light", "dark")
SIZES: tuple[tuple[int, int], ...] = ((1440, 900), (1100, 700))

Tell = Callable[[float, str], None]
"""Takes the share drawn so far and the name of what is drawn next."""

_WAIT_S = 60.0
_QUIET_MS = 60


def draw(
    place: Place,
    out: Path,
    themes: Sequence[str] = (),
    sizes: Sequence[tuple[int, int]] = (),
    tell: Tell | None = None,
) -> list[Path]:
    """Draw every page of a workspace to `<name>_<theme>_<W>x<H>.png` and return the files.

    Without themes or sizes, in all of `THEMES` and `SIZES`.
    Raises `NeedsYou` if the workspace can't be opened, or when a page shows an error, or shows
    its empty state although the workspace has data for it; the pictures are written all the same.
    """
    themes, sizes = themes or THEMES, sizes or SIZES
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tidemill.gui.app import logged_qt_messages, prepare

    prepare()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(f"The folder {out} can't be made.", detail=str(error)) from error
    drawn: list[Path] = []
    wrong: list[str] = []
    with logged_qt_messages(), opened(place, sizes[0]) as window:
        views = views_of(window)
        for n, (name, address, page) in enumerate(views):
            if tell is not None:
                tell(n / len(views), name)
            for theme_name in themes:
                for size in sizes:
                    words = show(window, address, theme_name, size)
                    path = out / f"{name}_{theme_name}_{size[0]}x{size[1]}.png"
                    if not window.grab().save(str(path)):
                        raise WorldError(f"{path} can't be written.", "Is the disk full?")
                    drawn.append(path)
                    wrong += [f"{name}: {said}" for said in _complaints(window, page, words)]
    if wrong:
        said = "; ".join(dict.fromkeys(wrong))
        raise NeedsYou(f"Not every page shows what it should. {said}.", f"See {out}.")
    return drawn


@contextmanager
def opened(place: Place, size: tuple[int, int]) -> "Iterator[MainWindow]":
    """A window on the workspace that leaves no traces and starts no worker."""
    from tidemill.gui.kit import motion
    from tidemill.gui.shell.main_window import MainWindow
    from tidemill.gui.shell.memory import Look

    before = motion.is_reduced()
    look = Look(theme="light", is_motion_reduced=True)
    window = MainWindow(look, starts_worker=False, is_remembered=False)
    try:
        window.resize(*size)
        window.move(200, 200)  # away from the pointer, which rests in the screen's corner
        window.show()
        failures: list[TidemillError] = []
        window.failed.connect(failures.append)
        window.open_workspace(place, is_new_allowed=False)
        _wait(window, "the workspace")
        if failures:
            raise failures[0]
        yield window
    finally:
        window.close()
        window.deleteLater()
        _spin(0)
        motion.set_reduced(before)


def views_of(window: "MainWindow") -> "list[tuple[str, str, Page]]":
    """File name part, address and page of everything to be drawn."""
    workspace = window.workspace()
    assert workspace is not None
    found = []
    for page in window.pages:
        listed = page.picture_addresses(workspace) or [(page.id, page.address)]
        found += [(name, address, page) for name, address in listed]
    return found


def show(window: "MainWindow", address: str, theme_name: str, size: tuple[int, int]) -> str:
    """Go to an address in a theme and size and wait until it is at rest; the page's state."""
    from PySide6.QtWidgets import QWidget

    from tidemill.gui.kit import theme
    from tidemill.gui.kit.sheet import Sheet

    wanted: Literal["light", "dark"] = "dark" if theme_name == "dark" else "light"
    if theme.choice() != wanted:
        theme.set_theme(wanted)
    window.resize(*size)
    for sheet in window.findChildren(Sheet, options=_direct()):
        sheet.close_sheet()
    window.navigate(address)
    _wait(window, address)
    focused = window.focusWidget()
    if isinstance(focused, QWidget):
        focused.clearFocus()  # a blinking cursor would be in one picture and not in the next
    _spin(_QUIET_MS)
    _wait(window, address)
    view = window.navigator.view()
    return "" if view is None else view.state_word()


def _direct() -> "Qt.FindChildOption":
    from PySide6.QtCore import Qt

    return Qt.FindChildOption.FindDirectChildrenOnly


def _complaints(window: "MainWindow", page: "Page", word: str) -> list[str]:
    workspace = window.workspace()
    assert workspace is not None
    strip = window.standing.strip
    found = []
    if strip.error is not None:
        found.append(strip.error.message.rstrip("."))
        strip.clear()
    if word == "error":
        found.append("an error is shown")
    if word == "empty" and page.has_data(workspace):
        found.append("nothing is shown although there is data for it")
    return found


def _wait(window: "MainWindow", what: str) -> None:
    """Run the event loop until nothing is loading."""
    until = monotonic() + _WAIT_S
    while not window.is_settled():
        if monotonic() > until:
            raise WorldError(f"Drawing {what} took over {_WAIT_S:.0f} s.", "Is the computer busy?")
        _spin(10)


def _spin(milliseconds: int) -> None:
    """Run the event loop for a while, and carry out what was to be deleted later."""
    from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

    if milliseconds:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
    else:
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
