"""Registered models as MLflow's clients make, describe, name anew, tag, find and delete them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from tidemill.domain.mlflow import filters, limits, matching
from tidemill.services import outside_models
from tidemill.services.mlflow import registry_words as words
from tidemill.services.mlflow.histories import offset_of
from tidemill.services.mlflow.tracker import Tracker
from tidemill.store import registered_models as rows
from tidemill.store.engine import Transaction

MOST_MODELS = 1_000
_ORDER = ("name", "creation_timestamp", "last_updated_timestamp")


def create(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make a name that versions are registered under."""
    name = words.model_name(body.get("name"))
    tags = words.tags_in(body)
    said = words.text_in(body, "description")

    def work(tx: Transaction) -> None:
        if outside_models.find_in(tx.connection, name) is not None:
            raise words.taken(name)
        outside_models.create_in(
            tx, name, project=tracker.project, description=said, tags=tags, by=words.person(tracker)
        )

    tracker.change(work)
    return {"registered_model": get(tracker, name)}


def get(tracker: Tracker, name: object) -> dict[str, Any]:
    """A registered model as MLflow writes it."""
    return words.told(words.find(tracker, name))


def update(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a model."""
    said = words.text_in(body, "description")
    _change(tracker, body.get("name"), lambda _now: {"description": said})
    return {"registered_model": get(tracker, body.get("name"))}


def rename(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Give a model another name."""
    name = words.model_name(body.get("new_name"), "new_name")
    one = words.find(tracker, body.get("name"))

    def work(tx: Transaction) -> None:
        if name != one.name and outside_models.find_in(tx.connection, name) is not None:
            raise words.taken(name)
        outside_models.rename_in(tx, one, name, words.person(tracker))

    tracker.change(work)
    return {"registered_model": get(tracker, name)}


def delete(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Put a model aside with its versions; it can be brought back in Activity."""
    one = words.find(tracker, body.get("name"))
    tracker.change(lambda tx: outside_models.delete_in(tx, one, words.person(tracker)))


def set_tag(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Set a tag of a model."""
    key, value = words.tag_in(body)
    _change(tracker, body.get("name"), lambda now: {"tags": {**now, key: value}})


def delete_tag(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Take a tag of a model away; that there is none is no mistake."""
    key = limits.name(body.get("key"), "key")
    _change(tracker, body.get("name"), partial(_without_tag, key))


def _without_tag(key: str, now: Mapping[str, str]) -> dict[str, Any]:
    return {"tags": {name: value for name, value in now.items() if name != key}}


def search(tracker: Tracker, query: Mapping[str, Any]) -> dict[str, Any]:
    """Models that a filter takes, in the order asked for, by name."""
    most = limits.most(query.get("max_results"), "max_results", 100, MOST_MODELS)
    first = offset_of(query.get("page_token"))
    found = filters.conditions(words.filter_of(query), filters.REGISTERED_MODELS)
    every = outside_models.every(tracker.workspace, tracker.project)
    kept = [one for one in every if all(matching.takes(c, words.facts(one)) for c in found)]
    kept = matching.ordered(
        kept, [*words.order(query, _ORDER, words.facts), (lambda m: m.name, False)]
    )
    page = {"registered_models": [words.told(one) for one in kept[first : first + most]]}
    return page | words.more(first + most, len(kept))


def latest(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """The newest version of each stage asked for."""
    wanted = {words.stage(one) for one in words.several(body.get("stages"))} or set(words.STAGES)
    one = words.find(tracker, body.get("name"))
    return {"model_versions": [v for v in words.latest_of(one) if v["current_stage"] in wanted]}


def _change(tracker: Tracker, name: object, changed: Any) -> None:
    """Change a model's own row; `changed` is told its tags."""
    one = words.find(tracker, name)

    def work(tx: Transaction) -> None:
        row = outside_models.named_in(
            tx, one.name, project=tracker.project, by=words.person(tracker)
        )
        rows.change(tx, row, **changed(row.tags))

    tracker.change(work)
