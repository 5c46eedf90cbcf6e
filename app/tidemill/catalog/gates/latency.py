"""The candidate answers a single row quickly."""

import numpy as np

from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import LATENCY, GateFacts, GateResult

ENTRY = GateEntry(
    "latency",
    1,
    "Quick enough",
    "The slowest twentieth of single rows is answered within the limit, on the computer that runs "
    "the gates and without a network between.",
    (Parameter("most_ms", "Milliseconds at most", 100.0, 0.0),),
    needs=frozenset({LATENCY}),
    formula="95th percentile of the times of single rows ≤ limit",
)


def decide(facts: GateFacts, *, most_ms: float = 100.0) -> GateResult:
    """Pass if the 95th percentile of the times is at most `most_ms`."""
    times = facts.latency_s
    if times is None or not len(times) or not np.isfinite(times).all():
        words = facts.trouble(LATENCY, "No row was answered to be timed.")
        return GateResult.of(ENTRY, False, f"The time an answer takes was not measured. {words}")
    middle, slow = (float(value) * 1e3 for value in np.quantile(times, (0.5, 0.95)))
    return GateResult.of(
        ENTRY,
        slow <= most_ms,
        f"19 of 20 rows are answered within {slow:,.1f} ms, half of them within {middle:,.1f} ms; "
        f"at most {most_ms:g} ms are allowed.",
        value=slow,
        limit=most_ms,
        evidence={"median_ms": middle, "p95_ms": slow, "rows": len(times)},
    )
