"""Promoting, going back, rejecting, taking back: who may, what it changes, what is written."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.models import Decision, DecisionKind, Stage
from tidemill.domain.people import Person, PersonRole
from tidemill.services import activity, people, promotion, registry
from tidemill.services.workspace import Workspace


def stages(workspace: Workspace, name: str = "buyers") -> list[str]:
    return [str(v.stage) for v in registry.find(workspace, name).versions]


def test_a_candidate_whose_gates_passed_is_promoted_with_who_and_when(workspace, add_version):
    add_version()
    now = promotion.promote(workspace, "buyers@1", note="first of all")
    assert now.stage is Stage.CHAMPION
    decision = registry.find(workspace, "buyers").decisions[-1]
    assert (decision.kind, decision.by, decision.note) == ("promoted", "ada", "first of all")
    assert decision.at == workspace.clock.now()
    entry = activity.recent(workspace, kind="promotion").entries[0]
    assert (entry.by, entry.sentence) == ("ada", "promoted buyers v1")
    assert entry.detail["before"] == {"champion": None}
    assert entry.detail["after"] == {"champion": "v1"}
    assert entry.detail["gates"] == "2 of 2 passed"


def test_the_former_champion_retires_and_there_is_one_champion_ever(workspace, add_version):
    for number in (1, 2, 3):
        add_version()
        promotion.promote(workspace, f"buyers@{number}")
        assert stages(workspace).count("champion") == 1
    assert stages(workspace) == ["retired", "retired", "champion"]
    assert registry.find(workspace, "buyers").champion.number == 3


def test_a_failed_gate_keeps_a_version_from_being_promoted_and_says_which(workspace, add_version):
    add_version(passed=False)
    with pytest.raises(NeedsYou, match=r"a gate failed\. Gain -0\.02\.") as told:
        promotion.promote(workspace, "buyers@1")
    assert told.value.hint == "An approver may promote it anyway with a reason."
    assert stages(workspace) == ["candidate"]


def test_anyway_needs_ten_characters_of_reason(workspace, add_version):
    add_version(passed=False)
    with pytest.raises(NeedsYou, match="needs a reason"):
        promotion.promote(workspace, "buyers@1", anyway=True, reason="  because  ")
    promotion.promote(workspace, "buyers@1", anyway=True, reason="The old one is down.")
    assert registry.find(workspace, "buyers").champion.number == 1
    assert "The old one is down." in registry.find(workspace, "buyers").decisions[-1].note


def test_anyway_keeps_the_note_beside_the_reason(workspace, add_version):
    add_version(passed=False)
    promotion.promote(
        workspace, "buyers@1", anyway=True, note="Asked for", reason="Nothing else answers."
    )
    assert (
        registry.find(workspace, "buyers").decisions[-1].note == "Asked for (Nothing else answers.)"
    )


def test_anyway_needs_an_approver(workspace, add_version):
    add_version(passed=False)
    member = workspace.acting_as(Person("ben", "Ben Meyer", PersonRole.MEMBER))
    with pytest.raises(NeedsYou, match="Ben Meyer may not promote") as told:
        promotion.promote(member, "buyers@1", anyway=True, reason="Long enough a reason")
    assert told.value.hint == "Ask an approver."
    assert registry.find(workspace, "buyers").champion is None


def test_a_member_may_promote_a_green_candidate(workspace, add_version):
    add_version()
    people.put(workspace, Person("ben", "Ben", PersonRole.MEMBER))
    member = workspace.acting_as(Person("ben", "Ben", PersonRole.MEMBER))
    promotion.promote(member, "buyers@1")
    assert registry.find(workspace, "buyers").decisions[-1].by == "ben"


def test_promoting_the_champion_again_says_there_is_nothing_to_do(workspace, add_version):
    add_version()
    promotion.promote(workspace, "buyers@1")
    with pytest.raises(NeedsYou, match="champion already"):
        promotion.promote(workspace, "buyers@champion")
    assert len(registry.find(workspace, "buyers").decisions) == 2  # registered, promoted


def test_rollback_restores_the_previous_champion_and_records_who_and_why(workspace, add_version):
    for number in (1, 2):
        add_version()
        promotion.promote(workspace, f"buyers@{number}")
    people.put(workspace, Person("ben", "Ben"))
    back = promotion.roll_back(workspace.acting_as(Person("ben", "Ben")), "buyers", note="It fell")
    assert back.number == 1
    assert stages(workspace) == ["champion", "retired"]
    decision = registry.find(workspace, "buyers").decisions[-1]
    assert (decision.kind, decision.by, decision.note) == ("rolled back", "ben", "It fell")
    assert (decision.version, decision.previous) == (1, 2)
    entry = activity.recent(workspace, kind="rollback").entries[0]
    assert entry.sentence == "rolled back buyers from v2 to v1"


def test_a_first_champion_has_nothing_to_go_back_to(workspace, add_version):
    add_version()
    promotion.promote(workspace, "buyers@1")
    with pytest.raises(NeedsYou, match="no former champion"):
        promotion.roll_back(workspace, "buyers")
    assert stages(workspace) == ["champion"]


def test_rolling_back_twice_goes_two_steps_back(workspace, add_version):
    for number in (1, 2, 3):
        add_version()
        promotion.promote(workspace, f"buyers@{number}")
    assert promotion.roll_back(workspace, "buyers").number == 2
    assert promotion.roll_back(workspace, "buyers").number == 1
    with pytest.raises(NeedsYou):
        promotion.roll_back(workspace, "buyers")


def test_undoing_a_promotion_brings_both_versions_back_to_where_they_were(workspace, add_version):
    add_version()
    promotion.promote(workspace, "buyers@1")
    add_version()
    promotion.promote(workspace, "buyers@2")
    undone = promotion.undo(workspace, "buyers")
    assert (undone.kind, undone.version) == ("promoted", 2)
    assert stages(workspace) == ["champion", "candidate"]
    view = registry.find(workspace, "buyers")
    assert view.decisions[-1].kind is DecisionKind.UNDONE
    assert next(d for d in view.decisions if d.id == undone.id).undone_by == view.decisions[-1].id


def test_undoing_a_rollback_brings_the_newer_champion_back(workspace, add_version):
    for number in (1, 2):
        add_version()
        promotion.promote(workspace, f"buyers@{number}")
    promotion.roll_back(workspace, "buyers")
    promotion.undo(workspace, "buyers")
    assert stages(workspace) == ["retired", "champion"]
    assert registry.find(workspace, "buyers").rollback_target.number == 1


def test_undoing_a_rejection_makes_the_version_a_candidate_again(workspace, add_version):
    add_version()
    promotion.reject(workspace, "buyers@1", note="Not now")
    assert stages(workspace) == ["rejected"]
    assert promotion.last_decision(workspace, "buyers").kind is DecisionKind.REJECTED
    promotion.undo(workspace, "buyers")
    assert stages(workspace) == ["candidate"]


def test_a_decision_is_undone_once_and_a_registration_never(workspace, add_version):
    add_version()
    with pytest.raises(NeedsYou, match="no decision over buyers to undo"):
        promotion.undo(workspace, "buyers")
    promotion.promote(workspace, "buyers@1")
    promotion.undo(workspace, "buyers")
    assert promotion.last_decision(workspace, "buyers") is None
    with pytest.raises(NeedsYou, match="no decision"):
        promotion.undo(workspace, "buyers")


def test_only_a_candidate_can_be_rejected(workspace, add_version):
    add_version()
    promotion.promote(workspace, "buyers@1")
    with pytest.raises(NeedsYou, match="is no candidate"):
        promotion.reject(workspace, "buyers@1")


def test_an_unknown_model_is_told_with_the_way_to_the_list(workspace):
    for verb in (promotion.roll_back, promotion.undo):
        with pytest.raises(NeedsYou, match="There is no model ghosts") as told:
            verb(workspace, "ghosts")
        assert told.value.what == "model"


def _line(*steps: tuple[str, int]) -> tuple[Decision, ...]:
    found = []
    for at, (kind, version) in enumerate(steps):
        undone = kind.endswith("!")
        word = DecisionKind(kind.rstrip("!"))
        found.append(
            Decision(
                at, word, 1, version, version, None, None, None, "ada", "", 99 if undone else None
            )
        )
    return tuple(found)


@pytest.mark.parametrize(
    ("steps", "target"),
    [
        ([], None),
        ([("promoted", 1)], None),
        ([("promoted", 1), ("promoted", 2)], 1),
        ([("promoted", 1), ("promoted", 2), ("rolled back", 1)], None),
        ([("promoted", 1), ("promoted", 2), ("promoted", 3), ("rolled back", 2)], 1),
        ([("promoted", 1), ("promoted", 2), ("rolled back", 1), ("promoted", 3)], 1),
        ([("promoted", 1), ("promoted", 2), ("rolled back", 1), ("promoted", 2)], 1),
        ([("promoted", 1), ("promoted", 2), ("promoted", 1)], 2),
        ([("promoted", 1), ("promoted!", 2)], None),
        ([("promoted", 1), ("promoted", 2), ("rolled back!", 1)], 1),
        ([("promoted", 1), ("registered", 2), ("promoted", 3), ("rejected", 2)], 1),
    ],
)
def test_the_target_of_a_rollback_is_one_step_back_along_what_still_holds(steps, target):
    assert registry.rollback_target(_line(*steps)) == target


def test_what_is_decided_over_a_model_is_on_the_disk_before_it_is_shown(
    workspace, add_version, monkeypatch
):
    for _ in range(3):
        add_version()
    write = workspace.store.write
    asked: list[bool] = []

    def watched(*, durable: bool = False):
        asked.append(durable)
        return write(durable=durable)

    monkeypatch.setattr(workspace.store, "write", watched)
    promotion.promote(workspace, "buyers@1")
    promotion.promote(workspace, "buyers@2")
    promotion.roll_back(workspace, "buyers")
    promotion.reject(workspace, "buyers@3")
    promotion.undo(workspace, "buyers")
    assert asked
    assert all(asked)
