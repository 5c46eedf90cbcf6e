"""What a new worker does about what a dead one left."""

from datetime import UTC, datetime, timedelta

from tidemill.services import workers


def left_over(workspace):
    path = workspace.blobs.path("ab" * 16)
    path = path.with_name(f".{path.name}.0123.part")
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
