"""How the list of datasets is looked at outlives the window: a small file of the person's own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidemill.gui.shell import kept_file

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

SHAPES = ("table", "cards")


@dataclass(frozen=True)
class ListLook:
    """A table or cards, and the ids of the columns that are hidden."""

    shape: str = "table"
    hidden: frozenset[str] = frozenset()


def look_file(workspace: "Workspace") -> Path:
    """Where the look of a workspace's list lies."""
    return kept_file.file_for(workspace, "dataset-lists", "json")


def read(path: Path) -> ListLook:
    """What was kept; the usual look where the file is missing or odd."""
    try:
        known: Any = json.loads(kept_file.got(path) or b"{}")
    except ValueError:
        return ListLook()
    if not isinstance(known, dict):
        return ListLook()
    shape, hidden = known.get("shape"), known.get("hidden")
    names = hidden if isinstance(hidden, list) else []
    return ListLook(
        shape if shape in SHAPES else "table",
        frozenset(name for name in names if isinstance(name, str)),
    )


def write(path: Path, look: ListLook) -> None:
    """Keep a look; nothing for the usual one."""
    told = {"shape": look.shape, "hidden": sorted(look.hidden)}
    kept_file.put(path, b"" if look == ListLook() else json.dumps(told).encode())
