"""What a step would do, looked at before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tidemill.base.progress import Reporter, Silent
from tidemill.catalog import prepared_tables
from tidemill.domain.columns import Schema
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.masking import row_masker
from tidemill.domain.tables import FrameTable
from tidemill.services import personal_data, preparing, steps
from tidemill.services.workspace import Workspace

PREVIEW_ROWS = 6
SAMPLED_ROWS = 20_000


@dataclass(frozen=True)
class Preview:
    """What a step would do to the first rows, and how often it does something.

    `before` and `after` are rows of plain values under their column names; `rows` are the numbers
    of the rows shown before, `left` the places among them that are left after, in their order.
    `n_changed` and `n_dropped` count among the first `n_sampled` rows. `changed` names the columns
    that are new or have other values.
    """

    columns_before: tuple[str, ...]
    before: tuple[tuple[Any, ...], ...]
    columns_after: tuple[str, ...]
    after: tuple[tuple[Any, ...], ...]
    left: tuple[int, ...]
    changed: tuple[str, ...]
    sentence: str
    n_sampled: int
    n_changed: int
    n_dropped: int
    is_all: bool


def columns_at(workspace: Workspace, dataset: str, at: int | None = None) -> Schema:
    """The columns that a step at a place among those listed would meet."""
    found, newest, listed = steps.as_they_are(workspace, dataset)
    earlier = [one.spoken() for one in listed[:at] if one.in_force]
    raw = newest.raw_schema(found.schema)
    return preparing.schema_after(workspace, raw, earlier, found.schema, newest.steps)


def preview(
    workspace: Workspace,
    dataset: str,
    kind: str,
    settings: Mapping[str, Any],
    *,
    at: int | None = None,
    reporter: Reporter | None = None,
) -> Preview:
    """What a step would do to the first rows at its place among those listed; nothing is kept.

    Rows are looked at up to `SAMPLED_ROWS`. Raises `NeedsYou` with what is wrong in the settings.
    """
    reporter = reporter or Silent()
    found, newest, listed = steps.as_they_are(workspace, dataset)
    earlier = [one.spoken() for one in listed[:at] if one.in_force]
    draft = {"kind": kind, "settings": settings}
    (ready,) = prepared_tables.bound([draft])
    schema = newest.raw_schema(found.schema)
    raw = preparing.raw_table(workspace, newest, schema)
    first = preparing.bound(workspace, earlier)
    known = preparing.schema_after(workspace, schema, earlier, found.schema, newest.steps)
    result = prepared_tables.effect(known, (ready,))
    n = min(raw.n_rows, SAMPLED_ROWS)
    sampled = raw.take(np.arange(n))
    reporter.check()
    before, numbers = prepared_tables.applied(sampled, np.arange(n), first)
    if hasattr(ready.module, "settled"):
        told = ready.module.settled(FrameTable(before), ready.settings)
        (ready,) = prepared_tables.bound([{"kind": kind, "settings": told}])
    after, kept = prepared_tables.applied(before, numbers, (ready,))
    reporter.check()
    seen = _shown(before, numbers, after, kept, ready, n == raw.n_rows)
    return seen if personal_data.may_see(workspace) else _masked(seen, known, result)


def _masked(seen: Preview, before: Schema, after: Schema) -> Preview:
    """The rows with the values of personal columns masked."""
    sides = []
    for names, shown, schema in (
        (seen.columns_before, seen.before, before),
        (seen.columns_after, seen.after, after),
    ):
        mask = row_masker(names, [c.name for c in schema.columns if c.personal])
        sides.append(tuple(mask(row) for row in shown))
    return replace(seen, before=sides[0], after=sides[1])


def _shown(
    before: Frame,
    numbers: Any,
    after: Frame,
    kept: Any,
    ready: prepared_tables.Bound,
    is_all: bool,
) -> Preview:
    """The rows to show: first those the step does something to."""
    stays = np.isin(numbers, kept)
    differs, columns = _differences(before.take(np.flatnonzero(stays)), after, ready)
    touched = ~stays
    touched[np.flatnonzero(stays)[differs]] = True
    order = np.concatenate([np.flatnonzero(touched), np.flatnonzero(~touched)])[:PREVIEW_ROWS]
    order = np.sort(order)
    shown = before.take(order)
    left = np.flatnonzero(np.isin(kept, numbers[order]))
    place = {int(number): i for i, number in enumerate(numbers[order])}
    made = after.take(left)
    return Preview(
        shown.names,
        tuple(tuple(row.values()) for row in shown.rows()),
        made.names,
        tuple(tuple(row.values()) for row in made.rows()),
        tuple(place[int(number)] for number in kept[left]),
        columns,
        ready.sentence,
        len(numbers),
        int(differs.sum()),
        int((~stays).sum()),
        is_all,
    )


def _differences(
    before: Frame, after: Frame, ready: prepared_tables.Bound
) -> tuple[Any, tuple[str, ...]]:
    """In which rows a value is another, and in which columns; a new column counts as one."""
    renamed = prepared_tables.names_after(
        before.names, [{"kind": ready.entry.id, "settings": ready.settings}]
    )
    former = {new: old for old, new in renamed.items()}
    differs = np.zeros(after.n_rows, dtype=bool)
    columns = []
    for column in after:
        old = former.get(column.name)
        if old is None or old not in before:
            differs |= ~column.missing
            columns.append(column.name)
            continue
        other = _different(before[old], column)
        differs |= other
        if other.any() or old != column.name or before[old].kind is not column.kind:
            columns.append(column.name)
    return differs, tuple(columns)


def _different(one: ColumnData, other: ColumnData) -> Any:
    if one is other:
        return np.zeros(len(one), dtype=bool)
    pairs = zip(one.to_list(), other.to_list(), strict=True)
    return np.array([a != b for a, b in pairs], dtype=bool)
