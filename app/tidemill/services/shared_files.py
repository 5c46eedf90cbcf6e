"""The folder in which a workspace in a database keeps its files, the same one for all who use it.

Its path is kept in the store. A small file in it names the store, so that an empty folder where a
drive is not connected, or the folder of another workspace, is never taken for it.
"""

import os
from pathlib import Path

from tidemill.base import atomic
from tidemill.base.clock import Clock
from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.errors import NeedsYou, NoFolderForFiles, NoWorkspace, WorldError
from tidemill.store import engine
from tidemill.store.engine import Store

VARIABLE = "TIDEMILL_ARTIFACTS"
"""Where this computer finds the folder, if not where the store says."""

_KEY = "artifacts"
_SIGN = "tidemill-artifacts.txt"


def made(url: DatabaseUrl, folder: Path | None, clock: Clock) -> Store:
    """Make a workspace in a database, or open the one in it; see `workspace.create`."""
    try:
        store = engine.open_store(url, clock)
    except NoWorkspace:
        if folder is None:
            raise NoFolderForFiles(url) from None
        _fit(folder)
        store = engine.create_store(url, clock)
    try:
        if folder is not None:
            _settle(store, folder)
    except BaseException:
        store.close()
        raise
    return store


def folder_of(store: Store) -> Path:
    """The folder as this computer sees it; raises where it is not there or is another's."""
    text = os.environ.get(VARIABLE, "").strip() or store.meta(_KEY)
    if text is None:
        raise NoFolderForFiles(store.place)
    folder = Path(text).expanduser()
    owner = _owner(folder)
    if owner is None:
        raise WorldError(
            f"The files of this workspace lie in {folder}, which can't be reached from here.",
            f"Connect that drive. If it has another path here, name it in {VARIABLE}.",
        )
    if owner != store.id:
        raise NeedsYou(
            f"The folder {folder} holds the files of another workspace.",
            f"Name the right one in {VARIABLE}.",
        )
    return folder


def _settle(store: Store, folder: Path) -> None:
    """Take the folder for the store's, unless its files lie elsewhere."""
    known, owner = store.meta(_KEY), _owner(folder)
    if owner not in (None, store.id):
        raise NeedsYou(
            f"The folder {folder} holds the files of another workspace.", "Name an empty folder."
        )
    if owner is None and known not in (None, str(folder)):
        raise NeedsYou(
            f"This workspace is there already, and its files lie in {known}.",
            f"To move them, copy all of {known} to {folder} first.",
        )
    if owner is None:
        _fit(folder)
        atomic.write_bytes(folder / _SIGN, f"{store.id}\n".encode())
    if known != str(folder):
        store.set_meta(_KEY, str(folder))


def _fit(folder: Path) -> None:
    """Make sure of a folder that may be written and holds nothing else."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        raise WorldError(
            f"The folder {folder} can't be made.", "Choose another place.", detail=str(error)
        ) from error
    if not is_empty:
        raise NeedsYou(f"The folder {folder} is not empty.", "Name an empty or a new one.")
    if not os.access(folder, os.W_OK):
        raise WorldError(f"The folder {folder} may not be written.", "Choose another place.")


def _owner(folder: Path) -> str | None:
    try:
        return (folder / _SIGN).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None
