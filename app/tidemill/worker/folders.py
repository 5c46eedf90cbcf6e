"""Hints from the file system: watchdog events that say where to look sooner than the next scan."""

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from watchdog.events import (
    FileClosedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from tidemill.base.mounts import tells_of_changes
from tidemill.base.outside import Outside, Question, SignOfLife
from tidemill.domain.watches import Watch, is_temporary
from tidemill.services.folder_listing import Mark, mark_of

POLL_S = 2.0
"""How often the polling observer looks into folders of which the system does not tell."""
_PATIENCE_S = 0.2
"""How long the worker waits for a folder that does not answer before it goes on without it."""
_CLOSING_S = 1.0


@dataclass(frozen=True)
class Hints:
    """Files whose writer is known to have finished, and folders in which something moved."""

    closed: frozenset[str] = frozenset()
    stirred: frozenset[str] = frozenset()


_NOTHING = Hints()


class _Handler(FileSystemEventHandler):
    """Hears what happens in one watched folder.

    Polling can't tell a rename from a file that got the number of a removed one, nor whether a
    writer has finished: its events say only that something moved.
    """

    def __init__(
        self,
        folder: str,
        wake: threading.Event,
        *,
        is_polled: bool,
        heard: threading.Event | None = None,
    ) -> None:
        self._folder, self._wake, self._is_polled = folder, wake, is_polled
        self._heard = threading.Event() if heard is None else heard
        self._closed: set[str] = set()
        self._has_stirred = False
        self._lock = threading.Lock()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory and not self._is_polled:
            return
        if self._is_polled:
            with self._lock:
                self._has_stirred = True
            self._tell()
            return
        whole = ""
        if isinstance(event, FileModifiedEvent):
            with self._lock:  # written to again: only the scan can say when it is whole
                self._closed.discard(str(event.src_path))
        if isinstance(event, FileClosedEvent):
            whole = str(event.src_path)
        elif isinstance(event, FileMovedEvent):
            whole = str(event.dest_path)
        if whole and not is_temporary(Path(whole).name):
            with self._lock:
                self._closed.add(whole)
            self._tell()

    def _tell(self) -> None:
        """Say that there is something to take; after it is there."""
        self._heard.set()
        self._wake.set()

    def take(self) -> Hints:
        with self._lock:
            stirred = frozenset({self._folder}) if self._has_stirred else frozenset()
            taken, self._closed = Hints(frozenset(self._closed), stirred), set()
            self._has_stirred = False
        return taken


@dataclass(frozen=True)
class _Followed:
    """A folder that is listened to; `mark` tells it from another of its name."""

    handler: _Handler
    observer: BaseObserver
    watch: ObservedWatch
    mark: Mark
    is_polled: bool


_Key = tuple[str, bool]


class Folders:
    """Watches the folders of all automations that are on; `wake` is set when one stirs.

    Folders on a network or kept in step with a cloud are looked into by the polling observer,
    every `poll_s` seconds: there the system does not tell what others write. Each of them has an
    observer of its own, and whatever may hang is done outside: one hung share holds up no other.
    """

    def __init__(self, wake: threading.Event, poll_s: float = POLL_S) -> None:
        self._wake, self._poll_s = wake, poll_s
        self._heard = threading.Event()
        self._outside = Outside()
        self._native: BaseObserver | None = None
        self._making = threading.Lock()
        self._followed: dict[_Key, _Followed] = {}
        self._beginning: dict[_Key, Question[_Followed | None]] = {}
        self._leaving: list[Question[None]] = []
        self._is_closed = False

    def follow(self, watches: list[Watch], marks: Mapping[int, Mark] | None = None) -> None:
        """Bring the watched folders in line with the automations.

        `marks` is what each folder that is there was known by when it was looked at, by the
        number of its watch; without them they are looked at here.
        """
        found = _marks(watches) if marks is None else marks
        wanted = {
            (watch.folder, watch.is_recursive): found[watch.id]
            for watch in watches
            if watch.is_on and watch.id in found
        }
        for key, one in list(self._followed.items()):
            if wanted.get(key) != one.mark or not _lives(one):
                self._let_go(self._followed.pop(key))
        for key, mark in wanted.items():
            if key not in self._followed and key not in self._beginning:
                self._beginning[key] = self._outside.ask(partial(self._begun, key, mark))
        for key, question in list(self._beginning.items()):
            if question.wait(_PATIENCE_S - question.silent_s):
                del self._beginning[key]
                self._keep(key, question.answer(), is_wanted=key in wanted)

    def _keep(self, key: _Key, begun: "_Followed | None", *, is_wanted: bool) -> None:
        if begun is not None and is_wanted:
            self._followed[key] = begun
        elif begun is not None:
            self._let_go(begun)

    def _begun(self, key: _Key, mark: Mark, _sign: SignOfLife) -> _Followed | None:
        """Listen to a folder, outside; None where that can't be done."""
        folder, is_recursive = key
        is_polled = not tells_of_changes(Path(folder))
        handler = _Handler(folder, self._wake, is_polled=is_polled, heard=self._heard)
        observer = self._polling() if is_polled else self._telling()
        try:
            watch = observer.schedule(handler, folder, recursive=is_recursive)
        except OSError:  # no more watches to be had: the periodic scan sees the files too
            if is_polled:
                observer.stop()
            return None
        one = _Followed(handler, observer, watch, mark, is_polled)
        if self._is_closed:
            observer.stop()
            return None
        return one

    def _polling(self) -> BaseObserver:
        made = PollingObserver(timeout=self._poll_s)
        made.start()
        return made

    def _telling(self) -> BaseObserver:
        with self._making:
            if self._native is None:
                self._native = Observer()
                self._native.start()
            return self._native

    def _let_go(self, one: _Followed) -> None:
        question = self._outside.ask(lambda _sign: _left(one))
        question.wait(_PATIENCE_S)
        self._leaving = [left for left in (*self._leaving, question) if not left.is_answered]

    @property
    def followed(self) -> frozenset[str]:
        """The folders that are listened to."""
        return frozenset(folder for folder, _ in self._followed)

    @property
    def polled(self) -> frozenset[str]:
        """Those of them that are looked into by the polling observer."""
        return frozenset(key[0] for key, one in self._followed.items() if one.is_polled)

    def hints(self) -> Hints:
        """What stirred since the last call; asked at every tick, nearly always for nothing."""
        if not self._heard.is_set():
            return _NOTHING
        self._heard.clear()  # before it is taken: what comes meanwhile is found by the next call
        found = [one.handler.take() for one in self._followed.values()]
        return Hints(
            frozenset().union(*(one.closed for one in found)),
            frozenset().union(*(one.stirred for one in found)),
        )

    def close(self) -> None:
        """Stop listening; what hangs is left behind."""
        self._is_closed = True
        for one in self._followed.values():
            if one.is_polled:
                self._let_go(one)
        self._followed.clear()
        native, self._native = self._native, None
        if native is not None:
            native.stop()
            native.join(_CLOSING_S)
        for question in self._leaving:
            question.wait(_CLOSING_S - question.silent_s)
        self._outside.close()


def _left(one: _Followed) -> None:
    """Listen to a folder no more, outside: it waits for the thread that looks into it."""
    if one.is_polled:
        one.observer.stop()
        one.observer.join()
    else:
        one.observer.unschedule(one.watch)


def _marks(watches: list[Watch]) -> dict[int, Mark]:
    found = {}
    for watch in watches:
        with contextlib.suppress(OSError):
            if (mark := mark_of(watch.folder)) is not None:
                found[watch.id] = mark
    return found


def _lives(one: _Followed) -> bool:
    """Whether a folder is still listened to: its observer leaves it when it is gone for a while."""
    return any(e.watch == one.watch and e.is_alive() for e in one.observer.emitters)
