"""Where a version of data came from, and what stands on it."""

from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.catalog import prepared_tables
from tidemill.domain.datasets import DatasetVersion
from tidemill.services import tables
from tidemill.services.workspace import Workspace
from tidemill.store import dataset_trash, datasets, files


@dataclass(frozen=True)
class Link:
    """One thing a version came from or that stands on it.

    `kind` is "file", "version", "step", "job", "run" or "model"; `name` is what people call it,
    `at` its address or key.
    """

    kind: str
    name: str
    at: str


@dataclass(frozen=True)
class Lineage:
    """A version between what it came from and what stands on it."""

    version: DatasetVersion
    origin: dict[str, Any]
    job: int | None
    parents: tuple[str, ...]
    came_from: tuple[Link, ...]
    stands_on_it: tuple[Link, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""

        def listed(links: tuple[Link, ...]) -> list[dict[str, str]]:
            return [{"kind": one.kind, "name": one.name, "at": one.at} for one in links]

        return {
            "version": self.version.address,
            "origin": self.origin,
            "job": self.job,
            "parents": list(self.parents),
            "by": self.version.by,
            "created_at": self.version.created_at,
            "came_from": listed(self.came_from),
            "stands_on_it": listed(self.stands_on_it),
        }


def of(workspace: Workspace, version: DatasetVersion) -> Lineage:
    """The lineage of a version: its file or query, the versions it was made from, its steps, and
    the versions, runs and model versions made from it."""
    parts = [p for p in tables.parts_of(workspace, version) if p.id != version.id]
    with workspace.store.read() as connection:
        file = None if version.file_id is None else files.find(connection, version.file_id)
        uses = dataset_trash.uses(connection, [version.id])
        every = datasets.versions(connection, version.dataset_id)
    before = [v for v in every if v.number < version.number]
    parents = parts[-1:] or (before[-1:] if version.is_base else [])
    links = [Link("version", p.label, p.address) for p in parts or parents]
    if file is not None:
        links.append(Link("file", file.name, file.path))
    elif version.source:
        links.append(Link("source", _source(version), version.source))
    links += [Link("step", _in_words(s), str(s.get("kind"))) for s in version.steps]
    job = None if file is None else file.job_id
    if job is None:
        job = version.origin.get("job")
    if job is not None:
        links.append(Link("job", f"job {job}", str(job)))
    held = [
        v
        for v in every
        if v.number > version.number
        and any(p.id == version.id for p in tables.parts_of(workspace, v))
    ]
    stands = [Link("version", v.label, v.address) for v in held]
    stands += [Link("run", name, key) for key, name in uses.runs]
    for label in uses.models:
        name, _, number = label.rpartition(" v")
        stands.append(Link("model", label, f"{name}@{number}"))
    origin = version.origin or {"kind": "file", "file": version.source}
    return Lineage(
        version, origin, job, tuple(p.address for p in parents), tuple(links), tuple(stands)
    )


def _source(version: DatasetVersion) -> str:
    n = len(version.pieces)
    return f"{n:,} files of {version.source}" if n else version.source


def _in_words(step: dict[str, Any]) -> str:
    """A step by its own name, else as a sentence; its kind where that is no longer known."""
    if step.get("name"):
        return str(step["name"])
    try:
        (ready,) = prepared_tables.bound([step])
    except NeedsYou:
        return str(step.get("kind"))
    return ready.sentence
