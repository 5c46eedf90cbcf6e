"""Columns together, look by look: how often a quiet model cries wolf, and what is found."""

from collections.abc import Callable

import numpy as np
import pytest
from test_quiet_quarters import N_DAYS, N_REFERENCE, model_rows

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame
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
