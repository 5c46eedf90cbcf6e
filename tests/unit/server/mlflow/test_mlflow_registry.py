"""Registered models and their versions by MLflow's interface."""

import json
from typing import Any

import pytest

from .conftest import API, Client

FILES = "/api/2.0/mlflow-artifacts/artifacts"
PAGE = {
    "flavors": {"sklearn": {"pickled_model": "model.pkl"}},
    "mlflow_version": "3.17.2",
    "signature": {"inputs": '[{"type": "double", "name": "age", "required": true}]'},
}


def logged(client: Client, **body: Any) -> str:
    """A model with a page and a file; its id."""
    made = client.done("logged-models", **{"experiment_id": "0", "name": "model", **body})
    model_id = str(made["model"]["info"]["model_id"])
    folder = f"{FILES}/0/models/{model_id}/artifacts"
    assert client.ask("PUT", f"{folder}/MLmodel", json.dumps(PAGE).encode()).status == 200
    assert client.ask("PUT", f"{folder}/model.pkl", b"\x80\x04N.").status == 200
    return model_id


def registered(client: Client, name: str = "churn", **body: Any) -> Any:
    """Register what was just logged as the next version of a model."""
    client.post("registered-models/create", name=name)
    model_id = body.pop("model_id", None) or logged(client)
    given = {"source": f"models:/{model_id}", "model_id": model_id, **body}
    return client.done("model-versions/create", name=name, **given)["model_version"]


def model(client: Client, name: str = "churn") -> Any:
    reply = client.get("registered-models/get", name=name)
    assert reply.status == 200, reply.data
    return reply.json["registered_model"]


def version(client: Client, number: int, name: str = "churn") -> Any:
    reply = client.get("model-versions/get", name=name, version=str(number))
    assert reply.status == 200, reply.data
    return reply.json["model_version"]


def ask(client: Client, method: str, path: str, **body: Any) -> Any:
    return client.ask(method, API + path, body)


def versions(client: Client, **query: Any) -> list[str]:
    found = client.get("model-versions/search", **query)
    assert found.status == 200, found.data
    return [f"{v['name']}/{v['version']}" for v in found.json["model_versions"]]


def test_what_was_logged_becomes_the_next_version_and_is_fetched_from_where_it_lies(
    client: Client,
) -> None:
    run_id = client.run()
    model_id = logged(client, source_run_id=run_id)
    tags = [{"key": "a", "value": "b"}]
    made = registered(client, model_id=model_id, tags=tags, description="first")
    assert (made["version"], made["status"], made["current_stage"]) == ("1", "READY", "None")
    assert (made["run_id"], made["model_id"]) == (run_id, model_id)
    assert (made["tags"], made["description"]) == (tags, "first")
    assert registered(client)["version"] == "2"
    uri = client.get("model-versions/get-download-uri", name="churn", version="1").json
    assert uri == {"artifact_uri": f"mlflow-artifacts:/0/models/{model_id}/artifacts"}
    assert [v["version"] for v in model(client)["latest_versions"]] == ["2"]
    told = client.get(f"logged-models/{model_id}").json["model"]["info"]["tags"]
    assert json.loads(told[0]["value"]) == [{"name": "churn", "version": 1}]
    assert client.ask("DELETE", f"{API}logged-models/{model_id}").status == 200
    kept = client.ask("GET", f"{FILES}/0/models/{model_id}/artifacts/model.pkl")
    assert kept.data == b"\x80\x04N."


def test_files_of_a_run_are_registered_as_older_clients_do(client: Client) -> None:
    run_id = client.run()
    base = f"0/{run_id}/artifacts"
    assert client.ask("PUT", f"{FILES}/{base}/m/MLmodel", json.dumps(PAGE).encode()).status == 200
    client.done("registered-models/create", name="churn")
    for source in (f"mlflow-artifacts:/{base}/m", f"runs:/{run_id}/m"):
        made = client.done("model-versions/create", name="churn", source=source, run_id=run_id)
        number = made["model_version"]["version"]
        uri = client.get("model-versions/get-download-uri", name="churn", version=number).json
        assert uri == {"artifact_uri": f"mlflow-artifacts:/{base}/m"}
    other = client.run()
    wrong = client.post(
        "model-versions/create", name="churn", source=f"runs:/{run_id}/m", run_id=other
    )
    assert wrong.status == 400


@pytest.mark.parametrize(
    "source",
    [
        "file:///etc/passwd",
        "/etc",
        "C:\\data",
        "http://localhost:1/m",
        "s3://bucket/m",
        "mlflow-artifacts://other/0/{run}/artifacts",
        "mlflow-artifacts:/0/{run}/artifacts/../../secret",
        "mlflow-artifacts:/0/{run}/artifacts/%2e%2e/x/..",
        "mlflow-artifacts:/0/../{run}/artifacts",
        "runs:/{run}/../../x",
        "runs:/../x",
        "models:/../x",
        "models:/m-" + "0" * 32,
        "",
    ],
)
def test_sources_that_would_make_the_server_read_or_fetch_are_refused(
    client: Client, source: str
) -> None:
    text = source.format(run=client.run())
    client.done("registered-models/create", name="churn")
    reply = client.post("model-versions/create", name="churn", source=text)
    assert reply.status in {400, 404}, reply.data
    assert versions(client) == []


def test_source_of_a_logged_model_needs_its_id(client: Client) -> None:
    one, other = logged(client), logged(client)
    client.done("registered-models/create", name="churn")
    for body in ({}, {"model_id": other}):
        reply = client.post("model-versions/create", name="churn", source=f"models:/{one}", **body)
        assert (reply.status, reply.json["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_version_is_copied_into_another_model(client: Client) -> None:
    model_id = registered(client)["model_id"]
    client.done("registered-models/alias", name="churn", alias="good", version="1")
    client.done("registered-models/create", name="copy")
    for source in ("models:/churn/1", "models:/churn@good"):
        made = client.done("model-versions/create", name="copy", source=source)["model_version"]
        assert made["source"] == source
        uri = client.get("model-versions/get-download-uri", name="copy", version=made["version"])
        assert model_id in uri.json["artifact_uri"]
    assert client.post("model-versions/create", name="copy", source="models:/churn/9").status == 404


def test_models_are_described_tagged_renamed_deleted_and_names_given_once(client: Client) -> None:
    client.done("registered-models/create", name="churn", tags=[{"key": "k", "value": "v"}])
    taken = client.post("registered-models/create", name="churn")
    assert (taken.status, taken.json["error_code"]) == (400, "RESOURCE_ALREADY_EXISTS")
    told = ask(client, "PATCH", "registered-models/update", name="churn", description="who goes")
    assert told.json["registered_model"]["description"] == "who goes"
    client.done("registered-models/set-tag", name="churn", key="x", value="1")
    for _ in range(2):
        gone = ask(client, "DELETE", "registered-models/delete-tag", name="churn", key="k")
        assert gone.status == 200
    assert model(client)["tags"] == [{"key": "x", "value": "1"}]
    registered(client)
    client.done("registered-models/create", name="other")
    clash = client.post("registered-models/rename", name="churn", new_name="other")
    assert clash.json["error_code"] == "RESOURCE_ALREADY_EXISTS"
    client.done("registered-models/rename", name="churn", new_name="leavers")
    assert version(client, 1, "leavers")["name"] == "leavers"
    assert client.get("registered-models/get", name="churn").status == 404
    assert ask(client, "DELETE", "registered-models/delete", name="leavers").status == 200
    missing = client.get("registered-models/get", name="leavers")
    assert (missing.status, missing.json["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert registered(client, "leavers")["version"] == "1"


@pytest.mark.parametrize("name", ["", "a/b", "a:b", "a@b", "x" * 101, " b"])
def test_names_that_tidemill_does_not_allow_are_refused_with_the_rule(
    client: Client, name: str
) -> None:
    reply = client.post("registered-models/create", name=name)
    assert reply.status == (200 if name == " b" else 400)
    if reply.status == 400:
        assert "cannot contain" in reply.json["message"] or "Use up to" in reply.json["message"]


def test_versions_are_described_tagged_and_deleted_and_numbers_are_not_given_again(
    client: Client,
) -> None:
    registered(client)
    registered(client)
    told = ask(
        client, "PATCH", "model-versions/update", name="churn", version="2", description="newer"
    )
    assert told.json["model_version"]["description"] == "newer"
    client.done("model-versions/set-tag", name="churn", version="2", key="k", value="v")
    assert version(client, 2)["tags"] == [{"key": "k", "value": "v"}]
    ask(client, "DELETE", "model-versions/delete-tag", name="churn", version="2", key="k")
    assert version(client, 2)["tags"] == []
    client.done("registered-models/alias", name="churn", alias="good", version="2")
    assert ask(client, "DELETE", "model-versions/delete", name="churn", version="2").status == 200
    assert client.get("model-versions/get", name="churn", version="2").status == 404
    assert model(client)["aliases"] == []
    assert registered(client)["version"] == "3"
    assert client.get("model-versions/get", name="churn", version="x").status == 400


def test_stages_of_older_clients_are_labels(client: Client) -> None:
    for _ in range(3):
        registered(client)
    path = "model-versions/transition-stage"
    moved = client.done(path, name="churn", version="1", stage="production")["model_version"]
    assert moved["current_stage"] == "Production"
    client.done(path, name="churn", version="2", stage="Production", archive_existing_versions=True)
    assert version(client, 1)["current_stage"] == "Archived"
    latest = client.done("registered-models/get-latest-versions", name="churn")["model_versions"]
    assert {v["version"]: v["current_stage"] for v in latest} == {
        "1": "Archived",
        "2": "Production",
        "3": "None",
    }
    asked = client.get("registered-models/get-latest-versions", name="churn", stages="Production")
    assert [v["version"] for v in asked.json["model_versions"]] == ["2"]
    assert client.post(path, name="churn", version="1", stage="Gone").status == 400
    assert model(client)["aliases"] == []  # nothing was promoted


def test_aliases_are_kept_as_they_are_moved_and_taken_off(client: Client) -> None:
    registered(client)
    registered(client)
    client.done("registered-models/alias", name="churn", alias="Prod_1", version="1")
    client.done("registered-models/alias", name="churn", alias="Prod_1", version="2")
    assert model(client)["aliases"] == [{"alias": "Prod_1", "version": "2"}]
    assert version(client, 2)["aliases"] == ["Prod_1"]
    found = client.get("registered-models/alias", name="churn", alias="Prod_1").json
    assert found["model_version"]["version"] == "2"
    newest = client.get("registered-models/alias", name="churn", alias="latest").json
    assert newest["model_version"]["version"] == "2"
    for _ in range(2):
        off = ask(client, "DELETE", "registered-models/alias", name="churn", alias="Prod_1")
        assert off.status == 200
    assert client.get("registered-models/alias", name="churn", alias="Prod_1").status == 400
    for alias in ("", "a b", "latest", "v3", "a/b"):
        wrong = client.post("registered-models/alias", name="churn", alias=alias, version="1")
        assert wrong.status == 400, alias
    gone = client.post("registered-models/alias", name="churn", alias="ok", version="9")
    assert (gone.status, gone.json["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")


def test_champion_of_what_was_not_judged_here_is_refused_with_what_to_do(client: Client) -> None:
    registered(client)
    refused = client.post("registered-models/alias", name="churn", alias="champion", version="1")
    assert (refused.status, refused.json["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
    words = refused.json["message"]
    assert "no gate has run" in words
    assert "pickle" in words
    assert "Load it with MLflow" in words
    assert model(client)["aliases"] == []


def test_models_and_versions_are_searched_sorted_and_paged(client: Client) -> None:
    for name, n in (("churn", 2), ("late", 1), ("Chance", 1)):
        for _ in range(n):
            registered(client, name)
    client.done("registered-models/set-tag", name="late", key="team", value="ops")
    client.done("model-versions/set-tag", name="churn", version="1", key="k", value="v")

    def names(**query: Any) -> list[str]:
        found = client.get("registered-models/search", **query)
        assert found.status == 200, found.data
        return [one["name"] for one in found.json["registered_models"]]

    assert names() == ["Chance", "churn", "late"]
    assert names(filter="name ILIKE 'ch%'") == ["Chance", "churn"]
    assert names(filter="tags.team = 'ops'") == ["late"]
    assert names(filter="tags.`mlflow.prompt.is_prompt` != 'true'") == ["Chance", "churn", "late"]
    assert names(order_by="name DESC") == ["late", "churn", "Chance"]
    page = client.get("registered-models/search", max_results=2).json
    assert names(max_results=2, page_token=page["next_page_token"]) == ["late"]
    assert versions(client, filter="name = 'churn'") == ["churn/2", "churn/1"]
    assert versions(client, filter="name = 'churn' AND version_number < 2") == ["churn/1"]
    assert versions(client, filter="tags.k = 'v'") == ["churn/1"]
    assert versions(client, filter="name IN ('late', 'none')") == ["late/1"]
    by = ["name DESC", "version_number ASC"]
    assert versions(client, order_by=by)[:3] == ["late/1", "churn/1", "churn/2"]
    assert client.get("model-versions/search", order_by="colour").status == 400
    assert client.get("registered-models/search", filter="colour = 'x'").status == 400


def test_prompts_are_not_supported(client: Client) -> None:
    tags = [{"key": "mlflow.prompt.is_prompt", "value": "true"}]
    reply = client.post("registered-models/create", name="p", tags=tags)
    assert (reply.status, reply.json["error_code"]) == (501, "NOT_IMPLEMENTED")
