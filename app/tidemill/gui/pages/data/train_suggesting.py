"""Suggestions for the Train sheet, read off the GUI thread."""

from typing import TYPE_CHECKING

from tidemill.base.words import spoken, tr
from tidemill.gui.pages.data.train_rule import fitting
from tidemill.gui.pages.data.train_state import Measure, Pipeline, Prepared, Suggested

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.services.workspace import Workspace

SEARCHED = ("hist_gradient_boosting", "lightgbm", "random_forest")
"""Searches the sheet offers; the commands search any estimator that says what may be tried."""


def suggest(
    workspace: "Workspace", version: "DatasetVersion", target: str | None, _reporter: "Reporter"
) -> Suggested:
    """What a training on a version would be; another target where one is named."""
    from tidemill.domain.metrics import for_task
    from tidemill.services import (
        datasets,
        named_preparations,
        shared_preparations,
        training_runs,
        training_times,
    )

    found = datasets.suggestions(workspace, version, target)
    measures = tuple(
        Measure(one.id, spoken(one.title), spoken(one.help))
        for one in for_task(found.task)
        if one.higher_is_better is not None
    )
    pipelines = tuple(
        Pipeline(entry.id, spoken(entry.title), spoken(entry.help))
        for entry in training_runs.baselines(str(found.task))
    )
    took = training_times.known(workspace)
    shared = tuple(
        Prepared(one.content.address, one.content.label, spoken(one.content.words))
        for one in shared_preparations.every(workspace)
    )
    of_catalogue = tuple(
        Prepared(entry.id, spoken(entry.title), spoken(entry.help), is_shared=False)
        for entry in named_preparations.offered()
    )
    tried = (*pipelines, *_searches(str(found.task)))
    return Suggested(found, measures, tried, took, of_catalogue + shared, fitting(workspace, found))


def _searches(task: str) -> tuple[Pipeline, ...]:
    """A search of the usual size for each estimator that says what may be tried."""
    from tidemill.domain.searches import SearchPlan
    from tidemill.services import training_runs

    plan = SearchPlan()
    words = tr("{n_trials} trials, {n_folds} folds", n_trials=plan.n_trials, n_folds=plan.n_folds)
    n_fits = plan.n_trials * plan.n_folds + 1
    return tuple(
        Pipeline(f"search:{entry.id}", f"{entry.title} search", words, entry.id, n_fits)
        for entry in training_runs.choices(task)
        if entry.space and entry.id in SEARCHED
    )
