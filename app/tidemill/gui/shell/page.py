"""What a page is to the shell: a declaration, the view it makes, and what it is handed."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import quote, unquote

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from tidemill.base.errors import TidemillError
from tidemill.gui.bridge.feed import FeedWatch
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit import key_map
from tidemill.gui.kit.files import FileWish
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell.commands import Command

if TYPE_CHECKING:
    from tidemill.services.dropping import Dropped
    from tidemill.services.dropping_models import DroppedModel
    from tidemill.services.workspace import Workspace

SCHEME = "tidemill://"
StateWord = Literal["empty", "loading", "error", "ready"]


@dataclass(frozen=True)
class Crumb:
    """A step in the top bar; the last one has no address."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Hit:
    """Something the palette found: a run, a dataset, a model."""

    title: str
    detail: str
    icon: str
    address: str


class ToastFunction(Protocol):
    """Shows a toast; `on_action` is called when its button is pressed."""

    def __call__(
        self,
        text: str,
        action: str = "",
        on_action: Callable[[], None] | None = None,
        icon: str = "circle-check",
        tone: str = "good",
    ) -> None: ...


class Adder(Protocol):
    """Opens the sheet in which data is looked at; its signal `added(dataset, Added)` tells."""

    added: SignalInstance

    def open_drop(self, dropped: "Dropped | DroppedModel") -> None:
        """Look at what was dropped or pasted."""

    def open_file(self, file_id: int) -> None:
        """Look at a file that waits for a person."""

    def open_query(self, dataset: str | None) -> None:
        """Ask a database for rows, of a dataset once more or of a new one."""


def _no_database(_dataset: str | None) -> None:
    """Nothing asks databases here."""


def _no_file(_file_id: int) -> None:
    """Nothing looks at files here."""


@dataclass
class PageContext:
    """All a page needs from the window. Hold the context: `workspace` may be replaced."""

    workspace: "Workspace"
    operations: Operations
    feed: FeedWatch
    sheet_host: QWidget
    navigate: Callable[[str], None]
    toast: ToastFunction
    open_sheet: Callable[[Sheet], None]
    problem: Callable[[TidemillError], None]
    add_files: Callable[[list[Path]], None]
    choose_files: Callable[[], None]
    run_command: Callable[[str], None]
    start_worker: Callable[[], None]
    copy: Callable[[str], None]
    save_file: Callable[[FileWish], None]
    look_at_file: Callable[[int], None] = _no_file
    query_database: Callable[[str | None], None] = _no_database


@dataclass(frozen=True)
class HalfMade:
    """Something on a page that a person began and did not keep: what it is, and all of it in plain
    JSON, by which the page can take it up again."""

    title: str
    made: Mapping[str, Any]


class PageView(QWidget):
    """The base of every page: what the shell asks of it, with answers for a plain page."""

    frame_changed = Signal()
    inspector_wanted = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        """Keep the context."""
        super().__init__(parent)
        self.context = context

    def crumbs(self) -> list[Crumb]:
        """Where the person is, from the place to the part."""
        return []

    def bar_actions(self) -> list[QWidget]:
        """Buttons for the top bar, the same objects every time."""
        return []

    def inspector(self) -> QWidget | None:
        """What stands in the inspector, or None."""
        return None

    def show_address(self, parts: list[str]) -> None:
        """Go to a part of the page; an empty list is the page itself."""

    def address(self) -> list[str]:
        """Where the page is now."""
        return []

    def state_word(self) -> StateWord:
        """Whether the page has something to show."""
        return "ready"

    def is_settled(self) -> bool:
        """True when nothing is loading."""
        return self.state_word() != "loading"

    def commands(self) -> list[Command]:
        """What can be done here now."""
        return []

    def focus_filter(self) -> bool:
        """Put the focus into the page's filter; False if it has none."""
        return False

    def focus_content(self) -> bool:
        """Put the focus onto what the page is about, such as its list; False if it has none."""
        return False

    def step_back(self) -> bool:
        """Clear the selection or close a part; False if there was nothing to step back from."""
        return False

    def half_made(self) -> HalfMade | None:
        """What was begun here and is not kept, beside what stands in fields."""
        return None

    def take_up(self, made: Mapping[str, Any]) -> bool | None:  # noqa: ARG002
        """Go on with what was half-made here; False while the page is not ready for it, None where
        it can't be gone on with any more."""
        return None

    def drop_half_made(self) -> None:
        """Begin anew."""

    def close_page(self) -> None:
        """Let go of subscriptions before the view is deleted."""


def _no_pictures(_workspace: "Workspace") -> list[tuple[str, str]]:
    return []


def _no_data(_workspace: "Workspace") -> bool:
    return False


@dataclass(frozen=True)
class Page:
    """A place in the rail. Imported before the first paint, so its module's top stays light.

    `has_data` says whether the workspace holds anything this page would show. `chapter` is the
    page of the guide that F1 opens here; `chapters` name others by a part of the address.
    """

    id: str
    title: str
    icon: str
    group: str
    letter: str
    order: int
    create: Callable[[PageContext], PageView]
    picture_addresses: "Callable[[Workspace], list[tuple[str, str]]]" = field(default=_no_pictures)
    has_data: "Callable[[Workspace], bool]" = field(default=_no_data)
    badge: "Callable[[Workspace], int] | None" = None
    badge_topics: frozenset[str] = frozenset()
    is_badge_filled: bool = False
    find: "Callable[[Workspace, str], list[Hit]] | None" = None
    commands: Callable[[PageContext], list[Command]] | None = None
    adder: "Callable[[PageContext, QObject], Adder] | None" = None
    chapter: str = ""
    chapters: tuple[tuple[str, str], ...] = ()

    def chapter_at(self, parts: Sequence[str]) -> str:
        """The chapter of the guide that speaks of an address of this page."""
        told = (chapter for part, chapter in self.chapters if part in parts)
        return next(told, self.chapter)

    @property
    def address(self) -> str:
        """The address of the page itself."""
        return f"{SCHEME}{self.id}"

    @property
    def key(self) -> str:
        """The key that goes there: one that can be changed, or G and the letter."""
        name = f"go.{self.id}"
        return name if key_map.find(name) is not None else f"G, {self.letter}"


def discover(package: str = "tidemill.gui.pages") -> list[Page]:
    """Every page of the package that declares itself, in rail order."""
    root = importlib.import_module(package)
    found: list[Page] = []
    for entry in pkgutil.iter_modules(root.__path__):
        if not entry.ispkg:
            continue
        inner = importlib.import_module(f"{package}.{entry.name}")
        if any(module.name == "page" for module in pkgutil.iter_modules(inner.__path__)):
            module = importlib.import_module(f"{package}.{entry.name}.page")
            found.append(module.PAGE)
    return sorted(found, key=lambda page: (page.order, page.id))


def address_of(*parts: object) -> str:
    """Make an address; parts may hold slashes and blanks."""
    return SCHEME + "/".join(quote(str(part), safe="") for part in parts)


_HOMES = {
    "runs": ["experiments"],
    "files": ["automations", "files"],
    "watches": ["automations", "watches"],
    "jobs": ["automations", "jobs"],
    "alerts": ["monitoring", "alerts"],
    "incidents": ["monitoring", "incidents"],
    "alert-rules": ["monitoring", "alert-rules"],
}
"""Objects that are named without their place, as in the audit log: `runs/ID`, `files/7`."""


def parts_of(address: str) -> list[str]:
    """Take an address apart, place first; the scheme may be left out.

    What stands behind a question mark is the last part, mark and all.
    """
    place, mark, query = address.removeprefix(SCHEME).partition("?")
    bare = place.strip("/")
    parts = [unquote(part) for part in bare.split("/")] if bare else []
    parts += [mark + query] if query else []
    if parts and parts[0] in _HOMES:
        return [*_HOMES[parts[0]], *parts[1:]]
    return parts


def view_module(page: Page) -> str:
    """The module a page's view lies in, so that it is imported before it is wanted."""
    declared: str = page.create.__module__
    return f"{declared.removesuffix('page')}view" if declared.endswith(".page") else declared
