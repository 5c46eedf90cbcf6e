"""Pages of two lines, so that the shell is tested without the real ones."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, Hit, Page, PageContext, PageView
from tidemill.services.workspace import Workspace


class PlainView(PageView):
    """Remembers what the shell told it."""

    def __init__(self, context: PageContext, title: str) -> None:
        super().__init__(context)
        self.title = title
        self.parts: list[str] = []
        self.did: list[str] = []
        self.word = "ready"
        self.edit = QLineEdit(self)
        self.button = QPushButton("Do", self)
        row = QHBoxLayout(self)
        row.addWidget(self.edit)
        row.addWidget(self.button)
        self.action = Button(f"Add {title}", height=30)
        self.panel = Inspector(f"About {title}")
        self.panel.setParent(self)
        self.panel.hide()

    def crumbs(self) -> list[Crumb]:
        home = [Crumb(self.title, f"tidemill://{self.title.lower()}")]
        return home + [Crumb(part) for part in self.parts[:1]]

    def bar_actions(self) -> list[QWidget]:
        return [self.action]

    def inspector(self) -> QWidget | None:
        return self.panel if self.parts else None

    def show_address(self, parts: list[str]) -> None:
        self.parts = parts

    def go_inside(self, *parts: str) -> None:
        self.parts = list(parts)
        self.frame_changed.emit()

    def address(self) -> list[str]:
        return self.parts

    def state_word(self):  # type: ignore[no-untyped-def]
        return self.word

    def commands(self) -> list[Command]:
        return [
            Command(
                f"{self.title}.compare", f"Compare {self.title}", "scale", self.compare, "compare"
            ),
            Command(f"{self.title}.off", "Cannot be done", "x", self.compare, "X", lambda: False),
        ]

    def compare(self) -> None:
        self.did.append("compare")

    def focus_filter(self) -> bool:
        self.edit.setFocus()
        return True

    def step_back(self) -> bool:
        self.did.append("step back")
        return True

    def close_page(self) -> None:
        self.did.append("closed")


@dataclass
class Places:
    """Two pages, their views once made, and what the second counts and finds."""

    views: dict[str, PlainView] = field(default_factory=dict)
    badge: int = 0
    hits: list[Hit] = field(default_factory=list)
    pictures: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    has_data: bool = False

    def create(self, title: str) -> Callable[[PageContext], PageView]:
        def make(context: PageContext) -> PageView:
            self.views[title.lower()] = PlainView(context, title)
            return self.views[title.lower()]

        return make

    def count(self, _workspace: Workspace) -> int:
        return self.badge

    def find(self, _workspace: Workspace, words: str) -> list[Hit]:
        return [hit for hit in self.hits if words in hit.title]

    def pages(self) -> list[Page]:
        return [
            Page("first", "First", "house", "", "H", 10, self.create("First")),
            Page(
                "second",
                "Second",
                "box",
                "Build",
                "M",
                40,
                self.create("Second"),
                picture_addresses=lambda _: self.pictures.get("second", []),
                has_data=lambda _: self.has_data,
                badge=self.count,
                badge_topics=frozenset({"alert"}),
                find=self.find,
            ),
        ]


@pytest.fixture
def places() -> Places:
    return Places()
