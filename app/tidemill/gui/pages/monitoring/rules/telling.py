"""Says what a rule would have done: from its replay to the words and pictures of the page."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.words import spoken, tr
from tidemill.domain import channels as ways
from tidemill.domain.alert_replays import Replayed, window
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches, judge
from tidemill.domain.notices import NoticeKind, kinds_of
from tidemill.domain.real_falls import Fall
from tidemill.domain.rule_readings import DAY_US
from tidemill.domain.rule_sentences import said_lasting
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentence_parts import Said
from tidemill.gui.pages.monitoring.amounts import money
from tidemill.gui.pages.monitoring.rules.drafts import Draft, key_of
from tidemill.gui.pages.monitoring.rules.sentence import ICONS, sentence_of, setting_slots
from tidemill.gui.pages.monitoring.rules.state import (
    NEW,
    AlertRow,
    BarState,
    BetterState,
    Loaded,
    RuleRow,
    RulesState,
    Setting,
    Track,
    Verdict,
)
from tidemill.gui.pages.monitoring.times import day

if TYPE_CHECKING:
    from tidemill.domain.channels import Channel
    from tidemill.services.alert_replays import Shown


@dataclass(frozen=True)
class Place:
    """What of the page is shown: a rule by its key, the rules of `only` one model (empty: of
    all), the last days of a period."""

    key: str
    only: str = ""
    period: str = tr("180 days")


def seat(us: int) -> float:
    """A moment of the data as a place: the data's own clock, whoever looks from where."""
    return datetime.fromtimestamp(us / 1e6, UTC).replace(tzinfo=None).timestamp()


def moment_at(place: float) -> datetime:
    """The moment of the data at a place; undoes `seat`."""
    return datetime.fromtimestamp(place, UTC).astimezone().replace(tzinfo=UTC)


def day_of(us: int) -> str:
    """A moment of the data as a day."""
    return day(datetime.fromtimestamp(us / 1e6, UTC))


def state_of(
    loaded: Loaded, place: Place, drafts: dict[str, Draft], shown: "Shown | None"
) -> RulesState:
    """The page as it is to be; `shown` is the last replay of the rule."""
    key = place.key
    kept = {key_of(rule): rule for rule in loaded.rules}
    draft = drafts.get(key)
    rule = draft.rule if draft is not None else kept.get(key)
    rows = _rows(loaded, place, drafts)
    if rule is None:
        return RulesState(
            "ready", rows=rows, models=loaded.models, model=loaded.model, only=place.only
        )
    about = _judged(rule)
    state = RulesState(
        "ready",
        rows=rows,
        models=loaded.models,
        model=loaded.model,
        only=place.only,
        key=key,
        title=rule.name,
        is_new=key == NEW,
        is_changed=draft is not None and draft.is_changed(),
        is_on=rule.is_on,
        can_remove=key != NEW and not rule.is_default,
        missing=about,
        meanwhile=_meanwhile(draft, kept.get(key)),
        sentence=(*sentence_of(rule, loaded.subjects, loaded.say), Said(".")),
        limit=rule.limit,
        limit_words="" if rule.limit is None else _Figure(loaded, rule)(rule.limit),
        no_limit=_no_limit(rule),
        period=place.period,
        fall_rule=None if loaded.history is None else loaded.history.fall_rule,
        fall_words=_falls(loaded, shown),
        settings=_settings(loaded, rule),
        say=_Figure(loaded, rule),
    )
    return _replayed(state, loaded, rule, shown) if not about else state


_USUAL = (Comparison.OVER_USUAL, Comparison.UNDER_USUAL)


class _Figure:
    """Writes a figure as the rule reads it."""

    def __init__(self, loaded: Loaded, rule: AlertRule) -> None:
        self._loaded, self._rule = loaded, rule

    def __call__(self, value: float) -> str:
        said = self._loaded.say(self._rule, value)
        return f"{said} ×" if self._rule.comparison in _USUAL else said


def _judged(rule: AlertRule) -> str:
    try:
        judge(rule)
    except NeedsYou as error:
        return f"{spoken(error.message)} {spoken(error.hint)}".strip()
    return ""


def _meanwhile(draft: Draft | None, kept: AlertRule | None) -> str:
    if draft is None or draft.base is None:
        return ""
    if kept is None:
        return tr("Somebody removed this rule meanwhile.")
    if replace(kept, is_on=draft.base.is_on) != draft.base:
        return tr(
            "Somebody changed this rule meanwhile: saving puts your settings in place of theirs."
        )
    return ""


def _rows(loaded: Loaded, place: Place, drafts: dict[str, Draft]) -> tuple[RuleRow, ...]:
    rules = [
        (key_of(rule), rule) for rule in loaded.rules if not place.only or rule.is_about(place.only)
    ]
    if NEW in drafts:
        rules.append((NEW, drafts[NEW].rule))
    found = []
    for name, kept in rules:
        draft = drafts.get(name)
        rule = kept if draft is None else draft.rule
        about = rule.model or tr("every model")
        if not rule.is_on:
            about += tr(" \N{MIDDLE DOT} off")
        changed = draft is not None and draft.is_changed()
        icon = ICONS.get(rule.watches, "bell")
        found.append(RuleRow(name, rule.name, about, icon, rule.is_on, name == place.key, changed))
    return tuple(found)


def _no_limit(rule: AlertRule) -> str:
    if rule.comparison is Comparison.DRIFTED and rule.watches is Watches.TOGETHER:
        return tr(
            "No number decides: it alerts where rows of then and of now can be told "
            "apart by all columns together, beyond chance."
        )
    if rule.comparison is Comparison.DRIFTED:
        return tr(
            "No number decides: it alerts where the drift report calls a column drifted, "
            "by its effect and its evidence over all columns."
        )
    if rule.comparison is Comparison.WORSE:
        return tr(
            "No number decides: it alerts where the interval now and the one at "
            "validation no longer meet."
        )
    return ""


# --- the replay --------------------------------------------------------------------------------


def _replayed(
    state: RulesState, loaded: Loaded, rule: AlertRule, shown: "Shown | None"
) -> RulesState:
    seen = loaded.history
    if seen is None or not seen.watched.n:
        words = tr("Nothing was looked at yet: the time machine begins with the first look.")
        return replace(state, track_note=words)
    if rule.model is not None and rule.model != seen.model:
        return replace(
            state, track_note=tr("Reading what was measured of {model}", model=rule.model)
        )
    if shown is None:
        return replace(state, track_note=tr("Replaying"))
    told = shown.replay
    verdict = Verdict(
        told.words(), _verdict_note(shown), told.n_matched, told.n_false, len(told.missed),
        len(told.falls),
    )  # fmt: skip
    return replace(
        state,
        bars=tuple(BarState(one.limit, one.n_alerts, one.n_matched) for one in shown.bars),
        track=_track(loaded, shown),
        track_note=tr(
            "this rule on {days} of {model}", days=_days(shown, state.period), model=seen.model
        ),
        verdict=verdict,
        is_behind=shown.rule.limit != rule.limit,
        better=_better(loaded, rule, shown),
        alerts=_alerts(loaded, rule, shown),
    )


def _days(shown: "Shown", period: str) -> str:
    n = numbers.plural(shown.replay.n_days, "day")
    return tr("the last {n}", n=n) if period != tr("All") else tr("all {n} that are stored", n=n)


def _track(loaded: Loaded, shown: "Shown") -> Track:
    assert loaded.history is not None
    begin, end = window(loaded.history.watched, shown.days)
    curve, told = shown.curve, shown.replay
    inside = curve.at >= begin
    return Track(
        np.array([seat(at) for at in curve.at[inside].tolist()]),
        curve.value[inside],
        curve.over[inside],
        (seat(begin), seat(max(end, int(curve.at.max(initial=end))))),
        tuple((seat(one.opened_at), one.fall is not None) for one in told.alerts),
        tuple((seat(f.starts_at), seat(f.ends_at), f in told.missed) for f in told.falls),
    )


def _verdict_note(shown: "Shown") -> str:
    told = shown.replay
    said = []
    if told.n_found:
        said.append(
            tr(
                "{n_found} of {n_real_falls} told of.",
                n_found=told.n_found,
                n_real_falls=numbers.plural(len(told.falls), "real fall"),
            )
        )
    if len(told.alerts) > 1:
        apart = round(told.n_days / len(told.alerts))
        said.append(
            tr("About one alert every {n_days}.", n_days=numbers.plural(max(1, apart), "day"))
        )
    if told.rests_on:
        said.append(told.rests_on)
    return " ".join(said)


def _better(loaded: Loaded, rule: AlertRule, shown: "Shown") -> BetterState | None:
    one = shown.better
    if one is None or one.limit is None:
        return None
    side = {
        Comparison.UNDER: tr("Under"),
        Comparison.UNDER_USUAL: tr("Under the usual times"),
        Comparison.OVER_USUAL: tr("Over the usual times"),
    }.get(rule.comparison, tr("Over"))
    said = f"{side} {loaded.say(rule, one.limit)}"
    if rule.watches is not Watches.AGE:
        said += f" for {said_lasting(one.span, rule.unit)}"
    title = f"{said}: {numbers.plural(one.n_alerts, 'alert')}, "
    title += tr("{n_matched} before a real fall", n_matched=one.n_matched)
    return BetterState(title, spoken(one.words))


def _alerts(loaded: Loaded, rule: AlertRule, shown: "Shown") -> tuple[AlertRow, ...]:
    told = shown.replay
    rows = [
        AlertRow(
            seat(one.opened_at),
            day_of(one.opened_at),
            _how_bad(loaded, rule, one),
            tr("No fall") if one.fall is None else _fell(loaded, one.fall, one.days_earlier),
            "unfounded" if one.fall is None else "found",
        )
        for one in told.alerts
    ]
    for fall in told.missed:
        beyond = (
            ""
            if rule.limit is None
            else tr("not past {value}", value=_Figure(loaded, rule)(rule.limit))
        )
        note = tr("Missed: {lower}", lower=_fell(loaded, fall, None).lower())
        rows.append(AlertRow(seat(fall.starts_at), day_of(fall.starts_at), beyond, note, "missed"))
    return tuple(sorted(rows, key=lambda row: -row.at))


def _how_bad(loaded: Loaded, rule: AlertRule, one: Replayed) -> str:
    said = [] if one.worst is None else [_Figure(loaded, rule)(one.worst)]
    if one.closed_at is None:
        return ", ".join([*said, tr("still open")])
    days = max(1, round((one.closed_at - one.opened_at) / DAY_US))
    return ", ".join([*said, numbers.plural(days, "day")])


def _fell(loaded: Loaded, fall: Fall, earlier: float | None) -> str:
    """`Value fell £2.1k a day, 2 days later`."""
    seen = loaded.history
    assert seen is not None
    if fall.size is None:
        said = tr("A fall marked by hand")
    elif seen.is_money and fall.lost is not None:
        said = tr("Value fell {lost} a day", lost=money(fall.lost, seen.unit))
    else:
        said = tr("Performance fell {size}", size=numbers.percent(fall.size, 0))
    if earlier is None:
        return said
    days = round(abs(earlier))
    if days == 0:
        return tr("{said} the same day", said=said)
    apart = numbers.plural(days, "day")
    return (
        tr("{said}, {apart} later", said=said, apart=apart)
        if earlier > 0
        else tr("{said}, begun {apart} before", said=said, apart=apart)
    )


# --- the inspector -----------------------------------------------------------------------------


def _falls(loaded: Loaded, shown: "Shown | None") -> str:
    if loaded.history is None:
        return ""
    said = loaded.history.fall_rule.words()
    if not loaded.history.is_money:
        said += tr(" No business value is known, so it is the model's own measure that counts.")
    if shown is not None:
        n, days = len(shown.replay.falls), shown.replay.n_days
        said += f" {numbers.integer(n) if n else 'None'} in {numbers.plural(days, 'day')}."
    return said


def _settings(loaded: Loaded, rule: AlertRule) -> tuple[Setting, ...]:
    slots = setting_slots(rule, loaded.subjects)
    return (
        Setting(tr("Name"), slots["name"]),
        Setting(tr("Severity"), slots["severity"]),
        Setting(tr("Owner"), slots["owner"]),
        Setting(tr("Quiet hours"), slots["quiet"]),
        Setting(tr("Goes by"), Said(_goes_by(loaded, rule))),
        Setting(tr("Opens"), Said(tr("an incident"))),
    )


def reached(loaded: Loaded, rule: AlertRule) -> "tuple[Channel, ...]":
    """The channels that would carry this rule's alerts."""
    return tuple(
        one
        for one in loaded.channels
        if one.is_on
        and NoticeKind.INCIDENT in kinds_of(one)
        and ways.is_severe_enough(rule.severity, one.least)
        and ways.is_meant(one, rule.tells, owner=rule.owner, approvers=loaded.approvers)
    )


def _goes_by(loaded: Loaded, rule: AlertRule) -> str:
    return ", ".join(one.name for one in reached(loaded, rule)) or tr("no channel")
