"""What scripts logged and registered as models, in the words of what writes it into MLflow."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection

from tidemill.base.errors import NeedsYou
from tidemill.domain.models_elsewhere import path_of
from tidemill.services.workspace import Workspace
from tidemill.store import logged_models, registered_models, runs_leaving
from tidemill.store.logged_models import LoggedModel
from tidemill.store.registered_models import RegisteredVersion

_DEFAULT = "default"
_PROXIED = re.compile(r"mlflow-artifacts:/\d+/([\w\-]+)/artifacts(?:/(.*))?", re.DOTALL)


class Named(NamedTuple):
    """A name that scripts use: what they say of it, its versions that are no trained ones, and the
    number that each alias stands on."""

    name: str
    description: str
    tags: dict[str, str]
    versions: list[RegisteredVersion]
    aliases: dict[str, int]


def logged(workspace: Workspace, lost: list[str]) -> Iterator[dict[str, Any]]:
    """The logged models that are not deleted; files that are gone are added to `lost`."""
    with workspace.store.read() as connection:
        keys = runs_leaving.logged_models(connection)
        outputs = runs_leaving.outputs_of_models(connection)
    for key in keys:
        with workspace.store.read() as connection:
            one = logged_models.of_key(connection, key)
            if one is None:
                continue
            found = _said(connection, one)
            kept = logged_models.files(connection, key)
        files = []
        for path, (blob, _) in sorted(kept.items()):
            try:
                files.append((path, str(workspace.blobs.checked(blob))))
            except NeedsYou:
                lost.append(f"{one.name}: {path}")
        yield {**found, "outputs": outputs.get(key, {}), "files": files}


def _said(connection: Connection, one: LoggedModel) -> dict[str, Any]:
    measured = logged_models.measured(connection, [one.id]).get(one.id, [])
    experiment = one.experiment if one.project == _DEFAULT else f"{one.project}/{one.experiment}"
    return {
        "model": one.uuid,
        "experiment": experiment,
        "name": one.name,
        "kind": one.model_type,
        "status": one.status,
        "run": one.run_uuid,
        "params": one.params,
        "tags": one.tags,
        "measured": [
            (
                each.name, each.value, each.step, round(each.at * 1000), each.run_uuid,
                each.dataset_name, each.dataset_digest,
            )
            for each in measured
        ],
    }  # fmt: skip


def named(connection: Connection) -> dict[str, Named]:
    """The names that scripts use, each with what they registered."""
    found = {}
    for one in registered_models.every(connection):
        versions = registered_models.versions(connection, one.id)
        found[one.name] = Named(
            one.name,
            one.description,
            one.tags,
            [version for version in versions if version.version_id is None],
            registered_models.aliases(connection, one.id),
        )
    return found


def version(one: RegisteredVersion) -> dict[str, Any]:
    """A version that a script registered."""
    proxied = _PROXIED.fullmatch(one.source)
    if proxied:
        run, path = proxied[1], (proxied[2] or "").strip("/")
    else:
        run, path = one.run_uuid, path_of(one.source, one.run_uuid, None)
    return {
        "model": one.name,
        "number": one.number,
        "source": one.source,
        "logged": one.logged,
        "run": run,
        "path": path,
        "stage": one.stage,
        "about": one.description,
        "tags": one.tags,
    }
