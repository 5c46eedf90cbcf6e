"""What a run's hold-out and its curves say of it: findings, pictures, the learning curve."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain import answer_findings
from tidemill.domain import run_findings as findings
from tidemill.domain.curves import calibration
from tidemill.domain.group_table import GroupTable
from tidemill.domain.intervals import Interval, paired_gain
from tidemill.domain.metrics import UndefinedMetric, metric
from tidemill.domain.recipes import Task
from tidemill.domain.run_findings import Course, Finding
from tidemill.domain.runs import Run, RunState
from tidemill.services import (
    comparing,
    group_results,
    hold_outs,
    run_curves,
    run_decisions,
    run_forecasts,
    run_leaning,
    searching,
)
from tidemill.services import runs as service
from tidemill.services.evaluation import Pictures
from tidemill.services.hold_outs import HoldOut
from tidemill.services.run_curves import Curve
from tidemill.services.run_decisions import Decisions
from tidemill.services.run_forecasts import RunForecast
from tidemill.services.run_leaning import Leaning
from tidemill.services.run_page import RunPage, is_higher_better
from tidemill.services.searching import Search
from tidemill.services.slices import Slices
from tidemill.services.workspace import Workspace

_TRAINING = ("training_", "train_", "train/", "training/", "train.")
_HELD = ("", "val_", "valid_", "validation_", "eval_", "test_", "val/", "valid/", "eval/", "val.")
_LONGEST_FIRST = sorted(_HELD, key=len, reverse=True)
_ENDED_EARLY = (RunState.FAILED, RunState.STOPPED, RunState.CANCELLED)


@dataclass(frozen=True, eq=False)
class LearningCurve:
    """A metric's course on rows held out, on the rows learned from beside it, and its best step."""

    title: str
    word: str
    held: Curve
    training: Curve | None
    best_step: int | None
    best_value: float | None


@dataclass(frozen=True, eq=False)
class RunEvidence:
    """What there is to see of a run; `missing` says what a picture would need, by its place.

    `search` is what was tried where the run is a search, `outlook` what going on would bring.
    `decisions` are those at each threshold, of two classes; `groups` how each group does where each
    got a model; `forecast` is what was told ahead.
    """

    findings: tuple[Finding, ...] = ()
    curve: LearningCurve | None = None
    pictures: Pictures | None = None
    slices: Slices | None = None
    missing: Mapping[str, str] = field(default_factory=dict)
    search: Search | None = None
    outlook: tuple[str, ...] = ()
    leaning: Leaning = field(default_factory=Leaning)
    decisions: Decisions | None = None
    groups: GroupTable | None = None
    forecast: RunForecast | None = None


def read(
    workspace: Workspace, page: RunPage, reporter: Reporter, before: RunEvidence | None = None
) -> RunEvidence:
    """Read predictions and curves of a run and of the version it is held against.

    Of curves that `before` holds only what was logged since is read.
    """
    run = page.run
    reporter.report(0.0, "Reading the curves")
    curve = learning_curve(workspace, page, None if before is None else before.curve)
    reporter.check()
    reporter.report(0.3, "Reading the hold-out answers")
    both = [run] + ([page.rival_run] if page.rival_run is not None else [])
    missing = {}
    pictures, held, slices = None, None, None
    try:
        own = run_decisions.own_threshold(run)
        keys = [one.pk for one in both]
        pictures = comparing.pictures(workspace, keys, reporter, threshold=own)
        held = hold_outs.read(workspace, both, reporter)
    except NeedsYou as error:
        missing["pictures"] = error.message
    if page.rival is not None and (held is None or gain_over_rival(page, held) is None):
        why = "" if held is None or len(held) < 2 else hold_outs.share(held).why[1]
        missing["rival"] = _not_compared(rival_label(page), why)
    if pictures is not None and pictures.runs[0].missing:
        missing["pictures"] = pictures.runs[0].missing
    reporter.check()
    reporter.report(0.6, "Looking at parts of the hold-out")
    try:
        slices = comparing.slices(workspace, [run.pk], "", reporter)
        missing["slices"] = slices.missing
    except NeedsYou as error:
        missing["slices"] = error.message
    reporter.check()
    leaning = run_leaning.of_run(workspace, run)
    decided = None
    if held is not None:
        decided = run_decisions.of_held(workspace, held[0], [*page.versions[-1:], page.rival])
    said = _findings(page, curve, held, slices, reporter)
    said = findings.chosen([*said, *_of_answers(page, held, pictures), *_of_columns(page, leaning)])
    search = _search(workspace, run)
    return RunEvidence(
        said,
        curve,
        pictures,
        slices,
        {k: v for k, v in missing.items() if v},
        search,
        () if search is None else tuple(searching.outlook(search)),
        leaning,
        decided,
        _groups(workspace, run),
        run_forecasts.of_run(workspace, run),
    )


def _groups(workspace: Workspace, run: Run) -> GroupTable | None:
    """How each group does; None where one model answers all, or the page of it is gone."""
    try:
        return group_results.of_run(workspace, run)
    except NeedsYou:
        return None  # the Files tab says what is wrong


def _search(workspace: Workspace, run: Run) -> Search | None:
    """What a search tried; None where the run is none, or the page of it is gone."""
    try:
        return searching.of_run(workspace, run)
    except NeedsYou:
        return None  # the Files tab says what is wrong


# Learning curve


def learning_curve(
    workspace: Workspace, page: RunPage, before: LearningCurve | None = None
) -> LearningCurve | None:
    """The curve that tells how the run learned: the main metric's, or one with its twin on the
    rows learned from, else the longest; None where no metric has two points.
    """
    chosen = chosen_curves(page.points, page.main)
    if chosen is None:
        return None
    held_name, training_name = chosen
    run = page.run
    known = [] if before is None else [before.held, before.training]
    held = _course_of(workspace, run.pk, held_name, known)
    training = None
    if training_name is not None:
        training = _course_of(workspace, run.pk, training_name, known)
    task = run.params.get("task")
    measure = service.known_metric(held_name, task)
    up = is_higher_better(held_name, task)
    is_boosting = training_name == f"training_{held_name}" and "estimator" in run.params
    word = page.figures.curve_by or ("tree" if is_boosting else "step")
    # That the most rows are best is no news.
    best = None if up is None or word == "row" else held.best(higher_is_better=up)
    return LearningCurve(
        held_name if measure is None else measure.title,
        word,
        held,
        training,
        None if best is None else best[0],
        None if best is None else best[1],
    )


def _course_of(workspace: Workspace, key: int, metric: str, known: Sequence[Curve | None]) -> Curve:
    for one in known:
        if one is not None and (one.key, one.metric) == (key, metric):
            return run_curves.read_on(workspace, one)
    return run_curves.curve(workspace, key, metric)


def chosen_curves(points: Mapping[str, int], main: str | None) -> tuple[str, str | None] | None:
    """Names of the metric on rows held out and of its twin on those learned from."""
    long = {name: n for name, n in points.items() if n > 1}.keys()
    # Only what was learned from can be a twin: of thousands of metrics few or none.
    learned = frozenset(name for name in long if name.startswith(_TRAINING))
    first = [main] if main is not None and main in long else []
    for name in [*first, *(long if learned else ())]:
        twin = _twin(name, learned)
        if twin is not None:
            return name, twin
    return next(((name, None) for name in [*first, *long]), None)


def _twin(name: str, names: Set[str]) -> str | None:
    """The same metric on the rows learned from, by the usual ways of naming it."""
    if name.startswith(_TRAINING):
        return None
    for begin in _LONGEST_FIRST:
        if name.startswith(begin):
            bare = name[len(begin) :]
            return next((t + bare for t in _TRAINING if t + bare in names), None)
    return None


def _course(curve: Curve, title: str, task: str | None) -> Course | None:
    up = is_higher_better(curve.metric, task)
    return None if up is None else Course(title, curve.steps, curve.values, up, curve.metric)


# Findings


def _findings(
    page: RunPage,
    curve: LearningCurve | None,
    held: list[HoldOut] | None,
    slices: Slices | None,
    reporter: Reporter,
) -> tuple[Finding, ...]:
    run = page.run
    found: list[Finding | None] = []
    if run.state in _ENDED_EARLY:
        found.append(findings.failed(run.error or "", str(run.state)))
    if held is not None:
        found.append(_against_rival(page, held))
        reporter.check()
        found.append(_calibrated(held[0]))
    if curve is not None:
        course = _course(curve.held, curve.title, run.params.get("task"))
        if course is not None:
            turned = findings.learned_by_heart(course, curve.word)
            found += [turned, findings.unsteady(course, curve.word)]
            if turned is None:
                found.append(findings.stopped_learning(course, curve.word))
        found.append(_overfitted(page, curve))
    if slices is not None:
        found.append(_weakest(slices))
    return findings.chosen(found)


def _against_rival(page: RunPage, held: list[HoldOut]) -> Finding | None:
    gain = gain_over_rival(page, held)
    if gain is None or page.rival is None:
        return None
    name, interval, task = gain
    label = f"{'champion ' if page.rival.stage == 'champion' else ''}v{page.rival.number}"
    return findings.against_champion(metric(task, name), interval, label)


def gain_over_rival(page: RunPage, held: list[HoldOut]) -> tuple[str, Interval, Task] | None:
    """How much better than the version it is held against, on the same rows; None without both."""
    shared = hold_outs.share(held)
    if page.main is None or shared.task is None or len(held) < 2:
        return None
    ours, theirs = shared.answers[0], shared.answers[1]
    if ours is None or theirs is None:
        return None
    try:
        gain = paired_gain(shared.task, page.main, shared.y, ours, theirs, seed=0)
    except NeedsYou:  # the measure has no meaning or no direction here, or is not one of ours
        return None
    return page.main, gain, shared.task


def _calibrated(held: HoldOut) -> Finding | None:
    if held.missing or held.task is not Task.BINARY:
        return None
    try:
        return findings.calibrated(calibration(held.y, held.p))
    except UndefinedMetric:
        return None


def _overfitted(page: RunPage, curve: LearningCurve) -> Finding | None:
    if curve.training is None or not curve.training.n or not curve.held.n:
        return None
    training, held = float(curve.training.values[-1]), float(curve.held.values[-1])
    row = next((one for one in page.metrics if one.name == curve.held.metric), None)
    n_rows = page.figures.n_hold_out or 0
    if row is None or row.half_width is None or not np.isfinite([training, held]).all():
        return None
    better = training > held if row.higher_is_better else training < held
    if not better:
        return None
    return findings.overfitted(
        curve.held.metric, curve.title, row.decimals, training, held, row.half_width, n_rows
    )


def _weakest(slices: Slices) -> Finding | None:
    """The part of the rows that does worst, where its interval tells it from the whole."""
    whole = slices.whole[0] if slices.whole else None
    for one in slices.slices:
        figure = one.figures[0]
        if figure is None or whole is None or figure.low is None or figure.high is None:
            continue
        name = findings.part_words(one.column, one.words)
        found = findings.weak_slice(
            slices.metric, name, slices.title, slices.decimals, figure.value, figure.low,
            figure.high, whole.value, one.n, slices.higher_is_better,
        )  # fmt: skip
        if found is not None:
            return found
    return None


def _of_answers(
    page: RunPage, held: list[HoldOut] | None, pictures: Pictures | None
) -> list[Finding | None]:
    """What the answers themselves show."""
    ours = None if held is None else held[0]
    if ours is None or ours.missing or ours.task is None or not len(ours.y):
        return []
    found = [_than_a_guess(page, ours)]
    if ours.task is Task.REGRESSION:
        found.append(answer_findings.leaning_errors(ours.y, ours.p))
        found.append(answer_findings.few_rows_hold_the_error(ours.y, ours.p))
    elif pictures is not None and pictures.runs[0].confusion is not None:
        found.append(answer_findings.mixed_up(pictures.runs[0].confusion, pictures.levels))
    return found


def _than_a_guess(page: RunPage, ours: HoldOut) -> Finding | None:
    assert ours.task is not None
    name = "rmse" if ours.task is Task.REGRESSION else "log_loss"
    ends = page.figures.intervals.get(name)
    if ends is None or name not in page.run.metrics:
        return None
    value = page.run.metrics[name]
    measured = Interval(value, *ends, 0.95, len(ours.y), "")
    return answer_findings.than_a_guess(ours.task, measured, ours.y, len(ours.levels))


def _of_columns(page: RunPage, leaning: Leaning) -> list[Finding | None]:
    """What the importances show, in the measure the run is judged by."""
    task, name = page.run.params.get("task"), page.run.params.get("metric", page.main or "")
    measure = service.known_metric(name, task)
    if measure is None or not leaning.n_rows:
        return []
    return [
        answer_findings.leans_on(leaning.weights, measure, leaning.n_rows),
        answer_findings.idle_columns(leaning.weights, leaning.n_rows),
    ]


def _not_compared(label: str, why: str) -> str:
    """Why the values of two versions stand beside each other without a comparison."""
    if "judged on other rows" in why or "judged on rows of" in why:
        return f"{label} was judged on other rows"
    return f"{label} can't be held against it row by row"


def rival_label(page: RunPage) -> str:
    """The version a run is held against, short: `v14`."""
    return "" if page.rival is None else f"v{page.rival.number}"
