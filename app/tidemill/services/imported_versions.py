"""Making a model that was trained elsewhere a version: judged on data it is said to answer for.

Its file tells neither which rows it learned from nor how. So a person names the data; the gates are
run on rows of it that today's champion has not seen, and it is said what is not known. Such a
version predicts, serves and is watched as any other; it can't be trained again or exported.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.ids import derived_id
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.domain.columns import Column, Role, Schema
from tidemill.domain.content import content_hash
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import IMPORTED, ModelVersion
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.domain.run_names import run_name
from tidemill.domain.runs import Run
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    datasets,
    foreign_files,
    registering,
    registry,
    run_contents,
    runs,
    tables,
    training_runs,
    unseen_rows,
    validating,
)
from tidemill.services.foreign_files import Opened
from tidemill.services.ingesting import checked_name
from tidemill.services.judged_rows import JUDGED_ON
from tidemill.services.learning_again import Learner
from tidemill.services.registry import IMPORTANCE_FILE, LEARNED_FILE, MODEL_FILE
from tidemill.services.training import foreign_importances, learning, persist
from tidemill.services.training.environment import versions
from tidemill.services.training.foreign import ForeignModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.validating import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import runs as run_rows
from tidemill.store.engine import Transaction

KIND = "model.adopt"
MOST_ROWS = 100_000
"""So many rows it is judged on at most, evenly spread."""

FEWEST = 30
"""Fewer rows that the champion has not seen are too few to judge on; then it is judged on all."""


@dataclass(frozen=True)
class AsVersion:
    """What a person says of a model from elsewhere, so that it can be a version of `model`.

    `on` is the data it answers for, such as `churn@3`; of a name alone the newest version.
    `target` is the column it predicts, the dataset's own unless named; `positive` the class that
    counts as yes. `columns` are the data's columns in the order in which the model takes them;
    needed where its file does not name them, or calls them otherwise.
    """

    model: str
    on: str
    target: str | None = None
    positive: str | None = None
    columns: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, for a job."""
        return {**asdict(self), "columns": list(self.columns)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "AsVersion":
        """Read what `to_dict` wrote."""
        return cls(**{**data, "columns": tuple(data["columns"])})


def checked(workspace: Workspace, wish: AsVersion) -> AsVersion:
    """The wish with the version of the data and the target named; `NeedsYou` where it can't be."""
    name = checked_name(wish.model)
    version = datasets.version(workspace, wish.on)
    schema = datasets.schema_of(workspace, version)
    target = wish.target or schema.target
    if target is None:
        raise NeedsYou(
            f"Nobody said which column of {version.dataset} the model predicts.",
            "Name the target.",
        )
    for column in (target, *wish.columns):
        if column not in schema:
            raise NeedsYou(
                f"{version.label} has no column {column}.",
                "Its columns are " + ", ".join(schema.names) + ".",
            )
    if target in wish.columns:
        raise NeedsYou(f"{target} is both the target and read by the model.", "Leave it out.")
    return replace(wish, model=name, on=version.address, target=target)


def ask(workspace: Workspace, run_text: str, wish: AsVersion) -> int:
    """Ask the worker to make the model that a run keeps a version; return the job.

    The run was imported, or a script logged its model. Raises `NeedsYou` at once for a run that
    keeps none, and for what `checked` refuses.
    """
    run_ = runs.one(workspace, run_text)
    foreign_files.kept(run_)
    wish = checked(workspace, wish)
    request = JobRequest(
        KIND,
        {"run": run_.id, **wish.to_dict()},
        priority=15,
        lane=f"model:{wish.model}",
        asked_by=workspace.person.login,
        cause="registered by hand",
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Do what `ask` asked for."""
    params = dict(job.params)
    version = register(
        workspace, params.pop("run"), AsVersion.from_dict(params), reporter=reporter, job=job
    )
    address = f"{version.model}@{version.number}"
    return {"version": address, "message": f"Registered {version.label}"}


def register(
    workspace: Workspace,
    run_text: str,
    wish: AsVersion,
    *,
    reporter: Reporter | None = None,
    job: Job | None = None,
    number: int | None = None,
) -> ModelVersion:
    """Make the model that a run keeps a version of a model, as a candidate with its gates run.

    `number` is that of a version a script registered, which this one is. Registering it twice
    returns the version that is there. Loads the model.
    """
    reporter = reporter or Silent()
    run_ = runs.one(workspace, run_text)
    file = foreign_files.kept(run_)
    wish = checked(workspace, wish)
    known = _registered(workspace, run_, wish.model)
    if known is not None:
        return known
    reporter.report(0.1, f"Loading {file.name}")
    data = workspace.blobs.get_bytes(file.blob)
    version = datasets.version(workspace, wish.on)
    schema = datasets.schema_of(workspace, version)
    champion = validating.champion_of(workspace, wish.model)
    numbers, words = _rows(workspace, champion, version)
    frame = tables.as_schema(tables.whole(workspace, version).take(numbers), schema)
    reporter.check()
    facts = b"{}" if file.facts is None else workspace.blobs.get_bytes(file.facts)
    loaded = foreign_files.opened(file, data, foreign_files.classes_in(facts))
    model, concluded = _model(loaded, wish, schema, frame, version)
    reporter.report(0.4, f"Judging on {len(numbers):,} rows of {version.label}")
    said = replace(learning.score(model, frame), rows=numbers)
    rows_hash = content_hash(frame)
    verdict = validating.judge(
        workspace,
        model,
        frame,
        said,
        champion,
        wish.model,
        Learner(workspace, run_, model, version, version, numbers).learned,
        size=len(data),
        trained_on=version,
        validated_on=version,
        rows_hash=f"{file.blob}:{rows_hash}",
    )
    notes = [words, concluded, "Whether it learned from these rows itself is not known."]
    notes = [note for note in notes if note]
    verdict = replace(verdict, comparison={**verdict.comparison, "notes": notes})
    reporter.report(0.6, "Weighing the columns")
    files = _files(model, data, said, frame, verdict, notes, Part(reporter, 0.6, 0.95))
    blobs = {path: (workspace.blobs.put_bytes(one), len(one)) for path, one in files.items()}
    params = {
        "rows_hash": rows_hash,
        "hold_out": f"{version.label}, {int(said.known.sum()):,} rows",
        JUDGED_ON: version.address,
    }
    told = run_contents.params_of(model.recipe, version.address, IMPORTED)
    params |= {name: told[name] for name in ("task", "target", "metric", "data", "features")}
    by = workspace.person.login if job is None else job.asked_by
    with workspace.store.write(durable=True) as tx:
        if job is not None:
            queue.hold(tx, job)
        pk = _run_for(tx, workspace, run_, wish.model, by)
        training_runs.finish(tx, pk, params, verdict.metrics, blobs)
        return registering.insert(
            tx,
            wish.model,
            run_pk=pk,
            verdict=verdict,
            by=by,
            cause=f"{'imported' if file.is_imported else 'logged'} as {file.name}",
            number=number,
        )


def _registered(workspace: Workspace, run_: Run, model: str) -> ModelVersion | None:
    """The version of a model that a run's file was made before."""
    with workspace.store.read() as connection:
        own = run_rows.of_uuid(connection, _uuid(workspace, run_, model))
    pks = [run_.pk] if own is None else [run_.pk, own.pk]
    every = registry.registered_from(workspace, pks)
    return next((one for one in every if one.model == model), None)


def _uuid(workspace: Workspace, run_: Run, model: str) -> str:
    return derived_id(workspace.store.id, run_.id, model)


def _run_for(tx: Transaction, workspace: Workspace, run_: Run, model: str, by: str) -> int:
    """The run that holds what the judging found: that of the import, else one of its own.

    What a script logged stays as it logged it, and what was found for another model too.
    """
    if run_.params.get("kind") == IMPORTED and MODEL_FILE not in run_.artifacts:
        return run_.pk
    uuid = _uuid(workspace, run_, model)
    pk = run_rows.insert(
        tx,
        uuid=uuid,
        project=run_.project,
        experiment=run_.experiment,
        name=run_name(uuid, run_rows.next_number(tx.connection)),
        user=by,
        job_id=None,
        dataset_version_id=None,
    )
    run_rows.put_values(tx, pk, params={"kind": IMPORTED}, tags={"model of": run_.name})
    return pk


def _rows(
    workspace: Workspace, champion: ModelVersion | None, version: DatasetVersion
) -> tuple[Any, str]:
    """The numbers of the rows it is judged on, and a sentence about them."""
    numbers, words = np.arange(version.rows), ""
    if champion is not None:
        found = unseen_rows.unseen(workspace, champion, version)
        fresh = np.flatnonzero(found.mask)
        if len(fresh) >= FEWEST:
            numbers = fresh
            words = f"Judged on the rows that {champion.label} did not learn from."
        else:
            why = found.why or f"{champion.label} learned from nearly all rows of {version.label}."
            words = f"Judged on all rows: {why} A champion is flattered by rows it has seen."
    if len(numbers) > MOST_ROWS:
        some = np.unique(np.linspace(0, len(numbers) - 1, MOST_ROWS).astype(np.int64))
        numbers = numbers[some]
    return numbers.astype(np.int64), words


def _model(
    loaded: Opened, wish: AsVersion, schema: Schema, frame: Frame, version: DatasetVersion
) -> tuple[ForeignModel, str]:
    """The model bound to the columns and classes of the data, and what was concluded for that."""
    names = _columns(loaded.columns, loaded.n_columns, wish, schema)
    inputs = Schema(
        tuple(Column(schema[n].name, schema[n].kind, Role.FEATURE, schema[n].whole) for n in names)
    )
    loaded.refuse_kinds(inputs)
    assert wish.target is not None
    answers = loaded.answers(inputs, frame, frame[wish.target], wish.positive)
    recipe = Recipe(
        wish.target,
        answers.task,
        names,
        time=schema.time,
        positive=None if answers.task is not Task.BINARY else answers.levels[1],
        estimator=IMPORTED,
        preparation="none",
        hold_out=HoldOut(HoldOutKind.GIVEN),
    )
    model = ForeignModel(
        loaded.asked,
        recipe,
        inputs,
        answers.levels,
        answers.prior,
        versions(),
        form=loaded.form,
        reads=loaded.columns,
        places=answers.places,
    )
    behind = training_runs.behind_steps(model, version)
    assert isinstance(behind, ForeignModel)
    return behind, answers.concluded


def _columns(
    reads: Sequence[str], n_columns: int | None, wish: AsVersion, schema: Schema
) -> tuple[str, ...]:
    """The data's columns in the order in which the model takes them."""
    if wish.columns:
        if n_columns is not None and len(wish.columns) != n_columns:
            raise NeedsYou(
                f"The model takes {n_columns:,} columns, {len(wish.columns):,} are named.",
                "Name the data's columns in the order in which the model takes them.",
            )
        return wish.columns
    if not reads:
        n = "some" if n_columns is None else f"{n_columns:,}"
        raise NeedsYou(
            f"The model takes {n} columns and does not say which.",
            "Name the data's columns in the order in which the model takes them.",
        )
    absent = [name for name in reads if name not in schema]
    if absent:
        raise NeedsYou(
            "The data has no column " + ", ".join(absent[:10]) + ", which the model reads.",
            "Name the data's columns in the order in which the model takes them: "
            + ", ".join(reads[:10])
            + ("…" if len(reads) > 10 else "."),
        )
    return tuple(reads)


def _files(
    model: ForeignModel,
    data: bytes,
    said: Predictions,
    frame: Frame,
    verdict: Verdict,
    notes: Sequence[str],
    reporter: Reporter,
) -> dict[str, bytes]:
    """What is kept of it, as of a run that was trained here."""
    truth, _ = said.judged()
    known = frame.take(np.flatnonzero(said.known))
    leaned = foreign_importances.importances(model, known, truth, reporter)
    learned = {
        "metrics": verdict.metrics,
        "intervals": verdict.intervals,
        "importances": [asdict(one) for one in leaned],
        "n_hold_out": len(truth),
        "split": f"{len(truth):,} rows that a person named",
        "notes": list(notes),
    }
    kept = run_contents.model_files(model, said, frame, bundled=persist.foreign_bundle(model, data))
    return {
        **kept,
        IMPORTANCE_FILE: json.dumps(learned["importances"]).encode(),
        LEARNED_FILE: json.dumps(learned).encode(),
    }
