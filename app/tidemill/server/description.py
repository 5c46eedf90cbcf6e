"""What the service says of itself: its OpenAPI, and a page of it that fetches nothing."""

import html
import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tidemill import __version__
from tidemill.domain.columns import Column, Kind
from tidemill.domain.deployments import Deployment
from tidemill.server.desk import Desk
from tidemill.services.serving.served_models import ServedModel

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

_WORDS = {
    Kind.NUMERIC: "a number",
    Kind.BOOLEAN: "true or false",
    Kind.DATETIME: "a date or time (ISO 8601)",
    Kind.CATEGORICAL: "a text",
    Kind.TEXT: "a text",
}
_TYPES: dict[Kind, list[str]] = {
    Kind.NUMERIC: ["number", "null"],
    Kind.BOOLEAN: ["boolean", "null"],
    Kind.DATETIME: ["null"],
    Kind.CATEGORICAL: ["string", "number", "boolean", "null"],
    Kind.TEXT: ["string", "number", "boolean", "null"],
}
_SAID: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_SAMPLES: dict[Kind, Any] = {
    Kind.NUMERIC: 1.5,
    Kind.BOOLEAN: True,
    Kind.DATETIME: "2024-05-31",
    Kind.CATEGORICAL: "a",
    Kind.TEXT: "a",
}
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em;
  color: #1d2330; background: #fff }
code, pre { font: 13px/1.5 ui-monospace, monospace; background: #f2f4f7; border-radius: 4px }
code { padding: 1px 4px } pre { padding: 12px; overflow: auto }
table { border-collapse: collapse } td, th { text-align: left; padding: 4px 16px 4px 0;
  border-bottom: 1px solid #dde1e8; vertical-align: top }
@media (prefers-color-scheme: dark) { body { color: #e6e9ef; background: #14171d }
  code, pre { background: #20252e } td, th { border-color: #333a46 } }
"""


def ref(name: str) -> dict[str, str]:
    """A reference to one of the schemas below."""
    return {"$ref": f"#/components/schemas/{name}"}


def body_extra(name: str, *, with_csv: bool = False) -> dict[str, Any]:
    """How a route's body is described."""
    content: dict[str, Any] = {"application/json": {"schema": ref(name)}}
    if with_csv:
        content["text/csv"] = {"schema": {"type": "string"}}
    return {"requestBody": {"required": True, "content": content}}


def answers_extra(name: str) -> dict[int | str, dict[str, Any]]:
    """How a route's answers are described: the good one, and those that refuse."""
    told: dict[int | str, dict[str, Any]] = {
        200: {"content": {"application/json": {"schema": ref(name)}}}
    }
    refusals = {
        400: "The body is no JSON.",
        401: "The token is missing or wrong.",
        403: "Asked by a page of another origin.",
        404: "There is no such model.",
        408: "The body came too slowly.",
        413: "The body is too long.",
        415: "The body is of another kind.",
        421: "Asked under another name.",
        422: "Rows that the model can't take.",
        503: "Too much waits, or there is no champion.",
    }
    return told | {
        status: {
            "description": words,
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
        for status, words in refusals.items()
    }


def attach(app: FastAPI, desk: Desk) -> None:
    """Let the application describe itself with the fields of the version that answers."""

    def openapi() -> dict[str, Any]:
        served = desk.champion.current
        made = get_openapi(
            title=f"{desk.deployment.model}, served by Tidemill",
            version=__version__,
            routes=app.routes,
        )
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        schemas |= _schemas(served)
        if desk.deployment.http.token_hash:
            schemes = {"token": {"type": "http", "scheme": "bearer"}}
            made["components"]["securitySchemes"] = schemes
            made["security"] = [{"token": []}]
        return made

    app.openapi = openapi  # type: ignore[method-assign]


def _schemas(served: ServedModel | None) -> dict[str, Any]:
    rows = {"type": "array", "minItems": 1, "items": ref("Row")}
    values: dict[str, Any] = {"type": "array", "minItems": 1}
    prediction = {"type": ["string", "number", "null"]}
    one = {
        "type": "object",
        "properties": {
            "id": {},
            "prediction": prediction,
            "probability": {"type": ["number", "null"]},
            "model": {"type": "string"},
            "version": {"type": "integer"},
        },
        "required": ["id", "prediction", "probability", "model", "version"],
    }
    tensor = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "shape": {"type": "array", "items": {"type": "integer"}},
            "datatype": {"type": "string"},
            "data": {"type": "array"},
        },
        "required": ["name", "data"],
    }
    formats: dict[str, Any] = {
        "dataframe_split": _object(columns={"type": "array"}, data=values),
        "dataframe_records": rows,
        "instances": values,
        "inputs": {"type": ["array", "object"]},
    }
    return {
        "Row": _row(served),
        "PredictRequest": _object(rows=rows),
        "PredictAnswer": _object(items={"type": "array", "items": one}, total={"type": "integer"}),
        "TryRequest": {
            "type": "object",
            "properties": {"row": ref("Row"), "usual": {"type": "object"}},
            "required": ["row"],
        },
        "TryAnswer": {**one, "required": ["prediction", "probability", "model", "version"]},
        "FeedbackRequest": _object(rows={"type": "array", "minItems": 1, "items": ref("Truth")}),
        "Truth": _object(id=_SAID, truth=_SAID),
        "FeedbackAnswer": _object(
            **{name: {"type": "integer"} for name in ("taken", "same", "total")}
        ),
        "InvocationsRequest": {"oneOf": [_object(**{n: s}) for n, s in formats.items()]},
        "InvocationsAnswer": _object(predictions={"type": "array", "items": prediction}),
        "InferRequest": _object(inputs={"type": "array", "minItems": 1, "items": tensor}),
        "InferAnswer": _object(
            model_name={"type": "string"},
            model_version={"type": "string"},
            outputs={"type": "array", "items": tensor},
        ),
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _row(served: ServedModel | None) -> dict[str, Any]:
    if served is None:
        return {"type": "object"}
    asked = served.fields.asked
    return {
        "type": "object",
        "properties": {column.name: _property(column) for column in asked},
        "required": [column.name for column in asked],
    }


def _property(column: Column) -> dict[str, Any]:
    if column.kind is Kind.DATETIME:
        dates = [{"type": "string", "format": name} for name in ("date", "date-time")]
        return {"anyOf": [*dates, {"type": "null"}], "description": _WORDS[column.kind]}
    return {"type": _TYPES[column.kind], "description": _WORDS[column.kind]}


def example(served: ServedModel) -> dict[str, Any]:
    """A request with one row of made-up values."""
    return {"rows": [{c.name: _SAMPLES[c.kind] for c in served.fields.asked}]}


def page(openapi: dict[str, Any], served: ServedModel | None, deployment: Deployment) -> str:
    """The description as a page without scripts."""
    title = html.escape(openapi["info"]["title"])
    parts = [f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>"]
    parts.append(f"<style>{_STYLE}</style><h1>{title}</h1>")
    if served is None:
        parts.append("<p>The model has no champion now, so there is nothing to answer with.</p>")
    else:
        parts.append(f"<p>Version {served.version.number} answers.</p>")
        parts.append(_fields(served))
        parts.append(_curl(served, deployment))
    parts.append("<h2>Routes</h2><table>")
    for path, methods in openapi["paths"].items():
        for method, said in methods.items():
            words = html.escape(said.get("summary", ""))
            route = f"{method.upper()} {html.escape(path)}"
            parts.append(f"<tr><td><code>{route}</code><td>{words}")
    parts.append('</table><p>For programs: <a href="/openapi.json">openapi.json</a></p></html>')
    return "".join(parts)


def _fields(served: ServedModel) -> str:
    rows = "".join(
        f"<tr><td><code>{html.escape(c.name)}</code><td>{_WORDS[c.kind]}, or null"
        for c in served.fields.asked
    )
    return f"<h2>Fields of a row</h2><table>{rows}</table>"


def _curl(served: ServedModel, deployment: Deployment) -> str:
    token = ' \\\n  -H "Authorization: Bearer $TOKEN"' if deployment.http.token_hash else ""
    body = json.dumps(example(served), ensure_ascii=False).replace("'", "'\\''")
    address = deployment.address or f"http://127.0.0.1:{deployment.http.port}"
    words = f"curl {address}/predict{token} \\\n  -H 'Content-Type: application/json' -d '{body}'"
    return f"<h2>Ask</h2><pre>{html.escape(words)}</pre>"
