"""Where things lie on disk."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

import platformdirs

APP = "tidemill"
STORE_FILE = "tidemill.sqlite"
"""The name of a workspace's database in its folder."""


def default_workspace() -> Path:
    """The workspace used when none was named and none was used before."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "workspace"


def settings_file() -> Path:
    """The small file of this person's own choices (last workspace, look), not the store's."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "settings.json"


def shared_folder(store_id: str) -> Path:
    """What this computer keeps of a workspace that lies in a shared database: logs, snapshots."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "shared" / store_id


def backups_folder() -> Path:
    """Where shared databases are backed up before their schema is changed."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "backups"


def log_folder() -> Path:
    """Where the window and the worker write their logs."""
    return Path(platformdirs.user_log_dir(APP, appauthor=False))


def spool_folder(workspace: str) -> Path:
    """Where scripts of this person put down what they log for a workspace (a folder or a URL)."""
    if "://" not in workspace:
        workspace = os.path.realpath(workspace)
    words = re.sub(r"[^A-Za-z0-9]+", "-", workspace.rpartition("@")[2]).strip("-")[-40:]
    mark = hashlib.blake2b(workspace.encode("utf-8", "replace"), digest_size=6).hexdigest()
    return Path(platformdirs.user_state_dir(APP, appauthor=False)) / "spools" / f"{words}-{mark}"


def window_socket(workspace: str) -> str:
    """Where a window of a workspace (a folder or a URL) hears of others: a socket's path, or the
    name of a pipe on Windows. The same for each program of this account on this computer."""
    if "://" not in workspace:
        workspace = os.path.realpath(workspace)
    mark = hashlib.blake2b(workspace.encode("utf-8", "replace"), digest_size=8).hexdigest()
    if os.name == "nt":
        return f"tidemill-{person_login()}-{mark}"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(runtime) if runtime else Path(tempfile.gettempdir(), f"tidemill-{os.getuid()}")
    return str(folder / f"tidemill-{mark}")


def person_login() -> str:
    """The login name, or `TIDEMILL_USER` where it is set."""
    for name in ("TIDEMILL_USER", "USER", "LOGNAME", "USERNAME"):
        if value := os.environ.get(name, "").strip():
            return value
    return "someone"
