"""What alert rules read of a model, gathered from what monitoring stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.courses import Course, Moments, Series
from tidemill.domain.cuts import base_of, cut_of, is_answered, is_filling
from tidemill.domain.models import Model
from tidemill.domain.rule_readings import Bounds, Numbers, Watched
from tidemill.services import muting
from tidemill.services.runs import known_metric
from tidemill.store import chunk_counts, chunks, model_courses, models

CLASSIFIER = "domain_classifier"
"""The finding about columns together that rules hold against a limit."""


def of_model(connection: Any, model: Model, now: datetime) -> Watched:
    """All that was seen of a model, oldest rows first, without the columns that are muted now."""
    return of_course(connection, model, model_courses.read(connection, model), now)


def of_course(connection: Any, model: Model, course: Course, now: datetime) -> Watched:
    """A model's course as rules read it, with what was measured at validation, without the
    columns that are muted now."""
    then = {one.number: one.intervals for one in models.versions(connection, model.id)}
    silent = frozenset(one.column for one in muting.muted(connection, model.name, now))
    seen = watched(course, then).without(silent)
    places = zip(course.chunk_ids.tolist(), course.spans, strict=False)
    answered = frozenset(key for key, span in places if is_answered(span))
    return _with_arrivals(seen, chunk_counts.came_at(connection, model.id), answered)


def _with_arrivals(
    seen: Watched, came: Sequence[tuple[int, datetime]], only_answered: frozenset[int]
) -> Watched:
    """The same with every moment at which rows came into the chunks.

    Rows that were only answered tell nothing of when the data comes.
    """
    place = {key: at for at, key in enumerate(seen.chunk_ids.tolist())}
    answered = {place[key] for key in only_answered}
    moments = [(round(at.timestamp() * 1e6), place[key]) for key, at in came if key in place]
    first = zip(seen.seen_at.tolist(), range(seen.n), strict=True)
    known = sorted({*moments, *(pair for pair in first if pair[1] not in answered)})
    arrived = np.array(known, dtype=np.int64).reshape(-1, 2)
    return replace(seen, arrived_at=arrived[:, 0], arrived_in=arrived[:, 1])


def arrivals(connection: Any, model: Model) -> Watched:
    """Only when a model's rows came: enough for rules about the age of the data, and cheap."""
    parts = chunk_counts.came_at(connection, model.id)
    seen_at = {*chunks.seen_at(connection, model.id), *(at for _, at in parts)}
    came = np.array(sorted(round(at.timestamp() * 1e6) for at in seen_at), dtype=np.int64)
    none, nothing = np.full(len(came), np.nan), np.zeros((0, len(came)))
    return Watched(
        model.name, model.metric, came, came, came, none, (), nothing, nothing,
        nothing.astype(bool), none, none, np.zeros(len(came), dtype=np.int64),
    )  # fmt: skip


def watched(course: Course, then: Mapping[int, Mapping[str, Any]]) -> Watched:
    """A course as rules read it, in the order of the rows' ends; `then` are the intervals at
    validation by version. Rows without a time stand where they were looked at."""
    seen_at = _us(course.seen_at)
    ends_at = np.where(np.isnat(course.ends_at), seen_at, _us(course.ends_at))
    starts_at = np.where(np.isnat(course.starts_at), ends_at, _us(course.starts_at))
    order = np.lexsort((course.chunk_ids, ends_at))
    names = dict.fromkeys((*course.measures, *course.estimates))
    known = {name: known_metric(name.partition(" in ")[0], None) for name in names}
    versions = course.versions[order].tolist()
    none = np.full(len(course), np.nan)
    return Watched(
        course.model,
        course.metric,
        starts_at[order],
        ends_at[order],
        seen_at[order],
        _volumes(course, order),
        course.columns,
        course.psi[:, order],
        course.missing[:, order],
        course.is_over[:, order],
        course.prediction_psi[order],
        none if course.worth is None else course.worth.value[order],
        course.chunk_ids[order],
        {name: _bounds(one, order) for name, one in course.measures.items()},
        {name: _bounds(one, order) for name, one in course.estimates.items()},
        {name: _expected([then.get(v, {}).get(name) for v in versions]) for name in names},
        {
            name.partition(" in ")[0]: bool(one.higher_is_better)
            for name, one in known.items()
            if one is not None
        },
        *_together(course, order),
        course.worth_estimated[order],
    )


def _together(course: Course, order: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """How well new rows are told from old ones, and whether any finding about them is drift."""
    none = np.full(len(course), np.nan)
    told = course.wholes.get(CLASSIFIER)
    over = none.copy()
    for one in course.wholes.values():
        known = ~np.isnan(one.value)
        over[known] = np.fmax(over[known], one.is_over[known].astype(np.float64))
    return (none if told is None else told.value)[order], over[order]


def _volumes(course: Course, order: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """How many rows each chunk brought, (chunks,).

    A period fills up until the next one begins: how many rows it had is known only then, and
    stands there. At the first one, and while nothing is known, it is NaN; so it is of rows that
    were only answered: how often a service is asked is no volume of the data.
    """
    n_rows: npt.NDArray[np.float64] = course.n_rows[order].astype(np.float64)
    if not course.spans:
        return n_rows
    spans = [course.spans[place] for place in order.tolist()]
    before = ["", *spans[:-1]]
    is_open = [is_filling(span) or is_answered(span) for span in spans]
    found = np.where(is_open, np.nan, n_rows)
    for place, (last, span) in enumerate(zip(before, spans, strict=True)):
        if is_filling(span) and cut_of(last) == cut_of(span) and base_of(last) != base_of(span):
            found[place] = n_rows[place - 1]
    return found


def _us(moments: Moments) -> npt.NDArray[np.int64]:
    return moments.astype("datetime64[us]").astype(np.int64)


def _bounds(one: Series, order: npt.NDArray[Any]) -> Bounds:
    return Bounds(one.value[order], one.low[order], one.high[order])


def _expected(found: Sequence[Mapping[str, Any] | None]) -> Bounds:
    figures = np.full((3, len(found)), np.nan)
    for place, one in enumerate(found):
        if one is not None:
            figures[:, place] = one["value"], one["low"], one["high"]
    return Bounds(*figures)
