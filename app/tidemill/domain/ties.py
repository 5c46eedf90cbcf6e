"""Which models cannot be told apart on the rows they were all judged on.

Every pair of models is tested on the same rows. The p-values are corrected by Holm's method over
all pairs (S. Holm, Scandinavian Journal of Statistics 6, 1979), so that the chance that any model
is called better than one that is as good is at most 5 %, however the models depend on each other
and although the best one was chosen by looking. Why so: docs/decisions/0013-honest-ties.md.

Tests: AUC by DeLong's (influences within the classes), accuracy by McNemar's exact test, means of
row losses by the paired t-test, the rest by the infinitesimal jackknife. Rows count as independent
of each other, or whole groups of rows where they are given; accuracy is tested by the t-test then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tidemill.base import hashing
from tidemill.domain.influences import Array, Influences, influences
from tidemill.domain.metrics import Metric

LEVEL = 0.05
FEW_ROWS = 64
_CANCELLED = 1e-8


@dataclass(frozen=True, eq=False)
class Ties:
    """What can be said of several models by one measure; models go by their place as given.

    `values` (models,) are the measures, `order` the places from best to worst, `tiers` (models,)
    the tier of each from 1. `p_values` (models, models) are corrected over all `n_pairs`. In the
    measure's own units, `errors` (models, models) are the standard errors of the differences and
    `margins` what these may be off by on either side, all pairs together at 95 % (Bonferroni).
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
        """How many pairs were tested."""
        return len(self.values) * (len(self.values) - 1) // 2

    def is_told_apart(self, one: int, other: int) -> bool:
        """Whether one of two models is called better than the other."""
        return bool(self.p_values[one, other] <= LEVEL)

    def p_to_best(self, place: int) -> float:
        """The corrected p-value that a model differs from the best."""
        return float(self.p_values[self.order[0], place])

    def behind_best(self, place: int) -> tuple[float, float, float]:
        """How much worse than the best a model is, with an interval that holds with all others."""
        best = self.order[0]
        gap = float(self.metric.gain(self.values[best], self.values[place]))
        half = float(self.margins[best, place])
        return gap, gap - half, gap + half


def ties(
    one: Metric,
    y: Array,
    answers: Sequence[Array],
    check: Callable[[], None] = lambda: None,
    *,
    groups: Array | None = None,
) -> Ties:
    """Test all pairs of models and put them into tiers.

    `y` and each of `answers` are as `domain.metrics` takes them. The first tier holds the best
    model and all that cannot be told apart from it, the next the best of the others and all of
    those that cannot be told apart from that one, and so on. `groups` (rows,) are codes from 0
    without gaps of rows that hang together and so count together. `check` is called now and then
    and may raise to stop. Raises `UndefinedMetric` where the measure has no meaning on these rows.
    """
    found = influences(one, y, answers, check)
    if groups is not None:
        found = found.by_group(groups)
    n = found.parts.shape[1]
    gaps = found.scores[:, None] - found.scores[None, :]
    variances, freedom = _spread_of_differences(found)
    if one.id == "accuracy" and groups is None:
        raw = _mcnemar(found)
    else:
        raw = t_test(gaps, variances, freedom)
        if n < FEW_ROWS:
            # No test that only asks which of two answers is whose can be surer than this.
            raw = np.maximum(raw, 2.0 ** (1 - n))
        raw[gaps == 0] = 1.0
    p_values = _holm(raw)
    order = tuple(int(at) for at in np.argsort(-found.scores, kind="stable"))
    errors = np.sqrt(variances) * found.units()
    return Ties(
        one,
        judged_by(one, is_grouped=groups is not None),
        len(y),
        found.values,
        order,
        _tiers(order, p_values),
        p_values,
        errors,
        _margins(errors, freedom),
    )


def judged_by(one: Metric, *, is_grouped: bool = False) -> str:
    """The test a measure's differences are judged by, in words."""
    if one.id in ("auc", "macro_auc"):
        return "DeLong's test"
    if one.id == "accuracy" and not is_grouped:
        return "McNemar's exact test"
    if one.id in ("rmse", "r2"):
        return "a paired t-test of the squared errors"
    if one.id in ("f1", "pr_auc"):
        return "a paired jackknife test"
    return "a paired t-test"


def _spread_of_differences(found: Influences) -> tuple[Array, Array]:
    """Variances of all differences of two scores, and their degrees of freedom.

    One covariance matrix a stratum holds all pairs. The degrees of freedom of a sum of variances
    are Welch and Satterthwaite's, as in Brunner and Munzel's test (Biometrical Journal 42, 2000).
    A stratum of one row does not tell how rows vary: the degrees are 0 then.
    """
    n_models = len(found.scores)
    total, of_squares = np.zeros((n_models, n_models)), np.zeros((n_models, n_models))
    is_told = True
    alike = [hashing.of_bytes(part.tobytes()) for part in found.parts]
    shared = found.parts.mean(axis=0)  # cancels in every difference, and rounding with it
    for stratum in range(int(found.strata.max()) + 1):
        rows = found.strata == stratum
        n = int(rows.sum())
        if n < 2:
            is_told = False
            continue
        apart = found.parts[:, rows] - shared[rows]
        products = apart @ apart.T
        own = np.diag(products)
        sums = own[:, None] + own[None, :]
        squares = sums - 2 * products
        for a, b in np.argwhere(np.triu(squares < _CANCELLED * sums, 1)):
            exact = 0.0 if alike[a] == alike[b] else float(((apart[a] - apart[b]) ** 2).sum())
            squares[a, b] = squares[b, a] = exact
        variance = np.maximum(squares, 0.0) * n / (n - 1)
        np.fill_diagonal(variance, 0.0)
        total += variance
        of_squares += variance**2 / (n - 1)
    if not is_told:
        return total, np.zeros_like(total)
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = np.where(of_squares > 0, total**2 / of_squares, len(found.strata) - 1.0)
    return total, freedom


def t_test(gaps: Array, variances: Array, freedom: Array) -> Array:
    """Two-sided p-values of Student's t."""
    from scipy.special import stdtr

    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(gaps == 0, 0.0, np.abs(gaps) / np.sqrt(variances))
    return np.where(freedom > 0, 2 * stdtr(np.maximum(freedom, 1e-9), -t), 1.0)


def _margins(errors: Array, freedom: Array) -> Array:
    """How far off all pairs' differences may be together, at 95 %; infinite where the rows do not
    tell how they vary."""
    from scipy.special import stdtrit

    n_pairs = max(1, len(errors) * (len(errors) - 1) // 2)
    wide = stdtrit(np.maximum(freedom, 1.0), 1.0 - LEVEL / (2 * n_pairs))
    return np.where(freedom > 0, errors * wide, np.inf)


def _mcnemar(found: Influences) -> Array:
    """Exact two-sided p-values of McNemar's test (Psychometrika 12, 1947) for all pairs."""
    from scipy.special import bdtr

    n = found.parts.shape[1]
    right = np.rint((found.parts * n) + found.values[:, None])
    only_first = right @ (1.0 - right).T
    fewer, either = np.minimum(only_first, only_first.T), only_first + only_first.T
    return np.asarray(np.minimum(1.0, 2 * bdtr(fewer, either.astype(np.int64), 0.5)))


def _holm(raw: Array) -> Array:
    """p-values of all pairs, each the level at which Holm's method would call the pair apart."""
    n = len(raw)
    above = np.triu_indices(n, 1)
    whole = np.ones((n, n))
    whole[above] = holm(raw[above], len(above[0]))
    return np.minimum(whole, whole.T)


def holm(raw: Array, n_pairs: int) -> Array:
    """Corrected p-values of some of `n_pairs`, shape (n,); those not given count as 1.

    None is smaller than one that was smaller before (Holm 1979, the step-down).
    """
    order = np.argsort(raw, kind="stable")
    factors = n_pairs - np.arange(len(raw))
    corrected = np.empty(len(raw))
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(raw[order] * factors))
    return corrected


def _tiers(order: Sequence[int], p_values: Array) -> tuple[int, ...]:
    tiers = [0] * len(order)
    left = list(order)
    tier = 0
    while left:
        tier += 1
        leader = left[0]
        apart = []
        for place in left:
            if place != leader and p_values[leader, place] <= LEVEL:
                apart.append(place)
            else:
                tiers[place] = tier
        left = apart
    return tuple(tiers)
