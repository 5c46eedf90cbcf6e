"""A script as a step, with real processes: heard live, cancelled at once, begun again if killed."""

from pathlib import Path
from typing import Any

import psutil
import pytest

from tidemill.domain.automations import RunState
from tidemill.services import automation_runs, jobs

CHATTY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("pids", os.getpid(), child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "chatty.py"
    path.write_text(CHATTY)
    return path


def started(world: Any, script: Path) -> int:
    """An automation that runs the script is started by hand; the job that does it."""
    world.cli("automation", "add", "Chatty", "--file", script)
    run = world.cli("automation", "start", "1").json
    job_id: int = run["steps"][0]["job"]
    return job_id


def told(world: Any, job_id: int) -> list[list[int]]:
    """The numbers of the processes that the script has said so far, a try each."""
    lines = [line for _, _, line in jobs.log_lines(world.workspace, job_id)]
    return [[int(word) for word in one.split()[1:]] for one in lines if one.startswith("pids")]


def gone(pids: list[int]) -> bool:
    return not any(psutil.pid_exists(pid) and _lives(pid) for pid in pids)


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_script_is_heard_while_it_runs_and_ends_with_all_it_started_when_cancelled(world, script):
    world.start_worker()
    job_id = started(world, script)
    world.until(lambda: told(world, job_id), "the script to be heard")
    assert world.job(job_id).state == "running"
    [pids] = told(world, job_id)
    jobs.cancel(world.workspace, job_id)  # by itself it would go on for ten minutes
    world.until(lambda: world.job(job_id).state == "cancelled" and gone(pids), "it to end")
    [view] = automation_runs.of(world.workspace)
    assert view.run.state is RunState.CANCELLED


def test_a_script_whose_worker_was_killed_is_begun_again_and_never_runs_twice_at_once(
    world, script
):
    world.start_worker()
    job_id = started(world, script)
    world.until(lambda: told(world, job_id), "the script to be heard")
    world.kill_worker()
    world.start_worker()
    world.until(lambda: len(told(world, job_id)) == 2, "the script to be heard again")
    first, second = told(world, job_id)
    assert gone(first)
    jobs.cancel(world.workspace, job_id)
    world.until(lambda: gone(second), "it to end")
    world.until(lambda: not world.job(job_id).is_open, "the job to end")
