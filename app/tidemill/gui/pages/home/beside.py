"""The column at Home's right: the worker, then what happened lately."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.avatar import Avatar
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.labels import Label, Paragraph, RichLine, Run
from tidemill.gui.kit.progress import Progress
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.surfaces import Surface
from tidemill.gui.pages.home.state import Entry, HomeState, WorkerCard

WIDTH = 304


class WorkerView(Card):
    """What the worker does, how far it is, what waits. Emits `start_wanted`."""

    start_wanted = Signal()

    def __init__(self) -> None:
        """Draw an empty card."""
        super().__init__(spacing=8)
        head = QHBoxLayout()
        head.setSpacing(9)
        self._mark = StatusMark("idle")
        self._title = Label("", "h3")
        head.addWidget(self._mark)
        head.addWidget(self._title, 1)
        self.body.addLayout(head)
        self._text = Paragraph("", "body", "text2")
        self.body.addWidget(self._text)
        self._progress = Progress(None, name=tr("Progress of the worker"))
        self.body.addWidget(self._progress)
        self._queue = KeyValues()
        self.body.addWidget(self._queue)
        self.start = Button(tr("Start the worker"), "play", height=28)
        self.start.clicked.connect(self._on_start)
        self.body.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)

    def show_worker(self, worker: WorkerCard) -> None:
        """Draw what it does now."""
        self._mark.set_status(worker.status, worker.title)
        self._title.set_text(worker.title)
        self._text.set_text(worker.text)
        self._progress.setVisible(worker.share is not None)
        if worker.share is not None:
            if worker.share < self._progress.share():
                self._progress.restart()
            self._progress.set_share(worker.share)
        self._queue.set_rows(worker.queue)
        self._queue.setVisible(bool(worker.queue))
        self.start.setVisible(worker.can_start)

    def _on_start(self) -> None:
        self.start_wanted.emit()


class EntryView(Control):
    """One thing that happened; a click leads to what it happened to."""

    def __init__(self, entry: Entry) -> None:
        """Draw an entry."""
        super().__init__("")
        self.entry = entry
        words = entry.words if entry.is_worker else f"{entry.who} {entry.words}"
        self.setAccessibleName(f"{words}, {entry.ago}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 6, 8, 6)
        self._row.setSpacing(10)
        self._row.addWidget(Avatar(entry.who, entry.is_worker, 22), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(1)
        who = [] if entry.is_worker else [Run(f"{entry.who} ", "strong")]
        column.addWidget(RichLine([*who, Run(entry.words)], wrap=True))
        column.addWidget(Label(entry.ago, "small", "text3"))
        self._row.addLayout(column, 1)

    def sizeHint(self) -> QSize:
        """What is inside."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What is inside at its smallest."""
        return self._row.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped sentence."""
        return self._row.heightForWidth(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground while hovered, and the ring."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        radius = metrics.current().radius_item
        if self.is_hovered() or self.is_pressed():
            painting.box(painter, rect, radius, "hover")
        if self.is_focus_shown():
            painting.box(painter, rect, radius, None, "focus", 2.0)


class Beside(Surface):
    """The whole column. Emits `start_wanted`, `opened(address)`."""

    start_wanted = Signal()
    opened = Signal(str)

    def __init__(self) -> None:
        """Draw an empty column."""
        super().__init__("surface", "l")
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        area = VScroll((10, 22, 10, 12), 0)
        self.worker = WorkerView()
        self.worker.start_wanted.connect(self.start_wanted)
        # Entries light up 8 px around their words, so all else is set in by as much.
        inset = QVBoxLayout()
        inset.setContentsMargins(8, 0, 8, 4)
        inset.setSpacing(22)
        inset.addWidget(self.worker)
        inset.addWidget(Label(tr("Recent"), "h3"))
        area.body.addLayout(inset)
        self._list = QWidget()
        self._entries = QVBoxLayout(self._list)
        self._entries.setContentsMargins(0, 0, 0, 0)
        self._entries.setSpacing(0)
        area.body.addWidget(self._list)
        area.body.addStretch(1)
        column.addWidget(area, 1)
        self.all = Button(
            tr("Open activity"), None, "ghost", trailing_icon="arrow-right", height=28
        )
        self.all.clicked.connect(self._on_all)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 8, 10, 12)
        foot.addWidget(self.all)
        foot.addStretch(1)
        column.addLayout(foot)
        self._shown: tuple[Entry, ...] | None = None
        self._rows: list[QWidget] = []

    def show_state(self, state: HomeState) -> None:
        """Draw worker and entries."""
        if state.worker is not None:
            self.worker.show_worker(state.worker)
        if state.recent != self._shown:
            self._shown = state.recent
            self._fill(state.recent)

    def rows(self) -> list[QWidget]:
        """The rows that are drawn, for tests."""
        return list(self._rows)

    def _fill(self, entries: Sequence[Entry]) -> None:
        for row in self._rows:
            self._entries.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for entry in entries:
            row = EntryView(entry)
            row.clicked.connect(self._on_entry)
            self._entries.addWidget(row)
            self._rows.append(row)
        if not entries:
            nothing = Label(tr("Nothing has happened yet."), "small", "text3")
            self._entries.addWidget(nothing)
            self._rows.append(nothing)

    def _on_entry(self) -> None:
        row = self.sender()
        if isinstance(row, EntryView):
            self.opened.emit(row.entry.address)

    def _on_all(self) -> None:
        self.opened.emit("activity")
