"""Every searcher proposes settings inside the space, the same ones for the same past."""

import json
import logging
import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from tidemill.catalog.discovery import family
from tidemill.domain.entries import SearcherEntry
from tidemill.domain.search_trials import Trial, TrialState, best
from tidemill.domain.searches import Dimension

SEARCHERS = family("searchers")
SPACE = (
    Dimension("leaves", "int", 2, 64, is_log=True),
    Dimension("depth", "int", 1, 9),
    Dimension("rate", "float", 0.01, 1.0, is_log=True),
    Dimension("share", "float", 0.1, 1.0),
    Dimension("kind", "choice", choices=("round", "flat")),
)


def _judged(values: dict[str, Any]) -> float:
    """A smooth hill with its top at a rate of 0.1 and a share of 0.5, better where it is round."""
    hill = math.log10(values["rate"] / 0.1) ** 2 + (values["share"] - 0.5) ** 2
    return 1.0 - hill - 0.3 * (values["kind"] == "flat")


def _searched(name: str, n: int, seed: int, *, up: bool = True) -> list[Trial]:
    trials: list[Trial] = []
    for number in range(1, n + 1):
        values = SEARCHERS[name].propose(
            SPACE, trials, number=number, seed=seed, higher_is_better=up
        )
        value = _judged(values) if up else -_judged(values)
        trials.append(Trial(number, values, (value,), TrialState.FINISHED))
    return trials


@pytest.mark.parametrize("name", SEARCHERS)
def test_what_is_proposed_lies_in_the_space_and_depends_on_past_and_seed_only(name: str) -> None:
    assert isinstance(SEARCHERS[name].ENTRY, SearcherEntry)
    first, again, other = (_searched(name, 25, seed) for seed in (1, 1, 2))
    assert first == again
    assert first[-1].values != other[-1].values
    for trial in first:
        assert list(trial.values) == [one.name for one in SPACE]
        json.dumps(dict(trial.values))
        for one in SPACE:
            value = trial.values[one.name]
            assert one.value(one.share(value)) == pytest.approx(value)
    assert len({json.dumps(dict(one.values)) for one in first}) == len(first)


@pytest.mark.parametrize("name", SEARCHERS)
def test_trials_that_failed_run_or_were_given_up_do_not_stop_it(name: str) -> None:
    values = {"leaves": 2, "depth": 1, "rate": 5.0, "share": 0.2, "kind": "odd"}  # a person's own
    trials = [
        Trial(1, values, (0.3, 0.4), TrialState.FINISHED),
        Trial(2, values, (0.1,), TrialState.PRUNED),
        Trial(3, values, (), TrialState.FAILED),
        Trial(4, values, (0.2,), TrialState.RUNNING),
        *(Trial(n, values, (0.3,), TrialState.FINISHED) for n in range(5, 20)),
    ]
    propose = SEARCHERS[name].propose
    found = propose(SPACE, trials, number=20, seed=0, higher_is_better=True)
    assert set(found) == {one.name for one in SPACE}


def test_optuna_comes_nearer_to_the_top_than_chance() -> None:
    def distance(name: str) -> float:
        tops = [best(_searched(name, 30, seed), True) for seed in range(3)]
        return float(np.mean([1 - one.mean for one in tops if one is not None]))

    assert distance("optuna") < distance("random") / 2


@pytest.mark.parametrize("name", SEARCHERS)
def test_a_measure_that_is_to_fall_is_searched_like_one_that_is_to_rise(name: str) -> None:
    rising, falling = _searched(name, 14, 0), _searched(name, 14, 0, up=False)
    assert [one.values for one in rising] == [one.values for one in falling]


def test_optuna_says_nothing_and_loads_no_store_of_its_own(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        _searched("optuna", 12, 0)
    assert not caplog.records
    code = (
        "import sys; from tidemill.catalog.discovery import family;"
        "from tidemill.domain.searches import Dimension as D;"
        "one = family('searchers')['optuna'];"
        "assert 'optuna' not in sys.modules;"
        "one.propose((D('a', 'float', 0, 1),), (), number=1, seed=0, higher_is_better=True);"
        "assert 'optuna' in sys.modules and 'sqlalchemy' not in sys.modules"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True
    )
    assert (ended.returncode, ended.stderr) == (0, "")
