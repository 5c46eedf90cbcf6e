"""What the routes answer: our own, MLflow's and those of the open protocol say the same."""

import json
from typing import Any

import pytest
from running_service import Running, ready_row

from tidemill.services import promotion
from tidemill.services.serving import answer_log
from tidemill.services.serving.served_models import FEW, ServedModel
from tidemill.services.workspace import Workspace


def own(service: Running, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    heard = service.ask("/predict", {"rows": list(rows)})
    assert heard.status == 200, heard.body
    items: list[dict[str, Any]] = heard.json["items"]
    return items


@pytest.fixture
def current(service: Running) -> ServedModel:
    found = service.desk.champion.current
    assert found is not None
    return found


def test_each_answer_bears_id_prediction_probability_model_and_version(service: Running):
    heard = service.ask("/predict", {"rows": [ready_row(visit="k1"), ready_row()]})
    first, second = heard.json["items"]
    assert list(first) == ["id", "prediction", "probability", "model", "version"]
    assert (first["id"], second["id"]) == ("k1", 2)
    assert (first["model"], first["version"]) == ("buyers", 1)
    assert first["prediction"] in ("yes", "no", "true", "false")
    assert 0.5 <= first["probability"] <= 1.0
    assert heard.headers["X-Tidemill-Version"] == "1"
    assert heard.json["total"] == 2


def test_a_request_keeps_its_id_and_gets_one_where_it_has_none(service: Running):
    assert service.ask("/", headers={"X-Request-Id": "mine-1"}).headers["X-Request-Id"] == "mine-1"
    ids = {service.ask("/").headers["X-Request-Id"] for _ in range(2)}
    assert len(ids) == 2
    forged = service.ask("/", headers={"X-Request-Id": "a b;<script>"}).headers["X-Request-Id"]
    assert forged.isalnum()


def test_few_rows_and_many_get_the_same_answers_though_by_another_path(current: ServedModel):
    values: list[dict[str, Any]] = [
        ready_row(),
        ready_row(x=None, shop="nowhere", member=None, day=None),
        ready_row(x=float("inf"), member="yes", day="2024-03-05T10:00:00+02:00"),
        ready_row(x=10**400, shop=7, day=""),
        ready_row(x=float("nan"), shop="", member=0),
    ]
    current.fields.check(values)
    alone = [current.predicted([row])[0] for row in values]
    many = current.predicted(values * FEW)
    assert len(many) > FEW
    for one, other in zip(alone * FEW, many, strict=True):
        assert one[0] == other[0]
        assert one[1] == pytest.approx(other[1], abs=1e-12)


def test_all_formats_of_mlflow_get_the_answers_of_our_own_route(service: Running):
    rows = [ready_row(), ready_row(x=-3, shop="north", member=None)]
    said = [one["prediction"] for one in own(service, *rows)]
    names = list(rows[0])
    lists = [list(row.values()) for row in rows]
    columns = {name: [row[name] for row in rows] for name in names}
    asked = [c.name for c in service.desk.served.fields.asked]
    in_order = [[row[name] for name in asked] for row in rows]
    for body in (
        {"dataframe_split": {"columns": names, "data": lists, "index": [0, 1]}},
        {"dataframe_records": rows},
        {"instances": rows},
        {"instances": in_order},
        {"inputs": columns},
        {"inputs": {name: [[one] for one in values] for name, values in columns.items()}},
    ):
        heard = service.ask("/invocations", body)
        assert heard.status == 200, (body, heard.body)
        assert heard.json == {"predictions": said}
    text = "x,day,shop,member\n0.5,2024-03-05,east,true\n-3,2024-03-05,north,NA\n"
    heard = service.ask("/invocations", text, headers={"Content-Type": "text/csv; charset=utf-8"})
    assert heard.json == {"predictions": said}
    for path in ("/ping", "/health", "/version"):
        assert service.ask(path).status == 200


def test_the_open_protocol_tells_the_model_and_answers_by_tensors(service: Running):
    assert service.ask("/v2/health/live").json == {"live": True}
    assert service.ask("/v2/health/ready").json == {"ready": True}
    assert service.ask("/v2/models/buyers/ready").json["ready"] is True
    told = service.ask("/v2/models/buyers").json
    assert (told["name"], told["versions"]) == ("buyers", ["1"])
    assert {"name": "x", "datatype": "FP64", "shape": [-1]} in told["inputs"]
    rows = [ready_row(), ready_row(x=-3, shop="north")]
    inputs = [
        {"name": n, "shape": [2], "datatype": "BYTES", "data": [row[n] for row in rows]}
        for n in rows[0]
    ]
    heard = service.ask("/v2/models/buyers/infer", {"id": "seven", "inputs": inputs})
    assert heard.status == 200, heard.body
    assert (heard.json["id"], heard.json["model_version"]) == ("seven", "1")
    found = {one["name"]: one["data"] for one in heard.json["outputs"]}
    items = own(service, *rows)
    assert found["prediction"] == [one["prediction"] for one in items]
    assert found["probability"] == pytest.approx([one["probability"] for one in items])
    assert service.ask("/v2/models/others").status == 404
    assert "no model others" in service.ask("/v2/models/others").json["error"]
    assert service.ask("/v2/models/buyers/versions/9/infer", {"inputs": inputs}).status == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"x": "three"}, "Row 2, field x: expected a number, got the text “three”."),
        ({"x": True}, "Row 2, field x: expected a number, got true."),
        ({"x": [1]}, "Row 2, field x: expected a number, got a list."),
        ({"shop": {"a": 1}}, "Row 2, field shop: expected a text, got an object."),
        ({"member": "perhaps"}, "Row 2, field member: expected true or false, got the text"),
        ({"day": "31.12.2024"}, "Row 2, field day: expected a date or time such as 2024-05-31"),
        ({"day": 20240305}, "got the number 20240305."),
    ],
)
def test_a_wrong_value_is_told_with_its_row_its_field_and_what_was_expected(
    service: Running, change: dict[str, Any], words: str
):
    heard = service.ask("/predict", {"rows": [ready_row(), ready_row(**change)]})
    assert heard.status == 422
    error = heard.json["error"]
    assert words in error["message"]
    assert error["rows"][0]["row"] == 2
    assert error["rows"][0]["field"] == next(iter(change))
    assert error["hint"]


def test_a_field_that_is_not_there_is_named_and_one_like_it_is_pointed_out(service: Running):
    row = ready_row()
    row["Shop"] = row.pop("shop")
    [told] = service.ask("/predict", {"rows": [row]}).json["error"]["rows"]
    assert (told["field"], told["got"]) == ("shop", "nothing (is Shop meant?)")
    many = service.ask("/predict", {"rows": [{}] * 50}).json["error"]
    assert len(many["rows"]) == 10
    assert "199 more values are wrong" in many["message"]


def test_missing_values_and_unknown_categories_are_answered_and_never_as_nan(service: Running):
    rows = [ready_row(x=None, shop=None, member=None, day=None), ready_row(shop="atlantis")]
    assert all(0.5 <= one["probability"] <= 1.0 for one in own(service, *rows))
    text = json.dumps({"rows": [ready_row(x=float("nan")), ready_row(x=float("-inf"))]})
    heard = service.ask("/predict", text)
    assert heard.status == 200
    assert b"NaN" not in heard.body


def test_a_promotion_is_answered_with_at_once_and_the_former_stays_warm(
    service: Running, workspace: Workspace
):
    champion = service.desk.champion
    before = own(service, ready_row())[0]
    assert not champion.look()
    promotion.promote(workspace, "buyers@2", anyway=True, reason="it is tried now")
    assert champion.look()
    after = own(service, ready_row())[0]
    assert (before["version"], after["version"]) == (1, 2)
    assert before["probability"] != after["probability"]
    second = champion.current
    promotion.roll_back(workspace, "buyers", note="no")
    champion.look()
    assert own(service, ready_row())[0] == before
    promotion.promote(workspace, "buyers@2", anyway=True, reason="it is tried again")
    champion.look()
    assert champion.current is second  # not read again


def test_answers_are_kept_in_blocks_with_personal_values_masked(
    service: Running, workspace: Workspace
):
    own(service, ready_row(visit="k9"), ready_row(x=None))
    own(service, ready_row(shop=None))
    service.desk.log.close()
    [(block, lines)] = answer_log.kept_answers(workspace, service.desk.deployment)
    assert (block.n_requests, block.n_rows, len(lines)) == (2, 3, 3)
    assert [line["row"]["shop"] for line in lines] == ["•••", "•••", None]
    assert [line["row"]["x"] for line in lines] == [0.5, None, 0.5]
    assert lines[0]["id"] == "k9"
    assert lines[0]["request"] == lines[1]["request"] != lines[2]["request"]
    assert all(line["prediction"] and line["ms"] > 0 for line in lines)


def test_figures_are_told_as_prometheus_reads_them(service: Running):
    own(service, ready_row(), ready_row())
    service.ask("/predict", {"rows": []})
    heard = service.ask("/metrics")
    assert heard.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = heard.body.decode().splitlines()
    assert 'tidemill_requests_total{route="/predict",status="200"} 1.0' in lines
    assert 'tidemill_requests_total{route="/predict",status="422"} 1.0' in lines
    assert 'tidemill_rows_total{version="1"} 2.0' in lines
    assert 'tidemill_model_version{model="buyers"} 1.0' in lines


def test_the_page_of_the_service_fetches_nothing_and_shows_every_field(service: Running):
    heard = service.ask("/docs")
    page = heard.body.decode()
    assert heard.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in page
    assert "http" not in page.replace(f"http://127.0.0.1:{service.port}", "")
    for name in ("x", "day", "shop", "member"):
        assert f"<code>{name}</code>" in page
    row = service.ask("/openapi.json").json["components"]["schemas"]["Row"]
    assert set(row["required"]) == {"x", "day", "shop", "member"}
    assert row["properties"]["x"]["type"] == ["number", "null"]
