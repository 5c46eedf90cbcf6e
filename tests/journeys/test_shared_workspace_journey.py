"""A team on one database: commands of two people, one worker, a script that logs, a kill."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from real_world import World, land, write_orders

from tidemill.base.database_urls import DatabaseUrl

SCRIPT = """
import tidemill
with tidemill.start_run("late", name="by a script", params={"depth": "3"}) as run:
    for step in range(500):
        run.log_metric("auc", step / 500, step=step)
"""


@pytest.fixture
def world(worlds: Callable[..., World], empty_database: str) -> World:
    """A workspace in a database of its own."""
    return worlds("team", user="ada", url=DatabaseUrl.of(empty_database))


def test_a_team_trains_watches_and_logs_in_one_database(world, inbox, tmp_path):
    world.start_worker()
    first = write_orders(tmp_path / "orders_01.csv", 1)
    world.cli(
        *("data", "add", first, "--name", "orders", "--target", "returned"),
        *("--time", "placed_at"),
        user="ben",
    )
    world.cli("watch", "add", inbox, "--dataset", "orders", "--mode", "tell")
    land(write_orders(tmp_path / "orders_02.csv", 2), inbox)
    world.until_idle(2)
    words = "train orders --estimator prior --estimator logistic_regression --model late"
    world.cli(*words.split(), user="ben")
    assert [v.number for v in world.versions("orders")] == [1, 2]

    world.kill_worker()
    land(write_orders(tmp_path / "orders_03.csv", 3), inbox)
    world.start_worker()
    world.until_idle(3)
    assert [v.number for v in world.versions("orders")] == [1, 2, 3]

    environment = {**world.environment("cem"), "TIDEMILL_WORKSPACE": str(world.place)}
    subprocess.run([sys.executable, "-c", SCRIPT], env=environment, check=True, timeout=120)
    listed = world.cli("runs", "list", "--where", 'name = "by a script"', user="ada").json
    assert [(r["by"], r["state"], r["metrics"]["auc"]) for r in listed["items"]] == [
        ("cem", "finished", 0.998)
    ]

    people = world.cli("people", "list").json["items"]
    assert {(p["login"], p["role"]) for p in people} >= {("ada", "approver"), ("ben", "member")}
    assert world.complaints() == []
    assert sorted(p.name for p in Path(world.folder).iterdir()) == [
        "blobs",
        "tidemill-artifacts.txt",
    ]


def test_two_workers_share_the_work_of_one_store_and_the_second_goes_on_when_the_first_is_killed(
    world, inbox, tmp_path
):
    first, second = world.start_worker(), world.start_worker()
    world.until(lambda: len(world.workers()) == 2, "both to be at work")
    world.cli("watch", "add", inbox, "--dataset", "orders")
    n_files = 6
    for month in range(1, n_files + 1):
        name = f"orders-{month}"
        file = write_orders(tmp_path / f"{name}.csv", month)
        land(file, inbox)
        world.cli("data", "add", file, "--name", name, "--detach")
    first.kill()
    first.wait()
    world.until_idle(2 * n_files)
    assert [v.rows for v in world.versions("orders")][-1] == 400 * n_files
    assert all(len(world.versions(f"orders-{month}")) == 1 for month in range(1, n_files + 1))
    assert {str(job.state) for job in world.jobs()} == {"succeeded"}
    assert second.poll() is None
    assert world.complaints() == []
