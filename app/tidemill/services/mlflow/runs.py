"""Runs as MLflow's clients begin, fill, end, delete and read them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from tidemill.base.ids import new_id
from tidemill.domain.mlflow import errors, limits
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.mlflow.filters import STATES
from tidemill.domain.run_inputs import RunInput
from tidemill.domain.run_names import run_name
from tidemill.domain.runs import Run, RunState
from tidemill.services import trash
from tidemill.services.mlflow import experiments
from tidemill.services.mlflow.experiments import milliseconds
from tidemill.services.mlflow.tracker import Record, Tracker
from tidemill.store import experiments as experiment_rows
from tidemill.store import (
    histories,
    last_points,
    logged_models,
    run_inputs,
    run_states,
    run_tags,
    run_writing,
)
from tidemill.store import runs as rows
from tidemill.store.engine import Transaction
from tidemill.store.run_states import StateChange

NAME_TAG, NOTE_TAG, PARENT_TAG = "mlflow.runName", "mlflow.note.content", "mlflow.parentRunId"
USER_TAG, CONTEXT_TAG = "mlflow.user", "mlflow.data.context"

_TOLD = {state: word for word, states in STATES.items() for state in states}


def create(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Begin a run."""
    one = experiments.living(tracker, body.get("experiment_id"))
    tags = _tags(body.get("tags"), limits.MOST_IN_BATCH)
    run_id = new_id()
    given = body.get("run_name") or tags.get(NAME_TAG)
    began = limits.whole(body.get("start_time"), "start_time", _now_ms(tracker))
    name = limits.text_of(given, "run_name", limits.RUN_NAME_LENGTH, is_needed=False)
    with tracker.workspace.store.read() as connection:
        name = name or run_name(run_id, rows.next_number(connection))
    parent = tags.get(PARENT_TAG)
    user = body.get("user_id") or tags.get(USER_TAG) or tracker.workspace.person.login
    facts = {
        "at": _seconds(began),
        "project": tracker.project,
        "experiment": one.name,
        "name": name,
        "user": limits.text_of(user, "user_id", 128),
        "process": None,
        "parent": parent,
        "facts": {},
    }
    records: list[Record] = [["run", run_id, facts], ["tags", run_id, {**tags, NAME_TAG: name}]]
    if NOTE_TAG in tags:
        records.append(["note", run_id, tags[NOTE_TAG]])

    def check(connection: Connection) -> None:
        if parent is not None and not run_writing.find(connection, [parent]):
            raise not_there(parent)

    tracker.log(check, records)
    return {"run": get(tracker, run_id)}


def update(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Change a run's state, end or name."""
    run = _living(find(tracker, body))
    status, name = body.get("status"), body.get("run_name")
    ended = body.get("end_time")
    if status is not None and status not in STATES:
        raise MlflowError(f"Invalid value for parameter 'status': '{str(status)[:60]}'.")
    at = None if ended is None else _moment(limits.whole(ended, "end_time"))
    if name is not None:
        name = limits.text_of(name, "run_name", limits.RUN_NAME_LENGTH)

    def work(tx: Transaction) -> None:
        if status is not None or at is not None:
            state = run.state if status is None else RunState(STATES[status][0])
            is_open = state in {RunState.RUNNING, RunState.SCHEDULED}
            end = None if is_open else at or run.ended_at or tx.clock.now()
            run_states.put_states(tx, {run.pk: StateChange(state, end, run.error)})
            if not is_open:
                histories.compact(tx, [run.pk])
        if name:
            rows.update(tx, [run.pk], name=name)
            rows.put_values(tx, run.pk, tags={NAME_TAG: name})
        run_writing.changed(tx, [run.pk])

    tracker.change(work)
    return {"run_info": _info(_read(tracker, run.pk), experiments.id_of(_of(tracker, run)))}


def log(tracker: Tracker, body: Mapping[str, Any], *, is_batch: bool = True) -> None:
    """Log metrics, parameters and tags of a run; all of them, or none where one is refused."""
    run_id = _id(body)
    metrics = _metrics(body.get("metrics"))
    params = _params(body.get("params"))
    most_tags = limits.MOST_TAGS if is_batch else limits.MOST_IN_BATCH
    tags = _tags(body.get("tags"), most_tags)
    n = len(metrics) + len(params) + len(tags)
    if n > limits.MOST_IN_BATCH:
        raise MlflowError(
            f"A batch logging request can contain at most {limits.MOST_IN_BATCH} metrics, params, "
            f"and tags. Got {n}. Please split it up and try again."
        )
    records: list[Record] = [
        ["m", run_id, name, value, step, at / 1000] for name, value, step, at in metrics
    ]
    if params:
        records.append(["params", run_id, params])
    if tags:
        records.append(["tags", run_id, tags])
    if NOTE_TAG in tags:
        records.append(["note", run_id, tags[NOTE_TAG]])

    def check(connection: Connection) -> None:
        standing = run_tags.standing(connection, run_id)
        if standing is None:
            raise not_there(run_id)
        if standing.is_deleted:
            raise _deleted(run_id)
        known = run_tags.params(connection, standing.pk, list(params)) if params else {}
        for name, text in params.items():
            if known.get(name, text) != text:
                raise MlflowError(
                    f"Changing param values is not allowed. Param with key='{name}' was already "
                    f"logged with value='{known[name][:500]}' for run ID='{run_id}'. Attempted "
                    f"logging new value '{text[:500]}'."
                )

    tracker.log(check, records or [["tags", run_id, {}]])
    if tags.get(NAME_TAG):
        update(tracker, {"run_id": run_id, "run_name": tags[NAME_TAG]})


def delete_tag(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Take a tag of a run away."""
    run = _living(find(tracker, body))
    name = limits.name(body.get("key"), "key")
    if name not in run.tags:
        raise MlflowError(f"No tag with name: {name} in run with id {run.id}", errors.NOT_THERE)

    def work(tx: Transaction) -> None:
        run_tags.remove(tx, run.pk, name)
        run_writing.changed(tx, [run.pk])

    tracker.change(work)


def log_inputs(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Note which datasets a run read."""
    run = _living(find(tracker, body))
    given = body.get("datasets") or []
    if not isinstance(given, list):
        raise MlflowError("Invalid value for parameter 'datasets': a list is expected.")
    inputs = [_input(one) for one in given]

    def work(tx: Transaction) -> None:
        run_inputs.add(tx, run.pk, inputs)
        run_writing.changed(tx, [run.pk])

    tracker.change(work)


def delete(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Put a run into the trash, from which it can be brought back."""
    run = find(tracker, body)
    if run.deleted_at is not None:
        return
    done = trash.delete(tracker.workspace, [run.pk])
    for one in done.refused:
        raise MlflowError(f"The run {run.id} can't be deleted. {one.reason}")


def restore(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Bring a run back from the trash."""
    run = find(tracker, body)
    if run.deleted_at is not None:
        trash.restore(tracker.workspace, [run.pk])


def get(tracker: Tracker, run_id: str) -> dict[str, Any]:
    """A run with its data."""
    [told] = tell(tracker, [find(tracker, {"run_id": run_id})])
    return told


def find(tracker: Tracker, body: Mapping[str, Any]) -> Run:
    """The run that a request names, in the trash or not."""
    run_id = _id(body)
    with tracker.workspace.store.read() as connection:
        run = rows.of_uuid(connection, run_id)
    if run is None or run.project != tracker.project:
        raise not_there(run_id)
    return run


def tell(tracker: Tracker, found: Sequence[Run]) -> list[dict[str, Any]]:
    """Runs as MLflow writes them."""
    pks = [run.pk for run in found]
    with tracker.workspace.store.read() as connection:
        last = last_points.of_runs(connection, pks)
        inputs = run_inputs.of_runs(connection, pks)
        outputs = logged_models.outputs(connection, pks)
        numbers = experiment_rows.numbers(connection, tracker.project)
    if any(run.experiment not in numbers for run in found):
        experiments.note_all(tracker)
        with tracker.workspace.store.read() as connection:
            numbers = experiment_rows.numbers(connection, tracker.project)
    return [
        {
            "info": _info(run, _number(numbers, run)),
            "data": _data(run, last),
            "inputs": {"dataset_inputs": [_told_input(one) for one in inputs.get(run.pk, [])]},
            "outputs": {
                "model_outputs": [
                    {"model_id": uuid, "step": step} for uuid, step in outputs.get(run.pk, [])
                ]
            },
        }
        for run in found
    ]


def place_of(tracker: Tracker, run: Run) -> str:
    """Where a run's files are, as clients write it."""
    number = experiments.id_of(experiments.by_name(tracker, run.experiment))
    return f"mlflow-artifacts:/{number}/{run.id}/artifacts"


def not_there(run_id: str) -> MlflowError:
    """That no run has an id."""
    return MlflowError(f"Run with id={run_id} not found", errors.NOT_THERE)


def _number(numbers: Mapping[str, int], run: Run) -> str:
    is_default = run.experiment == experiments.DEFAULT
    return experiments.DEFAULT_ID if is_default else str(numbers.get(run.experiment, ""))


def _of(tracker: Tracker, run: Run) -> experiment_rows.Experiment:
    return experiments.by_name(tracker, run.experiment)


def _read(tracker: Tracker, pk: int) -> Run:
    with tracker.workspace.store.read() as connection:
        [run] = rows.find(connection, [pk])
    return run


def _id(body: Mapping[str, Any]) -> str:
    return limits.run_id(body.get("run_id") or body.get("run_uuid"))


def _living(run: Run) -> Run:
    if run.deleted_at is not None:
        raise _deleted(run.id)
    return run


def _deleted(run_id: str) -> MlflowError:
    return MlflowError(f"The run {run_id} must be in the 'active' state. Current state is deleted.")


def _metrics(given: object) -> list[tuple[str, float, int, int]]:
    """Name, value, step and milliseconds of each."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise MlflowError("Invalid value for parameter 'metrics': a list is expected.")
    if len(given) > limits.MOST_METRICS:
        raise MlflowError(
            f"A request can contain at most {limits.MOST_METRICS} metrics. Got {len(given)}."
        )
    found = []
    for one in given:
        if not isinstance(one, Mapping):
            raise MlflowError("Invalid value for parameter 'metrics': metrics are expected.")
        name = limits.name(one.get("key"), "metrics.key")
        value = limits.number(one.get("value"), f"metrics.{name}.value")
        at = limits.whole(one.get("timestamp"), f"metrics.{name}.timestamp")
        found.append((name, value, limits.whole(one.get("step"), "step", 0), at))
    return found


def _tags(given: object, most: int) -> dict[str, str]:
    return limits.pairs(given, "tag", limits.TAG_LENGTH, most, is_cut=True)


def _params(given: object) -> dict[str, str]:
    params = limits.pairs(given, "param", limits.PARAM_LENGTH, limits.MOST_PARAMS, is_cut=True)
    if isinstance(given, list) and len(given) != len(params):
        seen: dict[str, str] = {}
        for one in given:
            key, text = one["key"], one.get("value") or ""
            if seen.setdefault(key, text) != text:
                raise MlflowError(
                    f"Duplicate parameter keys have been submitted: {key[:60]}. Please ensure the "
                    "request contains only one param value per param key."
                )
    return params


def _input(given: object) -> RunInput:
    if not isinstance(given, Mapping) or not isinstance(given.get("dataset"), Mapping):
        raise MlflowError("Missing value for required parameter 'datasets.dataset'.")
    data = given["dataset"]
    tags = limits.pairs(given.get("tags"), "tag", limits.TAG_LENGTH, limits.MOST_TAGS)

    def text(key: str, most: int, *, is_needed: bool = True) -> str:
        return limits.text_of(data.get(key), f"dataset.{key}", most, is_needed=is_needed)

    return RunInput(
        name=text("name", limits.DATASET_NAME_LENGTH),
        digest=text("digest", limits.DIGEST_LENGTH),
        source_type=text("source_type", limits.NAME_LENGTH),
        source=text("source", limits.SOURCE_LENGTH),
        schema=text("schema", limits.SCHEMA_LENGTH, is_needed=False) or None,
        profile=text("profile", limits.PROFILE_LENGTH, is_needed=False) or None,
        tags=tags,
    )


def _told_input(one: RunInput) -> dict[str, Any]:
    kept = {k: v for k, v in one._asdict().items() if k != "tags" and v is not None}
    return {"tags": _pairs(one.tags), "dataset": kept}


def _info(run: Run, number: str) -> dict[str, Any]:
    info = {
        "run_id": run.id,
        "run_uuid": run.id,
        "run_name": run.name,
        "experiment_id": number,
        "user_id": run.by,
        "status": _TOLD.get(str(run.state), "RUNNING"),
        "start_time": milliseconds(run.started_at),
        "end_time": milliseconds(run.ended_at),
        "artifact_uri": f"mlflow-artifacts:/{number}/{run.id}/artifacts",
        "lifecycle_stage": "active" if run.deleted_at is None else "deleted",
    }
    return {key: value for key, value in info.items() if value is not None}


def _data(run: Run, last: last_points.Last) -> dict[str, Any]:
    otherwise = (run.ended_at or run.started_at or datetime.fromtimestamp(0, UTC)).timestamp()
    metrics = []
    for name, value in run.metrics.items():
        step, at = last.get((run.pk, name), (0, otherwise))
        metrics.append(
            {"key": name, "value": value, "timestamp": int(at * 1000 + 1e-3), "step": step}
        )
    tags = {NAME_TAG: run.name, USER_TAG: run.by, **run.tags}
    if run.note:
        tags[NOTE_TAG] = run.note
    return {"metrics": metrics, "params": _pairs(run.params), "tags": _pairs(tags)}


def _pairs(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


def _now_ms(tracker: Tracker) -> int:
    return milliseconds(tracker.workspace.clock.now()) or 0


_LARGEST_S = 253_402_300_799.0


def _seconds(at_ms: int) -> float:
    """Seconds since 1970, within the years that a calendar has."""
    return min(max(at_ms / 1000, 0.0), _LARGEST_S)


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(_seconds(at_ms), UTC)
