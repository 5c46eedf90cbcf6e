"""The registry in MLflow's words: what is asked for, looked up, told, ordered.

A registered model is a model of Tidemill's of that name, where there is one; their versions count
on together. Names that scripts use are Tidemill's names.
"""

import re
from collections.abc import Mapping
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.mlflow import errors, limits, matching
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.mlflow.matching import Facts
from tidemill.services import outside_models
from tidemill.services.ingesting import checked_name
from tidemill.services.mlflow.experiments import milliseconds
from tidemill.services.mlflow.histories import token_of
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.outside_models import OutsideModel, OutsideVersion

STAGES = ("None", "Staging", "Production", "Archived")
_PROMPT_TAG = "mlflow.prompt.is_prompt"
_TEXT_LENGTH = 20_000


def find(tracker: Tracker, name: object) -> OutsideModel:
    """The model that a request names."""
    text = limits.text_of(name, "name", limits.EXPERIMENT_LENGTH)
    with tracker.workspace.store.read() as connection:
        found = outside_models.find_in(connection, text)
    if found is None or not _is_of(found, tracker.project):
        raise MlflowError(f"Registered Model with name={text} not found", errors.NOT_THERE)
    return found


def find_version(tracker: Tracker, name: object, number: object) -> OutsideVersion:
    """The version that a request names."""
    model, wanted = find(tracker, name), version_number(number)
    found = model.version(wanted)
    if found is None:
        raise MlflowError(
            f"Model Version (name={model.name}, version={wanted}) not found", errors.NOT_THERE
        )
    return found


def model_name(given: object, what: str = "name") -> str:
    """A name that MLflow and Tidemill both allow."""
    text = limits.text_of(given, what, 10 * limits.EXPERIMENT_LENGTH)
    try:
        if "/" in text or ":" in text:
            raise NeedsYou("", "Names cannot contain '/' or ':'.")
        return checked_name(text)
    except NeedsYou as error:
        raise MlflowError(f"Invalid model name '{text[:200]}'. {error.hint}") from error


def version_number(given: object) -> int:
    """The number of a version; clients send it as a text."""
    text = str(given)
    if given is None or not re.fullmatch(r"\d{1,9}", text):
        raise MlflowError(f"Parameter 'version' must be an integer, got '{text[:60]}'.")
    return int(text)


def stage(given: object) -> str:
    """A stage as it is written."""
    found = next((one for one in STAGES if one.lower() == str(given).lower()), None)
    if found is None:
        raise MlflowError(
            f"Invalid Model Version stage: {str(given)[:60]}. Value must be one of "
            f"{', '.join(STAGES)}."
        )
    return found


def told(one: OutsideModel) -> dict[str, Any]:
    """A model as MLflow writes it."""
    of_it = facts(one)
    row = one.row
    return {
        "name": one.name,
        "creation_timestamp": of_it.numbers["creation_timestamp"],
        "last_updated_timestamp": of_it.numbers["last_updated_timestamp"],
        **({"description": row.description} if row is not None and row.description else {}),
        "latest_versions": latest_of(one),
        "tags": _pairs({} if row is None else row.tags),
        "aliases": [{"alias": a, "version": str(n)} for a, n in sorted(one.aliases.items())],
    }


def told_version(one: OutsideVersion) -> dict[str, Any]:
    """A version as MLflow writes it."""
    row, own = one.row, one.own
    of_it = version_facts(one)
    said = {
        "name": one.name,
        "version": str(one.number),
        "creation_timestamp": of_it.numbers["creation_timestamp"],
        "last_updated_timestamp": of_it.numbers["last_updated_timestamp"],
        "current_stage": STAGES[0] if row is None else row.stage,
        "description": None if row is None else row.description or None,
        "source": of_it.texts["source_path"],
        "run_id": of_it.texts["run_id"],
        "run_link": None if row is None else row.run_link or None,
        "model_id": None if row is None else row.logged,
        "user_id": own.by if row is None and own is not None else row.by if row else None,
        "status": "READY",
        "aliases": list(one.aliases),
        "tags": _pairs({} if row is None else row.tags),
    }
    return {key: value for key, value in said.items() if value is not None}


def latest_of(one: OutsideModel) -> list[dict[str, Any]]:
    """The newest version of each stage, as MLflow writes it."""
    newest: dict[str, OutsideVersion] = {}
    for version in one.versions:
        newest[STAGES[0] if version.row is None else version.row.stage] = version
    return [told_version(version) for version in newest.values()]


def _is_of(one: OutsideModel, project: str) -> bool:
    owner = one.own or one.row
    return owner is not None and owner.project == project


def facts(one: OutsideModel) -> Facts:
    """What a search of models asks about."""
    owner = one.own or one.row
    assert owner is not None
    newest = max(
        [owner.created_at]
        + ([one.row.changed_at] if one.row is not None else [])
        + [v.own.created_at for v in one.versions if v.own is not None]
    )
    times = {
        "creation_timestamp": milliseconds(owner.created_at),
        "last_updated_timestamp": milliseconds(newest),
    }
    tags = {} if one.row is None else one.row.tags
    return Facts({"name": one.name}, times, {_PROMPT_TAG: "false", **tags})


def version_facts(one: OutsideVersion) -> Facts:
    """What a search of versions asks about."""
    row, own = one.row, one.own
    made = row.created_at if row is not None else own.created_at if own is not None else None
    changed = made if row is None else row.changed_at
    run_id = row.run_uuid if row is not None else own.run_id if own is not None else None
    source = row.source if row is not None else ""
    if not source and own is not None:
        source = f"runs:/{own.run_id}"
    return Facts(
        {"name": one.name, "run_id": run_id, "source_path": source},
        {
            "version_number": one.number,
            "creation_timestamp": milliseconds(made),
            "last_updated_timestamp": milliseconds(changed),
        },
        {_PROMPT_TAG: "false", **({} if row is None else row.tags)},
    )


def more(reached: int, n: int) -> dict[str, str]:
    """The token for what follows, where something does."""
    return {"next_page_token": token_of(reached)} if reached < n else {}


def order(query: Mapping[str, Any], known: tuple[str, ...], facts: Any) -> list[Any]:
    """What a request orders by, each with whether it descends."""
    order = []
    for text in several(query.get("order_by")):
        word, is_down = matching.clause(text, known)
        order.append((_by(word, facts), is_down))
    return order


def _by(word: str, facts: Any) -> Any:
    def key(one: Any) -> Any:
        told_of = facts(one)
        return told_of.numbers[word] if word in told_of.numbers else told_of.texts[word]

    return key


def filter_of(query: Mapping[str, Any]) -> str:
    """The filter of a request."""
    return limits.text_of(query.get("filter"), "filter", limits.FILTER_LENGTH, is_needed=False)


def several(given: object) -> list[object]:
    """One or several values of a query as a list."""
    return list(given) if isinstance(given, list) else [] if given is None else [given]


def person(tracker: Tracker) -> str:
    """Who acts: whoever runs the interface."""
    return tracker.workspace.person.login


def tags_in(body: Mapping[str, Any]) -> dict[str, str]:
    """The tags of a request; a prompt's are refused."""
    tags = limits.pairs(body.get("tags"), "tag", limits.TAG_LENGTH, limits.MOST_TAGS)
    if tags.get(_PROMPT_TAG, "").lower() == "true":
        raise MlflowError("Prompts are not supported by Tidemill.", errors.NOT_SUPPORTED)
    return tags


def tag_in(body: Mapping[str, Any]) -> tuple[str, str]:
    """The one tag that a request sets."""
    key = limits.name(body.get("key"), "key")
    return key, limits.text_of(body.get("value"), "value", limits.TAG_LENGTH)


def text_in(body: Mapping[str, Any], key: str) -> str:
    """A text of a request, empty where there is none."""
    return limits.text_of(body.get(key), key, _TEXT_LENGTH, is_needed=False)


def taken(name: str) -> MlflowError:
    """That a name has a model already."""
    return MlflowError(f"Registered Model (name={name}) already exists.", errors.ALREADY_THERE)


def _pairs(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]
