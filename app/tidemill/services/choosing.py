"""Rules of choice with a name, and runs ranked by one: best first, the front marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.texts import joined
from tidemill.domain import choice_rules, cost_thresholds
from tidemill.domain.choice_rules import ChoiceRule, title_of
from tidemill.domain.intervals import Interval
from tidemill.domain.metrics import higher_is_better
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.runs import Run, RunState
from tidemill.services import hold_outs, written_down
from tidemill.services.hold_outs import SharedRows
from tidemill.services.ingesting import checked_name
from tidemill.services.workspace import Workspace
from tidemill.store import rulebook

RULE = "choice"
PARAM = "choice"
"""The parameter of a run that names the rule its training was for."""
MOST_APART = 50
"""So many of the best are told apart from the first row by row."""

Array = npt.NDArray[Any]


# --- rules -------------------------------------------------------------------------------------


def every(workspace: Workspace) -> list[ChoiceRule]:
    """All rules, by name."""
    with workspace.store.read() as connection:
        return [ChoiceRule.of(o.name, o.value) for o in rulebook.every(connection, RULE)]


def find(workspace: Workspace, name: str) -> ChoiceRule:
    """A rule by its name."""
    with workspace.store.read() as connection:
        written = rulebook.find(connection, RULE, name)
    if written is None:
        raise NotThere("rule of choice", name)
    return ChoiceRule.of(name, written.value)


def put(workspace: Workspace, rule: ChoiceRule) -> ChoiceRule:
    """Write a rule down, new or in place of the one of its name; `NeedsYou` where it can't be."""
    rule = replace(rule, name=checked_name(rule.name)).checked()
    with workspace.store.write(durable=True) as tx:
        written_down.write(
            workspace,
            tx,
            RULE,
            rule.name,
            rule.to_value(),
            told=f"set the rule of choice “{rule.name}”",
            note=rule.words,
        )
    return rule


def content(workspace: Workspace, recipe: Recipe) -> dict[str, Any] | None:
    """What the rule says that a recipe names; None where it names none, or one that is gone."""
    if not recipe.choice:
        return None
    with workspace.store.read() as connection:
        written = rulebook.find(connection, RULE, recipe.choice)
    return None if written is None else dict(written.value)


def drop(workspace: Workspace, name: str) -> None:
    """Take a rule away. Gates and recipes that name it fail with that reason from now on."""
    find(workspace, name)
    with workspace.store.write(durable=True) as tx:
        written_down.write(
            workspace, tx, RULE, name, None, told=f"took away the rule of choice “{name}”"
        )


# --- runs by a rule ----------------------------------------------------------------------------


@dataclass(frozen=True)
class ChosenRun:
    """A run by a rule: its `score` is in points, or the money it brings in 1,000 rows.

    `values` are the rule's measures. `is_on_front` says that no other run is as good in all of them
    and better in one. `behind` is how much worse than the best it is on the rows both answered,
    with an interval; None for the best itself (`is_best`) and where the rows do not tell.
    """

    run: Run
    score: float
    values: Mapping[str, float]
    is_on_front: bool
    behind: Interval | None = None
    threshold: float | None = None
    is_best: bool = False

    @property
    def is_as_good(self) -> bool:
        """Whether no run is surely better; not where the rows do not tell."""
        return self.is_best or (self.behind is not None and self.behind.low <= 0)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "id": self.run.id,
            "name": self.run.name,
            "experiment": self.run.experiment,
            "dataset": self.run.dataset,
            "score": self.score,
            "values": dict(self.values),
            "on_front": self.is_on_front,
            "behind": None if self.behind is None else self.behind.to_dict(),
            "as_good": self.is_as_good,
            "threshold": self.threshold,
        }


@dataclass(frozen=True)
class RankedRuns:
    """Runs best first by a rule; `left_out` says of each other run why it has no place.

    `n_rows` are those on which they were told apart, 0 where there are none.
    """

    rule: ChoiceRule
    runs: tuple[ChosenRun, ...]
    left_out: tuple[tuple[str, str], ...]
    n_rows: int

    @property
    def words(self) -> str:
        """The best run by the rule, and why, in sentences."""
        first = self.runs[0]
        if self.rule.weights:
            values = joined([f"{title_of(n)} {v:,.4g}" for n, v in first.values.items()])
            said = f"{first.run.name} is the best by {self.rule.name}: {values}. {self.rule.words}"
        else:
            cost = f"{-first.score:,.4g} {self.rule.unit} in {choice_rules.ROWS:,} rows"
            said = f"{first.run.name} is the best by {self.rule.name}: its answers cost {cost}."
        others = self.runs[1:]
        if self.n_rows and others:
            n = sum(one.is_as_good for one in others)
            told = f"{n:,} of the {len(others):,} others" if n else "None of the others"
            are = "is" if n < 2 else "are"
            said += f" {told} {are} as good on the {self.n_rows:,} rows that they share."
        if self.rule.weights and len(self.rule.weights) > 1:
            n = sum(one.is_on_front for one in self.runs)
            stand = "run stands" if n == 1 else "runs stand"
            said += f" {n:,} {stand} on the front: no other is as good in all and better in one."
        return said

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "rule": self.rule.to_dict(),
            "items": [one.to_dict() for one in self.runs],
            "words": self.words,
            "total": len(self.runs),
            "left_out": [{"name": name, "why": why} for name, why in self.left_out],
            "rows": self.n_rows,
        }


def ranked(
    workspace: Workspace, rule: ChoiceRule, runs: Sequence[Run], reporter: Reporter
) -> RankedRuns:
    """Rank runs by a rule.

    By measures a run needs each of them logged; by costs its answers to the rows held out, and
    only runs that answered the same rows can be held against each other. `NeedsYou` where none can.
    """
    done = [run for run in runs if run.state is RunState.FINISHED]
    left_out = [(r.name, f"{r.name} is not finished.") for r in runs if r not in done]
    found = _by_costs(workspace, rule, done, reporter) if rule.costs else _by_points(rule, done)
    found.sort(key=lambda one: -one[0].score)
    left_out += [(run.name, why) for run, why in _unranked(done, found, rule)]
    if not found:
        why = left_out[0][1] if left_out else "There is no run to choose from."
        raise NeedsYou(why, "Choose other runs, or another rule.")
    told = [one for one, _ in found]
    told[0] = replace(told[0], is_best=True)
    if rule.weights:
        told, n_rows = _apart_by_points(workspace, rule, told, reporter)
        return RankedRuns(rule, tuple(told), tuple(left_out), n_rows)
    best = found[0][1]
    assert best is not None
    others = [
        replace(one, behind=choice_rules.saved(costs - best))
        for one, costs in found[1:]
        if costs is not None
    ]
    return RankedRuns(rule, (told[0], *others), tuple(left_out), len(best))


def order(workspace: Workspace, runs: Sequence[Run]) -> list[Run] | None:
    """Finished runs of one training in the order of the rule it was for, those it can't rank last.

    None where the training named no rule, or the rule is gone or ranks none of them.
    """
    names = {run.params.get(PARAM, "") for run in runs}
    if len(names) != 1 or not (name := names.pop()):
        return None
    try:
        found = ranked(workspace, find(workspace, name), runs, Silent())
    except NeedsYou:  # they are ranked by their metric then
        return None
    first = [one.run for one in found.runs]
    keys = {run.pk for run in first}
    return [*first, *(run for run in runs if run.pk not in keys)]


_Found = list[tuple[ChosenRun, Array | None]]


def _by_points(rule: ChoiceRule, runs: Sequence[Run]) -> _Found:
    names = [one.metric for one in rule.weights]
    known = [run for run in runs if rule.score(run.metrics) is not None]
    values = np.array([[run.metrics[name] for name in names] for run in known])
    on = choice_rules.front(values.reshape(len(known), len(names)), map(higher_is_better, names))
    return [
        (
            ChosenRun(
                run,
                float(rule.score(run.metrics) or 0.0),
                {name: run.metrics[name] for name in names},
                bool(is_on),
            ),
            None,
        )
        for run, is_on in zip(known, on, strict=True)
    ]


def _by_costs(
    workspace: Workspace, rule: ChoiceRule, runs: Sequence[Run], reporter: Reporter
) -> _Found:
    shared = hold_outs.share(hold_outs.read(workspace, runs, Part(reporter, 0.0, 0.5)))
    if shared.task is None:
        return []
    rule.fits(shared.task, shared.levels)
    found: _Found = []
    for at in shared.places:
        reporter.check()
        reporter.report(0.5 + 0.5 * at / len(runs), f"Counting what {runs[at].name} costs")
        answers = shared.answers[at]
        assert answers is not None
        costs, threshold = _costs_of(rule, shared, answers)
        score = -float(costs.mean()) * choice_rules.ROWS
        found.append((ChosenRun(runs[at], score, {}, False, threshold=threshold), costs))
    return found


def _costs_of(rule: ChoiceRule, shared: SharedRows, p: Array) -> tuple[Array, float | None]:
    """The cost of each row, and the threshold a run of its own would get on these rows."""
    assert shared.task is not None
    if rule.is_threshold_chosen and shared.task is Task.MULTICLASS:
        own = cost_thresholds.own_table(rule.costs, shared.levels)
        return rule.row_costs(shared.task, shared.levels, shared.y, p, own), None
    if not rule.is_threshold_chosen:
        return rule.row_costs(shared.task, shared.levels, shared.y, p), None
    kept = cost_thresholds.chosen(rule.costs, rule.name, shared.levels, shared.y, p)
    costs = cost_thresholds.judged_across(rule.costs, shared.levels, shared.y, p, seed=0)
    return costs, kept.value


def _unranked(runs: Sequence[Run], found: _Found, rule: ChoiceRule) -> list[tuple[Run, str]]:
    ranked_keys = {one.run.pk for one, _ in found}
    names = [one.metric for one in rule.weights]
    told = []
    for run in runs:
        if run.pk in ranked_keys:
            continue
        absent = [name for name in names if name not in run.metrics]
        why = f"has no {', '.join(absent)}" if absent else "was judged on other rows"
        told.append((run, f"{run.name} {why}."))
    return told


def _apart_by_points(
    workspace: Workspace, rule: ChoiceRule, told: list[ChosenRun], reporter: Reporter
) -> tuple[list[ChosenRun], int]:
    """The best with how far they are behind the first, on the rows that they share with it."""
    some = told[:MOST_APART]
    shared = hold_outs.share(hold_outs.read(workspace, [one.run for one in some], reporter))
    first = shared.answers[0] if len(shared.answers) else None
    if shared.task is None or first is None:
        return told, 0
    try:
        rule.fits(shared.task, shared.levels)
    except NeedsYou:  # it weighs what answers to rows do not tell, such as seconds
        return told, 0
    for at in shared.places[1:]:
        reporter.check()
        other = shared.answers[at]
        assert other is not None
        try:
            gap = rule.gain(shared.task, shared.levels, shared.y, first, other, seed=0)
        except NeedsYou:
            continue
        some[at] = replace(some[at], behind=gap)
    return [*some, *told[MOST_APART:]], len(shared.rows)
