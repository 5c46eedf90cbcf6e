"""Asks by what a model's rows are cut into chunks: by file, by a period, or by so many rows."""

from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.domain.cuts import LEAST_ROWS, Cut, Unit
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if

USUAL_ROWS = 1_000
"""What stands in the field before anybody typed a number of rows."""

_UNITS = (
    (Unit.FILE, tr("File"), tr("Each file that came is a chunk, however many rows it has.")),
    (
        Unit.DAY,
        tr("Day"),
        tr("Rows go to the day of their time; late ones go to the day they are of."),
    ),
    (Unit.WEEK, tr("Week"), tr("Rows go to the week of their time, from Monday; late ones too.")),
    (Unit.MONTH, tr("Month"), tr("Rows go to the month of their time; late ones too.")),
    (
        Unit.ROWS,
        tr("Number of rows"),
        tr("Rows are counted as they came, whichever file they were in."),
    ),
)


class ChunkSheet(Sheet):
    """`accepted` comes with `unit()` and `n_rows()`; `failure` stands below."""

    reopened_by = ("monitoring.chunks",)

    def __init__(self, host: QWidget, model: str, cut: Cut, recorded_as: str) -> None:
        """Show by what the rows of `model` are cut now."""
        super().__init__(
            host,
            tr("Chunks of {model}", model=model),
            tr(
                "A chunk is what is looked at together: one point of the charts, one cell of "
                "the map. What was seen so far is cut anew from the rows that are stored. It "
                "can be undone."
            ),
            primary=tr("Cut by file"),
            width=640,
            recorded_as=recorded_as,
        )
        self._cut = cut
        self.body.addWidget(Label(tr("Cut by"), "strong"))
        self.by = Choice(
            [(str(u), title) for u, title, _ in _UNITS], str(cut.unit), name=tr("Cut by")
        )
        self.body.addWidget(self.by)
        self._told = Paragraph("", "small", "text3")
        self.body.addWidget(self._told)
        self.rows = NumberField(
            cut.n or USUAL_ROWS, LEAST_ROWS, None, 100, is_integer=True, label=tr("Rows in a chunk")
        )
        self.body.addWidget(self.rows)
        self.failure = ErrorPanel(parent=self)
        self.body.addWidget(self.failure)
        self.by.chosen.connect(self._on_change)
        self.rows.value_changed.connect(self._on_change)
        self.rows.submitted.connect(self._on_submitted)
        self._draw()

    def unit(self) -> Unit:
        """By what the rows are cut."""
        return Unit(str(self.by.value()))

    def n_rows(self) -> int:
        """How many rows a chunk has; 0 unless they are cut by rows, or it is no such number."""
        value = self.rows.value() if self.unit() is Unit.ROWS else None
        return 0 if value is None else int(value)

    def _on_change(self, _value: object) -> None:
        self._draw()

    def _on_submitted(self, _text: str) -> None:
        if self.primary.isEnabled():
            self.accepted.emit()

    def _draw(self) -> None:
        unit, n = self.unit(), self.n_rows()
        show_if(self.rows, unit is Unit.ROWS)
        self._told.set_text(next(told for one, _, told in _UNITS if one is unit))
        self.failure.set_error("")
        chosen = Cut(unit, n)
        is_whole = unit is not Unit.ROWS or n > 0
        self.primary.set_text(tr("Cut by {said}", said=chosen.words if n else unit))
        self.primary.setEnabled(is_whole and chosen != self._cut)
