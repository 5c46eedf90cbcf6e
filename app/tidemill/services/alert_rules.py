"""Alert rules: listed, made, changed, switched, removed, each change told and taken back.

A rule is named by its key: its number, or the word of one that Tidemill brings; the first change
of such a one stores it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain import rule_sentences
from tidemill.domain.alert_rules import PEOPLE, AlertRule, Comparison, Watches, defaults, judge
from tidemill.domain.rule_sentences import Part, Subjects, said_limit
from tidemill.services.runs import KNOWN_METRICS, known_metric
from tidemill.services.workspace import Workspace
from tidemill.store import activities, model_courses, models, people
from tidemill.store import alert_rules as rows
from tidemill.store.engine import Transaction

UNDO = "alert_rule"


def rules(workspace: Workspace, *, model: str | None = None) -> list[AlertRule]:
    """All rules, or those that watch a model: what Tidemill brings, then the others."""
    with workspace.store.read() as connection:
        found = in_force(connection)
    return [one for one in found if model is None or one.is_about(model)]


def in_force(connection: Any) -> list[AlertRule]:
    """Stored rules, and those Tidemill brings that nobody touched; also the ones switched off."""
    stored = rows.every(connection)
    changed = {one.key: one for one in stored if one.is_default}
    brought = [changed.get(one.key, one) for one in defaults()]
    return brought + [one for one in stored if not one.is_default]


def one(workspace: Workspace, key: str) -> AlertRule:
    """A rule by its key: `drift`, `performance`, `age`, `volume`, or a number."""
    with workspace.store.read() as connection:
        return _found(connection, key)


def sentence(
    workspace: Workspace, rule: AlertRule, *, model: str | None = None
) -> tuple[str | Part, ...]:
    """The rule's sentence with what may stand in each part; columns are those of `model`."""
    found = subjects(workspace, rule.model or model)
    return rule_sentences.sentence(rule, found, in_unit)


def subjects(workspace: Workspace, model: str | None) -> Subjects:
    """What sentences can be about: every model and person, the columns, metrics and slices that
    were seen of one model."""
    with workspace.store.read() as connection:
        names = tuple(found.name for found in models.every(connection))
        known = tuple((p.login, p.display) for p in people.every(connection))
        found = None if model is None else models.find(connection, model)
        if found is None:
            return Subjects(names, people=known)
        course = model_courses.read(connection, found)
    measured = dict.fromkeys((*course.measures, *course.estimates))
    metrics = tuple((name, _title(name)) for name in measured if " in " not in name)
    slices = tuple(dict.fromkeys(n.partition(" in ")[2] for n in measured if " in " in n))
    return Subjects(names, course.columns, metrics, slices, known)


def text(rule: AlertRule) -> str:
    """The rule in one line."""
    return rule_sentences.text(rule, in_unit)


def in_unit(rule: AlertRule, limit: float) -> str:
    """A limit as people read it: a metric's in the metric's own form."""
    is_metric = rule.watches in (Watches.METRIC, Watches.ESTIMATE)
    is_factor = rule.comparison in (Comparison.OVER_USUAL, Comparison.UNDER_USUAL)
    known = known_metric(rule.of, None) if is_metric and not is_factor else None
    return said_limit(rule, limit) if known is None else known.words(limit)


def _title(metric: str) -> str:
    known = known_metric(metric, None)
    return metric if known is None else known.title


def add(workspace: Workspace, rule: AlertRule) -> AlertRule:
    """Make a rule; one that can't be raises `NeedsYou` with what is allowed."""
    with workspace.store.write(durable=True) as tx:
        made = replace(_judged(tx.connection, rule), id=None, key="rule:")
        number = rows.insert(tx, made, _model_id(tx.connection, made.model), _login(workspace))
        made = replace(made, id=number, key=f"rule:{number}")
        before = {"removed": True}
        _tell(workspace, tx, made, "added the alert rule", before)
    return made


def change(workspace: Workspace, key: str, rule: AlertRule) -> AlertRule:
    """Give a rule other settings: all of `rule` but its key and number."""
    with workspace.store.write(durable=True) as tx:
        found = _stored(workspace, tx, _found(tx.connection, key))
        changed = replace(_judged(tx.connection, rule), id=found.id, key=found.key)
        if changed == found:
            return found
        assert found.id is not None
        values = {
            "settings": changed.settings(),
            "model_id": _model_id(tx.connection, changed.model),
            "is_on": changed.is_on,
        }
        before = rows.state(tx.connection, found.id) or {}
        rows.update(tx, found.id, **values)
        _tell(workspace, tx, changed, "changed the alert rule", {n: before[n] for n in values})
    return changed


def set_parts(workspace: Workspace, key: str, parts: Mapping[str, str]) -> AlertRule:
    """Change parts of a rule's sentence, by name."""
    return change(workspace, key, rule_sentences.from_parts(one(workspace, key), parts))


def switch(workspace: Workspace, key: str, on: bool) -> AlertRule:
    """Switch a rule on or off. The alerts of one that is off close with the next look."""
    verb = "switched on the alert rule" if on else "switched off the alert rule"
    return _changed(workspace, key, verb, is_on=on)


def remove(workspace: Workspace, key: str) -> AlertRule:
    """Remove a rule; one that Tidemill brings can only be switched off."""
    if one(workspace, key).is_default:
        raise NeedsYou("A rule that Tidemill brings can't be removed.", "Switch it off.")
    return _changed(workspace, key, "removed the alert rule", removed=True)


def _changed(workspace: Workspace, key: str, verb: str, **values: Any) -> AlertRule:
    with workspace.store.write(durable=True) as tx:
        found = _stored(workspace, tx, _found(tx.connection, key))
        assert found.id is not None
        before = rows.state(tx.connection, found.id) or {}
        if all(before[name] == value for name, value in values.items()):
            return found
        rows.update(tx, found.id, **values)
        after = replace(found, is_on=values.get("is_on", found.is_on))
        _tell(workspace, tx, after, verb, {name: before[name] for name in values})
    return after


def _stored(workspace: Workspace, tx: Transaction, rule: AlertRule) -> AlertRule:
    """The rule with a row of its own: one that Tidemill brings gets it with the first change."""
    if rule.id is not None:
        return rule
    return replace(rule, id=rows.insert(tx, rule, None, _login(workspace)))


def _judged(connection: Any, rule: AlertRule) -> AlertRule:
    judged = judge(rule)
    logins = {person.login for person in people.every(connection)}
    unknown = [t for t in judged.tells if t not in PEOPLE and t not in logins]
    if unknown:
        raise NeedsYou(
            f"Nobody here is called {unknown[0]}.",
            f"Tell {', '.join(PEOPLE)}, or a person by the login.",
        )
    is_metric = judged.watches in (Watches.METRIC, Watches.ESTIMATE)
    if is_metric and judged.of and judged.of not in KNOWN_METRICS:
        raise NeedsYou(f"There is no metric {judged.of}.", "Choose one that is measured.")
    return judged


def _model_id(connection: Any, name: str | None) -> int | None:
    if name is None:
        return None
    found = models.find(connection, name)
    if found is None:
        raise NotThere("model", name)
    return found.id


def _found(connection: Any, key: str) -> AlertRule:
    wanted = f"rule:{key}" if key.isdecimal() else key
    for found in in_force(connection):
        if found.key == wanted:
            return found
    raise NotThere("alert rule", key)


def _login(workspace: Workspace) -> str:
    return workspace.person.login


def _tell(
    workspace: Workspace, tx: Transaction, rule: AlertRule, verb: str, before: Mapping[str, Any]
) -> None:
    """The entry in Activity, with what takes the change back."""
    assert rule.id is not None
    now = rows.state(tx.connection, rule.id) or {}
    undo = {UNDO: rule.id, "from": dict(before), "to": {name: now[name] for name in before}}
    activities.add(
        tx,
        by=_login(workspace),
        kind="alert",
        subject=f"models/{rule.model}" if rule.model else "models",
        sentence=f"{verb} “{rule.name}”",
        note=text(rule),
        detail={"rule": rule.key, "undo": undo},
    )


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a change, as its entry in Activity tells it, was not overtaken since."""
    now = rows.state(connection, facts[UNDO])
    return now is not None and all(now[name] == value for name, value in facts["to"].items())


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Put a rule back as it was before a change."""
    rows.update(tx, facts[UNDO], **facts["from"])
