"""What came of learning a run again from what is stored: equal, nearly equal, or what differs.

Pure rules over answers, measures and surroundings of then and now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from tidemill.base.clock import from_iso
from tidemill.domain.metrics import evaluate, for_task
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]

TOLERANCE = 1e-6
"""Answers this near are called equal: of probabilities the difference itself, of numbers its share
of the standard deviation of the truth."""

CauseKind = Literal["library", "computer", "threads", "seed", "data", "missing", "program"]
_PROGRAM = "tidemill"
_TOLD = 5


class Outcome(StrEnum):
    """How near it came."""

    EQUAL = "equal"
    CLOSE = "equal-within-tolerance"
    DIFFERENT = "different"
    IMPOSSIBLE = "not-possible"


@dataclass(frozen=True)
class Cause:
    """Why it differs or can't be done, in a sentence."""

    kind: CauseKind
    words: str


@dataclass(frozen=True)
class Measured:
    """A measure on the hold-out as it was stored and as it is now; None where it is not there."""

    name: str
    title: str
    before: float | None
    now: float | None
    decimals: int = 4


@dataclass(frozen=True)
class Reproduction:
    """What came of it. `furthest` is the largest difference of an answer, `n_differ` of how many
    of the `n_rows` rows it is not bit for bit the same. `at` is ISO 8601 in UTC.
    """

    outcome: Outcome
    n_rows: int = 0
    n_differ: int = 0
    furthest: float = 0.0
    measures: tuple[Measured, ...] = ()
    causes: tuple[Cause, ...] = ()
    seed: int | None = None
    n_threads: int | None = None
    seconds: float = 0.0
    by: str = ""
    at: str = ""

    @property
    def moment(self) -> datetime:
        """When it was run again."""
        return from_iso(self.at)

    @property
    def is_equal(self) -> bool:
        """Whether the run gave what it gave, bit for bit or within the tolerance."""
        return self.outcome in (Outcome.EQUAL, Outcome.CLOSE)

    @property
    def title(self) -> str:
        """In two or three words, as a chip says it."""
        return {
            Outcome.EQUAL: "same result twice",
            Outcome.CLOSE: "same within 1e-6",
            Outcome.DIFFERENT: "other result",
            Outcome.IMPOSSIBLE: "not possible",
        }[self.outcome]

    def sentences(self) -> tuple[str, ...]:
        """What came of it and why, each a sentence."""
        return (_told(self), *(cause.words for cause in self.causes))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored and as scripts read it."""
        return {
            **asdict(self),
            "outcome": str(self.outcome),
            "tolerance": TOLERANCE,
            "sentences": list(self.sentences()),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Reproduction":
        """Read what `to_dict` wrote."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        known["outcome"] = Outcome(data["outcome"])
        known["measures"] = tuple(Measured(**one) for one in data["measures"])
        known["causes"] = tuple(Cause(**one) for one in data["causes"])
        return cls(**known)


def compared(
    task: Task,
    truth: Array,
    before: Array,
    now: Array,
    stored: Mapping[str, float],
    *,
    full: Array | None = None,
) -> Reproduction:
    """Hold answers of now against those stored, in the form of `domain.metrics`, for rows whose
    truth is known; `stored` are the measures that the run was finished with. `full` are the answers
    of now with every digit, where `now` has as few as those stored.
    """
    values, _ = evaluate(task, truth, now if full is None else full)
    measures = tuple(
        Measured(one.id, one.title, stored.get(one.id), values.get(one.id), one.decimals)
        for one in for_task(task)
        if one.id in stored or one.id in values
    )
    apart = np.abs(np.asarray(now, dtype=np.float64) - before)
    same = (now == before) | (np.isnan(now) & np.isnan(before))
    apart[same] = 0.0
    apart[np.isnan(apart)] = np.inf
    if apart.ndim == 2:
        apart, same = apart.max(axis=1), same.all(axis=1)
    furthest = float(apart.max()) if len(apart) else 0.0
    allowed = TOLERANCE * (_spread(truth) if task is Task.REGRESSION else 1.0)
    if same.all():
        outcome = Outcome.EQUAL
    else:
        outcome = Outcome.CLOSE if furthest <= allowed else Outcome.DIFFERENT
    return Reproduction(outcome, len(truth), int((~same).sum()), furthest, measures)


def impossible(cause: Cause) -> Reproduction:
    """That it can't be learned again, and why."""
    return Reproduction(Outcome.IMPOSSIBLE, causes=(cause,))


def because(found: Reproduction, causes: Sequence[Cause]) -> Reproduction:
    """The same with its causes; one that differs for no known cause says so."""
    if found.is_equal or causes:
        return replace(found, causes=tuple(causes))
    words = (
        "Libraries, computer, rows, seed and threads are the same as then, and it repeats itself "
        "now, so what it was learned with differed in something that was not kept."
    )
    return replace(found, causes=(Cause("program", words),))


def other_libraries(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Cause, ...]:
    """The libraries whose version is another: those the estimators stand on first."""
    moved = [name for name in before if now.get(name) != before[name]]
    moved.sort(key=lambda name: (_WEIGHTY.index(name) if name in _WEIGHTY else 99, name))
    if not moved:
        return ()
    said = [
        f"{name} {before[name]} then, {now[name]} now" if name in now else f"{name} is gone"
        for name in moved[:_TOLD]
    ]
    rest = f"; {len(moved) - _TOLD:,} more differ" if len(moved) > _TOLD else ""
    return (Cause("library", "Other libraries: " + "; ".join(said) + rest + "."),)


_WEIGHTY = (
    "scikit-learn",
    "lightgbm",
    "xgboost",
    "numpy",
    "scipy",
    "python",
    "joblib",
    "threadpoolctl",
    "pandas",
    "skrub",
    _PROGRAM,
)


def other_computer(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Cause, ...]:
    """That system or processor are others; sums of another processor may end in other digits."""
    pairs = [
        (str(before[name]), str(now.get(name, "")))
        for name in ("platform", "machine")
        if before.get(name) and before[name] != now.get(name)
    ]
    if not pairs:
        return ()
    said = "; ".join(f"{then} then, {here or 'unknown'} now" for then, here in pairs)
    return (Cause("computer", f"Another computer: {said}."),)


def _spread(truth: Array) -> float:
    spread = float(np.std(truth)) if len(truth) else 0.0
    return spread or 1.0


def _told(found: Reproduction) -> str:
    rows = f"{found.n_rows:,} answers on the hold-out"
    if found.outcome is Outcome.IMPOSSIBLE:
        return "It can't be learned again."
    if found.outcome is Outcome.EQUAL:
        return f"Equal: all {rows} are the same bit for bit."
    differ = f"{found.n_differ:,} of {rows} differ, by {found.furthest:.2g} at most"
    if found.outcome is Outcome.CLOSE:
        return f"Equal within tolerance: {differ}."
    first = next((one for one in found.measures if one.before is not None), None)
    if first is None or first.now is None or first.before is None:
        return f"Different: {differ}."
    then, now = (f"{value:.{first.decimals}f}" for value in (first.before, first.now))
    return f"Different: {differ}; {first.title} {then} then, {now} now."
