"""A clock that is set back: the order of versions, of what was done, and what is due stay right."""

from datetime import UTC, datetime

from tidemill.base.errors import WorldError
from tidemill.domain.automations import Trigger
from tidemill.jobs import queue
from tidemill.services import activity, automation_runs, automations, datasets, retention, watching
from tidemill.services.job_kinds import kinds
from tidemill.services.trigger_look import Look

DAY = 86_400.0


def test_versions_and_what_was_done_keep_the_order_in_which_it_happened(
    workspace, clock, month, take_in
):
    take_in(month(1))
    clock.advance(-DAY)
    take_in(month(2))
    versions = datasets.find(workspace, "shop").versions
    assert [v.number for v in versions] == [1, 2]
    assert versions[1].created_at < versions[0].created_at
    assert datasets.find(workspace, "shop").versions[-1].rows == 240
    done = [
        one.sentence for one in activity.recent(workspace).entries if "shop_2024" in one.sentence
    ]
    assert "02" in done[0], "the last that happened stands first, whatever its time"


def test_a_file_that_waits_and_a_job_that_is_put_back_are_taken_up(workspace, clock, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    watching.add(workspace, inbox, dataset="d")
    (inbox / "a.csv").write_text("a\n1\n")
    watching.scan(workspace)
    clock.advance(-DAY)
    assert watching.scan(workspace).handed_on == 1, "its age says nothing, its content does"
    job = queue.claim(workspace.store, "w")
    full = WorldError("The disk is full.", "Free some room.")
    assert queue.fail(workspace.store, kinds(), workspace, job, full)
    assert queue.claim(workspace.store, "w") is None, "it is left in peace for a while"
    clock.advance(-DAY)
    assert queue.claim(workspace.store, "w").id == job.id, "but not for a day"


def test_a_schedule_that_fired_does_not_fire_again_for_the_same_time(workspace, clock):
    clock.at = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)
    made = automations.add(
        workspace, "Nightly", [Trigger("t", "schedule", {"when": "daily at 13", "zone": "UTC"})]
    )
    clock.advance(3600)
    assert len(Look(workspace).now()) == 1
    clock.advance(-2 * 3600)
    assert Look(workspace).now() == []
    clock.advance(2 * 3600)
    assert Look(workspace).now() == [], "13:00 of that day was done"
    assert len(automation_runs.of(workspace, made.id)) == 1
    clock.advance(DAY)
    assert len(Look(workspace).now()) == 1


def test_nothing_is_let_go_by_a_clock_that_went_wrong(workspace, clock):
    retention.note(workspace)
    clock.advance(-DAY)
    assert not retention.is_due(workspace)
    clock.advance(400 * DAY)
    assert not retention.is_due(workspace), "a day to put it right before anything is lost"
