"""The rows held out, with their columns: parts on which runs are weak, rows they differ on."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from tidemill.base.errors import NeedsYou
from tidemill.base.ids import new_id
from tidemill.base.progress import Silent
from tidemill.domain.datasets import Series
from tidemill.domain.jobs import Job
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run, RunState
from tidemill.services import comparing, datasets, runs, tables, training_runs
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

TakeIn = Callable[..., Job]
Month = Callable[..., Any]


@pytest.fixture
def trained(
    workspace: Workspace, take_in: TakeIn, month: Month, drain: Callable[[], list[Job]]
) -> tuple[Run, Run]:
    """Two models of three months, judged on the newest rows."""
    take_in(month(1, n=300), month(2, n=300), month(3, n=300))
    job = training_runs.train(workspace, "shop", estimators=("prior", "logistic_regression"))
    drain()
    linear, prior = training_runs.ranked(workspace, job)
    assert linear.params["estimator"] == "logistic_regression"
    return linear, prior


def said_by(workspace: Workspace, run: Run) -> Predictions:
    data = workspace.blobs.get_bytes(run.artifacts["predictions.npz"])
    return Predictions.from_bytes(data)


def whole_frame(workspace: Workspace) -> Any:
    return tables.whole(workspace, datasets.version(workspace, "shop"))


def test_some_rows_of_a_version_are_those_of_the_whole_in_any_order(
    workspace: Workspace, take_in: TakeIn, month: Month
) -> None:
    take_in(month(1), month(2), month(3))
    version = datasets.version(workspace, "shop")
    whole = whole_frame(workspace)
    chosen = np.array([359, 0, 130, 131, 5, 240])
    some = tables.some_rows(workspace, version, chosen, ["shop", "x", "day"])
    assert list(some.rows()) == list(whole.select(["shop", "x", "day"]).take(chosen).rows())
    assert tables.some_rows(workspace, version, chosen[:0], ["x"]).n_rows == 0
    with pytest.raises(IndexError, match="360 rows"):
        tables.some_rows(workspace, version, np.array([360]), ["x"])
    first = datasets.version(workspace, "shop@1")
    with pytest.raises(IndexError, match="120 rows"):
        tables.some_rows(workspace, first, np.array([120]), ["x"])


def test_a_column_that_came_later_is_missing_in_older_rows(
    workspace: Workspace, take_in: TakeIn, month: Month, tmp_path: Any
) -> None:
    take_in(month(1))
    newer = tmp_path / "newer.csv"
    newer.write_text(
        "day,x,shop,bought,colour\n"
        + "".join(f"2024-02-{1 + k % 28:02d} 00:00:00,{k}.5,north,yes,red\n" for k in range(60))
    )
    job = take_in(newer)
    if job.result is None or "colour" not in datasets.version(workspace, "shop").schema.names:
        pytest.fail("the new column was not taken in")
    version = datasets.version(workspace, "shop")
    some = tables.some_rows(workspace, version, np.array([130, 3]), ["colour", "x"])
    assert some["colour"].to_list() == ["red", None]
    old = tables.some_rows(workspace, version, np.array([3, 4]), ["colour"])
    assert old["colour"].to_list() == [None, None]


def test_a_hold_out_by_time_is_said_to_be_about_that_time(
    workspace: Workspace, trained: tuple[Run, Run]
) -> None:
    told = comparing.tiers(workspace, [run.pk for run in trained], "", Silent())
    assert told.notes[-1].startswith("The rows are the newest by day: rows near in time may hang")


def test_rows_of_a_group_count_together_where_the_recipe_names_one(
    workspace: Workspace, trained: tuple[Run, Run]
) -> None:
    recipe = json.loads(workspace.blobs.get_bytes(trained[0].artifacts["recipe.json"]))
    keys = [run.pk for run in trained]
    plain = comparing.tiers(workspace, keys, "accuracy", Silent())
    for group, note in (
        ("shop", "Rows of one shop count together, as 3 groups."),
        ("gone", "Rows of one gone hang together, so differences are less sure"),
    ):
        with workspace.store.write() as tx:
            for key in keys:
                data = json.dumps({**recipe, "group": group}).encode()
                blob = workspace.blobs.put_bytes(data)
                rows.put_artifact(tx, key, "recipe.json", blob, len(data))
        told = comparing.tiers(workspace, keys, "accuracy", Silent())
        assert told.notes[-1].startswith(note)
        is_known = group == "shop"
        assert told.test == ("a paired t-test" if is_known else "McNemar's exact test")
        assert (told.standings[1].p_value == plain.standings[1].p_value) != is_known


def test_slices_are_the_measure_on_their_rows_weakest_first(
    workspace: Workspace, trained: tuple[Run, Run]
) -> None:
    linear, prior = trained
    told = comparing.slices(workspace, [linear.pk, prior.pk], "log_loss", Silent())
    assert (told.missing, told.metric, told.names) == ("", "log_loss", (linear.name, prior.name))
    behinds = [part.behind for part in told.slices]
    assert behinds == sorted(behinds, reverse=True)
    assert {part.column for part in told.slices} <= {"x", "shop", "day"}
    said = said_by(workspace, linear)
    assert said.truth is not None
    held = whole_frame(workspace).take(said.rows)
    one = metric(Task.BINARY, "log_loss")
    codes = {level: k for k, level in enumerate(held["shop"].levels)}
    shops = [part for part in told.slices if part.column == "shop"]
    assert {part.words for part in shops} == {"north", "south", "east"}
    for part in shops:
        chosen = held["shop"].values == codes[part.words]
        assert part.n == chosen.sum()
        figure = part.figures[0]
        assert figure is not None
        assert figure.low is not None
        assert figure.high is not None
        assert figure.value == pytest.approx(one.value(said.truth[chosen], said.values[chosen]))
        assert figure.low < figure.value < figure.high
    assert told.whole[0] is not None
    assert told.whole[0].value == pytest.approx(one.value(said.truth, said.values))


def test_rows_that_one_gets_right_come_with_their_columns_and_the_surest_first(
    workspace: Workspace, trained: tuple[Run, Run]
) -> None:
    linear, prior = trained
    told = comparing.disagreements(workspace, linear.pk, prior.pk, 10, Silent())
    said, other = said_by(workspace, linear), said_by(workspace, prior)
    assert said.truth is not None
    right_a, right_b = ((one.values >= 0.5) == (said.truth == 1) for one in (said, other))
    assert told.only_a == int((right_a & ~right_b).sum())
    assert told.only_b == int((right_b & ~right_a).sum())
    assert told.both_right + told.both_wrong + told.only_a + told.only_b == told.n_rows
    expected = stats.binomtest(min(told.only_a, told.only_b), told.only_a + told.only_b).pvalue
    assert told.p_value == pytest.approx(expected)
    assert len(told.a_right) == min(10, told.only_a)
    weights = [row.weight for row in told.a_right]
    assert weights == sorted(weights, reverse=True)
    assert told.columns[0] == "x"
    whole = whole_frame(workspace)
    for row in (*told.a_right, *told.b_right):
        plain = next(iter(whole.take(np.array([row.row])).rows()))
        assert row.truth == str(plain["bought"]).lower()
        assert row.cells[0] == f"{plain['x']:,.6g}"
        assert row.cells[told.columns.index("shop")] == plain["shop"]
    assert all(row.a.startswith(row.truth) for row in told.a_right)
    assert not any(row.b.startswith(row.truth) for row in told.a_right)
    assert f"{linear.name} alone is right on {told.only_a} rows" in told.words


def test_turned_around_the_same_rows_are_found(
    workspace: Workspace, trained: tuple[Run, Run]
) -> None:
    linear, prior = trained
    one = comparing.disagreements(workspace, linear.pk, prior.pk, 5, Silent())
    other = comparing.disagreements(workspace, prior.pk, linear.pk, 5, Silent())
    assert (one.only_a, one.only_b) == (other.only_b, other.only_a)
    assert [row.row for row in one.a_right] == [row.row for row in other.b_right]


def test_the_rows_of_an_append_series_are_the_same_in_each_version_those_of_a_replaced_are_not(
    workspace: Workspace, take_in: TakeIn, month: Month
) -> None:
    take_in(month(1), month(2))
    take_in(month(1), dataset="snapshot", series=Series.REPLACE)
    take_in(month(2), dataset="snapshot", series=Series.REPLACE)
    said = Predictions(
        Task.BINARY, ("no", "yes"), np.arange(50), np.linspace(0, 1, 50), np.arange(50) % 2
    )
    other = replace(said, values=said.values[::-1])

    def on(name: str, address: str, one: Predictions) -> Run:
        return keep(workspace, name, one, datasets.version(workspace, address).id)

    appended = on("a", "shop@1", said), on("b", "shop@2", other)
    told = comparing.tiers(workspace, [run.pk for run in appended], "brier", Silent())
    assert all(one.tier is not None for one in told.standings)
    replaced = on("c", "snapshot@1", said), on("d", "snapshot@2", other)
    told = comparing.tiers(workspace, [run.pk for run in replaced], "brier", Silent())
    assert {one.tier for one in told.standings} == {None}
    assert "d was judged on rows of snapshot@2, not of snapshot@1." in {
        one.why for one in told.standings
    }


def keep(
    workspace: Workspace, name: str, said: Predictions | None, version_id: int | None = None
) -> Run:
    with workspace.store.write() as tx:
        pk = rows.insert(
            tx, uuid=new_id(), project="default", experiment="e", name=name, user="ada",
            job_id=None, dataset_version_id=version_id,
        )  # fmt: skip
        if said is not None:
            data = said.to_bytes()
            rows.put_artifact(tx, pk, "predictions.npz", workspace.blobs.put_bytes(data), len(data))
        rows.ended(tx, [pk], RunState.FINISHED)
    return runs.find(workspace, [pk])[0]


def test_of_two_regressions_the_nearer_one_wins_a_row(workspace: Workspace) -> None:
    y = np.array([10.0, 20.0, 30.0, 40.0])
    a = Predictions(Task.REGRESSION, (), np.arange(4), np.array([10.0, 25.0, 31.0, 41.0]), y)
    b = replace(a, values=np.array([11.0, 20.0, 31.0, 60.0]))
    told = comparing.disagreements(
        workspace, keep(workspace, "a", a).pk, keep(workspace, "b", b).pk, 9, Silent()
    )
    assert (told.only_a, told.only_b, told.both_right, told.both_wrong) == (2, 1, 1, 0)
    assert [row.row for row in told.a_right] == [3, 0]
    assert (told.a_right[0].truth, told.a_right[0].a, told.a_right[0].b) == ("40", "41", "60")
    assert told.a_right[0].weight == 19.0
    assert told.columns == ()
    assert "is nearer to the truth on 2 rows" in told.words


def test_several_classes_are_right_where_the_likeliest_is_true(workspace: Workspace) -> None:
    y = np.array([0, 1, 2])
    p = np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.5, 0.3, 0.2]])
    q = np.array([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.1, 0.1, 0.8]])
    a = Predictions(Task.MULTICLASS, ("red", "green", "blue"), np.arange(3), p, y)
    told = comparing.disagreements(
        workspace,
        keep(workspace, "a", a).pk,
        keep(workspace, "b", replace(a, values=q)).pk,
        9,
        Silent(),
    )
    assert (told.both_right, told.only_a, told.only_b) == (1, 1, 1)
    assert (told.a_right[0].truth, told.a_right[0].a) == ("green", "green (70%)")
    assert told.b_right[0].b == "blue (80%)"


def test_what_cannot_be_looked_at_says_why(workspace: Workspace) -> None:
    said = Predictions(
        Task.BINARY, ("no", "yes"), np.arange(50), np.linspace(0, 1, 50), np.arange(50) % 2
    )
    bare, full = keep(workspace, "bare", None), keep(workspace, "full", said)
    told = comparing.disagreements(workspace, bare.pk, full.pk, 9, Silent())
    assert told.words == told.missing == "bare kept no hold-out answers."
    sliced = comparing.slices(workspace, [full.pk], "", Silent())
    assert sliced.missing.startswith("What columns these rows have is not known")
    assert comparing.slices(workspace, [bare.pk], "", Silent()).missing == told.missing
    with pytest.raises(NeedsYou, match="gone"):
        comparing.disagreements(workspace, 999, full.pk, 9, Silent())


def test_long_texts_and_gaps_are_shown_short(
    workspace: Workspace, take_in: TakeIn, tmp_path: Any, drain: Callable[[], list[Job]]
) -> None:
    rng = np.random.default_rng(1)
    lines = ["x,story,bought"]
    for k in range(200):
        x = rng.normal()
        story = "once upon a time " * 9 if k % 2 else ""
        lines.append(f"{x:.4f},{story},{'yes' if x > 0 else 'no'}")
    path = tmp_path / "stories.csv"
    path.write_text("\n".join(lines))
    take_in(path, dataset="stories", time=None)
    job = training_runs.train(
        workspace, "stories", estimators=("prior", "logistic_regression"), target="bought"
    )
    drain()
    linear, prior = training_runs.ranked(workspace, job)
    told = comparing.disagreements(workspace, linear.pk, prior.pk, 100, Silent())
    assert told.a_right
    stories = {row.cells[told.columns.index("story")] for row in told.a_right}
    assert stories == {"–", ("once upon a time " * 9)[:79] + "…"}
