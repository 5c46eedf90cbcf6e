"""The part Model card: what only people know, to be written here, and the facts below it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.model_cards import PARTS, CardSection, ModelCard
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card, head_row
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.explained import Number
from tidemill.gui.kit.fields import TextArea
from tidemill.gui.kit.gradually import Gradually
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.surfaces import Well
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.table_model import EXPLAINED
from tidemill.gui.pages.models.told_state import Told

_WIDTHS = (220, 150, 200, 200)


class CardPart(QWidget):
    """The card of a version; emits `save_wanted({part: text})` and `export_wanted(ending)`."""

    save_wanted = Signal(dict)
    export_wanted = Signal(str)

    def __init__(self) -> None:
        """Make the parts that people write; the facts come with the card."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.missing = Paragraph("", "body", "text2")
        row.addWidget(self.missing, 1)
        self.html = Button(tr("Save as HTML…"), "file-code")
        self.html.clicked.connect(self._on_html)
        self.pdf = Button(tr("Save as PDF…"), "file-text")
        self.pdf.clicked.connect(self._on_pdf)
        row.addWidget(self.html)
        row.addWidget(self.pdf)
        column.addLayout(row)
        self.problem = ErrorPanel()
        self.problem.set_error("")
        column.addWidget(self.problem)
        column.addWidget(self._make_human())
        self._facts = QVBoxLayout()
        self._facts.setSpacing(10)
        column.addLayout(self._facts)
        self.building = Gradually(self)
        self._cards: list[Card] = []
        self._card: ModelCard | None = None
        self._before: dict[str, str] = {}

    def _make_human(self) -> Card:
        card = Card()
        card.body.addLayout(
            head_row(tr("What only people know"), tr("of the model, for all its versions"))
        )
        self.areas: dict[str, TextArea] = {}
        for part in PARTS:
            card.body.addWidget(Label(spoken(part.title), "strong"))
            area = TextArea(spoken(part.ask), 2, spoken(part.title))
            area.textChanged.connect(self._on_typed)
            well = Well("subtle", "line", 8)
            inside = QVBoxLayout(well)
            inside.setContentsMargins(1, 1, 1, 1)
            inside.addWidget(area)
            card.body.addWidget(well)
            self.areas[part.id] = area
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.save = Button(tr("Save"), "check")
        self.save.setEnabled(False)
        self.save.clicked.connect(self._on_save)
        foot.addWidget(self.save)
        card.body.addLayout(foot)
        return card

    def show_told(self, told: Told) -> None:
        """Draw the card; what is being typed is left alone."""
        problem = told.problem
        self.problem.set_error(*(("",) if problem is None else (problem.message, problem.hint)))
        card = told.card
        for button in (self.html, self.pdf):
            button.setEnabled(card is not None)
        if card is None:
            self.missing.set_text(tr("Reading what is known…") if told.is_busy else "")
            self._fill(())
            self._card = None
            return
        if card == self._card:
            return
        self._card = card
        self.missing.set_text(card.missing_words or tr("Every part of the card is written."))
        for part, area in self.areas.items():
            text = card.written.get(part, "")
            if area.text() == self._before.get(part, ""):
                area.setPlainText(text)
            self._before[part] = text
        self._on_typed()
        self._fill(card.sections)

    def _fill(self, sections: Sequence[CardSection]) -> None:
        for card in self._cards:
            self._facts.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        self.building.start(partial(self._add, one) for one in sections)

    def _add(self, section: CardSection) -> None:
        card = _section(section)
        self._facts.addWidget(card)
        self._cards.append(card)

    def changed_parts(self) -> dict[str, str]:
        """What was typed and is not saved."""
        return {
            part: area.text().strip()
            for part, area in self.areas.items()
            if area.text().strip() != self._before.get(part, "")
        }

    def _on_typed(self) -> None:
        self.save.setEnabled(bool(self.changed_parts()))

    def _on_save(self) -> None:
        self.save_wanted.emit(self.changed_parts())

    def _on_html(self) -> None:
        self.export_wanted.emit("html")

    def _on_pdf(self) -> None:
        self.export_wanted.emit("pdf")


def _term(section: str, head: str) -> str:
    """What the numbers under a head mean; settings were chosen and not measured."""
    if section == "Training":
        return "Setting"
    if section == "Gates" and head == "What it found":
        return "-"  # a sentence
    return "Change" if head.startswith("Against") else head


def _section(section: CardSection) -> Card:
    card = Card()
    card.body.addLayout(head_row(spoken(section.title), ""))
    for words in section.words:
        card.body.addWidget(Paragraph(words, "body", "text2"))
    table = section.table
    if table is not None and table.rows:
        last = len(table.heads) - 1
        columns = [
            TableColumn(
                str(at),
                spoken(head),
                width,
                stretch=int(at == last),
                sortable=False,
                term=_term(section.title, head) if at else "",
            )
            for at, (head, width) in enumerate(zip(table.heads, _WIDTHS, strict=False))
        ]
        rows: list[Mapping[str, Any]] = [
            {str(at): spoken(text) for at, text in enumerate(row)}
            | {EXPLAINED: {"1": Number(row[0])}}
            for row in table.rows
        ]
        shown = LazyTable(
            columns,
            RowsSource(rows),
            "none",
            row_height=30,
            auto_height=True,
            name=spoken(section.title),
        )
        card.body.addWidget(shown)
    return card
