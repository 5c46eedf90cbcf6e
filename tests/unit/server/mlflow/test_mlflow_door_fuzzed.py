"""The MLflow door keeps to its own description: schemathesis asks what that allows, and more."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    response_schema_conformance,
    status_code_conformance,
)

from tidemill.domain.deployments import HttpSettings
from tidemill.server.listening import listening, server_of
from tidemill.server.mlflow import description
from tidemill.server.mlflow.app import application
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.workspace import Workspace

from .conftest import Client

EXAMPLES = 3
WANTED = [not_a_server_error, status_code_conformance, response_schema_conformance]


@contextmanager
def answering(tracker: Tracker) -> Iterator[str]:
    """The door on a free port of loopback, in a thread; its address."""
    chosen = HttpSettings("here", 0)
    plug = listening(chosen)
    plug.listen()
    port = plug.getsockname()[1]
    settings = replace(chosen, port=port)
    server = server_of(application(tracker, lambda: settings))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([plug])), name="answering")
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
        plug.close()


def known_ids(client: Client) -> dict[str, str]:
    """Ids of things that are there, so that what is asked for gets beyond "not found"."""
    number = client.done("experiments/create", name="asked for")["experiment_id"]
    run_id = client.run(number)
    model = client.done("logged-models", experiment_id=number, source_run_id=run_id)["model"]
    client.done("registered-models/create", name="there")
    return {
        "name": "there",
        "experiment_id": number,
        "run_id": run_id,
        "run_uuid": run_id,
        "model_id": model["info"]["model_id"],
    }


def with_known(case: Any, known: dict[str, str]) -> Any:
    """The same case about things that are there, wherever it names one."""
    for values in (case.path_parameters, case.query, case.body):
        if isinstance(values, dict):
            values |= {name: one for name, one in known.items() if name in values}
    return case


def statuses_of(
    operation: Any, mode: GenerationMode, address: str, known: dict[str, str]
) -> set[int]:
    """Ask an operation some times; what was answered, each held against what is wanted."""
    found: set[int] = set()

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        asked = with_known(case, known)
        found.add(asked.call_and_validate(base_url=address, checks=WANTED).status_code)

    ask()
    return found


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
def test_nothing_that_is_described_or_is_not_makes_a_mistake(
    workspace: Workspace, mode: GenerationMode
) -> None:
    tracker = Tracker(workspace, "default")
    known = known_ids(Client(tracker))
    schema = schemathesis.openapi.from_dict(description.document())
    seen: dict[str, set[int]] = {}
    with answering(tracker) as address:
        for found in schema.get_all_operations():
            operation = found.ok()
            name = f"{operation.method.upper()} {operation.path}"
            if mode is GenerationMode.POSITIVE:
                seen[name] = statuses_of(operation, mode, address, known)
            elif operation.body or operation.query or operation.path_parameters:
                seen[name] = statuses_of(operation, mode, address, {})
    assert set().union(*seen.values()) <= {200, 400, 404}
    if mode is GenerationMode.POSITIVE:
        done = {name for name, statuses in seen.items() if 200 in statuses}
        assert len(done) > len(seen) / 3, sorted(set(seen) - done)


def test_each_call_that_is_answered_is_described_and_none_else(client: Client) -> None:
    told = client.ask("GET", "/openapi.json").json["paths"]
    for method, path in description.every_call():
        assert method.lower() in told[f"/api/2.0/mlflow/{path}"]
    assert set(description.TAKES) <= set(description.every_call())
    assert told["/api/2.0/mlflow/runs/log-metric"]["post"]["requestBody"]["required"]
