"""Kinds of drift are told apart, and the column that costs is found, in simulated worlds."""

from collections import Counter

import numpy as np
from drifting_worlds import KINDS, case

from tidemill.domain import drift_kinds, impacts
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import summarise
from tidemill.domain.frames import ColumnData


def test_at_least_four_of_five_changes_are_called_what_they_are(rounds, measured):
    n = rounds(60, 20)
    told = {
        kind: Counter(str(drift_kinds.classify(case(kind, 1_000 * k + i))[0]) for i in range(n))
        for k, kind in enumerate(KINDS)
    }
    right = sum(told[kind][kind] for kind in KINDS)
    rows = "; ".join(f"{kind}: {dict(told[kind].most_common())}" for kind in KINDS)
    measured(f"kinds: {right} of {n * len(KINDS)} right; {rows}")
    assert right >= 0.8 * n * len(KINDS)
    for kind in KINDS:
        assert told[kind][kind] >= 0.6 * n, f"{kind} is told too seldom"


def _world(seed, n=4_000, d=12):
    """One column takes on values where the model is bad; others move that do no harm."""
    rng = np.random.default_rng(seed)
    mixed = rng.normal(size=(d, d)) * 0.15 + np.eye(d)
    guilty, *decoys = rng.choice(d, 4, replace=False).tolist()

    def drawn(moved):
        x = rng.normal(size=(n, d)) @ mixed
        x = x / x.std(axis=0)
        if moved:
            x[:, guilty] += rng.uniform(0.8, 1.6)
            for k in decoys:
                x[:, k] += rng.choice([-1, 1]) * rng.uniform(0.5, 1.6)
        spread = 0.5 + np.maximum(0.0, x[:, guilty] - 0.5)
        return x, np.abs(rng.normal(size=n) * spread)

    (before, old), (now, losses) = drawn(False), drawn(True)
    columns = []
    for k in range(d):
        reference = summarise(ColumnData(f"x{k}", Kind.NUMERIC, before[:, k]))
        found = impacts.binned(ColumnData(f"x{k}", Kind.NUMERIC, now[:, k]), reference)
        assert found is not None
        if k in (guilty, *decoys):
            columns.append(found)
    return losses, float(old.mean()), columns, f"x{guilty}"


def test_the_column_that_costs_comes_first_in_nine_of_ten(rounds, measured):
    n = rounds(200, 50)
    first, explained, worst = 0, [], 0.0
    for seed in range(n):
        losses, before, columns, guilty = _world(seed)
        found = impacts.split(losses, before, columns, seed=seed)
        first += found.parts[0].column == guilty
        explained.append(found.parts[0].value / found.total)
        whole = sum(p.value for p in found.parts) + found.unexplained
        worst = max(worst, abs(whole - (losses.mean() - before)))
    measured(
        f"impact: the guilty column first in {first} of {n}; it explains "
        f"{np.median(explained):.0%} of the loss in the median; parts add up to {worst:.1e}"
    )
    assert first >= 0.9 * n
    assert worst < 1e-9
    assert 0.6 < np.median(explained) < 1.3
