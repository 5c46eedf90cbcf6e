"""Models that scripts logged and deleted again: what is left of them, removed with the trash.

One that a registered version was made of stays with its files, also where that version was deleted:
it can come back.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from tidemill.store import trash
from tidemill.store.engine import Transaction
from tidemill.store.run_changes import sliced
from tidemill.store.schema import (
    logged_file,
    logged_metric,
    logged_model,
    registered_version,
    run_output,
)

_made = sa.select(registered_version.c.logged_model_id).where(
    registered_version.c.logged_model_id.is_not(None)
)
_gone = sa.and_(logged_model.c.deleted_at.is_not(None), logged_model.c.id.not_in(_made))


def to_purge(connection: sa.Connection) -> list[int]:
    """Keys of the models that were deleted and that nothing was made of."""
    return list(connection.scalars(sa.select(logged_model.c.id).where(_gone)))


def purge(tx: Transaction, keys: Sequence[int]) -> tuple[int, list[str]]:
    """Remove those of some models that are still deleted, with all that belongs to them.

    Returns how many went and the names of the files nothing refers to any more, noted as
    `trash.purge` notes them.
    """
    n, named = 0, set[str]()
    for part in sliced(keys):
        still = sa.select(logged_model.c.id).where(logged_model.c.id.in_(part), _gone)
        going = list(tx.run(still).scalars())
        blobs = sa.select(logged_file.c.blob).where(logged_file.c.logged_model_id.in_(going))
        named |= set(tx.run(blobs).scalars())
        for table in (logged_file, logged_metric, run_output):
            tx.run(sa.delete(table).where(table.c.logged_model_id.in_(going)))
        tx.run(sa.delete(logged_model).where(logged_model.c.id.in_(going)))
        for key in going:
            tx.feed("logged_model", key)
        n += len(going)
    left = trash.unreferenced(tx.connection, sorted(named))
    trash.note_leaving(tx, left)
    return n, left
