"""The course of metrics: points as they were logged, the newest as rows, older ones in chunks.

A chunk holds up to `CHUNK` points as little-endian arrays with their extremes, so that a million
points are read in a few hundred rows and an overview needs none of them. Steps may repeat and go
back; NaN and infinities are points like any other, though NaN is never an extreme.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from tidemill.store.engine import Transaction
from tidemill.store.schema import history_chunk, key, kv, point, run, series
from tidemill.store.upserts import upsert

CHUNK = 4096
"""Points of a chunk; a tail that reaches so many becomes one at once."""

FOLDED = 64
"""From how many points on the tail of a run that ended becomes a chunk."""

_SLICE = 300
Pair = tuple[int, int]
Arrays = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]


class Point(NamedTuple):
    """One logged value: `at` in seconds since 1970; no step means one after the highest."""

    run_pk: int
    key_id: int
    step: int | None
    at: float
    value: float


@dataclass(frozen=True)
class Stretch:
    """Points of a series that lie together; `lo` and `hi` are None where all are NaN."""

    first: int
    n: int
    first_step: int
    last_step: int
    lo: float | None
    hi: float | None


@dataclass
class _Course:
    """What is known of a series while points are added to it."""

    n: int = 0
    lo: float | None = None
    hi: float | None = None
    lo_step: int | None = None
    hi_step: int | None = None
    last_step: int = -1
    last_at: float = 0.0
    last_value: float | None = None
    """The value there, where one of the points added has taken that place."""

    def add(self, step: int | None, at: float, value: float) -> int:
        """Take in a point and return its step.

        The last of a course is the point with the highest step, of these the newest, of these the
        one that came last: what comes late in the order of logging does not undo what is further.
        """
        chosen = self.last_step + 1 if step is None else step
        if not math.isnan(value):
            if self.lo is None or value < self.lo:
                self.lo, self.lo_step = value, chosen
            if self.hi is None or value > self.hi:
                self.hi, self.hi_step = value, chosen
        if self.n == 0 or (chosen, at) >= (self.last_step, self.last_at):
            self.last_step, self.last_at, self.last_value = chosen, at, value
        self.n += 1
        return chosen


def append(
    tx: Transaction,
    points: Iterable[Sequence[Any]],
    *,
    new_runs: Set[int] = frozenset(),
    is_once: bool = False,
) -> None:
    """Add points (run_pk, key_id, step, at_s, value) in their order.

    Updates the last values, the extremes and the tails; a tail of `CHUNK` points becomes a chunk
    at once. What was logged of a metric without a history (its single value) is its first point.
    `new_runs` have nothing in the store yet, which saves looking. With `is_once` a point that
    stands already (step, time and value) is left out: who missed an answer may say it again.
    Neither changes the runs' `seq` nor brings news: who writes does that once for all it wrote.
    """
    grouped: dict[Pair, list[Sequence[Any]]] = {}
    for one in points:
        grouped.setdefault((one[0], one[1]), []).append(one)
    known = [pair for pair in grouped if pair[0] not in new_runs]
    courses = _courses(tx, known)
    tails: list[dict[str, Any]] = []
    long: dict[Pair, list[dict[str, Any]]] = {}
    for pair, given in grouped.items():
        course = courses.setdefault(pair, _Course())
        new = _unknown(tx, pair, course, given) if is_once else given
        added = [_row(pair, course, one) for one in new]
        if not added:
            continue
        if course.n >= CHUNK:
            long[pair] = added
        else:
            tails += added
    if tails:
        tx.run(sa.insert(point), tails)
    for pair, added in long.items():
        _extend(tx, pair, added)
    moved = {pair: courses[pair].last_value for pair in grouped}
    _put_last(tx, {pair: value for pair, value in moved.items() if value is not None})
    _put_courses(tx, {pair: courses[pair] for pair in grouped if courses[pair].n > 1})


def compact(tx: Transaction, pks: Sequence[int]) -> int:
    """Make chunks of the tails of runs that ended; return how many were made."""
    made = 0
    for some in _sliced(pks):
        query = (
            sa.select(point.c.run_pk, point.c.key_id)
            .where(point.c.run_pk.in_(some))
            .group_by(point.c.run_pk, point.c.key_id)
            .having(sa.func.count() >= FOLDED)
        )
        found: Any = tx.run(query).all()
        for pair in [(row[0], row[1]) for row in found]:
            tail = tx.run(_tail_query(pair)).all()
            _chunk(tx, pair, [tuple(row) for row in tail])
            tx.run(sa.delete(point).where(*_of(point, pair)))
            made += 1
    return made


def read(connection: sa.Connection, run_pk: int, key_id: int, since: int = 0) -> Arrays:
    """All points of a metric in the order they were logged: steps, seconds since 1970, values.

    A metric that was given a value once and has no history is one point at step 0. `since` leaves
    out so many points at the beginning: what is known of a run that goes on.
    """
    pair = (run_pk, key_id)
    if since:
        return _read_since(connection, pair, since)
    # The tail first: what becomes a chunk between the two queries is in both, never in none.
    tail = connection.execute(_tail_query(pair)).all()
    chunks = connection.execute(
        sa.select(
            history_chunk.c.first,
            history_chunk.c.n,
            history_chunk.c.steps,
            history_chunk.c.times,
            history_chunk.c.points,
        )
        .where(*_of(history_chunk, pair))
        .order_by(history_chunk.c.first)
    ).all()
    end = chunks[-1][0] + chunks[-1][1] if chunks else 0
    rest = [row for row in tail if row[0] >= end]
    if not chunks and not rest:
        return _single(connection, pair)
    n = sum(row[1] for row in chunks) + len(rest)
    steps, times, values = np.empty(n, np.int64), np.empty(n), np.empty(n)
    at = 0
    for _, size, raw_steps, raw_times, raw_values in chunks:
        steps[at : at + size] = np.frombuffer(raw_steps, "<i8")
        times[at : at + size] = np.frombuffer(raw_times, "<f8")
        values[at : at + size] = np.frombuffer(raw_values, "<f8")
        at += size
    if rest:
        steps[at:] = [row[1] for row in rest]
        times[at:] = [row[2] for row in rest]
        values[at:] = [math.nan if row[3] is None else row[3] for row in rest]
    return steps, times, values


def _read_since(connection: sa.Connection, pair: Pair, since: int) -> Arrays:
    c = history_chunk.c
    tail = connection.execute(_tail_query(pair).where(point.c.n >= since)).all()
    chunks = connection.execute(
        sa.select(c.first, c.n, c.steps, c.times, c.points)
        .where(*_of(history_chunk, pair), c.first + c.n > since)
        .order_by(c.first)
    ).all()
    parts = [
        tuple(
            np.frombuffer(raw, kind)[max(0, since - first) :]
            for raw, kind in ((steps, "<i8"), (times, "<f8"), (values, "<f8"))
        )
        for first, _, steps, times, values in chunks
    ]
    end = chunks[-1][0] + chunks[-1][1] if chunks else 0
    rest = [row for row in tail if row[0] >= end]
    if rest:
        values = [math.nan if row[3] is None else row[3] for row in rest]
        parts.append(
            (
                np.array([row[1] for row in rest], np.int64),
                np.array([row[2] for row in rest], np.float64),
                np.array(values, np.float64),
            )
        )
    if not parts:
        return np.empty(0, np.int64), np.empty(0), np.empty(0)
    steps, times, points = (np.concatenate([part[at] for part in parts]) for at in range(3))
    return steps, times, points


def overview(connection: sa.Connection, run_pk: int, key_id: int) -> list[Stretch]:
    """The extremes of a metric's course, a stretch a chunk and one for the tail, in order."""
    pair = (run_pk, key_id)
    c = history_chunk.c
    tail = connection.execute(
        sa.select(
            sa.func.min(point.c.n),
            sa.func.count(),
            sa.func.max(point.c.n),
            sa.func.min(point.c.value),
            sa.func.max(point.c.value),
        ).where(*_of(point, pair))
    ).one()
    chunks = connection.execute(
        sa.select(c.first, c.n, c.first_step, c.last_step, c.lo, c.hi)
        .where(*_of(history_chunk, pair))
        .order_by(c.first)
    )
    found = [Stretch(*row) for row in chunks]
    end = found[-1].first + found[-1].n if found else 0
    if tail[1] and tail[0] >= end:
        ends = connection.execute(
            sa.select(point.c.step)
            .where(*_of(point, pair), point.c.n.in_([tail[0], tail[2]]))
            .order_by(point.c.n)
        ).all()
        found.append(Stretch(tail[0], tail[1], ends[0][0], ends[-1][0], tail[3], tail[4]))
    if not found:
        steps, _, values = _single(connection, pair)
        lo_hi = [None if math.isnan(v) else v for v in values.tolist()]
        found = [Stretch(0, 1, int(s), int(s), v, v) for s, v in zip(steps, lo_hi, strict=True)]
    return found


def counts(
    connection: sa.Connection, pks: Sequence[int], kind: str = "metric"
) -> dict[tuple[int, str], int]:
    """How many points each metric of some runs has, by (run's key, metric's name)."""
    found: dict[tuple[int, str], int] = {}
    for some in _sliced(pks):
        query = (
            sa.select(kv.c.run_pk, key.c.name, sa.func.coalesce(series.c.n, 1))
            .join(key, key.c.id == kv.c.key_id)
            .outerjoin(
                series, sa.and_(series.c.run_pk == kv.c.run_pk, series.c.key_id == kv.c.key_id)
            )
            .where(kv.c.run_pk.in_(some), key.c.kind == kind)
        )
        found |= {(row[0], row[1]): row[2] for row in connection.execute(query)}
    return found


def lengths(connection: sa.Connection, pks: Sequence[int], kind: str = "metric") -> dict[str, int]:
    """How many points of each metric some runs have together; those logged once have no course."""
    found: dict[str, int] = {}
    for some in _sliced(pks):
        together = (
            sa.select(series.c.key_id, sa.func.sum(series.c.n).label("n"))
            .where(series.c.run_pk.in_(some))
            .group_by(series.c.key_id)
            .subquery()
        )
        query = (
            sa.select(key.c.name, together.c.n)
            .join(together, together.c.key_id == key.c.id)
            .where(key.c.kind == kind)
        )
        for name, n in connection.execute(query).all():
            found[name] = found.get(name, 0) + int(n)
    return found


def key_id(connection: sa.Connection, name: str, kind: str = "metric") -> int | None:
    """The number of a metric's name, None where nobody ever logged it."""
    query = sa.select(key.c.id).where(key.c.kind == kind, key.c.name == name)
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


# --- the tail and the chunks -----------------------------------------------------------------


def _row(pair: Pair, course: _Course, one: Sequence[Any]) -> dict[str, Any]:
    _, _, wanted, at, value = one
    value = float(value)
    n = course.n
    step = course.add(wanted, at, value)
    number = None if math.isnan(value) else value
    return {
        "run_pk": pair[0],
        "key_id": pair[1],
        "n": n,
        "step": step,
        "at": at,
        "value": number,
    }


def _unknown(
    tx: Transaction, pair: Pair, course: _Course, given: Sequence[Sequence[Any]]
) -> list[Sequence[Any]]:
    """Those of some points that do not stand in their series yet, nor twice among themselves.

    Only what is no further than the last of a course has to be looked for.
    """
    furthest = (course.last_step, course.last_at) if course.n else None
    standing: set[tuple[int, float, str]] | None = None
    new: list[Sequence[Any]] = []
    for one in given:
        step, at, value = one[2], one[3], float(one[4])
        if step is None or furthest is None or (step, at) > furthest:
            new.append(one)
            furthest = furthest if step is None else (step, at)
            continue
        if standing is None:
            columns = (column.tolist() for column in read(tx.connection, *pair))
            standing = {(s, t, repr(v)) for s, t, v in zip(*columns, strict=True)}
            standing |= {(p[2], p[3], repr(float(p[4]))) for p in new}
        if (step, at, repr(value)) not in standing:
            standing.add((step, at, repr(value)))
            new.append(one)
    return new


def _extend(tx: Transaction, pair: Pair, added: list[dict[str, Any]]) -> None:
    """Add rows to a series that is long enough for chunks."""
    tail = [tuple(row) for row in tx.run(_tail_query(pair))]
    whole = tail + [(row["n"], row["step"], row["at"], row["value"]) for row in added]
    n_chunked = len(whole) // CHUNK * CHUNK
    if not n_chunked:
        tx.run(sa.insert(point), added)
        return
    for start in range(0, n_chunked, CHUNK):
        _chunk(tx, pair, whole[start : start + CHUNK])
    if tail:
        tx.run(sa.delete(point).where(*_of(point, pair)))
    if rest := added[len(added) - (len(whole) - n_chunked) :] if len(whole) > n_chunked else []:
        tx.run(sa.insert(point), rest)


def _chunk(tx: Transaction, pair: Pair, rows: Sequence[tuple[Any, ...]]) -> None:
    steps = np.array([row[1] for row in rows], "<i8")
    times = np.array([row[2] for row in rows], "<f8")
    values = np.array([math.nan if row[3] is None else row[3] for row in rows], "<f8")
    real = values[~np.isnan(values)]
    tx.run(
        sa.insert(history_chunk).values(
            run_pk=pair[0],
            key_id=pair[1],
            first=rows[0][0],
            n=len(rows),
            lo=float(real.min()) if len(real) else None,
            hi=float(real.max()) if len(real) else None,
            first_step=int(steps[0]),
            last_step=int(steps[-1]),
            steps=steps.tobytes(),
            times=times.tobytes(),
            points=values.tobytes(),
        )
    )


def _tail_query(pair: Pair) -> sa.Select[Any]:
    c = point.c
    return sa.select(c.n, c.step, c.at, c.value).where(*_of(point, pair)).order_by(c.n)


def _of(table: sa.Table, pair: Pair) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.run_pk == pair[0], table.c.key_id == pair[1]


def _single(connection: sa.Connection, pair: Pair) -> Arrays:
    """The one value of a metric that has no history, at step 0 and the time its run began."""
    row = connection.execute(
        sa.select(kv.c.num, kv.c.txt, run.c.started_at)
        .join(run, run.c.pk == kv.c.run_pk)
        .where(*_of(kv, pair))
    ).one_or_none()
    if row is None:
        return np.empty(0, np.int64), np.empty(0), np.empty(0)
    value = row[0] if row[0] is not None else float(row[1])
    at = row[2].timestamp() if row[2] is not None else math.nan
    return np.zeros(1, np.int64), np.array([at]), np.array([value])


# --- what is known of each series ------------------------------------------------------------


def _courses(tx: Transaction, pairs: Sequence[Pair]) -> dict[Pair, _Course]:
    found: dict[Pair, _Course] = {}
    s = series.c
    columns = (s.n, s.lo, s.hi, s.lo_step, s.hi_step, s.last_step, s.last_at)
    for some in _sliced(pairs):
        query = sa.select(s.run_pk, s.key_id, *columns)
        rows: Any = tx.run(query.where(sa.tuple_(s.run_pk, s.key_id).in_(some)))
        for row in rows:
            found[row[0], row[1]] = _Course(*row[2:])
    rest = [pair for pair in pairs if pair not in found]
    begun: list[dict[str, Any]] = []
    for some in _sliced(rest):
        singles = (
            sa.select(kv.c.run_pk, kv.c.key_id, kv.c.num, kv.c.txt, run.c.started_at, point.c.step)
            .add_columns(point.c.at)
            .join(run, run.c.pk == kv.c.run_pk)
            .outerjoin(point, sa.and_(point.c.run_pk == kv.c.run_pk, point.c.key_id == kv.c.key_id))
            .where(sa.tuple_(kv.c.run_pk, kv.c.key_id).in_(some))
        )
        rows = tx.run(singles)
        for pk, one, num, txt, started, step, at in rows:
            course = found[pk, one] = _Course()
            value = float(txt) if num is None else num
            if step is not None:
                course.add(step, at, value)
                continue
            since = 0.0 if started is None else started.timestamp()
            begun.append(_row((pk, one), course, (pk, one, 0, since, value)))
    if begun:
        tx.run(sa.insert(point), begun)
    return found


def _put_last(tx: Transaction, last: Mapping[Pair, float]) -> None:
    rows = [
        {
            "run_pk": pk,
            "key_id": one,
            "num": value if math.isfinite(value) else None,
            "txt": None if math.isfinite(value) else repr(value),
        }
        for (pk, one), value in last.items()
    ]
    upsert(tx, kv, rows)


def _put_courses(tx: Transaction, courses: Mapping[Pair, _Course]) -> None:
    rows = [
        {
            "run_pk": pair[0],
            "key_id": pair[1],
            "n": course.n,
            "lo": course.lo,
            "hi": course.hi,
            "lo_step": course.lo_step,
            "hi_step": course.hi_step,
            "last_step": course.last_step,
            "last_at": course.last_at,
        }
        for pair, course in courses.items()
    ]
    upsert(tx, series, rows)


def _sliced(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _SLICE):
        yield items[start : start + _SLICE]
