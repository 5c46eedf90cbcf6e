"""What is let go after a time, and what never is."""

import os
from datetime import timedelta

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Automation, Cause, Guards, Limits, Mode, Trigger
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.jobs import queue
from tidemill.services import causes, jobs, kept_diffs, retention, settings, triggering
from tidemill.services.workspace import Workspace
from tidemill.store import automations, schema
from tidemill.store import jobs as rows

LINES = [f"line {number}" for number in range(700)]


def ended(workspace: Workspace, kind: str = "model.predict", **values) -> int:
    """A job that was done now and said a lot."""
    with workspace.store.write() as tx:
        job_id = queue.enqueue(tx, JobRequest(kind, **values))
    job = queue.claim(workspace.store, "w")
    with workspace.store.write() as tx:
        rows.log(tx, job_id, [(tx.clock.now(), line) for line in LINES])
    queue.succeed(workspace.store, job, {}, "Done")
    return job_id


def has_log(workspace: Workspace, job_id: int) -> bool:
    return bool(jobs.log_lines(workspace, job_id))


def is_there(workspace: Workspace, job_id: int) -> bool:
    return job_id in [job.id for job in jobs.newest(workspace)]


def test_logs_go_after_their_days_and_jobs_after_theirs(workspace, clock):
    old = ended(workspace)
    clock.at += timedelta(days=91)
    young = ended(workspace)
    found = retention.do(workspace)
    assert (found.lines, found.jobs) == (len(LINES), 0)
    assert not has_log(workspace, old)
    assert is_there(workspace, old)
    assert has_log(workspace, young)
    clock.at += timedelta(days=300)
    retention.do(workspace)
    assert not is_there(workspace, old)
    assert is_there(workspace, young)


def test_each_step_is_small_and_tells_how_much_went_so_far(workspace, clock):
    ended(workspace)
    clock.at += timedelta(days=91)
    seen = [one.lines for one in retention.steps(workspace)]
    assert seen[:2] == [retention.PIECE, len(LINES)]


def test_what_made_a_version_or_a_run_is_kept_with_its_log_and_what_others_refer_to_is_kept(
    workspace, clock, take_in, month
):
    ingest = take_in(month(1)).id
    awaited = ended(workspace)
    with workspace.store.write() as tx:
        queue.enqueue(tx, JobRequest("model.predict", waits_for=(awaited,)))
    assert has_log(workspace, ingest)
    clock.at += timedelta(days=400)
    retention.do(workspace)
    assert has_log(workspace, ingest)
    assert is_there(workspace, awaited)


def test_a_job_is_kept_as_long_as_one_that_it_asked_for(workspace, clock):
    parent = ended(workspace)
    clock.at += timedelta(days=300)
    child = ended(workspace, parent_id=parent)
    clock.at += timedelta(days=100)
    retention.do(workspace)
    assert is_there(workspace, parent)
    clock.at += timedelta(days=300)
    retention.do(workspace)
    assert not is_there(workspace, child)
    retention.do(workspace)
    assert not is_there(workspace, parent)


def test_a_job_that_did_a_step_of_an_automation_is_kept(workspace, clock, add):
    run_id = triggering.start_by_hand(workspace, add(Trigger("hand", "by-hand")).id)
    job_id = ended(workspace)
    with workspace.store.write() as tx:
        [step] = automations.steps(tx.connection, run_id)
        automations.update_step(tx, step, job_id=job_id)
    clock.at += timedelta(days=400)
    retention.do(workspace)
    assert is_there(workspace, job_id)


def test_an_open_job_is_never_let_go_however_old(workspace, clock):
    with workspace.store.write() as tx:
        job_id = queue.enqueue(tx, JobRequest("model.predict"))
    clock.at += timedelta(days=4000)
    retention.do(workspace)
    assert jobs.find(workspace, job_id).state is JobState.QUEUED


def test_settings_say_for_how_long_and_nought_is_for_ever(workspace, clock):
    settings.put(workspace, "keep.logs_days", "0")
    settings.put(workspace, "keep.jobs_days", "0")
    old = ended(workspace)
    clock.at += timedelta(days=4000)
    assert retention.do(workspace).lines == 0
    assert has_log(workspace, old)
    settings.put(workspace, "keep.logs_days", "30")
    assert retention.do(workspace).lines == len(LINES)
    with pytest.raises(NeedsYou, match=r"can't be -1"):
        settings.put(workspace, "keep.logs_days", "-1")


def test_comparisons_that_nobody_opened_go_and_others_stay(workspace, clock):
    folder = kept_diffs.folder(workspace)
    folder.mkdir()
    old, young = folder / "old.npz", folder / "young.npz"
    for path, days in ((old, 100), (young, 10)):
        path.write_bytes(b"0" * 1000)
        at = (clock.now() - timedelta(days=days)).timestamp()
        os.utime(path, (at, at))
    assert retention.do(workspace).n_bytes == 1000
    assert [path.name for path in folder.iterdir()] == ["young.npz"]


def test_it_is_done_once_a_day_and_a_clock_that_went_wrong_has_a_day_to_be_put_right(
    workspace, clock
):
    assert not retention.is_due(workspace), "the first time is only noted"
    assert not retention.is_due(workspace)
    clock.at += timedelta(days=1)
    assert retention.is_due(workspace)
    clock.at += timedelta(days=800)
    assert not retention.is_due(workspace), "the clock went ahead by years"
    clock.at -= timedelta(days=800)
    assert not retention.is_due(workspace), "it was put right, and only that is noted"
    clock.at += timedelta(days=1)
    assert retention.is_due(workspace)


def test_news_beyond_what_readers_need_go_a_piece_at_a_time(workspace, monkeypatch):
    monkeypatch.setattr("tidemill.store.feed.KEPT", 5)
    for _ in range(10):
        ended(workspace)
    retention.do(workspace)
    with workspace.store.read() as connection:
        assert 5 <= len(connection.execute(schema.feed.select()).all()) <= 6


def test_what_a_job_told_stays_with_the_run_of_the_automation_that_it_started(workspace, clock):
    parent = ended(workspace, "model.train", asked_by="ada")
    started = ended(workspace, "model.monitor", parent_id=parent)
    cause = Cause("t", f"Job {started} ended well", {"job": started})
    with workspace.store.write() as tx:
        rule = automations.insert(tx, _rule(clock.now()))
        run_id = automations.insert_run(tx, rule, cause, {})
    before = causes.why(workspace, f"run:{run_id}").because
    assert [one.ref.key for one in before] == [started, parent, "ada"]
    clock.at += timedelta(days=366)
    assert retention.do(workspace).jobs == 1, "the parent is told of by the child until it goes"
    clock.at += timedelta(days=2)
    assert retention.do(workspace).jobs == 1
    assert not is_there(workspace, started)
    after = causes.why(workspace, f"run:{run_id}").because
    assert [(one.name, one.sentence, one.at, one.depth) for one in after] == [
        (one.name, one.sentence, one.at, one.depth) for one in before
    ]
    assert [one.address for one in after[:2]] == ["", ""], "there is nothing to open any more"


def _rule(now):
    return Automation(
        0, "Look", None, None, Mode.TELL, (), (), Limits(), Guards(), True, now, "ada"
    )
