"""Rows of what people are told of beside incidents, and what there is to tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.models import Comment, Stage
from tidemill.domain.notices import News
from tidemill.store.engine import Transaction
from tidemill.store.schema import comment, dataset, label_entry, model, model_version, notice
from tidemill.store.upserts import insert_missing

_MOST = 200


@dataclass(frozen=True)
class ReadyVersion:
    """A candidate whose gates ran, and what they said."""

    id: int
    label: str
    address: str
    by: str
    gates: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class NewLabels:
    """Labels of one column of a dataset that came since; `models` predict that column."""

    dataset: str
    column: str
    n: int
    last_id: int
    sources: tuple[str, ...]
    models: tuple[str, ...]


def known(connection: sa.Connection, keys: Iterable[str]) -> set[str]:
    """Which of some things were told of already."""
    asked = list(keys)
    found: set[str] = set()
    for low in range(0, len(asked), 500):
        query = sa.select(notice.c.key).where(notice.c.key.in_(asked[low : low + 500]))
        found.update(connection.execute(query).scalars())
    return found


def tell(tx: Transaction, news: Sequence[tuple[News, datetime]]) -> None:
    """Write down what people are to be told of, each with when; what was told of stays."""
    now = tx.clock.now()
    rows = [
        {
            "at": now,
            "due_at": due_at,
            "event": str(one.kind),
            "incident_id": None,
            "severity": one.severity,
            "title": one.title,
            "words": one.words,
            "tells": list(one.tells),
            "kind": str(one.kind),
            "key": one.key,
            "address": one.address,
        }
        for one, due_at in news
    ]
    insert_missing(tx, notice, rows, ("key",))
    tx.feed("notice", news[0][0].key)


def ready(connection: sa.Connection, since: datetime) -> list[ReadyVersion]:
    """Candidates whose gates ran since."""
    query = (
        sa.select(
            model_version.c.id,
            model.c.name,
            model_version.c.number,
            model_version.c.by,
            model_version.c.gates,
        )
        .join(model, model.c.id == model_version.c.model_id)
        .where(
            model_version.c.stage == str(Stage.CANDIDATE),
            sa.func.coalesce(model_version.c.gates_at, model_version.c.created_at) >= since,
        )
        .order_by(model_version.c.id.desc())
        .limit(_MOST)
    )
    return [
        ReadyVersion(r.id, f"{r.name} v{r.number}", f"{r.name}/{r.number}", r.by, tuple(r.gates))
        for r in connection.execute(query)
    ]


def spoken(connection: sa.Connection, since: datetime) -> list[Comment]:
    """What people wrote since that speaks to somebody."""
    query = (
        sa.select(comment)
        .where(comment.c.removed_at.is_(None), comment.c.at >= since)
        .order_by(comment.c.id.desc())
        .limit(_MOST)
    )
    found = [
        Comment(r.id, r.subject, r.at, r.by, r.text, tuple(r.mentions))
        for r in connection.execute(query)
    ]
    return [one for one in found if one.mentions]


def last_label(connection: sa.Connection) -> int:
    """The number of the newest label; 0 where there is none."""
    return connection.execute(sa.select(sa.func.max(label_entry.c.id))).scalar() or 0


def new_labels(connection: sa.Connection, after: int) -> list[NewLabels]:
    """Labels past a number that stand, by dataset and column."""
    query = (
        sa.select(
            label_entry.c.dataset_id,
            dataset.c.name,
            label_entry.c.column,
            label_entry.c.source,
            sa.func.count().label("n"),
            sa.func.max(label_entry.c.id).label("last"),
        )
        .join(dataset, dataset.c.id == label_entry.c.dataset_id)
        .where(label_entry.c.id > after, label_entry.c.undone_at.is_(None))
        .group_by(
            label_entry.c.dataset_id, dataset.c.name, label_entry.c.column, label_entry.c.source
        )
        .order_by(dataset.c.name, label_entry.c.column, label_entry.c.source)
    )
    made: dict[tuple[int, str], NewLabels] = {}
    for r in connection.execute(query):
        before = made.get((r.dataset_id, r.column))
        if before is None:
            before = NewLabels(r.name, r.column, 0, 0, (), _models(connection, r))
        made[r.dataset_id, r.column] = NewLabels(
            before.dataset,
            before.column,
            before.n + r.n,
            max(before.last_id, r.last),
            (*before.sources, r.source),
            before.models,
        )
    return list(made.values())


def _models(connection: sa.Connection, row: Any) -> tuple[str, ...]:
    query = sa.select(model.c.name).where(
        model.c.dataset_id == row.dataset_id, model.c.target == row.column
    )
    return tuple(connection.execute(query.order_by(model.c.name)).scalars())
