"""skrub and shap, which no Tidemill environment needs, in a folder of their own for the tests.

They weigh 270 MB with all they bring (matplotlib and pydot; numba and llvmlite), and what is tested
here is also that nothing else changes where they are not installed; so the tests' own environment
goes without. Brought with pip, at the versions of `packaging/constraints.txt`, when
`TIDEMILL_NEEDS_EXTRAS=1` says that they are a must, below the account's cache folder, and found
there afterwards. Where they are not, their tests are skipped and the session's last lines say so.
"""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mlflow_clients import locked, own_home

NEEDED = "TIDEMILL_NEEDS_EXTRAS"
PLACE = "TIDEMILL_EXTRA_LIBRARIES"
LEFT_OUT = f"skrub and shap left out: {NEEDED}=1 brings them"
LIMIT_S = 1_800.0

_SKRUB = ("skrub", "matplotlib", "contourpy", "cycler", "fonttools", "kiwisolver", "pillow")
_SHAP = ("shap", "llvmlite", "numba", "slicer")
NAMES = (*_SKRUB, "pydot", "pyparsing", *_SHAP)
"""What they bring beside what Tidemill's own environment has."""

_ROOT = Path(__file__).parents[2]


def pins() -> list[str]:
    """The packages with their versions."""
    text = (_ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    known = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE))
    return [f"{name}=={known[name]}" for name in NAMES]


def place() -> Path:
    """The folder they lie in; another one for other versions and each Python."""
    if given := os.environ.get(PLACE):
        return Path(given)
    said = f"{sys.version_info[:2]}{pins()}"
    name = f"extras-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
    return Path(own_home()) / ".cache" / "tidemill-tests" / name


def bring() -> None:
    """Bring them, unless they are there; two sessions at once bring them once."""
    folder = place()
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock"):
        if (folder / "whole").exists():
            return
        words = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--upgrade"]
        done = subprocess.run(
            [*words, "--target", folder / "libraries", *pins()],
            env={**os.environ, "HOME": own_home()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT_S,
        )
        if done.returncode != 0:
            raise RuntimeError(f"pip can't bring skrub and shap here:\n{done.stderr[-3_000:]}")
        (folder / "whole").touch()


@pytest.fixture(scope="session")
def extra_libraries() -> Path:
    """The folder to put on a child's path."""
    if os.environ.get(NEEDED) == "1":
        bring()
    if not (place() / "whole").exists():
        pytest.skip(LEFT_OUT)
    return place() / "libraries"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    n = sum(1 for report in skipped if LEFT_OUT in str(report.longrepr))
    if n:
        terminalreporter.write_line(f"{LEFT_OUT} ({n} files of tests).", yellow=True)
