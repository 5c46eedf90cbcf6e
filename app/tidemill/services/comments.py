"""What people write about a version, and whom it speaks to."""

from collections.abc import Mapping
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.mentions import mentioned
from tidemill.domain.models import Comment
from tidemill.services import registry
from tidemill.services.workspace import Workspace
from tidemill.store import activities, comments, people
from tidemill.store.engine import Transaction

LONGEST = 10_000


def add(workspace: Workspace, address: str, text: str) -> Comment:
    """Write a comment on a version; people named as @login are told in Activity."""
    text = text.strip()
    if not text:
        raise NeedsYou("A comment needs some words.", "Write what others should know.")
    if len(text) > LONGEST:
        raise NeedsYou(
            f"A comment may have {LONGEST:,} characters; this has {len(text):,}.",
            "Write the rest as a second comment.",
        )
    version = registry.version(workspace, address)
    subject, by = f"models/{version.model}/{version.number}", workspace.person.login
    with workspace.store.write(durable=True) as tx:
        known = people.every(tx.connection)
        names = mentioned(text, (person.login for person in known))
        key = comments.insert(tx, subject=subject, by=by, text=text, mentions=names)
        activities.add(
            tx,
            by=by,
            kind="comment",
            subject=subject,
            sentence=f"commented on {version.label}",
            note=text,
            detail={
                "mentions": list(names),
                "undo": {"comment": key, "subject": subject, "is_removed": False},
            },
        )
        made = comments.find(tx.connection, key)
    assert made is not None
    return made


def remove(workspace: Workspace, address: str, comment_id: int) -> Comment:
    """Take a comment of one's own away; what was said stays in Activity."""
    version = registry.version(workspace, address)
    subject, by = f"models/{version.model}/{version.number}", workspace.person
    with workspace.store.write(durable=True) as tx:
        found = comments.find(tx.connection, comment_id)
        if found is None or found.subject != subject:
            raise NeedsYou(
                f"{version.label} has no comment {comment_id}.",
                f"Look at the comments on {version.label}.",
            )
        if found.by != by.login and not by.can_approve:
            raise NeedsYou(
                f"The comment is of {found.by}.", "Who wrote it or an approver can remove it."
            )
        comments.set_removed(tx, found.id, subject, True)
        activities.add(
            tx,
            by=by.login,
            kind="comment",
            subject=subject,
            sentence=f"removed a comment on {version.label}",
            detail={"undo": {"comment": found.id, "subject": subject, "is_removed": True}},
        )
    return found


def of_version(workspace: Workspace, address: str) -> list[Comment]:
    """The comments on a version, oldest first."""
    version = registry.version(workspace, address)
    with workspace.store.read() as connection:
        return comments.about(connection, f"models/{version.model}/{version.number}")


def of_model(workspace: Workspace, name: str) -> list[Comment]:
    """The comments on all versions of a model, oldest first."""
    with workspace.store.read() as connection:
        return comments.about(connection, f"models/{name}", below=True)


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a comment is there, or gone, as its entry in Activity tells it."""
    is_gone = comments.find(connection, facts["comment"]) is None
    return bool(is_gone == facts["is_removed"])


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Take a new comment away, bring a removed one back."""
    comments.set_removed(tx, facts["comment"], facts["subject"], not facts["is_removed"])
