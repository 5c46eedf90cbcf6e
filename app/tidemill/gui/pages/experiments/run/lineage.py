"""Where the run came from and how it ran: as a tab, and in the inspector with tags and note."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.reproductions import Outcome
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.chips import Chip, ChipTone
from tidemill.gui.kit.facts import KeyValue, KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.timeline import Step, Timeline
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import Headed
from tidemill.gui.pages.experiments.run.small_cards import NestedCard
from tidemill.gui.pages.experiments.run.state import RunPageState
from tidemill.gui.sheets.lineage_panel import LineagePanel
from tidemill.gui.shell.page import PageContext, address_of
from tidemill.services.reproductions import why_not

if TYPE_CHECKING:
    from tidemill.services.run_origins import Step as OriginStep
    from tidemill.services.run_page import RunPage

_ICONS = {
    "file": "folder-open",
    "data": "database",
    "code": "file-code",
    "recipe": "list-checks",
    "run": "flask-conical",
    "version": "box",
    "serves": "radio-tower",
}


_LINE = 34
"""About so many letters of tags stand on one line."""


def steps_of(steps: "Sequence[OriginStep]") -> list[Step]:
    """The way from file to what serves, as a timeline shows it."""
    return [
        Step(
            spoken(one.title),
            spoken(one.text),
            mark="tile",
            icon=_ICONS[one.kind],
            is_current=one.is_here,
            is_quiet=one.is_open,
        )
        for one in steps
    ]


def address_of_step(steps: "Sequence[OriginStep]", at: int) -> str:
    """Where a step of the way is shown; empty where nowhere."""
    where = steps[at].where if 0 <= at < len(steps) else ()
    return address_of(*where) if where else ""


def how_it_ran(page: "RunPage") -> list[KeyValue]:
    """Rows of how the run ran."""
    rows = [
        KeyValue(
            spoken(label),
            words if is_code else spoken(words),
            role="monosmall" if is_code else "body",
        )
        for label, words, is_code in page.origin
    ]
    if page.seconds is not None:
        rows.append(KeyValue(tr("Time"), numbers.duration(page.seconds)))
    if page.run.started_at is not None:
        rows.append(KeyValue(tr("Started"), numbers.full_time(page.run.started_at)))
    rows.append(KeyValue(tr("Id"), page.run.id[:12], role="monosmall"))
    return rows


class LineageTab(QWidget):
    """Draws the last tab; emits `address_wanted(text)`, `diff_wanted` and `run_wanted(id)`."""

    address_wanted = Signal(str)
    diff_wanted = Signal()
    run_wanted = Signal(str)

    def __init__(self, context: PageContext) -> None:
        """Make the cards, and the drawing which reads for itself."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.drawn = LineagePanel(context, "experiments.lineage")
        row = QHBoxLayout()
        row.setSpacing(10)
        self.way = Headed(tr("From file to deployment"))
        self.timeline = Timeline(is_clickable=True)
        self.timeline.step_clicked.connect(self._on_step)
        self.way.body.addSpacing(6)
        self.way.body.addWidget(self.timeline)
        self.way.body.addStretch(1)
        self.diff = Button(tr("Show what was changed"), kind="link", height=24)
        self.diff.clicked.connect(self.diff_wanted)
        self.ran = Headed(tr("How it ran"), self.diff)
        self.facts = KeyValues()
        self.ran.body.addSpacing(6)
        self.ran.body.addWidget(self.facts)
        self.ran.body.addStretch(1)
        row.addWidget(self.way, 1)
        row.addWidget(self.ran, 1)
        column.addLayout(row)
        self.nested = NestedCard()
        self.nested.run_wanted.connect(self.run_wanted)
        column.addWidget(self.nested)
        column.addWidget(self.drawn)
        column.addStretch(1)
        self._page: RunPage | None = None

    def show_state(self, state: RunPageState) -> None:
        """Draw the way and the facts."""
        page = state.page
        if page is None or page == self._page:
            return
        self._page = page
        self.timeline.set_steps(steps_of(page.lineage))
        self.facts.set_rows(how_it_ran(page))
        show_if(self.diff, page.diff is not None)
        self.nested.show_page(page)
        self.drawn.show_address(f"run:{page.run.id}")

    def _on_step(self, at: int) -> None:
        address = "" if self._page is None else address_of_step(self._page.lineage, at)
        if address:
            self.address_wanted.emit(address)


class RunPageInspector(Inspector):
    """Lineage, how it ran, tags and note.

    Emits `address_wanted(text)`, `edit_wanted` and `again_wanted`.
    """

    address_wanted = Signal(str)
    edit_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Make it empty; it belongs to the page until the shell shows it."""
        super().__init__(tr("Lineage"), "from file to deployment", parent=parent)
        self.edit: Button | None = None
        self.again: Button | None = None
        self._page: RunPage | None = None

    def show_page(self, page: "RunPage | None", *, is_busy: bool = False) -> None:
        """Draw a run, if it is another than before; `is_busy` while it is run again."""
        if page != self._page:
            self._page = page
            self._draw(page)
        if self.again is not None:
            self.again.set_busy(is_busy)

    def _draw(self, page: "RunPage | None") -> None:
        self.clear()
        self.again = None
        if page is None:
            return
        self._add_buttons(page)
        timeline = Timeline(steps_of(page.lineage), is_clickable=True)
        timeline.step_clicked.connect(self._on_step)
        self.add_section().addWidget(timeline)
        self._add_how_it_ran(page)
        if page.figures.notes:
            body = self.add_section(tr("What training noted"))
            for words in page.figures.notes:
                body.addWidget(Paragraph(words, "small", "text2"))
        self._add_tags(page)

    def _add_buttons(self, page: "RunPage") -> None:
        """Open the version it became, and run it again."""
        buttons = []
        for version in page.versions[-1:]:
            opening = Button(tr("Open v{number}", number=version.number), "box", height=28)
            opening.clicked.connect(self._on_version)
            buttons.append(opening)
        if page.run.deleted_at is None and why_not(page.run) is None:
            self.again = Button(tr("Run again"), "rotate-cw", height=28)
            self.again.setToolTip(tr("Learn it again from what is stored and compare the answers"))
            self.again.clicked.connect(self.again_wanted)
            buttons.append(self.again)
        if not buttons:
            return
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in buttons:
            line.addWidget(button)
        line.addStretch(1)
        self.add_section(is_flush=True).addLayout(line)

    def _add_how_it_ran(self, page: "RunPage") -> None:
        """What it stood on, and whether the same came out when it was run again."""
        newest = next(iter(page.reproductions), None)
        chip = None
        if newest is not None:
            is_bad = newest.outcome is Outcome.DIFFERENT
            tone: ChipTone = "good" if newest.is_equal else "bad" if is_bad else "warn"
            chip = Chip(spoken(newest.title), tone, "check" if newest.is_equal else None)
            chip.setToolTip(
                tr(
                    "Run again by {by}, {full_time}",
                    by=newest.by,
                    full_time=numbers.full_time(newest.moment),
                )
            )
        body = self.add_section(tr("How it ran"), trailing=chip)
        body.addWidget(KeyValues(how_it_ran(page)))
        for words in () if newest is None else newest.sentences():
            body.addWidget(Paragraph(words, "small", "text2"))

    def _add_tags(self, page: "RunPage") -> None:
        self.edit = Button(tr("Edit"), "pencil", "ghost", height=24)
        self.edit.clicked.connect(self.edit_wanted)
        body = self.add_section(tr("Tags and note"), trailing=self.edit)
        lines: list[QHBoxLayout] = []
        used = 0
        for name, value in page.run.tags.items():
            words = f"{name} = {value}" if value else name
            if not lines or used + len(words) > _LINE:
                lines.append(QHBoxLayout())
                lines[-1].setSpacing(6)
                body.addLayout(lines[-1])
                used = 0
            lines[-1].addWidget(Chip(words, "plain"))
            used += len(words) + 4
        for line in lines:
            line.addStretch(1)
        words = page.run.note or ("" if page.run.tags else tr("No tag and no note yet."))
        if words:
            body.addWidget(Paragraph(words, "small", "text2" if page.run.note else "text3"))

    def _on_step(self, at: int) -> None:
        address = "" if self._page is None else address_of_step(self._page.lineage, at)
        if address:
            self.address_wanted.emit(address)

    def _on_version(self) -> None:
        if self._page is not None and self._page.versions:
            version = self._page.versions[-1]
            self.address_wanted.emit(address_of("models", version.model, version.number))
