"""A workspace opened: its store, its stored files, the clock and who acts, passed in as one."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tidemill.base import atomic, places
from tidemill.base.clock import Clock, SystemClock
from tidemill.base.errors import NeedsYou, WorldError
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


def named(text: str | None) -> Path:
    """The folder a person means: given, from `TIDEMILL_WORKSPACE`, the last used, the default."""
    chosen = text or os.environ.get("TIDEMILL_WORKSPACE") or last_used()
    if chosen is None:
        return places.default_workspace()
    if "://" in chosen:
        raise NeedsYou(
            "A workspace shared over PostgreSQL can't be opened by this version.",
            "Name a folder on this computer with -w.",
        )
    return Path(chosen).expanduser().absolute()


def last_used() -> str | None:
    """The folder of the workspace opened last by this person, if it is still there."""
    recent = recent_workspaces()
    return recent[0] if recent else None


def recent_workspaces() -> list[str]:
    """Folders of workspaces opened lately that still exist, last first."""
    try:
        known = json.loads(places.settings_file().read_text())
    except (OSError, ValueError):
        return []
    folders = known.get("workspaces") if isinstance(known, dict) else None
    texts = [f for f in folders if isinstance(f, str)] if isinstance(folders, list) else []
    return [f for f in texts if _is_there(f)]


def _is_there(folder: str) -> bool:
    try:
        return Path(folder, engine.FILE_NAME).exists()
    except OSError:  # a folder of somebody else, or a disk that does not answer
        return False


def remember(folder: Path) -> None:
    """Note that a workspace was opened; a settings file that can't be written is no harm."""
    recent = [str(folder), *(f for f in recent_workspaces() if f != str(folder))][:12]
    text = json.dumps({"workspaces": recent}, indent=1)
    try:
        atomic.write_bytes(places.settings_file(), text.encode())
    except (OSError, WorldError):
        return
