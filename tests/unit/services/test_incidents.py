"""Alerts become incidents: one a cause, joined, taken up again, owned, snoozed, closed, undone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.domain.alerts import Severity
from tidemill.services import activity, alert_rules, home, incidents, monitoring, muting, undoing
from tidemill.services.monitoring import alerting
from tidemill.store import chunks
from tidemill.store import incidents as rows


def broken_feed(month, number, shift=5.0):
    """A month in which `x` moved, rows are few, and the answers are the contrary."""
    path = month(number, n=400, shift=shift)
    text = path.read_text()
    swapped = text.replace(",yes\n", ",?\n").replace(",no\n", ",yes\n").replace(",?\n", ",no\n")
    path.write_text(swapped)
    return path


@pytest.fixture
def told(workspace):
    """Notices so far, as (event, incident, tells)."""

    def read():
        with workspace.store.read() as connection:
            found = rows.notices(connection)
        return [(one.event, one.incident_id, one.tells) for one in found]

    return read


def test_drift_and_error_of_one_chunk_are_one_incident_and_told_once(
    workspace, champion, take_in, month, told
):
    champion()
    take_in(broken_feed(month, 2))
    [incident] = incidents.incidents(workspace)
    assert sorted(a.rule for a in incident.alerts) == ["drift", "performance:auc"]
    assert incident.severity is Severity.CRITICAL
    assert incident.title == "AUC fell as x moved"
    assert incident.since == monitoring.show(workspace, "buyers").chunks[0].starts_at
    assert told() == [("opened", incident.id, ("approvers",))]


def test_what_is_open_is_counted_by_incident_with_alerts_that_none_holds(
    workspace, champion, take_in, month
):
    version = champion()
    assert incidents.n_open(workspace) == 0
    take_in(broken_feed(month, 2))
    assert len(monitoring.alerts(workspace, only_open=True)) == 2
    assert incidents.n_open(workspace) == 1
    [found] = incidents.incidents(workspace)
    with workspace.store.write() as tx:
        chunks.open_alert(
            tx, "buyers", model_id=found.model_id, version_id=version.id, chunk_id=None,
            rule="lone", severity="warning", columns=["x"], value=0.3, limit=0.2, data_at=None,
            message="alone",
        )  # fmt: skip
    assert incidents.n_open(workspace) == 2
    incidents.close(workspace, found.id, outcome="The feed was mended")
    assert incidents.n_open(workspace) == 1


def test_the_worker_says_what_it_found_when_an_incident_opened(workspace, champion, take_in, month):
    champion()
    take_in(broken_feed(month, 2))
    [incident] = incidents.incidents(workspace)
    said = {step["title"]: step["words"] for step in incident.facts["diagnosis"]}
    assert next(iter(said)) == "x drifted"
    assert said["x drifted"].endswith("in shop v2")
    assert "A shift, not noise" in said
    assert said["Incident opened"] == "2 alerts"
    assert incident.facts["affected"] == {"rows": 400, "of": 400}


def test_the_same_rule_next_time_stays_in_its_incident_and_nobody_is_told_again(
    workspace, champion, take_in, month, told
):
    champion()
    take_in(month(2, n=400, shift=3.0))
    take_in(month(3, n=400, shift=5.0))
    [incident] = incidents.incidents(workspace)
    assert incident.sentence == incident.alerts[0].message
    assert len(told()) == 1


def test_an_incident_is_over_when_its_last_alert_is_and_what_comes_soon_after_takes_it_up_again(
    workspace, champion, take_in, month, told
):
    champion()
    take_in(month(2, n=400, shift=3.0))
    take_in(month(3, n=400))
    [over] = incidents.incidents(workspace)
    assert (over.closed_by, over.outcome) == ("worker", "No column drifted in shop v3.")
    take_in(month(4, n=400, shift=3.0))
    [again] = incidents.incidents(workspace)
    assert again.is_open
    assert len(again.alerts) == 2
    assert [event for event, *_ in told()] == ["opened", "reopened"]


def test_what_comes_long_after_is_an_incident_of_its_own_and_names_the_earlier_one(
    workspace, champion, take_in, month, clock
):
    champion()
    take_in(month(2, n=400, shift=3.0))
    take_in(month(3, n=400))
    clock.advance(40 * 86_400)
    take_in(month(4, n=400, shift=3.0))
    new, old = incidents.incidents(workspace)
    assert [one.id for one in incidents.similar(workspace, new.id)] == [old.id]
    assert incidents.similar(workspace, old.id) == []


def test_home_has_one_card_an_incident_and_none_while_it_is_snoozed(
    workspace, champion, take_in, month, clock
):
    champion()
    take_in(broken_feed(month, 2))

    def cards():
        return [d for d in home.home(workspace).decisions if isinstance(d, home.OpenAlert)]

    [card] = cards()
    assert card.alert.severity is Severity.CRITICAL
    assert card.incident is not None
    assert home.decision_key(card) == f"incident:{card.incident.id}"
    incidents.snooze(workspace, card.incident.id, clock.now() + timedelta(days=1))
    assert cards() == []
    clock.advance(2 * 86_400)
    assert len(cards()) == 1


def test_closing_asks_for_the_outcome_closes_the_alerts_and_is_taken_back(
    workspace, champion, take_in, month, told
):
    champion()
    take_in(broken_feed(month, 2))
    [incident] = incidents.incidents(workspace)
    with pytest.raises(NeedsYou, match="outcome"):
        incidents.close(workspace, incident.id, outcome=" ")
    done = incidents.close(workspace, incident.id, outcome="The feed sent pence")
    assert (done.closed_by, done.outcome) == ("ada", "The feed sent pence")
    assert monitoring.alerts(workspace, only_open=True) == []
    assert [event for event, *_ in told()] == ["opened", "closed"]
    with pytest.raises(NeedsYou, match="closed already"):
        incidents.close(workspace, incident.id, outcome="again")
    undoing.undo(workspace)
    assert incidents.one(workspace, incident.id).is_open
    assert len(monitoring.alerts(workspace, only_open=True)) == 2


def test_closing_its_last_alert_closes_the_incident(workspace, champion, take_in, month):
    champion()
    take_in(broken_feed(month, 2))
    [incident] = incidents.incidents(workspace)
    first, second = incident.alerts
    monitoring.close_alert(workspace, first.id, reason="known")
    assert incidents.one(workspace, incident.id).is_open
    monitoring.close_alert(workspace, second.id, reason="The feed")
    assert incidents.one(workspace, incident.id).outcome == "The feed"
    undoing.undo(workspace)
    assert incidents.one(workspace, incident.id).is_open


def test_an_owner_is_a_person_here_and_is_undone(workspace, champion, take_in, month):
    champion()
    take_in(month(2, n=400, shift=3.0))
    [incident] = incidents.incidents(workspace)
    with pytest.raises(NeedsYou, match="Nobody here is called zoe"):
        incidents.own(workspace, incident.id, "zoe")
    assert incidents.own(workspace, incident.id, "ada").owner == "ada"
    said = activity.recent(workspace, kind="incident").entries[0]
    assert said.sentence == f"gave incident {incident.id} of buyers to ada"
    undoing.undo(workspace)
    assert incidents.one(workspace, incident.id).owner == ""


def test_a_person_joins_two_incidents_and_a_snooze_must_lie_ahead(
    workspace, champion, take_in, month, clock
):
    champion()
    take_in(month(2, n=400, shift=3.0))
    clock.advance(40 * 86_400)
    take_in(month(3, n=400))
    clock.advance(40 * 86_400)
    take_in(month(4, n=400, shift=3.0))
    new, old = incidents.incidents(workspace)
    one = incidents.join(workspace, new.id, old.id)
    assert one.is_open
    assert len(one.alerts) == 2
    assert incidents.one(workspace, new.id).outcome == f"The same as incident {old.id}."
    with pytest.raises(NeedsYou, match="over"):
        incidents.snooze(workspace, old.id, clock.now())
    with pytest.raises(NeedsYou, match="another one"):
        incidents.join(workspace, old.id, old.id)
    with pytest.raises(NeedsYou, match="There is no incident 99"):
        incidents.one(workspace, 99)


def test_of_a_muted_column_no_rule_speaks_until_it_is_heard_again(
    workspace, champion, take_in, month
):
    champion()
    muting.mute(workspace, "buyers", "x", reason="A new sensor")
    take_in(month(2, n=400, shift=3.0))
    assert monitoring.alerts(workspace) == []
    assert [one.column for one in muting.of_model(workspace, "buyers")] == ["x"]
    undoing.undo(workspace)
    assert muting.of_model(workspace, "buyers") == ()
    take_in(month(3, n=400, shift=3.0))
    assert [a.rule for a in monitoring.alerts(workspace)] == ["drift"]


def test_in_quiet_hours_an_incident_opens_and_its_notice_waits(
    workspace, champion, take_in, month, clock
):
    champion()
    night = clock.now().replace(hour=23, minute=0)
    clock.advance((night - clock.now()).total_seconds() % 86_400)
    drift = alert_rules.one(workspace, "drift")
    alert_rules.change(workspace, "drift", replace(drift, quiet=("22:00", "06:00"), zone="UTC"))
    take_in(month(2, n=400, shift=3.0))
    with workspace.store.read() as connection:
        [notice] = [n for n in rows.notices(connection) if n.event == "opened"]
    assert notice.due_at.hour == 6
    assert notice.due_at > notice.at


def test_data_that_is_late_is_one_incident_and_ends_when_it_comes(
    workspace, champion, take_in, month, clock
):
    champion()
    rule = AlertRule(None, "Late", Watches.AGE, Comparison.OVER, 2.0)
    made = alert_rules.add(workspace, rule)
    take_in(month(2, n=400))
    clock.advance(86_400)
    alerting.look_at_ages(workspace)
    assert monitoring.alerts(workspace) == []
    clock.advance(2 * 86_400)
    alerting.look_at_ages(workspace)
    alerting.look_at_ages(workspace)
    [alert] = monitoring.alerts(workspace)
    assert (alert.rule, alert.message) == (made.key, "No new data came to shop for 3 days.")
    assert [one.title for one in incidents.incidents(workspace)] == [
        "No new data came to shop for 3 days"
    ]
    take_in(month(3, n=400))
    assert monitoring.alerts(workspace, only_open=True) == []
    assert monitoring.alerts(workspace)[0].reason == "shop v3 came."


def test_the_alerts_of_a_rule_that_is_off_close_with_the_next_look(
    workspace, champion, take_in, month
):
    champion()
    take_in(month(2, n=400, shift=3.0))
    alert_rules.switch(workspace, "drift", False)
    take_in(month(3, n=400, shift=3.0))
    assert monitoring.alerts(workspace)[0].reason == "Its rule is off."
