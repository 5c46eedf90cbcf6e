"""The part of the Train sheet in which it is said what the best run is."""

from PySide6.QtCore import Signal

from tidemill.base.words import spoken, tr
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.form_rows import FormRows
from tidemill.gui.pages.data.train_state import TrainState
from tidemill.gui.sheets.rule_form import RuleForm

NEW = "\0new"
"""Stands for a rule that is to be made; no rule has such a name."""


class RulePart(FormRows):
    """Emits `rule_chosen(name)`, "" for the measure alone, and `rule_begun()`."""

    rule_chosen = Signal(str)
    rule_begun = Signal()

    def __init__(self) -> None:
        """Draw the row, the form below it hidden."""
        super().__init__()
        self.choice = Choice(icon="scale", name=tr("Choose by"))
        self.form = RuleForm()
        self._row = self.add(tr("Choose by"), self.choice, self.form)
        self.choice.chosen.connect(self._on_chosen)

    def show_state(self, state: TrainState) -> None:
        """Draw the rules and the draft."""
        assert state.suggested is not None
        titles = {one.id: spoken(one.title) for one in state.suggested.measures}
        title = titles.get(state.metric, state.metric)
        rule = state.rule
        options = [
            Option("", f"{title} alone"),
            *(Option(one.name, one.name, icon="scale") for one in rule.rules),
            Option(NEW, tr("A rule of your own…"), icon="plus"),
        ]
        self.choice.set_options(options, NEW if rule.draft is not None else rule.chosen)
        self._row.reason.set_text(
            tr("What makes one run better than another where one measure does not say it all.")
            if rule.draft is not None
            else rule.reason(title)
        )
        show_if(self.form, rule.draft is not None)
        if rule.draft is not None:
            self.form.show_draft(rule.draft)

    def _on_chosen(self, name: object) -> None:
        if name == NEW:
            self.rule_begun.emit()
        else:
            self.rule_chosen.emit(str(name))
