"""Optional libraries that entries stand on: whether they are here, and what to do where not."""

import importlib.util

from tidemill.base.errors import NeedsYou
from tidemill.domain.entries import EstimatorEntry, PreparationEntry


def is_there(entry: EstimatorEntry | PreparationEntry) -> bool:
    """Whether the library that an entry needs is installed; nothing is imported for it."""
    return entry.requires is None or importlib.util.find_spec(entry.requires) is not None


def check(entry: EstimatorEntry | PreparationEntry) -> None:
    """`NeedsYou` with the way out where the library of an entry is not installed."""
    if not is_there(entry):
        what = "preparation" if isinstance(entry, PreparationEntry) else "estimator"
        raise NeedsYou(
            f"{entry.title} needs the library {entry.requires}, which is not installed.",
            f"Install {entry.requires} where Tidemill runs, or choose another {what}.",
        )
