"""Models as rules see them, made up: by hand and at random."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import strategies as st

from tidemill.domain.alert_rules import COMPARISONS, AlertRule, Comparison, Unit, Watches, judge
from tidemill.domain.rule_readings import DAY_US, Bounds, Watched

DAY_0 = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000


def watched(values=(), *, every=1, measures=None, expected=None, **changed) -> Watched:
    """A model seen once in `every` days; `values` is the PSI of its only column, `x`."""
    n = len(values)
    starts = DAY_0 + np.arange(n, dtype=np.int64) * every * DAY_US
    psi = np.array([values], dtype=float)
    facts = {
        "model": "m",
        "metric": "auc",
        "starts_at": starts,
        "ends_at": starts + every * DAY_US - 1,
        "seen_at": starts + every * DAY_US,
        "n_rows": np.full(n, 100.0),
        "columns": ("x",),
        "psi": psi,
        "missing": np.zeros((1, n)),
        "is_over": psi > 0.2,
        "prediction_psi": np.full(n, np.nan),
        "worth": np.full(n, np.nan),
        "chunk_ids": np.arange(1, n + 1),
        "measures": measures or {},
        "expected": expected or {},
        "higher_is_better": {"auc": True, "mae": False},
    }
    return Watched(**{**facts, **changed})


figures = st.one_of(st.floats(0, 1, width=32), st.just(float("nan")))


@st.composite
def courses(draw):
    """A course with gaps, uneven looks and unknown figures."""
    n = draw(st.integers(1, 25))
    many = st.lists(figures, min_size=n, max_size=n).map(np.array)
    days = np.cumsum(draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)))
    starts = DAY_0 + days.astype(np.int64) * DAY_US
    psi = np.stack([draw(many), draw(many)])
    worth, value, then = draw(many), draw(many), draw(many)
    return watched(
        [0.0] * n,
        starts_at=starts,
        ends_at=starts + DAY_US - 1,
        seen_at=starts + DAY_US,
        n_rows=np.array(draw(st.lists(st.integers(1, 500), min_size=n, max_size=n)), dtype=float),
        columns=("x", "y"),
        psi=psi,
        missing=np.abs(psi - 0.3),
        is_over=psi > 0.4,
        prediction_psi=draw(many),
        worth=worth,
        measures={"auc": Bounds(value, value - 0.1, value + 0.1)},
        estimates={"auc": Bounds(then, then - 0.1, then + 0.1)},
        expected={"auc": Bounds(then, then - 0.1, then + 0.1)},
    )


@st.composite
def rules(draw):
    watches = draw(st.sampled_from(list(Watches)))
    comparison = draw(st.sampled_from(COMPARISONS[watches]))
    needs_limit = comparison not in (Comparison.DRIFTED, Comparison.WORSE)
    of = {"column": "x", "missing": "y", "metric": "auc", "estimate": "auc"}.get(str(watches), "")
    return judge(
        AlertRule(
            None,
            "any",
            watches,
            comparison,
            draw(st.floats(0.05, 3)) if needs_limit else None,
            of=of,
            span=draw(st.integers(1, 4)),
            unit=draw(st.sampled_from(list(Unit))),
            at_most_every_s=draw(st.sampled_from([None, 86_400.0, 7 * 86_400.0])),
            key="rule:1",
        )
    )
