"""What stands out in the answers a run kept and in the columns it leans on, each with its numbers.

As in `run_findings`: pure rules, none speaks without evidence.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.intervals import Interval
from tidemill.domain.metrics import Metric, metric
from tidemill.domain.recipes import Task
from tidemill.domain.run_findings import Finding, Number, counted, delta

Array = npt.NDArray[Any]
Weight = tuple[str, float, float]
"""A column, what shuffling it costs, and the spread of that over the repeats."""

_LOSSES = {Task.BINARY: "log_loss", Task.MULTICLASS: "log_loss", Task.REGRESSION: "rmse"}
FEWEST = 30
_Z = 1.96


def than_a_guess(task: Task, measured: Interval, y: Array, n_classes: int) -> Finding:
    """Whether it knows more than who always says the same: the shares of the classes, or the mean,
    of the very rows it is judged on. `measured` is its log loss or root mean squared error.
    """
    known = metric(task, _LOSSES[task])
    if task is Task.REGRESSION:
        guess, by = float(np.std(y)), "for always saying the mean"
    else:
        shares = np.bincount(y, minlength=n_classes) / len(y)
        shares = shares[shares > 0]
        guess, by = float(-(shares * np.log(shares)).sum()), "for always saying how often each is"
    here = Number(f"metrics.{known.id}", measured.value, f"{measured.value:.{known.decimals}f}")
    there = Number("answers.guess", guess, f"{guess:.{known.decimals}f}")
    text = f"{known.title} {here.words}, {there.words} {by}"
    far = abs(guess - measured.value) / max(measured.high - measured.low, 1e-12)
    numbers, names = (here, there), (known.title,)
    if measured.high < guess:
        return Finding("good", "Knows more than a guess", text, far, measured.n, numbers, names)
    title = "Knows no more than a guess"
    return Finding("bad", title, text, far, measured.n, numbers, names)


def leans_on(weights: Sequence[Weight], measure: Metric, n_rows: int) -> Finding | None:
    """Which column it leans on most, where that is told from the next and from nothing."""
    if len(weights) < 2:
        return None
    (name, value, sd), (other, second, _) = weights[0], weights[1]
    if value <= 2 * sd or second <= 0 or value - second <= 2 * sd:
        return None
    numbers = (
        Number("learned.importances.0.value", value, f"{value:.{measure.decimals}f}"),
        Number("learned.importances.0.value/1.value", value / second, f"{value / second:.1f}"),
    )
    cost, times = (one.words for one in numbers)
    text = f"Shuffling it costs {cost} {measure.title}, {times} times what {other} does"
    title, names = f"Leans on {name} most", (name, other, measure.title)
    return Finding("info", title, text, value / second, n_rows, numbers, names)


def idle_columns(weights: Sequence[Weight], n_rows: int) -> Finding | None:
    """Columns whose shuffling costs nothing that its own spread would not explain."""
    idle = [name for name, value, sd in weights if value <= 2 * sd]
    if not idle or len(idle) == len(weights):
        return None
    n, whole = (
        counted("learned.importances.idle", len(idle)),
        counted("learned.importances.n", len(weights)),
    )
    title = f"Would do without {n.words} of {whole.words} columns"
    more = counted("learned.importances.idle_unnamed", len(idle) - 3)
    rest = f" and {more.words} more" if len(idle) > 3 else ""
    text = f"Shuffling {', '.join(idle[:3])}{rest} costs nothing that chance would not"
    numbers = (n, whole, more) if rest else (n, whole)
    return Finding("info", title, text, len(idle) / len(weights), n_rows, numbers, tuple(idle[:3]))


def mixed_up(counts: Array, levels: Sequence[str]) -> Finding | None:
    """The class most often taken for another, where that is at least a tenth of its rows."""
    of_class = counts.sum(axis=1)
    wrong = counts.astype(np.float64).copy()
    np.fill_diagonal(wrong, 0.0)
    shares = wrong / np.maximum(of_class, 1)[:, None]
    shares[of_class < FEWEST] = 0.0
    true, said = divmod(int(shares.argmax()), shares.shape[1])
    share = float(shares[true, said])
    if share < 0.1:
        return None
    numbers = (
        counted("answers.confusion.taken", int(wrong[true, said])),
        counted("answers.confusion.rows", int(of_class[true])),
    )
    taken, rows = (one.words for one in numbers)
    title = f"Takes {levels[true]} for {levels[said]}"
    rest = "; no class is taken for another more often" if len(levels) > 2 else ""
    text = f"{taken} of {rows} rows that are {levels[true]}{rest}"
    names = (levels[true], levels[said])
    return Finding("info", title, text, share, int(of_class[true]), numbers, names)


def leaning_errors(y: Array, p: Array) -> Finding | None:
    """That numbers said are too high or too low on the whole, beyond chance."""
    if len(y) < FEWEST:
        return None
    apart = np.asarray(p, dtype=np.float64) - y
    mean, error = float(apart.mean()), float(apart.std(ddof=1) / np.sqrt(len(apart)))
    if abs(mean) <= _Z * error:
        return None
    digits = _digits(mean)
    numbers = (
        Number("answers.error_mean", mean, delta(mean, digits)),
        Number("answers.error_mean_low", mean - _Z * error, delta(mean - _Z * error, digits)),
        Number("answers.error_mean_high", mean + _Z * error, delta(mean + _Z * error, digits)),
        counted("answers.rows", len(y)),
    )
    by, low, high, rows = (one.words for one in numbers)
    title = f"Says too {'much' if mean > 0 else 'little'} on the whole"
    text = f"{by} on average ({low} to {high}), {rows} rows"
    return Finding("warn", title, text, abs(mean) / error, len(y), numbers)


def few_rows_hold_the_error(y: Array, p: Array) -> Finding | None:
    """That a hundredth of the rows holds a fifth or more of all that numbers are off by."""
    n = len(y) // 100
    if n < 5:
        return None
    apart = np.sort(np.abs(np.asarray(p, dtype=np.float64) - y))
    whole = float(apart.sum())
    share = float(apart[-n:].sum()) / whole if whole > 0 else 0.0
    if share < 0.2:
        return None
    rows, of = counted("answers.far_rows", n), counted("answers.rows", len(y))
    part = Number("answers.far_share", share, f"{share:.0%}")
    text = (
        f"The farthest {rows.words} of {of.words} rows hold {part.words} of all that it is off by"
    )
    return Finding("info", "A few rows are far off", text, share, len(y), (rows, of, part))


def _digits(value: float) -> int:
    """So many decimals that three figures are said."""
    return int(np.clip(2 - np.floor(np.log10(max(abs(value), 1e-12))), 0, 6))
