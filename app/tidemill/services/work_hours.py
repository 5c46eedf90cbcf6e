"""The worker's quiet hours: no heavy job is begun in them, unless a person says "run now"."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from tidemill.base.errors import NeedsYou
from tidemill.base.zones import local_zone
from tidemill.base.zones import zone as zone_of
from tidemill.domain import quiet_hours
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.options import of_workspace
from tidemill.domain.quiet_hours import QuietHours
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import activities, settings

AWAKE = "worker.awake_until"
"""Until when heavy jobs go on in spite of quiet hours; nobody sets it but `run_now`."""


def chosen(workspace: Workspace) -> tuple[QuietHours | None, datetime | None]:
    """The quiet hours, None where there are none, and until when heavy jobs go on in spite."""
    with workspace.store.read() as connection:
        return _hours(connection), _awake(connection)


def quiet_end(known: QuietHours | None, awake: datetime | None, now: datetime) -> datetime | None:
    """When the quiet hours end that are now; None outside them, and while heavy jobs go on."""
    end = None if known is None else known.until(now)
    return None if end is None or (awake is not None and now < awake) else end


def _hours(connection: Connection) -> QuietHours | None:
    options = (of_workspace.QUIET_HOURS, of_workspace.QUIET_DAYS, of_workspace.QUIET_ZONE)
    texts = [str(one.sound(settings.get(connection, one.key, one.default))) for one in options]
    return quiet_hours.of(*texts)


def quiet_until(workspace: Workspace) -> datetime | None:
    """When the quiet hours end that are now; None outside them, and where heavy jobs were let go
    on."""
    return quiet_end(*chosen(workspace), workspace.clock.now())


def awake_until(workspace: Workspace) -> datetime | None:
    """Until when heavy jobs go on in spite of the quiet hours that are now; None where they needn't
    or don't."""
    now = workspace.clock.now()
    known, awake = chosen(workspace)
    is_quiet_else = known is not None and known.until(now) is not None
    return awake if is_quiet_else and awake is not None and now < awake else None


def _awake(connection: Connection) -> datetime | None:
    said: Any = settings.get(connection, AWAKE)
    return None if not said else datetime.fromisoformat(str(said))


def holds(workspace: Workspace, job: Job) -> str:
    """Why a job waits, where that is for quiet hours, in a sentence."""
    is_heavy = job.kind in kinds() and not kinds()[job.kind].is_light
    end = quiet_until(workspace) if is_heavy and job.state is JobState.QUEUED else None
    return "" if end is None else told(end)


def run_now(workspace: Workspace) -> datetime:
    """Let heavy jobs go on until the present quiet hours end, which is returned.

    `NeedsYou` where no quiet hours are now, or they go on already.
    """
    with workspace.store.write(durable=True) as tx:
        end = quiet_end(_hours(tx.connection), _awake(tx.connection), tx.clock.now())
        if end is None:
            raise NeedsYou("No quiet hours hold anything back now.", "There is nothing to do.")
        settings.put(tx, AWAKE, end.isoformat())
        _tell(workspace, tx, f"let heavy jobs go on in spite of quiet hours, until {_clock(end)}")
    return end


def rest_again(workspace: Workspace) -> None:
    """Let the quiet hours that are now hold heavy jobs back again; `NeedsYou` where they do."""
    if awake_until(workspace) is None:
        raise NeedsYou("Nothing goes on in spite of quiet hours.", "There is nothing to do.")
    with workspace.store.write(durable=True) as tx:
        settings.put(tx, AWAKE, "")
        _tell(workspace, tx, "let quiet hours hold heavy jobs back again")


def _tell(workspace: Workspace, tx: Any, sentence: str) -> None:
    activities.add(
        tx,
        by=workspace.person.login,
        kind="setting",
        subject=f"settings/{of_workspace.QUIET_HOURS.key}",
        sentence=sentence,
    )


def told(end: datetime) -> str:
    """What is so until quiet hours end, in a sentence."""
    return f"Quiet hours until {_clock(end)}: heavy jobs wait, light ones go on."


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(zone_of(local_zone())):%H:%M}"
