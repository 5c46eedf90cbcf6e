"""Opening a workspace's database, in a folder (SQLite) or shared by a team (PostgreSQL)."""

from pathlib import Path
from typing import TYPE_CHECKING, overload

from tidemill.base.clock import Clock
from tidemill.base.database_urls import DatabaseUrl, Place
from tidemill.store import sqlite
from tidemill.store.backend import Store, Transaction
from tidemill.store.sqlite import FILE_NAME, SqliteStore
from tidemill.store.sqlite_files import sqlite_module

if TYPE_CHECKING:
    from tidemill.store.postgres import PostgresStore

__all__ = ["FILE_NAME", "Store", "Transaction", "create_store", "open_store", "sqlite_module"]


@overload
def create_store(place: Path, clock: Clock) -> SqliteStore: ...
@overload
def create_store(place: DatabaseUrl, clock: Clock) -> "PostgresStore": ...
@overload
def create_store(place: Place, clock: Clock) -> Store: ...
def create_store(place: Place, clock: Clock) -> Store:
    """Make a workspace's database, or open the one that is there."""
    if isinstance(place, DatabaseUrl):
        from tidemill.store import postgres  # nothing of it is read where nobody shares

        return postgres.create(place, clock)
    return sqlite.create(place, clock)


@overload
def open_store(place: Path, clock: Clock) -> SqliteStore: ...
@overload
def open_store(place: DatabaseUrl, clock: Clock) -> "PostgresStore": ...
@overload
def open_store(place: Place, clock: Clock) -> Store: ...
def open_store(place: Place, clock: Clock) -> Store:
    """Open a workspace that must be there already."""
    if isinstance(place, DatabaseUrl):
        from tidemill.store import postgres

        return postgres.open_existing(place, clock)
    return sqlite.open_existing(place, clock)
