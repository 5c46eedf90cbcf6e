"""What the service refuses, and how politely: strangers, odd bodies, slow clients, a crowd."""

import contextlib
import json
import logging
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest
from running_service import Running, ready_row

from tidemill.domain.deployments import hash_of
from tidemill.server import guard, line, protocol
from tidemill.server.guard import Times
from tidemill.services import deploying
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.workspace import Workspace

TOKEN = "a-token-of-a-test"


def said_by(plug: socket.socket) -> bytes:
    """All that comes until the connection ends."""
    found = b""
    while piece := plug.recv(65_536):
        found += piece
    return found


def is_closed_while_written_to(plug: socket.socket) -> bool:
    """Whether a head without an end closes the connection."""
    try:
        for n in range(1_000):
            plug.sendall(b"X-%d: " % n + b"a" * 1_000 + b"\r\n")
        return said_by(plug) == b""
    except OSError:  # closed while it still wrote
        return True


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:80", "localhost:1", "[::1", "", "127.0.0.1:"]
)
def test_a_forged_host_is_not_answered(service: Running, host: str):
    heard = service.ask("/", headers={"Host": host})
    assert heard.status == (200 if host == "127.0.0.1:" else 421)
    assert service.ask("/", headers={"Host": f"localhost:{service.port}"}).status == 200


def test_a_name_that_was_added_is_answered(service: Running):
    assert service.ask("/", headers={"Host": "models.example"}).status == 421
    service.set(names=("models.example",))
    assert service.ask("/", headers={"Host": "Models.Example"}).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", ""])
def test_a_page_of_another_origin_is_refused(service: Running, origin: str):
    heard = service.ask("/predict", {"rows": [ready_row()]}, headers={"Origin": origin})
    assert heard.status == 403
    own = f"http://127.0.0.1:{service.port}"
    heard = service.ask("/predict", {"rows": [ready_row()]}, headers={"Origin": own})
    assert heard.status == 200


def test_a_token_is_asked_for_and_only_the_right_one_opens(service: Running):
    service.set(token_hash=hash_of(TOKEN))
    words = [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN]
    for word in words:
        headers = {} if word is None else {"Authorization": word}
        heard = service.ask("/predict", {"rows": [ready_row()]}, headers=headers)
        assert heard.status == 401, word
        assert heard.headers["WWW-Authenticate"] == "Bearer"
    for path in ("/", "/metrics", "/docs", "/openapi.json", "/v2/models/buyers"):
        assert service.ask(path).status == 401
    assert service.ask("/ping").status == 200
    heard = service.ask("/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert heard.status == 200


def test_what_listens_beyond_this_computer_has_a_token_told_once(workspace: Workspace):
    assert deploying.http(workspace, "buyers").token == ""
    made = deploying.http(workspace, "buyers", host="0.0.0.0")
    assert len(made.token) > 30
    assert made.deployment.http.knows(made.token)
    assert made.token not in json.dumps(dict(made.deployment.settings))
    assert deploying.http(workspace, "buyers", host="0.0.0.0").token == ""
    again = deploying.new_token(workspace, "buyers")
    assert not again.deployment.http.knows(made.token)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 400, "no JSON"),
        (b"{", 400, "no JSON"),
        (b'{"rows": [' + b"[" * 100_000, 400, "nested too deeply"),
        (b'{"a":' * 100_000, 400, "nested too deeply"),
        (b"\xff\xfe", 400, "no JSON"),
        (b"[]", 422, "has to be an object"),
        (b"null", 422, "has to be an object"),
        (b"{}", 422, "a list of one or more rows"),
        (b'{"rows": []}', 422, "a list of one or more rows"),
        (b'{"rows": {"x": 1}}', 422, "a list of one or more rows"),
        (b'{"rows": [{}, 3]}', 422, "Row 2 is no object"),
        (b'{"rows": [null]}', 422, "Row 1 is no object"),
        (b'{"rows": [{"x": ' + b"9" * 5_000 + b"}]}", 400, "number out of range"),
    ],
)
def test_a_body_that_can_not_be_meant_is_told_why(
    service: Running, body: bytes, status: int, words: str
):
    heard = service.ask("/predict", body)
    assert heard.status == status, heard.body
    assert words in heard.json["error"]["message"]
    assert heard.json["request_id"] == heard.headers["X-Request-Id"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"instances": [], "inputs": []},
        {"dataframe_split": {"columns": ["x"], "data": [[1, 2]]}},
        {"dataframe_split": {"columns": [1], "data": [[1]]}},
        {"dataframe_split": [1]},
        {"dataframe_records": {"x": [1]}},
        {"instances": [[1]]},
        {"instances": ["a"]},
        {"inputs": {"x": [1], "day": [1, 2]}},
        {"inputs": {"x": 3}},
        {"inputs": {}},
    ],
)
def test_a_body_in_no_format_of_mlflow_is_told_why(service: Running, body: Any):
    heard = service.ask("/invocations", body)
    assert heard.status == 422, heard.body
    assert heard.json["error_code"] == "BAD_REQUEST"
    assert len(heard.json["message"]) > 20


@pytest.mark.parametrize(
    "text", ["", "x\n", 'x,day\n1,"2', "x,day\n1,2,3\n", "x,day,shop,member\nthree,,,\n", "\0"]
)
def test_csv_that_is_no_table_is_told_why(service: Running, text: str):
    heard = service.ask("/invocations", text, headers={"Content-Type": "text/csv"})
    assert heard.status == 422, heard.body
    latin = service.ask("/invocations", b"x\n\xe4\n", headers={"Content-Type": "text/csv"})
    assert "not in UTF-8" in latin.json["message"]


def test_a_form_of_a_foreign_page_is_no_request(service: Running):
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        heard = service.ask("/predict", "{}", headers={"Content-Type": kind})
        assert heard.status == 415
        assert "Content-Type: application/json" in heard.json["error"]["hint"]


@pytest.mark.parametrize(
    "path",
    [
        "/../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/v2/models/..%2f..%2fetc",
        "/v2/models/buyers/../../metrics",
        "//evil.example/",
        "/docs/../openapi.json",
        "/predict/",
        "/%00",
        "/v2/models/buyers%00",
        "/" + "a" * 5_000,
    ],
)
def test_paths_that_lead_elsewhere_lead_nowhere(service: Running, path: str):
    heard = service.ask(path)
    assert heard.status in (404, 405)
    assert b"root:" not in heard.body
    assert heard.headers["X-Request-Id"]


def test_a_body_that_is_too_long_is_refused_before_it_comes(service: Running):
    with service.raw() as plug:
        head = (
            f"POST /predict HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {guard.MOST_BYTES + 1}\r\n\r\n"
        )
        plug.sendall(head.encode())
        answer = said_by(plug)
    assert b"413" in answer.split(b"\r\n", 1)[0]
    assert b"longer than 32 MB" in answer


def test_a_body_whose_length_is_not_told_is_counted_as_it_comes(
    service: Running, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(guard, "MOST_BYTES", 10_000)
    with service.raw() as plug:
        head = (
            f"POST /predict HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        plug.sendall(head.encode() + b"2ee0\r\n" + b"a" * 12_000 + b"\r\n")
        answer = said_by(plug)
    assert b"413" in answer.split(b"\r\n", 1)[0]


def test_a_body_that_comes_too_slowly_is_not_waited_for(serve: Callable[..., Any]):
    with serve(Times(body_s=0.2)) as running, running.raw() as plug:
        head = (
            f"POST /predict HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n"
            "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
        plug.sendall(head.encode())
        answer = said_by(plug)
    assert b"408" in answer.split(b"\r\n", 1)[0]
    assert b"too slowly" in answer


def test_a_head_that_does_not_come_or_does_not_end_closes_the_connection(
    service: Running, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(protocol, "HEAD_S", 0.2)
    with service.raw() as silent, service.raw() as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nX-Slow: a")
        assert said_by(silent) == b""
        assert said_by(slow) == b""
    with service.raw() as endless:
        endless.sendall(b"GET / HTTP/1.1\r\n")
        assert is_closed_while_written_to(endless)
    assert service.ask("/").status == 200


def asked_for_much(service: Running) -> socket.socket:
    """A connection on which some MB of answers were asked for."""
    body = json.dumps({"rows": [ready_row(x=n / 7) for n in range(40_000)]}).encode()
    head = (
        f"POST /predict HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    plug = socket.socket()
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)  # little fits the network
    plug.settimeout(60.0)
    plug.connect(("127.0.0.1", service.port))
    plug.sendall(head.encode() + body)
    return plug


@pytest.mark.parametrize("reads", ["nothing", "too little"])
def test_a_client_that_does_not_read_its_answer_is_cut_off_and_others_are_answered(
    service: Running, monkeypatch: pytest.MonkeyPatch, reads: str
):
    cut = threading.Event()
    lost = protocol.BoundedProtocol.connection_lost

    def lose(self: protocol.BoundedProtocol, exc: Exception | None) -> None:
        if self.transport.get_write_buffer_size() or self._n_unread:
            cut.set()
        lost(self, exc)

    monkeypatch.setattr(protocol, "SEND_S", 0.3)
    monkeypatch.setattr(protocol.BoundedProtocol, "connection_lost", lose)
    with asked_for_much(service) as plug:
        while not cut.is_set():
            if reads == "too little":
                with contextlib.suppress(OSError):
                    plug.recv(200)
            assert service.ask("/predict", {"rows": [ready_row()]}).status == 200
        found = b""
        with contextlib.suppress(OSError):  # what the network held, and then the end
            found = said_by(plug)
    assert not found.endswith(b"]}")
    assert service.ask("/").status == 200


def test_a_client_that_reads_enough_each_time_gets_its_whole_answer(
    service: Running, monkeypatch: pytest.MonkeyPatch
):
    looks: list[int] = []
    looked_twice = threading.Event()
    look = protocol.BoundedProtocol._look_at_reader

    def looked(self: protocol.BoundedProtocol) -> None:
        looks.append(self.transport.get_write_buffer_size())
        look(self)
        if len(looks) > 1:
            looked_twice.set()

    monkeypatch.setattr(protocol, "SEND_S", 0.1)
    monkeypatch.setattr(protocol, "LEAST_READ_BYTES", 0)
    monkeypatch.setattr(protocol.BoundedProtocol, "_look_at_reader", looked)
    with asked_for_much(service) as plug:
        assert looked_twice.wait(60.0)
        found = b""
        while b"\r\n\r\n" not in found:
            found += plug.recv(65_536)
        head, _, found = found.partition(b"\r\n\r\n")
        [length] = [
            int(w[15:]) for w in head.lower().split(b"\r\n") if w[:15] == b"content-length:"
        ]
        while len(found) < length:
            found += plug.recv(65_536)
    assert len(json.loads(found)["items"]) == 40_000


def test_bytes_that_are_no_http_end_in_a_plain_answer(service: Running, expect_log: Any):
    expect_log("Invalid HTTP request")
    with service.raw() as plug:
        plug.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n")
        assert b"400" in said_by(plug).split(b"\r\n", 1)[0]
    assert service.ask("/").status == 200


def test_a_crowd_is_told_to_come_back_and_those_in_line_are_answered(
    service: Running, monkeypatch: pytest.MonkeyPatch
):
    go, busy = threading.Event(), threading.Event()
    predicted = ServedModel.predicted

    def slowly(self: ServedModel, rows: Any) -> Any:
        busy.set()
        assert go.wait(60.0)
        return predicted(self, rows)

    monkeypatch.setattr(ServedModel, "predicted", slowly)
    monkeypatch.setattr(service.desk.line._small, "_most", 2)
    found: list[int] = []

    def ask() -> None:
        found.append(service.ask("/predict", {"rows": [ready_row()]}).status)

    first = threading.Thread(target=ask)
    first.start()
    assert busy.wait(60.0)
    waiting = [threading.Thread(target=ask) for _ in range(2)]
    for one in waiting:
        one.start()
    while service.desk.line.n_waiting < 2:
        threading.Event().wait(0.005)
    heard = service.ask("/predict", {"rows": [ready_row()]})
    assert heard.status == 503
    assert heard.headers["Retry-After"] == "1"
    assert "More requests wait" in heard.json["error"]["message"]
    assert service.ask("/v2/health/live").status == 200  # the loop is free meanwhile
    go.set()
    for one in (first, *waiting):
        one.join()
    assert found == [200, 200, 200]


def test_one_request_that_spoils_a_call_does_not_spoil_the_others(
    service: Running, monkeypatch: pytest.MonkeyPatch, expect_log: Any
):
    expect_log("can't be answered: a bug", logging.ERROR)
    expect_log("Exception in ASGI application", logging.ERROR)
    predicted = ServedModel.predicted
    go, busy = threading.Event(), threading.Event()

    def odd(self: ServedModel, rows: Any) -> Any:
        if any(row["x"] == 13 for row in rows):
            raise RuntimeError("a bug")
        if any(row["x"] == 12 for row in rows):
            busy.set()
            assert go.wait(60.0)
        return predicted(self, rows)

    monkeypatch.setattr(ServedModel, "predicted", odd)
    found: dict[int, int] = {}

    def ask(x: int) -> None:
        found[x] = service.ask("/predict", {"rows": [ready_row(x=x)]}).status

    first = threading.Thread(target=ask, args=(12,))
    first.start()
    assert busy.wait(60.0)
    others = [threading.Thread(target=ask, args=(x,)) for x in (1, 13, 2)]
    for one in others:
        one.start()
    while service.desk.line.n_waiting < 3:
        threading.Event().wait(0.005)
    go.set()
    for one in (first, *others):
        one.join()
    assert found == {12: 200, 1: 200, 13: 500, 2: 200}


def test_a_client_that_leaves_is_no_trouble(service: Running):
    with service.raw() as plug:
        head = (
            f"POST /predict HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n"
            "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
        plug.sendall(head.encode())
    assert service.ask("/").status == 200


def test_without_a_champion_it_says_so(service: Running):
    service.desk.champion.current = None
    assert service.ask("/").json["ready"] is False
    for path in ("/ping", "/v2/health/ready", "/v2/models/buyers"):
        assert service.ask(path).status == 503
    heard = service.ask("/predict", {"rows": [ready_row()]})
    assert (heard.status, heard.headers["Retry-After"]) == (503, "1")
    assert "no champion" in heard.json["error"]["message"]
    assert line.NotReady.kind == heard.json["error"]["kind"]
