"""What a model is worth: the costs of its answers, or a figure of the business by day.

There is one set of costs a model; rehearsals and monitoring read it here. What was seen of the
model before is valued anew by a job whenever costs or days change.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.domain.business_value import MOST_TEXT, Costs, KeptCosts, Kpi
from tidemill.domain.jobs import JobRequest
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.recipes import Task
from tidemill.jobs import queue
from tidemill.services import kpi_files, registry
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import activities, business_values, chunks, models, runs
from tidemill.store.engine import Transaction

KIND = "monitor.value"
"""The job that values what was seen of a model anew."""


@dataclass(frozen=True)
class BusinessValue:
    """What a model is tied to: costs of its answers, a figure by day, both or nothing.

    After a change `job_id` is the job that values what was seen anew.
    """

    model: str
    costs: KeptCosts | None
    kpi: Kpi | None
    job_id: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether the model is tied to a value; a monitor that is not is shown greyed."""
        return self.costs is not None or bool(self.kpi and self.kpi.days)

    @property
    def unit(self) -> str:
        """What money is counted in."""
        if self.kpi is not None and self.kpi.days:
            return self.kpi.unit
        return "" if self.costs is None else self.costs.costs.unit

    @property
    def title(self) -> str:
        """What is shown: the figure's name, or what answers bring by their costs."""
        if self.kpi is not None and self.kpi.days:
            return self.kpi.title
        return "" if self.costs is None else "Value of the answers, by their costs"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        kept = self.costs
        return {
            "model": self.model,
            "is_known": self.is_known,
            "title": self.title,
            "unit": self.unit,
            "costs": None
            if kept is None
            else {**kept.costs.to_dict(), "at": kept.at, "by": kept.by},
            "kpi": None if self.kpi is None else asdict(self.kpi),
        }


@dataclass(frozen=True)
class AddedKpi:
    """What became of a file of days: how many are new, and how many replace what stood."""

    model: str
    source: str
    title: str
    unit: str
    date: str
    value: str
    n_days: int
    n_new: int
    n_corrected: int
    n_empty: int
    n_summed: int
    first: str
    last: str
    job_id: int | None

    @property
    def summary(self) -> str:
        """The outcome in a few sentences."""
        days = f"{self.n_days:,} days from {self.first} to {self.last}"
        told = f"{self.n_new:,} new, {self.n_corrected:,} corrected"
        parts = [f"{self.title} of {self.model}: {days}, {told}."]
        if self.n_summed:
            parts.append(f"{self.n_summed:,} days stood in several rows, which were added up.")
        if self.n_empty:
            parts.append(f"{self.n_empty:,} rows had no date or value.")
        return " ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {**asdict(self), "summary": self.summary}


def of_model(workspace: Workspace, name: str) -> BusinessValue:
    """What a model is tied to."""
    with workspace.store.read() as connection:
        model = registry.model_named(connection, name)
        return _of(connection, model)


def _of(connection: Any, model: Model) -> BusinessValue:
    costs, kpi = (
        business_values.costs(connection, model.id),
        business_values.kpi(connection, model.id),
    )
    return BusinessValue(model.name, costs, kpi)


def costs_of(workspace: Workspace, version: ModelVersion) -> Costs:
    """What answers of a version's model cost; without amounts where nobody said."""
    with workspace.store.read() as connection:
        kept = business_values.costs(connection, version.model_id)
    return Costs() if kept is None else kept.costs


# Costs of answers


def set_costs(
    workspace: Workspace,
    name: str,
    amounts: Mapping[str, float],
    *,
    threshold: float = 0.5,
    unit: str = "",
) -> BusinessValue:
    """Say what answers of a model cost; no amounts untie it. `NeedsYou` where they do not fit."""
    given = Costs(dict(amounts), threshold, unit.strip())
    task, levels = answers(workspace, name)
    given = given.checked(task, levels)
    with workspace.store.write(durable=True) as tx:
        model = registry.model_named(tx.connection, name)
        job = _put(workspace, tx, model, given)
        return replace(_of(tx.connection, model), job_id=job)


def _put(workspace: Workspace, tx: Transaction, model: Model, given: Costs) -> int | None:
    before = business_values.costs(tx.connection, model.id)
    if given == (Costs() if before is None else before.costs) or not (given or before):
        return None
    by = workspace.person.login
    key = business_values.put_costs(tx, model.name, model.id, given if given else None, by)
    words = "set what answers of {} cost" if given else "took away what answers of {} cost"
    activities.add(
        tx,
        by=by,
        kind="value",
        subject=f"models/{model.name}",
        sentence=words.format(model.name),
        detail={
            "before": {} if before is None else before.costs.to_dict(),
            "after": given.to_dict() if given else {},
            "undo": {
                "costs": key,
                "before": None if before is None else before.id,
                "model": model.name,
            },
        },
    )
    return _value_anew(tx, model.name, by)


def answers(workspace: Workspace, name: str) -> tuple[Task, tuple[str, ...]]:
    """What a model answers: its task, and its classes as its versions were judged on them.

    A number has no classes. `NeedsYou` where no version says between which it decides.
    """
    view = registry.find(workspace, name)
    task = Task(view.model.task)
    if task is Task.REGRESSION:
        return task, ()
    levels: dict[str, None] = {}
    for version in reversed(view.versions):
        held = held_out(workspace, version)
        levels |= dict.fromkeys(() if held is None else held.levels)
        if version is view.champion:
            break
    if not levels:
        raise NeedsYou(
            f"{name} has no version that says which classes it decides between.",
            "Register a version first.",
        )
    return task, tuple(levels)


def held_out(workspace: Workspace, version: ModelVersion) -> Predictions | None:
    """What a version said of the rows it was judged on; None where that was not kept."""
    with workspace.store.read() as connection:
        [run] = runs.find(connection, [version.run_pk])
    blob = run.artifacts.get(registry.PREDICTIONS_FILE)
    return None if blob is None else Predictions.from_bytes(workspace.blobs.get_bytes(blob))


def is_costs_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether the costs that an entry in Activity set stand."""
    model = models.find(connection, facts["model"])
    if model is None:
        return False
    kept = business_values.costs(connection, model.id)
    standing: int | None = None if kept is None else kept.id
    return bool(standing == facts["costs"])


def take_costs_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Let the costs stand again that stood before an entry in Activity."""
    model = registry.model_named(tx.connection, facts["model"])
    business_values.put_costs_back(tx, model.name, model.id, facts["before"])
    _value_anew(tx, model.name, "")


# A figure of the business by day


def add_kpi(
    workspace: Workspace,
    name: str,
    file: Path,
    *,
    date: str | None = None,
    value: str | None = None,
    title: str = "",
    unit: str = "",
    is_cost: bool = False,
    reporter: Reporter | None = None,
) -> AddedKpi:
    """Add days of a figure; days that are known already are replaced.

    The columns are found where they are not named. Without a title or unit those of the last file
    stand. A figure that `is_cost` counts against the model: less of it is better.
    """
    if len(unit.strip()) > MOST_TEXT:
        raise NeedsYou(f"A unit has at most {MOST_TEXT} letters.", "Write it shorter.")
    found = kpi_files.read(file, date, value, reporter or Silent())
    days = {day: -one if is_cost else one for day, one in found.days.items()}
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        model = registry.model_named(tx.connection, name)
        known = business_values.kpi(tx.connection, model.id)
        before = {} if known is None else dict(zip(known.days, known.values, strict=True))
        title = title.strip() or (found.value if known is None else known.title)
        unit = unit.strip() or ("" if known is None else known.unit)
        n_corrected = sum(day in before and before[day] != one for day, one in days.items())
        key = business_values.add_kpi(
            tx,
            name,
            model.id,
            days,
            source=file.name,
            title=title,
            unit=unit,
            is_cost=is_cost,
            by=by,
        )
        sentence = f"added {len(days):,} days of {title} to {name}"
        detail = {"corrected": n_corrected, "undo": {"kpi": key, "model": name}}
        _tell_days(tx, by, name, sentence, f"From {file.name}.", detail)
        job = _value_anew(tx, name, by)
    return AddedKpi(
        name,
        file.name,
        title,
        unit,
        found.date,
        found.value,
        len(days),
        sum(day not in before for day in days),
        n_corrected,
        found.n_empty,
        found.n_summed,
        min(days),
        max(days),
        job,
    )


def _tell_days(
    tx: Transaction, by: str, model: str, sentence: str, note: str, detail: Mapping[str, Any]
) -> None:
    subject = f"models/{model}"
    activities.add(
        tx, by=by, kind="value", subject=subject, sentence=sentence, note=note, detail=dict(detail)
    )


def is_kpi_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether the days that an entry in Activity added stand."""
    return business_values.is_kpi_standing(connection, facts["kpi"])


def take_kpi_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Take the days of an entry in Activity back; what stood before stands again."""
    business_values.undo_kpi(tx, facts["model"], facts["kpi"])
    _value_anew(tx, facts["model"], "")


def _value_anew(tx: Transaction, name: str, by: str) -> int | None:
    """Ask that what was seen of a model be valued anew; nothing where nothing was seen."""
    if not chunks.has_any(tx.connection, name):
        return None
    cause = f"what {name} is worth was set anew"
    return queue.enqueue(
        tx, JobRequest(KIND, {"model": name}, priority=20, asked_by=by or "worker", cause=cause)
    )
