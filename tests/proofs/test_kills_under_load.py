"""Seeded power cuts: workers and children killed at random while files land and models train.

Whatever was killed whenever: every file has its one end, versions are numbered without a gap,
each estimator has one finished run, and the doctor finds nothing half done.
"""

import random

import pytest
from real_world import World, land, write_orders

FILES = 3
ROWS = 2_500
ESTIMATORS = ("logistic_regression", "prior")

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path / "ws")
    yield made
    assert made.close() == []


def test_kills_at_random_moments_lose_and_double_nothing(world, tmp_path, round_seed, measured):
    draw = random.Random(round_seed)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    world.start_worker()
    world.cli("watch", "add", inbox, "--dataset", "orders", "--target", "returned")
    n_workers = n_children = 0
    job_id = None
    for month in range(1, FILES + 1):
        land(write_orders(tmp_path / f"{month}.csv", month, ROWS, seed=round_seed), inbox)
        if month == 2:
            world.until(lambda: world.versions("orders"), "the first version")
            words = [word for one in ESTIMATORS for word in ("--estimator", one)]
            job_id = world.cli("train", "orders@1", *words, "--detach").json["job"]
        for _ in range(draw.randint(1, 2)):
            world.pause(draw.uniform(0.0, 2.0))
            if draw.random() < 0.5:
                n_children += world.kill_children()
            else:
                world.kill_worker()
                n_workers += 1
                world.start_worker()
    _end_all(world)
    n_lost = 0
    for job in world.jobs():
        if job.state == "lost":  # killed at each of its three tries; a person tries it again
            assert "It was tried 3 times." in job.error
            world.cli("jobs", "retry", str(job.id))
            n_lost += 1
    _end_all(world)
    n_asked = 0
    for file in world.files():
        if (
            file.state == "set-aside"
        ):  # its reader was killed while it was open; a person asks again
            assert "ended unexpectedly while the file was open" in file.reason
            world.cli("files", "again", str(file.id))
            n_asked += 1

    assert world.outcomes() == {f"{month}.csv": ["added"] for month in range(1, FILES + 1)}
    versions = world.versions("orders")
    assert [v.number for v in versions] == list(range(1, FILES + 1))
    assert [v.added_rows for v in versions] == [ROWS] * FILES
    runs = world.runs(job_id)
    assert sorted(r.params["estimator"] for r in runs) == sorted(ESTIMATORS)
    assert {str(r.state) for r in runs} == {"finished"}
    assert world.complaints() == []
    measured(
        f"round {round_seed}: {n_workers} workers and {n_children} children killed, "
        f"{FILES} of {FILES} files added once, {len(runs)} runs finished once, "
        f"{n_lost} jobs lost and tried again, {n_asked} files asked for again"
    )


def _end_all(world: World) -> None:
    world.until_idle(FILES)
