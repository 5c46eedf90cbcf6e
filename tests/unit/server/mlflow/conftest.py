"""MLflow's interface over a small workspace, asked as ASGI, without a network."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.deployments import HttpSettings, hash_of
from tidemill.server.mlflow.app import application
from tidemill.services import workspace as workspaces
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.workspace import Workspace

PORT = 5000
API = "/api/2.0/mlflow/"


@dataclass
class Reply:
    """What was answered."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)


class Client:
    """Asks one application."""

    def __init__(self, tracker: Tracker, token: str = "") -> None:
        self.tracker = tracker
        settings = HttpSettings("here", PORT, token_hash=hash_of(token) if token else "")
        self._app = application(tracker, lambda: settings)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        query: Any = (),
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """Ask for a path; `body` is bytes as they are, or something to be written as JSON."""
        data = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        heads = {"host": f"127.0.0.1:{PORT}", "content-length": str(len(data)), **(headers or {})}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": urlencode(query, doseq=True).encode(),
            "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in heads.items()],
        }
        return asyncio.run(self._asked(scope, data))

    async def _asked(self, scope: dict[str, Any], data: bytes) -> Reply:
        sent: list[dict[str, Any]] = []
        pieces = [data[k : k + 1000] for k in range(0, len(data), 1000)] or [b""]

        async def receive() -> dict[str, Any]:
            if not pieces:  # the client stays, and says nothing more
                await asyncio.Event().wait()
            piece = pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        head = {k.decode().lower(): v.decode("latin-1") for k, v in sent[0]["headers"]}
        return Reply(sent[0]["status"], head, b"".join(m.get("body", b"") for m in sent[1:]))

    def get(self, path: str, **query: Any) -> Reply:
        """Ask for something below the API's prefix."""
        return self.ask("GET", API + path, query=query)

    def post(self, path: str, **body: Any) -> Reply:
        """Send something below the API's prefix."""
        return self.ask("POST", API + path, body)

    def done(self, path: str, **body: Any) -> Any:
        """Send something that must be taken."""
        reply = self.post(path, **body)
        assert reply.status == 200, reply.data
        return reply.json

    def run(self, experiment: str = "0", **body: Any) -> str:
        """Begin a run and return its id."""
        given = {"start_time": 1_700_000_000_123, **body}
        made = self.done("runs/create", experiment_id=experiment, **given)
        return str(made["run"]["info"]["run_id"])

    def data(self, run_id: str) -> Any:
        """A run as it is read back."""
        return self.get("runs/get", run_id=run_id).json["run"]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = workspaces.create(tmp_path / "ws", clock=HeldClock(), login="ada")
    yield made
    made.close()


@pytest.fixture
def client(workspace: Workspace) -> Client:
    return Client(Tracker(workspace, "default"))
