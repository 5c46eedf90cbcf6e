"""A second start brings the open window forward instead of opening another."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot

from tidemill.base import places as disk_places
from tidemill.gui.shell import one_window
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.one_window import Listener

WAIT_MS = 30_000
needs_unix = pytest.mark.skipif(sys.platform == "win32", reason="a named pipe has no file")


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A runtime folder of the test's own, as a login session has one."""
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def window(main_window: Callable[..., MainWindow], places: Any, tmp_path: Path) -> MainWindow:
    return main_window(tmp_path / "store", places.pages())


@pytest.fixture
def listener(window: MainWindow) -> Iterator[Listener]:
    made = Listener(window)
    made.follow()
    yield made
    made.close()


@contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Tidemill, started once more with these words."""
    command = [sys.executable, "-m", "tidemill", *words]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


def test_a_link_goes_to_its_address_in_the_window_that_is_open(
    window: MainWindow, listener: Listener, tmp_path: Path, qtbot: QtBot
) -> None:
    window.showMinimized()
    with started("-w", str(tmp_path / "store"), "tidemill://second/thing") as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=WAIT_MS)
        assert process.returncode == 0
    qtbot.waitUntil(lambda: window.navigator.history.here() == "tidemill://second/thing")
    assert not window.isMinimized()


def test_a_window_of_another_workspace_is_left_alone(
    window: MainWindow, listener: Listener, tmp_path: Path
) -> None:
    assert not one_window.handed_over(tmp_path / "other", "tidemill://second")


def test_the_listener_follows_the_window_to_another_workspace(
    window: MainWindow, listener: Listener, tmp_path: Path, qtbot: QtBot
) -> None:
    former = disk_places.window_socket(str(tmp_path / "store"))
    with qtbot.waitSignal(window.opened, timeout=WAIT_MS):
        window.open_workspace(tmp_path / "other")
    there = disk_places.window_socket(str(tmp_path / "other"))
    qtbot.waitUntil(lambda: Path(there).exists() and not Path(former).exists(), timeout=WAIT_MS)


@needs_unix
def test_what_a_killed_window_left_does_not_keep_the_next_from_listening(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    name = disk_places.window_socket(str(tmp_path / "store"))
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(name)
    assert not one_window.handed_over(tmp_path / "store", "")
    listener = Listener(window)
    listener.follow()
    with started("-w", str(tmp_path / "store"), "open") as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=WAIT_MS)
        assert process.returncode == 0
    listener.close()
    assert not Path(name).exists()


@needs_unix
@pytest.mark.parametrize(
    "words",
    [b"\n", b"[]\n", b'{"address": 1}\n', b"\xff\xfe\n", b"x" * 10_000],
    ids=["empty", "list", "half", "no text", "endless"],
)
def test_words_of_another_program_are_hung_up_on(
    window: MainWindow, listener: Listener, tmp_path: Path, qtbot: QtBot, words: bytes
) -> None:
    before = window.navigator.history.here()
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(disk_places.window_socket(str(tmp_path / "store")))
        stranger.setblocking(False)
        stranger.sendall(words)
        qtbot.waitUntil(lambda: _is_hung_up(stranger), timeout=WAIT_MS)
    assert window.navigator.history.here() == before


@needs_unix
def test_a_window_is_heard_by_its_own_account_alone(
    window: MainWindow, listener: Listener, tmp_path: Path
) -> None:
    mode = Path(disk_places.window_socket(str(tmp_path / "store"))).stat().st_mode
    assert mode & 0o077 == 0


def test_an_address_of_nowhere_is_said_and_changes_nothing(
    window: MainWindow, listener: Listener, tmp_path: Path, qtbot: QtBot
) -> None:
    before = window.navigator.history.here()
    with started("-w", str(tmp_path / "store"), "tidemill://nowhere/at/all") as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=WAIT_MS)
        assert process.returncode == 0
    qtbot.waitUntil(window.standing.strip.isVisible, timeout=WAIT_MS)
    assert window.navigator.history.here() == before


def test_a_link_that_the_system_hands_over_goes_to_its_address(
    window: MainWindow, listener: Listener
) -> None:
    handed = QFileOpenEvent(QUrl("tidemill://second/thing"))
    assert listener.eventFilter(window, handed)
    assert window.navigator.history.here() == "tidemill://second/thing"
    assert not listener.eventFilter(window, QFileOpenEvent(QUrl("https://example.org")))


def _is_hung_up(stranger: socket.socket) -> bool:
    try:
        return stranger.recv(100) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True
