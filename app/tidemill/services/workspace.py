"""A workspace opened: its store, its stored files, the clock and who acts, passed in as one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tidemill.base import places
from tidemill.base.clock import Clock, SystemClock
from tidemill.base.database_urls import DatabaseUrl, Place, name_of
from tidemill.base.errors import WorldError
from tidemill.domain.people import WORKER, Person, PersonRole
from tidemill.services import shared_files
from tidemill.services.fits import Fits
from tidemill.store import engine, people
from tidemill.store.blobs import Blobs
from tidemill.store.engine import Store


@dataclass(frozen=True)
class Workspace:
    """One store and its artifacts. `person` is who acts; the worker acts as itself.

    `folder` is this computer's own: the workspace itself where it lies in a folder; where the
    store is shared, logs and whatever can be made anew. `fits` are models fitted before, which a
    replay takes instead of fitting them again; None where everything is fitted.
    """

    folder: Path
    store: Store
    blobs: Blobs
    clock: Clock
    person: Person
    fits: Fits | None = None

    @property
    def place(self) -> Place:
        """Where it lies; as a text it opens it again, on a command line too."""
        return self.store.place

    @property
    def name(self) -> str:
        """What people call it: the folder's name, or the database's."""
        return name_of(self.place)

    @property
    def is_shared(self) -> bool:
        """Whether a team has it open from several computers."""
        return self.store.is_shared

    def environment(self) -> dict[str, str]:
        """What a process that opens it needs beside the place: a password is never a word."""
        return self.place.environment() if isinstance(self.place, DatabaseUrl) else {}

    def acting_as(self, person: Person) -> "Workspace":
        """The same workspace with somebody else acting."""
        return replace(self, person=person)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def create(
    place: Place,
    *,
    artifacts: Path | None = None,
    clock: Clock | None = None,
    login: str | None = None,
) -> Workspace:
    """Make a workspace, or open the one that is there; who makes it is its approver.

    One in a database keeps its files in the folder `artifacts`, which all who use it must reach;
    for one that is there already it names where that folder was moved to.
    """
    clock = clock or SystemClock()
    if isinstance(place, Path):
        place = place.expanduser().absolute()
        return _opened(place, engine.create_store(place, clock), login)
    folder = None if artifacts is None else artifacts.expanduser().absolute()
    store = shared_files.made(place, folder, clock)
    return _opened(place, store, login)


def open_existing(
    place: Place, *, clock: Clock | None = None, login: str | None = None
) -> Workspace:
    """Open a workspace that must be there already."""
    if isinstance(place, Path):
        place = place.expanduser().absolute()
    store = engine.open_store(place, clock or SystemClock())
    return _opened(place, store, login)


@contextmanager
def opened(place: Place, *, login: str | None = None) -> Iterator[Workspace]:
    """Open a workspace for a while."""
    workspace = open_existing(place, login=login)
    try:
        yield workspace
    finally:
        workspace.close()


def whereabouts(workspace: Workspace) -> str:
    """Where it lies and with whom it is shared, in a few words."""
    if not workspace.is_shared:
        return "On this computer"
    with workspace.store.read() as connection:
        n = len(people.every(connection))
    return f"Shared store, {n} people" if n != 1 else "Shared store, 1 person"


def database_words(workspace: Workspace) -> str:
    """Which database it is, and how far away, as the status bar says it."""
    seconds = workspace.store.latency_s()
    return "SQLite, local" if seconds is None else f"PostgreSQL, {seconds * 1000:.1f} ms"


def database_bytes(workspace: Workspace) -> int:
    """Bytes the database takes, without the stored files."""
    return workspace.store.n_bytes()


def _opened(place: Place, store: Store, login: str | None) -> Workspace:
    try:
        if isinstance(place, Path):
            folder, files = place, place
        else:
            folder, files = _own_folder(store), shared_files.folder_of(store)
        person = _person(store, login or places.person_login())
    except BaseException:
        store.close()
        raise
    return Workspace(folder, store, Blobs(files / "blobs"), store.clock, person)


def _own_folder(store: Store) -> Path:
    folder = places.shared_folder(store.id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(
            f"The folder {folder} can't be made.",
            "Tidemill keeps there what it makes on this computer of a shared workspace.",
            detail=str(error),
        ) from error
    return folder


def _person(store: Store, login: str) -> Person:
    with store.read() as connection:
        known = people.find(connection, login)
        is_first = not people.every(connection)
    if known is None:
        role = PersonRole.APPROVER if is_first else PersonRole.MEMBER
        known = Person(login, _display(login), role)
        if login != WORKER.login:
            with store.write() as tx:
                people.put(tx, known)
    return known


def _display(login: str) -> str:
    words = login.replace(".", " ").replace("_", " ").split()
    return " ".join(w.capitalize() for w in words) if words else login
