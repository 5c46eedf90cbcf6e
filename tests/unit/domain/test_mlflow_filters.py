"""MLflow's search grammar, as its documentation and its own server have it."""

from datetime import UTC, datetime

import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.mlflow import filters
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.query.ast import Query
from tidemill.domain.query.parser import parse
from tidemill.domain.run_columns import RunColumns, RunRow

RUNS = [
    # key, own fields, metrics, params, tags
    (
        1,
        {"id": "a1", "name": "First run", "state": "finished", "started": 1_000.0},
        0.9,
        "lgbm",
        "red",
    ),
    (
        2,
        {"id": "b2", "name": "second", "state": "stopped", "started": 2_000.5004},
        0.5,
        "ridge",
        None,
    ),
    (
        3,
        {"id": "c3", "name": "third_100%", "state": "cancelled", "started": 3_000.0},
        None,
        None,
        "Reed",
    ),
    (4, {"id": "d4", "name": "4", "state": "running", "started": 4_000.0}, 0.7, "10", "blue"),
]


@pytest.fixture(scope="module")
def columns() -> RunColumns:
    made = RunColumns(HeldClock(datetime(2026, 1, 1, tzinfo=UTC)))
    rows = []
    for pk, fields, auc, model, team in RUNS:
        values: list[tuple[str, str, float | None, str | None]] = []
        if auc is not None:
            values.append(("metric", "val auc", auc, None))
        if model is not None:
            values.append(("param", "model", 10.0 if model == "10" else None, model))
        if team is not None:
            values.append(("tag", "team.name", None, team))
        rows.append(RunRow(pk, fields, values))
    made.update(rows)
    return made


def taken(columns: RunColumns, text: str) -> list[int]:
    query = Query(filters.node(filters.conditions(text)))
    assert parse(query.to_text()) == query
    mask = columns.select(query)
    return [row[0] for row, is_in in zip(RUNS, mask.tolist(), strict=False) if is_in]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [1, 2, 3, 4]),
        ("metrics.`val auc` > 0.5", [1, 4]),
        ('metric."val auc" >= .5', [1, 2, 4]),
        ("metrics.`val auc` != 0.9", [2, 4]),
        ("metrics.`val auc` < 9e-1 AND metrics.`val auc` > 0.5", [4]),
        ("params.model = 'lgbm'", [1]),
        ("params.model = '10'", [4]),
        ('parameters.model != "lgbm"', [2, 4]),
        ("params.model LIKE '%g%'", [1, 2]),
        ("params.model like 'G%'", []),
        ("params.model ilike '%G_M'", [1]),
        ("params.model IS NULL", [3]),
        ("params.model is not null", [1, 2, 4]),
        ("params.nothing = 'x'", []),
        ("tags.team.name ILIKE 're%d'", [1, 3]),
        ("tags.`team.name` IN ('red', 'blue')", [1, 4]),
        ("tags.`team.name` NOT IN ('red')", [3, 4]),
        ("attributes.status = 'FINISHED'", [1]),
        ("status = 'KILLED'", [2, 3]),
        ("attribute.status != 'KILLED'", [1, 4]),
        ("attr.status IN ('RUNNING', 'FINISHED')", [1, 4]),
        ("attributes.status = 'nonsense'", []),
        ("run_id IN ('a1', 'c3')", [1, 3]),
        ("run_id NOT IN ('a1', 'c3')", [2, 4]),
        ("run_name LIKE '%100\\%'", [3]),
        ("attributes.`run name` = 'First run'", [1]),
        ("attributes.start_time > 1000000", [2, 3, 4]),
        ("attributes.start_time = 2000500", [2]),
        ("start_time != 2000500", [1, 3, 4]),
        ("start_time <= 2000500", [1, 2]),
        ("start_time > 2000500", [3, 4]),
        ("start_time >= 2000500.2 and created < 4000000", [3]),
        ("start_time = 2000500.2", []),
        ("end_time > 0", []),
    ],
)
def test_filter_takes_the_runs_that_mlflow_takes(
    columns: RunColumns, text: str, expected: list[int]
) -> None:
    assert taken(columns, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "metrics.auc",
        "metrics.auc >",
        "metrics.auc > 'a'",
        "metrics.auc like 'a'",
        "params.p = 3",
        "params.p > '3'",
        "params.p = x",
        "things.p = 'x'",
        "attributes.artifact = 'x'",
        "start_time > 'yesterday'",
        "start_time is null",
        "status = 'a' or status = 'b'",
        "status = 'a' status = 'b'",
        "status = 'a' and",
        "status in 'a'",
        "status in ('a' 'b')",
        "status is 'a'",
        "status not like 'a'",
        "datasets.rows = 'x'",
        "status = 'never closed",
        "(status = 'a')",
        "; drop table run",
    ],
)
def test_wrong_filter_is_refused_with_the_code_that_clients_know(text: str) -> None:
    with pytest.raises(MlflowError) as caught:
        filters.conditions(text)
    assert caught.value.code == "INVALID_PARAMETER_VALUE"
    assert text[:20] in caught.value.message


def test_dataset_conditions_are_kept_apart() -> None:
    found = filters.conditions("datasets.name = 'flights' and params.a = 'b'")
    assert [one.key for one in filters.of_datasets(found)] == ["name"]
    assert Query(filters.node(found)).to_text() == 'params.a = "b"'


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([], [("started", True)]),
        (["metrics.auc DESC"], [("metrics.auc", True), ("started", True)]),
        (["params.`a b` asc", "start_time"], [("params.`a b`", False), ("started", False)]),
        (["attributes.run_name"], [("name", False), ("started", True)]),
        (["tags.team"], [("tags.team", False), ("started", True)]),
    ],
)
def test_order_names_columns(clauses: list[str], expected: list[tuple[str, bool]]) -> None:
    assert filters.order(clauses) == expected


@pytest.mark.parametrize(
    "clause", ["", "metrics.", "nothing", "datasets.name", "metrics.a b", "x.y"]
)
def test_wrong_order_is_refused(clause: str) -> None:
    with pytest.raises(MlflowError):
        filters.order([clause])


def test_like_treats_all_but_its_two_signs_as_they_are() -> None:
    [one] = filters.conditions("tags.t like 'a.c%(x)_'")
    assert filters.fits(one, "a.c and (x)!")
    assert filters.fits(one, "a.c\n(x)!")
    assert not filters.fits(one, "abc(x)!")
