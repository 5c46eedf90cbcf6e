"""The facts over the charts: did the input move, did the answers, is the champion still right."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.times import day, end_of, start_of

Status = Literal["good", "warn", "bad", "idle", "working"]


@dataclass(frozen=True)
class Measure:
    """The model's metric: how it is written, which direction is better, what it was.

    `then`, `low` and `high` are those of the champion's hold-out; `limit` is the worst that the
    interval allowed then.
    """

    id: str
    title: str
    decimals: int
    higher_is_better: bool | None
    then: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def limit(self) -> float | None:
        """The value from which on the model is worse than it was when validated."""
        if self.higher_is_better is None:
            return None
        return self.low if self.higher_is_better else self.high

    def words(self, value: float) -> str:
        """A value as it is written."""
        return numbers.decimal(value, self.decimals)

    def is_worse(self, value: float) -> bool:
        """Whether a value lies on the wrong side of the limit."""
        if self.limit is None or self.higher_is_better is None:
            return False
        return value < self.limit if self.higher_is_better else value > self.limit


@dataclass(frozen=True)
class FactState:
    """A tile: caption, value in words, a note, a status with its word."""

    caption: str
    value: str
    note: str
    status: Status
    word: str


def facts_of(
    chunks: tuple[Chunk, ...],
    champion: ModelVersion | None,
    measure: Measure | None,
    limit: float | None = None,
) -> tuple[FactState, ...]:
    """The tiles, from the newest chunks; from a PSI of `limit` on the answers count as moved."""
    made = [_input(chunks), _predictions(chunks, limit)]
    if measure is not None and champion is not None:
        made.append(_performance(chunks, measure, champion))
    return tuple(made)


def _input(chunks: tuple[Chunk, ...]) -> FactState:
    newest = chunks[-1]
    n_drifted = newest.report["drifted_columns"]
    n_all = sum(not c.get("is_new") for c in newest.report["columns"])
    if n_drifted == 0:
        note = f"up to {day(end_of(newest))}"
        return FactState("Input data", f"None of {n_all} drifted", note, "good", "No drift")
    first = newest
    for chunk in reversed(chunks):
        if chunk.report["drifted_columns"] == 0:
            break
        first = chunk
    note = f"since {day(start_of(first))}"
    value = f"{n_drifted} of {n_all} drifted"
    return FactState("Input data", value, note, "bad", "Over the limit")


def _predictions(chunks: tuple[Chunk, ...], limit: float | None) -> FactState:
    psi = chunks[-1].prediction_psi
    if psi is None:
        return FactState("Predictions", "Not known", "no answers were kept", "idle", "Not known")
    note = f"PSI {numbers.decimal(psi, 2)}"
    if limit is None or psi < limit:
        return FactState("Predictions", "Stable", note, "good", "Stable")
    note += f", limit {numbers.decimal(limit, 2)}"
    return FactState("Predictions", "Moved", note, "warn", "Moved")


def _performance(chunks: tuple[Chunk, ...], measure: Measure, champion: ModelVersion) -> FactState:
    known = [c.measures[measure.id] for c in chunks if measure.id in c.measures]
    if not known:
        note = "no labels have come yet"
        return FactState(measure.title, "Not measured", note, "idle", "Not measured")
    newest = known[-1]
    value = measure.words(newest["value"])
    note = "no limit is known"
    if measure.limit is not None:
        note = f"limit {measure.words(measure.limit)}, from v{champion.number}'s validation"
    course = trend(known, measure)
    if _is_confirmed(newest, measure):
        return FactState(measure.title, f"{value}, worse", note, "bad", "Worse than validated")
    if measure.is_worse(newest["value"]):
        return FactState(measure.title, f"{value}, {course}", note, "warn", "Near its limit")
    return FactState(measure.title, f"{value}, {course}", note, "good", "In its range")


def trend(known: list[dict[str, float]], measure: Measure) -> str:
    """Which way the measure goes: the last three in one direction and out of the interval.

    A step within the interval of the third last is noise, and so is a course that turns.
    """
    last = [one["value"] for one in known[-3:]]
    steps = [b - a for a, b in pairwise(last)]
    first: dict[str, Any] = known[-len(last)]
    if len(last) == 3 and all(s > 0 for s in steps) and last[-1] > first["high"]:
        return "rising"
    if len(last) == 3 and all(s < 0 for s in steps) and last[-1] < first["low"]:
        return "falling"
    return "past its limit" if measure.is_worse(last[-1]) else "in its range"


def _is_confirmed(now: dict[str, float], measure: Measure) -> bool:
    """Both intervals agree that the measure is worse than it was."""
    if measure.limit is None:
        return False
    return now["high"] < measure.limit if measure.higher_is_better else now["low"] > measure.limit
