"""How our servers listen: one bounded protocol, and a socket of our own making."""

import errno
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
        raise _refused(settings, error) from error
    return plug


def _refused(settings: HttpSettings, error: OSError) -> WorldError:
    """Why a port can't be had, and the way out."""
    host, port = settings.host, settings.port
    if error.errno == errno.EADDRINUSE:
        what, way = (
            f"Port {port} is taken by another program.",
            "End that program, or choose another port.",
        )
    elif error.errno == errno.EADDRNOTAVAIL:
        what, way = f"This computer has no address {host}.", "Choose one that it has."
    elif error.errno == errno.EACCES:
        what, way = f"Port {port} belongs to the system.", "Choose one from 1024 on."
    else:
        what, way = f"Port {port} of {host} can't be listened on.", "Choose another port."
    return WorldError(what, way, detail=str(error))
