"""The plan of the house, held against the code: what each room loads, imports and names."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "app" / "tidemill"
PAGES = PACKAGE / "gui" / "pages"
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
LONGEST_FILE = 500

QT = {"PySide6", "shiboken6"}
SCIENCE = {"pandas", "sklearn", "scipy"}
DATABASE = {"sqlalchemy", "alembic"}
# What importing every module of a room must not bring in. Rooms that are still to come are
# looked at as soon as they stand.
KEPT_OUT = {
    "base": QT | SCIENCE | DATABASE | {"duckdb", "numpy"},
    "domain": QT | SCIENCE | DATABASE | {"duckdb"},
    "catalog": QT | SCIENCE | DATABASE | {"duckdb"},
    "store": QT | SCIENCE,
    "jobs": QT | SCIENCE,
    "services": QT | SCIENCE,
    "worker": QT | SCIENCE,
    "server": QT | {"pandas"},
    "cli": QT | SCIENCE | {"duckdb"},
    "tracking": QT | SCIENCE | {"duckdb"},
    # Imported in a thread pyqtgraph crashes Qt, in the GUI thread it holds the window up.
    "gui": SCIENCE | {"duckdb", "pyqtgraph"},
}

IMPORT_ROOM = """
import importlib, json, pkgutil, sys
room = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(getattr(room, "__path__", []), room.__name__ + "."):
    if module.name.rpartition(".")[2] != "__main__" and ".migrations." not in module.name:
        importlib.import_module(module.name)
print(json.dumps(sorted(sys.modules)))
"""
IMPORT_TIDEMILL = "import sys, json, tidemill; print(json.dumps(sorted(sys.modules)))"


def loaded_by(*command: str) -> set[str]:
    """Names of the top-level packages that a fresh Python holds after a piece of code."""
    done = subprocess.run(
        [sys.executable, "-c", *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_import_tidemill_is_light() -> None:
    loaded = loaded_by(IMPORT_TIDEMILL)
    assert "tidemill" in loaded
    assert not loaded & (QT | SCIENCE | DATABASE | {"duckdb", "numpy"})


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_loads_only_what_its_place_allows(room: str) -> None:
    loaded = loaded_by(IMPORT_ROOM, f"tidemill.{room}")
    assert "tidemill" in loaded
    assert not loaded & KEPT_OUT[room]


def test_every_room_is_in_every_contract_it_belongs_to() -> None:
    contracts = {c["id"]: c for c in _project()["tool"]["importlinter"]["contracts"]}
    rooms = {f"tidemill.{room}" for room in ROOMS}
    faces = {"tidemill.gui", "tidemill.cli", "tidemill.worker", "tidemill.server"}
    faces.add("tidemill.tracking")
    assert set(contracts["qt"]["source_modules"]) == rooms - {"tidemill.gui"}
    assert set(contracts["faces"]["source_modules"]) == rooms & faces


def test_view_models_and_states_know_only_the_core_of_qt() -> None:
    files = [
        file
        for file in sorted((PACKAGE / "gui").rglob("*.py"))
        if file.name in ("view_model.py", "state.py")
    ]
    if PAGES.exists() and any(PAGES.glob("*/page.py")):
        assert files, "there are pages, but no view-model was found"
    wrong = {_relative(file): bad for file in files if (bad := _beyond_core(file))}
    assert not wrong


def test_the_look_at_view_models_would_find_a_widget(tmp_path: Path) -> None:
    file = tmp_path / "view_model.py"
    file.write_text(
        "from PySide6.QtCore import QObject\nfrom PySide6 import QtCore, QtGui\n"
        "import PySide6.QtWidgets\nimport shiboken6 as sb\n"
    )
    assert _beyond_core(file) == ["PySide6.QtGui", "PySide6.QtWidgets", "shiboken6"]


def _beyond_core(file: Path) -> list[str]:
    return sorted(
        name
        for name in _imported(ast.parse(file.read_text()))
        if name.partition(".")[0] in QT and not name.startswith("PySide6.QtCore")
    )


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "PySide6":
            yield from (f"PySide6.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_no_file_is_too_long_to_read() -> None:
    lengths = {_relative(file): len(file.read_text().splitlines()) for file in _python_files()}
    assert len(lengths) > 10
    assert not {name: n for name, n in lengths.items() if n > LONGEST_FILE}


def test_every_ignored_type_says_which_rule() -> None:
    bare = re.compile(r"#\s*type:\s*ignore(?!\[)")
    assert not [_relative(file) for file in _python_files() if bare.search(file.read_text())]


# Built from pieces, so that this file does not hold what it looks for.
_REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js.",
    "deb." + "debian",
    "cra" + "tes.io",
)
_MACHINE = ("/wo" + "rk/", "/ro" + "ot/", ".py" + "env", "/tmp/" + "plan", ".lib" + "rary/")
_NEIGHBOUR = ("../" + "shared",)


def test_nothing_names_a_registry_a_machine_or_a_neighbouring_folder() -> None:
    unwanted = re.compile("|".join(map(re.escape, _REGISTRIES + _MACHINE + _NEIGHBOUR)))
    found = []
    for file in _repository_files():
        for number, line in enumerate(_text(file).splitlines(), start=1):
            if unwanted.search(line):
                found.append(f"{_relative(file)}:{number}: {line.strip()[:80]}")
    assert not found


def _repository_files() -> list[Path]:
    """Every file of the repository, those about to be added included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    assert len(files) > 20
    return [file for file in files if file.is_file()]


def _text(file: Path) -> str:
    """What a text file says; a file that is no UTF-8 (a picture, a table) says nothing."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def _python_files() -> list[Path]:
    return [file for file in _repository_files() if file.suffix == ".py"]


def _relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _project() -> dict[str, dict[str, dict[str, list[dict[str, object]]]]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())
