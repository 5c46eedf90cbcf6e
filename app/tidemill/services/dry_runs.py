"""Dry runs of automations: the files already in the folder, replayed on a copy of the workspace.

A rule is tried before it is switched on: the files that lie there land once more, one after
another at the moments they came, in a copy that is removed afterwards. The code that decides is
the code that decides in earnest (`dry_replays`).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tidemill.base.clock import ReplayClock, monotonic
from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.progress import Part
from tidemill.domain.automations import Automation, Mode, StepKind
from tidemill.domain.dry_runs import DryFile, DryRun, Estimate, by_hand
from tidemill.domain.jobs import Job, JobRequest, JobState
from tidemill.domain.models import Decision
from tidemill.domain.watches import Watch
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    automations,
    dry_copies,
    dry_moments,
    stored_fits,
)
from tidemill.services.dry_replays import Replay
from tidemill.services.dry_requests import automation_of, automation_said, watch_of, watch_said
from tidemill.services.folder_listing import Seen, in_order, listed
from tidemill.services.stored_fits import StoredFits
from tidemill.services.workspace import Workspace
from tidemill.store import automations as rules
from tidemill.store import datasets, files, models
from tidemill.store import jobs as job_rows
from tidemill.store import runs as run_rows
from tidemill.store.engine import Transaction

KIND = "automation.dry-run"
NEWEST = 50
"""How many files are replayed where nobody says how many."""
MINUTES = 30.0
"""After how long the files that are left are not replayed, unless said otherwise."""
_BYTES_A_SECOND = 20e6
_SECONDS_A_FILE = 1.5


# --- asking ----------------------------------------------------------------------------------


def ask(
    workspace: Workspace,
    automation: Automation | int | None,
    watch: Watch | int | None = None,
    *,
    newest: int = NEWEST,
    minutes: float = MINUTES,
    fit: bool = True,
) -> int:
    """Ask the worker to replay a folder's files for a rule; return the job.

    `automation` is one that is there (its id) or a sentence in the making, and None where a folder
    only takes files in; `watch` the folder, found by the rule's triggers where it is not named.
    Without `fit` only stored fits are used, and what would have to be fitted is not known. Raises
    `NeedsYou` where there is no folder or no file.
    """
    rule = automations.find(workspace, automation) if isinstance(automation, int) else automation
    folder = _folder_of(workspace, rule, watch)
    if not _there(folder):
        raise NeedsYou(
            f"No file lies in {folder.folder} that counts.",
            "A dry run replays files that are there already.",
        )
    params = {
        "automation": None if rule is None else automation_said(rule),
        "watch": watch_said(folder),
        "newest": newest,
        "minutes": minutes,
        "fit": fit,
    }
    by = workspace.person.login
    request = JobRequest(
        KIND, params, priority=15, lane="dry-run", asked_by=by, cause=f"{by} tried an automation"
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def ask_for_folder(
    workspace: Workspace,
    watch_id: int,
    *,
    newest: int = NEWEST,
    minutes: float = MINUTES,
    fit: bool = True,
) -> int:
    """Ask for the dry run of a watched folder with the rule that its files start, if any."""
    of_it = automations.of_watch(workspace, watch_id)
    rule = next((one for one in of_it if one.model is not None), next(iter(of_it), None))
    return ask(workspace, rule, watch_id, newest=newest, minutes=minutes, fit=fit)


def estimate(
    workspace: Workspace,
    automation: Automation | int | None,
    watch: Watch | int | None = None,
    *,
    newest: int = NEWEST,
) -> Estimate:
    """What a dry run would do and about how long it would take, where everything is fitted.

    A fit is taken to last as long as that of the model's newest version did.
    """
    rule = automations.find(workspace, automation) if isinstance(automation, int) else automation
    folder = _folder_of(workspace, rule, watch)
    there = _there(folder)
    return _estimate(workspace, rule, there[-newest:], len(there))


def find(workspace: Workspace, job_id: int) -> DryRun:
    """The result of a dry run that has ended; `NeedsYou` for one that has not, or not well."""
    with workspace.store.read() as connection:
        job = job_rows.find(connection, job_id)
    if job is None or job.kind != KIND:
        raise NotThere("dry run", job_id)
    if job.state is not JobState.SUCCEEDED:
        raise NeedsYou(job.error or f"The dry run is {job.state}.", job.hint or "")
    return DryRun.from_dict(job.result["dry_run"])


def newest_of(workspace: Workspace, automation_id: int) -> DryRun | None:
    """The newest dry run of an automation that ended well, if there is one."""
    with workspace.store.read() as connection:
        found = job_rows.newest(connection, limit=1000)
    for job in found:
        if job.kind == KIND and job.state is JobState.SUCCEEDED:
            result = job.result["dry_run"]
            if result["automation_id"] == automation_id:
                return DryRun.from_dict(result)
    return None


def _folder_of(workspace: Workspace, rule: Automation | None, watch: Watch | int | None) -> Watch:
    """The folder whose files a rule waits for."""
    if isinstance(watch, Watch):
        return watch
    with workspace.store.read() as connection:
        known = {one.id: one for one in files.watches(connection)}
    if watch is not None:
        if watch not in known:
            raise NeedsYou(f"There is no watched folder {watch}.", "Look at the list of folders.")
        return known[watch]
    named = [] if rule is None else [t.settings.get("watch") for t in rule.triggers]
    for key in named:
        if key in known:
            return known[key]
    dataset = None if rule is None else rule.dataset
    fitting = [one for one in known.values() if one.dataset == dataset]
    if not fitting:
        raise NeedsYou(
            "No watched folder feeds this automation.",
            "A dry run replays the files of a folder: watch one for its dataset.",
        )
    return fitting[0]


def _there(watch: Watch) -> list[Seen]:
    """The files that lie in a folder and count, in the order they are taken in."""
    return in_order(listed(watch).files, watch.order)


# --- in the worker's child -------------------------------------------------------------------


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Replay the files and tell what would have been."""
    began = monotonic()
    watch = watch_of(job.params["watch"])
    asked = job.params["automation"]
    rule = None if asked is None else automation_of(asked)
    there = _there(watch)
    seen = there[-int(job.params["newest"]) :]
    if not seen:
        raise NeedsYou(f"No file lies in {watch.folder} that counts.", "Look into the folder.")
    estimated = _estimate(workspace, rule, seen, len(there))
    reporter.report(0.01, estimated.in_words())
    column = watch.time or _time_column(workspace, watch.dataset)
    at, said = dry_moments.moments(seen, watch.order, column, workspace.clock.now(), reporter.check)
    model = None if rule is None else rule.model
    start = dry_copies.start_before(
        workspace,
        seen,
        dataset=watch.dataset,
        model=model,
        before=at[0],
        check=reporter.check,
    )
    notes = [estimated.in_words()] if len(seen) < len(there) else []
    notes += [said] if said else []
    notes += start.notes
    clock = ReplayClock(at[0])
    fits = StoredFits(workspace, may_learn=bool(job.params["fit"]), spent=clock.spend)
    until = began + 60.0 * float(job.params["minutes"])
    with dry_copies.copied(workspace, start.past, clock, fits, reporter.check) as copy:
        replay = _begun(copy, clock, fits, watch, rule, reporter, notes)
        root = Path(watch.folder)
        for number, (one, moment) in enumerate(zip(seen, at, strict=True)):
            inside = Path(one.path).relative_to(root).as_posix()
            part = Part(reporter, 0.05 + 0.9 * number / len(seen), 1.0)
            part.report(0.0, f"{inside}, {number + 1} of {len(seen)}")
            if monotonic() > until:
                why = f"Not replayed: the {job.params['minutes']:g} minutes were over."
                replay.leave_out(one, inside, moment, why)
            else:
                replay.land(one, inside, moment)
        told = replay.ended()
    stored_fits.prune(workspace)
    made = _result(workspace, watch, rule, told, len(there))
    later = tuple(one for one in _decisions(workspace, rule) if one.id not in start.past.decisions)
    made = replace(made, by_hand=by_hand(later, told), notes=tuple(notes))
    made = replace(made, took_s=monotonic() - began, at=workspace.clock.now())
    return {"dry_run": made.to_dict(), "message": _message(made)}


def ended_badly(workspace: Any, _tx: Transaction, _job: Job) -> None:
    """Remove the copy that a killed dry run left."""
    dry_copies.sweep(workspace)


def _begun(
    copy: Workspace,
    clock: ReplayClock,
    fits: StoredFits,
    watch: Watch,
    rule: Automation | None,
    reporter: JobReporter,
    notes: list[str],
) -> Replay:
    """The copy with its own folder and the rule switched on, ready for the first file."""
    place = dry_copies.inbox(copy, watch.folder)
    with copy.store.write() as tx:
        key = files.insert_watch(tx, replace(watch, folder=str(place)))
        own = files.find_watch(tx.connection, key)
        assert own is not None
        made = None if rule is None else automations.added(tx, _fitted_in(rule, watch, key, notes))
    return Replay(copy, clock, fits, own, made, reporter)


def _fitted_in(rule: Automation, watch: Watch, key: int, notes: list[str]) -> Automation:
    """The rule on the copy's folder; scripts are left out, for they may touch the world."""
    steps = tuple(step for step in rule.steps if step.kind is not StepKind.SCRIPT)
    if len(steps) < len(rule.steps):
        notes.append("Scripts are left out: they might change what is outside the copy.")
    triggers = tuple(
        replace(t, settings={**t.settings, "watch": key})
        if t.settings.get("watch") == watch.id
        else t
        for t in rule.triggers
    )
    return replace(rule, steps=steps, triggers=triggers)


def _time_column(workspace: Workspace, dataset: str) -> str | None:
    with workspace.store.read() as connection:
        found = datasets.find(connection, dataset)
    return None if found is None else found.schema.time


def _estimate(
    workspace: Workspace, rule: Automation | None, seen: Sequence[Seen], n_there: int
) -> Estimate:
    n_bytes = sum(one.n_bytes for one in seen)
    seconds = _SECONDS_A_FILE * len(seen) + n_bytes / _BYTES_A_SECOND
    if rule is not None and rule.model is not None:
        seconds += _fit_seconds(workspace, rule.model) * len(seen)
    return Estimate(len(seen), n_there, n_bytes, seconds)


def _fit_seconds(workspace: Workspace, name: str) -> float:
    """How long the fit of a model's newest version took."""
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        versions = [] if model is None else models.versions(connection, model.id)
        made = run_rows.find(connection, [versions[-1].run_pk]) if versions else []
    return float(made[0].metrics.get("fit_seconds", 0.0)) if made else 0.0


def _result(
    workspace: Workspace,
    watch: Watch,
    rule: Automation | None,
    told: tuple[DryFile, ...],
    n_there: int,
) -> DryRun:
    """What became of the files, with what they were replayed for."""
    metric = ""
    model = None if rule is None else rule.model
    with workspace.store.read() as connection:
        known = None if model is None else models.find(connection, model)
        if known is not None:
            metric = known.metric
        saved = None if rule is None else rules.find(connection, rule.id)
    return DryRun(
        None if saved is None else saved.id,
        watch.id or None,
        watch.dataset if rule is None else rule.name,
        watch.folder,
        watch.dataset,
        model,
        metric,
        str(Mode.TELL if rule is None else rule.mode),
        told,
        n_there=n_there,
    )


def _decisions(workspace: Workspace, rule: Automation | None) -> list[Decision]:
    """All that was decided over the rule's model."""
    with workspace.store.read() as connection:
        name = None if rule is None else rule.model
        model = None if name is None else models.find(connection, name)
        return [] if model is None else models.decisions(connection, model.id)


def _message(made: DryRun) -> str:
    """One line for the list of jobs."""
    counts = ", ".join(f"{n} {state.replace('-', ' ')}" for state, n in made.counts.items())
    done = [
        f"{n} {word}{'s' if n != 1 else ''}"
        for n, word in ((made.proposals, "proposal"), (made.promotions, "promotion"))
        if n
    ]
    files = "1 file" if len(made.files) == 1 else f"{len(made.files)} files"
    return f"{files}: {counts}" + (f"; {', '.join(done)}" if done else "")
