"""What is estimated without labels, held against what came out, where only the input moved."""

import numpy as np
import pytest
from shifted_worlds import WORLDS, World

from tidemill.domain.estimates.estimator import estimator_of
from tidemill.domain.intervals import wilson
from tidemill.domain.metrics import UndefinedMetric, for_task


def _hits(world: World, n: int) -> dict[str, list[bool]]:
    """Whether each measure came out within its interval, in `n` worlds of their own."""
    hits: dict[str, list[bool]] = {}
    for seed in range(n):
        one = world.split(seed)
        names = list(one.held.names)
        estimator = estimator_of(world.task, one.held_y, one.held_p, one.held, names, seed=seed)
        found = estimator.estimate(one.new, one.new_p, seed=seed)
        for known in for_task(world.task):
            estimate = found[known.id]
            if estimate.value is None:
                continue
            assert estimate.low is not None
            assert estimate.high is not None
            try:
                real = known.value(one.new_y, one.new_p)
            except UndefinedMetric:
                continue
            hits.setdefault(known.id, []).append(estimate.low <= real <= estimate.high)
    return hits


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name.replace(" ", "_"))
def test_nine_of_ten_intervals_hold_what_came_out_under_covariate_shift(world, rounds, measured):
    """90 % intervals cover 85 to 95 %; of a share of the rounds, what chance allows of that."""
    n = rounds(300, 30)
    hits = _hits(world, n)
    told = ", ".join(f"{name} {np.mean(some):.1%}" for name, some in hits.items())
    every = [hit for some in hits.values() for hit in some]
    share = float(np.mean(every))
    measured(f"{world.name}: {share:.1%} of {len(every):,} intervals in {n} worlds ({told})")
    assert min(len(some) for some in hits.values()) >= 0.9 * n, "too much was left unsaid"
    # The measures of one world hang together: as many independent looks as there are worlds.
    chance = wilson(round(share * n), n, 0.99)
    assert (0.85 <= share <= 0.95) or (n < 100 and chance.low <= 0.95 and chance.high >= 0.85)
