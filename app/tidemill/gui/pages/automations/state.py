"""All that Automations shows, as plain values, and how services' answers become it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.automations import Automation
from tidemill.domain.causes import Chain
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.pages.automations.cards import CardState, cards_of
from tidemill.gui.pages.automations.file_rows import FileRow
from tidemill.gui.pages.automations.linking import Links, links_of
from tidemill.gui.pages.automations.loading import Loaded, LogLine
from tidemill.gui.pages.automations.rule_detail import RuleDetail, rule_detail
from tidemill.gui.pages.automations.selected import (
    FileDetail,
    JobDetail,
    file_detail,
    job_detail,
)
from tidemill.gui.pages.automations.words import Status, subject_of

Word = Literal["empty", "loading", "error", "ready"]
Part = Literal["files", "jobs"]
SHOWN = (tr("All"), tr("Added"), tr("Set aside"), tr("Skipped"))
_OF_SHOWN = {
    tr("Added"): (FileState.ADDED,),
    tr("Set aside"): (FileState.SET_ASIDE, FileState.FAILED),
    tr("Skipped"): (FileState.SKIPPED,),
}


@dataclass(frozen=True)
class JobRow:
    """A job, as a row."""

    id: int
    title: str
    subject: str
    status: Status
    state: str
    progress: float | None
    message: str
    asked_by: str
    asked: str
    took: str


@dataclass(frozen=True)
class Chosen:
    """What the person chose: a part, a filter, one file, one job or one automation and its run.

    `rule_id` set: the inspector is about that automation.
    """

    part: Part = "files"
    shown: str = tr("All")
    file_id: int | None = None
    job_id: int | None = None
    rule_id: int | None = None
    run_id: int | None = None


@dataclass(frozen=True)
class PauseState:
    """Everything automatic stands still: who said so and when, and why."""

    title: str
    reason: str


@dataclass(frozen=True)
class AutomationsState:
    """The page."""

    word: Word = "loading"
    error: TidemillError | None = None
    summary: str = ""
    is_worker_running: bool = True
    cards: tuple[CardState, ...] = ()
    part: Part = "files"
    shown: str = tr("All")
    files: tuple[FileRow, ...] = ()
    n_files: int = 0
    has_older: bool = False
    n_folders: int = 0
    jobs: tuple[JobRow, ...] = ()
    n_open_jobs: int = 0
    file: FileDetail | None = None
    job: JobDetail | None = None
    rule: RuleDetail | None = None
    pause: PauseState | None = None
    log: tuple[LogLine, ...] = ()
    log_job: int | None = None
    is_busy: bool = False
    failure: str = ""
    models: tuple[tuple[str, str], ...] = ()

    @property
    def shown_detail(self) -> FileDetail | JobDetail | RuleDetail | None:
        """What the inspector shows."""
        return self.rule or self.file or self.job


def state_of(loaded: Loaded, chosen: Chosen, chain: Chain | None = None) -> AutomationsState:
    """The page for what is known and what the person chose; `chain` is that of the chosen run."""
    links = links_of(loaded)
    is_bare = not loaded.watches and not loaded.files and not loaded.jobs
    if is_bare and not loaded.automations:
        return AutomationsState(word="empty", models=loaded.models)
    cards = cards_of(loaded, links)
    n_on = sum(card.is_on for card in cards)
    wanted = _OF_SHOWN.get(chosen.shown)
    rows = _file_rows(loaded, links, wanted)
    kept = [file for file, _ in rows]
    rule = loaded.automation(chosen.rule_id)
    file, job = (None, None) if rule else _selected(loaded, links, chosen, kept)
    if rule is None and file is None and job is None and loaded.automations:
        rule = loaded.automations[0]
    return AutomationsState(
        word="ready",
        summary=tr("{n_on} on, {value} off", n_on=n_on, value=len(cards) - n_on) if cards else "",
        is_worker_running=loaded.is_worker_running,
        cards=cards,
        part=chosen.part,
        shown=chosen.shown,
        files=tuple(row for _, row in rows),
        has_older=loaded.n_older > 0,
        n_files=max(loaded.n_files, len(loaded.files)),
        n_folders=len(loaded.watches),
        jobs=tuple(job_row(j, loaded, links) for j in loaded.jobs),
        n_open_jobs=sum(j.is_open for j in loaded.jobs),
        file=None if file is None else file_detail(file, loaded, links),
        job=None if job is None else job_detail(job, loaded, links),
        rule=None if rule is None else _rule(rule, loaded, links, chosen, chain),
        pause=_pause(loaded),
        models=loaded.models,
    )


def _file_rows(
    loaded: Loaded, links: Links, wanted: Collection[FileState] | None
) -> list[tuple[ArrivedFile, FileRow]]:
    """The files shown, newest first; their rows were made where they were loaded."""
    first = loaded.rows or tuple((f, file_row(f, loaded, links)) for f in loaded.files)
    known = {file.id for file, _ in first}
    both = [*first, *(pair for pair in loaded.older if pair[0].id not in known)]
    if loaded.older:
        both.sort(key=lambda pair: pair[0].id, reverse=True)
    return [pair for pair in both if wanted is None or pair[0].state in wanted]


def _rule(
    rule: Automation, loaded: Loaded, links: Links, chosen: Chosen, chain: Chain | None
) -> RuleDetail:
    return rule_detail(rule, loaded, links, chosen.run_id, chain)


def _pause(loaded: Loaded) -> PauseState | None:
    pause = loaded.pause
    if pause is None:
        return None
    by = loaded.people.get(pause.by, pause.by)
    when = numbers.ago(pause.at, loaded.now)
    return PauseState(
        tr("Everything automatic is paused, by {by}, {when}", by=by, when=when),
        spoken(pause.reason),
    )


def _selected(
    loaded: Loaded, links: Links, chosen: Chosen, kept: list[ArrivedFile]
) -> tuple[ArrivedFile | None, Job | None]:
    """The chosen file or job; without a choice the one that is being worked on or went wrong."""
    if chosen.part == "jobs":
        found = next((j for j in loaded.jobs if j.id == chosen.job_id), None)
        first = next((j for j in loaded.jobs if j.is_open), None)
        return None, found or first or (loaded.jobs[0] if loaded.jobs else None)
    known = next((f for f in kept if f.id == chosen.file_id), None)
    if known is None:
        known = links.newest_at_work(kept)
    if known is None:
        bad = (FileState.SET_ASIDE, FileState.FAILED)
        known = next((f for f in kept if f.state in bad), kept[0] if kept else None)
    return known, None


def file_row(file: ArrivedFile, loaded: Loaded, links: Links) -> FileRow:
    """A file as a row of the table."""
    job = links.active(file)
    status, happened = _happened(file, job)
    return FileRow(
        file.id,
        file.name,
        numbers.ago(file.seen_at, loaded.now),
        file.rows,
        file.n_bytes,
        status,
        happened,
        None if job is None else job.progress,
        "" if file.version is None else f"v{file.version}",
        file.state is FileState.SKIPPED,
    )


def _happened(file: ArrivedFile, job: Job | None) -> tuple[Status, str]:
    if job is not None and job.is_paused:
        return "warn", tr("Paused")
    if job is not None:
        if file.state is FileState.ADDED:
            doing = "retraining" if job.kind == "model.retrain" else tr("looking for drift")
            return "working", tr("Added, checked, {doing}", doing=doing)
        return "working", spoken(job.message) or tr("Waiting for the worker")
    if file.state is FileState.SET_ASIDE:
        failed = [unmarked(str(c["message"])) for c in file.checks if not c["passed"]]
        return "bad", tr("Set aside: {failed}", failed=failed[0]) if failed else unmarked(
            file.outcome
        )
    if file.state is FileState.FAILED:
        outcome, reason = unmarked(file.outcome), unmarked(file.reason)
        return "bad", f"{outcome}: {reason}" if reason else outcome
    if file.state is FileState.ADDED:
        if any(not c["passed"] for c in file.checks):
            return "warn", unmarked(file.outcome)
        # What follows the colon are the figures; they stand with the step in the inspector.
        return "good", spoken(file.outcome.partition(": ")[0])
    return "idle", spoken(file.outcome)


_STATES: dict[JobState, tuple[Status, str]] = {
    JobState.QUEUED: ("idle", tr("Queued")),
    JobState.CLAIMED: ("working", tr("Starting")),
    JobState.RUNNING: ("working", tr("Running")),
    JobState.SUCCEEDED: ("good", tr("Done")),
    JobState.FAILED: ("bad", tr("Failed")),
    JobState.CANCELLED: ("idle", tr("Cancelled")),
    JobState.LOST: ("bad", tr("Lost")),
}


def job_row(job: Job, loaded: Loaded, links: Links) -> JobRow:
    """A job as a row of the table."""
    status, state = _STATES[job.state]
    if job.is_paused and job.is_open:
        status, state = "warn", tr("Paused")
    if job.cancel_asked and job.is_open:
        state = tr("Stopping")
    took = ""
    if job.started_at is not None:
        took = numbers.duration(((job.ended_at or loaded.now) - job.started_at).total_seconds())
    return JobRow(
        job.id,
        loaded.titles.get(job.kind, job.kind),
        subject_of(job, links),
        status,
        state,
        job.progress if job.is_open and status == "working" else None,
        unmarked(job.error or job.message or job.cause),
        loaded.people.get(job.asked_by, job.asked_by),
        numbers.ago(job.created_at, loaded.now),
        took,
    )
