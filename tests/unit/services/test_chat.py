"""A chat is told through its webhook: what Mattermost documents for incoming ones, on loopback."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tidemill.domain.channels import ChannelKind, DeliveryState
from tidemill.services import channels, deliveries

# apprise asks for a module that Python 3.11 still has and means to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
TOKEN = "3ccdd113474722377935511fc85d3dd4"


@pytest.fixture
def chat():
    """A chat server on loopback: its place, and the paths and bodies it got."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            got.append((self.path, body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    got: list[tuple[str, dict]] = []
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"127.0.0.1:{server.server_port}", got
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_a_chat_gets_title_words_and_the_way_to_the_incident(
    workspace, champion, take_in, month, drain, chat, held_keyring
):
    place, got = chat
    champion()
    channels.add(workspace, "chat", ChannelKind.MESSAGE, f"mmost://{place}/{TOKEN}")
    assert TOKEN not in channels.one(workspace, "chat").address
    assert TOKEN in next(iter(held_keyring.held.values()))
    take_in(month(2, n=400, shift=5.0))
    deliveries.look(workspace)
    drain()
    [notice] = deliveries.told(workspace)
    assert deliveries.log(workspace)[0].state is DeliveryState.SENT
    [(path, body)] = got
    assert path == f"/hooks/{TOKEN}"
    for part in (notice.title, notice.words, f"tidemill://incidents/{notice.incident_id}"):
        assert part in body["text"]
