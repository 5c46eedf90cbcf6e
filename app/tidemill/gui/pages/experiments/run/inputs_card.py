"""The datasets that a script said its run read."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import Headed

if TYPE_CHECKING:
    from tidemill.domain.run_inputs import RunInput
    from tidemill.services.run_page import RunPage

_MOST = 12


class InputsCard(Headed):
    """A line for each: its name, what it was read for, where it lies, which content it had."""

    def __init__(self) -> None:
        """Make it empty; it is not seen while there is nothing to tell."""
        super().__init__(tr("Data it read"))
        self.column = QVBoxLayout()
        self.column.setSpacing(4)
        self.body.addLayout(self.column)
        self.rows: list[QWidget] = []
        self._shown: tuple[RunInput, ...] = ()
        show_if(self, False)

    def show_page(self, page: "RunPage") -> None:
        """List what the run read."""
        show_if(self, bool(page.inputs))
        if page.inputs == self._shown:
            return
        self._shown = page.inputs
        for row in self.rows:
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [_row(one) for one in page.inputs[:_MOST]]
        n_rest = len(page.inputs) - _MOST
        if n_rest > 0:
            self.rows.append(
                Label(tr("and {integer} more", integer=numbers.integer(n_rest)), "small", "text3")
            )
        for row in self.rows:
            self.column.addWidget(row)
            row.show()
        self.subtitle.set_text(tr("as the script said"))


def _row(one: "RunInput") -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(Label(one.name, "strong", elide="middle"))
    if one.context:
        line.addWidget(Label(one.context, "small", "text2"))
    line.addStretch(1)
    if one.place:
        line.addWidget(Label(one.place, "small", "text2", elide="middle"))
    line.addWidget(Label(one.digest, "mono", "text3"))
    return row
