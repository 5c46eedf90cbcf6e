"""What git says of a folder: commit, branch, and what was changed since."""

import os
import subprocess
from pathlib import Path
from typing import Any

DIFF_BYTES = 1 << 20
"""How much of what git says was changed is kept; that more was cut is said at its end."""

_GIT_S = 5.0


def state(folder: str) -> tuple[dict[str, Any], str]:
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
