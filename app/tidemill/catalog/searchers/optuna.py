"""Optuna's tree-structured Parzen estimator: draws where good trials lay and bad ones did not."""

from collections.abc import Sequence
from typing import Any

from tidemill.domain.entries import SearcherEntry
from tidemill.domain.search_trials import Trial, TrialState
from tidemill.domain.searches import Dimension

ENTRY = SearcherEntry(
    "optuna",
    1,
    "Optuna",
    "Draws where good trials lay and bad ones did not: the tree-structured Parzen estimator.",
    requires="optuna",
    order=10,
)

N_DRAWN = 10
"""Trials drawn at random before the first is proposed."""


def propose(
    dimensions: Sequence[Dimension],
    trials: Sequence[Trial],
    *,
    number: int,
    seed: int,
    higher_is_better: bool,
) -> dict[str, Any]:
    """What the estimator draws after these trials (Bergstra et al. 2011; Watanabe 2023).

    Each dimension is drawn by itself, which needs fewer trials than all together. A trial given up
    counts by its folds so far, one that failed not at all.
    """
    import numpy as np
    from optuna.samplers import TPESampler

    told = study(dimensions, trials, higher_is_better=higher_is_better)
    drawn = int(np.random.default_rng([seed, number]).integers(2**31))
    told.sampler = TPESampler(n_startup_trials=N_DRAWN, multivariate=False, seed=drawn)
    asked = told.ask(axes(dimensions))
    return {one.name: asked.params[one.name] for one in dimensions}


def axes(dimensions: Sequence[Dimension]) -> dict[str, Any]:
    """The dimensions as Optuna's distributions."""
    from optuna.distributions import (
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )

    made: dict[str, Any] = {}
    for one in dimensions:
        if one.kind == "choice":
            made[one.name] = CategoricalDistribution(one.choices)
        elif one.low is None or one.high is None:
            raise ValueError(f"{one.name} has no bounds")
        elif one.kind == "int":
            made[one.name] = IntDistribution(int(one.low), int(one.high), log=one.is_log)
        else:
            made[one.name] = FloatDistribution(one.low, one.high, log=one.is_log)
    return made


def study(
    dimensions: Sequence[Dimension], trials: Sequence[Trial], *, higher_is_better: bool
) -> Any:
    """A study in memory that was told the trials that ended; it logs nothing and stores nothing.

    A value outside of its dimension, as a person's own setting may be, is told at the nearest end.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    made = optuna.create_study(direction="maximize" if higher_is_better else "minimize")
    of_space = axes(dimensions)
    for one in trials:
        # One that is still running tells nothing yet.
        if one.state is TrialState.FINISHED and one.folds:
            state = optuna.trial.TrialState.COMPLETE
        elif one.state is TrialState.PRUNED and one.folds:
            state = optuna.trial.TrialState.PRUNED
        else:
            continue
        made.add_trial(
            optuna.trial.create_trial(
                state=state,
                value=one.mean,
                params={d.name: d.nearest(one.values[d.name]) for d in dimensions},
                distributions=of_space,
                intermediate_values={len(one.folds): one.mean},
            )
        )
    return made
