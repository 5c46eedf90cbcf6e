"""The interface's description of itself as OpenAPI: each call that is answered, with its fields.

Fields are named alike wherever they occur, so each is described once; a call names those it takes,
with `!` behind what it can't do without. A call that names none takes an object of any kind.
"""

import re
from collections.abc import Mapping
from typing import Any

from tidemill import __version__
from tidemill.domain.mlflow import limits
from tidemill.server.mlflow import model_routes, registry_routes, routes

Schema = Mapping[str, Any]

FILES = "/api/2.0/mlflow-artifacts/artifacts"
_API = routes.PREFIXES[0]
_STATES = ("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED")
_VIEWS = ("ACTIVE_ONLY", "DELETED_ONLY", "ALL")


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _text(most: int = 5_000, **more: Any) -> Schema:
    return {"type": "string", "maxLength": most, **more}


def _listed(one: Schema, most: int = 100) -> Schema:
    return {"type": "array", "items": one, "maxItems": most}


_ID = _text(256, pattern=r"^[a-zA-Z0-9][a-zA-Z0-9_\-]*$")
_WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}
_MOST: Schema = {"type": "integer", "minimum": 1, "maximum": 1_000}
_NUMBER: Schema = {
    "oneOf": [{"type": "number"}, {"type": "string", "enum": ["NaN", "Infinity", "-Infinity"]}]
}
_NAME = _text(limits.NAME_LENGTH, minLength=1)

FIELDS: Mapping[str, Schema] = {
    "run_id": _ID,
    "run_uuid": _ID,
    "experiment_id": _text(10, pattern="^[0-9]+$"),
    "model_id": _ID,
    "source_run_id": _ID,
    "tag_key": _NAME,
    "key": _NAME,
    "metric_key": _NAME,
    "name": _text(limits.EXPERIMENT_LENGTH, minLength=1),
    "new_name": _text(limits.EXPERIMENT_LENGTH, minLength=1),
    "experiment_name": _text(limits.EXPERIMENT_LENGTH),
    "run_name": _text(limits.RUN_NAME_LENGTH),
    "user_id": _text(128),
    "model_type": _text(255),
    "model_json": _text(limits.TAG_LENGTH),
    "version": _text(9, pattern="^[1-9][0-9]*$"),
    "alias": _text(255, minLength=1),
    "description": _text(5_000),
    "source": _text(1_000),
    "run_link": _text(500),
    "stage": {"type": "string", "enum": ["None", "Staging", "Production", "Archived"]},
    "archive_existing_versions": {"type": "boolean"},
    "filter": _text(1_000),
    "path": _text(500),
    "page_token": _text(100),
    "artifact_directory_path": _text(500),
    "timestamp": _WHOLE,
    "start_time": _WHOLE,
    "end_time": _WHOLE,
    "step": {"type": "integer", "minimum": -(2**53), "maximum": 2**53},
    "start_step": _WHOLE,
    "end_step": _WHOLE,
    "max_results": _MOST,
    "value": _text(limits.EXPERIMENT_TAG_LENGTH),
    "number": _NUMBER,
    "status": {"type": "string", "enum": [*_STATES, "LOGGED_MODEL_READY", "LOGGED_MODEL_PENDING"]},
    "view_type": {"type": "string", "enum": list(_VIEWS)},
    "run_view_type": {"type": "string", "enum": list(_VIEWS)},
    "experiment_ids": _listed(_text(10)),
    "run_ids": _listed(_ID),
    "order_by": {
        "oneOf": [
            _listed(_text(300), 10),
            _listed({"type": "object", "properties": {"field_name": _text(300)}}, 10),
        ]
    },
    "tags": _listed(_ref("Pair")),
    "params": _listed(_ref("Pair")),
    "metrics": _listed(_ref("Metric"), limits.MOST_METRICS),
    "datasets": _listed(_ref("Input")),
    "models": _listed(
        {
            "type": "object",
            "properties": {"model_id": _ID, "step": _WHOLE},
            "required": ["model_id"],
        }
    ),
}
"""Each field of a request."""

_TAG, _PAGE = "key! value", "max_results page_token"
TAKES: Mapping[tuple[str, str], str] = {
    ("POST", "experiments/create"): "name! tags",
    ("GET", "experiments/get"): "experiment_id!",
    ("GET", "experiments/get-by-name"): "experiment_name!",
    ("POST", "experiments/search"): f"{_PAGE} filter view_type",
    ("GET", "experiments/search"): f"{_PAGE} filter view_type",
    ("GET", "experiments/list"): f"{_PAGE} view_type",
    ("POST", "experiments/update"): "experiment_id! new_name!",
    ("POST", "experiments/delete"): "experiment_id!",
    ("POST", "experiments/restore"): "experiment_id!",
    ("POST", "experiments/set-experiment-tag"): f"experiment_id! {_TAG}",
    ("POST", "experiments/delete-experiment-tag"): "experiment_id! key!",
    ("POST", "runs/create"): "experiment_id! run_name user_id start_time tags",
    ("GET", "runs/get"): "run_id! run_uuid",
    ("POST", "runs/update"): "run_id! status end_time run_name",
    ("POST", "runs/delete"): "run_id!",
    ("POST", "runs/restore"): "run_id!",
    ("POST", "runs/search"): f"experiment_ids! filter order_by run_view_type {_PAGE}",
    ("POST", "runs/log-metric"): "run_id! key! number! timestamp! step",
    ("POST", "runs/log-parameter"): "run_id! key! value!",
    ("POST", "runs/log-batch"): "run_id! metrics params tags",
    ("POST", "runs/set-tag"): "run_id! key! value!",
    ("POST", "runs/delete-tag"): "run_id! key!",
    ("POST", "runs/log-inputs"): "run_id! datasets models",
    ("POST", "runs/outputs"): "run_id! models!",
    ("POST", "runs/log-model"): "run_id! model_json!",
    ("GET", "metrics/get-history"): f"run_id! metric_key! {_PAGE}",
    ("GET", "metrics/get-history-bulk"): "run_id! metric_key! max_results",
    (
        "GET",
        "metrics/get-history-bulk-interval",
    ): "run_ids! metric_key! max_results start_step end_step",
    ("POST", "logged-models"): "experiment_id! name source_run_id model_type params tags",
    ("POST", "logged-models/search"): f"experiment_ids! filter order_by {_PAGE}",
    ("PATCH", "logged-models/{model_id}"): "status!",
    ("PATCH", "logged-models/{model_id}/tags"): "tags!",
    ("POST", "logged-models/{model_id}/params"): "params!",
    ("GET", "logged-models/{model_id}/artifacts/directories"): "artifact_directory_path",
    ("POST", "registered-models/create"): "name! description tags",
    ("GET", "registered-models/get"): "name!",
    ("GET", "registered-models/search"): f"filter {_PAGE}",
    ("PATCH", "registered-models/update"): "name! description",
    ("POST", "registered-models/rename"): "name! new_name!",
    ("DELETE", "registered-models/delete"): "name!",
    ("POST", "registered-models/set-tag"): "name! key! value!",
    ("DELETE", "registered-models/delete-tag"): "name! key!",
    ("POST", "registered-models/get-latest-versions"): "name!",
    ("GET", "registered-models/get-latest-versions"): "name!",
    ("POST", "registered-models/alias"): "name! alias! version!",
    ("GET", "registered-models/alias"): "name! alias!",
    ("DELETE", "registered-models/alias"): "name! alias!",
    ("POST", "model-versions/create"): "name! source! model_id run_id run_link description tags",
    ("GET", "model-versions/get"): "name! version!",
    ("GET", "model-versions/search"): f"filter {_PAGE}",
    ("PATCH", "model-versions/update"): "name! version! description",
    ("DELETE", "model-versions/delete"): "name! version!",
    ("POST", "model-versions/set-tag"): "name! version! key! value!",
    ("DELETE", "model-versions/delete-tag"): "name! version! key!",
    ("POST", "model-versions/transition-stage"): "name! version! stage! archive_existing_versions",
    ("GET", "model-versions/get-download-uri"): "name! version!",
}
"""What a call takes, by method and the path below the prefix."""

_RENAMED = {"number": "value"}


def _object(fields: str) -> dict[str, Any]:
    names = fields.split()
    bare = [name.rstrip("!") for name in names]
    return {
        "type": "object",
        "properties": {_RENAMED.get(name, name): FIELDS[name] for name in bare},
        "required": [_RENAMED.get(n[:-1], n[:-1]) for n in names if n.endswith("!")],
    }


SCHEMAS: Mapping[str, Schema] = {
    "Pair": _object("key! value"),
    "Metric": _object("key! number! timestamp! step"),
    "Input": {
        "type": "object",
        "properties": {
            "tags": FIELDS["tags"],
            "dataset": {
                "type": "object",
                "properties": {
                    "name": _text(limits.DATASET_NAME_LENGTH, minLength=1),
                    "digest": _text(limits.DIGEST_LENGTH, minLength=1),
                    "source_type": _text(limits.NAME_LENGTH),
                    "source": _text(1_000),
                    "schema": _text(1_000),
                    "profile": _text(1_000),
                },
                "required": ["name", "digest", "source_type", "source"],
            },
        },
        "required": ["dataset"],
    },
    "Error": {
        "type": "object",
        "properties": {"error_code": {"type": "string"}, "message": {"type": "string"}},
        "required": ["error_code", "message"],
    },
}


def every_call() -> list[tuple[str, str]]:
    """All that is answered, by method and the path below the prefix."""
    return [*routes.ANSWERS, *model_routes.ANSWERS, *registry_routes.ANSWERS]


def document() -> dict[str, Any]:
    """The whole description, an OpenAPI document."""
    paths: dict[str, dict[str, Any]] = {}
    for method, path in every_call():
        told = _operation(method, path, TAKES.get((method, path)))
        paths.setdefault(f"{_API}{path}", {})[method.lower()] = told
    paths[FILES] = {"get": _operation("GET", "files", "path!")}
    paths["/get-artifact"] = {"get": _operation("GET", "file", "run_id! path!", is_json=False)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tidemill for MLflow's clients", "version": __version__},
        "components": {
            "schemas": dict(SCHEMAS),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
        "paths": paths,
    }


def _operation(
    method: str, path: str, fields: str | None, *, is_json: bool = True
) -> dict[str, Any]:
    """One call: what stands in its path, its query or body, and how it is answered."""
    inside = re.findall(r"{(\w+)}", path)
    parameters = [_parameter(name, "path", is_needed=True) for name in inside]
    told: dict[str, Any] = {"operationId": f"{method.lower()} {path}", "parameters": parameters}
    if method == "GET":
        parameters += [
            _parameter(name.rstrip("!"), "query", is_needed=name.endswith("!"))
            for name in (fields or "").split()
        ]
    elif fields is not None:
        content = {"application/json": {"schema": _object(fields)}}
        told["requestBody"] = {"required": "!" in fields, "content": content}
    good = {"application/json": {"schema": {"type": "object"}}}
    told["responses"] = {
        "200": {"description": "Done.", "content": good if is_json else {"*/*": {}}},
        **{status: _refused(words) for status, words in _REFUSALS.items()},
    }
    return told


def _parameter(name: str, place: str, *, is_needed: bool) -> dict[str, Any]:
    return {"name": name, "in": place, "required": is_needed, "schema": FIELDS[name]}


def _refused(words: str) -> dict[str, Any]:
    content = {"application/json": {"schema": _ref("Error")}}
    return {"description": words, "content": content}


_REFUSALS = {
    "400": "Something of it can't be taken; the message says what.",
    "401": "The token is missing or wrong.",
    "403": "Asked by a page of another origin.",
    "404": "What it names is not there.",
    "408": "The body came too slowly.",
    "413": "The body is too long.",
    "421": "Asked under another name.",
    "501": "Not supported.",
    "503": "The workspace can't be written now.",
}
