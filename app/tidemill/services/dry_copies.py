"""The copy of a workspace that a dry run works on: as it was before the files came.

Only what the rule works on is copied, into a store of its own in a folder of its own. Stored files
are read from the workspace and written to that folder. Closed, nothing of it is left.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tidemill.base import hashing
from tidemill.base.clock import Clock
from tidemill.base.ids import new_id
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import Dataset, DatasetVersion
from tidemill.domain.models import Decision, DecisionKind, ModelVersion
from tidemill.domain.people import WORKER
from tidemill.services.fits import Fits
from tidemill.services.folder_listing import Seen
from tidemill.services.workspace import Workspace
from tidemill.store import automations, datasets, engine, files, models, partial_copies
from tidemill.store.layered_blobs import LayeredBlobs
from tidemill.store.partial_copies import Past

FOLDER = "dry-runs"


@dataclass
class Start:
    """Where a dry run begins, with sentences on what that means."""

    past: Past
    notes: list[str] = field(default_factory=list)


def start_before(
    workspace: Workspace,
    seen: Sequence[Seen],
    *,
    dataset: str,
    model: str | None,
    before: datetime,
    check: Callable[[], None],
) -> Start:
    """What of a dataset and a model was there before any of these files had come."""
    contents = _contents(workspace, dataset, seen, check)
    with workspace.store.read() as connection:
        found = datasets.find(connection, dataset)
        if found is None:
            return Start(Past(before, without_settings=_LEFT_OUT))
        versions = datasets.versions(connection, found.id)
        paths = {one.path for one in seen}
        single = [v.file_id for v in versions if v.file_id]
        arrived = files.find_many(
            connection, [*single, *(p.file_id for v in versions for p in v.pieces)]
        )
        notes: list[str] = []

        def is_of_them(version: DatasetVersion) -> bool:
            keys = [p.file_id for p in version.pieces] or [version.file_id or 0]
            brought = [arrived[key] for key in keys if key in arrived]
            return version.source in paths or any(
                one.path in paths or one.content in contents for one in brought
            )

        cut = min((v.number for v in versions if is_of_them(v)), default=None)
        kept = [v for v in versions if cut is None or v.number < cut]
        strangers = [v for v in versions if v not in kept and not is_of_them(v)]
        if strangers:
            names = ", ".join(v.label for v in strangers)
            notes.append(f"{names} came from elsewhere meanwhile and is left out.")
        past: dict[str, Any] = {
            "dataset_id": found.id,
            "versions": [v.id for v in kept],
            "schema": _schema_then(found, kept, versions).to_list(),
        }
        known = None if model is None else models.find(connection, model)
        if known is not None:
            every = models.versions(connection, known.id)
            decisions = models.decisions(connection, known.id)
            past |= {"model_id": known.id} | _model_then(every, decisions, kept, notes)
    return Start(Past(before, without_settings=_LEFT_OUT, **past), notes)


_LEFT_OUT = (automations.PAUSE,)


def _contents(
    workspace: Workspace, dataset: str, seen: Sequence[Seen], check: Callable[[], None]
) -> set[str]:
    """Hashes of those files that are as long as one that was taken in."""
    with workspace.store.read() as connection:
        sizes = files.sizes_of(connection, dataset)
    found = set()
    for one in seen:
        if one.n_bytes in sizes:
            try:
                found.add(hashing.of_file(Path(one.path), check))
            except OSError:  # gone or not readable: its turn tells
                continue
    return found


def _schema_then(
    dataset: Dataset, kept: Sequence[DatasetVersion], versions: Sequence[DatasetVersion]
) -> Schema:
    """The columns of that time; what each is for and which are personal, as said since."""
    then = kept[-1] if kept else (versions[0] if versions else None)
    if then is None:
        return dataset.schema
    now = dataset.schema
    return Schema(
        tuple(
            replace(c, role=now[c.name].role, personal=now[c.name].personal) if c.name in now else c
            for c in then.schema.columns
        )
    )


def _model_then(
    versions: Sequence[ModelVersion],
    decisions: Sequence[Decision],
    kept: Sequence[DatasetVersion],
    notes: list[str],
) -> dict[str, Any]:
    """A model's versions from before the first that learned from the files, and its champion."""
    data = {v.id for v in kept}
    addresses = {v.address for v in kept}
    later = [
        v
        for v in versions
        if v.dataset_version_id not in data
        or (v.validated_on is not None and v.validated_on not in addresses)
    ]
    cut = min((v.number for v in later), default=None)
    before = [v for v in versions if cut is None or v.number < cut]
    keys = {v.id for v in before}
    past: list[Decision] = []
    for one in decisions:
        if not {one.version_id, one.previous_id} - {None} <= keys:
            break
        past.append(one)
    champion = None
    for one in past:
        if one.kind in (DecisionKind.PROMOTED, DecisionKind.ROLLED_BACK, DecisionKind.UNDONE):
            champion = one.version_id
    recipe_of = None
    if not before and versions:
        serving = next((v for v in versions if v.stage == "champion"), versions[-1])
        recipe_of = serving.id
        notes.append(
            f"{serving.model} learned from these files itself, so the dry run begins without a "
            f"champion, with the recipe of v{serving.number}: the first candidates are compared "
            "with the class prior."
        )
    return {
        "model_versions": sorted(keys),
        "champion": champion,
        "decisions": [one.id for one in past],
        "recipe_of": recipe_of,
    }


@contextmanager
def copied(
    workspace: Workspace, past: Past, clock: Clock, fits: Fits, check: Callable[[], None]
) -> Iterator[Workspace]:
    """Give the copy, in which the worker acts; it is removed afterwards."""
    sweep(workspace)
    folder = workspace.folder / FOLDER / new_id()
    folder.mkdir(parents=True)
    try:
        store = engine.create_store(folder, clock)
        try:
            with workspace.store.read() as source, store.write() as tx:
                partial_copies.fill(source, tx, past, check)
            blobs = LayeredBlobs(folder / "blobs", workspace.blobs)
            yield Workspace(folder, store, blobs, clock, WORKER, fits)
        finally:
            store.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(workspace: Workspace) -> None:
    """Remove the copies that killed dry runs left; only one is made at a time on a computer."""
    shutil.rmtree(workspace.folder / FOLDER, ignore_errors=True)


def inbox(copy: Workspace, folder: str) -> Path:
    """The copy's own folder for files that land, which stands for the watched one."""
    place = copy.folder / "inbox" / (Path(folder).name or "folder")
    place.mkdir(parents=True, exist_ok=True)
    with copy.store.write() as tx:
        partial_copies.move_sources(tx, folder.rstrip(os.sep) + os.sep, f"{place}{os.sep}")
    return place
