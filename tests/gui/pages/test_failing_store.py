"""The window over a store that fails while it is open: every page says so, nothing is lost.

The trouble is real each time: the folder is gone, another file stands in its place, another program
holds it, its disk is full, it may not be written, its bytes were overwritten. Each page shows what
it can, or a sentence and a way out; a change is told as not made; and when the cause goes all goes
on in the same window, after damage by the button of the page.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.page import PageView
from tidemill.services import run_changes, runs
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace
from tidemill.store import sqlite

Opens = Callable[..., MainWindow]
Settle = Callable[[Any], None]
Trouble = Callable[[Path], AbstractContextManager[None]]
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 30_000
PLACES = (
    "data", "experiments", "models", "deployments", "monitoring", "automations", "activity", "home",
)  # fmt: skip

# In processes of their own: two SQLite libraries in one undo each other's locks.
HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""
WRITE = """
import sqlite3, sys
base = sqlite3.connect(sys.argv[1], isolation_level=None)
base.execute("UPDATE meta SET value = value")
base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


@contextmanager
def away(store: Path) -> Iterator[None]:
    """The disk is pulled out."""
    elsewhere = store.parent.with_name("elsewhere")
    store.parent.rename(elsewhere)
    yield
    elsewhere.rename(store.parent)


@contextmanager
def replaced(store: Path) -> Iterator[None]:
    """Somebody put another workspace there."""
    other = spaces.create(store.parent.with_name("other"))
    other.close()
    aside = store.parent.with_name("aside")
    aside.mkdir()
    for path in store.parent.glob(f"{store.name}*"):
        path.rename(aside / path.name)
    shutil.copyfile(store.parent.with_name("other") / store.name, store)
    yield
    for path in store.parent.glob(f"{store.name}*"):
        path.unlink()
    for path in aside.iterdir():
        path.rename(store.parent / path.name)


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Another program is in the middle of writing."""
    command = [sys.executable, "-c", HOLD, str(store)]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        holder.communicate("\n", timeout=30)


def written_by_another(store: Path) -> None:
    """Let every connection forget what it has read."""
    subprocess.run([sys.executable, "-c", WRITE, str(store)], check=True, timeout=60)


@contextmanager
def damaged(store: Path) -> Iterator[None]:
    """All but the first page of the file was overwritten, as by a disk that dies."""
    written_by_another(store)
    whole = store.read_bytes()
    page = int.from_bytes(whole[16:18], "big")  # sqlite.org/fileformat2.html, 1.3.2
    with store.open("r+b") as file:
        file.seek(page)
        file.write(b"\xa5" * (len(whole) - page))
    yield
    with store.open("r+b") as file:
        file.write(whole)
    written_by_another(store)


@contextmanager
def full(store: Path) -> Iterator[None]:
    """Something else has filled the disk."""
    filler = store.parent.with_name("filler")
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1 << 12)):
                pass
        except OSError:
            pass
    yield
    filler.unlink()


@dataclass(frozen=True)
class Case:
    """A trouble, whether pages can still be read in it, and what is said of it."""

    trouble: Trouble
    is_readable: bool
    says: str


CASES = [
    Case(away, False, "can't be reached"),
    Case(replaced, False, "was replaced while it was open"),
    Case(held, True, "Another program holds tidemill.sqlite locked"),
    Case(damaged, False, "is damaged or not a Tidemill workspace"),
    Case(full, True, "is full"),
]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is not waited for as long as in the program."""
    monkeypatch.setattr(sqlite, "_BUSY_MS", 50)


@pytest.fixture
def team(filled: Workspace, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """A filled workspace, on a small disk of its own where that is to be full."""
    if request.node.callspec.params["case"].trouble is not full:
        yield filled
        return
    disk = request.getfixturevalue("small_disk")(16 << 20)
    filled.close()
    folder = shutil.copytree(filled.folder, disk / filled.folder.name)
    moved = spaces.open_existing(folder)
    yield moved
    moved.close()


def said_by(view: PageView) -> list[str]:
    """What the page says of an error, with the button under it; nothing where there is none."""
    panels = [each for each in view.findChildren(ErrorPanel) if each.isVisible()]
    texts = [each for panel in panels for each in panel.findChildren(Paragraph)]
    said = [each.text() for each in texts if each.isVisible()]
    return said + [panel.action.words() for panel in panels]


def is_ready(qtbot: QtBot, view: PageView, is_pressed: bool) -> bool:
    """Whether the page is back; with `is_pressed` its button is, while it shows an error."""
    for panel in view.findChildren(ErrorPanel):
        if is_pressed and panel.isVisible() and view.is_settled():
            qtbot.mouseClick(panel.action, Qt.MouseButton.LeftButton)
    return view.state_word() == "ready"


def told(window: MainWindow) -> str:
    """What the strip over the page says."""
    error = window.standing.strip.error
    return "" if error is None else error.message


def is_pinned(workspace: Workspace, run: int) -> bool:
    (found,) = runs.find(workspace, [run])
    return found.pinned


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.trouble.__name__)
def test_pages_and_changes_say_what_is_wrong_and_all_goes_on_afterwards(
    case: Case, team: Workspace, main_window: Opens, settle: Settle, qtbot: QtBot
) -> None:
    run = runs.newest_named(team, "calm-crane", 1)[0].pk
    run_changes.pin(team, [run])
    window = main_window(team.folder)
    with case.trouble(team.store.path):
        for place in PLACES[:-1]:
            window.go_to(place)
            settle(window)
            view = window.navigator.view()
            assert view is not None
            if case.is_readable:
                assert (view.state_word(), said_by(view)) == ("ready", []), place
                continue
            assert view.state_word() == "error", place
            what, way_out, button = said_by(view)
            assert case.says in what
            assert way_out.endswith(".")
            assert button == "Try again"
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: case.says in told(window), timeout=PATIENCE_MS)
    for place in PLACES:
        window.go_to(place)
        view = window.navigator.view()
        assert view is not None
        is_pressed = case.trouble is damaged
        qtbot.waitUntil(partial(is_ready, qtbot, view, is_pressed), timeout=PATIENCE_MS)
        assert said_by(view) == [], place
    assert is_pinned(team, run), "nothing was changed meanwhile"
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not is_pinned(team, run), timeout=PATIENCE_MS)
