"""What a new worker does about what a dead one left."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tidemill.services import workers
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
        workers.register(copy, "worker", only_one=True)
        assert len(workers.alive(copy)) == 1
