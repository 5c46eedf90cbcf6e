"""The slices on which a run is surely worst, up to two columns deep, and gates made of them.

A part for pages: the page says whose slices, the panel reads them, lets the worker look for them
and makes a gate of the one that is chosen.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import DeltaCell
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.page import PageContext

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.deep_slices import PartFigure
    from tidemill.services.undoing import Undoable
    from tidemill.services.worst_slices import WorstSlices

NOTHING_YET = tr(
    "Which parts of the rows held out, by one column or by two, a run does "
    "surely worse on than on the rest. Nobody has looked yet."
)


@dataclass(frozen=True)
class ShownSlices:
    """What is known of a run's worst slices; `model` is the one whose set a gate is added to."""

    run: str = ""
    model: str = ""
    stamp: object = None
    is_read: bool = False
    found: "WorstSlices | None" = None
    busy: str = ""
    problem: TidemillError | None = None

    @property
    def words(self) -> str:
        """What was found, or what could be."""
        if self.busy:
            return self.busy
        return NOTHING_YET if self.found is None else self.found.words


def columns_of(found: "WorstSlices") -> tuple[TableColumn, ...]:
    """The columns of the table, with the measure's own name."""
    return (
        TableColumn("words", tr("Where"), 200, stretch=1, sortable=False),
        TableColumn("n", tr("Rows"), 70, "right", sortable=False, tone="text2"),
        TableColumn("value", spoken(found.title), 84, "right", sortable=False),
        TableColumn("gap", tr("Against the rest"), 110, kind="delta", sortable=False),
        TableColumn("reach", tr("95% together"), 150, "right", sortable=False, tone="text2"),
    )


def cells_of(one: "PartFigure", decimals: int) -> dict[str, object]:
    """A slice as a row; its gap is a gain, so below zero is worse whatever the measure."""
    ends = (numbers.delta(end, decimals) for end in (one.low, one.high))
    return {
        "words": one.words,
        "n": numbers.integer(one.n),
        "value": numbers.decimal(one.value, decimals),
        "gap": DeltaCell(numbers.delta(one.gap, decimals), False),
        "reach": " to ".join(ends),
    }


class WorstSlicesPanel(Card):
    """Reads, asks and draws; `gate_made(model)` tells that a gate was made of a slice."""

    gate_made = Signal(str)

    def __init__(self, context: PageContext, key: str, parent: QWidget | None = None) -> None:
        """Know nothing yet; `key` keeps the operations of two panels apart."""
        super().__init__(parent=parent)
        self._context, self._key = context, key
        self.state = ShownSlices()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(tr("Worst slices"), "h3", elide="none"))
        self.subtitle = Label("", "small", "text3")
        head.addWidget(self.subtitle, 1, Qt.AlignmentFlag.AlignVCenter)
        self.make = Button(tr("Make a gate of it"), "shield-check", height=28)
        self.make.clicked.connect(self._on_make)
        self.look = Button(tr("Look for them"), "scan-search", height=28)
        self.look.clicked.connect(self.ask)
        head.addWidget(self.make)
        head.addWidget(self.look)
        self.body.addLayout(head)
        self.said = Paragraph("", "small", "text2")
        self.body.addWidget(self.said)
        self.problem = ErrorPanel()
        self.body.addWidget(self.problem)
        self.table = LazyTable((), row_height=30, auto_height=True, name=tr("Worst slices"))
        self.table.current_changed.connect(self._on_row)
        self.body.addWidget(self.table)
        self._drawn: object = None
        self._draw()

    def show_run(self, run: str, model: str, stamp: object = None) -> None:
        """Be about a run, and the model whose set a gate is added to (empty where it has none).

        What was found is read anew where `stamp` is another one.
        """
        state = self.state
        if (run, model, stamp) == (state.run, state.model, state.stamp):
            return
        if run != state.run:
            self._set(ShownSlices(run, model, stamp))
        else:
            self._set(replace(state, model=model, stamp=stamp))
        if run:
            self._read()

    def is_busy(self) -> bool:
        """Whether something is being read or looked for."""
        return self._context.operations.is_busy(f"{self._key}.")

    def ask(self) -> None:
        """Let the worker look, and show what it finds."""
        run, workspace = self.state.run, self._context.workspace
        if not run or self.state.busy:
            return
        self._set(replace(self.state, busy=tr("Waiting for the worker"), problem=None))

        def work(reporter: "Reporter") -> "tuple[str, WorstSlices | None]":
            from tidemill.services import slice_looks

            seen_done(workspace, slice_looks.ask(workspace, run), reporter)
            return run, slice_looks.kept(workspace, run)

        self._context.operations.run(
            f"{self._key}.look",
            work,
            self._on_found,
            partial(self._on_failed, run),
            progress=partial(self._on_progress, run),
        )

    def _read(self) -> None:
        run, workspace = self.state.run, self._context.workspace

        def work(_reporter: "Reporter") -> "tuple[str, WorstSlices | None]":
            from tidemill.services import slice_looks

            return run, slice_looks.kept(workspace, run)

        self._context.operations.run(
            f"{self._key}.read", work, self._on_read, partial(self._on_failed, run)
        )

    def _on_read(self, answer: "tuple[str, WorstSlices | None]") -> None:
        run, found = answer
        if run == self.state.run:
            self._set(replace(self.state, found=found, is_read=True))

    def _on_found(self, answer: "tuple[str, WorstSlices | None]") -> None:
        run, found = answer
        if run == self.state.run:
            self._set(replace(self.state, found=found, is_read=True, busy=""))

    def _on_progress(self, run: str, _share: float, words: str) -> None:
        if run == self.state.run and self.state.busy:
            self._set(replace(self.state, busy=words or self.state.busy))

    def _on_failed(self, run: str, error: TidemillError) -> None:
        if run == self.state.run:
            self._set(replace(self.state, problem=error, busy="", is_read=True))

    # A gate of a slice

    def chosen(self) -> "PartFigure | None":
        """The slice a person is at."""
        key, found = self.table.current_key(), self.state.found
        return found.parts[key] if found is not None and isinstance(key, int) else None

    def _on_make(self) -> None:
        part, model, workspace = self.chosen(), self.state.model, self._context.workspace
        if part is None or not model:
            return

        def work(_reporter: "Reporter") -> "tuple[str, Undoable | None]":
            from tidemill.services import gate_sets, undoing, worst_slices

            gate = worst_slices.gate_of(part.columns)
            done = undoing.do(workspace, lambda ws: gate_sets.add_to_model(ws, model, gate))
            return model, done.change

        self._context.operations.change(
            f"{self._key}.gate", work, self._on_made, self._context.problem
        )

    def _on_made(self, made: "tuple[str, Undoable | None]") -> None:
        model, change = made
        words = tr("Candidates of {model} pass a gate more: not worse on these slices", model=model)
        undo = None if change is None else partial(self._undo, change.id, model)
        self._context.toast(words, tr("Undo") if undo else "", undo, "shield-check")
        self.gate_made.emit(model)

    def _undo(self, change: int, model: str) -> None:
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> str:
            from tidemill.services import undoing

            undoing.undo(workspace, change)
            return model

        self._context.operations.change(
            f"{self._key}.gate", work, self.gate_made.emit, self._context.problem
        )

    # Drawing

    def _set(self, state: ShownSlices) -> None:
        self.state = state
        self._draw()

    def _draw(self) -> None:
        state, found = self.state, self.state.found
        show_if(self, state.is_read or bool(state.busy))
        self.said.set_text(state.words)
        self.look.set_busy(bool(state.busy))
        self.look.set_text(tr("Look for them") if found is None else tr("Look again"))
        problem = state.problem
        self.problem.set_error(*(("",) if problem is None else (problem.message, problem.hint)))
        if found is not self._drawn:
            self._drawn = found
            if found is not None:
                self.table.set_columns(columns_of(found))
                cells = [cells_of(one, found.decimals) for one in found.parts]
                self.table.set_source(RowsSource(cells))
                self.table.set_current(0 if cells else None)
        has_rows = found is not None and bool(found.parts)
        show_if(self.table, has_rows)
        self.subtitle.set_text(
            f"{spoken(found.title)}, {numbers.plural(found.n_rows, 'row')}"
            if found is not None
            else ""
        )
        show_if(self.make, has_rows)
        self.make.setEnabled(bool(state.model) and self.chosen() is not None)
        self.make.setToolTip(
            "" if state.model else tr("Register the run: a gate is of a model's candidates.")
        )

    def _on_row(self, _key: object) -> None:
        self.make.setEnabled(bool(self.state.model) and self.chosen() is not None)
