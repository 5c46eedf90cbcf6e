"""How many threads a fit gets: those that wait for each other only where the table is large."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_info

from tidemill.base import programs
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame
from tidemill.services.training.fitting import MANY_CELLS, working_threads


def table(n_rows: int) -> Frame:
    return Frame(
        tuple(ColumnData(name, Kind.NUMERIC, np.zeros(n_rows)) for name in ("a", "b", "c", "d"))
    )


def openmp() -> set[int]:
    return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "openmp"}


@pytest.mark.parametrize(("n_rows", "n_threads"), [(MANY_CELLS // 4 - 1, 1), (MANY_CELLS // 4, 3)])
def test_openmp_shares_out_only_a_large_table(n_rows, n_threads):
    pipeline = Pipeline([("model", HistGradientBoostingClassifier())])
    before = openmp()
    with working_threads(pipeline, 3, table(n_rows)):
        assert openmp() == {n_threads}
    assert openmp() == before


def test_a_forest_keeps_its_threads_on_a_small_table_and_none_afterwards():
    forest = RandomForestClassifier()
    with working_threads(Pipeline([("model", forest)]), 3, table(10)):
        assert forest.n_jobs == 3
    assert forest.n_jobs is None


def test_children_spin_little_unless_the_person_says_otherwise(monkeypatch):
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    assert programs.own_environment()["GOMP_SPINCOUNT"] == "400"
    monkeypatch.setenv("GOMP_SPINCOUNT", "7")
    assert programs.own_environment()["GOMP_SPINCOUNT"] == "7"
