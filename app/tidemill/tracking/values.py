"""What a script hands in, in the form it is kept in; what is cut or left out is said."""

import hashlib
import operator
from collections.abc import Mapping
from typing import Any

from tidemill.tracking.troubles import tell

NAME_CHARACTERS = 500
"""How long the name of a parameter, metric or tag may be (PostgreSQL indexes no longer ones)."""

LABEL_CHARACTERS = 255
USER_CHARACTERS = 128
PATH_CHARACTERS = 512
_MOST_STEP = 2**63 - 1


def text(value: Any) -> str:
    """Any value as text that every store takes: no NUL, no half characters."""
    found = value if isinstance(value, str) else str(value)
    if "\x00" in found:
        found = found.replace("\x00", "\ufffd")
    try:
        found.encode()
    except UnicodeEncodeError:
        found = found.encode("utf-8", "replace").decode()
    return found


def name(value: Any, what: str) -> str:
    """The name of a parameter, metric or tag; a longer one is cut, and stays one of its own."""
    found = text(value)
    if len(found) <= NAME_CHARACTERS:
        return found
    mark = hashlib.blake2b(found.encode(), digest_size=8).hexdigest()
    tell(
        f"long-{what}",
        f"the name of a {what} has {len(found):,} characters; it is cut to {NAME_CHARACTERS}.",
    )
    return f"{found[: NAME_CHARACTERS - 17]}…{mark}"


def label(value: Any, what: str, most: int = LABEL_CHARACTERS) -> str:
    """A run's own word (experiment, project, user): cut where it is too long."""
    found = text(value).strip()
    if len(found) > most:
        tell(f"long-{what}", f"the {what} has {len(found):,} characters; it is cut to {most}.")
        found = found[:most]
    return found


def path(value: str) -> str:
    """An artifact's path in its run; of a longer one the end is kept."""
    found = text(value).replace("\\", "/").strip("/")
    if len(found) > PATH_CHARACTERS:
        tell(
            "long-path",
            f"an artifact's path has {len(found):,} characters; "
            f"its last {PATH_CHARACTERS} are kept.",
        )
        found = found[-PATH_CHARACTERS:].strip("/")
    return found or "file"


def number(value: Any, what: str) -> float | None:
    """A metric's value; None, and said, where it is no number."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError) as error:
        tell(
            "value",
            f"the metric {what} was given {type(value).__name__} ({str(error)[:200]}); "
            "a metric is a number. That value was left out.",
        )
        return None


def step(value: Any) -> int | None:
    """A step as a whole number; None, and said where it was given, means one after the last."""
    if value is None:
        return None
    try:
        found = operator.index(value)
    except TypeError:
        try:
            found = int(value)
            is_whole = float(value) == found
        except (TypeError, ValueError, OverflowError):
            is_whole, found = False, 0
        if not is_whole:
            tell("step", f"{value!r} is no step: it counts on from the last one instead.")
            return None
    if not -_MOST_STEP <= found <= _MOST_STEP:
        tell("step", f"the step {found} is too large: it counts on from the last one instead.")
        return None
    return found


def texts(values: Any, what: str) -> dict[str, str]:
    """Parameters or tags: names and texts, exactly as they were given."""
    if values is None:
        return {}
    if not isinstance(values, Mapping):
        tell(what, f"{what}s are a dictionary, not {type(values).__name__}. They were left out.")
        return {}
    return {name(key, what): text(value) for key, value in values.items()}
