"""What a section of the settings is to the sheet: a declaration, and what it is handed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.domain.options.every import of_section
from tidemill.domain.options.option import Value
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.shell.page import PageContext

ShowProblem = Callable[[TidemillError], None]


@dataclass(frozen=True)
class Desk:
    """What sections act with. `context` is None where no workspace is open.

    `own` is what this computer's options are now, by key; `choose` takes another value on, by key.
    `rename` keeps another name of the person acting and tells of a problem; `test_desktop` shows a
    notice on this computer and tells in words how; None where this window shows none.
    """

    own: Mapping[str, Value]
    choose: Callable[[str, Any], None]
    context: PageContext | None = None
    rename: Callable[[str, ShowProblem], None] = lambda _name, _problem: None
    test_desktop: Callable[[Callable[[str], None]], None] | None = None
    window_operations: Operations | None = None
    """The window's own, for what needs no workspace."""

    @property
    def operations(self) -> Operations:
        """What is done off the GUI thread with or without a workspace."""
        if self.window_operations is not None:
            return self.window_operations
        assert self.context is not None
        return self.context.operations


@dataclass(frozen=True)
class Findable:
    """A setting that can be found by its title, and by other words people may look for."""

    title: str
    words: str = ""


@runtime_checkable
class HasDefaults(Protocol):
    """The content of a section that can be put back to how it was from the start."""

    def reset(self) -> None:
        """Back to the defaults."""


@runtime_checkable
class DrawnBitByBit(Protocol):
    """The content of a section that is made a few rows at a time."""

    def draw_all(self) -> None:
        """Make what is still to be made now."""


@dataclass(frozen=True)
class Section:
    """A part of the settings: what stands in the list, its head, what makes its content, and the
    settings in it beside the options declared for it; content with defaults is a `HasDefaults`.

    `hides_options` where the content shows the declared options in a form of its own.
    """

    id: str
    title: str
    icon: str
    text: str
    create: Callable[[Desk], QWidget]
    needs_workspace: bool = False
    settings: tuple[Findable, ...] = ()
    hides_options: bool = False

    def findables(self) -> tuple[Findable, ...]:
        """What can be found in it: its own settings, then the options declared for it."""
        options = () if self.hides_options else of_section(self.id)
        return (*self.settings, *(Findable(o.title, f"{o.words} {o.key}") for o in options))


class SettingRow(QWidget):
    """A setting: what it is, what that means, and the control at the right."""

    def __init__(self, title: str, text: str, control: QWidget) -> None:
        """Lay them out; `means` is the line that says what it means."""
        super().__init__()
        self.title, self.control = title, control
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(title, "strong"))
        self.means = Paragraph(text, "small", "text2")
        words.addWidget(self.means)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
