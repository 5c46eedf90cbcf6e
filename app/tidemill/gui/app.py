"""Starting the window: the application, its one handler of errors, the event loop."""

import gc
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Literal

from PySide6.QtCore import QMessageLogContext, QSize, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, Qt
from PySide6.QtWidgets import QApplication

from tidemill import __version__
from tidemill.base.database_urls import Place
from tidemill.gui import languages
from tidemill.gui.kit import numbers, theme
from tidemill.gui.kit.icons import app_icon
from tidemill.gui.shell import memory, one_window
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.updates import UpdateNotice

_FRAME = 40
"""Room in pixels for the title bar that the system adds above the window."""
_SMALLEST = QSize(1100, 700)

_log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_ROUTINE = {"This plugin does not support propagateSizeHints()"}
"""What Qt says of every window that has no screen."""


def prepare(words: list[str] | None = None) -> QApplication:
    """Make the application, or dress the one that is there."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        app = QApplication(words if words is not None else ["tidemill"])
    app.setApplicationName("tidemill")
    app.setApplicationDisplayName("Tidemill")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("tidemill")
    languages.install(app)
    numbers.set_region(numbers.region())  # texts stand in the system's order from the start
    theme.apply(app)
    app.setWindowIcon(app_icon())
    return app


def on_screen(wanted: QSize, screen: QSize) -> QSize:
    """The size a window opens with: as wanted, but its frame and lower edge stay in sight."""
    return wanted.boundedTo(screen - QSize(0, _FRAME)).expandedTo(_SMALLEST)


def run(
    place: Place,
    theme_choice: Literal["light", "dark", "system"] | None = None,
    size: tuple[int, int] | None = None,
    after_start: Callable[[MainWindow], None] | None = None,
    address: str = "",
) -> int:
    """Open the window on a workspace (made if it is not there) and return its exit code.

    `after_start` is called once, with the window, when the first page is shown. Where a window of
    this workspace is open already it comes forward, at the address, and this returns at once.
    """
    if after_start is None and one_window.handed_over(place, address):
        return 0
    app = prepare()
    look = memory.read()
    if theme_choice is not None:
        look = memory.replaced(look, theme=theme_choice)
    if size is not None:
        look = memory.replaced(look, width=size[0], height=size[1], is_maximised=False)
    window = MainWindow(look)
    restore = _install_handlers(window)
    if after_start is not None:
        window.opened.connect(_Once(window, after_start))
    if look.is_maximised and size is None:
        window.showMaximized()
    else:
        if size is None:
            window.resize(on_screen(window.size(), window.screen().availableSize()))
        window.show()
    app.commitDataRequest.connect(window.end_with_system)
    window.open_workspace(place, address)
    gc.enable()  # what came before now only reads modules
    window.opened.connect(UpdateNotice(window).follow)
    listener = one_window.Listener(window)
    QTimer.singleShot(0, listener.follow)
    # Python sees Ctrl+C only when it runs: a quiet tick gives it the chance.
    tick = QTimer()
    tick.start(500)
    tick.timeout.connect(_tick)
    before = signal.signal(signal.SIGINT, _Closer(window))
    try:
        return app.exec()
    finally:
        signal.signal(signal.SIGINT, before)
        tick.stop()
        listener.close()
        restore()


class _Once:
    """Calls a hook with the window the first time it is called."""

    def __init__(self, window: MainWindow, hook: Callable[[MainWindow], None]) -> None:
        self._window = window
        self._hook: Callable[[MainWindow], None] | None = hook

    def __call__(self) -> None:
        hook, self._hook = self._hook, None
        if hook is not None:
            hook(self._window)


class _Closer:
    """Closes the window on Ctrl+C."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, _number: int, _frame: object) -> None:
        self._window.close_now()


def _tick() -> None:
    """Let Python look at its signals."""


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    name = f"qt.{context.category}" if context.category else "qt"
    level = logging.DEBUG if words in _ROUTINE else _LEVELS.get(kind, logging.WARNING)
    logging.getLogger(name).log(level, "%s", words)


@contextmanager
def logged_qt_messages() -> Iterator[None]:
    """Send Qt's messages to the log instead of to the terminal."""
    before = qInstallMessageHandler(_on_qt_message)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _install_handlers(window: MainWindow) -> Callable[[], None]:
    """Send Qt's messages to the log, and errors nobody foresaw to the person."""

    def on_error(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close_now()
            return
        window.show_bug(error.with_traceback(trace))

    before_messages = qInstallMessageHandler(_on_qt_message)
    before_hook, sys.excepthook = sys.excepthook, on_error

    def restore() -> None:
        sys.excepthook = before_hook
        qInstallMessageHandler(before_messages)

    return restore
