"""Runs of a running MLflow server come over; its answers are those of a real one (3.17.2), recorded
in `mlflow_stores/server.json` with pages of two runs and three points."""

import base64
import json
import math
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.services import outside_models, run_page, runs, trash
from tidemill.services.mlflow import model_versions, registered
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.run_imports import mlflow_server, taking
from tidemill.services.run_imports.mlflow_server import MlflowServer
from tidemill.store import histories, logged_models, run_writing

ANSWERS = Path(__file__).parent / "mlflow_stores" / "server.json"
MODEL = "m-eb09b480cb4d465291cea4291de224eb"
PARENT, CHILD = "ca900f048d2b4f16bdb1722e6229ab26", "d6ae9e89f1da44e09e633ad443f6b370"


class Answering(ThreadingHTTPServer):
    """Answers what was recorded. `busy` times each question is put off first; `others` replace
    answers by path; `token` must be brought along where there is one."""

    def __init__(self, answers: Path = ANSWERS) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recorded = json.loads(answers.read_text("utf-8"))
        self.asked: Counter[str] = Counter()
        self.busy, self.token = 0, ""
        self.others: dict[str, tuple[int, str, dict[str, str]]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_GET(self):
        self._answer(None)

    def do_POST(self):
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, asked):
        there = self.server
        told = f"{self.path} {asked}"
        there.asked[told] += 1
        if there.token and self.headers.get("Authorization") != there.token:
            return self._say(401, "who are you?")
        if there.asked[told] <= there.busy:
            return self._say(503, "busy")
        for path, answer in there.others.items():
            if self.path.startswith(path):
                return self._say(*answer)
        for one in there.recorded:
            if (one["method"], one["path"], one["asked"]) == (self.command, self.path, asked):
                said = one["said"]
                if isinstance(said, dict) and "base64" in said:
                    return self._send(200, base64.b64decode(said["base64"]))
                return self._say(200, said if isinstance(said, str) else json.dumps(said))
        return self._say(404, json.dumps({"error_code": "ENDPOINT_NOT_FOUND"}))

    def _say(self, status, text, headers=None):
        self._send(status, text.encode(), headers)

    def _send(self, status, data, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Nothing is printed."""


@pytest.fixture
def server(monkeypatch):
    """A server that answers as the recorded one did."""
    for name in ("TOKEN", "USERNAME", "PASSWORD"):
        monkeypatch.delenv(f"MLFLOW_TRACKING_{name}", raising=False)
    monkeypatch.setattr(mlflow_server, "_PAGE", 2)
    monkeypatch.setattr(mlflow_server, "_MOST_POINTS", 3)
    with answering(ANSWERS) as made:
        yield made


@pytest.fixture
def models(monkeypatch):
    """A server with a logged and a registered model, whose files it gives out."""
    for name in ("TOKEN", "USERNAME", "PASSWORD"):
        monkeypatch.delenv(f"MLFLOW_TRACKING_{name}", raising=False)
    with answering(ANSWERS.with_name("server_models.json")) as made:
        yield made


@contextmanager
def answering(answers):
    with Answering(answers) as made:
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def take(workspace, server, address="", pauses=None):
    source = MlflowServer(address or server.address, (pauses if pauses is not None else []).append)
    return taking.take(workspace, source, Silent(), named=server.address)


def test_a_server_comes_over_with_every_value(workspace, server):
    done = take(workspace, server)
    assert (done.n_there, done.n_taken, done.n_points, done.n_files) == (3, 3, 8, 2)
    parent = runs.one(workspace, PARENT)
    assert (parent.name, parent.experiment, parent.by) == ("parent", "churn", "ada")
    assert parent.params == {"depth": "3", "a/b": "größe"}
    assert parent.note == "What for"
    assert parent.started_at.timestamp() == pytest.approx(1_795_395_712.119, abs=1e-3)
    with workspace.store.read() as connection:
        pk = run_writing.find(connection, [PARENT])[PARENT]
        steps, _, values = histories.read(connection, pk, histories.key_id(connection, "loss"))
    assert steps.tolist() == [0, 1, 2, 3, 4]
    assert values.tolist() == [1 / (step + 1) for step in range(5)]
    assert math.isnan(parent.metrics["nan"])
    assert parent.metrics["inf"] == math.inf
    kept = {name: workspace.blobs.get_bytes(blob) for name, blob in parent.artifacts.items()}
    assert kept == {"top.txt": b"top", "deep/er/a b": b"hello"}
    (data,) = run_page.of_run(workspace, parent).inputs
    assert (data.name, data.digest, data.context) == ("rows", "2b679e2b", "training")
    assert runs.one(workspace, CHILD).parent_pk == parent.pk
    assert [one.name for one in trash.listed(workspace)] == ["bad"]
    assert (done.left_out, done.models.n_models, done.models.n_versions) == ([], 1, 0)
    again = take(workspace, server)
    assert (again.n_there, again.n_taken, again.n_known) == (3, 0, 3)


def test_a_server_that_is_busy_is_asked_again(workspace, server):
    server.busy = 2
    pauses = []
    assert take(workspace, server, pauses=pauses).n_taken == 3
    assert set(server.asked.values()) == {3}
    assert set(pauses) == {0.4, 0.8}


def test_one_that_stays_busy_is_told_and_what_came_stays(workspace, server):
    second = [one for one in server.recorded if (one["asked"] or {}).get("page_token")]
    server.recorded = [one for one in server.recorded if one not in second]
    with pytest.raises(NeedsYou, match="refused with 404"):
        take(workspace, server)
    server.busy = 99
    with pytest.raises(WorldError, match="does not answer"):
        take(workspace, server)
    assert runs.count(workspace) == 2
    server.busy, server.recorded = 0, server.recorded + second
    assert take(workspace, server).n_taken == 1


def test_who_asks_is_told_as_mlflows_client_does(workspace, server, monkeypatch):
    server.token = "Bearer secret"
    with pytest.raises(NeedsYou, match="does not let you in"):
        take(workspace, server)
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "secret")
    assert take(workspace, server).n_taken == 3
    server.token = "Basic YWRhOnNlY3JldA=="  # ada:secret
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "ada")
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", "secret")
    assert take(workspace, server).n_known == 3
    monkeypatch.delenv("MLFLOW_TRACKING_PASSWORD")
    address = server.address.replace("//", "//ada:secret@")
    assert take(workspace, server, address).n_known == 3


def test_a_server_can_name_no_file_outside_of_a_run_and_lead_to_no_other_server(workspace, server):
    paths = ["../up.txt", "/etc/passwd", "", "deep/../../x"]
    files = {"files": [{"path": path, "is_dir": False} for path in paths]}
    server.others["/api/2.0/mlflow/artifacts/list"] = (200, json.dumps(files), {})
    assert take(workspace, server).n_files == 0
    with Answering() as other:
        elsewhere = {"Location": f"{other.address}/x"}
        server.others["/api/2.0/mlflow/experiments"] = (302, "", elsewhere)
        with pytest.raises(NeedsYou, match="refused with 302"):
            take(workspace, server)
        assert not other.asked


def test_files_that_a_server_refuses_are_told(workspace, server):
    server.others["/get-artifact"] = (404, "gone", {})
    done = take(workspace, server)
    assert (done.n_taken, done.n_files) == (3, 0)
    assert done.left_out[0] == "The server did not give 2 files: left out."


def test_what_is_no_server_of_mlflows_is_told(workspace, server):
    server.others["/"] = (200, "<html>", {})
    with pytest.raises(NeedsYou, match="no server of MLflow's"):
        take(workspace, server)


def test_models_of_a_server_come_over_with_their_files(workspace, models):
    done = take(workspace, models)
    assert (done.n_taken, done.models.n_logged, done.models.n_models) == (1, 1, 1)
    assert done.models.n_versions == 3
    (said,) = done.left_out
    assert said.startswith("buyers had the alias champion on v1: left out")
    tracker = Tracker(workspace, "default")
    one = registered.get(tracker, "buyers")
    assert (one["description"], one["tags"]) == ("Who buys", [{"key": "area", "value": "sales"}])
    assert one["aliases"] == [{"alias": "challenger", "version": "2"}]
    first, second = (model_versions.get(tracker, "buyers", number) for number in (1, 2))
    run = runs.one(workspace, "first")
    assert (first["run_id"], first["current_stage"]) == (run.id, "Production")
    assert second["source"] == f"runs:/{run.id}/old/model"
    with workspace.store.read() as connection:
        logged = logged_models.find(connection, first["source"].removeprefix("models:/"))
        files = logged_models.files(connection, logged.id)
        rows = outside_models.find_in(connection, "buyers").versions
        came = logged_models.outputs(connection, [run.pk])
    assert set(files) >= {"MLmodel", "model.skops", "requirements.txt"}
    page = workspace.blobs.get_bytes(files["MLmodel"][0])
    assert f"model_id: {logged.uuid}".encode() in page
    assert any("LogisticRegression" in str(row.row.facts) for row in rows)
    assert logged.params == {"C": "1.0"}
    assert came
    again = take(workspace, models)
    assert (again.n_taken, again.models.n_logged, again.models.n_versions) == (0, 0, 0)


def test_files_of_models_that_the_server_does_not_give_are_told(workspace, models):
    proxy = "/api/2.0/mlflow-artifacts/artifacts"
    models.others[f"{proxy}/1/models"] = (404, "gone", {})
    done = take(workspace, models)
    assert done.models.n_logged == 1
    assert done.left_out[0] == "The server did not give 7 files of models: left out."


@pytest.mark.parametrize("name", ["../up", "/etc/passwd", "a/../../b", ""])
def test_a_name_that_leads_out_of_a_model_is_not_taken(workspace, models, name):
    listed = json.dumps({"files": [{"path": name, "is_dir": False, "file_size": 1}]})
    models.others["/api/2.0/mlflow-artifacts/artifacts?path="] = (200, listed, {})
    before = {path for path in workspace.folder.parent.rglob("*") if path.is_file()}
    done = take(workspace, models)
    assert done.models.n_logged == 1
    outside = {
        path
        for path in workspace.folder.parent.rglob("*")
        if path.is_file() and workspace.folder not in path.parents
    }
    assert outside <= before
    with workspace.store.read() as connection:
        one = logged_models.find(connection, MODEL)
        assert logged_models.files(connection, one.id) == {}
