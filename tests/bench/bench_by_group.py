"""Five hundred groups with models of their own, beside one model for all of the same rows.

One table of 100,000 rows and 30 columns. What is promised is a reasonable time: the fit within 45
seconds of one processor, and all that the run tells of the groups within 90.
"""

import time
from pathlib import Path

import numpy as np
from lines import Line

from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Recipe, Task
from tidemill.services.training import persist
from tidemill.services.training.learning import fit_only, learn

GROUPS, ROWS, COLUMNS = 500, 100_000, 29


def measure(_folder: Path) -> list[Line]:
    """Fit, run and keeping of 500 groups beside one model, in seconds of a processor."""
    frame = _table()
    schema = Schema(tuple(Column(c.name, c.kind) for c in frame))
    features = tuple(f"x{k}" for k in range(COLUMNS))
    plain = Recipe("y", Task.BINARY, features, positive="yes")
    grouped = Recipe("y", Task.BINARY, features, positive="yes", by_group="shop")
    fit_only(frame.slice(0, 2_000), schema, plain, Silent())  # what is imported is warm
    one, model = _timed(lambda: fit_only(frame, schema, plain, Silent()).model)
    many, models = _timed(lambda: fit_only(frame, schema, grouped, Silent()).model)
    run_one, _ = _timed(lambda: learn(frame, schema, plain, Silent()))
    run_many, learned = _timed(lambda: learn(frame, schema, grouped, Silent()))
    kept_one, _ = _timed(lambda: persist.load(persist.bundle(model)))
    kept_many, data = _timed(lambda: _kept(models))
    assert learned.groups.n_own == GROUPS
    return [
        Line("500 models by group: fit, beside one for all", many, one, 45, "45 s"),
        Line("500 models by group: whole run with their table", run_many, run_one, 90, "90 s"),
        Line("500 models by group: kept and loaded", kept_many, kept_one, 10, "10 s"),
        Line("500 models by group: the file", len(data) / 1e6, 0, 50, "50 MB", "MB"),
    ]


def _kept(model: object) -> bytes:
    data = persist.bundle(model)
    persist.load(data)
    return data


def _timed(work):
    started = time.process_time()
    made = work()
    return time.process_time() - started, made


def _table() -> Frame:
    """In each shop other columns tell the answer."""
    rng = np.random.default_rng(0)
    shop = rng.integers(0, GROUPS, ROWS)
    x = rng.normal(size=(ROWS, COLUMNS))
    weights = rng.normal(size=(GROUPS, COLUMNS))
    is_yes = (x * weights[shop]).sum(axis=1) + rng.normal(0, 3, ROWS) > 0
    columns = [ColumnData(f"x{k}", Kind.NUMERIC, x[:, k]) for k in range(COLUMNS)]
    columns.append(coded("shop", Kind.CATEGORICAL, [f"shop {k:03d}" for k in shop]))
    columns.append(coded("y", Kind.CATEGORICAL, np.where(is_yes, "yes", "no").tolist()))
    return Frame(tuple(columns))
