"""Running a run again in the worker's child, and saying how near it comes and why.

The very rows, recipe, seed and number of threads are taken again. Where other answers come out,
two more fits tell whether it repeats itself here at all, with its threads and with one.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base import packages
from tidemill.base.clock import monotonic, to_iso
from tidemill.base.errors import NeedsYou
from tidemill.domain.frames import Frame
from tidemill.domain.jobs import Job
from tidemill.domain.metrics import TRAINING
from tidemill.domain.recipes import Recipe
from tidemill.domain.reproductions import (
    Cause,
    Outcome,
    Reproduction,
    because,
    compared,
    impossible,
    other_computer,
    other_libraries,
)
from tidemill.domain.runs import Run
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, known_values, machine_park, runs, tables
from tidemill.services.gate_facts import Relearn
from tidemill.services.judged_rows import judged_on
from tidemill.services.learning_again import Learner, OtherRows
from tidemill.services.registry import (
    LEARNED_FILE,
    LOCK_FILE,
    MODEL_FILE,
    PREDICTIONS_FILE,
)
from tidemill.services.reproductions import REPRODUCED_FILE, of_run
from tidemill.services.training import learning, persist
from tidemill.services.training.environment import environment, versions
from tidemill.services.training.fitting import estimator_module
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions, digest
from tidemill.services.workspace import Workspace
from tidemill.store import activities
from tidemill.store import runs as rows

MOST_KEPT = 20
"""So many times of running a run again are kept with it, newest first."""

Array = npt.NDArray[Any]


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Do what `reproductions.ask` asked for, and keep it with the run."""
    found = runs.one(workspace, job.params["run"])
    reporter.report(0.02, f"Putting together what {found.name} learned from")
    with machine_park.lent(workspace, reporter.log):
        made = reproduced(workspace, found, reporter)
    made = replace(made, by=job.asked_by, at=to_iso(workspace.clock.now()))
    _keep(workspace, job, found, made)
    return {"run": found.id, "reproduction": made.to_dict(), "message": made.sentences()[0]}


def _keep(workspace: Workspace, job: Job, found: Run, made: Reproduction) -> None:
    times = [made, *of_run(workspace, found)][:MOST_KEPT]
    data = json.dumps({"times": [one.to_dict() for one in times]}).encode()
    blob = workspace.blobs.put_bytes(data)
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        rows.put_artifact(tx, found.pk, REPRODUCED_FILE, blob, len(data))
        activities.add(
            tx,
            by=job.asked_by,
            kind="training",
            subject=f"runs/{found.id}",
            sentence=f"ran {found.name} again",
            note=" ".join(made.sentences()),
        )


def reproduced(workspace: Workspace, run: Run, reporter: JobReporter) -> Reproduction:
    """Learn a run again from what is stored and hold it against what it said then."""
    began = monotonic()
    try:
        stored = _stored(workspace, run)
    except _Hindered as error:
        return impossible(error.cause)
    recipe = stored.model.recipe
    try:
        reporter.report(0.1, "Learning again")
        now = stored.again(recipe)
        known, truth = stored.held.known, stored.held.judged()[0]
        before = stored.held.values[known]
        said = stored.as_stored(now)[known]
        reporter.report(0.6, "Comparing the answers")
        found = compared(recipe.task, truth, before, said, _measures(run), full=now[known])
        found = _to_the_last_bit(found, stored.held, now)
        causes = _seed_cause(run, recipe)
        if not found.is_equal:
            causes += _surroundings(workspace, run, stored.model)
            causes += _unsteady(stored, recipe, now, reporter)
    except NeedsYou as error:
        return impossible(Cause("program", f"Learning again stopped: {error.message}"))
    found = because(found, causes) if not found.is_equal else found
    return replace(found, seed=recipe.seed, n_threads=recipe.n_threads, seconds=monotonic() - began)


def _to_the_last_bit(found: Reproduction, held: Predictions, now: Array) -> Reproduction:
    """Answers kept with fewer digits are the same only where the hash of all digits is."""
    if not held.exact or found.outcome is not Outcome.EQUAL or digest(now) == held.exact:
        return found
    return replace(found, outcome=Outcome.CLOSE)


class _Hindered(Exception):
    """Something that is needed is not there."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.words)
        self.cause = cause


@dataclass(frozen=True, eq=False)
class _Stored:
    """What a run left: its model, its answers with the rows they are for, how it learns again.

    `looking_back` gives a model that tells ahead the values it looks back at.
    """

    model: TrainedModel
    held: Predictions
    frame: Frame
    relearn: Relearn
    looking_back: Callable[[TrainedModel], TrainedModel]

    def again(self, recipe: Recipe) -> Array:
        """The answers of another fit for all rows held out, in the stored order of classes."""
        said = learning.score(self.looking_back(self.relearn(recipe)), self.frame)
        if set(said.levels) != set(self.held.levels):
            raise NeedsYou("It knows other classes now.")
        return said.with_levels(self.held.levels).values

    def as_stored(self, values: Array) -> Array:
        """Answers with as many digits as the stored ones have."""
        now = replace(self.held, values=values, exact="")
        return now.as_kept().values if self.held.exact else values


def _stored(workspace: Workspace, run: Run) -> _Stored:
    """All that is needed to learn a run again, or `_Hindered` by what is missing."""
    model = persist.load(_file(workspace, run, MODEL_FILE))
    _needs_library(model.recipe)
    held = Predictions.from_bytes(_file(workspace, run, PREDICTIONS_FILE))
    try:
        assert run.dataset_version_id is not None
        trained = datasets.version_of_id(workspace, run.dataset_version_id)
        judged = judged_on(workspace, run)
        if judged is None:
            raise NeedsYou("The rows it was judged on are not known any more.")
        learner = Learner(workspace, run, model, trained, judged, held.rows)
        relearn = learner.learned()
        schema = datasets.schema_of(workspace, judged)
        frame = tables.as_schema(tables.whole(workspace, judged), schema).take(held.rows)
    except OtherRows as error:
        words = f"{error.message} {trained.label} holds other rows now than it did then."
        raise _Hindered(Cause("data", words)) from error
    except NeedsYou as error:
        raise _Hindered(Cause("missing", error.message)) from error
    return _Stored(
        model, held, frame, relearn, lambda made: known_values.known(workspace, made, judged)
    )


def _file(workspace: Workspace, run: Run, path: str) -> bytes:
    try:
        return workspace.blobs.get_bytes(run.artifacts[path])
    except KeyError:
        raise _Hindered(Cause("missing", f"It kept no {path}.")) from None
    except NeedsYou as error:
        raise _Hindered(Cause("missing", f"Its {path} is needed. {error.message}")) from error


def _needs_library(recipe: Recipe) -> None:
    try:
        estimator_module(recipe)
    except NeedsYou as error:
        raise _Hindered(Cause("library", error.message)) from error


def _measures(run: Run) -> dict[str, float]:
    """The run's metrics but those of the rows learned from."""
    return {n: value for n, value in run.metrics.items() if not n.startswith(TRAINING)}


# Why


def _seed_cause(run: Run, recipe: Recipe) -> tuple[Cause, ...]:
    written = run.params.get("seed")
    if written in (None, str(recipe.seed)):
        return ()
    words = f"Its parameters say seed {written}, its recipe says {recipe.seed}, which was taken."
    return (Cause("seed", words),)


def _surroundings(workspace: Workspace, run: Run, model: TrainedModel) -> tuple[Cause, ...]:
    """What differs between the libraries and the computer of then and of now."""
    before, now = dict(model.versions), versions()
    lock = _kept(workspace, run, LOCK_FILE)
    if lock is not None:
        before = packages.versions(lock) | before
        now = packages.versions(packages.installed()) | now
    found = other_libraries(before, now)
    learned = _kept(workspace, run, LEARNED_FILE)
    kept = {} if learned is None else json.loads(learned).get("environment") or {}
    return found + other_computer(kept, environment(model.recipe.n_threads))


def _kept(workspace: Workspace, run: Run, path: str) -> str | None:
    blob = run.artifacts.get(path)
    if blob is None:
        return None
    try:
        return workspace.blobs.get_bytes(blob).decode()
    except NeedsYou:
        return None  # of what is not there nothing is told


def _unsteady(
    stored: _Stored, recipe: Recipe, now: Array, reporter: JobReporter
) -> tuple[Cause, ...]:
    """Whether it gives other answers each time, and whether that comes from its threads."""
    reporter.report(0.65, "Learning once more, to see whether it repeats itself")
    if _is_same(stored.again, recipe, now):
        return ()
    if recipe.n_threads > 1:
        reporter.report(0.8, "Learning with one thread")
        alone = replace(recipe, n_threads=1)
        if _is_same(stored.again, alone, stored.again(alone)):
            words = (
                f"Threads: with {recipe.n_threads} it gives other answers each time, with 1 "
                "always the same. Train with 1 thread where a run must be repeated exactly."
            )
            return (Cause("threads", words),)
    words = (
        "It draws at random outside of its seed: learned twice now, from the same rows, it gives "
        "different answers."
    )
    return (Cause("seed", words),)


def _is_same(learn: Callable[[Recipe], Array], recipe: Recipe, now: Array) -> bool:
    return bool(np.array_equal(learn(recipe), now, equal_nan=True))
