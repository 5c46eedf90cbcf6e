"""What people see of runs is the same on every store: lists, curves, news, the trash."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from tidemill.domain.run_lists import Outline, Wish
from tidemill.domain.runs import RunState
from tidemill.services import activity, run_changes, run_curves, runs, trash
from tidemill.services.news import Reader
from tidemill.services.run_list import RunList
from tidemill.services.workspace import Workspace
from tidemill.store import histories, run_writing
from tidemill.store import runs as rows
from tidemill.store.run_writing import Keys

AUC = (0.7, math.nan, 0.9, math.inf, None, 0.9)


@pytest.fixture
def workspace(any_workspace: Workspace) -> Workspace:
    """Six runs of two teams; one has no AUC, one has none that is a number, one an infinite one."""
    with any_workspace.store.write() as tx:
        for number, auc in enumerate(AUC):
            pk = rows.insert(
                tx,
                uuid=f"{number:032x}",
                project="default",
                experiment="churn",
                name=f"run-{number}",
                user="ada",
                job_id=None,
                dataset_version_id=None,
            )
            metrics = {} if auc is None else {"auc": auc}
            tags = {"team": "Ä" if number % 2 else "b"} if number < 5 else {}
            rows.put_values(tx, pk, params={"depth": str(number)}, metrics=metrics, tags=tags)
            rows.ended(tx, [pk], RunState.FINISHED)
    return any_workspace


@pytest.fixture
def listed(workspace: Workspace) -> RunList:
    return RunList(workspace)


def names(workspace: Workspace, outline: Outline) -> list[str]:
    return [run.name for run in runs.find(workspace, outline.keys.tolist())]


def numbers_of(found: Sequence[str]) -> list[int]:
    return [int(name.removeprefix("run-")) for name in found]


def test_a_list_sorts_with_missing_values_last_in_both_directions(workspace, listed):
    down = names(workspace, listed.outline(Wish(sort=(("metrics.auc", True),), group_by=())))
    up = names(workspace, listed.outline(Wish(sort=(("metrics.auc", False),), group_by=())))
    assert numbers_of(down)[0] == 3
    assert set(numbers_of(down)[1:3]) == {2, 5}
    assert numbers_of(up)[0] == 0
    assert set(numbers_of(down)[-2:]) == set(numbers_of(up)[-2:]) == {1, 4}


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("metrics.auc >= 0.9", [2, 3, 5]),
        ("metrics.auc is null", [1, 4]),
        ('tags.team = "Ä"', [1, 3]),
        ("tag = team and params.depth < 2", [0, 1]),
        ('name ~ "[45]$"', [4, 5]),
        ("tags.team is null", [5]),
    ],
)
def test_a_query_finds_the_same_runs(workspace, listed, where, expected):
    found = names(workspace, listed.outline(Wish(where=where, group_by=())))
    assert sorted(numbers_of(found)) == expected


def test_groups_hold_what_is_missing_too(listed):
    outline = listed.outline(Wish(group_by=("tags.team",)), figures=["metrics.auc"])
    assert {g.path[0]: g.count for g in outline.groups} == {"b": 3, "Ä": 2, None: 1}


def test_cells_give_values_as_they_were_logged(workspace, listed):
    keys = sorted(listed.outline(Wish(group_by=())).keys.tolist())
    cells = listed.cells(keys, ["name", "params.depth", "metrics.auc", "started"])
    assert cells["name"] == [f"run-{n}" for n in range(6)]
    assert [str(depth) for depth in cells["params.depth"]] == list("012345")
    assert [cells["metrics.auc"][n] for n in (0, 2, 3)] == [0.7, 0.9, math.inf]
    assert set(map(str, cells["started"])) == {str(cells["started"][0])}


def test_a_list_follows_changes_without_reading_all_again(workspace, listed):
    keys = runs.keys(workspace, ["run-0"])
    listed.outline(Wish(sort=(("metrics.auc", True),), group_by=()))
    with workspace.store.write() as tx:
        rows.put_values(tx, keys[0], metrics={"auc": 5.0})
    listed.refresh()
    outline = listed.outline(Wish(where="metrics.auc > 1", group_by=()))
    assert sorted(numbers_of(names(workspace, outline))) == [0, 3]


def test_a_snapshot_opens_what_it_kept_and_what_changed_since(workspace, listed):
    wish = Wish(sort=(("metrics.auc", True),), group_by=())
    before = listed.outline(wish).keys.tolist()
    assert listed.save_snapshot()
    listed.close()
    again = RunList(workspace)
    assert again.outline(wish).keys.tolist() == before
    again.close()
    run_changes.archive(workspace, runs.keys(workspace, ["run-3"]))
    again = RunList(workspace)
    assert again.outline(wish).keys.tolist() == before[1:]
    again.close()


def test_a_curve_of_many_points_comes_back_and_its_best_is_a_column(workspace, listed):
    [pk] = runs.keys(workspace, ["run-4"])
    values = [math.sin(n / 50) for n in range(10_000)]
    with workspace.store.write() as tx:
        metric = Keys().ids(tx, [("metric", "loss")])["metric", "loss"]
        points = ((pk, metric, n, float(n), value) for n, value in enumerate(values))
        histories.append(tx, points)
        run_writing.changed(tx, [pk])
    curve = run_curves.curve(workspace, pk, "loss")
    np.testing.assert_array_equal(curve.values, values)
    cells = listed.cells([pk], ["metrics.loss.max", "metrics.loss.min", "metrics.loss.last"])
    assert [v[0] for v in cells.values()] == [max(values), min(values), values[-1]]


def test_changes_are_news_and_stand_in_the_list_of_what_happened(workspace):
    reader = Reader(workspace)
    reader.poll()
    keys = runs.keys(workspace, ["run-1", "run-2"])
    run_changes.star(workspace, keys)
    topics: set[str] = set()
    while "run" not in topics:
        topics |= {news.topic for news in reader.poll() or ()}
    reader.close()
    assert all(run.starred for run in runs.find(workspace, keys))
    assert activity.broken_entry(workspace) is None


def test_the_trash_gives_back_and_takes_for_good(workspace, listed):
    keys = runs.keys(workspace, ["run-1", "run-2"])
    blob = workspace.blobs.put_bytes(b"x" * 1000)
    with workspace.store.write() as tx:
        rows.put_artifact(tx, keys[1], "model.bin", blob, 1000)
    assert trash.delete(workspace, keys).n == 2
    assert listed.outline(Wish(group_by=())).matching == 4
    trash.restore(workspace, keys[:1])
    listed.refresh()
    assert listed.outline(Wish(group_by=())).matching == 5
    assert trash.empty(workspace).runs == 1
    assert not workspace.blobs.path(blob).exists()
    assert trash.count(workspace) == 0
