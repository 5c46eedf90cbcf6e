"""The window is only a face: killed while work goes on, it takes nothing with it."""

import os
import subprocess

import psutil
import pytest
from real_world import write_orders


def _open_window(world) -> subprocess.Popen[bytes]:
    environment = {**world.environment(), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        world.command("gui"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _windows(world) -> list[int]:
    from tidemill.services import workers

    return [p.pid for p in workers.alive(world.workspace, "window")]


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_window_killed_while_training_loses_nothing_and_the_next_one_opens(world, tmp_path):
    world.cli("init", world.folder)
    file = write_orders(tmp_path / "orders.csv", 1, 20_000)
    window = _open_window(world)
    try:
        world.until(lambda: _windows(world), "the window to be open")
        world.cli("data", "add", file, "--name", "orders", "--target", "returned")
        job_id = world.cli("train", "orders", "--detach").json["job"]
        world.until(lambda: str(world.job(job_id).state) == "running", "the training to run")
        window.kill()
        window.wait()
        world.until(lambda: not world.job(job_id).is_open, "the training to be done")
        assert (str(world.job(job_id).state), world.job(job_id).attempts) == ("succeeded", 1)
        window = _open_window(world)
        again = world.until(lambda: _windows(world), "the next window to be open")
        assert again == [window.pid]
        assert world.complaints() == []
        psutil.Process(window.pid).terminate()
        window.wait()
    finally:
        if window.poll() is None:
            window.kill()
            window.wait()
