"""Searching settings: asking for it, stopping it with the best kept, and what was tried so far."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from tidemill.base.errors import NeedsYou
from tidemill.catalog.discovery import family
from tidemill.domain.jobs import JobRequest
from tidemill.domain.metrics import metric as known_metric
from tidemill.domain.recipes import Recipe
from tidemill.domain.runs import Run, RunState
from tidemill.domain.search_trials import Trial, TrialState, best
from tidemill.domain.searches import STOP_TAG, Dimension, SearchPlan
from tidemill.jobs import queue
from tidemill.services import asked_code, asked_recipes, runs, training_runs
from tidemill.services.asked_recipes import Said
from tidemill.services.workspace import Workspace
from tidemill.store import activities, histories, run_details
from tidemill.store import runs as rows

KIND = "model.search"
SEARCH_FILE = "search.json"
TRIAL_TAG = "search.trial"
FOLD_SECONDS = "fold_seconds"


@dataclass(frozen=True)
class Insights:
    """What the trials tell, as the worker last worked it out; None and empty where it can't say.

    `of_next`, `of_all` and `noise` as `search_insights.ExpectedGain` has them.
    """

    n_trials: int = 0
    importances: Mapping[str, float] | None = None
    of_next: float | None = None
    of_all: float | None = None
    noise: float | None = None


@dataclass(frozen=True)
class Search:
    """A search as people see it: its run, its plan and space, and its trials in their order.

    `measure` is the metric that is compared, `up` whether higher is better. `ended` says why it
    ended, empty while it goes on.
    """

    run: Run
    recipe: Recipe
    plan: SearchPlan
    dimensions: tuple[Dimension, ...]
    trials: tuple[Trial, ...]
    insights: Insights = Insights()
    ended: str = ""

    @property
    def measure(self) -> str:
        """The id of the metric that is compared."""
        return self.recipe.metric

    @property
    def up(self) -> bool:
        """Whether higher is better."""
        return known_metric(self.recipe.task, self.recipe.metric).higher_is_better is not False

    @property
    def best(self) -> Trial | None:
        """The best trial that finished."""
        return best(self.trials, self.up)

    @property
    def spent_s(self) -> float:
        """Seconds the trials took."""
        return sum(one.seconds for one in self.trials)

    @property
    def cost(self) -> float | None:
        """What these seconds cost; None without a price."""
        price = self.plan.price_per_hour
        return None if price is None else self.spent_s / 3600 * price

    @property
    def is_stopping(self) -> bool:
        """Whether it was asked to stop and keep the best."""
        return STOP_TAG in self.run.tags

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape promised to scripts."""
        top = self.best
        return {
            "run": self.run.id,
            "state": str(self.run.state),
            "metric": self.measure,
            "plan": self.plan.to_dict(),
            "best": None if top is None else top.number,
            "trials": [
                {
                    "number": one.number,
                    "run": one.run,
                    "state": str(one.state),
                    "values": dict(one.values),
                    "folds": list(one.folds),
                    "mean": one.mean if one.folds else None,
                    "seconds": one.seconds,
                    "error": one.error,
                }
                for one in self.trials
            ],
            "importances": dict(self.insights.importances or {}),
            "expected_gain_of_next": self.insights.of_next,
            "expected_gain_of_all": self.insights.of_all,
            "noise": self.insights.noise,
            "spent_s": self.spent_s,
            "cost": self.cost,
            "ended": self.ended,
        }


def fold_metric(recipe: Recipe) -> str:
    """The name of a trial's metric: the mean over its folds, with a point a fold as its course."""
    return f"cv_{recipe.metric}"


def ask(
    workspace: Workspace,
    address: str,
    plan: SearchPlan | None = None,
    *,
    experiment: str | None = None,
    **said: Unpack[Said],
) -> int:
    """Ask the worker to search settings on a dataset version; return the job.

    What is not said is suggested from the data; without a `plan` the recipe's holds. `NeedsYou` at
    once where the searcher or the estimator can't be used, or the measure has no better direction.
    """
    version, chosen = asked_recipes.asked(workspace, address, **said)
    plan = plan or chosen.search or SearchPlan()
    if plan.estimator is not None and plan.estimator != chosen.estimator:
        chosen = replace(chosen, estimator=plan.estimator, estimator_settings={})
    chosen = replace(chosen, search=plan)
    searched(chosen)
    searcher = family("searchers")[plan.searcher].ENTRY.title
    request = JobRequest(
        KIND,
        {
            "dataset_version": version.id,
            "recipe": chosen.to_dict(),
            "experiment": experiment or version.dataset,
            asked_code.PARAM: asked_code.state(workspace),
        },
        lane=f"train:{version.dataset}",
        asked_by=workspace.person.login,
        cause=f"{workspace.person.login} started a search",
    )
    with workspace.store.write(durable=True) as tx:
        job_id = queue.enqueue(tx, request)
        activities.add(
            tx,
            by=workspace.person.login,
            kind="training",
            subject=f"data/{version.dataset}/{version.number}",
            sentence=f"started a search on {version.label}",
            note=f"{searcher} tries up to {plan.n_trials:,} settings of {chosen.estimator}",
        )
    return job_id


def searched(recipe: Recipe) -> tuple[SearchPlan, tuple[Dimension, ...]]:
    """The plan and the space of a recipe; `NeedsYou` where there is nothing to search or to ask."""
    plan = recipe.search
    if plan is None:
        raise NeedsYou("The recipe plans no search.", "Say what to search with, or train once.")
    known = family("searchers")
    if plan.searcher not in known:
        raise NeedsYou(
            f"There is no searcher {plan.searcher}.", f"Choose one of {', '.join(known)}."
        )
    entries = {entry.id: entry for entry in training_runs.choices(str(recipe.task))}
    if recipe.estimator not in entries:
        training_runs.check_here(recipe.estimator, recipe)
        raise NeedsYou(
            f"{recipe.estimator} can't predict {recipe.target}.",
            "Choose from " + ", ".join(sorted(one for one in entries if entries[one].space)) + ".",
        )
    if not entries[recipe.estimator].space:
        raise NeedsYou(
            f"{entries[recipe.estimator].title} has no settings to search.",
            "Choose from " + ", ".join(sorted(one for one in entries if entries[one].space)) + ".",
        )
    if known_metric(recipe.task, recipe.metric).higher_is_better is None:
        raise NeedsYou(
            f"{recipe.metric} says nothing about which settings are better.",
            "Choose another metric to judge by.",
        )
    return plan, entries[recipe.estimator].space


def stop(workspace: Workspace, text: str) -> Run:
    """Ask a search to stop after the fold at work and to keep its best; return its run."""
    run = runs.one(workspace, text)
    if not is_search(run):
        raise NeedsYou(f"{run.name} is no search.", "Name the run of a search.")
    if run.state is not RunState.RUNNING:
        raise NeedsYou(f"The search {run.name} has ended.", "What it found is in its run.")
    if STOP_TAG in run.tags:
        return run
    with workspace.store.write() as tx:
        rows.put_values(tx, run.pk, tags={STOP_TAG: workspace.person.login})
        activities.add(
            tx,
            by=workspace.person.login,
            kind="training",
            subject=f"runs/{run.id}",
            sentence=f"stopped the search {run.name} and kept its best",
        )
    return runs.find(workspace, [run.pk])[0]


def is_search(run: Run) -> bool:
    """Whether a run is that of a search, which its trials are started in."""
    return SEARCH_FILE in run.artifacts


def find(workspace: Workspace, text: str) -> Search:
    """The search of a run's id, the beginning of one, or a name."""
    run = runs.one(workspace, text)
    found = of_run(workspace, run)
    if found is None:
        raise NeedsYou(f"{run.name} is no search.", "Name the run of a search.")
    return found


def of_job(workspace: Workspace, job_id: int) -> Search | None:
    """The search that a job began; None before it has."""
    made = [run for run in runs.of_job(workspace, job_id) if is_search(run)]
    return of_run(workspace, made[0]) if made else None


def of_run(workspace: Workspace, run: Run) -> Search | None:
    """What a search tried so far, read from the store alone; None where the run is none."""
    if not is_search(run):
        return None
    page = json.loads(workspace.blobs.get_bytes(run.artifacts[SEARCH_FILE]))
    recipe = Recipe.from_dict(page["recipe"])
    assert recipe.search is not None
    space = tuple(Dimension(**one) for one in page["space"])
    return Search(
        run,
        recipe,
        recipe.search,
        space,
        tuple(tried(workspace, run.pk, recipe, space)),
        Insights(**page["insights"]),
        page["ended"],
    )


def outlook(found: Search) -> list[str]:
    """What going on is expected to bring, in sentences; none where too little is known."""
    said = found.insights
    if said.of_next is None or said.of_all is None or said.noise is None:
        return []
    known = known_metric(found.recipe.task, found.measure)
    gains = (
        f"One more trial is expected to gain {known.words(said.of_next)} {known.title}, the best "
        f"settings of all {known.words(said.of_all)}."
    )
    if said.of_all > said.noise:
        return [gains, f"That is more than the folds leave open ({known.words(said.noise)})."]
    return [gains, f"The folds leave more than that open ({known.words(said.noise)})."]


def tried(workspace: Workspace, pk: int, recipe: Recipe, space: Sequence[Dimension]) -> list[Trial]:
    """The trials started in a search's run, in their order."""
    names = (fold_metric(recipe), FOLD_SECONDS)
    with workspace.store.read() as connection:
        made = rows.find(connection, run_details.nested(connection, pk), names)
        ids = {name: histories.key_id(connection, name) for name in names}
        found = []
        for run in made:
            if TRIAL_TAG not in run.tags:
                continue
            folds, seconds = (
                []
                if key is None or name not in run.metrics
                else histories.read(connection, run.pk, key)[2].tolist()
                for name, key in ids.items()
            )
            found.append(_trial(run, space, folds, seconds))
    return sorted(found, key=lambda one: one.number)


def _trial(run: Run, space: Sequence[Dimension], folds: list[float], seconds: list[float]) -> Trial:
    # Not the run's own state: where a job ends badly, its open runs end with it.
    state = TrialState(run.tags[TRIAL_TAG])
    values = {one.name: _value(one, run.params[one.name]) for one in space}
    number = int(run.params["trial"])
    return Trial(number, values, tuple(folds), state, sum(seconds), run.id, run.error or "")


def _value(dimension: Dimension, text: str) -> Any:
    """A setting as it was logged."""
    if dimension.kind == "int":
        return int(text)
    if dimension.kind == "float":
        return float(text)
    return next((one for one in dimension.choices if str(one) == text), text)
