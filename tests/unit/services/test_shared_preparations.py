"""A preparation saved of one recipe and used by others; a change marks what learned before it."""

import json
from dataclasses import replace

import pytest

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.automations import Mode
from tidemill.domain.own_steps import OwnStep
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.shared_preparations import SharedPreparation, parsed
from tidemill.services import (
    activity,
    datasets,
    jobs,
    own_choices,
    promotion,
    recipes,
    registering,
    registry,
    runs,
    training_runs,
    trainings,
    undoing,
    watching,
)
from tidemill.services import shared_preparations as preparations
from tidemill.services.registry import LEARNED_FILE, RECIPE_FILE

RECIPE = Recipe("y", Task.BINARY, ("x",), preparation_settings={"max_onehot": 30})
HALVED = OwnStep(
    "halves.py", "def halved(t):\n    t['half'] = t['x'] / 2\n    return t\n", "halved"
)


def _trained(workspace, drain, **said):
    job_id = trainings.ask(workspace, "shop", estimators=["logistic_regression"], **said)
    drain()
    (run,) = training_runs.ranked(workspace, job_id)
    assert run.state == "finished", jobs.find(workspace, job_id).error
    return run


def test_each_saving_is_a_version_and_stays_readable(workspace, clock):
    first = preparations.save(workspace, "usual", RECIPE)
    assert (first.address, first.settings) == ("usual@1", {"max_onehot": 30})
    assert preparations.save(workspace, "usual", RECIPE) == first, "the same content is no version"
    clock.advance(1)
    second = preparations.change(workspace, "usual", {"scale": True})
    assert second.address == "usual@2"
    assert second.settings == {"max_onehot": 30, "scale": True}
    assert preparations.find(workspace, "usual") == second
    assert preparations.find(workspace, "usual@1") == first
    newest, oldest = preparations.versions(workspace, "usual")
    assert (newest.is_standing, oldest.is_standing, newest.by) == (True, False, "ada")
    assert [one.content for one in preparations.every(workspace)] == [second]
    assert activity.recent(workspace).entries[0].sentence == "saved the preparation usual v2"
    undoing.undo(workspace, activity.recent(workspace).entries[0].id)
    assert preparations.find(workspace, "usual") == first
    assert preparations.change(workspace, "usual", {"impute": True}).version == 3
    preparations.drop(workspace, "usual")
    with pytest.raises(NeedsYou, match="was taken away"):
        preparations.find(workspace, "usual")
    assert preparations.find(workspace, "usual@2") == second
    with pytest.raises(NotThere, match="no preparation usual@9"):
        preparations.find(workspace, "usual@9")
    with pytest.raises(NotThere, match="no preparation other"):
        preparations.find(workspace, "other")


def test_only_what_the_preparation_knows_is_saved(workspace):
    with pytest.raises(NeedsYou):
        preparations.save(workspace, "usual", replace(RECIPE, preparation_settings={"nonsense": 1}))
    with pytest.raises(NeedsYou, match="no preparation magic"):
        preparations.save(workspace, "usual", replace(RECIPE, preparation="magic"))
    with pytest.raises(NeedsYou, match="nobody of this workspace chose"):
        preparations.save(workspace, "usual", replace(RECIPE, own=(HALVED,)))
    assert preparations.every(workspace) == []
    assert parsed("usual@12") == ("usual", 12)
    for wrong in ("", "@1", "a@0", "a@b", "a@1@2"):
        with pytest.raises(NeedsYou, match="names no preparation"):
            parsed(wrong)


def test_a_recipe_that_names_it_is_the_same_as_one_that_says_it(workspace, shop):
    version = datasets.version(workspace, shop)
    said = datasets.suggestions(workspace, version, "bought").recipe(
        preparation_settings={"max_onehot": 30}
    )
    preparations.save(workspace, "usual", said)
    named = replace(said, preparation_settings={}, shared="usual")
    whole = recipes.chosen(workspace, shop, None, None, None, (), named.to_dict())
    assert whole.shared == "usual@1"
    assert whole.preparation_settings == {"max_onehot": 30}
    assert recipes.hash_of(whole, version) == recipes.hash_of(said, version)
    assert whole.content_hash() == said.content_hash()
    assert "shared" not in said.to_dict(), "stored recipes keep their hash"
    assert Recipe.from_dict(whole.to_dict()) == whole
    other = replace(said, preparation_settings={"max_onehot": 5}, shared="usual")
    with pytest.raises(NeedsYou, match="The recipe says max_onehot 5, and usual v1 says 30"):
        recipes.chosen(workspace, shop, None, None, None, (), other.to_dict())
    more = replace(said, preparation_settings={"scale": True}, shared="usual")
    whole = recipes.chosen(workspace, shop, None, None, None, (), more.to_dict())
    assert whole.preparation_settings == {"scale": True, "max_onehot": 30}
    strange = replace(said, own=(HALVED,), shared="usual")
    with pytest.raises(NeedsYou, match="steps of own code that usual v1 does not have"):
        recipes.chosen(workspace, shop, None, None, None, (), strange.to_dict())


def test_a_change_marks_runs_and_models_of_all_that_used_it(workspace, shop, drain):
    before = _trained(workspace, drain, experiment="first")
    saved = preparations.save(workspace, "usual", recipes.of_run(workspace, before.id).recipe)
    used = _trained(workspace, drain, preparation="usual", experiment="second")
    again = _trained(workspace, drain, preparation="usual@1", experiment="third")
    assert used.params["preparation"] == again.params["preparation"] == "usual@1"
    assert "preparation" not in before.params
    assert used.metrics["auc"] == before.metrics["auc"]
    assert used.params["recipe"] == before.params["recipe"], "what it is called changes no hash"
    for run, name in ((used, "one"), (again, "two")):
        registering.ask(workspace, run.id, name=name)
    drain()
    every = (before, used, again)
    assert [preparations.of_run(workspace, run) for run in every] == [None] * 3
    preparations.change(workspace, "usual", {"scale": False, "max_onehot": 30})
    assert preparations.of_run(workspace, before) is None, "it never was what is shared"
    for run in (used, again):
        mark = preparations.of_run(workspace, run)
        assert (mark.then, mark.now.version) == (saved, 2)
        assert mark.details == "Now: max_onehot 30 instead of 10, scale no instead of yes."
        assert mark.words == "Learned with an older preparation: usual v1, and usual v2 stands."
    for name in ("one", "two"):
        (version,) = registry.find(workspace, name).versions
        assert preparations.of_versions(workspace, [version])[version.number].now.version == 2
    assert {one.model for one in preparations.models_with(workspace, "usual")} == {"one", "two"}
    undoing.undo(workspace, activity.recent(workspace).entries[0].id)
    assert [preparations.of_run(workspace, run) for run in every] == [None] * 3


def test_a_run_is_trained_anew_with_what_stands_now(workspace, shop, drain):
    recipe = Recipe.from_dict(RECIPE.to_dict() | {"preparation_settings": {"max_onehot": 2}})
    preparations.save(workspace, "usual", recipe)
    run = _trained(workspace, drain, preparation="usual", experiment="first")
    with_settings = recipes.of_run(workspace, run.id).recipe
    preparations.change(workspace, "usual", {"max_onehot": 50, "indicator": False})
    job_id = trainings.anew(workspace, run.id)
    drain()
    (made,) = training_runs.ranked(workspace, job_id)
    assert made.params["preparation"] == "usual@2"
    assert (made.experiment, made.dataset) == ("first", run.dataset)
    now = recipes.of_run(workspace, made.id).recipe
    assert now.preparation_settings["max_onehot"] == 50
    assert now.preparation_settings["indicator"] is False
    assert now.estimator_settings == with_settings.estimator_settings
    assert made.params["rows_hash"] == run.params["rows_hash"]
    assert preparations.of_run(workspace, made) is None
    plain = _trained(workspace, drain)
    with pytest.raises(NeedsYou, match="a preparation of its own"):
        trainings.anew(workspace, plain.id)
    preparations.drop(workspace, "usual")
    mark = preparations.of_run(workspace, made)
    assert mark.words == "Learned with usual v2, a preparation that was taken away."
    with pytest.raises(NeedsYou, match="was taken away"):
        trainings.anew(workspace, made.id)


def test_own_code_goes_along_with_a_preparation(workspace, shop, drain):
    own_choices.choose(workspace, [HALVED])
    saved = preparations.save(workspace, "halves", replace(RECIPE, own=(HALVED,)))
    assert saved.words == "halves.py:halved, then mixed: max_onehot 30."
    run = _trained(workspace, drain, preparation="halves")
    recipe = recipes.of_run(workspace, run.id).recipe
    assert recipe.own_preparations == (HALVED,)
    assert RECIPE_FILE in runs.one(workspace, run.id).artifacts
    other = OwnStep("more.py", HALVED.source.replace("'half'", "'part'"), "halved")
    both = _trained(workspace, drain, preparation="halves", own=[other])
    assert "preparation" not in both.params, "it prepares by more than what is shared"
    assert recipes.of_run(workspace, both.id).recipe.own_preparations == (HALVED, other)


def test_what_is_different_is_told():
    first = SharedPreparation("a", 1, settings={"scale": True, "folds": 3})
    second = SharedPreparation("a", 2, settings={"scale": True}, own=(HALVED,))
    assert second.unlike(first) == "halves.py:halved, folds as usual instead of 3"
    assert first.unlike(second) == "no own code, folds 3 instead of as usual"
    assert first.unlike(first) == ""


def test_an_estimator_is_no_part_of_a_preparation():
    with pytest.raises(NeedsYou, match="no part of a preparation"):
        SharedPreparation("a", 1, own=(replace(HALVED, kind="estimator"),))


def test_an_automations_candidate_says_that_a_newer_preparation_stands_and_the_way_to_it(
    workspace, shop, drain, month, tmp_path
):
    recipe = recipes.of_run(workspace, _trained(workspace, drain).id).recipe
    preparations.save(workspace, "usual", recipe)
    run = _trained(workspace, drain, preparation="usual")
    registering.register(workspace, run.id, name="buyers")
    promotion.promote(workspace, "buyers@1", anyway=True, reason="So that one serves")
    folder = tmp_path / "inbox"
    folder.mkdir()
    watching.add(workspace, folder, dataset="shop", model="buyers", mode=Mode.PROPOSE)

    def notes_after(number: int) -> list[str]:
        path = month(number, name=f"inbox/{number}.csv")
        watching.scan(workspace, closed=frozenset({str(path)}))
        drain()
        newest = registry.find(workspace, "buyers").versions[-1]
        assert newest.validated_on == f"shop@{number}"
        blob = runs.one(workspace, newest.run_id).artifacts[LEARNED_FILE]
        notes = json.loads(workspace.blobs.get_bytes(blob))["notes"]
        return [one for one in notes if "usual" in one]

    assert notes_after(2) == []
    preparations.change(workspace, "usual", {"max_onehot": 30})
    assert notes_after(3) == [
        (
            "It learned with usual v1, as the champion's recipe says, and usual v2 stands "
            "(max_onehot 30 instead of 10). Train shop with usual v2 and promote that version: the "
            "automation goes on with it."
        )
    ]
    preparations.drop(workspace, "usual")
    [note] = notes_after(4)
    assert note.endswith("that preparation was taken away since.")
