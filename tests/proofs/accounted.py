"""An automation at work under fire, and the look afterwards: is everything accounted for?

Every file has its one end, every job ended or says why it did not, every run of the automation and
each of its steps has its end with a reason, versions have no gap and no twin, and what killed
programs left behind is what the sweep takes.
"""

import json
import random
import signal
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
from real_world import World, still_alive, write_orders

from tidemill.base import programs
from tidemill.domain.automations import Guards, Mode, RunState, Step, StepKind, StepState, chain
from tidemill.domain.jobs import Job, JobState
from tidemill.jobs import child, queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    automation_runs,
    automations,
    causes,
    ingesting,
    jobs,
    promotion,
    registering,
    registry,
    retention,
    runs,
    script_folders,
    training_runs,
    watching,
    workers,
)
from tidemill.services import script_settings as scripts
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace

DATASET, MODEL = "orders", "late"
FIRST_ROWS, ROWS = 150, 400  # few at first: so the first ones learned anew are surely better
ESTIMATORS = ("logistic_regression", "prior")
_OFTEN_S, _NOW_AND_THEN_S = 0.05, 0.2  # looks cost those who work on the same cores

# Says when it begins and ends, and who of its own job is still at it beside: that must be nobody.
SCRIPT = """
import json, os, time
book, job = os.environ["BOOK"], os.environ["TIDEMILL_JOB"]

def lives(pid):
    try:
        with open(f"/proc/{pid}/stat") as stream:
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False

def say(**what):
    with open(book, "a") as stream:
        stream.write(json.dumps({"job": job, "pid": os.getpid(), **what}) + "\\n")

seen = [json.loads(line) for line in open(book)] if os.path.exists(book) else []
ended = {one["pid"] for one in seen if one["what"] == "ended"}
mine = {one["pid"] for one in seen if one["job"] == job} - ended
say(what="began", beside=[pid for pid in mine if lives(pid)])
with open(os.environ["TIDEMILL_DATA"]) as stream:
    n_rows = sum(1 for _ in stream) - 1
time.sleep(0.3)
say(what="ended", n_rows=n_rows)
print("rows:", n_rows, flush=True)
"""


def prepare(workspace: Workspace, folder: Path) -> None:
    """Give a workspace its dataset and the model that an automation is to keep.

    The jobs are done here and now: no process needs to start for them.
    """
    file = write_orders(folder / "first.csv", 1, FIRST_ROWS)
    ingesting.add(workspace, [file], dataset=DATASET, target="returned", time="placed_at")
    _do_all(workspace)
    job_id = training_runs.train(workspace, DATASET, estimators=["logistic_regression"])
    _do_all(workspace)
    (run,) = runs.of_job(workspace, job_id)
    registering.register(workspace, run.id, name=MODEL)
    promotion.promote(workspace, f"{MODEL}@1")


def _do_all(workspace: Workspace) -> None:
    """Do what is in the queue, as a child does it."""
    while (claimed := queue.claim(workspace.store, "here")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        assert child.perform(workspace.store, kinds(), workspace, job, reporter) is not None


def automate(world: World, inbox: Path, folder: Path, mode: Mode) -> None:
    """Let each file that lands in a folder be checked, told to a script, learned from, judged."""
    script, book = folder / "count.py", folder / "book.jsonl"
    script.write_text(SCRIPT, encoding="utf-8")
    watching.add(world.workspace, inbox, dataset=DATASET, model=MODEL, mode=mode)
    (one,) = automations.every(world.workspace)
    told = scripts.step(script, data="csv", environment={"BOOK": str(book)}, always=True)
    steps = list(chain(MODEL))
    steps.insert(1, Step(StepKind.SCRIPT, told.settings))
    guards = replace(Guards(), days_between_changes=0.0)
    automations.change(world.workspace, one.id, steps=tuple(steps), guards=guards)


def ask_for_training(world: World) -> int:
    """A training that a person asks for beside all this; the job."""
    return training_runs.train(world.workspace, f"{DATASET}@1", estimators=list(ESTIMATORS))


def moment(world: World, name: str, draw: random.Random) -> None:
    """Wait for a moment drawn by chance: some while, or until a kind of job is at work.

    `name` is the file that just landed: once nothing is left to do for it, no more is waited.
    """
    kinds_ = (None, None, "dataset.ingest", "automation.script", "model.retrain", "")
    kind = draw.choice(kinds_)
    if kind is not None:
        world.until(
            lambda: _is_at_work(world, kind) or _is_over(world, name),
            "a job to be at work",
            look_s=_OFTEN_S,
        )
    world.pause(draw.uniform(0.0, 1.5 if kind is None else 0.3))


def kill_at_each_try(world: World) -> None:
    """Kill the child that is at a job, and at each next try of it, until it has its end."""
    job = world.until(lambda: next(iter(_running(world)), None) or _is_idle(world), "a job")
    while isinstance(job, Job) and job.is_open:
        if job.state is JobState.RUNNING:
            world.kill_children()
        job = _other_than(world, job)


def _other_than(world: World, before: Job) -> Job:
    """A job once it is at another try, or has its end."""

    def is_other(now: Job) -> bool:
        is_next = now.state is JobState.RUNNING and now.attempts > before.attempts
        return is_next or not now.is_open

    return world.until(
        lambda: next((j for j in [world.job(before.id)] if is_other(j)), None),
        f"job {before.id} to be tried again",
        look_s=_OFTEN_S,
    )


def _running(world: World) -> list[Job]:
    return [job for job in world.jobs() if job.state is JobState.RUNNING]


def _is_idle(world: World) -> bool:
    return not any(job.is_open for job in world.jobs())


def _is_at_work(world: World, kind: str) -> bool:
    return any(kind in ("", job.kind) for job in _running(world))


def _is_over(world: World, name: str) -> bool:
    newest = {f.name: str(f.state) for f in world.files()}
    return newest.get(name, "waiting") != "waiting" and _is_idle(world)


# --- afterwards ------------------------------------------------------------------------------


def all_ended(world: World, n_files: int) -> Counter[str]:
    """Wait for every end; what was killed at each of its tries, people ask for again.

    Returns how many `jobs` and `files` they asked for.
    """
    asked: Counter[str] = Counter()
    while True:
        world.until_idle(n_files, look_s=_NOW_AND_THEN_S)
        world.until(lambda: not _open_runs(world), "runs of the automation to end")
        lost = [j for j in world.jobs() if j.state is JobState.LOST]
        newest = {f.path: f for f in world.files()}
        aside = [f for f in newest.values() if str(f.state) == "set-aside"]
        for job in lost:
            assert "It was tried 3 times." in (job.error or ""), job
            jobs.retry(world.workspace, job.id)
        for file in aside:
            assert "ended unexpectedly while the file was open" in file.reason, file
            ingesting.accept(world.workspace, file.id)
        asked.update(jobs=len(lost), files=len(aside))
        if not lost and not aside:
            return asked


def _open_runs(world: World) -> list[int]:
    views = automation_runs.of(world.workspace)
    return [view.run.id for view in views if view.run.state is RunState.RUNNING]


def assert_files_are_in_once(world: World, names: list[str]) -> None:
    """Each file was taken in once, and the versions have no gap and nothing twice."""
    newest = {f.name: f for f in world.files()}
    assert {name: str(newest[name].state) for name in names} == dict.fromkeys(names, "added")
    n_added = sum(1 for f in world.files() if f.name in names and str(f.state) == "added")
    assert n_added == len(names), world.outcomes()
    versions = world.versions(DATASET)
    assert [v.number for v in versions] == list(range(1, len(names) + 2))
    assert [v.added_rows for v in versions] == [FIRST_ROWS] + [ROWS] * len(names)


def assert_jobs_ended(world: World) -> None:
    """Every job succeeded; one that failed is the reading of a file that was asked for again."""
    for job in world.jobs():
        assert not job.is_open
        if job.state is not JobState.SUCCEEDED:
            assert (job.kind, str(job.state)) == ("dataset.ingest", "failed"), (job, job.error)
            assert "set aside" in (job.error or job.message), (job, job.error)
        assert job.progress == 1.0 or job.state is not JobState.SUCCEEDED


def assert_training_is_whole(world: World, job_id: int) -> None:
    """The training that was asked for by hand finished each estimator once."""
    found = world.runs(job_id)
    assert sorted(r.params["estimator"] for r in found) == sorted(ESTIMATORS)
    assert {str(r.state) for r in found} == {"finished"}


def assert_runs_are_told(world: World) -> None:
    """One run for each version, each with its end; steps, jobs and causes agree with it."""
    views = automation_runs.of(world.workspace)
    versions = {v.id: v for v in world.versions(DATASET) if v.number > 1}
    assert sorted(v.run.cause.refs["version"] for v in views) == sorted(versions)
    by_id = {job.id: job for job in world.jobs()}
    used: list[int] = []
    for view in views:
        assert view.run.state in (RunState.SUCCEEDED, RunState.SKIPPED), view
        assert view.run.outcome
        assert view.run.ended_at is not None
        for step in view.steps:
            assert step.state in (StepState.SUCCEEDED, StepState.SKIPPED), (step, view.run)
            assert step.reason
            assert step.ended_at is not None
            if step.job_id is not None:
                used.append(step.job_id)
                _assert_agree(by_id[step.job_id], view.run.id, step.state)
        chain_ = causes.why(world.workspace, f"run:{view.run.id}")
        assert "file" in [link.ref.kind for link in chain_.because], chain_
        assert all(link.sentence for link in chain_.because)
    assert sorted(used) == [j.id for j in world.jobs() if j.automation_run_id is not None]


def _assert_agree(job: Job, run_id: int, state: StepState) -> None:
    assert job.automation_run_id == run_id
    assert job.state is JobState.SUCCEEDED
    assert state in (StepState.SUCCEEDED, StepState.SKIPPED)


def assert_candidates_are_single(world: World) -> int:
    """Each run made one version of the model, numbered without a gap; how many were promoted."""
    views = automation_runs.of(world.workspace)
    made = [view.run.made["model_version"] for view in views if "model_version" in view.run.made]
    model = registry.find(world.workspace, MODEL)
    assert len(made) == len(views), "a run that made no candidate"
    assert sorted(made) == sorted(v.id for v in model.versions if v.number > 1)
    assert sorted(v.number for v in model.versions) == list(range(1, len(views) + 2))
    judged_on = [v.validated_on for v in model.versions if v.number > 1]
    assert len(set(judged_on)) == len(judged_on), "two candidates for one version"
    for version in model.versions:
        if version.number > 1:
            told = causes.why(world.workspace, f"{MODEL}@{version.number}")
            assert "automation_run" in [link.ref.kind for link in told.because], told
    promoted = [view.run.id for view in views if view.run.made.get("promoted")]
    decided = [d for d in model.decisions if str(d.kind) == "promoted"]
    assert len(decided) == len(promoted) + 1
    return len(promoted)


def assert_scripts_ran_one_at_a_time(world: World, book: Path) -> int:
    """No script ran beside an earlier try of its job, each ended once, none is left; the tries."""
    said: list[dict[str, Any]] = [json.loads(line) for line in book.read_text().splitlines()]
    began = [one for one in said if one["what"] == "began"]
    assert [one["beside"] for one in began] == [[]] * len(began)
    ended = [one["job"] for one in said if one["what"] == "ended"]
    wanted = [j.id for j in world.jobs("automation.script")]
    assert {int(name.rpartition(":")[2]) for name in ended} == set(wanted)
    left = [psutil.Process(one["pid"]) for one in began if psutil.pid_exists(one["pid"])]
    left = [one for one in left if str(book.parent / "count.py") in " ".join(_words(one))]
    assert still_alive(left, 0.0) == []
    return len(began)


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def leave(world: World) -> None:
    """Let the workers leave in order, those that a window started as well."""
    for process in world.processes("worker"):
        process.send_signal(signal.SIGTERM)
    world.until(lambda: not world.processes(), "the workers and their children to leave")


def assert_nothing_is_left(world: World, temporary: Path) -> None:
    """Once the sweep has gone over it, nothing of killed programs is in the work folders.

    Of the temporary folder each computer sweeps what is its own.
    """
    workspace = world.workspace
    script_folders.sweep(workspace, ())
    assert [path for path in (workspace.folder / "steps").glob("*") if path.is_dir()] == []
    workspace.blobs.sweep_scratch(workspace.clock.now() + timedelta(days=1))
    retention.do(workspace)
    blobs = workspace.blobs.folder
    left = [p for name in ("scratch", "incoming") for p in (blobs / name).glob("*")]
    left += list((blobs / "leaving").glob("[0-9a-f]*"))
    left += list(temporary.glob(f"tidemill-{programs.machine()}-*"))
    assert left == []
    # One killed on another computer counts as living until its sign of life is too old.
    world.until(lambda: workers.alive(workspace) == [], "no worker to be told alive")


def assert_all_is_well(world: World, names: list[str], trainings: list[int], book: Path) -> None:
    """All that must hold when everything has ended."""
    assert_files_are_in_once(world, names)
    assert_jobs_ended(world)
    for job_id in trainings:
        assert_training_is_whole(world, job_id)
    assert_runs_are_told(world)
    assert_candidates_are_single(world)
    assert_scripts_ran_one_at_a_time(world, book)
    assert world.complaints() == []
