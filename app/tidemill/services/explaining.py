"""Explains one prediction: what each column did, rows learned from that are like it, and what if.

Contributions are those the booster's own library tells, where it has them and reads rows as they
come (`training.own_contributions`); else interventional Shapley values on the raw columns
(`domain.interventional`), by shap where that is installed and exact
(`training.shap_contributions`). Values of personal columns are masked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.catalog import prepared_tables
from tidemill.domain import explanations, interventional
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.explanations import ColumnPart, Explanation
from tidemill.domain.frames import ColumnData, Frame, stacked
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    datasets,
    explained_likes,
    named_rows,
    personal_data,
    preparing,
    registry,
    runs,
    tables,
    trying,
    what_ifs,
)
from tidemill.services.registry import MODEL_FILE
from tidemill.services.serving import served_models
from tidemill.services.serving.fields import Fields, needed_of, of_text
from tidemill.services.shown_values import shown_at
from tidemill.services.training import (
    own_contributions,
    persist,
    raw_rows,
    shap_contributions,
)
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import people

KIND = "model.explain"
RUN = "run:"
"""Before a run's id in an address; other addresses are model versions'."""

MOST_ASKED = 6_000
BACKGROUND = (8, 100)
"""The fewest and the most rows learned from that a row is held against."""

Array = npt.NDArray[np.float64]
Changes = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Subject:
    """What is explained: a version of a model or a run, with the data it learned from."""

    address: str
    who: str
    blob: str
    learned: DatasetVersion
    made_by: ModelVersion | Run


# Asking


def ask(
    workspace: Workspace,
    address: str,
    row: str,
    *,
    data: str | None = None,
    changes: Changes | None = None,
) -> int:
    """Ask the worker to explain what is said of a row; returns the job's key.

    `address` is a model version's (`name`, `name@3`) or a run's (`run:ID`). `row` as
    `named_rows.number` takes it, of the newest data of the set it learned from unless `data`
    (`name@3`) says other. `changes` are values that take the place of the row's.
    """
    subject_of(workspace, address)
    params = {"address": address, "row": row, "data": data, "changes": dict(changes or {})}
    by = workspace.person.login
    cause = f"{by} asked why {address} says what it says of {row}"
    with workspace.store.write() as tx:
        return queue.enqueue(tx, JobRequest(KIND, params, priority=20, asked_by=by, cause=cause))


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Explain what a job asks for."""
    params = job.params
    with workspace.store.read() as connection:
        asker = people.find(connection, job.asked_by) or workspace.person
    found = explain(
        workspace.acting_as(asker),
        params["address"],
        params["row"],
        reporter,
        data=params["data"],
        changes=params["changes"],
    )
    return {"explanation": found.to_dict(), "message": f"Explained {found.row} by {found.who}"}


def of_job(job: Job) -> Explanation:
    """What a job that ended well found."""
    return Explanation.from_dict(job.result["explanation"])


def subject_of(workspace: Workspace, address: str) -> Subject:
    """The version or run of an address; `NeedsYou` where there is none, or it keeps no model."""
    if not address.startswith(RUN):
        version = registry.version(workspace, address)
        learned = datasets.version_of_id(workspace, version.dataset_version_id)
        name = f"{version.model}@{version.number}"
        return Subject(name, version.label, version.blob, learned, version)
    found = runs.one(workspace, address.removeprefix(RUN))
    if MODEL_FILE not in found.artifacts or found.dataset_version_id is None:
        raise NeedsYou(
            f"{found.name} keeps no model that was trained here.", "Choose a run that does."
        )
    learned = datasets.version_of_id(workspace, found.dataset_version_id)
    return Subject(f"{RUN}{found.id}", found.name, found.artifacts[MODEL_FILE], learned, found)


def n_rows(workspace: Workspace, address: str, data: str | None = None) -> int:
    """How many rows can be named, at least one; `data` as in `ask`."""
    subject = subject_of(workspace, address)
    version = datasets.version(workspace, data or subject.learned.dataset)
    if not version.rows:
        raise NeedsYou(f"{version.label} has no rows.", "Choose other data.")
    return version.rows


# Explaining


def explain(
    workspace: Workspace,
    address: str,
    row: str,
    reporter: Reporter,
    *,
    data: str | None = None,
    changes: Changes | None = None,
) -> Explanation:
    """As `ask`, here and now. Loads the model: the faces `ask` for it."""
    subject = subject_of(workspace, address)
    version = datasets.version(workspace, data or subject.learned.dataset)
    place = named_rows.number(workspace, version, row)
    reporter.report(0.05, "Reading the model")
    model = persist.load(workspace.blobs.get_bytes(subject.blob))
    if model.recipe.forecast is not None:
        raise NeedsYou(
            f"{subject.who} tells the future of a series from its past, so one row can't be "
            "explained by itself.",
            "Look at its forecast and at what it leans on, on its run's page.",
        )
    personal = personal_data.columns(workspace, subject.learned.dataset)
    columns = raw_rows.expected(model)
    own = tables.as_schema(preparing.as_they_came(workspace, version, np.array([place])), columns)
    needed = needed_of(columns, model.recipe.target, served_models.needs_of(model))
    own = _changed(own, columns, needed, changes or {})
    reporter.report(0.2, "Reading rows it learned from")
    likes = explained_likes.learned_rows(workspace, subject.made_by, subject.learned, columns)
    table = stacked([own, likes.frame])
    read = [at for at, name in enumerate(columns.names) if name in needed]
    reporter.report(0.4, "Asking what each column did")
    asked = _Asked(model, table, reporter)
    values = asked.values([0] * len(columns.names))
    answers = _outputs(model, values)[0]
    told = _told(model, table, asked, read, answers)
    strongest = np.argsort(-np.abs(told.by).max(axis=1), kind="stable")
    reporter.report(0.7, "Asking what if")
    open_columns = [int(k) for k in strongest if k in read and columns.names[k] not in personal]
    courses = what_ifs.courses(table, open_columns, asked)
    reporter.report(0.85, "Looking for rows like it")
    parts = tuple(
        _part(table[columns.names[k]], told.by[k], personal, courses.get(k)) for k in read
    )
    shown = [columns.names[int(k)] for k in strongest if int(k) in read][:4]
    similar = explained_likes.similar(workspace, model, own, likes, shown, personal, place)
    return Explanation(
        address=subject.address,
        who=subject.who,
        row=_called(version, row, changes or {}),
        dataset=version.address,
        task=model.task,
        target=model.recipe.target,
        outputs=_names(model),
        unit=told.unit,
        way=told.way,
        is_exact=told.is_exact,
        base=_plain(told.base),
        said=_plain(told.said),
        answers=_plain(answers),
        prediction=_prediction(model, values),
        truth=""
        if changes
        else explained_likes.label_of(workspace, version, place, model.recipe.target, personal),
        columns=parts,
        similar=similar.rows,
        similar_columns=tuple(shown),
        similar_words=similar.words,
        changed=tuple(changes or ()),
    )


def _called(version: DatasetVersion, row: str, changes: Changes) -> str:
    other = f" with another {' and '.join(changes)}" if changes else ""
    return f"row {row.strip().removeprefix('#')} of {version.label}{other}"


def _changed(own: Frame, columns: Schema, needed: frozenset[str], changes: Changes) -> Frame:
    """The row with other values; `NeedsYou` names a column it does not have, or a wrong value."""
    if not changes:
        return own
    unknown = [name for name in changes if name not in needed]
    if unknown:
        raise NeedsYou(
            f"The model reads no column {', '.join(unknown)}.",
            "It reads " + ", ".join(name for name in columns.names if name in needed) + ".",
        )
    row = {}
    for column in columns.columns:
        [value] = own[column.name].to_list()
        row[column.name] = trying.plain(value, column.kind)
    for name, value in changes.items():
        row[name] = of_text(value, columns[name].kind) if isinstance(value, str) else value
    fields = Fields(columns, needed)
    fields.check([row])
    made = prepared_tables.in_schema(fields.frame([row]), columns)
    return Frame(tuple((made if c.name in changes else own)[c.name] for c in own))


class _Asked:
    """What the model says of rows put together from those of a table."""

    def __init__(self, model: TrainedModel, table: Frame, reporter: Reporter) -> None:
        self._model, self._table, self._reporter = model, table, reporter
        self.n_rows = table.n_rows

    def __call__(self, picks: npt.NDArray[np.int64]) -> Array:
        self._reporter.check()
        rows = Frame(tuple(c.take(picks[:, at]) for at, c in enumerate(self._table)))
        return _outputs(self._model, raw_rows.every_value(self._model, rows))

    def values(self, pick: list[int]) -> Array:
        """What is said of one row, in the form of `domain.metrics`."""
        rows = Frame(tuple(c.take(np.array([k])) for k, c in zip(pick, self._table, strict=True)))
        return raw_rows.every_value(self._model, rows)


def _outputs(model: TrainedModel, values: Array) -> Array:
    return values if model.task is Task.MULTICLASS else values[:, None]


def _names(model: TrainedModel) -> tuple[str, ...]:
    if model.task is Task.REGRESSION:
        return (model.recipe.target,)
    return model.levels if model.task is Task.MULTICLASS else (model.levels[1],)


def _prediction(model: TrainedModel, values: Array) -> str:
    if model.task is Task.REGRESSION:
        return f"{float(values[0]):,.6g}"
    said = Predictions(model.task, model.levels, np.arange(1), values, None)
    return str(said.labels()[0])


def _plain(values: Array) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


# What each column did


@dataclass(frozen=True, eq=False)
class _Told:
    """`by` is (columns of the table, outputs)."""

    unit: str
    way: str
    is_exact: bool
    base: Array
    said: Array
    by: Array


def _told(model: TrainedModel, table: Frame, asked: _Asked, read: list[int], said: Array) -> _Told:
    """The booster's own, where it tells any; else Shapley values, by shap where it tells more
    exactly than ours would. The row is the first of the table, `said` is what is said of it."""
    return (
        _of_booster(model, table)
        or _of_shap(model, table, read, said)
        or _of_orders(model, asked, read, len(table.names))
    )


def _of_booster(model: TrainedModel, table: Frame) -> _Told | None:
    if model.raw is not None or not hasattr(model, "pipeline"):
        return None
    found = own_contributions.own(model, table.slice(0, 1))
    if found is None:
        return None
    unit = {
        Task.REGRESSION: explanations.VALUE,
        Task.BINARY: explanations.LOG_ODDS,
        Task.MULTICLASS: explanations.SCORE,
    }[model.task]
    by = _by_columns(model, table, found.by)
    return _Told(unit, f"{found.title}'s own", True, found.base, found.said, by)


def _of_shap(model: TrainedModel, table: Frame, read: list[int], said: Array) -> _Told | None:
    """By shap, where ours would be drawn; of few columns they are exact, and shap takes seconds
    to load."""
    is_drawn = len(read) > interventional.FEW_COLUMNS
    if not is_drawn or model.raw is not None or not hasattr(model, "pipeline"):
        return None
    if not shap_contributions.is_told(model):
        return None
    others = _others(table.n_rows - 1, BACKGROUND[1])
    found = shap_contributions.told(model, table.slice(0, 1), table.take(others), said)
    if found is None:
        return None
    way = f"Shapley values against {len(others):,} rows learned from, by shap's walk of the trees"
    by = _by_columns(model, table, found.by)
    return _Told(_unit(model), way, True, found.base, said, by)


def _of_orders(model: TrainedModel, asked: _Asked, read: list[int], n_columns: int) -> _Told:
    for_one = max(1, interventional.n_asked(len(read), 1))
    most = min(BACKGROUND[1], max(BACKGROUND[0], MOST_ASKED // for_one))
    others = _others(asked.n_rows - 1, most)
    parts = interventional.parts(asked, [0], others.tolist(), read, n_columns)
    orders = "every set of columns" if parts.is_exact else "paired random orders"
    way = f"Shapley values against {len(others):,} rows learned from, by {orders}"
    return _Told(_unit(model), way, parts.is_exact, parts.base, parts.said[0], parts.by[0])


def _others(n_there: int, most: int) -> npt.NDArray[np.int64]:
    """The rows of the table, by their places, that the first is held against."""
    draw = np.random.default_rng(0)
    return 1 + np.sort(draw.choice(n_there, min(most, n_there), replace=False))


def _by_columns(model: TrainedModel, table: Frame, by_inputs: Array) -> Array:
    """What the model's inputs did (inputs, outputs), as (columns of the table, outputs)."""
    by = np.zeros((len(table.names), by_inputs.shape[1]))
    for name, line in zip(model.inputs.names, by_inputs, strict=True):
        by[table.names.index(name)] = line
    return by


def _unit(model: TrainedModel) -> str:
    return explanations.VALUE if model.task is Task.REGRESSION else explanations.PROBABILITY


def _part(
    column: ColumnData, by: Array, personal: frozenset[str], course: explanations.Course | None
) -> ColumnPart:
    hidden = column.name in personal
    [value] = column.take(np.array([0])).to_list()
    seen = what_ifs.seen(column)
    return ColumnPart(
        column.name,
        column.kind,
        MASK if hidden else shown_at(column, 0, personal),
        None if hidden else trying.plain(value, column.kind),
        _plain(by),
        "" if hidden else seen.lowest,
        "" if hidden else seen.highest,
        seen.is_beyond and not hidden,
        hidden,
        course,
    )
