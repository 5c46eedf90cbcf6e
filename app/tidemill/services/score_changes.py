"""Why did this score change? One row, two versions or dates: what its data did, what the model did.

The formula is in `domain.score_changes`. Values of personal columns are masked.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.domain import score_changes
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import DatasetVersion, parse_address
from tidemill.domain.frames import Frame, stacked
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import Decision, DecisionKind, ModelVersion
from tidemill.domain.query.times import span
from tidemill.domain.recipes import Task
from tidemill.domain.score_changes import Array, Picks
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, named_rows, personal_data, preparing, registry, tables
from tidemill.services.shown_values import shown_at
from tidemill.services.training import persist, raw_rows
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace
from tidemill.store import people

KIND = "model.why-score"
BACKGROUND = 24
"""So many rows of the data are what a model's change is held against."""


@dataclass(frozen=True)
class Side:
    """One of the two answers: the version, the data it read the row from, the row (from 0)."""

    version: str
    dataset: str
    row: int
    score: float


@dataclass(frozen=True)
class ColumnChange:
    """What a column did: its values before and after, and both parts of the difference."""

    column: str
    before: str
    after: str
    data: float
    model: float

    @property
    def total(self) -> float:
        """Both parts together."""
        return self.data + self.model


@dataclass(frozen=True)
class ScoreChange:
    """The difference between two scores of a row, split; largest column first.

    `of` says what the score is. `data`, `model` by column and `everyone` add up to the difference.
    `is_exact` where all orders of the columns were gone through.
    """

    row: str
    of: str
    before: Side
    after: Side
    columns: tuple[ColumnChange, ...]
    everyone: float
    is_exact: bool

    @property
    def difference(self) -> float:
        """The later score less the earlier."""
        return self.after.score - self.before.score

    @property
    def by_data(self) -> float:
        """What the row's data did."""
        return sum(one.data for one in self.columns)

    @property
    def by_model(self) -> float:
        """What the other model did, for everyone and by column."""
        return self.everyone + sum(one.model for one in self.columns)

    @property
    def summary(self) -> str:
        """The finding in two sentences."""
        said = (
            f"{self.of}: {self.before.score:.4g} by {self.before.version}, "
            f"{self.after.score:.4g} by {self.after.version}, {self.difference:+.4g}."
        )
        parts = f"{self.by_data:+.4g} is from the row's data, {self.by_model:+.4g} from the model."
        top = self.columns[0] if self.columns else None
        if top is None or not top.total:
            return f"{said} {parts}"
        return f"{said} {parts} {top.column} did most ({top.total:+.4g})."

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, with what follows from them."""
        return asdict(self) | {
            "difference": self.difference,
            "by_data": self.by_data,
            "by_model": self.by_model,
            "summary": self.summary,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "ScoreChange":
        """Read what `to_dict` wrote."""
        return cls(
            data["row"],
            data["of"],
            Side(**data["before"]),
            Side(**data["after"]),
            tuple(ColumnChange(**one) for one in data["columns"]),
            data["everyone"],
            data["is_exact"],
        )


@dataclass(frozen=True, eq=False)
class _End:
    """A version with the data its row is read from."""

    version: ModelVersion
    data: DatasetVersion


# Asking


def ask(
    workspace: Workspace,
    before: str,
    after: str,
    row: str,
    *,
    data_before: str | None = None,
    data_after: str | None = None,
) -> int:
    """Ask the worker why a row's score changed; returns the job's key.

    `before` and `after` are versions (`name@3`, `name@champion`) or moments (`name@2026-05-31`,
    `name@2 weeks ago`): then the champion and the data of that moment. A version reads the newest
    data unless `data_before` or `data_after` name other. `row` is the value of the identifier, or
    the row's number from 1 where the data has none.
    """
    now = workspace.clock.now()
    for address, data in ((before, data_before), (after, data_after)):
        _end(workspace, address, data, now)
    params = {
        "before": before,
        "after": after,
        "row": row,
        "data_before": data_before,
        "data_after": data_after,
        "now": now.timestamp(),
    }
    by = workspace.person.login
    cause = f"{by} asked why the score of {row} changed"
    with workspace.store.write() as tx:
        return queue.enqueue(tx, JobRequest(KIND, params, priority=20, asked_by=by, cause=cause))


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Find out what a job asks for."""
    params = job.params
    with workspace.store.read() as connection:
        asker = people.find(connection, job.asked_by) or workspace.person
    now = datetime.fromtimestamp(params["now"], UTC)
    mine = workspace.acting_as(asker)
    before = _end(mine, params["before"], params["data_before"], now)
    after = _end(mine, params["after"], params["data_after"], now)
    found = _why(mine, before, after, params["row"], reporter)
    return {"change": found.to_dict(), "message": found.summary}


def why(
    workspace: Workspace,
    before: str,
    after: str,
    row: str,
    reporter: Reporter,
    *,
    data_before: str | None = None,
    data_after: str | None = None,
) -> ScoreChange:
    """As `ask`, here and now. Loads the models: the faces `ask` for it."""
    now = workspace.clock.now()
    ends = (
        _end(workspace, before, data_before, now),
        _end(workspace, after, data_after, now),
    )
    return _why(workspace, *ends, row, reporter)


def of_job(job: Job) -> ScoreChange:
    """What a job that ended well found."""
    return ScoreChange.from_dict(job.result["change"])


def champion_at(decisions: Sequence[Decision], moment: datetime) -> int | None:
    """The key of the version that was champion at a moment; None where there was none."""
    at = {one.id: one.at for one in decisions}
    line: list[int] = []
    for one in decisions:
        is_undone = one.undone_by is not None and at.get(one.undone_by, moment) <= moment
        if one.at > moment or one.version_id is None or is_undone:
            continue
        if one.kind is DecisionKind.PROMOTED:
            line = [key for key in line if key != one.version_id] + [one.version_id]
        elif one.kind is DecisionKind.ROLLED_BACK and len(line) > 1:
            line.pop()
    return line[-1] if line else None


def _end(workspace: Workspace, address: str, data: str | None, now: datetime) -> _End:
    name, which = parse_address(address)
    moment = None if which is None else span(which, now)
    if moment is None:
        version = registry.version(workspace, address)
        learned_from = version.dataset.rpartition("@")[0]
        return _End(version, datasets.version(workspace, data or learned_from))
    until = datetime.fromtimestamp(moment[1], UTC)
    view = registry.find(workspace, name)
    key = champion_at(view.decisions, until)
    found = next((one for one in view.versions if one.id == key), None)
    if found is None:
        raise NeedsYou(f"{name} had no champion at {which}.", "Name a later moment, or a version.")
    if data is not None:
        return _End(found, datasets.version(workspace, data))
    kept = datasets.find(workspace, found.dataset.rpartition("@")[0]).versions
    there = [one for one in kept if one.created_at <= until]
    if not there:
        raise NeedsYou(
            f"{kept[0].dataset} had no version at {which}.", "Name a later moment, or the data."
        )
    return _End(found, there[-1])


# The row, and what both models say of it


def _why(
    workspace: Workspace, before: _End, after: _End, row: str, reporter: Reporter
) -> ScoreChange:
    models = tuple(
        persist.load(workspace.blobs.get_bytes(end.version.blob)) for end in (before, after)
    )
    columns = raw_rows.expected_by_all(models)
    reporter.report(0.1, "Reading the row")
    places = [named_rows.number(workspace, end.data, row) for end in (before, after)]
    ends = [
        _raw(workspace, end.data, np.array([place]), columns)
        for end, place in zip((before, after), places, strict=True)
    ]
    others = _background(workspace, after, columns, places[1])
    table = stacked([*ends, others])
    task, level = _question(models, table)
    target = {model.recipe.target for model in models}
    names = [column.name for column in columns.columns]
    read = [at for at, name in enumerate(names) if name not in target]
    differing = [at for at in read if _differs(table, names[at])]
    whole = Part(reporter, 0.2, 1.0)

    def scores(picks: Picks) -> Array:
        whole.check()
        frame = Frame(tuple(table[name].take(picks[:, at]) for at, name in enumerate(names)))
        return np.stack([_score(model, frame, level) for model in models], axis=1)

    reporter.report(0.2, "Going from one to the other")
    background = list(range(2, table.n_rows))
    parts = score_changes.split(scores, 0, 1, background, differing, read, len(names))
    personal = personal_data.columns(workspace, after.data.dataset)
    found = [
        ColumnChange(
            names[at],
            shown_at(table[names[at]], 0, personal),
            shown_at(table[names[at]], 1, personal),
            float(parts.data[at]),
            float(parts.model[at]),
        )
        for at in read
    ]
    found.sort(key=lambda one: -(abs(one.data) + abs(one.model)))
    return ScoreChange(
        row,
        models[1].recipe.target if task is Task.REGRESSION else f"Probability of {level}",
        Side(before.version.label, before.data.address, places[0], parts.before),
        Side(after.version.label, after.data.address, places[1], parts.after),
        tuple(one for one in found if one.data or one.model),
        parts.everyone,
        parts.is_exact,
    )


def _raw(workspace: Workspace, version: DatasetVersion, rows: Picks, columns: Schema) -> Frame:
    """Rows of a version as they came, in the columns both models read."""
    return tables.as_schema(preparing.as_they_came(workspace, version, rows), columns)


def _background(workspace: Workspace, end: _End, columns: Schema, row: int) -> Frame:
    """Some rows of the later data, always the same."""
    others = np.setdiff1d(np.arange(end.data.rows), [row])
    if not len(others):
        others = np.array([row])
    draw = np.random.default_rng(0)
    chosen = np.sort(draw.choice(others, min(BACKGROUND, len(others)), replace=False))
    return _raw(workspace, end.data, chosen, columns)


def _question(models: Sequence[TrainedModel], table: Frame) -> tuple[Task, str]:
    """What is asked, and the class whose probability is the score: of two the positive one, of
    several the one the later model says."""
    old, new = models
    if old.task is not new.task:
        raise NeedsYou(
            "The two versions answer different questions.", "Choose versions that predict the same."
        )
    if new.task is Task.REGRESSION:
        return new.task, ""
    level = new.levels[-1]
    if new.task is Task.MULTICLASS:
        said = raw_rows.every_value(new, table.slice(1, 2))
        level = new.levels[int(said[0].argmax())]
    if level not in old.levels:
        raise NeedsYou(
            f"The earlier version does not know {level}.", "Choose versions with the same classes."
        )
    return new.task, level


def _score(model: TrainedModel, frame: Frame, level: str) -> Array:
    values = raw_rows.every_value(model, frame)
    if model.task is Task.REGRESSION:
        return values
    if model.task is Task.BINARY:
        return values if level == model.levels[1] else 1.0 - values
    return np.asarray(values[:, model.levels.index(level)])


def _differs(table: Frame, name: str) -> bool:
    first, second = table[name].take(np.array([0, 1])).to_list()
    return bool(first != second)
