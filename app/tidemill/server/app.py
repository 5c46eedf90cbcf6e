"""The service as one ASGI application: the routes, and the guard before them."""

from fastapi import FastAPI

from tidemill import __version__
from tidemill.server import (
    description,
    refusals,
    routes_feedback,
    routes_mlflow,
    routes_own,
    routes_v2,
)
from tidemill.server.desk import Desk
from tidemill.server.guard import Guard, Times


def application(desk: Desk, times: Times | None = None) -> Guard:
    """The application of a desk. Its own description page stands at /docs, made here."""
    app = FastAPI(
        title="Tidemill", version=__version__, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    for routes in (routes_own, routes_feedback, routes_mlflow, routes_v2, description):
        routes.attach(app, desk)
    refusals.attach(app)
    return Guard(app, lambda: desk.deployment.http, desk.figures, times, told=refusals.body_of)
