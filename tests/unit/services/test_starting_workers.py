"""Starting a worker in the background: one at a time, and a word where none comes."""

from collections.abc import Iterator
from typing import Any

import pytest

from tidemill.base.errors import WorldError
from tidemill.services import workers
from tidemill.services.workspace import Workspace


class Process:
    """A process that was started; `code` is how it ended."""

    def __init__(self) -> None:
        self.code: int | None = None

    def poll(self) -> int | None:
        return self.code


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Process]]:
    found: list[Process] = []

    def start(*_words: Any) -> Process:
        found.append(Process())
        return found[-1]

    monkeypatch.setattr(workers.programs, "start_apart", start)
    yield found
    workers._ON_THEIR_WAY.clear()


def test_no_other_is_started_while_one_is_on_its_way(
    workspace: Workspace, started: list[Process]
) -> None:
    assert workers.ensure(workspace)
    assert not any(workers.ensure(workspace) for _ in range(5))
    assert len(started) == 1


def test_one_that_came_and_left_is_followed_by_another(
    workspace: Workspace, started: list[Process]
) -> None:
    for n in range(1, 4):
        assert workers.ensure(workspace)
        assert len(started) == n
        started[-1].code = 0


def test_two_that_end_with_an_error_are_told_instead_of_a_third(
    workspace: Workspace, started: list[Process]
) -> None:
    for _ in range(2):
        assert workers.ensure(workspace)
        started[-1].code = 1
    with pytest.raises(WorldError, match="ended with an error") as told:
        workers.ensure(workspace)
    assert str(workspace.folder / "logs" / "worker.log") in told.value.hint
    assert len(started) == 2
    assert workers.ensure(workspace)  # asked for anew it is tried anew


def test_killed_ones_are_started_again_and_again(
    workspace: Workspace, started: list[Process]
) -> None:
    for _ in range(4):
        assert workers.ensure(workspace)
        started[-1].code = -9
    assert len(started) == 4


def test_an_error_after_one_was_seen_at_work_counts_for_nothing(
    workspace: Workspace, started: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    living: list[object] = []
    monkeypatch.setattr(workers, "alive", lambda *_: living)
    for _ in range(3):
        assert workers.ensure(workspace)
        living.append(object())
        assert not workers.ensure(workspace)
        living.clear()
        started[-1].code = 1
    assert len(started) == 3
