"""Scripts that outlive whoever ran them are ended, and their work folders removed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tidemill.base import programs
from tidemill.base.ids import new_id
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.jobs import queue
from tidemill.jobs.leases import Leases
from tidemill.services import script_environments, script_folders, script_processes, workers
from tidemill.services.job_kinds import kinds
from tidemill.store import jobs as rows

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs process groups")

WORKER = "a worker that is gone"


@pytest.fixture
def running(workspace: Any) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts what a killed try of a job left: a script in a group of its own, rows, its card."""
    left: list[subprocess.Popen[bytes]] = []

    def started(job_id: int, attempt: int = 1) -> subprocess.Popen[bytes]:
        one = subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True
        )
        left.append(one)
        folder = workspace.folder / "steps" / str(job_id)
        folder.mkdir(parents=True)
        born = programs.born(one.pid)
        assert born is not None
        script_processes.write_card(script_folders.card(folder), one.pid, born, attempt)
        (folder / ".data.csv.x.part").write_text("half of the rows")
        return one

    yield started
    for one in left:
        one.kill()
        one.wait()


@pytest.fixture
def claimed(workspace: Any) -> Callable[[], int]:
    """A job of a script that a worker began; its number."""

    def begun() -> int:
        with workspace.store.write() as tx:
            job_id = queue.enqueue(tx, JobRequest("automation.script", key=new_id()))
        assert queue.claim(workspace.store, WORKER) is not None
        return job_id

    return begun


def folder_of(workspace: Any, job_id: int) -> Path:
    return Path(workspace.folder / "steps" / str(job_id))


def lives(one: subprocess.Popen[bytes]) -> bool:
    return one.poll() is None


def test_a_script_whose_job_was_cancelled_while_nobody_ran_it_is_ended(workspace, claimed, running):
    job_id = claimed()
    script = running(job_id)
    queue.ask_cancel(workspace.store, kinds(), workspace, job_id)
    identity = workers.register(workspace, workers.WORKER)
    workers.look_after(workspace, identity, Leases(workspace.store), [])
    with workspace.store.read() as connection:
        job = rows.find(connection, job_id)
    assert job is not None
    assert job.state is JobState.CANCELLED
    assert script.wait(60) != 0
    assert not folder_of(workspace, job_id).exists()


def test_a_script_whose_job_waits_for_its_next_try_is_ended_before(workspace, claimed, running):
    job_id = claimed()
    script = running(job_id)
    identity = workers.register(workspace, workers.WORKER)
    workers.look_after(workspace, identity, Leases(workspace.store), [])
    with workspace.store.read() as connection:
        job = rows.find(connection, job_id)
    assert job is not None
    assert job.state is JobState.QUEUED
    assert script.wait(60) != 0


def test_what_a_living_worker_is_at_is_let_be(workspace, claimed, running):
    job_id = claimed()
    script = running(job_id)
    assert script_folders.sweep(workspace, {WORKER}) == []
    assert lives(script)
    assert folder_of(workspace, job_id).is_dir()


def test_a_try_that_began_since_is_let_be(workspace, claimed, running):
    job_id = claimed()
    script = running(job_id, attempt=2)
    assert script_folders.sweep(workspace, ()) == []
    assert lives(script)


def test_a_script_of_another_computer_is_let_be(workspace, claimed, running, monkeypatch):
    job_id = claimed()
    script = running(job_id)
    monkeypatch.setattr(programs, "machine", lambda: "another computer")
    assert script_folders.sweep(workspace, ()) == []
    assert lives(script)


def test_the_folder_of_a_job_that_is_not_there_any_more_is_removed(workspace, running):
    script = running(77)
    assert script_folders.sweep(workspace, ()) == [77]
    assert script.wait(60) != 0
    assert not folder_of(workspace, 77).exists()


def test_a_try_begins_in_an_empty_folder_and_ends_the_script_of_the_one_before(
    workspace, claimed, running
):
    job_id = claimed()
    script = running(job_id)
    with workspace.store.read() as connection:
        job = rows.find(connection, job_id)
    assert job is not None
    folder, was_there = script_folders.begin(workspace, job)
    assert (was_there, list(folder.iterdir())) == (True, [])
    assert script.wait(60) != 0


def test_what_scripts_are_run_by_is_written_once_and_whole(workspace):
    path = script_folders.shared(workspace, "print(1)\n")
    before = path.stat()
    assert script_folders.shared(workspace, "print(1)\n") == path
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert path.read_text() == "print(1)\n"
    half = path.with_name(f".{path.name}.x.part")
    half.write_text("pri")
    assert script_folders.sweep(workspace, ()) == []
    assert half.exists(), "its writer may still be at it"


def test_what_makes_an_environment_beside_nobody_is_ended_before_it_is_made_anew(
    tmp_path, monkeypatch
):
    needs = tmp_path / "requirements.txt"
    needs.write_text("")
    home = tmp_path / "environments"
    told: list[str] = []
    orphan = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True
    )
    try:

        def commands(folder: Path, own: Path, *_words: object) -> list[list[str]]:
            assert not lives(orphan)
            make = f"import pathlib; p = pathlib.Path({str(own)!r}); p.parent.mkdir(parents=True)"
            return [[sys.executable, "-c", f"{make}; p.touch()"]]

        monkeypatch.setattr(script_environments, "_commands", commands)
        key = script_environments.hashing.of_value([needs.read_text(), sys.executable])[:16]
        home.mkdir()
        born = programs.born(orphan.pid)
        assert born is not None
        script_processes.write_card(home / f"{key}.process", orphan.pid, born, 1)
        made = script_environments.made(
            home, needs, sys.executable, os.environ, tell=told.append, check=lambda: None
        )
        assert Path(made).exists()
        assert told[0] == "Making an environment for requirements.txt"
    finally:
        orphan.kill()
        orphan.wait()
