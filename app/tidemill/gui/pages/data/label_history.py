"""The history of a column's labels: who said what of which row, when and after what; undone one
by one."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.labels import BY_HAND, ROW, Said
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.label_state import label_words
from tidemill.gui.shell.page import PageContext

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.workspace import Workspace

MOST_SHOWN = 25
_HEIGHT = 380
_KEYS = ("label.history", "label.history.undo")


def title_of(said: Said, *, is_boolean: bool = False) -> str:
    """What was said of which row: "Row 102 of flight_id: late instead of on time".

    Labels of truth values are said as rows show them, as yes and no.
    """
    one = said.entry
    row = tr("Row {key}", key=one.key) if one.key_column == ROW else f"{one.key_column} {one.key}"
    now = tr("label taken away")
    if one.value is not None:
        now = label_words(one.value, is_boolean=is_boolean)
    if said.is_first:
        return f"{row}: {now}"
    before = tr("no label")
    if said.before is not None:
        before = label_words(said.before, is_boolean=is_boolean)
    return tr("{row}: {now}, before {before}", row=row, now=now, before=before)


def text_of(said: Said) -> str:
    """Who said it, when, by what way, and whether it was undone."""
    one = said.entry
    way = "" if one.source == BY_HAND else tr(", from {source}", source=one.source)
    undone = (
        ""
        if one.undone_at is None
        else tr(". Undone {full_time}", full_time=numbers.full_time(one.undone_at))
    )
    return f"{one.by}, {numbers.full_time(one.at)}{way}{undone}"


class LabelHistory(Sheet):
    """Lists labels newest first; emits `undone` after one action was undone."""

    keeps_draft = False

    undone = Signal()

    def __init__(
        self, context: PageContext, dataset: str, column: str, *, is_boolean: bool = False
    ) -> None:
        """Begin to read; `is_boolean` where the column holds truth values."""
        super().__init__(
            context.sheet_host,
            tr("Labels of {column}", column=column),
            tr("Who labelled which row of {dataset}, newest first.", dataset=dataset),
            cancel=tr("Close"),
            recorded_as=tr("What is undone stays in the history."),
            note_icon="undo-2",
        )
        self._context, self._dataset, self._column = context, dataset, column
        self._is_boolean = is_boolean
        self.said: list[Said] = []
        self.buttons: dict[str, Button] = {}
        self.failure = ErrorPanel(parent=self)
        self.failure.hide()
        self.words = Label(tr("Reading the labels"), "small", "text2")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addWidget(self.failure)
        self.body.addWidget(self.words)
        self.body.addLayout(self._rows)
        self.area.content.setMinimumHeight(_HEIGHT)
        self.body.addStretch(1)
        self.closed.connect(self._on_closed)
        self.reload()

    def reload(self) -> None:
        """Read the newest labels."""
        work = partial(_told, self._context.workspace, self._dataset, self._column)
        self._context.operations.run(_KEYS[0], work, self._on_read, self._on_failed)

    def undo(self, batch: str) -> None:
        """Undo the labels of an action."""
        for button in self.buttons.values():
            button.setEnabled(False)
        work = partial(_undo, self._context.workspace, self._dataset, batch)
        self._context.operations.change(_KEYS[1], work, self._on_undone, self._on_failed)

    def _on_undone(self, _n: int) -> None:
        self.undone.emit()
        self.reload()

    def _on_failed(self, error: TidemillError) -> None:
        self.failure.set_error(error.message, error.hint, error.detail)
        show_if(self.failure, True)

    def _on_closed(self) -> None:
        for key in _KEYS:
            self._context.operations.cancel_all(key)

    def _on_read(self, found: tuple[list[Said], int]) -> None:
        self.said, total = found
        words = tr("No row was labelled yet.")
        if total:
            words = tr("{n_labels} in all", n_labels=numbers.plural(total, "label"))
        if total > len(self.said):
            words += tr(", the newest {n} shown", n=len(self.said))
        self.words.set_text(words)
        self.buttons = {}
        while self._rows.count():
            item = self._rows.takeAt(0)
            part = None if item is None else item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        for said in self.said:
            self._rows.addWidget(self._row(said))
            self._rows.addWidget(Divider())
        self.fit()

    def _row(self, said: Said) -> QWidget:
        one = said.entry
        holder = QWidget()
        holder.setFixedHeight(metrics.current().row_two_lines)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 2, 0, 2)
        words = QVBoxLayout()
        words.setSpacing(1)
        is_undone = one.undone_at is not None
        title = title_of(said, is_boolean=self._is_boolean)
        words.addWidget(Label(title, "strong", "text3" if is_undone else "text"))
        words.addWidget(Label(text_of(said), "small", "text2"))
        row.addLayout(words, 1)
        if not is_undone and one.batch not in self.buttons:
            button = Button(tr("Undo"), "undo-2", "ghost", height=28)
            is_many = one.source != BY_HAND
            button.setAccessibleName(tr("Undo {said}", said=one.source if is_many else title))
            if is_many:
                button.set_text(tr("Undo all of {source}", source=one.source))
            button.clicked.connect(partial(self._on_undo, one.batch))
            self.buttons[one.batch] = button
            row.addWidget(button)
        return holder

    def _on_undo(self, batch: str, *_: object) -> None:
        self.undo(batch)


def _told(
    workspace: "Workspace", dataset: str, column: str, _reporter: "Reporter"
) -> tuple[list[Said], int]:
    from tidemill.services import labelling

    return labelling.told_of(workspace, dataset, column=column, limit=MOST_SHOWN)


def _undo(workspace: "Workspace", dataset: str, batch: str, _reporter: "Reporter") -> int:
    from tidemill.services import labelling

    return labelling.undo(workspace, dataset, batch)
