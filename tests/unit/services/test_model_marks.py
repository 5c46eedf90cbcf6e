"""Labels, promotion by two people, comments: what they do, who may, how they are taken back."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.people import WORKER, Person, PersonRole
from tidemill.services import (
    activity,
    aliases,
    comments,
    four_eyes,
    people,
    promotion,
    registry,
    undoing,
)


@pytest.fixture
def ben(workspace):
    person = Person("ben", "Ben Meyer", PersonRole.MEMBER)
    people.put(workspace, person)
    return workspace.acting_as(person)


def test_a_label_addresses_its_version_and_moves_to_another(workspace, add_version):
    add_version()
    add_version()
    aliases.put(workspace, "buyers@1", "EU-west")
    assert registry.version(workspace, "buyers@eu-west").number == 1
    aliases.put(workspace, "buyers@2", "eu-west")
    assert registry.version(workspace, "buyers@eu-west").number == 2
    view = registry.find(workspace, "buyers")
    assert [view.labels(v.id) for v in view.versions] == [(), ("eu-west",)]
    sentences = [e.sentence for e in activity.recent(workspace, kind="alias").entries]
    assert sentences == [
        "moved the label eu-west from v1 to buyers v2",
        "labelled buyers v1 eu-west",
    ]


def test_moves_of_labels_are_taken_back_one_by_one(workspace, add_version):
    add_version()
    add_version()
    aliases.put(workspace, "buyers@1", "old")
    aliases.put(workspace, "buyers@2", "old")
    aliases.remove(workspace, "buyers@old", "old")
    for number in (2, 1):
        undoing.undo(workspace)
        assert registry.version(workspace, "buyers@old").number == number
    undoing.undo(workspace)
    with pytest.raises(NeedsYou, match="has no version old"):
        registry.version(workspace, "buyers@old")


def test_a_label_moved_by_somebody_else_since_is_not_taken_back(workspace, add_version, ben):
    add_version()
    add_version()
    aliases.put(workspace, "buyers@1", "eu")
    [change] = [u for u in undoing.every(workspace) if "labelled" in u.words]
    aliases.put(ben, "buyers@2", "eu")
    with pytest.raises(NeedsYou, match="moved again since"):
        undoing.undo(workspace, change.id)
    assert registry.version(workspace, "buyers@eu").number == 2


def test_a_label_that_is_not_there_can_not_be_taken_off(workspace, add_version):
    add_version()
    with pytest.raises(NeedsYou, match="has no label eu"):
        aliases.remove(workspace, "buyers@1", "eu")


def test_who_made_a_version_can_not_promote_it_alone_with_four_eyes(workspace, add_version, ben):
    add_version(by="ada")
    four_eyes.switch(workspace, "buyers", True)
    with pytest.raises(four_eyes.SecondPersonNeeded, match="whoever made it") as told:
        promotion.promote(workspace, "buyers@1")
    assert told.value.hint == "Propose it; then another person promotes it."
    assert registry.find(workspace, "buyers").champion is None
    promotion.promote(ben, "buyers@1")
    entry = activity.recent(workspace, kind="promotion").entries[0]
    assert (entry.by, entry.detail["agreed"]) == ("ben", {"ada": ""})


def test_what_the_worker_made_takes_one_to_propose_and_another_to_promote(
    workspace, add_version, ben
):
    add_version(by=WORKER.login)
    four_eyes.switch(workspace, "buyers", True)
    with pytest.raises(four_eyes.SecondPersonNeeded, match="nobody else has agreed"):
        promotion.promote(ben, "buyers@1")
    four_eyes.propose(ben, "buyers@1", note="Better at night")
    with pytest.raises(NeedsYou, match="proposed buyers v1 already"):
        four_eyes.propose(ben, "buyers@1")
    with pytest.raises(four_eyes.SecondPersonNeeded):
        promotion.promote(ben, "buyers@1")
    promotion.promote(workspace, "buyers@1")
    view = registry.find(workspace, "buyers")
    assert (view.champion.number, view.agreements) == (1, ())
    entry = activity.recent(workspace, kind="promotion").entries[0]
    assert (entry.by, entry.detail["agreed"]) == ("ada", {"ben": "Better at night"})


def test_a_proposal_that_was_taken_back_counts_no_more(workspace, add_version, ben):
    add_version(by=WORKER.login)
    four_eyes.switch(workspace, "buyers", True)
    four_eyes.propose(ben, "buyers@1")
    assert undoing.undo(ben).words == "proposed to promote buyers v1"
    with pytest.raises(four_eyes.SecondPersonNeeded):
        promotion.promote(workspace, "buyers@1")


def test_a_rollback_never_waits_for_a_second_person(workspace, add_version):
    for number in (1, 2):
        add_version()
        promotion.promote(workspace, f"buyers@{number}")
    four_eyes.switch(workspace, "buyers", True)
    assert promotion.roll_back(workspace, "buyers").number == 1


def test_only_an_approver_switches_four_eyes_and_it_is_taken_back(workspace, add_version, ben):
    add_version()
    with pytest.raises(NeedsYou, match="Ben Meyer may not change"):
        four_eyes.switch(ben, "buyers", True)
    four_eyes.switch(workspace, "buyers", True)
    assert registry.find(workspace, "buyers").model.is_four_eyes
    assert undoing.undo(workspace).words == "asked two people for promotions of buyers"
    assert not registry.find(workspace, "buyers").model.is_four_eyes


def test_a_model_with_one_person_takes_no_proposals(workspace, add_version):
    add_version()
    with pytest.raises(NeedsYou, match="needs one person"):
        four_eyes.propose(workspace, "buyers@1")


def test_a_comment_is_kept_with_whom_it_speaks_to_and_told(workspace, add_version, ben):
    add_version()
    made = comments.add(workspace, "buyers@1", " @ben please look at the north. ")
    assert (made.by, made.text, made.mentions) == (
        "ada",
        "@ben please look at the north.",
        ("ben",),
    )
    assert comments.of_version(workspace, "buyers@1") == [made]
    entry = activity.recent(workspace, kind="comment").entries[0]
    assert (entry.sentence, entry.note) == ("commented on buyers v1", made.text)


def test_a_comment_is_removed_by_its_author_and_comes_back_by_undo(workspace, add_version, ben):
    add_version()
    mine = comments.add(ben, "buyers@1", "Why this?")
    theirs = comments.add(workspace, "buyers@1", "Because")
    with pytest.raises(NeedsYou, match="The comment is of ada"):
        comments.remove(ben, "buyers@1", theirs.id)
    comments.remove(ben, "buyers@1", mine.id)
    assert comments.of_version(workspace, "buyers@1") == [theirs]
    undoing.undo(ben)
    assert comments.of_version(workspace, "buyers@1") == [mine, theirs]
    undoing.undo(workspace)
    assert comments.of_version(workspace, "buyers@1") == [mine]


@pytest.mark.parametrize(("text", "why"), [("  ", "some words"), ("x" * 10_001, "10,001")])
def test_an_empty_or_endless_comment_is_refused(workspace, add_version, text, why):
    add_version()
    with pytest.raises(NeedsYou, match=why):
        comments.add(workspace, "buyers@1", text)
