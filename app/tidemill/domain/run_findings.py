"""What stands out about a run, in words, each with its number and what it rests on.

Pure rules: each takes figures and says one finding or nothing. None speaks without evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.curves import CalibrationBin
from tidemill.domain.intervals import Interval
from tidemill.domain.metrics import TRAINING, Metric

Floats = NDArray[np.float64]
Tone = Literal["bad", "warn", "info", "good"]

MOST = 6
_ORDER: tuple[Tone, ...] = ("bad", "warn", "info", "good")

FLAT_SHARE = 0.005
"""A tail that moves by less than this share of all that was learned has stopped learning."""
TURNED_SHARE = 0.05
"""A loss that rose again by more than this share of what was learned was learned by heart."""
SWING_SHARE = 0.10
"""A curve whose end swings by more than this share of its range is not steady."""
_FEWEST_POINTS = 10
_OFF = 0.02


@dataclass(frozen=True)
class Number:
    """A number of a sentence: as it is written there, its value, and where the store has it.

    `of` begins with the place: `metrics.auc` is a metric of the run, `curve.log_loss@34` a point of
    its course, `learned.importances.0.value` a number of its page `learned.json`,
    `answers.calibration_error` what the kept answers for the hold-out come to.
    """

    of: str
    value: float
    words: str


@dataclass(frozen=True)
class Finding:
    """One thing that stands out. `weight` orders findings of one tone: the largest is first.

    `n_rows` is how many rows (or points of a curve) it rests on. `numbers` are all numbers it says;
    `names` what it quotes that may hold digits, as a column's name.
    """

    tone: Tone
    title: str
    text: str
    weight: float
    n_rows: int
    numbers: tuple[Number, ...] = ()
    names: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        said = {"tone": self.tone, "title": self.title, "text": self.text, "n_rows": self.n_rows}
        numbers = [{"of": n.of, "value": n.value, "words": n.words} for n in self.numbers]
        return {**said, "numbers": numbers}


@dataclass(frozen=True, eq=False)
class Course:
    """A metric's course: steps and values of the same length, and which direction is better.

    `title` is how people read it, `name` how it was logged.
    """

    title: str
    steps: NDArray[np.int64]
    values: Floats
    higher_is_better: bool
    name: str = ""

    def losses(self) -> Floats:
        """The values so that lower is better."""
        return -self.values if self.higher_is_better else self.values


def chosen(found: Sequence[Finding | None]) -> tuple[Finding, ...]:
    """The findings there are, worst first; where room is small the first `MOST` are shown."""
    known = [one for one in found if one is not None]
    known.sort(key=lambda one: (_ORDER.index(one.tone), -one.weight))
    return tuple(known)


def against_champion(metric: Metric, gain: Interval, label: str) -> Finding:
    """How the run stands against the version that serves; `gain` is positive where it is better."""
    sign = 1.0 if metric.higher_is_better is not False else -1.0
    ends = sorted((sign * gain.low, sign * gain.high))
    change, low, high = (
        Number(f"answers.{which}.{metric.id}", value, delta(value, metric.decimals))
        for which, value in zip(
            ("change", "change_low", "change_high"), (sign * gain.value, *ends), strict=True
        )
    )
    rows = counted("answers.rows_shared", gain.n)
    words = f"{metric.title} {change.words} ({low.words} to {high.words}), same {rows.words} rows"
    far = abs(gain.value) / max(gain.high - gain.low, 1e-12)
    numbers, names = (change, low, high, rows), (label, metric.title)
    if gain.low > 0:
        return Finding("good", f"Better than {label}", words, far, gain.n, numbers, names)
    if gain.high < 0:
        return Finding("bad", f"Worse than {label}", words, far, gain.n, numbers, names)
    return Finding("info", f"Not told apart from {label}", words, far, gain.n, numbers, names)


def calibration_error(bins: Sequence[CalibrationBin]) -> float:
    """Expected calibration error over bins: the mean distance of said and seen, by rows."""
    n = sum(one.n for one in bins)
    return sum(abs(one.predicted - one.observed) * one.n for one in bins) / n if n else 0.0


def calibrated(bins: Sequence[CalibrationBin]) -> Finding | None:
    """Whether what it says as probability comes true as often.

    A bin is off where the 95 % interval of what came true leaves out what was said; one of ten may
    be by chance.
    """
    n = sum(one.n for one in bins)
    if len(bins) < 3 or n < 100:
        return None
    error = calibration_error(bins)
    off = [one for one in bins if not one.low <= one.predicted <= one.high]
    worst = max(off or bins, key=lambda one: abs(one.predicted - one.observed))
    numbers = (
        Number("answers.calibration_error", error, f"{error:.3f}"),
        Number("answers.calibration_worst.predicted", worst.predicted, f"{worst.predicted:.1f}"),
        counted("answers.calibration_worst.rows", worst.n),
    )
    far, near, rows = (one.words for one in numbers)
    said = f"Calibration error {far}; most off near {near}, where {rows} rows are"
    if len(off) > max(1, len(bins) // 8) and error > _OFF:
        return Finding("warn", "Probabilities are off", said, error / _OFF, n, numbers)
    return Finding("good", "Probabilities can be trusted", said, 1.0, n, numbers)


def stopped_learning(course: Course, word: str = "step") -> Finding | None:
    """That the end of a learning curve changes nothing any more."""
    steps, losses = _finite(course)
    if len(steps) < _FEWEST_POINTS:
        return None
    learned = losses[0] - losses.min()
    if learned <= 0:
        return None
    tail_range = np.maximum.accumulate(losses[::-1]) - np.minimum.accumulate(losses[::-1])
    n_flat = int(np.count_nonzero(tail_range[::-1] <= FLAT_SHARE * learned))
    if n_flat < max(3, len(steps) // 10):
        return None
    at, last = int(steps[-n_flat]), int(steps[-1])
    change = float(tail_range[n_flat - 1])
    moved = Number(f"curve.{course.name}@{at}-{last}.range", change, small(change))
    begins, ends = (
        counted(f"curve.{course.name}.step", at),
        counted(f"curve.{course.name}.step", last),
    )
    rest = counted(f"curve.{course.name}.steps_after", last - at)
    text = f"{course.title} changes by {moved.words} over the last {rest.words} {word}s"
    title = f"Stopped learning at {word} {begins.words} of {ends.words}"
    numbers = (begins, ends, moved, rest)
    return Finding("info", title, text, n_flat / len(steps), len(steps), numbers, (course.title,))


def learned_by_heart(course: Course, word: str = "step") -> Finding | None:
    """That the measure on held-out rows got worse again after its best."""
    steps, losses = _finite(course)
    if len(steps) < _FEWEST_POINTS:
        return None
    # One lucky point of a noisy course is no best: means over a twentieth of it are compared.
    wide = max(1, len(steps) // 20)
    means = np.convolve(losses, np.full(wide, 1.0 / wide), "valid")
    low = float(means.min())
    learned, lost = float(means[0]) - low, float(means[-1]) - low
    noise = float(np.std(np.diff(losses))) / np.sqrt(2 * wide)
    if learned <= 0 or lost <= max(TURNED_SHARE * learned, 3 * np.sqrt(2) * noise):
        return None
    best = int(losses.argmin())
    if best >= len(steps) - 3:
        return None
    sign = -1.0 if course.higher_is_better else 1.0
    at, last = int(steps[best]), int(steps[-1])
    first, second = (
        Number(f"curve.{course.name}@{step}", float(sign * value), small(float(sign * value)))
        for step, value in ((at, losses[best]), (last, losses[-1]))
    )
    begins, ends = (
        counted(f"curve.{course.name}.step", at),
        counted(f"curve.{course.name}.step", last),
    )
    text = (
        f"{course.title} went from {first.words} at {word} {begins.words} "
        f"to {second.words} at {ends.words}"
    )
    title = f"Got worse after {word} {begins.words}"
    numbers = (begins, ends, first, second)
    return Finding("warn", title, text, float(lost / learned), len(steps), numbers, (course.title,))


def overfitted(
    name: str,
    metric_title: str,
    decimals: int,
    training: float,
    held_out: float,
    half_width: float,
    n_rows: int,
) -> Finding | None:
    """That rows learned from are known much better than rows held out.

    Said where the training value lies outside of the hold-out's interval and differs by a tenth.
    """
    gap = abs(training - held_out)
    if n_rows <= 0 or gap <= half_width or gap <= 0.1 * max(abs(held_out), 1e-12):
        return None
    numbers = (
        Number(f"curve.{TRAINING}{name}@end", training, f"{training:.{decimals}f}"),
        Number(f"curve.{name}@end", held_out, f"{held_out:.{decimals}f}"),
        counted("learned.n_hold_out", n_rows),
    )
    learned, held, rows = (one.words for one in numbers)
    text = f"{metric_title} {learned} on rows learned from, {held} on {rows} held out"
    title, far = "Knows its training rows better", gap / abs(held_out)
    return Finding("warn", title, text, far, n_rows, numbers, (metric_title,))


def unsteady(course: Course, word: str = "step") -> Finding | None:
    """That a curve swings at its end, or holds values that are not numbers."""
    n_odd = int(np.count_nonzero(~np.isfinite(course.values)))
    n = len(course.values)
    if n_odd:
        points = "1 point is" if n_odd == 1 else f"{n_odd:,} of {n:,} points are"
        at = int(course.steps[int(np.flatnonzero(~np.isfinite(course.values))[0])])
        title = f"{course.title} was not a number"
        first = counted(f"curve.{course.name}.step", at)
        odd = counted(f"curve.{course.name}.n_odd", n_odd)
        whole = (counted(f"curve.{course.name}.n", n),) if n_odd > 1 else ()
        text = f"{points} none, first at {word} {first.words}"
        return Finding("bad", title, text, n_odd / n, n, (first, odd, *whole), (course.title,))
    if n < 4 * _FEWEST_POINTS:
        return None
    end = course.values[-(n // 4) :]
    places = np.arange(len(end), dtype=np.float64)
    slope, level = np.polyfit(places, end, 1)
    swing = float(np.std(end - (slope * places + level), ddof=2))
    reach = float(np.ptp(course.values))
    if reach <= 0 or swing <= SWING_SHARE * reach:
        return None
    by = Number(f"curve.{course.name}.swing", swing, small(swing))
    over = counted(f"curve.{course.name}.n_last", len(end))
    text = f"It swings by {by.words} over the last {over.words} points"
    title = f"{course.title} is not steady"
    return Finding("warn", title, text, swing / reach, n, (by, over), (course.title,))


def weak_slice(
    metric_id: str, name: str, title: str, decimals: int, value: float, low: float, high: float,
    whole: float, n_rows: int, higher_is_better: bool,
) -> Finding | None:  # fmt: skip
    """That one part of the rows does worse than the whole, as far as its interval tells."""
    is_worse = high < whole if higher_is_better else low > whole
    if not is_worse:
        return None
    side = "under" if higher_is_better else "over"
    gap = abs(value - whole)
    numbers = (
        Number(f"answers.slice.{metric_id}", value, f"{value:.{decimals}f}"),
        counted("answers.slice.rows", n_rows),
        Number(f"answers.slice_gap.{metric_id}", gap, f"{gap:.{decimals}f}"),
    )
    here, rows, apart = (one.words for one in numbers)
    text = f"{title} {here} on {rows} rows, {apart} {side} the whole"
    far = gap / max(high - low, 1e-12)
    return Finding("warn", f"Weak on {name}", text, far, n_rows, numbers, (name, title))


def part_words(column: str, words: str) -> str:
    """A part of the rows as people read it: `carrier = AA`, `distance over 1,185`."""
    is_range = words.startswith(("up to ", "over ", "under ", "from ")) or " to " in words
    return f"{column} {words}" if is_range else f"{column} = {words}"


def failed(reason: str, state: str) -> Finding:
    """That the run ended early, and why."""
    first = reason.strip().splitlines()[-1] if reason.strip() else ""
    title = {"failed": "It failed", "stopped": "It was stopped"}.get(state, "It did not finish")
    said = first or "Nothing was logged of the reason."
    return Finding("bad", title, said, float("inf"), 0, (), (said,))


def _finite(course: Course) -> tuple[NDArray[np.int64], Floats]:
    ok = np.isfinite(course.values)
    return course.steps[ok], course.losses()[ok]


def counted(of: str, n: int) -> Number:
    """A count as sentences write it."""
    return Number(of, float(n), f"{n:,}")


def small(value: float) -> str:
    """A number in four decimals, or where it is smaller as a power of ten."""
    said = f"{value:.4f}" if abs(value) >= 0.0001 or value == 0 else f"{value:.1e}"
    return said.replace("-", "\N{MINUS SIGN}")


def delta(value: float, decimals: int) -> str:
    """A change with its sign."""
    return f"{value:+.{decimals}f}".replace("-", "\N{MINUS SIGN}")
