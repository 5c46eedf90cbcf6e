"""Watched folders as cards: state in words, the rule, the chain of steps."""

from dataclasses import dataclass
from typing import Literal

from tidemill.domain.automations import Automation, Mode
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import ArrivedFile, FileState, Watch
from tidemill.gui.kit import numbers
from tidemill.gui.pages.automations.linking import INGEST, RETRAIN, Links
from tidemill.gui.pages.automations.loading import Loaded
from tidemill.gui.pages.automations.words import MODE_STEPS, Status, doing, short_folder

StepState = Literal["rest", "current", "failed"]
_JUDGING = ("Judging", "Comparing", "Writing", "Validating")


@dataclass(frozen=True)
class StepStateOf:
    """A step of the chain."""

    text: str
    icon: str
    state: StepState = "rest"


@dataclass(frozen=True)
class CardState:
    """A watched folder. `file_id` is the file that its state is about."""

    id: int
    title: str
    folder: str
    whole_folder: str
    dataset: str
    model: str | None
    models: tuple[str, ...]
    mode: Mode
    is_on: bool
    status: Status
    words: str
    about: str
    steps: tuple[StepStateOf, ...]
    file_id: int | None


def cards_of(loaded: Loaded, links: Links) -> tuple[CardState, ...]:
    """A card for each folder, oldest first."""
    return tuple(_card(watch, loaded, links) for watch in loaded.watches)


def _card(watch: Watch, loaded: Loaded, links: Links) -> CardState:
    files = links.of_watch(watch.id)
    rule = loaded.started_by(watch.id)
    busy = [(f, job) for f in files if (job := links.active(f)) is not None]
    file, job = busy[0] if busy else (None, None)
    bad = [f for f in files if f.state in (FileState.SET_ASIDE, FileState.FAILED)]
    status, words, about = _state(watch, job, bad, files, loaded, links)
    if file is None and status == "bad":
        file = bad[0]
    failed = _failed_step(bad, files, links)
    models = tuple(name for name, dataset in loaded.models if dataset == watch.dataset)
    return CardState(
        watch.id,
        watch.dataset if rule is None else f"{watch.dataset}, {rule.model}",
        short_folder(watch.folder),
        watch.folder,
        watch.dataset,
        None if rule is None else rule.model,
        models,
        Mode.PROPOSE if rule is None else rule.mode,
        watch.is_on,
        status,
        words,
        about,
        _steps(watch, rule, job, failed),
        None if file is None else file.id,
    )


def _state(
    watch: Watch,
    job: Job | None,
    bad: list[ArrivedFile],
    files: list[ArrivedFile],
    loaded: Loaded,
    links: Links,
) -> tuple[Status, str, str]:
    if job is not None and job.started_at is not None:
        share = numbers.percent(job.progress, 0) if job.progress > 0 else ""
        return "working", doing(job, links), share
    if job is not None:
        about = "" if loaded.is_worker_running else "the worker is not running"
        return "idle", "Waiting for the worker", about
    if not watch.is_on:
        return "idle", "Off", ""
    if not watch.is_there:
        return "warn", "The folder is not there", ""
    if bad:
        words = f"{numbers.plural(len(bad), 'file')} set aside"
        return "bad", words, numbers.ago(bad[0].changed_at, loaded.now)
    if any(f.state is FileState.WAITING for f in files):
        return "working", "A file is being written", ""
    last = numbers.ago(files[0].seen_at, loaded.now) if files else ""
    return "good", "Waiting for files", f"last {last}" if last else "none came yet"


def _failed_step(bad: list[ArrivedFile], files: list[ArrivedFile], links: Links) -> str:
    """Which step is red: the newest file was set aside, or its retraining failed."""
    if bad:
        return "check"
    jobs = [job for file in files[:1] for job in links.of_file.get(file.id, ())]
    ended_badly = (JobState.FAILED, JobState.LOST)
    return "retrain" if any(j.kind == RETRAIN and j.state in ended_badly for j in jobs) else ""


def _current_step(job: Job | None) -> str:
    if job is None or job.started_at is None:
        return ""
    if job.kind == INGEST:
        starts = {"Reading": "file", "Checking": "check"}
        return starts.get(
            job.message.partition(" ")[0], "dataset" if job.progress > 0.6 else "file"
        )
    if job.kind == RETRAIN:
        return "compare" if job.message.startswith(_JUDGING) else "retrain"
    return "dataset"


def _steps(
    watch: Watch, rule: Automation | None, job: Job | None, failed: str
) -> tuple[StepStateOf, ...]:
    named = [
        ("file", "New file", "folder-open"),
        ("check", "Check", "shield-check"),
        ("dataset", watch.dataset, "database"),
    ]
    if rule is not None:
        named += [("retrain", "Retrain", "refresh-cw"), ("compare", "Compare", "scale")]
        named.append(("end", *MODE_STEPS[rule.mode]))
    current = _current_step(job)
    states: dict[str, StepState] = {failed: "failed", current: "current"}
    return tuple(StepStateOf(text, icon, states.get(key, "rest")) for key, text, icon in named)
