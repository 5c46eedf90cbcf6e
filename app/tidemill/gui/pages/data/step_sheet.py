"""The sheet that makes or changes a step: its settings at the left, what it would do at the right.

Rows before and after are computed while the person types, off the window's thread; nothing is
kept before the primary button is pressed.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.columns import Schema
from tidemill.domain.entries import StepEntry
from tidemill.domain.steps import Step
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.table import RowsSource, TableColumn
from tidemill.gui.pages.data.fitted import FittedTable
from tidemill.gui.pages.data.step_form import StepForm
from tidemill.gui.pages.data.steps_state import ICONS, cells_of, effect_words, shown_columns
from tidemill.gui.shell.page import PageContext

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.step_previews import Preview
    from tidemill.services.workspace import Workspace

_PAUSE_MS = 220
_FORM_WIDTH = 340
_KEYS = ("steps.columns", "steps.preview")


class StepSheet(Sheet):
    """Emits `wanted(kind, settings)` for the primary action."""

    wanted = Signal(str, object)

    def __init__(
        self, context: PageContext, dataset: str, step: Step | None = None, place: int | None = None
    ) -> None:
        """Make the sheet for a new step, or for one that stands at a place."""
        super().__init__(
            context.sheet_host,
            tr("Change a step")
            if step is not None
            else tr("Add a step to {dataset}", dataset=dataset),
            tr("It runs on all rows there are and on every later file."),
            tr("Keep and prepare") if step is not None else tr("Add the step"),
            "check",
            1040,
            recorded_as=tr("The rows as they came are kept. You can undo this step by itself."),
            note_icon="undo-2",
        )
        from tidemill.services import steps

        self._context = context
        self._dataset = dataset
        self._step = step
        self._at = place
        self._schema = Schema(())
        self.entries: list[StepEntry] = steps.entries()
        self.form: StepForm | None = None
        self.kind = Choice(
            [Option(e.id, e.title, "", ICONS.get(e.id)) for e in self.entries],
            None if step is None else step.kind,
            tr("Choose what to do"),
            name=tr("Kind of step"),
        )
        self.kind.setEnabled(step is None)
        self.kind.chosen.connect(self._on_kind)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._preview)
        self._make_body()
        self.accepted.connect(self._on_accepted)
        self.closed.connect(self._on_closed)
        self.primary.setEnabled(False)
        work = partial(_columns, context.workspace, dataset, place)
        context.operations.run(_KEYS[0], work, self._on_columns, self.fail)

    def _make_body(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(22)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.kind)
        self._slot = QVBoxLayout()
        left.addLayout(self._slot)
        left.addStretch(1)
        holder = QWidget()
        holder.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(_FORM_WIDTH)
        row.addWidget(holder)
        row.addWidget(Divider(is_vertical=True))
        right = QVBoxLayout()
        right.setSpacing(8)
        self.sentence = Paragraph(tr("Choose what to do, and the first rows show it."), "h3")
        self.effect = Label("", "small", "text2")
        self.before = FittedTable([], tr("Rows before"))
        self.after = FittedTable([], tr("Rows after"))
        self._heads = [Label(tr("Before"), "strong"), Label(tr("After"), "strong")]
        right.addWidget(self.sentence)
        right.addWidget(self.effect)
        for head, table in zip(self._heads, (self.before, self.after), strict=True):
            right.addWidget(head)
            right.addWidget(table)
            head.hide()
            table.hide()
        right.addStretch(1)
        row.addLayout(right, 1)
        self.body.addLayout(row)
        self._failure = ErrorPanel(parent=self)
        self._failure.hide()
        self.body.addWidget(self._failure)

    def is_waiting(self) -> bool:
        """Whether a preview is still to come."""
        operations = self._context.operations
        return self._later.isActive() or any(operations.is_busy(key) for key in _KEYS)

    def _on_columns(self, schema: Schema) -> None:
        self._schema = schema
        if self._step is not None:
            self._show_form(self._step.kind, self._step.settings)
        elif self.kind.value() is not None:
            self._show_form(str(self.kind.value()), None)

    def _on_kind(self, kind: object) -> None:
        if self._schema.columns:
            self._show_form(str(kind), None)

    def choose(self, kind: str) -> None:
        """Choose what the step does."""
        self.kind.set_value(kind)
        self._on_kind(kind)

    def _show_form(self, kind: str, settings: Mapping[str, Any] | None) -> None:
        if self.form is not None:
            self.form.hide()
            self._slot.removeWidget(self.form)
            self.form.deleteLater()
        entry = next(one for one in self.entries if one.id == kind)
        self.form = StepForm(entry, self._schema, settings)
        self.form.edited.connect(self._on_edited)
        self._slot.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        self._on_edited()
        self.fit()

    def _on_edited(self) -> None:
        self.primary.setEnabled(False)
        self._later.start()

    def _preview(self) -> None:
        if self.form is None:
            return
        work = partial(
            _seen,
            self._context.workspace,
            self._dataset,
            self.form.entry.id,
            self.form.settings(),
            self._at,
        )
        self._context.operations.run(_KEYS[1], work, self._on_seen, self._on_unseen)

    def _on_seen(self, seen: "Preview") -> None:
        if self.form is not None:
            self.form.set_error("")
        self.primary.setEnabled(True)
        self.sentence.set_text(unmarked(seen.sentence))
        self.effect.set_text(effect_words(seen))
        before, after = shown_columns(seen)
        rows = cells_of(seen.columns_before, seen.before, before)
        _fill(self.before, before, rows, ())
        rows = cells_of(seen.columns_after, seen.after, after)
        _fill(self.after, after, rows, seen.changed)
        for part in (*self._heads, self.before, self.after):
            part.show()
        self.fit()

    def _on_unseen(self, error: TidemillError) -> None:
        """What is typed is not whole or not right yet; the last rows stay in sight."""
        if self.form is not None:
            is_begun = any(bool(value) for value in self.form.settings().values())
            words = " ".join(part for part in (error.message, error.hint) if part)
            self.form.set_error(unmarked(words) if is_begun else "")
        self.primary.setEnabled(False)

    def fail(self, error: TidemillError) -> None:
        """Say why the step was not kept."""
        self.primary.set_busy(False)
        self._failure.set_error(unmarked(error.message), error.hint, error.detail)
        self._failure.show()
        self.fit()

    def _on_accepted(self) -> None:
        if self.form is not None and self.primary.isEnabled():
            self.primary.set_busy(True)
            self.wanted.emit(self.form.entry.id, self.form.settings())

    def _on_closed(self) -> None:
        self._later.stop()
        for key in _KEYS:
            self._context.operations.cancel(key)


def _fill(
    table: FittedTable, names: list[str], rows: list[dict[str, Any]], changed: tuple[str, ...]
) -> None:
    columns = [
        TableColumn(
            name,
            name,
            110,
            stretch=1,
            sortable=False,
            role="strong" if name in changed else "body",
        )
        for name in names
    ]
    table.table.set_columns(columns)
    table.set_source(RowsSource(rows))


def _columns(
    workspace: "Workspace", dataset: str, place: int | None, _reporter: "Reporter"
) -> Schema:
    from tidemill.services import step_previews

    return step_previews.columns_at(workspace, dataset, place)


def _seen(
    workspace: "Workspace",
    dataset: str,
    kind: str,
    settings: Mapping[str, Any],
    place: int | None,
    reporter: "Reporter",
) -> "Preview":
    from tidemill.services import step_previews

    return step_previews.preview(workspace, dataset, kind, settings, at=place, reporter=reporter)
