"""The worker and what may start by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.automations import RunState, Trigger
from tidemill.services import automation_runs, automations
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace
from tidemill.worker import loop
from tidemill.worker.loop import Worker

HOURLY = Trigger("hour", "schedule", {"when": "every hour", "zone": "UTC"})


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = workspaces.create(tmp_path / "ws", clock=HeldClock(), login="ada")
    yield made
    made.close()


def _later(workspace: Workspace, hours: int) -> None:
    assert isinstance(workspace.clock, HeldClock)
    workspace.clock.advance(3600 * hours)


def test_a_worker_that_leaves_when_idle_starts_what_is_due_before_it_leaves(
    workspace: Workspace,
) -> None:
    made = automations.add(workspace, "Hourly", [HOURLY])
    after = Trigger("after", "job-ended", {"of": f"automation:{made.id}"})
    second = automations.add(workspace, "After it", [after])
    _later(workspace, 5)
    Worker(workspace, until_idle=True).run()
    for one in (made, second):
        runs = automation_runs.of(workspace, one.id)
        assert [view.run.state for view in runs] == [RunState.SUCCEEDED]
    assert automation_runs.of(workspace, made.id)[0].run.cause.sentence.endswith(
        "4 earlier times were missed"
    )


def test_a_worker_stays_while_something_may_start_by_itself(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LINGER_S", -1.0)

    def leaves() -> bool:
        worker = Worker(workspace, leave_when_idle=True)
        worker._triggers.now()
        return worker._is_done(busy=False)

    by_hand = automations.add(workspace, "By hand", [Trigger("hand", "by-hand")])
    assert leaves()
    automations.change(workspace, by_hand.id, triggers=(*by_hand.triggers, HOURLY))
    assert not leaves()
    automations.switch(workspace, by_hand.id, on=False)
    assert leaves()
