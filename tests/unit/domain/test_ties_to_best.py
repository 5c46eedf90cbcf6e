"""Very many models against the best of them, held against the tests of all pairs."""

from typing import Any

import numpy as np
import pytest

from tidemill.base.errors import Cancelled
from tidemill.base.progress import Silent
from tidemill.domain import ties_to_best as module
from tidemill.domain.metrics import UndefinedMetric, metric
from tidemill.domain.recipes import Task
from tidemill.domain.ties import LEVEL, ties
from tidemill.domain.ties_to_best import TiesToBest, holm_of_some, ties_to_best

N = 400
CASES = [
    (Task.BINARY, "auc"),
    (Task.BINARY, "accuracy"),
    (Task.BINARY, "log_loss"),
    (Task.BINARY, "pr_auc"),
    (Task.REGRESSION, "mae"),
    (Task.REGRESSION, "rmse"),
    (Task.REGRESSION, "r2"),
]


def _models(task: Task, n_rows: int = N) -> tuple[Any, list[Any]]:
    """Nine models from equal to clearly worse, one of them twice."""
    rng = np.random.default_rng(3)
    skills = [1.0, 1.0, 0.95, 0.9, 0.7, 0.5, 0.3, 0.0]
    if task is Task.REGRESSION:
        y = rng.normal(0, 10, n_rows)
        shared = y + rng.normal(0, 2, n_rows)
        answers = [shared + rng.normal(0, 6 * (1.3 - skill), n_rows) for skill in skills]
    else:
        y = (rng.random(n_rows) < 0.4).astype(int)
        raw = [skill * (2 * y - 1) + rng.normal(0, 1, n_rows) for skill in skills]
        answers = [1 / (1 + np.exp(-one)) for one in raw]
    return y, [*answers, answers[2].copy()]


@pytest.mark.parametrize(("task", "name"), CASES)
@pytest.mark.parametrize("is_grouped", [False, True])
def test_each_model_and_the_best_are_tested_as_among_all_pairs(
    task: Task, name: str, is_grouped: bool
) -> None:
    y, answers = _models(task)
    groups = np.arange(N) // 5 if is_grouped else None
    one = metric(task, name)
    every = ties(one, y, answers, groups=groups)
    told = ties_to_best(one, y, answers, Silent(), groups=groups)
    best = every.order[0]
    assert told.order == every.order
    assert told.test == every.test
    assert told.n_pairs == every.n_pairs == 36
    assert told.values == pytest.approx(every.values)
    assert told.errors == pytest.approx(every.errors[best], rel=1e-6, abs=1e-9)
    for place in range(len(answers)):
        if place != best:
            # Never surer than the test of all pairs, since pairs that were not tested count as 1.
            assert told.p_to_best(place) >= every.p_to_best(place) - 1e-9
            assert told.behind_best(place) == pytest.approx(every.behind_best(place), rel=1e-6)
    apart = {place for place in range(len(answers)) if told.tiers[place] == 2}
    assert apart <= {p for p in range(len(answers)) if every.tiers[p] > 1}
    assert len(apart) >= 2


def test_few_rows_are_never_surer_than_their_number_lets_them_be() -> None:
    y, answers = _models(Task.REGRESSION, 12)
    told = ties_to_best(metric(Task.REGRESSION, "mae"), y, answers, Silent())
    known = told.p_values[np.arange(9) != told.order[0]]
    assert known.min() >= 2.0**-11


def test_blocks_of_models_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    y, answers = _models(Task.BINARY)
    one = metric(Task.BINARY, "auc")
    whole = ties_to_best(one, y, answers, Silent())
    monkeypatch.setattr(module, "_BLOCK_NUMBERS", 2 * N)
    parts = ties_to_best(one, y, answers, Silent())
    assert parts.tiers == whole.tiers
    assert np.allclose(parts.p_values, whole.p_values)


def test_only_a_few_answers_are_asked_for_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    y, answers = _models(Task.BINARY)
    monkeypatch.setattr(module, "_BLOCK_NUMBERS", 2 * N)
    held: list[int] = []
    influences = module.influences

    def counted(one: Any, y: Any, some: Any, check: Any) -> Any:
        held.append(len(some))
        return influences(one, y, some, check)

    monkeypatch.setattr(module, "influences", counted)
    ties_to_best(metric(Task.BINARY, "auc"), y, answers, Silent())
    assert max(held) == 3  # two and the best


def test_pairs_that_were_not_tested_count_as_if_they_did_not_differ() -> None:
    raw = np.array([1.0, 0.001, 0.004, 0.2])
    found = holm_of_some(raw, np.array([False, True, True, True]), 6)
    assert found.tolist() == pytest.approx([1.0, 0.006, 0.02, 0.8])
    steps = holm_of_some(np.array([0.01, 0.0101]), np.array([True, True]), 100)
    assert steps.tolist() == pytest.approx([1.0, 1.0])


def test_a_model_told_again_is_no_worse() -> None:
    y, answers = _models(Task.BINARY)
    told = ties_to_best(metric(Task.BINARY, "auc"), y, [answers[0], answers[0]], Silent())
    assert told.tiers == (1, 1)
    assert told.p_values.tolist() == [1.0, 1.0]


def test_it_stops_when_asked_and_says_where_a_measure_has_no_meaning() -> None:
    y, answers = _models(Task.BINARY)
    reporter = Silent()
    reporter.stop()
    with pytest.raises(Cancelled):
        ties_to_best(metric(Task.BINARY, "auc"), y, answers, reporter)
    with pytest.raises(UndefinedMetric, match="one only"):
        ties_to_best(metric(Task.BINARY, "auc"), np.ones(N, dtype=int), answers, Silent())


def test_the_best_differs_from_itself_in_nothing() -> None:
    y, answers = _models(Task.BINARY)
    told: TiesToBest = ties_to_best(metric(Task.BINARY, "auc"), y, answers, Silent())
    best = told.order[0]
    assert told.behind_best(best) == pytest.approx((0.0, 0.0, 0.0))
    assert told.p_to_best(best) == 1.0 > LEVEL
