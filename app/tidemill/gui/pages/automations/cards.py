"""Automations and watched folders as cards: state in words, the rule, the chain of steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tidemill.base.words import tr
from tidemill.domain.automations import (
    OPEN_STEPS,
    Automation,
    AutomationStep,
    Mode,
    RunState,
    Step,
    StepKind,
    StepState,
    Trigger,
)
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import ArrivedFile, FileState, Watch
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentence_parts import Part, Said
from tidemill.gui.pages.automations.draft import EVENT, FILES, HAND, JOB, LIMIT, TIME, draft_of
from tidemill.gui.pages.automations.linking import INGEST, RETRAIN, Links
from tidemill.gui.pages.automations.loading import Loaded
from tidemill.gui.pages.automations.rule_sentence import (
    limit_words,
    schedule_words,
    script_name,
    sentence_of,
)
from tidemill.gui.pages.automations.words import MODE_STEPS, Status, doing, short_folder

ShownState = Literal["rest", "current", "failed"]
_JUDGING = (tr("Judging"), tr("Comparing"), tr("Writing"), tr("Validating"))
_BAD = (FileState.SET_ASIDE, FileState.FAILED)
TRIGGER_ICONS = {
    FILES: "folder-open",
    TIME: "calendar-clock",
    LIMIT: "activity",
    HAND: "hand",
    JOB: "workflow",
    EVENT: "box",
}


@dataclass(frozen=True)
class StepStateOf:
    """A step of the chain; `key` says which: a trigger's id, `check`, `data`, `step:2`."""

    text: str
    icon: str
    state: ShownState = "rest"
    key: str = ""


@dataclass(frozen=True)
class CardState:
    """An automation, or a watched folder that none is started by.

    `file_id` is the file that its state is about, `run_id` the run. `mode` is None where no
    candidate comes of it.
    """

    key: str
    title: str
    parts: tuple[Part, ...]
    mode: Mode | None
    is_on: bool
    status: Status
    words: str
    about: str
    steps: tuple[StepStateOf, ...]
    automation_id: int | None = None
    watch_id: int | None = None
    folder: str = ""
    file_id: int | None = None
    run_id: int | None = None


_Told = tuple[Status, str, str]


def cards_of(loaded: Loaded, links: Links) -> tuple[CardState, ...]:
    """A card for each automation and for each folder without one, oldest first."""
    rules = [_rule_card(one, loaded, links) for one in loaded.automations]
    taken = {watch.id for one in loaded.automations for watch in loaded.watches_of(one)}
    bare = [_folder_card(w, loaded, links) for w in loaded.watches if w.id not in taken]
    return (*rules, *bare)


# --- a folder alone --------------------------------------------------------------------------


def _folder_card(watch: Watch, loaded: Loaded, links: Links) -> CardState:
    files = links.of_watch(watch.id)
    job, file = _at_work(files, links)
    bad = [f for f in files if f.state in _BAD]
    told = _of_job(job, loaded, links) or _of_folder(watch, bad, files, loaded)
    parts: list[Part] = [
        Said(tr("When a file lands in ")),
        Said(short_folder(watch.folder), "mono"),
        Said(tr(", check it and add it to ")),
        Said(watch.dataset, "strong"),
        Said("."),
    ]
    marks = _marks(_step_of_ingest(job), "check" if bad else "")
    steps = (
        StepStateOf(tr("New file"), "folder-open", marks.get("files", "rest"), "files"),
        StepStateOf(tr("Check"), "shield-check", marks.get("check", "rest"), "check"),
        StepStateOf(watch.dataset, "database", marks.get("data", "rest"), "data"),
    )
    about = file or (bad[0] if bad and told[0] == "bad" else None)
    return CardState(
        f"folder:{watch.id}",
        watch.dataset,
        tuple(parts),
        None,
        watch.is_on,
        *told,
        steps,
        watch_id=watch.id,
        folder=watch.folder,
        file_id=None if about is None else about.id,
    )


def _of_folder(
    watch: Watch, bad: list[ArrivedFile], files: list[ArrivedFile], loaded: Loaded
) -> _Told:
    if not watch.is_on:
        return "idle", tr("Off"), ""
    if not watch.is_there or watch.trouble:
        return "warn", watch.trouble.removesuffix(".") or tr("The folder is not there"), ""
    if bad:
        words = tr("{n_files} set aside", n_files=numbers.plural(len(bad), "file"))
        return "bad", words, numbers.ago(bad[0].changed_at, loaded.now)
    if any(f.state is FileState.WAITING for f in files):
        return "working", tr("A file is being written"), ""
    last = numbers.ago(files[0].seen_at, loaded.now) if files else ""
    about = tr("last one just now") if last == "now" else tr("last one {last}", last=last)
    return "good", tr("Waiting for files"), about if last else tr("none came yet")


def _at_work(files: list[ArrivedFile], links: Links) -> tuple[Job | None, ArrivedFile | None]:
    """The job that works on a file now, or waits to, and that file."""
    busy = [(job, f) for f in files if (job := links.active(f)) is not None]
    begun = [pair for pair in busy if pair[0].started_at is not None]
    found = begun or busy
    return found[0] if found else (None, None)


def _of_job(job: Job | None, loaded: Loaded, links: Links) -> _Told | None:
    if job is None:
        return None
    if job.is_paused:
        return "warn", tr("Paused: {lowered}", lowered=_lowered(doing(job, links))), ""
    if job.started_at is not None:
        return "working", doing(job, links), left_words(job, loaded.now)
    about = "" if loaded.is_worker_running else tr("the worker is not running")
    return "idle", tr("Waiting for the worker"), about


def left_words(job: Job, now: datetime) -> str:
    """How long a job has still to go, once that can be told; else how far it is."""
    gone = 0.0 if job.started_at is None else (now - job.started_at).total_seconds()
    if job.progress > 0.05 and gone > 5:
        return f"{numbers.about(gone / job.progress - gone)} left"
    return numbers.percent(job.progress, 0) if job.progress > 0 else ""


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _step_of_ingest(job: Job | None) -> str:
    """Which part of the chain a file's reading is at."""
    if job is None or job.started_at is None or job.kind != INGEST:
        return ""
    starts = {"Reading": "files", "Checking": "check"}
    found = starts.get(job.message.partition(" ")[0])
    return found or ("data" if job.progress > 0.6 else "files")


def _marks(current: str, failed: str) -> dict[str, ShownState]:
    made: dict[str, ShownState] = {failed: "failed", current: "current"}
    made.pop("", None)
    return made


# --- an automation ---------------------------------------------------------------------------


def _rule_card(one: Automation, loaded: Loaded, links: Links) -> CardState:
    watches = loaded.watches_of(one)
    files = [file for watch in watches for file in links.of_watch(watch.id)]
    run = loaded.last_run(one.id)
    is_open = run is not None and run.run.state is RunState.RUNNING
    at = next((s for s in run.steps if s.state in OPEN_STEPS), None) if run and is_open else None
    job = None if at is None or at.job_id is None else links.jobs.get(at.job_id)
    file = None
    if job is None:
        job, file = _at_work(files, links)
    bad = [f for f in files if f.state in _BAD]
    told = _told(one, watches, job, bad, files, loaded, links)
    if file is None and told[0] == "bad" and bad:
        file = bad[0]
    current = f"step:{at.position}" if at is not None else _current(one, job)
    marks = _marks(current, _failed(one, loaded, bad, files, links))
    return CardState(
        f"rule:{one.id}",
        one.name,
        sentence_of(draft_of(one), loaded.known()),
        one.mode if one.model is not None else None,
        one.is_on,
        *told,
        chain_of(one.triggers, one.steps, one.mode, one.dataset, marks),
        automation_id=one.id,
        watch_id=watches[0].id if watches else None,
        folder=watches[0].folder if watches else "",
        file_id=None if file is None else file.id,
        run_id=None if run is None else run.run.id,
    )


def _told(
    one: Automation,
    watches: list[Watch],
    job: Job | None,
    bad: list[ArrivedFile],
    files: list[ArrivedFile],
    loaded: Loaded,
    links: Links,
) -> _Told:
    at_work = _of_job(job, loaded, links)
    if at_work is not None:
        return at_work
    if not one.is_on:
        return "idle", tr("Off"), ""
    if loaded.pause is not None:
        return "warn", tr("Paused with everything else"), ""
    for watch in watches:
        if not watch.is_there or watch.trouble or not watch.is_on:
            return _of_folder(watch, [], [], loaded) if watch.is_on else _FOLDER_OFF
    if bad:
        return _of_folder(watches[0], bad, files, loaded)
    view = loaded.last_run(one.id)
    last = None if view is None else view.run
    if last is not None and last.state is RunState.FAILED:
        return "bad", _lead(last.outcome), numbers.ago(last.ended_at, loaded.now)
    coming = loaded.next_at.get(one.id)
    if coming is not None:
        return "good", tr("Next {next_words}", next_words=next_words(coming, loaded.now)), ""
    if watches:
        return _of_folder(watches[0], bad, files, loaded)
    ran = "" if last is None else f"ran {numbers.ago(last.started_at, loaded.now)}"
    waits = {
        HAND: tr("Waits for you"),
        LIMIT: tr("Within its limit"),
        FILES: tr("Waiting for data"),
    }
    words = waits.get(one.triggers[0].kind, tr("Waiting")) if one.triggers else tr("Waits for you")
    return "good", words, ran or tr("never ran")


_FOLDER_OFF: _Told = ("warn", tr("Its folder is not looked at"), tr("switched off"))


def _lead(outcome: str) -> str:
    """The first clause of what came of a run: enough for a head."""
    return outcome.partition(":")[0].partition(". ")[0].removesuffix(".") or tr("Failed")


def next_words(moment: datetime, now: datetime) -> str:
    """When it starts next: `Mon 06:00`, `at 06:00` today, `21 Oct 06:00`."""
    here, there = now.astimezone(), moment.astimezone()
    days = (there.date() - here.date()).days
    if days == 0:
        return f"at {numbers.clock(moment)}"
    if days == 1:
        return f"tomorrow {numbers.clock(moment)}"
    return f"{numbers.day_name(moment, now)} {numbers.clock(moment)}"


def _current(one: Automation, job: Job | None) -> str:
    """Where in the chain a job is that no run tells of."""
    if job is not None and job.kind == RETRAIN and job.started_at is not None:
        kinds = [step.kind for step in one.steps]
        wanted = StepKind.VALIDATE if job.message.startswith(_JUDGING) else StepKind.RETRAIN
        return f"step:{kinds.index(wanted)}" if wanted in kinds else ""
    return _step_of_ingest(job)


def _failed(
    one: Automation,
    loaded: Loaded,
    bad: list[ArrivedFile],
    files: list[ArrivedFile],
    links: Links,
) -> str:
    """Which step is red: the newest file was set aside, or a step of the last run failed."""
    if bad:
        return "check"
    last = loaded.last_run(one.id)
    if last is not None:
        broken = [s for s in last.steps if s.state is StepState.FAILED]
        return _key_of(broken[0]) if broken else ""
    jobs = [job for file in files[:1] for job in links.of_file.get(file.id, ())]
    ended_badly = (JobState.FAILED, JobState.LOST)
    kinds = [step.kind for step in one.steps]
    if (
        any(j.kind == RETRAIN and j.state in ended_badly for j in jobs)
        and StepKind.RETRAIN in kinds
    ):
        return f"step:{kinds.index(StepKind.RETRAIN)}"
    return ""


def _key_of(step: AutomationStep) -> str:
    return "check" if step.kind is StepKind.CHECK else f"step:{step.position}"


def chain_words(trigger: Trigger) -> str:
    """A trigger in a few words, as the chain shows it."""
    settings = trigger.settings
    if trigger.kind == FILES:
        many = int(settings.get("n_files", 1) or 1) > 1 or int(settings.get("n_rows", 0) or 0) > 0
        return tr("New data") if many or not settings.get("watch") else tr("New file")
    if trigger.kind == TIME:
        words = schedule_words(str(settings.get("when", "")))
        return words[:1].upper() + words[1:]
    if trigger.kind == LIMIT:
        if settings.get("what") == "alert":
            return tr("Alert")
        title, side = limit_words(settings)
        title = title.removesuffix(" of any column")
        return f"{title[0].upper()}{title[1:]} {side} {float(settings.get('limit', 0.2)):g}"
    return {HAND: tr("By hand"), JOB: tr("Another one ends"), EVENT: tr("Version decided on")}.get(
        trigger.kind, trigger.kind
    )


def chain_of(
    triggers: Sequence[Trigger],
    steps: Sequence[Step],
    mode: Mode,
    dataset: str | None,
    marks: Mapping[str, ShownState] | None = None,
) -> tuple[StepStateOf, ...]:
    """The chain of a rule; `marks` says how parts of it stand, by their keys."""
    known = marks or {}

    def made(key: str, text: str, icon: str) -> StepStateOf:
        return StepStateOf(text, icon, known.get(key, "rest"), key)

    chain = [
        made("files" if t.kind == FILES else t.id, chain_words(t), TRIGGER_ICONS.get(t.kind, "zap"))
        for t in triggers
    ]
    takes_in = any(t.kind == FILES for t in triggers)
    for at, step in enumerate(steps):
        key = f"step:{at}"
        if step.kind is StepKind.CHECK:
            state = known.get(key) or known.get("check", "rest")
            chain.append(StepStateOf(tr("Check"), "shield-check", state, "check"))
            if takes_in and dataset:
                chain.append(made("data", dataset, "database"))
        elif step.kind is StepKind.RETRAIN:
            chain.append(made(key, tr("Retrain"), "refresh-cw"))
        elif step.kind is StepKind.VALIDATE:
            chain.append(made(key, tr("Compare"), "scale"))
        elif step.kind is StepKind.DECIDE:
            chain.append(made(key, *MODE_STEPS[mode]))
        else:
            chain.append(made(key, script_name(step), "square-terminal"))
    return tuple(chain)
