"""Logging as a script sees it: it arrives, it never raises, and what is wrong is said once."""

import io
import logging
import math
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tidemill
from tidemill.base import places, repositories, spools
from tidemill.base.ids import new_id
from tidemill.domain.runs import RunState
from tidemill.store import histories, run_states, schema
from tidemill.tracking import sender, values
from tidemill.tracking import session as sessions


def curve(ws, run, name: str):
    with ws.store.read() as connection:
        return histories.read(connection, run.pk, histories.key_id(connection, name))


def test_the_example_of_the_readme_logs_a_run(look, tmp_path):
    report = tmp_path / "report.html"
    report.write_text("<p>good</p>")
    with tidemill.start_run(
        "churn", name="first try", params={"model": "lgbm", "depth": 3}, tags={"team": "a"}
    ) as run:
        run.log_metric("auc", 0.87, step=1)
        run.log_metrics({"auc": 0.88, "log_loss": 0.31}, step=2)
        run.log_artifact(report)
        report.unlink()
        run.set_note("a note")
        run.log_text("id,score\n1,0.5\n", "scores.csv")
    found = look(run.id)
    assert (found.name, found.experiment, found.state) == (
        "first try",
        "churn",
        RunState.FINISHED,
    )
    assert found.params == {"model": "lgbm", "depth": "3"}
    assert found.metrics == {"auc": 0.88, "log_loss": 0.31}
    assert found.tags == {"team": "a"}
    assert curve(look.workspace(), found, "auc")[0].tolist() == [1, 2]
    blobs = look.workspace().blobs
    assert blobs.get_bytes(found.artifacts["report.html"]) == b"<p>good</p>"
    assert blobs.get_bytes(found.artifacts["scores.csv"]) == b"id,score\n1,0.5\n"
    assert "environment/packages.txt" in found.artifacts
    assert b"numpy==" in blobs.get_bytes(found.artifacts["environment/packages.txt"])


def test_a_run_has_an_id_and_a_name_at_once(folder):
    run = tidemill.start_run()
    assert len(run.id) == 32
    assert run.name.count("-") == 2
    run.end()


def test_a_run_says_where_it_came_from(look, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["train.py", "--trees", "200"])
    with tidemill.start_run("churn") as run:
        pass
    found = look(run.id)
    import sqlalchemy as sa

    with look.workspace().store.read() as connection:
        query = sa.select(schema.run_origin.c.facts).where(schema.run_origin.c.run_pk == found.pk)
        facts = connection.execute(query).scalar_one()
    assert facts["script"] == str(Path("train.py").absolute())
    assert facts["arguments"] == ["--trees", "200"]
    assert facts["folder"] == str(Path.cwd())
    assert facts["pid"] == os.getpid()
    assert facts["python"] == ".".join(map(str, sys.version_info[:3]))


def test_git_says_the_commit_and_what_was_changed_within_a_bound(tmp_path, monkeypatch):
    import subprocess

    def git(*words):
        own = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=trunk"]
        subprocess.run(["git", *own, *words], cwd=tmp_path, check=True, capture_output=True)

    assert repositories.state(str(tmp_path)) == ({}, "")
    git("init")
    (tmp_path / "train.py").write_text("a = 1\n")
    git("add", ".")
    git("commit", "-m", "first")
    facts, diff = repositories.state(str(tmp_path))
    assert (facts["git_branch"], facts["git_dirty"], diff) == ("trunk", False, "")
    assert len(facts["git_commit"]) == 40
    (tmp_path / "train.py").write_text("a = 2\n")
    facts, diff = repositories.state(str(tmp_path))
    assert facts["git_dirty"]
    assert "+a = 2" in diff
    monkeypatch.setattr(repositories, "DIFF_BYTES", 20)
    facts, diff = repositories.state(str(tmp_path))
    assert facts["git_diff_cut"]
    assert "more bytes were not kept" in diff
    assert repositories.state(str(tmp_path / "gone")) == ({}, "")


class Odd:
    """An object that raises wherever it is looked at."""

    def __str__(self) -> str:
        raise RuntimeError("no text")

    __float__ = __index__ = __iter__ = __len__ = __fspath__ = __str__

    def __array__(self, *_words, **_more):
        raise RuntimeError("no array")

    def __repr__(self) -> str:
        raise RuntimeError("not even that")

    def __hash__(self) -> int:
        raise RuntimeError("no hash")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    def __bool__(self) -> bool:
        raise RuntimeError("no truth")


ODD_VALUES = [None, 1, -1.5, "x", b"\xff", [], {}, (), {1: 2}, object(), Odd(), lambda: 0, type]


@pytest.mark.parametrize("odd", ODD_VALUES, ids=lambda v: type(v).__name__)
def test_nothing_a_script_hands_in_raises(odd, caplog, expect_log, look):
    caplog.set_level(logging.CRITICAL, "tidemill")
    with tidemill.start_run("odd") as run:
        for call in (
            lambda: run.log_metric(odd, odd, odd),
            lambda: run.log_metric("m", odd, odd),
            lambda: run.log_metric(odd, 1.0),
            lambda: run.log_metrics(odd, odd),
            lambda: run.log_metrics({"a": odd}),
            lambda: run.log_param(odd, odd),
            lambda: run.log_params(odd),
            lambda: run.set_tag(odd, odd),
            lambda: run.set_tags(odd),
            lambda: run.set_note(odd),
            lambda: run.log_artifact(odd),
            lambda: run.log_text(odd, odd),
            lambda: run.log_dataset(odd),
            lambda: run.log_model(odd),
            lambda: run.log_predictions(odd, odd, odd),
            run.log_metric,
            lambda: run.log_metric("a", 1, 2, 3, 4),
            lambda: run.log_metric(nothing="like it"),
        ):
            assert call() is None
        other = tidemill.start_run(odd, odd, odd, odd, run_id=odd, parent=odd, project=odd)
        other.end(odd, odd)
        other.end()
        tidemill.start_run("odd", nothing="like it").end()
        assert run.wait(odd) in (True, False)
        run.log_metric("kept", 1.0)
    found = look(run.id)
    assert (found.metrics["kept"], found.state) == (1.0, RunState.FINISHED)


def test_what_is_wrong_is_said_once_a_kind(expect_log, look):
    seen = expect_log("metric auc was given str")
    other = expect_log("no state of a run")
    with tidemill.start_run("churn") as run:
        for _ in range(3):
            run.log_metric("auc", "high")
        run.end("happy")
    assert (len(seen), len(other)) == (1, 1)
    assert look(run.id).state is RunState.FINISHED


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3.0),
        (True, 1.0),
        (np.float32(0.5), 0.5),
        (np.array(2.5), 2.5),
        ("0.25", 0.25),
        (math.inf, math.inf),
        (-math.inf, -math.inf),
        (1e-320, 1e-320),
        (0.1 + 0.2, 0.30000000000000004),
    ],
)
def test_numbers_arrive_exactly(value, expected, look):
    with tidemill.start_run("churn") as run:
        run.log_metric("one", value)
        run.log_metrics({"several": value})
        run.log_metric("none", math.nan)
    found = look(run.id)
    assert found.metrics["one"] == found.metrics["several"] == expected
    assert math.isnan(found.metrics["none"])


def test_steps_are_whole_numbers_or_count_on(look, expect_log):
    expect_log("is no step")
    with tidemill.start_run("churn") as run:
        for step in (None, np.int64(5), 7.0, 7.5, "x", 2):
            run.log_metric("auc", 1.0, step)
    found = look(run.id)
    assert curve(look.workspace(), found, "auc")[0].tolist() == [0, 5, 7, 8, 9, 2]


def test_names_and_texts_of_any_script_and_length_are_kept_and_a_limit_is_said(look, expect_log):
    expect_log("name of a param has 600 characters; it is cut to 500")
    expect_log("experiment has 300 characters; it is cut to 255")
    long = "é" * 100_000
    with tidemill.start_run("x" * 300) as run:
        run.log_params({"größe 学習率": "🙂" + long, "k" * 600: 1, "k" * 599 + "j": 2})
        run.set_tag("half", "\ud800\x00.")
        run.log_metric('m e\nt`r.i"c', 1.0)
    found = look(run.id)
    assert found.experiment == "x" * 255
    assert found.params["größe 学習率"] == "🙂" + long
    cut = [name for name in found.params if name.startswith("kkk")]
    assert [len(name) for name in cut] == [values.NAME_CHARACTERS] * 2
    assert found.tags == {"half": "?\ufffd."}
    assert found.metrics == {'m e\nt`r.i"c': 1.0}


@pytest.mark.parametrize(
    ("error", "state", "text"),
    [
        (ValueError("no such column"), RunState.FAILED, "ValueError: no such column"),
        (KeyboardInterrupt(), RunState.CANCELLED, None),
        (SystemExit(0), RunState.FINISHED, None),
        (SystemExit(3), RunState.FAILED, "The script left with 3."),
    ],
)
def test_a_block_that_ends_badly_says_so_and_the_error_goes_on(look, error, state, text):
    def train():
        with tidemill.start_run("churn") as run:
            ids.append(run.id)
            raise error

    ids: list[str] = []
    with pytest.raises(type(error)):
        train()
    found = look(ids[0])
    assert (found.state, found.error) == (state, text)
    with look.workspace().store.read() as connection:
        pieces, _ = run_states.printed(connection, found.pk)
    printed = "".join(piece for _, piece in pieces)
    assert ("raise error" in printed) == isinstance(error, ValueError)


def test_what_the_script_prints_is_kept_and_printed_all_the_same(look, monkeypatch):
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    with tidemill.start_run("churn") as run:
        print("epoch 1")
        print("careful", file=sys.stderr)
        sys.stdout.writelines(["a", "b"])
    assert (sys.stdout, sys.stderr) == (out, err)
    print("after")
    assert (out.getvalue(), err.getvalue()) == ("epoch 1\nabafter\n", "careful\n")
    found = look(run.id)
    with look.workspace().store.read() as connection:
        pieces, _ = run_states.printed(connection, found.pk)
    assert "".join(text for _, text in pieces) == "epoch 1\ncareful\nab"


def test_of_a_flood_of_words_the_newest_are_kept_and_the_cut_is_said():
    from tidemill.tracking.console import WAITING_CHARACTERS, Printed

    printed = Printed()
    printed.add("old" * 10)
    printed.add("x" * WAITING_CHARACTERS)
    text = "".join(printed.take())
    assert text == "[30 characters were not kept]\n" + "x" * WAITING_CHARACTERS
    assert printed.take() == []


def test_a_stream_that_others_put_there_stays(monkeypatch):
    own, others = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", own)
    run = tidemill.start_run("churn")
    kept = sys.stdout
    sys.stdout = others
    run.end()
    assert sys.stdout is others
    kept.write("still heard by its own stream")
    assert own.getvalue() == "still heard by its own stream"


def test_runs_below_runs(look):
    with tidemill.start_run("churn") as above:
        with tidemill.start_run("churn", nested=True) as below:
            pass
        other = tidemill.start_run("churn", parent=above)
        other.end()
    import sqlalchemy as sa

    pk = look(above.id).pk
    with look.workspace().store.read() as connection:
        query = sa.select(schema.run.c.uuid).where(schema.run.c.parent_pk == pk)
        assert {row[0] for row in connection.execute(query)} == {below.id, other.id}


def test_a_run_is_gone_on_with(look):
    with tidemill.start_run("churn", name="long one") as run:
        run.log_metric("loss", 2.0)
    sessions.close_all()
    with tidemill.start_run("churn", run_id=run.id) as again:
        again.log_metric("loss", 1.0)
    assert again.id == run.id
    found = look(run.id)
    assert (found.name, found.state) == ("long one", RunState.FINISHED)
    assert curve(look.workspace(), found, "loss")[2].tolist() == [2.0, 1.0]


def test_part_of_an_id_starts_a_new_run_and_says_so(expect_log, folder):
    expect_log("is no whole id of a run")
    run = tidemill.start_run("churn", run_id="abc")
    assert len(run.id) == 32
    run.end()


def test_a_disk_that_is_full_loses_nothing_while_the_script_lives(look, monkeypatch, expect_log):
    expect_log("takes nothing more at the moment|can't be written", logger="tidemill.tracking")
    write, is_full = os.write, [False]

    def writing(handle: int, data: bytes) -> int:
        if is_full[0] and threading.current_thread() is threading.main_thread():
            raise OSError(28, "No space left on device")
        return write(handle, data)

    monkeypatch.setattr(os, "write", writing)
    monkeypatch.setattr(spools, "_RETRY_S", 0.0)
    with tidemill.start_run("churn") as run:
        for n in range(50):
            is_full[0] = 10 < n < 30
            run.log_metric("loss", n)
        is_full[0] = False
    found = look(run.id)
    assert curve(look.workspace(), found, "loss")[2].tolist() == list(range(50))


def test_a_workspace_that_cannot_be_had_holds_nothing_up(folder, look, expect_log, monkeypatch):
    expect_log("What is logged waits in")
    monkeypatch.setattr(sender, "_PAUSES_S", (0.02,))
    monkeypatch.setattr(sender, "TELL_AFTER_S", 0.0)
    folder.write_text("a file where the workspace should be")
    with tidemill.start_run("churn") as run:
        for n in range(20):
            run.log_metric("loss", n)
        assert not run.wait(0.2)
    folder.unlink()
    found = look(run.id)
    assert curve(look.workspace(), found, "loss")[2].tolist() == list(range(20))


def test_what_could_not_be_sent_is_said_and_sent_by_the_next_script(
    folder, look, expect_log, monkeypatch
):
    waits = expect_log("What is logged waits in")
    expect_log("not all that was logged is in")
    monkeypatch.setattr(sender, "TELL_AFTER_S", 0.0)
    monkeypatch.setattr(sender.Sender.finish, "__defaults__", (0.1,))
    folder.write_text("a file where the workspace should be")
    run = tidemill.start_run("churn")
    run.log_metric("loss", 1.0)
    until = time.monotonic() + 60
    while not waits:
        assert time.monotonic() < until
        time.sleep(0.01)
    sessions.close_all()
    folder.unlink()
    spool_folder = places.spool_folder(str(folder))
    for lock in spool_folder.glob("*.lock"):
        long_ago = time.time() - 60
        os.utime(lock, (long_ago, long_ago))
    monkeypatch.setattr(sender.Sender.finish, "__defaults__", (60.0,))
    with tidemill.start_run("churn") as other:
        other.wait(60)
    found = look(run.id)
    assert (found.metrics, found.state) == ({"loss": 1.0}, RunState.FINISHED)


def test_what_is_found_out_after_the_end_begins_no_other_spool(expect_log, monkeypatch):
    """Asking git may take longer than a script waits at its end."""
    expect_log("not all that was logged is in")
    monkeypatch.setattr(sender.Sender.finish, "__defaults__", (0.1,))
    is_asked, may_answer = threading.Event(), threading.Event()
    begun: list[spools.Spool] = []

    def kept(*args: Any) -> spools.Spool:
        begun.append(spools.Spool(*args))
        return begun[-1]

    def slow_git(_folder: str) -> tuple[dict[str, str], str]:
        is_asked.set()
        may_answer.wait(60)
        return {"commit": "abc"}, ""

    monkeypatch.setattr(sessions, "Spool", kept)
    monkeypatch.setattr(repositories, "state", slow_git)
    with tidemill.start_run("churn") as run:
        assert is_asked.wait(60)
    sessions.close_all()
    may_answer.set()
    until = time.monotonic() + 60
    while any(thread.name == "tidemill-sender" for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.01)
    assert len(begun) == 1
    (spool,) = begun
    _, left = spool.files.read(0, 1_000_000)
    assert b'"commit"' in left
    assert run.id.encode() in left


def test_a_sender_with_nothing_to_do_leaves_and_the_next_run_begins_afresh(look, monkeypatch):
    monkeypatch.setattr(sender, "LINGER_S", 0.0)
    with tidemill.start_run("churn") as first:
        pass
    until = time.monotonic() + 60
    while any(t.name == "tidemill-sender" for t in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.01)
    first.log_metric("late", 1.0)
    with tidemill.start_run("churn") as second:
        pass
    assert look(first.id).metrics == {"late": 1.0}
    assert look(second.id).state is RunState.FINISHED


def test_an_id_that_is_whole_is_taken_as_it_is(look):
    wanted = new_id()
    with tidemill.start_run("churn", run_id=wanted.upper()) as run:
        pass
    assert run.id == wanted
    assert look(wanted).state is RunState.FINISHED


def test_a_run_may_be_handed_to_other_processes_and_copied(look):
    import copy
    import pickle

    with tidemill.start_run("churn") as run:
        for other in (pickle.loads(pickle.dumps(run)), copy.deepcopy(run)):
            assert (other.id, other.name) == (run.id, run.name)
            other.log_metric("loss", 1.0)
            other.end("failed")
    found = look(run.id)
    assert found.state is RunState.FINISHED
    assert curve(look.workspace(), found, "loss")[2].tolist() == [1.0, 1.0]


def test_what_another_process_logs_waits_until_the_start_of_the_run_was_sent(look, monkeypatch):
    import pickle

    with monkeypatch.context() as held:
        held.setattr(sender.Sender, "start", lambda _: None)
        run = tidemill.start_run("churn")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sessions, "_sessions", {})
        other = pickle.loads(pickle.dumps(run))
    other.log_metric("loss", 1.0)
    assert not other.wait(0.5)
    run._session._sender.start()
    assert other.wait(60.0)
    other._session.close()
    run.end()
    found = look(run.id)
    assert curve(look.workspace(), found, "loss")[2].tolist() == [1.0]
