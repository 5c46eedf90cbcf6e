"""The sheet that names the best runs by a rule, and marks the front in the list."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal

from tidemill.base.collation import Key
from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.choice_rules import ChoiceRule, title_of
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.best import state as reading
from tidemill.gui.pages.experiments.best.state import BestState
from tidemill.gui.pages.experiments.selection import Keys
from tidemill.gui.sheets import rule_draft
from tidemill.gui.sheets.rule_draft import RuleDraft
from tidemill.gui.sheets.rule_form import RuleForm

if TYPE_CHECKING:
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.choosing import RankedRuns

NEW = "\0new"
"""Stands for a rule that is to be made; no rule has such a name."""


class BestSheet(Sheet):
    """Emits `marked(keys)` for the runs to be selected in the list, `opened(key)` for one run."""

    reopened_by = ("experiments.best",)

    marked = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        context: "PageContext",
        keys: Keys,
        n_matching: int,
        measures: tuple[tuple[str, str], ...],
    ) -> None:
        """Rank these runs once a rule is chosen; the rules are read at once."""
        self._context = context
        some = keys[: reading.MOST_RUNS]
        self.state = BestState(some, n_matching, measures)
        super().__init__(
            context.sheet_host,
            tr("The best by a rule"),
            self.state.about,
            tr("Select the front"),
            "check",
            width=900,
            cancel=tr("Close"),
        )
        self.choice = Choice(icon="scale", name=tr("Rule"), placeholder=tr("Choose a rule"))
        self.form = RuleForm()
        self.said = Paragraph("", "body", "text")
        self.left_out = Paragraph("", "small", "text2")
        self.table: LazyTable | None = None
        self._failure = ErrorPanel(parent=self)
        self.open_best = Button(tr("Open the best"), "arrow-right", height=36)
        self.add_to_foot(self.open_best)
        for part in (self.choice, self.form, self.said):
            self.body.addWidget(part)
        self.body.addWidget(self.left_out)
        self.body.addWidget(self._failure)
        self.choice.chosen.connect(self._on_chosen)
        self.form.changed.connect(self._on_draft)
        self.form.saved.connect(self._on_saved)
        self.open_best.clicked.connect(self._on_open)
        self.accepted.connect(self._on_accepted)
        self.closed.connect(self._on_closed)
        self._shown: RankedRuns | None = None
        self._draw()
        work = partial(reading.rules, context.workspace)
        context.operations.run("experiments.best.rules", work, self._on_rules, self._on_failed)

    def _set(self, state: BestState) -> None:
        self.state = state
        self._draw()

    def _draw(self) -> None:
        state = self.state
        options = [
            *(Option(one.name, one.name, icon="scale") for one in state.rules or ()),
            *([Option(NEW, tr("A rule of your own…"), icon="plus")] if state.measures else []),
        ]
        self.choice.set_options(options, NEW if state.draft is not None else state.chosen or None)
        show_if(self.form, state.draft is not None)
        if state.draft is not None:
            self.form.show_draft(state.draft)
        found = state.found
        self.said.set_text(_said(state))
        names = [why for _, why in found.left_out[:3]] if found is not None else []
        more = len(found.left_out) - len(names) if found is not None else 0
        words = " ".join([*names, *([tr("And {more:,} more.", more=more)] if more else [])])
        self.left_out.set_text(tr("Left out: {words}", words=words) if words else "")
        show_if(self.left_out, bool(words))
        if found is not self._shown:
            self._shown = found
            self._show_table(found)
        error = state.error
        self._failure.set_error(*((error.message, error.hint, error.detail) if error else ("",)))
        is_costs = found is not None and not found.rule.weights
        self.primary.setText(tr("Select those as good") if is_costs else tr("Select the front"))
        self.primary.setEnabled(bool(state.marked))
        self.open_best.setEnabled(found is not None and bool(found.runs))
        self.fit()

    def _show_table(self, found: "RankedRuns | None") -> None:
        if self.table is not None:
            self.body.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
            self.table = None
        if found is None:
            return
        by_points = bool(found.rule.weights)
        columns = [TableColumn("name", tr("Run"), 150, "left", stretch=2)]
        columns += [
            TableColumn(f"values.{one.metric}", title_of(one.metric), 90, "right", sortable=False)
            for one in found.rule.weights
        ]
        columns += [
            TableColumn("score", found.rule.unit.capitalize(), 90, "right", sortable=False),
            TableColumn(
                "mark", tr("Front") if by_points else tr("Yes from"), 100, "left", sortable=False
            ),
            TableColumn("behind", tr("Behind the best"), 190, "left", stretch=1, sortable=False),
        ]
        source = RowsSource(reading.cells(found))
        self.table = LazyTable(columns, source, selection="single", name=tr("Runs by the rule"))
        self.table.setMinimumHeight(260)
        self.table.activated_row.connect(self._on_activated)
        self.body.insertWidget(self.body.indexOf(self.left_out), self.table)
        self.table.show()  # what is hidden still would not be measured

    # What a person does

    def _on_rules(self, rules: tuple[ChoiceRule, ...]) -> None:
        state = replace(self.state, rules=rules)
        if not rules:
            state = reading.begun(state)
        self._set(state)
        if rules:
            self._on_chosen(rules[0].name)

    def _on_chosen(self, name: object) -> None:
        if name == NEW:
            self._set(reading.begun(replace(self.state, found=None)))
            return
        state = replace(self.state, chosen=str(name), draft=None, found=None, error=None)
        self._set(replace(state, is_reading=True))
        self._rank()

    def _rank(self) -> None:
        rule = self.state.rule
        if rule is None:
            return
        keys: list[int] = self.state.keys.tolist()
        work = partial(reading.ranked, self._context.workspace, rule, keys)
        self._context.operations.run("experiments.best", work, self._on_ranked, self._on_failed)

    def _on_ranked(self, found: "RankedRuns") -> None:
        self._set(replace(self.state, found=found, is_reading=False))

    def _on_draft(self, draft: RuleDraft) -> None:
        self._set(replace(self.state, draft=draft, error=None))

    def _on_saved(self, draft: RuleDraft) -> None:
        work = partial(rule_draft.put, self._context.workspace, draft.rule)
        self._context.operations.change("rules.put", work, self._on_kept, self._on_failed)

    def _on_kept(self, rule: ChoiceRule) -> None:
        others = [one for one in self.state.rules or () if one.name != rule.name]
        known = tuple(sorted([*others, rule], key=lambda one: Key(one.name)))
        self._set(replace(self.state, rules=known))
        self._on_chosen(rule.name)

    def _on_failed(self, error: TidemillError) -> None:
        if error.kind == "bug":
            self._context.problem(error)
        self._set(replace(self.state, error=error, is_reading=False))

    def _on_open(self) -> None:
        if self.state.found is not None and self.state.found.runs:
            self._on_activated(self.state.found.runs[0].run.pk)

    def _on_activated(self, key: object) -> None:
        self.close_sheet()
        self.opened.emit(key)

    def _on_accepted(self) -> None:
        keys = np.array([one.run.pk for one in self.state.marked], dtype=np.int64)
        self.close_sheet()
        self.marked.emit(keys)

    def _on_closed(self) -> None:
        self._context.operations.cancel_all("experiments.best")


def _said(state: BestState) -> str:
    if state.found is not None:
        return state.found.words
    if state.draft is not None:
        return ""
    return tr("Ranking the runs.") if state.is_reading else ""
