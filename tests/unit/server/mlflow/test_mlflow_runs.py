"""Experiments and runs through MLflow's interface; what stands in Tidemill is the same."""

import threading
from typing import Any

import pytest

from tidemill.base.clock import monotonic
from tidemill.domain.runs import RunState
from tidemill.services import runs as whole_runs
from tidemill.services import trash
from tidemill.services.workspace import Workspace

from .conftest import Client

AT = 1_700_000_000_123


def point(key: str, value: Any, step: int = 0, at: int = AT) -> dict[str, Any]:
    return {"key": key, "value": value, "timestamp": at, "step": step}


def pairs(values: list[dict[str, str]]) -> dict[str, str]:
    return {one["key"]: one["value"] for one in values}


def test_run_is_filled_ended_and_read_back_and_stands_in_tidemill(
    client: Client, workspace: Workspace
) -> None:
    tags = [{"key": "mlflow.user", "value": "eve"}, {"key": "team", "value": "red"}]
    run_id = client.run(run_name="first", tags=tags)
    client.done("runs/log-parameter", run_id=run_id, run_uuid=run_id, key="depth", value="08")
    client.done("runs/log-metric", run_id=run_id, **point("auc", 0.75, 3))
    client.done(
        "runs/log-batch",
        run_id=run_id,
        metrics=[point("auc", 0.5, 4, AT + 7), point("odd", "NaN"), point("inf", "Infinity")],
        params=[{"key": "model", "value": "lgbm"}],
        tags=[{"key": "mlflow.note.content", "value": "a note"}],
    )
    ended = client.done("runs/update", run_id=run_id, status="FINISHED", end_time=AT + 9_000)
    assert ended["run_info"]["status"] == "FINISHED"
    told = client.data(run_id)
    assert told["info"] == {
        "run_id": run_id,
        "run_uuid": run_id,
        "run_name": "first",
        "experiment_id": "0",
        "user_id": "eve",
        "status": "FINISHED",
        "start_time": AT,
        "end_time": AT + 9_000,
        "artifact_uri": f"mlflow-artifacts:/0/{run_id}/artifacts",
        "lifecycle_stage": "active",
    }
    assert pairs(told["data"]["params"]) == {"depth": "08", "model": "lgbm"}
    assert pairs(told["data"]["tags"]) == {
        "team": "red",
        "mlflow.user": "eve",
        "mlflow.runName": "first",
        "mlflow.note.content": "a note",
    }
    metrics = {one["key"]: one for one in told["data"]["metrics"]}
    assert metrics["auc"] == point("auc", 0.5, 4, AT + 7)
    assert (metrics["odd"]["value"], metrics["inf"]["value"]) == ("NaN", "Infinity")
    run = whole_runs.one(workspace, run_id)
    assert (run.name, run.by, run.state, run.note) == ("first", "eve", RunState.FINISHED, "a note")
    assert run.params == {"depth": "08", "model": "lgbm"}
    assert run.metrics["auc"] == 0.5


def test_nested_run_stands_in_its_parent(client: Client, workspace: Workspace) -> None:
    parent = client.run()
    child = client.run(tags=[{"key": "mlflow.parentRunId", "value": parent}])
    assert whole_runs.one(workspace, child).parent_pk == whole_runs.one(workspace, parent).pk
    reply = client.post(
        "runs/create", experiment_id="0", tags=[{"key": "mlflow.parentRunId", "value": "f" * 32}]
    )
    assert (reply.status, reply.json["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")


def test_history_comes_whole_by_page_and_for_several_runs(client: Client) -> None:
    run_id, other = client.run(), client.run()
    points = [point("loss", 1 / (k + 1), k, AT + k) for k in range(500)]
    client.done("runs/log-batch", run_id=run_id, metrics=points)
    client.done("runs/log-metric", run_id=other, **point("loss", 7.0, 2))
    assert client.get("metrics/get-history", run_id=run_id, metric_key="loss").json == {
        "metrics": points
    }
    found, token = [], None
    for _ in range(3):
        query = {"run_id": run_id, "metric_key": "loss", "max_results": 200}
        page = client.get(
            "metrics/get-history", **query, **({"page_token": token} if token else {})
        )
        found += page.json["metrics"]
        token = page.json.get("next_page_token")
    assert (found, token) == (points, None)
    bulk = client.ask(
        "GET",
        "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval",
        query={"run_ids": [run_id, other], "metric_key": "loss", "max_results": 20},
    ).json["metrics"]
    mine = [one for one in bulk if one["run_id"] == run_id]
    assert len(mine) <= 20
    assert {k: v for k, v in mine[0].items() if k != "run_id"} == points[0]
    assert mine[-1]["step"] == 499
    assert [one["value"] for one in bulk if one["run_id"] == other] == [7.0]


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("runs/log-metric", {"key": "", "value": 1, "timestamp": 1}, "Missing value"),
        ("runs/log-metric", {"key": "a", "value": "x", "timestamp": 1}, "Invalid value"),
        ("runs/log-metric", {"key": "a", "value": 1}, "timestamp"),
        ("runs/log-metric", {"key": "../a", "value": 1, "timestamp": 1}, "must not resolve"),
        ("runs/log-metric", {"key": "a;b", "value": 1, "timestamp": 1}, "may only contain"),
        ("runs/log-metric", {"key": "a" * 251, "value": 1, "timestamp": 1}, "250"),
        ("runs/log-metric", {"key": "a", "value": 1, "timestamp": 2**63}, "whole number"),
        ("runs/update", {"status": "DONE"}, "status"),
        ("runs/log-batch", {"params": [{"key": f"p{k}", "value": ""} for k in range(101)]}, "100"),
        (
            "runs/log-batch",
            {"params": [{"key": "p", "value": "1"}, {"key": "p", "value": "2"}]},
            "Duplicate",
        ),
        ("runs/log-batch", {"metrics": [{}] * 1_001}, "1000"),
        ("runs/log-batch", {"metrics": "all"}, "list"),
        ("runs/log-inputs", {"datasets": [{"dataset": {"name": "a"}}]}, "digest"),
    ],
)
def test_wrong_values_are_refused_and_nothing_is_written(
    client: Client, path: str, body: dict[str, Any], words: str
) -> None:
    run_id = client.run()
    before = client.data(run_id)
    reply = client.post(path, run_id=run_id, **body)
    assert (reply.status, reply.json["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
    assert words in reply.json["message"]
    assert client.data(run_id) == before


def test_parameter_keeps_its_value_and_a_refused_batch_writes_nothing(client: Client) -> None:
    run_id = client.run()
    client.done("runs/log-parameter", run_id=run_id, key="depth", value="3")
    client.done("runs/log-parameter", run_id=run_id, key="depth", value="3")
    reply = client.post(
        "runs/log-batch",
        run_id=run_id,
        metrics=[point("auc", 1.0)],
        params=[{"key": "depth", "value": "5"}],
    )
    assert (reply.status, reply.json["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
    assert "Changing param values is not allowed" in reply.json["message"]
    assert client.data(run_id)["data"]["metrics"] == []


def test_long_value_is_cut_off_as_mlflow_cuts_it_and_may_come_again(client: Client) -> None:
    run_id = client.run(tags=[{"key": "made", "value": "y" * 8_001}])
    for _ in range(2):
        client.done("runs/log-parameter", run_id=run_id, key="a", value="x" * 6_001)
    client.done("runs/set-tag", run_id=run_id, key="b", value="z" * 9_000)
    data = client.data(run_id)["data"]
    tags = pairs(data["tags"])
    assert pairs(data["params"]) == {"a": "x" * 6_000}
    assert (tags["made"], tags["b"]) == ("y" * 8_000, "z" * 8_000)


def test_metric_shows_its_highest_step_and_of_that_the_newest(client: Client) -> None:
    run_id = client.run()
    for value, step, at in ((0.7, 3, AT), (0.5, 1, AT + 9), (0.8, 3, AT + 5), (0.6, 3, AT + 4)):
        client.done("runs/log-metric", run_id=run_id, **point("auc", value, step, at))
    points = [point("loss", 2.0, -1, AT), point("loss", 1.0, -2, AT + 1)]
    client.done("runs/log-batch", run_id=run_id, metrics=points)
    metrics = {one["key"]: one for one in client.data(run_id)["data"]["metrics"]}
    assert metrics == {"auc": point("auc", 0.8, 3, AT + 5), "loss": points[0]}
    found = client.done("runs/search", experiment_ids=["0"], filter="metrics.auc > 0.75")["runs"]
    assert len(found) == 1


def test_point_that_comes_again_stands_once(client: Client) -> None:
    run_id = client.run()
    points = [point("loss", float(k), k, AT + k) for k in range(5_000)]
    points += [point("odd", "NaN", 0), point("odd", "NaN", 0)]
    for start in (*range(0, len(points), 1_000), 0, 4_500):  # some of them are sent again
        some = points[start : start + 1_000]
        client.done("runs/log-batch", run_id=run_id, metrics=some)
    again = [point("loss", 7.5, 7, AT + 7), point("loss", 7.0, 7, AT + 8)]
    client.done("runs/log-batch", run_id=run_id, metrics=again * 2)
    told = client.get("metrics/get-history", run_id=run_id, metric_key="loss").json["metrics"]
    assert told == points[:5_000] + again
    odd = client.get("metrics/get-history", run_id=run_id, metric_key="odd").json["metrics"]
    assert len(odd) == 1
    metrics = {one["key"]: one for one in client.data(run_id)["data"]["metrics"]}
    assert metrics["loss"] == points[4_999]


def test_run_that_is_not_there_or_deleted_takes_nothing(client: Client) -> None:
    run_id = client.run()
    reply = client.post("runs/log-metric", run_id="f" * 32, **point("a", 1))
    assert (reply.status, reply.json["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    client.done("runs/update", run_id=run_id, status="FINISHED")
    client.done("runs/delete", run_id=run_id)
    assert client.data(run_id)["info"]["lifecycle_stage"] == "deleted"
    assert client.post("runs/log-metric", run_id=run_id, **point("a", 1)).status == 400
    client.done("runs/restore", run_id=run_id)
    client.done("runs/log-metric", run_id=run_id, **point("a", 1))


def test_tag_is_taken_away(client: Client) -> None:
    run_id = client.run(tags=[{"key": "team", "value": "red"}])
    client.done("runs/delete-tag", run_id=run_id, key="team")
    assert "team" not in pairs(client.data(run_id)["data"]["tags"])
    reply = client.post("runs/delete-tag", run_id=run_id, key="team")
    assert reply.json["error_code"] == "RESOURCE_DOES_NOT_EXIST"


def test_search_pages_sorts_with_missing_last_and_sees_what_was_just_logged(
    client: Client, workspace: Workspace
) -> None:
    ids = []
    for k in range(5):
        run_id = client.run(run_name=f"r{k}", start_time=AT + k)
        if k != 2:
            client.done("runs/log-metric", run_id=run_id, **point("auc", k / 10))
        client.done("runs/update", run_id=run_id, status="FINISHED")
        ids.append(run_id)

    def names(**body: Any) -> list[str]:
        found = client.done("runs/search", experiment_ids=["0"], **body)["runs"]
        return [run["info"]["run_name"] for run in found]

    assert names(order_by=["metrics.auc DESC"]) == ["r4", "r3", "r1", "r0", "r2"]
    assert names(order_by=["metrics.auc ASC"]) == ["r0", "r1", "r3", "r4", "r2"]
    assert names() == ["r4", "r3", "r2", "r1", "r0"]
    page = client.done("runs/search", experiment_ids=["0"], max_results=3)
    rest = client.done(
        "runs/search", experiment_ids=["0"], max_results=3, page_token=page["next_page_token"]
    )
    assert [r["info"]["run_name"] for r in rest["runs"]] == ["r1", "r0"]
    assert "next_page_token" not in rest
    trash.delete(workspace, [whole_runs.one(workspace, ids[0]).pk])
    assert names(run_view_type="DELETED_ONLY") == ["r0"]
    assert len(names(run_view_type="ALL")) == 5
    assert names(filter="metrics.auc > 0.2") == ["r4", "r3"]
    assert client.done("runs/search", experiment_ids=["77"])["runs"] == []
    assert client.post("runs/search", experiment_ids=["0"], max_results=50_001).status == 400
    assert client.post("runs/search", experiment_ids=["0"], page_token="x").status == 400


def test_datasets_read_are_kept_told_and_searched(client: Client) -> None:
    run_id = client.run()
    data = {"name": "flights", "digest": "abc1", "source_type": "local", "source": "{}"}
    given = {"tags": [{"key": "mlflow.data.context", "value": "training"}], "dataset": data}
    client.done("runs/log-inputs", run_id=run_id, datasets=[given, given])
    assert client.data(run_id)["inputs"] == {"dataset_inputs": [given]}

    def n(text: str) -> int:
        return len(client.done("runs/search", experiment_ids=["0"], filter=text)["runs"])

    assert n("datasets.name = 'flights' and dataset.context LIKE 'train%'") == 1
    assert n("datasets.digest = 'other'") == 0


def test_experiments_are_made_named_tagged_deleted_and_found(client: Client) -> None:
    made = client.done("experiments/create", name="churn", tags=[{"key": "a", "value": "b"}])
    number = made["experiment_id"]
    told = client.get("experiments/get", experiment_id=number).json["experiment"]
    assert told["name"] == "churn"
    assert told["artifact_location"] == f"mlflow-artifacts:/{number}"
    assert told["tags"] == [{"key": "a", "value": "b"}]
    again = client.post("experiments/create", name="churn")
    assert (again.status, again.json["error_code"]) == (400, "RESOURCE_ALREADY_EXISTS")
    run_id = client.run(number)
    client.done("experiments/update", experiment_id=number, new_name="churn 2")
    assert client.get("experiments/get-by-name", experiment_name="churn").status == 404
    assert client.data(run_id)["info"]["experiment_id"] == number
    assert len(client.done("runs/search", experiment_ids=[number])["runs"]) == 1
    client.done("experiments/set-experiment-tag", experiment_id=number, key="c", value="d")
    client.done("experiments/delete-experiment-tag", experiment_id=number, key="a")
    found = client.done("experiments/search", max_results=10, filter="tags.c = 'd'")["experiments"]
    assert [one["tags"] for one in found] == [[{"key": "c", "value": "d"}]]
    client.done("experiments/delete", experiment_id=number)
    assert client.post("runs/create", experiment_id=number).status == 400
    shown = client.done("experiments/search", max_results=10)["experiments"]
    assert [one["name"] for one in shown] == ["Default"]
    client.done("experiments/restore", experiment_id=number)
    order = ["name DESC"]
    shown = client.done("experiments/search", max_results=1, order_by=order)
    assert shown["experiments"][0]["name"] == "churn 2"
    rest = client.done(
        "experiments/search", max_results=1, order_by=order, page_token=shown["next_page_token"]
    )
    assert rest["experiments"][0]["experiment_id"] == "0"
    assert client.post("experiments/delete", experiment_id="0").status == 400


def test_many_threads_log_at_once_and_nothing_is_lost(client: Client) -> None:
    run_ids = [client.run() for _ in range(8)]
    errors: list[Exception] = []

    def work(run_id: str) -> None:
        try:
            for k in range(20):
                client.done("runs/log-metric", run_id=run_id, **point("m", k, k))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(one,)) for one in run_ids]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert errors == []
    for run_id in run_ids:
        told = client.get("metrics/get-history", run_id=run_id, metric_key="m").json["metrics"]
        assert [one["value"] for one in told] == list(range(20))


def test_one_that_the_store_refuses_does_not_spoil_the_others_of_its_turn(client: Client) -> None:
    good, tracker = client.run(), client.tracker
    with tracker._turn:  # both wait for the same turn
        replies: dict[str, int] = {}

        def log(name: str, run_id: str) -> None:
            replies[name] = client.post("runs/log-metric", run_id=run_id, **point("m", 1)).status

        threads = [
            threading.Thread(target=log, args=("good", good)),
            threading.Thread(target=log, args=("bad", "f" * 32)),
        ]
        for one in threads:
            one.start()
        while len(tracker._waiting) < 2:
            threads[0].join(0.01)
    for one in threads:
        one.join()
    assert replies == {"good": 200, "bad": 404}


def test_of_two_values_of_a_parameter_at_once_one_is_kept_and_the_other_refused(
    client: Client,
) -> None:
    run_id = client.run()
    tracker = client.tracker
    asked = {"depth": ("3", "4"), "same": ("1", "1")}
    for key, values in asked.items():
        replies: list[Any] = []

        def work(key: str, value: str, replies: list[Any] = replies) -> None:
            replies.append(client.post("runs/log-parameter", run_id=run_id, key=key, value=value))

        threads = [threading.Thread(target=work, args=(key, value)) for value in values]
        with tracker._turn:  # both wait for the same turn
            for one in threads:
                one.start()
            until = monotonic() + 30
            while len(tracker._waiting) < 2 and monotonic() < until:
                threads[0].join(0.01)
        for one in threads:
            one.join(30)
        kept = {p["key"]: p["value"] for p in client.data(run_id)["data"]["params"]}[key]
        if key == "same":
            assert [one.status for one in replies] == [200, 200]
            continue
        assert sorted(one.status for one in replies) == [200, 400]
        [refused] = [one for one in replies if one.status == 400]
        assert f"logged with value='{kept}'" in refused.json["message"]
