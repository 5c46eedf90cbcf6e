"""Reads the database that Trackio keeps a project's runs in; nothing of it is changed."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.store import foreign_sqlite

_SLICE = 500


@dataclass
class TrackioRun:
    """A run as it lies there: settings, and (time, step or number, values) of each call of log."""

    id: str
    name: str
    config: dict[str, Any] = field(default_factory=dict)
    logged: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    system: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)


class TrackioDatabase:
    """One project's file. For use by one thread; close it."""

    def __init__(self, path: Path) -> None:
        """Open it for reading only. `NeedsYou` where it is no store of Trackio's."""
        self.path = path
        self._engine, self.close = foreign_sqlite.reading(path)
        try:
            inspector = sa.inspect(self._engine)
            self._tables = {
                name: {one["name"] for one in inspector.get_columns(name)}
                for name in inspector.get_table_names()
            }
        except SQLAlchemyError as error:
            self.close()
            raise NeedsYou(
                f"{path.name} is no store of Trackio's.", "Name its folder.", detail=str(error)
            ) from error
        self._t = {
            name: sa.table(name, *(sa.column(one) for one in sorted(columns)))
            for name, columns in self._tables.items()
        }
        lacking = {"run_name", "timestamp", "metrics", "step"} - self._tables.get("metrics", set())
        if lacking:
            self.close()
            raise NeedsYou(
                f"{path.name} is no store of Trackio's: it has no metrics of its kind.",
                "Name the folder that Trackio keeps its projects in.",
            )

    def runs(self) -> list[tuple[str, str]]:
        """Id and name of each run, those that logged earlier first; where no id is kept the name
        is it."""
        found: dict[str, str] = {}
        with self._reading() as connection:
            for table in ("metrics", "configs", "system_metrics"):
                if table in self._tables:
                    t = self._t[table]
                    query = sa.select(self._id(table), t.c.run_name).distinct()
                    found = {row[0]: row[1] for row in connection.execute(query)} | found
            first = connection.execute(self._first()).all() if found else []
        order: dict[str, str] = {row[0]: row[1] for row in first}
        return sorted(found.items(), key=lambda one: (order.get(one[0], ""), one[0]))

    def _first(self) -> sa.Select[Any]:
        one = self._id("metrics")
        t = self._t["metrics"]
        return sa.select(one, sa.func.min(t.c.timestamp)).group_by(one)

    def read(self, ids: Sequence[str]) -> list[TrackioRun]:
        """Runs with all that was logged to them."""
        names = dict(self.runs())
        found = {one: TrackioRun(one, names[one]) for one in ids}
        with self._reading() as connection:
            for start in range(0, len(ids), _SLICE):
                some = ids[start : start + _SLICE]
                self._fill(connection, found, some)
        return list(found.values())

    def _fill(
        self, connection: sa.Connection, found: dict[str, TrackioRun], some: Sequence[str]
    ) -> None:
        if "configs" in self._tables:
            t, one = self._t["configs"], self._id("configs")
            for run, text in connection.execute(sa.select(one, t.c.config).where(one.in_(some))):
                found[run].config = _values(text)
        t, one = self._t["metrics"], self._id("metrics")
        query = sa.select(one, t.c.timestamp, t.c.step, t.c.metrics).where(one.in_(some))
        for run, at, step, text in connection.execute(query.order_by(t.c.id)):
            found[run].logged.append((at, int(step), _values(text)))
        if "system_metrics" in self._tables:
            t, one = self._t["system_metrics"], self._id("system_metrics")
            asked = sa.select(one, t.c.timestamp, t.c.metrics).where(one.in_(some))
            for run, at, text in connection.execute(asked.order_by(t.c.id)):
                found[run].system.append((at, len(found[run].system), _values(text)))

    def n_others(self) -> dict[str, int]:
        """How many rows there are of what is not read: traces, alerts, artifacts."""
        with self._reading() as connection:
            counted = {
                table: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table)))
                for table in ("traces", "alerts", "artifact_versions")
                if table in self._tables
            }
        return {table: int(n) for table, n in counted.items() if n}

    def _id(self, name: str) -> Any:
        columns = self._t[name].c
        return columns.run_id if "run_id" in self._tables[name] else columns.run_name

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise WorldError(
                "The store can't be read.", "Try again: what was taken stays.", detail=str(error)
            ) from error


def _values(text: str | bytes) -> dict[str, Any]:
    """What a cell of JSON says, kept as text or as its bytes; nothing where it says none."""
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
