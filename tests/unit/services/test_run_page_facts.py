"""What a run's page is made of: the facts, what they are held against, the telling curve."""

import pytest

from tidemill.base.ids import new_id
from tidemill.base.progress import Silent
from tidemill.domain.runs import RunState
from tidemill.services import run_evidence, run_page, trash
from tidemill.services.run_evidence import chosen_curves
from tidemill.store import histories, run_writing
from tidemill.store import runs as rows
from tidemill.store.run_writing import Keys, NewRun


def _run(workspace, name="a run", facts=None, **more):
    now = workspace.clock.now()
    one = NewRun(
        new_id(), "default", "churn", name, "ada", "finished", now, now, facts=facts or {}, **more
    )
    with workspace.store.write() as tx:
        return run_writing.insert_runs(tx, [one], run_writing.next_seq(tx))[one.uuid], one.uuid


def _log(workspace, pk, name, values, kind="metric"):
    with workspace.store.write() as tx:
        key = Keys().ids(tx, [(kind, name)])[kind, name]
        points = [(pk, key, at, 1000.0 + at, value) for at, value in enumerate(values)]
        histories.append(tx, points)


@pytest.mark.parametrize(
    ("names", "main", "chosen"),
    [
        (["val_loss", "train_loss"], None, ("val_loss", "train_loss")),
        (["lr", "valid/acc", "train/acc"], "lr", ("valid/acc", "train/acc")),
        (["log_loss", "training_log_loss", "auc"], "auc", ("log_loss", "training_log_loss")),
        (["a", "b"], "b", ("b", None)),
        (["a", "b"], "c", ("a", None)),
        ([], "c", None),
    ],
)
def test_the_learning_curve_is_one_with_its_twin_on_the_training_rows(names, main, chosen):
    assert chosen_curves(dict.fromkeys(names, 10), main) == chosen


def test_metrics_of_one_point_make_no_learning_curve():
    assert chosen_curves({"auc": 1}, "auc") is None


def test_of_thousands_of_metrics_the_first_and_those_with_an_interval_are_told(workspace):
    pk, uuid = _run(workspace)
    many = {f"layer{n:04}": float(n) for n in range(600)}
    sure = {"score": 0.5, "score_low": 0.4, "score_high": 0.6}
    with workspace.store.write() as tx:
        rows.put_values(tx, pk, metrics={**many, **sure, "auc": 0.8})
    page = run_page.page(workspace, uuid)
    assert page.n_metrics == 602
    assert page.metrics[0].name == "layer0000"
    assert len(page.metrics) == run_page.MOST_METRICS + 1
    assert (page.metrics[-1].name, page.metrics[-1].low) == ("score", 0.4)


@pytest.mark.parametrize(
    ("name", "up"),
    [
        ("auc", True), ("log_loss", False), ("val/loss", False), ("eval_accuracy", True),
        ("my-f1-macro", True), ("grad_norm", None),
    ],
)  # fmt: skip
def test_the_better_direction_is_known_or_told_by_the_name(name, up):
    assert run_page.is_higher_better(name, None) is up


def test_a_run_is_judged_by_what_was_held_out_where_it_does_not_say(workspace):
    pk, uuid = _run(workspace)
    _log(workspace, pk, "train_loss", [1.0])
    _log(workspace, pk, "val_loss", [2.0])
    assert run_page.page(workspace, uuid).main == "val_loss"


def test_parameters_that_say_the_same_do_not_differ():
    same = run_page._is_same
    assert same("0.10", "0.1")
    assert same(None, None)
    assert not same("0.1", None)
    assert not same("adam", "sgd")


def test_how_it_ran_is_said_from_what_the_script_told(workspace):
    facts = {
        "script": "/home/ada/train.py", "arguments": ["--lr", "0.1"], "git_commit": "4c1e9d0aa",
        "git_dirty": True, "host": "mill", "python": "3.12.1",
    }  # fmt: skip
    pk, uuid = _run(workspace, facts=facts)
    _log(workspace, pk, "process_memory", [1e8, 4.12e8, 2e8], "system")
    page = run_page.page(workspace, uuid)
    said = {label: words for label, words, _ in page.origin}
    assert said["Arguments"] == "--lr 0.1"
    assert said["Code"] == "4c1e9d0, changed"
    assert said["Computer"] == "mill"
    assert said["Memory, top"] == "412 MB"
    assert [(step.title, step.text) for step in page.lineage][:2] == [
        ("train.py", "commit 4c1e9d0, changed"),
        ("a run", "this run"),
    ]
    assert page.system == {"process_memory": 3}


def test_nested_runs_know_each_other_and_the_trash_is_left_out(workspace):
    parent, uuid = _run(workspace, "parent")
    one, child = _run(workspace, "fold 1", parent_pk=parent)
    two, _ = _run(workspace, "fold 2", parent_pk=parent)
    assert [run.name for run in run_page.page(workspace, uuid).children] == ["fold 1", "fold 2"]
    assert run_page.page(workspace, child).parent.name == "parent"
    trash.delete(workspace, [two])
    assert [run.name for run in run_page.page(workspace, uuid).children] == ["fold 1"]
    assert one


def test_a_run_in_the_trash_still_has_its_page_by_its_id(workspace):
    pk, uuid = _run(workspace)
    trash.delete(workspace, [pk])
    assert run_page.page(workspace, uuid).run.deleted_at is not None


def test_what_is_missing_is_said_by_its_place(workspace):
    _, uuid = _run(workspace)
    found = run_evidence.read(workspace, run_page.page(workspace, uuid), Silent())
    assert found.findings == ()
    assert found.curve is None
    assert "kept no hold-out answers" in found.missing["pictures"]
    assert "kept no hold-out answers" in found.missing["slices"]


def test_a_run_that_ended_early_says_so_first(workspace):
    pk, uuid = _run(workspace)
    with workspace.store.write() as tx:
        rows.ended(tx, [pk], RunState.FAILED, "ValueError: no rows")
    _log(workspace, pk, "val_loss", [0.5, float("nan"), 0.4])
    found = run_evidence.read(workspace, run_page.page(workspace, uuid), Silent()).findings
    assert [one.title for one in found] == ["It failed", "val_loss was not a number"]


def test_a_learning_curve_is_read_on(workspace):
    pk, uuid = _run(workspace)
    _log(workspace, pk, "val_loss", [0.5, 0.4])
    first = run_evidence.read(workspace, run_page.page(workspace, uuid), Silent())
    again = run_evidence.read(workspace, run_page.page(workspace, uuid), Silent(), first)
    assert again.curve.held is first.curve.held
    with workspace.store.write() as tx:
        key = histories.key_id(tx.connection, "val_loss")
        histories.append(tx, [(pk, key, 2, 2000.0, 0.1)])
    grown = run_evidence.read(workspace, run_page.page(workspace, uuid), Silent(), again)
    assert grown.curve.held.values.tolist() == [0.5, 0.4, 0.1]
    assert (grown.curve.best_step, grown.curve.best_value) == (2, 0.1)


def test_twins_are_found_among_thousands_of_names_without_comparing_all_with_all() -> None:
    """Each name asks a set a few times: 12,000 names are no more than 12,000 short looks."""
    looked: list[str] = []

    class Counted(str):
        def __eq__(self, other: object) -> bool:
            looked.append("")
            return str.__eq__(self, other)  # type: ignore[arg-type]

        __hash__ = str.__hash__

    names = [Counted(f"val_m{n}") for n in range(2_000)] + [Counted("train_m7")]
    assert chosen_curves(dict.fromkeys(names, 10), None) == ("val_m7", "train_m7")
    assert len(looked) < 20_000
