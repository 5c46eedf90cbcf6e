"""Where a registered version's files come from: logged models and runs of this server, only.

Whatever else a source names, a folder, another server, a cloud's bucket, is refused: the server
reads and fetches nothing for a caller.
"""

import re
from dataclasses import dataclass
from typing import Any

from tidemill.domain.mlflow import limits
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.runs import Run
from tidemill.services.mlflow import logged_models, runs
from tidemill.services.mlflow.tracker import Tracker
from tidemill.store import logged_models as model_rows
from tidemill.store.logged_models import LoggedModel
from tidemill.store.registered_models import RegisteredVersion

_LOGGED = re.compile(r"models:/(m-[0-9a-f]{32})/?")
_OF_VERSION = re.compile(r"models:/([^/@]+)/(\d{1,9})")
_BY_ALIAS = re.compile(r"models:/([^/@]+)@([\w\-]+)")
_OF_RUN = re.compile(r"runs:/([a-zA-Z0-9][\w\-]{0,255})(?:/(.*))?", re.DOTALL)
_PROXIED = re.compile(r"mlflow-artifacts:/([^/].*)", re.DOTALL)
_ADDRESS = re.compile(
    r"\d+/(?:models/(m-[0-9a-f]{32})|([a-zA-Z0-9][\w\-]*))/artifacts(?:/(.*))?", re.DOTALL
)


@dataclass(frozen=True)
class Source:
    """A logged model, or a folder of a run's files."""

    text: str
    logged: LoggedModel | None = None
    run: Run | None = None
    path: str = ""

    def files(self, tracker: Tracker) -> dict[str, str]:
        """Blobs of its files by path below it."""
        if self.logged is not None:
            with tracker.workspace.store.read() as connection:
                found = model_rows.files(connection, self.logged.id)
            return {path: blob for path, (blob, _) in found.items()}
        assert self.run is not None
        below = f"{self.path}/" if self.path else ""
        every = self.run.artifacts.items()
        return {p.removeprefix(below): blob for p, blob in every if p.startswith(below)}


def parse(tracker: Tracker, text: str) -> Source | tuple[str, int | str]:
    """What a source names; a version or an alias of a model is told as name and number or alias."""
    if found := _LOGGED.fullmatch(text):
        return Source(text, logged=logged_models.find(tracker, found[1]))
    if found := _OF_VERSION.fullmatch(text):
        return found[1], int(found[2])
    if found := _BY_ALIAS.fullmatch(text):
        return found[1], found[2]
    if found := _OF_RUN.fullmatch(text):
        return _of_run(tracker, text, found[1], found[2])
    if (proxied := _PROXIED.fullmatch(text)) and (found := _ADDRESS.fullmatch(proxied[1])):
        if found[1] is not None:
            limits.artifact_path(found[3] or "")
            return Source(text, logged=logged_models.find(tracker, found[1]))
        return _of_run(tracker, text, found[2], found[3])
    raise MlflowError(
        f"Invalid model version source: '{text[:200]}'. Only a model that was logged to this "
        "server can be registered: 'models:/m-…', 'runs:/RUN/PATH', or a place below "
        "'mlflow-artifacts:/'. Log the model here first, then register it."
    )


def _of_run(tracker: Tracker, text: str, run_id: str, path: str | None) -> Source:
    run = runs.find(tracker, {"run_id": run_id})
    return Source(text, run=run, path=limits.artifact_path((path or "").rstrip("/")))


def of_version(tracker: Tracker, row: RegisteredVersion) -> Source | None:
    """Where a registered version's files are; None where nothing is left of them."""
    if row.logged_model_id is not None:
        with tracker.workspace.store.read() as connection:
            logged = model_rows.of_key(connection, row.logged_model_id)
        return None if logged is None else Source(row.source, logged=logged)
    try:
        found = parse(tracker, row.source)
    except MlflowError:
        return None
    return found if isinstance(found, Source) else None


def checked(source: Source, run_id: Any, model_id: Any) -> Source:
    """A source that is what the other words of a request say; a source of another is refused."""
    made_by = source.logged.run_uuid if source.logged is not None else source.run and source.run.id
    wrong = (run_id and run_id != made_by and source.logged is None) or (
        model_id and (source.logged is None or source.logged.uuid != model_id)
    )
    if wrong:
        word = "model_id" if model_id else "run_id"
        raise MlflowError(
            f"Invalid model version source: '{source.text[:200]}'. The {word} request parameter "
            "must identify the resource that contains the source."
        )
    return source
