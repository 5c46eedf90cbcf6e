"""Which runs there are to leave, each after the one it was started in, and what they were like."""

from typing import NamedTuple

import sqlalchemy as sa

from tidemill.domain.runs import RunState
from tidemill.store.engine import Store
from tidemill.store.schema import logged_model, run, run_output


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


def logged_models(connection: sa.Connection) -> list[int]:
    """The keys of the models that scripts logged and nobody deleted, as they came."""
    query = sa.select(logged_model.c.id).where(logged_model.c.deleted_at.is_(None))
    return list(connection.scalars(query.order_by(logged_model.c.id)))


def outputs_of_models(connection: sa.Connection) -> dict[int, dict[str, int]]:
    """Which runs say that a logged model came of them, by its key: the step by the run's id."""
    query = sa.select(run_output.c.logged_model_id, run.c.uuid, run_output.c.step)
    found: dict[int, dict[str, int]] = {}
    for key, uuid, step in connection.execute(query.join(run, run.c.pk == run_output.c.run_pk)):
        found.setdefault(key, {})[uuid] = int(step)
    return found
