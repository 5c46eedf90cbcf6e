"""Runs as people work with them: asked for, sorted, tagged, pinned, hidden, renamed, compared."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.ids import new_id
from tidemill.domain.query import QueryError
from tidemill.domain.runs import RunState
from tidemill.services import comparing, runs
from tidemill.services.run_view import RunsView
from tidemill.store import runs as rows


@pytest.fixture
def run(workspace, clock):
    """Writes a finished run."""

    def written(name, *, params=None, tags=None, state=RunState.FINISHED, **metrics):
        clock.advance(60)
        with workspace.store.write() as tx:
            pk = rows.insert(
                tx,
                uuid=new_id(),
                project="default",
                experiment="churn",
                name=name,
                user="ada",
                job_id=None,
                dataset_version_id=None,
            )
            rows.put_values(
                tx, pk, params={"task": "binary", **(params or {})}, metrics=metrics, tags=tags
            )
            rows.ended(tx, [pk], state)
        return runs.find(workspace, [pk])[0]

    return written


def names(page):
    return [r.name for r in page.runs]


@pytest.fixture
def three(run):
    return [
        run("first", auc=0.7, params={"model": "forest"}),
        run("second", auc=0.9, params={"model": "boosting"}, tags={"team": "a"}),
        run("third", params={"model": "forest"}, state=RunState.FAILED),
    ]


def test_runs_come_newest_first_and_a_page_says_how_many_there_are(workspace, three):
    view = RunsView(workspace)
    page = view.page(limit=2)
    assert names(page) == ["third", "second"]
    assert (page.matching, page.total) == (3, 3)
    assert names(view.page(limit=2, offset=2)) == ["first"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("metrics.auc > 0.8", ["second"]),
        ('params.model = "forest"', ["third", "first"]),
        ("auc <= 0.7 or state = failed", ["third", "first"]),
        ("tags.team in (a, b)", ["second"]),
        ('not name ~ "^t"', ["second", "first"]),
        ("metrics.auc is null", ["third"]),
    ],
)
def test_a_query_finds_its_runs(workspace, three, where, found):
    assert names(RunsView(workspace).page(where=where)) == found


def test_missing_values_stand_last_whichever_way_it_is_sorted(workspace, three):
    view = RunsView(workspace)
    assert names(view.page(sort=[("metrics.auc", True)])) == ["second", "first", "third"]
    assert names(view.page(sort=[("metrics.auc", False)])) == ["first", "second", "third"]


def test_a_wrong_query_tells_its_position_in_the_persons_own_text(workspace, three):
    with pytest.raises(QueryError) as told:
        RunsView(workspace).page(where="metrics.auc >")
    assert told.value.position == len("metrics.auc >")
    assert isinstance(told.value, NeedsYou)


def test_a_live_view_sees_what_changed_since(workspace, run, three):
    view = RunsView(workspace)
    assert len(view.take_changes()) == 3
    assert not len(view.take_changes())
    run("fourth", auc=0.95)
    assert len(view.take_changes()) == 1
    assert names(view.page(where="auc > 0.92")) == ["fourth"]


def test_a_run_is_named_by_its_id_the_beginning_of_it_or_its_name(workspace, three):
    first = three[0]
    for text in (first.id, first.id[:14], first.id.upper(), "first"):
        assert runs.one(workspace, text).pk == first.pk
    with pytest.raises(NeedsYou, match="There is no run ghost"):
        runs.one(workspace, "ghost")


def test_a_name_that_several_runs_have_is_told_with_their_ids(workspace, run):
    one, two = run("twin"), run("twin")
    with pytest.raises(NeedsYou, match="twin fits several runs") as told:
        runs.one(workspace, "twin")
    assert one.id[:12] in told.value.message
    assert two.id[:12] in told.value.message


def test_a_comparison_has_the_change_from_the_first_run_and_whether_it_is_better(workspace, run):
    run("base", auc=0.70, log_loss=0.60, params={"depth": "3"})
    run("deep", auc=0.75, log_loss=0.65, params={"depth": "9"})
    run("other", auc=0.70, params={"depth": "3"})
    found = comparing.compare(workspace, ["base", "deep", "other"])
    rows_ = {row.name: row for row in found.metrics}
    auc, loss = rows_["auc"], rows_["log_loss"]
    assert auc.values == (0.70, 0.75, 0.70)
    assert auc.deltas == pytest.approx((0.0, 0.05, 0.0))
    assert auc.better == (None, True, None)
    assert auc.best == 1
    assert loss.deltas[1] == pytest.approx(0.05)
    assert loss.deltas[2] is None
    assert loss.better == (None, False, None)  # less is better
    assert loss.best == 0
    depth = next(row for row in found.params if row.name == "depth")
    assert (depth.values, depth.differs) == (("3", "9", "3"), True)
    task = next(row for row in found.params if row.name == "task")
    assert not task.differs


def test_only_two_to_eight_runs_are_compared(workspace, run):
    for number in range(9):
        run(f"r{number}")
    for wanted in (["r0"], [f"r{n}" for n in range(9)]):
        with pytest.raises(NeedsYou, match=f"{len(wanted)} runs? can't be compared side by side"):
            comparing.compare(workspace, wanted)


def test_figures_that_are_no_numbers_are_kept_and_break_no_list(workspace, run):
    run("odd", auc=float("nan"), log_loss=float("inf"))
    run("even", auc=0.5)
    page = RunsView(workspace).page(sort=[("metrics.auc", True)])
    assert names(page) == ["even", "odd"]
    odd = runs.one(workspace, "odd")
    assert odd.metrics["auc"] != odd.metrics["auc"]
    assert odd.metrics["log_loss"] == float("inf")


def test_a_measure_on_the_rows_learned_from_is_named_after_its_measure():
    assert runs.metric_title("log_loss") == "Log loss"
    assert runs.metric_title("training_log_loss", "binary") == "Log loss, training"
    assert runs.metric_title("training_speed") == "training_speed"
    assert runs.metric_title("my own") == "my own"
