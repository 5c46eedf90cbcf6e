"""What stands before the routes: who may ask, how much, how slowly; an id for each request.

A page in a browser on this computer could ask a service that listens on loopback, under a name of
its own choosing: so the `Host` has to be one of ours, and an `Origin` the service's own.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import psutil
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tidemill.base import programs
from tidemill.base.clock import monotonic
from tidemill.base.ids import new_id
from tidemill.domain.deployments import HttpSettings
from tidemill.server.refused import LEFT, Refused

if TYPE_CHECKING:
    from tidemill.server.figures import Figures

MOST_BYTES = 32 * 1024 * 1024
"""The longest body that is read."""

BODY_S = 20.0
"""For so long a body may take to come; the rest of a large one for each further piece."""

OPEN = frozenset({"/ping", "/health", "/version", "/v2/health/live", "/v2/health/ready"})
"""Asked by whatever looks whether the service lives; these need no token and tell nothing."""

_ID_LENGTH = 128


@dataclass(frozen=True)
class Times:
    """How long a slow client is waited for, in seconds."""

    body_s: float = BODY_S


class Guard:
    """An ASGI application around another. `settings` are asked for at each request.

    `most_bytes` says how long the body of a request may be, `told` how a refusal is written.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Callable[[], HttpSettings],
        figures: "Figures | None" = None,
        times: Times | None = None,
        *,
        most_bytes: Callable[[Scope], int] = lambda _: MOST_BYTES,
        told: Callable[[Refused, str], bytes],
    ) -> None:
        self._app, self._settings, self._figures = app, settings, figures
        self._times = times or Times()
        self._most_bytes, self._told = most_bytes, told
        self._names: tuple[HttpSettings, frozenset[str]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        began = monotonic()
        headers = _headers(scope)
        request_id = _id_of(headers.get(b"x-request-id", b""))
        scope.setdefault("state", {})["id"] = request_id
        answer = _Answer(send, request_id, self._told)
        try:
            most = self._most_bytes(scope)
            self._check(scope, headers, most)
            body = _Body(receive, self._times.body_s, most)
            await self._app(scope, body.receive, answer.send)
        except Refused as refused:
            await answer.refuse(refused)
        finally:
            if self._figures is not None:
                route = getattr(scope.get("route"), "path", "other")
                self._figures.answered(route, answer.status, monotonic() - began)

    def _check(self, scope: Scope, headers: dict[bytes, bytes], most: int) -> None:
        settings = self._settings()
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if not self._is_ours(settings, host):
            raise Refused(
                HTTPStatus.MISDIRECTED_REQUEST,
                "This service does not answer to the name in Host.",
                "Ask by its address, or add the name to the deployment.",
            )
        origin = headers.get(b"origin")
        if origin is not None and origin.decode("latin-1").lower() != f"http://{host}":
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "Pages of another origin may not ask this service.",
                "Ask from a program, or from a page of this service.",
            )
        if settings.token_hash and scope["path"] not in OPEN:
            word, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
            if word.lower() != "bearer" or not settings.knows(token.strip()):
                raise Refused(
                    HTTPStatus.UNAUTHORIZED,
                    "The token is missing or wrong.",
                    "Send the header Authorization: Bearer TOKEN.",
                )
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > most:
            raise too_long(most)

    def _is_ours(self, settings: HttpSettings, host: str) -> bool:
        name, _, port = host.rpartition(":") if _has_port(host) else (host, "", "")
        if port and port != str(settings.port):
            return False
        if self._names is None or self._names[0] is not settings:
            self._names = (settings, own_names(settings))
        return name.strip("[]") in self._names[1]


def own_names(settings: HttpSettings) -> frozenset[str]:
    """The names by which a service may be asked."""
    names = {"127.0.0.1", "localhost", "::1", *settings.names}
    if not settings.is_loopback:
        names |= {settings.host, programs.host().lower()}
        for addresses in psutil.net_if_addrs().values():
            names |= {one.address.partition("%")[0].lower() for one in addresses}
    return frozenset(names)


def too_long(most: int = MOST_BYTES) -> Refused:
    """A body of more bytes than are read."""
    return Refused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"The body is longer than {most // 1024 // 1024} MB.",
        "Send fewer rows at a time.",
    )


def _has_port(host: str) -> bool:
    return ":" in host.rpartition("]")[2]


def _headers(scope: Scope) -> dict[bytes, bytes]:
    """The headers by name; of one that comes twice both, so that neither is taken for the other."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        found[name] = found[name] + b"," + value if name in found else value
    return found


def _id_of(given: bytes) -> str:
    """The id that a caller gave its request, where it is short and plain; else a new one."""
    text = given.decode("ascii", "replace")
    is_plain = 0 < len(text) <= _ID_LENGTH and text.replace("-", "").replace("_", "").isalnum()
    return text if is_plain and text.isascii() else new_id()


class _Body:
    """A request's body as it comes, held to a length and a time."""

    def __init__(self, receive: Receive, patience_s: float, most: int) -> None:
        self._receive, self._patience_s, self._most = receive, patience_s, most
        self._n_bytes = 0
        self._is_whole = False

    async def receive(self) -> Message:
        if self._is_whole:  # what follows is only that the client leaves
            return await self._receive()
        try:
            async with asyncio.timeout(self._patience_s):
                message = await self._receive()
        except TimeoutError as error:
            raise Refused(
                HTTPStatus.REQUEST_TIMEOUT, "The body came too slowly.", "Send it again."
            ) from error
        self._n_bytes += len(message.get("body", b""))
        if self._n_bytes > self._most:
            raise too_long(self._most)
        self._is_whole = not message.get("more_body", False)
        return message


class _Answer:
    """An answer on its way, with the request's id in its head."""

    def __init__(self, send: Send, request_id: str, told: Callable[[Refused, str], bytes]) -> None:
        self._send, self._id, self._told = send, request_id, told
        self.status = LEFT  # as long as nothing was answered
        self._is_begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self._is_begun = message["status"], True
            head: list[Any] = [
                *message["headers"],
                (b"x-request-id", self._id.encode()),
                (b"x-content-type-options", b"nosniff"),
                (b"cache-control", b"no-store"),
            ]
            message = {**message, "headers": head}
        await self._send(message)

    async def refuse(self, refused: Refused) -> None:
        """Tell a refusal, unless the answer is on its way already; the connection ends."""
        if self._is_begun:
            return
        body = self._told(refused, self._id)
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        if refused.status is HTTPStatus.UNAUTHORIZED:
            headers.append((b"www-authenticate", b"Bearer"))
        start = {"type": "http.response.start", "status": refused.status, "headers": headers}
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})
