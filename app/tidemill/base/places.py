"""Where things lie on disk."""

import os
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


def person_login() -> str:
    """The login name, or `TIDEMILL_USER` where it is set."""
    for name in ("TIDEMILL_USER", "USER", "LOGNAME", "USERNAME"):
        if value := os.environ.get(name, "").strip():
            return value
    return "someone"
