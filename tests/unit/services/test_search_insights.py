"""What trials tell: importances, the expected gain of going on, and its noise."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from tidemill.domain.search_trials import Trial, TrialState
from tidemill.domain.searches import Dimension
from tidemill.services.training import search_insights as insights

SPACE = (
    Dimension("much", "float", 0.0, 1.0),
    Dimension("little", "float", 1e-3, 1.0, is_log=True),
    Dimension("none", "choice", choices=("a", "b")),
)


def _trials(n: int, top: float = 0.3, noise: float = 0.0, up: bool = True) -> list[Trial]:
    """A hill over `much` with its top at `top`; `little` counts for a tenth, `none` for nothing."""
    rng = np.random.default_rng(0)
    made = []
    for number in range(1, n + 1):
        shares = rng.random(3)
        values = {d.name: d.value(s) for d, s in zip(SPACE, shares, strict=True)}
        height = 1 - (shares[0] - top) ** 2 + 0.1 * shares[1] + noise * rng.normal()
        folds = (height - 0.01, height + 0.01)
        done = tuple(one if up else -one for one in folds)
        made.append(Trial(number, values, done, TrialState.FINISHED))
    return made


@pytest.mark.parametrize("up", [True, False])
def test_importances_find_what_the_measure_hangs_on(up: bool) -> None:
    said = insights.importances(SPACE, _trials(40, up=up), up=up, seed=0)
    assert sum(said.values()) == pytest.approx(1.0)
    assert said["much"] > 0.6 > said["little"] > said["none"]


def test_nothing_is_said_of_few_trials_or_of_a_flat_measure() -> None:
    flat = [Trial(n, one.values, (0.5, 0.5), one.state) for n, one in enumerate(_trials(12))]
    for trials in (_trials(insights.FEWEST - 1), flat):
        assert insights.importances(SPACE, trials, up=True, seed=0) == {}
        assert insights.expected_gain(SPACE, trials, up=True, seed=0) is None


@pytest.mark.parametrize(("mean", "deviation"), [(0.2, 0.1), (-0.3, 0.4), (0.0, 1.0)])
def test_the_expected_improvement_is_the_mean_of_what_lies_above(
    mean: float, deviation: float
) -> None:
    incumbent = 0.1
    wanted, _ = quad(
        lambda v: (v - incumbent) * norm.pdf(v, mean, deviation), incumbent, mean + 12 * deviation
    )
    said = insights._improvement(np.array([mean]), np.array([deviation]), incumbent)
    assert said[0] == pytest.approx(wanted, rel=1e-8)


def test_the_noise_of_overlapping_folds_is_that_of_nadeau_and_bengio() -> None:
    folds = (0.71, 0.74, 0.70, 0.78, 0.72)
    # With k folds the rows judged are to those learned from as 1 to k - 1.
    variance = np.var(folds, ddof=1) * (1 / 5 + (1 / 5) / (4 / 5))
    assert insights.noise(Trial(1, {}, folds)) == pytest.approx(np.sqrt(variance))
    assert insights.noise(Trial(1, {}, (0.7,))) == 0.0


@pytest.mark.parametrize("up", [True, False])
def test_going_on_promises_less_once_the_top_was_found(up: bool) -> None:
    trials = _trials(60, up=up)
    sign = 1 if up else -1
    # The nearer half of the hill was never tried in the first case.
    far = [one for one in trials if one.values["much"] > 0.7][:12]
    early = insights.expected_gain(SPACE, far, up=up, seed=0)
    late = insights.expected_gain(SPACE, trials, up=up, seed=0)
    assert early is not None
    assert late is not None
    assert 0 <= late.of_next <= late.of_all
    assert late.of_all < early.of_all / 3
    best = max(sign * one.mean for one in trials)
    assert late.of_all == pytest.approx(1.1 - best, abs=0.02)  # 1.1 is the top of the hill
    assert early.is_worth_it


def test_a_measure_of_noise_alone_promises_less_than_its_noise() -> None:
    rng = np.random.default_rng(1)
    trials = [
        Trial(one.number, one.values, tuple(rng.normal(0.7, 0.02, 5)), one.state)
        for one in _trials(40)
    ]
    said = insights.expected_gain(SPACE, trials, up=True, seed=0)
    assert said is not None
    assert said.of_all < said.noise
    assert not said.is_worth_it
