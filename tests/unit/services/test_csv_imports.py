"""Tables of runs that trackers export as CSV come over: columns recognised, or said by a person."""

import math
from datetime import UTC, datetime

import pytest

from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.base.progress import Silent
from tidemill.domain.runs import RunState
from tidemill.services import runs
from tidemill.services.run_imports import taking
from tidemill.services.run_imports.csv_table import CsvTable, Mapped

WANDB = """\
"Name","State","Notes","User","Tags","Created","Runtime","Sweep","lr","depth","model","loss","acc"
"first","finished","What it is for","ada","a, b","2025-01-02T03:04:05.000Z","120","","0.1","3",\
"lgbm","0.25","0.91"
"second","crashed","-","ada","","2025-01-03T03:04:05.000Z","60","","0.2","4","xgb","NaN",""
"""
SEARCH = """\
run_id,experiment_id,status,artifact_uri,start_time,end_time,metrics.auc,params.depth,\
tags.mlflow.runName,tags.stage,tags.mlflow.parentRunId
{b},7,FINISHED,/x,2025-01-02 03:05:05+00:00,2025-01-02 03:06:05+00:00,0.5,4,child,,{a}
{a},7,KILLED,/x,2025-01-02 03:04:05+00:00,2025-01-02 03:05:05+00:00,0.75,3,parent,try,
""".format(a="a" * 32, b="b" * 32)
NEPTUNE = """\
sys/id;sys/name;sys/owner;sys/creation_time;sys/failed;parameters/lr;metrics/acc;other
CH-1;one;ada;2025-01-02T03:04:05Z;False;0,1;0.75;x
CH-2;two;ada;2025-01-02T03:04:06Z;True;0,2;0.5;x
"""


@pytest.fixture
def table(tmp_path):
    """Write a table, read it."""

    def made(text, mapped=None, name="churn.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8-sig")
        return CsvTable(path, mapped)

    return made


def take(workspace, source):
    return taking.take(workspace, source, Silent(), named="churn.csv")


def test_a_table_of_wandb_comes_over(workspace, table):
    done = take(workspace, table(WANDB))
    assert (done.n_there, done.n_taken, done.n_points) == (2, 2, 3)
    first, second = runs.one(workspace, "first"), runs.one(workspace, "second")
    assert (first.experiment, first.by, first.note) == ("churn", "ada", "What it is for")
    assert first.params == {"lr": "0.1", "depth": "3", "model": "lgbm"}
    assert first.metrics == {"loss": 0.25, "acc": 0.91}
    assert first.tags == {"a": "", "b": ""}
    assert first.started_at == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (first.ended_at - first.started_at).total_seconds() == 120
    assert (second.state, second.note) == (RunState.FAILED, "")
    assert second.metrics.keys() == {"loss"}
    assert math.isnan(second.metrics["loss"])
    assert "taken for such by their values: loss, acc." in done.left_out[1]
    assert done.left_out[2] == "Columns left out: Sweep."
    again = take(workspace, table(WANDB))
    assert (again.n_taken, again.n_known) == (0, 2)


def test_a_table_of_mlflows_search_keeps_ids_and_nesting(workspace, table):
    done = take(workspace, table(SEARCH))
    parent, child = runs.one(workspace, "a" * 32), runs.one(workspace, "b" * 32)
    assert (parent.name, parent.params, parent.metrics) == ("parent", {"depth": "3"}, {"auc": 0.75})
    assert (parent.tags, parent.state) == ({"stage": "try"}, RunState.STOPPED)
    assert child.parent_pk == parent.pk
    assert done.left_out[1:] == ["Columns left out: artifact_uri."]


def test_a_table_of_neptune_with_semicolons_comes_over(workspace, table):
    done = take(workspace, table(NEPTUNE))
    one, two = runs.one(workspace, "one"), runs.one(workspace, "two")
    assert (one.params, one.metrics) == ({"lr": "0,1"}, {"acc": 0.75})
    assert (one.state, two.state) == (RunState.FINISHED, RunState.FAILED)
    assert done.left_out[1:] == ["Columns left out: other."]
    renamed = take(workspace, table(NEPTUNE.replace("one", "renamed")))
    assert renamed.n_known == 2  # by the tracker's own id


def test_what_a_person_says_of_columns_counts(workspace, table):
    text = "what,x,y,z,w\nfirst,1,0.5,a,9\nfirst,1,0.5,a,9\nsecond,2,0.25,b,9\n"
    mapped = Mapped(params=["x"], metrics=["y"], tags=["z"], own={"name": "what"})
    done = take(workspace, table(text, mapped))
    assert done.n_taken == 2
    run = runs.one(workspace, "first")
    assert (run.params, run.metrics, run.tags) == ({"x": "1"}, {"y": 0.5}, {"z": "a"})
    assert done.left_out[1:] == ["Columns left out: w.", "1 line said what another one says."]
    with pytest.raises(WrongUse, match="no column q"):
        table(text, Mapped(metrics=["q"]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no line of a run"),
        ("a,b\n", "no line of a run"),
        ("a,a\n1,2\n", "two columns a"),
        ("a,b\n1,2,3\n", "Line 2 of churn.csv has more values"),
        ("Name,User\nx,y\n", "no column of a parameter or a metric"),
    ],
)
def test_what_is_no_table_of_runs_is_told(table, text, words):
    with pytest.raises(NeedsYou, match=words):
        table(text)
