"""Two tables compared as wholes: by rows, where no column tells it alone."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from tidemill.catalog import discovery
from tidemill.domain.drift import ALPHA, benjamini_hochberg
from tidemill.domain.entries import FrameStatisticEntry
from tidemill.domain.frames import Frame
from tidemill.domain.together import Together

FAMILY = "frame_statistics"


def floors() -> dict[str, float]:
    """From which effect on each kind of finding counts, by its id."""
    found = discovery.family(FAMILY)
    return {key: cast(FrameStatisticEntry, module.ENTRY).floor for key, module in found.items()}


def compare_together(
    reference: Frame,
    current: Frame,
    *,
    columns: Sequence[str] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    alpha: float = ALPHA,
) -> tuple[Together, ...]:
    """All findings of the catalogue about two tables, judged together.

    Columns that only one of them has are left out, as are those not among `columns`. A finding
    counts as drift if its effect is over its floor and its p-value passes the false-discovery rate
    over all of these findings.
    """
    wanted = reference.names if columns is None else columns
    names = [name for name in dict.fromkeys(wanted) if name in reference and name in current]
    found: list[tuple[FrameStatisticEntry, Together]] = []
    for key, module in discovery.family(FAMILY).items():
        entry = cast(FrameStatisticEntry, module.ENTRY)
        chosen = entry.settings((settings or {}).get(key))
        found += [(entry, one) for one in module.compute(reference, current, names, **chosen)]
    known = [one.p_value for _, one in found if one.p_value is not None]
    rates = iter(benjamini_hochberg(known).tolist())
    return tuple(
        one.judged(None if one.p_value is None else next(rates), entry.floor, alpha)
        for entry, one in found
    )
