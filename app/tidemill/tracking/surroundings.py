"""What a run came out of: script, arguments, folder, git, versions, computer."""

import getpass
import os
import platform
import socket
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

DIFF_BYTES = 1 << 20
"""How much of what git says was changed is kept; that more was cut is said at its end."""

_GIT_S = 5.0


def at_once(folder: str | None = None) -> dict[str, Any]:
    """What is known without asking anybody."""
    script = sys.argv[0] if sys.argv else ""
    main = sys.modules.get("__main__")
    return {
        "script": os.path.abspath(script) if script and script != "-c" else script,  # noqa: PTH100
        "arguments": [str(word)[:2000] for word in sys.argv[1:201]],
        "folder": folder or _here(),
        "is_notebook": hasattr(main, "get_ipython"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "host": socket.gethostname(),
        "user": _user(),
        "pid": os.getpid(),
        **({"job": job} if (job := os.environ.get("TIDEMILL_JOB")) else {}),
    }


def _here() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 (a Path would say the same)
    except OSError:  # the folder was removed
        return ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return ""


@lru_cache(maxsize=1)
def packages() -> str:
    """The installed packages with their versions, a line each, as pip would write them.

    Read from the names of their folders: opening each one's metadata would hold up the script.
    """
    found: dict[str, str] = {}
    for place in sys.path:
        try:
            names = [entry.name for entry in os.scandir(place or ".")]
        except OSError:
            continue
        for name in names:
            stem, dot, ending = name.rpartition(".")
            package, dash, version = stem.partition("-")
            if dot and dash and ending == "dist-info":
                found.setdefault(package.lower(), f"{package}=={version}")
    return "".join(f"{line}\n" for _, line in sorted(found.items()))


def git(folder: str) -> tuple[dict[str, Any], str]:
    """Commit, branch, whether something was changed, and the change; empty without git.

    Asks the `git` program, since only it knows what counts as changed.
    """
    top = _git(folder, "rev-parse", "--show-toplevel")
    commit = _git(folder, "rev-parse", "HEAD")
    if top is None or commit is None:
        return {}, ""
    branch = _git(folder, "rev-parse", "--abbrev-ref", "HEAD")
    status = _git(folder, "status", "--porcelain", "--untracked-files=no") or ""
    facts = {
        "git_folder": top.strip(),
        "git_commit": commit.strip(),
        "git_branch": (branch or "").strip(),
        "git_dirty": bool(status.strip()),
    }
    diff = _git(folder, "diff", "HEAD", "--no-color", "--no-ext-diff") if facts["git_dirty"] else ""
    data = (diff or "").encode()
    if len(data) > DIFF_BYTES:
        facts["git_diff_cut"] = True
        kept = data[:DIFF_BYTES].decode(errors="ignore")
        return facts, f"{kept}\n[{len(data) - DIFF_BYTES:,} more bytes were not kept]\n"
    return facts, diff or ""


def _git(folder: str, *words: str) -> str | None:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=Path(folder),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_GIT_S,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None  # no git here, a folder that is gone, or one that takes too long
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
