"""Labels for the rows of a dataset: given by hand or by file, undone, told, saved as a version.

A label is said of a key: the value of a column that tells rows apart, or the number of the row as
it came. Labels wait beside the dataset until they are saved: a step of kind `labels` then puts
all that stand into their column, and later versions keep them.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.ids import new_id
from tidemill.base.progress import Reporter, Silent
from tidemill.catalog.prepared_tables import PreparedTable
from tidemill.catalog.reading import reader_for
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.expressions import functions
from tidemill.domain.expressions.values import of_column
from tidemill.domain.frames import ColumnData
from tidemill.domain.labels import (
    BY_HAND,
    MOST_SHOWN,
    ROW,
    FileLabels,
    LabelEntry,
    in_force,
    set_against,
)
from tidemill.domain.masking import row_masker
from tidemill.domain.reading import ReadOptions
from tidemill.services import personal_data, preparing, steps, tables
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, labels
from tidemill.store import steps as step_rows
from tidemill.store.engine import Transaction

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


@dataclass(frozen=True, eq=False)
class _Base:
    dataset: Dataset
    version: DatasetVersion
    key_column: str
    standing: dict[str, str | None]
    saved: dict[str, str | None]


def key_columns(workspace: Workspace, dataset: str) -> list[str]:
    """The columns by which rows can be told apart, the best first; "" is the number of the row."""
    with workspace.store.read() as connection:
        found = _dataset(connection, dataset)
    named = found.schema.with_role(Role.IDENTIFIER)
    kinds = (Kind.TEXT, Kind.CATEGORICAL, Kind.NUMERIC)
    rest = [
        c.name
        for c in found.schema.columns
        if c.name not in named and c.kind in kinds and (c.whole or c.kind is not Kind.NUMERIC)
    ]
    by_row = [ROW] if found.series is Series.APPEND else []
    return [*named, *by_row, *rest]


def page(
    workspace: Workspace,
    dataset: str,
    column: str,
    *,
    key_column: str | None = None,
    order: str = ORDERS[0],
    offset: int = 0,
    limit: int = 50,
    reporter: Reporter | None = None,
) -> LabelPage:
    """Rows to label, with the labels that stand.

    One column of the dataset is in memory at a time, the label and the key, and the rows shown.
    """
    reporter = reporter or Silent()
    base = _base(workspace, dataset, column, key_column)
    table = tables.of(workspace, base.version)
    reporter.check()
    keys = _keys(workspace, base)
    is_new_column = column not in base.version.schema
    data = None if is_new_column else table.column(column)
    said, is_said = _said_by_place(base.standing, keys)
    missing = np.ones(table.n_rows, dtype=bool) if data is None else data.missing.copy()
    open_ = np.where(is_said, said < 0, missing)
    reporter.check()
    rows = np.arange(table.n_rows)
    if order == ORDERS[0]:
        rows = np.concatenate([rows[open_], rows[~open_]])
    shown = rows[offset : offset + limit]
    frame = table.take(shown)
    texts = _texts(frame[column]) if column in frame else [None] * len(shown)
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
        table.n_rows,
        int((~open_).sum()),
        _n_new(base),
        _choices(data, base.standing),
        is_new_column,
    )


def _base(workspace: Workspace, dataset: str, column: str, key_column: str | None) -> _Base:
    if not column.strip():
        raise NeedsYou("The label has no column.", "Name one.")
    with workspace.store.read() as connection:
        found = _dataset(connection, dataset)
        newest = datasets.versions(connection, found.id)[-1]
        key = _checked_key(connection, found, newest, column, key_column)
        entries = labels.entries(connection, found.id, column=column, key_column=key)
        step = _step_of(connection, found.id, column, key)
    saved: dict[str, str | None] = {}
    if step is not None:
        saved = preparing.stored_labels(workspace, step.settings["labels"])
    return _Base(found, newest, key, in_force(entries), saved)


def _usual_key(connection: Any, dataset: Dataset, newest: DatasetVersion, column: str) -> str:
    """The key by which the column was labelled last, else the identifier, else the row."""
    last = labels.entries(connection, dataset.id, column=column, newest=1)
    if last and (last[0].key_column == ROW or last[0].key_column in newest.schema):
        return last[0].key_column
    named = [n for n in dataset.schema.with_role(Role.IDENTIFIER) if n in newest.schema]
    return named[0] if named else ROW


def _checked_key(
    connection: Any, dataset: Dataset, newest: DatasetVersion, column: str, key_column: str | None
) -> str:
    if key_column is None:
        key_column = _usual_key(connection, dataset, newest, column)
    if key_column == ROW:
        if dataset.series is Series.REPLACE:
            raise NeedsYou(
                f"The rows of {dataset.name} can't be told apart: each file replaces them all.",
                "Name the column by which a row is known, or give one the role identifier.",
            )
        return ROW
    if key_column not in newest.schema:
        raise NeedsYou(
            f"{dataset.name} has no column {key_column}.",
            "It has " + ", ".join(newest.schema.names) + ".",
        )
    if key_column == column:
        raise NeedsYou("The key can't be the label column.", "Choose another key.")
    return key_column


class _Keys:
    """The keys of rows by their places, as texts."""

    def __init__(self, codes: npt.NDArray[np.int64], levels: tuple[str, ...] | None) -> None:
        self.codes = codes
        self.levels = levels

    def __call__(self, rows: npt.NDArray[np.int64]) -> list[str]:
        found = self.codes[rows].tolist()
        if self.levels is None:
            return [str(number) for number in found]
        return [self.levels[code] if code >= 0 else "" for code in found]

    @property
    def known(self) -> Mapping[str, int] | None:
        """Codes by key; None where the key is the number itself."""
        if self.levels is None:
            return None
        return {level: code for code, level in enumerate(self.levels)}


def _keys(workspace: Workspace, base: _Base) -> _Keys:
    if base.key_column != ROW:
        texts = functions.as_text(
            of_column(tables.of(workspace, base.version).column(base.key_column))
        )
        return _Keys(texts.values.astype(np.int64), texts.levels)
    version = base.version
    steps_ = preparing.bound(workspace, version.steps)
    raw, schema = preparing.raw_table(workspace, version), version.raw_schema()
    return _Keys(PreparedTable(raw, schema, steps_).kept.astype(np.int64), None)


def _said_by_place(
    standing: Mapping[str, str | None], keys: _Keys
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


def _texts(data: ColumnData) -> list[str | None]:
    texts = functions.as_text(of_column(data))
    return [texts.levels[code] if code >= 0 else None for code in texts.values.tolist()]


def _n_new(base: _Base) -> int:
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


# --- giving, undoing, telling ------------------------------------------------------------------


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
    with workspace.store.write() as tx:
        found = _dataset(tx.connection, dataset)
        newest = datasets.versions(tx.connection, found.id)[-1]
        key = _checked_key(tx.connection, found, newest, column, key_column)
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


def undo(workspace: Workspace, dataset: str, batch: str) -> int:
    """Undo the labels of an action; what stood before stands again. Returns how many."""
    with workspace.store.write() as tx:
        found = _dataset(tx.connection, dataset)
        n = labels.undo(tx, found.id, batch)
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
    found = _dataset(tx.connection, facts["dataset"])
    labels.undo(tx, found.id, facts["labels"])


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
        found = _dataset(connection, dataset)
        return labels.entries(connection, found.id, column=column, key=key, newest=limit)


# --- by file -----------------------------------------------------------------------------------


def from_file(
    workspace: Workspace,
    dataset: str,
    file: Path,
    *,
    column: str,
    key_column: str,
    label_column: str | None = None,
    file_key: str | None = None,
    overwrite: bool = False,
    reporter: Reporter | None = None,
) -> FileLabels:
    """Take labels, or truths that came late, from a file of keys and labels.

    `label_column` and `file_key` name the file's columns where they are called otherwise. Keys of
    no row are reported, and labels that contradict others are not taken unless they `overwrite`.
    """
    reporter = reporter or Silent()
    base = _base(workspace, dataset, column, key_column)
    keys = _keys(workspace, base)
    known = keys.known
    here = set(known) if known is not None else {str(n) for n in keys.codes.tolist()}
    found = list(_read(base, file, file_key or key_column, label_column or column, reporter))
    labelled = [(key, value) for key, value in found if value is not None]
    matched = [(key, value) for key, value in labelled if key in here]
    unmatched = list(dict.fromkeys(key for key, _ in labelled if key not in here))
    standing = {**_in_column(workspace, base, column, keys), **base.standing}
    result = set_against(matched, standing, overwrite)
    batch = new_id()
    with workspace.store.write(durable=True) as tx:
        _refuse_wrong(base.version, column, dict(result.taken))
        _write(workspace, tx, base.dataset, column, base.key_column, result.taken, batch, file.name)
    return FileLabels(
        file.name,
        batch,
        len(found),
        len(result.taken),
        result.same,
        len(unmatched),
        tuple(unmatched[:MOST_SHOWN]),
        len(result.conflicts),
        result.conflicts[:MOST_SHOWN],
        len(found) - len(labelled),
    )


def _read(
    base: _Base, file: Path, file_key: str, label_column: str, reporter: Reporter
) -> Iterator[tuple[str, str | None]]:
    """Keys and labels of a file, the key read as the dataset has it."""
    if not file.exists():
        raise NeedsYou(f"There is no file {file}.", "Check the path.")
    expected = None
    if base.key_column != ROW:
        kind = base.version.schema[base.key_column]
        expected = Schema((Column(file_key, kind.kind, whole=kind.whole),))
    with tempfile.TemporaryDirectory(prefix="tidemill-labels-") as scratch:
        read = reader_for(file).read(file, expected, reporter, Path(scratch), ReadOptions())
        there = [column.name for column in read.table.columns]
        for name in (file_key, label_column):
            if name not in there or name in read.missing_columns:
                raise NeedsYou(
                    f"{file.name} has no column {name}.",
                    "Its columns are " + ", ".join(n for n in there if n) + ".",
                )
        for block in read.table.blocks([file_key, label_column]):
            reporter.check()
            pairs = zip(_texts(block[file_key]), _texts(block[label_column]), strict=True)
            for key, value in pairs:
                yield ("" if key is None else key), value


def _in_column(
    workspace: Workspace, base: _Base, column: str, keys: _Keys
) -> dict[str, str | None]:
    """What the column says already, by key."""
    if column not in base.version.schema:
        return {}
    data = tables.of(workspace, base.version).column(column)
    rows = np.flatnonzero(~data.missing)
    texts = _texts(data.take(rows))
    return dict(zip(keys(rows), texts, strict=True))


# --- saving ------------------------------------------------------------------------------------


def save(
    workspace: Workspace, dataset: str, column: str, *, key_column: str | None = None
) -> steps.Changed:
    """Save all labels of a column that stand: a version of all rows, through a step of labels."""
    base = _base(workspace, dataset, column, key_column)
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
        step = _step_of(connection, base.dataset.id, column, base.key_column)
    if step is not None:
        return steps.change(workspace, dataset, step.id, settings)
    return steps.add(workspace, dataset, "labels", settings)


def _as_kind(base: _Base, column: str) -> str:
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


def _step_of(connection: Any, dataset_id: int, column: str, key_column: str) -> Any:
    """The step in force that puts the labels of a column in, if there is one."""
    for one in reversed(step_rows.of_dataset(connection, dataset_id)):
        settings = one.settings
        is_labels = one.kind == "labels" and one.in_force
        if is_labels and (settings["column"], settings["key"]) == (column, key_column):
            return one
    return None


def _dataset(connection: Any, name: str) -> Dataset:
    found = datasets.find(connection, name)
    if found is None:
        raise NotThere("dataset", name)
    return found
