"""A trial's verdict in sentences: what was found, what it could not use, what is still needed."""

from tidemill.domain.deployments import Deployment, Logging
from tidemill.domain.intervals import Interval
from tidemill.domain.trial_verdicts import FEWEST, Compared, Finding, Measure
from tidemill.domain.trials import Trial

_SHARES = (Measure.RIGHT, Measure.ANSWER_SHARE)


def found(
    trial: Trial, one: Compared, finding: Finding, apart: Interval | None, within: float
) -> tuple[str, ...]:
    """What the trial has shown, the verdict first."""
    told = [_verdict(trial, one, finding, within)]
    if one.difference is not None:
        told.append(_difference(trial, one, one.difference))
    if apart is not None:
        told.append(
            f"The answers differ in {_percent(apart.value)} of {apart.n:,} rows "
            f"({_percent(apart.low)} to {_percent(apart.high)})."
        )
    return (*told, *_counted(trial))


def _verdict(trial: Trial, one: Compared, finding: Finding, within: float) -> str:
    candidate, champion = f"v{trial.candidate}", f"v{trial.champion}"
    if finding is Finding.ANSWERS_ONLY:
        if one.n == 0:
            return "Nothing has been answered in this trial yet."
        return f"Whether {candidate} is better is not known: nothing is known that came true."
    return {
        Finding.BETTER: f"{candidate} is better than {champion}.",
        Finding.WORSE: f"{candidate} is worse than {champion}.",
        Finding.SAME: f"{candidate} and {champion} differ by less than {_width(one, within)}.",
        Finding.OPEN: f"It is not decided yet which of {candidate} and {champion} is better.",
    }[finding]


def _difference(trial: Trial, one: Compared, difference: Interval) -> str:
    what = {
        Measure.RIGHT: "of its answers are right",
        Measure.ERROR: "is how far its answers are off on average",
        Measure.ANSWER_SHARE: f"of its answers are “{one.answer}”",
        Measure.ANSWER_MEAN: "is its answers' mean",
    }[one.measure]
    new, old = _value(one, one.of_candidate), _value(one, one.of_champion)
    gap = f"{_gap(one, difference.value)} ({_gap(one, difference.low)} to "
    gap += f"{_gap(one, difference.high)}, {difference.level:.0%})"
    return (
        f"v{trial.candidate}: {new} {what}; v{trial.champion}: {old}. "
        f"The difference is {gap}, from {difference.n:,} rows."
    )


def _counted(trial: Trial) -> list[str]:
    counts, told = trial.counts, []
    if counts.dropped:
        told.append(
            f"{counts.dropped:,} rows were not shadowed, because the service was busy: "
            "a smaller share leaves it more time."
        )
    if counts.failed:
        who = "; the champion did" if trial.is_split else ""
        told.append(f"v{trial.candidate} could not answer {counts.failed:,} rows{who}.")
    if counts.without_key:
        told.append(
            f"{counts.without_key:,} rows came without {trial.key}: the champion answered them."
        )
    return told


def needed(
    deployment: Deployment,
    one: Compared,
    finding: Finding,
    why_no_truth: str,
    needs: tuple[int | None, int | None],
    within: float,
) -> tuple[str, ...]:
    """What is missing until the trial is decided; nothing where it is."""
    if finding in (Finding.BETTER, Finding.WORSE, Finding.SAME):
        return ()
    rows, labels = needs
    told: list[str] = []
    width = f"± {_width(one, within)}"
    is_known = one.measure in (Measure.RIGHT, Measure.ERROR)
    if is_known and labels is not None:
        told.append(f"About {labels:,} more rows of which it is known what came true, for {width}.")
    elif rows is None or one.difference is None:
        told.append(f"Answers: {FEWEST} of each version at least, {one.n:,} are there.")
    elif rows:
        told.append(f"About {rows:,} more answers, for the difference of the answers to {width}.")
    if not is_known:
        told.append(_labels_needed(labels, width, why_no_truth))
    settings = deployment.http
    if told and settings.logging is Logging.SAMPLED:
        told.append(
            f"{settings.share * 100:.4g}% of the requests are kept: it is quicker to keep all."
        )
    return tuple(told)


def _labels_needed(labels: int | None, width: str, why_no_truth: str) -> str:
    if why_no_truth:
        return f"To know which is better: {why_no_truth}"
    if labels is None:
        return "To know which is better: what came true, in a newer version of the data."
    told = f"To know which is better: what came true of about {labels:,} rows, for {width}"
    return f"{told}. It is read from the newest version of the data."


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _value(one: Compared, value: float | None) -> str:
    if value is None:
        return "nothing"
    return _percent(value) if one.measure in _SHARES else f"{value:.4g}"


def _gap(one: Compared, gap: float) -> str:
    sign = "−" if gap < 0 else "+"
    size = f"{100 * abs(gap):.1f} points" if one.measure in _SHARES else f"{abs(gap):.4g}"
    return f"{sign}{size}"


def _width(one: Compared, within: float) -> str:
    return f"{100 * within:.4g} points" if one.measure in _SHARES else f"{within:.4g}"
