"""The figures of a deployment's card: what is asked of a service, the files of a batch folder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tidemill.base.words import spoken, tr
from tidemill.domain.batches import BatchFile, BatchState, BatchSummary
from tidemill.domain.traffic import Minute, quantile_ms, together
from tidemill.gui.kit import numbers
from tidemill.gui.kit.status import Status

HOUR = timedelta(hours=1)
RECENT = timedelta(minutes=5)
_MINUTE = timedelta(minutes=1)
_POINTS = 60


@dataclass(frozen=True)
class FactOf:
    """A fact of a card: caption, value, a quiet note, and the course of the last hour."""

    caption: str
    value: str
    note: str
    course: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class FileLine:
    """A file of a batch folder: its name, how it is, and what became of it in words."""

    name: str
    status: Status
    words: str
    why: str


def facts_of(minutes: Sequence[Minute], now: datetime) -> tuple[FactOf, ...]:
    """Requests, latency and errors: of the last minutes, the last hour, and 24 hours."""
    recent = [m for m in minutes if m.at > now - RECENT]
    hour = [m for m in minutes if m.at > now - HOUR]
    day, last = together(minutes, now), together(hour, now)
    return (_requests(recent, hour, day, now), _latency(last, day, hour, now), _errors(day))


def _requests(
    recent: Sequence[Minute], hour: Sequence[Minute], day: Minute, now: datetime
) -> FactOf:
    rate = sum(m.n for m in recent) / (RECENT / _MINUTE)
    decimals = 0 if rate == 0 or rate >= 10 else 1
    course = _course(hour, now, lambda m: float(m.n), 0.0) if hour else ()
    note = (
        tr("peak {integer} a second", integer=numbers.integer(day.peak))
        if day.n
        else tr("none in 24 hours")
    )
    return FactOf(
        tr("Requests"),
        tr("{decimal} a minute", decimal=numbers.decimal(rate, decimals)),
        note,
        course,
    )


def _latency(last: Minute, day: Minute, hour: Sequence[Minute], now: datetime) -> FactOf:
    whole, span = (last, "") if last.n else (day, tr(", in 24 hours"))
    p50, p95 = quantile_ms(whole.classes, 0.5), quantile_ms(whole.classes, 0.95)
    if p50 is None or p95 is None:
        return FactOf(tr("Latency p95"), "–", tr("nothing asked in 24 hours"))
    course = _course(hour, now, lambda m: quantile_ms(m.classes, 0.95), None) if hour else ()
    return FactOf(tr("Latency p95"), milliseconds(p95), f"p50 {milliseconds(p50)}{span}", course)


def _errors(day: Minute) -> FactOf:
    share = day.failed_share
    if share is None:
        return FactOf(tr("Errors"), "–", tr("nothing asked in 24 hours"))
    value = "0" if day.n_failed == 0 else numbers.percent(share, 2)
    bad = f"{numbers.plural(day.n_refused, 'bad input')}, " if day.n_refused else ""
    return FactOf(
        tr("Errors"), value, tr("{bad}{n} asked in 24 hours", bad=bad, n=numbers.count(day.n))
    )


def milliseconds(ms: float) -> str:
    """A short duration: `6.2 ms`, `120 ms`, `1.4 s`."""
    if ms >= 1000:
        return f"{numbers.decimal(ms / 1000, 1)} s"
    return f"{numbers.decimal(ms, 1 if ms < 100 else 0)} ms"


def _course(
    minutes: Sequence[Minute],
    now: datetime,
    value: Callable[[Minute], float | None],
    none: float | None,
) -> tuple[float | None, ...]:
    """A value for each minute of the last hour, oldest first; `none` where nothing was asked."""
    known = {m.at: value(m) for m in minutes}
    newest = now.replace(second=0, microsecond=0)
    return tuple(known.get(newest - _MINUTE * at, none) for at in range(_POINTS - 1, -1, -1))


def folder_facts(files: BatchSummary, now: datetime) -> tuple[FactOf, ...]:
    """The last file, the rows answered, and the files of a batch folder."""
    last, n_scored = files.last, files.n_of.get(BatchState.SCORED, 0)
    file = FactOf(tr("Last file"), "–", tr("none was scored yet"))
    if last is not None:
        rows = numbers.plural(last.rows or 0, "row")
        file = FactOf(tr("Last file"), rows, f"{last.name}, {numbers.ago(last.changed_at, now)}")
    left = (
        tr("{n_errors} left out", n_errors=numbers.count(files.n_errors))
        if files.n_errors
        else tr("none left out")
    )
    rows_fact = FactOf(tr("Rows scored"), numbers.count(files.rows), left if n_scored else "")
    aside = (
        tr("{integer} set aside", integer=numbers.integer(files.n_aside))
        if files.n_aside
        else tr("none set aside")
    )
    waits = tr(", {integer} waiting", integer=numbers.integer(files.n_open)) if files.n_open else ""
    scored = numbers.plural(n_scored, "file")
    return (file, rows_fact, FactOf(tr("Files scored"), scored, f"{aside}{waits}"))


_FILES: dict[BatchState, Status] = {
    BatchState.WAITING: "working",
    BatchState.WRITTEN: "working",
    BatchState.SCORED: "good",
    BatchState.SET_ASIDE: "warn",
    BatchState.SKIPPED: "idle",
    BatchState.FAILED: "bad",
}


def file_line(file: BatchFile, now: datetime) -> FileLine:
    """A file as the inspector lists it."""
    words = str(file.state).replace("-", " ").capitalize()
    if file.state is BatchState.SCORED:
        by = "" if file.version is None else f" by v{file.version}"
        words = f"{numbers.plural(file.rows or 0, 'row')}{by}"
        if file.n_errors:
            words += tr(", {n_errors} left out", n_errors=numbers.count(file.n_errors))
    when = numbers.relative(file.changed_at, now)
    return FileLine(file.name, _FILES[file.state], f"{words} · {when}", spoken(file.reason))
