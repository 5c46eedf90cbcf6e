"""Labels for the rows of a dataset: given by hand, undone, told, saved as a version.

Labels wait beside the dataset until they are saved: a step of kind `labels` then puts all that
stand into their column, and later versions keep them.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.ids import new_id
from tidemill.domain.columns import Kind
from tidemill.domain.datasets import Dataset, DatasetVersion
from tidemill.domain.expressions import functions
from tidemill.domain.expressions.values import of_column
from tidemill.domain.frames import ColumnData
from tidemill.domain.labels import BY_HAND, LabelEntry, Said, in_force, told
from tidemill.domain.mask_signs import MASK
from tidemill.domain.people import WORKER
from tidemill.services import late_labels, personal_data, steps
from tidemill.services.label_keys import Base, base_of, checked_key, dataset_named, step_of
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, labels
from tidemill.store.engine import Transaction


def put(
    workspace: Workspace,
    dataset: str,
    column: str,
    given: Mapping[str, str | None],
    *,
    key_column: str | None = None,
    source: str = BY_HAND,
) -> str:
    """Give rows labels by key (None takes one away); returns the name of the action."""
    batch = new_id()
    is_durable = source != BY_HAND
    with workspace.store.write(durable=is_durable) as tx:
        found = dataset_named(tx.connection, dataset)
        newest = datasets.versions(tx.connection, found.id)[-1]
        key = checked_key(tx.connection, found, newest, column, key_column)
        _refuse_wrong(newest, column, given)
        _write(workspace, tx, found, column, key, given, batch, source)
    return batch


def _refuse_wrong(newest: DatasetVersion, column: str, given: Mapping[str, str | None]) -> None:
    """Labels must be values of their column's kind."""
    if column not in newest.schema or newest.schema[column].is_open:
        return
    known = newest.schema[column]
    if known.kind in (Kind.CATEGORICAL, Kind.TEXT):
        return
    for value in dict.fromkeys(given.values()):
        if value is not None and not _fits(value, known.kind):
            raise NeedsYou(
                f"{value!r} can't be a label in `{column}`, which is {known.kind}.",
                "Give a value of that kind, or label another column.",
            )


def _fits(value: str, kind: Kind) -> bool:
    if kind is Kind.BOOLEAN:
        return value.strip().lower() in ("true", "false", "yes", "no", "1", "0")
    column = ColumnData("", Kind.TEXT, np.zeros(1, dtype=np.int32), (value,))
    read = functions.as_time if kind is Kind.DATETIME else functions.as_number
    return not bool(read(of_column(column)).missing.any())


def _write(
    workspace: Workspace,
    tx: Transaction,
    dataset: Dataset,
    column: str,
    key_column: str,
    given: Mapping[str, str | None],
    batch: str,
    source: str,
) -> None:
    if not given:
        return
    by = workspace.person.login
    before = (
        in_force(labels.entries(tx.connection, dataset.id, column=column))
        if (len(given) == 1)
        else {}
    )
    labels.put(
        tx,
        dataset.id,
        given,
        column=column,
        key_column=key_column,
        batch=batch,
        source=source,
        by=by,
    )
    n = len(given)
    rows = "1 row" if n == 1 else f"{n:,} rows"
    detail: dict[str, Any] = {
        "column": column,
        "source": source,
        "undo": {"labels": batch, "dataset": dataset.name},
    }
    if n == 1:
        key, value = next(iter(given.items()))
        detail |= {"key": key, "before": before.get(key), "after": value}
    activities.add(
        tx,
        by=by,
        kind="label",
        subject=f"data/{dataset.name}",
        sentence=f"labelled {rows} of {dataset.name} in {column}",
        note="" if source == BY_HAND else f"From {source}.",
        detail=detail,
        is_routine=source == BY_HAND,
    )
    late_labels.ask(tx, dataset.id, column, by=by, cause=f"{rows} of {dataset.name} got labels")


def undo(workspace: Workspace, dataset: str, batch: str) -> int:
    """Undo the labels of an action; what stood before stands again. Returns how many."""
    with workspace.store.write() as tx:
        found = dataset_named(tx.connection, dataset)
        n = _undo(tx, found, batch, by=workspace.person.login)
        if n == 0:
            raise NeedsYou("These labels were undone already.", "")
        activities.add(
            tx,
            by=workspace.person.login,
            kind="label",
            subject=f"data/{dataset}",
            sentence=f"undid {'1 label' if n == 1 else f'{n:,} labels'} of {dataset}",
            detail={"batch": batch},
            is_routine=True,
        )
    return n


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether labels, as their entry in Activity tells them, stand."""
    found = datasets.find(connection, facts["dataset"])
    if found is None:
        return False
    entries = labels.entries(connection, found.id, batch=facts["labels"])
    return any(one.undone_at is None for one in entries)


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Undo the labels of an entry in Activity."""
    found = dataset_named(tx.connection, facts["dataset"])
    _undo(tx, found, facts["labels"], by=WORKER.login)


def _undo(tx: Transaction, dataset: Dataset, batch: str, *, by: str) -> int:
    """Undo the labels of an action; what was measured by them is measured again."""
    one = labels.entries(tx.connection, dataset.id, batch=batch, newest=1)
    n = labels.undo(tx, dataset.id, batch)
    if one and n:
        cause = f"labels of {dataset.name} were undone"
        late_labels.ask(tx, dataset.id, one[0].column, by=by, cause=cause)
    return n


def history(
    workspace: Workspace,
    dataset: str,
    *,
    column: str | None = None,
    key: str | None = None,
    limit: int = 100,
) -> list[LabelEntry]:
    """Who said what of which row and when, newest first, what was undone among it."""
    with workspace.store.read() as connection:
        found = dataset_named(connection, dataset)
        entries = labels.entries(connection, found.id, column=column, key=key, newest=limit)
    hidden = personal_data.hidden(workspace, dataset)
    return [_masked(one, hidden) for one in entries]


def _masked(one: LabelEntry, hidden: frozenset[str]) -> LabelEntry:
    """A label without the personal values of its row's key or its own."""
    if one.key_column in hidden:
        one = replace(one, key=MASK)
    if one.column in hidden and one.value is not None:
        one = replace(one, value=MASK)
    return one


def told_of(
    workspace: Workspace, dataset: str, *, column: str, limit: int = 100
) -> tuple[list[Said], int]:
    """The newest labels of a column with what stood before each, and how many there are."""
    with workspace.store.read() as connection:
        found = dataset_named(connection, dataset)
        entries = labels.entries(connection, found.id, column=column)
    newest = told(entries)[::-1][:limit]
    hidden = personal_data.hidden(workspace, dataset)
    if column in hidden:
        newest = [replace(said, before=said.before and MASK) for said in newest]
    return [replace(said, entry=_masked(said.entry, hidden)) for said in newest], len(entries)


def save(
    workspace: Workspace, dataset: str, column: str, *, key_column: str | None = None
) -> steps.Changed:
    """Save all labels of a column that stand: a version of all rows, through a step of labels."""
    base = base_of(workspace, dataset, column, key_column)
    if base.standing == base.saved or not (base.standing or base.saved):
        raise NeedsYou(f"There is no new label in {column}.", "Label some rows first.")
    kept = json.dumps(base.standing, sort_keys=True, ensure_ascii=False).encode()
    settings = {
        "column": column,
        "key": base.key_column,
        "labels": workspace.blobs.put_bytes(kept),
        "count": len(base.standing),
        "as_kind": _as_kind(base, column),
    }
    with workspace.store.read() as connection:
        step = step_of(connection, base.dataset.id, column, base.key_column)
    if step is not None:
        return steps.change(workspace, dataset, step.id, settings)
    return steps.add(workspace, dataset, "labels", settings)


def _as_kind(base: Base, column: str) -> str:
    schema = base.version.schema
    if column in schema and not schema[column].is_open:
        kinds = {
            Kind.NUMERIC: "number",
            Kind.BOOLEAN: "true or false",
            Kind.TEXT: "text",
        }
        return kinds.get(schema[column].kind, "category")
    values = [v for v in base.standing.values() if v is not None]
    return "number" if values and all(_fits(v, Kind.NUMERIC) for v in values) else "category"
