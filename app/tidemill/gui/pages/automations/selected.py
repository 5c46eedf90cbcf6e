"""One file or one job in full, for the inspector."""

from dataclasses import dataclass
from typing import Any

from tidemill.base.words import spoken, tr
from tidemill.domain.asking import rows_in_words, text_for_sender
from tidemill.domain.checking import can_be_parted
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.kit.timeline import Mark
from tidemill.gui.pages.automations.linking import INGEST, MONITOR, RETRAIN, Links
from tidemill.gui.pages.automations.loading import Loaded
from tidemill.gui.pages.automations.words import short_folder, subject_of

_MOST_VALUES = 3
_MOST_COLUMNS = 3
_BAD = (JobState.FAILED, JobState.LOST)
_STATES = {JobState.SUCCEEDED: "done"}


@dataclass(frozen=True)
class StepRow:
    """A step of a file's way: what, what came of it, when or how long, how it stands."""

    title: str
    text: str
    trailing: str
    mark: Mark


@dataclass(frozen=True)
class FailedCheck:
    """A check that a file did not pass; `rows` names rows in words, `values` shows some of them."""

    name: str
    message: str
    rows: str
    keeps_out: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """A job under way: what it does, how far, since when."""

    job_id: int
    title: str
    message: str
    share: float
    percent: str
    about: str
    can_cancel: bool
    is_paused: bool = False


@dataclass(frozen=True)
class FileDetail:
    """A file that arrived. `log_job` is the job whose log is shown."""

    id: int
    name: str
    kind: str
    path: str
    progress: Progress | None
    reason: str
    checks: tuple[FailedCheck, ...]
    can_accept: bool
    ask_text: str
    steps: tuple[StepRow, ...]
    log_job: int | None
    data_address: tuple[str, int] | None
    can_part: bool = False
    dataset: str = ""
    is_asked: bool = False


@dataclass(frozen=True)
class JobDetail:
    """A job; `error` and `hint` say why it failed."""

    id: int
    title: str
    kind: str
    progress: Progress | None
    error: str
    hint: str
    can_retry: bool
    facts: tuple[tuple[str, str], ...]
    file_id: int | None
    log_job: int | None


def progress_of(job: Job, loaded: Loaded) -> Progress:
    """A job under way."""
    about = tr("waiting for the worker")
    if job.is_paused:
        about = "paused"
    elif job.started_at is not None:
        gone = (loaded.now - job.started_at).total_seconds()
        about = numbers.duration(gone)
        if job.progress > 0.05 and gone > 5:
            about = f"{numbers.about(gone / job.progress - gone)} left"
    elif not loaded.is_worker_running:
        about = tr("the worker is not running")
    title = loaded.titles.get(job.kind, job.kind)
    message = (
        tr("Stopping at the next safe point") if job.cancel_asked else spoken(job.said or job.cause)
    )
    percent = numbers.percent(job.progress, 0) if job.started_at is not None else ""
    return Progress(
        job.id, title, message, job.progress, percent, about, not job.cancel_asked, job.is_paused
    )


def file_detail(file: ArrivedFile, loaded: Loaded, links: Links) -> FileDetail:
    """A file in full."""
    active = links.active(file)
    by = tr("the worker") if file.by == "worker" else loaded.people.get(file.by, file.by)
    came = (
        f"from {short_folder(_folder(file))}"
        if file.watch_id is not None
        else tr("added by {by}", by=by)
    )
    is_out = file.state in (FileState.SET_ASIDE, FileState.FAILED)
    checks = tuple(_failed(c) for c in file.checks if not c["passed"])
    told = unmarked(file.reason) if is_out and not checks else ""
    jobs = links.of_file.get(file.id, ())
    log_job = active.id if active is not None else jobs[-1].id if jobs else None
    return FileDetail(
        file.id,
        file.name,
        f"{numbers.size(file.n_bytes)}, {came}, {numbers.ago(file.seen_at, loaded.now)}",
        file.path,
        None if active is None else progress_of(active, loaded),
        told,
        checks,
        is_out and active is None,
        text_for_sender(file) if is_out else "",
        _steps(file, jobs, loaded),
        log_job,
        None if file.version is None else (file.dataset, file.version),
        is_out and active is None and can_be_parted(file.checks),
        file.dataset,
        file.question is not None,
    )


def _folder(file: ArrivedFile) -> str:
    return file.path.removesuffix(file.name).rstrip("/\\")


def _failed(check: dict[str, Any]) -> FailedCheck:
    message = unmarked(str(check["message"]))
    shown = tuple(_row_words(one) for one in (check.get("offenders") or ())[:_MOST_VALUES])
    return FailedCheck(
        check["name"], message, rows_in_words(check), check["severity"] == "error", shown
    )


def _row_words(row: dict[str, Any]) -> str:
    """A row that breaks a rule: "2: amount -23.67, channel kiosk"."""
    values = list(row["values"].items())[:_MOST_COLUMNS]
    told = ", ".join(f"{name} {'–' if value is None else value}" for name, value in values)
    return f"{numbers.integer(row['line'])}: {told}"


def _steps(file: ArrivedFile, jobs: tuple[Job, ...], loaded: Loaded) -> tuple[StepRow, ...]:
    """What happened to a file, in order; what is still to come is not guessed."""
    size = numbers.size(file.n_bytes)
    steps = [StepRow(tr("New file found"), size, numbers.clock(file.seen_at, True), "done")]
    for job in jobs:
        steps.append(_job_step(file, job, loaded))
        if job.kind == INGEST and not job.is_open and job is _last_ingest(jobs):
            steps += _outcome(file)
    if not jobs and file.state is FileState.WAITING:
        steps.append(StepRow(tr("Waiting until it is complete"), "", "", "waiting"))
    return tuple(steps)


def _last_ingest(jobs: tuple[Job, ...]) -> Job | None:
    return next((job for job in reversed(jobs) if job.kind == INGEST), None)


def _job_step(file: ArrivedFile, job: Job, loaded: Loaded) -> StepRow:
    titles = {INGEST: tr("Read and checked"), MONITOR: tr("Compared with the training data")}
    title = titles.get(job.kind) or loaded.titles.get(job.kind, job.kind)
    if job.kind == RETRAIN:
        title = tr("Retrain {get}", get=job.params.get("model", "")).strip()
    took = ""
    if job.started_at is not None and job.ended_at is not None:
        took = numbers.duration((job.ended_at - job.started_at).total_seconds())
    if job.state in _BAD:
        return StepRow(title, unmarked(job.error or tr("Failed")), took, "failed")
    if job.state is JobState.CANCELLED:
        return StepRow(title, tr("Cancelled"), took, "warn")
    if job.is_open:
        is_at_it = job.started_at is not None
        return StepRow(title, spoken(job.message), "", "working" if is_at_it else "waiting")
    text = spoken(job.message) if job.kind != INGEST else _checks_words(file)
    is_out = job.kind == INGEST and file.state in (FileState.SET_ASIDE, FileState.FAILED)
    return StepRow(title, text, took, "failed" if is_out else "done")


def _checks_words(file: ArrivedFile) -> str:
    if not file.checks:
        return ""
    n_passed = sum(bool(c["passed"]) for c in file.checks)
    return tr(
        "{n_passed} of {n_checks} passed",
        n_passed=n_passed,
        n_checks=numbers.plural(len(file.checks), "check"),
    )


def _outcome(file: ArrivedFile) -> list[StepRow]:
    if file.state is FileState.ADDED and file.version is not None:
        rows = "" if file.rows is None else f"{numbers.plural(file.rows, 'new row')}"
        return [
            StepRow(
                tr("Added as {dataset} v{version}", dataset=file.dataset, version=file.version),
                rows,
                "",
                "done",
            )
        ]
    if file.state is FileState.SET_ASIDE:
        return [StepRow(tr("Set aside"), tr("Nothing of it was added"), "", "failed")]
    if file.state is FileState.SKIPPED:
        return [StepRow(tr("Skipped"), file.outcome.removeprefix("Skipped: "), "", "warn")]
    return []


def job_detail(job: Job, loaded: Loaded, links: Links) -> JobDetail:
    """A job in full."""
    by = (
        tr("the worker")
        if job.asked_by == "worker"
        else loaded.people.get(job.asked_by, job.asked_by)
    )
    facts = [(tr("Asked for by"), by), (tr("Asked for"), numbers.ago(job.created_at, loaded.now))]
    if job.cause:
        facts.insert(0, (tr("Because"), spoken(job.cause)))
    subject = subject_of(job, links)
    if subject:
        facts.insert(0, (tr("About"), subject))
    if job.started_at is not None and job.ended_at is not None:
        took = (job.ended_at - job.started_at).total_seconds()
        facts.append((tr("Took"), numbers.duration(took)))
    if job.attempts > 1:
        facts.append((tr("Tries"), numbers.integer(job.attempts)))
    if job.state is JobState.SUCCEEDED and job.message:
        facts.append((tr("Result"), spoken(job.message)))
    title = loaded.titles.get(job.kind, job.kind)
    about = links.files_of(job)
    return JobDetail(
        job.id,
        tr("Job {integer}", integer=numbers.integer(job.id)),
        f"{title}, {_STATES.get(job.state, str(job.state))}",
        progress_of(job, loaded) if job.is_open else None,
        unmarked(job.error or "") if job.state in _BAD else "",
        unmarked(job.hint or ""),
        job.state in (*_BAD, JobState.CANCELLED),
        tuple(facts),
        about[0].id if about else None,
        job.id,
    )
