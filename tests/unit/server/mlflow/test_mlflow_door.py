"""What stands before and around MLflow's routes: hosts, tokens, bodies, what is not supported."""

import logging
from typing import Any

import pytest

from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.workspace import Workspace

from .conftest import API, PORT, Client


def test_client_asks_what_there_is(client: Client) -> None:
    assert client.ask("GET", "/health").data == b"OK"
    assert client.ask("GET", "/version").status == 200
    info = client.ask("GET", "/api/3.0/mlflow/server-info").json
    assert info["multipart_uploads_enabled"] is False


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/3.0/mlflow/traces"),
        ("POST", "/v1/traces"),
        ("GET", "/api/3.0/mlflow/traces/batchGet"),
    ],
)
def test_what_is_not_supported_is_said_so(client: Client, method: str, path: str) -> None:
    reply = client.ask(method, path, {})
    assert (reply.status, reply.json["error_code"]) == (501, "NOT_IMPLEMENTED")


def test_unknown_path_and_wrong_method_are_told(client: Client) -> None:
    for method, path in (("GET", "/nothing"), ("DELETE", API + "runs/create")):
        reply = client.ask(method, path)
        assert (reply.status, reply.json["error_code"]) == (404, "ENDPOINT_NOT_FOUND")


@pytest.mark.parametrize(
    "body",
    [b"{", b"[1]", b'"a"', b"\xff\xfe", b"[" * 100_000, b'{"a": 1e999999'],
)
def test_body_that_is_no_object_is_refused(client: Client, body: bytes) -> None:
    reply = client.ask("POST", API + "experiments/create", body)
    assert (reply.status, reply.json["error_code"]) == (400, "BAD_REQUEST")


def test_giant_body_is_not_read(client: Client) -> None:
    heads = {"content-length": str(1 << 40)}
    assert client.ask("POST", API + "runs/create", b"{}", headers=heads).status == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": f"evil.example:{PORT}"},
        {"host": "127.0.0.1:1"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
    ],
)
def test_foreign_host_or_origin_is_refused(client: Client, headers: dict[str, str]) -> None:
    reply = client.ask("POST", API + "experiments/search", {}, headers=headers)
    assert reply.status in {403, 421}
    assert reply.json["error_code"] == "PERMISSION_DENIED"


def test_token_is_asked_for_where_there_is_one(workspace: Workspace) -> None:
    client = Client(Tracker(workspace, "default"), token="secret")
    refused = client.post("experiments/search", max_results=1)
    assert (refused.status, refused.json["error_code"]) == (401, "UNAUTHENTICATED")
    assert client.ask("GET", "/health").status == 200
    heads = {"authorization": "Bearer secret"}
    taken = client.ask("POST", API + "experiments/search", {"max_results": 1}, headers=heads)
    assert taken.status == 200


def test_other_projects_runs_can_not_be_reached(workspace: Workspace) -> None:
    mine, other = Client(Tracker(workspace, "default")), Client(Tracker(workspace, "other"))
    run_id = other.run()
    assert mine.get("runs/get", run_id=run_id).status == 404
    assert mine.done("runs/search", experiment_ids=["0"])["runs"] == []


def test_a_mistake_of_ours_is_logged_and_told(
    client: Client, monkeypatch: pytest.MonkeyPatch, expect_log: Any
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("oh")

    expect_log("can't be answered", logging.ERROR)
    monkeypatch.setattr(Tracker, "log", broken)
    reply = client.post("runs/create", experiment_id="0")
    assert (reply.status, reply.json["error_code"]) == (500, "INTERNAL_ERROR")
    assert "oh" not in reply.json["message"]
