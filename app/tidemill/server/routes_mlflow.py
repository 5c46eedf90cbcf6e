"""The routes of MLflow's scoring server, so that its clients work unchanged.

Formats as documented under "Deploy MLflow Model as a Local Inference Server".
"""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import PlainTextResponse, Response

from tidemill import __version__
from tidemill.base.errors import NeedsYou
from tidemill.server import description
from tidemill.server.desk import JSON, Desk, WrongMedia, media_of, parsed, rows_of_objects, written
from tidemill.services.serving.fields import Fields, Row
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.training.answers import Answer

_FORMATS = ("dataframe_split", "dataframe_records", "instances", "inputs")
_HINT = "Send one of " + ", ".join(_FORMATS) + ", or text/csv with a line of names."


def attach(app: FastAPI, desk: Desk) -> None:
    """Add these routes."""
    router = APIRouter(tags=["MLflow"])

    @router.post(
        "/invocations",
        summary="Predict rows, as MLflow's scoring server does",
        openapi_extra=description.body_extra("InvocationsRequest", with_csv=True),
        responses=description.answers_extra("InvocationsAnswer"),
    )
    async def invocations(request: Request) -> Response:
        kind = media_of(request)
        if kind not in (JSON, "text/csv"):
            raise WrongMedia(
                f"The body is said to be {kind or 'nothing'}; JSON or CSV is expected.",
                f"Send it with the header Content-Type: {JSON} or text/csv.",
            )
        body = await request.body()

        def read(served: ServedModel) -> Sequence[Row]:
            if kind == "text/csv":
                return _of_csv(served.fields, body)
            return rows_of(served.fields, parsed(body))

        return await desk.predict(request, body, read, _written)

    async def ready() -> Response:
        _ = desk.served  # raises where there is no champion
        return PlainTextResponse("\n")

    router.add_api_route("/ping", ready, methods=["GET"], summary="Whether it is ready")
    router.add_api_route("/health", ready, methods=["GET"], summary="Whether it is ready")

    @router.get("/version", summary="The version of the program")
    async def version() -> Response:
        return PlainTextResponse(__version__)

    app.include_router(router)


def rows_of(fields: Fields, found: Any) -> Sequence[Row]:
    """The rows in any of the four formats."""
    if not isinstance(found, dict):
        raise NeedsYou("The body has to be an object.", _HINT)
    given = [name for name in _FORMATS if name in found]
    if len(given) != 1:
        raise NeedsYou(f"The body holds {len(given)} of the formats, one is expected.", _HINT)
    name, value = given[0], found[given[0]]
    if name == "dataframe_split":
        return _of_split(fields, value)
    if name == "dataframe_records":
        return rows_of_objects(value, name)
    if isinstance(value, dict):
        rows = fields.of_columns({n: _listed(one) for n, one in value.items()})
        return _some(rows, name)
    return _of_values(fields, value, name)


def _of_split(fields: Fields, value: Any) -> Sequence[Row]:
    columns = value.get("columns") if isinstance(value, dict) else None
    data = value.get("data") if isinstance(value, dict) else None
    are_names = isinstance(columns, list) and all(isinstance(one, str) for one in columns)
    if not isinstance(data, list) or not (columns is None or are_names):
        raise NeedsYou("dataframe_split needs the lists columns (of names) and data.", _HINT)
    return _some(fields.of_lists(columns, data), "dataframe_split")


def _of_values(fields: Fields, value: Any, name: str) -> Sequence[Row]:
    """Rows as objects, as lists in the fields' order, or single values where one field is."""
    if not isinstance(value, list) or not value:
        raise NeedsYou(f"{name} has to be a list of one or more rows.", _HINT)
    if isinstance(value[0], dict):
        return rows_of_objects(value, name)
    is_flat = not any(isinstance(one, (list, dict)) for one in value)
    if is_flat and len(fields.asked) == 1:
        return fields.of_lists(None, [[one] for one in value])
    return fields.of_lists(None, value)


def _listed(value: Any) -> Any:
    """A column's values; those of a tensor of shape (rows, 1) are taken out of their lists."""
    if isinstance(value, list) and all(isinstance(one, list) and len(one) == 1 for one in value):
        return [one[0] for one in value]
    return value


def _of_csv(fields: Fields, body: bytes) -> Sequence[Row]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NeedsYou("The CSV is not in UTF-8.", "Send it in UTF-8.") from error
    return _some(fields.of_csv(text), "The CSV")


def _some(rows: Sequence[Row], what: str) -> Sequence[Row]:
    if not rows:
        raise NeedsYou(f"{what} holds no rows.", "Send one or more.")
    return rows


def _written(
    _served: ServedModel, _rows: Sequence[Row], answers: Sequence[Answer], versions: Sequence[int]
) -> bytes:
    """The predictions; with the version of each where there is more than the header can tell."""
    told: dict[str, Any] = {"predictions": [one.prediction for one in answers]}
    if len(set(versions)) > 1:
        told["versions"] = list(versions)
    return written(told)
