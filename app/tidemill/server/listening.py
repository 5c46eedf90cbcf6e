"""How our servers listen: one bounded protocol, and a socket of our own making."""

import os
import socket

import uvicorn
from starlette.types import ASGIApp

from tidemill.base.errors import WorldError
from tidemill.domain.deployments import HttpSettings
from tidemill.server.protocol import BoundedProtocol

GRACE_S = 5.0
"""For so long requests at hand may go on once the server is asked to end."""

MOST_CONNECTIONS = 1_000


def server_of(app: ASGIApp) -> uvicorn.Server:
    """The server of an application; it is given a socket that listens."""
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=int(GRACE_S),
        timeout_keep_alive=75,
    )
    return uvicorn.Server(config)


def listening(settings: HttpSettings) -> socket.socket:
    """A socket bound to the service's address; `WorldError` where another program has it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends small pieces at once only where the protocol is named: without it an answer's
    # body waits some 40 ms for the client to acknowledge its head.
    plug = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":  # there it would let two programs have one port
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        plug.bind((settings.host, settings.port))
    except OSError as error:
        plug.close()
        raise WorldError(
            f"Port {settings.port} of {settings.host} can't be listened on.",
            "End the program that has it, or give the service another port.",
            detail=str(error),
        ) from error
    return plug
