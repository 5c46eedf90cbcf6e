"""What stands under the table: a legend to point at, and plots, differing rows or slices."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.surfaces import IconLabel, Surface
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.compare.errors_part import ErrorsPart
from tidemill.gui.pages.experiments.compare.legend import LegendRow
from tidemill.gui.pages.experiments.compare.linking import Linking
from tidemill.gui.pages.experiments.compare.loading import MOST_DRAWN
from tidemill.gui.pages.experiments.compare.plot_grid import PlotGrid
from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec, addable
from tidemill.gui.pages.experiments.compare.state import MOST, CompareState

if TYPE_CHECKING:
    from tidemill.gui.pages.experiments.compare.plot_card import PlotCard
    from tidemill.gui.shell.page import PageContext

_MARGIN = 20
_PLOTS = PlotSpec("slices", is_wide=True)


class PlotsPart(Surface):
    """Draws the plots of a state.

    Emits `table_wanted(chart, title)`, `retried` after an error, `arranged(specs)`,
    `usual_wanted`, `segment_wanted(word)`, `pair_wanted(place, place)`, `full_changed(bool)`.
    """

    table_wanted = Signal(object, str)
    retried = Signal()
    arranged = Signal(object)
    usual_wanted = Signal()
    segment_wanted = Signal(str)
    pair_wanted = Signal(int, int)
    full_changed = Signal(bool)

    def __init__(
        self, context: "PageContext", link: Linking, parent: QWidget | None = None
    ) -> None:
        """Make the part without plots."""
        super().__init__("surface", parent=parent)
        self._context, self._link = context, link
        self._state = CompareState()
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 14, _MARGIN, 20)
        column.setSpacing(10)
        column.addLayout(self._made_head())
        self._note, self._note_words = _made_note()
        column.addWidget(self._note)
        self._brushed = self._made_brushed()
        column.addWidget(self._brushed)
        self._error = ErrorPanel()
        self._error.acted.connect(self.retried)
        column.addWidget(self._error)
        self._loading = Loading(tr("Reading the hold-out answers"), "cards")
        self._loading.setFixedHeight(metrics.current().scaled(240))
        column.addWidget(self._loading)
        self.grid = PlotGrid(link, self._make)
        self.grid.arranged.connect(self.arranged)
        self.grid.table_wanted.connect(self.table_wanted)
        self.grid.full_changed.connect(self.full_changed)
        column.addWidget(self.grid)
        self.errors = ErrorsPart()
        self.errors.pair_wanted.connect(self.pair_wanted)
        self.errors.retried.connect(self.retried)
        column.addWidget(self.errors)
        self.slices = PlotGrid(link, self._make_slices)
        self.slices.table_wanted.connect(self.table_wanted)
        column.addWidget(self.slices)
        link.brushed.connect(self._on_brushed)
        link.pointed.connect(self._on_pointed)
        self._on_brushed()

    def _made_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        title = Label(tr("Plots"), "h2", elide="none")
        title.setFixedHeight(metrics.current().control_tiny)
        head.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        self.legend = LegendRow()
        self.legend.pointed.connect(self._link.point)
        self.legend.kept.connect(self._link.keep)
        head.addWidget(self.legend, 1)
        self.segment = Segment(
            [("curves", tr("Curves")), ("errors", tr("Errors")), ("slices", tr("Slices"))],
            "curves",
            28,
            tr("Plots"),
        )
        self.segment.changed.connect(self.segment_wanted)
        head.addWidget(self.segment, 0, Qt.AlignmentFlag.AlignTop)
        self.add = Button(tr("Add plot"), "plus", "ghost", height=28)
        self.add.clicked.connect(self._open_add)
        head.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _made_brushed(self) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("filter", "accent_text"))
        self.brushed_words = Label("", "small", "text2")
        row.addWidget(self.brushed_words)
        self.clear = Button(tr("Clear"), "x", "ghost", height=24, key_cap="Esc")
        self.clear.clicked.connect(self._link.clear_brushes)
        row.addWidget(self.clear)
        row.addStretch(1)
        return part

    # Drawing

    def show_state(self, state: CompareState) -> None:
        """Draw what is known; a card is made anew only for other data."""
        before, self._state = self._state, state
        self.legend.set_names(
            [(head.place, head.name) for head in state.heads if head.place < MOST],
            state.n_runs,
            state.names if len(state.names) == state.n_runs else (),
        )
        self.segment.set_value(state.segment)
        self._show_parts(state)
        self.errors.show_state(state)
        self._remake(before, state)
        if state.specs is not None:
            self.grid.set_specs(state.specs)
        self.slices.set_specs([_PLOTS] if state.slices is not None else [])

    def _show_parts(self, state: CompareState) -> None:
        is_curves = state.segment == "curves"
        is_waiting = state.specs is None and state.is_drawing
        is_slicing = state.segment == "slices" and state.slices is None
        is_slicing = is_slicing and state.slices_error is None
        show_if(self._loading, (is_curves and is_waiting) or is_slicing)
        show_if(self.grid, is_curves)
        show_if(self.errors, state.segment == "errors")
        show_if(self.slices, state.segment == "slices")
        show_if(self.add, is_curves and state.specs is not None)
        error = state.slices_error if state.segment == "slices" else state.pictures_error
        if error is None or state.segment == "errors":
            self._error.set_error("")
        else:
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        words = ""
        if state.pictures is not None and is_curves:
            from tidemill.gui.pages.experiments.compare.hold_out_cards import notes_of

            words = f"{_drawn_words(state)} {notes_of(state.pictures)}".strip()
        self._note_words.set_text(words)
        show_if(self._note, bool(words))

    def _remake(self, before: CompareState, state: CompareState) -> None:
        from tidemill.gui.pages.experiments.compare import hold_out_cards

        kinds: set[str] = set()
        if state.pictures is not before.pictures:
            kinds |= set(hold_out_cards.MAKERS)
        if state.figures is not before.figures:
            kinds |= {"parallel", "scatter"}
        if state.metrics is not before.metrics or state.keys != before.keys:
            kinds.add("curves")
        if state.slices is not before.slices:
            kinds.add("slices")
            self.slices.remake()
        if kinds:
            self.grid.remake(kinds)

    def state(self) -> CompareState:
        """What is shown now."""
        return self._state

    def _make(self, spec: PlotSpec) -> "PlotCard | None":
        from tidemill.gui.pages.experiments.compare.card_making import made

        return made(spec, self.state, self._context)

    def _make_slices(self, spec: PlotSpec) -> "PlotCard | None":
        from tidemill.gui.pages.experiments.compare.slices_card import MOST_IN_SEGMENT, SlicesCard

        state = self._state
        if state.slices is None:
            return None
        return SlicesCard(spec, state.slices, state.keys, MOST_IN_SEGMENT)

    def cards(self) -> "list[PlotCard]":
        """The plots that have been made."""
        return self.grid.cards()

    def is_drawn(self) -> bool:
        """Whether everything in sight has been drawn."""
        state = self._state
        if state.segment == "errors":
            return not state.is_reading_errors
        if state.segment == "slices":
            return self.slices.is_drawn()
        return self.grid.is_drawn()

    # Linking

    def _on_pointed(self, run: int) -> None:
        self.legend.highlight(run)
        if self._link.kept() < 0:
            self.legend.let_go()

    def _on_brushed(self) -> None:
        n, n_all = self._link.n_brushed(), self._link.n_runs()
        said = tr(
            "{integer} of {n_runs} brushed",
            integer=numbers.integer(n),
            n_runs=numbers.plural(n_all, "run"),
        )
        self.brushed_words.set_text(said)
        show_if(self._brushed, self._link.is_brushed())

    # Adding

    def add_menu(self) -> Menu:
        """The plots that can be added."""
        menu = Menu(self)
        specs: Sequence[PlotSpec] = self._state.specs or ()
        task = None if self._state.pictures is None else self._state.pictures.task
        for kind in addable(specs, task):
            menu.add(kind.title, kind.icon, value=kind.id)
        menu.addSeparator()
        menu.add(tr("Arrange as usual"), "rotate-ccw", value="@usual")
        menu.triggered.connect(self._on_add)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_add(self) -> None:
        self.add_menu().open_below(self.add, is_right_aligned=True)

    def _on_add(self, action: QAction) -> None:
        if action.data() == "@usual":
            self.usual_wanted.emit()
        else:
            self.arranged.emit((*(self._state.specs or ()), PlotSpec(str(action.data()))))


def _drawn_words(state: CompareState) -> str:
    """How many of very many runs have curves, and that the others are still being read."""
    n, drawn = state.n_runs, 0 if state.pictures is None else len(state.pictures.runs)
    said = []
    if n > MOST_DRAWN:
        words = tr("Curves are drawn, and tests made, of the first")
        said.append(f"{words} {numbers.integer(MOST_DRAWN)} of {numbers.plural(n, 'run')}.")
    if drawn < min(n, MOST_DRAWN):
        rest = numbers.plural(min(n, MOST_DRAWN), "run")
        share = numbers.percent(max(0.0, state.drawn_share), 0) if state.drawn_share < 1 else ""
        how = tr(", {share} done", share=share) if share else ""
        said.append(
            tr(
                "{integer} of {rest} are drawn; the others are being read{how}.",
                integer=numbers.integer(drawn),
                rest=rest,
                how=how,
            )
        )
    return " ".join(said)


def _made_note() -> tuple[QWidget, Paragraph]:
    note = QWidget()
    row = QHBoxLayout(note)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(IconLabel("triangle-alert", "warn"))
    words = Paragraph("", "small", "text2")
    row.addWidget(words, 1)
    return note, words
