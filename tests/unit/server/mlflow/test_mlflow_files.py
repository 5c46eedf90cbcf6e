"""Files through MLflow's artifact routes, and what must never leave a run's folder."""

from pathlib import Path

import pytest

from tidemill.services import runs as whole_runs
from tidemill.services.workspace import Workspace

from .conftest import Client

FILES = "/api/2.0/mlflow-artifacts/artifacts"


@pytest.fixture
def run_id(client: Client) -> str:
    return client.run()


def put(client: Client, run_id: str, path: str, data: bytes) -> int:
    return client.ask("PUT", f"{FILES}/0/{run_id}/artifacts/{path}", data).status


def listed(client: Client, run_id: str, path: str = "") -> list[tuple[str, bool]]:
    where = f"0/{run_id}/artifacts" + (f"/{path}" if path else "")
    files = client.ask("GET", FILES, query={"path": where}).json["files"]
    return [(one["path"], one["is_dir"]) for one in files]


def test_files_go_in_nested_are_listed_and_come_back(
    client: Client, run_id: str, workspace: Workspace
) -> None:
    long = bytes(range(256)) * 20
    for path, data in (("a.txt", b"hi"), ("deep/er/ü %20'.bin", long), ("deep/b.txt", b"")):
        assert put(client, run_id, path, data) == 200
    assert listed(client, run_id) == [("a.txt", False), ("deep", True)]
    assert listed(client, run_id, "deep") == [("b.txt", False), ("er", True)]
    assert listed(client, run_id, "nothing") == []
    reply = client.ask("GET", f"{FILES}/0/{run_id}/artifacts/deep/er/ü %20'.bin")
    assert (reply.status, reply.data) == (200, long)
    assert reply.headers["content-disposition"].startswith("attachment")
    old = client.ask("GET", "/get-artifact", query={"run_uuid": run_id, "path": "a.txt"})
    assert old.data == b"hi"
    assert put(client, run_id, "a.txt", b"new") == 200
    assert client.ask("GET", f"{FILES}/0/{run_id}/artifacts/a.txt").data == b"new"
    assert set(whole_runs.one(workspace, run_id).artifacts) == {
        "a.txt",
        "deep/b.txt",
        "deep/er/ü %20'.bin",
    }


def test_file_or_folder_is_taken_away(client: Client, run_id: str) -> None:
    for path in ("a", "d/b", "d/c"):
        put(client, run_id, path, b"x")
    assert client.ask("DELETE", f"{FILES}/0/{run_id}/artifacts/d").status == 200
    assert listed(client, run_id) == [("a", False)]
    gone = client.ask("GET", f"{FILES}/0/{run_id}/artifacts/d/b")
    assert (gone.status, gone.json["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/passwd",
        "a/../../b",
        "/etc/passwd",
        "C:/windows",
        "C:\\windows",
        "..\\up",
        "a//b",
        "./a",
        "nul\0l",
        "x" * 501,
    ],
)
def test_name_that_leads_out_of_its_run_is_refused(
    client: Client, run_id: str, path: str, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    for address in (f"{FILES}/0/{run_id}/artifacts/{path}", f"{FILES}/{path}"):
        assert client.ask("PUT", address, b"x").status in {400, 404}
        assert client.ask("GET", address).status in {400, 404}
    reply = client.ask("GET", "/get-artifact", query={"run_uuid": run_id, "path": path})
    assert reply.status == 400
    asked = client.ask("GET", FILES, query={"path": f"0/{run_id}/artifacts/{path}"})
    assert asked.status == 400
    assert [p for p in sorted(tmp_path.rglob("*")) if p not in before and p.is_file()] == []


@pytest.mark.parametrize("run", ["..", "%2e%2e", "a/b", "", "f" * 32, "' or 1=1"])
def test_file_of_no_run_is_not_there(client: Client, run: str) -> None:
    assert client.ask("PUT", f"{FILES}/0/{run}/artifacts/a", b"x").status in {400, 404}
    assert client.ask("GET", "/get-artifact", query={"run_uuid": run, "path": "a"}).status in {
        400,
        404,
    }
