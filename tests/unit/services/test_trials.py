"""Trials begun and ended: what is refused, who may, what a decision over the model ends."""

from typing import Any

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.deployments import Deployment, Logging
from tidemill.domain.models import ModelVersion
from tidemill.domain.people import Person, PersonRole
from tidemill.domain.trials import Trial, TrialCounts, trial_of
from tidemill.services import activity, deploying, people, promotion, trials
from tidemill.services.workspace import Workspace


@pytest.fixture
def versions(workspace: Workspace, add_version: Any) -> list[ModelVersion]:
    """`buyers` v1 serving, v2 with green gates and v3 with a failed one behind it."""
    made = [add_version(), add_version(), add_version(passed=False)]
    promotion.promote(workspace, "buyers@1")
    deploying.http(workspace, "buyers", logging=Logging.ALL)
    return made


def trial(workspace: Workspace) -> Trial | None:
    return trial_of(deploying.find(workspace, "buyers").split)


def test_a_split_and_its_end_are_written_down(workspace: Workspace, versions: Any):
    one: Deployment = trials.split(workspace, "buyers", "2", share=0.25)
    assert deploying.described(one)["trial"] == "v2 answers 25%"
    assert trials.end(workspace, "buyers", note="Enough.").split == {}
    told = [(one.sentence, one.note) for one in activity.recent(workspace).entries][:2]
    assert told == [
        ("ended the split of buyers v1 and v2", "Enough."),
        ("gave 25% of the rows of buyers to v2", ""),
    ]
    assert activity.broken_entry(workspace) is None
    with pytest.raises(NeedsYou, match="The champion of buyers answers alone"):
        trials.end(workspace, "buyers")


def test_unless_named_the_newest_candidate_stands_beside_the_champion(
    workspace: Workspace, versions: Any
):
    trials.shadow(workspace, "buyers")
    found = trial(workspace)
    assert found is not None
    assert (found.champion, found.candidate, found.share) == (1, 3, 1.0)


@pytest.mark.parametrize(
    ("which", "settings", "words"),
    [
        ("1", {}, "buyers v1 is the champion"),
        ("9", {}, "buyers has no version 9"),
        ("2", {"share": 0.0}, "no split"),
        ("2", {"share": 1.0}, "no split"),
        ("2", {"share": float("nan")}, "no split"),
        ("2", {"key": "custommer"}, "has no column custommer"),
        ("3", {}, "buyers v3 can't answer callers: a gate failed"),
        ("sellers@1", {}, "sellers v1 is no version of buyers"),
    ],
)
def test_what_can_not_be_split_is_refused(
    workspace: Workspace,
    versions: Any,
    add_version: Any,
    which: str,
    settings: dict[str, Any],
    words: str,
):
    add_version(name="sellers")
    with pytest.raises(NeedsYou, match=words):
        trials.split(workspace, "buyers", which, **settings)
    assert trial(workspace) is None


def test_a_service_that_is_off_or_keeps_nothing_tries_no_candidate(
    workspace: Workspace, versions: Any
):
    deploying.http(workspace, "buyers", logging=Logging.OFF)
    with pytest.raises(NeedsYou, match="keeps no answers"):
        trials.shadow(workspace, "buyers", "2")
    deploying.stop(workspace, "buyers")
    with pytest.raises(NeedsYou, match="is off"):
        trials.split(workspace, "buyers", "2")


def test_a_failed_gate_takes_an_approver_with_a_reason_for_a_split_but_not_for_a_shadow(
    workspace: Workspace, versions: Any
):
    bob = workspace.acting_as(people.put(workspace, Person("bob", "Bob", PersonRole.MEMBER)))
    with pytest.raises(NeedsYou, match="may not let it answer callers"):
        trials.split(bob, "buyers", "3", anyway=True, reason="It is surely fine.")
    with pytest.raises(NeedsYou, match="needs a reason"):
        trials.split(workspace, "buyers", "3", anyway=True, reason="short")
    trials.shadow(bob, "buyers", "3")
    trials.split(workspace, "buyers", "3", anyway=True, reason="The gate is too strict.")
    assert activity.recent(workspace).entries[0].note == "The gate is too strict."


def test_another_share_keeps_what_was_counted_and_another_candidate_waits(
    workspace: Workspace, versions: Any
):
    trials.split(workspace, "buyers", "2", share=0.1)
    first = trial(workspace)
    assert first is not None
    trials.count(workspace, "buyers", first, TrialCounts(failed=3))
    trials.split(workspace, "buyers", "2", share=0.5)
    second = trial(workspace)
    assert second is not None
    assert (second.share, second.counts.failed) == (0.5, 3)
    assert (second.begun_at, second.salt) == (first.begun_at, first.salt)
    with pytest.raises(NeedsYou, match="v2 stands beside the champion of buyers already"):
        trials.shadow(workspace, "buyers", "3")
    trials.end(workspace, "buyers")
    trials.count(workspace, "buyers", first, TrialCounts(failed=3))
    assert trial(workspace) is None


@pytest.mark.parametrize("decision", ["promote", "reject", "undo", "another"])
def test_a_decision_over_the_model_ends_the_trial(
    workspace: Workspace, versions: Any, decision: str
):
    trials.split(workspace, "buyers", "2")
    if decision == "promote":
        assert trials.promote(workspace, "buyers", note="It was better.").number == 2
    elif decision == "reject":
        promotion.reject(workspace, "buyers@2")
    elif decision == "undo":
        promotion.undo(workspace, "buyers")
    else:
        promotion.promote(workspace, "buyers@3", anyway=True, reason="It has to be this one.")
    assert trial(workspace) is None
    told = [one.sentence for one in activity.recent(workspace).entries]
    assert "ended the split of buyers v1 and v2" in told[:2]


def test_another_candidate_s_rejection_leaves_the_trial(workspace: Workspace, versions: Any):
    trials.split(workspace, "buyers", "2")
    promotion.reject(workspace, "buyers@3")
    assert trial(workspace) is not None


def test_promoting_from_the_verdict_meets_the_gates_of_every_promotion(
    workspace: Workspace, versions: Any
):
    trials.shadow(workspace, "buyers", "3")
    with pytest.raises(promotion.GateFailed, match="can't be promoted: a gate failed"):
        trials.promote(workspace, "buyers")
    assert trial(workspace) is not None
