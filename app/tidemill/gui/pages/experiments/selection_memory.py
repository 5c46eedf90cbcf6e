"""The selection outlives the window: it is kept in a small file of the person's, a store each."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.shell import kept_file

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


def selection_file(workspace: "Workspace") -> Path:
    """Where the selection of a workspace's runs lies."""
    return kept_file.file_for(workspace, "selections", "keys")


def read(path: Path) -> RunSelection:
    """What was kept; nothing where the file is missing or odd."""
    data = kept_file.got(path)
    usable = len(data) - len(data) % 8
    return RunSelection.of(np.frombuffer(data[:usable], dtype="<i8"))


def write(path: Path, selection: RunSelection) -> None:
    """Keep a selection."""
    kept_file.put(path, selection.keys.astype("<i8").tobytes())
