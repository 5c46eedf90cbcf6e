"""Some of the changed cells of a comparison, with the values then and now."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tidemill.domain.row_sets import RowSets
from tidemill.domain.tables import Table
from tidemill.domain.version_diffs import CellChange, ColumnDiff

SHOWN = 5
"""How many changed cells of a column are kept to be shown beside it."""


def with_samples(
    before: Table,
    after: Table,
    columns: Sequence[ColumnDiff],
    rows: RowSets,
    key: Sequence[str],
) -> list[ColumnDiff]:
    """The columns with the first of their changed cells."""
    wanted = {c.name: rows.differing(c.name)[:SHOWN] for c in columns if c.changed}
    if not wanted:
        return list(columns)
    places = np.unique(np.concatenate(list(wanted.values())))
    former = {c.name: c.was_name or c.name for c in columns}
    then = before.take(rows.changed_before[places], [former[name] for name in wanted])
    now = after.take(rows.changed_after[places], [*dict.fromkeys([*key, *wanted])])
    keys = [now[name].to_list() for name in key]
    found = []
    for column in columns:
        if column.name not in wanted:
            found.append(column)
            continue
        old, new = then[former[column.name]].to_list(), now[column.name].to_list()
        at = np.searchsorted(places, wanted[column.name]).tolist()
        cells = tuple(
            CellChange(
                tuple(part[i] for part in keys),
                old[i],
                new[i],
                int(rows.changed_after[places[i]]) + 1,
            )
            for i in at
        )
        found.append(replace(column, cells=cells))
    return found
