"""The sheet that makes or changes a rule: choose a check, fill its settings, read the sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from tidemill.base.errors import NeedsYou
from tidemill.base.words import spoken, tr
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.kit.sheet import Sheet

_FIRST = "column_values"


@dataclass(frozen=True)
class CheckOffer:
    """A check that a rule can be made of."""

    entry: CheckEntry


@dataclass(frozen=True)
class RuleDraft:
    """What a person filled in: the rule changed (empty for a new one), check, settings, effect."""

    key: str
    check: str
    settings: Mapping[str, Any]
    severity: str


class RuleSheet(Sheet):
    """Emits `drafted(RuleDraft)`; stays open until `close_sheet`, or shows why it can't be."""

    drafted = Signal(object)

    def __init__(
        self,
        host: QWidget,
        dataset: str,
        offers: tuple[CheckOffer, ...],
        columns: tuple[tuple[str, str], ...],
        draft: RuleDraft | None = None,
    ) -> None:
        """Make the sheet; `columns` are names with kinds, `draft` a rule to change."""
        is_new = draft is None
        super().__init__(
            host,
            tr("Add a rule") if is_new else tr("Change the rule"),
            tr("Every later file of {dataset} is judged by it.", dataset=dataset),
            tr("Add the rule") if is_new else tr("Save the rule"),
            "shield-check",
        )
        self._entries = {offer.entry.id: offer.entry for offer in offers}
        self._columns = columns
        self._key = "" if draft is None else draft.key
        self._given: Mapping[str, Any] = {} if draft is None else draft.settings
        self._inputs: dict[str, Choice | CheckBox | Field] = {}
        self._sentence = Paragraph("", "lead")
        self.body.addWidget(self._sentence)
        top = QGridLayout()
        top.setHorizontalSpacing(20)
        top.setVerticalSpacing(14)
        top.setColumnMinimumWidth(0, 150)
        top.setColumnStretch(1, 1)
        options = [Option(e.id, e.title, icon="shield-check") for e in self._entries.values()]
        first = draft.check if draft is not None else _FIRST
        self.check = Choice(options, first, tr("Choose a check"), name=tr("Check"))
        self.check.setEnabled(is_new)
        self.check.chosen.connect(self._on_check)
        effects = (("error", tr("Set the file aside")), ("warn", tr("Only say so")))
        severity = draft.severity if draft is not None else self._entries[first].severity
        self.effect = Choice(effects, severity, name=tr("When a file breaks it"))
        self._row(top, 0, tr("Check"), self.check)
        self._row(top, 1, tr("When a file breaks it"), self.effect)
        self.body.addLayout(top)
        self._help = Paragraph("", "small", "text3")
        self.body.addWidget(self._help)
        self._holder = QWidget()
        self._form = QVBoxLayout(self._holder)
        self._form.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._holder)
        self._part: QWidget | None = None
        self._error = ErrorPanel(parent=self)
        self._error.hide()
        self.body.addWidget(self._error)
        self.accepted.connect(self._on_accepted)
        self._build()

    def _row(self, grid: QGridLayout, row: int, caption: str, part: QWidget) -> None:
        label = Label(caption, "strong")
        label.setFixedHeight(32)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(part, row, 1)

    def _build(self) -> None:
        """A form from the check's parameters."""
        if self._part is not None:
            self._part.hide()
            self._part.deleteLater()
        entry = self._entries[self.check.value()]
        self._help.set_text(unmarked(entry.help))
        self._part = QWidget()
        grid = QGridLayout(self._part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, 150)
        grid.setColumnStretch(1, 1)
        self._inputs = {}
        for at, parameter in enumerate(entry.parameters):
            made = self._input(parameter, self._given.get(parameter.id, parameter.default))
            self._inputs[parameter.id] = made
            self._row(grid, at, spoken(parameter.title), made)
        self._form.addWidget(self._part)
        self._say()
        self.fit()

    def _input(self, parameter: Parameter, value: Any) -> Choice | CheckBox | Field:
        if parameter.of == "column":
            options = [Option(name, name, kind) for name, kind in self._columns]
            if not value and not self._entries[self.check.value()].is_default and options:
                value = options[0].value
            choice = Choice(
                options, value or None, tr("Choose a column"), name=spoken(parameter.title)
            )
            choice.chosen.connect(self._on_changed)
            return choice
        if parameter.choices:
            offered = [Option(one, one) for one in parameter.choices]
            choice = Choice(offered, value, name=spoken(parameter.title))
            choice.chosen.connect(self._on_changed)
            return choice
        if isinstance(parameter.default, bool):
            box = CheckBox(spoken(parameter.help), is_checked=bool(value))
            box.setAccessibleName(spoken(parameter.title))
            box.toggled.connect(self._on_changed)
            return box
        text = f"{value:g}" if isinstance(value, float) else str(value)
        field = Field(text=text, help=spoken(parameter.help), is_mono=parameter.of == "expression")
        field.edit.setAccessibleName(spoken(parameter.title))
        field.text_changed.connect(self._on_changed)
        return field

    def settings(self) -> dict[str, Any]:
        """What was filled in."""
        found: dict[str, Any] = {}
        for name, part in self._inputs.items():
            if isinstance(part, Choice):
                found[name] = part.value() or ""
            elif isinstance(part, CheckBox):
                found[name] = part.isChecked()
            else:
                found[name] = part.text()
        return found

    def sentence(self) -> str:
        """The rule in words as it stands."""
        return self._sentence.text()

    def _say(self) -> None:
        from tidemill.services import rules

        try:
            words = unmarked(rules.sentence(self.check.value(), self.settings()))
        except NeedsYou as error:
            words = f"{error.message} {error.hint}".strip()
        self._sentence.set_text(words)

    def _on_check(self, value: str) -> None:
        self._given = {}
        self.effect.set_value(self._entries[value].severity)
        self._build()

    def _on_changed(self, _value: object = None) -> None:
        self._error.hide()
        self._say()

    def _on_accepted(self) -> None:
        check = self.check.value()
        self.primary.set_busy(True)
        self.drafted.emit(RuleDraft(self._key, check, self.settings(), self.effect.value()))

    def refuse(self, message: str, hint: str) -> None:
        """Say why the rule can't be as it was filled in."""
        self.primary.set_busy(False)
        self._error.set_error(message, hint, "", "")
        self._error.show()
        self.fit()


def offers() -> tuple[CheckOffer, ...]:
    """The checks that rules are made of, those about a column first; not for the GUI's thread."""
    from tidemill.catalog.discovery import family

    entries = [module.ENTRY for module in family("checks").values()]
    made = [one for one in entries if not one.is_default]
    rest = [one for one in entries if one.is_default and one.parameters]
    return tuple(CheckOffer(one) for one in (*made, *rest))
