"""What is kept of the rows held out to estimate by, and what it says of new rows.

Everything is plain numbers: it is kept beside the version as one file, read back without pickle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.business_value import Costs, Own
from tidemill.domain.estimates import classes, costs, losses, many_classes, reach
from tidemill.domain.estimates.encoding import Encoding, encoding_of
from tidemill.domain.estimates.fitting import Fit
from tidemill.domain.estimates.losses import ErrorSizes
from tidemill.domain.frames import Frame
from tidemill.domain.metrics import metric
from tidemill.domain.packing import pack, unpack
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]

LEVEL = 0.9
N_DRAWS = 400
MOST_HELD = 10_000
MOST_NEW = 100_000
FEWEST_HELD = 80
FEWEST_OF_CLASS = 15
FEWEST_ALIKE = 25.0
LEAST_WORTH = 0.2
"""The share of the rows held out that their weights are worth at least."""

MOST_OUTSIDE = 0.25
MOST_CLASSES = 30
WIDER = 1.1
"""What the form of a calibration leaves out: with it 9 of 10 intervals hold what comes out
(`tests/proofs/test_estimates_cover.py`)."""

_TWO_THIRDS = 1.935
"""The middle two thirds of a normal distribution, in standard deviations."""

_WITHOUT_TOP = frozenset({"log_loss", "mae", "rmse"})
_WHAT, _VERSION = "performance estimator", 1


@dataclass(frozen=True)
class Estimate:
    """What a measure probably is, and the range in which what comes out will lie in 9 of 10 cases.

    `value` is None where it can't be said, and `note` tells why. `error` is one standard deviation
    of what may come out, taken from its middle two thirds.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    error: float | None = None
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "error": self.error,
            "note": self.note,
        }


@dataclass(frozen=True, eq=False)
class _Rows:
    """New rows within reach of those held out: answers, encoded, the weights of those held out."""

    p: Array
    encoded: Array
    weights: Array


@dataclass(frozen=True, eq=False)
class Estimator:
    """What a version's rows held out tell of it. `trouble` says why it can't estimate at all.

    `held` are these rows, encoded, (rows, width), `y` their truth and `p` the version's answers.
    `sizes` are those of its errors, for a task of numbers.
    """

    task: Task
    encoding: Encoding
    held: Array
    y: Array
    p: Array
    sizes: ErrorSizes | None = None
    trouble: str = ""

    def estimate(self, frame: Frame, p: Array, *, seed: int = 0) -> dict[str, Estimate]:
        """What each measure of the task probably is on rows with the answers `p`."""
        names = _NAMES[self.task]
        if self.trouble:
            return none(self.task, self.trouble)
        if not len(p):
            return none(self.task, "There are no rows.")
        rng = np.random.default_rng(seed)
        rows = self._reached(frame, p, rng)
        if isinstance(rows, str):
            return none(self.task, rows)
        points, draws = self._drawn(rows, rng)
        return {name: _estimate(name, points[name], draws[name], self._wider) for name in names}

    def estimate_cost(
        self,
        frame: Frame,
        p: Array,
        prices: Costs,
        levels: Sequence[str],
        *,
        own: Own = None,
        seed: int = 0,
    ) -> Estimate:
        """What an answer probably costs on average on rows with the answers `p`.

        `levels` are the classes as the version names them, none for numbers; `own` is what it
        decides by, else the prices' threshold decides. Unlike measures with
        a 95 % interval, as amounts of money have.
        """
        if self.trouble or not len(p):
            return Estimate(None, note=self.trouble or "There are no rows.")
        rng = np.random.default_rng(seed)
        rows = self._reached(frame, p, rng)
        if isinstance(rows, str):
            return Estimate(None, note=rows)
        value, draws = self._priced(rows, prices, levels, own, rng)
        low, middle, high = np.quantile(draws, (0.025, 0.5, 0.975)).tolist()
        low, high = (middle + self._wider * (end - middle) for end in (low, high))
        error = self._wider * float(np.std(draws))
        return Estimate(value, min(low, value), max(high, value), error)

    @property
    def _wider(self) -> float:
        return 1.0 if self.task is Task.REGRESSION else WIDER

    def _reached(self, frame: Frame, p: Array, rng: np.random.Generator) -> "_Rows | str":
        """Rows that something can be said of, else why nothing can."""
        if len(p) > MOST_NEW:
            some = np.sort(rng.choice(len(p), MOST_NEW, replace=False))
            frame, p = frame.take(some), p[some]
        encoded = self.encoding.encoded(frame)
        weights = reach.weights_of(self.held, encoded, rng)
        why = self._why_not(frame, weights)
        return why or _Rows(p, encoded, reach.flattened(weights, LEAST_WORTH))

    def _why_not(self, frame: Frame, weights: Array) -> str:
        """Why nothing can be said of these rows; empty where something can."""
        outside = self.encoding.outside(frame)
        name = max(outside, key=lambda one: outside[one], default="")
        if name and outside[name] > MOST_OUTSIDE:
            return (
                f"{outside[name]:.0%} of the rows have a {name} that no row held out had, so "
                "nothing is known of how the model does there."
            )
        alike = reach.n_alike(weights)
        if alike < FEWEST_ALIKE:
            return (
                f"The rows are too unlike those held out: what is known of {len(self.held):,} "
                f"counts for {alike:,.0f} like them, {FEWEST_ALIKE:.0f} are needed."
            )
        return ""

    def _drawn(
        self, rows: "_Rows", rng: np.random.Generator
    ) -> tuple[dict[str, float], dict[str, Array]]:
        if self.task is Task.BINARY:
            calibration = classes.calibration_of(self.y, self.p, rows.weights)
            return classes.drawn(calibration, rows.p, N_DRAWS, rng)
        if self.task is Task.MULTICLASS:
            fit = many_classes.calibration_of(self.y.astype(np.int64), self.p, rows.weights)
            return many_classes.drawn(fit, rows.p, N_DRAWS, rng)
        assert self.sizes is not None
        return losses.drawn(self.sizes, rows.p, rows.encoded, N_DRAWS, rng)

    def _priced(
        self,
        rows: "_Rows",
        prices: Costs,
        levels: Sequence[str],
        own: Own,
        rng: np.random.Generator,
    ) -> costs.Expected:
        if self.task is Task.REGRESSION:
            assert self.sizes is not None
            return costs.of_numbers(self.sizes, rows.p, rows.encoded, prices, N_DRAWS, rng)
        table, said = prices.table(levels), prices.decided(self.task, rows.p, own)
        if self.task is Task.BINARY:
            calibration = classes.calibration_of(self.y, self.p, rows.weights)
            return costs.of_two(calibration, rows.p, table, said, N_DRAWS, rng)
        fit = many_classes.calibration_of(self.y.astype(np.int64), self.p, rows.weights)
        return costs.of_many(fit, rows.p, table, said, N_DRAWS, rng)

    def to_bytes(self) -> bytes:
        """Compact bytes without pickle."""
        head: dict[str, Any] = {
            "task": str(self.task),
            "encoding": self.encoding.to_list(),
            "trouble": self.trouble,
        }
        arrays = {"held": self.held.astype(np.float32), "y": self.y, "p": self.p}
        if self.sizes is not None:
            fit = self.sizes.fit
            arrays |= {"coefficients": fit.coefficients, "root": fit.root}
            arrays |= {"grid": self.sizes.grid, "over": self.sizes.over}
        return pack(_WHAT, _VERSION, head, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Estimator":
        """Read what `to_bytes` wrote; `NeedsYou` where it is damaged."""
        head, arrays = unpack(_WHAT, _VERSION, data)
        sizes = None
        if "over" in arrays:
            fit = Fit(arrays["coefficients"], arrays["root"])
            sizes = ErrorSizes(arrays["grid"], fit, arrays["over"])
        return cls(
            Task(head["task"]),
            Encoding.from_list(head["encoding"]),
            arrays["held"].astype(np.float64),
            arrays["y"],
            arrays["p"],
            sizes,
            head["trouble"],
        )


_NAMES = {
    Task.BINARY: (
        "auc",
        "pr_auc",
        "log_loss",
        "brier",
        "f1",
        "accuracy",
        "base_rate",
        "precision",
        "recall",
        "true_positives",
        "false_positives",
        "false_negatives",
        "true_negatives",
    ),
    Task.MULTICLASS: ("accuracy", "log_loss", "macro_auc"),
    Task.REGRESSION: ("mae", "rmse", "r2"),
}


def estimator_of(
    task: Task, y: Array, p: Array, held: Frame, names: list[str], *, seed: int = 0
) -> Estimator:
    """The estimator of a version: the truth of rows held out, its answers, the rows themselves.

    `y` and `p` are as `domain.metrics` takes them; `names` are the columns that the version reads,
    the most telling first.
    """
    rng = np.random.default_rng(seed)
    n = len(y)
    if n > MOST_HELD:
        some = np.sort(rng.choice(n, MOST_HELD, replace=False))
        y, p, held = y[some], p[some], held.take(some)
    trouble = _trouble(task, y, n)
    if trouble:
        nothing = np.empty(0)
        return Estimator(task, Encoding(()), np.empty((0, 0)), nothing, nothing, trouble=trouble)
    encoding = encoding_of(held, names)
    encoded = encoding.encoded(held)
    sizes = losses.sizes_of(y, p, encoded, rng) if task is Task.REGRESSION else None
    return Estimator(task, encoding, encoded, y, p, sizes)


def _trouble(task: Task, y: Array, n: int) -> str:
    if n < FEWEST_HELD:
        return f"Only {n:,} rows were held out; {FEWEST_HELD} are needed to estimate by."
    if task is Task.REGRESSION:
        return "" if np.ptp(y) > 0 else "All rows held out have the same truth."
    counts = np.bincount(y.astype(np.int64))
    if task is Task.MULTICLASS and len(counts) > MOST_CLASSES:
        return f"With more than {MOST_CLASSES} classes nothing is estimated."
    few = int(np.sort(counts)[-2]) if len(counts) > 1 else 0
    rarest = int(counts.min()) if task is Task.BINARY and len(counts) > 1 else few
    if rarest < FEWEST_OF_CLASS:
        return (
            f"One class has only {rarest:,} of the {n:,} rows held out; {FEWEST_OF_CLASS} are "
            "needed to estimate by."
        )
    return ""


def _estimate(name: str, value: float, draws: Array, wider: float) -> Estimate:
    known = draws[np.isfinite(draws)]
    if not np.isfinite(value) or len(known) < 0.9 * len(draws):
        return Estimate(None, note="It has no meaning on rows like these.")
    ends = [(1 - LEVEL) / 2, 1 / 6, 1 / 2, 5 / 6, (1 + LEVEL) / 2]
    low, below, middle, above, high = np.quantile(known, ends).tolist()
    low, high = (middle + wider * (end - middle) for end in (low, high))
    low, high = min(low, value), max(high, value)
    if name != "r2":
        low = max(0.0, low)
    if name not in _WITHOUT_TOP:
        high = min(1.0, high)
    return Estimate(value, low, high, wider * (above - below) / _TWO_THIRDS)


def none(task: Task, why: str) -> dict[str, Estimate]:
    """Why no measure of a task can be estimated."""
    return {name: Estimate(None, note=why) for name in _NAMES[task]}


def title_of(task: Task, name: str) -> str:
    """What people call a measure that is estimated."""
    return _TITLES.get(name) or metric(task, name).title


_TITLES = {
    "precision": "Precision",
    "recall": "Recall",
    "true_positives": "Share of true positives",
    "false_positives": "Share of false positives",
    "false_negatives": "Share of false negatives",
    "true_negatives": "Share of true negatives",
}
