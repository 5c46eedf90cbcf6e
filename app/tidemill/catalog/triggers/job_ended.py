"""Starts when another automation, or a job of a kind, has ended."""

from datetime import datetime

from tidemill.domain.entries import Parameter, TriggerEntry
from tidemill.domain.triggers import Decision, EndFacts, Fire, Reads, Wait

AUTOMATION = "automation:"
"""In front of an automation's key; anything else is a kind of job."""

ENTRY = TriggerEntry(
    "job-ended",
    1,
    "After another",
    "Starts when another automation's run has ended, or a job of a kind such as model.train. Its "
    "own runs and jobs do not count.",
    (
        Parameter("of", "Of", "", help="automation:3, or a kind of job such as model.train."),
        Parameter("how", "How", "well", choices=("well", "badly", "either"), help="How it ended."),
    ),
    reads=Reads.ENDS,
)


def decide(
    facts: EndFacts,
    _now: datetime,
    *,
    of: str,
    how: str = "well",
) -> Decision:
    """Start when one ended as asked; several that ended since start once."""
    wanted = [one for one in facts.ends if how == "either" or one.is_well == (how == "well")]
    if not wanted:
        ended = {"well": "well", "badly": "badly", "either": "since"}[how]
        return Wait(f"{_title(of)} has not ended {ended}.", facts.memory or None)
    last = wanted[-1]
    what = "run" if of.startswith(AUTOMATION) else "job"
    words = f"{last.title} ended {'well' if last.is_well else 'badly'}"
    if last.said and not last.is_well:
        words += f": {last.said}".removesuffix(".")
    if len(wanted) > 1:
        words += f"; {len(wanted) - 1:,} others ended before"
    return Fire(words, {what: last.key}, facts.memory)


def _title(of: str) -> str:
    if of.startswith(AUTOMATION):
        return f"Automation {of.removeprefix(AUTOMATION)}"
    return f"A job {of}"


def sentence(*, of: str, how: str = "well") -> str:
    """When it starts, in words."""
    title = _title(of)
    ends = {"well": "ends well", "badly": "ends badly", "either": "ends"}[how]
    return f"When {title[0].lower()}{title[1:]} {ends}"
