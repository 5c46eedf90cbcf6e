"""What happened, by whom, to what and why."""

from dataclasses import dataclass

from tidemill.domain.activities import Activity, first_broken
from tidemill.services.workspace import Workspace
from tidemill.store import activities


@dataclass(frozen=True)
class ActivityPage:
    """Some entries, newest first, and how many there are."""

    entries: tuple[Activity, ...]
    total: int
    by_people: int


def recent(
    workspace: Workspace,
    *,
    limit: int = 200,
    offset: int = 0,
    by: str | None = None,
    kind: str | None = None,
    subject: str | None = None,
    routine: bool = True,
) -> ActivityPage:
    """A page of entries, newest first; `routine=False` leaves out what the worker does daily."""
    with workspace.store.read() as connection:
        entries = activities.recent(
            connection,
            limit=limit,
            offset=offset,
            by=by,
            kind=kind,
            subject=subject,
            routine=routine,
        )
        total = activities.count(connection, by=by, kind=kind, subject=subject, routine=routine)
        by_worker = activities.count(connection, by="worker")
        everything = activities.count(connection)
    return ActivityPage(tuple(entries), total, everything - by_worker)


def broken_entry(workspace: Workspace) -> Activity | None:
    """The first entry that was altered after it was written, if any."""
    with workspace.store.read() as connection:
        return first_broken(activities.in_order(connection))
