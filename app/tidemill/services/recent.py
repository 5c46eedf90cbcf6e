"""Which workspace a person means, and which ones were open lately.

Stands on the base alone, so that the window can be there before the store's libraries are.
"""

import json
import os
from pathlib import Path

from tidemill.base import atomic, places
from tidemill.base.errors import NeedsYou, WorldError


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
        return Path(folder, places.STORE_FILE).exists()
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
