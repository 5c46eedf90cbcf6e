"""Our own modules as they read inside a package that knows no Tidemill.

A package that is handed over carries the steps a model learned behind as they are, and all they
are made of; that is numpy and the standard library alone.
"""

import ast
import re
from collections.abc import Iterable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import PurePosixPath
from types import ModuleType

from tidemill.base.errors import NeedsYou

FOLDER = "carried"
"""The subpackage they lie in, folder for folder as with us."""

_ROOT = "tidemill."
_PREPARATION = {"domain.columns", "domain.frames"}
"""Modules that the package has once already, beside the preparation."""

_INIT = '"""A part of Tidemill that this model needs, as it is (Apache-2.0)."""\n'
_IMPORT = re.compile(r"^(\s*)from tidemill\.([\w.]+) import ", re.MULTILINE)


def carried(modules: Iterable[ModuleType]) -> dict[str, str]:
    """Sources by path below the package, of these modules and of all that they import.

    `NeedsYou` for one that is no part of Tidemill.
    """
    found: dict[str, str] = {}
    waiting = []
    for module in modules:
        if not module.__name__.startswith(_ROOT):
            raise NeedsYou(f"{module.__name__} is no part of Tidemill, so it can't go along.")
        waiting.append(module.__name__.removeprefix(_ROOT))
    seen = set(_PREPARATION)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        path, text = _source(name)
        waiting += _imported(text)
        found[f"{FOLDER}/{path}"] = _moved(name, path, text)
    for folder in {str(one) for path in found for one in PurePosixPath(path).parents} - {"."}:
        found.setdefault(f"{folder}/__init__.py", _INIT)
    return found


def place(module: ModuleType) -> str:
    """What such a module is called there, from the package on: `.carried.catalog.steps.fill`."""
    return f".{FOLDER}.{module.__name__.removeprefix(_ROOT)}"


def _source(name: str) -> tuple[str, str]:
    """Path and text of a module of ours."""
    parts = name.split(".")
    folder = files(".".join(["tidemill", *parts[:-1]]))
    package = folder.joinpath(parts[-1])
    if package.is_dir():
        inner = package.joinpath("__init__.py")
        return f"{'/'.join(parts)}/__init__.py", inner.read_text(encoding="utf-8")
    path = f"{'/'.join(parts)}.py"
    return path, folder.joinpath(f"{parts[-1]}.py").read_text(encoding="utf-8")


def _imported(text: str) -> list[str]:
    """The modules of ours that a source imports."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(_ROOT):
            continue
        inside = str(node.module).removeprefix(_ROOT)
        for one in node.names:
            whole = f"{inside}.{one.name}"
            found.append(whole if _is_module(inside, one.name) else inside)
    return found


def _is_module(inside: str, name: str) -> bool:
    package = find_spec(f"tidemill.{inside}")
    if package is None or not package.submodule_search_locations:
        return False
    return find_spec(f"tidemill.{inside}.{name}") is not None


def _moved(name: str, path: str, text: str) -> str:
    """The source with its imports of ours as relative ones."""
    depth = name.count(".") + (1 if path.endswith("__init__.py") else 0)

    def relative(match: re.Match[str]) -> str:
        inside = match[2]
        if inside in _PREPARATION:
            dots, target = depth + 2, "preparation." + inside.rpartition(".")[2]
        else:
            dots, target = depth + 1, inside
        return f"{match[1]}from {'.' * dots}{target} import "

    return _IMPORT.sub(relative, text)
