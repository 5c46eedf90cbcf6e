"""What stands beside a run's values in a list: tags, error, note, star, colour, one kept file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from tidemill.store.schema import artifact, key, kv, run


@dataclass
class RunMarks:
    """Marks of one run; `blob` is the stored file of the path asked for."""

    error: str | None = None
    note: str = ""
    is_starred: bool = False
    colour: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    blob: str | None = None


def read(connection: sa.Connection, pks: Sequence[int], path: str) -> dict[int, RunMarks]:
    """The marks of runs by key; `path` is the artifact whose stored file is named too."""
    if not pks:
        return {}
    own = sa.select(run.c.pk, run.c.error, run.c.note, run.c.starred, run.c.colour)
    found = {
        pk: RunMarks(error, note or "", bool(is_starred), colour)
        for pk, error, note, is_starred, colour in connection.execute(own.where(run.c.pk.in_(pks)))
    }
    tags = (
        sa.select(kv.c.run_pk, key.c.name, kv.c.txt)
        .join(key, key.c.id == kv.c.key_id)
        .where(kv.c.run_pk.in_(pks), key.c.kind == "tag")
        .order_by(kv.c.run_pk, key.c.name)
    )
    for pk, name, text in connection.execute(tags):
        if pk in found:
            found[pk].tags[name] = text or ""
    files = sa.select(artifact.c.run_pk, artifact.c.blob)
    for pk, blob in connection.execute(
        files.where(artifact.c.run_pk.in_(pks), artifact.c.path == path)
    ):
        if pk in found:
            found[pk].blob = blob
    return found
