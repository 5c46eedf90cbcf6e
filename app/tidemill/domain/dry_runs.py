"""Dry runs: what a rule would have done with the files that already lie in its folder."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from tidemill.base.clock import from_iso, to_iso
from tidemill.domain.models import Decision, DecisionKind
from tidemill.domain.people import WORKER

_YEAR_S = 365.25 * 86_400


class Then(StrEnum):
    """What became of the candidate that a file led to; none where it led to no candidate.

    Told: its gates passed, and the rule only tells. Not known: it would have to be fitted, or it
    depends on a fit that was left out.
    """

    NONE = "none"
    TOLD = "told"
    PROPOSED = "proposed"
    PROMOTED = "promoted"
    KEPT = "kept"
    ROLLED_BACK = "rolled back"
    NOT_KNOWN = "not known"


@dataclass(frozen=True)
class DryGate:
    """A gate of a candidate and what it said."""

    name: str
    passed: bool
    message: str


@dataclass(frozen=True)
class DryFile:
    """What would have become of one file.

    `moment` is when it counts as having arrived. `outcome` says in words what became of it,
    `state` is a file's (`FileState`) or "not known"; `checks_failed` are the messages of checks
    that did not pass, of `checks` that ran. `retrained` says whether a candidate was fitted;
    `metric` is its main metric's value, `gain` its paired gain over `against` ("v3", "class
    prior") in the metric's better direction with the ends of the 95 % interval. `then_reason` is
    the sentence that says why, `version` the number of the version the file made, `model_version`
    that of the candidate, both as numbered in the copy. `seconds` is the work it took, including
    what a stored fit took when it was made; `n_bytes` what its work wrote.
    """

    name: str
    path: str
    moment: datetime
    file_bytes: int
    rows: int | None
    state: str
    outcome: str
    reason: str = ""
    checks: int = 0
    checks_failed: tuple[str, ...] = ()
    version: int | None = None
    retrained: bool = False
    model_version: int | None = None
    metric: float | None = None
    metric_low: float | None = None
    metric_high: float | None = None
    against: str = ""
    gain: float | None = None
    gain_low: float | None = None
    gain_high: float | None = None
    gates: tuple[DryGate, ...] = ()
    then: Then = Then.NONE
    then_reason: str = ""
    then_at: datetime | None = None
    alerts: tuple[str, ...] = ()
    seconds: float = 0.0
    from_stored_fit: bool = False
    n_bytes: int = 0

    @property
    def gates_failed(self) -> tuple[str, ...]:
        """What the gates said that did not pass."""
        return tuple(gate.message for gate in self.gates if not gate.passed)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        then_at = None if self.then_at is None else to_iso(self.then_at)
        plain = {"moment": to_iso(self.moment), "then_at": then_at, "then": str(self.then)}
        lists = {"checks_failed": list(self.checks_failed), "alerts": list(self.alerts)}
        return {**asdict(self), **plain, **lists, "gates": [asdict(g) for g in self.gates]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "DryFile":
        """Read what `to_dict` wrote."""
        known = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        then_at = known.get("then_at")
        known["moment"] = from_iso(known["moment"])
        known["then_at"] = None if then_at is None else from_iso(then_at)
        known["then"] = Then(known.get("then", Then.NONE))
        known["gates"] = tuple(DryGate(**gate) for gate in known.get("gates", ()))
        for name in ("checks_failed", "alerts"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known)


@dataclass(frozen=True)
class ByHand:
    """What a person decided over the model at the time: a promotion or a rollback.

    `label` is the version as people name it (`v8`). `ready_at` is when the dry run had the
    candidate ready that this decision waited for, None where it had none.
    """

    moment: datetime
    kind: str
    label: str
    by: str
    note: str = ""
    ready_at: datetime | None = None

    @property
    def days_earlier(self) -> float | None:
        """By how many days the rule would have had a candidate ready; None where it had none."""
        if self.ready_at is None:
            return None
        return (self.moment - self.ready_at).total_seconds() / 86_400

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        ready = None if self.ready_at is None else to_iso(self.ready_at)
        return {**asdict(self), "moment": to_iso(self.moment), "ready_at": ready}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ByHand":
        """Read what `to_dict` wrote."""
        ready = data.get("ready_at")
        moments = {
            "moment": from_iso(data["moment"]),
            "ready_at": None if ready is None else from_iso(ready),
        }
        return cls(**{**data, **moments})


@dataclass(frozen=True)
class Costs:
    """What the rule costs: work and disk of a file on average, and of a year at this pace.

    A year is None where all files have one moment, from which no pace follows.
    """

    seconds_a_file: float
    bytes_a_file: int
    files_a_year: float | None
    seconds_a_year: float | None
    bytes_a_year: int | None


@dataclass(frozen=True)
class Estimate:
    """What a dry run is about to do: how many of the files there, their bytes, and the time."""

    n_files: int
    n_there: int
    n_bytes: int
    seconds: float

    def in_words(self) -> str:
        """One sentence."""
        files = "1 file" if self.n_files == 1 else f"{self.n_files:,} files"
        which = f"the newest {files} of {self.n_there:,}" if self.n_files < self.n_there else files
        about = f"{self.seconds:.0f} s" if self.seconds < 90 else f"{self.seconds / 60:.0f} min"
        return f"Replaying {which}, about {about}."


@dataclass(frozen=True)
class DryRun:
    """What a rule would have done with the files in its folder, oldest first.

    `n_there` is how many files lie there; only the newest are replayed where that is more than
    there are `files`. `notes` are sentences on what was assumed. `took_s` is how long the dry run
    itself took, `seconds` the work the rule would have done.
    """

    automation_id: int | None
    watch_id: int | None
    name: str
    folder: str
    dataset: str
    model: str | None
    metric: str
    mode: str
    files: tuple[DryFile, ...]
    by_hand: tuple[ByHand, ...] = ()
    notes: tuple[str, ...] = ()
    n_there: int = 0
    took_s: float = 0.0
    at: datetime | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many files ended in each state: added, set-aside, skipped, failed, not known."""
        return dict(Counter(file.state for file in self.files))

    @property
    def proposals(self) -> int:
        """How many candidates would have waited for a person."""
        return self._count(Then.PROPOSED)

    @property
    def promotions(self) -> int:
        """How many candidates would have been promoted by themselves, also those taken back."""
        return self._count(Then.PROMOTED) + self.rollbacks

    @property
    def rollbacks(self) -> int:
        """How many of the promoted would have been rolled back by themselves."""
        return self._count(Then.ROLLED_BACK)

    @property
    def stopped(self) -> int:
        """How many candidates a gate stopped."""
        return sum(1 for file in self.files if file.gates_failed)

    @property
    def unknown(self) -> int:
        """How many files have something that is not known."""
        return sum(1 for f in self.files if Then.NOT_KNOWN in (f.then, f.state))

    @property
    def stored_fits(self) -> int:
        """How many candidates came from stored fits."""
        return sum(1 for file in self.files if file.from_stored_fit)

    @property
    def seconds(self) -> float:
        """The work all files took."""
        return sum(file.seconds for file in self.files)

    @property
    def costs(self) -> Costs:
        """What a file and a year cost."""
        return costs_of(self.files)

    def _count(self, then: Then) -> int:
        return sum(1 for file in self.files if file.then is then)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types: what is stored, and what follows from it for readers."""
        return {
            **{one.name: getattr(self, one.name) for one in fields(self)},
            "files": [file.to_dict() for file in self.files],
            "by_hand": [one.to_dict() for one in self.by_hand],
            "notes": list(self.notes),
            "at": None if self.at is None else to_iso(self.at),
            "counts": self.counts,
            "proposals": self.proposals,
            "promotions": self.promotions,
            "rollbacks": self.rollbacks,
            "stopped": self.stopped,
            "unknown": self.unknown,
            "seconds": self.seconds,
            "costs": asdict(self.costs),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "DryRun":
        """Read what `to_dict` wrote."""
        known = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        known["files"] = tuple(map(DryFile.from_dict, data["files"]))
        known["by_hand"] = tuple(map(ByHand.from_dict, data.get("by_hand", ())))
        known["notes"] = tuple(data.get("notes", ()))
        known["at"] = from_iso(known["at"]) if known.get("at") else None
        return cls(**known)


def costs_of(files: Sequence[DryFile]) -> Costs:
    """Means over the files that were replayed; a year goes by the pace at which they came."""
    known = [file for file in files if file.state != Then.NOT_KNOWN]
    n = max(1, len(known))
    seconds = sum(file.seconds for file in known) / n
    n_bytes = round(sum(file.n_bytes for file in known) / n)
    moments = [file.moment for file in known]
    span = (max(moments) - min(moments)).total_seconds() if moments else 0.0
    if span <= 0.0:
        return Costs(seconds, n_bytes, None, None, None)
    a_year = (len(known) - 1) * _YEAR_S / span
    return Costs(seconds, n_bytes, a_year, seconds * a_year, round(n_bytes * a_year))


def by_hand(decisions: Sequence[Decision], files: Sequence[DryFile]) -> tuple[ByHand, ...]:
    """What people decided over a model, each beside the candidate the dry run had ready before it.

    A decision waited for the first candidate that was ready since the decision before it. What the
    worker did by itself and what was taken back is left out.
    """
    kinds = (DecisionKind.PROMOTED, DecisionKind.ROLLED_BACK)
    ready = [f.moment for f in files if f.then in (Then.PROPOSED, Then.PROMOTED, Then.ROLLED_BACK)]
    found: list[ByHand] = []
    for one in sorted(decisions, key=lambda d: d.at):
        if one.kind not in kinds or one.by == WORKER.login or one.undone_by is not None:
            continue
        made = ByHand(one.at, str(one.kind), f"v{one.version}", one.by, one.note)
        since = found[-1].moment if found else None
        waited = [at for at in ready if at <= one.at and (since is None or at > since)]
        if waited and one.kind is DecisionKind.PROMOTED:
            made = replace(made, ready_at=min(waited))
        found.append(made)
    return tuple(found)
