"""Versions that scripts registered, by command: listed, and judged on data."""

import json

import pytest
import skops.io

from tidemill.services import workspace as workspaces
from tidemill.services.mlflow import artifacts, logged_models, model_versions, registered
from tidemill.services.mlflow.tracker import Tracker


@pytest.fixture
def theirs(champion, tmp_path):
    """A version that a script registered, of a model Tidemill does not have."""
    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    rows = pd.DataFrame({"x": [0.0, 1.0, 2.0, 3.0, 4.0, 5.0] * 5})
    model = LogisticRegression().fit(rows, ["yes" if x > 2 else "no" for x in rows["x"]])
    page = {
        "flavors": {"sklearn": {"pickled_model": "model.skops"}},
        "mlflow_version": "3.17.2",
        "signature": {"inputs": '[{"type": "double", "name": "x"}]'},
    }
    files = {"model.skops": skops.io.dumps(model), "MLmodel": json.dumps(page).encode()}
    with workspaces.opened(tmp_path / "ws") as workspace:
        tracker = Tracker(workspace, "default")
        made = logged_models.create(tracker, {"experiment_id": "0", "name": "m"})
        key = made["model"]["info"]["model_id"]
        for path, data in files.items():
            where = artifacts.address(tracker, f"0/models/{key}/artifacts/{path}")
            with workspace.blobs.scratch() as temporary:
                temporary.write_bytes(data)
                artifacts.put(tracker, where, temporary)
        registered.create(tracker, {"name": "theirs"})
        source = {"name": "theirs", "source": f"models:/{key}", "model_id": key}
        model_versions.create(tracker, source)
    return "theirs@1"


def test_registered_versions_are_listed_and_judged(tidemill, theirs):
    [one] = tidemill("models", "registered", "--json").json["items"]
    assert (one["model"], one["version"], one["judged"]) == ("theirs", 1, False)
    assert one["inputs"] == [{"name": "x", "type": "double"}]
    assert one["why_not"] is None
    said = tidemill("models", "judge", theirs, "--on", "shop", "--json")
    assert said.code == 0, said.err
    assert (said.json["version"], said.json["stage"]) == (1, "candidate")
    assert said.json["gates"]
    [one] = tidemill("models", "registered", "theirs", "--json").json["items"]
    assert (one["judged"], one["stage"]) == (True, "candidate")


def test_what_names_no_version_is_said(tidemill, theirs):
    assert tidemill("models", "judge", "theirs", "--on", "shop").code == 2
    said = tidemill("models", "judge", "theirs@9", "--on", "shop")
    assert said.code == 3
    assert "version 9 of theirs" in said.err
