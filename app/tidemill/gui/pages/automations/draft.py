"""A rule while it is looked at or built: what an automation says, without when and by whom."""

from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from tidemill.base.words import tr
from tidemill.domain.automations import (
    Automation,
    Guards,
    Limits,
    Mode,
    Step,
    StepKind,
    Trigger,
    chain,
)
from tidemill.domain.datasets import Series
from tidemill.domain.watches import FileOrder, Watch

FILES, TIME, LIMIT, HAND = "new-data", "schedule", "limit", "by-hand"
JOB, EVENT = "job-ended", "registry-event"
KINDS = (FILES, TIME, LIMIT, HAND, JOB, EVENT)
"""Ids of the triggers of the catalogue, in the order they are offered."""

_IDS = {FILES: "files", TIME: "time", LIMIT: "limit", HAND: "hand", JOB: "job", EVENT: "event"}
_NEED_MODEL = (StepKind.RETRAIN, StepKind.VALIDATE, StepKind.DECIDE)


@dataclass(frozen=True)
class FolderRule:
    """Which files of a folder count, in which order they go in, and what one does to the rows."""

    pattern: str = ""
    is_recursive: bool = False
    order: FileOrder = FileOrder.NAME
    series: Series = Series.APPEND

    @classmethod
    def of(cls, watch: Watch) -> "FolderRule":
        """The rule of a folder that is watched."""
        return cls(watch.pattern, watch.is_recursive, watch.order, Series(watch.series))


@dataclass(frozen=True)
class NewFolder:
    """A folder that is watched from the moment the rule is kept."""

    path: str
    rule: FolderRule = field(default_factory=FolderRule)


@dataclass(frozen=True)
class Draft:
    """A rule. `id` is None for a new one; `folder` one that is not watched yet; `folder_rules` are
    those of watched folders that change with it, by the folder's key."""

    id: int | None = None
    name: str = ""
    dataset: str | None = None
    model: str | None = None
    mode: Mode = Mode.PROPOSE
    triggers: tuple[Trigger, ...] = ()
    steps: tuple[Step, ...] = ()
    limits: Limits = field(default_factory=Limits)
    guards: Guards = field(default_factory=Guards)
    folder: NewFolder | None = None
    folder_rules: tuple[tuple[int, FolderRule], ...] = ()

    def trigger(self, trigger_id: str) -> Trigger:
        """The trigger of an id that it has."""
        return next(t for t in self.triggers if t.id == trigger_id)

    def has(self, kind: str) -> bool:
        """Whether a trigger of a kind starts it."""
        return any(t.kind == kind for t in self.triggers)


@dataclass(frozen=True)
class Known:
    """What a rule can name: folders, datasets, models with their dataset, other automations.

    `series` says of datasets that are there how they grow; `gates` are the titles of those that
    a candidate passes.
    """

    watches: tuple[Watch, ...] = ()
    datasets: tuple[str, ...] = ()
    models: tuple[tuple[str, str], ...] = ()
    automations: tuple[tuple[int, str], ...] = ()
    zone: str = "UTC"
    series: tuple[tuple[str, Series], ...] = ()
    gates: tuple[str, ...] = ()

    def series_of(self, dataset: str | None) -> Series | None:
        """How a dataset grows; None for one that is not there yet."""
        return dict(self.series).get(dataset or "")

    def watch(self, key: object) -> Watch | None:
        """The watched folder of a key."""
        return next((w for w in self.watches if w.id == key), None)

    def models_of(self, dataset: str | None) -> tuple[str, ...]:
        """Models that learn from a dataset; all where none is named."""
        return tuple(m for m, of in self.models if dataset is None or of == dataset)

    def dataset_of(self, model: str | None) -> str | None:
        """The dataset of a model."""
        return next((of for name, of in self.models if name == model), None)


def draft_of(one: Automation) -> Draft:
    """The rule of an automation."""
    return Draft(
        one.id,
        one.name,
        one.dataset,
        one.model,
        one.mode,
        one.triggers,
        one.steps,
        one.limits,
        one.guards,
    )


def stored(draft: Draft) -> dict[str, Any]:
    """The rule as `automations.change` takes it."""
    return {
        "name": draft.name,
        "dataset": draft.dataset,
        "model": draft.model,
        "mode": draft.mode,
        "triggers": draft.triggers,
        "steps": draft.steps,
        "limits": draft.limits,
        "guards": draft.guards,
    }


def first_draft(known: Known, kind: str = FILES, watch_id: int | None = None) -> Draft:
    """What a new rule begins with: the newest model, its dataset and the folder of that."""
    watch = known.watch(watch_id)
    dataset = None if watch is None else watch.dataset
    models = known.models_of(dataset)
    model = models[0] if models else None
    if dataset is None:
        dataset = known.dataset_of(model) or (known.datasets[0] if known.datasets else None)
    if watch is None:
        watch = next((w for w in known.watches if w.dataset == dataset), None)
    draft = Draft(dataset=dataset, model=model, steps=chain(model))
    settings = {"watch": watch.id} if watch is not None else {}
    return replace(draft, triggers=(trigger_of(kind, draft, known, settings),))


def trigger_of(
    kind: str, draft: Draft, known: Known, settings: dict[str, Any] | None = None
) -> Trigger:
    """A trigger of a kind with settings that fit the rule."""
    usual: dict[str, dict[str, Any]] = {
        FILES: {"dataset": draft.dataset or "", "watch": 0, "n_files": 1, "n_rows": 0},
        TIME: {"when": "every night at 02:00", "zone": known.zone},
        LIMIT: {"model": draft.model or "", "what": "drift", "limit": 0.2},
        HAND: {},
        JOB: {
            "of": f"automation:{known.automations[0][0]}" if known.automations else "model.train",
            "how": "well",
        },
        EVENT: {"model": draft.model or "", "event": "promoted"},
    }
    made, number = _IDS[kind], 2
    while any(t.id == made for t in draft.triggers):
        made, number = f"{_IDS[kind]}{number}", number + 1
    wanted = settings or {}
    if kind == FILES and "watch" not in wanted:
        folder = next((w for w in known.watches if w.dataset == draft.dataset), None)
        wanted = {**wanted, "watch": 0 if folder is None else folder.id}
    return Trigger(made, kind, {**usual[kind], **wanted})


def name_of(draft: Draft, known: Known) -> str:
    """What a rule is called unless a person says otherwise: its model or data, and what starts it.

    No two have one name.
    """
    about = draft.model or draft.dataset or "automation"
    first = draft.triggers[0] if draft.triggers else None
    when = {TIME: tr("by the clock"), LIMIT: tr("over a limit"), HAND: tr("by hand")}
    words = "" if first is None else when.get(first.kind, "")
    if first is not None and first.kind == FILES:
        watch = known.watch(first.settings.get("watch"))
        path = draft.folder.path if draft.folder else watch.folder if watch is not None else ""
        words = PurePath(path).name if path else tr("new data")
    if first is not None and first.kind in (JOB, EVENT):
        words = tr("after another")
    name = f"{about}, {words}" if words else about
    taken = {title for key, title in known.automations if key != draft.id}
    made, number = name, 2
    while made in taken:
        made, number = f"{name} {number}", number + 1
    return made


def with_model(draft: Draft, model: str | None, known: Known) -> Draft:
    """The rule with another model, or none: steps that need one come and go with it."""
    has = [step for step in draft.steps if step.kind in _NEED_MODEL]
    if model is None:
        steps = tuple(step for step in draft.steps if step.kind not in _NEED_MODEL)
        return replace(draft, model=None, steps=steps)
    steps = draft.steps
    if not has:
        others = tuple(step for step in draft.steps if step.kind is StepKind.SCRIPT)
        usual = chain(model)
        steps = (usual[0], *others, *usual[1:])
    dataset = known.dataset_of(model) or draft.dataset
    triggers = tuple(
        replace(t, settings={**t.settings, "model": model})
        if t.kind in (LIMIT, EVENT) and t.settings.get("model") in ("", draft.model)
        else t
        for t in draft.triggers
    )
    return replace(draft, model=model, dataset=dataset, steps=steps, triggers=triggers)


def with_setting(draft: Draft, trigger_id: str, **settings: Any) -> Draft:
    """The rule with other settings of a trigger."""
    triggers = tuple(
        replace(t, settings={**t.settings, **settings}) if t.id == trigger_id else t
        for t in draft.triggers
    )
    return replace(draft, triggers=triggers)
