"""Several classes by costs: kept with the model, heeded wherever it answers."""

import json
import random

import numpy as np
import pytest

from tidemill.base.progress import Silent
from tidemill.domain.business_value import Costs, decided
from tidemill.domain.choice_rules import ChoiceRule
from tidemill.domain.gate_sets import GateWish
from tidemill.domain.recipes import Task
from tidemill.services import (
    business_value,
    choosing,
    exporting,
    gate_sets,
    registering,
    training_runs,
    validating,
)
from tidemill.services.registry import LEARNED_FILE, MODEL_FILE, PREDICTIONS_FILE
from tidemill.services.serving import served_models
from tidemill.services.training import persist
from tidemill.services.training.predictions import Predictions

AMOUNTS = {"high:low": 40.0, "high:mid": 15.0, "mid:low": 4.0, "low:mid": 1.0, "low:high": 1.0}
RULE = ChoiceRule("money", costs=Costs(AMOUNTS, unit="EUR"), is_threshold_chosen=True)


@pytest.fixture
def learned(workspace, tmp_path, take_in, drain):
    """A run trained for the rule."""
    draw = random.Random(11)
    lines = ["x,shop,size"]
    for _ in range(900):
        x = draw.gauss(0.0, 1.0)
        seen = x + draw.gauss(0.0, 0.8)
        size = "low" if seen < 0.2 else "mid" if seen < 1.2 else "high"
        lines.append(f"{x:.4f},{draw.choice(['north', 'south'])},{size}")
    path = tmp_path / "sizes.csv"
    path.write_text("\n".join(lines) + "\n")
    take_in(path, dataset="sizes", target="size", time=None)
    choosing.put(workspace, RULE)
    job_id = training_runs.train(
        workspace, "sizes", estimators=["logistic_regression"], choice="money"
    )
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    return run


def _model(workspace, run):
    return persist.load(workspace.blobs.get_bytes(run.artifacts[MODEL_FILE]))


def test_the_costs_are_kept_with_the_model_and_say_other_classes(workspace, learned):
    model = _model(workspace, learned)
    kept = model.kept_table
    assert kept.rule == "money"
    assert kept.cost < kept.usual_cost
    assert learned.params["decides_by"] == "money"
    page = json.loads(workspace.blobs.get_bytes(learned.artifacts[LEARNED_FILE]))
    assert kept.words in page["notes"]
    said = Predictions.from_bytes(workspace.blobs.get_bytes(learned.artifacts[PREDICTIONS_FILE]))
    usual = [said.levels[k] for k in said.values.argmax(axis=1)]
    assert said.labels() != usual
    assert said.labels().count("high") > usual.count("high")  # what is dear to miss


def test_services_and_onnx_files_say_the_class_by_costs(workspace, learned, drain, tmp_path):
    version = registering.register(workspace, learned.name, name="sizes")
    served = served_models.load(workspace, version)
    model = _model(workspace, learned)
    rows = [{"x": x, "shop": "north"} for x in np.linspace(-3, 3, 61)]
    for some in (rows, rows[:1]):  # by rows as a table and as dicts
        shares = served.model.predict(some)
        codes = decided(Task.MULTICLASS, shares, model.own)
        for one, share, code in zip(served.answer(some), shares, codes.tolist(), strict=True):
            assert one.prediction == model.levels[code]
            assert one.probability == pytest.approx(share[code])
    shares = served.model.predict(rows)
    assert (decided(Task.MULTICLASS, shares, model.own) != shares.argmax(axis=1)).any()
    exporting.ask(workspace, "sizes@1", "onnx", tmp_path / "sizes.onnx")
    [job] = drain()
    assert job.error is None
    import onnxruntime

    session = onnxruntime.InferenceSession((tmp_path / "sizes.onnx").read_bytes())
    fed = {
        one.name: np.array(
            [[r["x"] if one.name == "x" else "north"] for r in rows],
            dtype=object if "string" in one.type else np.float64,
        )
        for one in session.get_inputs()
    }
    labels, given = session.run(None, fed)
    by_costs = decided(Task.MULTICLASS, given, model.own)
    assert labels.ravel().tolist() == [model.levels[code] for code in by_costs.tolist()]


def test_gates_and_ranking_judge_each_model_as_it_decides(workspace, learned):
    registering.register(workspace, learned.name, name="sizes")
    business_value.set_costs(workspace, "sizes", AMOUNTS, unit="EUR")
    gate_sets.add_to_model(workspace, "sizes", GateWish("worth_more"))
    said = {one["gate"]: one for one in validating.again(workspace, "sizes@1").gates}
    held = Predictions.from_bytes(workspace.blobs.get_bytes(learned.artifacts[PREDICTIONS_FILE]))
    y, p = held.judged()
    model = _model(workspace, learned)
    table = RULE.costs.table(model.levels)
    by_costs = table[y, (p @ table).argmin(axis=1)].mean()
    assert said["worth_more"]["evidence"]["cost_a_row"] == pytest.approx(by_costs)
    assert by_costs < table[y, p.argmax(axis=1)].mean()
    found = choosing.ranked(workspace, RULE, [learned], Silent())
    assert found.runs[0].score == pytest.approx(-by_costs * 1_000)
