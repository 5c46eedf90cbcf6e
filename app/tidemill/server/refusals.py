"""How errors are told: a status, and words in the form that the route's clients read."""

import logging
from http import HTTPStatus
from typing import Any

import pydantic_core
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from tidemill.base.errors import NeedsYou, NotThere, TidemillError
from tidemill.server.desk import JSON, NotJson, WrongMedia
from tidemill.server.lanes import Busy
from tidemill.server.line import NotReady
from tidemill.server.refused import LEFT, Refused
from tidemill.services.serving.fields import WrongRows

log = logging.getLogger(__name__)

RETRY_S = 1
"""After so many seconds a client that was sent away may try again."""

_STATUSES: tuple[tuple[type[TidemillError], HTTPStatus], ...] = (
    (NotJson, HTTPStatus.BAD_REQUEST),
    (WrongMedia, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (NotThere, HTTPStatus.NOT_FOUND),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (NotReady, HTTPStatus.SERVICE_UNAVAILABLE),
    (NeedsYou, HTTPStatus.UNPROCESSABLE_ENTITY),
)


def attach(app: FastAPI) -> None:
    """Tell errors of the routes in words."""

    async def refuse(request: Request, error: Exception) -> Response:
        assert isinstance(error, TidemillError)
        if isinstance(error, Refused):
            return _told(request, error.status, error, {"Connection": "close"})
        status = next((s for kind, s in _STATUSES if isinstance(error, kind)), None)
        if status is None:  # nobody's fault but ours, or the world's
            raise error
        headers = {"Retry-After": str(RETRY_S)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
        return _told(request, status, error, headers)

    async def unknown(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        message = {
            404: f"There is nothing at {request.url.path}.",
            405: f"{request.method} is not allowed at {request.url.path}.",
        }.get(error.status_code, error.detail + ".")
        told = TidemillError(message, "See /docs for what there is.")
        told.kind = "usage"
        return _told(request, error.status_code, told, dict(error.headers or {}))

    async def gone(_request: Request, _error: Exception) -> Response:
        return Response(status_code=LEFT)  # nobody reads it

    async def bug(request: Request, error: Exception) -> Response:
        # It rises on to uvicorn, which logs where it came from.
        log.error("Request %s can't be answered: %s", request.state.id, error)
        told = TidemillError("The service made a mistake.", "Its log says more, under this id.")
        return _told(request, HTTPStatus.INTERNAL_SERVER_ERROR, told, {})

    app.add_exception_handler(TidemillError, refuse)
    app.add_exception_handler(HTTPException, unknown)
    app.add_exception_handler(ClientDisconnect, gone)
    app.add_exception_handler(Exception, bug)


def _told(request: Request, status: int, error: TidemillError, headers: dict[str, str]) -> Response:
    path, request_id = request.url.path, request.state.id
    body: dict[str, Any]
    if path == "/invocations":
        code = "BAD_REQUEST" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "INTERNAL_ERROR"
        body = {"error_code": code, "message": _sentence(error), "request_id": request_id}
    elif path == "/v2" or path.startswith("/v2/"):
        body = {"error": _sentence(error), "request_id": request_id}
    else:
        return Response(body_of(error, request_id), status, headers, JSON)
    return Response(pydantic_core.to_json(body), status, headers, JSON)


def body_of(error: TidemillError, request_id: str) -> bytes:
    """An error as our own routes tell it."""
    told: dict[str, Any] = {"kind": error.kind, "message": error.message, "hint": error.hint}
    if isinstance(error, WrongRows):
        told["rows"] = [
            {"row": one.row, "field": one.field, "expected": one.expected, "got": one.got}
            for one in error.problems
        ]
    return pydantic_core.to_json({"error": told, "request_id": request_id})


def _sentence(error: TidemillError) -> str:
    return f"{error.message} {error.hint}".strip()
