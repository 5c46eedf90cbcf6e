"""Which path about registered models, their versions and aliases is answered by what."""

from collections.abc import Callable, Mapping
from typing import Any

from tidemill.services.mlflow import aliases, model_versions, registered
from tidemill.services.mlflow.tracker import Tracker

Body = Mapping[str, Any]
Answer = Callable[[Tracker, Body], Mapping[str, Any]]


def _quiet(work: Callable[[Tracker, Body], object]) -> Answer:
    """Answers with nothing when it is done."""

    def answer(tracker: Tracker, body: Body) -> Mapping[str, Any]:
        work(tracker, body)
        return {}

    return answer


def _model(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    return {"registered_model": registered.get(tracker, body.get("name"))}


def _version(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    found = model_versions.get(tracker, body.get("name"), body.get("version"))
    return {"model_version": found}


def _by_alias(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    return {"model_version": aliases.find(tracker, body)}


def _download_uri(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    found = model_versions.download_uri(tracker, body.get("name"), body.get("version"))
    return {"artifact_uri": found}


ANSWERS: dict[tuple[str, str], Answer] = {
    ("POST", "registered-models/create"): registered.create,
    ("GET", "registered-models/get"): _model,
    ("GET", "registered-models/search"): registered.search,
    ("PATCH", "registered-models/update"): registered.update,
    ("POST", "registered-models/rename"): registered.rename,
    ("DELETE", "registered-models/delete"): _quiet(registered.delete),
    ("POST", "registered-models/set-tag"): _quiet(registered.set_tag),
    ("DELETE", "registered-models/delete-tag"): _quiet(registered.delete_tag),
    ("POST", "registered-models/get-latest-versions"): registered.latest,
    ("GET", "registered-models/get-latest-versions"): registered.latest,
    ("POST", "registered-models/alias"): _quiet(aliases.put),
    ("GET", "registered-models/alias"): _by_alias,
    ("DELETE", "registered-models/alias"): _quiet(aliases.remove),
    ("POST", "model-versions/create"): model_versions.create,
    ("GET", "model-versions/get"): _version,
    ("GET", "model-versions/search"): model_versions.search,
    ("PATCH", "model-versions/update"): model_versions.update,
    ("DELETE", "model-versions/delete"): _quiet(model_versions.delete),
    ("POST", "model-versions/set-tag"): _quiet(model_versions.set_tag),
    ("DELETE", "model-versions/delete-tag"): _quiet(model_versions.delete_tag),
    ("POST", "model-versions/transition-stage"): model_versions.set_stage,
    ("GET", "model-versions/get-download-uri"): _download_uri,
}
"""What is answered, by method and the path below a prefix."""
