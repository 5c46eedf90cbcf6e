"""The Open Inference Protocol, version 2, over HTTP: a tensor of shape (rows,) for each field.

github.com/kserve/open-inference-protocol, "Predict Protocol - Version 2", HTTP/REST.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response

from tidemill import __version__
from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.columns import Kind
from tidemill.domain.recipes import Task
from tidemill.server import description
from tidemill.server.desk import JSON, Desk, needs_json, parsed, written
from tidemill.services.serving.fields import Row
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.training.answers import Answer

_TYPES = {Kind.NUMERIC: "FP64", Kind.BOOLEAN: "BOOL"}
_HINT = 'Send {"inputs": [{"name", "shape": [rows], "datatype", "data": [...]}, ...]}.'


def attach(app: FastAPI, desk: Desk) -> None:
    """Add these routes."""
    router = APIRouter(prefix="/v2", tags=["Open Inference Protocol"])

    @router.get("/health/live", summary="Whether the service lives")
    async def live() -> Response:
        return _json({"live": True})

    @router.get("/health/ready", summary="Whether it can answer")
    async def ready() -> Response:
        return _json({"ready": True}) if desk.served else _json({"ready": False})

    @router.get("", summary="The server")
    async def server() -> Response:
        return _json({"name": "tidemill", "version": __version__, "extensions": []})

    @router.get("/models/{name}", summary="The model")
    @router.get("/models/{name}/versions/{version}", include_in_schema=False)
    async def model(name: str, version: str | None = None) -> Response:
        _of(desk, name, version)
        return _json(metadata(desk.versions, version))

    @router.get("/models/{name}/ready", summary="Whether the model can answer")
    @router.get("/models/{name}/versions/{version}/ready", include_in_schema=False)
    async def model_ready(name: str, version: str | None = None) -> Response:
        served = _of(desk, name, version)
        return _json({"name": served.version.model, "ready": True})

    @router.post(
        "/models/{name}/infer",
        summary="Predict rows",
        openapi_extra=description.body_extra("InferRequest"),
        responses=description.answers_extra("InferAnswer"),
    )
    @router.post("/models/{name}/versions/{version}/infer", include_in_schema=False)
    async def infer(request: Request, name: str, version: str | None = None) -> Response:
        needs_json(request)
        _of(desk, name, version)
        body = await request.body()
        ids: list[Any] = [None]

        def read(served: ServedModel) -> Sequence[Row]:
            found = parsed(body)
            rows = rows_of(served, found)
            ids[0] = found.get("id") or request.state.id
            return rows

        return await desk.predict(request, body, read, partial(_written, ids), version)

    app.include_router(router)


def _json(value: Any) -> Response:
    return Response(written(value), media_type=JSON)


def _of(desk: Desk, name: str, version: str | None) -> ServedModel:
    if name != desk.deployment.model:
        raise NotThere("model", name)
    for served in desk.versions:
        if version is None or version == str(served.version.number):
            return served
    raise NotThere("version here", str(version))


def metadata(versions: Sequence[ServedModel], version: str | None = None) -> dict[str, Any]:
    """What the protocol tells of a model: its versions, the champion's first; inputs and outputs.

    Callers of any version send what the champion takes.
    """
    served = versions[0]
    outputs = [{"name": "prediction", "datatype": _said_as(served), "shape": [-1]}]
    if served.model.task is not Task.REGRESSION:
        outputs.append({"name": "probability", "datatype": "FP64", "shape": [-1]})
    if len(versions) > 1 and version is None:
        outputs.append({"name": "version", "datatype": "INT64", "shape": [-1]})
    return {
        "name": served.version.model,
        "versions": [str(one.version.number) for one in versions],
        "platform": "tidemill",
        "inputs": [
            {"name": c.name, "datatype": _TYPES.get(c.kind, "BYTES"), "shape": [-1]}
            for c in served.fields.asked
        ],
        "outputs": outputs,
    }


def rows_of(served: ServedModel, found: Any) -> Sequence[Row]:
    """The rows in a request's tensors."""
    inputs = found.get("inputs") if isinstance(found, dict) else None
    if not isinstance(inputs, list) or not inputs:
        raise NeedsYou("The body needs inputs, a list of tensors.", _HINT)
    columns: dict[str, list[Any]] = {}
    for place, one in enumerate(inputs, start=1):
        name = one.get("name") if isinstance(one, dict) else None
        data = one.get("data") if isinstance(one, dict) else None
        if not isinstance(name, str) or not isinstance(data, list):
            raise NeedsYou(f"Input {place:,} has no name or no list of data.", _HINT)
        columns[name] = _flat(name, data)
        shape = one.get("shape")
        if shape is not None and shape not in ([len(columns[name])], [len(columns[name]), 1]):
            raise NeedsYou(
                f"Field {name}: its shape does not fit its {len(columns[name]):,} values.", _HINT
            )
    rows = served.fields.of_columns(columns)
    if not rows:
        raise NeedsYou("The tensors hold no rows.", _HINT)
    return rows


def _flat(name: str, data: list[Any]) -> list[Any]:
    if not any(isinstance(one, list) for one in data):
        return data
    if all(isinstance(one, list) and len(one) == 1 for one in data):
        return [one[0] for one in data]
    raise NeedsYou(f"Field {name}: expected one value for each row.", _HINT)


def _said_as(served: ServedModel) -> str:
    return "FP64" if served.model.task is Task.REGRESSION else "BYTES"


def _written(
    ids: list[Any],
    served: ServedModel,
    rows: Sequence[Row],
    answers: Sequence[Answer],
    versions: Sequence[int],
) -> bytes:
    """The answers as tensors; with one of the rows' versions where they have several."""
    shape = [len(rows)]
    outputs: list[dict[str, Any]] = [
        {
            "name": "prediction",
            "datatype": _said_as(served),
            "shape": shape,
            "data": [one.prediction for one in answers],
        }
    ]
    if served.model.task is not Task.REGRESSION:
        shares = [one.probability for one in answers]
        outputs.append({"name": "probability", "datatype": "FP64", "shape": shape, "data": shares})
    numbers = sorted(set(versions))
    if len(numbers) > 1:
        outputs.append(
            {"name": "version", "datatype": "INT64", "shape": shape, "data": list(versions)}
        )
    return written(
        {
            "model_name": served.version.model,
            "model_version": ",".join(map(str, numbers)),
            "id": ids[0],
            "outputs": outputs,
        }
    )
