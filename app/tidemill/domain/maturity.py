"""How far a model's care has come, from everything by hand to continuous training and delivery.

The three levels are those of Google's "MLOps: Continuous delivery and automation pipelines in
machine learning" (Cloud Architecture Center): manual process, pipeline automation, pipeline
automation with delivery. Each is a list of conditions that facts of the store either meet or not;
a level is reached where its conditions and those below hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from tidemill.domain.automations import Mode
from tidemill.domain.triggers import counted


class Level(IntEnum):
    """How far a model's care has come."""

    BY_HAND = 0
    CONTINUOUS_TRAINING = 1
    CONTINUOUS_DELIVERY = 2


TITLES = {
    Level.BY_HAND: "By hand",
    Level.CONTINUOUS_TRAINING: "Continuous training",
    Level.CONTINUOUS_DELIVERY: "Continuous delivery",
}


class Deed(StrEnum):
    """What meets a condition: what the button beside it does."""

    TRAIN = "train"
    PROMOTE = "promote"
    RUN_GATES = "run-gates"
    ADD_AUTOMATION = "add-automation"
    OPEN_AUTOMATION = "open-automation"
    OPEN_MONITORING = "open-monitoring"
    OPEN_INCIDENT = "open-incident"
    ROLL_BACK = "roll-back"


@dataclass(frozen=True)
class NextStep:
    """A deed with its button's words; `target` is the number or key of what it is done with."""

    deed: Deed
    words: str
    target: int | None = None


@dataclass(frozen=True)
class Rule:
    """An automation of the model that trains it anew.

    `is_on` where it may start now, `starts_by_itself` where a trigger besides a person does;
    `n_made` is how many versions it has made.
    """

    id: int
    name: str
    mode: Mode
    is_on: bool
    starts_by_itself: bool
    n_made: int


@dataclass(frozen=True)
class MaturityFacts:
    """What the store knows of a model's care; versions by their numbers.

    `newest` is the newest version that is not rejected and `newest_gates` how many gates have run
    on it; `delivered` are versions made by an automation that were champion. `rolled_back_to` is
    where the last rollback went, `can_roll_back` whether there is a champion before this one.
    `n_looks` is how many times monitoring looked at new rows. `open_incident` is the oldest that
    waits, `acted_on` says in words how the last one that ended was acted on; empty where none was.
    """

    champion: int | None = None
    newest: int | None = None
    newest_gates: int = 0
    rules: tuple[Rule, ...] = ()
    delivered: tuple[int, ...] = ()
    rolled_back_to: int | None = None
    can_roll_back: bool = False
    n_looks: int = 0
    open_incident: int | None = None
    acted_on: str = ""


@dataclass(frozen=True)
class Condition:
    """One thing a level asks for: whether it is so, the fact in words, and how to get there."""

    id: str
    level: Level
    title: str
    is_met: bool
    words: str
    step: NextStep | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape for scripts."""
        return {
            "id": self.id,
            "level": int(self.level),
            "title": self.title,
            "met": self.is_met,
            "words": self.words,
        }


@dataclass(frozen=True)
class Maturity:
    """A model's level, with every condition in the order in which they are best met."""

    level: Level
    conditions: tuple[Condition, ...]

    @property
    def next(self) -> Condition | None:
        """The first condition that is not met; None where all are."""
        return next((one for one in self.conditions if not one.is_met), None)

    @property
    def sentence(self) -> str:
        """The level in words, with how much of the next is there."""
        title = TITLES[self.level]
        following = self.next
        if following is None:
            return f"Level {self.level}, {title.lower()}: everything it asks for is so."
        asked = [one for one in self.conditions if one.level == following.level]
        n_met = sum(one.is_met for one in asked)
        return (
            f"Level {self.level}, {title.lower()}. {n_met} of {len(asked)} conditions of "
            f"level {int(following.level)} are met."
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape for scripts."""
        following = self.next
        return {
            "level": int(self.level),
            "title": TITLES[self.level],
            "sentence": self.sentence,
            "conditions": [one.to_dict() for one in self.conditions],
            "next": None if following is None else following.id,
        }


def judge(facts: MaturityFacts) -> Maturity:
    """The level that facts speak for; a condition met above an unmet one is told, not counted."""
    conditions = (
        _champion(facts),
        _trigger(facts),
        _trained(facts),
        _gates(facts),
        _monitored(facts),
        _delivers(facts),
        _delivered(facts),
        _way_back(facts),
        _acted_on(facts),
    )
    level = Level.BY_HAND
    for higher in (Level.CONTINUOUS_TRAINING, Level.CONTINUOUS_DELIVERY):
        if not all(one.is_met for one in conditions if one.level == higher):
            break
        level = higher
    return Maturity(level, conditions)


# --- level 1 ---------------------------------------------------------------------------------


def _champion(facts: MaturityFacts) -> Condition:
    title = "A champion answers"
    if facts.champion is not None:
        return _met("champion", 1, title, f"v{facts.champion} is champion.")
    if facts.newest is None:
        step = NextStep(Deed.TRAIN, "Train…")
        return _unmet("champion", 1, title, "The model has no version yet.", step)
    step = NextStep(Deed.PROMOTE, f"Promote v{facts.newest}…", facts.newest)
    return _unmet("champion", 1, title, "No version was promoted yet.", step)


def _trigger(facts: MaturityFacts) -> Condition:
    title = "Training starts by itself"
    ready = [one for one in facts.rules if one.is_on and one.starts_by_itself]
    if ready:
        return _met("trigger", 1, title, f"{_names(ready)} trains it anew without being asked.")
    waiting = next((one for one in facts.rules if one.starts_by_itself), None)
    if waiting is not None:
        step = NextStep(Deed.OPEN_AUTOMATION, "Turn it on…", waiting.id)
        return _unmet("trigger", 1, title, f"“{waiting.name}” would, and it is off.", step)
    if facts.rules:
        only = facts.rules[0]
        step = NextStep(Deed.OPEN_AUTOMATION, "Add a trigger…", only.id)
        return _unmet(
            "trigger", 1, title, f"“{only.name}” starts only when a person says so.", step
        )
    step = NextStep(Deed.ADD_AUTOMATION, "New automation…")
    return _unmet("trigger", 1, title, "No automation trains it anew.", step)


def _trained(facts: MaturityFacts) -> Condition:
    title = "It has trained by itself"
    n_made = sum(one.n_made for one in facts.rules)
    if n_made:
        return _met("trained", 1, title, f"{counted(n_made, 'version')} came from an automation.")
    if facts.rules:
        step = NextStep(Deed.OPEN_AUTOMATION, "Run it once…", facts.rules[0].id)
        return _unmet("trained", 1, title, "No automation has made a version yet.", step)
    step = NextStep(Deed.ADD_AUTOMATION, "New automation…")
    return _unmet("trained", 1, title, "No automation trains it anew.", step)


def _gates(facts: MaturityFacts) -> Condition:
    title = "Gates judge each candidate"
    if facts.newest is None:
        step = NextStep(Deed.TRAIN, "Train…")
        return _unmet("gates", 1, title, "There is no version to judge.", step)
    if facts.newest_gates:
        n_gates = counted(facts.newest_gates, "gate")
        words = f"{n_gates} ran on v{facts.newest}."
        return _met("gates", 1, title, words)
    step = NextStep(Deed.RUN_GATES, f"Run the gates of v{facts.newest}", facts.newest)
    return _unmet("gates", 1, title, f"No gate has run on v{facts.newest}.", step)


# --- level 2 ---------------------------------------------------------------------------------


def _monitored(facts: MaturityFacts) -> Condition:
    title = "Monitoring looks at new rows"
    if facts.n_looks:
        times = "once" if facts.n_looks == 1 else f"{facts.n_looks} times"
        return _met("monitored", 2, title, f"It has looked {times}.")
    step = NextStep(Deed.OPEN_MONITORING, "Open Monitoring")
    return _unmet("monitored", 2, title, "No rows came since the model learned.", step)


def _delivers(facts: MaturityFacts) -> Condition:
    title = "Candidates are delivered"
    ready = [one for one in facts.rules if one.is_on and one.mode is not Mode.TELL]
    if ready:
        does = "promotes by itself" if any(o.mode is Mode.PROMOTE for o in ready) else "proposes"
        return _met("delivers", 2, title, f"{_names(ready)} {does} what passed its gates.")
    if facts.rules:
        only = facts.rules[0]
        step = NextStep(Deed.OPEN_AUTOMATION, "Let it propose…", only.id)
        words = f"“{only.name}” only tells." if only.mode is Mode.TELL else f"“{only.name}” is off."
        return _unmet("delivers", 2, title, words, step)
    step = NextStep(Deed.ADD_AUTOMATION, "New automation…")
    return _unmet("delivers", 2, title, "No automation proposes or promotes.", step)


def _delivered(facts: MaturityFacts) -> Condition:
    title = "A candidate of an automation was promoted"
    if facts.delivered:
        return _met("delivered", 2, title, f"v{facts.delivered[-1]} was the last.")
    words = "Every champion was trained by hand."
    if facts.newest is not None and facts.newest != facts.champion:
        step = NextStep(Deed.PROMOTE, f"Look at v{facts.newest}…", facts.newest)
        return _unmet("delivered", 2, title, words, step)
    if facts.rules:
        step = NextStep(Deed.OPEN_AUTOMATION, "Open the automation", facts.rules[0].id)
        return _unmet("delivered", 2, title, words, step)
    step = NextStep(Deed.ADD_AUTOMATION, "New automation…")
    return _unmet("delivered", 2, title, words, step)


def _way_back(facts: MaturityFacts) -> Condition:
    title = "The way back was tried"
    if facts.rolled_back_to is not None:
        return _met("way-back", 2, title, f"It was rolled back to v{facts.rolled_back_to}.")
    if facts.can_roll_back:
        step = NextStep(Deed.ROLL_BACK, "Roll back now")
        words = "Nobody has rolled it back yet; it takes a moment and can be undone."
        return _unmet("way-back", 2, title, words, step)
    words = "There is no champion before this one to go back to."
    if facts.newest is not None and facts.newest != facts.champion:
        step = NextStep(Deed.PROMOTE, f"Look at v{facts.newest}…", facts.newest)
        return _unmet("way-back", 2, title, words, step)
    return _unmet("way-back", 2, title, words, NextStep(Deed.TRAIN, "Train…"))


def _acted_on(facts: MaturityFacts) -> Condition:
    title = "What monitoring finds is acted on"
    if facts.open_incident is not None:
        step = NextStep(Deed.OPEN_INCIDENT, "Open the incident", facts.open_incident)
        return _unmet("acted-on", 2, title, "An incident waits for somebody.", step)
    if facts.acted_on:
        return _met("acted-on", 2, title, facts.acted_on)
    step = NextStep(Deed.OPEN_MONITORING, "Open Monitoring")
    words = "It has found nothing yet that somebody acted on."
    return _unmet("acted-on", 2, title, words, step)


def _names(rules: Sequence[Rule]) -> str:
    first = f"“{rules[0].name}”"
    return first if len(rules) == 1 else f"{first} and {len(rules) - 1} more"


def _met(name: str, level: int, title: str, words: str) -> Condition:
    return Condition(name, Level(level), title, True, words)


def _unmet(name: str, level: int, title: str, words: str, step: NextStep) -> Condition:
    return Condition(name, Level(level), title, False, words, step)
