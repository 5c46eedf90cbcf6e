"""What a script prints, listened to without touching it."""

import sys
import threading
from collections import deque
from typing import Any

WAITING_CHARACTERS = 128 << 10
"""How much may be printed between two looks; of more the newest is kept, and the cut is said."""

PIECE_CHARACTERS = 16 << 10


class Printed:
    """The newest of what was printed since the last look."""

    def __init__(self) -> None:
        self._pieces: deque[str] = deque()
        self._size = self._n_cut = 0
        self._lock = threading.RLock()

    def add(self, text: str) -> None:
        """Take in a piece."""
        with self._lock:
            self._pieces.append(text)
            self._size += len(text)
            while self._size > WAITING_CHARACTERS and len(self._pieces) > 1:
                self._let_go(self._pieces.popleft())
            if self._size > WAITING_CHARACTERS:
                last = self._pieces.pop()
                self._pieces.append(last[-WAITING_CHARACTERS:])
                self._let_go(last[:-WAITING_CHARACTERS])

    def _let_go(self, text: str) -> None:
        self._size -= len(text)
        self._n_cut += len(text)

    def take(self) -> list[str]:
        """What came since the last call, in pieces."""
        with self._lock:
            if not self._pieces:
                return []
            text = "".join(self._pieces)
            cut = f"[{self._n_cut:,} characters were not kept]\n" if self._n_cut else ""
            self._pieces.clear()
            self._size = self._n_cut = 0
        text = cut + text
        return [text[k : k + PIECE_CHARACTERS] for k in range(0, len(text), PIECE_CHARACTERS)]

    def left_by_fork(self) -> None:
        """In a forked child: what the parent printed is the parent's."""
        self._lock = threading.RLock()
        self._pieces.clear()
        self._size = self._n_cut = 0


class _Tee:
    """A stream that passes everything on to the one it stands for, and lets us listen."""

    def __init__(self, stream: Any, printed: Printed) -> None:
        self._stream = stream
        self._printed: Printed | None = printed

    def write(self, text: Any) -> Any:
        """Write as the stream itself would; then listen."""
        done = self._stream.write(text)
        printed = self._printed
        if printed is not None and isinstance(text, str) and text:
            printed.add(text)
        return done

    def writelines(self, lines: Any) -> None:
        """Write lines one by one, so that they are heard."""
        for line in lines:
            self.write(line)

    def deafen(self) -> None:
        """Only pass on from now on: somebody may have kept us as their stream."""
        self._printed = None

    def __enter__(self) -> Any:
        """As the stream itself would."""
        self._stream.__enter__()
        return self

    def __exit__(self, *words: Any) -> Any:
        """As the stream itself would."""
        return self._stream.__exit__(*words)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __iter__(self) -> Any:
        return iter(self._stream)


class Listening:
    """Listens on standard output and standard error until `stop`."""

    def __init__(self, printed: Printed) -> None:
        self._printed = printed
        self._tees: dict[str, _Tee] = {}

    def start(self) -> None:
        """Begin to listen, if not yet; a stream that is missing stays missing."""
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if name not in self._tees and stream is not None:
                self._tees[name] = _Tee(stream, self._printed)
                setattr(sys, name, self._tees[name])

    def stop(self) -> None:
        """Put the streams back, unless somebody put others there since."""
        for name, tee in self._tees.items():
            tee.deafen()
            if getattr(sys, name) is tee:
                setattr(sys, name, tee._stream)
        self._tees.clear()
