"""Rows of a version, some at a time and in bounded memory; runs off the GUI's thread."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.masking import masked_frame
from tidemill.services import personal_data, tables
from tidemill.services.workspace import Workspace
from tidemill.store import row_queries


@dataclass(frozen=True)
class RowsPage:
    """Rows of a version: column names, rows of plain values (missing as None), how many in all.

    `numbers` are the rows' numbers in the version, from 0.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    numbers: tuple[int, ...] = ()


def page(
    workspace: Workspace,
    version: DatasetVersion,
    *,
    offset: int = 0,
    limit: int = 200,
    where: str | None = None,
    sort: tuple[str, bool] | None = None,
    rows: npt.NDArray[np.int64] | None = None,
    columns: Sequence[str] | None = None,
    reporter: Reporter | None = None,
) -> RowsPage:
    """Rows from `offset` on, oldest file first.

    `where` is a condition in SQL over the columns, `sort` is (column, descending) with missing
    values last, `rows` are the numbers of the only rows that count, in the order they are shown
    in where neither of the others is given. Raises `NeedsYou` for a condition that is none.
    Values of personal columns are masked unless who acts may see them; then no condition and no
    order may rest on them either.
    """
    hidden = personal_data.hidden(workspace, version.dataset)
    _refuse_hidden(hidden, where or "", sort)
    table = tables.of(workspace, version, reporter)
    names = tuple(version.schema.names if columns is None else columns)
    asked = bool(where and where.strip()) or sort is not None
    if asked:
        numbers, total = row_queries.found(
            table, where or "", sort=sort, within=rows, offset=offset, limit=limit
        )
    elif rows is not None:
        numbers, total = rows[offset : offset + limit], len(rows)
    else:
        total = table.n_rows
        numbers = np.arange(min(offset, total), min(offset + limit, total))
    if asked or rows is not None:
        frame = table.take(numbers, names)
    else:
        frame = table.between(offset, offset + limit, names)
    frame = masked_frame(frame, hidden)
    lists = [column.to_list() for column in frame]
    return RowsPage(names, tuple(zip(*lists, strict=True)), total, tuple(numbers.tolist()))


def matching(
    workspace: Workspace,
    version: DatasetVersion,
    where: str,
    *,
    sort: tuple[str, bool] | None = None,
    reporter: Reporter | None = None,
) -> npt.NDArray[np.int64]:
    """The numbers of all rows that fulfil a condition, in the order they are shown in.

    With them `page` reads any part without asking again. See `page` for what can go wrong.
    """
    _refuse_hidden(personal_data.hidden(workspace, version.dataset), where, sort)
    table = tables.of(workspace, version, reporter)
    return row_queries.found(table, where, sort=sort)[0]


def _refuse_hidden(hidden: frozenset[str], where: str, sort: tuple[str, bool] | None) -> None:
    """A condition or an order on a masked column would tell its values one by one."""
    named = [n for n in hidden if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", where, re.IGNORECASE)]
    if sort is not None and sort[0] in hidden:
        named.append(sort[0])
    if named:
        raise NeedsYou(
            f"The column {named[0]} is personal, so rows can't be chosen or sorted by it.",
            "Ask an approver, or leave the column out.",
        )
