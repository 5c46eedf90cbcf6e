"""What strangers send to MLflow's interface over a real connection, written as no client would."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from open_doors import TOKEN, Door, silent_door
from real_world import World

FILES = "/api/2.0/mlflow-artifacts/artifacts"
SECRET = b"what no caller may read"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("outside") / "ws")
    yield world
    assert world.close() == [], "These processes did not end when asked to."


@pytest.fixture(scope="module")
def door(world: World) -> Iterator[Door]:
    with silent_door(world) as door:
        yield door


def ask(door: Door, method: str, path: str, body: bytes = b"", **heads: str) -> tuple[int, bytes]:
    """Send a request line as it is written here; nothing is encoded or tidied on the way."""
    place = urlsplit(door.address)
    assert place.hostname is not None
    with closing(http.client.HTTPConnection(place.hostname, place.port, timeout=30)) as line:
        line.putrequest(method, path, skip_accept_encoding=True)
        line.putheader("Authorization", f"Bearer {TOKEN}")
        line.putheader("Content-Length", str(len(body)))
        for name, value in heads.items():
            line.putheader(name, value)
        line.endheaders(body)
        reply = line.getresponse()
        return reply.status, reply.read()


def called(door: Door, call: str, body: Any) -> tuple[int, Any]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    status, told = ask(door, "POST", f"/api/2.0/mlflow/{call}", data)
    return status, json.loads(told)


@pytest.fixture(scope="module")
def run_id(door: Door) -> str:
    status, told = called(door, "runs/create", {"experiment_id": "0", "run_name": "mine"})
    assert status == 200
    return str(told["run"]["info"]["run_id"])


@pytest.mark.parametrize(
    "path",
    [
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/secret.txt",
        "%252e%252e%252fsecret.txt/../../secret.txt",
        "..%5c..%5csecret.txt",
        "%2fetc%2fpasswd",
        "C%3a%5cwindows",
        "a%00b",
        "..;/..;/secret.txt",
    ],
)
def test_an_encoded_way_out_of_a_runs_folder_leads_nowhere(
    door: Door, world: World, run_id: str, path: str
) -> None:
    secret = world.folder.parent / "secret.txt"
    secret.write_bytes(SECRET)
    before = files_below(world.folder.parent)
    for address in (f"{FILES}/0/{run_id}/artifacts/{path}", f"{FILES}/{path}"):
        for method in ("GET", "DELETE"):
            status, told = ask(door, method, address)
            assert status in {400, 404}, address
            assert SECRET not in told
            assert b"root:" not in told
        status, _ = ask(door, "PUT", address, b"mine")
        assert status in {200, 400, 404}  # a name that only looks odd stays a name of the run
    status, told = ask(door, "GET", f"/get-artifact?run_uuid={run_id}&path={path}")
    assert (SECRET in told, b"root:" in told) == (False, False)
    assert secret.read_bytes() == SECRET
    outside = [
        p for p in files_below(world.folder.parent) - before if world.folder not in p.parents
    ]
    assert outside == []


def files_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_link_in_the_workspace_is_not_followed_out_of_it(
    door: Door, world: World, run_id: str
) -> None:
    secret = world.folder.parent / "linked.txt"
    secret.write_bytes(SECRET)
    (world.folder / "linked.txt").symlink_to(secret)
    for path in ("linked.txt", "../linked.txt", "..%2f..%2flinked.txt"):
        for address in (f"{FILES}/0/{run_id}/artifacts/{path}", f"{FILES}/{path}"):
            status, told = ask(door, "GET", address)
            assert status in {400, 404}
            assert SECRET not in told
    status, told = called(
        door,
        "model-versions/create",
        {"name": "reader", "source": f"file://{world.folder / 'linked.txt'}"},
    )
    assert status in {400, 404}
    assert SECRET not in json.dumps(told).encode()


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", '"much"'])
def test_a_number_that_json_does_not_know_is_kept_or_refused_and_never_a_mistake_of_ours(
    door: Door, run_id: str, value: str
) -> None:
    body = (
        f'{{"run_id": "{run_id}", "key": "odd", "value": {value}, "timestamp": 1, "step": 0}}'
    ).encode()
    status, told = called(door, "runs/log-metric", body)
    assert status in {200, 400}
    if status == 400:
        assert told["error_code"] in {"INVALID_PARAMETER_VALUE", "BAD_REQUEST"}
    status, data = ask(door, "GET", f"/api/2.0/mlflow/runs/get?run_id={run_id}")
    assert status == 200
    assert json.loads(data, parse_constant=not_json)["run"]["info"]["run_id"] == run_id


def not_json(word: str) -> None:
    raise AssertionError(f"{word} is no JSON, and clients in other languages stop at it.")


def test_another_host_can_not_be_played_over_a_real_connection(door: Door) -> None:
    place = urlsplit(door.address)
    assert place.hostname is not None
    with closing(http.client.HTTPConnection(place.hostname, place.port, timeout=30)) as line:
        line.putrequest("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0", skip_host=True)
        line.putheader("Host", "evil.example:80")
        line.putheader("Authorization", f"Bearer {TOKEN}")
        line.endheaders()
        assert line.getresponse().status in {400, 403, 421}
