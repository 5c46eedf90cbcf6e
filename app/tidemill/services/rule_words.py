"""An automation as one sentence: when a trigger fires, do these steps, then what the mode says."""

from tidemill.catalog.discovery import family
from tidemill.domain.automations import Automation, Mode, StepKind, Trigger, titles

_THEN = {
    Mode.TELL: "tell how the candidate does",
    Mode.PROPOSE: "propose it if every gate passes",
    Mode.PROMOTE: "promote it by itself if every gate passes",
}
_STEPS = {
    StepKind.CHECK: "check the data",
    StepKind.VALIDATE: "validate with the standard gates",
}


def start_words(trigger: Trigger) -> str:
    """When a trigger starts its automation."""
    module = family("triggers").get(trigger.kind)
    if module is None:
        return f"When {trigger.kind} says so"
    return str(module.sentence(**module.ENTRY.settings(trigger.settings)))


def sentence(one: Automation) -> str:
    """The whole rule."""
    starts = [start_words(trigger) for trigger in one.triggers] or ["When somebody starts it"]
    starts[1:] = [f"{words[0].lower()}{words[1:]}" for words in starts[1:]]
    named = titles(one.steps, one.mode, one.model)
    steps = [
        _THEN[one.mode]
        if step.kind is StepKind.DECIDE
        else _STEPS.get(step.kind, f"{title[0].lower()}{title[1:]}")
        for step, title in zip(one.steps, named, strict=True)
    ]
    chain = steps[0] if len(steps) == 1 else f"{', '.join(steps[:-1])}, then {steps[-1]}"
    return f"{' or '.join(starts)}: {chain}."
