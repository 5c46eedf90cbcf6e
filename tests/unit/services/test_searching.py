"""A search of settings: trials as runs, its budget, its end, and going on after a kill."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.runs import RunState
from tidemill.domain.search_trials import TrialState
from tidemill.domain.searches import SearchPlan
from tidemill.services import jobs, registering, registry, runs, search_runs, searching
from tidemill.services.searching import Search
from tidemill.services.training import cross_fits
from tidemill.services.workspace import Workspace

PLAN = SearchPlan("optuna", 5, n_folds=2, estimator="logistic_regression", is_pruned=False)
Searched = Callable[..., Search]


@pytest.fixture
def search(workspace: Workspace, shop: str, drain: Callable[[], list[Job]]) -> Searched:
    """Searches and returns what came of it."""

    def done(plan: SearchPlan = PLAN, **options: Any) -> Search:
        job_id = searching.ask(workspace, shop, plan, **options)
        drain()
        job = jobs.find(workspace, job_id)
        assert job.state is JobState.SUCCEEDED, job.error
        found = searching.of_job(workspace, job_id)
        assert found is not None
        return found

    return done


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, int]]:
    """What is fitted, as (c, fold); settings are judged as they are, so that nothing is slow."""
    seen: list[tuple[float, int]] = []
    real = cross_fits.CrossFits.judge

    def counted(self: Any, recipe: Any, k: int) -> float:
        seen.append((recipe.estimator_settings["c"], k))
        return real(self, recipe, k)

    monkeypatch.setattr(cross_fits.CrossFits, "judge", counted)
    return seen


def test_each_trial_is_a_run_of_its_own_within_the_search_and_the_best_can_be_registered(
    workspace: Workspace, search: Searched, drain: Callable[[], list[Job]]
) -> None:
    found = search()
    assert [one.number for one in found.trials] == list(range(1, 6))
    assert all(one.is_finished and len(one.folds) == 2 for one in found.trials)
    assert found.trials[0].values == {"c": 1.0}  # the recipe's own settings come first
    assert len({one.values["c"] for one in found.trials}) == 5
    for one in found.trials:
        run = runs.one(workspace, one.run)
        assert run.parent_pk == found.run.pk
        assert run.state is RunState.FINISHED
        assert run.metrics["cv_auc"] == pytest.approx(sum(one.folds) / 2)
        assert float(run.params["c"]) == one.values["c"]
    top = found.best
    assert top is not None
    assert top.mean == max(one.mean for one in found.trials)
    assert found.run.state is RunState.FINISHED
    assert float(found.run.params["c"]) == top.values["c"]
    assert found.run.params["best_trial"] == str(top.number)
    assert {"auc", "auc_low", "auc_high", "fit_seconds"} <= set(found.run.metrics)
    assert found.ended == "All 5 trials were made."
    registering.ask(workspace, found.run.id, name="buyers")
    drain()
    version = registry.find(workspace, "buyers").versions[0]
    recipe = registry.recipe_of(workspace, version.id)
    assert recipe["estimator_settings"]["c"] == top.values["c"]
    assert "search" not in recipe  # what is trained again is this model, not the whole search


def test_the_same_search_finds_the_same_and_another_seed_tries_others(search: Searched) -> None:
    first, again = search(), search()
    assert [one.values for one in first.trials] == [one.values for one in again.trials]
    assert [one.folds for one in first.trials] == [one.folds for one in again.trials]
    other = search(replace(PLAN, seed=5))
    assert other.trials[0].values == first.trials[0].values
    assert other.trials[1].values != first.trials[1].values


class _KilledError(BaseException):
    """Stands for a process that is gone: nothing catches it, nothing is written after it."""


@pytest.mark.parametrize("n_fits", [1, 4])
def test_a_killed_search_goes_on_where_it_was_and_fits_nothing_twice(
    workspace: Workspace,
    search: Searched,
    judged: list[tuple[float, int]],
    monkeypatch: pytest.MonkeyPatch,
    n_fits: int,
) -> None:
    whole = search()
    undisturbed = list(judged)
    judged.clear()
    real = search_runs._Work._write_fold

    def dies(self: Any, *args: Any) -> None:
        real(self, *args)
        if len(judged) == n_fits:
            raise _KilledError

    monkeypatch.setattr(search_runs._Work, "_write_fold", dies)
    job_id = searching.ask(workspace, "shop", PLAN)
    job = _begun(workspace)
    with pytest.raises(_KilledError):
        search_runs.run(workspace, job, _reporter(workspace, job))
    monkeypatch.setattr(search_runs._Work, "_write_fold", real)
    half = searching.of_job(workspace, job_id)
    assert half is not None
    assert sum(len(one.folds) for one in half.trials) == n_fits
    search_runs.run(workspace, job, _reporter(workspace, job))
    assert judged == undisturbed
    found = searching.of_job(workspace, job_id)
    assert found is not None
    assert [(o.values, o.folds, o.state) for o in found.trials] == [
        (o.values, o.folds, o.state) for o in whole.trials
    ]
    assert found.run.metrics["auc"] == whole.run.metrics["auc"]
    search_runs.run(workspace, job, _reporter(workspace, job))  # written, but not yet told
    assert judged == undisturbed


def _begun(workspace: Workspace) -> Job:
    from tidemill.jobs import queue

    claimed = queue.claim(workspace.store, "w")
    assert claimed is not None
    job = queue.begin(workspace.store, claimed.id, claimed.attempts)
    assert job is not None
    return job


def _reporter(workspace: Workspace, job: Job) -> Any:
    from tidemill.jobs.reporter import JobReporter

    return JobReporter(workspace.store, job.id, job.attempts)


def test_a_search_that_is_stopped_keeps_its_best(
    workspace: Workspace,
    search: Searched,
    judged: list[tuple[float, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = search_runs._Work._write_fold

    def stops(self: Any, trial: Any, k: int, *args: Any) -> None:
        real(self, trial, k, *args)
        if (trial.number, k) == (3, 0):
            searching.stop(workspace, runs.find(workspace, [self.pk])[0].id)

    monkeypatch.setattr(search_runs._Work, "_write_fold", stops)
    found = search()
    assert [one.state for one in found.trials] == [
        TrialState.FINISHED,
        TrialState.FINISHED,
        TrialState.PRUNED,
    ]
    assert len(judged) == 5
    assert found.ended == "It was asked to stop and keep the best."
    assert found.is_stopping
    assert found.run.state is RunState.FINISHED
    assert found.best in found.trials[:2]
    assert "asked to stop" in str(runs.one(workspace, found.trials[2].run).error)
    with pytest.raises(NeedsYou, match="has ended"):
        searching.stop(workspace, found.run.id)
    with pytest.raises(NeedsYou, match="no search"):
        searching.stop(workspace, found.trials[0].run)


@pytest.mark.parametrize(
    "budget", [{"minutes": 0.05}, {"money": 0.1, "price_per_hour": 120.0}], ids=str
)
def test_the_budget_of_time_or_money_ends_it(
    search: Searched, monkeypatch: pytest.MonkeyPatch, budget: dict[str, float]
) -> None:
    moments = iter(range(10_000))  # each look at the clock is a second later, each fold takes one
    monkeypatch.setattr(search_runs, "monotonic", lambda: float(next(moments)))
    found = search(replace(PLAN, n_trials=50, n_folds=3, **budget))
    assert found.plan.limit_s == pytest.approx(3.0)
    assert [one.state for one in found.trials] == [TrialState.FINISHED]
    assert found.spent_s == 3.0
    assert found.ended == "The budget of 0.05 minutes was spent."
    if "money" in budget:
        assert found.cost == pytest.approx(0.1)


def test_a_trial_that_falls_behind_is_given_up_and_says_why(
    workspace: Workspace, search: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = iter([0.7, 0.7, 0.7] * 5 + [0.6] + [0.8, 0.8, 0.8])
    monkeypatch.setattr(cross_fits.CrossFits, "judge", lambda *_: next(values))
    found = search(replace(PLAN, n_trials=7, n_folds=3, is_pruned=True))
    assert [len(one.folds) for one in found.trials] == [3, 3, 3, 3, 3, 1, 3]
    pruned = found.trials[5]
    assert pruned.state is TrialState.PRUNED
    run = runs.one(workspace, pruned.run)
    assert run.state is RunState.CANCELLED
    assert run.error == (
        "Given up after 1 of 3 folds: AUC 0.6000, the median of the others 0.7000."
    )
    assert found.best == found.trials[6]


def test_settings_that_can_not_be_fitted_fail_alone_and_all_failing_ends_it(
    workspace: Workspace,
    search: Searched,
    shop: str,
    drain: Callable[[], list[Job]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = cross_fits.fit

    def fussy(frame: Any, schema: Any, recipe: Any, target: Any) -> Any:
        if recipe.estimator_settings["c"] < limit:
            raise FloatingPointError("overflow")
        return real(frame, schema, recipe, target)

    monkeypatch.setattr(cross_fits, "fit", fussy)
    limit = 0.1
    found = search()
    states = {one.values["c"] < 0.1: one.state for one in found.trials}
    assert states == {True: TrialState.FAILED, False: TrialState.FINISHED}
    limit = 1e9
    job_id = searching.ask(workspace, shop, PLAN)
    drain()
    job = jobs.find(workspace, job_id)
    assert job.state is JobState.FAILED
    assert "None of 5 settings could be judged. These settings could not be fitted" in str(
        job.error
    )


@pytest.mark.parametrize(
    ("plan", "options", "words"),
    [
        (replace(PLAN, searcher="grid"), {}, "no searcher grid"),
        (replace(PLAN, estimator="prior"), {}, "no settings to search"),
        (replace(PLAN, estimator="linear_regression"), {}, "can't predict bought"),
        (PLAN, {"metric": "base_rate"}, "nothing about which settings are better"),
    ],
)
def test_a_search_that_can_not_work_is_refused_at_once(
    workspace: Workspace, shop: str, plan: SearchPlan, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(NeedsYou, match=words):
        searching.ask(workspace, shop, plan, **options)
    assert jobs.newest(workspace, state="queued") == []
