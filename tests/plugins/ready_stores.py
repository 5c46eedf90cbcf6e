"""Stores in folders are made quickly, and what fills them slowly is done once a session.

New stores get their tables by the SQL that the migrations came to: running those costs each of
some thousand tests 40 ms, saying again what they made in a first store costs 5. And nothing waits
until the disk has it, which only a power cut would show. All else stays as it is. Where making a
store or its safety is looked at, `real_stores` switches both off; processes that a test starts
never see any of this.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

# What a new store holds: its version and its id.
_WITH_ROWS = {"alembic_version", "meta"}


@cache
def _statements() -> tuple[str, ...]:
    """What makes the tables of today's store, in the order in which they were made."""
    from tidemill.base.clock import HeldClock
    from tidemill.store import sqlite

    with TemporaryDirectory(prefix="tidemill-first-store-") as folder:
        store = sqlite.create(Path(folder), HeldClock())
        store.close()
        connection = sqlite3.connect(store.path)
        try:
            query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
            made = [row[0] for row in connection.execute(query) if "sqlite_" not in row[0][:30]]
            tables = [r[0] for r in connection.execute("SELECT name FROM pragma_table_list")]
            for table in {t for t in tables if not t.startswith("sqlite_")} - _WITH_ROWS:
                rows = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
                assert rows == 0, f"{table}: the rows that a migration puts in would be missing"
        finally:
            connection.close()
    return tuple(made)


@pytest.fixture
def real_stores() -> None:
    """Stores of this test run their migrations and wait for the disk, as in the program."""


@pytest.fixture(autouse=True)
def ready_stores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make stores quickly, unless `real_stores` is taken."""
    if "real_stores" in request.fixturenames:
        return
    from sqlalchemy import event

    from tidemill.store import sqlite, versions

    statements, real_engine = _statements(), sqlite._engine

    def upgrade(connection: Any, back_up: Callable[[], None]) -> None:
        if versions.version_of(connection) is not None:
            versions.upgrade(connection, back_up)
            return
        driver = connection.connection.driver_connection
        for statement in statements:
            driver.execute(statement)
        driver.execute("INSERT INTO alembic_version VALUES (?)", (versions.HEAD,))

    def engine(path: Path, synchronous: str) -> Any:
        made = real_engine(path, synchronous)
        event.listen(made, "connect", _never_wait)
        return made

    monkeypatch.setattr(sqlite, "upgrade", upgrade)
    monkeypatch.setattr(sqlite, "_engine", engine)
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


def _never_wait(connection: Any, _record: Any = None) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@dataclass
class _Kept:
    folder: Path
    result: Any


class FilledOnce:
    """What took long to put into a workspace, kept to be copied into others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[Any, ...], _Kept] = {}

    def __call__(self, workspace: Any, build: Callable[..., Any], *words: Any) -> Any:
        """Fill a workspace as `build(workspace, *words)` does; what that returned, copied.

        It runs once a session, in a workspace of its own; where `workspace` holds something
        already, `build` itself fills it. It must lie in a folder: rows, stored files and the
        files that were written beside the workspace are copied as they are, rows that name a
        place beside it name the copy, and it keeps its own id. Nothing that names a process or a
        moment that matters may be in what is built.
        """
        if _holds_something(workspace):
            return build(workspace, *words)
        key = (build, *words)
        if key not in self._kept:
            self._kept[key] = self._built(workspace, build, words)
        kept = self._kept[key]
        self._copy(kept.folder, workspace)
        return deepcopy(kept.result)

    def _built(self, like: Any, build: Callable[..., Any], words: Any) -> _Kept:
        from tidemill.services import workspace as workspaces

        folder = self._folder / f"place-{len(self._kept)}-" / like.folder.name
        made = workspaces.create(folder, clock=deepcopy(like.clock), login=like.person.login)
        try:
            return _Kept(folder, build(made, *words))
        finally:
            made.close()

    def _copy(self, folder: Path, workspace: Any) -> None:
        from tidemill.store.engine import FILE_NAME, sqlite_module

        source = sqlite_module().connect(folder / FILE_NAME)
        into = workspace.store.raw_connection()
        try:
            _never_wait(into)
            source.backup(into)
            into.execute("UPDATE meta SET value = ? WHERE key = 'store_id'", (workspace.store.id,))
            for table, column in _columns_of_texts():
                query = f'UPDATE "{table}" SET "{column}" = replace("{column}", ?, ?)'
                places = (f"{folder.parent}/", f"{workspace.folder.parent}/")
                into.execute(f'{query} WHERE instr("{column}", ?)', (*places, places[0]))
        finally:
            into.close()
            source.close()
        for path in folder.parent.iterdir():
            if path != folder:
                shutil.copy2(path, workspace.folder.parent)
        if (folder / "blobs").exists():
            shutil.copytree(folder / "blobs", workspace.folder / "blobs", dirs_exist_ok=True)


def _holds_something(workspace: Any) -> bool:
    connection = workspace.store.raw_connection()
    try:
        query = "SELECT EXISTS(SELECT 1 FROM dataset) OR EXISTS(SELECT 1 FROM run)"
        return bool(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


@cache
def _columns_of_texts() -> tuple[tuple[str, str], ...]:
    """The columns in which a place may be named: paths, and what is kept as JSON."""
    from sqlalchemy import JSON, String

    from tidemill.store import schema

    columns = [c for t in schema.metadata.tables.values() for c in t.columns]
    return tuple((c.table.name, c.name) for c in columns if isinstance(c.type, (String, JSON)))


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> FilledOnce:
    """Fill workspaces alike without doing it anew for each; see `FilledOnce`."""
    return FilledOnce(tmp_path_factory.mktemp("filled"))
