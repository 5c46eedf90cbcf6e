"""Power cuts: what a worker or its child was at when it was killed is done once, and whole."""

import random

import pytest
from real_world import land, still_alive, write_orders

from tidemill.services import ingesting, searching

ORPHANS_MAY_TAKE_S = 2.0
MANY_ROWS = 200_000


def _finished(world, job_id):
    return [r for r in world.runs(job_id) if r.state == "finished"]


def test_a_training_whose_worker_is_killed_goes_on_and_doubles_nothing(world, tmp_path):
    world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1, 20_000)
    world.cli("data", "add", file, "--name", "orders", "--target", "returned")
    job_id = world.cli("train", "orders", "--detach").json["job"]
    world.until(
        lambda: _finished(world, job_id) and any(r.state == "running" for r in world.runs(job_id)),
        "one run to be finished and the next to be under way",
    )
    before = {r.id: r.ended_at for r in _finished(world, job_id)}
    orphans = still_alive(world.kill_worker(), ORPHANS_MAY_TAKE_S)
    assert orphans == [], "a child outlived its worker"
    assert world.job(job_id).is_open

    world.start_worker()
    world.until(lambda: not world.job(job_id).is_open, "the training to be done")
    job = world.job(job_id)
    assert (job.state, job.attempts) == ("succeeded", 2)
    assert "The worker that was at it is gone." in world.log(job_id)
    runs = world.runs(job_id)
    assert [str(r.state) for r in runs] == ["finished"] * len(job.params["estimators"])
    assert sorted(r.params["estimator"] for r in runs) == sorted(job.params["estimators"])
    assert before == {r.id: r.ended_at for r in runs if r.id in before}, "finished runs stay"
    assert world.complaints() == []


def test_a_search_whose_process_is_killed_loses_no_trial_and_makes_none_twice(world, tmp_path):
    n_trials = 20
    world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1, 10_000)
    world.cli("data", "add", file, "--name", "orders", "--target", "returned")
    words = ("train", "orders", "--search", "random", "--estimator", "logistic_regression")
    budget = ("--trials", str(n_trials), "--folds", "2", "--no-prune", "--detach")
    job_id = world.cli(*words, *budget).json["job"]
    world.until(lambda: _n_folds(world, job_id) >= 3, "a trial to be done and the next begun")
    before = _trials(world, job_id)
    world.kill_children()
    world.until(lambda: not world.job(job_id).is_open, "the search to be done")
    job = world.job(job_id)
    assert (job.state, job.attempts) == ("succeeded", 2), world.log(job_id)
    assert "The process at work was killed (signal 9)." in world.log(job_id)
    after = _trials(world, job_id)
    assert list(after) == list(range(1, n_trials + 1))
    assert all(len(folds) == 2 for _, folds in after.values())
    for number, (values, folds) in before.items():
        assert after[number][0] == values, "a trial begun goes on with its settings"
        assert after[number][1][: len(folds)] == folds, "a fold judged is not judged again"
    assert len(world.runs(job_id)) == n_trials + 1, "the search and its trials, each once"
    assert all(run.state == "finished" for run in world.runs(job_id))
    assert world.complaints() == []


def _trials(world, job_id):
    """Settings and folds of each trial, by its number."""
    found = searching.of_job(world.workspace, job_id)
    return {} if found is None else {one.number: (one.values, one.folds) for one in found.trials}


def _n_folds(world, job_id):
    return sum(len(folds) for _, folds in _trials(world, job_id).values())


def add_large_file(world, tmp_path):
    """Ask for a file that takes seconds to read, so that there is time to kill; the job's number.

    It is asked for here: a command would still be leaving while the file is read.
    """
    file = write_orders(tmp_path / "orders.csv", 1, MANY_ROWS)
    return ingesting.add(world.workspace, [file], dataset="orders").job_id


def is_beyond_reading(world, job_id, attempt):
    """Whether a try is past the file itself, at the rows it read from it."""
    job = world.job(job_id)
    assert job.is_open, f"it ended as {job.state} before it could be killed"
    return job.attempts == attempt and is_at_rows(job)


def is_at_rows(job):
    words = ("Profiling", "Checking", "Storing", "Comparing")
    return job.state == "running" and job.message.startswith(words)


def is_at_rows_or_ended(world, job_id):
    job = world.job(job_id)
    return not job.is_open or is_at_rows(job)


def test_an_ingestion_whose_process_is_killed_is_tried_again_and_adds_the_file_once(
    world, tmp_path
):
    world.start_worker()
    job_id = add_large_file(world, tmp_path)
    world.until(lambda: is_beyond_reading(world, job_id, 1), "the file to be read")
    world.kill_children()
    world.until_idle(1)
    job = world.job(job_id)
    assert (job.state, job.attempts) == ("succeeded", 2)
    assert "The process at work was killed (signal 9)." in world.log(job_id)
    assert [(v.number, v.rows) for v in world.versions("orders")] == [(1, MANY_ROWS)]
    assert world.outcomes() == {"orders.csv": ["added"]}
    assert world.complaints() == []


def test_a_file_that_was_open_when_its_reader_died_is_not_opened_again_by_itself(world, tmp_path):
    world.start_worker()
    job_id = add_large_file(world, tmp_path)
    world.until(lambda: world.files() and world.files()[0].opened, "the file to be open")
    world.kill_children()
    world.until_idle(1)
    (file,) = world.files()
    assert (str(file.state), file.version) == ("set-aside", None)
    assert "ended unexpectedly while the file was open" in file.reason
    assert "not opened again by itself" in file.reason
    assert world.job(job_id).state == "failed"
    assert world.versions("orders") == ()

    ingesting.accept(world.workspace, file.id)
    world.until_idle(1)
    assert [v.rows for v in world.versions("orders")] == [MANY_ROWS]
    assert world.outcomes() == {"orders.csv": ["added"]}
    assert world.complaints() == []


def test_a_job_whose_process_dies_three_times_is_lost_and_says_why(world, tmp_path):
    world.start_worker()
    job_id = add_large_file(world, tmp_path)
    # The spare child is killed as well; where it had the job already, that is the next try.
    while world.job(job_id).is_open:
        world.until(lambda: is_at_rows_or_ended(world, job_id), "a try to be at work")
        world.kill_children()
    world.until(lambda: not world.job(job_id).is_open, "the job to be given up")
    job = world.job(job_id)
    assert job.state == "lost"
    assert job.error == "The process at work was killed (signal 9). It was tried 3 times."
    assert world.outcomes() == {"orders.csv": ["failed"]}
    assert world.versions("orders") == ()
    assert world.complaints() == []

    again = world.cli("jobs", "retry", str(job_id)).json
    assert again["state"] == "queued"
    world.until(lambda: not world.job(job_id).is_open, "the second chance to be used")
    assert [v.rows for v in world.versions("orders")] == [MANY_ROWS]
    assert world.outcomes() == {"orders.csv": ["added"]}


@pytest.mark.parametrize("seed", [1, 2])
def test_three_files_landing_while_the_worker_is_killed_at_random_all_find_their_end(
    world, tmp_path, inbox, seed
):
    draw = random.Random(seed)
    world.start_worker()
    world.cli("watch", "add", inbox, "--dataset", "orders", "--target", "returned")
    for month in (1, 2, 3):
        land(write_orders(tmp_path / f"orders-{month}.csv", month, 3_000, seed=seed), inbox)
        world.pause(draw.uniform(0.0, 1.2))
        world.kill_worker()
        world.start_worker()
    world.until_idle(3)
    for job in world.jobs():
        if job.state == "lost":  # killed at each of its three tries: a person tries it again
            world.cli("jobs", "retry", str(job.id))
    world.until_idle(3)
    assert world.outcomes() == {f"orders-{month}.csv": ["added"] for month in (1, 2, 3)}
    assert [v.number for v in world.versions("orders")] == [1, 2, 3]
    assert {v.added_rows for v in world.versions("orders")} == {3_000}
    assert world.complaints() == []
