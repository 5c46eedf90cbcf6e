"""Models that scripts log: begun, filled with files, finished, tagged, measured, found, deleted."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.ids import new_id
from tidemill.domain.mlflow import errors, filters, limits, matching
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.mlflow.matching import Facts
from tidemill.domain.run_names import run_name
from tidemill.services.mlflow import experiments, runs
from tidemill.services.mlflow.experiments import milliseconds
from tidemill.services.mlflow.histories import offset_of, token_of
from tidemill.services.mlflow.tracker import Tracker
from tidemill.store import experiments as experiment_rows
from tidemill.store import logged_models as rows
from tidemill.store import run_writing
from tidemill.store.engine import Transaction
from tidemill.store.logged_models import LoggedModel, Measured

_STATES = ("PENDING", "READY", "UPLOAD_FAILED")
_STATE = "LOGGED_MODEL_"
_HISTORY_TAG = "mlflow.log-model.history"
_NOT_IN_NAMES = "/:.%\"'"
_ORDERED = (
    "name",
    "model_id",
    "model_type",
    "status",
    "source_run_id",
    "creation_time",
    "creation_timestamp",
    "last_updated_time",
    "last_updated_timestamp",
)


@dataclass(frozen=True)
class Known:
    """A model with what was measured of it."""

    model: LoggedModel
    measured: Sequence[Measured]

    def facts(self, among: Sequence[Mapping[str, str]] = ()) -> Facts:
        """What a filter asks about; of metrics the first, `among` those on some datasets."""
        one = self.model
        first: dict[str, float | None] = {}
        for metric in self.measured:
            if _is_on(metric, among):
                first.setdefault(metric.name, metric.value)
        return Facts(_texts(one), _times(one), one.tags, one.params, first)


def create(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Begin a model; its files follow."""
    of = experiments.living(tracker, body.get("experiment_id"))
    run_id = body.get("source_run_id") or None
    if run_id is not None:
        run_id = runs.find(tracker, {"run_id": run_id}).id
    uuid = new_id()
    given = limits.text_of(body.get("name"), "name", limits.EXPERIMENT_LENGTH, is_needed=False)
    if any(sign in given for sign in _NOT_IN_NAMES):
        raise MlflowError(
            f"Invalid model name ('{given[:60]}') provided. Model name must be a non-empty string "
            f"and cannot contain the following characters: {_NOT_IN_NAMES}"
        )
    kind = limits.text_of(body.get("model_type"), "model_type", 255, is_needed=False)
    params = limits.pairs(body.get("params"), "param", limits.PARAM_LENGTH, limits.MOST_PARAMS)
    tags = limits.pairs(body.get("tags"), "tag", limits.TAG_LENGTH, limits.MOST_TAGS)

    def work(tx: Transaction) -> None:
        rows.insert(
            tx,
            uuid=f"m-{uuid}",
            experiment_id=of.id,
            name=given or run_name(uuid, 0),
            model_type=kind,
            status=_STATES[0],
            run_uuid=run_id,
            params=params,
            tags=tags,
        )

    tracker.change(work)
    return get(tracker, f"m-{uuid}")


def get(tracker: Tracker, model_id: object, *, with_deleted: bool = False) -> dict[str, Any]:
    """A model as MLflow writes it."""
    one = find(tracker, model_id, with_deleted=with_deleted)
    with tracker.workspace.store.read() as connection:
        measured = rows.measured(connection, [one.id]).get(one.id, [])
    return {"model": told(Known(one, measured))}


def finish(tracker: Tracker, model_id: object, status: object) -> dict[str, Any]:
    """Say that a model's files are there, or that they could not be brought."""
    one = find(tracker, model_id)
    state = str(status).removeprefix(_STATE)
    if state not in _STATES:
        raise MlflowError(f"Invalid value for parameter 'status': '{str(status)[:60]}'.")
    tracker.change(lambda tx: rows.change(tx, one.id, status=state))
    return get(tracker, model_id)


def set_tags(tracker: Tracker, model_id: object, tags: object) -> dict[str, Any]:
    """Set tags of a model."""
    one = find(tracker, model_id)
    given = limits.pairs(tags, "tag", limits.TAG_LENGTH, limits.MOST_TAGS)
    _change(tracker, one, lambda now: {"tags": {**now.tags, **given}})
    return get(tracker, model_id)


def delete_tag(tracker: Tracker, model_id: object, key: object) -> None:
    """Take a tag of a model away."""
    one = find(tracker, model_id)
    name = limits.name(key, "tag_key")
    if name not in one.tags:
        raise MlflowError(f"No tag with key {name} in model with ID {one.uuid}.", errors.NOT_THERE)
    _change(tracker, one, lambda now: {"tags": {k: v for k, v in now.tags.items() if k != name}})


def add_params(tracker: Tracker, model_id: object, params: object) -> None:
    """Add parameters to a model; one that is there keeps its value."""
    one = find(tracker, model_id)
    given = limits.pairs(params, "param", limits.PARAM_LENGTH, limits.MOST_PARAMS)

    def changed(now: LoggedModel) -> dict[str, Any]:
        for name, text in given.items():
            if now.params.get(name, text) != text:
                raise MlflowError(
                    f"Changing param values is not allowed. Param with key='{name}' was already "
                    f"logged with value='{now.params[name][:500]}' for model ID='{now.uuid}'. "
                    f"Attempted logging new value '{text[:500]}'."
                )
        return {"params": {**now.params, **given}}

    _change(tracker, one, changed)


def delete(tracker: Tracker, model_id: object) -> None:
    """Put a model aside; versions that were made of it keep its files."""
    one = find(tracker, model_id)
    tracker.change(lambda tx: rows.change(tx, one.id, deleted_at=tx.clock.now()))


def put_outputs(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Note which models a run brought forth."""
    run = runs.find(tracker, body)
    given = body.get("models") or []
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise MlflowError("Invalid value for parameter 'models': a list is expected.")
    steps = {
        find(tracker, one.get("model_id")).id: limits.whole(one.get("step"), "step", 0)
        for one in given
    }

    def work(tx: Transaction) -> None:
        rows.put_outputs(tx, run.pk, steps)
        run_writing.changed(tx, [run.pk])

    tracker.change(work)


def log(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Log metrics, parameters and tags of a run; what it measured of models is theirs as well."""
    given = body.get("metrics")
    named = [m for m in given if isinstance(m, Mapping) and m.get("model_id")] if given else []
    keys = {str(m["model_id"]): find(tracker, m["model_id"]).id for m in named}
    runs.log(tracker, body)
    if not named:
        return
    run_id = str(body.get("run_id") or body.get("run_uuid"))

    def work(tx: Transaction) -> None:
        for model_id, key in keys.items():
            of_it = [_measured(m, run_id) for m in named if str(m["model_id"]) == model_id]
            rows.measure(tx, key, of_it)

    tracker.change(work)


def _measured(metric: Mapping[str, Any], run_id: str) -> Measured:
    """A metric that was looked at before."""
    value = limits.number(metric["value"], "value")
    return Measured(
        metric["key"],
        None if math.isnan(value) else value,
        limits.whole(metric.get("step"), "step", 0),
        limits.whole(metric["timestamp"], "timestamp") / 1000,
        run_id,
        metric.get("dataset_name") or None,
        metric.get("dataset_digest") or None,
    )


def note_model(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Note, as older clients ask, which model a run's files hold: in a tag of the run."""
    run = runs.find(tracker, body)
    try:
        page = json.loads(limits.text_of(body.get("model_json"), "model_json", limits.TAG_LENGTH))
        before = json.loads(run.tags.get(_HISTORY_TAG, "[]"))
    except ValueError as error:
        raise MlflowError(
            f"Malformed model info: it is no JSON that can be read: {error}"
        ) from error
    missing = {"artifact_path", "flavors", "utc_time_created", "run_id"} - {
        *(page if isinstance(page, dict) else ())
    }
    if missing:
        raise MlflowError("Model json is missing mandatory fields: " + ", ".join(sorted(missing)))
    known = before if isinstance(before, list) else []
    tag = {"key": _HISTORY_TAG, "value": json.dumps([*known, page])}
    runs.log(tracker, {"run_id": run.id, "tags": [tag]})


def search(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Models of experiments that a filter takes, in the order asked for; the newest first."""
    most = limits.most(body.get("max_results"), "max_results", 100, limits.MOST_RUNS)
    first = offset_of(body.get("page_token"))
    asked = limits.text_of(body.get("filter"), "filter", limits.FILTER_LENGTH, is_needed=False)
    found = filters.conditions(asked, filters.LOGGED_MODELS)
    datasets = _listed(body, "datasets")
    numbers = _texts_in(body, "experiment_ids")
    with tracker.workspace.store.read() as connection:
        keys = [
            one.id
            for one in experiment_rows.every(connection, tracker.project)
            if experiments.id_of(one) in numbers
        ]
        models = rows.of_experiments(connection, keys, _run_in(found))
        measured = rows.measured(connection, [one.id for one in models])
    known = [Known(one, measured.get(one.id, ())) for one in models]
    if datasets and not any(one.kind == "metrics" for one in found):
        known = [one for one in known if any(_is_on(m, datasets) for m in one.measured)]
    known = [one for one in known if all(matching.takes(c, one.facts(datasets)) for c in found)]
    known = matching.ordered(known, _order(body))
    told_ = {"models": [told(one) for one in known[first : first + most]]}
    more = {"next_page_token": token_of(first + most)} if first + most < len(known) else {}
    return {**told_, **more}


def find(tracker: Tracker, model_id: object, *, with_deleted: bool = False) -> LoggedModel:
    """The model that a request names."""
    text = limits.text_of(model_id, "model_id", 255)
    with tracker.workspace.store.read() as connection:
        one = rows.find(connection, text)
    is_gone = one is not None and one.deleted_at is not None and not with_deleted
    if one is None or one.project != tracker.project or is_gone:
        raise MlflowError(f"Logged model with ID '{text[:60]}' not found.", errors.NOT_THERE)
    return one


def place(one: LoggedModel) -> str:
    """Where a model's files are, as clients write it."""
    is_default = one.experiment == experiments.DEFAULT
    number = experiments.DEFAULT_ID if is_default else str(one.experiment_id)
    return f"mlflow-artifacts:/{number}/models/{one.uuid}/artifacts"


def told(known: Known) -> dict[str, Any]:
    """A model as MLflow writes it."""
    one = known.model
    is_default = one.experiment == experiments.DEFAULT
    info = {
        "model_id": one.uuid,
        "experiment_id": experiments.DEFAULT_ID if is_default else str(one.experiment_id),
        "name": one.name,
        "creation_timestamp_ms": milliseconds(one.created_at),
        "last_updated_timestamp_ms": milliseconds(one.changed_at),
        "artifact_uri": place(one),
        "status": _STATE + one.status,
        "model_type": one.model_type or None,
        "source_run_id": one.run_uuid,
        "tags": _pairs(one.tags),
    }
    metrics = [
        {
            "key": m.name,
            "value": float("nan") if m.value is None else m.value,
            "timestamp": int(m.at * 1000 + 1e-3),
            "step": m.step,
            "model_id": one.uuid,
            "run_id": m.run_uuid,
            **({"dataset_name": m.dataset_name} if m.dataset_name else {}),
            **({"dataset_digest": m.dataset_digest} if m.dataset_digest else {}),
        }
        for m in known.measured
    ]
    return {
        "info": {key: value for key, value in info.items() if value is not None},
        "data": {"params": _pairs(one.params), "metrics": metrics},
    }


def _change(tracker: Tracker, one: LoggedModel, changed: Any) -> None:
    """Change a model by what stands of it in the transaction."""

    def work(tx: Transaction) -> None:
        now = rows.of_key(tx.connection, one.id)
        if now is not None:
            rows.change(tx, one.id, **changed(now))

    tracker.change(work)


def _run_in(found: Sequence[filters.Condition]) -> str | None:
    """The run whose models alone are asked for: what clients do before they list a run's files."""
    for one in found:
        if one.kind == "attributes" and one.key == "source_run_id" and one.operator == "=":
            return str(one.values[0])
    return None


def _order(body: Mapping[str, Any]) -> list[tuple[matching.Order[Known], bool]]:
    given = _listed(body, "order_by")
    order: list[tuple[matching.Order[Known], bool]] = []
    for one in given:
        word = str(one.get("field_name", "")).strip()
        if one.get("dataset_digest") and not one.get("dataset_name"):
            raise MlflowError("'dataset_digest' needs 'dataset_name' in 'order_by'.")
        is_down = one.get("ascending", True) is False
        kind, dot, name = word.partition(".")
        if dot and kind == "metrics":
            among = [one] if one.get("dataset_name") else []
            order.append((_newest(name, among), is_down))
        elif word in _ORDERED:
            order.append((_attribute(word), is_down))
        else:
            raise MlflowError(f"Invalid order by field name: {word[:100]}.")
    order.append((lambda known: known.model.created_at, True))
    order.append((lambda known: known.model.uuid, False))
    return order


def _attribute(word: str) -> matching.Order[Known]:
    def key(known: Known) -> Any:
        facts = known.facts()
        return facts.numbers[word] if word in facts.numbers else facts.texts[word]

    return key


def _newest(name: str, among: Sequence[Mapping[str, str]]) -> matching.Order[Known]:
    """A metric's value that was measured last."""

    def key(known: Known) -> float | None:
        of_it = [m for m in known.measured if m.name == name and _is_on(m, among)]
        newest = max(of_it, key=lambda m: m.at, default=None)
        return None if newest is None else newest.value

    return key


def _is_on(metric: Measured, among: Sequence[Mapping[str, str]]) -> bool:
    """Whether a metric was measured on one of some datasets; none named are all."""
    return not among or any(
        metric.dataset_name == one.get("dataset_name")
        and (not one.get("dataset_digest") or metric.dataset_digest == one["dataset_digest"])
        for one in among
    )


def _texts(one: LoggedModel) -> dict[str, str | None]:
    return {
        "name": one.name,
        "model_id": one.uuid,
        "model_type": one.model_type or None,
        "status": one.status,
        "source_run_id": one.run_uuid,
    }


def _times(one: LoggedModel) -> dict[str, float | None]:
    made, changed = milliseconds(one.created_at), milliseconds(one.changed_at)
    return {
        "creation_time": made,
        "creation_timestamp": made,
        "last_updated_time": changed,
        "last_updated_timestamp": changed,
    }


def _listed(body: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    given = body.get(key) or []
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise MlflowError(f"Invalid value for parameter '{key}': a list of objects is expected.")
    return given


def _texts_in(body: Mapping[str, Any], key: str) -> set[str]:
    given = body.get(key) or []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise MlflowError(f"Invalid value for parameter '{key}': a list of texts is expected.")
    return set(given)


def _pairs(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]
