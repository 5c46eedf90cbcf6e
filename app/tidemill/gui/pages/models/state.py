"""What the page Models shows, and how it comes out of the registry. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tidemill.base.collation import Key
from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.activities import Activity
from tidemill.domain.alerts import Severity
from tidemill.domain.deployments import Deployment
from tidemill.domain.jobs import Job
from tidemill.domain.maturity import Maturity
from tidemill.domain.models import Agreement, Comment, Model, ModelVersion
from tidemill.domain.recipes import Task
from tidemill.gui.kit import numbers
from tidemill.gui.kit.status import Status
from tidemill.gui.pages.models.gate_set_state import GateSetState, gate_set_of
from tidemill.gui.pages.models.outside_state import OutsideRow, only_outside, outside_rows
from tidemill.gui.pages.models.version_rows import VersionRow, numbers_of, version_rows
from tidemill.gui.shell.page import StateWord

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.outside_models import OutsideModel
    from tidemill.services.registry import ModelView
    from tidemill.services.workspace import Workspace

_KINDS = {
    str(Task.BINARY): tr("Classifier"),
    str(Task.MULTICLASS): tr("Classifier"),
    str(Task.REGRESSION): tr("Regressor"),
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
    gate_set: GateSetState = field(default_factory=GateSetState)
    maturity: Maturity | None = None
    outside: "tuple[OutsideModel, ...]" = ()
    judging: Mapping[int, Job] = field(default_factory=dict)


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
    gate_set: GateSetState = field(default_factory=GateSetState)
    maturity: Maturity | None = None
    outside: tuple[OutsideRow, ...] = ()
    is_only_outside: bool = False

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
    from tidemill.services import (
        comments,
        datasets,
        gate_sets,
        judging_outside,
        maturity,
        outside_models,
        people,
        registry,
        shared_preparations,
    )

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
    scripts = tuple(outside_models.of_scripts(workspace))
    of_it = next((one for one in scripts if one.name == (name or chosen)), None)
    return Loaded(
        models,
        chosen,
        log,
        names_of,
        () if found is None else metrics_of(found),
        ()
        if found is None
        else version_rows(
            found, names_of, rows, shared_preparations.of_versions(workspace, found.versions)
        ),
        said,
        came,
        workspace.clock.now(),
        gate_set_of(chosen, gate_sets.every(workspace), gate_sets.entries())
        if found is not None
        else GateSetState(),
        None if found is None else maturity.of_view(workspace, found),
        scripts,
        judging_outside.jobs_of(workspace, of_it),
    )


def metrics_of(view: "ModelView") -> tuple[MetricChoice, ...]:
    """Measures that any of the versions has, that of the model first."""
    from tidemill.services import runs

    names = {name for version in view.versions for name in version.metrics}
    names.discard(view.model.metric)
    found = []
    for name in (view.model.metric, *sorted(names)):
        known = runs.known_metric(name, view.model.task)
        title = name if known is None else spoken(known.title)
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
    foreign = only_outside(loaded.outside)
    known_rows = [_row(view) for view in loaded.models]
    known_rows += [
        ModelRow(name, "", tr("By scripts"), None, tr("Not judged yet")) for name in foreign
    ]
    rows = tuple(sorted(known_rows, key=lambda row: Key(row.name)))
    if not rows:
        return ModelsState("empty", tab=before.tab)
    view = next((v for v in loaded.models if v.model.name == loaded.chosen), None)
    shown = wanted or ("" if loaded.models else foreign[0])
    if view is None and shown in foreign:
        return _of_scripts(loaded, shown, rows)
    if view is None:
        return ModelsState(
            "ready", models=rows, missing=tr("There is no model {wanted}.", wanted=wanted)
        )
    decimals = numbers_of(view.model)
    versions = loaded.versions
    known = {v.number for v in versions}
    missing = ""
    if number is not None and number not in known:
        missing = tr("{chosen} has no version {number}.", chosen=loaded.chosen, number=number)
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
        gate_set=loaded.gate_set,
        maturity=loaded.maturity,
        outside=_outside_of(loaded, loaded.chosen),
    )


def _of_scripts(loaded: Loaded, name: str, rows: tuple[ModelRow, ...]) -> ModelsState:
    """The picture of a model that only scripts know: nothing of it was judged here yet."""
    return ModelsState(
        "ready",
        models=rows,
        name=name,
        question=tr("Registered by scripts. No version of it was judged on data here yet."),
        now=loaded.now,
        people=loaded.people,
        outside=_outside_of(loaded, name),
        is_only_outside=True,
    )


def _outside_of(loaded: Loaded, name: str) -> tuple[OutsideRow, ...]:
    found = next((one for one in loaded.outside if one.name == name), None)
    return outside_rows(found, loaded.people, loaded.judging)


def question_of(model: Model) -> str:
    """The question a model answers."""
    words = {
        str(Task.BINARY): tr("Is {target} yes or no?", target=model.target),
        str(Task.MULTICLASS): tr("Which {target} is it?", target=model.target),
        str(Task.REGRESSION): tr("How large is {target}?", target=model.target),
    }
    return tr(
        "{get} Learned from {dataset}.",
        get=words.get(model.task, tr("Predicts {target}.", target=model.target)),
        dataset=model.dataset,
    )


def _row(view: "ModelView") -> ModelRow:
    champion = view.champion
    status: Status | None = None
    word = tr("No champion yet")
    if champion is not None:
        is_critical = any(a.severity is Severity.CRITICAL for a in view.open_alerts)
        status = "bad" if is_critical else "warn" if view.open_alerts else "good"
        word = (
            numbers.plural(len(view.open_alerts), "open alert")
            if view.open_alerts
            else tr("Healthy")
        )
    kind = _KINDS.get(view.model.task, view.model.task)
    label = "" if champion is None else f"v{champion.number}"
    return ModelRow(view.model.name, label, kind, status, word)


def _log(entry: Activity, people: Mapping[str, str]) -> LogLine:
    by = people.get(entry.by, entry.by)
    return LogLine(
        entry.id, entry.at, by, entry.by == "worker", spoken(entry.sentence), spoken(entry.note)
    )
