"""A model's versions as table and inspector show them, made from what the registry keeps. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tidemill.base.words import spoken, tr
from tidemill.domain.datasets import parse_address
from tidemill.domain.models import DecisionKind, Model, ModelVersion, Stage
from tidemill.domain.recipes import Task
from tidemill.domain.version_changes import has_new_code, has_new_data
from tidemill.gui.kit import numbers
from tidemill.gui.kit.chips import ChipTone
from tidemill.services.runs import estimator_title

if TYPE_CHECKING:
    from tidemill.services.registry import ModelView
    from tidemill.services.shared_preparations import Older

STAGES: dict[Stage, tuple[str, ChipTone, str | None]] = {
    Stage.CANDIDATE: (tr("Candidate"), "candidate", "diamond"),
    Stage.CHAMPION: (tr("Champion"), "champion", "crown"),
    Stage.RETIRED: (tr("Retired"), "plain", None),
    Stage.REJECTED: (tr("Rejected"), "bad", "ban"),
}


@dataclass(frozen=True)
class GateLine:
    """A gate's answer: its title, whether it passed, the figures that decided, the sentence."""

    title: str
    is_passed: bool
    value: str
    message: str


@dataclass(frozen=True)
class ChangeLine:
    """One measure of a version beside the champion's; `is_better` only beyond chance."""

    title: str
    champion: str
    candidate: str
    change: str
    is_better: bool | None


@dataclass(frozen=True)
class VersionRow:
    """A version as table and inspector show it; what only the chosen one shows is made when asked.

    `change` is against the champion of the time at which the gates ran.
    """

    number: int
    stage: Stage
    value: float | None
    change: float | None
    is_better: bool | None
    n_passed: int
    n_gates: int
    gates_at: datetime | None
    decimals: int
    against: str
    compared_rows: int
    trained_by: str
    registered_at: datetime
    was_champion: bool
    takes_over: str
    run_id: str
    run_name: str
    estimator: str
    dataset: str
    dataset_rows: int | None
    input_hash: str
    labels: tuple[str, ...]
    proposed_by: tuple[str, ...]
    has_new_data: bool
    has_new_code: bool
    source: ModelVersion = field(compare=False, repr=False)
    older: "Older | None" = None
    """Says that it learned with a preparation that has changed since."""

    @property
    def gates_words(self) -> str:
        """Gates in words: `6 of 6`."""
        return (
            tr("{n} of {total}", n=self.n_passed, total=self.n_gates)
            if self.n_gates
            else tr("not run")
        )

    @property
    def has_passed(self) -> bool:
        """Whether its gates ran and all passed."""
        return 0 < self.n_gates == self.n_passed

    @property
    def is_ready(self) -> bool:
        """Whether it waits for a decision with all its gates passed."""
        return self.stage is Stage.CANDIDATE and self.has_passed

    @cached_property
    def gates(self) -> tuple[GateLine, ...]:
        """What its gates found."""
        return tuple(gate_line(gate) for gate in self.source.gates)

    @cached_property
    def changes(self) -> tuple[ChangeLine, ...]:
        """Its measures beside those it was compared with."""
        measures = self.source.comparison.get("measures", ())
        return tuple(change_line(one, self.decimals) for one in measures)


def numbers_of(model: Model) -> int:
    """How many decimals its measures show: four for scores, else as the measure says."""
    return 2 if model.task == str(Task.REGRESSION) else 4


def version_rows(
    view: "ModelView",
    people: Mapping[str, str],
    rows: Mapping[str, int],
    older: "Mapping[int, Older]",
) -> tuple[VersionRow, ...]:
    """The versions of a model, newest first; `rows` are those of dataset versions by address, and
    `older` marks versions, by number, whose preparation has changed since."""
    served = {
        d.version_id
        for d in view.decisions
        if d.kind in (DecisionKind.PROMOTED, DecisionKind.ROLLED_BACK) and d.undone_by is None
    }
    labels: dict[int, list[str]] = {}
    for alias in view.aliases:
        labels.setdefault(alias.version_id, []).append(alias.name)
    proposed: dict[int, list[str]] = {}
    for one in view.agreements:
        proposed.setdefault(one.version_id, []).append(people.get(one.by, one.by))
    champion = view.champion
    takes_over = (
        tr("Becomes the first champion.")
        if champion is None
        else tr("Takes over from v{number}. You can roll back at any time.", number=champion.number)
    )
    decimals = numbers_of(view.model)
    found = []
    before: ModelVersion | None = None
    for version in view.versions:
        measures = version.comparison.get("measures", ())
        main = next((m for m in measures if m["metric"] == view.model.metric), None)
        found.append(
            VersionRow(
                number=version.number,
                stage=version.stage,
                value=version.metrics.get(view.model.metric),
                change=None if main is None else float(main["change"]),
                is_better=None if main is None else better(main),
                n_passed=sum(bool(gate["passed"]) for gate in version.gates),
                n_gates=len(version.gates),
                gates_at=version.gates_at,
                decimals=decimals,
                against=str(version.comparison.get("against", "")),
                compared_rows=int(version.comparison.get("rows", 0)),
                trained_by=_trained_by(version, people),
                registered_at=version.created_at,
                was_champion=version.stage is Stage.CHAMPION or version.id in served,
                takes_over="" if version.stage is Stage.CHAMPION else takes_over,
                run_id=version.run_id,
                run_name=version.run_name,
                estimator=spoken(estimator_title(version.estimator)),
                dataset=dataset_words(version.dataset),
                dataset_rows=rows.get(version.dataset),
                input_hash=version.input_hash,
                labels=tuple(labels.get(version.id, ())),
                proposed_by=tuple(proposed.get(version.id, ())),
                has_new_data=before is not None and has_new_data(before, version),
                has_new_code=before is not None and has_new_code(before, version),
                source=version,
                older=older.get(version.number),
            )
        )
        before = version
    return tuple(reversed(found))


def _trained_by(version: ModelVersion, people: Mapping[str, str]) -> str:
    by = people.get(version.by, version.by)
    is_caused = version.by == "worker" and version.cause
    return f"{by}, {_cause_words(version.cause)}" if is_caused else by


def dataset_words(address: str) -> str:
    """A dataset version as people name it: `flights@3` is `flights v3`."""
    name, number = parse_address(address)
    return f"{name} v{number}" if number else name


def better(measure: Mapping[str, Any]) -> bool | None:
    """Whether a measure is better or worse beyond chance; None where its interval holds zero."""
    gain = measure.get("gain") or {}
    low, high = gain.get("low"), gain.get("high")
    if low is None or high is None:
        return None
    return True if low > 0 else False if high < 0 else None


def change_line(measure: Mapping[str, Any], decimals: int) -> ChangeLine:
    """A measure of a comparison in words."""
    return ChangeLine(
        spoken(str(measure["title"])),
        numbers.decimal(measure["champion"], decimals),
        numbers.decimal(measure["candidate"], decimals),
        numbers.delta(measure["change"], decimals),
        better(measure),
    )


def gate_line(gate: Mapping[str, Any]) -> GateLine:
    """A gate's answer as stored, in words."""
    value, limit = gate.get("value"), gate.get("limit")
    said = ""
    if value is not None:
        said = numbers.plain(value, 3)
        if limit is not None:
            whole = float(value).is_integer() and float(limit).is_integer() and limit >= value
            said += tr(" of {limit}", limit=numbers.integer(limit)) if whole and limit else ""
            said += "" if whole and limit else tr(", limit {plain}", plain=numbers.plain(limit, 3))
    return GateLine(
        spoken(str(gate["name"])), bool(gate["passed"]), said, spoken(str(gate["message"]))
    )


def _cause_words(cause: str) -> str:
    """Why the worker trained, as short as a column is: which file came is in the lineage."""
    return tr("new data") if cause.endswith(" was added") else spoken(cause)


def same_rows_words(n_rows: int) -> str:
    """On which rows two versions were compared; empty where it isn't known."""
    return tr("{n_rows} rows, the same for both.", n_rows=numbers.count(n_rows)) if n_rows else ""
