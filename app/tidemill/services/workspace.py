"""A workspace opened: its store, its stored files, the clock and who acts, passed in as one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tidemill.base import places
from tidemill.base.clock import Clock, SystemClock
from tidemill.domain.people import WORKER, Person, PersonRole
from tidemill.store import engine, people
from tidemill.store.blobs import Blobs
from tidemill.store.engine import Store


@dataclass(frozen=True)
class Workspace:
    """One store and its artifacts. `person` is who acts; the worker acts as itself."""

    folder: Path
    store: Store
    blobs: Blobs
    clock: Clock
    person: Person

    @property
    def name(self) -> str:
        """What people call it: the folder's name."""
        return self.folder.name

    def acting_as(self, person: Person) -> "Workspace":
        """The same workspace with somebody else acting."""
        return replace(self, person=person)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def create(folder: Path, *, clock: Clock | None = None, login: str | None = None) -> Workspace:
    """Make a workspace, or open the one that is there; who makes it is its approver."""
    clock = clock or SystemClock()
    folder = folder.expanduser().absolute()
    store = engine.create_store(folder, clock)
    return _opened(folder, store, clock, login)


def open_existing(
    folder: Path, *, clock: Clock | None = None, login: str | None = None
) -> Workspace:
    """Open a workspace that must be there already."""
    clock = clock or SystemClock()
    folder = folder.expanduser().absolute()
    store = engine.open_store(folder, clock)
    return _opened(folder, store, clock, login)


@contextmanager
def opened(folder: Path, *, login: str | None = None) -> Iterator[Workspace]:
    """Open a workspace for a while."""
    workspace = open_existing(folder, login=login)
    try:
        yield workspace
    finally:
        workspace.close()


def _opened(folder: Path, store: Store, clock: Clock, login: str | None) -> Workspace:
    blobs = Blobs(folder / "blobs")
    name = login or places.person_login()
    with store.read() as connection:
        known = people.find(connection, name)
        is_first = not people.every(connection)
    if known is None:
        role = PersonRole.APPROVER if is_first else PersonRole.MEMBER
        known = Person(name, _display(name), role)
        if name != WORKER.login:
            with store.write() as tx:
                people.put(tx, known)
    return Workspace(folder, store, blobs, clock, known)


def _display(login: str) -> str:
    words = login.replace(".", " ").replace("_", " ").split()
    return " ".join(w.capitalize() for w in words) if words else login
