"""What a section of the settings is to the sheet: a declaration, and what it is handed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.gui.kit.labels import Label
from tidemill.gui.shell.memory import Look
from tidemill.gui.shell.page import PageContext

ShowProblem = Callable[[TidemillError], None]


@dataclass(frozen=True)
class Desk:
    """What sections act with. `context` is None where no workspace is open.

    `rename` keeps another name of the person acting and tells of a problem; `test_desktop` shows a
    notice on this computer and tells in words how; None where this window shows none.
    """

    look: Look
    choose_look: Callable[[str, Any], None]
    context: PageContext | None = None
    rename: Callable[[str, ShowProblem], None] = lambda _name, _problem: None
    test_desktop: Callable[[Callable[[str], None]], None] | None = None


@dataclass(frozen=True)
class Section:
    """A part of the settings: what stands in the list, its head, and what makes its content."""

    id: str
    title: str
    icon: str
    text: str
    create: Callable[[Desk], QWidget]
    needs_workspace: bool = False


def setting_row(title: str, text: str, control: QWidget) -> QWidget:
    """A setting: what it is, what that means, and the control at the right."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 8, 0, 8)
    row.setSpacing(16)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(title, "strong"))
    words.addWidget(Label(text, "small", "text2"))
    row.addLayout(words, 1)
    row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
    return holder
