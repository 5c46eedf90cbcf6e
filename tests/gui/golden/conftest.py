"""A window that stands still for its picture, and holding one against the one that is kept.

`TIDEMILL_PICTURES=renew` (`make pictures`) keeps what is drawn now instead.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import kept_pictures  # noqa: E402
import parcel_workspace  # noqa: E402

from tidemill.base.clock import HeldClock  # noqa: E402
from tidemill.gui import pictures  # noqa: E402
from tidemill.gui.kit.scroll import VScroll  # noqa: E402
from tidemill.gui.kit.sheet import Sheet  # noqa: E402
from tidemill.gui.shell import status_bar, watching  # noqa: E402
from tidemill.gui.shell.main_window import MainWindow  # noqa: E402
from tidemill.services import workspace as spaces  # noqa: E402

KEPT = HERE / "kept"
OUTPUT = HERE.parents[2] / "picture-output"
IS_RENEWING = os.environ.get("TIDEMILL_PICTURES") == "renew"
RENEW = "Look at it; where it is as it should be, `make pictures` keeps it."

Hold = Callable[[MainWindow, str], None]


@pytest.fixture(scope="session")
def parcels_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the workspace of the pictures, made once."""
    folder = tmp_path_factory.mktemp("parcels")
    parcel_workspace.made(folder).close()
    return folder / "depot"


@pytest.fixture
def parcels(parcels_once: Path, tmp_path: Path) -> Path:
    """A workspace of one's own."""
    shutil.copytree(parcels_once, tmp_path / "depot")
    return tmp_path / "depot"


@pytest.fixture(autouse=True)
def everything_stands(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[None]:
    """Time and its zone, the home, the version and the store's weight are the same everywhere."""
    monkeypatch.setattr(spaces, "SystemClock", partial(HeldClock, parcel_workspace.NOW))
    monkeypatch.setattr(status_bar, "__version__", "0.0")
    monkeypatch.setattr(watching, "weight", lambda _folder, _reporter: 1_700_000)
    monkeypatch.setenv("HOME", "/home/tester")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    yield
    QApplication.setCursorFlashTime(flash)
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def opened() -> Callable[[Path, tuple[int, int]], AbstractContextManager[MainWindow]]:
    """Open a window as for pictures."""
    return pictures.opened


@pytest.fixture
def at_rest(qtbot: QtBot) -> Callable[[MainWindow], QImage]:
    """The picture of a window once two of them in a row are the same."""

    def draw(window: MainWindow) -> QImage:
        # A part that became lower while its page was being laid out is noticed in the next pass,
        # whenever that is: it is asked for here.
        for area in window.findChildren(VScroll):
            for part in (area.content, area.widget()):
                part.layout().invalidate()
                part.updateGeometry()
        QCoreApplication.processEvents()
        seen = [QImage(), window.grab().toImage()]

        def is_at_rest() -> bool:
            QCoreApplication.processEvents()
            seen[:] = [seen[1], window.grab().toImage()]
            return window.is_settled() and seen[0] == seen[1]

        qtbot.waitUntil(is_at_rest)
        return seen[1]

    return draw


@pytest.fixture
def hold(at_rest: Callable[[MainWindow], QImage]) -> Iterator[Hold]:
    """`hold(window, name)` holds what a window shows against its kept picture.

    All are looked at; what differs is told at the end, so that one change shows all it does.
    """
    wrong: list[str] = []

    def look(window: MainWindow, name: str) -> None:
        now = kept_pictures.pixels_of(at_rest(window))
        path = KEPT / f"{name}.png"
        before = kept_pictures.read(path)
        is_alike = before is not None and before.shape == now.shape
        found = kept_pictures.difference(before, now) if is_alike else None
        if is_alike and found is None:
            return
        if IS_RENEWING:
            KEPT.mkdir(exist_ok=True)
            kept_pictures.write(now, path)
            return
        OUTPUT.mkdir(exist_ok=True)
        kept_pictures.write(now, OUTPUT / path.name)
        if found is None:
            wrong.append(f"{name}: no picture of this size is kept.")
            return
        found.shown_over(now).save(str(OUTPUT / f"{name}.difference.png"))
        where = ", ".join(f"({p.x()}, {p.y()}) {p.width()}x{p.height()}" for p in found.places[:5])
        said = "; ".join(kept_pictures.words_at(window, found.places))
        more = f" and {len(found.places) - 5} more places" if len(found.places) > 5 else ""
        wrong.append(f"{name}: differs at {where}{more}, where it says: {said or 'nothing'}.")

    yield look
    if wrong:
        pytest.fail("\n".join([*wrong, f"What is drawn now lies in {OUTPUT}. {RENEW}"]), False)


@pytest.fixture
def close_sheets() -> Callable[[MainWindow], None]:
    """Close what stands over a window."""

    def close(window: MainWindow) -> None:
        for sheet in window.findChildren(Sheet):
            sheet.close_sheet()

    return close
