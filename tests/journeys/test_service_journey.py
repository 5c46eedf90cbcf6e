"""A model behind HTTP: promoted and rolled back under load, crashed, stopped; by real processes."""

import http.client
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psutil
import pytest
from real_world import World, write_orders

from tidemill.base.clock import monotonic
from tidemill.domain.trials import trial_of
from tidemill.services import activity, deploying, promotion, workers
from tidemill.services.serving import answer_log

RATE = 200
"""Requests a second, from four callers."""

LOAD_S = 6.0
PATIENCE_S = 60.0
"""How long a swap may take on a busy computer; how long it takes on a quiet one is measured."""


@dataclass(frozen=True)
class Asked:
    """One request: when it began and ended, what came back."""

    began: float
    ended: float
    status: int
    version: int
    probability: float


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A model `returns` with v1 serving and v2 behind it; made once for this file."""
    folder = tmp_path_factory.mktemp("service")
    world = World(folder / "ws")
    try:
        world.start_worker()
        file = write_orders(folder / "orders.csv", 1, 1_000)
        words = ("--target", "returned", "--time", "placed_at")
        world.cli("data", "add", file, "--name", "orders", *words)
        for estimator in ("logistic_regression", "hist_gradient_boosting"):
            world.cli("train", "orders", "--estimator", estimator, "--model", "returns")
        for number in (2, 1):
            reason = "A journey decides by itself what serves."
            promotion.promote(world.workspace, f"returns@{number}", anyway=True, reason=reason)
        yield world
    finally:
        left = world.close()
    assert left == [], "These processes did not end when asked to."


@pytest.fixture
def served(shop: World) -> Iterator[World]:
    """The shop with the service of its model switched on."""
    shop.cli("deploy", "http", "returns", "--logging", "all")
    yield shop
    if deploying.find(shop.workspace, "returns").is_on:
        shop.cli("deploy", "stop", "returns")


def row_of(world: World) -> dict[str, Any]:
    """A row with a value for each field, as the service describes them."""
    described = get(world, "/openapi.json")["components"]["schemas"]["Row"]["properties"]
    values = {"number": 2, "boolean": True, "string": "a"}
    return {
        name: values[one["type"][0]] if "type" in one else "2024-03-01T10:00:00"
        for name, one in described.items()
    }


def get(world: World, path: str) -> Any:
    address = deploying.find(world.workspace, "returns").address
    with urllib.request.urlopen(f"{address}{path}", timeout=10.0) as answer:
        return json.load(answer)


class Caller:
    """Asks the service at a steady rate, on one connection that is kept."""

    def __init__(self, port: int, row: dict[str, Any], rate: float) -> None:
        self._port, self._body, self._pause = port, json.dumps({"rows": [row]}), 1.0 / rate
        self._stop = threading.Event()
        self.asked: list[Asked] = []
        self.failed: list[str] = []
        self._thread = threading.Thread(target=self._ask_on)
        self._thread.start()

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _ask_on(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20.0)
        next_at = monotonic()
        try:
            while not self._stop.wait(max(0.0, next_at - monotonic())):
                next_at += self._pause
                self._ask(line)
        except OSError as error:
            self.failed.append(f"{type(error).__name__}: {error}")
        finally:
            line.close()

    def _ask(self, line: http.client.HTTPConnection) -> None:
        began = monotonic()
        line.request("POST", "/predict", self._body, {"Content-Type": "application/json"})
        answer = line.getresponse()
        body = answer.read()
        if answer.status != 200:
            self.failed.append(f"{answer.status}: {body!r}")
            return
        [item] = json.loads(body)["items"]
        assert answer.headers["X-Tidemill-Version"] == str(item["version"])
        version, probability = item["version"], item["probability"]
        self.asked.append(Asked(began, monotonic(), answer.status, version, probability))


def _all(callers: list[Caller]) -> list[Asked]:
    return [one for caller in callers for one in list(caller.asked)]


def test_promotion_and_rollback_under_load_fail_no_request_and_bear_no_wrong_version(served):
    workspace = served.workspace
    row, port = row_of(served), deploying.find(workspace, "returns").http.port
    callers = [Caller(port, row, RATE / 4) for _ in range(4)]
    moments: list[tuple[float, float, int]] = []
    try:
        for number in (2, 1):
            threading.Event().wait(LOAD_S / 3)
            began = monotonic()
            if number == 2:
                promotion.promote(workspace, "returns@2", anyway=True, reason="It is tried now.")
            else:
                promotion.roll_back(workspace, "returns", note="It was only tried.")
            moments.append((began, monotonic(), number))
            until = monotonic() + PATIENCE_S
            while not any(one.version == number and one.began > began for one in _all(callers)):
                assert monotonic() < until
                threading.Event().wait(0.05)
        threading.Event().wait(LOAD_S / 3)
    finally:
        for caller in callers:
            caller.end()
    asked = _all(callers)
    assert [words for caller in callers for words in caller.failed] == []
    assert len(asked) > RATE * LOAD_S / 4  # a busy computer answers fewer, but goes on answering
    (first, first_done, _), (second, second_done, _) = moments
    swaps = [
        min(one.ended for one in asked if one.version == number and one.began > began) - done
        for began, done, number in moments
    ]
    # One that was at hand when the first answer of the new version came may end.
    late = max(swaps) + max(one.ended - one.began for one in asked)
    assert {one.version for one in asked if one.ended < first} == {1}
    assert {one.version for one in asked if first_done + late < one.began < second} <= {2}
    assert {one.version for one in asked if one.began > second_done + late} <= {1}
    said = {version: {a.probability for a in asked if a.version == version} for version in (1, 2)}
    assert len(said[1]) == len(said[2]) == 1  # each version says its own, every time
    assert said[1] != said[2]

    served.cli("deploy", "stop", "returns")
    deployment = deploying.find(workspace, "returns")
    kept = answer_log.kept_answers(workspace, deployment)
    lines = [(block.version_id, line) for block, lines in kept for line in lines]
    assert len(lines) == len(asked)
    assert {line["row"]["items"] for _, line in lines} == {row["items"]}
    assert len({line["request"] for _, line in lines}) == len(asked)


def answers(world: World, rows: list[dict[str, Any]]) -> list[int]:
    """The version that answered each row, asked one by one."""
    address = deploying.find(world.workspace, "returns").address
    versions = []
    for row in rows:
        body = json.dumps({"rows": [row]}).encode()
        head = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{address}/predict", body, head)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            [item] = json.load(answer)["items"]
        versions.append(item["version"])
    return versions


def test_a_candidate_shadows_then_gets_a_share_that_a_new_process_keeps_then_is_promoted(served):
    workspace = served.workspace
    rows = [{**row_of(served), "amount": place / 4} for place in range(40)]
    served.cli("deploy", "shadow", "returns", "2")

    def shadowed() -> bool:
        assert set(answers(served, rows[:5])) == {1}
        return served.cli("deploy", "verdict", "returns").json["n_candidate"] > 0

    served.until(shadowed, "the shadow's answers to be written")
    told = served.cli("deploy", "verdict", "returns").json
    assert (told["kind"], told["champion"], told["candidate"]) == ("shadow", 1, 2)
    assert told["needed"]

    against = ("--anyway", "--reason", "A journey tries a candidate.")
    words = ("--percent", "50", "--key", "amount", *against)
    [one] = [served.cli("deploy", "split", "returns", "2", *words).json]
    assert one["trial"] == "v2 answers 50%"
    trial = trial_of(deploying.find(workspace, "returns").split)
    wanted = [2 if trial.takes(row, []) else 1 for row in rows]
    served.until(lambda: answers(served, rows) == wanted, "the split to take effect")
    assert set(wanted) == {1, 2}

    [process] = workers.alive(workspace, deploying.PROCESS)
    psutil.Process(process.pid).kill()
    served.until(
        lambda: (
            [one.pid for one in workers.alive(workspace, deploying.PROCESS)]
            not in ([], [process.pid])
        ),
        "the service to be started again",
    )
    deploying.see_settled(workspace, "returns", threading.Event().wait)
    served.until(lambda: answers(served, rows) == wanted, "the split to go on in a new process")

    served.cli("deploy", "end", "returns", "--promote", *against)
    served.until(lambda: set(answers(served, rows)) == {2}, "the candidate to answer alone")
    assert "answers alone" in served.cli("deploy", "verdict", "returns", code=3).error["message"]
    served.cli("models", "rollback", "returns")
    served.until(lambda: set(answers(served, rows)) == {1}, "the champion to be back")


def test_a_service_outlives_its_worker_comes_back_after_a_crash_and_ends_when_told(served):
    workspace = served.workspace

    def service() -> psutil.Process:
        [one] = workers.alive(workspace, deploying.PROCESS)
        return psutil.Process(one.pid)

    first = service()
    served.cli("worker", "--end")
    served.until(lambda: not served.processes("worker"), "the worker to leave")
    assert get(served, "/")["ready"] is True
    worker = served.start_worker()
    assert service() == first  # found at work, it is left alone

    first.kill()
    served.until(
        lambda: workers.alive(workspace, deploying.PROCESS) and service() != first,
        "the service to be started again",
    )
    deploying.see_settled(workspace, "returns", threading.Event().wait)
    assert get(served, "/")["version"] == 1

    [told] = served.cli("deploy", "list").json["items"]
    assert (told["state"], told["version"], told["on"]) == ("ready", 1, True)
    stopped = served.cli("deploy", "stop", "returns").json
    assert (stopped["state"], stopped["on"], stopped["address"]) == ("off", False, "")
    assert served.processes("serve") == []
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(told["address"], timeout=5.0)
    assert "off already" in served.cli("deploy", "stop", "returns", code=3).error["message"]
    assert served.stop(worker) == 0
    told = [one.sentence for one in activity.recent(workspace).entries]
    assert "switched the service of returns off" in told
