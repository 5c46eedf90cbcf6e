"""Withdrawing a version that came in from a watched folder: its files are set aside again.

The version goes into the trash of its dataset. A file that was set aside stays so until a person
accepts it or it changes, and then becomes the next version.
"""

from typing import Any

import sqlalchemy as sa

from tidemill.domain import version_series
from tidemill.domain.watches import FileState
from tidemill.store import dataset_trash as rows
from tidemill.store import datasets, files
from tidemill.store.engine import Transaction

Facts = dict[str, Any]
MARK = "taken_in"


def facts(version_id: int) -> Facts:
    """What an entry of Activity keeps so that the version can be withdrawn."""
    return {MARK: version_id}


def in_the_way(connection: sa.Connection, told: Facts) -> str:
    """Why the version can't be withdrawn, in words after "it"; "" where it can."""
    version = datasets.version_of_id(connection, told[MARK])
    if version is None or version.deleted_at is not None:
        return "is gone already."
    dataset = datasets.of_id(connection, version.dataset_id)
    if dataset is None or dataset.deleted_at is not None:
        return f"belongs to {version.dataset}, which is in the trash."
    versions = datasets.versions(connection, version.dataset_id)
    if len(versions) == 1:
        return f"is the only version of {version.dataset}."
    if later := version_series.holders(dataset.series, versions, {version.number}):
        return f"is part of v{later[0].number}, which was added after it."
    uses = rows.uses(connection, [version.id])
    if uses.models:
        return f"is needed: {uses.models[0]} stands on it."
    return ""


def is_standing(connection: sa.Connection, told: Facts) -> bool:
    """Whether the version is there, the newest of its rows, and no model version stands on it."""
    return not in_the_way(connection, told)


def take_back(tx: Transaction, told: Facts, by: str) -> None:
    """Put the version into the trash and set the files that made it aside."""
    version = datasets.version_of_id(tx.connection, told[MARK])
    assert version is not None
    rows.mark(tx, version.dataset_id, version.dataset, [version.id])
    reason = f"{by} took back that it was added as v{version.number}."
    for key in files.of_version(tx.connection, version.id):
        files.update(
            tx,
            key,
            state=str(FileState.SET_ASIDE),
            outcome=f"Set aside: {reason}",
            reason=reason,
        )
