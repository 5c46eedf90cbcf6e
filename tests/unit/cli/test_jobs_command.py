"""Commands for jobs: pausing, limits, what waits for what, logs that are followed, tidying."""

import threading

import pytest

from tidemill.domain.jobs import JobRequest
from tidemill.jobs import queue
from tidemill.services import jobs, workers
from tidemill.services import workspace as workspaces
from tidemill.store import jobs as rows


@pytest.fixture
def workspace(tidemill, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "ensure", lambda _: False)
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    with workspaces.opened(tmp_path / "ws") as opened:
        yield opened


def ask(workspace, **values) -> int:
    with workspace.store.write() as tx:
        return queue.enqueue(tx, JobRequest("model.predict", **values))


def test_a_job_is_paused_and_resumed_and_says_so(tidemill, workspace):
    job_id = ask(workspace)
    assert tidemill("jobs", "pause", job_id).out == f"Job {job_id} is paused.\n"
    shown = tidemill("jobs", "show", job_id).out.splitlines()
    assert shown == [f"Job {job_id}, model.predict: queued, paused", "Paused"]
    assert tidemill("jobs", "pause", job_id).code == 3
    assert tidemill("jobs", "resume", job_id, "--json").json["is_paused"] is False


def test_show_tells_limits_tries_and_the_chain(tidemill, workspace):
    first = ask(workspace)
    second = ask(workspace, waits_for=(first,), parent_id=first)
    assert tidemill("jobs", "limit", second, "--seconds", 60, "--cores", 2).code == 0
    assert tidemill("settings", "set", "jobs.memory_mb", 4000).code == 0
    for _ in range(2):
        job = queue.claim(workspace.store, "w")
        queue.gave_up(workspace.store, jobs.kinds(), workspace, job, "It died.")
    job = queue.claim(workspace.store, "w")
    shown = tidemill("jobs", "show", first).out.splitlines()
    assert shown[0] == f"Job {first}, model.predict: claimed"
    assert "Tries: 3" in shown
    assert f"Waiting for it: job {second}, model.predict: queued" in shown
    shown = tidemill("jobs", "show", second).out.splitlines()
    assert shown[1:] == [
        "Limits: 60 s, 2 cores, 4,000 MB",
        f"Asked for by: job {first}, model.predict: claimed",
        f"Waits for: job {first}, model.predict: claimed",
    ]
    said = tidemill("jobs", "show", second, "--json").json
    assert said["limits"] == {"seconds": 60.0, "cores": 2, "memory_mb": 4000}
    assert (said["waits_for"], said["waiting"]) == ([first], [])
    assert tidemill("jobs", "limit", second, "--seconds", -1).code == 3


def test_a_log_is_followed_until_its_job_has_ended(tidemill, workspace):
    job_id = ask(workspace)
    job = queue.claim(workspace.store, "w")

    def say(line: str) -> None:
        with workspace.store.write() as tx:
            rows.log(tx, job_id, [(tx.clock.now(), line)])

    say("first")
    came, lines = threading.Event(), []

    def pause(_seconds: float) -> None:  # follow_log waits: the job goes on meanwhile
        if not came.is_set():
            came.set()
            say("second")
        else:
            queue.succeed(workspace.store, job, {}, "Done")

    for _, line in jobs.follow_log(workspace, job_id, pause=pause):
        lines.append(line)
    assert lines == ["first", "second"]
    said = tidemill("jobs", "log", job_id, "--follow")
    assert [line.split("  ")[1] for line in said.out.splitlines()] == ["first", "second"]
    listed = tidemill("jobs", "log", job_id, "--follow", "--json").json
    assert [item["line"] for item in listed["items"]] == ["first", "second"]


def test_tidying_says_what_was_let_go_and_a_worker_is_told_of(tidemill, workspace):
    said = tidemill("jobs", "tidy")
    assert said.out == "Let go: 0 lines of logs, 0 jobs, 0.0 MB of files.\n"
    found = tidemill("worker", "status", "--json").json
    assert (found["is_installed"], found["is_running"]) == (False, False)
    assert found["doing"] == "No worker is at work."
