"""Say how far each model's care has come, from facts of the store (`domain.maturity`)."""

from collections.abc import Iterable

from tidemill.catalog.triggers import by_hand
from tidemill.domain.automations import Automation, AutomationRun, RunState, StepKind
from tidemill.domain.incidents import Incident
from tidemill.domain.maturity import Maturity, MaturityFacts, Rule, judge
from tidemill.domain.models import Decision, DecisionKind, ModelVersion, Stage
from tidemill.domain.people import WORKER
from tidemill.domain.watches import Watch
from tidemill.services import registry
from tidemill.services.registry import ModelView
from tidemill.services.workspace import Workspace
from tidemill.store import automations, chunks, files, incidents

_FOUND = {"chunk", "alert"}
"""What a run's cause names where monitoring started it."""


def of(workspace: Workspace, name: str) -> Maturity:
    """The level of one model, with its conditions; an unknown name raises `NeedsYou`."""
    return of_view(workspace, registry.find(workspace, name))


def of_view(workspace: Workspace, view: ModelView) -> Maturity:
    """The level of a model as the registry has it."""
    return judge(facts(workspace, view))


def facts(workspace: Workspace, view: ModelView) -> MaturityFacts:
    """What the store knows of the care for a model, as it is now."""
    now = workspace.clock.now()
    with workspace.store.read() as connection:
        rules = [one for one in automations.every(connection) if _trains(one, view.model.name)]
        is_paused = automations.pause(connection) is not None
        watches = {one.id: one for one in files.watches(connection)}
        runs = automations.runs_of_model(connection, view.model.name)
        n_looks = chunks.n_of_model(connection, view.model.id)
        found = incidents.every(connection, model_id=view.model.id)
    made = _made(view.versions, runs)
    standing = [v for v in view.versions if v.stage is not Stage.REJECTED]
    newest = standing[-1] if standing else None
    waiting = [one for one in found if one.is_open and not one.owner and not one.is_snoozed(now)]
    return MaturityFacts(
        champion=None if view.champion is None else view.champion.number,
        newest=None if newest is None else newest.number,
        newest_gates=0 if newest is None else len(newest.gates),
        rules=tuple(_rule(one, made, watches, is_paused=is_paused) for one in rules),
        delivered=_delivered(view, made),
        rolled_back_to=_rolled_back_to(view.decisions),
        can_roll_back=view.rollback_target is not None,
        n_looks=n_looks,
        open_incident=waiting[-1].id if waiting else None,
        acted_on=_acted_on(found, view.decisions, runs),
    )


def _trains(one: Automation, model: str) -> bool:
    return one.model == model and any(step.kind is StepKind.RETRAIN for step in one.steps)


def _made(versions: Iterable[ModelVersion], runs: Iterable[AutomationRun]) -> dict[int, int]:
    """The versions (keys) that automations made, with the automation that did."""
    known = {version.id for version in versions}
    found = {run.made.get("model_version"): run.automation_id for run in runs}
    return {version: rule for version, rule in found.items() if version in known}


def _rule(
    one: Automation, made: dict[int, int], watches: dict[int, Watch], *, is_paused: bool
) -> Rule:
    starts = [t for t in one.triggers if t.kind != by_hand.ENTRY.id]
    waits = [t for t in starts if not _is_asleep(watches.get(t.settings.get("watch") or 0))]
    is_on = one.is_on and not is_paused and (bool(waits) or not starts)
    n_made = sum(rule == one.id for rule in made.values())
    return Rule(one.id, one.name, one.mode, is_on, bool(starts), n_made)


def _is_asleep(watch: Watch | None) -> bool:
    return watch is not None and not watch.is_on


def _delivered(view: ModelView, made: dict[int, int]) -> tuple[int, ...]:
    """Versions made by automations that were promoted, in the order of their promotions."""
    promoted = [d for d in view.decisions if d.kind is DecisionKind.PROMOTED and not d.undone_by]
    numbers = [d.version for d in promoted if d.version is not None and d.version_id in made]
    return tuple(dict.fromkeys(numbers))


def _rolled_back_to(decisions: Iterable[Decision]) -> int | None:
    """Where the last rollback went; one that was taken back was tried as well."""
    found = [d.version for d in decisions if d.kind is DecisionKind.ROLLED_BACK]
    return found[-1] if found else None


def _acted_on(
    found: Iterable[Incident], decisions: Iterable[Decision], runs: Iterable[AutomationRun]
) -> str:
    """How the newest finding of monitoring was acted on; empty where none was."""
    closed = (
        (one.closed_at, f"{one.closed_by} closed “{one.title}”: {one.outcome}")
        for one in found
        if one.closed_at is not None and one.closed_by not in (None, "", WORKER.login)
    )
    taken = (
        (one.opened_at, f"{one.owner} has taken “{one.title}”.")
        for one in found
        if one.is_open and one.owner
    )
    trained = (
        (run.started_at, f"{run.cause.sentence}: it trained anew by itself.")
        for run in runs
        if run.state is RunState.SUCCEEDED and _FOUND & run.cause.refs.keys()
    )
    gone_back = (
        (one.at, f"It went back to v{one.version} by itself.")
        for one in decisions
        if one.kind is DecisionKind.ROLLED_BACK and one.by == WORKER.login
    )
    deeds = [*closed, *taken, *trained, *gone_back]
    return max(deeds)[1] if deeds else ""
