"""What two versions decide about the same rows: the classes said, or numbers far apart.

A decision is what a program would act on: the class said (of two, from a probability of 0.5 up,
or from the threshold that stands with the model's costs).
Where a number is predicted, a decision flips where the two answers are further apart than the
former version's usual error, its mean absolute error on the rows held out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain import business_value
from tidemill.domain.business_value import Own
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.domain.rehearsals import Flow
from tidemill.services.rehearsal_rows import Said
from tidemill.services.training.predictions import Predictions

HIGHER, LOWER, SAME = "higher", "lower", "as before"

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Both:
    """What both versions said of the rows that both answered, in the same classes.

    `places` are those of the rows; `truth` class codes with -1, or numbers with NaN. `own_old` and
    `own_new` are what each decides by of its own.
    """

    task: Task
    levels: tuple[str, ...]
    places: Array
    old: Array
    new: Array
    truth: Array
    own_old: Own = None
    own_new: Own = None

    @property
    def known(self) -> Array:
        if self.task is Task.REGRESSION:
            return np.asarray(np.isfinite(self.truth))
        return np.asarray(self.truth >= 0)


@dataclass(frozen=True, eq=False)
class Decided:
    """Decisions by name and who was right, (rows,) each; `score_*` and `size` are of the change."""

    before: Array
    after: Array
    flips: Array
    old_right: Array
    new_right: Array
    old_score: Array
    new_score: Array
    rule: str


def together(
    version: ModelVersion,
    against: ModelVersion,
    old: Said,
    new: Said,
) -> Both:
    (said_old, at_old), (said_new, at_new) = old, new
    if said_old.task is not said_new.task:
        raise NeedsYou(
            f"{version.label} and {against.label} answer different questions.",
            "Rehearse a version that predicts the same.",
        )
    levels = tuple(dict.fromkeys((*said_old.levels, *said_new.levels)))
    if said_old.task is Task.BINARY and len(levels) != 2:
        raise NeedsYou(
            f"{against.label} decides between {' and '.join(said_old.levels)}, {version.label} "
            f"between {' and '.join(said_new.levels)}.",
            "Rehearse a version that knows the same classes.",
        )
    places, first, second = np.intersect1d(at_old, at_new, assume_unique=True, return_indices=True)
    if not len(places):
        raise NeedsYou("No row was answered by both versions.", "Choose other rows.")
    told_old = said_old.take(first).with_levels(levels)
    told_new = said_new.take(second).with_levels(levels)
    return Both(
        said_old.task,
        levels,
        places,
        told_old.values,
        told_new.values,
        _truth(told_new, told_old),
        told_old.own,
        told_new.own,
    )


def _truth(new: Predictions, old: Predictions) -> Array:
    for one in (new, old):
        if one.truth is not None:
            return one.truth
    is_number = new.task is Task.REGRESSION
    return np.full(len(new.values), np.nan) if is_number else np.full(len(new.values), -1)


def decided(both: Both, against: ModelVersion, threshold: float = 0.5) -> Decided:
    """What both decide; `against` is the former version, `threshold` that from which a model of two
    classes says yes that has none of its own."""
    return _numbers(both, against) if both.task is Task.REGRESSION else _classes(both, threshold)


def _classes(both: Both, threshold: float) -> Decided:
    every = np.arange(len(both.places))
    owns = [threshold if own is None else own for own in (both.own_old, both.own_new)]
    codes = [
        business_value.decided(both.task, p, own)
        for p, own in zip((both.old, both.new), owns, strict=True)
    ]
    if both.task is Task.BINARY:
        scores = [both.old, both.new]
    else:
        # How sure each is of what the new one decides.
        scores = [p[every, codes[1]] for p in (both.old, both.new)]
    rule = _rule(both, threshold)
    names = np.array(both.levels, dtype=object)
    right = [both.known & (code == both.truth) for code in codes]
    flips = codes[0] != codes[1]
    old, new = names[codes[0]], names[codes[1]]
    return Decided(old, new, flips, right[0], right[1], scores[0], scores[1], rule)


def _rule(both: Both, threshold: float) -> str:
    """By what both decide a class, in words."""
    if both.task is not Task.BINARY:
        ways = [
            "the class with the highest probability"
            if own is None
            else "the class with the least cost to be expected"
            for own in (both.own_old, both.own_new)
        ]
    else:
        ways = [
            f"{both.levels[1]} from a probability of {threshold if own is None else own:.4g} up"
            for own in (both.own_old, both.own_new)
        ]
    return ways[0] if ways[0] == ways[1] else f"{ways[0]} before, {ways[1]} now"


def _numbers(both: Both, against: ModelVersion) -> Decided:
    move = both.new - both.old
    usual = against.metrics.get("mae")
    if usual is None or usual <= 0:
        usual = float(np.std(both.old)) / 2
        named = "half the spread of its answers"
    else:
        named = "its mean absolute error"
    flips = np.abs(move) > usual
    words = np.full(len(move), SAME, dtype=object)
    after = np.where(flips, np.where(move > 0, HIGHER, LOWER), SAME).astype(object)
    errors = [np.abs(p - both.truth) for p in (both.old, both.new)]
    known = both.known
    return Decided(
        words,
        after,
        flips,
        known & (errors[0] < errors[1]),
        known & (errors[1] < errors[0]),
        both.old,
        both.new,
        f"an answer that moves by more than {usual:,.4g}, {named} in v{against.number}",
    )


def flows(decided: Decided) -> tuple[Flow, ...]:
    counts: dict[tuple[str, str], int] = {}
    pairs = zip(decided.before.tolist(), decided.after.tolist(), strict=True)
    for pair in pairs:
        counts[pair] = counts.get(pair, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return tuple(Flow(before, after, n) for (before, after), n in ordered)


def said(both: Both, names: Array, values: Array, at: int) -> str:
    return f"{values[at]:,.4g}" if both.task is Task.REGRESSION else str(names[at])


def true(both: Both, at: int) -> str:
    if both.task is Task.REGRESSION:
        return f"{both.truth[at]:,.4g}"
    return both.levels[int(both.truth[at])]


def is_better(decided: Decided, at: int) -> bool | None:
    if decided.new_right[at] == decided.old_right[at]:
        return None
    return bool(decided.new_right[at])
