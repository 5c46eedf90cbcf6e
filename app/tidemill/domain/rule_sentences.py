"""An alert rule as a sentence: text, and the parts a person can change, each with its choices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tidemill.base.errors import NeedsYou
from tidemill.domain.alert_rules import (
    COMPARISONS,
    NOBODY,
    PEOPLE,
    AlertRule,
    Comparison,
    Unit,
    Watches,
    judge,
)
from tidemill.domain.trigger_limits import said_span

EVERY = ""
"""The choice of every model, all rows, no pause."""

Choice = tuple[str, str]
"""What is stored, and how it is said."""

Say = Callable[[AlertRule, float], str]
"""How a limit is written."""


@dataclass(frozen=True)
class Part:
    """A part of the sentence that can be changed: its name, its value as stored, its words, and
    what may stand there instead. Without choices it is typed: a number or a text."""

    name: str
    value: str
    words: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Subjects:
    """What a sentence can be about: names of models, columns, metrics, slices and persons."""

    models: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    metrics: tuple[Choice, ...] = ()
    slices: tuple[str, ...] = ()
    people: tuple[Choice, ...] = ()


_WATCHES: Mapping[Watches, str] = {
    Watches.INPUT: "any column",
    Watches.COLUMN: "column",
    Watches.MISSING: "share missing of",
    Watches.TOGETHER: "the columns together",
    Watches.PREDICTION: "predictions",
    Watches.METRIC: "metric",
    Watches.ESTIMATE: "estimated",
    Watches.VALUE: "value a day",
    Watches.VOLUME: "rows",
    Watches.AGE: "age of the data",
}
_COMPARED: Mapping[Comparison, str] = {
    Comparison.OVER: "is over",
    Comparison.UNDER: "is under",
    Comparison.OVER_USUAL: "is over the usual",
    Comparison.UNDER_USUAL: "is under the usual",
    Comparison.DRIFTED: "drifted",
    Comparison.WORSE: "is worse than when it was validated",
}
_SHOWN: Mapping[Comparison, str] = {
    Comparison.OVER_USUAL: "is over",
    Comparison.UNDER_USUAL: "is under",
}
"""How those are said beside their limit, which names the usual."""
_PAUSES: tuple[float | None, ...] = (None, 86_400.0, 7 * 86_400.0, 30 * 86_400.0)
_SPANS = (1, 2, 3, 5, 7, 14)


def said_limit(rule: AlertRule, limit: float) -> str:
    """A limit in the unit of what is read; a metric's own form is the caller's to say."""
    if rule.comparison in (Comparison.OVER_USUAL, Comparison.UNDER_USUAL):
        return f"{limit:.3g}"
    if rule.watches is Watches.MISSING:
        return f"{limit * 100:.3g}%"
    if rule.watches is Watches.AGE:
        return said_span(max(1, round(limit * 86_400)))
    if rule.watches is Watches.VOLUME:
        return f"{limit:,.0f}"
    return f"{limit:,.4g}"


def sentence(
    rule: AlertRule, subjects: Subjects | None = None, say: Say = said_limit
) -> tuple[str | Part, ...]:
    """The sentence: plain text between parts. Texts and words of parts, joined, read as one."""
    known = subjects or Subjects()
    said: list[str | Part] = ["Alert when ", _watches_part(rule)]
    if rule.watches in (Watches.COLUMN, Watches.MISSING):
        said += [" ", _part("of", rule.of, [(c, c) for c in known.columns])]
    elif rule.watches in (Watches.METRIC, Watches.ESTIMATE):
        metrics = [(EVERY, "the main one"), *known.metrics]
        said += [" ", _part("of", rule.of, metrics)]
    models = [(EVERY, "every model"), *((m, m) for m in known.models)]
    said += [" of ", _part("model", rule.model or EVERY, models), " "]
    compared = [(str(one), _COMPARED[one]) for one in COMPARISONS[rule.watches]]
    shown = _SHOWN.get(rule.comparison, _COMPARED[rule.comparison])
    said.append(Part("comparison", str(rule.comparison), shown, tuple(compared)))
    if rule.limit is not None:
        words = say(rule, rule.limit)
        if rule.comparison in _SHOWN:
            words += " times the usual"
        said += [" ", Part("limit", repr(rule.limit), words)]
    if rule.watches is not Watches.AGE:
        said += [" for ", _span_part(rule)]
    if rule.watches in (Watches.METRIC, Watches.ESTIMATE):
        slices = [(EVERY, "all rows"), *((s, s) for s in known.slices)]
        said += [" in ", _part("slice", rule.slice, slices)]
    pauses = [(_stored(one), _pause(one)) for one in _PAUSES]
    said += [", ", _part("at_most_every_s", _stored(rule.at_most_every_s), pauses), "; tell "]
    said.append(_tells_part(rule, known))
    return tuple(said)


def text(rule: AlertRule, say: Say = said_limit) -> str:
    """The sentence as one line, without what says nothing."""
    said = "".join(one if isinstance(one, str) else one.words for one in sentence(rule, say=say))
    said = said.replace(" for one look", "").replace(" in all rows", "")
    said = said.replace(", as often as it happens", "")
    said = said.replace("when metric the main one", "when the main metric")
    said = said.replace("when estimated the main one", "when the estimated main metric")
    return f"{said}."


def with_part(rule: AlertRule, name: str, value: str) -> AlertRule:
    """The rule with one part changed, and what no longer fits it put back to what is usual."""
    if name == "watches":
        return _about(rule, Watches(value))
    if name == "comparison":
        chosen = Comparison(value)
        needs = chosen not in (Comparison.DRIFTED, Comparison.WORSE)
        return replace(
            rule, comparison=chosen, limit=(rule.limit or _first(rule, chosen)) if needs else None
        )
    if name == "limit":
        return replace(rule, limit=_number(value))
    if name == "span":
        count, _, unit = value.partition(" ")
        return replace(rule, span=int(_number(count)), unit=Unit(unit or str(rule.unit)))
    if name == "model":
        return replace(rule, model=value or None)
    if name == "at_most_every_s":
        return replace(rule, at_most_every_s=_number(value) if value else None)
    if name == "tells":
        return replace(rule, tells=tuple(one for one in value.split(",") if one))
    if name == "of":
        return replace(rule, of=value)
    if name == "slice":
        return replace(rule, slice=value)
    raise NeedsYou(f"A rule has no part “{name}”.", "Choose one that its sentence shows.")


def from_parts(rule: AlertRule, parts: Mapping[str, str]) -> AlertRule:
    """The rule that parts of a sentence say, judged; what is not among them stays."""
    order = ("watches", "of", "model", "comparison", "limit", "span", "slice", "at_most_every_s",
             "tells")  # fmt: skip
    unknown = set(parts) - set(order)
    if unknown:
        return with_part(rule, min(unknown), "")
    for name in order:
        if name in parts:
            rule = with_part(rule, name, parts[name])
    return judge(rule)


def parts(said: Sequence[str | Part]) -> dict[str, str]:
    """The values of a sentence's parts, by name: what `from_parts` reads."""
    return {one.name: one.value for one in said if isinstance(one, Part)}


def _about(rule: AlertRule, watches: Watches) -> AlertRule:
    allowed = COMPARISONS[watches]
    chosen = rule.comparison if rule.comparison in allowed else allowed[0]
    keeps_of = {watches, rule.watches} <= {Watches.COLUMN, Watches.MISSING} or (
        {watches, rule.watches} <= {Watches.METRIC, Watches.ESTIMATE}
    )
    slice_ = rule.slice if watches in (Watches.METRIC, Watches.ESTIMATE) else ""
    made = replace(rule, watches=watches, of=rule.of if keeps_of else "", slice=slice_)
    return with_part(made, "comparison", str(chosen))


def _first(rule: AlertRule, comparison: Comparison) -> float:
    if rule.watches is Watches.TOGETHER:
        return 0.6
    return {Comparison.UNDER_USUAL: 0.5, Comparison.OVER_USUAL: 2.0}.get(comparison, 0.2)


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise NeedsYou(f"“{value}” is no number.", "For example 0.2.") from None


def _part(name: str, value: str, choices: Sequence[Choice]) -> Part:
    """A part whose value stands among the choices, even where nobody knows it any more."""
    known = dict(choices)
    every = tuple(choices) if value in known else ((value, value), *choices)
    return Part(name, value, known.get(value, value), every)


def _watches_part(rule: AlertRule) -> Part:
    return Part(
        "watches",
        str(rule.watches),
        _WATCHES[rule.watches],
        tuple((str(k), v) for k, v in _WATCHES.items()),
    )


def _span_part(rule: AlertRule) -> Part:
    choices = [(f"{n} {unit}", said_lasting(n, unit)) for unit in Unit for n in _SPANS]
    return (
        _part("span", f"{rule.span} {rule.unit}", choices)
        if (f"{rule.span} {rule.unit}" in dict(choices))
        else Part(
            "span", f"{rule.span} {rule.unit}", said_lasting(rule.span, rule.unit), tuple(choices)
        )
    )


def said_lasting(n: int, unit: Unit) -> str:
    """How long something lasts: `one look`, `2 days`."""
    word = "look" if unit is Unit.CHUNKS else "day"
    return f"one {word}" if n == 1 else f"{n} {word}s"


def _stored(seconds: float | None) -> str:
    return EVERY if seconds is None else repr(seconds)


def _pause(seconds: float | None) -> str:
    if seconds is None:
        return "as often as it happens"
    named = {86_400.0: "a day", 7 * 86_400.0: "a week", 30 * 86_400.0: "30 days"}
    words = named.get(seconds, said_span(seconds))
    return f"at most once {'in ' if words[0].isdigit() else ''}{words}"


def _tells_part(rule: AlertRule, known: Subjects) -> Part:
    words = {"approvers": "the approvers", "owner": "its owner"}
    choices = [(one, words.get(one, one)) for one in PEOPLE] + list(known.people)
    names = dict(choices)
    value = ",".join(rule.tells) or NOBODY
    said = " and ".join(names.get(one, one) for one in value.split(","))
    return Part("tells", value, said, tuple(choices))
