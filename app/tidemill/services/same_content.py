"""The version that holds the rows of a file already, whatever its format, name and order."""

from collections.abc import Sequence

import numpy as np

from tidemill.domain.content import EMPTY, ContentSums, row_hashes, sums_of
from tidemill.domain.datasets import Dataset, DatasetVersion
from tidemill.domain.tables import Table
from tidemill.services.workspace import Workspace
from tidemill.store import datasets


def found(
    workspace: Workspace,
    dataset: Dataset | None,
    versions: Sequence[DatasetVersion],
    rows: Table,
    own: str,
    sums: ContentSums | None,
) -> DatasetVersion | None:
    """The version with the same rows, as its own or in all; in a replace series only the newest.

    `own` is the content hash of the rows, `sums` what it was made from where those are the rows
    as they came. Versions from before a column was added are looked at as well: there the column
    does not count, provided that the rows have no value in it.
    """
    if dataset is None:
        return None
    with workspace.store.read() as connection:
        same = datasets.version_of_content(connection, dataset, own)
    same = same or _of_many(versions, own)
    if same is not None or sums is None:
        return same
    families = dict(sums.columns)
    tried: set[frozenset[str]] = {frozenset(families)}
    for version in versions:
        names = frozenset(version.schema.names)
        if names in tried or not names <= families.keys():
            continue
        tried.add(names)
        if any(families[name] != EMPTY for name in families.keys() - names):
            continue
        narrow = _sums(rows, sorted(names), families).hexdigest()
        with workspace.store.read() as connection:
            same = datasets.version_of_content(connection, dataset, narrow)
        same = same or _of_many(versions, narrow)
        if same is not None:
            return same
    return None


def _of_many(versions: Sequence[DatasetVersion], own: str) -> DatasetVersion | None:
    """The version among whose many files is one with these rows."""
    return next((v for v in versions if any(p.own_hash == own for p in v.pieces)), None)


def _sums(rows: Table, names: Sequence[str], families: dict[str, str]) -> ContentSums:
    hashes = np.concatenate([row_hashes(block) for block in rows.blocks(names)])
    return sums_of(hashes, {name: families[name] for name in names})
