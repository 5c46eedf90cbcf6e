"""Models that scripts log by MLflow's interface."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tidemill.services import activity, trash
from tidemill.services import runs as whole_runs
from tidemill.services.workspace import Workspace

from .conftest import API, Client

FILES = "/api/2.0/mlflow-artifacts/artifacts"


def begun(client: Client, **body: Any) -> Any:
    client.tracker.workspace.clock.at += timedelta(seconds=1)  # type: ignore[attr-defined]
    made = client.done("logged-models", **{"experiment_id": "0", "name": "model", **body})
    return made["model"]["info"]


def model(client: Client, model_id: str) -> Any:
    reply = client.get(f"logged-models/{model_id}")
    assert reply.status == 200, reply.data
    return reply.json["model"]


def found(client: Client, **body: Any) -> list[str]:
    told = client.done("logged-models/search", **{"experiment_ids": ["0"], **body})
    return [one["info"]["name"] for one in told["models"]]


def pairs(**values: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


def measured(client: Client, run_id: str, model_id: str, value: Any, **more: Any) -> None:
    metric = {"key": "auc", "value": value, "timestamp": 5, "step": 1, "model_id": model_id}
    client.done("runs/log-batch", run_id=run_id, metrics=[{**metric, **more}])


def test_model_is_begun_filled_with_files_finished_and_read_back(client: Client) -> None:
    run_id = client.run()
    info = begun(
        client, source_run_id=run_id, params=pairs(C="1.0"), tags=pairs(a="b"), model_type="linear"
    )
    assert info["status"] == "LOGGED_MODEL_PENDING"
    assert info["source_run_id"] == run_id
    model_id = info["model_id"]
    assert info["artifact_uri"] == f"mlflow-artifacts:/0/models/{model_id}/artifacts"
    folder = f"0/models/{model_id}/artifacts"
    assert client.ask("PUT", f"{FILES}/{folder}/MLmodel", b"flavors: {}\n").status == 200
    assert client.ask("PUT", f"{FILES}/{folder}/data/a b.bin", b"\0\1").status == 200
    listed = client.ask("GET", FILES, query={"path": folder}).json["files"]
    assert [(one["path"], one["is_dir"]) for one in listed] == [("MLmodel", False), ("data", True)]
    assert client.ask("GET", f"{FILES}/{folder}/data/a b.bin").data == b"\0\1"
    below = client.get(f"logged-models/{model_id}/artifacts/directories").json
    assert [one["path"] for one in below["files"]] == ["MLmodel", "data"]
    ready = client.ask("PATCH", f"{API}logged-models/{model_id}", {"status": "LOGGED_MODEL_READY"})
    assert ready.json["model"]["info"]["status"] == "LOGGED_MODEL_READY"
    told = model(client, model_id)
    assert told["data"]["params"] == pairs(C="1.0")
    assert told["info"]["tags"] == pairs(a="b")
    assert told["info"]["model_type"] == "linear"
    assert client.ask("DELETE", f"{FILES}/{folder}/data").status == 200
    assert client.ask("GET", f"{FILES}/{folder}/data/a b.bin").status == 404


def test_outputs_of_a_run_are_told_with_it_and_go_with_it_but_the_model_stays(
    client: Client, workspace: Workspace
) -> None:
    run_id = client.run()
    model_id = begun(client, source_run_id=run_id)["model_id"]
    client.done("runs/outputs", run_id=run_id, models=[{"model_id": model_id, "step": 2}])
    client.done("runs/outputs", run_id=run_id, models=[{"model_id": model_id, "step": 3}])
    told = client.data(run_id)["outputs"]
    assert told == {"model_outputs": [{"model_id": model_id, "step": 3}]}
    client.done("runs/update", run_id=run_id, status="FINISHED")
    trash.delete(workspace, [whole_runs.one(workspace, run_id).pk])
    trash.empty(workspace)
    assert model(client, model_id)["info"]["source_run_id"] == run_id


def test_tags_and_parameters_of_a_model_are_changed(client: Client) -> None:
    model_id = begun(client, params=pairs(a="1"))["model_id"]
    path = f"{API}logged-models/{model_id}"
    set_ = client.ask("PATCH", f"{path}/tags", {"tags": pairs(x="1", y="2")})
    assert set_.json["model"]["info"]["tags"] == pairs(x="1", y="2")
    assert client.ask("PATCH", f"{path}/tags", {"tags": [{"key": "p/q", "value": "3"}]}).json
    assert client.ask("DELETE", f"{path}/tags/p/q").json == {}
    assert client.ask("DELETE", f"{path}/tags/x").json == {}
    assert client.ask("DELETE", f"{path}/tags/x").status == 404
    assert model(client, model_id)["info"]["tags"] == pairs(y="2")
    client.done(f"logged-models/{model_id}/params", params=pairs(a="1", b="2"))
    refused = client.post(f"logged-models/{model_id}/params", params=pairs(c="9", a="3"))
    assert refused.status == 400
    assert "value='1'" in refused.json["message"]
    assert model(client, model_id)["data"]["params"] == pairs(a="1", b="2")


def test_deleted_model_is_gone_and_told_only_where_deleted_ones_are_asked_for(
    client: Client,
) -> None:
    model_id = begun(client)["model_id"]
    assert client.ask("DELETE", f"{API}logged-models/{model_id}").json == {}
    gone = client.get(f"logged-models/{model_id}")
    assert (gone.status, gone.json["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert client.get(f"logged-models/{model_id}", allow_deleted="true").status == 200
    assert found(client) == []


def test_a_deleted_model_leaves_the_disk_with_the_trash_unless_a_version_was_made_of_it(
    client: Client, workspace: Workspace
) -> None:
    run_id = client.run()
    kept, gone, used, shares = (
        begun(client, source_run_id=run_id, name=name)["model_id"]
        for name in ("kept", "gone", "used", "shares")
    )
    for model_id, data in ((kept, b"one"), (gone, b"two"), (used, b"three"), (shares, b"one")):
        path = f"{FILES}/0/models/{model_id}/artifacts/model.bin"
        assert client.ask("PUT", path, data).status == 200
    measured(client, run_id, gone, 0.5)
    client.done("runs/outputs", run_id=run_id, models=[{"model_id": gone, "step": 0}])
    client.done("registered-models/create", name="churn")
    client.done("model-versions/create", name="churn", source=f"models:/{used}", model_id=used)
    for model_id in (gone, used, shares):
        assert client.ask("DELETE", f"{API}logged-models/{model_id}").json == {}
    n_before = len(list(workspace.blobs.stored()))

    freed = trash.empty(workspace)
    assert (freed.runs, freed.n_bytes) == (0, len(b"two"))
    assert len(list(workspace.blobs.stored())) == n_before - 1
    for model_id in (gone, shares):
        assert client.get(f"logged-models/{model_id}", allow_deleted="true").status == 404
    for model_id, data in ((kept, b"one"), (used, b"three")):
        path = f"{FILES}/0/models/{model_id}/artifacts/model.bin"
        assert client.get(f"logged-models/{model_id}", allow_deleted="true").status == 200
        assert model_id != kept or client.ask("GET", path).data == data
    entry = activity.recent(workspace, kind="runs").entries[0]
    assert entry.sentence == "emptied the trash: 2 logged models"
    assert trash.empty(workspace).n_bytes == 0


def test_what_was_measured_of_models_is_theirs_the_runs_and_searched_by_dataset(
    client: Client,
) -> None:
    run_id = client.run()
    ids = [begun(client, name=name)["model_id"] for name in ("one", "two", "none")]
    on = {"dataset_name": "march", "dataset_digest": "d1"}
    measured(client, run_id, ids[0], 0.7, **on)
    measured(client, run_id, ids[0], 0.2, timestamp=9)
    measured(client, run_id, ids[1], 0.6, dataset_name="april", dataset_digest="d2")
    measured(client, run_id, ids[1], "NaN", key="odd")
    [first, second] = model(client, ids[0])["data"]["metrics"]
    assert first == {
        "key": "auc",
        "value": 0.7,
        "timestamp": 5,
        "step": 1,
        "model_id": ids[0],
        "run_id": run_id,
        **on,
    }
    assert "dataset_name" not in second
    assert model(client, ids[1])["data"]["metrics"][1]["value"] == "NaN"
    assert {m["key"] for m in client.data(run_id)["data"]["metrics"]} == {"auc", "odd"}
    assert found(client, datasets=[{"dataset_name": "march"}]) == ["one"]
    assert found(client, datasets=[{"dataset_name": "march", "dataset_digest": "d2"}]) == []
    assert found(client, filter="metrics.auc > 0.5") == ["two", "one"]
    on_april = [{"dataset_name": "april"}]
    assert found(client, filter="metrics.auc > 0.5", datasets=on_april) == ["two"]
    by_auc = {"field_name": "metrics.auc", "ascending": False}
    assert found(client, order_by=[by_auc]) == ["two", "one", "none"]  # newest values, then none
    assert found(client, order_by=[{**by_auc, **on}]) == ["one", "none", "two"]
    wrong = client.post(
        "runs/log-metric", run_id=run_id, key="a", value=1, timestamp=1, model_id="m-0"
    )
    assert wrong.status == 404


def test_models_are_found_by_attributes_parameters_and_tags_in_pages(client: Client) -> None:
    run_id = client.run()
    for k in range(3):
        begun(client, name=f"m{k}", params=pairs(k=str(k)), source_run_id=run_id if k else None)
    assert found(client) == ["m2", "m1", "m0"]
    assert found(client, filter=f"source_run_id = '{run_id}'") == ["m2", "m1"]
    assert found(client, filter="params.k IN ('0', '2') AND name LIKE 'm%'") == ["m2", "m0"]
    assert found(client, filter="status = 'READY'") == []
    assert found(client, order_by=[{"field_name": "name"}]) == ["m0", "m1", "m2"]
    assert found(client, experiment_ids=["77"]) == []
    asked = {"experiment_ids": ["0"], "max_results": 2}
    page = client.done("logged-models/search", **asked)
    rest = client.done("logged-models/search", **asked, page_token=page["next_page_token"])
    assert [one["info"]["name"] for one in rest["models"]] == ["m0"]
    assert "next_page_token" not in rest


@pytest.mark.parametrize(
    "body",
    [
        {"filter": "colour = 'red'"},
        {"order_by": [{"field_name": "colour"}]},
        {"order_by": [{"field_name": "metrics.a", "dataset_digest": "d"}]},
        {"order_by": ["name"]},
        {"datasets": "march"},
        {"experiment_ids": "0"},
    ],
)
def test_wrong_searches_are_refused(client: Client, body: dict[str, Any]) -> None:
    reply = client.post("logged-models/search", **{"experiment_ids": ["0"], **body})
    assert (reply.status, reply.json["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


@pytest.mark.parametrize("name", ["a/b", "a:b", "a.b", "a%b", 'a"b', "a'b"])
def test_names_that_are_no_addresses_are_refused(client: Client, name: str) -> None:
    assert client.post("logged-models", experiment_id="0", name=name).status == 400


def test_files_of_a_model_do_not_lead_out_of_its_folder(client: Client) -> None:
    model_id = begun(client)["model_id"]
    for path in (
        f"0/models/{model_id}",
        f"0/models/{model_id}/../x",
        f"0/models/{model_id}/other/x",
    ):
        assert client.ask("GET", f"{FILES}/{path}").status == 400, path
    for path in ("0/models/m-0/artifacts/x", f"0/models/{model_id}/artifacts/MLmodel"):
        assert client.ask("GET", f"{FILES}/{path}").status == 404, path
    up = f"0/models/{model_id}/artifacts/../../secret"
    assert client.ask("PUT", f"{FILES}/{up}", b"x").status == 400


def test_older_clients_note_models_in_a_tag_of_the_run(client: Client) -> None:
    run_id = client.run()
    page = {"artifact_path": "m", "flavors": {}, "utc_time_created": "now", "run_id": run_id}
    for path in ("m", "n"):
        client.done(
            "runs/log-model", run_id=run_id, model_json=json.dumps({**page, "artifact_path": path})
        )
    tags = {t["key"]: t["value"] for t in client.data(run_id)["data"]["tags"]}
    noted = json.loads(tags["mlflow.log-model.history"])
    assert [one["artifact_path"] for one in noted] == ["m", "n"]
    assert client.post("runs/log-model", run_id=run_id, model_json="{}").status == 400
    assert client.post("runs/log-model", run_id=run_id, model_json="{").status == 400
