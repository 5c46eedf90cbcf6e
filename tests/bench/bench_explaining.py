"""One prediction of a tree model on 50 mixed columns explained: parts, rows like it, what if.

Measured from the model's bytes to the whole explanation, in a process that has its libraries. The
floor is what the model takes to predict the rows it learned from.
"""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from lines import Line

from tidemill.base.progress import Silent
from tidemill.domain.columns import Role
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, explaining, ingesting, tables, training_runs
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.services.training import persist
from tidemill.services.workspace import Workspace

N_NUMBERS, N_WORDS = 35, 15
N_ROWS, N_TREES, N_TIMES = 20_000, 200, 5
ESTIMATORS = ("hist_gradient_boosting", "lightgbm", "random_forest")


def measure(folder: Path) -> list[Line]:
    """A row each of models with 200 trees."""
    workspace = workspaces.create(folder / "explaining", login="bench")
    try:
        _taken_in(workspace, folder / "rows.csv")
        return [_line(workspace, estimator) for estimator in ESTIMATORS]
    finally:
        workspace.close()


def _line(workspace: Workspace, estimator: str) -> Line:
    address = _run(workspace, estimator)
    explaining.explain(workspace, address, "1", Silent())
    took = []
    for row in range(2, 2 + N_TIMES):
        began = time.perf_counter()
        found = explaining.explain(workspace, address, str(row), Silent())
        took.append(time.perf_counter() - began)
        whole = found.base[0] + sum(one.by[0] for one in found.columns)
        assert abs(whole - found.said[0]) < 1e-4
        assert len(found.columns) == N_NUMBERS + N_WORDS
        assert found.similar
    name = f"one prediction explained, {estimator}, 50 columns"
    return Line(name, float(np.median(took)), _bare(workspace, address), 1.0, "under 1 s")


def _bare(workspace: Workspace, address: str) -> float:
    model = persist.load(workspace.blobs.get_bytes(explaining.subject_of(workspace, address).blob))
    frame = tables.whole(workspace, datasets.version(workspace, "rows"))
    began = time.perf_counter()
    model.predict(frame)
    return time.perf_counter() - began


def _taken_in(workspace: Workspace, path: Path) -> None:
    draw = np.random.default_rng(1)
    numbers = draw.normal(size=(N_ROWS, N_NUMBERS)).round(4)
    words = draw.integers(0, 12, size=(N_ROWS, N_WORDS))
    chance = numbers[:, 0] + 0.5 * numbers[:, 1] + (words[:, 0] > 6) + draw.normal(size=N_ROWS)
    names = [f"n{i}" for i in range(N_NUMBERS)] + [f"w{i}" for i in range(N_WORDS)]
    lines = [",".join([*names, "bought"])]
    for place in range(N_ROWS):
        values = [*map(str, numbers[place].tolist()), *(f"level {w}" for w in words[place])]
        lines.append(",".join([*values, "yes" if chance[place] > 0.5 else "no"]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    roles = {"bought": Role.TARGET}
    ingesting.add(workspace, [path], dataset="rows", target="bought", roles=roles)
    _work(workspace)


def _run(workspace: Workspace, estimator: str) -> str:
    version = datasets.version(workspace, "rows")
    recipe = datasets.suggestions(workspace, version, "bought").recipe()
    chosen = replace(recipe, estimator=estimator, estimator_settings={"n_trees": N_TREES})
    job = training_runs.train(workspace, "rows", recipe=chosen.to_dict())
    _work(workspace)
    [run] = training_runs.ranked(workspace, job)
    return f"{explaining.RUN}{run.id}"


def _work(workspace: Workspace) -> None:
    while (claimed := queue.claim(workspace.store, "bench")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, kinds(), workspace, job, reporter)
