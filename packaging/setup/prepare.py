"""Makes `.venv` with Tidemill and all it stands on, then makes sure that Qt can start.

    python3 packaging/setup/prepare.py [--window]

Needs Python 3.11 and its standard library, nothing else. What is there already is kept: packages
are installed again only when pyproject.toml, setup.py or the constraints have changed. With
`--window`, a display whose libraries are missing is an error; without it only a notice.
"""

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import qt_libraries
import system_packages

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMP = VENV / "tidemill-stamp"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
EXTRAS = "dev"
OLDEST = (3, 11)


class Unready(Exception):
    """Something is missing that only a person can bring; the text says what and how."""


def venv_python(venv: Path = VENV) -> Path:
    """Return the path of the environment's own Python."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(python: Path) -> bool:
    """Whether this Python starts and is new enough; a moved or half-made one does not."""
    code = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def make_venv() -> None:
    """Make `.venv` where there is none that works."""
    if works(venv_python()):
        return
    _bring_venv_module()
    _say(f"Making {VENV.name} with Python {sys.version.split()[0]}.")
    _run([sys.executable, "-m", "venv", "--clear", VENV], "The environment could not be made.")


def _bring_venv_module() -> None:
    """Debian ships Python without `venv` and `ensurepip`: fetch them, or say how."""
    if _has_venv():
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if system_packages.may_install() and system_packages.install([package]):
        importlib.invalidate_caches()
        if _has_venv():
            return
    raise Unready(
        f"{sys.executable} comes without the modules venv and ensurepip, with which packages are "
        f"installed. {system_packages.advice([package])}"
    )


def _has_venv() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def fingerprint(root: Path = ROOT) -> str:
    """Hash what an installation depends on: the declared packages, the pins and the place."""
    digest = hashlib.sha256(f"{root}\n{EXTRAS}\n".encode())
    for name in ("pyproject.toml", "setup.py", "packaging/constraints.txt"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def install_packages() -> None:
    """Install Tidemill, editable, with its dependencies at the pinned versions."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    _say("Installing Tidemill and what it stands on; the first time takes a few minutes.")
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check"]
    pip += ["install", "--quiet", "--constraint", str(CONSTRAINTS)]
    why = "The packages could not be installed; the lines above say why."
    # The build runs in this environment, so that its tools are pinned like all else.
    _run([*pip, "setuptools"], why)
    _run([*pip, "--no-build-isolation", "--editable", f"{ROOT}[{EXTRAS}]"], why)
    STAMP.write_text(wanted)


def bring_qt(*, window: bool) -> None:
    """Make sure that Qt starts without a display, and with the one there is."""
    python = venv_python()
    displays = qt_libraries.displays(os.environ)
    missing = qt_libraries.missing_libraries(python, displays)
    if missing and system_packages.may_install():
        packages = system_packages.packages_for(missing)
        if packages and system_packages.install(packages):
            missing = qt_libraries.missing_libraries(python, displays)
    if trouble := qt_libraries.start_offscreen(python):
        raise Unready(_cannot_start(trouble, missing or qt_libraries.missing_in(trouble)))
    if missing:
        sentence = _no_window(missing)
        if window:
            raise Unready(sentence)
        _say(sentence)


def _cannot_start(trouble: str, missing: Sequence[str]) -> str:
    if not missing:
        return f"Qt cannot start:\n{trouble}"
    advice = system_packages.advice(system_packages.packages_for(missing), missing)
    return f"Qt cannot start: this system lacks {', '.join(missing)}. {advice}"


def _no_window(missing: Sequence[str]) -> str:
    advice = system_packages.advice(system_packages.packages_for(missing), missing)
    return (
        f"The window cannot open on this display: the system lacks {', '.join(missing)}. {advice}"
    )


def _run(command: Sequence[str | Path], why: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise Unready(why)


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


def main(words: Sequence[str] | None = None) -> int:
    """Prepare the checkout; 0 when all stands, 1 with a sentence when a person is needed."""
    parser = argparse.ArgumentParser(description="Prepare this checkout to run and test Tidemill.")
    parser.add_argument("--window", action="store_true", help="the window is to open")
    given = parser.parse_args(words)
    try:
        make_venv()
        install_packages()
        bring_qt(window=given.window)
    except Unready as trouble:
        _say(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
