"""Exporting a version: written in a form that others read, proved on rows, then offered.

A conversion that answers a row otherwise than its model is refused, with the rows shown. It runs in
the worker's child, since it loads the model.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from tidemill.base import atomic
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Part, Reporter
from tidemill.catalog import prepared_tables
from tidemill.catalog.discovery import family
from tidemill.domain.entries import ExporterEntry
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import ModelVersion
from tidemill.domain.outgoing import Comparison, Outgoing
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import export_papers, export_proofs, exports, personal_data, predicting
from tidemill.services.serving import served_models
from tidemill.services.training import persist
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace
from tidemill.store import activities
from tidemill.store.engine import Transaction

KIND = "model.export"

MOST_TOLD = 3
"""Rows that differ and stand in the message itself; the job's log has more."""

_PLAIN_STEPS = frozenset({"rename", "drop_columns"})
"""Steps that change no value, so an export can do without them."""


@dataclass(frozen=True)
class Exported:
    """A file that was written and proved; `notes` are sentences for the person."""

    version: str
    form: str
    path: Path
    n_bytes: int
    comparison: Comparison
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "version": self.version,
            "to": self.form,
            "file": str(self.path),
            "bytes": self.n_bytes,
            "comparison": self.comparison.to_dict(),
            "notes": list(self.notes),
        }


def forms() -> tuple[ExporterEntry, ...]:
    """The forms a version can be exported in."""
    return tuple(module.ENTRY for module in family("exporters").values())


@dataclass(frozen=True)
class ExportCheck:
    """What an export would be: the version, the whole path, whether a file there goes and whether
    its folder has to be made."""

    version: str
    path: Path
    is_replaced: bool
    is_folder_made: bool


def check(workspace: Workspace, address: str, form: str, out: Path) -> ExportCheck:
    """Look at what would be exported where, and ask for nothing; `NeedsYou` as `ask` would."""
    version = predicting.version_for(workspace, address)
    path = _checked(out, _module(form).ENTRY)
    return ExportCheck(version.label, path, path.exists(), not path.parent.exists())


def ask(workspace: Workspace, address: str, form: str, out: Path) -> int:
    """Ask the worker to export a version (`name@3`; of a name alone its champion); the job's key.

    Raises `NeedsYou` at once for an unknown form, or a file that it can't be written to.
    """
    version = predicting.version_for(workspace, address)
    entry = _module(form).ENTRY
    _refuse_imported(version)
    path = _checked(out, entry)
    by = workspace.person.login
    params = {"model": f"{version.model}@{version.number}", "to": form, "out": str(path)}
    cause = f"{by} exported {version.label} as {entry.title}"
    with workspace.store.write(durable=True) as tx:
        return queue.enqueue(tx, JobRequest(KIND, params, asked_by=by, cause=cause))


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Export a version as a job asks for; the same file where it is done again."""
    out = Path(job.params["out"])
    done = export(workspace, job.params["model"], job.params["to"], out, reporter)
    with workspace.store.write() as tx:
        queue.hold(tx, job)
        record(tx, job, done)
    return {**done.to_dict(), "message": f"Wrote {out.name}"}


def record(tx: Transaction, job: Job, done: Exported) -> None:
    """Tell in Activity what was written and how it was proved."""
    model, _, number = job.params["model"].rpartition("@")
    tx.feed("model", model)
    activities.add(
        tx,
        by=job.asked_by,
        kind=exports.KIND,
        subject=f"models/{model}/{number}",
        sentence=f"exported {done.version} as {_module(done.form).ENTRY.title} to {done.path.name}",
        note=done.comparison.words,
        detail={
            "file": str(done.path),
            "bytes": done.n_bytes,
            "form": done.form,
            "rows": done.comparison.n_stored,
            "made_up_rows": done.comparison.n_made_up,
        },
    )


class Differs(NeedsYou):
    """An export that answers rows otherwise than its model; nothing was written."""

    def __init__(self, title: str, comparison: Comparison) -> None:
        """Say how many rows differ, and the worst of them."""
        worst = " ".join(row.words for row in comparison.different[:MOST_TOLD])
        super().__init__(
            f"{title} was not written. {comparison.words} {worst[:1].upper()}{worst[1:]}",
            "Use another form, and keep the rows: the job's log lists them.",
            detail="\n".join(
                f"{row.words} {json.dumps(dict(row.values), ensure_ascii=False)}"
                for row in comparison.different
            ),
        )
        self.title = title
        self.comparison = comparison

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.title, self.comparison))


def export(
    workspace: Workspace, address: str, form: str, out: Path, reporter: Reporter
) -> Exported:
    """Write a version in a form once its answers are proved; loads the model.

    Raises `Differs` where they are not the model's, `NeedsYou` where it can't be written so or no
    rows are left to prove it on, `WorldError` for the disk.
    """
    module = _module(form)
    entry = module.ENTRY
    out = _checked(out, entry)
    version = predicting.version_for(workspace, address)
    _refuse_imported(version)
    reporter.report(0.0, f"Loading {version.label}")
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    notes = _notes(model, entry)
    personal = personal_data.columns(workspace, version.dataset.rpartition("@")[0])
    going = outgoing(version, model)
    if entry.writes_steps and _inside(model, entry):
        going = _with_steps(going, model)
        rows = export_proofs.raw_rows_for(
            workspace, version, model, going.raw, personal, Part(reporter, 0.05, 0.3)
        )
        going = replace(going, said=rows.said)
    else:
        rows = export_proofs.rows_for(
            workspace, version, model, personal, Part(reporter, 0.05, 0.3)
        )
    if entry.needs_papers:
        going = export_papers.with_papers(
            workspace, going, version, model, rows, Part(reporter, 0.3, 0.4)
        )
    reporter.check()
    reporter.report(0.4, f"Writing {entry.title}")
    data = module.write(going)
    reporter.check()
    reporter.report(0.6, f"Comparing {rows.stored.n_rows + len(rows.odd):,} rows")
    comparison = proved(module, data, going, model, rows)
    if hasattr(module, "sealed"):
        data = module.sealed(data, comparison.to_dict(), going)
    if hasattr(module, "notes"):
        notes += module.notes(data, going)
    told = sorted(personal & set(model.inputs.names))
    if told:
        notes.append(
            f"What it learned of {', '.join(told)} is in the file, and the dataset marks that as "
            "personal."
        )
    reporter.report(0.95, f"Writing {out.name}")
    try:
        atomic.write_bytes(out, data)
    except OSError as error:
        raise WorldError(
            f"{out} can't be written: {error.strerror or error}.", "Try again.", detail=str(error)
        ) from error
    return Exported(version.label, form, out, len(data), comparison, tuple(notes))


def why_not_exported(version: ModelVersion) -> NeedsYou | None:
    """What stands against exporting a version in any form; None where nothing does."""
    if version.recipe.get("forecast"):
        return NeedsYou(
            f"{version.label} tells ahead from the values before, which no exported form looks up.",
            "Export the steps ahead as a table, or let a service answer.",
        )
    if not version.is_imported:
        return None
    return NeedsYou(
        f"{version.label} was imported, so it can't be exported: how it prepares rows is its own.",
        f"Its file lies as it came with the run {version.run_name}.",
    )


def _refuse_imported(version: ModelVersion) -> None:
    refusal = why_not_exported(version)
    if refusal is not None:
        raise refusal


def proved(
    module: ModuleType,
    data: bytes,
    going: Outgoing,
    model: TrainedModel,
    rows: export_proofs.ProofRows,
) -> Comparison:
    """Hold what an exporter wrote against the model; `Differs` unless all answers are its own."""
    comparison = export_proofs.compare(
        model, lambda table: module.answers(data, going, table), rows
    )
    if not comparison.is_equal:
        raise Differs(f"{module.ENTRY.title} of {going.title}", comparison)
    return comparison


def outgoing(version: ModelVersion, model: TrainedModel, *, is_prepared: bool = False) -> Outgoing:
    """A version with what any exporter may need.

    `is_prepared` where rows come as the steps leave them, columns named so too.
    """
    recipe = model.recipe
    raw = () if model.raw is None or is_prepared else model.raw.names
    after = prepared_tables.names_after(raw, model.steps)
    return Outgoing(
        title=version.label,
        task=str(model.task),
        levels=model.levels,
        columns=tuple((name, kind) for name, kind in model.pipeline[0].columns_),
        pipeline=model.pipeline,
        estimator=recipe.estimator,
        preparation=recipe.preparation,
        predict=lambda pipeline, table: replace(model, pipeline=pipeline).predict(table),
        sources={new: old for old, new in after.items() if old != new},
        skops=persist.to_skops(model.pipeline),
        trusted=persist.TRUSTED,
        target=recipe.target,
        target_kind="numeric" if not model.levels else "text",
        recipe=recipe.to_dict(),
        threshold=model.threshold,
        table=() if model.kept_table is None else model.kept_table.table,
    )


def _inside(model: TrainedModel, entry: ExporterEntry) -> list[prepared_tables.Bound]:
    """The steps that the model learned behind and that change values, or the rows learned from
    where a form can be learned from anew."""
    steps = prepared_tables.bound(model.steps, scoring=not entry.needs_papers)
    return [step for step in steps if step.entry.id not in _PLAIN_STEPS]


def _with_steps(going: Outgoing, model: TrainedModel) -> Outgoing:
    """The model with its steps, for a file that takes raw columns and carries the steps out."""
    assert model.raw is not None
    needs = served_models.needs_of(model)
    after = prepared_tables.names_after(model.raw.names, model.steps)
    target = model.recipe.target
    kinds = [(c.name, str(c.kind)) for c in model.raw.columns]
    return replace(
        going,
        sources={},
        steps=prepared_tables.bound(model.steps, scoring=True),
        learned_behind=prepared_tables.bound(model.steps),
        raw=tuple(one for one in kinds if one[0] in needs and after[one[0]] != target),
        absent=tuple(one for one in kinds if after[one[0]] == target),
    )


def _module(form: str) -> ModuleType:
    known = family("exporters")
    if form not in known:
        raise NeedsYou(
            f"A model can't be exported as {form}.", "Choose one of " + ", ".join(known) + "."
        )
    return known[form]


def _checked(out: Path, entry: ExporterEntry) -> Path:
    """The whole path of the file to write; `NeedsYou` where nobody could write it."""
    path = out.expanduser().absolute()
    if path.suffix.lower() != entry.ending:
        raise NeedsYou(
            f"{entry.title} can't be written as {path.name}.",
            f"Name a file that ends in {entry.ending}.",
        )
    if path.is_dir():
        raise NeedsYou(f"{path.name} is a folder.", "Name a file.")
    return path


def _notes(model: TrainedModel, entry: ExporterEntry) -> list[str]:
    """What the person should know of steps; `NeedsYou` where they can't be left behind."""
    inside = _inside(model, entry)
    if not inside:
        return []
    sentence = inside[0].sentence
    if entry.writes_steps:
        n = f"{len(inside)} steps are" if len(inside) > 1 else "1 step is"
        return [f"It takes the columns as they come: {n} part of it, such as “{sentence}”."]
    if entry.for_raw:
        raise NeedsYou(
            f"The model learned behind steps that only Tidemill carries out: “{sentence}”.",
            "Export it as skops, which takes the columns as the steps leave them, or deploy it.",
        )
    words = f"{len(inside)} of them, such as “{sentence}”"
    return [f"It takes the columns as the dataset's steps leave them ({words})."]
