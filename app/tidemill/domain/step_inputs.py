"""What went into a step of an automation, and in a sentence why it is done again or is not.

Inputs are data, code, parameters and the versions of libraries; each is a hash with a label for
people and, where one change among many is to be named, its parts.
"""

from collections.abc import Mapping
from typing import Any

from tidemill.base import hashing

Inputs = dict[str, dict[str, Any]]

_NAMES = {
    "data": "the data changed",
    "code": "the code changed",
    "params": "the parameters changed",
    "libraries": "the versions of libraries changed",
}
_SHOWN = 2


def whole(content: str, label: str) -> dict[str, Any]:
    """An input that is one thing, such as a dataset version: its hash and what people call it."""
    return {"hash": content, "label": label}


def parts(named: Mapping[str, Any]) -> dict[str, Any]:
    """An input of many named values of plain JSON types."""
    kept = {name: _short(value) for name, value in named.items()}
    return {"hash": hashing.of_value(dict(named)), "label": "", "parts": kept}


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def differences(now: Inputs, before: Inputs) -> tuple[str, ...]:
    """What is different from the time before, each in words; empty where nothing is."""
    found = []
    for name, words in _NAMES.items():
        new, old = now.get(name), before.get(name)
        if new == old or (new and old and new["hash"] == old["hash"]):
            continue
        told = _files(new or {}, old or {}) or _told(new or {}, old or {})
        found.append(f"{words} ({told})" if told else words)
    return tuple(found)


def _files(new: Mapping[str, Any], old: Mapping[str, Any]) -> str:
    """Which files of the code are others, are new or gone."""
    ours, theirs = new.get("files", {}), old.get("files", {})
    moved = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    rest = f" and {len(moved) - _SHOWN} more" if len(moved) > _SHOWN else ""
    return ", ".join(moved[:_SHOWN]) + rest


def _told(new: Mapping[str, Any], old: Mapping[str, Any]) -> str:
    """Which value there is now instead of which."""
    ours, theirs = new.get("parts", {}), old.get("parts", {})
    moved = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    if moved:
        named = [_move(name, ours.get(name), theirs.get(name)) for name in moved[:_SHOWN]]
        rest = f" and {len(moved) - _SHOWN} more" if len(moved) > _SHOWN else ""
        return ", ".join(named) + rest
    if new.get("label") and old.get("label") and new["label"] != old["label"]:
        head, _, tail = old["label"].rpartition(" ")
        former = tail if head and new["label"].startswith(f"{head} ") else old["label"]
        return f"{new['label']} instead of {former}"
    return ""


def _move(name: str, new: str | None, old: str | None) -> str:
    if old is None:
        return f"{name} {new} is new"
    return f"{name} is gone" if new is None else f"{name} {new} instead of {old}"


def sentence(now: Inputs, before: Inputs | None, run_id: int | None) -> tuple[bool, str]:
    """Whether a step is to be done, and why; `before` is what went in when run `run_id` did it."""
    if before is None:
        return True, "Ran for the first time"
    changed = differences(now, before)
    if not changed:
        return False, f"Not run: nothing changed since run {run_id}"
    return True, f"Ran again: {', and '.join(changed)}"
