"""Two workers on one store, and a worker that dies at the wrong moment: each time starts once."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.automations import Automation, Cause, Limits, Trigger
from tidemill.domain.causes import Ref
from tidemill.domain.jobs import JobRequest
from tidemill.domain.triggers import Reads
from tidemill.jobs import queue
from tidemill.services import automation_runs, automations, trigger_facts, triggering
from tidemill.services import workspace as workspaces
from tidemill.services.trigger_facts import Asked
from tidemill.services.trigger_look import Look
from tidemill.services.workspace import Workspace
from tidemill.store import cause_links, trigger_events, trigger_states

BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOURLY = Trigger("hour", "schedule", {"when": "every hour", "zone": "UTC"})


@pytest.fixture
def clock(any_workspace: Workspace) -> HeldClock:
    assert isinstance(any_workspace.clock, HeldClock)
    any_workspace.clock.at = BEGIN
    return any_workspace.clock


@pytest.fixture
def others(any_workspace: Workspace, clock: HeldClock) -> Iterator[list[Workspace]]:
    """The same workspace as two other processes would have it open."""
    opened = [
        workspaces.open_existing(any_workspace.place, clock=clock, login="worker") for _ in range(2)
    ]
    yield opened
    for one in opened:
        one.close()


def _n_starts(workspace: Workspace, automation: Automation) -> int:
    return len(automation_runs.of(workspace, automation.id))


def test_workers_that_look_at_the_same_moment_start_each_time_once(
    any_workspace: Workspace, clock: HeldClock, others: list[Workspace]
) -> None:
    made = automations.add(any_workspace, "Hourly", [HOURLY])
    looks = [Look(one) for one in others]
    gate = threading.Barrier(len(looks))
    started: list[int] = []

    def work(look: Look) -> None:
        for _ in range(6):
            gate.wait(timeout=60)
            started.extend(look.at_once())
            if gate.wait(timeout=60) == 0:
                clock.advance(3600)

    threads = [threading.Thread(target=work, args=(look,)) for look in looks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    assert clock.at == BEGIN + timedelta(hours=6)
    assert len(started) == len(set(started)) == 5  # none was due at the beginning
    assert _n_starts(any_workspace, made) == 5


def test_a_worker_that_dies_while_it_starts_has_neither_started_nor_forgotten(
    any_workspace: Workspace,
    clock: HeldClock,
    others: list[Workspace],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = automations.add(any_workspace, "Hourly", [HOURLY])
    clock.advance(3600)

    def die(*_args: object, **_values: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(triggering.activities, "add", die)  # the run is in the transaction by then
        with pytest.raises(KeyboardInterrupt):
            Look(others[0]).now()
    assert _n_starts(any_workspace, made) == 0
    assert len(Look(others[1]).now()) == 1
    assert Look(others[0]).now() == []
    assert _n_starts(any_workspace, made) == 1


def test_limits_and_memories_are_kept_alike_on_every_store(
    any_workspace: Workspace, clock: HeldClock
) -> None:
    limits = Limits(at_most_every_s=7200.0, minutes_a_month=60.0)
    made = automations.add(any_workspace, "Hourly", [HOURLY], limits=limits)
    for _ in range(5):
        clock.advance(3600)
        Look(any_workspace).now()
    assert _n_starts(any_workspace, made) == 3
    with any_workspace.store.read() as connection:
        state = trigger_states.of(connection, made.id)["hour"]
    assert state.next_at == BEGIN + timedelta(hours=6)


def test_what_a_thing_set_off_is_found_by_its_whole_key(
    any_workspace: Workspace, clock: HeldClock
) -> None:
    made = automations.add(any_workspace, "By hand", [Trigger("hand", "by-hand")])
    with any_workspace.store.write() as tx:
        keys = [queue.enqueue(tx, JobRequest("dataset.compare")) for _ in range(12)]
        last = automation_runs.start(tx, made, Cause("x", "it ended", {"job": keys[10]}))
        inner = automation_runs.start(tx, made, Cause("x", "it ended", {"job": keys[11], "z": 1}))
    with any_workspace.store.read() as connection:
        assert cause_links.set_off(connection, Ref("job", keys[0])) == []
        assert cause_links.set_off(connection, Ref("job", keys[10])) == [
            Ref("automation_run", last)
        ]
        assert cause_links.set_off(connection, Ref("job", keys[11])) == [
            Ref("automation_run", inner)
        ]


@pytest.mark.parametrize("reads", list(Reads))
def test_facts_of_every_kind_are_gathered_and_so_is_their_past(
    any_workspace: Workspace, clock: HeldClock, reads: Reads
) -> None:
    for settings in (
        {"dataset": "shop", "model": "buyers", "of": "model.train"},
        {"dataset": "shop", "model": "", "of": "automation:1"},
    ):
        asked = Asked(reads, settings, 1)
        with any_workspace.store.read() as connection:
            memory = trigger_facts.first_memory(connection, asked, clock.now())
            facts = trigger_facts.gather(connection, asked, memory)
            assert (facts is None) == (reads is Reads.NOTHING)
            assert trigger_facts.history(connection, asked, BEGIN) == []
            assert trigger_events.last_start(connection, 1) is None
            assert trigger_events.seconds_of_runs(connection, 1) == []
            assert trigger_events.seconds_of_jobs(connection, ["model.train"], "model:x") == []
