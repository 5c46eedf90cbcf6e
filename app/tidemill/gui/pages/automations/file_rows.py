"""A file as a row of the list of files."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class FileRow:
    """A file that arrived, as a row."""

    id: int
    name: str
    arrived: str
    rows: int | None
    n_bytes: int
    status: Literal["good", "warn", "bad", "idle", "working"]
    happened: str
    progress: float | None
    version: str
    is_quiet: bool
