"""What a candidate beside a champion has shown so far, and what is still needed to decide."""

from dataclasses import dataclass
from typing import Any

from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou
from tidemill.domain import trial_words
from tidemill.domain.deployments import Deployment
from tidemill.domain.trial_verdicts import (
    Measure,
    Shown,
    TrialVerdict,
    compared,
    differing,
    finding_of,
    still_needed,
    width_for,
)
from tidemill.domain.trials import Trial, text_of
from tidemill.services import deploying, registry, trial_truth, trials
from tidemill.services.serving import answer_log
from tidemill.services.trial_truth import Truth
from tidemill.services.workspace import Workspace

MOST_ROWS = 200_000
"""So many answers are read at most, the newest of them."""


@dataclass(frozen=True)
class _Answers:
    """The rows of a trial, one answer for each identifier, and how many were read."""

    rows: list[Shown]
    is_cut: bool


def verdict(workspace: Workspace, name: str, *, within: float | None = None) -> TrialVerdict:
    """The verdict over the trial of a deployment, from all that was kept of it until now.

    `within` is how far the interval may reach on each side of the difference until it is settled:
    0.02 for two points of a share, in the target's unit for numbers. Reads files and data: not for
    the window's thread. Raises `NeedsYou` where the champion answers alone.
    """
    if within is not None and not within > 0:
        raise NeedsYou("The width has to be more than nothing.", "Say 0.02 for two points.")
    trial = trials.of_deployment(workspace, name)
    deployment = deploying.find(workspace, name)
    champion = registry.version(workspace, f"{deployment.model}@{trial.champion}")
    candidate = registry.version(workspace, f"{deployment.model}@{trial.candidate}")
    truth = trial_truth.read(workspace, champion, candidate)
    answers = _answers(workspace, deployment, trial, truth)
    return _told(deployment, trial, truth, answers, within)


def _answers(workspace: Workspace, deployment: Deployment, trial: Trial, truth: Truth) -> _Answers:
    """What was answered since the trial began; the newest answer where one row was asked twice."""
    by_key: dict[str, Shown] = {}
    without: list[Shown] = []
    begun_at = to_iso(trial.begun_at)
    blocks = answer_log.kept_answers(
        workspace,
        deployment,
        since=trial.begun_at,
        with_shadows=not trial.is_split,
        newest_first=True,
    )
    for block, lines in blocks:
        if block.version_id not in (trial.champion_id, trial.candidate_id):
            continue
        if len(by_key) + len(without) >= MOST_ROWS:
            return _Answers([*by_key.values(), *without], True)
        for line in reversed(lines):
            if line.get("trial") != str(trial.kind) or line["at"] < begun_at:
                continue
            shown = _shown(line, trial, block.version_id, truth)
            key = None if truth.why_not else text_of(line["key"])
            if shown is not None and key is None:
                without.append(shown)
            elif shown is not None and key is not None:
                by_key.setdefault(key, shown)
    return _Answers([*by_key.values(), *without], False)


def _shown(line: dict[str, Any], trial: Trial, version_id: int, truth: Truth) -> Shown | None:
    """One kept answer; None where a version left the row out."""
    said, known = line["prediction"], truth.of(line["key"])
    if said is None:
        return None
    if not trial.is_split:
        given = line["champion"][0]
        return None if given is None else Shown(given, said, known)
    is_candidate = version_id == trial.candidate_id
    return Shown(None if is_candidate else said, said if is_candidate else None, known)


def _told(
    deployment: Deployment, trial: Trial, truth: Truth, answers: _Answers, within: float | None
) -> TrialVerdict:
    rows = answers.rows
    found = compared(rows, is_paired=not trial.is_split, is_number=truth.is_number)
    width = width_for(rows, truth.is_number) if within is None else within
    apart = None if trial.is_split else differing(rows)
    needs = still_needed(trial, found, width, is_number=truth.is_number, apart=apart)
    finding = finding_of(found, width)
    words = trial_words.found(trial, found, finding, apart, width)
    if answers.is_cut:
        words += (f"Only the newest {len(rows):,} answers were read.",)
    return TrialVerdict(
        deployment.name,
        deployment.model,
        str(trial.kind),
        trial.champion,
        trial.candidate,
        trial.share,
        trial.key,
        trial.begun_at,
        found.measure,
        found.answer,
        width,
        finding,
        found.of_champion,
        found.of_candidate,
        found.difference,
        apart,
        sum(1 for row in rows if row.champion is not None),
        sum(1 for row in rows if row.candidate is not None),
        found.n if found.measure in (Measure.RIGHT, Measure.ERROR) else 0,
        *needs,
        trial.counts,
        words,
        trial_words.needed(deployment, found, finding, truth.why_not, needs, width),
    )
