"""A store of each kind for the contracts that all stores keep.

`any_store` is an open store; `open_again(store)` opens the same one a second time, as another
process would, and closes it after the test. `any_workspace` is a workspace on such a store.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.database_urls import DatabaseUrl
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace
from tidemill.store import sqlite, sqlite_files
from tidemill.store.backend import Store
from tidemill.store.engine import create_store, open_store

sys.path.insert(0, str(Path(__file__).parent))

_OWN = sqlite_files.sqlite_module()
KINDS = [*dict.fromkeys((_OWN.__name__.partition(".")[0], "sqlite3")), "postgresql"]


@pytest.fixture(params=KINDS)
def any_store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """An open store that was just made, on SQLite (both modules) and on PostgreSQL."""
    store: Store
    if request.param == "postgresql":
        url = DatabaseUrl.of(request.getfixturevalue("store_database"))
        store = open_store(url, HeldClock())
    else:
        module = sqlite3 if request.param == "sqlite3" else _OWN
        for user in (sqlite, sqlite_files):
            monkeypatch.setattr(user, "sqlite_module", lambda: module)
        store = create_store(tmp_path / "store", HeldClock())
    yield store
    store.close()


@pytest.fixture
def open_again() -> Iterator[Callable[[Store], Store]]:
    """Open a store a second time, as another process would."""
    opened: list[Store] = []

    def open_(store: Store) -> Store:
        opened.append(open_store(store.place, store.clock))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace that ada has just made, in a folder and in a database."""
    clock = HeldClock()
    if request.param == "postgresql":
        url = DatabaseUrl.of(request.getfixturevalue("store_database"))
        made = workspaces.create(url, artifacts=tmp_path / "files", clock=clock, login="ada")
    else:
        made = workspaces.create(tmp_path / "workspace", clock=clock, login="ada")
    yield made
    made.close()
