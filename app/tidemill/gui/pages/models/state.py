"""What the page Models shows, and how it comes out of the registry. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tidemill.base.errors import TidemillError
from tidemill.domain.activities import Activity
from tidemill.domain.alerts import Severity
from tidemill.domain.datasets import parse_address
from tidemill.domain.deployments import Deployment
from tidemill.domain.models import Agreement, Comment, DecisionKind, Model, ModelVersion, Stage
from tidemill.domain.recipes import Task
from tidemill.domain.version_changes import has_new_code, has_new_data
from tidemill.gui.kit import numbers
from tidemill.gui.kit.chips import ChipTone
from tidemill.gui.kit.status import Status
from tidemill.gui.shell.page import StateWord
from tidemill.services.runs import estimator_title

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.registry import ModelView
    from tidemill.services.workspace import Workspace

_KINDS = {
    str(Task.BINARY): "Classifier",
    str(Task.MULTICLASS): "Classifier",
    str(Task.REGRESSION): "Regressor",
}
STAGES: dict[Stage, tuple[str, ChipTone, str | None]] = {
    Stage.CANDIDATE: ("Candidate", "candidate", "diamond"),
    Stage.CHAMPION: ("Champion", "champion", "crown"),
    Stage.RETIRED: ("Retired", "plain", None),
    Stage.REJECTED: ("Rejected", "bad", "ban"),
}


@dataclass(frozen=True)
class Loaded:
    """What the services said: every model, and of the chosen one its log and rows of its data."""

    models: "tuple[ModelView, ...]"
    chosen: str
    log: tuple[Activity, ...]
    people: Mapping[str, str]
    metrics: "tuple[MetricChoice, ...]"
    versions: "tuple[VersionRow, ...]"
    comments: tuple[Comment, ...]
    newest_data: datetime | None
    now: datetime


@dataclass(frozen=True)
class MetricChoice:
    """A measure that the chart can show, with the decimals it is written with."""

    id: str
    title: str
    decimals: int


@dataclass(frozen=True)
class ModelRow:
    """A model in the list at the left."""

    name: str
    champion: str
    kind: str
    status: Status | None
    word: str


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

    @property
    def gates_words(self) -> str:
        """Gates in words: `6 of 6`."""
        return f"{self.n_passed} of {self.n_gates}" if self.n_gates else "not run"

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


@dataclass(frozen=True)
class LogLine:
    """An entry of the audit log."""

    id: int
    at: str
    by: str
    is_worker: bool
    sentence: str
    note: str


@dataclass(frozen=True)
class ModelsState:
    """All that the page shows; versions newest first."""

    word: StateWord = "loading"
    error: TidemillError | None = None
    models: tuple[ModelRow, ...] = ()
    name: str = ""
    question: str = ""
    metrics: tuple[MetricChoice, ...] = ()
    drawn_metric: str = ""
    is_four_eyes: bool = False
    decimals: int = 4
    versions: tuple[VersionRow, ...] = ()
    chosen: int | None = None
    champion: int | None = None
    rollback_to: int | None = None
    log: tuple[LogLine, ...] = ()
    now: datetime | None = None
    missing: str = ""
    busy: str = ""
    problem: TidemillError | None = None
    tab: str = "versions"
    comments: tuple[Comment, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    newest_data: datetime | None = None
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def metric(self) -> str:
        """Title of the measure the model is judged by."""
        return self.metrics[0].title if self.metrics else ""

    @property
    def drawn(self) -> MetricChoice | None:
        """The measure that the chart shows: the chosen one, or the model's own."""
        chosen = (one for one in self.metrics if one.id == self.drawn_metric)
        return next(chosen, self.metrics[0] if self.metrics else None)

    @property
    def n_in_use(self) -> int:
        """How many deployments answer with its champion."""
        return sum(one.is_on for one in self.deployments)

    def said(self, number: int | None) -> tuple[Comment, ...]:
        """The comments on a version, oldest first."""
        subject = f"models/{self.name}/{number}"
        return tuple(one for one in self.comments if one.subject == subject)

    def other_version(self) -> int | None:
        """What the chosen version is held against: the champion, else the version before it."""
        if self.champion is not None and self.champion != self.chosen:
            return self.champion
        others = [v.number for v in self.versions if v.number != self.chosen]
        older = [number for number in others if number < (self.chosen or 0)]
        return max(older, default=min(others, default=None))

    def source(self, number: int | None) -> ModelVersion | None:
        """A version as the registry keeps it."""
        return next((v.source for v in self.versions if v.number == number), None)

    @property
    def version(self) -> VersionRow | None:
        """The chosen version."""
        return next((v for v in self.versions if v.number == self.chosen), None)


def load(workspace: "Workspace", name: str, reporter: "Reporter") -> Loaded:
    """Ask the services; `name` is the model wanted, or empty for the one that needs a look."""
    from tidemill.services import comments, datasets, people, registry

    models = tuple(registry.every(workspace))
    names = {view.model.name for view in models}
    chosen = name if name in names else "" if name else _first(models)
    found = next((view for view in models if view.model.name == chosen), None)
    log: tuple[Activity, ...] = ()
    rows: dict[str, int] = {}
    said: tuple[Comment, ...] = ()
    came = None
    if found is not None:
        reporter.check()
        log = tuple(registry.audit_log(workspace, chosen))
        learned = datasets.find_living(workspace, found.model.dataset)
        versions = () if learned is None else learned.versions
        rows = {version.address: version.rows for version in versions}
        came = versions[-1].created_at if versions else None
        said = tuple(comments.of_model(workspace, chosen))
    reporter.check()
    names_of = people.display_names(workspace)
    return Loaded(
        models,
        chosen,
        log,
        names_of,
        () if found is None else metrics_of(found),
        () if found is None else version_rows(found, names_of, rows),
        said,
        came,
        workspace.clock.now(),
    )


def metrics_of(view: "ModelView") -> tuple[MetricChoice, ...]:
    """Measures that any of the versions has, that of the model first."""
    from tidemill.services import runs

    names = {name for version in view.versions for name in version.metrics}
    names.discard(view.model.metric)
    found = []
    for name in (view.model.metric, *sorted(names)):
        known = runs.known_metric(name, view.model.task)
        title = name if known is None else known.title
        found.append(MetricChoice(name, title, numbers_of(view.model)))
    return tuple(found)


def _first(models: "tuple[ModelView, ...]") -> str:
    """The model with a candidate that is ready, else the first."""
    for view in models:
        if view.candidate is not None and view.candidate.gates_passed:
            return view.model.name
    return models[0].model.name if models else ""


def state_of(loaded: Loaded, before: ModelsState, wanted: str, number: int | None) -> ModelsState:
    """The picture of what was loaded, the person's own choices kept."""
    rows = tuple(_row(view) for view in loaded.models)
    if not loaded.models:
        return ModelsState("empty", tab=before.tab)
    view = next((v for v in loaded.models if v.model.name == loaded.chosen), None)
    if view is None:
        return ModelsState("ready", models=rows, missing=f"There is no model {wanted}.")
    decimals = numbers_of(view.model)
    versions = loaded.versions
    known = {v.number for v in versions}
    missing = ""
    if number is not None and number not in known:
        missing = f"{loaded.chosen} has no version {number}."
    chosen = number if number in known else None
    if chosen is None and before.name == loaded.chosen and before.chosen in known:
        chosen = before.chosen
    if chosen is None:
        target = view.candidate or view.champion or (view.versions[-1] if view.versions else None)
        chosen = None if target is None else target.number
    back = view.rollback_target
    return ModelsState(
        "ready",
        models=rows,
        name=loaded.chosen,
        question=question_of(view.model),
        metrics=loaded.metrics,
        drawn_metric=before.drawn_metric if before.name == loaded.chosen else "",
        is_four_eyes=view.model.is_four_eyes,
        decimals=decimals,
        versions=versions,
        chosen=chosen,
        champion=None if view.champion is None else view.champion.number,
        rollback_to=None if back is None else back.number,
        log=tuple(_log(entry, loaded.people) for entry in loaded.log),
        now=loaded.now,
        missing=missing,
        busy=before.busy,
        problem=before.problem,
        tab=before.tab,
        comments=loaded.comments,
        agreements=view.agreements,
        deployments=view.deployments,
        newest_data=loaded.newest_data,
        people=loaded.people,
    )


def numbers_of(model: Model) -> int:
    """How many decimals its measures show: four for scores, else as the measure says."""
    return 2 if model.task == str(Task.REGRESSION) else 4


def question_of(model: Model) -> str:
    """The question a model answers."""
    words = {
        str(Task.BINARY): f"Is {model.target} yes or no?",
        str(Task.MULTICLASS): f"Which {model.target} is it?",
        str(Task.REGRESSION): f"How large is {model.target}?",
    }
    return f"{words.get(model.task, f'Predicts {model.target}.')} Learned from {model.dataset}."


def _row(view: "ModelView") -> ModelRow:
    champion = view.champion
    status: Status | None = None
    word = "No champion yet"
    if champion is not None:
        is_critical = any(a.severity is Severity.CRITICAL for a in view.open_alerts)
        status = "bad" if is_critical else "warn" if view.open_alerts else "good"
        word = (
            numbers.plural(len(view.open_alerts), "open alert") if view.open_alerts else "Healthy"
        )
    kind = _KINDS.get(view.model.task, view.model.task)
    label = "" if champion is None else f"v{champion.number}"
    return ModelRow(view.model.name, label, kind, status, word)


def version_rows(
    view: "ModelView", people: Mapping[str, str], rows: Mapping[str, int]
) -> tuple[VersionRow, ...]:
    """The versions of a model, newest first; `rows` are those of dataset versions by address."""
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
        "Becomes the first champion."
        if champion is None
        else f"Takes over from v{champion.number}. You can roll back at any time."
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
                estimator=estimator_title(version.estimator),
                dataset=dataset_words(version.dataset),
                dataset_rows=rows.get(version.dataset),
                input_hash=version.input_hash,
                labels=tuple(labels.get(version.id, ())),
                proposed_by=tuple(proposed.get(version.id, ())),
                has_new_data=before is not None and has_new_data(before, version),
                has_new_code=before is not None and has_new_code(before, version),
                source=version,
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
        str(measure["title"]),
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
            said += f" of {numbers.integer(limit)}" if whole and limit else ""
            said += "" if whole and limit else f", limit {numbers.plain(limit, 3)}"
    return GateLine(str(gate["name"]), bool(gate["passed"]), said, str(gate["message"]))


def _log(entry: Activity, people: Mapping[str, str]) -> LogLine:
    by = people.get(entry.by, entry.by)
    return LogLine(entry.id, entry.at, by, entry.by == "worker", entry.sentence, entry.note)


def _cause_words(cause: str) -> str:
    """Why the worker trained, as short as a column is: which file came is in the lineage."""
    return "new data" if cause.endswith(" was added") else cause
