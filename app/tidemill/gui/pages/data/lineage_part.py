"""The Lineage tab: what a version came from, what stands on it, and all of it drawn."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.dataset_state import Loaded
from tidemill.gui.pages.data.lineage_state import LineageLine, LineageState, state_of
from tidemill.gui.sheets.lineage_panel import LineagePanel
from tidemill.gui.shell.page import PageContext

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.services.lineage import Lineage
    from tidemill.services.workspace import Workspace

_KEY = "data.lineage"


class LineagePart(QWidget):
    """Reads the lineage of the version that is shown and draws it."""

    def __init__(self, context: PageContext) -> None:
        """Know nothing yet."""
        super().__init__()
        self._context = context
        self._loaded: Loaded | None = None
        self.state = LineageState()
        self.failure = ErrorPanel(action=tr("Try again"))
        self.failure.acted.connect(self.reload)
        failed = QWidget()
        column = QVBoxLayout(failed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.failure)
        column.addStretch(1)
        self._stack = QStackedWidget()
        for part in (Loading(tr("Reading the lineage")), failed, self._make_cards()):
            self._stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 14, 0, 0)
        outer.addWidget(self._stack)

    def _make_cards(self) -> QWidget:
        scroll = VScroll(spacing=12)
        self._made = Label("", "small", "text2", elide="right")
        scroll.body.addWidget(self._made)
        self.drawn = LineagePanel(self._context, f"{_KEY}.drawn")
        scroll.body.addWidget(self.drawn)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.came_from = _LinesCard(self._context, tr("Came from"), "")
        self.stands = _LinesCard(
            self._context,
            tr("Stands on it"),
            tr(
                "No later version, run or model stands on this version yet. Train on it and "
                "they appear here."
            ),
        )
        for card in (self.came_from, self.stands):
            row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        scroll.body.addLayout(row)
        self.query = Card()
        self.query.body.addWidget(Label(tr("Query"), "h3"))
        self._sql = Paragraph("", "monosmall")
        self.query.body.addWidget(self._sql)
        scroll.body.addWidget(self.query)
        scroll.body.addStretch(1)
        return scroll

    def show_dataset(self, loaded: Loaded) -> None:
        """Show the lineage of a version, read anew where anything of the dataset changed."""
        if loaded is not self._loaded:
            is_other = self._loaded is None or self._loaded.version.id != loaded.version.id
            self._loaded = loaded
            if is_other:
                self._draw(LineageState())
            elif self.drawn.state.address:
                self.drawn.reload()
            self.reload()

    def reload(self) -> None:
        """Read the lineage."""
        if self._loaded is not None:
            work = partial(_read, self._context.workspace, self._loaded.version)
            self._context.operations.run(_KEY, work, self._on_read, self._on_failed)

    def is_busy(self) -> bool:
        """Whether the lineage is being read."""
        return self._context.operations.is_busy(_KEY)  # the drawing's key begins with it

    def close_part(self) -> None:
        """Stop reading."""
        self._context.operations.cancel_all(_KEY)

    def _on_read(self, found: "Lineage") -> None:
        loaded = self._loaded
        if loaded is not None and found.version.id == loaded.version.id:
            self._draw(state_of(found, loaded.names))

    def _on_failed(self, error: TidemillError) -> None:
        self._draw(LineageState("error", error))

    def _draw(self, state: LineageState) -> None:
        self.state = state
        if state.error is not None:
            error = state.error
            self.failure.set_error(error.message, error.hint, error.detail, tr("Try again"))
        self._stack.setCurrentIndex({"loading": 0, "error": 1, "ready": 2}[state.word])
        if state.word != "ready":
            return
        self._made.set_text(f"{state.label}. {state.made}.")
        if self._loaded is not None:
            self.drawn.show_address(f"data:{self._loaded.version.address}")
        self.came_from.show_lines(state.came_from)
        self.stands.show_lines(state.stands_on_it)
        self._sql.set_text(state.query)
        show_if(self.query, bool(state.query))


class _LinesCard(Card):
    """A card of links; what leads nowhere is only told."""

    def __init__(self, context: PageContext, title: str, nothing: str) -> None:
        super().__init__(spacing=2)
        self._context = context
        self._shown: Sequence[LineageLine] | None = None
        self.rows: list[ActionRow] = []
        self.body.addWidget(Label(title, "h3"))
        self._nothing = Paragraph(nothing, "body", "text2")
        self.body.addWidget(self._nothing)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)

    def show_lines(self, lines: Sequence[LineageLine]) -> None:
        """Draw the links, if they are others than before."""
        if lines == self._shown:
            return
        self._shown = lines
        self.rows = []
        while self._lines.count():
            item = self._lines.takeAt(0)
            part = None if item is None else item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        show_if(self._nothing, not lines)
        for line in lines:
            self._lines.addWidget(self._row(line))

    def _row(self, line: LineageLine) -> QWidget:
        if not line.address:
            return _Told(line)
        row = ActionRow(line.icon, line.title, line.text)
        row.setToolTip(line.title)
        row.clicked.connect(partial(self._open, line.address))
        self.rows.append(row)
        return row

    def _open(self, address: str, *_: object) -> None:
        self._context.navigate(address)


class _Told(QWidget):
    """A line that leads nowhere, as far in as the links are."""

    def __init__(self, line: LineageLine) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(10)
        row.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        row.addWidget(IconLabel(line.icon, "text2"))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(line.title, "strong", elide="middle"))
        if line.text:
            words.addWidget(Label(line.text, "small", "text2", elide="middle"))
        row.addLayout(words, 1)


def _read(workspace: "Workspace", version: "DatasetVersion", _reporter: "Reporter") -> "Lineage":
    from tidemill.services import lineage

    return lineage.of(workspace, version)
