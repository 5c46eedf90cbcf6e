"""A step of the time machine: a rule replayed over 365 days x 40 columns while its limit moves.

A step is all that the editor shows anew: the alerts, the bars of every limit, the verdict, and
the search for one better setting. The floor is one look at the figures themselves: which of the
365 x 40 lie over the limit, a column at a time in plain numpy.
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from lines import Line, median

from tidemill.domain import alert_replays, real_falls
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.domain.rule_readings import DAY_US, Bounds, Watched

N_DAYS, N_COLUMNS = 365, 40


def measure(folder: Path) -> list[Line]:
    """One step, and one floor, the median of several."""
    seen = _course()
    rule = AlertRule(None, "any", Watches.INPUT, Comparison.OVER, 0.25, key="rule:1")
    falls = real_falls.falls(seen)
    assert falls

    def step() -> None:
        told = alert_replays.replay(rule, seen, falls, days=N_DAYS)
        assert told.words()
        alert_replays.bars(rule, seen, falls, days=N_DAYS)
        alert_replays.better(rule, seen, falls, days=N_DAYS)

    def floor() -> None:
        assert [int((column > 0.25).sum()) for column in seen.psi]

    what = "a step of a rule's replay, 365 days x 40 columns"
    return [
        Line(what, median(lambda: _took(step)), median(lambda: _took(floor)), 0.5, "under 0.5 s")
    ]


def _took(do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _course() -> Watched:
    draw = np.random.default_rng(5)
    starts = np.arange(N_DAYS, dtype=np.int64) * DAY_US
    psi = draw.gamma(2.0, 0.04, (N_COLUMNS, N_DAYS))
    worth = 1000 + draw.normal(0, 10, N_DAYS)
    for begin in (100, 200, 300):
        worth[begin : begin + 10] -= 150
        psi[begin % N_COLUMNS, begin - 2 : begin + 8] += 0.4
    none = np.full(N_DAYS, np.nan)
    return Watched(
        "bench", "auc", starts, starts + DAY_US - 1, starts + DAY_US, np.full(N_DAYS, 1000.0),
        tuple(f"c{i}" for i in range(N_COLUMNS)), psi, np.zeros_like(psi), psi > 0.2, none, worth,
        np.arange(N_DAYS),
        {"auc": Bounds(worth / 1200, worth / 1250, worth / 1150)},
        higher_is_better={"auc": True},
    )  # fmt: skip
