"""Cuts a JSON text into its records, in bounded memory, and names by line those that are none.

Records are lines, the elements of one list, or values one after the other; a single object whose
values are lists holds them by name.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

MAX_RECORD = 16 << 20
"""Characters of one record; a longer one is no row of a table."""

_BLOCK = 1 << 20
_BLANK = " \t\r\n\ufeff"
_decoder = json.JSONDecoder()


@dataclass(frozen=True)
class Record:
    """The text of one JSON value and the line it begins in; `broken` says why it is none."""

    line: int
    text: str
    broken: str = ""


@dataclass
class _Window:
    """Some characters of a stream, more when asked; counts the lines that went by."""

    stream: TextIO
    held: str = ""
    at: int = 0
    line: int = 1
    is_end: bool = field(default=False)

    def more(self) -> bool:
        """Hold more characters; False where there are none."""
        block = self.stream.read(max(_BLOCK, len(self.held) - self.at))
        self.held = self.held[self.at :] + block
        self.at = 0
        self.is_end = not block
        return bool(block)

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            while self.at < len(self.held) and self.held[self.at] in _BLANK:
                self.line += self.held[self.at] == "\n"
                self.at += 1
            if self.at < len(self.held):
                return self.held[self.at]
            if not self.more():
                return ""

    def take(self, end: int) -> str:
        """The characters up to a place, which are left behind."""
        text = self.held[self.at : end]
        self.line += text.count("\n")
        self.at = end
        return text


def is_list(path: Path) -> bool:
    """Whether the whole file is one list."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        return _Window(stream).peek() == "["


def are_lines(path: Path) -> bool:
    """Whether the first record is a line of its own."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        line = stream.readline(MAX_RECORD)
        while line and not line.strip(_BLANK):
            line = stream.readline(MAX_RECORD)
    return why_broken(line) == ""


def lines_of(path: Path) -> Iterator[Record]:
    """Each line that is not blank."""
    with path.open(encoding="utf-8", errors="replace", newline="\n") as stream:
        number = 0
        while line := stream.readline(MAX_RECORD + 1):
            number += 1
            if len(line) > MAX_RECORD and not line.endswith("\n"):
                while (rest := stream.readline(_BLOCK)) and not rest.endswith("\n"):
                    pass
                words = f"It is longer than {MAX_RECORD >> 20} million characters."
                yield Record(number, line[:200], words)
            elif text := line.strip(_BLANK):
                yield Record(number, text)


def elements_of(path: Path) -> Iterator[Record]:
    """The elements of one list."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        window = _Window(stream)
        window.peek()
        window.take(window.at + 1)
        while (mark := window.peek()) != "]":
            if mark == ",":
                window.take(window.at + 1)
                continue
            if not mark:
                yield Record(window.line, "", "The file ends before its list does.")
                return
            record = _next(window)
            yield record
            if record.broken:
                return


def values_of(path: Path) -> Iterator[Record]:
    """Values one after the other, over as many lines as they take."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        window = _Window(stream)
        while window.peek():
            record = _next(window)
            yield record
            if record.broken:
                return


def _next(window: _Window) -> Record:
    """The value that begins here; nothing after a broken one can be told apart."""
    line = window.line
    while True:
        try:
            _, end = _decoder.raw_decode(window.held, window.at)
        except json.JSONDecodeError as error:
            if not window.is_end and len(window.held) - window.at <= MAX_RECORD and window.more():
                continue
            broken = line + window.held.count("\n", window.at, error.pos)
            text = window.held[window.at : window.at + 200]
            return Record(broken, text, f"It is broken: {error.msg.lower()}.")
        except RecursionError:
            return Record(line, window.held[window.at : window.at + 200], "It is nested too deep.")
        # A number may go on behind what is held.
        if end == len(window.held) and not window.is_end and window.more():
            continue
        return Record(line, window.take(end))


def why_broken(text: str) -> str:
    """What is wrong with a text that should be one JSON value; empty where nothing is."""
    try:
        json.loads(text.strip(_BLANK))
    except json.JSONDecodeError as error:
        return f"It is broken: {error.msg.lower()}."
    except RecursionError:
        return "It is nested too deep."
    return ""


def lists_in(path: Path) -> dict[str, list[Any]]:
    """The lists of objects by name in a file that is one object, in its order; else none."""
    if path.stat().st_size > 4 * MAX_RECORD:
        return {}
    try:
        whole = json.loads(path.read_text(encoding="utf-8", errors="replace").strip(_BLANK))
    except (json.JSONDecodeError, RecursionError):
        return {}
    if not isinstance(whole, dict):
        return {}
    return {
        key: value
        for key, value in whole.items()
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
    }
