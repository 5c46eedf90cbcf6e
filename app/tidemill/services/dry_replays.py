"""Replaying files on the copy: each lands at its moment, and the worker's own code does the rest.

Nothing is decided here. Files are put into the copy's folder one after another, the clock is set
to the moment each came, folders are looked into and the queue is worked off as the worker does it;
then what became of the file is read from the copy's store.
"""

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tidemill.base.clock import ReplayClock
from tidemill.base.errors import Cancelled, WorldError
from tidemill.domain.automations import Automation, Mode, StepKind, StepState
from tidemill.domain.dry_runs import DryFile, DryGate, Then
from tidemill.domain.jobs import Job
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.probation import Probation, ProbationState
from tidemill.domain.watches import FileState, Watch
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import automation_runs, personal_data, probation, watching
from tidemill.services.automation_runs import RunView
from tidemill.services.folder_listing import Seen
from tidemill.services.job_kinds import kinds
from tidemill.services.stored_fits import NOT_KNOWN, StoredFits
from tidemill.services.trigger_look import Look
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, files, models, partial_copies, probations
from tidemill.store import jobs as job_rows

_NAME = "dry run"
_AFTERWARDS = timedelta(days=1)
"""How long after the last file what was held back may still start."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LOOKS_S = (1.1, 5.1, 60.0, 3600.0)
"""After how long a file that is not taken to be whole is looked at again, one after the other."""


@dataclass(frozen=True)
class _Landed:
    """A file that landed in the copy: what is known at once, and its row there."""

    dry: DryFile
    file_id: int | None


class Replay:
    """One dry run at work in its copy."""

    def __init__(
        self,
        copy: Workspace,
        clock: ReplayClock,
        fits: StoredFits,
        watch: Watch,
        automation: Automation | None,
        reporter: JobReporter,
    ) -> None:
        self._copy, self._clock, self._fits = copy, clock, fits
        self._watch, self._automation, self._outer = watch, automation, reporter
        self._triggers = Look(copy)
        self._landed: list[_Landed] = []

    # --- one file ----------------------------------------------------------------------------

    def land(self, seen: Seen, inside: str, moment: datetime) -> None:
        """Let a file land at its moment and do everything that follows at once."""
        self._pass_time(moment)
        self._clock.move_to(moment)
        at, disk = self._clock.now(), self._copy.blobs.n_bytes()
        target = Path(self._watch.folder) / inside
        failed = str(FileState.FAILED)
        dry = DryFile(inside, seen.path, moment, seen.n_bytes, None, failed, "Not taken in")
        try:
            _put(Path(seen.path), target, self._outer)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise WorldError(
                    f"The disk that holds {self._copy.folder} is full.",
                    "A dry run copies the files it replays: free some room, or replay fewer.",
                    detail=str(error),
                ) from error
            words = f"Could not be read: {error.strerror or error}"
            self._landed.append(_Landed(replace(dry, outcome=words, reason=words), None))
            return
        file_id = self._taken_in(target)  # it stays: later files are compared with what lies there
        self._settle()
        spent = (self._clock.now() - at).total_seconds()
        written = max(0, self._copy.blobs.n_bytes() - disk)
        self._landed.append(_Landed(replace(dry, seconds=spent, n_bytes=written), file_id))

    def leave_out(self, seen: Seen, inside: str, moment: datetime, why: str) -> None:
        """Say of a file that it was not replayed."""
        unknown = str(Then.NOT_KNOWN)
        dry = DryFile(inside, seen.path, moment, seen.n_bytes, None, unknown, why)
        dry = replace(dry, then=Then.NOT_KNOWN, then_reason=why)
        self._landed.append(_Landed(dry, None))

    def _taken_in(self, target: Path) -> int | None:
        """Look into the folder until the file has its end; return its row."""
        file = None
        for wait_s in (0.0, *_LOOKS_S):
            self._clock.spend(wait_s)
            watching.scan(self._copy, closed=frozenset({str(target)}))
            self._work()
            with self._copy.store.read() as connection:
                known = files.of_paths(connection, self._watch.id, [str(target)]).get(str(target))
                file = None if known is None else files.find(connection, known.id)
            if file is not None and file.state is not FileState.WAITING:
                break
        return None if file is None else file.id

    # --- the worker's part -------------------------------------------------------------------

    def _work(self) -> None:
        """Work off the queue as the worker does, one job after another."""
        while True:
            self._outer.check()
            claimed = queue.claim(self._copy.store, _NAME)
            if claimed is None:
                return
            job = queue.begin(self._copy.store, claimed.id, claimed.attempts)
            if job is not None:
                said = _Inner(self._copy, job, self._outer)
                perform(self._copy.store, kinds(), self._copy, job, said)
            self._outer.check()
            self._look()

    def _look(self) -> None:
        """What the worker does between two jobs."""
        probation.look_all(self._copy)
        self._triggers.at_once()

    def _settle(self) -> None:
        """Let the clock run on to where jobs that are tried again are begun."""
        self._look()
        self._work()
        while (due := self._asked(partial_copies.next_try)) is not None:
            self._clock.move_to(due)
            self._work()

    def _asked(self, ask: Callable[..., datetime | None], *given: datetime) -> datetime | None:
        with self._copy.store.read() as connection:
            return ask(connection, *given)

    def _pass_time(self, until: datetime) -> None:
        """Stop at every moment before `until` at which something is due."""
        while True:
            due = self._asked(partial_copies.due_after, self._clock.now())
            if due is None or due >= until:
                return
            self._clock.move_to(due)
            self._settle()

    # --- what became of it -------------------------------------------------------------------

    def ended(self) -> tuple[DryFile, ...]:
        """What became of all files, after a day in which what was held back may still start."""
        self._pass_time(self._clock.now() + _AFTERWARDS)
        rule = self._automation
        views = [] if rule is None else automation_runs.of(self._copy, rule.id, limit=10_000)
        found: list[DryFile] = []
        is_open = False
        for landed in self._landed:
            dry = self._read(landed)
            view = None if landed.file_id is None else self._run_of(landed.file_id, views)
            if rule is not None and view is not None:
                dry = self._followed(dry, view, rule, is_open=is_open)
            # Who only proposes changes no champion: what comes after is known all the same.
            is_changing = rule is not None and rule.mode is Mode.PROMOTE
            is_open = is_open or (is_changing and dry.then is Then.NOT_KNOWN)
            found.append(dry)
        return self._taken_back(found)

    def _read(self, landed: _Landed) -> DryFile:
        """What the file's row says now."""
        if landed.file_id is None:
            return landed.dry
        with self._copy.store.read() as connection:
            file = files.find(connection, landed.file_id)
            assert file is not None
            alerts = self._alerts(connection, file.version_id)
        # What is told is kept with the job, which everybody may read.
        file = personal_data.shown_file(file, personal_data.hidden(self._copy, file.dataset))
        return replace(
            landed.dry,
            rows=file.rows,
            state=str(file.state),
            outcome=file.outcome,
            reason=file.reason,
            checks=len(file.checks),
            checks_failed=tuple(c["message"] for c in file.checks if not c["passed"]),
            version=file.version,
            alerts=alerts,
        )

    def _alerts(self, connection: Any, version_id: int | None) -> tuple[str, ...]:
        """What monitoring found in a file's rows."""
        rule = self._automation
        model = None if rule is None or not rule.model else models.find(connection, rule.model)
        if model is None or version_id is None:
            return ()
        return tuple(chunks.alerts_of(connection, model.id, version_id))

    def _run_of(self, file_id: int, views: Sequence[RunView]) -> RunView | None:
        """The rule's last run that a file started, or that worked on the version it made."""
        with self._copy.store.read() as connection:
            file = files.find(connection, file_id)
        key = None if file is None else file.version_id
        for view in views:
            if view.run.cause.refs.get("file") == file_id:
                return view
            if key is not None and view.run.made.get("dataset_version") == key:
                return view
        return None

    def _followed(self, dry: DryFile, view: RunView, rule: Automation, *, is_open: bool) -> DryFile:
        """What the rule's run made of a file."""
        if any(self._is_unknown(step.job_id) for step in view.steps):
            return replace(
                dry,
                outcome="Added; not known what the retrained model would be",
                then=Then.NOT_KNOWN,
                then_reason="It would have to be fitted first.",
            )
        fits = [step.state for step in view.steps if step.kind is StepKind.RETRAIN]
        dry = replace(dry, retrained=StepState.SUCCEEDED in fits)
        key = view.run.made.get("model_version")
        if key is None:
            return replace(dry, then_reason=view.run.outcome)
        if is_open:
            return replace(
                dry,
                outcome="Added; not known whether the retrained model would be better",
                then=Then.NOT_KNOWN,
                then_reason="An earlier file's model is not known, and it might serve by then.",
            )
        with self._copy.store.read() as connection:
            version = models.version_of_id(connection, key)
            model = None if version is None else models.find(connection, version.model)
        assert version is not None
        assert model is not None
        is_stored = version.input_hash in self._fits.stored
        return replace(_judged(dry, view, model, version, rule), from_stored_fit=is_stored)

    def _is_unknown(self, job_id: int | None) -> bool:
        if job_id is None:
            return False
        with self._copy.store.read() as connection:
            job = job_rows.find(connection, job_id)
        return job is not None and (job.error or "").startswith(NOT_KNOWN)

    def _taken_back(self, found: Sequence[DryFile]) -> tuple[DryFile, ...]:
        """The same, where a version that was promoted and taken back later is marked so."""
        rule = self._automation
        if rule is None:
            return tuple(found)
        back: dict[int, Probation] = {}
        with self._copy.store.read() as connection:
            for one in probations.of_automation(connection, rule.id):
                version = models.version_of_id(connection, one.version_id)
                if version is not None and one.state is ProbationState.ROLLED_BACK:
                    back[version.number] = one
        return tuple(
            replace(
                file,
                then=Then.ROLLED_BACK,
                then_reason=back[file.model_version].reason,
                then_at=back[file.model_version].ended_at,
            )
            if file.then is Then.PROMOTED and file.model_version in back
            else file
            for file in found
        )


class _Inner(JobReporter):
    """The reporter of a job in the copy: it stops when the dry run is to stop."""

    def __init__(self, copy: Workspace, job: Job, outer: JobReporter) -> None:
        super().__init__(copy.store, job.id, job.attempts)
        self._whole = outer

    def check(self) -> None:
        """Raise `Cancelled` if the person asked to stop the dry run."""
        self._whole.check()
        super().check()


def _put(source: Path, target: Path, reporter: JobReporter) -> None:
    """Copy a file with its time, a piece at a time so that it can be stopped."""
    target.parent.mkdir(parents=True, exist_ok=True)
    facts = source.stat()
    try:
        with source.open("rb") as read, target.open("wb") as written:
            while block := read.read(1 << 20):
                written.write(block)
                reporter.check()
    except (OSError, Cancelled):
        target.unlink(missing_ok=True)
        raise
    os.utime(target, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _judged(
    dry: DryFile, view: RunView, model: Model, version: ModelVersion, automation: Automation
) -> DryFile:
    """A file with its candidate's figures and what was done with it."""
    own = version.intervals.get(model.metric, {})
    measures = version.comparison.get("measures", ())
    gain: dict[str, Any] = next((m["gain"] for m in measures if m["metric"] == model.metric), {})
    then, reason = _then(view, version, automation)
    return replace(
        dry,
        model_version=version.number,
        metric=version.metrics.get(model.metric),
        metric_low=own.get("low"),
        metric_high=own.get("high"),
        against=str(version.comparison.get("against", "")),
        gain=gain.get("value"),
        gain_low=gain.get("low"),
        gain_high=gain.get("high"),
        gates=tuple(DryGate(g["name"], g["passed"], g["message"]) for g in version.gates),
        then=then,
        then_reason=reason,
        then_at=view.run.ended_at if then is not Then.NONE else None,
    )


def _then(view: RunView, version: ModelVersion, automation: Automation) -> tuple[Then, str]:
    """What was done with a candidate, and the sentence that says so."""
    if not version.gates_passed:
        return Then.KEPT, view.run.outcome
    decided = next((s for s in reversed(view.steps) if s.kind is StepKind.DECIDE), None)
    if decided is None:
        return Then.TOLD, view.run.outcome
    if decided.made.get("promoted"):
        return Then.PROMOTED, decided.reason
    if decided.state is not StepState.SUCCEEDED:
        return Then.NONE, decided.reason
    then = Then.TOLD if automation.mode is Mode.TELL else Then.PROPOSED
    return then, decided.reason
