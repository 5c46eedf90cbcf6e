"""Rows of single runs' files: how large they are, and taking some away."""

from collections.abc import Sequence

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import artifact


def sizes(connection: sa.Connection, pk: int) -> dict[str, int]:
    """Bytes of a run's files by path."""
    query = sa.select(artifact.c.path, artifact.c.n_bytes).where(artifact.c.run_pk == pk)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def remove(tx: Transaction, pk: int, paths: Sequence[str]) -> None:
    """Take files of a run away; what they held stays until nothing names it and it is swept."""
    for start in range(0, len(paths), 500):
        some = paths[start : start + 500]
        tx.run(sa.delete(artifact).where(artifact.c.run_pk == pk, artifact.c.path.in_(some)))
