"""How often gates, drift and alerts err when nothing is there, and how often they see something."""

import numpy as np

from tidemill.catalog.gates import better_than_champion
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.gates import GateFacts
from tidemill.domain.intervals import metric_intervals, wilson
from tidemill.domain.recipes import Task
from tidemill.services import drift

CITIES = ("york", "leeds", "hull", "ripon")


def _rate(hits: int, n: int) -> str:
    interval = wilson(hits, n)
    return f"{hits} of {n} ({interval.low:.1%} to {interval.high:.1%})"


def _two_models(rng: np.random.Generator, n: int, lift: float) -> GateFacts:
    """A candidate and a champion that err independently around the same signal."""
    y = (rng.random(n) < 0.3).astype(int)
    shared = y + rng.normal(0, 1.2, n) - 1
    new, old = (shared + rng.normal(0, 0.7, n) for _ in range(2))
    return GateFacts(
        task=Task.BINARY,
        metric="auc",
        y_true=y,
        candidate=1 / (1 + np.exp(-new - lift * (2 * y - 1))),
        champion=1 / (1 + np.exp(-old)),
        prior=np.array(y.mean()),
    )


def test_the_gate_promotes_an_equal_candidate_in_one_of_forty_and_a_better_one_nearly_always(
    rounds, measured
):
    """A 95 % interval wholly above 0 happens to equals in 2.5 %."""
    n = rounds(2_000, 200)
    rng = np.random.default_rng(20_261)
    equal = sum(better_than_champion.decide(_two_models(rng, 800, 0.0)).passed for _ in range(n))
    better = sum(better_than_champion.decide(_two_models(rng, 800, 0.4)).passed for _ in range(n))
    measured(f"gate: equal candidates passed {_rate(equal, n)}, better ones {_rate(better, n)}")
    assert wilson(equal, n).low <= 0.025, "more equals pass than the level allows"
    assert wilson(equal, n, 0.999).high >= 0.005, "the gate is much stricter than it says"
    assert better / n > 0.95


def _table(rng: np.random.Generator, n: int, shift: float = 0.0) -> Frame:
    numbers = {
        "normal": rng.normal(shift, 1.0, n),
        "skewed": rng.lognormal(size=n),
        "zeros": np.where(rng.random(n) < 0.7, 0.0, rng.gamma(2.0, size=n)),
        "cauchy": rng.standard_cauchy(n),
        "holes": np.where(rng.random(n) < 0.2, np.nan, rng.normal(size=n)),
    }
    city = rng.choice(CITIES, n, p=[0.6, 0.3, 0.08, 0.02]).tolist()
    return Frame(
        (
            *(ColumnData(name, Kind.NUMERIC, values) for name, values in numbers.items()),
            coded("city", Kind.CATEGORICAL, city),
        )
    )


def test_drift_is_quiet_on_equal_data_and_sees_a_clear_shift(rounds, measured):
    n = rounds(400, 40)
    rng = np.random.default_rng(20_262)
    quiet = found = others = 0
    for _ in range(n):
        reference = _table(rng, 2_000)
        quiet += drift.compare_frames(reference, _table(rng, 500), False).drifted != ()
        moved = drift.compare_frames(reference, _table(rng, 500, shift=0.8), False).to_dict()
        names = [c["name"] for c in moved["columns"] if c["drifted"]]
        found += "normal" in names
        others += len(names) > ("normal" in names)
    measured(
        f"drift: reports with an alarm on equal data {_rate(quiet, n)}, a shift of 0.8 sd found "
        f"in {_rate(found, n)}, with a false column beside it in {_rate(others, n)}"
    )
    assert wilson(quiet, n).low <= 0.05
    assert wilson(others, n).low <= 0.05
    assert found / n > 0.95


def test_a_performance_alert_by_disjoint_intervals_hardly_ever_comes_from_noise(rounds, measured):
    """Ends of two 95 % intervals apart on one side: about 0.3 % (Schenker and Gentleman 2001)."""
    n = rounds(1_000, 100)
    rng = np.random.default_rng(20_263)

    def interval(spread: float):
        y = (rng.random(1_000) < 0.3).astype(int)
        said = 1 / (1 + np.exp(-(y + rng.normal(0, spread, len(y)) - 1)))
        return metric_intervals(Task.BINARY, y, said)["auc"]

    false = sum(interval(1.2).high < interval(1.2).low for _ in range(n))
    seen = sum(interval(3.0).high < interval(1.2).low for _ in range(n))
    measured(
        f"performance alert: from noise {_rate(false, n)}, a fall in AUC seen {_rate(seen, n)}"
    )
    assert wilson(false, n).low <= 0.01
    assert seen / n > 0.9
