"""One window a workspace: a second start brings the first one forward, at the address asked for."""

import json
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

from tidemill.base import places
from tidemill.base.database_urls import Place
from tidemill.gui.shell.tray import come_up

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

    from tidemill.gui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)

_MEET_MS = 300
_ANSWER_MS = 2000
_LONGEST = 4096
_YES = b"shown\n"


def handed_over(place: Place, address: str) -> bool:
    """Ask an open window of this workspace to come forward; False where there is none."""
    name = places.window_socket(str(place))
    if sys.platform != "win32" and not Path(name).exists():
        return False  # the usual start, which need not read Qt's network library
    try:
        from PySide6.QtNetwork import QLocalSocket
    except ImportError:
        return False

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_MEET_MS):
        return False
    # Wayland lets a program take the focus only with the token of what the person clicked.
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    socket.write(json.dumps({"address": address, "token": token}).encode() + b"\n")
    answered = socket.waitForReadyRead(_ANSWER_MS) and bytes(socket.readLine().data()) == _YES
    socket.abort()
    return answered


class Listener(QObject):
    """Hears of other starts while the window stands, whichever workspace is open in it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._server: QLocalServer | None = None
        window.opened.connect(self.follow)
        application = QCoreApplication.instance()
        if sys.platform == "darwin" and application is not None:
            application.installEventFilter(self)  # there a link comes as an event, not as a word

    def follow(self) -> None:
        """Listen for the workspace that is open now."""
        session = self._window.session
        if session is None:
            return
        name = places.window_socket(str(session.place))
        if self._server is not None and self._server.fullServerName() == name:
            return
        self.close()
        try:
            from PySide6.QtNetwork import QLocalServer
        except ImportError as error:
            # It stands on Kerberos' library, which a bare system may lack; the window does without.
            _log.info("Other starts are not heard: %s", error)
            return
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not _may_lie(name):
            return
        if not server.listen(name) and not _is_answered(name):
            # Left behind by a window that was killed.
            QLocalServer.removeServer(name)
            server.listen(name)
        server.newConnection.connect(self._on_connection)
        self._server = server

    def close(self) -> None:
        """Hear nothing any more."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            server.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to the address of a link that the system hands over (macOS)."""
        if isinstance(event, QFileOpenEvent) and event.url().scheme() == "tidemill":
            come_up(self._window)
            self._window.go_to(event.url().toString())
            return True
        return super().eventFilter(watched, event)

    def _on_connection(self) -> None:
        if self._server is None:
            return
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._on_words)
            socket.disconnected.connect(socket.deleteLater)

    def _on_words(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        self._show(socket)

    def _show(self, socket: "QLocalSocket") -> None:
        try:
            words = json.loads(bytes(socket.readLine(_LONGEST).data()))
            address, token = str(words["address"]), str(words["token"])
        except (ValueError, KeyError, TypeError):
            socket.abort()
            return
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        socket.write(_YES)
        socket.flush()
        come_up(self._window)
        if address:
            self._window.go_to(address)


def _is_answered(name: str) -> bool:
    """Whether a living window listens there: it came a moment before this one."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    answered = socket.waitForConnected(_MEET_MS)
    socket.abort()
    return answered


def _may_lie(name: str) -> bool:
    """Make the folder of the socket; False where it is somebody else's, or can't be made."""
    if sys.platform == "win32":
        return True
    folder = Path(name).parent
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder.stat().st_uid == os.getuid()
    except OSError:
        return False
