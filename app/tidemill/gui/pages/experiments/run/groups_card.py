"""Each group of a run that trained a model for each: the surely worst first, all on demand."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from tidemill.base.words import spoken, tr
from tidemill.domain.group_gains import ALIKE, BETTER, UNTOLD, WORSE
from tidemill.domain.group_table import WORST, GroupRow, GroupTable
from tidemill.domain.metrics import Metric, metric
from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import Headed

if TYPE_CHECKING:
    from tidemill.services.run_evidence import RunEvidence

VERDICTS = {
    BETTER: (tr("own is surely better"), "good"),
    WORSE: (tr("own is surely worse"), "bad"),
    ALIKE: (tr("no sure difference"), "text2"),
    UNTOLD: (tr("too few rows to tell"), "text3"),
}
_HEAD = 22
_ROW = 24
_SHARES = (0.0, 0.22, 0.32, 0.52, 0.64, 0.84, 0.92, 1.0)
"""Where the columns begin and end, as shares of the width."""


class GroupList(QLabel):
    """Groups as painted rows: the measure with its interval, the model for all, the verdict."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._table: GroupTable | None = None
        self._rows: tuple[GroupRow, ...] = ()
        self._span = (0.0, 1.0)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, table: GroupTable, n: int) -> None:
        """Show the first `n` groups of a table."""
        self._table, self._rows = table, table.rows[:n]
        ends = [end for row in table.rows for end in row.intervals.get(table.metric, ())]
        self._span = (min(ends), max(ends)) if ends else (0.0, 1.0)
        one = metric(table.task, table.metric)
        self.setText("; ".join(_said(one, row) for row in self._rows))
        self.updateGeometry()
        self.update()

    @property
    def n_rows(self) -> int:
        """How many groups are shown."""
        return len(self._rows)

    def _heights(self) -> tuple[int, int]:
        scaled = metrics.current().scaled
        return scaled(_HEAD), scaled(_ROW)

    def sizeHint(self) -> QSize:
        """The head, and a line a group."""
        head, row = self._heights()
        return QSize(480, head + len(self._rows) * row)

    def minimumSizeHint(self) -> QSize:
        """As narrow as names and figures can be told."""
        return QSize(420, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the head and those rows that are to be seen."""
        if self._table is None:
            return
        painter = QPainter(self)
        one = metric(self._table.task, self._table.metric)
        head, tall = self._heights()
        heads = (self._table.column, one.title, "95%", tr("Model for all"), tr("Its own model"))
        sides = ("left", "right", "left", "right", "left", "right", "right")
        for at, words in enumerate((*heads, tr("Learned"), tr("Held out"))):
            place = self._place(at, 0, head)
            painting.text(painter, place, words, "caption", "text2", sides[at], elide="right")
        seen = event.rect()
        first = max(0, (seen.top() - head) // tall)
        last = min(len(self._rows), (seen.bottom() - head) // tall + 1)
        for at in range(first, last):
            top = head + at * tall
            painting.hairline(painter, 0, top, self.width(), top, "line")
            self._paint_row(painter, one, self._rows[at], top, tall)

    def _place(self, column: int, top: float, tall: float) -> QRectF:
        left, right = (_SHARES[k] * self.width() for k in (column, column + 1))
        return QRectF(left, top, right - left - 10, tall)

    def _paint_row(
        self, painter: QPainter, one: Metric, row: GroupRow, top: int, tall: int
    ) -> None:
        verdict, tone = _verdict(row)
        value = row.metrics.get(one.id)
        told = (
            (0, _name(row), "body", "text" if row.group is not None else "text2", "left"),
            (1, _number(one, value), "strong", "text", "right"),
            (3, _number(one, row.general), "body", "text2", "right"),
            (4, verdict, "body", tone, "left"),
            (5, numbers.integer(row.n_train), "body", "text2", "right"),
            (6, numbers.integer(row.n_held), "body", "text2", "right"),
        )
        for column, words, role, colour, side in told:
            place = self._place(column, top, tall)
            is_number = side == "right"
            painting.text(painter, place, words, role, colour, side, numeric=is_number)
        ends = row.intervals.get(one.id)
        if ends is not None and value is not None:
            self._paint_interval(painter, ends, value, self._place(2, top, tall))

    def _paint_interval(
        self, painter: QPainter, ends: tuple[float, float], value: float, place: QRectF
    ) -> None:
        low, high = self._span
        wide = (high - low) or 1.0

        def across(number: float) -> float:
            return place.left() + (number - low) / wide * place.width()

        middle = place.center().y()
        left, right = across(ends[0]), across(ends[1])
        painting.box(painter, QRectF(left, middle - 1, max(2.0, right - left), 2), 1, "accent")
        painting.box(painter, QRectF(across(value) - 2.5, middle - 2.5, 5, 5), 2.5, "accent")


class GroupsCard(Headed):
    """The worst groups, all of them on demand; hidden where one model answers all rows."""

    def __init__(self) -> None:
        """Make it empty."""
        self.more = Button(tr("All"), kind="link", height=24)
        super().__init__(tr("Groups"), self.more)
        self.words = Paragraph("", "small", "text2")
        self.list = GroupList()
        self.body.addWidget(self.words)
        self.body.addWidget(self.list)
        self.more.clicked.connect(self._on_more)
        self._table: GroupTable | None = None
        self._is_whole = False

    def show_evidence(self, evidence: "RunEvidence | None") -> None:
        """Draw the groups; what did not change is left alone."""
        table = None if evidence is None else evidence.groups
        show_if(self, table is not None)
        if table is None or table is self._table:
            return
        self._table, self._is_whole = table, False
        title = metric(table.task, table.metric).title
        self.title.set_text(tr("Groups of {column}", column=table.column))
        self.subtitle.set_text(tr("by {title}, the surely worst first", title=title))
        self.words.set_text(table.words)
        self._draw()

    def _draw(self) -> None:
        assert self._table is not None
        n = len(self._table.rows)
        self.list.set_rows(self._table, n if self._is_whole else WORST)
        self.more.set_text(
            tr("The worst {worst}", worst=WORST)
            if self._is_whole
            else tr("All {integer}", integer=numbers.integer(n))
        )
        show_if(self.more, n > WORST)

    def _on_more(self) -> None:
        self._is_whole = not self._is_whole
        self._draw()


def _name(row: GroupRow) -> str:
    return tr("none, or never seen") if row.group is None else row.group


def _number(one: Metric, value: float | None) -> str:
    return numbers.MISSING if value is None else numbers.decimal(value, one.decimals)


def _verdict(row: GroupRow) -> tuple[str, str]:
    """What is said of a group's own model, and the colour of the words."""
    if row.group is None:
        return tr("model for all"), "text3"
    if row.why:
        return f"none: {spoken(row.why)}", "text3"
    return VERDICTS[row.verdict] if row.n_held else (tr("no row held out"), "text3")


def _said(one: Metric, row: GroupRow) -> str:
    """A row for who can't see it."""
    ends = row.intervals.get(one.id)
    span = "" if ends is None else f" ({_number(one, ends[0])} to {_number(one, ends[1])})"
    return f"{_name(row)} {_number(one, row.metrics.get(one.id))}{span}, {_verdict(row)[0]}"
