"""Sending one message by one channel: a message by apprise, a line of a file, a command."""

import contextlib
import json
import logging
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.alerts import Severity
from tidemill.domain.channels import Channel, ChannelKind, Message
from tidemill.domain.notices import NoticeKind

COMMAND_S = 30.0
"""Seconds a command may take."""

_LOGGED = re.compile(r"^[^A-Za-z]*- [A-Z]+ - ")
"""What stands before each line of apprise's log: the moment and the level."""

_GLAD = frozenset((NoticeKind.READY, NoticeKind.LABELS, NoticeKind.MENTION))
"""Kinds that tell of nothing wrong."""

_TAIL = 300
"""Characters of an answer that are kept."""


def send(channel: Channel, message: Message, secret: str | None) -> str:
    """Send; returns what came of it in words. Raises `NeedsYou` or `WorldError` where it failed.

    `secret` is the whole address of a channel of messages.
    """
    if channel.kind is ChannelKind.FILE:
        return _to_file(Path(channel.address), message)
    if channel.kind is ChannelKind.COMMAND:
        return _to_command(channel.address, message)
    if secret is None:
        raise NeedsYou(
            f"The address of {channel.name} is not in this computer's keyring.",
            "Give the channel its address again on this computer, or set "
            f"{variable(channel.name)} to it.",
        )
    return _by_apprise(secret, message)


def variable(name: str) -> str:
    """The environment variable that may hold a channel's address."""
    return "TIDEMILL_CHANNEL_" + re.sub(r"\W+", "_", name.upper())


def shown_address(url: str) -> tuple[str, bool]:
    """An address as it may be shown and kept, and whether that leaves a secret out.

    Raises `NeedsYou` where nobody knows what it means.
    """
    import apprise

    with _quiet():
        found: Any = apprise.Apprise.instantiate(url, suppress_exceptions=True)
    if found is None:
        raise NeedsYou(
            "This address leads nowhere that is known.",
            "Write it as mailto://name:password@example.org, as the address of a webhook "
            "(json://example.org/path), or as one of the others that apprise lists.",
        )
    shown, whole = str(found.url(privacy=True)), str(found.url(privacy=False))
    return shown, shown != whole


def mail_address(
    *, to: str, server: str, sender: str = "", login: str = "", password: str = "", mode: str = ""
) -> str:
    """The address of a channel of mail, as apprise writes it, from what people know.

    `to` are one or more addresses with commas between; `server` is a host with its port behind a
    colon where it is not the usual one; `mode` is `starttls`, `ssl` or `insecure`.
    """
    receivers = [one.strip() for one in to.split(",") if one.strip()]
    if not receivers or any("@" not in one for one in receivers):
        raise NeedsYou("Mail needs somebody to go to.", "Write addresses as ada@example.org.")
    host, _, port = server.strip().partition(":")
    if not host or " " in host or (port and not port.isdecimal()):
        raise NeedsYou(
            f"{server.strip() or 'This'} is no mail server.",
            "Write its name and, behind a colon, its port: smtp.example.org:587.",
        )
    facts = {"to": ",".join(receivers), "from": sender.strip() or receivers[0]}
    if login.strip():
        facts["user"] = login.strip()
    if password:
        facts["pass"] = password
    scheme = "mailto" if mode == "insecure" else "mailtos"
    if mode in ("starttls", "ssl"):
        facts["mode"] = mode
    return f"{scheme}://{server.strip()}?{urlencode(facts, quote_via=quote)}"


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What apprise logs is read from its answer, never left in a log: it may name secrets."""
    log = logging.getLogger("apprise")
    before = log.propagate
    log.propagate = False
    try:
        yield
    finally:
        log.propagate = before


def _by_apprise(url: str, message: Message) -> str:
    import apprise

    body = f"{message.words}\n\ntidemill://{message.address}" if message.address else message.words
    kinds = {Severity.WARNING: apprise.NotifyType.WARNING}
    kind = kinds.get(message.severity, apprise.NotifyType.FAILURE)
    if message.kind in _GLAD:
        kind = apprise.NotifyType.INFO
    capture: Any = apprise.LogCapture
    with _quiet(), capture(level=logging.INFO) as log:
        one = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        if one is None:
            raise NeedsYou("This address leads nowhere that is known.", "Give it again.")
        try:
            is_sent = one.notify(
                title=message.title, body=body, notify_type=kind, body_format="text"
            )
        except (TypeError, ValueError, OSError) as error:
            raise WorldError(f"It was not sent: {_without(url, str(error))}") from error
        said = _without(url, log.getvalue())
    if not is_sent:
        raise WorldError(
            "It was not sent." + (f" {said}" if said else ""),
            "Check the address and the connection; it is tried again by itself.",
        )
    return "Sent."


def _without(url: str, text: str) -> str:
    """The end of what was said, without any piece of the address that could be a secret."""
    lines = [_LOGGED.sub("", line) for line in text.strip().splitlines()]
    words = " ".join(lines[-2:])
    pieces = {url, *re.split(r"[/:@?&=]+", url.partition("://")[2])}
    for piece in sorted((p for p in pieces if len(p) > 3), key=len, reverse=True):
        words = words.replace(piece, "…")
    return words[-_TAIL:]


def _to_file(path: Path, message: Message) -> str:
    line = {**message.to_dict(), "at": to_iso(message.at)}
    data = (json.dumps(line, ensure_ascii=False) + "\n").encode()
    try:
        # One write at the end of the file: lines of several programs do not mix.
        number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            written = os.write(number, data)
            os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        raise WorldError(
            f"{path} could not be written: {error.strerror}.",
            "Check the folder and its rights; it is tried again by itself.",
        ) from error
    if written != len(data):
        raise WorldError(f"{path} could not be written whole.", "Is the disk full?")
    return f"Written to {path}."


def _to_command(line: str, message: Message) -> str:
    """Run a command without a shell; the message is JSON on its standard input."""
    words = split_command(line)
    said = json.dumps({**message.to_dict(), "at": to_iso(message.at)}, ensure_ascii=False)
    try:
        done = subprocess.run(
            words,
            input=said.encode(),
            capture_output=True,
            timeout=COMMAND_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise WorldError(f"The command took over {COMMAND_S:.0f} s and was ended.") from error
    except OSError as error:
        raise NeedsYou(
            f"{words[0]} could not be started: {error.strerror}.", "Check the command."
        ) from error
    told = (done.stderr or done.stdout).decode(errors="replace").strip()[-_TAIL:]
    if done.returncode != 0:
        ended = f"The command ended with {done.returncode}."
        raise WorldError(f"{ended} {told}".strip(), "It is tried again by itself.")
    return f"The command ended well. {told}".strip()


def split_command(line: str) -> list[str]:
    """The words of a command as a shell would read them; `NeedsYou` where it could not."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise NeedsYou(f"This command can't be read: {error}.", "Close its quotes.") from error
    if not words:
        raise NeedsYou("There is no command.", "Write a program and its arguments.")
    return words
