"""The one red pause: nothing happens by itself until a person lets it go on.

While it is on no trigger starts anything, jobs of automations wait, and no version is promoted or
rolled back by itself. What a person asks for by hand goes on.
"""

from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Pause
from tidemill.services.workspace import Workspace
from tidemill.store import activities, automations


def paused(workspace: Workspace) -> Pause | None:
    """The pause, if everything automatic stands still."""
    with workspace.store.read() as connection:
        return automations.pause(connection)


def pause_all(workspace: Workspace, reason: str) -> Pause:
    """Let everything automatic stand still; says why in Activity. Pausing twice changes nothing."""
    if not reason.strip():
        raise NeedsYou("Pausing everything needs a reason.", "Say why in one line.")
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        known = automations.pause(tx.connection)
        if known is not None:
            return known
        automations.set_pause(tx, by, tx.clock.now(), reason.strip())
        activities.add(
            tx,
            by=by,
            kind="automation",
            subject="automations",
            sentence="paused everything automatic",
            note=reason.strip(),
        )
        made = automations.pause(tx.connection)
    assert made is not None
    return made


def resume_all(workspace: Workspace) -> None:
    """Let everything automatic go on; `NeedsYou` where nothing is paused."""
    with workspace.store.write(durable=True) as tx:
        if automations.pause(tx.connection) is None:
            raise NeedsYou("Nothing is paused.", "There is nothing to do.")
        automations.end_pause(tx)
        activities.add(
            tx,
            by=workspace.person.login,
            kind="automation",
            subject="automations",
            sentence="let everything automatic go on",
        )
