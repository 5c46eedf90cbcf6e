"""Two versions on one page: what differs, beyond chance or not, and the two sentences."""

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.intervals import paired_gain
from tidemill.domain.model_diffs import (
    Answers,
    DataChange,
    MeasureChange,
    summary_of,
)
from tidemill.domain.recipes import Task
from tidemill.services import model_diffs, registering, registry, runs, training_runs
from tidemill.services.training.predictions import Predictions

SAME = DataChange("shop v1", "shop v1", True, "Both learned from the same rows.")


@pytest.fixture
def two(workspace, shop, drain):
    """Two versions of one training, judged on the same rows: by a line, and by the prior alone."""
    job = training_runs.train(workspace, shop, estimators=("prior", "logistic_regression"))
    drain()
    found = {run.params["estimator"]: run for run in training_runs.ranked(workspace, job)}
    for name in ("prior", "logistic_regression"):
        registering.register(workspace, found[name].id, name="buyers")
    return workspace


def test_measures_have_the_paired_interval_on_the_same_rows(two):
    found = model_diffs.diff(two, "buyers@1", "buyers@2")
    kept = [
        Predictions.from_bytes(
            two.blobs.get_bytes(
                runs.one(two, registry.version(two, a).run_id).artifacts["predictions.npz"]
            )
        )
        for a in ("buyers@1", "buyers@2")
    ]
    truth, old = kept[0].judged()
    _, new = kept[1].judged()
    known = paired_gain(Task.BINARY, "auc", truth, new, old, seed=0)
    auc = next(one for one in found.measures if one.metric == "auc")
    assert (auc.low, auc.high) == pytest.approx((known.low, known.high))
    assert auc.is_better is True
    assert found.judged_on == f"the same {len(truth):,} rows"
    assert found.answers.n_rows == len(truth)
    wrong = [(p >= 0.5) != truth for p in (old, new)]
    assert found.answers.n_better == int((wrong[0] & ~wrong[1]).sum())
    assert found.answers.n_worse == int((~wrong[0] & wrong[1]).sum())
    assert found.answers.distance == pytest.approx(float(np.abs(new - old).mean()))
    assert len(found.answers.rows) <= model_diffs.MOST_ROWS


def test_parameters_that_differ_are_named_and_equal_ones_counted(two):
    found = model_diffs.diff(two, "buyers@1", "buyers@2")
    changed = {one.name: (one.before, one.after) for one in found.params}
    assert changed["estimator"] == ("prior", "logistic_regression")
    assert "seed" not in changed
    assert found.n_same_params > 3
    assert found.data == DataChange("shop v1", "shop v1", True, SAME.words)
    assert found.schema == ()
    assert found.summary.startswith("v2 learned from the same data as v1; ")
    assert "(better beyond chance)" in found.summary
    assert found.slices_of
    assert {one.column for one in found.slices} <= {"x", "shop", "day"}


def test_a_version_is_not_held_against_itself(two):
    with pytest.raises(NeedsYou, match="against itself"):
        model_diffs.diff(two, "buyers@1", "buyers@1")


def test_a_difference_is_told_in_plain_json(two):
    told = model_diffs.diff(two, "buyers@1", "buyers@2").to_dict()
    assert told["measures"][0]["change"] == pytest.approx(
        told["measures"][0]["after"] - told["measures"][0]["before"]
    )
    assert told["data"]["columns"] == []


def measure(low=None, high=None):
    return MeasureChange("auc", "AUC", 4, 0.8, 0.81, low, high)


def test_the_summary_is_two_sentences_that_say_how_sure():
    other = DataChange("shop v1", "shop v2", False, "")
    answers = Answers(n_rows=200, n_differ=10)
    words = summary_of(("v1", "v2"), other, (1, 0, 0), (measure(0.001, 0.02),), "the same 200 rows",
                       answers)  # fmt: skip
    assert words == (
        "v2 learned from shop v2, v1 from shop v1; 1 parameter differs. On the same 200 rows AUC "
        "is 0.0100 higher (better beyond chance), and 5.0% of the answers change sides."
    )


def test_the_summary_says_where_different_rows_say_little():
    words = summary_of(("v1", "v2"), SAME, (0, 0, 0), (measure(),), "different rows", Answers())
    assert words == (
        "v2 learned from the same data as v1; nothing else differs. AUC is 0.0100 higher, but they "
        "were judged on different rows, so that this says little."
    )
