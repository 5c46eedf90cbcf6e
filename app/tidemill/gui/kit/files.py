"""What a part of a page asks for when something is to be written to a file of the person's choice.

The part says what and how; whoever owns the window asks where to, writes it off the GUI thread
and tells when it is done. So no part opens dialogs or files by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from tidemill.base import atomic
from tidemill.base.progress import Reporter
from tidemill.gui.kit.sheet import Sheet


@dataclass(frozen=True)
class FileWish:
    """A file to be written: the dialog's title, a suggested name, its kind, and what writes it.

    `kind` is in the words of a file dialog, `PNG (*.png)`. `write` runs off the GUI thread; it
    raises `WorldError` or `OSError` where the file can't be written, and may return sentences about
    what did not fit into it as it was.
    """

    title: str
    name: str
    kind: str
    write: Callable[[Path, Reporter], Sequence[str] | None]

    @property
    def ending(self) -> str:
        """The file's ending without its dot."""
        return self.name.rpartition(".")[2]


@runtime_checkable
class FileHost(Protocol):
    """A window that writes files and shows sheets for the parts in it."""

    def save_file(self, wish: FileWish) -> None:
        """Ask where to, write, and tell."""

    def open_sheet(self, sheet: Sheet) -> None:
        """Show a sheet over the window."""


def host_of(widget: QWidget) -> FileHost | None:
    """The window a widget stands in, where it can write files."""
    window = widget.window()
    return window if isinstance(window, FileHost) else None


@dataclass(frozen=True)
class Bytes:
    """Writes bytes that are known already, whole or not at all."""

    data: bytes

    def __call__(self, path: Path, _reporter: Reporter) -> None:
        """Write them."""
        atomic.write_bytes(path, self.data)


def file_name(words: str) -> str:
    """A file's name made of a title: no sign that a system would refuse, at most 80 long."""
    kept = "".join(sign if sign.isalnum() or sign in " -_.,()+" else " " for sign in words)
    return " ".join(kept.split())[:80].strip(" .") or "plot"
