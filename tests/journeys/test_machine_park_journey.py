"""Training on a machine park: a real Dask cluster of two processes, one dies; then none."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from real_world import World, write_orders

from tidemill.base.clock import monotonic
from tidemill.domain.runs import RunState
from tidemill.domain.searches import SearchPlan
from tidemill.services import recipes, searching, settings, trainings

PATIENCE_S = 60.0
WORKER = ("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")


class Cluster:
    """A scheduler and two workers, each a process of its own, on this computer."""

    def __init__(self, folder) -> None:
        file = folder / "scheduler.json"
        self._folder = folder
        self.scheduler = self._start(
            "distributed.cli.dask_scheduler",
            *("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file),
        )
        self.workers = [
            self._start(*WORKER, "--scheduler-file", file, "--local-directory", folder)
            for _ in range(2)
        ]
        from distributed import Client

        _until(file.exists, "the scheduler to listen")
        self.client = Client(scheduler_file=str(file), timeout=PATIENCE_S)
        self.client.wait_for_workers(2, timeout=PATIENCE_S)
        self.address = self.client.scheduler.address

    def _start(self, *words: object) -> subprocess.Popen[bytes]:
        with (self._folder / "cluster.log").open("ab") as log:
            command = [sys.executable, "-m", *map(str, words)]
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def at_work(self) -> list[str]:
        """The addresses of the workers that have tasks."""
        return [address for address, tasks in self.client.processing().items() if tasks]

    def close(self) -> None:
        """End all of it."""
        self.client.close()
        for one in (*self.workers, self.scheduler):
            one.kill()
            one.wait()


def _until(is_so, what: str) -> None:
    began, pause = monotonic(), threading.Event()
    while not is_so():
        assert monotonic() - began < PATIENCE_S, f"Waited for {what}."
        pause.wait(0.02)


@pytest.fixture
def cluster(tmp_path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    yield made
    made.close()


def test_a_fit_goes_on_when_a_process_of_the_park_dies_and_runs_here_when_the_park_is_away(
    world: World, cluster: Cluster, tmp_path
):
    world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1, 20_000)
    world.cli("data", "add", file, "--name", "orders", "--target", "returned")
    settings.put(world.workspace, "training.dask_scheduler", cluster.address)
    words = ("train", "orders", "--estimator", "random_forest", "--detach")
    job_id = world.cli(*words).json["job"]
    world.until(lambda: len(cluster.at_work()) == 2, "both processes to be at it")
    assert world.job(job_id).is_open
    cluster.workers[0].kill()
    cluster.workers[0].wait()
    world.until(lambda: not world.job(job_id).is_open, "the fit to be done")
    ended = world.job(job_id)
    assert (ended.state, ended.attempts) == ("succeeded", 1), world.log(job_id)
    assert f"The fit runs on the machine park {cluster.address} (2 workers)." in world.log(job_id)
    assert "on this computer" not in world.log(job_id)
    there = _quality(world, job_id)

    cluster.client.close()
    cluster.scheduler.kill()
    cluster.scheduler.wait()
    job_id = world.cli(*words).json["job"]
    world.until(lambda: not world.job(job_id).is_open, "the fit without the park")
    assert world.job(job_id).state == "succeeded"
    assert f"The machine park {cluster.address} does not answer" in world.log(job_id)
    # The same forest, wherever its trees grew: sums of probabilities may differ in the last digit.
    assert _quality(world, job_id) == pytest.approx(there, rel=1e-9)
    assert world.complaints() == []


def test_a_search_goes_on_when_a_process_of_the_park_dies_and_makes_all_its_trials(
    world: World, cluster: Cluster, tmp_path
):
    world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1, 2_000)
    world.cli("data", "add", file, "--name", "orders", "--target", "returned")
    settings.put(world.workspace, "training.dask_scheduler", cluster.address)
    plan = SearchPlan("random", 3, n_folds=2, is_pruned=False)
    recipe = recipes.chosen(world.workspace, "orders", None, None, None, ()).to_dict() | {
        "estimator": "random_forest",
        "estimator_settings": {"n_trees": 20},
        "search": plan.to_dict(),
    }
    job_id = trainings.ask(world.workspace, "orders", recipe=recipe)
    world.until(lambda: len(cluster.at_work()) == 2, "both processes to be at it")
    assert world.job(job_id).is_open
    cluster.workers[0].kill()
    cluster.workers[0].wait()
    world.until(lambda: not world.job(job_id).is_open, "the search to be done")
    ended, log = world.job(job_id), world.log(job_id)
    assert (ended.state, ended.attempts) == ("succeeded", 1), log
    assert f"The fit runs on the machine park {cluster.address} (2 workers)." in log
    assert "on this computer" not in log
    assert "All 3 trials were made." in log
    found = searching.of_job(world.workspace, job_id)
    assert found is not None
    assert [(one.number, len(one.folds)) for one in found.trials] == [(1, 2), (2, 2), (3, 2)]
    assert all(one.is_finished for one in found.trials)
    assert found.run.state is RunState.FINISHED
    assert world.complaints() == []


def _quality(world: World, job_id: int) -> dict[str, float]:
    [run] = world.runs(job_id)
    return {k: v for k, v in run.metrics.items() if k not in ("fit_seconds", "peak_memory_mb")}
