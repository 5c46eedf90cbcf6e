"""What a kind of job is: a name and a function. Services register theirs; this room knows none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import BACK_OFF, BackOff, Job, JobState
from tidemill.jobs.reporter import JobReporter

Run = Callable[[Any, Job, JobReporter], dict[str, Any]]
Ended = Callable[[Any, Any, Job], None]


@dataclass(frozen=True)
class JobKind:
    """A kind of durable work.

    `run(workspace, job, reporter)` does it and returns a small result; it must be safe to run
    twice when `is_repeatable`. `on_end(workspace, transaction, job)` runs in the transaction
    that ends a job badly (failed, cancelled, lost), so that nothing stays half said; `on_death`
    likewise when the child at work died by itself, before the job is tried again. A light kind may
    run beside heavy work. `limits` bounds the child as a job's own limits do, which go before;
    `retry` says how often and when trouble of the world is tried again.
    """

    name: str
    title: str
    run: Run
    is_repeatable: bool = True
    is_light: bool = False
    on_end: Ended | None = None
    on_death: Ended | None = None
    limits: dict[str, Any] = field(default_factory=dict)
    retry: BackOff | None = BACK_OFF


class Kinds:
    """The kinds one program knows, by name.

    `on_step_end(workspace, transaction, job)` hears of every end, good or bad, of a job that is a
    step of a rule's run, in the transaction of that end.
    """

    def __init__(self, kinds: Iterable[JobKind], on_step_end: Ended | None = None) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        self._on_step_end = on_step_end

    def __getitem__(self, name: str) -> JobKind:
        try:
            return self._kinds[name]
        except KeyError:
            raise NeedsYou(
                f"This Tidemill does not know the job {name}.",
                "A colleague's newer version asked for it: update this one.",
            ) from None

    def __contains__(self, name: str) -> bool:
        return name in self._kinds

    def tell_end(self, workspace: Any, tx: Any, job: Job) -> None:
        """Let a job's kind, where it ended badly, and the rule it is a step of put things right."""
        if job.state is not JobState.SUCCEEDED and job.kind in self:
            on_end = self[job.kind].on_end
            if on_end is not None:
                on_end(workspace, tx, job)
        if job.automation_run_id is not None and self._on_step_end is not None:
            self._on_step_end(workspace, tx, job)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all kinds."""
        return tuple(self._kinds)

    @property
    def light(self) -> tuple[str, ...]:
        """Names of the kinds that may run beside heavy work."""
        return tuple(n for n, k in self._kinds.items() if k.is_light)
