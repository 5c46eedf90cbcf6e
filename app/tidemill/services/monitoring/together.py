"""What the columns of a look tell only together: a part of the look, within a budget."""

from collections.abc import Sequence
from typing import Any

from tidemill.domain.frames import Frame
from tidemill.services.drift_together import compare_together
from tidemill.services.monitoring.reference_rows import ReferenceRows

KEY, NOTE = "together", "together_note"
"""Where a chunk's report has the findings, and on which rows they rest."""

MOST_ROWS, FEWEST_ROWS = 2_000, 300
MOST_VALUES = 80_000
"""Rows times columns that either side is drawn down to, so that a look stays a look."""

ALPHA = 0.0002
"""Looks come day by day and nobody adds them up: with this a quiet model of days is called moved
well under once a quarter (`tests/proofs/test_quiet_together.py`)."""


def budget(n_columns: int) -> int:
    """How many rows of either side are compared."""
    return max(FEWEST_ROWS, min(MOST_ROWS, MOST_VALUES // max(1, n_columns)))


def of_look(
    reference: ReferenceRows, frame: Frame, columns: Sequence[str]
) -> tuple[list[dict[str, Any]], str]:
    """The findings on a frame's rows as they are kept with its chunk, and on what they rest."""
    most = budget(len(columns))
    settings = {
        "domain_classifier": {"most_rows": most},
        "pca_reconstruction": {"most_rows": most},
        "text_classifier": {"most_rows": most},
    }
    found = compare_together(
        reference.frame, frame, columns=columns, settings=settings, alpha=ALPHA
    )
    n_old, n_new = min(most, reference.frame.n_rows), min(most, frame.n_rows)
    return [one.to_dict() for one in found], (
        f"On {_some(n_new, frame.n_rows)} rows, against "
        f"{_some(n_old, reference.n_rows)} of {reference.words}."
    )


def _some(n: int, n_all: int) -> str:
    return f"{n:,}" if n == n_all else f"{n:,} drawn of {n_all:,}"
