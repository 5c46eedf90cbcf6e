"""News of the store as Qt signals, whoever wrote them: a click, the worker, a colleague."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from tidemill.base.errors import TidemillError
from tidemill.gui.bridge.operations import Operations

if TYPE_CHECKING:
    from tidemill.services.news import News

_log = logging.getLogger(__name__)

_POLL_S = 0.1
_RETRY_S = 1.0
_FIRST_MS = 30


class NewsReader(Protocol):
    """What `FeedWatch` reads from; `tidemill.services.news.Reader` is one."""

    def poll(self) -> "list[News] | None":
        """News since the last call, None for "reload everything"."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class FeedWatch(QObject):
    """Polls the feed in a thread of its own and emits what is new; `close` ends the thread."""

    news = Signal(object)
    reload = Signal()

    def __init__(
        self, make_reader: Callable[[], NewsReader], parent: QObject | None = None
    ) -> None:
        """Watch what `make_reader` reads; it is called in the thread."""
        super().__init__(parent)
        self._make_reader = make_reader
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="feed", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def wait_until_watching(self, seconds: float = 5.0) -> bool:
        """Wait until what is written from now on will be seen; for tests and pictures."""
        return self._ready.wait(seconds)

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def _watch(self) -> None:
        reader: NewsReader | None = None
        has_failed = False
        while not self._stop.is_set():
            try:
                if reader is None:
                    reader = self._make_reader()
                    reader.poll()
                    self._ready.set()
                    if has_failed:
                        self.reload.emit()
                        has_failed = False
                news = reader.poll()
            except TidemillError as error:
                _log.info("The news can't be read just now: %s", error)
                _close(reader)
                reader, has_failed = None, True
                self._stop.wait(_RETRY_S)
                continue
            if news is None:
                self.reload.emit()
            elif news:
                self.news.emit(news)
            self._stop.wait(_POLL_S)
        _close(reader)


def _close(reader: NewsReader | None) -> None:
    if reader is not None:
        reader.close()


@dataclass(frozen=True)
class Behind:
    """Reads that are let come to their end before news are told.

    `keys` are how the keys of those operations begin. Whoever began to read anew at each piece of
    news would never be done under steady news where reading is slow: what is shown stayed old.
    """

    operations: Operations
    keys: tuple[str, ...]

    def is_reading(self) -> bool:
        """Whether one of them is under way."""
        return any(self.operations.is_busy(key) for key in self.keys)


class Listener(QObject):
    """Listens for some topics and tells of changes at most once a pause.

    Emits `changed` with a frozenset of (topic, key), or with None when everything may have
    changed. News that come while what they would begin is `behind` under way gather until it
    ended; none is lost.
    """

    changed = Signal(object)

    def __init__(
        self,
        feed: FeedWatch,
        topics: Iterable[str],
        parent: QObject | None = None,
        pause_ms: int = 200,
        *,
        behind: Behind | None,
    ) -> None:
        """Listen until this object is deleted or `close` is called.

        `behind` are the reads that news begin; None for who reads nothing, or only changes.
        """
        super().__init__(parent)
        self._behind = behind
        self._is_held = False
        self._feed = feed
        self._topics = frozenset(topics)
        self._keys: set[tuple[str, str]] = set()
        self._is_everything = False
        self._pause_ms = pause_ms
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)
        feed.news.connect(self._on_news)
        feed.reload.connect(self._on_reload)
        if behind is not None:
            behind.operations.ended.connect(self._on_read)

    def close(self) -> None:
        """Listen no more."""
        self._timer.stop()
        if self._behind is not None:
            self._behind.operations.ended.disconnect(self._on_read)
        self._feed.news.disconnect(self._on_news)
        self._feed.reload.disconnect(self._on_reload)

    @Slot(object)
    def _on_news(self, news: "list[News]") -> None:
        found = {(each.topic, each.key) for each in news if each.topic in self._topics}
        if found:
            self._keys |= found
            self._wake()

    @Slot()
    def _on_reload(self) -> None:
        self._is_everything = True
        self._wake()

    @Slot(str)
    def _on_read(self, _key: str) -> None:
        # The pause lies between the end of one reading and the next, so that it never takes all.
        if self._is_held and not self._timer.isActive():
            self._timer.start(self._pause_ms)

    def _wake(self) -> None:
        if not self._timer.isActive():
            self._timer.start(_FIRST_MS)

    def _tell(self) -> None:
        if not self._keys and not self._is_everything:
            return
        self._is_held = self._behind is not None and self._behind.is_reading()
        if self._is_held:
            return
        keys = None if self._is_everything else frozenset(self._keys)
        self._keys, self._is_everything = set(), False
        # While the timer runs, news gather; so no two signals come closer than the pause.
        self._timer.start(self._pause_ms)
        self.changed.emit(keys)
