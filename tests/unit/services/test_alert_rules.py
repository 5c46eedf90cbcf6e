"""Alert rules as people change them, and their replay over what monitoring stored."""

from dataclasses import replace

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches, defaults
from tidemill.domain.real_falls import FallRule
from tidemill.services import (
    activity,
    alert_replays,
    alert_rules,
    monitoring,
    undoing,
)

PSI = AlertRule(None, "x moved far", Watches.COLUMN, Comparison.OVER, 0.5, "buyers", "x")


def test_every_workspace_begins_with_the_rules_that_tidemill_brings(workspace):
    assert alert_rules.rules(workspace) == list(defaults())


def test_a_rule_that_is_brought_is_stored_with_its_first_change_and_can_be_put_back(workspace):
    assert not alert_rules.switch(workspace, "volume", False).is_on
    assert [r.is_on for r in alert_rules.rules(workspace)] == [True, True, True, False]
    with pytest.raises(NeedsYou, match="brings"):
        alert_rules.remove(workspace, "volume")
    undoing.undo(workspace)
    assert all(rule.is_on for rule in alert_rules.rules(workspace))


def test_a_rule_is_added_changed_by_its_sentence_removed_and_each_is_undone(workspace, champion):
    champion()
    made = alert_rules.add(workspace, PSI)
    key = str(made.id)
    assert made.key == f"rule:{key}"
    alert_rules.set_parts(workspace, key, {"limit": "0.7", "span": "2 days"})
    changed = alert_rules.one(workspace, key)
    assert (changed.limit, changed.span, changed.key) == (0.7, 2, made.key)
    entry = activity.recent(workspace, kind="alert").entries[0]
    assert entry.sentence == "changed the alert rule “x moved far”"
    undoing.undo(workspace)
    assert alert_rules.one(workspace, key) == made
    alert_rules.remove(workspace, key)
    with pytest.raises(NeedsYou, match="no alert rule"):
        alert_rules.one(workspace, key)
    undoing.undo(workspace)
    undoing.undo(workspace)
    assert alert_rules.rules(workspace) == list(defaults())


def test_who_is_told_and_what_is_watched_has_to_be_known(workspace):
    with pytest.raises(NeedsYou, match="Nobody here is called zoe"):
        alert_rules.add(workspace, replace(PSI, model=None, tells=("zoe",)))
    with pytest.raises(NeedsYou, match="no model buyers"):
        alert_rules.add(workspace, PSI)
    metric = AlertRule(None, "m", Watches.METRIC, Comparison.UNDER, 0.7, of="accurracy")
    with pytest.raises(NeedsYou, match="no metric accurracy"):
        alert_rules.add(workspace, metric)


def test_a_rule_of_ones_own_alerts_beside_the_others_in_the_same_incident(
    workspace, champion, take_in, month
):
    champion()
    made = alert_rules.add(workspace, PSI)
    take_in(month(2, n=400, shift=3.0))
    found = {a.rule: a for a in monitoring.alerts(workspace)}
    assert set(found) == {"drift", made.key}
    alert = found[made.key]
    assert alert.message == f"x moved: its PSI is {alert.value:,.4g}, over 0.5."
    assert alert.columns == ("x",)


def test_a_replay_tells_what_the_real_run_told(workspace, champion, take_in, month):
    champion()
    made = alert_rules.add(workspace, PSI)
    for number, shift in ((2, 0.0), (3, 3.0), (4, 0.0), (5, 3.0)):
        take_in(month(number, n=400, shift=shift))
    shown = alert_replays.of_rule(workspace, str(made.id))
    real = [a for a in reversed(monitoring.alerts(workspace)) if a.rule == made.key]
    told = [alert_replays.moment(one.opened_at) for one in shown.replay.alerts]
    assert told == [a.data_at for a in real]
    assert len(told) == 2
    assert [one.closed_at is None for one in shown.replay.alerts] == [
        a.closed_at is None for a in real
    ]
    assert shown.to_dict()["verdict"].startswith("2 alerts in 117 days")
    assert len(shown.curve.value) == 4
    assert shown.curve.over.tolist() == [0, 1, 0, 1]
    with pytest.raises(NeedsYou, match="watches every model"):
        alert_replays.of_rule(workspace, "drift")


def test_a_step_of_the_limit_tells_what_a_whole_replay_with_it_tells(
    workspace, champion, take_in, month
):
    champion()
    for number, shift in ((2, 0.0), (3, 3.0), (4, 0.0), (5, 0.5)):
        take_in(month(number, n=400, shift=shift))
    seen = alert_replays.history(workspace, "buyers")
    shown = alert_replays.replay(seen, PSI)
    for limit in (0.02, 0.2, 1.0, 9.0):
        step = alert_replays.moved(seen, shown, limit)
        whole = alert_replays.replay(seen, replace(PSI, limit=limit))
        assert step.replay == whole.replay
        assert step.rule == whole.rule
        assert step.curve.over.tolist() == whole.curve.over.tolist()
        assert step.bars == shown.bars
    assert len(alert_replays.moved(seen, shown, 9.0).replay.alerts) == 0


def test_what_counts_as_a_fall_is_changed_marked_and_undone(workspace, champion, take_in, month):
    champion()
    take_in(month(2, n=400))
    alert_replays.set_fall_rule(workspace, "buyers", FallRule(0.9, 4, 3))
    assert alert_replays.history(workspace, "buyers").fall_rule == FallRule(0.9, 4, 3)
    [chunk] = monitoring.show(workspace, "buyers").chunks
    alert_replays.mark(workspace, "buyers", chunk.starts_at, chunk.ends_at)
    [fall] = alert_replays.history(workspace, "buyers").falls
    assert fall.by_hand
    undoing.undo(workspace)
    assert alert_replays.history(workspace, "buyers").falls == ()
    undoing.undo(workspace)
    assert alert_replays.fall_rule(workspace, "buyers") == FallRule()


def test_the_sentence_offers_what_the_model_has(workspace, champion, take_in, month):
    champion()
    take_in(month(2, n=400))
    parts = {p.name: p for p in alert_rules.sentence(workspace, PSI) if not isinstance(p, str)}
    assert ("x", "x") in parts["of"].choices
    assert ("buyers", "buyers") in parts["model"].choices
    worse = {
        p.name: p
        for p in alert_rules.sentence(workspace, defaults()[1], model="buyers")
        if not isinstance(p, str)
    }
    assert ("auc", "AUC") in worse["of"].choices
