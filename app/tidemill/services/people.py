"""People of a workspace and their roles."""

from tidemill.base.errors import NeedsYou
from tidemill.domain.people import WORKER, Person, PersonRole
from tidemill.services.workspace import Workspace
from tidemill.store import activities
from tidemill.store import people as rows


def every(workspace: Workspace) -> list[Person]:
    """All people, by name."""
    with workspace.store.read() as connection:
        return rows.every(connection)


def display_names(workspace: Workspace) -> dict[str, str]:
    """Login to display name, the worker included."""
    return {p.login: p.display for p in [*every(workspace), WORKER]}


def put(workspace: Workspace, person: Person) -> Person:
    """Add a person, or change the display name or role of one.

    Roles are for an approver to give; `NeedsYou` where another adds somebody or changes a role.
    """
    if not person.login.strip() or person.login == WORKER.login:
        raise NeedsYou("This name can't be used for a person.", "Choose a login name.")
    with workspace.store.write(durable=True) as tx:
        before = rows.find(tx.connection, person.login)
        is_renamed = before is not None and before.role is person.role
        if not is_renamed and not workspace.person.can_approve:
            raise NeedsYou("Roles are for an approver to give.", "Ask an approver.")
        if before is not None and before.role is PersonRole.APPROVER:
            others = [
                p
                for p in rows.every(tx.connection)
                if p.role is PersonRole.APPROVER and p.login != person.login
            ]
            if person.role is not PersonRole.APPROVER and not others:
                raise NeedsYou(
                    f"{before.display} is the only approver.", "Make somebody else one first."
                )
        rows.put(tx, person)
        verb = "added" if before is None else "changed"
        activities.add(
            tx,
            by=workspace.person.login,
            kind="person",
            subject=f"people/{person.login}",
            sentence=f"{verb} {person.display}, {person.role}",
        )
    return person
