"""Decision cards: what each thing to decide says, its evidence and what can be done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from tidemill.base.words import spoken, tr
from tidemill.domain.alerts import Severity
from tidemill.domain.jobs import Job
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.services.home import (
    Decision,
    FailedJob,
    Home,
    OpenAlert,
    ReadyToPromote,
    SetAsideFile,
    SpokenTo,
    decision_key,
)

_COLUMN = re.compile(r"`([^`]+)`")
_KINDS = re.compile(r"` is an? (.+?) in this dataset, but (.+?) in ")
_LONGEST_QUOTE = 280
_JOBS = {
    "dataset.ingest": tr("Adding data"),
    "dataset.compare": tr("Comparing versions"),
    "model.train": tr("Training"),
    "model.retrain": tr("Retraining"),
    "model.monitor": tr("Looking at new data"),
    "model.measure": tr("Measuring again by labels that came"),
    "incident.diagnose": tr("Diagnosing an incident"),
    "model.register": tr("Registering a run"),
    "model.predict": tr("Predicting"),
    "model.validate": tr("Running gates"),
    "sample.cut": tr("Preparing the sample"),
}


@dataclass(frozen=True)
class Pair:
    """Evidence of a promotion: champion and candidate on one measure."""

    measure: str
    champion: float
    candidate: float
    champion_words: str
    candidate_words: str
    champion_name: str
    candidate_name: str


@dataclass(frozen=True)
class Course:
    """Evidence of an alert: what it is about over time, oldest first."""

    caption: str
    value: str
    values: tuple[float, ...]
    limit: float | None
    tone: str


@dataclass(frozen=True)
class Facts:
    """Evidence of a file or job: a name in mono and up to two quiet lines."""

    name: str
    lines: tuple[str, ...]


Evidence = Pair | Course | Facts


@dataclass(frozen=True)
class DecisionCard:
    """One thing to decide. `key` names it, `address` is where the main button leads.

    `act` is what a button does here rather than elsewhere: "accept" or "retry" with `act_id`.
    """

    key: str
    kind: Literal["promote", "alert", "file", "job", "comment"]
    icon: str
    tint: str
    tone: str
    title: str
    text: str
    evidence: Evidence | None
    button: str
    address: str = ""
    deferral: str = tr("Not now")
    act_id: int = 0

    @property
    def is_primary(self) -> bool:
        """A ready promotion is the only card with a primary button."""
        return self.kind == "promote"


def card_of(
    decision: Decision, home: Home, measures: Mapping[str, tuple[str, int]]
) -> DecisionCard:
    """A decision as a card."""
    if isinstance(decision, ReadyToPromote):
        return _promotion(decision, measures)
    if isinstance(decision, OpenAlert):
        return _alert(decision, measures)
    if isinstance(decision, SetAsideFile):
        return _file(decision, home)
    if isinstance(decision, SpokenTo):
        return _comment(decision)
    return _job(decision)


def measure_words(measures: Mapping[str, tuple[str, int]], metric: str) -> tuple[str, int]:
    """A measure's title and how many decimals a card gives it."""
    title, decimals = measures.get(metric, (metric, 3))
    return title, min(decimals, 3)  # a card is read at a glance; the model's page has them all


def _promotion(decision: ReadyToPromote, measures: Mapping[str, tuple[str, int]]) -> DecisionCard:
    model, candidate, champion = decision.model, decision.candidate, decision.champion
    title, decimals = measure_words(measures, model.metric)
    n = len(candidate.gates)
    text = tr(
        "Trained on {version_words}, {n} of {n} gates passed.",
        version_words=version_words(candidate.dataset),
        n=n,
    )
    value = candidate.metrics.get(model.metric)
    evidence: Evidence | None = None
    compared = _compared(candidate.comparison, model.metric)
    if champion is not None and compared is not None:
        text += _gain_words(title, decimals, compared["gain"])
        evidence = Pair(
            title,
            compared["champion"],
            compared["candidate"],
            numbers.decimal(compared["champion"], decimals),
            numbers.decimal(compared["candidate"], decimals),
            tr("v{number} champion", number=champion.number),
            tr("v{number} candidate", number=candidate.number),
        )
    elif value is not None:
        text += tr(
            " {title} is {decimal} on rows it never saw.",
            title=title,
            decimal=numbers.decimal(value, decimals),
        )
        evidence = Facts(f"{title} {numbers.decimal(value, decimals)}", (tr("the first champion"),))
    return DecisionCard(
        key=decision_key(decision),
        kind="promote",
        icon="arrow-up-from-dot",
        tint="accent_tint",
        tone="accent_text",
        title=tr("{label} is ready to promote", label=candidate.label),
        text=text,
        evidence=evidence,
        button=tr("Review and promote"),
        address=address("models", model.name, candidate.number, "promote"),
    )


def version_words(address: str) -> str:
    """`flights@3` as people say it."""
    name, at, number = address.rpartition("@")
    return f"{name} v{number}" if at else address


def _compared(comparison: Mapping[str, Any], metric: str) -> Mapping[str, Any] | None:
    """What the gates found on one measure: champion, candidate and the paired gain."""
    for one in comparison.get("measures", ()):
        if one["metric"] == metric:
            found: Mapping[str, Any] = one
            return found
    return None


def _gain_words(title: str, decimals: int, gain: Mapping[str, Any]) -> str:
    """The paired difference in words; better is said only where the interval excludes zero."""
    value, low, high = gain["value"], gain["low"], gain["high"]
    low_words, high_words = numbers.decimal(low, decimals), numbers.decimal(high, decimals)
    if low > 0:
        size = numbers.decimal(abs(value), decimals)
        return tr(
            " {title} is better than the champion's by {size}, 95% interval {low_words} "
            "to {high_words}.",
            title=title,
            size=size,
            low_words=low_words,
            high_words=high_words,
        )
    if high < 0:
        return tr(
            " {title} is worse, 95% interval {low_words} to {high_words}.",
            title=title,
            low_words=low_words,
            high_words=high_words,
        )
    return tr(
        " {title} is no different for sure, 95% interval {low_words} to {high_words}.",
        title=title,
        low_words=low_words,
        high_words=high_words,
    )


def _alert(decision: OpenAlert, measures: Mapping[str, tuple[str, int]]) -> DecisionCard:
    alert = decision.alert
    is_critical = alert.severity is Severity.CRITICAL
    tone = "bad" if is_critical else "warn"
    known, _, metric = alert.rule.partition(":")
    if known == "rule" or alert.rule in ("age", "volume", "relation"):
        metric, title, caption, decimals = "", f"{alert.model}: {_called(decision)}", tr("Now"), 3
    elif metric:
        name, decimals = measure_words(measures, metric)
        title = tr("{model}: {name} is out of its range", model=alert.model, name=name)
        caption = name
    else:
        title, caption, decimals = (
            tr("{model}: input data has drifted", model=alert.model),
            tr("Worst column, PSI"),
            2,
        )
    evidence: Evidence | None = None
    if decision.course:
        latest = decision.course[-1]
        shown = numbers.decimal(alert.value if alert.value is not None else latest, decimals)
        evidence = Course(caption, shown, decision.course, alert.limit, f"{tone}_dot")
    button = tr("Look at drift") if not metric else tr("Look at it")
    place = address("monitoring", alert.model)
    if decision.incident is not None:
        button, place = tr("Open the incident"), decision.incident.address
    return DecisionCard(
        key=decision_key(decision),
        kind="alert",
        icon="activity" if metric else "waves-horizontal",
        tint=f"{tone}_tint",
        tone=tone,
        title=title,
        text=spoken(alert.message) + _others(decision),
        evidence=evidence,
        button=button,
        address=place,
    )


def _called(decision: OpenAlert) -> str:
    if decision.incident is not None:
        return spoken(decision.incident.title)
    return spoken(decision.alert.message).partition(". ")[0].rstrip(".")


def _others(decision: OpenAlert) -> str:
    """How many more alerts the same incident has open."""
    if decision.incident is None:
        return ""
    n = sum(1 for one in decision.incident.alerts if one.closed_at is None) - 1
    return (
        tr(" {n_more_alerts} of the same incident.", n_more_alerts=numbers.plural(n, "more alert"))
        if n > 0
        else ""
    )


def _file(decision: SetAsideFile, home: Home) -> DecisionCard:
    file, model = decision.file, decision.model
    failed = [check for check in file.checks if not check["passed"]]
    text = unmarked(str(failed[0]["message"]) if failed else file.reason or file.outcome)
    if len(failed) > 1:
        text += f" {numbers.plural(len(failed) - 1, 'more check')} failed."
    if model is not None:
        serves = any(row.model.name == model for row in home.champions)
        text += tr(" {model} was not retrained.", model=model)
        text += tr(" The champion keeps serving.") if serves else ""
    evidence = _offence(failed) if failed else None
    return DecisionCard(
        key=decision_key(decision),
        kind="file",
        icon="file-x-corner",
        tint="bad_tint",
        tone="bad",
        title=tr("{name} was set aside", name=file.name),
        text=text,
        evidence=evidence,
        button=tr("See the rows"),
        address=address("automations", "files", file.id),
        deferral=tr("Accept anyway"),
        act_id=file.id,
    )


def _offence(failed: Sequence[Mapping[str, Any]]) -> Facts:
    """What the most rows of a file offend: the column by name, the check, how many rows."""
    worst = max(failed, key=lambda check: check.get("n_rows") or 0)
    column = _COLUMN.search(str(worst["message"]))
    n_rows = worst.get("n_rows") or 0
    rows = (f"in {numbers.plural(n_rows, 'row')}",) if n_rows else ()
    if column is None:
        return Facts(spoken(str(worst["name"])), (tr("failed"), *rows))
    kinds = _KINDS.search(str(worst["message"]))
    wrong = (
        tr("{worst}: failed", worst=spoken(str(worst["name"])))
        if kinds is None
        else tr("expected {}, found {}").format(*kinds.groups())
    )
    return Facts(column.group(1), (wrong, *rows))


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _job(decision: FailedJob) -> DecisionCard:
    job = decision.job
    what = job_words(job)
    text = spoken(job.error or "") or tr("It ended without saying why.")
    if job.hint:
        text += f" {spoken(job.hint)}"
    return DecisionCard(
        key=decision_key(decision),
        kind="job",
        icon="octagon-minus",
        tint="bad_tint",
        tone="bad",
        title=tr("{what} failed", what=what),
        text=text,
        evidence=Facts(
            f"job {job.id}",
            (_begun(spoken(job.cause)), numbers.plural(job.attempts, "attempt")),
        ),
        button=tr("Try again"),
        act_id=job.id,
    )


def _comment(decision: SpokenTo) -> DecisionCard:
    text = " ".join(decision.comment.text.split())
    return DecisionCard(
        key=decision_key(decision),
        kind="comment",
        icon="message-square",
        tint="accent_tint",
        tone="accent_text",
        title=tr(
            "{writer} speaks to you about {model} v{number}",
            writer=decision.writer,
            model=decision.model,
            number=decision.number,
        ),
        text=text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()}…",
        evidence=None,
        button=tr("Read it there"),
        address=address("models", decision.model, decision.number),
        deferral=tr("Done"),
    )


def job_words(job: Job) -> str:
    """What a job does, in a few words: "Training on flights"."""
    verb = _JOBS.get(job.kind, job.kind)
    for name in ("model", "dataset", "experiment"):
        subject = job.params.get(name)
        if isinstance(subject, str) and subject:
            if name == "model":
                return f"{verb} {subject}"
            if job.kind == "dataset.ingest":
                return tr("{verb} to {subject}", verb=verb, subject=subject)
            return tr("{verb} on {subject}", verb=verb, subject=subject)
    return verb


def address(*parts: object) -> str:
    """An address without its scheme; parts may hold slashes and blanks."""
    return "/".join(quote(str(part), safe="") for part in parts)
