"""Turns what the services said of an incident into what its page shows."""

import math
from datetime import datetime
from typing import Any

from tidemill.base.clock import from_iso
from tidemill.base.words import spoken, tr
from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.drift_kinds import DriftKind
from tidemill.gui.kit import numbers
from tidemill.gui.kit.chips import ChipTone
from tidemill.gui.pages.monitoring.amounts import money
from tidemill.gui.pages.monitoring.facts import FactState, Status
from tidemill.gui.pages.monitoring.incidents.cause_telling import (
    cause_of,
    column_of,
    guilty_of,
    look_of,
)
from tidemill.gui.pages.monitoring.incidents.rows_telling import (
    slices_of,
)
from tidemill.gui.pages.monitoring.incidents.state import (
    AlertRow,
    CurveState,
    DeedState,
    GateOffer,
    GateState,
    IncidentState,
    Loaded,
    RowsFound,
    SimilarRow,
    StepState,
)
from tidemill.gui.pages.monitoring.lines import line_of
from tidemill.gui.pages.monitoring.times import Look, data_until, day, labels_of, place_of, unit_in

_DRAWN = 60
"""How many looks the course of the measure has at most."""

COSTS = tr("Costs")


def state_of(
    loaded: Loaded, offer: GateOffer | None, rows: RowsFound | None = None
) -> IncidentState:
    """The page of an incident."""
    found = loaded.incident
    is_critical = found.severity is Severity.CRITICAL
    curve = _curve(loaded)
    return IncidentState(
        word="ready",
        id=found.id,
        model=found.model,
        title=spoken(found.title),
        sentence=_sentence(loaded),
        status=("bad" if is_critical else "warn") if found.is_open else "idle",
        chip=_chip(loaded),
        about=_about(loaded),
        is_open=found.is_open,
        facts=(_since(loaded), _costs(loaded), _affected(loaded), _error(loaded)),
        cause=cause_of(loaded),
        column=column_of(loaded),
        curve=curve,
        curve_missing="" if curve is not None else _no_curve(loaded),
        slices=slices_of(loaded),
        rows=rows,
        alerts=tuple(_alert(one, loaded) for one in found.alerts),
        similar=tuple(
            SimilarRow(one.id, spoken(one.title), _ended(one, loaded)) for one in loaded.similar
        ),
        steps=_steps(loaded),
        deeds=_deeds(loaded),
        gate=_gate(loaded),
        offer=offer,
    )


# --- head --------------------------------------------------------------------------------------


def _sentence(loaded: Loaded) -> str:
    """What was found: of what is open the worst, the newest of such; the alerts say the rest."""
    found = loaded.incident
    held = [a for a in found.alerts if a.closed_at is None] or list(found.alerts)
    held = sorted(held, key=lambda alert: (alert.severity is not Severity.CRITICAL, -alert.id))
    first = next(iter(held), None)
    return spoken(found.sentence if first is None else first.message)


def _chip(loaded: Loaded) -> tuple[str, ChipTone]:
    found = loaded.incident
    if not found.is_open:
        return tr("Closed"), "plain"
    if found.is_snoozed(loaded.now):
        return tr("Snoozed"), "info"
    return tr("Open"), "bad" if found.severity is Severity.CRITICAL else "warn"


def _about(loaded: Loaded) -> str:
    """`Incident 17, open for 5 days, Ines Kaya's`."""
    found = loaded.incident
    owner = loaded.people.get(found.owner, found.owner)
    whose = tr(", owned by {owner}", owner=owner) if owner else tr(", nobody's yet")
    if not found.is_open:
        return tr("Incident {id}. {ended}", id=found.id, ended=_ended(found, loaded))
    gone = loaded.now - found.opened_at
    words = numbers.plural(gone.days, "day") if gone.days else tr("less than a day")
    return tr("Incident {id}, open for {words}{whose}", id=found.id, words=words, whose=whose)


def _ended(found: Any, loaded: Loaded) -> str:
    if found.closed_at is None:
        return tr("Open since {day}", day=numbers.day(found.opened_at))
    by = loaded.people.get(found.closed_by or "", found.closed_by or "somebody")
    return tr(
        "Closed by {by} on {day}: {outcome}",
        by=by,
        day=numbers.day(found.closed_at),
        outcome=found.outcome,
    )


# --- facts -------------------------------------------------------------------------------------


def _since(loaded: Loaded) -> FactState:
    found = loaded.incident
    status: Status = "bad" if found.is_open else "idle"
    word = tr("Open") if found.is_open else tr("Closed")
    if found.since is None:
        when = numbers.day(found.opened_at)
        return FactState(tr("Since"), when, tr("when it was noticed"), status, word)
    n = sum(1 for look in loaded.looks if look.end >= found.since)
    note = (
        tr("{n_looks} at new rows since", n_looks=numbers.plural(n, "look"))
        if n
        else tr("no look at rows since")
    )
    return FactState(tr("Since"), day(found.since, "ddd d MMM"), note, status, word)


def _costs(loaded: Loaded) -> FactState:
    if not loaded.is_tied:
        note = tr("tie costs or a figure to the model")
        return FactState(COSTS, tr("Not tied to a value"), note, "idle", tr("Not tied"), False)
    told = [a.cost for a in loaded.incident.alerts if a.cost is not None]
    if not told:
        note = tr("no label or day came for it")
        return FactState(COSTS, tr("Not known"), note, "idle", tr("Not known"), False)
    cost = min(told, key=lambda one: float(one["value"]))
    value, unit = -float(cost["value"]), str(cost["unit"])
    per = tr(" a day") if cost.get("per") == "day" else ""
    low, high = sorted((-float(cost["low"]), -float(cost["high"])))
    note = f"{money(low, unit)} to {money(high, unit)}"
    note += tr(", estimated") if cost.get("is_estimated") else ""
    if low > 0:
        return FactState(COSTS, f"{money(value, unit)}{per}", note, "bad", tr("It costs"))
    words = f"{money(value, unit)}{per}"
    return FactState(COSTS, words, tr("{note}: not certain", note=note), "warn", tr("Not certain"))


def _affected(loaded: Loaded) -> FactState:
    caption, told = tr("Predictions affected"), loaded.incident.facts.get("affected")
    if not told or not told.get("of"):
        has_steps = bool(loaded.incident.facts.get("diagnosis"))
        note = (
            tr("no rows could be told apart")
            if has_steps
            else tr("the first diagnosis is not there")
        )
        return FactState(caption, tr("Not known"), note, "idle", tr("Not known"), False)
    rows, of = int(told["rows"]), int(told["of"])
    note = tr("{n} of {total}", n=numbers.integer(rows), total=numbers.plural(of, "row"))
    return FactState(
        caption, numbers.percent(rows / of), note, "bad" if rows else "good", tr("Rows")
    )


def _error(loaded: Loaded) -> FactState:
    measure, chunk = loaded.measure, loaded.chunk
    if measure is None:
        return FactState(
            tr("Error"), tr("Not known"), tr("its measure is not known here"), "idle", "", False
        )
    was = "" if measure.then is None else tr(", was {words}", words=measure.words(measure.then))
    now = None if chunk is None else chunk.measures.get(measure.id)
    if now is not None and math.isfinite(now["value"]):
        worse = measure.is_worse(now["value"])
        note = tr(
            "measured, {words} to {words2}",
            words=measure.words(now["low"]),
            words2=measure.words(now["high"]),
        )
        return FactState(
            spoken(measure.title),
            measure.words(now["value"]) + was,
            note,
            "bad" if worse else "good",
            tr("Worse than validated") if worse else tr("In its range"),
        )
    guess = {} if chunk is None else chunk.estimates.get(measure.id) or {}
    value = guess.get("value")
    if value is not None and math.isfinite(value):
        worse = measure.is_worse(value)
        note = tr("estimated, no labels yet")
        if guess.get("low") is not None:
            note = tr(
                "estimated, {words} to {words2}",
                words=measure.words(guess["low"]),
                words2=measure.words(guess["high"]),
            )
        word = tr("Estimated past its limit") if worse else tr("Estimated in its range")
        status: Status = "warn" if worse else "good"
        return FactState(spoken(measure.title), measure.words(value) + was, note, status, word)
    why = guess.get("note") or tr("no labels have come, and it can't be estimated")
    return FactState(
        spoken(measure.title), tr("Not known"), spoken(str(why)), "idle", tr("Not known"), False
    )


# --- over time ---------------------------------------------------------------------------------


def _curve(loaded: Loaded) -> CurveState | None:
    measure, n = loaded.measure, len(loaded.course)
    if measure is None or not n:
        return None
    first = _first_drawn(loaded)
    course, looks = loaded.course[first : first + _DRAWN], loaded.looks[first : first + _DRAWN]
    measured = line_of(course.measures.get(measure.id), len(course))
    estimated = line_of(course.estimates.get(measure.id), len(course))
    if not measured.has_any() and not estimated.has_any():
        return None
    found = loaded.incident
    moments = [a.data_at for a in found.alerts if a.data_at is not None]
    alert = place_of(min(moments), looks) if moments else None
    limit = measure.limit
    return CurveState(
        title=spoken(measure.title),
        unit=unit_in(course, looks),
        labels=labels_of(course, looks),
        measured=measured,
        estimated=estimated,
        limit=limit,
        limit_words="" if limit is None else tr("limit {limit}", limit=measure.words(limit)),
        measure=measure,
        alert=alert,
        shade=_shade(found.since, looks, found.is_open, moments),
        events=tuple(
            (x, label)
            for kind, label, at, _ in loaded.events
            if kind in ("promoted", "rolled back") and (x := place_of(at, looks)) is not None
        ),
    )


def _first_drawn(loaded: Loaded) -> int:
    """So that the incident's beginning has some looks before it and is in sight."""
    n, since = len(loaded.looks), loaded.incident.since
    if since is None or n <= _DRAWN:
        return max(0, n - _DRAWN)
    begins = next((at for at, look in enumerate(loaded.looks) if look.end >= since), n - 1)
    return max(0, min(begins - _DRAWN // 3, n - _DRAWN))


def _shade(
    since: datetime | None, looks: tuple[Look, ...], is_open: bool, moments: list[datetime]
) -> tuple[float, float] | None:
    """From where the incident began to where it was seen last."""
    start = None if since is None else place_of(since, looks)
    if start is None:
        return None
    end = float(len(looks)) if is_open else None
    if end is None and moments:
        end = place_of(max(moments), looks)
    return None if end is None or end <= start else (start, end)


def _no_curve(loaded: Loaded) -> str:
    if loaded.measure is None:
        return tr("The model's measure is not known here.")
    notes = loaded.course.estimates.get(loaded.measure.id)
    why = "" if notes is None else next((n for n in reversed(notes.notes) if n), "")
    return " ".join(part for part in (tr("No rows have come with the answer yet."), why) if part)


# --- lists -------------------------------------------------------------------------------------


def _alert(alert: Alert, loaded: Loaded) -> AlertRow:
    if alert.closed_at is not None:
        by = loaded.people.get(alert.closed_by or "", alert.closed_by or "somebody")
        return AlertRow(
            "idle",
            tr("Closed"),
            spoken(alert.message),
            tr("Closed by {by}: {reason}", by=by, reason=spoken(alert.reason)),
        )
    is_critical = alert.severity is Severity.CRITICAL
    about = tr("Open since {opened_at}", opened_at=numbers.ago(alert.opened_at, loaded.now))
    if alert.data_at is not None:
        about += tr(", from data up to {day}", day=numbers.day(alert.data_at))
    if is_critical:
        return AlertRow("bad", tr("Critical"), spoken(alert.message), about)
    return AlertRow("warn", tr("Warning"), spoken(alert.message), about)


def _steps(loaded: Loaded) -> tuple[StepState, ...]:
    made = []
    for step in loaded.incident.facts.get("diagnosis") or ():
        at = step.get("at")
        when = "" if not at else numbers.clock(from_iso(str(at)))
        made.append(StepState(str(step["title"]), str(step["words"]), when))
    return tuple(made)


# --- what can be done --------------------------------------------------------------------------


def _deeds(loaded: Loaded) -> DeedState:
    found = loaded.incident
    column = guilty_of(loaded)
    look, version = _beginning(loaded) if found.columns else ("", None)
    until = data_until(loaded.course, loaded.looks)
    is_same = loaded.champion is not None and loaded.champion.id == found.version_id
    back = ""
    if loaded.rollback_to is not None:
        back = tr("It serves again at once; can be undone")
        if not is_same and loaded.champion is not None:
            back = tr(
                "It began with v{version}; v{number} serves now",
                version=found.version,
                number=loaded.champion.number,
            )
    snoozed = ""
    if found.is_snoozed(loaded.now) and found.snoozed_until is not None:
        snoozed = f"until {numbers.full_time(found.snoozed_until)[:-3]}"
    return DeedState(
        retrain=tr("On data up to {until}; proposes a candidate", until=until) if until else "",
        is_broken=_is_broken(loaded),
        roll_back_to=loaded.rollback_to,
        roll_back=back,
        accept_from=look,
        accept_version=version,
        column=column,
        muted=next((one.words for one in loaded.muted if one.column == column), ""),
        snoozed=snoozed,
        owner=found.owner,
        owners=tuple((login, loaded.people.get(login, login)) for login in loaded.logins),
    )


def _is_broken(loaded: Loaded) -> bool:
    """Whether one part, a factor or the kind of change says that the rows are wrong, not new."""
    found = loaded.incident
    is_feed = any(alert.kind == DriftKind.FEED for alert in found.alerts)
    return is_feed or bool(found.facts.get("part") or found.facts.get("factor"))


def _beginning(loaded: Loaded) -> tuple[str, int | None]:
    """The look in which it began and the version of its data; None where none is known."""
    found, chunk = loaded.incident, loaded.chunk
    at = None if found.chunk_id is None else loaded.course.place(found.chunk_id)
    if at is not None:
        version = int(loaded.course.dataset_versions[at])  # 0: the rows came with none
        return look_of(loaded, int(loaded.course.chunk_ids[at])), version or None
    if chunk is not None:
        return look_of(loaded, chunk.id), chunk.dataset_version
    return "", None


def _gate(loaded: Loaded) -> GateState | None:
    if not loaded.gates:
        return None
    newest = loaded.gates[-1]
    assert newest.id is not None
    return GateState(newest.id, spoken(newest.sentence), newest.is_on)
