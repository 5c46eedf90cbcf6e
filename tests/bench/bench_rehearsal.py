"""A rehearsal of 50,000 stored rows of 30 mixed columns, from asking to its being kept.

The floor is what both versions take to predict the same rows once they are in memory.
"""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from lines import Line

from tidemill.domain.columns import Role
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    datasets,
    ingesting,
    promotion,
    registering,
    registry,
    rehearsing,
    tables,
    training_runs,
)
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.services.training import learning, persist
from tidemill.services.workspace import Workspace

N_NUMBERS, N_WORDS = 20, 10
N_LEARNED, N_ROWS = 5_000, 50_000
N_TREES = (200, 120)


def measure(folder: Path) -> list[Line]:
    """A champion and a candidate of 200 and 120 trees decide on 50,000 rows."""
    workspace = workspaces.create(folder / "rehearsal", login="bench")
    try:
        _taken_in(workspace, folder / "first.csv", N_LEARNED, 1)
        for number, n_trees in enumerate(N_TREES, start=1):
            _version(workspace, n_trees)
            if number == 1:
                promotion.promote(workspace, "bench@1", anyway=True, reason="it is the first one")
        _taken_in(workspace, folder / "second.csv", N_ROWS - N_LEARNED, 2)
        began = time.perf_counter()
        rehearsing.ask(workspace, "bench@2", n=N_ROWS)
        _work(workspace)
        took = time.perf_counter() - began
        found = rehearsing.newest(workspace, "bench@2")
        assert found is not None
        assert found.n_rows == N_ROWS
        bare, n_flips = _bare(workspace)
        assert found.n_flips == n_flips
    finally:
        workspace.close()
    return [Line("rehearsal of 50,000 rows, 30 columns", took, bare, 30.0, "under 30 s")]


def _bare(workspace: Workspace) -> tuple[float, int]:
    frame = tables.whole(workspace, datasets.version(workspace, "rows"))
    models = [
        persist.load(workspace.blobs.get_bytes(registry.version(workspace, f"bench@{n}").blob))
        for n in (1, 2)
    ]
    began = time.perf_counter()
    said = [np.array(learning.score(model, frame).labels()) for model in models]
    return time.perf_counter() - began, int((said[0] != said[1]).sum())


def _taken_in(workspace: Workspace, path: Path, n: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    numbers = draw.normal(size=(n, N_NUMBERS)).round(4)
    words = draw.integers(0, 12, size=(n, N_WORDS))
    chance = numbers[:, 0] + 0.5 * numbers[:, 1] + (words[:, 0] > 6) + draw.normal(size=n)
    names = [f"n{i}" for i in range(N_NUMBERS)] + [f"w{i}" for i in range(N_WORDS)]
    lines = [",".join([*names, "bought"])]
    for place in range(n):
        values = [*map(str, numbers[place].tolist()), *(f"level {w}" for w in words[place])]
        lines.append(",".join([*values, "yes" if chance[place] > 0.5 else "no"]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    roles = {"bought": Role.TARGET}
    ingesting.add(workspace, [path], dataset="rows", target="bought", roles=roles)
    _work(workspace)


def _version(workspace: Workspace, n_trees: int) -> None:
    version = datasets.version(workspace, "rows")
    recipe = datasets.suggestions(workspace, version, "bought").recipe()
    settings = {"n_trees": n_trees}
    chosen = replace(recipe, estimator="hist_gradient_boosting", estimator_settings=settings)
    job = training_runs.train(workspace, "rows", recipe=chosen.to_dict())
    _work(workspace)
    [run] = training_runs.ranked(workspace, job)
    registering.register(workspace, run.id, name="bench")


def _work(workspace: Workspace) -> None:
    while (claimed := queue.claim(workspace.store, "bench")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, kinds(), workspace, job, reporter)
