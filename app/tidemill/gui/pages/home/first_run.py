"""Home before the first champion: one table to start with, and three steps that tick."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.surfaces import IconTile, Mark
from tidemill.gui.kit.theme import colour
from tidemill.gui.pages.home.script_card import ScriptCard
from tidemill.gui.pages.home.state import HomeState

WIDTH = 820
StepMark = Literal["done", "current", "later"]
_STEPS = (
    (tr("Add data"), tr("Schema, histograms and missing values appear in seconds.")),
    (tr("Pick a target"), tr("Tidemill trains a few honest baselines and shows how sure it is.")),
    (tr("Promote one"), tr("It becomes the champion you serve. Everything can be undone.")),
)
_HERE = tr(
    "CSV or Parquet. It is copied, profiled and versioned on this computer; "
    "nothing is sent anywhere."
)
_SHARED = tr(
    "CSV or Parquet. It is copied, profiled and versioned for all who share this workspace."
)
_SAMPLE = tr("Flights out of New York in 2013: which come late?")


class _Sheets(QWidget):
    """Three sheets of a table, the drawing of the drop area."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(172, 92)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for x, turn, token in ((-44.0, -7.0, "chart.1"), (44.0, 7.0, "chart.2"), (0.0, 0.0, "")):
            painter.save()
            painter.translate(QPointF(self.width() / 2 + x, self.height() / 2 + abs(x) / 22))
            painter.rotate(turn)
            rect = QRectF(-30, -36, 60, 72)
            painting.box(painter, rect, 6, "surface", "line_strong")
            title = QRectF(-20, -23, 25, 5)
            painting.box(painter, title, 2.5, colour(token) if token else "accent")
            for row in range(3):
                line = QRectF(-20, -10 + row * 13, 40, 5)
                painting.box(painter, line, 2.5, "sunken")
            painter.restore()


class DropArea(Control):
    """The dashed area; a click anywhere in it chooses files. Files dropped go to the window."""

    def __init__(self, is_shared: bool) -> None:
        """Make the area with its two buttons, for a workspace here or one that a team shares."""
        super().__init__("")
        self.setAccessibleName(tr("Drop a table here, or click to choose a file"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # "Choose a file" does the same and can be reached with Tab.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 24, 24, 22)
        self._column.setSpacing(4)
        self._column.addWidget(_Sheets(), 0, middle)
        self._column.addSpacing(10)
        self._column.addWidget(Label(tr("Drop a table here"), "h2", align="center"))
        words = _SHARED if is_shared else _HERE
        self._column.addWidget(Paragraph(words, align="center"))
        self._column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.choose = Button(tr("Choose a file"), "file-up", "primary")
        self.watch = Button(tr("Watch a folder…"), "folder-search")
        for button in (self.choose, self.watch):
            button.setCursor(Qt.CursorShape.ArrowCursor)
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)

    def sizeHint(self) -> QSize:
        """What is inside."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What is inside at its smallest."""
        return self._column.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and dashes."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        radius = metrics.current().radius_drop
        is_lit = self.is_hovered() or self.is_pressed()
        painting.box(painter, rect, radius, "hover" if is_lit else "subtle")
        drawn = QPen(colour("accent" if is_lit else "control"), 1.5)
        drawn.setDashPattern([5, 3.4])
        painter.setPen(drawn)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)


class _StepMark(QWidget):
    """A step's number in a ring; filled while it is the one to do, a tick when done."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._mark: StepMark = "later"
        self.setFixedSize(22, 22)

    def set_mark(self, mark: StepMark) -> None:
        self._mark = mark
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._mark == "done":
            painting.box(painter, rect, 11, "good_tint")
            paint_icon(painter, rect.adjusted(4, 4, -4, -4), "check", "good")
            return
        is_current = self._mark == "current"
        ground, edge = ("accent", None) if is_current else (None, "control")
        painting.box(painter, rect, 11, ground, edge)
        ink = "on_accent" if is_current else "text2"
        painting.text(painter, rect, str(self._number), "caption", ink, "center", numeric=True)


class StepView(QWidget):
    """One of the three steps."""

    def __init__(self, number: int, title: str, text: str) -> None:
        """Draw a step that is still to come."""
        super().__init__()
        self._title_text = title
        self.mark: StepMark = "later"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._ring = _StepMark(number)
        self._title = Label(title, "h3")
        head.addWidget(self._ring)
        head.addWidget(self._title, 1)
        column.addLayout(head)
        self._text = Paragraph(text, "small", "text2")
        column.addWidget(self._text)
        self.act = Button("", None, "link", height=24)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.set_mark("later")

    def set_mark(self, mark: StepMark, action: str = "") -> None:
        """Show how far this step is, with a way on while it is the one to do."""
        self.mark = mark
        self._ring.set_mark(mark)
        self._title.set_tone("text2" if mark == "later" else "text")
        self._text.set_tone("text3" if mark == "later" else "text2")
        self.act.set_text(action)
        self.act.setVisible(bool(action))
        word = {"done": "done", "current": "next", "later": "later"}[mark]
        self.setAccessibleName(f"{self._title_text}: {word}")


class SampleCard(Card):
    """Offers the sample's data to who has no table at hand. Emits `wanted`."""

    wanted = Signal()

    def __init__(self) -> None:
        """Draw the card."""
        super().__init__()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconTile("plane", size=34), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(tr("Try the sample"), "h3"))
        self._text = Paragraph(_SAMPLE, "small", "text2")
        words.addWidget(self._text)
        row.addLayout(words, 1)
        self.open = Button(tr("Open sample"), "plus", height=28)
        self.open.clicked.connect(self.wanted)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def show_state(self, state: HomeState) -> None:
        """Offer it, say that it comes, or why it can't."""
        self.setVisible(not state.has_data)
        self.open.set_busy(state.is_sample_coming)
        self._text.set_tone("bad" if state.sample_problem else "text2")
        coming = tr("The worker prepares it; this takes a few seconds.")
        self._text.set_text(state.sample_problem or (coming if state.is_sample_coming else _SAMPLE))


class FirstRun(QWidget):
    """The whole page.

    Emits `file_wanted`, `watch_wanted`, `step_wanted(1 or 2)`, `sample_wanted` and
    `script_wanted`.
    """

    file_wanted = Signal()
    watch_wanted = Signal()
    step_wanted = Signal(int)
    sample_wanted = Signal()
    script_wanted = Signal()

    def __init__(self, is_shared: bool = False) -> None:
        """Draw the page with nothing done."""
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = VScroll((28, 28, 28, 28))
        outer.addWidget(area)
        middle = QHBoxLayout()
        middle.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(metrics.current().scaled(WIDTH))
        middle.addWidget(inner, 1000)
        middle.addStretch(1)
        area.body.addStretch(2)
        area.body.addLayout(middle)
        area.body.addStretch(3)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Mark(44))
        column.addSpacing(14)
        column.addWidget(Label(tr("Start with a table"), "display"))
        column.addSpacing(6)
        promise = tr("Tidemill turns it into a model you can serve, and tells you when that model ")
        column.addWidget(Paragraph(promise + tr("stops being good.")))
        column.addSpacing(18)
        self.drop = DropArea(is_shared)
        self.drop.clicked.connect(self.file_wanted)
        self.drop.choose.clicked.connect(self.file_wanted)
        self.drop.watch.clicked.connect(self.watch_wanted)
        column.addWidget(self.drop)
        column.addSpacing(24)
        column.addLayout(self._make_steps())
        column.addSpacing(20)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(metrics.current().card_gap)
        column.addLayout(self.cards)
        column.addLayout(self._make_offers())

    def _make_offers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(metrics.current().card_gap)
        self.sample = SampleCard()
        self.sample.wanted.connect(self.sample_wanted)
        self.script = ScriptCard()
        self.script.wanted.connect(self.script_wanted)
        row.addWidget(self.sample, 1)
        row.addWidget(self.script, 1)
        return row

    def _make_steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(32)
        self.steps = [StepView(at + 1, *words) for at, words in enumerate(_STEPS)]
        for step in self.steps:
            row.addWidget(step, 1)
        self.steps[1].act.clicked.connect(self._on_second)
        self.steps[2].act.clicked.connect(self._on_third)
        return row

    def show_state(self, state: HomeState) -> None:
        """Tick what is done; the next step offers the way to it."""
        done = (state.has_data, state.has_runs, False)
        first = done.index(False)
        offers = ("", tr("Train…"), tr("Choose among the runs"))
        for at, step in enumerate(self.steps):
            mark: StepMark = "done" if done[at] else "current" if at == first else "later"
            step.set_mark(mark, offers[at] if mark == "current" else "")
        self.sample.show_state(state)
        # A candidate that is ready has the page's primary button on its card.
        has_primary = any(card.is_primary for card in state.shown)
        self.drop.choose.set_kind("secondary" if has_primary else "primary")

    def _on_second(self) -> None:
        self.step_wanted.emit(1)

    def _on_third(self) -> None:
        self.step_wanted.emit(2)
