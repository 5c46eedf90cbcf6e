import json

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.forecasts import Forecast
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.domain.searches import SearchPlan
from tidemill.domain.suggestions import FrameFacts, facts_of, suggest
from tidemill.domain.targets import class_codes, detect_task, ordered_classes, target_of


def _recipe(task: Task = Task.BINARY, target: str = "churned", **changes: object) -> Recipe:
    return Recipe(target=target, task=task, features=("a", "b"), **changes)


def _frame(values: list[str | None]) -> Frame:
    return Frame((coded("churned", Kind.CATEGORICAL, values),))


def _numeric(values: list[float]) -> Frame:
    return Frame((ColumnData("churned", Kind.NUMERIC, np.array(values)),))


def test_recipe_comes_back_from_json_with_the_same_hash() -> None:
    recipe = _recipe(
        time="joined_on",
        group="customer",
        positive="yes",
        estimator="random_forest",
        estimator_settings={"n_trees": 50},
        preparation_settings={"max_onehot": 5},
        hold_out=HoldOut(HoldOutKind.NEWEST, 0.3),
        seed=4,
        n_threads=2,
        entry_versions={"estimator": 1},
    )
    back = Recipe.from_dict(json.loads(json.dumps(recipe.to_dict())))
    assert back == recipe
    assert back.content_hash() == recipe.content_hash()


def test_hash_changes_with_every_field() -> None:
    plain = _recipe()
    others = [
        _recipe(seed=1),
        _recipe(n_threads=2),
        _recipe(metric="log_loss"),
        _recipe(estimator_settings={"c": 1.0}),
        _recipe(hold_out=HoldOut(share=0.3)),
        _recipe(entry_versions={"estimator": 2}),
        _recipe(Task.MULTICLASS),
    ]
    assert len({r.content_hash() for r in [plain, *others]}) == len(others) + 1


LATER: dict[str, dict[str, object]] = {
    "windows": {"windows": 3, "time": "at"},
    "calibration": {"calibration": "isotonic"},
    "class_weights": {"class_weights": "balanced"},
    "search": {"search": SearchPlan(n_trials=7, minutes=1.5)},
    "gates": {"gates": "strict"},
    "choice": {"choice": "by cost"},
    "by_group": {"by_group": "shop"},
    "forecast": {"task": Task.REGRESSION, "time": "at", "forecast": Forecast(3, (7, 1))},
}


def test_stored_recipes_keep_their_hashes() -> None:
    """The hashes were made before there were windows, calibration and the like."""
    full = Recipe(
        "churned",
        Task.BINARY,
        ("a", "b"),
        time="joined_on",
        positive="yes",
        estimator="random_forest",
        estimator_settings={"n_trees": 50},
        hold_out=HoldOut(HoldOutKind.NEWEST, 0.3),
        seed=4,
        entry_versions={"estimator": 1},
    )
    assert full.content_hash() == "cda553c596ee32efd21d6f7ae3d118bf"
    small = Recipe("price", Task.REGRESSION, ("a",))
    assert small.content_hash() == "98789559e6e954f3d11bffcb910d5cf8"


@pytest.mark.parametrize("name", sorted(LATER))
def test_a_later_field_is_kept_and_changes_the_hash_only_where_it_says_something(name: str) -> None:
    plain = _recipe()
    assert name not in plain.to_dict()
    recipe = _recipe(**LATER[name])
    back = Recipe.from_dict(json.loads(json.dumps(recipe.to_dict())))
    assert back == recipe
    assert getattr(back, name) == LATER[name][name]
    assert back.content_hash() == recipe.content_hash() != plain.content_hash()
    without = {key: value for key, value in recipe.to_dict().items() if key != name}
    assert Recipe.from_dict(without).content_hash() != recipe.content_hash()


def test_lags_of_a_forecast_rise_and_come_once() -> None:
    assert Forecast(2, (7, 1, 7)).lags == (1, 7)


def test_recipe_without_a_measure_takes_the_usual_one() -> None:
    assert _recipe().metric == "auc"
    assert _recipe(Task.REGRESSION).metric == "mae"


@pytest.mark.parametrize(
    "data",
    [
        {"target": "x", "task": "binary"},
        {"target": "x", "task": "ranking", "features": ["a"]},
        {"target": "x", "task": "binary", "features": ["a"], "colour": "red"},
        {"target": "x", "task": "binary", "features": ["x"]},
        {"target": "x", "task": "binary", "features": ["a", "a"]},
        {"target": "x", "task": "binary", "features": ["a"], "n_threads": 0},
        {"target": "x", "task": "binary", "features": ["a"], "hold_out": {"share": 1.5}},
        {"target": "x", "task": "binary", "features": ["a"], "hold_out": {"kind": "odd"}},
        {"target": "x", "task": "binary", "features": ["a"], "hold_out": {"kind": "grouped"}},
        {"target": "x", "task": "binary", "features": ["a"], "positive": 1},
        {"target": "x", "task": "binary", "features": "abc"},
        {"target": "x", "task": "binary", "features": ["a"], "seed": True},
        {"target": "x", "task": "binary", "features": ["a"], "seed": 1.5},
        {"target": "x", "task": "binary", "features": ["a"], "hold_out": 0.2},
        {"target": "x", "task": "binary", "features": ["a"], "estimator_settings": "deep"},
        {"target": "x", "task": "binary", "features": ["a"], "windows": 4},
        {"target": "x", "task": "binary", "features": ["a"], "windows": 1, "time": "at"},
        {"target": "x", "task": "binary", "features": ["a"], "calibration": "platt"},
        {"target": "x", "task": "regression", "features": ["a"], "calibration": "sigmoid"},
        {"target": "x", "task": "regression", "features": ["a"], "class_weights": "balanced"},
        {"target": "x", "task": "binary", "features": ["a"], "search": {"trials": 5}},
        {"target": "x", "task": "binary", "features": ["a"], "search": {"n_trials": 0}},
        {"target": "x", "task": "binary", "features": ["a"], "by_group": "x"},
        {"target": "x", "task": "regression", "features": ["a"], "forecast": {"horizon": 1}},
        {"target": "x", "task": "binary", "features": ["a"], "time": "t", "forecast": {}},
        {
            "target": "x",
            "task": "regression",
            "features": ["a"],
            "time": "t",
            "forecast": {"lags": []},
        },
    ],
)
def test_recipe_file_with_a_mistake_is_refused_with_a_sentence(data: dict) -> None:
    with pytest.raises(NeedsYou) as caught:
        Recipe.from_dict(data)
    assert caught.value.message.endswith(".")
    assert caught.value.hint


def test_task_follows_the_target() -> None:
    assert detect_task(Kind.BOOLEAN, 2, False) is Task.BINARY
    assert detect_task(Kind.NUMERIC, 2, True) is Task.BINARY
    assert detect_task(Kind.CATEGORICAL, 4, False) is Task.MULTICLASS
    assert detect_task(Kind.NUMERIC, 5, True) is Task.MULTICLASS
    assert detect_task(Kind.NUMERIC, 5, False) is Task.REGRESSION
    assert detect_task(Kind.NUMERIC, 400, True) is Task.REGRESSION


def test_positive_class_is_the_yes_word_else_the_rarer() -> None:
    assert ordered_classes({"yes": 90, "no": 10}) == ("no", "yes")
    assert ordered_classes({"0": 10, "1": 90}) == ("0", "1")
    assert ordered_classes({"No": 10, "Late": 90}) == ("No", "Late")
    assert ordered_classes({"gold": 10, "silver": 90}) == ("silver", "gold")
    assert ordered_classes({"gold": 10, "silver": 90}, "silver") == ("gold", "silver")
    assert ordered_classes({"10": 1, "9": 1, "2": 1}) == ("2", "9", "10")


def test_rows_without_target_are_left_out_and_counted() -> None:
    target = target_of(_frame(["no", None, "yes", "no", None, "no"]), _recipe())
    assert target.rows.tolist() == [0, 2, 3, 5]
    assert target.y.tolist() == [0, 1, 0, 0]
    assert target.levels == ("no", "yes")
    assert target.notes == ("2 rows without a churned left out.",)


def test_numeric_target_of_two_values_becomes_classes() -> None:
    target = target_of(_numeric([0, 1, 1, np.nan, 0]), _recipe())
    assert target.levels == ("0", "1")
    assert target.y.tolist() == [0, 1, 1, 0]


def test_infinite_numbers_are_left_out_of_a_regression() -> None:
    target = target_of(_numeric([1.5, np.inf, 2.5, np.nan]), _recipe(Task.REGRESSION))
    assert target.y.tolist() == [1.5, 2.5]
    assert len(target.notes) == 2


def test_classes_a_model_does_not_know_are_left_out_and_counted() -> None:
    target = target_of(_frame(["no", "yes", "maybe", None]), _recipe(), ("no", "yes"))
    assert target.rows.tolist() == [0, 1]
    assert any("does not know" in note for note in target.notes)


def test_codes_of_whole_floats_match_classes_written_as_whole_numbers() -> None:
    column = ColumnData("x", Kind.NUMERIC, np.array([3.0, 1.0, np.nan, 2.5]))
    assert class_codes(column, ("1", "3")).tolist() == [1, 0, -1, -1]


@pytest.mark.parametrize(
    ("frame", "task", "words"),
    [
        (Frame(()), Task.BINARY, "has no column churned"),
        (_frame(["no"] * 9), Task.BINARY, "one class only"),
        (_frame([None] * 9), Task.BINARY, "missing in all 9 rows"),
        (_frame(["a", "b", "c"] * 5), Task.BINARY, "3 classes, the recipe expects two"),
        (_frame([str(i) for i in range(30)]), Task.MULTICLASS, "too many"),
        (_frame(["no", "yes"] * 9), Task.REGRESSION, "needs numbers"),
        (_numeric([4.0] * 9), Task.REGRESSION, "is 4 in every row"),
        (_numeric([4.0] * 9), Task.BINARY, "one class only"),
        (_numeric([np.nan] * 9), Task.REGRESSION, "missing in all 9 rows"),
        (_numeric([np.inf] * 9), Task.REGRESSION, "no finite value"),
        (
            Frame((ColumnData("churned", Kind.DATETIME, np.array(["2024-01-01"], "M8[us]")),)),
            Task.REGRESSION,
            "holds dates",
        ),
    ],
)
def test_target_that_cannot_be_learned_is_refused(frame: Frame, task: Task, words: str) -> None:
    with pytest.raises(NeedsYou, match=words) as caught:
        target_of(frame, _recipe(task))
    assert caught.value.hint.endswith(".")


def test_positive_that_never_occurs_is_refused() -> None:
    with pytest.raises(NeedsYou, match="never late"):
        target_of(_frame(["no", "yes"] * 5), _recipe(positive="late"))


def _churn(n: int = 200) -> tuple[Frame, Schema]:
    rng = np.random.default_rng(0)
    days = np.datetime64("2024-01-01", "us") + rng.integers(0, 300, n) * np.timedelta64(1, "D")
    columns = (
        ColumnData("customer_id", Kind.NUMERIC, np.arange(n)),
        ColumnData("joined_on", Kind.DATETIME, days),
        ColumnData("age", Kind.NUMERIC, rng.normal(40, 9, n)),
        coded("country", Kind.CATEGORICAL, rng.choice(["de", "fr", "it"], n).tolist()),
        coded("remark", Kind.TEXT, [f"said {i % 150}" for i in range(n)]),
        coded("firm", Kind.CATEGORICAL, ["Northwind"] * n),
        ColumnData("gone", Kind.NUMERIC, np.full(n, np.nan)),
        coded("churned", Kind.CATEGORICAL, ["yes" if i % 8 == 0 else "no" for i in range(n)]),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def test_suggestion_for_a_churn_table_names_each_choice_with_its_reason() -> None:
    frame, schema = _churn()
    found = suggest(schema, facts_of(frame))
    assert found.target == "churned"
    assert found.task is Task.BINARY
    assert found.target_reason == "Yes or no, 12.5% yes. Suggested: last column, two values."
    assert found.classes == (("no", 175), ("yes", 25))
    assert (found.metric, found.time) == ("auc", "joined_on")
    assert found.metric_reason == "Good for rare yes. F1 and log loss are reported too."
    assert found.hold_out == HoldOut(HoldOutKind.NEWEST, 0.2)
    assert {one.column: one.tag for one in found.leave_out} == {
        "customer_id": "id",
        "joined_on": "date",
        "remark": "text",
        "firm": "constant",
        "gone": "empty",
    }
    assert found.features == ("age", "country")
    assert found.leave_out_reason == "An id can only be learned by heart."


def test_suggestion_becomes_a_recipe_that_can_be_changed() -> None:
    frame, schema = _churn()
    recipe = suggest(schema, facts_of(frame)).recipe(metric="log_loss", features=("age",))
    assert (recipe.target, recipe.positive, recipe.time) == ("churned", "yes", "joined_on")
    assert (recipe.metric, recipe.features) == ("log_loss", ("age",))


def test_roles_of_the_dataset_come_before_guesses() -> None:
    frame, schema = _churn()
    schema = schema.assigned(
        {"age": Role.TARGET, "country": Role.GROUP, "joined_on": Role.LEFT_OUT}
    )
    found = suggest(schema, facts_of(frame))
    assert (found.target, found.task, found.metric) == ("age", Task.REGRESSION, "mae")
    assert (found.time, found.group) == (None, "country")
    assert found.hold_out.kind is HoldOutKind.GROUPED
    assert "age" not in found.features
    assert "joined_on" not in found.features


def test_person_can_ask_for_another_target() -> None:
    frame, schema = _churn()
    found = suggest(schema, facts_of(frame), target="country")
    assert (found.target, found.task) == ("country", Task.MULTICLASS)
    assert "churned" in found.features
    with pytest.raises(NeedsYou, match="no column colour"):
        suggest(schema, facts_of(frame), target="colour")


def test_table_without_anything_to_predict_says_so() -> None:
    frame, schema = _churn()
    names = ("customer_id", "joined_on", "firm")
    with pytest.raises(NeedsYou, match="No column of this table"):
        suggest(Schema(tuple(schema[n] for n in names)), facts_of(frame.select(names)))


def test_facts_come_back_from_json() -> None:
    frame, schema = _churn()
    facts = facts_of(frame)
    back = FrameFacts.from_dict(json.loads(json.dumps(facts.to_dict())))
    assert back == facts
    assert suggest(schema, back) == suggest(schema, facts)
