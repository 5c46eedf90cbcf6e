"""What the window remembers for this person: look, folds, its place on the screen.

It lies in a small file of the person's own, beside the list of workspaces; nothing in it matters
to anybody else, so a file that can't be read or written is no harm. What a person chose lies in a
file of its own, by the declarations of `domain.options`.
"""

import json
import logging
import threading
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from tidemill.base import atomic, own_options, places
from tidemill.base.errors import WorldError
from tidemill.domain.options import of_computer
from tidemill.domain.options.option import Option, Value
from tidemill.gui.kit import key_map
from tidemill.gui.kit.metrics import Density
from tidemill.gui.kit.theme import Choice, ContrastChoice

_log = logging.getLogger(__name__)
_MOST_RECENT = 6
_WRITING = threading.Lock()


@dataclass(frozen=True)
class Look:
    """The choices of the settings sheet, and what the window left behind."""

    theme: Choice = "system"
    text_scale: float = 1.0
    is_motion_reduced: bool = False
    has_letter_keys: bool = True
    contrast: ContrastChoice = "system"
    density: Density = "usual"
    language: str = "system"
    region: str = "system"
    tells_updates: bool = False
    updates_at: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    width: int = 1440
    height: int = 900
    is_maximised: bool = False
    folds: dict[str, bool] = field(default_factory=dict)
    recent: tuple[str, ...] = ()


FIELDS: dict[str, Option] = {
    "theme": of_computer.THEME,
    "text_scale": of_computer.TEXT_SIZE,
    "is_motion_reduced": of_computer.LESS_MOTION,
    "has_letter_keys": of_computer.LETTER_KEYS,
    "contrast": of_computer.CONTRAST,
    "density": of_computer.DENSITY,
    "language": of_computer.LANGUAGE,
    "region": of_computer.REGION,
    "tells_updates": of_computer.UPDATES,
    "updates_at": of_computer.UPDATES_AT,
}
"""The fields of a look that a person chooses, by the option that declares each."""

_CHOSEN = {*FIELDS, "keys"}
KEYS = "keys.changed"
"""Under which key the changed keys lie beside what was chosen, by the ids of `kit.key_map`."""


def file() -> Path:
    """Where it lies."""
    return places.settings_file().with_name("window.json")


def read(path: Path | None = None) -> Look:
    """Read what was remembered; anything odd becomes the default."""
    path = path or file()
    try:
        known: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    return _sound(known if isinstance(known, dict) else {}, _chosen(path, known))


def _options_file(path: Path) -> Path:
    return path.with_name(own_options.file().name)


def _chosen(path: Path, known: Any) -> dict[str, Any]:
    """What was chosen, by key; taken over from where windows kept it before there was a file."""
    own = _options_file(path)
    if isinstance(known, dict) and not own.exists():
        former = {one.key: known[name] for name, one in FIELDS.items() if name in known}
        if former:
            keep_options(former, path)
            return former
    return own_options.read(own)


def keep_options(values: dict[str, Any], path: Path | None = None) -> None:
    """Write down what was chosen; a disk that refuses is noted in the log only."""
    usual = {one.key: one.default for one in FIELDS.values()}
    changes = {key: None if value == usual.get(key) else value for key, value in values.items()}
    try:
        own_options.put(changes, _options_file(path or file()))
    except WorldError as error:
        _log.info("What was chosen could not be kept: %s", error)


def _sound(known: dict[str, Any], chosen: dict[str, Any]) -> Look:
    start = Look()
    kept: dict[str, Any] = {}
    for each in fields(Look):
        value = known.get(each.name)
        if each.name in FIELDS:
            option = FIELDS[each.name]
            kept[each.name] = option.sound(chosen.get(option.key, option.default))
        elif each.name == "keys":
            changed = chosen.get(KEYS)
            kept["keys"] = key_map.sound(changed) if isinstance(changed, dict) else {}
        elif each.name == "recent":
            kept["recent"] = tuple(v for v in value or () if isinstance(v, str))
        elif type(value) is type(getattr(start, each.name)):
            kept[each.name] = value
    return replace(start, **kept)


def write(look: Look, path: Path | None = None, before: Look | None = None) -> None:
    """Write it down, without what a person chose, which was kept as it was chosen.

    Only what is other than in `before` is written over what lies there: another window may have
    kept something meanwhile. A disk that refuses is noted in the log only.
    """
    path, before = path or file(), before or Look()
    with _WRITING:
        there = read(path)
        mine = {
            each.name: getattr(look, each.name)
            for each in fields(Look)
            if getattr(look, each.name) != getattr(before, each.name)
        }
        mine["folds"] = {**there.folds, **_other(look.folds, before.folds)}
        mine["recent"] = _joined(look.recent, before.recent, there.recent)
        told = asdict(replace(there, **mine))
        kept = {name: value for name, value in told.items() if name not in _CHOSEN}
        try:
            atomic.write_bytes(path, json.dumps(kept, indent=1).encode())
        except (OSError, WorldError) as error:
            _log.info("The window's look could not be kept: %s", error)


def _other(now: dict[str, bool], before: dict[str, bool]) -> dict[str, bool]:
    return {key: value for key, value in now.items() if before.get(key) is not value}


def _joined(
    now: tuple[str, ...], before: tuple[str, ...], there: tuple[str, ...]
) -> tuple[str, ...]:
    """Commands run since `before` stand ahead of those that lie there, newest first."""
    ran = tuple(takewhile(lambda one: one != before[0], now)) if before else now
    return (*ran, *(one for one in there if one not in ran))[:_MOST_RECENT]


def chosen_values(look: Look) -> dict[str, Value]:
    """What a look says of each option that is a field of it, by the option's key."""
    return {option.key: getattr(look, name) for name, option in FIELDS.items()}


def field_of(key: str) -> str | None:
    """The field of a look that an option is, if it is one."""
    return next((name for name, option in FIELDS.items() if option.key == key), None)


def with_recent(look: Look, command_id: str) -> Look:
    """The look after a command was run from the palette, newest first."""
    others = [each for each in look.recent if each != command_id]
    return replace(look, recent=(command_id, *others)[:_MOST_RECENT])


def fold_key(part: str, place: str, is_narrow: bool) -> str:
    """Under which name a fold is kept: for each part, place and width of window."""
    return f"{part}/{place}/{'narrow' if is_narrow else 'wide'}"


def replaced(look: Look, **changes: Any) -> Look:
    """The look with some choices of this one start instead of the kept ones."""
    return replace(look, **changes)
