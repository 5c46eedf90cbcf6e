"""A newer version is looked for once a day, at one address, with nothing told of who asks."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tidemill import __version__
from tidemill.services import updates
from tidemill.services.updates import Newer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Place:
    """What an address answers, and what it was asked."""

    address: str = ""
    status: int = 200
    text: bytes = b""
    mark: str = ""
    elsewhere: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    def says(self, version: object, page: object = "https://tide.example/news") -> None:
        self.text = json.dumps({"version": version, "page": page}).encode()


@pytest.fixture
def place() -> Iterator[Place]:
    one = Place()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            one.asked.append(dict(self.headers))
            is_known = bool(one.mark) and self.headers["If-None-Match"] == one.mark
            self.send_response(304 if is_known else one.status)
            if one.mark:
                self.send_header("ETag", one.mark)
            if one.elsewhere:
                self.send_header("Location", one.elsewhere)
            self.end_headers()
            if not is_known:
                self.wfile.write(one.text)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    one.address = f"http://127.0.0.1:{server.server_port}/newest.json"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "own" / "updates.json"


def test_a_newer_version_is_told_once(place: Place, kept: Path):
    place.says("99.1")
    found = updates.untold(place.address, NOW, kept)
    assert found == Newer("99.1", "https://tide.example/news")
    assert updates.untold(place.address, NOW + 2 * DAY, kept) is None
    place.says("99.1.1")
    found = updates.untold(place.address, NOW + 4 * DAY, kept)
    assert found is not None
    assert found.version == "99.1.1"


def test_it_is_asked_once_a_day_and_an_unchanged_text_is_not_sent_again(place: Place, kept: Path):
    place.mark = '"a"'
    place.says(__version__)
    assert updates.untold(place.address, NOW, kept) is None
    assert updates.untold(place.address, NOW + DAY - timedelta(seconds=1), kept) is None
    assert len(place.asked) == 1
    assert updates.untold(place.address, NOW + DAY, kept) is None
    assert [one.get("If-None-Match") for one in place.asked] == [None, '"a"']
    place.mark = '"b"'
    place.says("99.0")
    assert updates.untold(place.address, NOW + 2 * DAY, kept) is not None
    assert updates.untold(place.address, NOW + DAY, kept) is None
    assert len(place.asked) == 4, "a clock that was set back asks"


def test_another_address_is_asked_at_once_without_the_mark_of_the_first(place: Place, kept: Path):
    place.mark = '"a"'
    place.says("0.0.1")
    updates.untold(place.address, NOW, kept)
    updates.untold(f"{place.address}?of=others", NOW, kept)
    assert [one.get("If-None-Match") for one in place.asked] == [None, None]


def test_what_is_told_of_who_asks_is_the_program_and_its_version(place: Place, kept: Path):
    place.says("99.0")
    updates.untold(place.address, NOW, kept)
    (asked,) = place.asked
    assert asked["User-Agent"] == f"Tidemill/{__version__}"
    assert set(asked) == {"User-Agent", "Accept", "Accept-Encoding", "Host", "Connection"}


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (200, b"<html>"),
        (200, b"[" * 100_000),
        (200, b'{"version": "99.0", "more": "' + b"x" * 70_000 + b'"}'),
        (200, b"[1]"),
        (200, b"{}"),
        (200, b'{"version": 99}'),
        (200, b'{"version": "99.0-<b>now</b>"}'),
        (404, b'{"version": "99.0"}'),
        (500, b'{"version": "99.0"}'),
    ],
    ids=range(9),
)
def test_an_odd_answer_is_no_news_and_no_error(place: Place, kept: Path, status: int, text: bytes):
    place.status, place.text = status, text
    assert updates.untold(place.address, NOW, kept) is None
    assert len(place.asked) == 1
    assert updates.untold(place.address, NOW + timedelta(hours=1), kept) is None
    assert len(place.asked) == 1, "asked again within the day"


def test_no_word_to_another_address_is_followed(place: Place, kept: Path):
    place.status, place.elsewhere = 302, f"{place.address}/other"
    place.says("99.0")
    assert updates.untold(place.address, NOW, kept) is None
    assert len(place.asked) == 1


def test_a_page_that_is_not_secure_is_not_offered(place: Place, kept: Path):
    place.says("99.0", "http://tide.example/news")
    assert updates.untold(place.address, NOW, kept) == Newer("99.0", "")


def test_nobody_answers_or_may_be_asked(kept: Path):
    # The suite refuses a name that is not this computer's with an error that nothing here catches.
    assert updates.untold("http://tide.example/newest.json", NOW, kept) is None
    assert updates.untold("file:///etc/hostname", NOW, kept) is None
    assert updates.untold("http://127.0.0.1:1/newest.json", NOW, kept) is None


@pytest.mark.parametrize("text", ["", "[]", '{"version": 7, "asked_at": "soon"}'])
def test_a_damaged_file_of_what_was_read_is_no_harm(place: Place, kept: Path, text: str):
    kept.parent.mkdir()
    kept.write_text(text)
    place.says("99.0")
    assert updates.untold(place.address, NOW, kept) is not None


@pytest.mark.parametrize(
    ("version", "present", "is_above"),
    [
        ("0.2", "0.1.0", True),
        ("0.10", "0.9", True),
        ("0.1", "0.1.0", False),
        ("0.0.9", "0.1.0", False),
        ("1.0", "1.0.dev3", False),
        ("1.1", "1.0.dev3", True),
        ("", "1.0", False),
    ],
)
def test_versions_are_numbers_in_their_order(version: str, present: str, is_above: bool):
    assert updates._is_above(version, present) is is_above
