"""The guide in a window of its own: its pages and a search at the left, the page at the right.

It stays beside the program, so that one can read and do at once; nothing is asked of a network.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.cells import TextCell, TwoLineCell
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.icons import app_icon
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.surfaces import Surface
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.shell.help_page import HelpPage
from tidemill.gui.shell.history import History

if TYPE_CHECKING:
    from tidemill.services.guide_pages import GuidePage

_SIDE = 272
_PAGE_ROW = 32
_HIT_ROW = 52


class HelpWindow(Surface):
    """Shows pages by their address, `guide/drift` or `guide/drift#what-the-figures-mean`."""

    def __init__(self, pages: "Sequence[GuidePage]", parent: QWidget) -> None:
        """Make the window of a program's window; it closes with it."""
        super().__init__("surface", parent=parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowIcon(app_icon())
        self.setWindowTitle(tr("Tidemill help"))
        self.pages = {page.name: page for page in pages}
        self.history = History()
        self.search = LineEdit(tr("Search the guide"), "search", 32)
        self.search.textChanged.connect(self._on_typed)
        self.list = LazyTable(
            [TableColumn("page", tr("Pages"), stretch=1)], name=tr("Pages of the guide")
        )
        self.list.head().hide()
        self.list.cell_clicked.connect(self._on_row)
        self.list.activated_row.connect(self._on_row)
        self.none = Label(tr("No page speaks of that."), "small", "text3")
        self.none.hide()
        self.back = IconButton("arrow-left", tr("Back"), "back")
        self.back.clicked.connect(self.go_back)
        self.forward = IconButton("arrow-right", tr("Forward"), "forward")
        self.forward.clicked.connect(self.go_forward)
        self.page = HelpPage()
        self.page.wanted.connect(self._on_link)
        self._lay_out()
        self._list_pages()
        for keys, act in (
            ("Alt+Left", self.go_back),
            ("Alt+Right", self.go_forward),
            ("Ctrl+F", self.search.setFocus),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = Surface("canvas")
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.back)
        top.addWidget(self.forward)
        top.addWidget(self.search, 1)
        column.addLayout(top)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        row.addWidget(side)
        row.addWidget(Divider(is_vertical=True))
        row.addWidget(self.page, 1)

    def sizeHint(self) -> QSize:
        """Wide enough for the list and a page."""
        return QSize(980, 720)

    # Where one is

    def open_page(self, address: str) -> None:
        """Go to a page or a heading of one; what is not there leads to the contents."""
        self.history.go(address)
        self._show()

    def here(self) -> str:
        """The address of what is shown."""
        return self.history.here() or ""

    def go_back(self) -> None:
        """To the page before."""
        self.history.step(-1)
        self._show()

    def go_forward(self) -> None:
        """To the page one came back from."""
        self.history.step(1)
        self._show()

    def _show(self) -> None:
        from tidemill.services import guide_pages

        name, _, mark = self.here().partition("#")
        page = self.pages.get(name) or self.pages[guide_pages.FIRST]
        self.page.show_markdown(guide_pages.shown(page, mark))
        if mark:
            self.page.go_to(mark, guide_pages.anchor)
        self.setWindowTitle(tr("{title} – Tidemill help", title=page.title))
        self.back.setEnabled(self.history.can_step(-1))
        self.forward.setEnabled(self.history.can_step(1))
        if not self.search.text():
            self.list.set_current(page.name)

    # The list

    def _list_pages(self) -> None:
        self.list.set_columns([TableColumn("page", tr("Pages"), stretch=1)])
        self.list.set_row_height(_PAGE_ROW)
        self.list.set_source(
            RowsSource([{"id": p.name, "page": TextCell(p.title)} for p in self.pages.values()])
        )
        self.none.hide()

    def _on_typed(self, typed: str) -> None:
        from tidemill.services import guide_pages

        if not typed.strip():
            self._list_pages()
            self.list.set_current(self.here().partition("#")[0])
            return
        hits = guide_pages.search(list(self.pages.values()), typed)
        rows: dict[str, dict[str, object]] = {}
        for hit in hits:
            mark = "" if hit.heading == hit.title else f"#{guide_pages.anchor(hit.heading)}"
            title = hit.title if not mark else f"{hit.title}: {hit.heading}"
            address = hit.page + mark
            rows.setdefault(address, {"id": address, "page": TwoLineCell(title, hit.words)})
        self.list.set_columns([TableColumn("page", tr("Found"), stretch=1, kind="two_line")])
        self.list.set_row_height(_HIT_ROW)
        self.list.set_source(RowsSource(list(rows.values())))
        self.none.setVisible(not rows)

    def _on_row(self, key: object, _column: str = "") -> None:
        if str(key) != self.here():
            self.open_page(str(key))

    def _on_link(self, link: str) -> None:
        from tidemill.services import guide_pages

        name, mark = guide_pages.target(self.here().partition("#")[0], link)
        self.open_page(f"{name}#{mark}" if mark else name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the search, then closes."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.search.text():
            self.search.clear()
        else:
            self.close()
