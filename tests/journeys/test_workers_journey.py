"""The worker as a guest: it cancels, leaves when it is done, and never comes twice."""

from real_world import PATIENCE_S, land, still_alive, write_orders

from tidemill.domain.jobs import JobRequest
from tidemill.jobs import queue
from tidemill.services import jobs
from tidemill.services.workers import STANDBY, alive

TAKING_OVER_MAY_TAKE_S = 10.0


def test_a_running_training_is_cancelled_within_seconds_and_the_next_job_begins(world, tmp_path):
    world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1, 20_000)
    world.cli("data", "add", file, "--name", "orders", "--target", "returned")
    job_id = world.cli("train", "orders", "--detach").json["job"]
    next_id = world.cli("train", "orders", "--estimator", "prior", "--detach").json["job"]
    world.until(
        lambda: (
            any(
                r.state == "running"
                and r.name
                and world.job(job_id).message == "Training Random forest"
                for r in world.runs(job_id)
            )
            or world.job(job_id).progress > 0.3
        ),
        "the training to be well under way",
    )
    assert world.job(next_id).state == "queued", "one lane, one training at a time"
    world.cli("jobs", "cancel", str(job_id))
    world.until(lambda: world.job(job_id).state == "cancelled", "the job to stop")
    states = [str(r.state) for r in world.runs(job_id)]
    assert "cancelled" in states
    assert set(states) <= {"finished", "cancelled"}
    world.until(lambda: not world.job(next_id).is_open, "the next training to be done")
    assert world.job(next_id).state == "succeeded"
    error = world.cli("jobs", "cancel", str(job_id), code=3).error
    assert error["message"] == f"Job {job_id} has already ended (cancelled)."
    assert world.complaints() == []


def test_a_second_worker_stands_by_and_takes_over_within_seconds_when_the_first_is_killed(
    world, tmp_path
):
    first = world.start_worker()
    second = world.start_worker(is_ready=False)
    world.until(lambda: alive(world.workspace, STANDBY), "the second worker to stand by")
    file = write_orders(tmp_path / "orders.csv", 1, 60_000)
    job_id = world.cli("data", "add", file, "--name", "orders", "--detach").json["job_id"]
    world.until(lambda: world.job(job_id).state == "running", "the job to run")
    first.kill()
    first.wait()
    world.until(
        lambda: [p.pid for p in world.workers()] == [second.pid],
        "the second to take over",
        TAKING_OVER_MAY_TAKE_S,
    )
    world.until_idle(1)
    assert [v.rows for v in world.versions("orders")] == [60_000], "once, not twice"
    assert world.stop(second) == 0
    assert f"(process {first.pid}). This one stands by" in world.said()
    assert world.processes() == []
    assert world.complaints() == []


def test_a_paused_job_stands_still_outlives_its_worker_and_is_cancelled_at_once(world, tmp_path):
    world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1, 100_000)
    job_id = world.cli("data", "add", file, "--name", "orders", "--detach").json["job_id"]
    world.until(lambda: world.job(job_id).state == "running", "the job to run")
    [child] = _paused(world, job_id)
    assert world.job(job_id).said.startswith("Paused")
    worked_s = child.cpu_times().user
    _paused_and_resumed_elsewhere(world)  # nothing that stands still keeps others from writing
    assert child.cpu_times().user == worked_s

    left = world.kill_worker()
    world.start_worker()
    world.until(lambda: not still_alive(left, 0.0), "what stood still to be gone")
    world.until(lambda: world.job(job_id).state == "queued", "it to outlive its worker")
    assert world.job(job_id).is_paused
    jobs.resume(world.workspace, job_id)
    world.until(lambda: world.job(job_id).state == "running", "the job to run again")
    _paused(world, job_id)
    jobs.cancel(world.workspace, job_id)
    world.until(lambda: world.job(job_id).state == "cancelled", "the job to stop")
    assert world.complaints() == []


def _paused(world, job_id):
    """Pause a job and return the processes that stand still then."""
    jobs.pause(world.workspace, job_id)
    return world.until(
        lambda: [c for c in world.children() if c.status() == "stopped"], "its child to stand still"
    )


def _paused_and_resumed_elsewhere(world):
    with world.workspace.store.write() as tx:
        other = queue.enqueue(tx, JobRequest("model.predict"))
    jobs.pause(world.workspace, other)
    jobs.cancel(world.workspace, other)


def test_a_worker_until_idle_scans_the_folders_works_and_leaves(world, tmp_path, inbox):
    from tidemill.services import watching

    watching.add(world.workspace, inbox, dataset="orders")
    for month in (1, 2):
        land(write_orders(tmp_path / f"orders-{month}.csv", month), inbox)
    leaving = world.start_worker("--until-idle", is_ready=False)
    assert leaving.wait(PATIENCE_S) == 0
    assert world.outcomes() == {"orders-1.csv": ["added"], "orders-2.csv": ["added"]}
    assert world.processes() == []
    n_jobs = len(world.jobs())
    idle = world.start_worker("--until-idle", is_ready=False)
    assert idle.wait(PATIENCE_S) == 0
    assert len(world.jobs()) == n_jobs


def test_a_worker_that_a_command_started_leaves_when_idle_but_stays_while_a_folder_is_watched(
    world, tmp_path, inbox
):
    world.cli("data", "add", write_orders(tmp_path / "orders.csv", 1), "--name", "orders")
    assert [v.rows for v in world.versions("orders")] == [400]
    world.until(lambda: not world.processes(), "the worker to leave", 30)

    world.cli("watch", "add", inbox, "--dataset", "orders")
    [watcher] = world.until(world.workers, "a worker for the folder")
    land(write_orders(tmp_path / "orders-2.csv", 2), inbox)
    world.until_idle(2)
    assert watcher.is_running()
    world.cli("watch", "pause", "1")
    world.until(lambda: not world.processes(), "the worker to leave", 30)
    assert world.complaints() == []


def test_a_command_ends_the_worker_that_waits_for_files_and_the_next_file_is_not_lost(
    world, tmp_path, inbox
):
    world.cli("watch", "add", inbox, "--dataset", "orders")
    world.until(world.workers, "a worker for the folder")
    assert world.cli("worker", "--end").json == {"ended": True}
    assert world.processes() == []
    assert world.cli("worker", "--end").json == {"ended": False}
    land(write_orders(tmp_path / "orders.csv", 1), inbox)
    world.start_worker("--until-idle", is_ready=False)
    world.until_idle(1)
    assert [v.rows for v in world.versions("orders")] == [400]


def test_stopping_a_worker_in_order_gives_its_job_back_without_counting_the_try(world, tmp_path):
    first = world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1, 60_000)
    job_id = world.cli("data", "add", file, "--name", "orders", "--detach").json["job_id"]
    world.until(lambda: world.job(job_id).state == "running", "the job to run")
    assert world.stop(first) == 0
    assert world.processes() == []
    job = world.job(job_id)
    assert (job.state, job.attempts) == ("queued", 0)
    world.start_worker()
    world.until_idle(1)
    assert world.job(job_id).attempts == 1
    assert [v.rows for v in world.versions("orders")] == [60_000]
    assert world.complaints() == []
