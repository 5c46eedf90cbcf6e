"""Two versions of models on one page: data, code, parameters, schema, measures, slices, answers.

Nothing here loads a model: what both said for their hold-out rows was kept with their runs.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.intervals import paired_gain
from tidemill.domain.metrics import UndefinedMetric, for_task
from tidemill.domain.model_diffs import (
    AnswerChange,
    Answers,
    ChangedValue,
    DataChange,
    MeasureChange,
    ModelDiff,
    SliceChange,
    summary_of,
)
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services import (
    comparing,
    datasets,
    disagreements,
    further_answers,
    hold_outs,
    kept_diffs,
    registry,
    slices,
)
from tidemill.services.hold_outs import SharedRows
from tidemill.services.workspace import Workspace
from tidemill.store import run_details

MOST_ROWS = 10
MOST_SLICES = 12
MOST_COLUMNS = 12
_NO_PARAMETER = {"target", "task", "features", "estimator_settings", "entry_versions", "steps"}
_UNKNOWN = "rows that are not known"
_CODE = ("script", "git_commit", "git_branch", "git_dirty", "git_diff", "python")
_CODE_TITLES = {
    "script": "Script",
    "git_commit": "Commit",
    "git_branch": "Branch",
    "git_dirty": "Changed since the commit",
    "git_diff": "Changes since the commit",
    "python": "Python",
}


@dataclass(frozen=True)
class _Pair:
    versions: tuple[ModelVersion, ModelVersion]
    runs: tuple[Run, Run]


def diff(
    workspace: Workspace,
    before: str,
    after: str,
    reporter: Reporter | None = None,
    *,
    is_quick: bool = False,
) -> ModelDiff:
    """Hold two versions against each other, named as `registry.version` takes them.

    Their data are compared column by column, which may take a while; with `is_quick` only where
    that was done before. Raises `NeedsYou` for one version twice, or answers to different
    questions.
    """
    reporter = reporter or Silent()
    versions = registry.version(workspace, before), registry.version(workspace, after)
    _comparable(*versions)
    runs = comparing.named(workspace, [one.run_pk for one in versions])
    pair = _Pair(versions, (runs[0], runs[1]))
    shared = hold_outs.share(hold_outs.read(workspace, runs, Part(reporter, 0.0, 0.1)))
    if len(shared.places) < 2:
        judged_since = further_answers.stand_ins(workspace, versions)
        if judged_since is not None:
            pair = _Pair(versions, (judged_since[0], judged_since[1]))
            shared = hold_outs.share(hold_outs.read(workspace, judged_since, reporter))
    data = _data(workspace, pair, Part(reporter, 0.1, 0.5), is_quick)
    code = _code(workspace, pair)
    params, n_same = _params(pair)
    schema = _schema(workspace, pair)
    measures, judged_on = _measures(pair, shared)
    reporter.check()
    told, of = _slices(workspace, pair, measures, Part(reporter, 0.5, 0.8))
    answers = _answers(workspace, pair, shared, Part(reporter, 0.8, 1.0))
    labels = _labels(*versions)
    counts = len(params), len(schema), len(code)
    return ModelDiff(
        before=versions[0].label,
        after=versions[1].label,
        summary=summary_of(labels, data, counts, measures, judged_on, answers),
        data=data,
        code=code,
        params=params,
        n_same_params=n_same,
        schema=schema,
        measures=measures,
        judged_on=judged_on,
        slices=told,
        slices_of=of,
        answers=answers,
    )


def _comparable(before: ModelVersion, after: ModelVersion) -> None:
    if before.id == after.id:
        raise NeedsYou(
            f"{before.label} can't be held against itself.", "Name another version as well."
        )
    questions = [(one.recipe["target"], one.recipe["task"]) for one in (before, after)]
    if questions[0] != questions[1]:
        raise NeedsYou(
            f"{before.label} predicts {questions[0][0]}, {after.label} predicts {questions[1][0]}.",
            "Compare two versions that answer the same question.",
        )


def _labels(before: ModelVersion, after: ModelVersion) -> tuple[str, str]:
    if before.model == after.model:
        return f"v{before.number}", f"v{after.number}"
    return before.label, after.label


# Data


def _data(workspace: Workspace, pair: _Pair, reporter: Reporter, is_quick: bool) -> DataChange:
    names = [one.dataset for one in pair.versions]
    old, new = (
        _UNKNOWN if one.is_imported else one.dataset.replace("@", " v") for one in pair.versions
    )
    if any(one.is_imported for one in pair.versions):
        words = " and ".join(one.label for one in pair.versions if one.is_imported)
        return DataChange(old, new, False, f"What {words} learned from is not known: imported.")
    if names[0] == names[1]:
        return DataChange(old, new, True, "Both learned from the same rows.")
    try:
        first, second = (
            datasets.version_of_id(workspace, v.dataset_version_id) for v in pair.versions
        )
    except NeedsYou as gone:
        return DataChange(old, new, False, gone.message)
    stored = (
        kept_diffs.kept(workspace, first, second)
        if is_quick
        else kept_diffs.found(workspace, first, second, reporter=reporter)
    )
    if stored is None:
        return DataChange(old, new, False, _rows_words(first, second))
    moved = [one for one in stored.diff.columns if one.words != "same"]
    return DataChange(
        old,
        new,
        False,
        stored.diff.title,
        tuple((one.label, one.words) for one in moved[:MOST_COLUMNS]),
    )


def _rows_words(before: DatasetVersion, after: DatasetVersion) -> str:
    more = after.rows - before.rows
    if before.dataset != after.dataset or not more:
        return f"{before.rows:,} rows before, {after.rows:,} after."
    return f"{abs(more):,} rows {'more' if more > 0 else 'fewer'}: {after.rows:,}."


# Code, parameters, schema


def _changed(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]
) -> tuple[ChangedValue, ...]:
    return tuple(
        ChangedValue(name, _text(before.get(name)), _text(after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    )


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (Mapping, list, tuple)):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return str(value)


def _code(workspace: Workspace, pair: _Pair) -> tuple[ChangedValue, ...]:
    with workspace.store.read() as connection:
        kept = [run_details.facts(connection, run.pk) for run in pair.runs]
    sides: list[dict[str, Any]] = []
    for version, facts in zip(pair.versions, kept, strict=True):
        said = {_CODE_TITLES[name]: facts.get(name) for name in _CODE}
        said["Commit"] = facts.get("git_commit") or version.code.get("commit")
        packages = version.code.get("packages") or {}
        sides.append(said | {f"package {name}": number for name, number in packages.items()})
    names = list(dict.fromkeys([*sides[0], *sides[1]]))
    found = _changed(sides[0], sides[1], names)
    # Packages that one of the two did not write down are not said to differ.
    return tuple(
        one
        for one in found
        if not one.name.startswith("package ") or (one.before is not None and one.after is not None)
    )


def _params(pair: _Pair) -> tuple[tuple[ChangedValue, ...], int]:
    sides = [_flat(version.recipe) for version in pair.versions]
    names = list(dict.fromkeys([*sides[0], *sides[1]]))
    found = _changed(sides[0], sides[1], names)
    return found, len(names) - len(found)


def _flat(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """What a recipe sets, the estimator's own settings by their names."""
    said = {name: value for name, value in recipe.items() if name not in _NO_PARAMETER}
    return said | dict(recipe.get("estimator_settings") or {})


def _schema(workspace: Workspace, pair: _Pair) -> tuple[ChangedValue, ...]:
    """Columns that only one of them reads, or that were of another kind."""
    sides: list[dict[str, str]] = []
    for version in pair.versions:
        try:
            learned = datasets.version_of_id(workspace, version.dataset_version_id)
        except NeedsYou:
            return ()
        kinds = {column.name: str(column.kind) for column in learned.schema.columns}
        sides.append({n: kinds.get(n, "unknown") for n in version.recipe["features"]})
    return _changed(sides[0], sides[1], sorted({*sides[0], *sides[1]}))


# Measures, slices, answers


def _measures(pair: _Pair, shared: SharedRows) -> tuple[tuple[MeasureChange, ...], str]:
    before, after = pair.versions
    main = str(after.recipe["metric"])
    if len(shared.places) == 2:
        found, on = _on_shared(shared, int(after.recipe.get("seed", 0)))
    elif after.comparison.get("against") == f"v{before.number}" and before.model == after.model:
        found = tuple(
            MeasureChange(
                one["metric"],
                one["title"],
                one["decimals"],
                one["champion"],
                one["candidate"],
                one["gain"]["low"],
                one["gain"]["high"],
            )
            for one in after.comparison["measures"]
        )
        on = f"the same {after.comparison['rows']:,} rows"
    else:
        found = tuple(
            MeasureChange(
                one.id, one.title, one.decimals, before.metrics[one.id], after.metrics[one.id]
            )
            for one in for_task(Task(after.recipe["task"]))
            if one.higher_is_better is not None
            and one.id in before.metrics
            and one.id in after.metrics
        )
        on = "different rows"
    return tuple(sorted(found, key=lambda one: one.metric != main)), on


def _on_shared(shared: SharedRows, seed: int) -> tuple[tuple[MeasureChange, ...], str]:
    known = shared.answers.known()
    old, new = known[0], known[1]
    assert shared.task is not None
    found = []
    for one in for_task(shared.task):
        if one.higher_is_better is None:
            continue
        try:
            values = one.value(shared.y, old), one.value(shared.y, new)
            gain = paired_gain(shared.task, one.id, shared.y, new, old, seed=seed)
        except UndefinedMetric:
            continue
        found.append(MeasureChange(one.id, one.title, one.decimals, *values, gain.low, gain.high))
    return tuple(found), f"the same {len(shared.rows):,} rows"


def _slices(
    workspace: Workspace, pair: _Pair, measures: tuple[MeasureChange, ...], reporter: Reporter
) -> tuple[tuple[SliceChange, ...], str]:
    """Groups of the shared rows, those that lost most first; with the measure's title."""
    if not measures:
        return (), ""
    try:
        found = slices.slices(workspace, pair.runs, measures[0].metric, reporter)
    except (NeedsYou, WorldError) as gone:  # the rows were deleted, or their file can't be read
        return (), gone.message
    if found.missing or len(found.keys) < 2:
        return (), found.missing
    told = []
    for one in found.slices:
        old, new = one.figures
        if old is not None and new is not None:
            told.append(SliceChange(one.column, one.words, one.n, old.value, new.value))
    sign = 1.0 if found.higher_is_better else -1.0
    told.sort(key=lambda one: sign * (one.after - one.before))
    return tuple(told[:MOST_SLICES]), found.title


def _answers(workspace: Workspace, pair: _Pair, shared: SharedRows, reporter: Reporter) -> Answers:
    try:
        found = disagreements.disagreements(workspace, *pair.runs, MOST_ROWS, reporter)
    except (NeedsYou, WorldError) as gone:
        return Answers(missing=gone.message)
    if found.missing:
        return Answers(missing=found.missing)
    known = shared.answers.known()
    rows = [
        (one.weight, AnswerChange(one.row, one.truth, one.a, one.b, is_better))
        for some, is_better in ((found.b_right, True), (found.a_right, False))
        for one in some
    ]
    rows.sort(key=lambda one: -one[0])
    return Answers(
        n_rows=found.n_rows,
        n_differ=found.only_a + found.only_b,
        n_better=found.only_b,
        n_worse=found.only_a,
        distance=float(np.abs(known[1] - known[0]).mean()),
        rows=tuple(row for _, row in rows[:MOST_ROWS]),
    )
