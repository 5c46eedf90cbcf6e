"""How columns of runs come out of the store: whole ones, and the values of runs that changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.domain.metrics import higher_is_better
from tidemill.domain.query.columns import LOGGED_NAN, Column, Floats, Rows
from tidemill.domain.query.numbers import number_of
from tidemill.domain.run_columns import EXTREMES, OWN, ColumnId, RunColumns, RunRow, class_of
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


def changed_rows(
    connection: "sa.Connection",
    columns: RunColumns,
    keys: KeyIds,
    since: int,
    reporter: Reporter,
) -> Iterator[list[RunRow]]:
    """Runs changed past a sequence number, with what the view has columns for, some at a time."""
    ids = columns.ids()
    fields = store_fields(name for kind, name in ids if kind == OWN)
    labels = rows.dataset_labels(connection) if "dataset" in fields else {}
    plain = {keys.of(one): one for one in ids if one[0] not in (OWN, *EXTREMES)}
    extreme: dict[int, list[ColumnId]] = {}
    for one in ids:
        if one[0] in EXTREMES:
            extreme.setdefault(keys.of(one), []).append(one)
    for some in rows.own(connection, fields, since):
        reporter.check()
        values: dict[int, list[tuple[str, str, float | None, str | None]]] = {}
        pks = [row[0] for row in some]
        for part in rows.values_of(connection, pks, [*plain.keys() | extreme.keys()]):
            for pk, key_id, number, text in part:
                mine = values.setdefault(pk, [])
                if key_id in plain:
                    mine.append((*plain[key_id], number, text))
                mine += [(*one, number, text) for one in extreme.get(key_id, ())]
        # Extremes come behind the last values, so that they are written over them.
        for part in rows.extremes_of(connection, pks, list(extreme)):
            for pk, key_id, low, high in part:
                told = [(one, _chooser(*one)(low, high)) for one in extreme[key_id]]
                mine = values.setdefault(pk, [])
                mine += [(*one, value, None) for one, value in told if value is not None]
        yield [RunRow(row[0], _fields(fields, row, labels), values.get(row[0], ())) for row in some]


def _fields(
    names: Sequence[str], row: tuple[Any, ...], labels: Mapping[int, str]
) -> dict[str, Any]:
    return {
        name: value if name in _TIMES else own_values(name, [value], labels)[0]
        for name, value in zip(names, row[1:], strict=True)
    }
