"""Tidemill's own routes: how it is, the prediction, its description, its figures."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse, Response

from tidemill import __version__
from tidemill.base.errors import NeedsYou
from tidemill.server import description, figures
from tidemill.server.desk import JSON, Desk, needs_json, parsed, rows_of_objects, written
from tidemill.server.line import SMALL_BYTES
from tidemill.services.serving import tries
from tidemill.services.serving.fields import Row
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.training.answers import Answer


def attach(app: FastAPI, desk: Desk) -> None:
    """Add these routes."""
    router = APIRouter(tags=["Tidemill"])

    @router.post(
        "/predict",
        summary="Predict rows",
        openapi_extra=description.body_extra("PredictRequest"),
        responses=description.answers_extra("PredictAnswer"),
    )
    async def predict(request: Request) -> Response:
        needs_json(request)
        body = await request.body()
        return await desk.predict(request, body, lambda _served: _rows(body), _written)

    @router.post(
        "/try",
        summary="One row's prediction and why; neither kept nor counted",
        openapi_extra=description.body_extra("TryRequest"),
        responses=description.answers_extra("TryAnswer"),
    )
    async def attempt(request: Request) -> Response:
        needs_json(request)
        body = await request.body()
        found = parsed(body)
        row, usual = tries.asked(found if isinstance(found, dict) else {})
        # It takes some hundred rows: it is not to stand in the way of requests for one.
        said = await desk.line.ask(
            SMALL_BYTES + 1,
            lambda served: tries.rows_for(served, row, usual),
            lambda served, _rows, answers, _versions: written(
                tries.told(served, row, usual, answers).to_dict()
            ),
            is_alone=True,
        )
        return Response(said.body, media_type=JSON)

    @router.get("/", summary="What answers here, and whether it is ready")
    async def home() -> Response:
        now = desk.champion.current
        told = {
            "model": desk.deployment.model,
            "version": None if now is None else now.version.number,
            "ready": now is not None,
            "tidemill": __version__,
            "docs": "/docs",
        }
        return Response(written(told), media_type=JSON)

    @router.get("/metrics", summary="Figures for Prometheus")
    async def metrics() -> Response:
        log = desk.log
        desk.figures.tried(desk.shadows.n_answered, desk.shadows.counts)
        text = desk.figures.text(
            desk.champion.current, desk.line.n_waiting, log.n_written, log.n_left_out
        )
        return Response(text, headers={"Content-Type": figures.MEDIA_TYPE})

    @router.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        page = description.page(app.openapi(), desk.champion.current, desk.deployment)
        return HTMLResponse(page, headers={"Content-Security-Policy": description.POLICY})

    app.include_router(router)


def _rows(body: bytes) -> Sequence[Row]:
    found = parsed(body)
    if not isinstance(found, dict):
        raise NeedsYou("The body has to be an object.", 'Send {"rows": [{"field": value, ...}]}.')
    return rows_of_objects(found.get("rows"), "rows")


def _written(
    served: ServedModel, _rows: Sequence[Row], answers: Sequence[Answer], versions: Sequence[int]
) -> bytes:
    items: list[dict[str, Any]] = [
        {
            "id": one.id,
            "prediction": one.prediction,
            "probability": one.probability,
            "model": served.version.model,
            "version": number,
        }
        for one, number in zip(answers, versions, strict=True)
    ]
    return written({"items": items, "total": len(items)})
