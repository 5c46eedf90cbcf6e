"""Runs in tiers by one measure: who can't be told apart from whom, and which of the best is the
simplest."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.catalog.discovery import family
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.metrics import Metric, UndefinedMetric, metric
from tidemill.domain.recipes import USUAL_METRIC, Task
from tidemill.domain.runs import Run
from tidemill.domain.splits import group_codes
from tidemill.domain.ties import LEVEL, Ties, ties
from tidemill.domain.ties_to_best import TiesToBest, ties_to_best
from tidemill.services import hold_outs, tables
from tidemill.services.hold_outs import SharedRows
from tidemill.services.judged_rows import judged_on
from tidemill.services.registry import MODEL_FILE, RECIPE_FILE
from tidemill.services.workspace import Workspace

METRICS_READ = ("fit_seconds",)
"""What is looked at of what the runs logged: it may tell which is the simplest."""
FEW = 50
MOST_IN_PAIRS = 500
MOST_ANSWERS_IN_PAIRS = 20_000_000
"""So many runs, and answers of all of them, are tested each with each: some 0.5 GB of memory and a
few seconds at most. Of more, each is tested with the best only, as surely (`ties_to_best`)."""


@dataclass(frozen=True)
class Standing:
    """Where one run stands.

    `tier` counts from 1, None where the run can't be held against the others, and `why` says why.
    `value` is the measure on the shared rows. `behind` is how much worse than the best it is, with
    an interval `low` to `high` that holds together with those of all pairs at 95 %; `p_value` that
    it differs at all, corrected for all pairs.
    """

    key: int
    run_id: str
    name: str
    tier: int | None = None
    value: float | None = None
    behind: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    is_best: bool = False
    is_simplest: bool = False
    why: str = ""


@dataclass(frozen=True)
class Tiers:
    """Runs by tier and within it best first, those that can't be compared last.

    A run may stand in a better tier than one with a better value, where less is known of how it
    differs from the best.

    `words` is the finding in one or two sentences, `simplest_words` what makes the marked run the
    simplest of the first tier, `notes` what to know besides. `metric` is empty where nothing could
    be compared. `is_to_best` says that each run was tested with the best only.
    """

    metric: str
    title: str
    decimals: int
    standings: tuple[Standing, ...]
    n_rows: int
    test: str
    words: str
    simplest_words: str = ""
    notes: tuple[str, ...] = ()
    is_to_best: bool = False

    @property
    def best(self) -> Standing | None:
        """The run with the best measure."""
        return next((one for one in self.standings if one.is_best), None)

    @property
    def simplest(self) -> Standing | None:
        """The simplest of the first tier; None where it is not known or stands alone."""
        return next((one for one in self.standings if one.is_simplest), None)

    def of(self, key: int) -> Standing | None:
        """Where the run of a key stands."""
        return next((one for one in self.standings if one.key == key), None)

    def top(self) -> tuple[Standing, ...]:
        """The runs of the first tier."""
        return tuple(one for one in self.standings if one.tier == 1)


def tiers(workspace: Workspace, runs: Sequence[Run], metric_id: str, reporter: Reporter) -> Tiers:
    """Put runs into tiers by a measure that can be computed from what they said.

    `metric_id` "" is the measure most of the runs were trained for. An unknown one raises
    `NeedsYou` with those that exist.
    """
    shared = hold_outs.share(hold_outs.read(workspace, runs, reporter))
    judged = [runs[at] for at in shared.places]
    if shared.task is None or len(judged) < 2:
        return _nothing(runs, shared)
    one = metric_of(shared.task, judged, metric_id)
    reporter.check()
    groups, dependence = _dependence(workspace, judged, shared)
    try:
        found = _tested(one, shared, groups, reporter)
    except UndefinedMetric as error:
        return _nothing(runs, shared, error.message)
    top = [judged[at] for at in found.order if found.tiers[at] == 1]
    simplest, simple_words = simplest_of(workspace, top) if len(top) > 1 else (None, "")
    by_tier = sorted(found.order, key=lambda at: found.tiers[at])
    standings = [_standing(found, at, judged[at], simplest) for at in by_tier]
    standings += _not_compared(runs, shared)
    return Tiers(
        one.id,
        one.title,
        one.decimals,
        tuple(standings),
        len(shared.rows),
        found.test,
        _words(found, [judged[at].name for at in found.order], len(top)),
        simple_words,
        _notes(judged, shared, dependence),
        isinstance(found, TiesToBest),
    )


def _tested(
    one: Metric, shared: SharedRows, groups: NDArray[np.int64] | None, reporter: Reporter
) -> Ties | TiesToBest:
    """All pairs of the runs, or of very many each with the best; see `MOST_IN_PAIRS`."""
    answers = shared.answers.known()
    n = len(answers)
    if n <= FEW or (n <= MOST_IN_PAIRS and n * len(shared.y) <= MOST_ANSWERS_IN_PAIRS):
        return ties(one, shared.y, list(answers), reporter.check, groups=groups)
    return ties_to_best(one, shared.y, answers, reporter, groups=groups)


def metric_of(task: Task, judged: Sequence[Run], metric_id: str) -> Metric:
    """The measure of a name; of "" the one most of the runs were trained for, or the task's usual.

    `NeedsYou` lists those that exist for the task.
    """
    if metric_id:
        return metric(task, metric_id)
    said = Counter(run.params.get("metric", "") for run in judged)
    usual = said.most_common(1)[0][0]
    try:
        return metric(task, usual)
    except NeedsYou:
        return metric(task, USUAL_METRIC[task])


def _standing(found: Ties | TiesToBest, at: int, run: Run, simplest: Run | None) -> Standing:
    gap, low, high = found.behind_best(at)
    is_best = at == found.order[0]
    return Standing(
        run.pk,
        run.id,
        run.name,
        found.tiers[at],
        float(found.values[at]),
        0.0 if is_best else gap,
        _known(low, is_best),
        _known(high, is_best),
        None if is_best else found.p_to_best(at),
        is_best,
        simplest is not None and run.pk == simplest.pk,
    )


def _known(end: float, is_best: bool) -> float | None:
    return end if math.isfinite(end) and not is_best else None


def _not_compared(runs: Sequence[Run], shared: SharedRows, reason: str = "") -> list[Standing]:
    known = set(shared.places)
    return [
        Standing(run.pk, run.id, run.name, why=why or reason)
        for at, (run, why) in enumerate(zip(runs, shared.why, strict=True))
        if at not in known or reason
    ]


def _nothing(runs: Sequence[Run], shared: SharedRows, reason: str = "") -> Tiers:
    if not reason:
        n = len(shared.places)
        reason = "No other run was judged on the same rows." if n else "No run kept its answers."
    words = f"These runs can't be tested against each other. {reason}"
    return Tiers("", "", 4, tuple(_not_compared(runs, shared, reason)), 0, "", words)


def _words(found: Ties | TiesToBest, names: Sequence[str], n_top: int) -> str:
    """The finding; `names` from best to worst."""
    best, n = names[0], len(names)
    by = f"by {found.metric.title} on the same {found.n_rows:,} rows"
    pairs = "1 pair" if found.n_pairs == 1 else f"{found.n_pairs:,} pairs"
    if isinstance(found, TiesToBest):
        pairs = f"each against the best, corrected as for all {pairs}"
    how = f"({found.test}, {pairs}, at most {LEVEL:.0%} chance of any false call)"
    if n_top == n:
        whom = "Neither run" if n == 2 else f"None of the {n} runs"
        return f"{whom} can be called better {by} {how}."
    if n_top == 1:
        whom = names[1] if n == 2 else f"the other {n - 1}"
        return f"{best} is better than {whom} {by} {how}."
    more = names[1] if n_top == 2 else f"{n_top - 1} more"
    rest = "1 run is worse" if n - n_top == 1 else f"{n - n_top} runs are worse"
    return f"{best} and {more} can't be told apart; {rest} {by} {how}."


def _notes(judged: Sequence[Run], shared: SharedRows, dependence: str) -> tuple[str, ...]:
    notes = []
    if len(shared.rows) < shared.n_reference:
        notes.append(
            f"Compared on the {len(shared.rows):,} rows that all of them share, of "
            f"{shared.n_reference:,}."
        )
    left = len(shared.answers) - len(judged)
    if left:
        notes.append("1 run can't be compared." if left == 1 else f"{left} runs can't be compared.")
    return tuple(note for note in (*notes, dependence) if note)


def _dependence(
    workspace: Workspace, judged: Sequence[Run], shared: SharedRows
) -> tuple[NDArray[np.int64] | None, str]:
    """Which rows count together because they hang together, and what is to be said of it."""
    source = source_of(workspace, judged)
    if source is None:
        return None, ""
    run, version = source
    recipe = json.loads(workspace.blobs.get_bytes(run.artifacts[RECIPE_FILE]))
    if group := recipe.get("group"):
        if group not in version.schema:
            words = f"Rows of one {group} hang together, so differences are less sure"
            return None, f"{words} than the test says."
        column = tables.some_rows(workspace, version, shared.rows, [group])[group]
        codes = np.unique(group_codes(column, np.arange(len(column))), return_inverse=True)[1]
        n = int(codes.max()) + 1
        return codes, f"Rows of one {group} count together, as {n:,} groups."
    if time := recipe.get("time"):
        words = f"The rows are the newest by {time}: rows near in time may hang together"
        return None, f"{words}, and what is better there need not stay better."
    return None, ""


def source_of(workspace: Workspace, runs: Sequence[Run]) -> tuple[Run, DatasetVersion] | None:
    """A run that was trained here, with the version that holds the rows it was judged on."""
    for run in runs:
        version = judged_on(workspace, run) if RECIPE_FILE in run.artifacts else None
        if version is not None:
            return run, version
    return None


# The simplest of several


def simplest_of(workspace: Workspace, runs: Sequence[Run]) -> tuple[Run | None, str]:
    """The simplest of runs that are equally good, and what makes it so in words.

    Asked in turn, each only where all of the runs tell it: the kind of estimator (the catalogue's
    order from simple to complex), how many columns it reads, how many bytes its model takes, how
    long it took to fit. None where they tell nothing, or nothing differs.
    """
    facts = [_facts(workspace, run) for run in runs]
    told = [k for k in range(4) if all(one[k] is not None for one in facts)]
    differing = [k for k in told if len({one[k] for one in facts}) > 1]
    if not differing:
        return None, ""
    at = min(range(len(runs)), key=lambda place: [facts[place][k] or 0 for k in differing])
    run = runs[at]
    # The first fact in which it is ahead of any other decides; it is the one told.
    words = {
        0: f"{_estimator_title(run)} is the simplest kind of model among them",
        1: f"it reads {run.params.get('features')} columns, no other fewer",
        2: f"its model is the smallest, {(facts[at][2] or 0) / 1000:,.0f} kB",
        3: f"it fits the fastest, in {facts[at][3] or 0:.2g} s",
    }
    return run, f"{run.name} is the simplest of them: {words[differing[0]]}."


def _facts(workspace: Workspace, run: Run) -> tuple[float | None, ...]:
    known = family("estimators").get(run.params.get("estimator", ""))
    features = run.params.get("features", "")
    blob = run.artifacts.get(MODEL_FILE)
    size = None
    if blob is not None:
        path = workspace.blobs.path(blob)
        size = float(path.stat().st_size) if path.exists() else None
    return (
        None if known is None else float(known.ENTRY.order),
        float(features) if features.isdecimal() else None,
        size,
        run.metrics.get(METRICS_READ[0]),
    )


def _estimator_title(run: Run) -> str:
    title: str = family("estimators")[run.params["estimator"]].ENTRY.title
    return title
