"""Quiet hours hold heavy jobs back, light ones go on, and a person may run them all the same."""

from datetime import UTC, datetime

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.jobs import queue
from tidemill.services import activity, settings, work_hours, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.jobs import find
from tidemill.services.news import News
from tidemill.worker import care
from tidemill.worker.care import Care

NEWS = [News(1, "setting", "worker.quiet_hours", "")]


@pytest.fixture
def minding(workspace, clock, monkeypatch):
    """What the worker minds, at 21:00 UTC with quiet hours from 22:00 to 06:00."""
    monkeypatch.setattr(care, "ROOM_S", 0.0)
    clock.advance((datetime(2026, 11, 23, 21, 0, tzinfo=UTC) - clock.now()).total_seconds())
    settings.put(workspace, "worker.quiet_hours", "22:00-06:00")
    settings.put(workspace, "worker.quiet_zone", "UTC")
    return Care(workspace)


def test_the_worker_is_quiet_from_the_minute_they_begin_to_the_minute_they_end(minding, clock):
    assert not minding.policy().is_quiet
    clock.advance(3600)
    assert minding.policy().is_quiet
    assert minding.quiet.startswith("Quiet hours until ")
    assert minding.quiet.endswith("heavy jobs wait, light ones go on.")
    clock.advance(8 * 3600 - 1)  # over midnight
    assert minding.policy().is_quiet
    clock.advance(1)
    assert not minding.policy().is_quiet
    assert minding.quiet == ""


def test_the_worker_hears_of_other_hours_and_days(minding, workspace, clock):
    clock.advance(3600)
    assert minding.policy().is_quiet
    settings.put(workspace, "worker.quiet_days", "tue")  # 2026-11-23 is a Monday
    minding.hear(NEWS)
    assert not minding.policy().is_quiet
    settings.put(workspace, "worker.quiet_days", "mon,tue")
    minding.hear(NEWS)
    assert minding.policy().is_quiet
    settings.put(workspace, "worker.quiet_hours", "")
    minding.hear(NEWS)
    assert not minding.policy().is_quiet


def test_run_now_holds_until_the_present_hours_end_and_no_longer(minding, workspace, clock):
    with pytest.raises(NeedsYou, match="No quiet hours hold anything back"):
        work_hours.run_now(workspace)
    clock.advance(3600)
    end = work_hours.run_now(workspace)
    assert end == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    minding.hear(NEWS)
    assert not minding.policy().is_quiet
    assert work_hours.awake_until(workspace) == end
    with pytest.raises(NeedsYou, match="No quiet hours hold anything back"):
        work_hours.run_now(workspace)
    clock.advance(24 * 3600)  # the next night is quiet again, though nobody said so
    assert minding.policy().is_quiet
    assert work_hours.awake_until(workspace) is None


def test_run_now_can_be_taken_back_and_both_are_told(minding, workspace, clock):
    clock.advance(3600)
    work_hours.run_now(workspace)
    work_hours.rest_again(workspace)
    minding.hear(NEWS)
    assert minding.policy().is_quiet
    with pytest.raises(NeedsYou, match="Nothing goes on"):
        work_hours.rest_again(workspace)
    told = [one.sentence for one in activity.recent(workspace).entries]
    assert told[0] == "let quiet hours hold heavy jobs back again"
    assert told[1].startswith("let heavy jobs go on in spite of quiet hours, until ")


def test_a_heavy_job_that_waits_says_why_and_is_not_counted_as_to_come(minding, workspace, clock):
    clock.advance(3600)
    with workspace.store.write() as tx:
        heavy = queue.enqueue(tx, JobRequest("model.train"))
        light = queue.enqueue(tx, JobRequest("model.register"))
    assert work_hours.holds(workspace, find(workspace, heavy)).startswith("Quiet hours until")
    assert work_hours.holds(workspace, find(workspace, light)) == ""
    assert workers.has_work(workspace, kinds().light)
    claimed = queue.claim(workspace.store, "w", kinds().light)
    assert claimed is not None
    assert claimed.id == light
    queue.succeed(workspace.store, claimed, {}, "")
    assert not workers.has_work(workspace, kinds().light)
    assert workers.has_work(workspace)  # a worker that stays begins it in the morning
    assert find(workspace, heavy).state is JobState.QUEUED
    work_hours.run_now(workspace)
    assert work_hours.holds(workspace, find(workspace, heavy)) == ""


def test_a_worker_in_quiet_hours_says_so_in_the_words_of_its_state():
    said = work_hours.told(datetime(2026, 11, 24, 6, 0, tzinfo=UTC))
    state = workers.WorkerState(True, f"{workers.QUIET}{said}", (), 2, 0)
    assert (state.quiet, state.held) == (said, "")
    assert workers.told(state) == said
