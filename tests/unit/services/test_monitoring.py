"""New rows seen through the champion's eyes: chunks, alerts, and what opens and closes them."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.alerts import Severity
from tidemill.domain.jobs import JobState
from tidemill.services import activity, home, ingesting, jobs, monitoring, watching
from tidemill.store import jobs as job_rows


def names_of(alerts):
    return sorted(a.rule for a in alerts)


@pytest.fixture
def opposite(month):
    """A month in which `x` says the contrary of what it used to say, with the same `x`."""

    def written(number):
        path = month(number, n=400)
        text = path.read_text()
        swapped = text.replace(",yes\n", ",?\n").replace(",no\n", ",yes\n").replace(",?\n", ",no\n")
        path.write_text(swapped)
        return path

    return written


def test_a_version_like_the_training_data_is_seen_and_nobody_is_told(
    workspace, champion, take_in, month
):
    champion()
    take_in(month(2, n=400))
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert (chunk.n_rows, chunk.version, chunk.dataset_version) == (400, 1, 2)
    assert chunk.report["drifted_columns"] == 0
    assert 0.5 < chunk.measures["auc"]["low"] < chunk.measures["auc"]["value"] <= 1.0
    assert chunk.measures["auc"]["n"] == 400
    assert monitoring.alerts(workspace) == []


def test_drift_opens_one_alert_that_names_the_column_and_is_told_in_activity(
    workspace, champion, take_in, month
):
    champion()
    take_in(month(2, n=400, shift=3.0))
    drift = next(a for a in monitoring.alerts(workspace) if a.rule == "drift")
    assert drift.severity is Severity.WARNING
    assert list(drift.columns) == ["x"]
    assert drift.message.startswith("x moved away from the training data.")
    assert drift.value > 0.25
    assert drift.closed_at is None
    entry = next(a for a in activity.recent(workspace, kind="alert").entries if "drift" in str(a))
    assert (entry.by, entry.sentence) == ("worker", "opened an alert on buyers")


def test_the_same_cause_again_updates_its_alert_and_opens_no_second_one(
    workspace, champion, take_in, month
):
    champion()
    take_in(month(2, n=400, shift=3.0))
    [first] = [a for a in monitoring.alerts(workspace) if a.rule == "drift"]
    take_in(month(3, n=400, shift=5.0))
    [again] = [a for a in monitoring.alerts(workspace) if a.rule == "drift"]
    assert again.id == first.id
    assert again.opened_at == first.opened_at
    assert again.value != first.value
    assert len(monitoring.show(workspace, "buyers").chunks) == 2


def test_an_alert_closes_by_itself_when_its_cause_is_gone(workspace, champion, take_in, month):
    champion()
    take_in(month(2, n=400, shift=3.0))
    take_in(month(3, n=400))
    assert monitoring.alerts(workspace, only_open=True) == []
    [closed] = [a for a in monitoring.alerts(workspace) if a.rule == "drift"]
    assert (closed.closed_by, closed.reason) == ("worker", "No column drifted in shop v3.")


def test_a_fall_that_both_intervals_confirm_is_critical_and_closes_when_it_is_back(
    workspace, champion, take_in, month, opposite
):
    champion()
    take_in(opposite(2))
    [alert] = monitoring.alerts(workspace, only_open=True)
    assert (alert.rule, alert.severity) == ("performance:auc", Severity.CRITICAL)
    assert "it was" in alert.message
    assert alert.message.endswith("when buyers v1 was validated.")
    assert alert.value < alert.limit
    take_in(month(3, n=400))
    assert monitoring.alerts(workspace, only_open=True) == []
    assert monitoring.alerts(workspace)[0].reason == "Back in its range on shop v3."


def test_two_causes_are_two_alerts(workspace, champion, take_in, month):
    champion()
    path = month(2, n=400, shift=3.0)
    path.write_text(path.read_text().replace(",yes\n", ",no!\n").replace(",no\n", ",yes\n"))
    path.write_text(path.read_text().replace(",no!\n", ",no\n"))
    take_in(path)
    assert names_of(monitoring.alerts(workspace, only_open=True)) == ["drift", "performance:auc"]


def test_rows_without_labels_are_watched_for_drift_alone(
    workspace, champion, take_in, month, drain
):
    champion()
    path = month(2, n=200)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], *(x.rsplit(",", 1)[0] + "," for x in lines[1:])]) + "\n")
    take_in(path)
    ingesting.accept(workspace, watching.arrived(workspace)[0].id)
    drain()
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert chunk.measures == {}
    job = next(j for j in jobs.newest(workspace) if j.kind == "model.monitor")
    assert "No labels yet." in job.message
    assert chunk.report["columns"]


def test_a_second_try_of_a_look_adds_no_second_chunk(workspace, champion, take_in, month, drain):
    champion()
    take_in(month(2))
    job = next(j for j in jobs.newest(workspace) if j.kind == "model.monitor")
    with workspace.store.write() as tx:
        job_rows.update(tx, job.id, state=str(JobState.QUEUED), result={}, ended_at=None)
    [again] = drain()
    assert again.message == "buyers has seen shop v2 already."
    assert len(monitoring.show(workspace, "buyers").chunks) == 1


def test_an_alert_is_closed_once_with_a_reason_and_by_whom(workspace, champion, take_in, month):
    champion()
    take_in(month(2, n=400, shift=3.0))
    alert = next(a for a in monitoring.alerts(workspace) if a.rule == "drift")
    with pytest.raises(NeedsYou, match="closed with a reason"):
        monitoring.close_alert(workspace, alert.id, reason=" ")
    closed = monitoring.close_alert(workspace, alert.id, reason="The sensor was moved")
    assert (closed.closed_by, closed.reason) == ("ada", "The sensor was moved")
    with pytest.raises(NeedsYou, match="closed already"):
        monitoring.close_alert(workspace, alert.id, reason="Again")
    with pytest.raises(NeedsYou, match="There is no alert 99"):
        monitoring.close_alert(workspace, 99, reason="Again")


def test_home_shows_what_the_alert_is_about_over_time(workspace, champion, take_in, month):
    champion()
    take_in(month(2, n=400))
    take_in(month(3, n=400, shift=3.0))
    shown = home.home(workspace)
    [alert] = [
        d for d in shown.decisions if isinstance(d, home.OpenAlert) and d.alert.rule == "drift"
    ]
    assert len(alert.course) == 2
    assert alert.course[1] > alert.course[0]
    [row] = shown.champions
    assert row.live == row.course[-1]
    assert row.tone in ("warn", "bad")
    assert len(row.course) == 2


def test_promotions_retrainings_and_alerts_stand_on_one_axis_of_the_data(
    workspace, champion, take_in, month
):
    champion()
    take_in(month(2, n=400, shift=3.0))
    view = monitoring.show(workspace, "buyers")
    found = {e.kind: e for e in monitoring.events(view)}
    assert {"promoted", "alert"} <= set(found)
    assert found["promoted"].address == "models/buyers/1"
    assert found["alert"].data_at == view.chunks[0].ends_at
