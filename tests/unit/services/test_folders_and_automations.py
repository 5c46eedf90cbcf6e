"""A watched folder and the automation that its files start: made together, changed apart."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Mode, StepKind, Trigger
from tidemill.domain.datasets import Series
from tidemill.services import automations, rule_words, script_settings, watching


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def test_a_folder_with_a_model_comes_with_an_automation_that_says_what_it_does(
    workspace, add_version, inbox
):
    add_version()
    watch = watching.add(workspace, inbox, dataset="shop", model="buyers", mode=Mode.TELL)
    [rule] = automations.of_watch(workspace, watch.id)
    assert (rule.dataset, rule.model, rule.mode, rule.is_on) == ("shop", "buyers", "tell", True)
    assert rule_words.sentence(rule) == (
        "When a new file is complete in shop (folder 1): check the data, retrain buyers, validate "
        "with the standard gates, then tell how the candidate does."
    )
    assert automations.of_watch(workspace, watch.id + 1) == []


def test_a_folder_whose_model_learns_from_other_data_is_refused_as_a_whole(
    workspace, add_version, inbox
):
    add_version()
    with pytest.raises(NeedsYou, match="learns from shop, not from weather"):
        watching.add(workspace, inbox, dataset="weather", model="buyers")
    assert watching.every(workspace) == []


def test_the_model_that_files_of_a_folder_retrain_is_chosen_changed_and_taken_away(
    workspace, add_version, inbox
):
    add_version()
    add_version(name="sellers")
    watch = watching.add(workspace, inbox, dataset="shop")
    assert automations.of_watch(workspace, watch.id) == []
    watching.retrain(workspace, watch.id, "buyers")
    [rule] = automations.of_watch(workspace, watch.id)
    assert rule.mode is Mode.PROPOSE
    watching.retrain(workspace, watch.id, "sellers")
    [changed] = automations.of_watch(workspace, watch.id)
    assert (changed.id, changed.model, changed.steps) == (rule.id, "sellers", rule.steps)
    watching.retrain(workspace, watch.id, None)
    assert automations.every(workspace) == []
    with pytest.raises(NeedsYou, match="There is no watched folder 9"):
        watching.retrain(workspace, 9, "buyers")


def test_an_automation_goes_with_its_folder_unless_something_else_starts_it_too(
    workspace, add_version, inbox
):
    add_version()
    watch = watching.add(workspace, inbox, dataset="shop", model="buyers")
    [rule] = automations.of_watch(workspace, watch.id)
    other = automations.add(
        workspace, "Both", [*rule.triggers, Trigger("hand", "by-hand")], model="buyers"
    )
    watching.remove(workspace, watch.id)
    assert [one.id for one in automations.every(workspace)] == [other.id]


def test_an_automation_without_a_model_gets_the_usual_steps_with_its_first_one(
    workspace, add_version
):
    add_version()
    made = automations.add(workspace, "List", [], [script_settings.step(command="ls")])
    changed = automations.set_model(workspace, made.id, "buyers")
    kinds = [step.kind for step in changed.steps]
    assert kinds[-2:] == [StepKind.DECIDE, StepKind.SCRIPT]
    assert changed.dataset == "shop"


def test_what_a_file_does_to_rows_is_changed_until_the_dataset_is_there(
    workspace, add_version, inbox, tmp_path
):
    watch = watching.add(workspace, inbox, dataset="weather")
    assert watching.change(workspace, watch.id, series=Series.REPLACE).series == "replace"
    add_version()
    other = tmp_path / "other"
    other.mkdir()
    there = watching.add(workspace, other, dataset="shop")
    assert watching.change(workspace, there.id, series=Series.APPEND).series == "append"
    with pytest.raises(NeedsYou, match="shop is there already, and its files append rows"):
        watching.change(workspace, there.id, series=Series.REPLACE)
