"""Thresholds by costs: chosen on rows learned from, kept with the model, heeded when it answers."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tidemill.base.progress import Silent
from tidemill.domain.business_value import Costs
from tidemill.domain.choice_rules import ChoiceRule
from tidemill.services import (
    business_value,
    choosing,
    datasets,
    exporting,
    promotion,
    registering,
    registry,
    retraining,
    tables,
    training_runs,
    validating,
)
from tidemill.services.registry import LEARNED_FILE, MODEL_FILE, PREDICTIONS_FILE
from tidemill.services.serving import served_models
from tidemill.services.training import decision_thresholds, persist
from tidemill.services.training.predictions import Predictions

# A missed yes is so dear that yes is said early: at 0.5 nobody would, who knows the costs.
RULE = ChoiceRule(
    "money", costs=Costs({"no:yes": 1.0, "yes:no": 9.0}, unit="EUR"), is_threshold_chosen=True
)


@pytest.fixture
def learned(workspace, month, take_in, drain):
    """A run trained for the rule on 600 rows."""
    take_in(month(1, n=600), dataset="shop")
    levels = _levels(workspace)
    choosing.put(workspace, _of(levels))
    job_id = training_runs.train(
        workspace, "shop", estimators=["logistic_regression"], choice="money"
    )
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    return run


def _levels(workspace):
    frame = tables.whole(workspace, datasets.version(workspace, "shop"))
    return tuple(sorted(frame["bought"].levels))


def _of(levels):
    no, yes = levels
    return replace(RULE, costs=Costs({f"{no}:{yes}": 1.0, f"{yes}:{no}": 9.0}, unit="EUR"))


def _model(workspace, run):
    return persist.load(workspace.blobs.get_bytes(run.artifacts[MODEL_FILE]))


def test_a_training_for_a_rule_keeps_the_threshold_with_its_model(workspace, learned):
    model = _model(workspace, learned)
    kept = model.kept_threshold
    assert kept.rule == "money"
    assert 0.02 < kept.value < 0.35
    assert kept.cost < kept.usual_cost
    assert learned.params["threshold"] == f"{kept.value:.6g}"
    page = json.loads(workspace.blobs.get_bytes(learned.artifacts[LEARNED_FILE]))
    assert kept.words in page["notes"]
    said = Predictions.from_bytes(workspace.blobs.get_bytes(learned.artifacts[PREDICTIONS_FILE]))
    assert said.threshold == kept.value
    yes = np.array(said.labels()) == said.levels[1]
    assert np.array_equal(yes, said.values >= kept.value)
    assert (yes & (said.values < 0.5)).any()


def test_the_threshold_never_looks_at_the_rows_held_out(workspace, learned):
    model = _model(workspace, learned)
    version = datasets.version(workspace, "shop")
    schema = datasets.schema_of(workspace, version)
    frame = tables.as_schema(tables.whole(workspace, version), schema)
    held = Predictions.from_bytes(workspace.blobs.get_bytes(learned.artifacts[PREDICTIONS_FILE]))
    rows = np.setdiff1d(np.arange(frame.n_rows), held.rows)
    rule = choosing.find(workspace, "money")
    told = decision_thresholds.decided(model, rule, frame, schema, Silent(), rows=rows)
    assert told.kept_threshold == model.kept_threshold
    # The same where what is held out says the opposite everywhere.
    column = frame["bought"]
    codes = column.values.copy()
    codes[held.rows] = 1 - codes[held.rows]
    turned = type(frame)(
        tuple(replace(c, values=codes) if c.name == "bought" else c for c in frame)
    )
    again = decision_thresholds.decided(model, rule, turned, schema, Silent(), rows=rows)
    assert again.kept_threshold == model.kept_threshold


def test_services_files_and_exports_say_yes_from_the_threshold_on(
    workspace, learned, drain, tmp_path
):
    version = registering.register(workspace, learned.name, name="buyers")
    served = served_models.load(workspace, version)
    kept = _model(workspace, learned).threshold
    yes = served.model.levels[1]
    rows = [{"x": x, "shop": "north"} for x in np.linspace(-3, 3, 61)]
    for some in (rows, rows[:1]):  # by rows as a table and as dicts
        for one, share in zip(served.answer(some), served.model.predict(some), strict=True):
            assert one.prediction == (yes if share >= kept else served.model.levels[0])
            assert one.probability == pytest.approx(share if one.prediction == yes else 1 - share)
    assert any(one.prediction == yes and one.probability < 0.5 for one in served.answer(rows))
    for form in ("onnx", "package"):
        out = tmp_path / (f"buyers.{'onnx' if form == 'onnx' else 'zip'}")
        exporting.ask(workspace, "buyers@1", form, out)
        [job] = drain()
        assert job.error is None
        assert out.exists()
    import onnxruntime

    session = onnxruntime.InferenceSession((tmp_path / "buyers.onnx").read_bytes())
    fed = {
        one.name: np.array([[r["x"] if one.name == "x" else "north"] for r in rows], dtype=kind)
        for one in session.get_inputs()
        for kind in (object if "string" in one.type else np.float64,)
    }
    fed = {name: fed[name].reshape(-1, 1) for name in fed}
    labels, shares = session.run(None, fed)
    assert labels.ravel().tolist() == [
        yes if share >= kept else served.model.levels[0] for share in shares[:, 1]
    ]


def test_a_retrained_candidate_gets_a_threshold_and_gates_judge_by_each_ones_own(
    workspace, learned, month, take_in, drain
):
    registering.register(workspace, learned.name, name="buyers")
    business_value.set_costs(workspace, "buyers", dict(_of(_levels(workspace)).costs.amounts))
    take_in(month(2, n=600), dataset="shop")
    retraining.ask(workspace, "buyers")
    drain()
    version = registry.version(workspace, "buyers@2")
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    assert model.kept_threshold.rule == "money"
    gate = validating.again(workspace, "buyers@2").gates[0]
    assert gate["evidence"]["rule"]["name"] == "money"
    assert gate["evidence"]["thresholds"][0] == model.threshold


def test_another_rule_under_the_name_is_another_input(workspace, learned, month, take_in, drain):
    """A candidate that was made for a rule is made again once the rule says something else."""
    registering.register(workspace, learned.name, name="buyers")
    take_in(month(2, n=600), dataset="shop")
    no, yes = _levels(workspace)
    promoted = {}
    for dearer in (9.0, 9.0, 30.0):
        amounts = {f"{no}:{yes}": 1.0, f"{yes}:{no}": dearer}
        choosing.put(workspace, ChoiceRule("money", costs=Costs(amounts), is_threshold_chosen=True))
        retraining.ask(workspace, "buyers")
        drain()
        newest = max(registry.find(workspace, "buyers").versions, key=lambda v: v.number)
        if newest.number not in promoted:
            promotion.promote(
                workspace, f"buyers@{newest.number}", anyway=True, reason="to see what follows"
            )
        promoted[newest.number] = newest.input_hash
    assert [*promoted] == [2, 3]  # the second time nothing had changed
    assert promoted[2] != promoted[3]


def test_a_given_threshold_is_kept_and_few_rows_get_the_implied_one(workspace, shop, drain):
    rule = replace(_of(_levels(workspace)), is_threshold_chosen=False)
    choosing.put(workspace, replace(rule, costs=replace(rule.costs, threshold=0.3)))
    job = training_runs.train(workspace, "shop", estimators=["prior"], choice="money")
    drain()
    kept = _model(workspace, training_runs.ranked(workspace, job)[0]).kept_threshold
    assert (kept.value, kept.is_given) == (0.3, True)
    choosing.put(workspace, replace(rule, is_threshold_chosen=True))
    job = training_runs.train(workspace, "shop", estimators=["prior"], choice="money", hold_out=0.6)
    drain()
    kept = _model(workspace, training_runs.ranked(workspace, job)[0]).kept_threshold
    assert kept.is_implied
    assert kept.value == pytest.approx(0.1)


def test_a_model_without_a_rule_says_nothing_of_thresholds(workspace, shop, drain):
    job = training_runs.train(workspace, "shop", estimators=["prior"])
    drain()
    run = training_runs.ranked(workspace, job)[0]
    model = _model(workspace, run)
    assert model.kept_threshold is None
    assert "threshold" not in model.to_dict()
    assert "threshold" not in run.params
