"""Everything of a workspace out into a folder, and back into a new one.

100,000 runs of up to 21 values each, every hundredth with a history of 1,000 points. The floor of
both ways is a copy of the database file as it is, synced to the disk.
"""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import run_stores
from lines import Line

from tidemill.domain.people import Person, PersonRole
from tidemill.services import workspace as workspaces
from tidemill.services.leaving import coming_back, going_out
from tidemill.store.engine import FILE_NAME

N_RUNS = int(os.environ.get("TIDEMILL_BENCH_RUNS", "100000"))
N_POINTS = 1_000


def measure(folder: Path) -> list[Line]:
    """Each way once: they take seconds."""
    made = run_stores.shared(folder, N_RUNS, n_points=N_POINTS)
    place = folder / "leaving"
    place.mkdir()
    floor = _took(lambda: _copied(made / FILE_NAME, place / "copy"))
    workspace = workspaces.open_existing(run_stores.copied(made, place / "ws"))
    acting = workspace.acting_as(Person("bench", "Bench", PersonRole.APPROVER))
    out = _took(lambda: going_out.leave(acting, place / "out"))
    workspace.close()
    again = workspaces.create(place / "again", login="bench")
    back = _took(lambda: coming_back.take_in(again, place / "out"))
    again.close()
    shutil.rmtree(place)
    return [
        Line(f"everything of {N_RUNS:,} runs out into a folder", out, floor, None, "none promised"),
        Line("the same back into a new workspace", back, floor, None, "none promised"),
    ]


def _copied(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())


def _took(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
