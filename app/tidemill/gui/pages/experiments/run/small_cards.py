"""Cards of the overview that list: parameters, slices, nested runs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.run_findings import part_words
from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.forest import Forest, Interval
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.rows import ListRow
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import Headed, rival_words
from tidemill.gui.pages.experiments.run.state import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidemill.services.run_evidence import RunEvidence
    from tidemill.services.run_page import ParamRow, RunPage
    from tidemill.services.slices import Slices

_MOST = 6
_MOST_RUNS = 8


class ParamList(QLabel):
    """Parameters in two columns, this run's and the other's; those that differ are tinted."""

    _VALUE = 132

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._rows: Sequence[ParamRow] = ()
        self._rival = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: "Sequence[ParamRow]", rival: str) -> None:
        """Show these; `rival` heads the other column, empty where there is none."""
        self._rows, self._rival = tuple(rows), rival
        said = [
            f"{row.name} {row.value or 'not set'}"
            + (f", {rival} {row.rival or 'not set'}" if row.differs else "")
            for row in rows
        ]
        self.setText("; ".join(said))
        self.updateGeometry()
        self.update()

    def _row_height(self) -> int:
        return metrics.current().scaled(22)

    def sizeHint(self) -> QSize:
        """As many rows as there are, and the head."""
        return QSize(280, 20 + len(self._rows) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as two values and a name."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, values and tints."""
        painter = QPainter(self)
        wide = min(self._VALUE, round(self.width() * 0.3))
        right = self.width()
        theirs = QRectF(right - wide, 0, wide, 18)
        ours = QRectF(right - (2 * wide + 12 if self._rival else wide), 0, wide, 18)
        if self._rival:
            painting.text(painter, theirs, self._rival, "caption", "text2", "right")
            painting.text(
                painter, ours.adjusted(0, 0, -6, 0), tr("this run"), "caption", "text2", "right"
            )
        tall = self._row_height()
        for at, row in enumerate(self._rows):
            top = 20 + at * tall
            if at:
                painting.hairline(painter, 0, top, right, top, "line")
            place = QRectF(ours.left(), top, wide, tall)
            if row.differs:
                painting.box(painter, place.adjusted(0, 2, 0, -1), 4, "warn_tint")
            name = QRectF(0, top, ours.left() - 8, tall)
            painting.text(painter, name, row.name, "body", "text2", elide="middle")
            value = row.value if row.value is not None else numbers.MISSING
            role = "strong" if row.differs else "body"
            inner = place.adjusted(4, 0, -6, 0)
            painting.text(painter, inner, value, role, "text", "right", "middle", numeric=True)
            if self._rival:
                other = row.rival if row.rival is not None else numbers.MISSING
                spot = QRectF(theirs.left(), top, wide, tall)
                painting.text(painter, spot, other, "body", "text2", "right", "middle", True)


class ParamsCard(Headed):
    """The parameters that differ first; emits `all_wanted` for their tab."""

    all_wanted = Signal()

    def __init__(self) -> None:
        """Make it empty."""
        self.more = Button(tr("All"), kind="link", height=24)
        super().__init__(tr("Parameters"), self.more)
        self.more.clicked.connect(self.all_wanted)
        self.list = ParamList()
        self.empty = Paragraph(tr("No parameter was logged."), "small", "text3")
        self.body.addWidget(self.list)
        self.body.addWidget(self.empty)
        self.body.addStretch(1)

    def show_page(self, page: "RunPage") -> None:
        """Draw the first of them."""
        label = rival_words(page) if page.rival_run is not None else ""
        self.list.set_rows(page.params[:_MOST], label)
        show_if(self.list, bool(page.params))
        show_if(self.empty, not page.params)
        n = page.n_differing
        self.subtitle.set_text(
            (tr("none differs") if n == 0 else f"{n} differ{'s' if n == 1 else ''}")
            + f" from {label}"
            if label and page.params
            else ""
        )
        self.more.set_text(tr("All {integer}", integer=numbers.integer(len(page.params))))
        show_if(self.more, len(page.params) > _MOST)


class SlicesCard(Headed):
    """Parts of the hold-out, weakest first, the whole as a dashed line."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__(tr("Slices"))
        self.holder = QVBoxLayout()
        self.body.addLayout(self.holder)
        self.empty = Paragraph("", "small", "text3")
        self.body.addWidget(self.empty)
        self.body.addStretch(1)
        self.forest: Forest | None = None
        self._shown: object = None

    def show_evidence(self, evidence: "RunEvidence | None", is_loading: bool) -> None:
        """Draw the weakest parts, or say what is missing."""
        slices = None if evidence is None else evidence.slices
        has_rows = slices is not None and bool(slices.slices)
        missing = "" if evidence is None else evidence.missing.get("slices", "")
        if evidence is None:
            missing = tr("Reading the hold-out rows") if is_loading else tr("Not read yet.")
        self.empty.set_text(missing or tr("No part of the rows is large enough to be told apart."))
        show_if(self.empty, not has_rows)
        if slices is not self._shown:
            self._shown = slices
            if self.forest is not None:
                self.holder.removeWidget(self.forest)
                self.forest.hide()
                self.forest.deleteLater()
                self.forest = None
            if slices is not None and has_rows:
                self.forest = _forest(slices)
                self.holder.addWidget(self.forest)
                self.forest.show()
        title = (
            ""
            if slices is None or not has_rows
            else tr("{title}, weakest first, 95%", title=slices.title)
        )
        self.subtitle.set_text(title)


def _forest(slices: "Slices") -> Forest:
    whole = slices.whole[0] if slices.whole else None
    said = "" if whole is None else f"all {numbers.decimal(whole.value, slices.decimals)}"
    forest = Forest(
        tr("Slices"), None if whole is None else whole.value, said, row_height=22, heads=()
    )
    rows: list[Interval] = []
    for one in slices.slices:
        figure = one.figures[0]
        if figure is None:
            continue
        low = figure.value if figure.low is None else figure.low
        high = figure.value if figure.high is None else figure.high
        is_weak = whole is not None and (
            high < whole.value if slices.higher_is_better else low > whole.value
        )
        rows.append(
            Interval(
                part_words(one.column, one.words),
                figure.value,
                low,
                high,
                numbers.decimal(figure.value, slices.decimals),
                "warn_dot" if is_weak else "accent",
                f"{numbers.integer(one.n)} rows" if not rows else numbers.integer(one.n),
                is_strong=is_weak and not rows,
            )
        )
        if len(rows) == _MOST:
            break
    forest.set_rows(rows)
    return forest


class NestedCard(Headed):
    """The run this one was started in, and those started in it; emits `run_wanted(id)`."""

    run_wanted = Signal(str)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__(tr("Nested runs"))
        self.column = QVBoxLayout()
        self.column.setSpacing(0)
        self.body.addLayout(self.column)
        self.rows: list[QWidget] = []
        self._shown: object = None

    def show_page(self, page: "RunPage") -> None:
        """List parent and children."""
        shown = (page.parent, page.children)
        show_if(self, page.parent is not None or bool(page.children))
        if shown == self._shown:
            return
        self._shown = shown
        for row in self.rows:
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        if page.parent is not None:
            self._add(page.parent.id, page.parent.name, tr("started this run"))
        for child in page.children[:_MOST_RUNS]:
            words = STATES[child.state][1].lower()
            best = page.main if page.main in child.metrics else next(iter(child.metrics), None)
            if best is not None:
                words += f", {best} {numbers.plain(child.metrics[best])}"
            self._add(child.id, child.name, words)
        n_rest = len(page.children) - _MOST_RUNS
        if n_rest > 0:
            more = Label(
                tr("and {integer} more in the table", integer=numbers.integer(n_rest)),
                "small",
                "text3",
            )
            self.column.addWidget(more)
            self.rows.append(more)
        n = len(page.children)
        self.subtitle.set_text(
            tr("{n_runs} started in this one", n_runs=numbers.plural(n, "run")) if n else ""
        )

    def _add(self, run_id: str, name: str, words: str) -> None:
        row = NestedRow(run_id, name, words)
        row.wanted.connect(self.run_wanted)
        self.column.addWidget(row)
        row.show()
        self.rows.append(row)


class NestedRow(ListRow):
    """One run to go to."""

    wanted = Signal(str)

    def __init__(self, run_id: str, name: str, words: str) -> None:
        """Show its name and how it stands."""
        super().__init__(f"{name}, {words}", 30, 6)
        self._id = run_id
        self.row.addWidget(Label(name, "strong", elide="middle"))
        self.row.addStretch(1)
        self.row.addWidget(Label(words, "small", "text2"))
        self.clicked.connect(self._go)

    def _go(self) -> None:
        self.wanted.emit(self._id)
