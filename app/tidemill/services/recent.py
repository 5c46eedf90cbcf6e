"""Which workspace a person means, and which ones were open lately.

Stands on the base alone, so that the window can be there before the store's libraries are.
"""

import json
import os
from pathlib import Path

from tidemill.base import atomic, places
from tidemill.base.database_urls import DatabaseUrl, Place, place_of
from tidemill.base.errors import NeedsYou, WorldError


def named(text: str | None) -> Place:
    """The place a person means: given, from `TIDEMILL_WORKSPACE`, the last used, the default."""
    chosen = text or os.environ.get("TIDEMILL_WORKSPACE") or last_used()
    return places.default_workspace() if chosen is None else place_of(chosen)


def last_used() -> str | None:
    """The workspace opened last by this person, if it is still there."""
    recent = recent_workspaces()
    return recent[0] if recent else None


def recent_workspaces() -> list[str]:
    """Workspaces opened lately, last first: folders that still exist, and URLs."""
    try:
        known = json.loads(places.settings_file().read_text())
    except (OSError, ValueError):
        return []
    folders = known.get("workspaces") if isinstance(known, dict) else None
    texts = [f for f in folders if isinstance(f, str)] if isinstance(folders, list) else []
    return [f for f in texts if _is_there(f)]


def _is_there(folder: str) -> bool:
    try:
        if isinstance(place_of(folder), DatabaseUrl):
            return True  # the server is asked when the workspace is opened
        return Path(folder, places.STORE_FILE).exists()
    except (OSError, NeedsYou):  # a folder of somebody else, or a disk that does not answer
        return False


def remember(place: Place) -> None:
    """Note that a workspace was opened; a settings file that can't be written is no harm."""
    recent = [str(place), *(f for f in recent_workspaces() if f != str(place))][:12]
    text = json.dumps({"workspaces": recent}, indent=1)
    try:
        atomic.write_bytes(places.settings_file(), text.encode())
    except (OSError, WorldError):
        return
