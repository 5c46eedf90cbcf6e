"""A receiver of webhooks on loopback: a real server, and what it was told."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest


@dataclass
class Hook:
    """A server at `place` (host and port): the paths and JSON bodies it `got`, and whether it
    refuses what comes."""

    place: str = ""
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refuses: bool = False


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A receiver that runs while the test does."""
    made = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.got.append((self.path, body))
            self.send_response(500 if made.refuses else 200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made.place = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    thread.join(10)
    server.server_close()
