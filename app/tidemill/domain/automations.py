"""Automations: rules that start by themselves, their runs and the steps of these."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Mode(StrEnum):
    """What happens with a candidate whose gates passed."""

    TELL = "tell"
    PROPOSE = "propose"
    PROMOTE = "promote"


class StepKind(StrEnum):
    """What a step does: `decide` is the one that does what the mode says with a candidate."""

    CHECK = "check"
    RETRAIN = "retrain"
    VALIDATE = "validate"
    SCRIPT = "script"
    DECIDE = "decide"


class RunState(StrEnum):
    """Where a run of an automation stands; skipped where nothing had to be done."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class StepState(StrEnum):
    """Where a step stands; skipped where nothing had changed, not run where one before failed."""

    WAITING = "waiting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_RUN = "not-run"
    CANCELLED = "cancelled"


OPEN_STEPS = (StepState.WAITING, StepState.RUNNING)


@dataclass(frozen=True)
class Trigger:
    """Something that starts an automation: an entry of the catalogue with its settings."""

    id: str
    kind: str
    settings: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Trigger":
        """Read what `to_dict` wrote."""
        return cls(data["id"], data["kind"], dict(data.get("settings", {})))


@dataclass(frozen=True)
class Step:
    """One link of the chain: its kind and its settings.

    `on_failure` among them says what a failure means for what follows: "stop" (unless said) or
    "go on".
    """

    kind: StepKind
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def stops_on_failure(self) -> bool:
        """Whether nothing that follows is done where this fails."""
        return bool(self.settings.get("on_failure", "stop") == "stop")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {"kind": str(self.kind), "settings": dict(self.settings)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Step":
        """Read what `to_dict` wrote."""
        return cls(StepKind(data["kind"]), dict(data.get("settings", {})))


@dataclass(frozen=True)
class Limits:
    """When an automation must not start although a trigger says so.

    `quiet` are two times of day ("22:00", "06:00") in the time zone `zone` (UTC where empty);
    `minutes_a_month` is what its runs may work in a month.
    """

    at_most_every_s: float | None = None
    quiet: tuple[str, str] | None = None
    zone: str = ""
    mains_only: bool = False
    minutes_a_month: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {**asdict(self), "quiet": None if self.quiet is None else list(self.quiet)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Limits":
        """Read what `to_dict` wrote; what is missing is not limited."""
        quiet = data.get("quiet")
        return cls(
            data.get("at_most_every_s"),
            None if quiet is None else (str(quiet[0]), str(quiet[1])),
            data.get("zone") or "",
            bool(data.get("mains_only", False)),
            data.get("minutes_a_month"),
        )


class Watched(StrEnum):
    """What may go wrong with a version that was promoted by itself."""

    PERFORMANCE = "performance"
    ERROR_RATE = "error_rate"
    VALUE = "value"


@dataclass(frozen=True)
class RollbackRule:
    """When a version that was promoted by itself goes back.

    Performance: its metric fell below what it was at validation, both intervals agreeing, on at
    least `least_rows` rows. Error rate (share of wrong answers, 0 to 1) over `limit`. Business
    value, the figure named `figure`, under `limit`: `value` is what a row brought by the model's
    costs, else what a day did; `business_value` is what a day did. Without a limit an error rate
    or value is compared with that of the version before, as monitoring saw it.
    """

    watched: Watched
    limit: float | None = None
    least_rows: int = 30
    figure: str = "value"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {**asdict(self), "watched": str(self.watched)}

    @classmethod
    def from_dict(cls, data: "Mapping[str, Any] | str") -> "RollbackRule":
        """Read what `to_dict` wrote; a word alone is a rule without a limit."""
        if isinstance(data, str):
            return cls(Watched(data))
        return cls(
            Watched(data["watched"]),
            data.get("limit"),
            int(data.get("least_rows", 30)),
            str(data.get("figure", "value")),
        )


@dataclass(frozen=True)
class Guards:
    """The safety net of an automation that promotes by itself.

    A version is watched for `watch_days` after its promotion and goes back by itself where one of
    `rollback_on` says so; the champion is changed by itself at most once in
    `days_between_changes`.
    """

    watch_days: float = 7.0
    rollback_on: tuple[RollbackRule, ...] = tuple(RollbackRule(one) for one in Watched)
    days_between_changes: float = 1.0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {**asdict(self), "rollback_on": [one.to_dict() for one in self.rollback_on]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Guards":
        """Read what `to_dict` wrote; what is missing is as by default."""
        usual = cls()
        rules = data.get("rollback_on")
        return cls(
            float(data.get("watch_days", usual.watch_days)),
            usual.rollback_on if rules is None else tuple(map(RollbackRule.from_dict, rules)),
            float(data.get("days_between_changes", usual.days_between_changes)),
        )


@dataclass(frozen=True)
class Automation:
    """A rule: any of its triggers starts its steps, which are done one after the other."""

    id: int
    name: str
    dataset: str | None
    model: str | None
    mode: Mode
    triggers: tuple[Trigger, ...]
    steps: tuple[Step, ...]
    limits: Limits
    guards: Guards
    is_on: bool
    created_at: datetime
    created_by: str
    is_removed: bool = False

    def trigger(self, trigger_id: str) -> Trigger | None:
        """The trigger of an id, if it has one."""
        return next((t for t in self.triggers if t.id == trigger_id), None)


@dataclass(frozen=True)
class Cause:
    """Why a run was started: the trigger's id, a sentence, and what it was about.

    `refs` may name a `file`, a dataset `version`, an `alert`, a `job`, a `decision` (ids), and
    who asked (`by`, a login).
    """

    trigger: str
    sentence: str
    refs: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {"trigger": self.trigger, "sentence": self.sentence, **self.refs}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Cause":
        """Read what `to_dict` wrote."""
        refs = {k: v for k, v in data.items() if k not in ("trigger", "sentence")}
        return cls(data.get("trigger", ""), data.get("sentence", ""), refs)


@dataclass(frozen=True)
class AutomationRun:
    """One time an automation was carried out.

    `made` names by id what it worked on and made: `dataset_version`, `model_version`. `seconds`
    is how long its steps worked, without what they waited.
    """

    id: int
    automation_id: int
    trigger: str
    cause: Cause
    state: RunState
    outcome: str
    made: dict[str, Any]
    seconds: float
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class AutomationStep:
    """A step of a run. `reason` says why it was done again or was not.

    `inputs` maps data, code, parameters and libraries to `{"hash", "label", "parts"}`; `made`
    names by id what came of it: `model_version`, `runs` (keys of runs that were logged).
    """

    id: int
    run_id: int
    position: int
    kind: StepKind
    title: str
    settings: dict[str, Any]
    state: StepState
    reason: str
    inputs: dict[str, Any]
    made: dict[str, Any]
    job_id: int | None
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def seconds(self) -> float | None:
        """How long it worked; None while it has not ended or where it never began."""
        if self.started_at is None or self.ended_at is None:
            return None
        return max(0.0, (self.ended_at - self.started_at).total_seconds())

    @property
    def stops_on_failure(self) -> bool:
        """Whether nothing that follows is done where this fails."""
        return Step(self.kind, self.settings).stops_on_failure


@dataclass(frozen=True)
class Pause:
    """Everything automatic stands still: who said so, when and why."""

    by: str
    at: datetime
    reason: str


def chain(model: str | None) -> tuple[Step, ...]:
    """The usual steps: check; with a model also retrain, validate and do what the mode says."""
    if model is None:
        return (Step(StepKind.CHECK),)
    kinds = (StepKind.CHECK, StepKind.RETRAIN, StepKind.VALIDATE, StepKind.DECIDE)
    return tuple(Step(kind) for kind in kinds)


def titles(steps: Sequence[Step], mode: Mode, model: str | None) -> tuple[str, ...]:
    """What each step does in a few words, as the chain shows it."""
    last = {Mode.TELL: "Tell", Mode.PROPOSE: "Propose", Mode.PROMOTE: "Promote"}
    words = {
        StepKind.CHECK: "Check",
        StepKind.RETRAIN: f"Retrain {model or ''}".strip(),
        StepKind.VALIDATE: "Validate",
        StepKind.DECIDE: last[mode],
    }
    return tuple(
        str(one.settings.get("title") or words.get(one.kind) or _script_title(one)) for one in steps
    )


def _script_title(step: Step) -> str:
    command = str(step.settings.get("file") or step.settings.get("command") or "a script")
    return f"Run {command.replace(chr(92), '/').rsplit('/', 1)[-1]}"
