"""The datasets as cards, for those who know theirs by sight."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.cards import CardButton
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.surfaces import IconTile
from tidemill.gui.pages.data.flow import Flow
from tidemill.gui.pages.data.state import Line

_WIDE = 300
_AT_ONCE = 6
"""So many cards are made in one go: more would hold the window up."""
_MOST = 120


class DatasetCards(QWidget):
    """Emits `opened(name)`. Cards are made some at a time."""

    opened = Signal(str)

    def __init__(self) -> None:
        """Show none."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        area = VScroll()
        self._holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._holder.setSizePolicy(policy)
        self._flow = Flow(self._holder, 12)
        area.body.addWidget(self._holder)
        self._more = Label("", "small", "text3")
        area.body.addSpacing(10)
        area.body.addWidget(self._more)
        area.body.addStretch(1)
        column.addWidget(area)
        self._lines: tuple[Line, ...] = ()
        self.cards: dict[str, CardButton] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_some)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Draw the datasets in this order."""
        now = tuple(lines)
        if now == self._lines:
            return
        self._lines = now
        for card in self.cards.values():
            self._flow.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {}
        n_more = len(now) - _MOST
        words = tr(
            "and {n_more_datasets}: narrow the filter, or look at the",
            n_more_datasets=numbers.plural(n_more, "more dataset"),
        )
        self._more.set_text(f"{words} table." if n_more > 0 else "")
        self._make_some()

    def is_drawn(self) -> bool:
        """Whether all cards are there."""
        return not self._timer.isActive()

    def _make_some(self) -> None:
        done = len(self.cards)
        for line in self._lines[:_MOST][done : done + _AT_ONCE]:
            card = _card(line)
            card.clicked.connect(partial(self.opened.emit, line.name))
            self.cards[line.name] = card
            self._flow.addWidget(card)
        if len(self.cards) < min(_MOST, len(self._lines)):
            self._timer.start()
        else:
            self._timer.stop()


def _card(line: Line) -> CardButton:
    columns = numbers.plural(line.columns, "column")
    rows = f"{numbers.count(line.rows)} rows"
    if not line.note.startswith(columns):
        rows += f", {columns}"
    card = CardButton(f"{line.name}, v{line.version}, {rows}, {line.checks}", spacing=8)
    card.setFixedWidth(metrics.current().scaled(_WIDE))
    head = QHBoxLayout()
    head.setSpacing(10)
    head.addWidget(IconTile("database"))
    words = QVBoxLayout()
    words.setSpacing(2)
    name = QHBoxLayout()
    name.setSpacing(6)
    name.addWidget(Label(line.name, "strong", elide="middle"), 1)
    name.addWidget(Chip(f"v{line.version}", "accent"))
    words.addLayout(name)
    words.addWidget(Label(line.note, "small", "text2", elide="right"))
    head.addLayout(words, 1)
    card.body.addLayout(head)
    card.body.addWidget(Label(rows, "small", "text"))
    checks = QHBoxLayout()
    checks.setSpacing(6)
    checks.addWidget(StatusMark(line.status, line.checks))
    checks.addWidget(Label(line.checks, "small", "text", elide="right"), 1)
    card.body.addLayout(checks)
    used = ", ".join(line.models) if line.models else tr("nothing yet")
    source = (
        tr("From {folder}", folder=line.folder)
        if line.folder
        else line.origin[:1].upper() + line.origin[1:]
    )
    card.body.addWidget(
        Label(
            tr("{source}; used by {used}", source=source, used=used),
            "small",
            "text3",
            elide="right",
        )
    )
    return card
