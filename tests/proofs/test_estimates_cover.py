"""What is estimated without labels, held against what came out, where only the input moved."""

import numpy as np
import pytest
from shifted_worlds import WORLDS, World

from tidemill.domain.business_value import Costs
from tidemill.domain.estimates.estimator import estimator_of
from tidemill.domain.intervals import wilson
from tidemill.domain.metrics import UndefinedMetric, for_task
from tidemill.domain.recipes import Task


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


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name.replace(" ", "_"))
def test_intervals_of_what_answers_cost_hold_what_came_out(world, rounds, measured):
    """95 % intervals of the mean cost of an answer, mistakes of unequal costs."""
    n, hits = rounds(100, 8), []
    for seed in range(n):
        one = world.split(seed)
        names = list(one.held.names)
        estimator = estimator_of(world.task, one.held_y, one.held_p, one.held, names, seed=seed)
        levels = tuple(str(k) for k in range(one.held_p.shape[1] if one.held_p.ndim > 1 else 2))
        pairs = {f"{a}:{b}": 1.0 + 3.0 * (a > b) for a in levels for b in levels if a != b}
        is_number = world.task is Task.REGRESSION
        costs = Costs({"over": 1.0, "under": 4.0} if is_number else pairs)
        found = estimator.estimate_cost(one.new, one.new_p, costs, levels, seed=seed)
        real = float(costs.of_answers(world.task, levels, one.new_y, one.new_p).mean())
        if found.value is not None:
            hits.append(found.low <= real <= found.high)
    share = float(np.mean(hits))
    measured(f"{world.name}: {share:.1%} of {len(hits)} intervals of costs")
    assert len(hits) >= 0.9 * n, "too much was left unsaid"
    chance = wilson(sum(hits), len(hits), 0.99)
    assert chance.high >= 0.90
