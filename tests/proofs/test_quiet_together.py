"""Columns together, look by look: how often a quiet model cries wolf, and what is found."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import binom
from test_quiet_quarters import N_DAYS, N_REFERENCE, model_rows

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.services.drift_together import compare_together
from tidemill.services.monitoring import together
from tidemill.services.monitoring.reference_rows import ReferenceRows

LOOKS_A_REFERENCE = 15


def moved(reference: Frame, frame: Frame) -> bool:
    known = ReferenceRows(reference, reference.n_rows, "the reference")
    found, _ = together.of_look(known, frame, reference.names)
    return any(one["drifted"] for one in found)


@pytest.mark.timeout(3_600)
def test_a_quiet_quarter_of_looks_is_called_moved_together_at_most_1_2_times(
    rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    """Looks of 60 to 800 rows by 40 columns, each 15 against a reference of 5,000 of their own.

    Every look that is called moved counts as an alert, though those in a row would be one.
    """
    n = rounds(720, 15)
    rng = np.random.default_rng(20_281)
    n_moved = 0
    for look in range(n):
        if look % LOOKS_A_REFERENCE == 0:
            reference = model_rows(rng, N_REFERENCE)
            size = int(rng.choice([60, 150, 300, 800]))
        n_moved += moved(reference, model_rows(rng, size))
    a_quarter = n_moved / n * N_DAYS
    measured(f"quiet looks together: {n_moved} of {n} called moved ({a_quarter:.2f} a quarter)")
    assert n_moved <= max(1.0, 1.2 * n / N_DAYS)


def _quiet(rng: np.random.Generator, n: int) -> Frame:
    """Five columns of which two go together, and texts of four words."""
    values = rng.normal(size=(n, 5))
    values[:, 1] += values[:, 0]
    numbers = [ColumnData(f"c{i}", Kind.NUMERIC, values[:, i]) for i in range(5)]
    words = rng.choice(["mill", "tide", "stone", "race", "wheel"], (n, 4)).tolist()
    return Frame((*numbers, coded("said", Kind.TEXT, [" ".join(row) for row in words])))


def test_a_classifier_of_quiet_tables_is_no_surer_than_it_says(
    rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    """P-values of two tables of one make: at most 5 % under 0.05, and at most 1 % under 0.01.

    More than that by chance alone would be seen once in a thousand runs.
    """
    n = rounds(1_000, 6)
    rng = np.random.default_rng(20_283)
    found: dict[str, list[float]] = {"domain_classifier": [], "text_classifier": []}
    for _ in range(n):
        one, other = (_quiet(rng, int(rng.choice([120, 300, 700]))) for _ in range(2))
        for told in compare_together(one, other):
            if told.id in found and told.p_value is not None:
                found[told.id].append(told.p_value)
    for name, p_values in found.items():
        assert len(p_values) == n
        shares = {limit: np.mean(np.array(p_values) < limit) for limit in (0.01, 0.05, 0.1)}
        words = ", ".join(f"{100 * share:.1f} % under {at}" for at, share in shares.items())
        measured(f"{name} on {n} quiet pairs: {words}")
        for limit, share in shares.items():
            assert share * n <= binom.ppf(0.999, n, limit), name


def _tied(rng: np.random.Generator, n: int, tie: float) -> Frame:
    """Ten standard normal columns; the first two go together by `tie`."""
    values = rng.normal(size=(n, 10))
    values[:, 1] = tie * values[:, 0] + np.sqrt(1.0 - tie**2) * values[:, 1]
    return Frame(tuple(ColumnData(f"c{i}", Kind.NUMERIC, values[:, i]) for i in range(10)))


def test_two_columns_that_no_longer_go_together_are_found(
    rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    """A correlation of 0.8 that is gone in 400 new rows; every column alone is as before."""
    n = rounds(60, 3)
    rng = np.random.default_rng(20_282)
    found = sum(moved(_tied(rng, 4_000, 0.8), _tied(rng, 400, 0.0)) for _ in range(n))
    measured(f"columns that no longer go together: found {found} of {n}")
    assert found >= 0.95 * n
