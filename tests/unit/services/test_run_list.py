"""The list of runs in order: groups, pinned ones, the main measure, what could be typed next."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tidemill.domain.query import QueryError
from tidemill.domain.run_lists import Wish
from tidemill.domain.runs import RunState
from tidemill.services import run_changes, runs, workspace
from tidemill.services.run_list import RunList, default_metrics
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Workspace]:
    """Four runs in two experiments, the later one with the better AUC first."""
    made = workspace.create(tmp_path / "workspace")
    with made.store.write() as tx:
        for number, (experiment, auc) in enumerate(
            [("old", 0.6), ("old", 0.7), ("new", 0.9), ("new", 0.8)]
        ):
            pk = rows.insert(
                tx, uuid=f"{number:032x}", project="default", experiment=experiment,
                name=f"run-{number}", user="tester", job_id=None, dataset_version_id=None,
            )  # fmt: skip
            params = {"depth": str(number), "same": "1"}
            rows.put_values(tx, pk, params=params, metrics={"auc": auc, "log_loss": 1 - auc})
            rows.ended(tx, [pk], RunState.FINISHED)
    yield made
    made.close()


def names(store: Workspace, outline: object) -> list[str]:
    """Names of the runs in the order of an outline."""
    keys = [int(key) for key in outline.keys]  # type: ignore[attr-defined]
    return [run.name for run in runs.find(store, keys)]


def test_groups_follow_each_other_and_say_their_best(store: Workspace) -> None:
    outline = RunList(store).outline(Wish(sort=(("metrics.auc", True),)), figures=["metrics.auc"])
    found = {g.path[0]: (g.count, g.figures["metrics.auc"].best) for g in outline.groups}
    assert found == {"new": (2, 0.9), "old": (2, 0.7)}
    starts = [group.start for group in outline.groups]
    assert starts == [0, 2]
    shown = names(store, outline)
    first = outline.groups[0].path[0]
    assert shown[:2] == (["run-2", "run-3"] if first == "new" else ["run-1", "run-0"])


def test_without_groups_the_order_is_that_of_the_sort(store: Workspace) -> None:
    outline = RunList(store).outline(Wish(sort=(("metrics.auc", False),), group_by=()))
    assert names(store, outline) == ["run-0", "run-1", "run-3", "run-2"]


def test_pinned_runs_come_first_and_archived_ones_not_at_all(store: Workspace) -> None:
    run_changes.pin(store, runs.keys(store, ["run-0"]))
    run_changes.archive(store, runs.keys(store, ["run-2"]))
    every = RunList(store)
    outline = every.outline(Wish(sort=(("metrics.auc", True),), group_by=()))
    assert names(store, outline) == ["run-0", "run-3", "run-1"]
    assert outline.total == 4
    assert every.outline(Wish(group_by=(), archived=True)).matching == 4


def test_wrong_query_says_where(store: Workspace) -> None:
    with pytest.raises(QueryError) as caught:
        RunList(store).outline(Wish(where="auc >"))
    assert caught.value.position == 5


def test_facets_name_the_main_measure_and_what_varies(store: Workspace) -> None:
    facets = RunList(store).facets()
    assert facets.main == "auc"
    assert facets.scale == (0.6, 0.9)
    assert facets.varying == ("depth",)
    assert default_metrics(facets) == ("auc", "log_loss")


def test_completion_offers_names_and_none_where_the_query_is_wrong(store: Workspace) -> None:
    every = RunList(store)
    every.refresh()
    assert "metrics.auc" in [one.text for one in every.completions("au", 2)]
    assert every.completions("auc > > 3 ", 10) == []
