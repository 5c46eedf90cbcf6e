"""What gates ask of a candidate beyond its answers: how quick and large it is, and what comes out
where it learns again. Gathered only for the gates of a set that need it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base import clock
from tidemill.base.errors import NeedsYou
from tidemill.domain.frames import Frame
from tidemill.domain.gates import EXAMPLES, LATENCY, REPEATED, SEEDS, SIZE, CheckResult, GateFacts
from tidemill.domain.recipes import Recipe
from tidemill.services.training import learning, persist
from tidemill.services.training.models import TrainedModel

N_TIMED = 60
N_WARM = 5
N_SEEDS = 2

Array = npt.NDArray[Any]
Relearn = Callable[[Recipe], TrainedModel]
"""Learns from the very rows that a candidate learned from, by another recipe."""


@dataclass(frozen=True, eq=False)
class Judged:
    """A candidate with the rows it is judged on; `known` (rows,) are those with a truth.

    `relearn` says how it learns again, or raises `NeedsYou` where the rows it learned from are not
    known. `size` are the bytes of the stored model, where it is stored already. `is_kept` says that
    its answers are those kept with a run, which may have fewer digits than they had.
    """

    candidate: TrainedModel
    rows: Frame
    known: npt.NDArray[np.bool_]
    relearn: Callable[[], Relearn]
    size: int | None = None
    is_kept: bool = False


def gathered(
    facts: GateFacts,
    judged: Judged,
    needs: frozenset[str],
    examples: Callable[[], tuple[CheckResult, ...]],
) -> GateFacts:
    """The facts with what `needs` names, or why it is not there."""
    found: dict[str, Any] = {}
    troubles = dict(facts.troubles)
    for need, (name, gather) in _ways(facts, judged, examples).items():
        if need not in needs:
            continue
        try:
            found[name] = gather()
        except NeedsYou as error:
            troubles[need] = error.message
    return replace(facts, **found, troubles=troubles)


def _ways(
    facts: GateFacts, judged: Judged, examples: Callable[[], tuple[CheckResult, ...]]
) -> Mapping[str, tuple[str, Callable[[], Any]]]:
    return {
        EXAMPLES: ("examples", examples),
        LATENCY: ("latency_s", lambda: _times(judged)),
        REPEATED: ("repeated", lambda: _again(judged, facts.seed)),
        SEEDS: ("seeds", lambda: _with_other_seeds(judged, facts.seed)),
        SIZE: ("size", lambda: _size(judged)),
    }


def _times(judged: Judged) -> Array:
    """Seconds of single answers, (60,) or fewer, to rows spread over those it is judged on."""
    n = judged.rows.n_rows
    if not n:
        raise NeedsYou("There is no row to answer.")
    places = np.linspace(0, n - 1, min(n, N_TIMED)).astype(np.int64)
    read = judged.rows.select(judged.candidate.inputs.names)
    singles = [read.take(np.array([place])) for place in places]
    for one in singles[:N_WARM]:
        judged.candidate.predict(one)
    times = []
    for one in singles:
        started = clock.monotonic()
        judged.candidate.predict(one)
        times.append(clock.monotonic() - started)
    return np.array(times)


def _size(judged: Judged) -> int:
    return len(persist.bundle(judged.candidate)) if judged.size is None else judged.size


def _again(judged: Judged, seed: int) -> Array:
    """What the recipe says with a seed, learned from the same rows, for the rows with a truth."""
    learn = judged.relearn()
    model = learn(replace(judged.candidate.recipe, seed=seed))
    said = learning.score(model, judged.rows)
    if set(said.levels) != set(judged.candidate.levels):
        raise NeedsYou("Learned again, it knows other classes.")
    said = said.with_levels(judged.candidate.levels)
    return (said.as_kept() if judged.is_kept else said).values[judged.known]


def _with_other_seeds(judged: Judged, seed: int) -> tuple[Array, ...]:
    return tuple(_again(judged, seed + k) for k in range(1, N_SEEDS + 1))
