"""Hints from the file system: watchdog events that say where to look sooner than the next scan."""

import threading
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

from tidemill.domain.watches import Watch, is_temporary


class _Hints(FileSystemEventHandler):
    def __init__(self, wake: threading.Event) -> None:
        self._wake = wake
        self._closed: set[str] = set()
        self._lock = threading.Lock()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory:
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

    def take(self) -> frozenset[str]:
        with self._lock:
            taken, self._closed = frozenset(self._closed), set()
        return taken


class Folders:
    """Watches the folders of all automations that are on; `wake` is set when one stirs."""

    def __init__(self, wake: threading.Event) -> None:
        self._hints = _Hints(wake)
        self._observer: BaseObserver | None = None
        self._watched: dict[str, ObservedWatch] = {}

    def follow(self, watches: list[Watch]) -> None:
        """Bring the watched folders in line with the automations."""
        wanted = {w.folder for w in watches if w.is_on and Path(w.folder).is_dir()}
        for folder in set(self._watched) - wanted:
            if self._observer is not None:
                self._observer.unschedule(self._watched[folder])
            del self._watched[folder]
        for folder in wanted - set(self._watched):
            if self._observer is None:
                self._observer = Observer()
                self._observer.start()
            try:
                self._watched[folder] = self._observer.schedule(self._hints, folder)
            except OSError:  # no more watches to be had: the periodic scan sees the files too
                continue

    def closed(self) -> frozenset[str]:
        """Files whose writer is known to have finished since the last call."""
        return self._hints.take()

    def close(self) -> None:
        """Stop listening."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None
        self._watched.clear()
