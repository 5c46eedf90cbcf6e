"""Mail goes out by a mail server of one's own: spoken to in SMTP (RFC 5321, 4954), on loopback."""

import base64
import email
import socketserver
import threading
from email.header import decode_header, make_header

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.channels import ChannelKind, DeliveryState
from tidemill.services import channels, deliveries, sending

# apprise asks for a module that Python 3.11 still has and means to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


class _Smtp(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs; refuses any other password than `secret word`."""

    def handle(self):
        self.say("220 loopback")
        is_known = False
        user = ""
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb = line[:4].upper()
            if verb == "EHLO":
                self.say("250-loopback", "250 AUTH PLAIN")
            elif verb == "AUTH":
                _, user, password = base64.b64decode(line.split()[2]).decode().split("\0")
                is_known = password == "secret word"
                self.say("235 welcome" if is_known else "535 5.7.8 who are you")
            elif verb == "MAIL":
                seen = {"user": user, "to": []}
                self.say("250 ok" if is_known else "530 5.7.0 sign in first")
            elif verb == "RCPT":
                seen["to"].append(line.partition("<")[2].rstrip(">"))
                self.say("250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                seen["mail"] = email.message_from_bytes(b"".join(self.lines()))
                self.server.got.append(seen)
                self.say("250 ok")
            else:
                self.say("221 bye" if verb == "QUIT" else "250 ok")

    def lines(self):
        while (line := self.rfile.readline()) != b".\r\n":
            yield line

    def say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@pytest.fixture
def smtp():
    """A mail server on loopback: its place, and what it got."""
    server = socketserver.TCPServer(("127.0.0.1", 0), _Smtp)
    server.got = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}", server.got
    server.shutdown()
    thread.join(10)
    server.server_close()


def address(place, password="secret word"):
    return sending.mail_address(
        to="ada@example.org, ben@example.org",
        server=place,
        sender="alerts@example.org",
        login="alerts@example.org",
        password=password,
        mode="insecure",
    )


def test_mail_goes_to_everybody_named_and_says_where_the_incident_is(
    workspace, champion, take_in, month, drain, smtp, held_keyring
):
    place, got = smtp
    champion()
    channels.add(workspace, "mail", ChannelKind.MESSAGE, address(place))
    shown = channels.one(workspace, "mail").address
    assert "secret" not in shown
    assert "secret" in next(iter(held_keyring.held.values()))
    take_in(month(2, n=400, shift=5.0))
    deliveries.look(workspace)
    drain()
    [notice] = deliveries.told(workspace)
    [found] = deliveries.log(workspace)
    assert found.state is DeliveryState.SENT
    assert sorted(one for seen in got for one in seen["to"]) == [
        "ada@example.org",
        "ben@example.org",
    ]
    mail = got[0]["mail"]
    assert got[0]["user"] == "alerts@example.org"
    assert str(make_header(decode_header(mail["Subject"]))) == notice.title
    assert "alerts@example.org" in mail["From"]
    text = "".join(
        part.get_payload(decode=True).decode()
        for part in mail.walk()
        if part.get_content_maintype() == "text"
    )
    assert notice.words in text
    assert f"tidemill://incidents/{notice.incident_id}" in text


def test_a_mail_server_that_refuses_is_told_without_the_password(workspace, smtp):
    place, got = smtp
    channels.add(workspace, "mail", ChannelKind.MESSAGE, address(place, "wrong word"))
    found = deliveries.test(workspace, "mail")
    assert (found.state, got) == (DeliveryState.FAILED, [])
    assert "wrong" not in found.answer
    assert not found.answer.startswith("It was not sent. 2")  # no moment of a log in it
    assert "WARNING" not in found.answer


def test_a_mail_server_that_is_not_there_is_tried_again(
    workspace, champion, take_in, month, drain, smtp
):
    champion()
    channels.add(workspace, "mail", ChannelKind.MESSAGE, address("127.0.0.1:9"))
    take_in(month(2, n=400, shift=5.0))
    deliveries.look(workspace)
    drain()
    [found] = deliveries.log(workspace)
    assert (found.state, found.attempts) == (DeliveryState.WAITING, 1)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"to": "", "server": "smtp.example.org"}, "somebody to go to"),
        ({"to": "ada", "server": "smtp.example.org"}, "somebody to go to"),
        ({"to": "ada@example.org", "server": ""}, "no mail server"),
        ({"to": "ada@example.org", "server": "smtp.example.org:x"}, "no mail server"),
    ],
)
def test_what_is_missing_for_mail_is_said(facts, words):
    with pytest.raises(NeedsYou, match=words):
        sending.mail_address(**facts)


def test_odd_signs_in_a_password_come_through(smtp, workspace, held_keyring):
    place, _ = smtp
    one = "p@ss:w/ör?d&=+%"
    url = address(place, one)
    assert "p@ss" not in url
    import apprise

    assert apprise.Apprise.instantiate(url).password == one
