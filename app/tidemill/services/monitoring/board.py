"""Many models on one board, the worst first."""

from datetime import timedelta

from tidemill.domain.boards import Board, Standing, board_of
from tidemill.domain.metrics import for_task
from tidemill.domain.recipes import Task
from tidemill.services.workspace import Workspace
from tidemill.store import boards, chunk_points

DAYS = 400


def board(workspace: Workspace, *, days: int = DAYS, project: str | None = None) -> Board:
    """Every model with the points of its chunks of the last `days`, or of one project's models."""
    since = workspace.clock.now() - timedelta(days=days)
    with workspace.store.read() as connection:
        found = boards.standing(connection)
        keys, packed = chunk_points.read(connection, since)
    standing = [
        Standing(**one, higher_is_better=_is_higher_better(one["task"], one["metric"]))
        for one in found
        if project is None or one["project"] == project
    ]
    return board_of(standing, keys, packed, chunk_points.microseconds(since))


def _is_higher_better(task: str, name: str) -> bool | None:
    found = (one.higher_is_better for one in for_task(Task(task)) if one.id == name)
    return next(found, None)
