"""The code of a script: its own file and the modules beside it that it imports."""

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou

_MOST = 500


def own_code(script: Path) -> list[Path]:
    """The script and all modules that lie with it and are imported, directly or not."""
    root = script.parent
    found: dict[Path, None] = {script: None}
    waiting = [script]
    while waiting and len(found) < _MOST:
        for name in _imported(waiting.pop()):
            for path in _files(root, name):
                if path not in found:
                    found[path] = None
                    waiting.append(path)
    return list(found)


def _imported(path: Path) -> set[str]:
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            names |= {base, *(f"{base}.{one.name}".lstrip(".") for one in node.names)}
    return names - {""}


def _files(root: Path, name: str) -> list[Path]:
    """The files a dotted name stands for below a folder: each package on the way, the module."""
    found = []
    place = root
    for part in name.split("."):
        module, package = place / f"{part}.py", place / part / "__init__.py"
        if module.is_file():
            found.append(module)
            break
        place /= part
        if package.is_file():
            found.append(package)
        elif not place.is_dir():
            break
    return found


def file_hashes(paths: Sequence[Path], **beside: str) -> dict[str, Any]:
    """Files as the code that goes into a step, each by its hash; `NeedsYou` for a missing one."""
    hashes = {}
    for path in paths:
        try:
            hashes[path.name] = hashing.of_file(path)
        except OSError as error:
            raise NeedsYou(f"{path} can't be read.", "Check the path of the step.") from error
    named = ", ".join(path.name for path in paths)
    return {
        "hash": hashing.of_value([hashes, beside]),
        "label": named,
        "files": hashes,
    }
