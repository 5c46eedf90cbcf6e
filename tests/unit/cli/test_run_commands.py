"""Commands for runs, the trash, views and undo, as scripts and people use them."""

import csv
import json
import math
import zipfile

import pytest

from tidemill.base.ids import new_id
from tidemill.domain.runs import RunState
from tidemill.services import workspace as workspaces
from tidemill.store import run_changes, runs


@pytest.fixture
def ws(tidemill, tmp_path):
    """Six runs of two models with three seeds each, one of them without the metric."""
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    with workspaces.opened(tmp_path / "ws") as workspace, workspace.store.write() as tx:
        for i in range(6):
            pk = runs.insert(
                tx,
                uuid=new_id(),
                project="default",
                experiment="churn",
                name=f"run-{i}",
                user="tester",
                job_id=None,
                dataset_version_id=None,
            )
            params = {"model": "forest" if i < 3 else "boosting", "seed": str(i % 3)}
            metrics = {} if i == 5 else {"auc": 0.5 + i / 10}
            runs.put_values(tx, pk, params=params, metrics=metrics)
            runs.ended(tx, [pk], RunState.FINISHED)
    return tmp_path / "ws"


def ok(said):
    assert said.code == 0, said.err
    return said.json


def names(document):
    return [item["name"] for item in document["items"]]


def test_runs_are_sorted_filtered_and_paged(tidemill, ws):
    words = ("runs", "list", "--sort", "-metrics.auc", "--json")
    page = ok(tidemill(*words, "--limit", 2, "--offset", 1))
    assert (names(page), page["total"]) == (["run-3", "run-2"], 6)
    found = ok(tidemill(*words, "--where", "params.model = forest"))
    assert names(found) == ["run-2", "run-1", "run-0"]
    several = ok(tidemill("runs", "list", "--sort", "params.model,-metrics.auc", "--json"))
    assert names(several) == ["run-4", "run-3", "run-5", "run-2", "run-1", "run-0"]


def test_columns_in_text_are_the_ones_asked_for(tidemill, ws):
    said = tidemill("runs", "list", "--columns", "params.model,metrics.auc.best", "--limit", 2)
    assert said.code == 0
    head = said.out.splitlines()[0].split()
    assert head == ["Id", "Run", "model", "auc", "best"]
    assert "boosting" in said.out
    twice = tidemill("runs", "list", "--columns", "params.model,params.seed,params.model").out
    assert twice.splitlines()[0].split() == ["Id", "Run", "model", "seed", "model"]
    assert "2 of 6" in said.err


def test_groups_tell_how_many_the_best_the_mean_and_the_spread(tidemill, ws):
    document = ok(tidemill("runs", "list", "--group-by", "params.model", "--json"))
    found = {item["group"]["params.model"]: item for item in document["items"]}
    assert document["total"] == 2
    figure = found["forest"]["figures"]["metrics.auc"]
    assert (figure["n"], figure["best"], figure["min"]) == (3, 0.7, 0.5)
    assert math.isclose(figure["mean"], 0.6)
    assert math.isclose(figure["sd"], 0.1)
    assert (found["boosting"]["runs"], found["boosting"]["figures"]["metrics.auc"]["n"]) == (3, 2)
    text = tidemill("runs", "list", "--group-by", "params.model", "--sort", "params.model").out
    assert "0.6000 ± 0.1000 (n 3)" in text
    assert text.splitlines()[0].split()[:3] == ["params.model", "Runs", "auc"]
    both = tidemill("runs", "list", "--group-by", "params.model", "--columns", "auc,params.seed")
    assert "0.6000 ± 0.1000 (n 3)" in both.out
    assert "1.0000 ± 1.0000 (n 3)" in both.out
    nested = ok(tidemill("runs", "list", "--group-by", "params.model,params.seed", "--json"))
    assert [item["level"] for item in nested["items"]] == [0, 1, 1, 1] * 2


def test_seeds_fold_into_one_row(tidemill, ws):
    document = ok(tidemill("runs", "list", "--fold", "seed", "--json"))
    assert sorted(item["runs"] for item in document["items"] if item["is_fold"]) == [3, 3]
    assert "and its kind" in tidemill("runs", "list", "--fold", "seed").out


@pytest.mark.parametrize("ending", ["csv", "xlsx", "tex"])
def test_the_list_goes_into_a_file(tidemill, ws, tmp_path, ending):
    out = tmp_path / f"runs.{ending}"
    words = ("--columns", "name,metrics.auc", "--sort", "metrics.auc", "--out", out, "--json")
    document = ok(tidemill("runs", "list", *words))
    assert document == {"file": str(out), "rows": 6, "said": []}
    if ending == "csv":
        with out.open(newline="") as stream:
            lines = list(csv.reader(stream))
        assert lines[0] == ["name", "metrics.auc"]
        assert lines[1] == ["run-0", "0.5"]
        assert lines[6] == ["run-5", ""]
    elif ending == "xlsx":
        assert zipfile.is_zipfile(out)
    else:
        assert "run-0 & 0.5" in out.read_text()


def test_what_people_say_is_said_of_named_runs_and_of_all_that_match(tidemill, ws):
    starred = ok(tidemill("runs", "star", "run-0", "run-1", "--json"))
    assert [r["starred"] for r in starred["items"]] == [True, True]
    noted = ok(tidemill("runs", "note", "run-0", "--text", "look again", "--json"))
    assert noted["items"][0]["note"] == "look again"
    coloured = ok(tidemill("runs", "colour", "run-0", "--name", "teal", "--json"))
    assert coloured["items"][0]["colour"] == "teal"
    told = tidemill("runs", "show", "run-0").out
    assert "starred, teal\nlook again" in told
    assert (
        ok(tidemill("runs", "colour", "run-0", "--name", "none", "--json"))["items"][0]["colour"]
        is None
    )
    tagged = tidemill("runs", "tag", "--where", "params.model = forest", "--name", "trees")
    assert tagged.out == "Tagged trees: run-2, run-1, run-0.\n"
    found = ok(tidemill("runs", "list", "--where", "tag = trees", "--json"))
    assert names(found) == ["run-2", "run-1", "run-0"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("runs pin", 2, "Name runs, or say which with --where"),
        ("runs pin run-0 --where auc>0", 2, "one of both"),
        ("runs pin --where auc>9", 3, "No run matches auc>9"),
        ("runs colour run-0 --name pink", 3, "pink is no colour for runs"),
        ("runs list --view ghost", 2, "There is no view ghost"),
        ("runs list --out table.pdf", 3, "can't be written as table.pdf"),
        ("runs list --sort auc> --where auc>", 3, ""),
        ("trash restore run-0", 3, "There is no run run-0 in the trash"),
        ("trash restore", 3, "No run was named"),
        ("views save x https://example.org", 3, "no view of the experiments"),
        ("undo", 3, "nothing to undo"),
        ("undo 7", 3, "Change 7 can't be undone"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_code(tidemill, ws, line, code, said):
    failed = tidemill(*line.split(), "--json")
    assert failed.code == code
    assert said in failed.json["error"]["message"]


def test_deleted_runs_are_listed_come_back_and_are_removed_for_good(tidemill, ws):
    deleted = ok(tidemill("runs", "delete", "run-0", "run-1", "--json"))
    assert (deleted["total"], deleted["refused"]) == (2, [])
    assert ok(tidemill("runs", "list", "--json"))["total"] == 4
    assert tidemill("runs", "show", "run-0").code == 3
    listed = ok(tidemill("trash", "list", "--json"))
    assert (sorted(names(listed)), listed["total"], listed["bytes"]) == (["run-0", "run-1"], 2, 0)
    assert listed["items"][0]["deleted_at"].endswith("Z")
    assert names(ok(tidemill("trash", "restore", "run-1", "--json"))) == ["run-1"]
    asked = tidemill("trash", "empty", "--json")
    assert (asked.code, asked.json["error"]["hint"]) == (3, "Say --yes to do it.")
    assert "removes 1 run for good" in asked.json["error"]["message"]
    emptied = ok(tidemill("trash", "empty", "--yes", "--json"))
    assert (emptied["runs"], emptied["bytes"]) == (1, 0)
    assert tidemill("trash", "empty", "--yes").out == "The trash was empty.\n"
    assert ok(tidemill("runs", "list", "--json"))["total"] == 5


def test_emptying_asks_a_person_first(tidemill, ws, monkeypatch):
    tidemill("runs", "delete", "--where", "auc > 0")
    asked = []

    def confirm(words, **_options):
        asked.append(words)
        raise KeyboardInterrupt

    monkeypatch.setattr("typer.confirm", confirm)
    said = tidemill("trash", "empty")
    assert (said.code, asked) == (130, ["Go on?"])
    assert "This removes 5 runs for good and frees 0 bytes of files." in said.err
    assert ok(tidemill("trash", "list", "--json"))["total"] == 5
    monkeypatch.setattr("typer.confirm", lambda *_words, **_options: True)
    assert tidemill("trash", "empty").out == "Removed 5 runs and freed 0 bytes of files.\n"


def test_all_of_the_trash_comes_back_at_once(tidemill, ws):
    tidemill("runs", "delete", "--where", "auc > 0")
    assert ok(tidemill("trash", "restore", "--all", "--json"))["total"] == 5


def test_a_run_that_must_stay_is_told_and_the_others_go(tidemill, ws):
    with workspaces.opened(ws) as workspace, workspace.store.write() as tx:
        [key] = runs.pk_of(tx.connection, "run-0")
        run_changes.change(tx, [key], status=str(RunState.RUNNING))
    said = tidemill("runs", "delete", "run-0", "run-1", "--json")
    assert said.code == 3
    assert names(said.json) == ["run-1"]
    assert said.json["refused"][0]["name"] == "run-0"
    assert "still running" in said.json["refused"][0]["reason"]
    alone = tidemill("runs", "delete", "run-0", "--json")
    assert alone.json["error"]["message"] == "run-0 can't be deleted."


def test_changes_are_listed_and_taken_back(tidemill, ws):
    tidemill("runs", "archive", "run-0")
    tidemill("runs", "rename", "run-1", "best")
    listed = ok(tidemill("undo", "--list", "--json"))
    assert [c["words"] for c in listed["items"]] == ["renamed run-1 to best", "archived run-0"]
    assert tidemill("undo").out == "Took back: renamed run-1 to best.\n"
    taken = ok(tidemill("undo", listed["items"][1]["id"], "--json"))
    assert taken == {"id": listed["items"][1]["id"], "words": "archived run-0", "runs": 1}
    assert ok(tidemill("runs", "list", "--json"))["total"] == 6


def test_a_view_is_kept_and_used(tidemill, ws):
    line = "tidemill://experiments?where=params.model+%3D+forest&sort=-metrics.auc&columns=name"
    assert ok(tidemill("views", "save", "Trees", line, "--json"))["text"] == line
    assert names(ok(tidemill("runs", "list", "--view", "Trees", "--json"))) == [
        "run-2",
        "run-1",
        "run-0",
    ]
    odd = tidemill("runs", "list", "--view", line + "&heat=yes", "--sort", "metrics.auc", "--json")
    assert names(json.loads(odd.out)) == ["run-0", "run-1", "run-2"]
    assert "does not know a part of the view" in odd.err
    tidemill("views", "save", "All", "tidemill://experiments")
    assert names(ok(tidemill("views", "move", "All", 1, "--json"))) == ["All", "Trees"]
    assert tidemill("views", "rename", "Trees", "Wood").code == 0
    assert "it was " + line in tidemill("views", "remove", "Wood").out
    assert names(ok(tidemill("views", "list", "--json"))) == ["All"]


def test_a_thousand_runs_are_told_by_their_number(tidemill, ws, monkeypatch):
    monkeypatch.setattr("tidemill.cli.run_changes._NAMED", 2)
    assert tidemill("runs", "pin", "run-0", "run-1", "run-2").out == "Pinned 3 runs.\n"
