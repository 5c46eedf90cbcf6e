"""Which of very many models cannot be told apart from the best of them.

`ties` tests all pairs: of m models m (m - 1) / 2, with the answers of all in memory. Here each
model is tested against the best only, so the work grows as m and only a few answers are held at a
time; the correction stays that for *all* pairs. Holm's method is run over them as if each pair that
was not tested had the p-value 1. A p-value may always be replaced by a larger one: what is called
better here would be called better if all pairs were tested, so the chance of any false call is at
most 5 % here too, although the best was chosen by looking. See docs/decisions/0013-honest-ties.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.domain.influences import Array, Influences, influences
from tidemill.domain.metrics import Metric
from tidemill.domain.ties import FEW_ROWS, LEVEL, holm, judged_by, t_test

_BLOCK_NUMBERS = 2_000_000
"""So many answers are looked at together: some 50 MB."""


@dataclass(frozen=True, eq=False)
class TiesToBest:
    """What can be said of very many models by one measure; models go by their place as given.

    As `Ties`, but `p_values`, `errors` and `margins` (models,) are those of each model and the
    best, corrected over all `n_pairs`, and `tiers` are 1 for those that can't be told apart from
    the best and 2 for those that are worse.
    """

    metric: Metric
    test: str
    n_rows: int
    values: Array
    order: tuple[int, ...]
    tiers: tuple[int, ...]
    p_values: Array
    errors: Array
    margins: Array

    @property
    def n_pairs(self) -> int:
        """How many pairs are corrected for: all that the best and another could have been."""
        return len(self.values) * (len(self.values) - 1) // 2

    def p_to_best(self, place: int) -> float:
        """The corrected p-value that a model differs from the best."""
        return float(self.p_values[place])

    def behind_best(self, place: int) -> tuple[float, float, float]:
        """How much worse than the best a model is, with an interval that holds with all others."""
        gap = float(self.metric.gain(self.values[self.order[0]], self.values[place]))
        half = float(self.margins[place])
        return gap, gap - half, gap + half


def ties_to_best(
    one: Metric,
    y: Array,
    answers: Sequence[Array],
    reporter: Reporter,
    *,
    groups: Array | None = None,
) -> TiesToBest:
    """Find the best model and test each other against it.

    `y`, each of `answers` and `groups` are as `ties.ties` takes them; answers are asked for twice,
    some at a time. Raises `UndefinedMetric` where the measure has no meaning on these rows.
    """
    n = len(answers)
    width = max(1, answers[0].size)
    step = max(1, _BLOCK_NUMBERS // width)
    values, scores = np.empty(n), np.empty(n)
    for start in range(0, n, step):
        reporter.report(0.5 * start / n, "Measuring the runs")
        found = influences(one, y, _some(answers, start, step), reporter.check)
        values[start : start + step] = found.values
        scores[start : start + step] = found.scores
    order = np.argsort(-scores, kind="stable")
    best = answers[int(order[0])]
    raw, errors, freedom = np.ones(n), np.zeros(n), np.full(n, np.inf)
    for start in range(0, n, step):
        reporter.report(0.5 + 0.5 * start / n, "Testing the runs against the best")
        found = influences(one, y, [best, *_some(answers, start, step)], reporter.check)
        if groups is not None:
            found = found.by_group(groups)
        rows = slice(start, start + step)
        is_exact = one.id == "accuracy" and groups is None
        raw[rows], errors[rows], freedom[rows] = _to_first(found, is_exact)
    raw[order[0]] = 1.0
    p_values = holm_of_some(raw, np.arange(n) != order[0], n * (n - 1) // 2)
    p_values[order[0]] = 1.0
    return TiesToBest(
        one,
        judged_by(one, is_grouped=groups is not None),
        len(y),
        values,
        tuple(int(at) for at in order),
        tuple(2 if p <= LEVEL else 1 for p in p_values.tolist()),
        p_values,
        errors,
        _margins(errors, freedom),
    )


def _some(answers: Sequence[Array], start: int, step: int) -> list[Array]:
    return [answers[at] for at in range(start, min(len(answers), start + step))]


def _to_first(found: Influences, is_exact: bool) -> tuple[Array, Array, Array]:
    """Raw p-values, standard errors and degrees of freedom of all but the first with the first."""
    gaps = found.scores[1:] - found.scores[0]
    total, of_squares = np.zeros(len(gaps)), np.zeros(len(gaps))
    is_told = True
    for stratum in range(int(found.strata.max()) + 1):
        rows = found.strata == stratum
        n = int(rows.sum())
        if n < 2:
            is_told = False
            continue
        apart = found.parts[1:, rows] - found.parts[0, rows]
        variance = np.einsum("mr,mr->m", apart, apart) * n / (n - 1)
        total += variance
        of_squares += variance**2 / (n - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = np.where(of_squares > 0, total**2 / of_squares, len(found.strata) - 1.0)
    if not is_told:
        total, freedom = np.zeros_like(total), np.zeros_like(total)
    if is_exact:
        raw = _mcnemar(found)
    else:
        raw = t_test(gaps, total, freedom)
        n_rows = found.parts.shape[1]
        if n_rows < FEW_ROWS:
            raw = np.maximum(raw, 2.0 ** (1 - n_rows))
        raw[gaps == 0] = 1.0
    return raw, np.sqrt(total) * _units(found), freedom


def _units(found: Influences) -> Array:
    """What differences of scores to the first are multiplied by to be differences of measures."""
    if np.array_equal(np.abs(found.scores), np.abs(found.values)):
        return np.ones(len(found.scores) - 1)
    gaps = np.abs(found.scores[1:] - found.scores[0])
    apart = np.abs(found.values[1:] - found.values[0])
    return np.asarray(np.divide(apart, gaps, out=np.zeros_like(gaps), where=gaps > 0))


def _mcnemar(found: Influences) -> Array:
    """Exact two-sided p-values of McNemar's test with the first."""
    from scipy.special import bdtr

    n = found.parts.shape[1]
    right = np.rint(found.parts * n + found.values[:, None])
    only_first = ((1.0 - right[1:]) * right[0]).sum(axis=1)
    only_other = (right[1:] * (1.0 - right[0])).sum(axis=1)
    fewer, either = np.minimum(only_first, only_other), only_first + only_other
    return np.asarray(np.minimum(1.0, 2 * bdtr(fewer, either.astype(np.int64), 0.5)))


def holm_of_some(raw: Array, is_tested: Array, n_pairs: int) -> Array:
    """Holm's corrected p-values where only some of `n_pairs` were tested: the others count as 1."""
    corrected = np.ones(len(raw))
    corrected[is_tested] = holm(raw[is_tested], n_pairs)
    return corrected


def _margins(errors: Array, freedom: Array) -> Array:
    """How far off the differences to the best may be together, at 95 %, with all pairs counted."""
    from scipy.special import stdtrit

    n_pairs = max(1, len(errors) * (len(errors) - 1) // 2)
    with np.errstate(invalid="ignore"):
        wide = stdtrit(np.clip(freedom, 1.0, 1e12), 1.0 - LEVEL / (2 * n_pairs))
    return np.where(freedom > 0, errors * wide, np.inf)
