"""What a model was made with: interpreter, libraries, machine, commit, memory."""

import os
import platform
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

_PACKAGES = ("tidemill", "numpy", "scipy", "scikit-learn", "skops", "pandas", "joblib")


def versions(needs: Sequence[str] = ()) -> dict[str, str]:
    """Versions of the libraries a model stands on, those that are installed.

    `needs` are further libraries that this one needs and others do not.
    """
    found = {"python": platform.python_version()}
    for name in (*_PACKAGES, *needs):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def environment(n_threads: int, needs: Sequence[str] = ()) -> dict[str, Any]:
    """Everything about the surroundings that may explain a result, as plain JSON types.

    `needs` as `versions` takes them.
    """
    return {
        "versions": versions(needs),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "n_cpus": os.cpu_count() or 1,
        "n_threads": n_threads,
        "git_commit": git_commit(Path.cwd()),
    }


def git_commit(folder: Path) -> str | None:
    """The commit checked out in a folder or one above it; None outside of any repository.

    Reads git's own files, since git need not be installed where Tidemill is.
    """
    for place in (folder, *folder.parents):
        git = place / ".git"
        try:
            if git.is_file():
                git = place / git.read_text().removeprefix("gitdir:").strip()
            if (git / "HEAD").is_file():
                return _head(git)
        except (OSError, UnicodeDecodeError):
            return None
    return None


def _head(git: Path) -> str | None:
    head = (git / "HEAD").read_text().strip()
    if not head.startswith("ref:"):
        return head or None
    name = head.removeprefix("ref:").strip()
    shared = git / "commondir"
    stores = [git, git / shared.read_text().strip()] if shared.is_file() else [git]
    for store in stores:
        if (store / name).is_file():
            return (store / name).read_text().strip()
        packed = store / "packed-refs"
        for line in packed.read_text().splitlines() if packed.is_file() else []:
            commit, _, packed_name = line.partition(" ")
            if packed_name == name:
                return commit
    return None
