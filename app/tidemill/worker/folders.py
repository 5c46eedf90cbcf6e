"""Hints from the file system: watchdog events that say where to look sooner than the next scan."""

import threading
from dataclasses import dataclass
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
from tidemill.domain.watches import Watch, is_temporary

POLL_S = 2.0
"""How often the polling observer looks into folders of which the system does not tell."""


@dataclass(frozen=True)
class Hints:
    """Files whose writer is known to have finished, and folders in which something moved."""

    closed: frozenset[str] = frozenset()
    stirred: frozenset[str] = frozenset()


class _Handler(FileSystemEventHandler):
    """Hears what happens in one watched folder.

    Polling can't tell a rename from a file that got the number of a removed one, nor whether a
    writer has finished: its events say only that something moved.
    """

    def __init__(self, folder: str, wake: threading.Event, *, is_polled: bool) -> None:
        self._folder, self._wake, self._is_polled = folder, wake, is_polled
        self._closed: set[str] = set()
        self._has_stirred = False
        self._lock = threading.Lock()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory and not self._is_polled:
            return
        if self._is_polled:
            with self._lock:
                self._has_stirred = True
            self._wake.set()
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
    mark: tuple[int, int]
    is_polled: bool


class Folders:
    """Watches the folders of all automations that are on; `wake` is set when one stirs.

    Folders on a network or kept in step with a cloud are looked into by the polling observer,
    every `poll_s` seconds: there the system does not tell what others write.
    """

    def __init__(self, wake: threading.Event, poll_s: float = POLL_S) -> None:
        self._wake, self._poll_s = wake, poll_s
        self._observers: dict[bool, BaseObserver] = {}
        self._followed: dict[tuple[str, bool], _Followed] = {}

    def follow(self, watches: list[Watch]) -> None:
        """Bring the watched folders in line with the automations."""
        wanted: dict[tuple[str, bool], tuple[int, int]] = {}
        for watch in watches:
            if watch.is_on and (mark := _mark(watch.folder)) is not None:
                wanted[watch.folder, watch.is_recursive] = mark
        for key, one in list(self._followed.items()):
            if wanted.get(key) != one.mark or not _lives(one):
                self._let_go(key)
        for key, mark in wanted.items():
            if key not in self._followed:
                self._begin(key, mark)

    def _begin(self, key: tuple[str, bool], mark: tuple[int, int]) -> None:
        folder, is_recursive = key
        is_polled = not tells_of_changes(Path(folder))
        handler = _Handler(folder, self._wake, is_polled=is_polled)
        try:
            observer = self._observer(is_polled)
            watch = observer.schedule(handler, folder, recursive=is_recursive)
        except OSError:  # no more watches to be had: the periodic scan sees the files too
            return
        self._followed[key] = _Followed(handler, observer, watch, mark, is_polled)

    def _observer(self, is_polled: bool) -> BaseObserver:
        if is_polled not in self._observers:
            made = PollingObserver(timeout=self._poll_s) if is_polled else Observer()
            made.start()
            self._observers[is_polled] = made
        return self._observers[is_polled]

    def _let_go(self, key: tuple[str, bool]) -> None:
        one = self._followed.pop(key)
        one.observer.unschedule(one.watch)

    @property
    def followed(self) -> frozenset[str]:
        """The folders that are listened to."""
        return frozenset(folder for folder, _ in self._followed)

    @property
    def polled(self) -> frozenset[str]:
        """Those of them that are looked into by the polling observer."""
        return frozenset(key[0] for key, one in self._followed.items() if one.is_polled)

    def hints(self) -> Hints:
        """What stirred since the last call."""
        found = [one.handler.take() for one in self._followed.values()]
        return Hints(
            frozenset().union(*(one.closed for one in found)),
            frozenset().union(*(one.stirred for one in found)),
        )

    def close(self) -> None:
        """Stop listening."""
        for observer in self._observers.values():
            observer.stop()
        for observer in self._observers.values():
            observer.join()
        self._observers.clear()
        self._followed.clear()


def _mark(folder: str) -> tuple[int, int] | None:
    """What tells a folder from another that was put in its place; None where there is none."""
    path = Path(folder)
    try:
        facts = path.stat()
    except OSError:
        return None
    return (facts.st_dev, facts.st_ino) if path.is_dir() else None


def _lives(one: _Followed) -> bool:
    """Whether a folder is still listened to: its observer leaves it when it is gone for a while."""
    return any(e.watch == one.watch and e.is_alive() for e in one.observer.emitters)
