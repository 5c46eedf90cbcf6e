"""Rows to label, with the labels that stand and how far the work is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter, Silent
from tidemill.domain.expressions import functions
from tidemill.domain.expressions.values import of_column
from tidemill.domain.frames import ColumnData
from tidemill.domain.masking import row_masker
from tidemill.services import personal_data, tables
from tidemill.services.label_keys import Base, Keys, base_of, keys_of, texts_of
from tidemill.services.workspace import Workspace

ORDERS = ("unlabelled first", "as they came")
MOST_VALUES = 9
_MOST_COUNTED = 10_000


@dataclass(frozen=True)
class LabelRow:
    """A row to label: its key, its values (personal ones masked), and what is said of it.

    `label` is the newest label that stands, or else the value in the column; `is_new` where it is
    not saved in a version yet.
    """

    key: str
    values: tuple[Any, ...]
    label: str | None
    is_new: bool


@dataclass(frozen=True)
class LabelPage:
    """Rows to label, and how far the work is.

    `choices` are the values of the label, most frequent first; `n_new` labels wait to be saved.
    """

    dataset: str
    version: int
    column: str
    key_column: str
    columns: tuple[str, ...]
    rows: tuple[LabelRow, ...]
    offset: int
    total: int
    labelled: int
    n_new: int
    choices: tuple[str, ...]
    is_new_column: bool


def page(
    workspace: Workspace,
    dataset: str,
    column: str,
    *,
    key_column: str | None = None,
    order: str = ORDERS[0],
    offset: int = 0,
    limit: int = 50,
    only: Sequence[int] | npt.NDArray[np.int64] | None = None,
    reporter: Reporter | None = None,
) -> LabelPage:
    """Rows to label, with the labels that stand; `only` those of these numbers, from 0.

    One column of the dataset is in memory at a time, the label and the key, and the rows shown.
    """
    reporter = reporter or Silent()
    base = base_of(workspace, dataset, column, key_column)
    table = tables.of(workspace, base.version)
    reporter.check()
    keys = keys_of(workspace, base)
    is_new_column = column not in base.version.schema
    data = None if is_new_column else table.column(column)
    said, is_said = _said_by_place(base.standing, keys)
    missing = np.ones(table.n_rows, dtype=bool) if data is None else data.missing.copy()
    open_ = np.where(is_said, said < 0, missing)
    reporter.check()
    rows = np.arange(table.n_rows) if only is None else np.asarray(only, dtype=np.int64)
    wanted, open_ = rows, open_[rows]
    if order == ORDERS[0]:
        rows = np.concatenate([wanted[open_], wanted[~open_]])
    shown = rows[offset : offset + limit]
    frame = table.take(shown)
    texts = texts_of(frame[column]) if column in frame else [None] * len(shown)
    shown_keys = keys(shown)
    mask = row_masker(frame.names, personal_data.hidden(workspace, dataset))
    made = []
    for place, values in enumerate(frame.rows()):
        key = shown_keys[place]
        label = base.standing[key] if key in base.standing else texts[place]
        is_new = key in base.standing and base.saved.get(key, texts[place]) != label
        made.append(LabelRow(key, mask(tuple(values.values())), label, is_new))
    return LabelPage(
        dataset,
        base.version.number,
        column,
        base.key_column,
        frame.names,
        tuple(made),
        offset,
        len(wanted),
        int((~open_).sum()),
        _n_new(base),
        _choices(data, base.standing),
        is_new_column,
    )


def _said_by_place(
    standing: Mapping[str, str | None], keys: Keys
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """What is said of each row (0 a label, -1 that it has none), and whether anything is."""
    known = keys.known
    if known is None:
        said_keys = [(int(k), v) for k, v in standing.items() if k.isdecimal()]
    else:
        said_keys = [(known[k], v) for k, v in standing.items() if k in known]
    codes = np.array([code for code, _ in said_keys], dtype=np.int64)
    empty = np.array([code for code, v in said_keys if v is None], dtype=np.int64)
    is_said = np.isin(keys.codes, codes)
    return np.where(np.isin(keys.codes, empty), -1, 0), is_said


def _n_new(base: Base) -> int:
    gone = sum(1 for key in base.saved if key not in base.standing)
    return gone + sum(
        1 for k, v in base.standing.items() if k not in base.saved or base.saved[k] != v
    )


def _choices(data: ColumnData | None, standing: Mapping[str, str | None]) -> tuple[str, ...]:
    """The values there are, most frequent first, as many as there are keys."""
    counts: dict[str, int] = {}
    if data is not None and len(data):
        part = data.take(np.arange(min(len(data), _MOST_COUNTED)))
        texts = functions.as_text(of_column(part))
        known = texts.values[texts.values >= 0]
        found, times = np.unique(known, return_counts=True)
        counts = {texts.levels[c]: int(n) for c, n in zip(found, times, strict=True)}
    for value in standing.values():
        if value is not None:
            counts[value] = counts.get(value, 0) + 1
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return tuple(ranked[:MOST_VALUES])
