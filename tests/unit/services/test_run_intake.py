"""Taking spools into the store: all of it, in order, once, whoever is killed whenever."""

import math
import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from spools_of_scripts import begin, curve, made, run_of, take
from sqlalchemy import event

from tidemill.base import programs
from tidemill.base.clock import HeldClock, SystemClock
from tidemill.base.errors import WorldError
from tidemill.base.ids import new_id
from tidemill.base.spools import Spool
from tidemill.domain.runs import RunState
from tidemill.services import run_intake, run_owners
from tidemill.services import workspace as workspaces
from tidemill.services.run_intake import Intake
from tidemill.store import processes, run_states, schema


class Killed(BaseException):
    """Stands for SIGKILL: nobody catches it."""


@pytest.fixture
def ws(tmp_path):
    one = workspaces.create(tmp_path / "ws", clock=SystemClock(), login="tester")
    yield one
    one.close()


def write_a_life(spool: Spool) -> str:
    """Everything a run can log."""
    run_id = begin(spool)
    spool.files.files.mkdir()
    (spool.files.files / "0.txt").write_text("a report")
    (spool.files.files / "1.txt").write_text("packages")
    spool.put(["params", run_id, {"depth": "3", "lr": "0.10"}])
    spool.put(["m", run_id, "loss", 0.5, None, 1001.0])
    spool.put(["mm", run_id, {"loss": 0.25, "auc": math.nan}, None, 1002.0])
    spool.put(["tags", run_id, {"team": "a"}])
    spool.put(["note", run_id, "looks good"])
    spool.put(["file", run_id, "report.txt", "0.txt", False])
    spool.put(["file", run_id, "environment/packages.txt", "1.txt", True])
    spool.put(["facts", run_id, {"git_commit": "abc"}])
    spool.put(["console", run_id, "hello\n", 1003.0])
    spool.put(["system", run_id, {"process_cpu": 0.5}, 1003.0])
    spool.put(["m", run_id, "loss", 0.125, 9, 1004.0])
    spool.put(["end", run_id, "finished", None, 1005.0])
    return run_id


def check_a_life(ws, run_id: str) -> None:
    run = run_of(ws, run_id)
    assert (run.state, run.name, run.experiment, run.by) == (
        RunState.FINISHED,
        "first",
        "churn",
        "tester",
    )
    assert (run.started_at.timestamp(), run.ended_at.timestamp()) == (1000.0, 1005.0)
    assert run.params == {"depth": "3", "lr": "0.10"}
    assert run.metrics["loss"] == 0.125
    assert math.isnan(run.metrics["auc"])
    assert run.tags == {"team": "a"}
    assert curve(ws, run_id, "loss") == ([0, 1, 9], [0.5, 0.25, 0.125])
    assert curve(ws, run_id, "process_cpu", "system") == ([0], [0.5])
    assert sorted(run.artifacts) == ["environment/packages.txt", "report.txt"]
    assert ws.blobs.get_bytes(run.artifacts["report.txt"]) == b"a report"
    with ws.store.read() as connection:
        text, is_cut = run_states.printed(connection, run.pk)
        facts = sa.select(schema.run_origin.c.facts).where(schema.run_origin.c.run_pk == run.pk)
        assert connection.execute(facts).scalar_one() == {"script": "train.py", "git_commit": "abc"}
        note = sa.select(schema.run.c.note).where(schema.run.c.pk == run.pk)
        assert connection.execute(note).scalar_one() == "looks good"
    assert ([t for _, t in text], is_cut) == (["hello\n"], False)


def test_all_that_a_run_logs_arrives(ws):
    spool = made(ws)
    run_id = write_a_life(spool)
    assert take(ws, spool) == spool.end
    check_a_life(ws, run_id)
    assert [p.name for p in spool.files.files.iterdir()] == ["1.txt"], (
        "what is shared stays until the end"
    )
    assert spool.close(spool.end)


def test_taking_a_spool_again_from_its_start_changes_nothing(ws):
    spool = made(ws)
    run_id = write_a_life(spool)
    take(ws, spool)
    assert take(ws, spool) == spool.end
    check_a_life(ws, run_id)
    spool.close(spool.end)


def test_whoever_is_killed_at_whatever_statement_everything_arrives_once(ws, monkeypatch):
    monkeypatch.setattr(run_intake, "MOST_RECORDS", 5)
    countdown = [0]

    def maybe_killed(*_words) -> None:
        countdown[0] -= 1
        if countdown[0] == 0:
            raise Killed

    event.listen(sa.Engine, "before_cursor_execute", maybe_killed)
    unlink = Path.unlink

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        maybe_killed()
        unlink(path, missing_ok)
        maybe_killed()

    monkeypatch.setattr(Path, "unlink", unlinking)
    n_kills = 0
    try:
        for n in range(1, 500):
            spool = made(ws)
            run_id = write_a_life(spool)
            countdown[0] = n
            was_killed = False
            try:
                take(ws, spool)
            except Killed:
                was_killed = True
            countdown[0] = 0
            n_kills += was_killed
            take(ws, spool)
            check_a_life(ws, run_id)
            spool.close(spool.end)
            if not was_killed:
                break
    finally:
        event.remove(sa.Engine, "before_cursor_execute", maybe_killed)
    assert n_kills > 40


def test_two_that_take_the_same_spool_take_it_once(ws):
    spool = made(ws)
    run_id = write_a_life(spool)
    first, second = Intake(ws), Intake(ws)
    first.apply(spool, spool.files.files, 0)
    with pytest.raises(WorldError, match="took this spool over"):
        second.apply(spool, spool.files.files, 0)
    take(ws, spool, second)
    check_a_life(ws, run_id)
    spool.close(spool.end)


def test_a_record_the_store_refuses_does_not_keep_back_the_others(ws, expect_log):
    seen = expect_log("A logged record was left out")
    spool = made(ws)
    first = begin(spool)
    spool.put(["m", first, "loss", 1.0, None, 1.0])
    spool.put(["unheard of", first])
    spool.put(["m", first, "loss", {"no": "number"}, None, 1.0])
    spool.put(["end", first, "no such state", None, 1.0])
    spool.put("no list")
    spool.put(["m", first, "loss", 2.0, None, 2.0])
    take(ws, spool)
    assert curve(ws, first, "loss") == ([0, 1], [1.0, 2.0])
    assert len(seen) == 4
    spool.close(spool.end)


def test_runs_deleted_for_good_are_not_written_again(ws):
    spool = made(ws)
    gone, kept = begin(spool), begin(spool)
    intake = Intake(ws)
    take(ws, spool, intake)
    with ws.store.write() as tx:
        pk = run_of(ws, gone).pk
        tx.run(sa.delete(schema.run_origin).where(schema.run_origin.c.run_pk == pk))
        tx.run(sa.delete(schema.run).where(schema.run.c.pk == pk))
    for one in (gone, kept):
        spool.put(["m", one, "loss", 1.0, None, 1.0])
    take(ws, spool, intake)
    assert run_of(ws, kept).metrics == {"loss": 1.0}
    with ws.store.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(schema.run)).scalar() == 1
    spool.close(spool.end)


def test_a_run_is_taken_up_again_and_counts_on(ws):
    spool = made(ws)
    run_id = begin(spool)
    for value in (1.0, 2.0):
        spool.put(["m", run_id, "loss", value, None, 1.0])
    spool.put(["end", run_id, "failed", "ValueError: no", 2.0])
    take(ws, spool)
    assert run_of(ws, run_id).error == "ValueError: no"
    again = made(ws)
    begin(again, run_id, name="another name")
    again.put(["m", run_id, "loss", 3.0, None, 5.0])
    take(ws, again)
    run = run_of(ws, run_id)
    assert (run.state, run.ended_at, run.error, run.name) == (RunState.RUNNING, None, None, "first")
    assert curve(ws, run_id, "loss") == ([0, 1, 2], [1.0, 2.0, 3.0])
    again.put(["end", run_id, "finished", None, 9.0])
    take(ws, again)
    assert run_of(ws, run_id).state is RunState.FINISHED
    spool.close(spool.end)
    again.close(again.end)


def test_runs_know_the_run_they_belong_to(ws):
    spool = made(ws)
    above = begin(spool)
    below = begin(spool, parent=above)
    stranger = begin(spool, parent=new_id())
    own = begin(spool, run_id := new_id(), parent=run_id)
    take(ws, spool)
    with ws.store.read() as connection:
        c = schema.run.c
        found = dict(connection.execute(sa.select(c.uuid, c.parent_pk)).all())
    assert found == {above: None, below: run_of(ws, above).pk, stranger: None, own: None}
    spool.close(spool.end)


def test_a_dataset_nobody_knows_becomes_a_tag(ws, expect_log):
    expect_log("dataset churn@3 is not linked")
    spool = made(ws)
    run_id = begin(spool)
    spool.put(["data", run_id, "churn@3"])
    take(ws, spool)
    assert run_of(ws, run_id).tags == {"dataset": "churn@3"}
    spool.close(spool.end)


def test_a_file_that_is_gone_is_said_and_the_rest_arrives(ws, expect_log):
    expect_log("is gone and was left out")
    spool = made(ws)
    run_id = begin(spool)
    spool.put(["file", run_id, "a.txt", "0.txt", False])
    spool.put(["note", run_id, "x"])
    take(ws, spool)
    assert run_of(ws, run_id).artifacts == {}
    spool.close(spool.end)


def test_only_the_newest_of_what_a_run_printed_is_kept(ws, monkeypatch):
    monkeypatch.setattr(run_states, "CONSOLE_CHARACTERS", 25)
    spool = made(ws)
    run_id = begin(spool)
    for n in range(6):
        spool.put(["console", run_id, f"{n}" * 10, 1.0])
        take(ws, spool)
    with ws.store.read() as connection:
        text, is_cut = run_states.printed(connection, run_of(ws, run_id).pk)
    assert ([t for _, t in text], is_cut) == (["4" * 10, "5" * 10], True)
    spool.close(spool.end)


# --- who lives and who is gone -------------------------------------------------------------------


def dead_card() -> dict:
    return {**programs.own_card(), "born": 1.0}


def age(spool: Spool) -> None:
    """Let it be old enough that its owner would hold its lock."""
    long_ago = time.time() - 60
    os.utime(spool.files.lock_path, (long_ago, long_ago))


def test_what_a_dead_process_left_arrives_and_its_runs_have_stopped(ws):
    spool = made(ws, dead_card())
    run_id = begin(spool)
    spool.put(["m", run_id, "loss", 1.0, None, 1.0])
    ended = write_a_life(spool)
    last_sign = spool.files.last_sign()
    assert run_intake.collect(ws) == 1
    run = run_of(ws, run_id)
    assert (run.state, run.metrics) == (RunState.STOPPED, {"loss": 1.0})
    assert run.ended_at.timestamp() == pytest.approx(last_sign, abs=1e-3)
    check_a_life(ws, ended)
    assert not spool.files.segments()
    assert run_intake.collect(ws) == 0
    with ws.store.read() as connection:
        assert connection.execute(sa.select(schema.spool)).all() == []
    spool.close(0)


def test_a_collector_that_is_killed_leaves_the_rest_to_the_next(ws, monkeypatch):
    spool = made(ws, dead_card())
    run_id = write_a_life(spool)
    begun = begin(spool)
    monkeypatch.setattr(run_intake, "MOST_RECORDS", 4)
    taking = Intake._commit
    n_left = [2]

    def killed(self, *words) -> None:
        n_left[0] -= 1
        if n_left[0] < 0:
            raise Killed
        taking(self, *words)

    monkeypatch.setattr(Intake, "_commit", killed)
    with pytest.raises(Killed):
        run_intake.collect(ws)
    assert run_of(ws, run_id).state is RunState.RUNNING
    monkeypatch.setattr(Intake, "_commit", taking)
    run_intake.collect(ws)
    check_a_life(ws, run_id)
    assert run_of(ws, begun).state is RunState.STOPPED
    spool.close(0)


def test_the_spool_of_a_living_process_is_left_alone(ws):
    spool = made(ws)
    run_id = begin(spool)
    take(ws, spool)
    spool.put(["m", run_id, "loss", 1.0, None, 1.0])
    age(spool)
    assert run_intake.collect(ws) == 0
    assert run_of(ws, run_id).state is RunState.RUNNING
    assert run_of(ws, run_id).metrics == {}
    spool.close(0)


def test_a_spool_whose_lock_was_let_go_is_taken_over(ws):
    spool = made(ws)
    run_id = write_a_life(spool)
    age(spool)
    spool.close(0)  # what the system does for a process that was killed
    assert run_intake.collect(ws) == 1
    check_a_life(ws, run_id)


def held(tmp_path) -> tuple:
    clock = HeldClock()
    return workspaces.create(tmp_path / "held", clock=clock, login="tester"), clock


def elsewhere(ws, identity: str, host: str, pid: int = 1, born: float = 1.0) -> None:
    now = ws.clock.now()
    mark = ws.store.file_mark()
    one = processes.Process(identity, "logging", pid, host, born, mark, now, now, "logging")
    with ws.store.write() as tx:
        processes.insert(tx, one)


def test_a_process_elsewhere_is_gone_after_a_minute_and_comes_back_when_it_speaks(tmp_path):
    ws, clock = held(tmp_path)
    spool = made(ws)
    run_id = begin(spool)
    take(ws, spool)
    elsewhere(ws, spool.id, "another computer")
    began = clock.now()
    clock.advance(59)
    run_intake.collect(ws)
    assert run_of(ws, run_id).state is RunState.RUNNING
    clock.advance(2)
    run_intake.collect(ws)
    run = run_of(ws, run_id)
    assert (run.state, run.ended_at) == (RunState.STOPPED, began)
    run_owners.beat(ws, spool.id)
    run = run_of(ws, run_id)
    assert (run.state, run.ended_at) == (RunState.RUNNING, None)
    spool.close(0)
    ws.close()


@pytest.mark.parametrize("is_alive", [True, False])
def test_of_a_process_of_this_computer_the_system_knows_whether_it_lives(tmp_path, is_alive):
    ws, clock = held(tmp_path)
    spool = made(ws)
    run_id = begin(spool)
    take(ws, spool)
    card = programs.own_card()
    elsewhere(ws, spool.id, card["host"], card["pid"], card["born"] if is_alive else 1.0)
    clock.advance(timedelta(days=1).total_seconds() if is_alive else 7)
    run_intake.collect(ws)
    expected = RunState.RUNNING if is_alive else RunState.STOPPED
    assert run_of(ws, run_id).state is expected
    spool.close(0)
    ws.close()


def test_a_run_that_ended_after_it_was_given_up_keeps_its_own_end(tmp_path):
    ws, clock = held(tmp_path)
    spool = made(ws)
    run_id = begin(spool)
    take(ws, spool)
    elsewhere(ws, spool.id, "another computer")
    clock.advance(61)
    run_intake.collect(ws)
    spool.put(["end", run_id, "finished", None, 2000.0])
    take(ws, spool)
    run_owners.beat(ws, spool.id)
    assert run_of(ws, run_id).state is RunState.FINISHED
    spool.close(0)
    ws.close()


def test_a_thread_can_log_while_another_one_takes_over(ws):
    spool = made(ws)
    run_id = begin(spool)
    total = 3000

    def log() -> None:
        for n in range(total):
            spool.put(["m", run_id, "loss", float(n), None, 1.0])

    thread = threading.Thread(target=log)
    thread.start()
    intake = Intake(ws)
    while thread.is_alive():
        take(ws, spool, intake)
    thread.join()
    take(ws, spool, intake)
    assert curve(ws, run_id, "loss")[1] == [float(n) for n in range(total)]
    spool.close(spool.end)
