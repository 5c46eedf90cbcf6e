"""Which runs there are to leave, each after the one it was started in, and what they were like."""

from typing import NamedTuple

import sqlalchemy as sa

from tidemill.domain.runs import RunState
from tidemill.store.engine import Store
from tidemill.store.schema import logged_model, registered_version, run


class LeavingRun(NamedTuple):
    """A run's key and id, the number of its last change, and whether it is still under way."""

    pk: int
    id: str
    change: int
    is_open: bool
    parent_pk: int | None


def every(store: Store) -> list[LeavingRun]:
    """All runs that are not in the trash, parents before what was started in them."""
    query = (
        sa.select(run.c.pk, run.c.uuid, run.c.seq, run.c.status, run.c.parent_pk)
        .where(run.c.deleted.is_(False))
        .order_by(run.c.pk)
    )
    still = (str(RunState.RUNNING), str(RunState.SCHEDULED))
    with store.read() as connection:
        found = {
            row[0]: LeavingRun(row[0], row[1], row[2], row[3] in still, row[4])
            for row in connection.execute(query)
        }
    ordered: dict[int, LeavingRun] = {}
    for one in found.values():
        above = [one]
        while (parent := found.get(above[-1].parent_pk or 0)) and parent.pk not in ordered:
            if parent in above:
                break
            above.append(parent)
        ordered |= {each.pk: each for each in reversed(above)}
    return list(ordered.values())


def models_of_scripts(store: Store) -> tuple[int, int]:
    """How many models scripts logged, and how many versions they registered that no version of
    Tidemill's own registry stands for."""
    asked = (
        sa.select(sa.func.count()).where(logged_model.c.deleted_at.is_(None)),
        sa.select(sa.func.count()).where(
            registered_version.c.deleted_at.is_(None), registered_version.c.version_id.is_(None)
        ),
    )
    with store.read() as connection:
        logged, registered = (int(connection.execute(query).scalar_one()) for query in asked)
    return logged, registered
