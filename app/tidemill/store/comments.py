"""Rows of what people wrote about things."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.models import Comment
from tidemill.store.engine import Transaction
from tidemill.store.schema import comment

_COMMENT = (
    comment.c.id,
    comment.c.subject,
    comment.c.at,
    comment.c.by,
    comment.c.text,
    comment.c.mentions,
)


def _from(row: Any) -> Comment:
    return Comment(row.id, row.subject, row.at, row.by, row.text, tuple(row.mentions))


def about(connection: sa.Connection, subject: str, *, below: bool = False) -> list[Comment]:
    """Comments about a subject, oldest first; `below` also those about its parts."""
    is_it = comment.c.subject == subject
    if below:
        is_it = sa.or_(is_it, comment.c.subject.startswith(f"{subject}/", autoescape=True))
    query = sa.select(*_COMMENT).where(is_it, comment.c.removed_at.is_(None))
    return [_from(row) for row in connection.execute(query.order_by(comment.c.id))]


def find(connection: sa.Connection, comment_id: int) -> Comment | None:
    """The comment of a key; None where there is none or it was removed."""
    query = sa.select(*_COMMENT).where(comment.c.id == comment_id, comment.c.removed_at.is_(None))
    row = connection.execute(query).one_or_none()
    return None if row is None else _from(row)


def newest_for(connection: sa.Connection, login: str, most: int) -> list[Comment]:
    """Those of the newest `most` comments that speak to a person and are not their own."""
    query = sa.select(*_COMMENT).where(comment.c.removed_at.is_(None), comment.c.by != login)
    found = connection.execute(query.order_by(comment.c.id.desc()).limit(most))
    return [each for each in map(_from, found) if login in each.mentions]


def insert(tx: Transaction, *, subject: str, by: str, text: str, mentions: tuple[str, ...]) -> int:
    """Write a comment down and return its key."""
    key = tx.insert(
        comment, subject=subject, at=tx.clock.now(), by=by, text=text, mentions=list(mentions)
    )
    tx.feed("comment", subject)
    return key


def set_removed(tx: Transaction, comment_id: int, subject: str, is_removed: bool) -> None:
    """Take a comment away, or bring it back."""
    values = {"removed_at": tx.clock.now() if is_removed else None}
    tx.run(sa.update(comment).where(comment.c.id == comment_id).values(**values))
    tx.feed("comment", subject)
