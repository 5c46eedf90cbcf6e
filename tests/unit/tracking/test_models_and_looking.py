"""Models and predictions handed over by scripts; a workspace looked into from a notebook."""

import numpy as np
import pytest

import tidemill
from tidemill.domain.recipes import Task
from tidemill.services import workspace as workspaces
from tidemill.services.training.predictions import Predictions
from tidemill.store import runs as run_rows
from tidemill.tracking import session as sessions


def test_a_model_is_kept_without_pickle_and_says_what_it_is(look):
    import json

    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    from tidemill.services.training import persist

    x = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "b": [1.0, 0.0, 1.0, 0.0]})
    model = LogisticRegression().fit(x, ["no", "no", "yes", "yes"])
    with tidemill.start_run("churn") as run:
        run.log_model(model, example=x.head(2))
    found = look(run.id)
    blobs = look.workspace().blobs
    loaded = persist.from_skops(blobs.get_bytes(found.artifacts["model/model.skops"]))
    assert loaded.predict(x).tolist() == model.predict(x).tolist()
    page = json.loads(blobs.get_bytes(found.artifacts["model/model.json"]))
    assert page["classes"] == ["no", "yes"]
    assert page["inputs"] == [{"name": "a", "type": "float64"}, {"name": "b", "type": "float64"}]


class Own:
    """A model of the script's own, which nobody trusts unasked."""

    def __init__(self) -> None:
        self.weights = np.ones(3)


def test_a_model_of_types_nobody_trusts_is_kept_and_said(look, expect_log):
    expect_log("holds types that are not trusted, .*Own")
    with tidemill.start_run("churn") as run:
        run.log_model(Own())
    assert "model/model.skops" in look(run.id).artifacts


def kept_predictions(look, run) -> Predictions:
    found = look(run.id)
    return Predictions.from_bytes(
        look.workspace().blobs.get_bytes(found.artifacts["predictions.npz"])
    )


@pytest.mark.parametrize(
    ("y_true", "y_pred", "more", "task", "levels", "shown", "truth"),
    [
        ([0, 1, 1], [0.1, 0.8, 0.4], {}, Task.BINARY, ("0", "1"), [0.1, 0.8, 0.4], [0, 1, 1]),
        ([0, 1, 1], [0, 1, 0], {}, Task.BINARY, ("0", "1"), [0, 1, 0], [0, 1, 1]),
        (["n", "y"], [[0.9, 0.1], [0.2, 0.8]], {}, Task.BINARY, ("n", "y"), [0.1, 0.8], [0, 1]),
        (["n", "y"], ["y", "y"], {}, Task.BINARY, ("n", "y"), [1, 1], [0, 1]),
        (
            ["a", "c"],
            [[1, 0, 0], [0, 0.5, 0.5]],
            {"classes": ["a", "b", "c"]},
            Task.MULTICLASS,
            ("a", "b", "c"),
            [[1, 0, 0], [0, 0.5, 0.5]],
            [0, 2],
        ),
        ([2, 0, 1], [2, 1, 1], {}, Task.MULTICLASS, ("0", "1", "2"), None, [2, 0, 1]),
        ([1.5, 2.5], [1.0, 3.0], {}, Task.REGRESSION, (), [1.0, 3.0], [1.5, 2.5]),
        ([0, 1], [0.2, 0.7], {"task": "regression"}, Task.REGRESSION, (), [0.2, 0.7], [0, 1]),
    ],
)
def test_predictions_are_kept_for_comparisons(
    look, y_true, y_pred, more, task, levels, shown, truth
):
    with tidemill.start_run("churn") as run:
        run.log_predictions(y_true, np.array(y_pred), **more)
    kept = kept_predictions(look, run)
    assert (kept.task, kept.levels) == (task, levels)
    assert kept.rows.tolist() == list(range(len(y_true)))
    assert kept.truth.tolist() == truth
    if shown is not None:
        assert np.allclose(kept.values, shown)
    else:
        assert kept.values.argmax(axis=1).tolist() == y_pred


def test_rows_are_known_by_their_ids_in_each_run(look):
    import pandas as pd

    names = pd.Series(["c7", "c9"])
    with tidemill.start_run("churn") as run:
        run.log_predictions(pd.Series([1.0, 2.5]), pd.Series([1.0, 2.0]), ids=names)
    with tidemill.start_run("churn") as other:
        other.log_predictions([2.5, 1.0], [2.0, 1.0], ids=names[::-1])
    first, second = kept_predictions(look, run), kept_predictions(look, other)
    assert first.rows.tolist() == second.rows.tolist()[::-1]
    assert len(set(first.rows.tolist())) == 2


def test_predictions_that_do_not_fit_are_said(look, expect_log):
    expect_log("log_predictions logged nothing: ValueError: y_true has the shape")
    with tidemill.start_run("churn") as run:
        run.log_predictions([1, 2, 3], [1, 2])
    assert "predictions.npz" not in look(run.id).artifacts


def test_runs_are_a_table(folder, monkeypatch):
    monkeypatch.setattr(run_rows, "_AT_ONCE", 1)  # more runs than a query takes
    for n in range(3):
        with tidemill.start_run("churn", name=f"r{n}", params={"depth": n}) as run:
            run.log_metric("auc", 0.8 + n / 100)
    sessions.close_all()
    with tidemill.open(folder) as ws:
        table = ws.runs(where="metrics.auc > 0.8", sort="-metrics.auc")
        assert table["name"].tolist() == ["r2", "r1"]
        assert table["params.depth"].tolist() == ["2", "1"]
        assert len(ws.runs(limit=1)) == 1
        assert ws.runs(where="metrics.auc > 1").columns[:2].tolist() == ["id", "name"]


def test_drift_of_two_tables(folder):
    import pandas as pd

    workspaces.create(folder).close()
    random = np.random.default_rng(1)
    before = pd.DataFrame(
        {
            "age": random.normal(40, 5, 2000),
            "plan": random.choice(["a", "b"], 2000),
            "when": pd.date_range("2026-01-01", periods=2000, freq="h"),
            "is_new": random.random(2000) < 0.5,
            "n": random.integers(0, 9, 2000),
        }
    )
    now = before.assign(age=before["age"] + 20, plan=before["plan"].astype("category"))
    with tidemill.open(folder) as ws:
        report = ws.drift(before, now)
    assert report.drifted == ("age",)
    kinds = dict(zip(report.columns["name"], report.columns["kind"], strict=True))
    assert kinds == {
        "age": "numeric",
        "plan": "categorical",
        "when": "datetime",
        "is_new": "boolean",
        "n": "numeric",
    }


class Polars:
    """A table of a library that Tidemill does not know, but for how to get a DataFrame of it."""

    def __init__(self, table):
        self._table = table

    def to_pandas(self):
        return self._table


def test_drift_of_files_arrow_tables_and_whatever_becomes_a_dataframe(folder, tmp_path):
    import pandas as pd
    import pyarrow as pa

    from tidemill.base.errors import WrongUse

    workspaces.create(folder).close()
    random = np.random.default_rng(2)
    before = pd.DataFrame({"age": random.normal(40, 5, 800), "n": random.integers(0, 9, 800)})
    now = before.assign(age=before["age"] + 20)
    before.to_csv(tmp_path / "before.csv", index=False)
    now.to_csv(tmp_path / "now.csv", index=False)
    pairs = [
        (tmp_path / "before.csv", str(tmp_path / "now.csv")),
        (pa.Table.from_pandas(before), pa.Table.from_pandas(now)),
        (Polars(before), Polars(now)),
        (before, tmp_path / "now.csv"),
    ]
    with tidemill.open(folder) as ws:
        reports = [ws.drift(*pair, exact=True) for pair in pairs]
        assert ws.drift(before, now, columns=["n"]).drifted == ()
        whole = ws.drift(before, now, together=True)
        with pytest.raises(WrongUse, match="A list is no table"):
            ws.drift([1, 2], now)
    assert [report.drifted for report in reports] == [("age",)] * 4
    assert reports[1].to_dict() == reports[2].to_dict()
    assert whole.together[0].columns[0][0] == "age"


def test_a_workspace_that_is_not_there_is_said_by_raising(tmp_path):
    from tidemill.base.errors import NoWorkspace

    with pytest.raises(NoWorkspace):
        tidemill.open(tmp_path / "nothing")
    with pytest.raises(AttributeError, match="no attribute 'run'"):
        _ = tidemill.run
    assert "start_run" in dir(tidemill)
