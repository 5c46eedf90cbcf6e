"""Turns choices on the Train sheet into a job."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.gui.kit.files import FileWish, file_name
from tidemill.gui.pages.data import code_reading, train_filling, train_starting
from tidemill.gui.pages.data.code_state import CodeState, Key, toggled
from tidemill.gui.pages.data.train_ahead import (
    NOT_AHEAD,
    is_offered,
    offered,
    with_none,
    with_offer,
)
from tidemill.gui.pages.data.train_rule import with_draft, with_rule
from tidemill.gui.pages.data.train_state import (
    HoldOutChoice,
    Leak,
    Suggested,
    TrainState,
    recipe_of,
    with_suggestions,
)
from tidemill.gui.pages.data.train_suggesting import suggest
from tidemill.gui.sheets import rule_draft
from tidemill.gui.sheets.rule_draft import RuleDraft

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.choice_rules import ChoiceRule
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.gui.pages.data.train_opened import Read
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.forecast_recipes import Offer
    from tidemill.services.workspace import Workspace


class TrainViewModel(QObject):
    """Holds the sheet's state. `started(label, job)` tells that the job is in the queue."""

    changed = Signal(object)
    started = Signal(str, int)

    def __init__(
        self, context: "PageContext", version: "DatasetVersion", parent: QObject | None = None
    ) -> None:
        """Ask for suggestions at once."""
        super().__init__(parent)
        self._context = context
        self.state = TrainState(version)
        self.choose_target(None)

    def close(self) -> None:
        """Ask for nothing more."""
        self._context.operations.cancel_all("train.")

    def choose_target(self, target: str | None) -> None:
        """Predict another column; everything else is suggested anew."""
        work = partial(suggest, self._context.workspace, self.state.version, target)
        operations = self._context.operations
        for key in ("train.leaks", "train.repeats", "train.ahead"):
            operations.cancel(key)
        operations.run("train.suggest", work, self._on_suggested, self._on_failed)

    def again(self) -> None:
        """Ask for suggestions once more."""
        self._set(replace(self.state, word="loading", error=None))
        self.choose_target(None)

    def choose_metric(self, metric: str) -> None:
        """Judge by another measure."""
        self._set(replace(self.state, metric=metric))

    def choose_hold_out(self, choice: HoldOutChoice) -> None:
        """Keep other rows apart; a time column is never learned from."""
        state = self.state
        known = state.suggested.suggestions.leave_out if state.suggested else ()
        dates = {one.column for one in known if one.tag == "date"}
        out = [name for name in state.leave_out if name not in dates or name == choice.time]
        if choice.time is not None and choice.time not in out:
            out.append(choice.time)
        if choice.time is None:
            out = list(state.leave_out)
        is_other = choice.time != state.hold_out.time
        self._set(replace(state, hold_out=choice, leave_out=tuple(out), repeats=""))
        self._look_for_repeats()
        if is_other:
            self._look_ahead(None)

    def leave_out(self, column: str) -> None:
        """Do not learn from a column."""
        if column not in self.state.leave_out:
            self._set(replace(self.state, leave_out=(*self.state.leave_out, column)))

    def take_in(self, column: str) -> None:
        """Learn from a column after all."""
        out = tuple(name for name in self.state.leave_out if name != column)
        self._set(replace(self.state, leave_out=out))

    def keep(self, column: str) -> None:
        """Learn from a column although it may leak."""
        self._set(replace(self.state, kept=self.state.kept | {column}))

    def keep_repeats(self) -> None:
        """Train although rows lie on both sides of the split."""
        self._set(replace(self.state, are_repeats_kept=True))

    def judge_over_time(self, is_on: bool) -> None:
        """Judge on windows over time besides, or not."""
        self._set(replace(self.state, is_over_time=is_on))

    def choose_groups(self, column: str | None) -> None:
        """Give each group of a column a model of its own, or all rows one."""
        self._set(replace(self.state, by_group=column))

    def choose_rule(self, name: str) -> None:
        """Choose the best run by a rule, or by the measure alone ("")."""
        rule = replace(self.state.rule, chosen=name, draft=None)
        self._set(replace(self.state, rule=rule, failure=None))

    def begin_rule(self) -> None:
        """Make a rule; it begins with the measure that judges."""
        state = self.state
        assert state.suggested is not None
        measures = [(one.id, spoken(one.title)) for one in state.suggested.measures]
        rule = with_draft(state.rule, state.suggested.suggestions, measures, state.metric)
        self._set(replace(state, rule=rule))

    def write_rule(self, draft: RuleDraft) -> None:
        """Take over what was typed of a rule."""
        self._set(replace(self.state, rule=replace(self.state.rule, draft=draft)))

    def keep_rule(self, draft: RuleDraft) -> None:
        """Write a rule down and choose by it."""
        work = partial(rule_draft.put, self._context.workspace, draft.rule)
        self._context.operations.change("rules.put", work, self._on_rule, self._on_start_failed)

    def _on_rule(self, rule: "ChoiceRule") -> None:
        self._set(replace(self.state, rule=with_rule(self.state.rule, rule), failure=None))

    def tell_ahead(self, is_on: bool) -> None:
        """Tell the target ahead of its time, or row by row; the newest rows are held out then."""
        state = self.state
        ahead = replace(state.ahead, is_on=is_on and state.ahead.offer is not None)
        way = replace(state.hold_out, group=None) if ahead.is_on else state.hold_out
        by_group = None if ahead.is_on else state.by_group
        self._set(replace(state, ahead=ahead, hold_out=way, by_group=by_group, repeats=""))
        self._look_for_repeats()

    def choose_horizon(self, n_steps: float | None) -> None:
        """Tell so many steps ahead; None while what is typed is no number."""
        steps = None if n_steps is None else int(n_steps)
        self._set(replace(self.state, ahead=replace(self.state.ahead, horizon=steps)))

    def choose_series(self, column: str) -> None:
        """Tell series apart by another column, or by none ("")."""
        self._look_ahead(column)

    def write_lags(self, text: str) -> None:
        """Look back at other values than those suggested; an empty line asks for these again."""
        ahead = self.state.ahead
        if text != ahead.shown_lags:
            self._set(replace(self.state, ahead=replace(ahead, lags=text)))

    def know_ahead(self, column: str) -> None:
        """Read a column at the moment told: it is known by then."""
        ahead = self.state.ahead
        if column not in ahead.known:
            self._set(replace(self.state, ahead=replace(ahead, known=(*ahead.known, column))))

    def read_as_it_was(self, column: str) -> None:
        """Read a column as it was at the moment of telling."""
        ahead = self.state.ahead
        known = tuple(name for name in ahead.known if name != column)
        self._set(replace(self.state, ahead=replace(ahead, known=known)))

    def _look_ahead(self, series: str | None) -> None:
        """Look whether the target has a past of steps; None lets the series be found."""
        state = self.state
        operations = self._context.operations
        operations.cancel("train.ahead")
        assert state.suggested is not None
        found, time = state.suggested.suggestions, state.hold_out.time
        if time is None or not is_offered(state.schema, found.target, found.task, time):
            self._set(replace(state, ahead=NOT_AHEAD))
            return
        work = partial(offered, self._context.workspace, state.version, found.target, time, series)
        operations.run("train.ahead", work, self._on_ahead, self._on_none_ahead)

    def _on_ahead(self, offer: "Offer") -> None:
        self._set(replace(self.state, ahead=with_offer(self.state.ahead, offer)))

    def _on_none_ahead(self, error: TidemillError) -> None:
        if error.kind == "bug":
            self._context.problem(error)
        self._set(replace(self.state, ahead=with_none(self.state.ahead, error)))

    def choose_preparation(self, address: str) -> None:
        """Take a shared preparation, or each estimator's usual one."""
        self._set(replace(self.state, preparation=address))

    def switch(self, pipeline: str, is_on: bool) -> None:
        """Try a pipeline or not."""
        chosen = self.state.chosen - {pipeline}
        self._set(replace(self.state, chosen=chosen | {pipeline} if is_on else chosen))

    def choose_code(self, path: str) -> None:
        """Look at a file of own code; what its author marked is chosen."""
        if path != self.state.code.path:
            self._look_at_code(replace(self.state.code, path=path), None)

    def switch_code(self, key: Key, is_on: bool) -> None:
        """Run a function or a cell of the file, or not."""
        code = self.state.code
        self._look_at_code(code, toggled(code.ticked, key, is_on))

    def name_table(self, table: str) -> None:
        """Say what the code calls the table."""
        code = self.state.code
        if table != code.table:
            self._look_at_code(replace(code, table=table), code.ticked)

    def _look_at_code(self, code: CodeState, ticked: tuple[Key, ...] | None) -> None:
        shown = replace(code, ticked=ticked or (), is_read=True, problem="")
        self._set(replace(self.state, code=shown))
        work = partial(code_reading.looked_at, code.path, ticked, code.table)
        self._context.operations.run("train.code", work, self._on_code, self._on_no_code)

    def _on_code(self, code: CodeState) -> None:
        self._set(replace(self.state, code=code))

    def _on_no_code(self, error: TidemillError) -> None:
        if error.kind == "bug":
            self._context.problem(error)
        code = replace(self.state.code, is_read=False, steps=(), problem=error.message)
        self._set(replace(self.state, code=code))

    def start(self) -> None:
        """Put the training into the queue."""
        state = self.state
        if state.problem or state.suggested is None or state.is_starting:
            return
        self._set(replace(state, is_starting=True, failure=None))
        work = partial(train_starting.start, self._context.workspace, state)
        self._context.operations.run("train.start", work, self._on_started, self._on_start_failed)

    def open_recipe(self, path: str) -> None:
        """Fill the sheet with a recipe from a file."""
        work = partial(train_filling.read, self._context.workspace, self.state.version, Path(path))
        operations = self._context.operations
        operations.cancel_all("train.")
        operations.run("train.open", work, self._on_recipe, self._on_start_failed)

    def _on_recipe(self, found: "tuple[Suggested, Read]") -> None:
        self._set(train_filling.with_recipe(self.state, *found))
        self._look_for_leaks()
        if self.state.opened is not None and self.state.ahead.offer is None:
            self._look_ahead(None)

    def save_recipe(self, pipeline: str) -> None:
        """Ask where the recipe of one thing to try is to be written."""
        one = next(each for each in self.state.tried if each.id == pipeline)
        name = file_name(f"{self.state.version.dataset} {one.title}".lower().replace(" ", "-"))
        work = partial(train_starting.save, self._context.workspace, self.state, one)
        wish = FileWish(tr("Save the recipe"), f"{name}.toml", tr("Recipes (*.toml *.json)"), work)
        self._context.save_file(wish)

    def _on_suggested(self, suggested: Suggested) -> None:
        self._set(with_suggestions(self.state, suggested))
        self._look_for_leaks()
        self._look_ahead(None)

    def _look_for_leaks(self) -> None:
        work = partial(_leaks, self._context.workspace, self.state)
        self._context.operations.run("train.leaks", work, self._on_leaks, self._on_no_leaks)
        self._look_for_repeats()

    def _look_for_repeats(self) -> None:
        if self.state.problem or self.state.ahead.is_on:  # each row told is one of a series' steps
            return
        work = partial(_repeats, self._context.workspace, self.state)
        self._context.operations.run("train.repeats", work, self._on_repeats, self._on_no_repeats)

    def _on_repeats(self, words: str) -> None:
        self._set(replace(self.state, repeats=words))

    def _on_no_repeats(self, error: TidemillError) -> None:
        if error.kind == "bug":
            self._context.problem(error)

    def _on_leaks(self, leaks: tuple[Leak, ...]) -> None:
        self._set(replace(self.state, leaks=leaks))

    def _on_no_leaks(self, error: TidemillError) -> None:
        """A warning that can't be given stops nobody; damaged rows are told when training."""
        if error.kind == "bug":
            self._context.problem(error)
        self._set(replace(self.state, leaks=()))

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _on_started(self, job_id: int) -> None:
        self._context.start_worker()
        self.started.emit(self.state.version.label, job_id)

    def _on_start_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, is_starting=False, failure=error))

    def _set(self, state: TrainState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _leaks(workspace: "Workspace", state: TrainState, reporter: "Reporter") -> tuple[Leak, ...]:
    from tidemill.services import leak_warnings

    assert state.suggested is not None
    recipe = state.suggested.suggestions.recipe()
    found = leak_warnings.of_version(workspace, state.version, recipe, reporter)
    return tuple(Leak(leak.column, spoken(leak.message)) for leak in found)


def _repeats(workspace: "Workspace", state: TrainState, reporter: "Reporter") -> str:
    from tidemill.domain.recipes import Recipe
    from tidemill.services import leak_warnings

    recipe = Recipe.from_dict(recipe_of(state, 1))
    found = leak_warnings.repeats(workspace, state.version, recipe, reporter)
    return "" if found is None else spoken(found.message)
