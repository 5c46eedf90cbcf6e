"""The triggers of automations by the catalogue: their settings checked, told in words."""

from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.zones import local_zone
from tidemill.catalog.discovery import family
from tidemill.domain.automations import Automation, Trigger
from tidemill.domain.triggers import Reads
from tidemill.services.trigger_facts import AUTOMATION, Asked
from tidemill.store import automations, models

BY_HAND = "by-hand"


def kind_of(trigger: Trigger) -> ModuleType:
    """The catalogue's module of a trigger; `NeedsYou` where this version knows none."""
    known = family("triggers")
    if trigger.kind not in known:
        raise NeedsYou(
            f"There is no trigger {trigger.kind}.",
            "Choose one of " + ", ".join(known) + ".",
        )
    return known[trigger.kind]


def settings_of(trigger: Trigger) -> dict[str, Any]:
    """Its settings with the defaults; what is not said is left to them."""
    given = {name: value for name, value in trigger.settings.items() if value is not None}
    found: dict[str, Any] = kind_of(trigger).ENTRY.settings(given)
    return found


def checked(connection: sa.Connection, trigger: Trigger) -> Trigger:
    """A trigger whose settings can be read and whose things are there.

    Else `NeedsYou` says what is wrong. A schedule without a zone is meant in this computer's own.
    """
    module = kind_of(trigger)
    given = {name: value for name, value in trigger.settings.items() if value is not None}
    if module.ENTRY.reads == Reads.CLOCK:
        given["zone"] = given.get("zone") or local_zone()
    said = settings_of(replace(trigger, settings=given))
    for needed in _NEEDED.get(trigger.kind, ()):
        if not said[needed]:
            raise NeedsYou(
                f"The trigger “{module.ENTRY.title}” needs a {_WORDS.get(needed, needed)}.",
                f"Name it as {needed}.",
            )
    if said.get("what") == "value" and not said["figure"]:
        raise NeedsYou("A limit of a value needs to know of which.", "Name it as figure.")
    if said.get("model") and models.find(connection, said["model"]) is None:
        raise NotThere("model", said["model"])
    if "of" in said:
        _check_other(connection, said["of"])
    module.sentence(**said)
    if module.ENTRY.reads == Reads.CLOCK:
        module.times(datetime(2026, 1, 1, tzinfo=UTC), 1, **said)
    return replace(trigger, settings={name: said[name] for name in given})


_NEEDED = {
    "new-data": ("dataset",),
    "schedule": ("when",),
    "limit": ("model",),
    "job-ended": ("of",),
}
_WORDS = {"when": "time", "of": "job or automation"}


def _check_other(connection: sa.Connection, of: str) -> None:
    from tidemill.services.job_kinds import kinds  # knows every service, and so those that ask

    if of.startswith(AUTOMATION):
        key = of.removeprefix(AUTOMATION)
        one = automations.find(connection, int(key)) if key.isdecimal() else None
        if one is None or one.is_removed:
            raise NotThere("automation", key)
    elif of not in kinds():
        raise NeedsYou(
            f"There is no kind of job {of}.",
            "Name one such as model.train, or an automation as automation:3.",
        )


def sentence(trigger: Trigger) -> str:
    """When it starts, in words."""
    words: str = kind_of(trigger).sentence(**settings_of(trigger))
    return words


def asked(automation: Automation, trigger: Trigger) -> Asked:
    """What is asked of the store for a trigger."""
    return Asked(kind_of(trigger).ENTRY.reads, settings_of(trigger), automation.id)


def reads(trigger: Trigger) -> str:
    """Which facts a trigger is asked about; none where this version does not know its kind."""
    known = family("triggers").get(trigger.kind)
    return "" if known is None else str(known.ENTRY.reads)
