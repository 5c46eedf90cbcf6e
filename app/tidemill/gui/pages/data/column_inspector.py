"""The inspector of Data: one column with the version before it, and the newest versions."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.histogram import CategoryBars, Histogram
from tidemill.gui.kit.facts import KeyValue, KeyValues, NoticeBox
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.timeline import Step, Timeline
from tidemill.gui.pages.data.charts import DateHistogram
from tidemill.gui.pages.data.column_state import ColumnView, column_view
from tidemill.gui.pages.data.dataset_state import DatasetState, Loaded, VersionLine, version_lines
from tidemill.gui.pages.data.legend import Legend
from tidemill.gui.pages.data.role_menu import role_menu

_MOST_VERSIONS = 5


class ColumnInspector(Inspector):
    """Emits `version_opened(number)`, `all_versions_wanted`, `role_chosen(column, Role)` and
    `personal_chosen(column, is_personal)`.
    """

    role_chosen = Signal(str, object)
    personal_chosen = Signal(str, bool)
    version_opened = Signal(int)
    all_versions_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent=parent)
        self._shown: object = None
        self._lines: tuple[VersionLine, ...] = ()
        self._column: ColumnView | None = None
        self.role: Button | None = None
        self.personal: Switch | None = None
        self.menu: Menu | None = None

    def show_state(self, state: DatasetState, loaded: Loaded) -> None:
        """Draw the chosen column, or the dataset while none is chosen."""
        column = None if state.column is None else column_view(loaded, state.column)
        lines = version_lines(loaded)
        now = (state.name, column, lines)
        if now == self._shown:
            return
        self._shown, self._lines, self._column = now, lines, column
        self.clear()
        if column is None:
            self.set_head(state.name, tr("Choose a column to see it here."))
        else:
            self.set_head(column.name, column.kind)
            self._add_column(column)
        self._add_versions()

    def _add_column(self, column: ColumnView) -> None:
        body = self.add_section()
        if column.warning:
            body.addWidget(NoticeBox("triangle-alert", column.warning))
        picture = _picture(column)
        if picture is not None:
            body.addWidget(picture)
            former = column.former if column.reference else ""
            body.addWidget(Legend(column.version, former, are_bars=bool(column.labels)))
        elif column.note:
            body.addWidget(Label(column.note, "small", "text2"))
        if column.is_hidden:
            words = tr("The values are personal. Only how many there are is shown.")
            body.addWidget(Paragraph(words, "small", "text2"))
        if column.numbers:
            section = self.add_section()
            rows = [KeyValue(n.name, n.value, n.was) for n in column.numbers]
            section.addWidget(KeyValues(rows))
            if column.is_about:
                words = tr(
                    "Of so many rows the quantiles and different values are close estimates."
                )
                section.addWidget(Paragraph(words, "small", "text3"))
        self._add_part(column, self.add_section())

    def _add_part(self, column: ColumnView, body: QVBoxLayout) -> None:
        """What the column is for and whether its values are personal, to be changed here."""
        role = str(column.column.role).capitalize()
        self.role = Button(role, None, "ghost", height=26, trailing_icon="chevrons-up-down")
        self.role.setAccessibleName(tr("Role: {role}. Press to change it.", role=role))
        self.role.clicked.connect(self.open_roles)
        body.addLayout(_line(tr("Role"), self.role))
        name = tr("The values of {name} are personal", name=column.name)
        self.personal = Switch("", is_on=column.column.personal, name=name)
        self.personal.setToolTip(tr("Personal values are masked wherever rows are shown."))
        self.personal.toggled.connect(self._on_personal)
        body.addLayout(_line(tr("Personal values"), self.personal))

    def open_roles(self) -> None:
        """Open the choice of roles below the button."""
        if self._column is None or self.role is None:
            return
        self.menu = role_menu(self, self._column.column, self.role_chosen.emit)
        self.menu.popup(self.role.mapToGlobal(QPoint(0, self.role.height())))

    def _on_personal(self, is_on: bool) -> None:
        if self._column is not None:
            self.personal_chosen.emit(self._column.name, is_on)

    def _add_versions(self) -> None:
        every = Button(tr("All {n}", n=len(self._lines)), None, "ghost", height=24)
        every.clicked.connect(self.all_versions_wanted)
        body = self.add_section(tr("Versions"), trailing=every)
        steps = [
            Step(
                line.title,
                line.change,
                line.ago,
                is_current=line.is_shown,
                chips=[(name, "champion") for name in line.champions],
            )
            for line in self._lines[:_MOST_VERSIONS]
        ]
        timeline = Timeline(steps, is_clickable=True)
        timeline.step_clicked.connect(self._on_step)
        body.addWidget(timeline)

    def _on_step(self, at: int) -> None:
        self.version_opened.emit(self._lines[at].number)


def _line(words: str, control: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(Label(words, "small", "text2"))
    line.addStretch(1)
    line.addWidget(control)
    return line


def _picture(column: ColumnView) -> QWidget | None:
    if column.edges and column.are_dates:
        dates = DateHistogram(column.name)
        dates.set_data(column.edges, column.counts, column.reference)
        return dates
    if column.edges:
        histogram = Histogram(column.name)
        histogram.set_data(column.edges, column.counts, column.reference)
        return histogram
    if column.labels:
        bars = CategoryBars(column.name)
        bars.set_data(column.labels, column.counts, column.reference)
        return bars
    return None
