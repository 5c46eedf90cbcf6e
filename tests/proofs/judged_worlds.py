"""Worlds whose measures are known: rows drawn from a law, and what scikit-learn makes of the law.

The truth of a measure is scikit-learn's own on a fine grid of the law with its density as row
weights, so it comes neither from our code nor from another draw.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy import stats
from sklearn import metrics as reference

from tidemill.domain.recipes import Task

Pair = tuple[Any, Any]
_GRID = np.linspace(-8.0, 12.0, 8_001)
_STEP = float(_GRID[1] - _GRID[0])


class World(Protocol):
    """Rows of one law, answered by a model."""

    task: Task

    def draw(self, rng: np.random.Generator, n: int) -> Pair:
        """Truth and answers of `n` rows."""

    def truth(self) -> dict[str, float]:
        """Every measure of the law."""


@dataclass(frozen=True)
class Classes:
    """One normal score a class; the answers are its posterior, sharpened by `sharper`."""

    means: tuple[float, ...]
    rates: tuple[float, ...]
    sharper: float = 1.0

    @property
    def task(self) -> Task:
        """Two classes, or more."""
        return Task.BINARY if len(self.means) == 2 else Task.MULTICLASS

    def _said(self, x: Any) -> Any:
        means = np.array(self.means)
        odds = self.sharper * (x[:, None] * means - means**2 / 2 + np.log(self.rates))
        p = np.exp(odds - odds.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        return p[:, 1] if self.task is Task.BINARY else p

    def draw(self, rng: np.random.Generator, n: int) -> Pair:
        """Rows as they come: the classes too are drawn."""
        y = rng.choice(len(self.means), n, p=self.rates)
        return y, self._said(rng.normal(np.array(self.means)[y], 1.0))

    def truth(self) -> dict[str, float]:
        """By scikit-learn on the grid of all scores of all classes."""
        y = np.repeat(np.arange(len(self.means)), len(_GRID))
        x = np.tile(_GRID, len(self.means))
        w = np.array(self.rates)[y] * stats.norm.pdf(x, np.array(self.means)[y]) * _STEP
        y, x, w = (values[w > 1e-13] for values in (y, x, w))
        p = self._said(x)
        known = {"sample_weight": w}
        if self.task is Task.MULTICLASS:
            areas = [reference.roc_auc_score(y == k, p[:, k], **known) for k in np.unique(y)]
            return {
                "log_loss": reference.log_loss(y, p, **known),
                "accuracy": reference.accuracy_score(y, p.argmax(axis=1), **known),
                "macro_auc": float(np.mean(areas)),
            }
        return {
            "auc": reference.roc_auc_score(y, p, **known),
            "pr_auc": reference.average_precision_score(y, p, **known),
            "log_loss": reference.log_loss(y, p, **known),
            "brier": reference.brier_score_loss(y, p, **known),
            "f1": reference.f1_score(y, p >= 0.5, **known),
            "accuracy": reference.accuracy_score(y, p >= 0.5, **known),
            "base_rate": self.rates[1],
        }


@dataclass(frozen=True)
class Numbers:
    """A number that varies by 1 and noise of a given law; the answer is a tenth too flat."""

    noise: Any
    task: Task = Task.REGRESSION

    def draw(self, rng: np.random.Generator, n: int) -> Pair:
        """Rows as they come."""
        x = rng.normal(size=n)
        return x + self.noise.rvs(n, random_state=rng) - self.noise.mean(), 0.9 * x

    def truth(self) -> dict[str, float]:
        """By the variance of the noise; the mean distance by scikit-learn on quantiles."""
        spread = float(self.noise.var())
        noise = self.noise.ppf((np.arange(2_000) + 0.5) / 2_000) - self.noise.mean()
        flat = 0.1 * stats.norm.ppf((np.arange(400) + 0.5) / 400)
        missed = np.add.outer(flat, noise).ravel()
        return {
            "mae": reference.mean_absolute_error(missed, np.zeros(len(missed))),
            "rmse": float(np.sqrt(0.01 + spread)),
            "r2": 1 - (0.01 + spread) / (1 + spread),
        }


WORLDS: dict[str, tuple[World, int]] = {
    "two classes": (Classes((0.0, 1.2), (0.7, 0.3)), 300),
    "two classes, few rows": (Classes((0.0, 1.2), (0.6, 0.4)), 150),
    "a rare class, told too surely": (Classes((0.0, 2.0), (0.85, 0.15), 1.5), 300),
    "nearly all told": (Classes((0.0, 3.0), (0.6, 0.4)), 300),
    "three classes": (Classes((0.0, 1.5, 3.0), (0.5, 0.3, 0.2)), 300),
    "five classes, one rare": (Classes((0, 1.5, 3, 4.5, 6), (0.4, 0.2, 0.2, 0.14, 0.06)), 400),
    "normal noise": (Numbers(stats.norm(0, 0.7)), 300),
    "skewed noise": (Numbers(stats.gamma(3.0, scale=0.5)), 500),
    "noise with heavy tails": (Numbers(stats.t(8, scale=0.6)), 500),
}
"""Each with the number of rows that are held out."""


def told_apart(task: Task, rng: np.random.Generator, n: int, new: float, old: float) -> Any:
    """Truth, and the answers of two models that err independently by noise of these sizes."""
    if task is Task.REGRESSION:
        known = rng.normal(size=n)
        y = known + rng.normal(0, 0.5, n)
        return y, *(known + rng.normal(0, size, n) for size in (new, old))
    odds = rng.normal(0, 1.5, n if task is Task.BINARY else (n, 3))
    models = [odds + rng.normal(0, 1, odds.shape) * size for size in (new, old)]
    if task is Task.BINARY:
        y = (rng.random(n) < 1 / (1 + np.exp(-odds))).astype(int)
        return y, *(1 / (1 + np.exp(-said)) for said in models)
    shares = [np.exp(said) / np.exp(said).sum(axis=1, keepdims=True) for said in (odds, *models)]
    y = (rng.random(n)[:, None] > np.cumsum(shares[0], axis=1)[:, :2]).sum(axis=1)
    return y, *shares[1:]
