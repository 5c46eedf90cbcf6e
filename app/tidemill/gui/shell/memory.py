"""What the window remembers for this person: look, folds, its place on the screen.

It lies in a small file of the person's own, beside the list of workspaces; nothing in it matters
to anybody else, so a file that can't be read or written is no harm.
"""

import json
import logging
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from tidemill.base import atomic, places
from tidemill.base.errors import WorldError
from tidemill.gui.kit.metrics import TEXT_SCALES
from tidemill.gui.kit.theme import Choice

_log = logging.getLogger(__name__)
_MOST_RECENT = 6


@dataclass(frozen=True)
class Look:
    """The choices of the settings sheet, and what the window left behind."""

    theme: Choice = "system"
    text_scale: float = 1.0
    is_motion_reduced: bool = False
    has_letter_keys: bool = True
    width: int = 1440
    height: int = 900
    is_maximised: bool = False
    folds: dict[str, bool] = field(default_factory=dict)
    recent: tuple[str, ...] = ()


def file() -> Path:
    """Where it lies."""
    return places.settings_file().with_name("window.json")


def read(path: Path | None = None) -> Look:
    """Read what was remembered; anything odd becomes the default."""
    try:
        known: Any = json.loads((path or file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Look()
    return _sound(known) if isinstance(known, dict) else Look()


def _sound(known: dict[str, Any]) -> Look:
    start = Look()
    kept: dict[str, Any] = {}
    for each in fields(Look):
        value = known.get(each.name)
        usual = getattr(start, each.name)
        if each.name == "recent":
            kept["recent"] = tuple(v for v in value or () if isinstance(v, str))
        elif isinstance(usual, float) and isinstance(value, int | float):
            kept[each.name] = float(value)
        elif type(value) is type(usual):
            kept[each.name] = value
    look = replace(start, **kept)
    theme = look.theme if look.theme in {"light", "dark", "system"} else "system"
    scale = look.text_scale if look.text_scale in TEXT_SCALES else 1.0
    return replace(look, theme=theme, text_scale=scale)


def write(look: Look, path: Path | None = None) -> None:
    """Write it down; a disk that refuses is noted in the log only."""
    try:
        atomic.write_bytes(path or file(), json.dumps(asdict(look), indent=1).encode())
    except (OSError, WorldError) as error:
        _log.info("The window's look could not be kept: %s", error)


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
