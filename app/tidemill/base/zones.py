"""Time zones by name: the computer's own, and those a person names."""

import warnings
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tidemill.base.errors import NeedsYou


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The zone of a name such as `Europe/Vienna`; UTC for an empty one.

    Raises `NeedsYou` for a name that is not in the database of zones.
    """
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NeedsYou(
            f"There is no time zone {name}.",
            "Zones have names such as Europe/Vienna, America/New_York or UTC.",
        ) from None


def local_zone() -> str:
    """The name of this computer's zone; UTC where it has none that can be named."""
    from tzlocal import get_localzone_name

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it guesses well where two files of the system differ
        try:
            name = get_localzone_name() or "UTC"
            zone(name)
        except (ZoneInfoNotFoundError, NeedsYou, ValueError, OSError):
            return "UTC"
    return name
