"""Which path about models is answered by what; some name the model in the path."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tidemill.services.mlflow import artifacts, logged_models
from tidemill.services.mlflow.artifacts import Address
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
    asks_all = str(body.get("allow_deleted", "")).lower() == "true"
    return logged_models.get(tracker, body["model_id"], with_deleted=asks_all)


def _files(tracker: Tracker, body: Body) -> Mapping[str, Any]:
    one = logged_models.find(tracker, body["model_id"])
    below = str(body.get("artifact_directory_path") or "")
    listed = artifacts.listed(tracker, Address(one, artifacts.below(below)))
    files = [
        {**entry.told(), "path": f"{below}/{entry.path}" if below else entry.path}
        for entry in listed
    ]
    return {"root_uri": logged_models.place(one), "files": files}


ANSWERS: dict[tuple[str, str], Answer] = {
    ("POST", "logged-models"): logged_models.create,
    ("POST", "logged-models/search"): logged_models.search,
    ("GET", "logged-models/{model_id}"): _model,
    ("PATCH", "logged-models/{model_id}"): lambda tracker, body: logged_models.finish(
        tracker, body["model_id"], body.get("status")
    ),
    ("DELETE", "logged-models/{model_id}"): _quiet(
        lambda tracker, body: logged_models.delete(tracker, body["model_id"])
    ),
    ("PATCH", "logged-models/{model_id}/tags"): lambda tracker, body: logged_models.set_tags(
        tracker, body["model_id"], body.get("tags")
    ),
    ("DELETE", "logged-models/{model_id}/tags/{tag_key}"): _quiet(
        lambda tracker, body: logged_models.delete_tag(tracker, body["model_id"], body["tag_key"])
    ),
    ("POST", "logged-models/{model_id}/params"): _quiet(
        lambda tracker, body: logged_models.add_params(
            tracker, body["model_id"], body.get("params")
        )
    ),
    ("GET", "logged-models/{model_id}/artifacts/directories"): _files,
    ("POST", "runs/outputs"): _quiet(logged_models.put_outputs),
    ("POST", "runs/log-model"): _quiet(logged_models.note_model),
}
"""What is answered, by method and the path below a prefix; names in braces are taken from it."""

_NAME = re.compile(r"\\{(\w+)\\}")
_PATTERNS = [
    (method, re.compile(_pattern), answer)
    for (method, path), answer in ANSWERS.items()
    if "{" in path
    for _pattern in [
        _NAME.sub(
            lambda found: f"(?P<{found[1]}>{'.+' if found[1] == 'tag_key' else '[^/]+'})",
            re.escape(path),
        )
    ]
]


def found(method: str, path: str) -> tuple[Answer, Mapping[str, str]] | None:
    """What answers a path, and what the path itself names; None where nothing does."""
    answer = ANSWERS.get((method, path))
    if answer is not None:
        return answer, {}
    for known, pattern, answer in _PATTERNS:
        match = pattern.fullmatch(path)
        if known == method and match is not None:
            return answer, match.groupdict()
    return None
