"""Triggers on a real store: each cause starts once, in the transaction that made it known."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from started_runs import causes_of, look, state_of

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Automation, Limits, RunState, Trigger
from tidemill.domain.jobs import Job
from tidemill.domain.models import ModelVersion
from tidemill.jobs import queue
from tidemill.services import (
    automation_runs,
    automations,
    dataset_trash,
    datasets,
    promotion,
    red_pause,
    steps,
    trigger_facts,
    triggering,
)
from tidemill.services.job_kinds import kinds
from tidemill.services.trigger_look import Look
from tidemill.services.workspace import Workspace
from tidemill.store import jobs

FILES = Trigger("files", "new-data", {"dataset": "shop"})
NIGHT = Trigger("night", "schedule", {"when": "every night at 02:00", "zone": "UTC"})


def test_a_new_file_starts_in_the_transaction_that_made_its_version(
    workspace: Workspace,
    shop: str,
    add: Callable[..., Automation],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    made = add(FILES)
    assert look(workspace) == []  # the version that is there is no news
    job = take_in(month(2))
    assert causes_of(workspace, made) == ["shop_2024-02.csv was added"]
    run = automation_runs.of(workspace, made.id)[0].run
    assert run.cause.refs["job"] == job.id
    assert run.cause.refs["by"] == "ada"
    assert {"file", "version"} <= set(run.cause.refs)
    assert run.state is RunState.SUCCEEDED
    assert look(workspace) == []
    take_in(month(3), month(4))
    assert len(causes_of(workspace, made)) == 3


def test_files_are_counted_until_enough_have_come(
    workspace: Workspace,
    shop: str,
    add: Callable[..., Automation],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    two = Trigger("files", "new-data", {"dataset": shop, "n_files": 2})
    made = add(two)
    take_in(month(2))
    assert causes_of(workspace, made) == []
    assert state_of(workspace, made, "files").said == "1 file of 2 has come into shop."
    take_in(month(3))
    assert causes_of(workspace, made) == ["2 files with 240 rows were added to shop"]


def test_files_that_were_taken_away_again_and_rows_prepared_anew_are_no_new_files(
    workspace: Workspace,
    shop: str,
    add: Callable[..., Automation],
    take_in: Callable[..., Job],
    drain: Callable[[], list[Job]],
    month: Callable[..., Path],
) -> None:
    made = add(Trigger("files", "new-data", {"dataset": shop, "n_files": 2}))
    take_in(month(2))
    dataset_trash.delete(workspace, "shop@2")
    steps.add(workspace, shop, "derive", {"name": "double", "expression": "x * 2"})
    drain()
    assert datasets.version(workspace, shop).origin["kind"] == "steps"
    take_in(month(3))
    assert causes_of(workspace, made) == []
    take_in(month(4))
    assert len(causes_of(workspace, made)) == 1


def test_a_start_by_hand_has_the_data_that_was_counted(
    workspace: Workspace,
    shop: str,
    add: Callable[..., Automation],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    made = add(Trigger("files", "new-data", {"dataset": shop, "n_files": 2}))
    take_in(month(2))
    run_id = triggering.start_by_hand(workspace, made.id, note="cannot wait")
    view = automation_runs.find(workspace, run_id)
    assert view.run.cause.sentence == "ada started it by hand: cannot wait"
    assert view.run.cause.refs == {"by": "ada"}
    take_in(month(3))
    assert len(causes_of(workspace, made)) == 1


def test_by_hand_starts_whatever_limits_say_and_a_removed_one_is_told(
    workspace: Workspace, add: Callable[..., Automation]
) -> None:
    made = add(Trigger("hand", "by-hand"), limits=Limits(at_most_every_s=86400.0))
    for _ in range(2):
        triggering.start_by_hand(workspace, made.id)
    assert len(causes_of(workspace, made)) == 2
    automations.remove(workspace, made.id)
    with pytest.raises(NeedsYou, match="There is no automation"):
        triggering.start_by_hand(workspace, made.id)


def test_a_schedule_starts_once_for_its_time_and_tells_the_next(
    workspace: Workspace, clock: HeldClock, add: Callable[..., Automation]
) -> None:
    clock.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    made = add(NIGHT)
    state = state_of(workspace, made, "night")
    assert state.next_at == datetime(2026, 5, 2, 2, tzinfo=UTC)
    assert state.said == "Next 02:00 on Saturday 2 May 2026."
    assert look(workspace) == []
    clock.at = datetime(2026, 5, 2, 2, 0, 1, tzinfo=UTC)
    assert len(look(workspace)) == 1
    assert look(workspace) == []
    assert state_of(workspace, made, "night").next_at == datetime(2026, 5, 3, 2, tzinfo=UTC)


def test_a_time_that_comes_while_the_start_before_is_at_work_starts_after_it(
    workspace: Workspace,
    clock: HeldClock,
    add: Callable[..., Automation],
    add_version: Callable[..., ModelVersion],
) -> None:
    add_version()
    clock.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    made = add(NIGHT, model="buyers")
    clock.at = datetime(2026, 5, 2, 2, tzinfo=UTC)
    assert len(look(workspace)) == 1
    clock.at = datetime(2026, 5, 3, 2, tzinfo=UTC)
    assert look(workspace) == []
    assert state_of(workspace, made, "night").said == (
        "Its start before is still at work; this one comes after it."
    )
    claimed = queue.claim(workspace.store, "w")
    assert claimed is not None
    queue.fail(workspace.store, kinds(), workspace, claimed, NeedsYou("It broke.", ""))
    assert len(look(workspace)) == 1


def test_a_start_takes_nothing_from_the_other_triggers_but_data(
    workspace: Workspace,
    clock: HeldClock,
    add: Callable[..., Automation],
    add_version: Callable[..., ModelVersion],
) -> None:
    add_version()
    clock.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    made = add(NIGHT, Trigger("champion", "registry-event", {"model": "buyers"}))
    clock.at = datetime(2026, 5, 2, 2, tzinfo=UTC)
    promotion.promote(workspace, "buyers@1")
    assert len(look(workspace)) == 2
    assert causes_of(workspace, made)[1] == "buyers v1 was promoted by ada"


def test_times_slept_over_are_caught_up_once(
    workspace: Workspace, clock: HeldClock, add: Callable[..., Automation]
) -> None:
    clock.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    made = add(NIGHT)
    clock.at = datetime(2026, 5, 5, 9, tzinfo=UTC)
    assert len(look(workspace)) == 1
    assert look(workspace) == []
    (said,) = causes_of(workspace, made)
    assert said.endswith("; 3 earlier times were missed")


def test_a_clock_set_back_starts_no_time_twice_and_one_set_right_waits_for_no_year(
    workspace: Workspace, clock: HeldClock, add: Callable[..., Automation]
) -> None:
    clock.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    made = add(NIGHT)
    look = Look(workspace)
    clock.at = datetime(2026, 5, 2, 2, 5, tzinfo=UTC)
    assert len(look.at_once()) == 1
    clock.at = datetime(2026, 5, 2, 1, 30, tzinfo=UTC)  # an hour back
    assert look.at_once() == []
    assert state_of(workspace, made, "night").next_at == datetime(2026, 5, 3, 2, tzinfo=UTC)
    clock.at = datetime(2026, 5, 2, 2, 30, tzinfo=UTC)
    assert look.at_once() == []
    clock.at = datetime(2027, 5, 2, 3, tzinfo=UTC)  # a year ahead by mistake
    assert len(look.at_once()) == 1
    clock.at = datetime(2026, 5, 2, 12, tzinfo=UTC)  # put right
    assert look.at_once() == []
    clock.at = datetime(2026, 5, 3, 2, 1, tzinfo=UTC)
    assert len(look.at_once()) == 1
    assert len(causes_of(workspace, made)) == 3


def test_an_idle_look_asks_nothing_before_a_time_or_news_come(
    workspace: Workspace,
    clock: HeldClock,
    add: Callable[..., Automation],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tidemill.services import trigger_look
    from tidemill.store.feed import News

    monkeypatch.setattr(trigger_look, "EVERY_S", 0.0)
    asked: list[str] = []
    real = trigger_facts.gather

    def counted(connection: Any, of: Any, memory: Any) -> Any:
        asked.append(of.reads)
        return real(connection, of, memory)

    clock.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    add(NIGHT, FILES)
    look = Look(workspace)
    look.now()
    monkeypatch.setattr(trigger_facts, "gather", counted)
    look.hear([News(1, "job_log", "3", "x"), News(2, "job", "3", "x")])
    look.now()
    assert asked == []
    assert look.is_settled
    look.hear([News(3, "dataset", "shop", "x")])
    assert not look.is_settled
    look.now()
    assert asked == ["arrivals"]
    clock.at = datetime(2026, 5, 2, 2, tzinfo=UTC)
    assert len(look.now()) == 1
    assert "clock" in asked[1:]


def test_what_is_held_back_starts_when_the_limit_allows(
    workspace: Workspace,
    clock: HeldClock,
    shop: str,
    add: Callable[..., Automation],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    clock.at = datetime(2026, 5, 1, 23, tzinfo=UTC)
    quiet = Limits(quiet=("22:00", "06:00"), zone="UTC")
    made = add(FILES, limits=quiet)
    take_in(month(2))
    take_in(month(3))
    assert causes_of(workspace, made) == []
    state = state_of(workspace, made, "files")
    assert state.said == "Held back: quiet hours from 22:00 to 06:00."
    assert state.next_at == datetime(2026, 5, 2, 6, tzinfo=UTC)
    clock.at = datetime(2026, 5, 2, 6, tzinfo=UTC)
    assert len(look(workspace)) == 1
    assert causes_of(workspace, made) == ["2 files with 240 rows were added to shop"]


def test_a_budget_counts_what_runs_of_the_month_took(
    workspace: Workspace, clock: HeldClock, add: Callable[..., Automation]
) -> None:
    from tidemill.store import automations as rows

    clock.at = datetime(2026, 5, 1, 1, tzinfo=UTC)
    made = add(NIGHT, limits=Limits(minutes_a_month=10.0))
    clock.at = datetime(2026, 5, 1, 2, tzinfo=UTC)
    (run_id,) = look(workspace)
    run = automation_runs.find(workspace, run_id).run
    with workspace.store.write() as tx:
        rows.update_run(tx, run, seconds=660.0)
    clock.at = datetime(2026, 5, 2, 2, tzinfo=UTC)
    assert look(workspace) == []
    state = state_of(workspace, made, "night")
    assert state.said == "Held back: 11 of 10 minutes of this month are used."
    clock.at = datetime(2026, 6, 1, tzinfo=UTC)
    assert len(look(workspace)) == 1


def test_a_budget_counts_a_run_that_is_under_way_until_now(
    workspace: Workspace,
    clock: HeldClock,
    add: Callable[..., Automation],
    add_version: Callable[..., ModelVersion],
) -> None:
    add_version()
    hand = Trigger("hand", "by-hand")
    made = add(NIGHT, hand, model="buyers", limits=Limits(minutes_a_month=10.0))
    triggering.start_by_hand(workspace, made.id)
    used = []
    for _ in range(2):
        clock.advance(300)
        with workspace.store.read() as connection:
            facts = trigger_facts.limit_facts(connection, made, clock.now())
        used.append(facts.minutes_used)
    assert used == [5.0, 10.0]


def test_on_battery_it_is_looked_at_again_every_minute(
    workspace: Workspace,
    clock: HeldClock,
    add: Callable[..., Automation],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock.at = datetime(2026, 5, 1, 1, tzinfo=UTC)
    made = add(NIGHT, limits=Limits(mains_only=True))
    plugged = False
    monkeypatch.setattr(trigger_facts, "is_on_mains", lambda: plugged)
    clock.at = datetime(2026, 5, 1, 2, tzinfo=UTC)
    assert look(workspace) == []
    assert state_of(workspace, made, "night").next_at == clock.at + timedelta(minutes=1)
    plugged = True
    clock.advance(60)
    assert len(look(workspace)) == 1


def test_the_red_pause_holds_back_and_what_came_meanwhile_starts_once_after_it(
    workspace: Workspace,
    shop: str,
    add: Callable[..., Automation],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    made = add(FILES)
    red_pause.pause_all(workspace, "the data are odd")
    take_in(month(2))
    take_in(month(3))
    assert look(workspace) == []
    assert state_of(workspace, made, "files").said == (
        "Held back: ada paused everything automatic."
    )
    red_pause.resume_all(workspace)
    assert len(look(workspace)) == 1
    assert look(workspace) == []


def test_what_came_while_an_automation_was_off_is_no_news_when_it_is_on_again(
    workspace: Workspace,
    clock: HeldClock,
    shop: str,
    add: Callable[..., Automation],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    clock.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    made = add(FILES, NIGHT)
    automations.switch(workspace, made.id, on=False)
    take_in(month(2))
    clock.at = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert look(workspace) == []
    automations.switch(workspace, made.id, on=True)
    assert look(workspace) == []
    take_in(month(3))
    assert causes_of(workspace, made) == ["shop_2024-03.csv was added"]


def test_a_trigger_that_is_set_otherwise_begins_anew_and_the_others_go_on(
    workspace: Workspace,
    clock: HeldClock,
    shop: str,
    add: Callable[..., Automation],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    clock.at = datetime(2026, 5, 6, 12, tzinfo=UTC)
    two = Trigger("files", "new-data", {"dataset": shop, "n_files": 2})
    weekly = Trigger("night", "schedule", {"when": "every Monday at 02:00", "zone": "UTC"})
    made = add(two, weekly)
    take_in(month(2))
    clock.at = datetime(2026, 5, 8, 12, tzinfo=UTC)
    automations.change(workspace, made.id, triggers=(two, NIGHT))
    assert look(workspace) == []  # no night before the change was missed
    take_in(month(3))
    assert causes_of(workspace, made) == ["2 files with 240 rows were added to shop"]


def test_two_looks_at_once_start_a_time_once(
    workspace: Workspace, clock: HeldClock, add: Callable[..., Automation]
) -> None:
    """The second look has read the same memory before the first moved it."""
    clock.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    made = add(NIGHT)
    clock.at = datetime(2026, 5, 2, 2, tzinfo=UTC)
    started: list[int] = []
    second = Look(workspace)
    with workspace.store.read():  # as old as it may be
        started += Look(workspace).now()
        started += second.now()
    assert len(started) == 1
    assert len(causes_of(workspace, made)) == 1


@pytest.fixture
def quiet_jobs(workspace: Workspace) -> Iterator[None]:
    """Nothing is left in the queue by what is looked at."""
    yield
    with workspace.store.read() as connection:
        assert not jobs.still_open(connection)


def test_a_look_at_an_empty_workspace_does_nothing(workspace: Workspace, quiet_jobs: None) -> None:
    assert look(workspace) == []
    again = Look(workspace)
    again.now()
    assert again.is_settled
    assert not again.is_needed


def test_a_dataset_that_has_another_name_by_now_loses_no_file(
    workspace: Workspace,
    shop: str,
    add: Callable[..., Automation],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    from tidemill.services import dataset_changes

    made = add(FILES)
    dataset_changes.rename(workspace, shop, "store")
    take_in(month(2), dataset="store")
    assert causes_of(workspace, made) == ["shop_2024-02.csv was added"]
