"""Which path is answered by what, as MLflow's REST documentation and its clients have them."""

from collections.abc import Callable, Mapping
from typing import Any

from tidemill.server.mlflow import model_routes, registry_routes
from tidemill.services.mlflow import experiments, histories, logged_models, runs, searching
from tidemill.services.mlflow.histories import offset_of, token_of
from tidemill.services.mlflow.tracker import Tracker

Body = Mapping[str, Any]
"""What a request says: its query's values and its JSON body's, the body counting."""

Answer = Callable[[Tracker, Body], Mapping[str, Any]]

PREFIXES = ("/api/2.0/mlflow/", "/ajax-api/2.0/mlflow/")


def _create_experiment(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    made = experiments.create(tracker, body.get("name"), body.get("tags"))
    return {"experiment_id": made}


def _experiment(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    return {"experiment": experiments.told(experiments.get(tracker, body.get("experiment_id")))}


def _experiment_by_name(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    found = experiments.by_name(tracker, body.get("experiment_name"))
    return {"experiment": experiments.told(found)}


def _experiments(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    found = experiments.search(tracker, body, offset_of(body.get("page_token")))
    told: dict[str, Any] = {"experiments": [experiments.told(one) for one in found.items]}
    if found.next_offset is not None:
        told["next_page_token"] = token_of(found.next_offset)
    return told


def _rename_experiment(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    experiments.update(tracker, body.get("experiment_id"), body.get("new_name"))
    return {}


def _delete_experiment(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    experiments.set_deleted(tracker, body.get("experiment_id"), is_deleted=True)
    return {}


def _restore_experiment(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    experiments.set_deleted(tracker, body.get("experiment_id"), is_deleted=False)
    return {}


def _tag_experiment(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    experiments.set_tag(tracker, body.get("experiment_id"), body.get("key"), body.get("value"))
    return {}


def _untag_experiment(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    experiments.delete_tag(tracker, body.get("experiment_id"), body.get("key"))
    return {}


def _run(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    [told] = runs.tell(tracker, [runs.find(tracker, body)])
    return {"run": told}


def _log_batch(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    logged_models.log(tracker, body)
    return {}


def _log_metric(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    logged_models.log(tracker, {**_named(body), "metrics": [body]})
    return {}


def _log_param(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    runs.log(tracker, {**_named(body), "params": [body]})
    return {}


def _set_tag(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    runs.log(tracker, {**_named(body), "tags": [body]})
    return {}


def _named(body: Body) -> dict[str, Any]:
    return {key: body[key] for key in ("run_id", "run_uuid") if body.get(key)}


def _quiet(work: Callable[[Tracker, Body], None]) -> Answer:
    """Answers with nothing when it is done."""

    def answer(tracker: Tracker, body: Body) -> Mapping[str, Any]:
        work(tracker, body)
        return {}

    return answer


def _bulk(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    given = body.get("run_ids") or body.get("run_id") or []
    return histories.of_runs(tracker, body, given if isinstance(given, list) else [given])


ANSWERS: dict[tuple[str, str], Answer] = {
    ("POST", "experiments/create"): _create_experiment,
    ("GET", "experiments/get"): _experiment,
    ("GET", "experiments/get-by-name"): _experiment_by_name,
    ("POST", "experiments/search"): _experiments,
    ("GET", "experiments/search"): _experiments,
    ("GET", "experiments/list"): _experiments,
    ("POST", "experiments/update"): _rename_experiment,
    ("POST", "experiments/delete"): _delete_experiment,
    ("POST", "experiments/restore"): _restore_experiment,
    ("POST", "experiments/set-experiment-tag"): _tag_experiment,
    ("POST", "experiments/delete-experiment-tag"): _untag_experiment,
    ("POST", "runs/create"): runs.create,
    ("GET", "runs/get"): _run,
    ("POST", "runs/update"): runs.update,
    ("POST", "runs/delete"): _quiet(runs.delete),
    ("POST", "runs/restore"): _quiet(runs.restore),
    ("POST", "runs/search"): searching.search,
    ("POST", "runs/log-metric"): _log_metric,
    ("POST", "runs/log-parameter"): _log_param,
    ("POST", "runs/log-batch"): _log_batch,
    ("POST", "runs/set-tag"): _set_tag,
    ("POST", "runs/delete-tag"): _quiet(runs.delete_tag),
    ("POST", "runs/log-inputs"): _quiet(runs.log_inputs),
    ("GET", "metrics/get-history"): histories.of_run,
    ("GET", "metrics/get-history-bulk"): _bulk,
    ("GET", "metrics/get-history-bulk-interval"): _bulk,
}
"""What is answered, by method and the path below a prefix."""

SERVER_INFO: Mapping[str, Any] = {
    "store_type": "Tidemill",
    "workspaces_enabled": False,
    "trace_archival_enabled": False,
    "multipart_uploads_enabled": False,
    "multipart_downloads_enabled": False,
    "presigned_upload_run_id_supported": False,
    "presigned_upload_model_id_supported": False,
    "features_enabled": {"gateway": False},
}
"""What of the newer features there is: clients ask before they use one."""


def found(method: str, path: str) -> tuple[Answer, Mapping[str, str]] | None:
    """What answers a path below a prefix, and what the path itself names; None where nothing."""
    answer = ANSWERS.get((method, path))
    answer = registry_routes.ANSWERS.get((method, path)) if answer is None else answer
    return model_routes.found(method, path) if answer is None else (answer, {})
