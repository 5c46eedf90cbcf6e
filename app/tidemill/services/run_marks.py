"""What a list of runs shows beside their values: who, versions made of them, tags, intervals.

Read for a page of runs at a time; the values themselves come from `run_list.RunList.cells`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.models import ModelVersion
from tidemill.services import people, registry
from tidemill.services.registry import LEARNED_FILE
from tidemill.services.workspace import Workspace
from tidemill.store import courses as small_courses
from tidemill.store import run_marks
from tidemill.store.blobs import Blobs


@dataclass(frozen=True)
class Marks:
    """What stands beside a run's values; `half_width` is half the 95 % interval of a measure."""

    error: str | None = None
    note: str = ""
    is_starred: bool = False
    colour: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    versions: tuple[ModelVersion, ...] = ()
    half_width: float | None = None


def marks(
    workspace: Workspace, keys: Sequence[int], measure: str | None = None
) -> dict[int, Marks]:
    """Marks of runs by key, with the half-width of one measure where training kept one."""
    with workspace.store.read() as connection:
        found = run_marks.read(connection, keys, LEARNED_FILE)
    versions: dict[int, list[ModelVersion]] = {}
    for version in registry.registered_from(workspace, list(keys)):
        versions.setdefault(version.run_pk, []).append(version)
    told = {}
    for key, one in found.items():
        half = None
        if measure is not None and one.blob is not None:
            half = _half_widths(workspace.blobs, one.blob).get(measure)
        made = tuple(versions.get(key, ()))
        told[key] = Marks(one.error, one.note, one.is_starred, one.colour, one.tags, made, half)
    return told


def courses(
    workspace: Workspace, keys: Sequence[int], metric: str, most: int = 48
) -> dict[int, list[float]]:
    """How a metric went in each run that has a course of it, as a few dozen values in order."""
    with workspace.store.read() as connection:
        return small_courses.small(connection, keys, metric, most)


def names_of_people(workspace: Workspace) -> dict[str, str]:
    """What people are called, by login."""
    return people.display_names(workspace)


@lru_cache(maxsize=20_000)
def _half_widths(blobs: Blobs, blob: str) -> dict[str, float]:
    try:
        learned = json.loads(blobs.get_bytes(blob))
    except (ValueError, NeedsYou, WorldError):  # a list shows what there is
        return {}
    kept = learned.get("intervals", {}) if isinstance(learned, dict) else {}
    return {name: (float(one["high"]) - float(one["low"])) / 2 for name, one in kept.items()}
