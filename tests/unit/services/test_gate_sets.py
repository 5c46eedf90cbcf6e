"""Sets of gates with a name, run on real candidates, and rows each of them must answer."""

import pytest

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.example_answers import ExampleAnswer
from tidemill.domain.gate_sets import GateWish
from tidemill.domain.people import Person, PersonRole
from tidemill.services import (
    activity,
    business_value,
    gate_sets,
    promotion,
    recipes,
    registering,
    training_runs,
    undoing,
    validating,
)

EVERYTHING = (
    "not_worse_on_slices:columns=shop",
    "calibrated:most=0.5",
    "latency:most_ms=60000",
    "small_enough",
    "fair:column=shop:criterion=metric:most=0.9",
    "stable_over_seeds",
    "example_rows",
    "reproduced:most=0",
    "worth_more",
)


@pytest.fixture
def buyers(workspace, shop, drain):
    """The first version of `buyers`, judged by the standard set."""

    def made(**options):
        job_id = training_runs.train(
            workspace, "shop", estimators=("logistic_regression",), **options
        )
        drain()
        [run] = training_runs.ranked(workspace, job_id)
        return registering.register(workspace, run.name, name="buyers")

    return made


def _put(workspace, name, *texts):
    return gate_sets.put(workspace, name, [GateWish.parse(text) for text in texts])


def _names(version):
    return [one["gate"] for one in version.gates]


def test_a_model_is_judged_by_the_standard_set_until_it_uses_another(workspace, buyers):
    version = buyers()
    assert _names(version) == ["better_than_champion", "data_checks", "schema_fits"]
    assert version.comparison["gates"] == "standard"
    _put(workspace, "house", "data_checks", "small_enough:most_mb=0.000001")
    gate_sets.use(workspace, "buyers", "house")
    again = validating.again(workspace, "buyers@1")
    assert _names(again) == ["data_checks", "small_enough"]
    assert not again.gates_passed
    with pytest.raises(promotion.GateFailed, match="at most 1e-06 MB are allowed"):
        promotion.promote(workspace, "buyers@1")
    kept = gate_sets.runs(workspace, "buyers@1")
    assert [(one.gate_set, len(one.gates)) for one in kept] == [("house", 2), ("standard", 3)]
    assert kept[0].judged_on == "shop@1"
    known = {one.gates.name: one.models for one in gate_sets.every(workspace)}
    assert known == {"standard": (), "house": ("buyers",)}


def test_every_gate_is_worked_out_of_a_real_run(workspace, buyers):
    buyers(hold_out=0.9)  # so that each shop has rows enough
    business_value.set_costs(
        workspace, "buyers", {"false:true": 1.0, "true:false": 2.0}, unit="EUR"
    )
    row = {"x": 3.0, "shop": "north"}
    gate_sets.put_example(workspace, "buyers", ExampleAnswer("sure", row, "true", 0.9))
    _put(workspace, "all", *EVERYTHING)
    gate_sets.use(workspace, "buyers", "all")
    version = validating.again(workspace, "buyers@1")
    told = {one["gate"]: one for one in version.gates}
    assert [*told] == [text.partition(":")[0] for text in EVERYTHING]
    assert {name: one["message"] for name, one in told.items() if one["value"] is None} == {}
    assert told["reproduced"]["value"] == 0.0
    assert told["stable_over_seeds"]["evidence"]["values"][0] == version.metrics["auc"]
    size = len(workspace.blobs.get_bytes(version.blob))
    assert told["small_enough"]["evidence"]["bytes"] == size
    assert told["example_rows"]["passed"]
    assert told["fair"]["evidence"]["column"] == "shop"


def test_a_candidate_whose_rows_are_others_now_is_not_called_reproduced(workspace, buyers):
    from tidemill.store import runs as run_rows

    version = buyers()
    with workspace.store.write() as tx:
        run_rows.put_values(tx, version.run_pk, params={"rows_hash": "0" * 32})
    _put(workspace, "again", "reproduced", "stable_over_seeds")
    gate_sets.use(workspace, "buyers", "again")
    for one in validating.again(workspace, "buyers@1").gates:
        assert not one["passed"]
        assert one["message"].endswith("The rows it learned from can't be put together again.")


def test_an_example_row_answered_otherwise_stops_a_candidate(workspace, buyers):
    buyers()
    examples = (
        ExampleAnswer("low", {"x": -3.0, "shop": "north"}, "true"),
        ExampleAnswer("narrow", {"x": 3.0, "shop": "north"}, low=0.0, high=0.5),
        ExampleAnswer("other", {"x": 3.0, "shop": "north"}, "maybe"),
        ExampleAnswer("short", {"shop": "north"}, "true"),
        ExampleAnswer("fine", {"x": 3.0, "shop": "south"}, "true"),
    )
    for one in examples:
        gate_sets.put_example(workspace, "buyers", one)
    _put(workspace, "rows", "example_rows")
    gate_sets.use(workspace, "buyers", "rows")
    [said] = validating.again(workspace, "buyers@1").gates
    assert not said["passed"]
    assert (said["value"], said["limit"]) == (1.0, 5.0)
    assert said["evidence"]["failed"] == ["low", "narrow", "other", "short"]
    assert "low: it is false (0." in said["message"]
    assert "it knows no class maybe, only false, true." in said["message"]
    for one in examples[:-1]:
        gate_sets.drop_example(workspace, "buyers", one.name)
    assert validating.again(workspace, "buyers@1").gates_passed


def test_a_recipe_that_names_a_set_is_judged_by_it_and_one_taken_away_stops(workspace, buyers):
    _put(workspace, "mine", "data_checks", "schema_fits")
    plain = recipes.chosen(workspace, "shop", None, None, None, ())
    version = buyers(recipe=plain.to_dict() | {"gates": "mine"})
    assert _names(version) == ["data_checks", "schema_fits"]
    gate_sets.drop(workspace, "mine")
    with pytest.raises(NotThere, match="no gate set mine"):
        validating.again(workspace, "buyers@1")


def test_a_gate_is_taken_from_a_models_set_and_the_last_one_stays(workspace, buyers):
    buyers()
    left = gate_sets.take_from_model(workspace, "buyers", GateWish("data_checks"))
    assert [one.gate for one in left.gates.gates] == ["better_than_champion", "schema_fits"]
    assert (left.gates.name, left.models) == ("buyers", ("buyers",))
    assert gate_sets.find(workspace, "standard").models == ()
    with pytest.raises(NotThere, match="data_checks"):
        gate_sets.take_from_model(workspace, "buyers", GateWish("data_checks"))
    for text in ("latency:most_ms=20", "latency:most_ms=90"):
        gate_sets.add_to_model(workspace, "buyers", GateWish.parse(text))
    with pytest.raises(NeedsYou, match="more than once"):
        gate_sets.take_from_model(workspace, "buyers", GateWish("latency"))
    with pytest.raises(NotThere):
        gate_sets.take_from_model(workspace, "buyers", GateWish.parse("latency:most_ms=21"))
    gate_sets.take_from_model(workspace, "buyers", GateWish.parse("latency:most_ms=20"))
    for name in ("latency", "schema_fits"):
        gate_sets.take_from_model(workspace, "buyers", GateWish(name))
    with pytest.raises(NeedsYou, match="last gate"):
        gate_sets.take_from_model(workspace, "buyers", GateWish("better_than_champion"))


def test_a_change_made_undone_and_made_again_is_not_in_its_own_way(workspace, buyers):
    buyers()
    gate_sets.add_to_model(workspace, "buyers", GateWish("small_enough"))
    undoing.undo(workspace)
    assert gate_sets.of_model(workspace, "buyers").name == "standard"
    again = gate_sets.add_to_model(workspace, "buyers", GateWish("latency"))
    assert [one.gate for one in again.gates.gates][-1] == "latency"
    assert again.models == ("buyers",)


def test_what_is_written_down_is_told_and_can_be_undone(workspace, buyers):
    buyers()
    _put(workspace, "house", "data_checks")
    _put(workspace, "house", "data_checks", "schema_fits")
    undoing.undo(workspace)
    assert len(gate_sets.find(workspace, "house").gates.gates) == 1
    gate_sets.use(workspace, "buyers", "house")
    with pytest.raises(NeedsYou, match="house is used by buyers"):
        gate_sets.drop(workspace, "house")
    undoing.undo(workspace)
    assert gate_sets.of_model(workspace, "buyers").name == "standard"
    row = ExampleAnswer("adult", {"x": 3.0}, "yes")
    gate_sets.put_example(workspace, "buyers", row)
    undoing.undo(workspace)
    assert gate_sets.examples(workspace, "buyers") == []
    told = [one.sentence for one in activity.recent(workspace).entries]
    assert "set the gates of “house”" in told
    assert "lets candidates of buyers pass the gates “house”" in told


def test_candidates_pass_the_default_until_another_set_is_chosen_for_their_model(workspace, buyers):
    buyers()
    _put(workspace, "house", "data_checks", "schema_fits")
    gate_sets.use_by_default(workspace, "house")
    again = validating.again(workspace, "buyers@1")
    assert _names(again) == ["data_checks", "schema_fits"]
    assert again.comparison["gates"] == "house"
    [standard, house] = gate_sets.every(workspace)
    assert (standard.models, house.models) == ((), ("buyers",))
    assert (standard.is_default, house.is_default) == (False, True)
    # One that was chosen stays, whatever becomes of the default.
    gate_sets.use(workspace, "buyers", "standard")
    assert gate_sets.of_model(workspace, "buyers").name == "standard"
    gate_sets.use(workspace, "buyers", "house")
    gate_sets.use_by_default(workspace, "standard")
    assert gate_sets.of_model(workspace, "buyers").name == "standard"  # it follows the default


def test_the_default_is_told_undone_and_not_taken_away(workspace, buyers):
    buyers()
    gate_sets.create(workspace, "house")
    gate_sets.use_by_default(workspace, "house")
    gate_sets.use(workspace, "buyers", "standard")
    with pytest.raises(NeedsYou, match="nobody chose one"):
        gate_sets.drop(workspace, "house")
    told = [one.sentence for one in activity.recent(workspace).entries]
    assert "lets candidates pass the gates “house” where no others were chosen" in told
    undoing.undo(workspace)
    undoing.undo(workspace)
    assert gate_sets.default_name(workspace) == "standard"
    gate_sets.drop(workspace, "house")


def test_what_a_model_changes_of_the_default_is_a_set_of_its_own(workspace, buyers):
    buyers()
    gate_sets.create(workspace, "house")
    gate_sets.use_by_default(workspace, "house")
    gate_sets.add_to_model(workspace, "buyers", GateWish("small_enough"))
    assert gate_sets.of_model(workspace, "buyers").name == "buyers"
    assert len(gate_sets.find(workspace, "house").gates.gates) == 3


def test_a_set_is_changed_by_its_name_for_every_model_that_passes_it(workspace):
    made = gate_sets.create(workspace, " house ")
    assert [str(one) for one in made.gates.gates] == [
        "better_than_champion",
        "data_checks",
        "schema_fits",
    ]
    with pytest.raises(NeedsYou, match="There is a set called house"):
        gate_sets.create(workspace, "house")
    gate_sets.add(workspace, "house", GateWish.parse("latency:most_ms=20"))
    with pytest.raises(NeedsYou, match="stands in the set already"):
        gate_sets.add(workspace, "house", GateWish.parse("latency:most_ms=20.0"))
    gate_sets.change_limits(workspace, "house", {(0, "margin"): 0.01, (3, "most_ms"): 5.0})
    gate_sets.take(workspace, "house", GateWish("data_checks"))
    now = gate_sets.find(workspace, "house").gates.gates
    assert [str(one) for one in now] == [
        "better_than_champion:margin=0.01",
        "schema_fits",
        "latency:most_ms=5.0",
    ]
    for change in (gate_sets.add, gate_sets.take):
        with pytest.raises(NeedsYou, match="stays as it is"):
            change(
                workspace,
                "standard",
                GateWish("schema_fits" if change is gate_sets.take else "latency"),
            )


def test_gates_are_for_members_and_the_default_is_for_approvers(workspace):
    gate_sets.create(workspace, "house")
    for role, words in ((PersonRole.MEMBER, "for an approver"), (PersonRole.VIEWER, "approver")):
        theirs = workspace.acting_as(Person("bo", "Bo", role))
        with pytest.raises(NeedsYou, match=words):
            gate_sets.use_by_default(theirs, "house")
    with pytest.raises(NeedsYou, match="for members"):
        gate_sets.add(theirs, "house", GateWish("latency"))
    with pytest.raises(NeedsYou, match="for members"):
        gate_sets.drop(theirs, "house")
    assert gate_sets.default_name(workspace) == "standard"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("luck", "There is no gate luck"),
        ("latency:most_ms=-1", "cannot be"),
        ("latency:speed=1", "has no setting speed"),
        ("fair:column", "sets nothing of fair"),
    ],
)
def test_gates_that_cannot_be_meant_are_refused(workspace, text, words):
    with pytest.raises(NeedsYou, match=words):
        _put(workspace, "house", text)


def test_empty_and_doubled_sets_and_the_standard_one_are_refused(workspace):
    with pytest.raises(NeedsYou, match="keeps nothing out"):
        gate_sets.put(workspace, "house", [])
    with pytest.raises(NeedsYou, match="twice, set alike"):
        _put(workspace, "house", "latency:most_ms=5", "latency:most_ms=5.0")
    with pytest.raises(NeedsYou, match="stays as it is"):
        _put(workspace, "standard", "data_checks")


@pytest.mark.parametrize(
    ("example", "task", "words"),
    [
        (ExampleAnswer("a", {}, "yes"), "binary", "needs values"),
        (ExampleAnswer("a", {"x": 1}), "binary", "Nothing is expected"),
        (ExampleAnswer("a", {"x": 1}, "", 2.0, 1.0), "regression", "at least 2 and at most 1"),
        (ExampleAnswer("a", {"x": 1}, "yes"), "regression", "predicts a number"),
        (ExampleAnswer("a", {"x": 1}, "", 0.5), "multiclass", "between classes"),
    ],
)
def test_examples_that_expect_nothing_or_the_impossible_are_refused(example, task, words):
    with pytest.raises(NeedsYou, match=words):
        example.checked(task)


def test_an_unknown_model_has_no_examples_and_no_set(workspace):
    with pytest.raises(NeedsYou):
        gate_sets.examples(workspace, "nobody")
    with pytest.raises(NeedsYou):
        gate_sets.use(workspace, "nobody", "standard")
