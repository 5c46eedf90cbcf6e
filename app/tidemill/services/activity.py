"""What happened, by whom, to what and why."""

from dataclasses import dataclass
from datetime import datetime

from tidemill.base.clock import to_iso
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
    since: datetime | None = None,
) -> ActivityPage:
    """A page of entries, newest first; `routine=False` leaves out what the worker does daily,
    `since` what was earlier."""
    begin = None if since is None else to_iso(since)
    with workspace.store.read() as connection:
        entries = activities.recent(
            connection,
            limit=limit,
            offset=offset,
            by=by,
            kind=kind,
            subject=subject,
            routine=routine,
            since=begin,
        )
        total = activities.count(
            connection, by=by, kind=kind, subject=subject, routine=routine, since=begin
        )
        by_worker = activities.count(connection, by="worker")
        everything = activities.count(connection)
    return ActivityPage(tuple(entries), total, everything - by_worker)


def entry(workspace: Workspace, key: int) -> Activity | None:
    """The entry of a number."""
    with workspace.store.read() as connection:
        return activities.find(connection, key)


def broken_entry(workspace: Workspace) -> Activity | None:
    """The first entry that was altered after it was written, if any."""
    with workspace.store.read() as connection:
        return first_broken(activities.in_order(connection))


def altered_words(broken: Activity) -> str:
    """Say which entry the chain of seals breaks at."""
    return f"Entry {broken.id} of {broken.at} was altered, or one before it is gone."
