"""Reads the models of a database that an MLflow server keeps: logged ones, and its registry."""

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from tidemill.domain.models_elsewhere import (
    GONE,
    STATES,
    LoggedElsewhere,
    Measure,
    RegisteredElsewhere,
    VersionElsewhere,
    logged_of,
    path_of,
)

_PAGE = 200


def _table(name: str, words: str) -> Any:
    return sa.table(name, *map(sa.column, words.split()))


_experiments = _table("experiments", "experiment_id name")
_runs = _table("runs", "run_uuid artifact_uri")
_inputs = _table("inputs", "source_type source_id destination_type destination_id step")
_logged = _table(
    "logged_models",
    "model_id experiment_id name artifact_location creation_timestamp_ms last_updated_timestamp_ms "
    "status lifecycle_stage model_type source_run_id",
)
_params = _table("logged_model_params", "model_id param_key param_value")
_tags = _table("logged_model_tags", "model_id tag_key tag_value")
_metrics = _table(
    "logged_model_metrics",
    "model_id metric_name metric_value metric_step metric_timestamp_ms run_id dataset_name "
    "dataset_digest",
)
_models = _table("registered_models", "name creation_time description")
_model_tags = _table("registered_model_tags", "name key value")
_aliases = _table("registered_model_aliases", "name alias version")
_versions = _table(
    "model_versions",
    "name version creation_time description user_id current_stage source run_id run_link",
)
_version_tags = _table("model_version_tags", "name version key value")


def logged(connection: sa.Connection, tables: Collection[str]) -> Iterator[list[LoggedElsewhere]]:
    """The logged models in pages, those made earlier first; none where the store is older."""
    if "logged_models" not in tables:
        return
    order = (_logged.c.creation_timestamp_ms, _logged.c.model_id)
    every = list(connection.scalars(sa.select(_logged.c.model_id).order_by(*order)))
    for start in range(0, len(every), _PAGE):
        yield _page(connection, every[start : start + _PAGE])


def _page(connection: sa.Connection, ids: list[str]) -> list[LoggedElsewhere]:
    params = _texts(connection, _params, ("model_id", "param_key", "param_value"), ids)
    tags = _texts(connection, _tags, ("model_id", "tag_key", "tag_value"), ids)
    measured: dict[str, list[Measure]] = {}
    query = sa.select(_metrics).where(_metrics.c.model_id.in_(ids))
    for row in connection.execute(query.order_by(_metrics.c.metric_timestamp_ms)):
        at = row.metric_timestamp_ms / 1000
        one = (row.metric_name, row.metric_value, int(row.metric_step), at, row.run_id)
        measured.setdefault(row.model_id, []).append((*one, row.dataset_name, row.dataset_digest))
    outputs: dict[str, dict[str, int]] = {}
    came = sa.select(_inputs.c.source_id, _inputs.c.destination_id, _inputs.c.step)
    came = came.where(_inputs.c.destination_type == "MODEL_OUTPUT")
    for run, model, step in connection.execute(came.where(_inputs.c.destination_id.in_(ids))):
        outputs.setdefault(model, {})[run] = int(step or 0)
    rows = connection.execute(
        sa.select(_logged, _experiments.c.name.label("experiment"))
        .join(_experiments, _experiments.c.experiment_id == _logged.c.experiment_id)
        .where(_logged.c.model_id.in_(ids))
        .order_by(_logged.c.creation_timestamp_ms, _logged.c.model_id)
    )
    return [
        LoggedElsewhere(
            row.model_id,
            row.experiment,
            row.name,
            row.model_type or "",
            STATES.get(row.status, "PENDING"),
            row.source_run_id,
            row.creation_timestamp_ms / 1000,
            row.last_updated_timestamp_ms / 1000,
            row.lifecycle_stage == "deleted",
            row.artifact_location or "",
            params.get(row.model_id, {}),
            tags.get(row.model_id, {}),
            measured.get(row.model_id, ()),
            outputs.get(row.model_id, {}),
        )
        for row in rows
    ]


def registered(connection: sa.Connection, tables: Collection[str]) -> list[RegisteredElsewhere]:
    """The registered models by name."""
    if "registered_models" not in tables:
        return []
    tags: dict[str, dict[str, str]] = {}
    if "registered_model_tags" in tables:
        tags = _texts(connection, _model_tags, ("name", "key", "value"))
    aliases: dict[str, dict[str, int]] = {}
    if "registered_model_aliases" in tables:
        for row in connection.execute(sa.select(_aliases)):
            aliases.setdefault(row.name, {})[row.alias] = int(row.version)
    versions: dict[str, list[VersionElsewhere]] = {}
    if "model_versions" in tables:
        versions = _versions_of(connection, "model_version_tags" in tables)
    return [
        RegisteredElsewhere(
            row.name,
            row.description or "",
            (row.creation_time or 0) / 1000,
            tags.get(row.name, {}),
            versions.get(row.name, ()),
            aliases.get(row.name, {}),
        )
        for row in connection.execute(sa.select(_models).order_by(_models.c.name))
    ]


def _versions_of(connection: sa.Connection, has_tags: bool) -> dict[str, list[VersionElsewhere]]:
    tags: dict[tuple[str, int], dict[str, str]] = {}
    for row in connection.execute(sa.select(_version_tags)) if has_tags else ():
        tags.setdefault((row.name, int(row.version)), {})[row.key] = row.value or ""
    query = (
        sa.select(_versions, _runs.c.artifact_uri)
        .outerjoin(_runs, _runs.c.run_uuid == _versions.c.run_id)
        .where(sa.func.coalesce(_versions.c.current_stage, "") != GONE)
        .order_by(_versions.c.name, _versions.c.version)
    )
    found: dict[str, list[VersionElsewhere]] = {}
    for row in connection.execute(query):
        one = VersionElsewhere(
            int(row.version),
            row.source or "",
            row.run_id or None,
            logged_of(row.source or ""),
            path_of(row.source or "", row.run_id, row.artifact_uri),
            row.current_stage or "None",
            row.description or "",
            row.user_id or "",
            row.run_link or "",
            (row.creation_time or 0) / 1000,
            tags.get((row.name, int(row.version)), {}),
        )
        found.setdefault(row.name, []).append(one)
    return found


def _texts(
    connection: sa.Connection, table: Any, words: tuple[str, str, str], ids: list[str] | None = None
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    query = sa.select(*(table.c[word] for word in words))
    if ids is not None:
        query = query.where(table.c[words[0]].in_(ids))
    for of, key, value in connection.execute(query):
        found.setdefault(of, {})[key] = "" if value is None else str(value)
    return found
