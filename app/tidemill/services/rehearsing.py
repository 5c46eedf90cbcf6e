"""Rehearsal: a candidate decides on recent rows beside the champion, before it is promoted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import zstandard

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.domain.business_value import Costs
from tidemill.domain.datasets import Series
from tidemill.domain.flip_segments import segments
from tidemill.domain.frames import ColumnData
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion, Stage
from tidemill.domain.recipes import Task
from tidemill.domain.rehearsals import FlippedRow, FlowMoney, Money, Push, Rehearsal
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    business_value,
    comparing,
    datasets,
    decisions,
    flip_pushes,
    registry,
    rehearsal_rows,
)
from tidemill.services.decisions import Both, Decided
from tidemill.services.rehearsal_rows import NEWEST, RehearsalRows
from tidemill.services.shown_values import shown
from tidemill.services.slices import telling_columns
from tidemill.services.tiers import source_of
from tidemill.services.training import persist
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import activities, people, rehearsals

KIND = "model.rehearse"
MOST_ROWS = 50_000
"""So many rows are decided on unless another number is asked for."""

LARGEST = 1_000_000
KEPT_ROWS = 500
KEPT_COLUMNS = 12

Array = npt.NDArray[Any]


# Asking, and what was kept


def ask(
    workspace: Workspace,
    address: str,
    *,
    rows: str = NEWEST,
    n: int = MOST_ROWS,
    costs: Mapping[str, float] | None = None,
) -> int:
    """Ask the worker to rehearse a version beside the champion; returns the job's key.

    `rows` as in `rehearsal_rows.found`. `costs` are amounts that become those of the model, as
    `business_value.set_costs` takes them; None takes what stands.
    """
    version, against = _pair(workspace, address)
    if not 0 < n <= LARGEST:
        raise NeedsYou(f"A rehearsal takes 1 to {LARGEST:,} rows.", "Name such a number.")
    kept = business_value.costs_of(workspace, version)
    if costs is not None:
        kept = replace(kept, amounts=dict(costs))
        business_value.set_costs(
            workspace, version.model, costs, threshold=kept.threshold, unit=kept.unit
        )
    params = {
        "version": f"{version.model}@{version.number}",
        "against": against.number,
        "rows": rows,
        "n": n,
        "costs": dict(kept.amounts),
        "threshold": kept.threshold,
        "unit": kept.unit,
    }
    by = workspace.person.login
    cause = f"{by} asked for a rehearsal of {version.label}"
    with workspace.store.write() as tx:
        return queue.enqueue(tx, JobRequest(KIND, params, priority=15, asked_by=by, cause=cause))


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Hold the rehearsal a job asks for and keep it with the version; safe to run again."""
    with workspace.store.read() as connection:
        asker = people.find(connection, job.asked_by) or workspace.person
    params = job.params
    version = registry.version(workspace, params["version"])
    against = registry.version(workspace, f"{version.model}@{params['against']}")
    found = rehearse(
        workspace.acting_as(asker),
        version,
        against,
        reporter,
        rows=params["rows"],
        n=params["n"],
        costs=Costs(params["costs"], params.get("threshold", 0.5), params.get("unit", "")),
    )
    packed = zstandard.ZstdCompressor().compress(json.dumps(found.to_dict()).encode())
    blob = workspace.blobs.put_bytes(packed)
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        key = rehearsals.insert(
            tx,
            version.model,
            version_id=version.id,
            against_id=against.id,
            by=asker.login,
            n_rows=found.n_rows,
            n_flips=found.n_flips,
            blob=blob,
        )
        activities.add(
            tx,
            by=asker.login,
            kind="model",
            subject=f"models/{version.model}/{version.number}",
            sentence=f"rehearsed {version.label} on {found.n_rows:,} rows",
            note=found.summary,
            is_routine=True,
        )
    message = f"{found.n_flips:,} of {found.n_rows:,} decisions flip"
    return {"rehearsal": key, "version": params["version"], "message": message}


def newest(workspace: Workspace, address: str) -> Rehearsal | None:
    """The last rehearsal of a version, None where none was held."""
    version = registry.version(workspace, address)
    with workspace.store.read() as connection:
        kept = rehearsals.of_version(connection, version.id)
    return None if kept is None else _read(workspace, kept)


def _read(workspace: Workspace, kept: rehearsals.KeptRehearsal) -> Rehearsal:
    text = zstandard.ZstdDecompressor().decompress(workspace.blobs.get_bytes(kept.blob))
    return replace(Rehearsal.from_dict(json.loads(text)), id=kept.id, at=kept.at)


def _pair(workspace: Workspace, address: str) -> tuple[ModelVersion, ModelVersion]:
    """A version and the champion it would follow; of the champion the one it followed."""
    version = registry.version(workspace, address)
    view = registry.find(workspace, version.model)
    against = view.rollback_target if version.stage is Stage.CHAMPION else view.champion
    if against is None:
        words = "followed no other version" if view.champion else "has no champion to stand beside"
        who = version.label if view.champion else version.model
        raise NeedsYou(
            f"{who} {words}, so no decision can flip.", "Promote a first version before."
        )
    return version, against


# Holding it


def rehearse(
    workspace: Workspace,
    version: ModelVersion,
    against: ModelVersion,
    reporter: Reporter,
    *,
    rows: str = NEWEST,
    n: int = MOST_ROWS,
    costs: Costs | None = None,
) -> Rehearsal:
    """Let both versions decide on the same rows and say what flips, for whom, at what cost.

    Loads the models: the faces `ask` for it.
    """
    costs = costs or Costs()
    new, old = (persist.load(workspace.blobs.get_bytes(v.blob)) for v in (version, against))
    asked = rehearsal_rows.found(workspace, version, (old, new), rows, n, Part(reporter, 0.0, 0.2))
    said = asked.score(old, Part(reporter, 0.2, 0.5)), asked.score(new, Part(reporter, 0.5, 0.8))
    both = decisions.together(version, against, *said)
    both, unseen = _judged_fairly(workspace, asked, both, (version, against))
    costs = costs.checked(both.task, both.levels)
    reporter.report(0.8, "Looking for whom decisions flip")
    decided = decisions.decided(both, against, costs.threshold)
    columns = _telling(workspace, asked, version, against, (old, new))
    told = [column.take(both.places) for column in columns]
    groups = [column for column in told if column.name not in asked.personal]
    found, n_looked = segments(groups, decided.flips)
    reporter.report(0.85, "Looking at what pushed decisions over")
    chosen = _chosen(decided)
    pushed = flip_pushes.pushed(asked, both, decided, (old, new), chosen, Part(reporter, 0.85, 1.0))
    flips = decided.flips & both.known
    return Rehearsal(
        model=version.model,
        version=version.number,
        against=against.number,
        at=workspace.clock.now(),
        by=workspace.person.login,
        source=asked.source,
        rows_words=f"{asked.words.rstrip('.')}. {unseen}" if unseen else asked.words,
        dataset=asked.dataset,
        rule=decided.rule,
        n_asked=asked.n_rows,
        n_rows=len(both.places),
        n_flips=int(decided.flips.sum()),
        flows=decisions.flows(decided),
        n_known=int(both.known.sum()),
        n_better=int((flips & decided.new_right & ~decided.old_right).sum()),
        n_worse=int((flips & decided.old_right & ~decided.new_right).sum()),
        segments=found,
        n_segments=n_looked,
        columns=tuple(column.name for column in told[:KEPT_COLUMNS]),
        rows=_rows(asked, both, decided, told[:KEPT_COLUMNS], chosen, pushed),
        costs=costs.amounts,
        money=_money(both, decided, costs),
        parts=_parts(both, decided, costs),
        threshold=both.own_new if isinstance(both.own_new, float) else costs.threshold,
        unit=costs.unit,
    )


def _judged_fairly(
    workspace: Workspace, asked: RehearsalRows, both: Both, versions: Sequence[ModelVersion]
) -> tuple[Both, str]:
    """Without the outcomes of stored rows that a version learned from, where it would seem better
    than it is; and the sentence that says so."""
    seen = np.zeros(len(both.places), dtype=bool)
    for version in versions:
        seen |= _learned_from(workspace, asked, version)[both.places]
    if not (seen & both.known).any():
        return both, ""
    if both.task is Task.REGRESSION:
        truth = np.where(seen, np.nan, both.truth)
    else:
        truth = np.where(seen, -1, both.truth)
    fair = replace(both, truth=truth)
    n = int(fair.known.sum())
    return fair, f"Who is right counts on the {n:,} rows that neither version learned from."


def _learned_from(workspace: Workspace, asked: RehearsalRows, version: ModelVersion) -> Array:
    """Which of the rows a version may have learned from: those of its data that were not held
    out."""
    name = asked.dataset.rpartition("@")[0]
    if not asked.dataset or name != version.dataset.rpartition("@")[0]:
        return np.zeros(asked.n_rows, dtype=bool)
    view = datasets.find(workspace, name)
    if view.dataset.series is not Series.APPEND and asked.dataset != version.dataset:
        return np.zeros(asked.n_rows, dtype=bool)
    learned_on = datasets.version_of_id(workspace, version.dataset_version_id)
    [run] = comparing.named(workspace, [version.run_pk])
    held = np.empty(0, dtype=np.int64)
    if registry.PREDICTIONS_FILE in run.artifacts:
        blob = workspace.blobs.get_bytes(run.artifacts[registry.PREDICTIONS_FILE])
        held = Predictions.from_bytes(blob).rows
    return np.asarray((asked.numbers < learned_on.rows) & ~np.isin(asked.numbers, held))


def _telling(
    workspace: Workspace,
    asked: RehearsalRows,
    version: ModelVersion,
    against: ModelVersion,
    models: Sequence[TrainedModel],
) -> list[ColumnData]:
    """The rows' columns, those the versions lean on most first, without what they predict."""
    runs = comparing.named(workspace, [version.run_pk, against.run_pk])
    source = source_of(workspace, runs)
    order = [] if source is None else telling_columns(workspace, runs, *source)
    place = {name: at for at, name in enumerate(order)}
    targets = {model.recipe.target for model in models}
    columns = [column for column in asked.shown if column.name not in targets]
    return sorted(columns, key=lambda column: place.get(column.name, len(place)))


def _chosen(decided: Decided) -> Array:
    """The flips to open, largest change first."""
    flipped = np.flatnonzero(decided.flips)
    size = np.abs(decided.new_score - decided.old_score)[flipped]
    return np.asarray(flipped[np.argsort(-size, kind="stable")[:KEPT_ROWS]])


def _rows(
    asked: RehearsalRows,
    both: Both,
    decided: Decided,
    told: Sequence[ColumnData],
    chosen: Array,
    pushed: Sequence[tuple[Push, ...]],
) -> tuple[FlippedRow, ...]:
    cells = list(
        zip(*(_cells(column.take(chosen), asked.personal) for column in told), strict=True)
    ) or [()] * len(chosen)
    ids = [""] * len(chosen)
    if asked.ids is not None:
        ids = _cells(asked.ids.take(both.places[chosen]), asked.personal)
    known = both.known
    return tuple(
        FlippedRow(
            int(asked.numbers[both.places[at]]),
            ids[k],
            decisions.said(both, decided.before, both.old, at),
            decisions.said(both, decided.after, both.new, at),
            float(decided.old_score[at]),
            float(decided.new_score[at]),
            decisions.true(both, at) if known[at] else "",
            decisions.is_better(decided, at) if known[at] else None,
            tuple(cells[k]),
            pushed[k],
        )
        for k, at in enumerate(chosen.tolist())
    )


def _cells(column: ColumnData, personal: frozenset[str]) -> list[str]:
    if column.name in personal:
        return [MASK] * len(column)
    return [shown(value) for value in column.to_list()]


# Money


def _gains(both: Both, decided: Decided, costs: Costs) -> Array | None:
    """What each row with a known outcome cost before less what it costs now; None without costs."""
    known = np.flatnonzero(both.known)
    if not costs or not len(known):
        return None
    if both.task is Task.REGRESSION:
        truth = both.truth[known]
        before, after = (costs.of_numbers(truth, said[known]) for said in (both.old, both.new))
    else:
        truths = [both.levels[code] for code in both.truth[known].tolist()]
        before = costs.of_pairs(truths, decided.before[known].tolist())
        after = costs.of_pairs(truths, decided.after[known].tolist())
    return before - after


def _sum(gains: Array) -> tuple[float, float, float]:
    """A sum over rows with its normal interval."""
    value, n = float(gains.sum()), len(gains)
    half = z_of(0.95) * float(np.std(gains, ddof=1)) * np.sqrt(n) if n > 1 else 0.0
    return value, value - float(half), value + float(half)


def _money(both: Both, decided: Decided, costs: Costs) -> Money | None:
    """The sum over rows with a known outcome."""
    gains = _gains(both, decided, costs)
    return None if gains is None else Money(*_sum(gains), len(gains))


def _parts(both: Both, decided: Decided, costs: Costs) -> tuple[FlowMoney, ...]:
    """The same by the direction of the flips, those of the most rows first; they add up to it."""
    gains = _gains(both, decided, costs)
    if gains is None or both.task is Task.REGRESSION:
        return ()
    known = both.known
    before, after = decided.before[known], decided.after[known]
    found = []
    for flow in decisions.flows(decided):
        if flow.before == flow.after:
            continue
        is_of_it = (before == flow.before) & (after == flow.after)
        part = _sum(np.where(is_of_it, gains, 0.0))
        found.append(FlowMoney(flow.before, flow.after, int(is_of_it.sum()), *part))
    return tuple(found)
