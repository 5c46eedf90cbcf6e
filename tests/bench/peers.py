"""Programs that ours stand beside in a bench: each in a throw-away environment made with pip."""

import subprocess
import sys
import venv
from pathlib import Path

LIMIT_S = 900.0


def python_with(folder: Path, name: str, *others: str) -> str | None:
    """The Python of an environment of its own that has a package; None where it can't be had.

    `others` are requirements beside it, as pip takes them.
    """
    place = folder / f"peer-{name}"
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if python.exists():
        return str(python)
    venv.create(place, with_pip=True)
    install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    command = [*install, name, *others]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        print(f"{name} was left out: pip took too long.")
        return None
    if done.returncode != 0:
        print(f"{name} was left out: pip can't bring it here.")
        return None
    return str(python)
