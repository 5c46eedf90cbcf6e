"""The page Experiments as the shell finds it."""

from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.gui.shell.page import Hit, Page, PageContext, PageView, address_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidemill.domain.runs import Run
    from tidemill.services.workspace import Workspace

_MOST = 8


def _create(context: PageContext) -> PageView:
    from tidemill.gui.pages.experiments.view import ExperimentsView

    return ExperimentsView(context)


def _pictures(workspace: "Workspace") -> list[tuple[str, str]]:
    from tidemill.domain.runs import RunState
    from tidemill.services.run_view import RunsView

    found = [("experiments", "tidemill://experiments")]
    known = RunsView(workspace).page(limit=50).runs
    runs = [run for run in known if run.state is RunState.FINISHED]
    runs.sort(key=lambda run: run.params.get("kind") != "baseline")  # judged on the same rows
    shown = _telling(runs)
    if shown is not None:
        found.append(("experiments_run", address_of("experiments", shown)))
        found += [
            (f"experiments_run_{tab}", address_of("experiments", shown, tab))
            for tab in ("curves", "parameters", "files", "log", "lineage")
        ]
    if len(runs) > 1:
        ids = ",".join(run.id for run in runs[:4])
        found.append(("experiments_compare", address_of("experiments", "compare", ids)))
        found += [
            (f"experiments_compare_{part}", address_of("experiments", "compare", ids, part))
            for part in ("errors", "slices")
        ]
    return found


def _telling(runs: "Sequence[Run]") -> str | None:
    """The run whose page has most to show: one with a learning curve, else any that finished."""
    curved = [run for run in runs if any(name.startswith("training_") for name in run.metrics)]
    return next((run.id for run in [*curved, *runs]), None)


def _has_data(workspace: "Workspace") -> bool:
    from tidemill.services import runs

    return runs.count(workspace) > 0


def _find(workspace: "Workspace", words: str) -> list[Hit]:
    from tidemill.services import runs

    return [
        Hit(run.name, run.experiment, "flask-conical", address_of("experiments", run.id))
        for run in runs.newest_named(workspace, words, _MOST)
    ]


PAGE = Page(
    id="experiments",
    title=tr("Experiments"),
    icon="flask-conical",
    group=tr("Build"),
    letter="E",
    order=30,
    create=_create,
    picture_addresses=_pictures,
    has_data=_has_data,
    find=_find,
    chapter="guide/experiments",
    chapters=(
        ("compare", "guide/experiments#comparing-runs"),
        ("curves", "guide/experiments#curves"),
        ("trash", "guide/experiments#the-trash"),
    ),
)
