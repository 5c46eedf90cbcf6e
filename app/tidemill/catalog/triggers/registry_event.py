"""Starts when something was decided over a version of a model."""

from datetime import datetime
from typing import Any

from tidemill.domain.entries import Parameter, TriggerEntry
from tidemill.domain.triggers import Decision, DecisionFacts, Fire, Reads, Wait

ENTRY = TriggerEntry(
    "registry-event",
    1,
    "Registry event",
    "Starts when a version of a model was registered, promoted, rolled back or rejected. What the "
    "automation itself brings about does not count.",
    (
        Parameter("model", "Model", "", help="Which model; any where none is named."),
        Parameter(
            "event",
            "Event",
            "promoted",
            choices=("registered", "promoted", "rolled-back", "rejected", "any"),
            help="What was decided.",
        ),
    ),
    reads=Reads.DECISIONS,
)


def decide(
    facts: DecisionFacts,
    _now: datetime,
    *,
    model: str = "",
    event: str = "promoted",
) -> Decision:
    """Start when it was decided since the last start; several start once, for the newest."""
    what = event.replace("-", " ")
    found = [one for one in facts.decided if event == "any" or one.what == what]
    if not found:
        memory = {"decision": facts.decided[-1].key} if facts.decided else None
        of = model or "any model"
        done = "decided on" if event == "any" else what
        return Wait(f"No version of {of} was {done} since the last start.", memory)
    last = found[-1]
    words = f"{last.label} was {last.what} by {last.by}"
    if len(found) > 1:
        words += f"; {len(found) - 1:,} more before it"
    refs: dict[str, Any] = {"decision": last.key}
    if last.version_id is not None:
        refs["model_version"] = last.version_id
    return Fire(words, refs, {"decision": facts.decided[-1].key})


def sentence(*, model: str = "", event: str = "promoted") -> str:
    """When it starts, in words."""
    whose = f"a version of {model}" if model else "a version of any model"
    what = "decided on" if event == "any" else event.replace("-", " ")
    return f"When {whose} is {what}"
