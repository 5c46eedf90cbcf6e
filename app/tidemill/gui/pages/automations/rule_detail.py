"""An automation in full, for the inspector: what it does next, and its runs step by step."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidemill.base.words import spoken, tr
from tidemill.domain.automations import (
    Automation,
    AutomationRun,
    AutomationStep,
    RunState,
    StepState,
)
from tidemill.domain.causes import Chain, Link
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.kit.timeline import Mark
from tidemill.gui.pages.automations.linking import Links
from tidemill.gui.pages.automations.loading import Loaded
from tidemill.gui.pages.automations.rule_offers import quiet_words
from tidemill.gui.pages.automations.selected import Progress, StepRow, progress_of
from tidemill.gui.pages.automations.words import MODE_CHIPS, short_folder
from tidemill.gui.shell.page import address_of

if TYPE_CHECKING:
    from tidemill.services.automation_runs import RunView

_MONTH_S = 30 * 86400.0
_LEAST_S = 0.05
"""Steps that only look at what is there take no time worth telling."""
_RUN_MARKS: dict[RunState, Mark] = {
    RunState.RUNNING: "working",
    RunState.SUCCEEDED: "done",
    RunState.FAILED: "failed",
    RunState.SKIPPED: "waiting",
    RunState.CANCELLED: "warn",
}
_STEP_MARKS: dict[StepState, Mark] = {
    StepState.WAITING: "waiting",
    StepState.RUNNING: "working",
    StepState.SUCCEEDED: "done",
    StepState.FAILED: "failed",
    StepState.SKIPPED: "waiting",
    StepState.NOT_RUN: "waiting",
    StepState.CANCELLED: "warn",
}
_ICONS = {
    "file": "file-text",
    "dataset_version": "database",
    "model_version": "box",
    "job": "list-checks",
    "automation_run": "workflow",
    "alert": "bell",
    "decision": "crown",
    "watch": "folder-open",
}


@dataclass(frozen=True)
class RunRow:
    """A run of the timeline: why it was started, what came of it, when and how long."""

    id: int
    title: str
    text: str
    trailing: str
    mark: Mark


@dataclass(frozen=True)
class OpenLink:
    """Something a run was about or made, and where it opens."""

    icon: str
    title: str
    note: str
    address: str


@dataclass(frozen=True)
class RunDetail:
    """One run: why it was started, its steps, what it made."""

    id: int
    title: str
    why: str
    outcome: str
    steps: tuple[StepRow, ...]
    because: tuple[OpenLink, ...] = ()
    made: tuple[OpenLink, ...] = ()


@dataclass(frozen=True)
class RuleDetail:
    """An automation. `run` is the chosen run, `log_job` the job whose log is shown."""

    id: int
    name: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    progress: Progress | None
    run: RunDetail | None
    runs: tuple[RunRow, ...]
    log_job: int | None


def rule_detail(
    one: Automation,
    loaded: Loaded,
    links: Links,
    run_id: int | None = None,
    chain: Chain | None = None,
) -> RuleDetail:
    """An automation in full; without a chosen run the newest. `chain` is that of the run."""
    runs = [view for view in loaded.runs if view.run.automation_id == one.id]
    chosen = next((v for v in runs if v.run.id == run_id), runs[0] if runs else None)
    jobs = [] if chosen is None else [s.job_id for s in chosen.steps if s.job_id is not None]
    job = next((links.jobs[key] for key in reversed(jobs) if key in links.jobs), None)
    state = "on" if one.is_on else "off"
    mode = MODE_CHIPS[one.mode][0] if one.model is not None else tr("Takes in and checks")
    return RuleDetail(
        one.id,
        one.name,
        f"{mode}, {state}",
        _facts(one, loaded, runs),
        None if job is None or not job.is_open else progress_of(job, loaded),
        None if chosen is None else run_detail(chosen, loaded, chain),
        tuple(_run_row(view.run, loaded) for view in runs),
        None if job is None else job.id,
    )


def _facts(one: Automation, loaded: Loaded, runs: "list[RunView]") -> tuple[tuple[str, str], ...]:
    facts: list[tuple[str, str]] = []
    coming = loaded.next_at.get(one.id)
    if coming is not None:
        facts.append((tr("Next"), numbers.full_time(coming)[:-3]))
    recent = [
        view.run for view in runs if (loaded.now - view.run.started_at).total_seconds() < _MONTH_S
    ]
    if recent:
        seconds = sum(run.seconds for run in recent)
        worked = f", {numbers.duration(seconds)}" if seconds >= _LEAST_S else ""
        facts.append((tr("Last 30 days"), f"{numbers.plural(len(recent), 'run')}{worked}"))
    limits = one.limits
    if limits.minutes_a_month is not None:
        facts.append(
            (
                tr("Budget"),
                tr("{minutes_a_month:g} min a month", minutes_a_month=limits.minutes_a_month),
            )
        )
    if limits.quiet is not None:
        facts.append((tr("Not between"), quiet_words(limits)))
    if limits.mains_only:
        facts.append((tr("Power"), tr("on mains only")))
    by = loaded.people.get(one.created_by, one.created_by)
    facts.append((tr("Made"), f"{numbers.day(one.created_at)}, {by}"))
    return tuple(facts)


def _run_row(run: AutomationRun, loaded: Loaded) -> RunRow:
    when = numbers.ago(run.started_at, loaded.now)
    # What follows the colon are the figures; they stand with the step.
    words = unmarked(run.outcome).partition(": ")[0] if run.outcome else tr("Under way")
    return RunRow(
        run.id,
        spoken(run.cause.sentence) or tr("Started"),
        f"{when}. {words}",
        numbers.duration(run.seconds) if run.ended_at and run.seconds >= _LEAST_S else "",
        _RUN_MARKS[run.state],
    )


def run_detail(view: "RunView", loaded: Loaded, chain: Chain | None = None) -> RunDetail:
    """One run, step by step."""
    run = view.run
    return RunDetail(
        run.id,
        tr(
            "Run {integer}, {started_at}",
            integer=numbers.integer(run.id),
            started_at=numbers.ago(run.started_at, loaded.now),
        ),
        f"{spoken(run.cause.sentence).removesuffix('.')}." if run.cause.sentence else "",
        unmarked(run.outcome),
        tuple(_step_row(step, loaded) for step in view.steps),
        () if chain is None else open_links(chain.because),
        () if chain is None else open_links(chain.set_off),
    )


def _step_row(step: AutomationStep, loaded: Loaded) -> StepRow:
    trailing = ""
    if step.seconds is not None and step.seconds >= _LEAST_S:
        trailing = numbers.duration(step.seconds)
    elif step.state is StepState.RUNNING and step.started_at is not None:
        trailing = numbers.duration((loaded.now - step.started_at).total_seconds())
    return StepRow(spoken(step.title), unmarked(step.reason), trailing, _STEP_MARKS[step.state])


def open_links(links: tuple[Link, ...]) -> tuple[OpenLink, ...]:
    """What can be opened of a chain, each once."""
    found: dict[str, OpenLink] = {}
    for link in links:
        address = "" if link.ref.kind == "job" else page_address(link)  # the steps tell of jobs
        if address and address not in found:
            icon = _ICONS.get(link.ref.kind, "arrow-up-right")
            title = short_folder(link.name) if link.ref.kind == "watch" else link.name
            found[address] = OpenLink(icon, title, _of_itself(link), address)
    return tuple(found.values())


def _of_itself(link: Link) -> str:
    """What became of it, without its name, which stands above."""
    words = unmarked(link.sentence)
    for begin in (f"{link.name} was ", tr("the folder {name} ", name=link.name), f"{link.name} "):
        if words.startswith(begin):
            words = words.removeprefix(begin)
            return words[:1].upper() + words[1:]
    return words


def page_address(link: Link) -> str:
    """Where a link of a chain opens in the window; empty for what has no page."""
    kind, address = link.ref.kind, link.address
    if kind in ("dataset_version", "model_version"):
        name, _, number = address.rpartition("@")
        place = "data" if kind == "dataset_version" else "models"
        return address_of(place, name, number) if name else ""
    if kind == "automation_run":
        return f"automations/runs/{link.ref.key}"
    places = {"file": "files", "job": "jobs", "alert": "alerts", "watch": "watches"}
    if kind in places:
        return f"{places[kind]}/{link.ref.key}"
    return ""
