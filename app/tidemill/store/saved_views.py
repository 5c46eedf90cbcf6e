"""Rows of saved views: a page's lists as somebody wanted to see them, in an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tidemill.store.backend import Transaction
from tidemill.store.schema import saved_view


@dataclass(frozen=True)
class SavedView:
    """A view under its name; `text` is what the page reads."""

    id: int
    page: str
    name: str
    text: str
    created_at: datetime
    by: str


_COLUMNS = (
    saved_view.c.id,
    saved_view.c.page,
    saved_view.c.name,
    saved_view.c.text,
    saved_view.c.created_at,
    saved_view.c.by,
)


def every(connection: sa.Connection, page: str) -> list[SavedView]:
    """The views of a page in their order."""
    query = sa.select(*_COLUMNS).where(saved_view.c.page == page)
    rows = connection.execute(query.order_by(saved_view.c.position, saved_view.c.id))
    return [SavedView(*tuple(row)) for row in rows]


def insert(tx: Transaction, page: str, name: str, text: str, by: str) -> int:
    """Add a view behind the others and return its key."""
    last = sa.select(sa.func.max(saved_view.c.position)).where(saved_view.c.page == page)
    position = tx.run(last).scalar()
    key = tx.insert(
        saved_view,
        page=page,
        name=name,
        text=text,
        position=0 if position is None else position + 1,
        created_at=tx.clock.now(),
        by=by,
    )
    tx.feed("view", page)
    return key


def update(tx: Transaction, page: str, key: int, **values: str) -> None:
    """Change a view's name or text."""
    tx.run(sa.update(saved_view).where(saved_view.c.id == key).values(**values))
    tx.feed("view", page)


def remove(tx: Transaction, page: str, key: int) -> None:
    """Remove a view."""
    tx.run(sa.delete(saved_view).where(saved_view.c.id == key))
    tx.feed("view", page)


def arrange(tx: Transaction, page: str, keys: Sequence[int]) -> None:
    """Put views in the order of their keys."""
    for position, key in enumerate(keys):
        here = sa.and_(saved_view.c.id == key, saved_view.c.page == page)
        tx.run(sa.update(saved_view).where(here).values(position=position))
    tx.feed("view", page)
