"""Forecasts before the first start: what happened, replayed against triggers and limits."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.automations import Automation, Guards, Limits, Mode, Trigger, chain
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import queue
from tidemill.services import forecasting
from tidemill.services.workspace import Workspace
from tidemill.store import jobs

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


def _unsaved(*triggers: Trigger, **changes: Any) -> Automation:
    model = changes.pop("model", None)
    values = {
        "id": 0,
        "name": "To be",
        "dataset": None,
        "model": model,
        "mode": Mode.PROPOSE,
        "triggers": triggers,
        "steps": chain(model),
        "limits": Limits(),
        "guards": Guards(),
        "is_on": True,
        "created_at": NOW,
        "created_by": "ada",
    }
    return Automation(**{**values, **changes})


def test_the_next_five_times_are_shown_and_a_month_of_starts(
    workspace: Workspace, clock: HeldClock
) -> None:
    clock.at = NOW
    monday = Trigger("t", "schedule", {"when": "every Monday at 06:00", "zone": "Europe/Vienna"})
    found = forecasting.forecast(workspace, _unsaved(monday))
    assert [t.isoformat()[:16] for t in found.times] == [
        f"2026-{day}T04:00" for day in ("05-11", "05-18", "05-25", "06-01", "06-08")
    ]
    assert found.starts == 4
    assert found.starts_a_month == 4.0


def test_what_often_comes_is_counted_without_replaying_all_of_it(
    workspace: Workspace, clock: HeldClock
) -> None:
    clock.at = NOW
    often = Trigger("t", "schedule", {"when": "every minute", "zone": "UTC"})
    found = forecasting.forecast(workspace, _unsaved(often))
    assert found.starts_a_month == pytest.approx(43200, rel=0.01)
    few = forecasting.forecast(workspace, _unsaved(often, limits=Limits(at_most_every_s=86400.0)))
    assert few.starts == 30


def test_files_of_the_past_are_replayed_with_what_jobs_like_it_cost(
    workspace: Workspace,
    clock: HeldClock,
    shop: str,
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    files = Trigger("t", "new-data", {"dataset": "shop"})
    for number in (2, 3, 4):
        clock.advance(10 * 86400)
        take_in(month(number))
    with workspace.store.write() as tx:
        key = queue.enqueue(tx, JobRequest("model.train", asked_by="ada"))
        now = tx.clock.now()
        values = {"state": "succeeded", "ended_at": now}
        jobs.update(tx, key, started_at=now - timedelta(minutes=4), **values)
    found = forecasting.forecast(workspace, _unsaved(files, model="buyers"))
    assert found.starts == 4
    assert found.starts_a_month == pytest.approx(4.0, rel=0.01)
    assert found.minutes_a_month == pytest.approx(16.0, rel=0.01)
    assert found.sentence == (
        "In the last 30 days it would have started 4 times. It would work about 16 minutes a month."
    )
    two = Trigger("t", "new-data", {"dataset": "shop", "n_files": 2})
    assert forecasting.forecast(workspace, _unsaved(two, model="buyers")).starts == 2


def test_too_little_and_nothing_are_told_as_such(
    workspace: Workspace, clock: HeldClock, shop: str
) -> None:
    clock.advance(7200)
    files = Trigger("t", "new-data", {"dataset": "shop"})
    short = forecasting.forecast(workspace, _unsaved(files, model="buyers"))
    assert short.starts_a_month is None
    assert short.minutes_a_month is None
    assert "too short to say" in short.sentence
    nothing = forecasting.forecast(
        workspace, _unsaved(Trigger("t", "job-ended", {"of": "model.train"}))
    )
    assert nothing.sentence == "In the last 90 days nothing would have started it."
    hand = forecasting.forecast(workspace, _unsaved(Trigger("t", "by-hand", {})))
    assert hand.sentence == "It starts only when somebody starts it."
    assert hand.times == ()
