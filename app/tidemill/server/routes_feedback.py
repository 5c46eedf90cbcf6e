"""What came true of rows that were answered, told back to the service by their identifier."""

import asyncio
import math
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response

from tidemill.base.errors import NeedsYou
from tidemill.server import description
from tidemill.server.desk import JSON, Desk, needs_json, parsed, rows_of_objects, written
from tidemill.services.serving.fields import described

MOST_ROWS = 10_000
_LONGEST = 200
_HINT = 'Send {"rows": [{"id": ..., "truth": ...}]} with the identifier of each row.'


def attach(app: FastAPI, desk: Desk) -> None:
    """Add the route."""
    router = APIRouter(tags=["Tidemill"])

    @router.post(
        "/feedback",
        summary="Tell what came true of rows that were answered",
        openapi_extra=description.body_extra("FeedbackRequest"),
        responses=description.answers_extra("FeedbackAnswer"),
    )
    async def feedback(request: Request) -> Response:
        needs_json(request)
        truths = truths_of(await request.body())
        told = await asyncio.to_thread(_take, desk, truths)
        return Response(written(told), media_type=JSON)

    app.include_router(router)


def _take(desk: Desk, truths: dict[str, str]) -> dict[str, Any]:
    from tidemill.services import model_labels  # what few services are ever told waits until then

    name = desk.deployment.name
    found = model_labels.fed(desk.workspace, desk.deployment.model, truths, f"the service {name}")
    return found.to_dict() | {"total": len(truths)}


def truths_of(body: bytes) -> dict[str, str]:
    """What a body says came true, by identifier; `NeedsYou` names the first row that won't do."""
    found = parsed(body)
    if not isinstance(found, dict):
        raise NeedsYou("The body has to be an object.", _HINT)
    rows = rows_of_objects(found.get("rows"), "rows")
    if len(rows) > MOST_ROWS:
        raise NeedsYou(f"There are {len(rows):,} rows.", f"Send {MOST_ROWS:,} at most at once.")
    truths: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        said = [_text(row, name, number) for name in ("id", "truth")]
        if truths.setdefault(said[0], said[1]) != said[1]:
            raise NeedsYou(f"Row {number:,}: two truths are told of {said[0]}.", "Send one.")
    return truths


def _text(row: dict[str, Any], name: str, number: int) -> str:
    """A value as labels are kept: text, whole numbers without a decimal point."""
    value = row.get(name)
    wrong = value is None or isinstance(value, list | dict)
    if isinstance(value, float):
        wrong = not math.isfinite(value)
        value = int(value) if not wrong and value.is_integer() else value
    if isinstance(value, bool):
        value = "true" if value else "false"
    text = str(value).strip()
    if wrong or not text or len(text) > _LONGEST or "\0" in text:
        raise NeedsYou(
            f"Row {number:,}, field {name}: expected a text, a number or true or false, "
            f"got {described(row.get(name))}.",
            _HINT,
        )
    return text
