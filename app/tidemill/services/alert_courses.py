"""What alert rules read of a model, gathered from what monitoring stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.courses import Course, Moments, Series
from tidemill.domain.models import Model
from tidemill.domain.rule_readings import Bounds, Numbers, Watched
from tidemill.services import muting
from tidemill.services.runs import known_metric
from tidemill.store import chunks, model_courses, models

CLASSIFIER = "domain_classifier"
"""The finding about columns together that rules hold against a limit."""


def of_model(connection: Any, model: Model, now: datetime) -> Watched:
    """All that was seen of a model, oldest rows first, without the columns that are muted now."""
    course = model_courses.read(connection, model)
    then = {one.number: one.intervals for one in models.versions(connection, model.id)}
    return watched(course, then).without(
        frozenset(one.column for one in muting.muted(connection, model.name, now))
    )


def arrivals(connection: Any, model: Model) -> Watched:
    """Only when a model's rows came: enough for rules about the age of the data, and cheap."""
    seen_at = chunks.seen_at(connection, model.id)
    came = np.array([round(at.timestamp() * 1e6) for at in seen_at], dtype=np.int64)
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
        course.n_rows[order].astype(np.float64),
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
