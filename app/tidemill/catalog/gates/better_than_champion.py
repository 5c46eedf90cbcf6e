"""The candidate is better than the champion on the same rows, beyond chance."""

from tidemill.base.errors import NeedsYou
from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import GateFacts, GateResult
from tidemill.domain.intervals import Interval, paired_gain
from tidemill.domain.metrics import Metric, metric

ENTRY = GateEntry(
    "better_than_champion",
    1,
    "Better than the champion",
    "The paired difference on the same hold-out rows lies above the margin with its whole "
    "95 % interval. Without a champion the candidate must beat the prior. The measure is that of "
    "the recipe, or a rule of choice decides: weighed measures, or money.",
    (
        Parameter("margin", "Margin", 0.0, 0.0, help="How much better it must be at least."),
        Parameter("level", "Level of the interval", 0.95, 0.5, 0.999),
        Parameter(
            "rule",
            "By the rule of choice",
            "",
            help="A saved rule's name; else the recipe's, if it names one, else its measure.",
            of="choice",
        ),
    ),
    formula="lower end of the interval of (candidate − champion), as gains > margin",
)


def decide(
    facts: GateFacts, *, margin: float = 0.0, level: float = 0.95, rule: str = ""
) -> GateResult:
    """Pass if the interval of the gain lies above `margin`; fail where it cannot be computed."""
    rival = "the champion" if facts.champion is not None else "the prior"
    if facts.champion_problem:
        return _failed(f"It cannot be told from the champion. {facts.champion_problem}")
    if rule or facts.choice:
        return _by_rule(facts, rule or facts.choice, margin, level)
    try:
        other = facts.prior_predictions if facts.champion is None else facts.champion
        chosen = metric(facts.task, facts.metric)
        gain = paired_gain(
            facts.task,
            facts.metric,
            facts.y_true,
            facts.candidate,
            other,
            seed=facts.seed,
            level=level,
        )
        values = (
            chosen.value(facts.y_true, facts.candidate),
            chosen.value(facts.y_true, other),
        )
    except NeedsYou as error:
        return _failed(f"It cannot be told from {rival}. {error.message}")
    except ValueError as error:
        return _failed(f"The predictions cannot be compared with {rival}: {error}.")
    passed = gain.low > margin
    return GateResult.of(
        ENTRY,
        passed,
        _words(chosen, values, gain, margin, rival, passed),
        value=gain.low,
        limit=margin,
        evidence={
            "metric": chosen.id,
            "against": rival.removeprefix("the "),
            "candidate": values[0],
            "other": values[1],
            "gain": gain.to_dict(),
        },
    )


def _by_rule(facts: GateFacts, name: str, margin: float, level: float) -> GateResult:
    if name not in facts.rules:
        return _failed(f"There is no rule of choice {name}.")
    rule = facts.rules[name]
    rival = facts.rival_words
    # The prior has no threshold of its own, so it decides as the rule does.
    ours, theirs = facts.thresholds
    thresholds = (ours, theirs if facts.champion is not None else None)
    try:
        gain = rule.gain(
            facts.task,
            facts.levels,
            facts.y_true,
            facts.candidate,
            facts.rival,
            seed=facts.seed,
            level=level,
            thresholds=thresholds,
        )
    except NeedsYou as error:
        return _failed(f"It cannot be told from {rival} by {name}. {error.message}")
    except (ValueError, IndexError) as error:
        return _failed(f"The predictions cannot be compared with {rival} by {name}: {error}.")
    passed = gain.low > margin
    value, low, high = (
        f"{number:+,.4g}".replace("-", "−") for number in (gain.value, gain.low, gain.high)
    )
    unit = f"{rule.unit} in 1,000 rows" if rule.costs else rule.unit
    message = f"By {name} it gains {value} {unit} over {rival} ({low} to {high})."
    if not passed:
        wanted = f"a gain of {margin:g}" if margin else "a gain"
        message += (
            f" It is worse than {rival}."
            if gain.high < 0
            else f" On {gain.n:,} rows {wanted} is not certain."
        )
    return GateResult.of(
        ENTRY,
        passed,
        message,
        value=gain.low,
        limit=margin,
        evidence={
            "rule": rule.to_dict(),
            "against": rival.removeprefix("the "),
            "gain": gain.to_dict(),
            "thresholds": list(thresholds),
        },
    )


def _failed(message: str) -> GateResult:
    return GateResult.of(ENTRY, False, message)


def _words(
    chosen: Metric,
    values: tuple[float, float],
    gain: Interval,
    margin: float,
    rival: str,
    passed: bool,
) -> str:
    new, old = (chosen.words(value) for value in values)
    places = chosen.decimals
    low, high, value = (
        f"{number:+.{places}f}".replace("-", "−") for number in (gain.low, gain.high, gain.value)
    )
    head = f"{chosen.title} {new}, {rival} {old}; gain {value} ({low} to {high})."
    if passed:
        return head
    if gain.high < 0:
        return f"{head} It is worse than {rival}."
    wanted = f"a gain of {margin:g}" if margin else "a gain"
    return f"{head} On {gain.n:,} rows {wanted} is not certain."
