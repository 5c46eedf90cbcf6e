"""A rule with one of its parts changed; what was typed is read here."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.domain import schedules
from tidemill.domain.automations import Mode, Step, StepKind, Trigger
from tidemill.gui.pages.automations import folder_parts
from tidemill.gui.pages.automations.draft import (
    FILES,
    Draft,
    FolderRule,
    Known,
    NewFolder,
    trigger_of,
    with_model,
    with_setting,
)

ADD, DROP = "add:", "drop:"
_NUMBER = r"(\d[\d,. ]*)"


def changed(draft: Draft, known: Known, key: str, value: Any) -> Draft:
    """The rule after a choice for the part of a key; `NeedsYou` where what was typed is wrong."""
    part, _, which = key.partition(":")
    if part == "script":
        return _with_script(draft, known, (int(which), None)) if value is None else draft
    if part == "folder":
        return _synced(_with_folder(draft, known, which, value), known)
    if part == "gates":  # to be looked at only
        return draft
    if part in folder_parts.PARTS:
        return folder_parts.with_part(draft, known, which, part, value)
    if part in _OF_TRIGGERS:
        return with_setting(draft, which, **_OF_TRIGGERS[part](value))
    if part in _OF_RULES:
        return _synced(_OF_RULES[part](draft, known, value), known)
    if part in _OF_LIMITS:
        return replace(draft, limits=replace(draft.limits, **_OF_LIMITS[part](value)))
    if part in _OF_GUARDS:
        return replace(draft, guards=replace(draft.guards, **_OF_GUARDS[part](value)))
    raise KeyError(key)


# --- triggers --------------------------------------------------------------------------------


def _amount(text: Any) -> dict[str, Any]:
    """`a file`, `3 files`, `1,000 rows`, `3 files with 1,000 rows`."""
    words = str(text).lower()
    files = re.search(rf"{_NUMBER}\s*file", words)
    rows = re.search(rf"{_NUMBER}\s*row", words)
    if files is None and rows is None and not re.search(r"\b(a|one|each|every) file", words):
        raise NeedsYou(tr("How much is not clear."), tr("Say for example 3 files, or 1,000 rows."))
    n_files, n_rows = (0 if one is None else _whole(one.group(1)) for one in (files, rows))
    if (files is not None and n_files < 1) or (rows is not None and n_rows < 1):
        raise NeedsYou(
            tr("At least one has to come."), tr("Say for example 3 files, or 1,000 rows.")
        )
    return {"n_files": max(1, n_files), "n_rows": n_rows}


def _whole(text: str) -> int:
    digits = re.sub(r"[,. ]", "", text)
    return int(digits) if digits else 0


def number(text: Any, least: float = 0.0, what: str = tr("The limit")) -> float:
    """A number as typed; `NeedsYou` for anything else or one under `least`."""
    try:
        value = float(str(text).strip().replace(",", "."))
    except ValueError:
        raise NeedsYou(tr("{what} is a number.", what=what), tr("For example 0.2.")) from None
    if not value >= least or value == float("inf"):
        raise NeedsYou(
            tr("{what} is {least:g} or more.", what=what, least=least), tr("Type another number.")
        )
    return value


def _when(text: Any) -> dict[str, Any]:
    schedules.cron_of(str(text))
    return {"when": " ".join(str(text).split())}


def _what(value: Any) -> dict[str, Any]:
    what, _, name = str(value).partition("=")
    usual = {"column": "", "figure": ""}
    if what == "drift":
        return {"what": what, **usual, "column": name}
    if what == "value":
        side = "under" if name == "rows" else "over"
        return {"what": what, **usual, "figure": name, "side": side}
    return {"what": what, **usual}


_OF_TRIGGERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "amount": _amount,
    "when": _when,
    "what": _what,
    "limit": lambda value: {"limit": number(value, float("-inf"))},
    "of_model": lambda value: {"model": value},
    "of": lambda value: {"of": value},
    "how": lambda value: {"how": value},
    "event": lambda value: {"event": value},
}


def _with_folder(draft: Draft, known: Known, trigger_id: str, value: Any) -> Draft:
    """The rule with another folder: the key of a watched one, 0 for none, or a path."""
    if isinstance(value, str):
        rule = FolderRule() if draft.folder is None else draft.folder.rule
        made = with_setting(draft, trigger_id, watch=0)
        return replace(made, folder=NewFolder(value, rule))
    made = replace(with_setting(draft, trigger_id, watch=value), folder=None)
    watch = known.watch(value)
    return made if watch is None else _with_dataset(made, known, watch.dataset)


# --- the rule --------------------------------------------------------------------------------


def _with_dataset(draft: Draft, known: Known, dataset: Any) -> Draft:
    """The rule for other data; a model of other data makes room for one of these."""
    draft = replace(draft, dataset=str(dataset).strip() or None)
    models = known.models_of(draft.dataset)
    if draft.model is not None and draft.model not in models:
        draft = with_model(draft, models[0] if models else None, known)
    return draft


def _with_mode(draft: Draft, _known: Known, mode: Any) -> Draft:
    return replace(draft, mode=Mode(mode))


def _with_model(draft: Draft, known: Known, model: Any) -> Draft:
    return with_model(draft, model or None, known)


def _with_kind(draft: Draft, known: Known, value: Any) -> Draft:
    """Another trigger beside those there are, or one fewer."""
    words = str(value)
    if words.startswith(DROP):
        left = tuple(t for t in draft.triggers if t.id != words.removeprefix(DROP))
        return replace(draft, triggers=left) if left else draft
    made = trigger_of(words.removeprefix(ADD), draft, known)
    return replace(draft, triggers=(*draft.triggers, made))


def only_trigger(draft: Draft, known: Known, kind: str) -> Draft:
    """The rule started by one kind of trigger alone; one of that kind that is there stays."""
    kept = next((t for t in draft.triggers if t.kind == kind), None)
    trigger = kept or trigger_of(kind, draft, known)
    folder = draft.folder if kind == FILES else None
    return _synced(replace(draft, triggers=(trigger,), folder=folder), known)


def _with_script(draft: Draft, _known: Known, value: Any) -> Draft:
    """A script's settings by its place; None takes it out."""
    at, settings = value
    steps = list(draft.steps)
    if settings is None:
        del steps[at]
    elif at >= len(steps):
        kinds = [step.kind for step in steps]
        place = kinds.index(StepKind.RETRAIN) if StepKind.RETRAIN in kinds else len(steps)
        steps.insert(place, Step(StepKind.SCRIPT, dict(settings)))
    else:
        steps[at] = Step(StepKind.SCRIPT, dict(settings))
    return replace(draft, steps=tuple(steps))


def _with_name(draft: Draft, _known: Known, name: Any) -> Draft:
    return replace(draft, name=str(name).strip())


_OF_RULES = {
    "dataset": _with_dataset,
    "model": _with_model,
    "mode": _with_mode,
    "or": _with_kind,
    "step": _with_script,
    "name": _with_name,
}


def _synced(draft: Draft, known: Known) -> Draft:
    """Triggers that wait for new data wait for those of the rule."""

    def one(trigger: Trigger) -> Trigger:
        if trigger.kind != FILES:
            return trigger
        settings = {**trigger.settings, "dataset": draft.dataset or ""}
        watch = known.watch(settings.get("watch"))
        if watch is not None and watch.dataset != draft.dataset:
            settings["watch"] = 0
        return replace(trigger, settings=settings)

    return replace(draft, triggers=tuple(map(one, draft.triggers)))


# --- limits and guards -----------------------------------------------------------------------

_UNITS = {"minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 7 * 86400.0}


def _every(value: Any) -> dict[str, Any]:
    """`an hour`, `2 hours`, `day`; nothing for no limit."""
    words = str(value or "").lower().strip()
    if not words:
        return {"at_most_every_s": None}
    found = re.search(
        rf"(?:{_NUMBER}|\b(?:a|an|once a|once an|every)?)\s*(minute|hour|day|week)", words
    )
    if found is None:
        raise NeedsYou(
            tr("How often is not clear."), tr("Say for example an hour, 6 hours or a day.")
        )
    times = _whole(found.group(1)) if found.group(1) else 1
    if times < 1:
        raise NeedsYou(
            tr("How often is not clear."), tr("Say for example an hour, 6 hours or a day.")
        )
    return {"at_most_every_s": times * _UNITS[found.group(2)]}


def _quiet(value: Any) -> dict[str, Any]:
    """`22:00 to 06:00`; nothing for none."""
    words = str(value or "").strip()
    if not words:
        return {"quiet": None}
    found = re.fullmatch(
        r"(\d{1,2})[:.](\d{2})\s*(?:to|and|until|-|–)\s*(\d{1,2})[:.](\d{2})", words
    )
    numbers = [] if found is None else [int(n) for n in found.groups()]
    if not numbers or numbers[0] > 23 or numbers[2] > 23 or numbers[1] > 59 or numbers[3] > 59:
        raise NeedsYou(tr("Two times of day are needed."), tr("Say for example 22:00 to 06:00."))
    start, end = (f"{a:02d}:{b:02d}" for a, b in (numbers[:2], numbers[2:]))
    if start == end:
        raise NeedsYou(tr("Two different times are needed."), tr("Say for example 22:00 to 06:00."))
    return {"quiet": (start, end)}


def _minutes(value: Any) -> dict[str, Any]:
    words = str(value or "").lower().replace("minutes", "").strip()
    if not words:
        return {"minutes_a_month": None}
    return {"minutes_a_month": number(words, 1, tr("The budget"))}


def _days(key: str, least: float, what: str) -> Callable[[Any], dict[str, Any]]:
    def read(value: Any) -> dict[str, Any]:
        words = str(value).lower().removesuffix("days").removesuffix("day").strip()
        return {key: number(words, least, what)}

    return read


_OF_LIMITS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "every": _every,
    "quiet": _quiet,
    "mains": lambda value: {"mains_only": bool(value)},
    "minutes": _minutes,
    "zone": lambda value: {"zone": value},
}
_OF_GUARDS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "watch_days": _days("watch_days", 0.1, tr("The watch")),
    "days_between": _days("days_between_changes", 0.0, tr("The time between changes")),
    "rollback_on": lambda rules: {"rollback_on": tuple(rules)},
}
