"""Which version's summary is stored: that of each dataset's newest, as others can be made anew."""

import sqlalchemy as sa

from tidemill.store import trash
from tidemill.store.engine import Transaction
from tidemill.store.schema import dataset_version


def forget_former(tx: Transaction, dataset_id: int, key: int) -> None:
    """Let the stored summaries of a dataset's versions go, but for the version of a key.

    A summary may be larger than the few rows that a version adds.
    """
    others = sa.and_(
        dataset_version.c.dataset_id == dataset_id,
        dataset_version.c.id != key,
        dataset_version.c.summary_blob.is_not(None),
    )
    query = sa.select(dataset_version.c.summary_blob).where(others)
    blobs = {row[0] for row in tx.connection.execute(query)}
    if not blobs:
        return
    tx.run(sa.update(dataset_version).where(others).values(summary_blob=None))
    trash.note_leaving(tx, blobs)
