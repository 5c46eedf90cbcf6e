"""The time machine of alert rules: what a rule would have told of a model, what it was worth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain import alert_replays as domain
from tidemill.domain import real_falls
from tidemill.domain.alert_replays import Bar, Better, Curve, Replay
from tidemill.domain.alert_rules import AlertRule
from tidemill.domain.models import Model
from tidemill.domain.real_falls import Fall, FallRule, Mark
from tidemill.domain.rule_readings import Watched
from tidemill.services import alert_courses, alert_rules
from tidemill.services.registry import unknown_model
from tidemill.services.workspace import Workspace
from tidemill.store import activities, model_courses, models, settings
from tidemill.store import alert_rules as rows
from tidemill.store.engine import Transaction

UNDO = "real_fall"
FALL_RULE = "alerts.real_fall"
"""Under which setting it stands what counts as a real fall: settings by model."""


@dataclass(frozen=True, eq=False)
class History:
    """What a replay reads of a model, gathered once; each step of a slider only decides anew."""

    model: str
    watched: Watched
    fall_rule: FallRule
    falls: tuple[Fall, ...]
    unit: str = ""
    """What the business value is counted in."""

    @property
    def is_money(self) -> bool:
        """Whether falls are of the business value, not of the model's own metric."""
        return not bool(np.isnan(self.watched.worth).all())


@dataclass(frozen=True, eq=False)
class Shown:
    """A rule over a model's history: what it would have told, what each limit would have given,
    the curve it reads, and one better setting if there is one."""

    rule: AlertRule
    replay: Replay
    bars: tuple[Bar, ...]
    better: Better | None
    curve: Curve
    days: int = domain.DAYS

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; moments as UTC."""
        told = self.replay
        return {
            "rule": self.rule.key,
            "verdict": told.words(),
            "rests_on": told.rests_on,
            "days": told.n_days,
            "n_alerts": len(told.alerts),
            "n_matched": told.n_matched,
            "n_false": told.n_false,
            "n_missed": len(told.missed),
            "days_earlier": told.days_earlier,
            "alerts": [
                {
                    "opened_at": moment(one.opened_at),
                    "closed_at": None if one.closed_at is None else moment(one.closed_at),
                    "worst": one.worst,
                    "days_earlier": one.days_earlier,
                }
                for one in told.alerts
            ],
            "falls": [_fall(one, one in told.missed) for one in told.falls],
            "limits": [
                {"limit": bar.limit, "n_alerts": bar.n_alerts, "n_matched": bar.n_matched}
                for bar in self.bars
            ],
            "better": None
            if self.better is None
            else {
                "limit": self.better.limit,
                "span": self.better.span,
                "n_alerts": self.better.n_alerts,
                "n_matched": self.better.n_matched,
                "words": self.better.words,
            },
        }


def _fall(fall: Fall, is_missed: bool) -> dict[str, Any]:
    return {
        "starts_at": moment(fall.starts_at),
        "ends_at": moment(fall.ends_at),
        "size": fall.size,
        "by_hand": fall.by_hand,
        "missed": is_missed,
    }


def moment(us: int) -> datetime:
    """Microseconds since 1970 as a moment in UTC."""
    return datetime.fromtimestamp(us / 1e6, UTC)


def history(workspace: Workspace, model: str) -> History:
    """Gather what replays of a model read."""
    with workspace.store.read() as connection:
        found = _model(connection, model)
        course = model_courses.read(connection, found)
        watched = alert_courses.of_course(connection, found, course, workspace.clock.now())
        fall_rule = _fall_rule(connection, model)
        marks = [
            Mark(_us(begin), _us(end), is_fall, key)
            for key, begin, end, is_fall in rows.marks(connection, found.id)
        ]
    falls = real_falls.falls(watched, fall_rule, marks)
    return History(model, watched, fall_rule, falls, course.unit)


def replay(
    seen: History, rule: AlertRule, *, days: int = domain.DAYS, with_better: bool = True
) -> Shown:
    """Decide by a rule over a model's history as on the day."""
    if not rule.is_about(seen.model):
        raise NeedsYou(f"The rule does not watch {seen.model}.", f"It watches {rule.model}.")
    one = rule.for_metric(seen.watched.metric)
    told = domain.replay(one, seen.watched, seen.falls, days=days)
    bars = domain.bars(one, seen.watched, seen.falls, days=days)
    better = domain.better(one, seen.watched, seen.falls, days=days) if with_better else None
    return Shown(rule, told, bars, better, domain.curve(one, seen.watched), days)


def moved(seen: History, shown: Shown, limit: float) -> Shown:
    """The same with another limit: what changes at each step of a slider, the bars stay."""
    rule = replace(shown.rule, limit=limit)
    one = rule.for_metric(seen.watched.metric)
    told = domain.replay(one, seen.watched, seen.falls, days=shown.days)
    return replace(shown, rule=rule, replay=told, curve=domain.curve(one, seen.watched))


def of_rule(
    workspace: Workspace, key: str, model: str | None = None, *, days: int = domain.DAYS
) -> Shown:
    """Replay a stored rule over a model it watches; one for every model needs the model named."""
    rule = alert_rules.one(workspace, key)
    name = model or rule.model
    if name is None:
        raise NeedsYou(f"“{rule.name}” watches every model.", "Name the model to replay it on.")
    return replay(history(workspace, name), rule, days=days)


def used(rule: AlertRule, better: Better) -> AlertRule:
    """The rule with a better setting."""
    return replace(rule, limit=better.limit, span=better.span)


# --- what counts as a real fall ----------------------------------------------------------------


def fall_rule(workspace: Workspace, model: str) -> FallRule:
    """What counts as a real fall of a model."""
    with workspace.store.read() as connection:
        return _fall_rule(connection, model)


def set_fall_rule(workspace: Workspace, model: str, rule: FallRule) -> FallRule:
    """Change what counts as a real fall of a model."""
    judged = real_falls.judge(rule)
    with workspace.store.write(durable=True) as tx:
        _model(tx.connection, model)
        before = _fall_rule(tx.connection, model)
        if before == judged:
            return judged
        _put_rule(tx, model, judged.to_dict())
        facts = {"model": model, "from": before.to_dict(), "to": judged.to_dict()}
        _tell(workspace, tx, model, "changed what counts as a real fall", judged.words(), facts)
    return judged


def mark(
    workspace: Workspace,
    model: str,
    starts_at: datetime,
    ends_at: datetime,
    *,
    is_fall: bool = True,
) -> int:
    """Mark a span as a real fall by hand, or as none although the rule finds one."""
    if ends_at <= starts_at:
        raise NeedsYou("A fall ends after it began.", "Choose another end.")
    with workspace.store.write(durable=True) as tx:
        found = _model(tx.connection, model)
        key = rows.insert_mark(
            tx,
            model,
            model_id=found.id,
            starts_at=starts_at,
            ends_at=ends_at,
            is_fall=is_fall,
            by=workspace.person.login,
        )
        what = "marked a real fall" if is_fall else "said it was no real fall"
        words = f"{starts_at:%Y-%m-%d} to {ends_at:%Y-%m-%d}"
        _tell(workspace, tx, model, what, words, {"model": model, "mark": key})
    return key


def _tell(
    workspace: Workspace,
    tx: Transaction,
    model: str,
    verb: str,
    note: str,
    facts: Mapping[str, Any],
) -> None:
    activities.add(
        tx,
        by=workspace.person.login,
        kind="alert",
        subject=f"models/{model}",
        sentence=f"{verb} of {model}",
        note=note,
        detail={"undo": {UNDO: True, **facts}},
    )


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a change was not overtaken since."""
    if "mark" in facts:
        return rows.mark_removed(connection, facts["mark"]) is False
    return bool(_fall_rule(connection, facts["model"]).to_dict() == facts["to"])


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Take a mark away again, or put back what counted before."""
    if "mark" in facts:
        rows.remove_mark(tx, facts["model"], facts["mark"])
    else:
        _put_rule(tx, facts["model"], facts["from"])


def _put_rule(tx: Transaction, model: str, rule: Mapping[str, Any]) -> None:
    every = settings.get(tx.connection, FALL_RULE, {})
    settings.put(tx, FALL_RULE, {**every, model: dict(rule)})
    tx.feed("monitor", model)


def _fall_rule(connection: Any, model: str) -> FallRule:
    stored = settings.get(connection, FALL_RULE, {}).get(model)
    return FallRule() if stored is None else FallRule(**stored)


def _model(connection: Any, name: str) -> Model:
    found = models.find(connection, name)
    if found is None:
        raise unknown_model(name)
    return found


def _us(at: datetime) -> int:
    return round(at.timestamp() * 1e6)
