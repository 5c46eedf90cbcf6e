"""What gates said of a version: each answer, the run it is of, and what an answer rests on."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import StatusCell
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.explained import explain, first_known
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.models.gate_evidence import Evidence, evidence_of
from tidemill.gui.pages.models.gate_runs import ShownRuns
from tidemill.gui.pages.models.version_rows import gate_line

GATE_COLUMNS = (
    TableColumn("gate", tr("Gate"), 216, kind="status_text", sortable=False),
    TableColumn("value", tr("Value"), 136, "right", sortable=False, tone="text2"),
    TableColumn("message", tr("What it found"), 220, stretch=1, sortable=False, tone="text2"),
)
_MOST_ROWS = 12


class EvidenceCard(Card):
    """Draws one answer in whole; hidden while none is chosen."""

    def __init__(self) -> None:
        """Empty until an answer is shown."""
        super().__init__()
        head = QHBoxLayout()
        head.setSpacing(8)
        self.mark = StatusMark("good")
        self.title = Label("", "h3")
        head.addWidget(self.mark)
        head.addWidget(self.title, 1)
        self.body.addLayout(head)
        self.message = Paragraph("", "body", "text2")
        self.body.addWidget(self.message)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._facts: list[QWidget] = []
        self.table = LazyTable(
            (), selection="none", row_height=30, auto_height=True, name=tr("Evidence")
        )
        self.table.set_most_rows(_MOST_ROWS)
        self.body.addWidget(self.table)
        self._shown: Evidence | None = None

    def show_evidence(self, evidence: Evidence | None) -> None:
        """Draw an answer, or none."""
        show_if(self, evidence is not None)
        if evidence is None or evidence == self._shown:
            return
        self._shown = evidence
        self.mark.set_status(
            "good" if evidence.is_passed else "bad",
            tr("Passed") if evidence.is_passed else tr("Failed"),
        )
        self.title.set_text(evidence.title)
        self.message.set_text(evidence.message)
        for part in self._facts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._facts = []
        for at, (caption, value) in enumerate(evidence.facts):
            for column, part in enumerate(
                (Label(caption, "small", "text3", elide="none"), Label(value, "small", "text"))
            ):
                self._grid.addWidget(part, at, column)
                if column:
                    explain(part, first_known(value, caption, evidence.title))
                part.show()
                self._facts.append(part)
        self.table.set_columns(evidence.table.columns)
        self.table.set_source(RowsSource(evidence.table.rows))
        show_if(self.table, bool(evidence.table.rows))


class GateRunsPart(QWidget):
    """Emits `run_chosen(at)` where an earlier run is to be looked at."""

    run_chosen = Signal(int)

    def __init__(self) -> None:
        """Empty until a version is shown."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = Label("", "h3", elide="none")
        self.runs = Choice(look="ghost", height=28, name=tr("Run of the gates"))
        self.runs.chosen.connect(self._on_run)
        head.addWidget(self.title)
        head.addWidget(self.runs)
        head.addStretch(1)
        column.addLayout(head)
        self.words = Paragraph("", "small", "text3")
        column.addWidget(self.words)
        self.table = LazyTable(GATE_COLUMNS, row_height=36, auto_height=True, name=tr("Gates"))
        self.table.current_changed.connect(self._on_gate)
        card = Card((1, 1))
        card.body.addWidget(self.table)
        column.addWidget(card)
        self.evidence = EvidenceCard()
        column.addWidget(self.evidence)
        self._shown: ShownRuns | None = None
        self.evidence.show_evidence(None)

    def show_runs(self, shown: ShownRuns) -> None:
        """Draw the answers of the run looked at; the answer chosen stays chosen."""
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        self.title.set_text(shown.title)
        self.runs.set_options(shown.options, shown.at)
        show_if(self.runs, len(shown.runs) > 1)
        self.words.set_text(shown.words)
        show_if(self.words, bool(shown.words))
        if before is None or before.gates != shown.gates or before.number != shown.number:
            kept = self.table.current_key() if _is_alike(before, shown) else None
            self.table.set_source(RowsSource([gate_cells(gate) for gate in shown.gates]))
            self._look_at(_first(shown) if kept is None else kept)

    def _look_at(self, key: object) -> None:
        at = key if isinstance(key, int) else None
        self.table.set_current(at)
        gates = () if self._shown is None else self._shown.gates
        self.evidence.show_evidence(evidence_of(gates[at]) if at is not None else None)

    def _on_gate(self, key: object) -> None:
        gates = () if self._shown is None else self._shown.gates
        if isinstance(key, int) and key < len(gates):
            self.evidence.show_evidence(evidence_of(gates[key]))

    def _on_run(self, at: object) -> None:
        if isinstance(at, int):
            self.run_chosen.emit(at)


def _is_alike(before: ShownRuns | None, shown: ShownRuns) -> bool:
    """Whether the same gates stand there, so that a person stays where they are."""
    if before is None or before.number != shown.number:
        return False
    return [one["name"] for one in before.gates] == [one["name"] for one in shown.gates]


def _first(shown: ShownRuns) -> int | None:
    """The gate to look at first: one that failed, else the first."""
    failed = (at for at, gate in enumerate(shown.gates) if not gate["passed"])
    return next(failed, 0 if shown.gates else None)


def gate_cells(gate: Mapping[str, Any]) -> dict[str, object]:
    """What a gate said of a version, under `GATE_COLUMNS`."""
    line = gate_line(gate)
    return {
        "gate": StatusCell(
            "good" if line.is_passed else "bad",
            line.title,
            icon="circle-check" if line.is_passed else "octagon-minus",
        ),
        "value": line.value,
        "message": spoken(line.message),
    }
