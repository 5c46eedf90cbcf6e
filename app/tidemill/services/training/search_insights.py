"""What the trials of a search tell: which settings matter, and whether going on will pay."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import stdev
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.search_trials import Trial, best, finished
from tidemill.domain.searches import Dimension

FEWEST = 8
"""Finished trials before anything is said of a space."""
MOST = 300
"""Trials that are looked at: the best, as the cost grows with the cube of their number."""
N_TRIED, N_TOGETHER, N_PATHS = 2_000, 200, 200

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ExpectedGain:
    """What going on is expected to bring, in units of the measure and never below 0.

    `of_next` is the expected improvement by one more trial, `of_all` that of the best settings of
    the whole space over the best known. `noise` is the standard error of the best trial's mean
    over its folds: gains below it could as well be luck.
    """

    of_next: float
    of_all: float
    noise: float

    @property
    def is_worth_it(self) -> bool:
        """Whether all there is to gain is more than the noise (Makarova et al. 2022)."""
        return self.of_all > self.noise


def importances(
    dimensions: Sequence[Dimension], trials: Sequence[Trial], *, up: bool, seed: int
) -> dict[str, float]:
    """The share of the measure's variance over the space that each setting explains; 1 in all.

    Functional ANOVA on a random forest (Hutter, Hoos and Leyton-Brown 2014), by Optuna. Empty
    where too few trials have finished, or all did equally well.
    """
    done = finished(trials)
    if len(done) < FEWEST or len({one.mean for one in done}) < 2:
        return {}
    from optuna.importance import FanovaImportanceEvaluator, get_param_importances

    from tidemill.catalog.discovery import family

    study = family("searchers")["optuna"].study(dimensions, done, higher_is_better=up)
    said = get_param_importances(study, evaluator=FanovaImportanceEvaluator(seed=seed))
    return {name: float(share) for name, share in said.items()}


def expected_gain(
    dimensions: Sequence[Dimension], trials: Sequence[Trial], *, up: bool, seed: int
) -> ExpectedGain | None:
    """What going on is expected to bring; None where too few trials have finished to tell.

    A Gaussian process with a Matérn 5/2 kernel and noise is fitted to the finished trials.
    `of_next` is the expected improvement (Jones, Schonlau and Welch 1998, equation 15) of the most
    promising of many settings over the best mean the process has at a tried one; `of_all` the mean,
    over draws of the whole process, of how far its top lies above its value there.
    """
    top = best(trials, up)
    done = sorted(finished(trials), key=lambda one: one.mean, reverse=up)[:MOST]
    if top is None or len(done) < FEWEST or len({one.mean for one in done}) < 2:
        return None
    rng = np.random.default_rng(seed)
    places = np.array([_place(dimensions, one) for one in done])
    values = np.array([one.mean if up else -one.mean for one in done])
    tried = rng.random((N_TRIED, places.shape[1]))
    near = np.clip(places[0] + rng.normal(0, 0.05, (N_TRIED // 10, places.shape[1])), 0, 1)
    process = _process(places, values, seed)
    means, deviations = process.told(np.vstack([tried, near]))
    held = process.told(places)[0]
    of_next = float(_improvement(means, deviations, float(held.max())).max())
    some = np.vstack([places[[int(held.argmax())]], tried[:N_TOGETHER], near[: N_TOGETHER // 4]])
    paths = process.paths(some, rng)
    of_all = float((paths.max(axis=1) - paths[:, 0]).mean())
    return ExpectedGain(of_next, max(of_all, of_next), noise(top))


def noise(trial: Trial) -> float:
    """The standard error of a mean over folds whose rows to learn from overlap; 0 for one fold.

    The variance of the folds times 1/k + 1/(k - 1) (Nadeau and Bengio 2003, section 3).
    """
    k = len(trial.folds)
    return 0.0 if k < 2 else stdev(trial.folds) * float(np.sqrt(1 / k + 1 / (k - 1)))


def _place(dimensions: Sequence[Dimension], trial: Trial) -> list[float]:
    """Settings as a point of the unit cube; a choice has one coordinate a value."""
    point: list[float] = []
    for one in dimensions:
        value = one.nearest(trial.values[one.name])
        if one.kind == "choice":
            point += [float(value == choice) for choice in one.choices]
        else:
            point.append(one.share(value))
    return point


def _improvement(means: Array, deviations: Array, incumbent: float) -> Array:
    from scipy.special import ndtr

    z = (means - incumbent) / deviations
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray((means - incumbent) * ndtr(z) + deviations * density)


@dataclass(frozen=True, eq=False)
class _Process:
    """A fitted process; what it says is of the measure itself, without the noise of one trial."""

    regressor: Any
    noise: float

    def told(self, places: Array) -> tuple[Array, Array]:
        mean, deviation = self.regressor.predict(places, return_std=True)
        return mean, np.sqrt(np.maximum(deviation**2 - self.noise, 1e-18))

    def paths(self, places: Array, rng: np.random.Generator) -> Array:
        mean, covariance = self.regressor.predict(places, return_cov=True)
        covariance -= self.noise * np.eye(len(mean))
        return rng.multivariate_normal(
            mean, covariance, N_PATHS, check_valid="ignore", method="eigh"
        )


def _process(places: Array, values: Array, seed: int) -> _Process:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

    width = places.shape[1]
    kernel = ConstantKernel(1.0, (1e-3, 1e3)) * Matern(
        np.full(width, 0.5), [(0.05, 20.0)] * width, nu=2.5
    ) + WhiteKernel(0.1, (1e-6, 2.0))
    regressor = GaussianProcessRegressor(
        kernel, alpha=1e-10, normalize_y=True, n_restarts_optimizer=1, random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a bound that is met is no trouble
        regressor.fit(places, values)
    return _Process(regressor, regressor.kernel_.k2.noise_level * float(values.std()) ** 2)
