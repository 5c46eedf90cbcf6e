"""What GUI tests share: an open workspace, a page in a window, and a watch over the event loop."""

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest
import qt_classes
from loop_watch import LIMIT_S, LoopWatch, allowed_s
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QPoint,
    QPointF,
    Qt,
)
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Silent
from tidemill.gui.bridge.feed import FeedWatch
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit import key_map, metrics, motion, numbers, theme
from tidemill.gui.kit.files import FileWish
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell import imports, memory
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.page import Page, PageContext, PageView, discover, parts_of, view_module
from tidemill.services import news
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace

# Waiting for a busy machine is not the window's fault; only this long a standstill is.
FAIL_OVER_WALL_S = 1.5
PATIENCE_MS = 60_000

_stalls = pytest.StashKey[list[tuple[float, str]]]()


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker, and the messages of the offscreen platform that mean nothing."""
    config.addinivalue_line("markers", "slow_loop(why): this test may stall the event loop")
    config.addinivalue_line("qt_log_ignore", "^This plugin does not support")
    config.stash[_stalls] = []
    # What is waited for ends the wait: patience costs nothing but where a test fails.
    for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
        wait.__kwdefaults__["timeout"] = PATIENCE_MS


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """List the events that took longest."""
    found = sorted(config.stash.get(_stalls, []), reverse=True)[:40]
    if found:
        terminalreporter.write_sep("-", "events of over 50 ms of processor time")
        for seconds, name in found:
            terminalreporter.write_line(f"{seconds * 1000:5.0f} ms  {name}")


@pytest.fixture(scope="session")
def pages_are_imported() -> None:
    """Import what the window imports ahead, by the window's own list.

    Which test would pay for it in its event loop would depend on which tests came before.
    """
    modules = [view_module(page) for page in discover()]
    for name in imports.brought([*modules, *imports.AHEAD], Silent()):
        imports.imported(name)
    gc.freeze()  # as for each module, see nothing_left.py


@pytest.fixture(autouse=True)
def classes_of_qt_are_defined_in_the_main_thread() -> Iterator[None]:
    """Fail a test in which another thread defined one; see `qt_classes`."""
    with qt_classes.defined_elsewhere() as found:
        yield
    assert not found, f"Defined outside the main thread: {', '.join(sorted(found)[:5])}"


@pytest.fixture
def loop_watch() -> LoopWatch:
    """The watch over this test's events; `over(what)` where a test plays a person by itself."""
    return LoopWatch()


@pytest.fixture(autouse=True)
def event_loop_never_stalls(
    request: pytest.FixtureRequest, loop_watch: LoopWatch
) -> Iterator[None]:
    """Fail a test in which one event kept the window's thread for over 50 ms of its own work.

    Processor time of that thread is measured, so a busy machine does not matter; a slower one is
    allowed for as far as a piece of work measured at once is slower than on the machine of the
    promises (decision 0046). `slow_loop` says why a test may hold the loop.
    """
    if "qapp" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("pages_are_imported")
    request.getfixturevalue("qapp")
    with loop_watch.watching():
        yield
    worst = loop_watch.worst_cpu_s
    if worst <= LIMIT_S and loop_watch.worst_wall_s <= FAIL_OVER_WALL_S:
        return
    allowed = allowed_s()
    if worst > LIMIT_S:
        request.config.stash[_stalls].append((worst, request.node.nodeid))
    is_allowed = request.node.get_closest_marker("slow_loop") is not None
    is_over = worst > allowed or loop_watch.worst_wall_s > FAIL_OVER_WALL_S
    if is_over and not is_allowed:
        pytest.fail(
            f"The window's thread worked for {worst * 1000:.0f} ms in {loop_watch.worst_at}\n"
            f"(at most {allowed * 1000:.0f} ms on this machine now; it stood still for "
            f"{loop_watch.worst_wall_s * 1000:.0f} ms).",
            pytrace=False,
        )


@pytest.fixture(autouse=True)
def plain_look(request: pytest.FixtureRequest) -> Iterator[None]:
    """Dress the application as the program does; each test begins light, at 100 %, without motion.

    A test that takes an argument named `theme` is dressed in it.
    """
    if "qapp" not in request.fixturenames:
        yield
        return
    app = request.getfixturevalue("qapp")
    assert isinstance(app, QApplication)
    theme.apply(app)
    wanted: Literal["light", "dark"] = "light"
    if "theme" in request.fixturenames and request.getfixturevalue("theme") == "dark":
        wanted = "dark"
    if theme.choice() != wanted:
        theme.set_theme(wanted)
    motion.set_reduced(True)
    yield
    key_map.assign({})
    # Each only where it was changed: a window still there would be dressed anew for nothing.
    if metrics.current().scale != 1.0:
        theme.set_text_scale(1.0)
    if metrics.current().density != "usual":
        theme.set_density("usual")
    if theme.contrast_choice() == "more":
        theme.set_contrast("usual")
    if numbers.region() != numbers.SYSTEM:
        numbers.set_region(numbers.SYSTEM)


@pytest.fixture
def hover() -> Callable[[QWidget, QPoint], None]:
    """Move the pointer over a widget: `hover(widget, QPoint(5, 5))`, a place in the widget.

    The events go to the widget, or its child at that place. `QTest.mouseMove` moves the cursor
    instead, and then whichever window lies on top there gets them: one left by another test,
    perhaps.
    """

    def move(widget: QWidget, at: QPoint) -> None:
        target = widget.childAt(at) or widget
        local = QPointF(target.mapFrom(widget, at))
        places = (local, QPointF(target.mapTo(target.window(), local)), target.mapToGlobal(local))
        QApplication.sendEvent(target, QEnterEvent(*places))
        none = Qt.MouseButton.NoButton
        moved = QMouseEvent(
            QEvent.Type.MouseMove, *places, none, none, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(target, moved)

    return move


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace of the tester, who is its approver."""
    made = spaces.create(tmp_path / "workspace")
    yield made
    made.close()


@dataclass
class RecordedContext(PageContext):
    """A page's context that keeps what the page asked for."""

    navigated: list[str] = field(default_factory=list)
    toasts: list[tuple[str, str, Callable[[], None] | None]] = field(default_factory=list)
    toast_looks: list[tuple[str, str]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    problems: list[TidemillError] = field(default_factory=list)
    files: list[list[Path]] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    saved: list[FileWish] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    workers: list[str] = field(default_factory=list)

    def record_toast(
        self,
        text: str,
        action: str = "",
        on_action: Callable[[], None] | None = None,
        icon: str = "circle-check",
        tone: str = "good",
    ) -> None:
        """Keep a toast."""
        self.toasts.append((text, action, on_action))
        self.toast_looks.append((icon, tone))

    def show_sheet(self, sheet: Sheet) -> None:
        """Open a sheet as the shell does."""
        self.sheets.append(sheet)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()


@pytest.fixture
def page_context(workspace: Workspace, qtbot: QtBot) -> Iterator[RecordedContext]:
    """A context with real operations and a real feed, over a host 1100 x 700."""
    host = QWidget()
    host.resize(1100, 700)
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    operations = Operations()
    feed = FeedWatch(partial(news.Reader, workspace))
    feed.start()
    assert feed.wait_until_watching()
    nothing: Any = None
    context = RecordedContext(workspace, operations, feed, host, *([nothing] * 10))
    context.navigate = context.navigated.append
    context.toast = context.record_toast
    context.open_sheet = context.show_sheet
    context.problem = context.problems.append
    context.add_files = context.files.append
    context.choose_files = partial(context.dialogs.append, "files")
    context.run_command = context.ran.append
    context.start_worker = partial(context.workers.append, "asked")
    context.copy = context.copied.append
    context.save_file = context.saved.append
    operations.unhandled.connect(context.problems.append)
    yield context
    operations.close()
    feed.close()
    host.close()


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[Any], None]:
    """Wait until a page or the window has nothing left to load, and lies as it will."""

    def wait(shown: Any) -> None:
        for _ in range(2):  # what was made just now is shown and laid out with the next turns
            qtbot.waitUntil(shown.is_settled)
            QCoreApplication.processEvents()
        qtbot.waitUntil(shown.is_settled)

    return wait


@pytest.fixture
def open_page(
    page_context: RecordedContext,
    qtbot: QtBot,
    settle: Callable[[Any], None],
    loop_watch: LoopWatch,
) -> Iterator[Callable[..., PageView]]:
    """Open a page in the context's host: `open_page(PAGE, "models/x/3")` returns it settled."""
    opened: list[PageView] = []

    def make(page: Page, address: str = "", is_settled: bool = True) -> PageView:
        host = page_context.sheet_host
        layout = host.layout()
        assert layout is not None
        with loop_watch.over(f"opening {page.id}"):  # in the window a click does this
            view = page.create(page_context)
            layout.addWidget(view)
            opened.append(view)
            view.show_address(parts_of(address)[1:])
            host.show()
        if is_settled:
            settle(view)
        return view

    yield make
    page_context.operations.close()
    for view in opened:
        view.close_page()
        for action in view.bar_actions():
            if action.parent() is None:  # the shell would have put it into the top bar
                action.deleteLater()
        view.deleteLater()
    QCoreApplication.processEvents()


@pytest.fixture
def main_window(qtbot: QtBot, settle: Callable[[Any], None]) -> Iterator[Callable[..., MainWindow]]:
    """Open the window on a folder: `main_window(folder, pages=[...])` returns it settled."""
    opened: list[MainWindow] = []

    def make(
        folder: Path,
        pages: Sequence[Page] | None = None,
        address: str = "",
        size: tuple[int, int] = (1440, 900),
        look: memory.Look | None = None,
        is_remembered: bool = False,
    ) -> MainWindow:
        window = MainWindow(
            look or memory.Look(theme=theme.choice(), is_motion_reduced=True),
            pages,
            starts_worker=False,
            is_remembered=is_remembered,
        )
        qtbot.addWidget(window)
        opened.append(window)
        window.resize(*size)
        window.show()
        window.open_workspace(folder, address)
        settle(window)
        return window

    yield make
    for window in opened:
        window.close_now()
