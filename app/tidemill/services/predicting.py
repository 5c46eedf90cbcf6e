"""Predictions of a registered model for the rows of a file, in bounded memory.

The file is read by the columns the model's data came with, goes through the steps of preparation
the model learned behind, and is written as it came with the answers behind each row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.base.spill_folders import spill_folder
from tidemill.catalog.reading import reader_for
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import DatasetVersion, parse_address
from tidemill.domain.frames import Frame
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.masking import row_masker
from tidemill.domain.models import ModelVersion
from tidemill.domain.reading import ReadOptions, ReadResult
from tidemill.domain.tables import BLOCK_ROWS
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    datasets,
    explained_rows,
    known_values,
    personal_data,
    registry,
    table_files,
)
from tidemill.services.explained_rows import Explainer, Reasons
from tidemill.services.table_files import Written
from tidemill.services.training import persist, raw_rows
from tidemill.services.training.answers import Answer, told
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace
from tidemill.store import people

KIND = "model.predict"
COLUMNS = ("prediction", "probability", "model", "version")
"""What stands behind each row; a file's own column of such a name keeps it and ours differs."""


@dataclass(frozen=True, eq=False)
class Scored:
    """Some rows of the file as they came, with an answer each, and why where that was asked."""

    frame: Frame
    answers: tuple[Answer, ...]
    reasons: Reasons | None = None

    def why(self) -> Iterator[tuple[float | None, ...]]:
        """For each row its score, that of the usual row, and what each column moved it by; all
        None for a row without a prediction."""
        assert self.reasons is not None
        found = self.reasons
        whole = np.column_stack([found.score, found.usual, found.by])
        for answer, line in zip(self.answers, whole.tolist(), strict=True):
            yield tuple(line) if answer.prediction is not None else (None,) * len(line)


@dataclass(frozen=True, eq=False)
class Reading:
    """A version ready to score rows as they come, and the data it learned on."""

    version: ModelVersion
    model: TrainedModel
    learned_on: DatasetVersion


def version_for(workspace: Workspace, address: str) -> ModelVersion:
    """The version of `name@3`; of a name alone its champion. Raises `NeedsYou`."""
    name, which = parse_address(address)
    if which is not None:
        return registry.version(workspace, address)
    champion = registry.find(workspace, name).champion
    if champion is None:
        raise NeedsYou(
            f"{name} has no champion yet.",
            "Promote a version, or name one, such as " + name + "@1.",
        )
    return champion


def free_path(beside: Path) -> Path:
    """Where the predictions for a file go unless another place is named: beside it."""
    stem = beside.name.split(".")[0] or "table"
    n, path = 1, beside.with_name(f"{stem}-predictions.csv")
    while path.exists():
        n += 1
        path = beside.with_name(f"{stem}-predictions-{n}.csv")
    return path


def ask(workspace: Workspace, address: str, file: Path, out: Path, *, explain: bool = False) -> int:
    """Ask the worker to predict the rows of a file into another; returns the job's key."""
    version = version_for(workspace, address)
    table_files.kind_of(out)
    params = {
        "model": f"{version.model}@{version.number}",
        "file": str(file.expanduser().absolute()),
        "out": str(out.expanduser().absolute()),
        "explain": explain,
    }
    by = workspace.person.login
    cause = f"{by} asked for predictions of {file.name}"
    with workspace.store.write(durable=True) as tx:
        return queue.enqueue(tx, JobRequest(KIND, params, asked_by=by, cause=cause))


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Predict the rows of a file, as a job asks for; whole again after a crash."""
    out = Path(job.params["out"])
    with workspace.store.read() as connection:
        asker = people.find(connection, job.asked_by) or workspace.person
    written = to_file(
        workspace.acting_as(asker),
        job.params["model"],
        Path(job.params["file"]),
        out,
        reporter,
        explain=bool(job.params.get("explain")),
    )
    message = f"Wrote {written.rows:,} predictions to {out.name}"
    return {"out": str(out), "rows": written.rows, "said": list(written.said), "message": message}


def to_file(
    workspace: Workspace,
    address: str,
    file: Path,
    out: Path,
    reporter: Reporter,
    *,
    explain: bool = False,
) -> Written:
    """Write the rows of a file with the model's answers behind them (CSV or Excel, by `out`).

    With `explain` what each column moved the score by stands behind those. Values of columns
    marked personal are masked for who may not see them. Raises `NeedsYou` for a file that cannot
    be read or lacks a column the model reads, `WorldError` for the disk.
    """
    kind = table_files.kind_of(out)
    reading = reading_of(workspace, version_for(workspace, address))
    hidden = personal_data.hidden(workspace, reading.learned_on.dataset)
    explainer = explainer_of(workspace, reading, hidden, reporter) if explain else None
    with spill_folder() as scratch:
        read = _read(reading, file, scratch, Part(reporter, 0.0, 0.4))
        names = [column.name for column in read.table.columns]
        mask = row_masker(names, hidden)
        rows = (
            (*mask(values), *_told(answer, reading.version), *why)
            for some in scored(reading, read, explainer=explainer)
            for values, answer, why in zip(
                _values(some.frame), some.answers, _why(some), strict=True
            )
        )
        headings = [*names, *free_names(names, explainer)]
        return table_files.write_table(
            out,
            headings,
            rows,
            kind,
            reporter=Part(reporter, 0.4, 1.0),
            total=read.table.n_rows,
        )


@dataclass(frozen=True)
class Why:
    """What moved the score of one row away from the usual row's, by column."""

    score: float
    usual: float
    by: Mapping[str, float]


def answers(
    workspace: Workspace, address: str, file: Path, reporter: Reporter
) -> Iterator[tuple[ModelVersion, Answer]]:
    """What the model says of each row of a file, in their order."""
    reading = reading_of(workspace, version_for(workspace, address))
    for some in _of_file(reading, file, reporter):
        yield from ((reading.version, answer) for answer in some.answers)


def explained(
    workspace: Workspace, address: str, file: Path, reporter: Reporter
) -> Iterator[tuple[ModelVersion, Answer, Why | None]]:
    """As `answers`, with why; None for a row without a prediction."""
    reading = reading_of(workspace, version_for(workspace, address))
    hidden = personal_data.hidden(workspace, reading.learned_on.dataset)
    explainer = explainer_of(workspace, reading, hidden, reporter)
    for some in _of_file(reading, file, reporter, explainer):
        assert some.reasons is not None
        lines = zip(
            some.answers,
            some.reasons.score.tolist(),
            some.reasons.usual.tolist(),
            some.reasons.by.tolist(),
            strict=True,
        )
        for answer, score, usual, by in lines:
            why = Why(score, usual, dict(zip(explainer.names, by, strict=True)))
            yield reading.version, answer, None if answer.prediction is None else why


def _of_file(
    reading: Reading, file: Path, reporter: Reporter, explainer: Explainer | None = None
) -> Iterator[Scored]:
    with spill_folder() as scratch:
        read = _read(reading, file, scratch, Part(reporter, 0.0, 0.4))
        for some in scored(reading, read, explainer=explainer):
            reporter.check()
            yield some


def explainer_of(
    workspace: Workspace, reading: Reading, hidden: frozenset[str], reporter: Reporter
) -> Explainer:
    """Who tells why of the version's rows; what hidden columns did is told as one sum."""
    return Explainer(workspace, reading.version, reading.model, hidden, reporter.check)


def _why(some: Scored) -> Iterator[tuple[float | None, ...]]:
    return iter([()] * len(some.answers)) if some.reasons is None else some.why()


def reading_of(workspace: Workspace, version: ModelVersion) -> Reading:
    """A version, loaded. Raises `NeedsYou` where it is damaged or names types not trusted."""
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    learned_on = datasets.version_of_id(workspace, version.dataset_version_id)
    return Reading(version, known_values.newest_known(workspace, model, learned_on), learned_on)


def _read(reading: Reading, file: Path, scratch: Path, part: Part) -> ReadResult:
    """The file's rows by the columns the model's data came with; what is new is read too."""
    expected = reading.learned_on.raw_schema()
    part.report(0.0, f"Reading {file.name}")
    result: ReadResult = reader_for(file).read(file, expected, part, scratch, ReadOptions())
    if result.table.n_rows == 0:
        raise NeedsYou(f"{file.name} has no rows that can be used.", "Check the file.")
    return result


def scored(
    reading: Reading,
    read: ReadResult,
    rows: int = BLOCK_ROWS,
    explainer: Explainer | None = None,
) -> Iterator[Scored]:
    """The rows of a file in their order, block by block, with an answer each."""
    schema = reading.learned_on.raw_schema()
    there = {column.name for column in read.table.columns}
    raw = Schema(tuple(c for c in schema.columns if c.name in there))
    identifier = next((n for n in raw.names if raw[n].role == "identifier"), None)
    first = 0
    for block in read.table.blocks(rows=rows):
        said, numbers = raw_rows.score_raw(reading.model, block)
        found: list[tuple[Any, float | None]] = [(None, None)] * block.n_rows
        for place, answer in zip(numbers.tolist(), told(said), strict=True):
            found[place] = answer
        ids = block[identifier].to_list() if identifier else [None] * block.n_rows
        yield Scored(
            block,
            tuple(
                Answer(first + i + 1, first + i + 1 if one is None else one, *found[i])
                for i, one in enumerate(ids)
            ),
            None if explainer is None else explainer.explain(block),
        )
        first += block.n_rows


def _values(frame: Frame) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_list() for column in frame), strict=True)


def _told(answer: Answer, version: ModelVersion) -> tuple[Any, ...]:
    return (answer.prediction, answer.probability, version.model, version.number)


def free_names(names: Sequence[str], explainer: Explainer | None = None) -> list[str]:
    """How our columns are named behind those of a file."""
    ours = list(COLUMNS)
    if explainer is not None:
        why = (explained_rows.WHY.format(name) for name in explainer.names)
        ours += [explained_rows.SCORE, explained_rows.USUAL, *why]
    taken = {name.lower() for name in names}
    return [name if name.lower() not in taken else f"{name} (model)" for name in ours]
