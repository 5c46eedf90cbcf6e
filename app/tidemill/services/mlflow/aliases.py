"""Aliases of models through MLflow's interface; `champion` is a promotion like any other.

It goes by the gates' rules, by four eyes where a model has them, and into the audit log. Other
aliases are labels.
"""

import re
from collections.abc import Mapping
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import OPEN_STATES
from tidemill.domain.mlflow import errors, limits
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.models import Stage
from tidemill.domain.version_labels import CANDIDATE, CHAMPION
from tidemill.services import outside_models, promotion
from tidemill.services.four_eyes import SecondPersonNeeded
from tidemill.services.mlflow import model_versions
from tidemill.services.mlflow import registry_words as words
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.outside_models import OutsideVersion
from tidemill.services.promotion import GateFailed
from tidemill.store import jobs

CAUSE = "the alias champion was set by MLflow"


def put(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Let an alias stand on a version."""
    alias = _checked(body.get("alias"))
    one = words.find_version(tracker, body.get("name"), body.get("version"))
    if alias == CHAMPION:
        _promote(tracker, one)
        return
    if alias == CANDIDATE:
        if alias in one.aliases:
            return
        raise MlflowError(
            f"The alias {alias} is what Tidemill calls the newest version that waits for a "
            "decision; it is not set. Use another one, such as challenger."
        )
    model = words.find(tracker, one.name)
    by, project = tracker.workspace.person.login, tracker.project
    tracker.change(
        lambda tx: outside_models.put_alias_in(tx, model, alias, one.number, project=project, by=by)
    )


def remove(tracker: Tracker, body: Mapping[str, Any]) -> None:
    """Take an alias off; that there is none is no mistake."""
    alias = _checked(body.get("alias"))
    model = words.find(tracker, body.get("name"))
    if alias not in model.aliases:
        return
    if alias in {CHAMPION, CANDIDATE}:
        raise MlflowError(
            f"The alias {alias} of {model.name} is not deleted: it tells what was decided in "
            "Tidemill, where services and monitoring go by it. Promote another version, or roll "
            "back on the page Models."
        )
    by, project = tracker.workspace.person.login, tracker.project
    tracker.change(
        lambda tx: outside_models.put_alias_in(tx, model, alias, None, project=project, by=by)
    )


def find(tracker: Tracker, query: Mapping[str, Any]) -> dict[str, Any]:
    """The version that an alias stands on; `latest` is the newest."""
    alias = _checked(query.get("alias"), is_read=True)
    model = words.find(tracker, query.get("name"))
    number = model.aliases.get(alias)
    if alias == "latest":
        number = model.versions[-1].number if model.versions else None
    if number is None:
        raise MlflowError(
            f"Registered model alias {alias} not found.",
            errors.NOT_THERE if alias == "latest" else errors.INVALID,
        )
    return model_versions.get(tracker, model.name, number)


def _promote(tracker: Tracker, one: OutsideVersion) -> None:
    """Make a version champion, or say what stands against it and what to do."""
    if one.own is None:
        raise MlflowError(why_not_promoted(tracker, one))
    if one.own.stage is Stage.CHAMPION:
        return
    address = f"{one.name}@{one.number}"
    try:
        promotion.promote(tracker.workspace, address, cause=CAUSE, note="by MLflow")
    except GateFailed as error:
        raise MlflowError(
            f"{error.message} Train or log a better one; or, against the gate, an approver may "
            "promote it with a reason on the page Models."
        ) from error
    except SecondPersonNeeded as error:
        raise MlflowError(f"{error.message} {error.hint}".strip(), errors.DENIED) from error
    except NeedsYou as error:
        raise MlflowError(f"{error.message} {error.hint}".strip()) from error


def why_not_promoted(tracker: Tracker, one: OutsideVersion) -> str:
    """Why a version that was not judged here can't be champion, and what to do about it."""
    facts = {} if one.row is None else one.row.facts
    start = f"{one.label} can't be promoted: it was not judged on data here, so no gate has run."
    why = facts.get("why_not") or facts.get("trouble")
    if why:
        return f"{start} {why}"
    with tracker.workspace.store.read() as connection:
        job = jobs.find(connection, int(facts.get("job", 0)))
    if job is not None and job.state in OPEN_STATES:
        return (
            f"{one.label} can't be promoted yet: its gates are being run (job {job.id}). Set the "
            "alias again when they are done."
        )
    if job is not None and job.error:
        start = f"{start} Judging it failed: {job.error}"
    return (
        f"{start} Say on the page Models which data it answers for; its gates run then, and where "
        "they pass the alias champion is taken."
    )


def _checked(given: object, *, is_read: bool = False) -> str:
    alias = limits.text_of(given, "alias", 255)
    if not re.fullmatch(r"[\w\-]+", alias):
        raise MlflowError(
            f"Invalid alias name: '{alias[:60]}'. Names may only contain alphanumerics, "
            "underscores (_), and dashes (-)."
        )
    small = alias.lower()
    if not is_read and small == "latest":
        raise MlflowError("'latest' alias name (case insensitive) is reserved.")
    if not is_read and re.fullmatch(r"v\d+", small):
        raise MlflowError(f"Version alias name '{alias}' is reserved.")
    return small if small in {CHAMPION, CANDIDATE, "latest"} else alias
