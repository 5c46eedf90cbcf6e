"""Asks the services for what a rule can be built of, and keeps it; not for the GUI's thread."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidemill.base.errors import Cancelled, NeedsYou, TidemillError
from tidemill.base.words import spoken
from tidemill.domain.automations import Automation, StepKind, Trigger
from tidemill.domain.dry_runs import DryRun
from tidemill.domain.entries import GateEntry
from tidemill.domain.watches import Watch
from tidemill.gui.pages.automations.draft import FILES, Draft, FolderRule, Known, name_of, stored

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.script_params import ScriptParam
    from tidemill.services.forecasting import Forecast
    from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class Gate:
    """A gate that stands guard: its title and what it asks, in words."""

    title: str
    words: str


@dataclass(frozen=True)
class Ground:
    """What a rule can be built of. `columns` are those of each dataset; `params` of each script."""

    known: Known
    automation: Automation | None = None
    columns: "Mapping[str, tuple[str, ...]]" = field(default_factory=dict)
    gates: tuple[Gate, ...] = ()
    params: "Mapping[str, tuple[ScriptParam, ...]]" = field(default_factory=dict)
    tried: DryRun | None = None


def load_ground(workspace: "Workspace", automation_id: int | None) -> Ground:
    """What can be named, and the automation that is to be changed."""
    from tidemill.base.zones import local_zone
    from tidemill.catalog.discovery import family
    from tidemill.services import automations, datasets, dry_runs, watching

    views = datasets.every(workspace)
    rules = automations.every(workspace)
    entries: list[GateEntry] = [module.ENTRY for module in family("gates").values()]
    gates = tuple(Gate(spoken(entry.title), spoken(entry.help)) for entry in entries)
    known = Known(
        tuple(watching.every(workspace)),
        tuple(view.dataset.name for view in views),
        tuple((model.name, view.dataset.name) for view in views for model in view.models),
        tuple((one.id, one.name) for one in rules),
        local_zone(),
        tuple((view.dataset.name, view.dataset.series) for view in views),
        tuple(gate.title for gate in gates),
    )
    one = None if automation_id is None else automations.find(workspace, automation_id)
    columns = {
        view.dataset.name: tuple(column.name for column in view.dataset.schema.columns)
        for view in views
    }
    params = {} if one is None else _params(one)
    tried = None if one is None else dry_runs.newest_of(workspace, one.id)
    return Ground(known, one, columns, gates, params, tried)


def _params(one: Automation) -> "dict[str, tuple[ScriptParam, ...]]":
    found = {}
    for step in one.steps:
        file = step.settings.get("file")
        if step.kind is StepKind.SCRIPT and file:
            try:
                found[file] = read_script(Path(file))
            except TidemillError:  # it went, or is no Python any more: its step still shows
                found[file] = ()
    return found


def read_script(path: Path) -> "tuple[ScriptParam, ...]":
    """The parameters of a script, found by reading it."""
    from tidemill.services import script_settings

    return script_settings.parameters(path)


def unsaved(draft: Draft, known: Known, workspace: "Workspace", *, is_on: bool) -> Automation:
    """The rule as an automation that nobody has kept yet."""
    said = {**stored(draft), "name": draft.name or name_of(draft, known)}
    by = workspace.person.login
    now = workspace.clock.now()
    return Automation(id=draft.id or 0, is_on=is_on, created_at=now, created_by=by, **said)


def forecast_of(workspace: "Workspace", draft: Draft, known: Known) -> "Forecast":
    """What the rule would do: when, how often, at what cost."""
    from tidemill.services import forecasting

    return forecasting.forecast(workspace, unsaved(draft, known, workspace, is_on=True))


def dry_run_of(
    workspace: "Workspace", draft: Draft, known: Known, reporter: "Reporter", *, fit: bool
) -> DryRun:
    """Let the worker replay the files in the folder; who stops waiting stops the replay too."""
    from tidemill.gui.bridge.job_waiting import seen_done
    from tidemill.services import dry_runs, jobs

    rule = unsaved(draft, known, workspace, is_on=True)
    watch = _not_yet(workspace, draft) if draft.folder is not None else _otherwise(draft, known)
    job_id = dry_runs.ask(workspace, rule, watch, fit=fit)
    try:
        seen_done(workspace, job_id, reporter)
    except Cancelled:
        with suppress(NeedsYou):  # it has ended meanwhile
            jobs.cancel(workspace, job_id)
        raise
    return dry_runs.find(workspace, job_id)


def _otherwise(draft: Draft, known: Known) -> Watch | None:
    """A watched folder with the rule that it would have; None where that stays."""
    for key, rule in draft.folder_rules:
        watch = known.watch(key)
        if watch is not None:
            return replace(
                watch,
                pattern=rule.pattern,
                is_recursive=rule.is_recursive,
                order=rule.order,
                series=str(rule.series),
            )
    return None


def _not_yet(workspace: "Workspace", draft: Draft) -> Watch:
    """The folder of a rule as if it were watched already."""
    folder = draft.folder
    assert folder is not None
    return Watch(
        0,
        str(Path(folder.path).expanduser().absolute()),
        draft.dataset or "",
        str(folder.rule.series),
        None,
        None,
        is_on=True,
        is_there=True,
        created_at=workspace.clock.now(),
        created_by=workspace.person.login,
        pattern=folder.rule.pattern,
        is_recursive=folder.rule.is_recursive,
        order=folder.rule.order,
    )


def keep(workspace: "Workspace", draft: Draft, known: Known, *, is_on: bool) -> Automation:
    """Keep the rule, and watch its folder first where that is a new one."""
    from tidemill.services import automations, watching

    watch = None
    if draft.folder is not None and draft.has(FILES):
        watch = _watched(workspace, draft)
        draft = _with_watch(draft, watch.id)
    said = {**stored(draft), "name": draft.name or name_of(draft, known)}
    keep_folders(workspace, draft.folder_rules)
    try:
        if draft.id is None:
            return automations.add(workspace, is_on=is_on, **said)
        changed = automations.change(workspace, draft.id, **said)
    except TidemillError:
        if watch is not None:  # without its rule the folder would only take files in
            watching.remove(workspace, watch.id)
        before = ((key, known.watch(key)) for key, _ in draft.folder_rules)
        keep_folders(workspace, [(key, FolderRule.of(was)) for key, was in before if was])
        raise
    if changed.is_on != is_on:
        changed = automations.switch(workspace, draft.id, on=is_on)
    return changed


def keep_folders(workspace: "Workspace", rules: "Sequence[tuple[int, FolderRule]]") -> None:
    """Let watched folders take files in by these rules."""
    from tidemill.services import watching

    now = {watch.id: FolderRule.of(watch) for watch in watching.every(workspace)}
    for key, rule in rules:
        was = now.get(key)
        if was is None or rule == was:
            continue
        watching.change(
            workspace,
            key,
            pattern=None if rule.pattern == was.pattern else rule.pattern,
            recursive=None if rule.is_recursive is was.is_recursive else rule.is_recursive,
            order=None if rule.order is was.order else rule.order,
            series=None if rule.series is was.series else rule.series,
        )


def _watched(workspace: "Workspace", draft: Draft) -> "Watch":
    from tidemill.services import watching

    folder = draft.folder
    assert folder is not None
    return watching.add(
        workspace,
        Path(folder.path),
        dataset=draft.dataset or "",
        series=folder.rule.series,
        pattern=folder.rule.pattern,
        recursive=folder.rule.is_recursive,
        order=folder.rule.order,
    )


def _with_watch(draft: Draft, watch_id: int) -> Draft:
    def one(trigger: Trigger) -> Trigger:
        if trigger.kind != FILES or trigger.settings.get("watch"):
            return trigger
        settings: dict[str, Any] = {**trigger.settings, "watch": watch_id}
        return replace(trigger, settings={**settings, "dataset": draft.dataset or ""})

    return replace(draft, folder=None, triggers=tuple(map(one, draft.triggers)))
