"""Finds out whether Qt can start here, and which of the system's libraries it lacks.

Standard library only: Qt itself is asked in a child process of the environment's own Python.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_FROM_LDD = re.compile(r"^\s*(\S+\.so[.\d]*) => not found", re.MULTILINE)
_FROM_IMPORT = re.compile(r"(\S+\.so[.\d]*): cannot open shared object file")

_START = """
import sys
from PySide6.QtWidgets import QApplication
import PySide6.QtOpenGLWidgets, PySide6.QtSvg
sys.exit(0 if QApplication([]).platformName() == "offscreen" else 1)
"""

_MODULES = ("QtWidgets", "QtSvg", "QtOpenGLWidgets", "QtNetwork")


def missing_in(text: str) -> list[str]:
    """Return the libraries that the words of ldd or of an ImportError say are missing."""
    return sorted({*_FROM_LDD.findall(text), *_FROM_IMPORT.findall(text)})


def start_offscreen(python: Path) -> str:
    """Start Qt without a display; return "" where that works, else what it said."""
    done = subprocess.run(
        [python, "-c", _START],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return ""
    return (done.stdout + done.stderr).strip() or f"Qt ended with code {done.returncode}."


def displays(environment: Mapping[str, str]) -> list[str]:
    """Name Qt's platform plugins for the displays there are, the one Qt would try first."""
    found = []
    if environment.get("WAYLAND_DISPLAY"):
        found.append("wayland")
    if environment.get("DISPLAY"):
        found.append("xcb")
    return found


def missing_libraries(python: Path, plugins: list[str]) -> list[str]:
    """Return the system libraries that Qt's modules and these platform plugins lack (Linux)."""
    if not sys.platform.startswith("linux"):
        return []
    folder = _qt_folder(python)
    files = [folder / f"{module}.abi3.so" for module in _MODULES]
    files += [folder / f"Qt/plugins/platforms/libq{plugin}.so" for plugin in plugins]
    return missing_in("".join(_ldd(file) for file in files if file.exists()))


def _qt_folder(python: Path) -> Path:
    # Asked without importing PySide6, which may not be importable yet.
    code = "import importlib.util as u; print(u.find_spec('PySide6').submodule_search_locations[0])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def _ldd(file: Path) -> str:
    try:
        done = subprocess.run(["ldd", file], capture_output=True, text=True, check=False)
    except FileNotFoundError:  # a system without ldd: the ImportError will name the library
        return ""
    return done.stdout
