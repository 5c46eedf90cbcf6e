"""Versions of registered models as MLflow's clients make, describe, tag, stage and find them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Connection

from tidemill.domain.mlflow import errors, filters, limits, matching
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.services import outside_files, outside_models
from tidemill.services.mlflow import logged_models, sources
from tidemill.services.mlflow import registry_words as words
from tidemill.services.mlflow.histories import offset_of
from tidemill.services.mlflow.runs import place_of
from tidemill.services.mlflow.sources import Source
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.outside_models import OutsideVersion
from tidemill.store import logged_models as logged_rows
from tidemill.store import registered_models as rows
from tidemill.store import runs as run_rows
from tidemill.store.engine import Transaction
from tidemill.store.registered_models import RegisteredVersion

MOST_VERSIONS = 200_000
_VERSIONS_TAG = "mlflow.modelVersions"
_ORDER = ("name", "creation_timestamp", "last_updated_timestamp", "version_number")


def create(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make what was logged the next version of a model."""
    name = words.model_name(body.get("name"))
    tags = words.tags_in(body)
    words.find(tracker, name)
    said = words.text_in(body, "description")
    link = words.text_in(body, "run_link")
    text = limits.text_of(body.get("source"), "source", limits.SOURCE_LENGTH)
    source = _source(tracker, text, body)
    run_id = body.get("run_id") or _made_by(source)
    facts = outside_files.look(tracker.workspace, source.files(tracker))
    made: list[RegisteredVersion] = []

    def work(tx: Transaction) -> None:
        named = outside_models.named_in(tx, name, project=tracker.project, by=words.person(tracker))
        logged = source.logged
        version = outside_models.register_in(
            tx,
            named,
            by=words.person(tracker),
            facts=facts,
            logged_model_id=None if logged is None else logged.id,
            run_uuid=run_id,
            source=source.text,
            run_link=link,
            stage=words.STAGES[0],
            description=said,
            tags=tags,
        )
        made.append(version)
        if logged is not None:
            _note_version(tx, logged.id, version)

    tracker.change(work)
    # What judges brings readers of files along, and most scripts register nothing.
    from tidemill.services import judging_outside

    if judging_outside.ask_where_known(tracker.workspace, name, made[0].number) is not None:
        tracker.on_job()
    return {"model_version": get(tracker, name, made[0].number)}


def get(tracker: Tracker, name: object, number: object) -> dict[str, Any]:
    """A version as MLflow writes it."""
    return words.told_version(words.find_version(tracker, name, number))


def update(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a version."""
    said = words.text_in(body, "description")
    _change_version(tracker, body, lambda _now: {"description": said})
    return {"model_version": get(tracker, body.get("name"), body.get("version"))}


def delete(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Put a version aside with its aliases; it can be brought back in Activity."""
    one = words.find_version(tracker, body.get("name"), body.get("version"))
    tracker.change(lambda tx: outside_models.delete_version_in(tx, one, words.person(tracker)))


def set_tag(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Set a tag of a version."""
    key, value = words.tag_in(body)
    _change_version(tracker, body, lambda now: {"tags": {**now.tags, key: value}})


def delete_tag(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Take a tag of a version away; that there is none is no mistake."""
    key = limits.name(body.get("key"), "key")
    _change_version(tracker, body, partial(_without_tag, key))


def _without_tag(key: str, now: RegisteredVersion) -> dict[str, Any]:
    return {"tags": {name: value for name, value in now.tags.items() if name != key}}


def set_stage(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Label a version with a stage of older clients; Tidemill's champion stays what it is."""
    wanted = words.stage(body.get("stage"))
    one = words.find_version(tracker, body.get("name"), body.get("version"))
    whole = words.find(tracker, one.name)
    archives = str(body.get("archive_existing_versions", "")).lower() == "true"
    if archives and wanted not in {"Staging", "Production"}:
        raise MlflowError(f"Versions can't be archived for the stage {wanted}.")

    def work(tx: Transaction) -> None:
        for other in whole.versions:
            row = other.row
            if archives and row is not None and row.stage == wanted and other.number != one.number:
                rows.change_version(tx, row, stage="Archived")
        row = outside_models.version_row_in(tx, one, project=tracker.project)
        rows.change_version(tx, row, stage=wanted)

    tracker.change(work)
    return {"model_version": get(tracker, one.name, one.number)}


def download_uri(tracker: Tracker, name: object, number: object) -> str:
    """Where a version's files are fetched from."""
    one = words.find_version(tracker, name, number)
    source = None if one.row is None else sources.of_version(tracker, one.row)
    if source is not None and source.logged is not None:
        return logged_models.place(source.logged)
    if source is not None and source.run is not None:
        below = f"/{source.path}" if source.path else ""
        return place_of(tracker, source.run) + below
    if one.own is None:
        raise MlflowError(f"The files of {one.label} are not there any more.", errors.NOT_THERE)
    with tracker.workspace.store.read() as connection:
        [run] = run_rows.find(connection, [one.own.run_pk])
    return place_of(tracker, run)


def search(tracker: Tracker, query: Mapping[str, Any]) -> dict[str, Any]:
    """Versions that a filter takes, in the order asked for, else the newest of each name first."""
    most = limits.most(query.get("max_results"), "max_results", 10_000, MOST_VERSIONS)
    first = offset_of(query.get("page_token"))
    found = filters.conditions(words.filter_of(query), filters.MODEL_VERSIONS)
    every = outside_models.every(tracker.workspace, tracker.project)
    versions = [v for one in every for v in one.versions]
    kept = [v for v in versions if all(matching.takes(c, words.version_facts(v)) for c in found)]
    order = words.order(query, _ORDER, words.version_facts)
    if not order:
        order = [(lambda v: words.version_facts(v).numbers["last_updated_timestamp"], True)]
    order += [(lambda v: v.name, False), (lambda v: v.number, True)]
    kept = matching.ordered(kept, order)
    page = {"model_versions": [words.told_version(one) for one in kept[first : first + most]]}
    return page | words.more(first + most, len(kept))


def _source(tracker: Tracker, text: str, body: Mapping[str, Any]) -> Source:
    """The source of a version to be, as the request's other words have it."""
    found = sources.parse(tracker, text)
    if isinstance(found, Source):
        if text.startswith("models:/") and not body.get("model_id"):
            raise MlflowError(
                f"Invalid model version source: '{text[:200]}'. The model_id request parameter "
                "must identify the resource that contains the source."
            )
        return sources.checked(found, body.get("run_id"), body.get("model_id"))
    name, which = found
    model = words.find(tracker, name)
    number = model.aliases.get(which) if isinstance(which, str) else which
    one = words.find_version(tracker, name, -1 if number is None else number)
    copied = None if one.row is None else sources.of_version(tracker, one.row)
    if copied is None:
        raise MlflowError(f"{one.label} was trained in Tidemill; it can't be copied by a script.")
    return replace(copied, text=text) if copied.logged is not None else copied


def _made_by(source: Source) -> str | None:
    """The id of the run that made what a source names."""
    if source.logged is not None:
        return source.logged.run_uuid
    return None if source.run is None else source.run.id


def _note_version(tx: Transaction, key: int, version: RegisteredVersion) -> None:
    """Note in a tag of the logged model which version it became, as clients look for it."""
    logged = logged_rows.of_key(tx.connection, key)
    assert logged is not None
    try:
        before = json.loads(logged.tags.get(_VERSIONS_TAG, "[]"))
    except ValueError:
        before = []
    now = [*(before if isinstance(before, list) else [])]
    now.append({"name": version.name, "version": version.number})
    logged_rows.change(tx, key, tags={**logged.tags, _VERSIONS_TAG: json.dumps(now)})


def _change_version(tracker: Tracker, body: Mapping[str, Any], changed: Any) -> None:
    one = words.find_version(tracker, body.get("name"), body.get("version"))

    def work(tx: Transaction) -> None:
        row = outside_models.version_row_in(tx, _now(tx.connection, one), project=tracker.project)
        rows.change_version(tx, row, **changed(row))

    tracker.change(work)


def _now(connection: Connection, one: OutsideVersion) -> OutsideVersion:
    """A version as it stands in the transaction."""
    model = outside_models.find_in(connection, one.name)
    found = None if model is None else model.version(one.number)
    if found is None:
        raise MlflowError(f"{one.label} is not there any more.", errors.NOT_THERE)
    return found
