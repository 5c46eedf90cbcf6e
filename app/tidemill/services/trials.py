"""A candidate beside a deployment's champion: begun, counted, ended."""

from dataclasses import dataclass, replace
from difflib import get_close_matches

from tidemill.base.errors import NeedsYou
from tidemill.domain.deployments import Deployment, DeploymentKind, Logging
from tidemill.domain.models import ModelVersion, Stage
from tidemill.domain.trials import (
    NO_COUNTS,
    Trial,
    TrialCounts,
    TrialKind,
    share_in_words,
    trial_of,
)
from tidemill.services import datasets, deploying, ended_trials, promotion, registry
from tidemill.services.workspace import Workspace
from tidemill.store import activities, deployments, models

_AGAINST_GATES = promotion.AgainstGates(
    "answer callers", "let it answer callers, in a split,", "A split"
)


@dataclass(frozen=True)
class TrialChoices:
    """What a trial of a deployment could be: versions that may stand beside the champion, those
    that wait for a decision first, the newest of them first; columns a row may be chosen by."""

    deployment: Deployment
    champion: ModelVersion
    candidates: tuple[ModelVersion, ...]
    keys: tuple[str, ...]


def choices(workspace: Workspace, name: str) -> TrialChoices:
    """What can be chosen for a trial; `NeedsYou` where none could begin, and what to do first."""
    one = _served(workspace, name)
    trial = trial_of(one.split)
    if trial is not None:
        raise NeedsYou(
            f"v{trial.candidate} stands beside the champion of {name} already.",
            f"End that {trial.kind} first.",
        )
    view = registry.find(workspace, one.model)
    champion = view.champion
    if champion is None:
        raise NeedsYou(f"{one.model} has no champion now.", "Promote a version first.")
    found = [v for v in view.versions if v.stage not in (Stage.CHAMPION, Stage.REJECTED)]
    if not found:
        raise NeedsYou(
            f"{one.model} has no version to stand beside v{champion.number}.",
            "Train and register another one first.",
        )
    found.sort(key=lambda v: (v.stage is Stage.CANDIDATE, v.number), reverse=True)
    learned_on = datasets.version_of_id(workspace, champion.dataset_version_id)
    return TrialChoices(one, champion, tuple(found), tuple(learned_on.raw_schema().names))


def split(
    workspace: Workspace,
    name: str,
    candidate: str = "",
    *,
    share: float = 0.1,
    key: str = "",
    anyway: bool = False,
    reason: str = "",
) -> Deployment:
    """Let a candidate answer a share of the rows, chosen by a hash of `key` or of the whole row.

    `candidate` is a number or label of a version of the deployment's model; the newest candidate
    where none is named. Said again with the same candidate and key, the share is changed and what
    was counted stays. A version with a failed gate takes an approver with a reason, as a promotion.
    """
    if not 0.0 < share < 1.0:
        raise NeedsYou(
            f"A share of {share_in_words(share)} is no split.",
            "Choose more than 0% and less than 100%.",
        )
    one = _served(workspace, name)
    version = _candidate(workspace, one, candidate)
    if key:
        _check_key(workspace, one, key)
    if not version.gates_passed:
        promotion.allow_anyway(workspace, version, anyway, reason, _AGAINST_GATES)
    return _begin(workspace, one, version, TrialKind.SPLIT, share, key, reason.strip())


def shadow(
    workspace: Workspace, name: str, candidate: str = "", *, share: float = 1.0, key: str = ""
) -> Deployment:
    """Let a candidate answer, in the background, what the champion answered; callers never see it.

    A share of the rows is enough where the computer is busy; it is chosen as in a split. Only
    requests whose answers are kept are shadowed.
    """
    if not 0.0 < share <= 1.0:
        raise NeedsYou(
            f"A share of {share_in_words(share)} is no shadow.",
            "Choose more than 0%, and 100% at most.",
        )
    one = _served(workspace, name)
    version = _candidate(workspace, one, candidate)
    if key:
        _check_key(workspace, one, key)
    return _begin(workspace, one, version, TrialKind.SHADOW, share, key, "")


def end(workspace: Workspace, name: str, *, note: str = "") -> Deployment:
    """Let the champion answer alone again; `NeedsYou` where it does already."""
    with workspace.store.write(durable=True) as tx:
        one = deployments.find(tx.connection, name)
        trial = None if one is None else trial_of(one.split)
        if trial is not None:
            ended_trials.end(tx, name, trial, by=workspace.person.login, note=note)
    if trial is None:
        of_deployment(workspace, name)  # raises with the sentence
    return deploying.find(workspace, name)


def promote(
    workspace: Workspace, name: str, *, note: str = "", anyway: bool = False, reason: str = ""
) -> ModelVersion:
    """Make the candidate beside a champion champion; that ends the trial.

    The gates, roles and the second person are those of every promotion.
    """
    trial = of_deployment(workspace, name)
    model = deploying.find(workspace, name).model
    cause = f"the {trial.kind} of {name}"
    return promotion.promote(
        workspace,
        f"{model}@{trial.candidate}",
        note=note,
        anyway=anyway,
        reason=reason,
        cause=cause,
    )


def of_deployment(workspace: Workspace, name: str) -> Trial:
    """The trial of a deployment; `NeedsYou` where the champion answers alone."""
    trial = trial_of(deploying.find(workspace, name).split)
    if trial is None:
        raise NeedsYou(
            f"The champion of {name} answers alone.",
            "Put a candidate beside it first: a split, or a shadow.",
        )
    return trial


def count(workspace: Workspace, name: str, trial: Trial, counts: TrialCounts) -> None:
    """Add what a service could not use to a trial; nothing where the trial ended meanwhile."""
    if counts == NO_COUNTS:
        return
    with workspace.store.write() as tx:
        one = deployments.find(tx.connection, name)
        now = None if one is None else trial_of(one.split)
        if now is not None and (now.salt, now.begun_at) == (trial.salt, trial.begun_at):
            new = replace(now, counts=now.counts.plus(counts))
            deployments.update(tx, name, split=new.to_dict())


def _served(workspace: Workspace, name: str) -> Deployment:
    """The HTTP service of a name, which is on and keeps answers."""
    one = deploying.find(workspace, name)
    if one.kind is not DeploymentKind.HTTP:
        raise NeedsYou(
            f"{name} is no service over HTTP.", "A candidate stands beside a service's champion."
        )
    if not one.is_on:
        raise NeedsYou(f"The service of {name} is off.", "Switch it on first.")
    if one.http.logging is Logging.OFF:
        raise NeedsYou(
            f"The service of {name} keeps no answers, so nothing could be compared.",
            "Let it keep all, or a sample.",
        )
    return one


def _candidate(workspace: Workspace, one: Deployment, which: str) -> ModelVersion:
    """The version to stand beside the champion; one that was rejected, or can't be, is refused."""
    address = which if "@" in which else f"{one.model}@{which or 'candidate'}"
    version = registry.version(workspace, address)
    if version.model_id != one.model_id:
        raise NeedsYou(
            f"{version.label} is no version of {one.model}.",
            "Another model answers another question. Choose a version of this one.",
        )
    if version.stage is Stage.CHAMPION:
        raise NeedsYou(
            f"{version.label} is the champion.", "Choose another version to stand beside it."
        )
    if version.stage is Stage.REJECTED:
        raise NeedsYou(f"{version.label} was rejected.", "Choose a version that was not.")
    return version


def _check_key(workspace: Workspace, one: Deployment, key: str) -> None:
    """Refuse a key that no row of the champion's data has: every row would stay with it."""
    champion = registry.find(workspace, one.model).champion
    if champion is None:
        return
    learned_on = datasets.version_of_id(workspace, champion.dataset_version_id)
    names = learned_on.raw_schema().names
    if key not in names:
        near = get_close_matches(key, names, 1)
        hint = f"Is {near[0]} meant?" if near else f"It has {', '.join(names)}."
        raise NeedsYou(f"{learned_on.dataset} has no column {key}.", hint)


def _begin(
    workspace: Workspace,
    one: Deployment,
    version: ModelVersion,
    kind: TrialKind,
    share: float,
    key: str,
    note: str,
) -> Deployment:
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        champion = models.champion(tx.connection, one.model_id)
        now = deployments.find(tx.connection, one.name)
        if champion is None or now is None:
            raise NeedsYou(f"{one.model} has no champion now.", "Promote a version first.")
        at = tx.clock.now()
        salt = f"{one.name} v{champion.number} v{version.number}"
        new = Trial(
            kind, champion.id, champion.number, version.id, version.number, share, key, salt, at, by
        )
        before = trial_of(now.split)
        if before is not None and before.salt != salt:
            raise NeedsYou(
                f"v{before.candidate} stands beside the champion of {one.name} already.",
                f"End that {before.kind} first.",
            )
        # Another share adds or leaves keys, the others stay where they are: so does what is known.
        if before is not None and (before.kind, before.key) == (kind, key):
            new = replace(new, begun_at=before.begun_at, by=before.by, counts=before.counts)
        deployments.update(tx, one.name, split=new.to_dict())
        what = f"{share_in_words(share)} of the rows"
        words = f"gave {what} of {one.name} to v{new.candidate}"
        if kind is TrialKind.SHADOW:
            words = f"let v{new.candidate} shadow {what} of {one.name}"
        activities.add(
            tx,
            by=by,
            kind="deployment",
            subject=f"deployments/{one.name}",
            sentence=words,
            note=note,
            detail={"after": {"kind": str(kind), "share": share, "key": key or "whole row"}},
        )
    return deploying.find(workspace, one.name)
