"""Reads the database that an MLflow server keeps its runs in; nothing of it is changed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.models_elsewhere import LoggedElsewhere, RegisteredElsewhere
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.domain.run_inputs import RunInput
from tidemill.store import mlflow_models

_PAGE = 500

_experiments = sa.table("experiments", *map(sa.column, ("experiment_id", "name")))
_runs = sa.table(
    "runs",
    *map(
        sa.column,
        (
            *("run_uuid", "name", "user_id", "status", "start_time", "end_time"),
            *("lifecycle_stage", "artifact_uri", "experiment_id"),
        ),
    ),
)
_params = sa.table("params", *map(sa.column, ("run_uuid", "key", "value")))
_tags = sa.table("tags", *map(sa.column, ("run_uuid", "key", "value")))
_metrics = sa.table(
    "metrics", *map(sa.column, ("run_uuid", "key", "value", "timestamp", "step", "is_nan"))
)
_datasets = sa.table(
    "datasets",
    *map(
        sa.column,
        (
            *("dataset_uuid", "name", "digest", "dataset_source_type", "dataset_source"),
            *("dataset_schema", "dataset_profile"),
        ),
    ),
)
_inputs = sa.table(
    "inputs", *map(sa.column, ("input_uuid", "source_type", "source_id", "destination_id"))
)
_input_tags = sa.table("input_tags", *map(sa.column, ("input_uuid", "name", "value")))


class MlflowDatabase:
    """An MLflow store in SQLite or PostgreSQL. For use by one thread; close it."""

    def __init__(self, url: str) -> None:
        """Open it for reading only. `NeedsYou` where it is no store of MLflow's."""
        try:
            self._engine = _engine(url)
            found = set(sa.inspect(self._engine).get_table_names())
        except SQLAlchemyError as error:
            raise WorldError(
                "The store can't be opened.", "Check its address.", detail=str(error)
            ) from error
        lacking = {"experiments", "runs", "params", "metrics", "tags"} - found
        if lacking:
            self._engine.dispose()
            raise NeedsYou(
                f"This database is no store of MLflow's: it has no table {min(lacking)}.",
                "Name the database that its server was started with.",
            )
        self._has_datasets = {"datasets", "inputs"} <= found
        self._has_input_tags = "input_tags" in found
        self._tables = found

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()

    def count(self) -> int:
        """How many runs there are, deleted ones too."""
        with self._reading() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(_runs)) or 0)

    def logged(self) -> Iterator[list[LoggedElsewhere]]:
        """The logged models in pages."""
        with self._reading() as connection:
            yield from mlflow_models.logged(connection, self._tables)

    def registered(self) -> list[RegisteredElsewhere]:
        """The registered models with versions and aliases."""
        with self._reading() as connection:
            return mlflow_models.registered(connection, self._tables)

    def ids(self) -> Iterator[list[str]]:
        """The ids of all runs in pages, those that began earlier first: parents before children."""
        query = sa.select(_runs.c.run_uuid)
        query = query.order_by(sa.func.coalesce(_runs.c.start_time, 0), _runs.c.run_uuid)
        with self._reading() as connection:
            every = list(connection.scalars(query))
        for start in range(0, len(every), _PAGE):
            yield every[start : start + _PAGE]

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page with all that was logged to them."""
        with self._reading() as connection:
            params = _by_run(connection, _params, ids)
            tags = _by_run(connection, _tags, ids)
            points = _points(connection, ids)
            datasets: dict[str, list[RunInput]] = {}
            if self._has_datasets:
                datasets = _datasets_of(connection, ids, self._has_input_tags)
            query = (
                sa.select(_runs, _experiments.c.name.label("experiment"))
                .join(_experiments, _experiments.c.experiment_id == _runs.c.experiment_id)
                .where(_runs.c.run_uuid.in_(ids))
                .order_by(_runs.c.start_time, _runs.c.run_uuid)
            )
            rows: list[Any] = list(connection.execute(query))
        return [
            OutsideRun(
                row.run_uuid,
                row.experiment,
                row.name or tags.get(row.run_uuid, {}).get("mlflow.runName", ""),
                row.user_id or "",
                row.status or "",
                (row.start_time or 0) / 1000,
                None if row.end_time is None else row.end_time / 1000,
                row.lifecycle_stage == "deleted",
                row.artifact_uri or "",
                params.get(row.run_uuid, {}),
                tags.get(row.run_uuid, {}),
                points.get(row.run_uuid, []),
                datasets.get(row.run_uuid, []),
                parent=tags.get(row.run_uuid, {}).get("mlflow.parentRunId") or None,
                note=tags.get(row.run_uuid, {}).get("mlflow.note.content", ""),
            )
            for row in rows
        ]

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise WorldError(
                "The store can't be read.", "Try again: what was taken stays.", detail=str(error)
            ) from error


def _engine(url: str) -> sa.Engine:
    made = sa.make_url(url)
    if made.get_backend_name() == "sqlite":
        query = {"mode": "ro", "uri": "true"}
        made = made.set(database=f"file:{made.database}", query=query)
        return sa.create_engine(made, poolclass=NullPool)
    if made.drivername in ("postgres", "postgresql"):
        made = made.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(made, poolclass=NullPool)
    return engine.execution_options(postgresql_readonly=True)


def _by_run(connection: sa.Connection, table: Any, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    query = sa.select(table.c.run_uuid, table.c.key, table.c.value)
    for run, key, value in connection.execute(query.where(table.c.run_uuid.in_(ids))):
        found.setdefault(run, {})[key] = "" if value is None else str(value)
    return found


def _points(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[Point]]:
    """The points of all metrics; a NaN is told by a mark, infinity by the largest number."""
    found: dict[str, list[Point]] = {}
    largest = 1.7976931348623157e308
    for row in connection.execute(sa.select(_metrics).where(_metrics.c.run_uuid.in_(ids))):
        value = float("nan") if row.is_nan else float(row.value)
        if abs(value) >= largest:
            value = float("inf") if value > 0 else float("-inf")
        one = (row.key, int(row.step), row.timestamp / 1000, value)
        found.setdefault(row.run_uuid, []).append(one)
    return found


def _datasets_of(
    connection: sa.Connection, ids: Sequence[str], has_tags: bool
) -> dict[str, list[RunInput]]:
    query = (
        sa.select(
            _inputs.c.destination_id,
            _inputs.c.input_uuid,
            _datasets.c.name,
            _datasets.c.digest,
            _datasets.c.dataset_source_type,
            _datasets.c.dataset_source,
            _datasets.c.dataset_schema,
            _datasets.c.dataset_profile,
        )
        .join(_datasets, _datasets.c.dataset_uuid == _inputs.c.source_id)
        .where(_inputs.c.source_type == "DATASET", _inputs.c.destination_id.in_(ids))
        .order_by(_datasets.c.name, _datasets.c.digest)
    )
    rows: list[Any] = list(connection.execute(query))
    tags = _tags_of_inputs(connection, [row[1] for row in rows]) if has_tags else {}
    found: dict[str, list[RunInput]] = {}
    for run, number, name, digest, source_type, source, schema, profile in rows:
        one = RunInput(
            name, digest, source_type or "", source or "", schema or None, profile or None,
            tags.get(number, {}),
        )  # fmt: skip
        found.setdefault(run, []).append(one)
    return found


def _tags_of_inputs(connection: sa.Connection, inputs: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    query = sa.select(_input_tags.c.input_uuid, _input_tags.c.name, _input_tags.c.value)
    for start in range(0, len(inputs), _PAGE):
        some = query.where(_input_tags.c.input_uuid.in_(inputs[start : start + _PAGE]))
        for one, name, value in connection.execute(some):
            found.setdefault(one, {})[name] = str(value)
    return found
