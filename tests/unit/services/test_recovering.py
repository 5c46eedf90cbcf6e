"""What a new worker does about what a dead one left."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tidemill.domain.jobs import JobRequest
from tidemill.jobs import queue
from tidemill.jobs.leases import Leases
from tidemill.services import jobs, workers
from tidemill.services import workspace as workspaces


def left_over(workspace):
    path = workspace.blobs.folder / "incoming" / ".ab.0123.part"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"half")
    return path


def test_the_only_worker_sweeps_what_a_kill_left_an_hour_ago(workspace, clock):
    left = left_over(workspace)
    identity = workers.register(workspace, "worker")
    clock.at = datetime.now(UTC) + timedelta(minutes=30)
    workers.recover(workspace, identity)
    assert left.exists()
    clock.advance(3600)
    workers.recover(workspace, identity)
    assert not left.exists()


def test_beside_another_living_worker_nothing_is_swept(workspace, clock):
    left = left_over(workspace)
    identity = workers.register(workspace, "worker")
    workers.register(workspace, "worker")
    clock.at = datetime.now(UTC) + timedelta(hours=2)
    workers.recover(workspace, identity)
    assert left.exists()


def test_a_copy_of_a_workspace_has_none_of_the_processes_at_the_original(workspace, tmp_path):
    workers.register(workspace, "worker")
    workspace.store.checkpoint()
    copied = Path(shutil.copytree(workspace.folder, tmp_path / "copy"))
    moved = workspace.folder.rename(tmp_path / "moved")
    with workspaces.opened(copied) as copy, workspaces.opened(moved) as original:
        assert workers.alive(copy) == []
        assert len(workers.alive(original)) == 1
        identity = workers.register(copy, workers.STANDBY)
        assert workers.take_over(copy, identity) is None
        assert [p.id for p in workers.alive(copy)] == [identity]


def test_in_a_folder_a_second_worker_stands_by_until_the_first_is_gone(workspace):
    first, second = (workers.register(workspace, workers.STANDBY) for _ in range(2))
    assert workers.take_over(workspace, first) is None
    for _ in range(2):
        other = workers.take_over(workspace, second)
        assert other is not None
        assert other.id == first
    assert [p.id for p in workers.alive(workspace)] == [first]
    workers.unregister(workspace, first)
    assert workers.take_over(workspace, second) is None
    assert workers.look_after(workspace, second, Leases(workspace.store), [])
    assert workers.alive(workspace, workers.STANDBY) == []


def test_a_job_of_a_worker_that_is_gone_can_be_cancelled_at_once(workspace):
    with workspace.store.write() as tx:
        job_id = queue.enqueue(tx, JobRequest("model.predict"))
    queue.claim(workspace.store, "gone")
    assert jobs.cancel(workspace, job_id).state == "cancelled"
