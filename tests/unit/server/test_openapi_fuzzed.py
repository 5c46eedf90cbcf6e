"""The service keeps to its own description: schemathesis asks what that allows, and more."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from running_service import Running
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 12
EVERYWHERE = [not_a_server_error]
WHERE_ROWS_GO = [*EVERYWHERE, status_code_conformance, response_schema_conformance]


def operations(service: Running) -> dict[str, Any]:
    """What the service describes, by method and path."""
    schema = schemathesis.openapi.from_dict(service.ask("/openapi.json").json)
    found = [result.ok() for result in schema.get_all_operations()]
    return {f"{one.method.upper()} {one.path}": one for one in found}


def statuses_of(
    service: Running, operation: Any, mode: GenerationMode, wanted: list[Any]
) -> list[int]:
    """Ask an operation some times; what was answered, each held against what is wanted."""
    found: list[int] = []

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        address = f"http://127.0.0.1:{service.port}"
        found.append(case.call_and_validate(base_url=address, checks=wanted).status_code)

    ask()
    return found


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
def test_nothing_that_is_described_or_is_not_makes_a_mistake(
    service: Running, mode: GenerationMode
):
    described = operations(service)
    assert {"POST /predict", "POST /invocations", "POST /v2/models/{name}/infer"} <= set(described)
    for name, operation in described.items():
        takes_rows = name.startswith("POST")
        if takes_rows or mode is GenerationMode.POSITIVE:  # else nothing in it could be wrong
            wanted = WHERE_ROWS_GO if takes_rows else EVERYWHERE
            assert statuses_of(service, operation, mode, wanted), name


def test_rows_made_by_the_description_alone_are_answered(service: Running):
    operation = operations(service)["POST /predict"]
    found = statuses_of(service, operation, GenerationMode.POSITIVE, WHERE_ROWS_GO)
    assert found.count(200) > len(found) / 2
    assert set(found) <= {200, 422}  # 422: a date that Python's years do not hold
