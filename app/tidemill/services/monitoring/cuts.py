"""How a model's rows are cut into chunks: what was chosen, and choosing it."""

from collections.abc import Mapping
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.cuts import LEAST_ROWS, Cut, Unit
from tidemill.domain.datasets import Series
from tidemill.domain.jobs import JobRequest
from tidemill.domain.models import Model
from tidemill.jobs import queue
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, models, settings
from tidemill.store.engine import Transaction

CUTS = "monitor.cuts"
"""Under which setting the choices stand, by model; without one, each file is a chunk."""

KIND = "model.cut"
UNDO = "cut"


def chosen(connection: Any, model: str) -> Cut:
    """What a model's rows are cut by."""
    text = settings.get(connection, CUTS, {}).get(model)
    return Cut() if text is None else Cut.of_text(text)


def of_model(workspace: Workspace, name: str) -> Cut:
    """What a model's rows are cut by."""
    with workspace.store.read() as connection:
        return chosen(connection, _model(connection, name).name)


def choose(workspace: Workspace, name: str, unit: Unit, n: int = 0) -> tuple[Cut, int | None]:
    """Cut a model's rows by file, by day, week or month, or by `n` rows.

    Returns what was chosen and the job that cuts what was seen so far; None where it was cut so
    before.
    """
    cut = Cut(unit, n if unit is Unit.ROWS else 0)
    with workspace.store.write(durable=True) as tx:
        model = _model(tx.connection, name)
        before = chosen(tx.connection, name)
        if cut == before:
            return cut, None
        _check(tx, model, cut)
        _put(tx, name, cut)
        by = workspace.person.login
        sentence = f"let the rows of {name} be looked at by {cut.words}"
        activities.add(
            tx,
            by=by,
            kind="reference",
            subject=f"models/{name}",
            sentence=sentence,
            detail={"undo": {UNDO: name, "from": before.text, "to": cut.text}},
        )
        return cut, ask(tx, model, by, sentence)


def ask(tx: Transaction, model: Model, by: str, cause: str) -> int:
    """Let the worker cut anew what was seen of a model."""
    request = JobRequest(
        KIND,
        {"model": model.name},
        priority=8,
        lane=f"model:{model.name}",
        asked_by=by,
        cause=cause,
    )
    return queue.enqueue(tx, request)


def _put(tx: Transaction, name: str, cut: Cut) -> None:
    every = settings.get(tx.connection, CUTS, {})
    settings.put(tx, CUTS, {**every, name: cut.text})
    tx.feed("monitor", name)


def _check(tx: Transaction, model: Model, cut: Cut) -> None:
    """Raise `NeedsYou` where the model's rows can't be cut so."""
    if cut.unit is Unit.FILE:
        return
    if cut.unit is Unit.ROWS and cut.n < LEAST_ROWS:
        raise NeedsYou(
            f"{cut.n:,} rows say too little of what is normal.", f"Take at least {LEAST_ROWS}."
        )
    dataset = datasets.of_id(tx.connection, model.dataset_id)
    if dataset is not None and dataset.series is not Series.APPEND:
        raise NeedsYou(
            f"Each file of {dataset.name} replaces the one before, so its rows are looked at by "
            "file: cut otherwise they would count several times.",
            "Add files to the dataset instead of replacing them, or leave it as it is.",
        )
    versions = datasets.versions(tx.connection, model.dataset_id)
    if cut.is_by_time and versions and versions[-1].schema.time is None:
        raise NeedsYou(
            f"{model.dataset} has no time column, so its rows belong to no {cut.unit}.",
            "Say which column is the time, or cut by rows or by file.",
        )


def _model(connection: Any, name: str) -> Model:
    found = models.find(connection, name)
    if found is None:
        raise NotThere("model", name)
    return found


# --- undo ------------------------------------------------------------------------------------


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a model is still cut as a choice left it."""
    found = models.find(connection, facts[UNDO])
    return found is not None and chosen(connection, facts[UNDO]).text == facts["to"]


def take_back(tx: Transaction, facts: Mapping[str, Any], by: str) -> None:
    """Let it be cut as it was before."""
    model = _model(tx.connection, facts[UNDO])
    _put(tx, model.name, Cut.of_text(facts["from"]))
    ask(tx, model, by, f"how {model.name} is looked at was taken back")
