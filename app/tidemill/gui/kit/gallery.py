"""All parts on one page in all their states: for looking, and for tests that want everything."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit import painting
from tidemill.gui.kit.buttons import Button, ButtonKind
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import ChipCell, IconCell, ScoreCell, StatusCell
from tidemill.gui.kit.checkbox import CheckBox, Radio
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.control import ShownState
from tidemill.gui.kit.fields import Field, LineEdit
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.progress import Progress
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.surfaces import IconLabel, Surface
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.tabs import Tab, Tabs
from tidemill.gui.kit.theme import colour, current, mix
from tidemill.gui.kit.tokens import RAMP_STOPS

_SURFACES = (
    ("canvas", "surface", "subtle", "sunken", "hover", "selected"),
    ("line", "line_strong", "control", "text", "text2", "text3"),
)
_MEANINGS = (
    ("accent", "accent_tint", "champion", "candidate", "reference", "gold_fill"),
    ("good", "good_tint", "warn", "warn_tint", "bad", "bad_tint"),
)
_TYPE = (
    ("display", "Start with a table"),
    ("title", "churn-monthly"),
    ("metric", "0.8734"),
    ("h2", "Needs a decision"),
    ("h3", "Gates"),
    ("body", "Trained on November data, 6 of 6 gates passed."),
    ("small", "hold-out, 8,462 rows"),
    ("caption", "learning_rate"),
    ("mono", "exports/churn/churn_2026-11.csv"),
)
_BUTTONS: tuple[tuple[ButtonKind, str, str], ...] = (
    ("primary", "Promote", "crown"),
    ("secondary", "Retrain", "refresh-cw"),
    ("ghost", "Archive", "archive"),
    ("danger", "Reject", "ban"),
)
PLACES = (
    "house",
    "database",
    "flask-conical",
    "box",
    "radio-tower",
    "activity",
    "workflow",
    "rotate-ccw-clock",
)
"""Icons of the eight places, in the order of the rail."""
MEANINGS = (
    "crown",
    "diamond",
    "undo-2",
    "circle-check",
    "triangle-alert",
    "octagon-minus",
    "file-x-corner",
    "waves-horizontal",
    "dumbbell",
    "scale",
    "hand",
    "zap",
    "folder-search",
    "cog",
)
"""Icons with a fixed meaning."""


class _Swatch(QWidget):
    """A token's colour with its name and value."""

    def __init__(self, token: str, title: str = "") -> None:
        super().__init__()
        self._token = token
        self._title = title or token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._title)

    def sizeHint(self) -> QSize:
        return QSize(80, 66)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.box(painter, QRectF(0, 0, 80, 34), 6, self._token, "line_strong")
        painting.text(painter, QRectF(0, 36, 88, 16), self._title, "caption", "text2")
        value = colour(self._token).name().upper()
        painting.text(painter, QRectF(0, 50, 88, 14), value, "monosmall", "text3")


class _Ramp(QWidget):
    """The sequential colours from nothing to the strongest."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        stops = [QColor(stop) for stop in current().ramp]
        n_steps = 40
        wide = self.width() / n_steps
        for step in range(n_steps):
            share = step / (n_steps - 1)
            at = max(i for i, stop in enumerate(RAMP_STOPS[:-1]) if share >= stop)
            part = (share - RAMP_STOPS[at]) / (RAMP_STOPS[at + 1] - RAMP_STOPS[at])
            tone = mix(stops[at], stops[at + 1], part)
            painter.fillRect(QRectF(round(step * wide), 0, wide + 1, self.height()), tone)


def _row(widgets: Sequence[QWidget], spacing: int = 12) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row


def _swatches(rows: Sequence[Sequence[str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    for at, tokens in enumerate(rows):
        for column, token in enumerate(tokens):
            title = f"chart {int(token[6:]) + 1}" if token.startswith("chart.") else token
            grid.addWidget(_Swatch(token, title), at, column)
    grid.setColumnStretch(max(len(tokens) for tokens in rows), 1)
    return grid


def _tokens_column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(9)
    column.addWidget(Label("Tidemill: tokens and components", "title"))
    column.addWidget(Label(f"{current().name} theme", "body", "text3"))
    column.addSpacing(4)
    column.addWidget(Label("Surfaces and lines", "h3"))
    column.addLayout(_swatches(_SURFACES))
    column.addWidget(Label("Meaning", "h3"))
    column.addLayout(_swatches(_MEANINGS))
    column.addWidget(Label("Charts, in this order", "h3"))
    charts = [f"chart.{at}" for at in range(8)]
    column.addLayout(_swatches((charts[:4], charts[4:])))
    column.addWidget(Label("Drift ramp, PSI 0 to 0.3", "h3"))
    column.addWidget(_Ramp())
    column.addWidget(Label("Icons, 16 and 20 px, stroke 1.75", "h3"))
    column.addLayout(_row([IconLabel(name, "text", 20) for name in PLACES]))
    column.addLayout(_row([IconLabel(name, "text2") for name in MEANINGS], 14))
    column.addStretch(1)
    return column


def _type_grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(3)
    for at, (role, words) in enumerate(_TYPE):
        name = Label(role, "caption", "text2", "none")
        grid.addWidget(name, at, 0)
        grid.addWidget(Label(words, role, numeric=role == "metric"), at, 1)
    grid.setColumnMinimumWidth(0, 68)
    grid.setColumnStretch(1, 1)
    return grid


def _button_grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    states: tuple[ShownState, ...] = ("rest", "hover", "focus")
    for at, (kind, words, icon) in enumerate(_BUTTONS):
        grid.addWidget(Label(kind, "caption", "text2", "none"), at, 0)
        for column, state in enumerate(states):
            button = Button(words, icon, kind)
            button.show_as(state)
            grid.addWidget(button, at, column + 1)
        disabled = Button(words, icon, kind)
        disabled.setEnabled(False)
        grid.addWidget(disabled, at, 4)
        busy = Button(words, icon, kind)
        busy.set_busy(True)
        grid.addWidget(busy, at, 5)
    grid.addWidget(Label("rest, hover, focus, disabled, busy", "caption", "text2"), 4, 1, 1, 5)
    grid.setColumnMinimumWidth(0, 76)
    grid.setColumnStretch(6, 1)
    return grid


def _fields() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    empty = LineEdit("Filter runs", "list-filter")
    filled = LineEdit("Filter runs", "list-filter")
    filled.setText("auc > 0.86")
    for field in (empty, filled):
        field.setFixedWidth(180)
    segment = Segment([("curves", "Curves"), ("errors", "Errors"), ("slices", "Slices")])
    switches = [Switch(is_on=True, name="On"), Switch(name="Off")]
    column.addLayout(_row([empty, filled, segment, *switches], 10))
    wrong = Field(text="churn monthly")
    wrong.set_error("A model with this name exists.")
    number = NumberField(0.2, 0, 1, 0.01, help="PSI over which a feature counts as drifted.")
    choice = Choice([("auc", "AUC"), ("f1", "F1")], "auc", name="Judge by")
    line = QHBoxLayout()
    line.setSpacing(10)
    for widget in (wrong, number, choice):
        line.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    column.addLayout(line)
    partly = CheckBox("Some")
    partly.set_partly(True)
    ticks = [CheckBox("Baselines", is_checked=True), CheckBox("Search"), partly]
    radios = [Radio("Propose", is_checked=True), Radio("Promote by itself")]
    column.addLayout(_row([*ticks, *radios], 14))
    return column


def _table() -> Card:
    columns = [
        TableColumn("pin", "", 28, kind="icon", sortable=False),
        TableColumn("run", "Run", 150, role="strong", stretch=1),
        TableColumn("auc", "AUC", 140, kind="score_bar", decimals=4),
        TableColumn("loss", "Log loss", 90, kind="number", decimals=4),
        TableColumn("tags", "Tags", 110, kind="chips"),
        TableColumn("state", "State", 110, kind="status_text"),
    ]
    names = ("rapid-swan-47", "solar-otter-56", "calm-crane-41", "keen-egret-53")
    scores = ((0.8714, 0.82), (0.8683, 0.76), (0.8734, 0.9), (0.8692, 0.78))
    marks = ("good", "warn", "working", "bad")
    words = ("rest", "rising", "selected", "failed")
    rows = [
        {
            "id": name,
            "pin": IconCell("pin", "Pinned", "accent_text") if at == 2 else None,
            "run": name,
            "auc": ScoreCell(score, share, is_best=at == 2),
            "loss": 0.3207 + at * 0.003,
            "tags": [ChipCell("v15", "candidate")] if at == 2 else [],
            "state": StatusCell(mark, word),
        }
        for at, (name, (score, share), mark, word) in enumerate(
            zip(names, scores, marks, words, strict=True)
        )
    ]
    table = LazyTable(columns, RowsSource(rows), "multi", True, auto_height=True, name="Runs")
    table.set_sort("auc", False)
    table.select_keys(["calm-crane-41"])
    card = Card((1, 1))
    card.body.addWidget(table)
    return card


def _parts_column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(10)
    column.addWidget(Label("Type", "h3"))
    column.addLayout(_type_grid())
    column.addWidget(Label("Buttons", "h3"))
    column.addLayout(_button_grid())
    column.addWidget(Label("Fields, segments, toggles", "h3"))
    column.addLayout(_fields())
    column.addWidget(Tabs([Tab("v", "Versions", 15), Tab("l", "Lineage"), Tab("g", "Gates", 6)]))
    column.addWidget(Label("Status: shape, colour and word", "h3"))
    column.addLayout(
        _row(
            [
                StatusMark("good", "Healthy", True),
                StatusMark("warn", "Rising", True),
                StatusMark("bad", "Over limit", True),
                StatusMark("idle", "No labels", True),
                StatusMark("working", "Working", True),
            ]
        )
    )
    column.addLayout(
        _row(
            [
                Chip("Champion", "champion"),
                Chip("Candidate", "candidate"),
                Chip("Passed", "good", "check"),
                Chip("Warning", "warn", "triangle-alert"),
                Chip("Failed", "bad", "circle-minus"),
                Chip("v31", "accent"),
                Chip("shortlist"),
            ],
            8,
        )
    )
    column.addWidget(Progress(0.57))
    column.addWidget(Label("Table rows", "h3"))
    column.addWidget(_table())
    column.addStretch(1)
    return column


def build_gallery() -> QWidget:
    """A page with every token and the parts that pages are made of."""
    page = Surface("surface")
    row = QHBoxLayout(page)
    row.setContentsMargins(36, 30, 36, 30)
    row.setSpacing(60)
    row.addLayout(_tokens_column(), 9)
    row.addLayout(_parts_column(), 11)
    return page
