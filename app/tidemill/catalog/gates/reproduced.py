"""Learned once more by the same recipe, the candidate says the same."""

import numpy as np

from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import REPEATED, GateFacts, GateResult

ENTRY = GateEntry(
    "reproduced",
    1,
    "Reproduced",
    "Learned again from the same rows by the same recipe and seed, it gives the same answers to "
    "the rows held out.",
    (
        Parameter(
            "most", "Largest difference", 1e-9, 0.0, help="Between two answers; 0: bit by bit."
        ),
    ),
    needs=frozenset({REPEATED}),
    formula="max |answer − answer learned once more| ≤ limit",
)


def decide(facts: GateFacts, *, most: float = 1e-9) -> GateResult:
    """Pass if no answer differs by more than `most`."""
    again = facts.repeated
    if again is None or not len(again):
        words = facts.trouble(REPEATED, "It was not learned again.")
        return GateResult.of(ENTRY, False, f"It was not reproduced. {words}")
    if again.shape != facts.candidate.shape:
        return GateResult.of(ENTRY, False, "Learned again, it knows other classes.")
    apart = np.abs(again - facts.candidate)
    if not np.isfinite(apart).all():
        return GateResult.of(ENTRY, False, "Answers that are not numbers cannot be compared.")
    largest, n = float(apart.max()), len(again)
    rows = apart.reshape(n, -1).max(axis=1)
    n_off = int((rows > most).sum())
    if n_off:
        message = (
            f"Learned again, {n_off:,} of {n:,} answers differ, by up to {largest:.3g}; at most "
            f"{most:g} is allowed."
        )
    elif largest:
        message = f"Learned again, all {n:,} answers are the same within {largest:.1e}."
    else:
        message = f"Learned again, all {n:,} answers are the same, bit by bit."
    return GateResult.of(
        ENTRY,
        not n_off,
        message,
        value=largest,
        limit=most,
        evidence={"rows": n, "rows_that_differ": n_off},
    )
