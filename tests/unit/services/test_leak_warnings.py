"""Columns that know the answer are named before a training starts."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.ids import new_id
from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.recipes import Recipe, Task
from tidemill.services import leak_warnings, tables
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace
from tidemill.store import datasets

SCHEMA = Schema(
    (
        Column("noise", Kind.NUMERIC),
        Column("refund", Kind.NUMERIC),
        Column("late", Kind.BOOLEAN, Role.TARGET),
    )
)
RECIPE = Recipe("late", Task.BINARY, ("noise", "refund"), positive="true")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = spaces.create(tmp_path / "w")
    yield made
    made.close()


def add(
    workspace: Workspace, number: int, *, leaks: bool, seed: int | None = None
) -> DatasetVersion:
    rng = np.random.default_rng(number if seed is None else seed)
    late = (rng.random(300) < 0.3).astype(np.int32)
    refund = late * 50.0 + rng.random(300) if leaks else rng.random(300)
    frame = Frame(
        (
            ColumnData("noise", Kind.NUMERIC, rng.random(300)),
            ColumnData("refund", Kind.NUMERIC, refund),
            ColumnData("late", Kind.BOOLEAN, late, ("false", "true")),
        )
    )
    stored = tables.put(workspace, frame)
    with workspace.store.write() as tx:
        now = tx.clock.now()
        known = datasets.find(tx.connection, "trips")
        if known is None:
            made = Dataset(0, "trips", "default", Series.APPEND, SCHEMA, now, "tester")
            key = datasets.insert(tx, made)
        else:
            key = known.id
        version = DatasetVersion(
            0, key, "trips", number, 300 * number, 300, new_id(), new_id(), stored.blob,
            stored.n_bytes, SCHEMA,
            "trips.csv", None, now, "tester", (), None, None, stored.is_chunked,
        )  # fmt: skip
        datasets.insert_version(tx, version, profile={}, source_blob=None)
        found = datasets.version(tx.connection, key, number)
    assert found is not None
    return found


def test_a_column_that_ranks_the_target_alone_is_named(workspace: Workspace) -> None:
    version = add(workspace, 1, leaks=True)
    (leak,) = leak_warnings.of_version(workspace, version, RECIPE, Silent())
    assert leak.column == "refund"
    assert leak.auc > 0.99


def test_the_newest_files_are_enough_for_a_large_table(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(workspace, 1, leaks=False)
    version = add(workspace, 2, leaks=True)
    monkeypatch.setattr(leak_warnings, "ENOUGH_ROWS", 200)
    (leak,) = leak_warnings.of_version(workspace, version, RECIPE, Silent())
    assert leak.column == "refund"
    monkeypatch.setattr(leak_warnings, "ENOUGH_ROWS", 500)
    assert leak_warnings.of_version(workspace, version, RECIPE, Silent()) == ()


def test_rows_that_would_lie_on_both_sides_are_counted_before_the_start(
    workspace: Workspace,
) -> None:
    """Both versions hold the same rows, as where a month is sent twice."""
    first = add(workspace, 1, leaks=False)
    assert leak_warnings.repeats(workspace, first, RECIPE, Silent()) is None
    second = add(workspace, 2, leaks=False, seed=1)
    found = leak_warnings.repeats(workspace, second, RECIPE, Silent())
    assert found is not None
    assert found.n > 0.5 * found.n_held
    assert "are also among those learned from" in found.message
