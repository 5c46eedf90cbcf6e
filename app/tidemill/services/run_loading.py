"""How columns of runs come out of the store: whole ones, and the values of runs that changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.domain.metrics import higher_is_better
from tidemill.domain.query.columns import LOGGED_NAN, Column, Floats, Rows
from tidemill.domain.query.numbers import number_of
from tidemill.domain.run_columns import (
    EXTREMES,
    OWN,
    Cells,
    Changes,
    ColumnId,
    RunColumns,
    class_of,
)
from tidemill.store import run_columns as rows

if TYPE_CHECKING:
    import sqlalchemy as sa

_YES_OR_NO = frozenset({"pinned", "archived", "starred", "trashed"})
_TIMES = ("started", "ended")


@dataclass
class KeyIds:
    """What the store calls the names that runs have values of."""

    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)

    def read(self, connection: "sa.Connection") -> list[tuple[str, str]]:
        """Take in what is new in the store, as (kind, name)."""
        found = rows.keys(connection, max(self.names, default=0))
        if len(self.names) + len(found) != rows.n_keys(connection):
            # Two writers at once may commit the higher number first.
            found = [row for row in rows.keys(connection) if row[0] not in self.names]
        for key_id, kind, name in found:
            self.ids[kind, name] = key_id
            self.names[key_id] = (kind, name)
        return [(kind, name) for _, kind, name in found]

    def of(self, column: ColumnId) -> int:
        """The key of a column of values; extremes have that of their metric."""
        kind, name = column
        return self.ids["metric" if kind in EXTREMES else kind, name]


def store_fields(fields: Iterable[str]) -> list[str]:
    """What has to be read for own fields; a duration comes from when a run began and ended."""
    wanted = set(fields)
    if "duration" in wanted:
        wanted |= set(_TIMES)
    return [one for one in rows.FIELDS if one in wanted]


def own_values(name: str, given: Sequence[Any], labels: Mapping[int, str]) -> Any:
    """Values of an own field in the view's words: texts, or an array of seconds since 1970."""
    if name in _YES_OR_NO:
        return ["yes" if one else "no" for one in given]
    if name in _TIMES:
        return seconds(given)
    if name == "dataset":
        return [labels.get(one) for one in given]
    if name == "note":
        return [one or None for one in given]
    return given


def seconds(texts: Sequence[str | None]) -> Floats:
    """Moments that `clock.to_iso` wrote, as seconds since 1970, NaN for None."""
    moments = np.asarray([text or "NaT" for text in texts], dtype="S26").astype("datetime64[us]")
    found: Floats = moments.view(np.int64) / 1e6
    found[np.isnat(moments)] = np.nan
    return found


class OwnReading:
    """Reads own fields of all runs at once, a column for each."""

    def __init__(self, fields: Iterable[str], labels: Mapping[int, str], room: int) -> None:
        self._labels = labels
        self.columns: dict[str, Column] = {f: class_of((OWN, f))(room) for f in fields}
        self._read = store_fields(self.columns)

    def slices(self, connection: "sa.Connection") -> Iterator[rows.Slice]:
        """The rows to `take`."""
        return rows.own(connection, self._read)

    def grow(self, room: int) -> None:
        """Make place for more rows."""
        for column in self.columns.values():
            column.grow(room)

    def take(self, at: Rows, some: rows.Slice) -> None:
        """Write a slice into the columns; rows of `at` that are negative are left out."""
        known = at >= 0
        if not known.all():
            some = [row for row, is_known in zip(some, known.tolist(), strict=True) if is_known]
            at = at[known]
        if not some:
            return
        parts = {name: [row[i] for row in some] for i, name in enumerate(self._read, start=1)}
        told = {name: own_values(name, given, self._labels) for name, given in parts.items()}
        if "duration" in self.columns:
            told["duration"] = told["ended"] - told["started"]
        for name, column in self.columns.items():
            values = told[name]
            is_numbers = isinstance(values, np.ndarray)
            column.write(at, values if is_numbers else None, None if is_numbers else values)


def fill(
    connection: "sa.Connection",
    columns: RunColumns,
    column_id: ColumnId,
    column: Column,
    key_id: int,
    room: int,
    reporter: Reporter,
    since: int | None = None,
) -> None:
    """Write all values of a key, or those of runs changed since, into a column of `room` rows."""
    kind, name = column_id

    def places(some: rows.Slice) -> tuple[Rows, list[list[Any]]]:
        reporter.check()
        parts: list[list[Any]] = [[row[i] for row in some] for i in range(3)]
        at = columns.rows_of(np.asarray(parts[0], dtype=np.int64))
        known = (at >= 0) & (at < room)
        if known.all():
            return at, parts
        kept = np.flatnonzero(known).tolist()
        return at[known], [[part[i] for i in kept] for part in parts]

    for some in rows.values(connection, key_id, since):
        at, (_, numbers, texts) = places(some)
        if kind in ("param", "tag"):
            column.write(at, None if kind == "tag" else numbers, texts)
        else:
            column.write(at, _metric_values(numbers, texts), None)
    if kind in EXTREMES:
        choose = _chooser(kind, name)
        for some in rows.extremes(connection, key_id, since):
            at, (_, lows, highs) = places(some)
            values = np.asarray(choose(lows, highs), dtype=np.float64)
            there = ~np.isnan(values)
            column.write(at[there], values[there], None)


def _metric_values(numbers: Sequence[float | None], texts: Sequence[str | None]) -> Floats:
    """Numbers of a metric; those that are not finite come as text."""
    values = np.asarray(numbers, dtype=np.float64)
    for at in np.flatnonzero(np.isnan(values)).tolist():
        values[at] = _odd(texts[at])
    return values


def _odd(text: str | None) -> float:
    if text is None:
        return float("nan")
    number = number_of(text)
    return LOGGED_NAN if number is None else number


def _chooser(kind: str, name: str) -> Callable[[Any, Any], Any]:
    """Which of the lowest and the highest a column holds."""
    is_high = kind == "max" or (kind == "best" and higher_is_better(name))
    return (lambda _low, high: high) if is_high else (lambda low, _high: low)


def changed(
    connection: "sa.Connection",
    columns: RunColumns,
    keys: KeyIds,
    since: int,
    reporter: Reporter,
) -> Iterator[Changes]:
    """Runs changed past a sequence number, with what the view has columns for, some at a time."""
    ids = columns.ids()
    own = [name for kind, name in ids if kind == OWN]
    read = store_fields(own)
    labels = rows.dataset_labels(connection) if "dataset" in read else {}
    of_key: dict[int, list[ColumnId]] = {}
    for one in ids:
        if one[0] != OWN:
            of_key.setdefault(keys.of(one), []).append(one)
    extreme = [key_id for key_id, of in of_key.items() if any(one[0] in EXTREMES for one in of)]
    for some in rows.own(connection, read, since):
        reporter.check()
        pks = [row[0] for row in some]
        fields = {
            name: own_values(name, [row[i] for row in some], labels)
            for i, name in enumerate(read, start=1)
        }
        if "duration" in own:
            fields["duration"] = fields["ended"] - fields["started"]
        cells = _lasts(rows.values_of(connection, pks, list(of_key)), of_key)
        _put_extremes(cells, rows.extremes_of(connection, pks, extreme), of_key)
        yield Changes(pks, fields, cells)


def _lasts(
    slices: Iterable[rows.Slice], of_key: Mapping[int, Sequence[ColumnId]]
) -> dict[ColumnId, Cells]:
    """Last values by column; an extreme is the last value until more is known."""
    found: dict[ColumnId, Cells] = {}
    for key_id, some in _by_key(slices):
        cells = [row[0] for row in some], [row[2] for row in some], [row[3] for row in some]
        found |= dict.fromkeys(of_key.get(key_id, ()), cells)
    return found


def _put_extremes(
    cells: dict[ColumnId, Cells],
    slices: Iterable[rows.Slice],
    of_key: Mapping[int, Sequence[ColumnId]],
) -> None:
    """Let extremes stand behind last values, so that they are written over them."""
    for key_id, some in _by_key(slices):
        for kind, name in of_key[key_id]:
            if kind in EXTREMES:
                choose = _chooser(kind, name)
                told = [(row[0], choose(row[2], row[3])) for row in some]
                known = [(pk, value) for pk, value in told if value is not None]
                pks, numbers, texts = cells.get((kind, name), ((), (), ()))
                cells[kind, name] = (
                    [*pks, *(pk for pk, _ in known)],
                    [*numbers, *(value for _, value in known)],
                    [*texts, *([None] * len(known))],
                )


def _by_key(slices: Iterable[rows.Slice]) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    whole = [row for some in slices for row in some]
    whole.sort(key=itemgetter(1))
    for key_id, some in groupby(whole, key=itemgetter(1)):
        yield key_id, list(some)
