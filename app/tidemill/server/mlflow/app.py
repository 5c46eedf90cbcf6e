"""MLflow's interface as one ASGI application: JSON calls, files, and refusals its clients read."""

import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

import pydantic_core
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tidemill import __version__
from tidemill.base.errors import NeedsYou, TidemillError, WorldError
from tidemill.domain.deployments import HttpSettings
from tidemill.domain.mlflow import errors
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.server.guard import MOST_BYTES, Guard, Times
from tidemill.server.mlflow import description, routes
from tidemill.server.refused import LEFT, Refused
from tidemill.services.mlflow import artifacts
from tidemill.services.mlflow.artifacts import Address
from tidemill.services.mlflow.tracker import Tracker

JSON = "application/json"
PROXIES = ("/api/2.0/mlflow-artifacts/artifacts", "/ajax-api/2.0/mlflow-artifacts/artifacts")
"""Where files are put and fetched."""

_NO_LIMIT = 1 << 62
_MANY = frozenset({"run_ids", "run_id", "order_by", "stages"})

log = logging.getLogger(__name__)


def application(
    tracker: Tracker, settings: Callable[[], HttpSettings], times: Times | None = None
) -> ASGIApp:
    """The application over a project of a workspace; `settings` are asked for at each request."""
    return Guard(Door(tracker), settings, times=times, most_bytes=_most_bytes, told=_refusal)


def _most_bytes(scope: Scope) -> int:
    """Files may be of any length: they go to the disk as they come."""
    is_file = scope["method"] == "PUT" and scope["path"].startswith(PROXIES)
    return _NO_LIMIT if is_file else MOST_BYTES


class Door:
    """Answers one request after the other; what takes time does so in a thread."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except Refused:
            raise
        except ClientDisconnect:
            answer = Response(status_code=LEFT)  # nobody reads it
        except Exception as error:
            answer = _told(_as_known(error))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        path = request.scope["path"]
        for prefix in PROXIES:
            if path == prefix or path.startswith(prefix + "/"):
                return await self._files(request, path.removeprefix(prefix).removeprefix("/"))
        if path == "/get-artifact":
            return await self._file_of_run(request)
        for prefix in routes.PREFIXES:
            if path.startswith(prefix):
                return await self._call(request, path.removeprefix(prefix))
        if path.endswith("/server-info") and path.startswith(("/api/", "/ajax-api/")):
            return _json(routes.SERVER_INFO)
        if path == "/openapi.json" and request.method == "GET":
            return _json(description.document())
        if path in {"/health", "/version"}:
            return Response("OK" if path == "/health" else __version__, media_type="text/plain")
        raise _nowhere(request)

    async def _call(self, request: Request, name: str) -> Response:
        found = routes.found(request.method, name.rstrip("/"))
        if found is None:
            raise _nowhere(request)
        answer, named = found
        body = {**await _body(request), **named}
        return _json(await run_in_threadpool(answer, self._tracker, body))

    async def _files(self, request: Request, path: str) -> Response:
        tracker = self._tracker
        if request.method == "GET" and not path:
            query = _query(request)

            def listed() -> Mapping[str, Any]:
                where = artifacts.address(tracker, str(query.get("path") or ""))
                return {"files": [one.told() for one in artifacts.listed(tracker, where)]}

            return _json(await run_in_threadpool(listed))
        where = await run_in_threadpool(artifacts.address, tracker, path)
        if request.method == "GET":
            return await self._file(where)
        if request.method == "PUT":
            await self._put(request, where)
            return _json({})
        if request.method == "DELETE":
            await run_in_threadpool(artifacts.delete, tracker, where)
            return _json({})
        raise _nowhere(request)

    async def _file_of_run(self, request: Request) -> Response:
        query = _query(request)
        run_id = query.get("run_id") or query.get("run_uuid")
        run_id = run_id[0] if isinstance(run_id, list) else run_id
        where = await run_in_threadpool(artifacts.of_run, self._tracker, run_id, query.get("path"))
        return await self._file(where)

    async def _file(self, where: Address) -> Response:
        found = await run_in_threadpool(artifacts.file, self._tracker, where)
        # Whatever is in it: a browser saves it and runs nothing of it.
        return FileResponse(
            found,
            media_type="application/octet-stream",
            filename=where.path.rpartition("/")[2],
        )

    async def _put(self, request: Request, where: Address) -> None:
        """Write what comes to the disk, then let it be a file of the run."""
        with self._tracker.workspace.blobs.scratch() as temporary:
            opened = await run_in_threadpool(temporary.open, "wb")
            try:
                async for piece in request.stream():
                    await run_in_threadpool(opened.write, piece)
            finally:
                await run_in_threadpool(opened.close)
            await run_in_threadpool(artifacts.put, self._tracker, where, temporary)


async def _body(request: Request) -> dict[str, Any]:
    """The query's values and the body's."""
    said = _query(request)
    data = await request.body()
    if not data:
        return said
    try:
        parsed = pydantic_core.from_json(data)
    except ValueError as error:
        raise MlflowError(
            f"The body is no JSON that can be read: {error}", errors.BAD_REQUEST
        ) from error
    if not isinstance(parsed, dict):
        raise MlflowError("The body must be a JSON object.", errors.BAD_REQUEST)
    return {**said, **parsed}


def _query(request: Request) -> dict[str, Any]:
    """Values of a query; where several may stand under one name, a list."""
    try:
        found = parse_qs(
            request.scope["query_string"].decode(), keep_blank_values=True, max_num_fields=1_000
        )
    except ValueError as error:
        raise MlflowError("The query of the address can't be read.") from error
    return {
        name: values if name in _MANY and len(values) > 1 else values[-1]
        for name, values in found.items()
    }


def _nowhere(request: Request) -> MlflowError:
    path = request.scope["path"]
    if "/traces" in path:
        return MlflowError("Traces are not supported by Tidemill.", errors.NOT_SUPPORTED)
    return MlflowError(f"There is nothing at {request.method} {path[:200]}.", errors.NOT_FOUND)


def _as_known(error: Exception) -> MlflowError:
    """Any failure as a refusal that a client reads; our own mistakes are logged."""
    if isinstance(error, MlflowError):
        return error
    if isinstance(error, WorldError):
        log.warning("%s %s", error.message, error.detail)
        return MlflowError(f"{error.message} {error.hint}", errors.UNAVAILABLE)
    if isinstance(error, NeedsYou):
        return MlflowError(f"{error.message} {error.hint}".strip())
    log.error("A request can't be answered.", exc_info=error)
    return MlflowError("Tidemill made a mistake. Its log says more.", errors.INTERNAL)


def _told(error: MlflowError) -> Response:
    return _json({"error_code": error.code, "message": error.message}, int(error.status))


def _json(what: Mapping[str, Any], status: int = 200) -> Response:
    return Response(pydantic_core.to_json(what, inf_nan_mode="strings"), status, media_type=JSON)


_CODES = {401: errors.NO_IDENTITY, 403: errors.DENIED, 421: errors.DENIED}


def _refusal(refused: Refused, _request_id: str) -> bytes:
    """What stands before the door, in its words."""
    code = _CODES.get(int(refused.status), errors.BAD_REQUEST)
    words = TidemillError(refused.message, refused.hint)
    told = {"error_code": code, "message": f"{words.message} {words.hint}".strip()}
    return pydantic_core.to_json(told)
