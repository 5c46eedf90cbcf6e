"""A dry run as it is drawn: a column for each file, rows of a table, counts in words."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from tidemill.base.words import tr
from tidemill.domain.automations import Mode
from tidemill.domain.dry_runs import ByHand, Costs, DryFile, DryRun, Then
from tidemill.domain.watches import FileState
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.pages.automations.words import Status

Check = Literal["", "passed", "failed", "unknown"]
Fit = Literal["", "better", "same", "stopped", "unknown"]
Word = Literal["none", "possible", "running", "failed", "ready"]

_TOO_LONG = 366
"""Days: a decision that much later than its file was not waiting for it."""
_BETTER = "Better than the champion"
_ENDS = {
    Mode.TELL: tr("Would tell"),
    Mode.PROPOSE: tr("Would propose"),
    Mode.PROMOTE: tr("Would promote"),
}
_WENT_ON = (Then.TOLD, Then.PROPOSED, Then.PROMOTED, Then.ROLLED_BACK)


@dataclass(frozen=True)
class DryColumn:
    """A file and how far it would have come. `label` is its month where a new one begins."""

    at: int
    label: str
    is_copy: bool
    check: Check
    fit: Fit
    went_on: bool
    is_taken_back: bool
    words: str


@dataclass(frozen=True)
class DryMark:
    """What a person did at the time: `place` counts columns from the left, parts of one too."""

    place: float
    label: str
    words: str


@dataclass(frozen=True)
class DryRow:
    """A file as a row; `at` is its column."""

    at: int
    name: str
    rows: int | None
    status: Status
    outcome: str
    metric: float | None
    gain: float | None
    is_better: bool | None
    then: str


@dataclass(frozen=True)
class DryCount:
    """A number and what it counts, in a tone."""

    number: str
    words: str
    tone: str


@dataclass(frozen=True)
class DryState:
    """What would have happened, or how to learn it. `share` is 0 to 1 while it is replayed."""

    word: Word = "none"
    message: str = ""
    share: float = 0.0
    note: str = ""
    end: str = ""
    metric: str = ""
    columns: tuple[DryColumn, ...] = ()
    marks: tuple[DryMark, ...] = ()
    rows: tuple[DryRow, ...] = ()
    counts: tuple[DryCount, ...] = ()
    earlier: str = ""
    costs: tuple[tuple[str, str], ...] = ()
    unknown: int = 0


def dry_state(run: DryRun) -> DryState:
    """A dry run that has ended."""
    columns = tuple(_column(at, run.files) for at in range(len(run.files)))
    rows = tuple(_row(at, file) for at, file in enumerate(run.files))
    n = len(run.files)
    which = numbers.plural(n, "file")
    there = (
        tr("the newest {which} of {integer}", which=which, integer=numbers.integer(run.n_there))
        if n < run.n_there
        else which
    )
    fits = f" from {numbers.plural(run.stored_fits, 'stored fit')}" if run.stored_fits else ""
    return DryState(
        "ready",
        note=tr("to {there} already in the folder", there=there),
        message=tr(
            "{which}, done in {took_s}{fits}",
            which=which,
            took_s=numbers.duration(run.took_s),
            fits=fits,
        ),
        end=_ENDS[Mode(run.mode)],
        metric=run.metric,
        columns=columns,
        marks=tuple(_mark(one, run.files) for one in run.by_hand),
        rows=tuple(reversed(rows)),
        counts=_counts(run),
        earlier=_earlier(run.by_hand),
        costs=_costs(run.costs),
        unknown=run.unknown,
    )


def _column(at: int, files: tuple[DryFile, ...]) -> DryColumn:
    file = files[at]
    before = files[at - 1].moment if at else None
    label = ""
    month = (file.moment.year, file.moment.month)
    if before is None or month != (before.year, before.month):
        is_new_year = before is None or before.year != file.moment.year
        label = numbers.month(file.moment, has_year=is_new_year)
    went_on = file.then in _WENT_ON
    return DryColumn(
        at,
        label,
        file.state == FileState.SKIPPED,
        _check(file),
        _fit(file),
        went_on,
        file.then is Then.ROLLED_BACK,
        f"{file.name}: {unmarked(file.outcome)}",
    )


def _check(file: DryFile) -> Check:
    if file.state == Then.NOT_KNOWN:
        return "unknown"
    if file.state in (FileState.SET_ASIDE, FileState.FAILED):
        return "failed"
    return "passed" if file.state == FileState.ADDED else ""


def _fit(file: DryFile) -> Fit:
    if file.then is Then.NOT_KNOWN:
        return "unknown" if _check(file) == "passed" else ""
    if not file.retrained:
        return ""
    if file.then in _WENT_ON:
        return "better"
    others = [gate for gate in file.gates if not gate.passed and gate.name != _BETTER]
    return "stopped" if others else "same"


def _mark(one: ByHand, files: tuple[DryFile, ...]) -> DryMark:
    """Between the files before and after it, as far as it lies in time."""
    moments = [file.moment for file in files]
    after = bisect_right(moments, one.moment)
    if after == 0:
        place = 0.0
    elif after == len(moments):
        place = float(len(moments) - 1)
    else:
        gap = (moments[after] - moments[after - 1]).total_seconds()
        gone = (one.moment - moments[after - 1]).total_seconds()
        place = after - 1 + (gone / gap if gap > 0 else 0.0)
    verb = tr("rolled back to") if one.kind == "rolled_back" else "promoted"
    words = f"{one.by} {verb} {one.label} on {numbers.day(one.moment)}"
    return DryMark(place, one.label, f"{words}: {one.note}" if one.note else words)


_STATUS: dict[str, Status] = {
    str(FileState.ADDED): "good",
    str(FileState.SET_ASIDE): "bad",
    str(FileState.FAILED): "bad",
    str(FileState.SKIPPED): "idle",
}


def _row(at: int, file: DryFile) -> DryRow:
    status = _STATUS.get(file.state, "idle")
    if file.gates_failed and _fit(file) == "stopped":
        status = "warn"
    is_better = None
    if file.gain is not None:
        low, high = file.gain_low, file.gain_high
        is_sure = low is not None and high is not None and (low > 0 or high < 0)
        is_better = file.gain > 0 if is_sure else None
    then = "" if file.then in (Then.NONE, Then.KEPT) else str(file.then)
    outcome = unmarked(file.outcome)
    return DryRow(
        at, file.name, file.rows, status, outcome, file.metric, file.gain, is_better, then
    )


def _counts(run: DryRun) -> tuple[DryCount, ...]:
    counts = run.counts
    added = counts.get(str(FileState.ADDED), 0)
    aside = counts.get(str(FileState.SET_ASIDE), 0) + counts.get(str(FileState.FAILED), 0)
    copies = counts.get(str(FileState.SKIPPED), 0)
    made = [
        (len(run.files), "file" if len(run.files) == 1 else "files", "text"),
        (added, tr("added to {dataset}", dataset=run.dataset), "text"),
    ]
    mode = Mode(run.mode)
    fits = [_fit(file) for file in run.files]
    kept, stopped = fits.count("same"), fits.count("stopped")
    if run.model is not None and mode is Mode.PROPOSE:
        made.append((run.proposals, tr("proposals to you"), "accent_text"))
    if run.model is not None and mode is Mode.PROMOTE:
        made.append((run.promotions, tr("promoted by themselves"), "accent_text"))
    made += [
        (n, words, tone)
        for n, words, tone in (
            (run.rollbacks, tr("rolled back by themselves"), "warn"),
            (aside, tr("set aside"), "bad"),
            (copies, tr("skipped, a copy") if copies == 1 else tr("skipped, copies"), "text"),
            (kept, tr("not better, champion kept"), "text"),
            (stopped, tr("stopped by a gate"), "bad"),
            (run.unknown, tr("not known without fitting"), "text2"),
        )
        if n
    ]
    return tuple(DryCount(numbers.integer(n), words, tone) for n, words, tone in made)


def _earlier(by_hand: tuple[ByHand, ...]) -> str:
    """How much earlier versions would have been ready than they were promoted by hand."""
    gained = [
        (one.label, round(one.days_earlier))
        for one in by_hand
        if one.days_earlier is not None and 0 < round(one.days_earlier) < _TOO_LONG
    ]
    if not gained:
        return ""
    labels = " and ".join(label for label, _ in gained[:2])
    days = " and ".join(numbers.integer(days) for _, days in gained[:2])
    unit = "day" if gained[-1][1] == 1 and len(gained) == 1 else "days"
    return tr(
        "{labels} would have been ready {days} {unit} earlier than by hand.",
        labels=labels,
        days=days,
        unit=unit,
    )


def _costs(costs: Costs) -> tuple[tuple[str, str], ...]:
    rows = [(tr("Each file"), f"about {numbers.duration(costs.seconds_a_file)}")]
    if costs.seconds_a_year is not None and costs.bytes_a_year is not None:
        worked = numbers.duration(costs.seconds_a_year)
        rows.append((tr("Each year"), f"{worked}, {numbers.size(costs.bytes_a_year)}"))
    return tuple(rows)
