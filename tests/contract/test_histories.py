"""What every store must keep of a metric's course."""

import math

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from tidemill.base.ids import new_id
from tidemill.store import histories, run_columns, run_writing, runs, schema
from tidemill.store.engine import Store
from tidemill.store.run_writing import Keys, NewRun


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def new_run(store: Store, **values) -> int:
    one = NewRun(
        new_id(), "default", "churn", "a run", "tester", "running", store.clock.now(), **values
    )
    with store.write() as tx:
        seq = run_writing.next_seq(tx)
        return run_writing.insert_runs(tx, [one], seq)[one.uuid]


def key_of(store: Store, name: str) -> int:
    keys = Keys()
    with store.write() as tx:
        return keys.ids(tx, [("metric", name)])["metric", name]


def log(store: Store, pk: int, key: int, points) -> None:
    with store.write() as tx:
        histories.append(tx, [(pk, key, step, at, value) for step, at, value in points])


def read(store: Store, pk: int, key: int):
    with store.read() as connection:
        return histories.read(connection, pk, key)


def n_rows(store: Store, table: sa.Table) -> int:
    with store.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def known_of(store: Store, pk: int):
    with store.read() as connection:
        return connection.execute(
            sa.select(schema.series).where(schema.series.c.run_pk == pk)
        ).one_or_none()


def last_of(store: Store, pk: int) -> dict[str, float]:
    with store.read() as connection:
        return runs.find(connection, [pk])[0].metrics


def test_points_are_read_as_they_were_logged_with_repeated_steps_and_steps_that_go_back(store):
    pk, key = new_run(store), key_of(store, "loss")
    points = [(5, 10.0, 0.5), (5, 11.0, math.inf), (2, 12.0, -math.inf), (9, 13.0, math.nan)]
    for one in points:
        log(store, pk, key, [one])
    steps, times, values = read(store, pk, key)
    assert steps.tolist() == [5, 5, 2, 9]
    assert times.tolist() == [10.0, 11.0, 12.0, 13.0]
    assert values[:3].tolist() == [0.5, math.inf, -math.inf]
    assert math.isnan(values[3])
    assert math.isnan(last_of(store, pk)["loss"])


def test_a_metric_knows_its_extremes_and_where_they_were(store):
    pk, key = new_run(store), key_of(store, "loss")
    log(store, pk, key, [(0, 1.0, 0.5)])
    assert known_of(store, pk) is None, "a single value needs no row of its own"
    log(store, pk, key, [(1, 2.0, 0.1), (2, 3.0, math.nan)])
    log(store, pk, key, [(3, 4.0, 0.9), (4, 5.0, 0.9)])
    row = known_of(store, pk)
    assert (row.n, row.lo, row.lo_step, row.hi, row.hi_step) == (5, 0.1, 1, 0.9, 3)
    assert (row.last_step, row.last_at) == (4, 5.0)
    assert last_of(store, pk) == {"loss": 0.9}


def test_points_without_a_step_follow_the_last_one(store):
    pk, key = new_run(store), key_of(store, "loss")
    log(store, pk, key, [(None, 1.0, 3.0)])
    log(store, pk, key, [(None, 2.0, 2.0), (10, 3.0, 1.0), (None, 4.0, 0.0)])
    assert read(store, pk, key)[0].tolist() == [0, 1, 10, 11]


def test_a_value_from_before_is_the_first_point_of_its_history(store):
    pk, key = new_run(store), key_of(store, "auc")
    with store.write() as tx:
        runs.put_values(tx, pk, metrics={"auc": 0.8})
    assert read(store, pk, key)[2].tolist() == [0.8]
    log(store, pk, key, [(None, 99.0, 0.9)])
    steps, times, values = read(store, pk, key)
    assert (steps.tolist(), values.tolist()) == ([0, 1], [0.8, 0.9])
    assert times[0] == store.clock.now().timestamp()


@tried(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 9000), min_size=1, max_size=5))
def test_however_points_arrive_they_are_read_whole_and_in_order(store, sizes):
    pk, key = new_run(store), key_of(store, "loss")
    total = sum(sizes)
    values = np.sin(np.arange(total))
    start = 0
    for size in sizes:
        part = range(start, start + size)
        log(store, pk, key, [(step, step / 2, float(values[step])) for step in part])
        start += size
    steps, times, found = read(store, pk, key)
    assert np.array_equal(steps, np.arange(total))
    assert np.array_equal(times, np.arange(total) / 2)
    assert np.array_equal(found, values)
    with store.read() as connection:
        stretches = histories.overview(connection, pk, key)
        assert histories.counts(connection, [pk]) == {(pk, "loss"): total}
    assert sum(s.n for s in stretches) == total
    assert min(s.lo for s in stretches) == values.min()
    assert max(s.hi for s in stretches) == values.max()
    assert [s.first for s in stretches] == [s.first_step for s in stretches]
    assert stretches[-1].last_step == total - 1
    chunked = [s for s in stretches if s.n == histories.CHUNK]
    assert len(chunked) == total // histories.CHUNK


def test_a_long_tail_of_a_run_that_ended_is_put_together(store):
    pk, key, other = new_run(store), key_of(store, "loss"), key_of(store, "auc")
    log(store, pk, key, [(s, float(s), float(s)) for s in range(100)])
    log(store, pk, other, [(0, 0.0, 1.0), (1, 1.0, math.nan)])
    with store.write() as tx:
        assert histories.compact(tx, [pk]) == 1
    assert n_rows(store, schema.point) == 2
    assert read(store, pk, key)[2].tolist() == [float(s) for s in range(100)]
    log(store, pk, key, [(None, 1.0, 7.0)])  # the run is resumed
    steps, _, values = read(store, pk, key)
    assert (steps[-1], values[-1], len(steps)) == (100, 7.0, 101)


def test_a_chunk_of_nothing_but_nan_has_no_extremes(store):
    pk, key = new_run(store), key_of(store, "loss")
    log(store, pk, key, [(s, 0.0, math.nan) for s in range(histories.CHUNK)])
    with store.read() as connection:
        (only,) = histories.overview(connection, pk, key)
    assert (only.lo, only.hi, only.n) == (None, None, histories.CHUNK)
    assert np.isnan(read(store, pk, key)[2]).all()


def test_names_that_another_process_added_are_found_and_not_added_twice(store):
    mine, others = Keys(), Keys()
    with store.write() as tx:
        first = others.ids(tx, [("metric", "auc"), ("param", "auc")])
    with store.write() as tx:
        assert mine.ids(tx, [("param", "auc"), ("metric", "auc")]) == first
    assert n_rows(store, schema.key) == 2


def test_names_of_a_transaction_that_failed_are_not_remembered(store):
    keys = Keys()

    class Broken(Exception):
        pass

    def fail() -> None:
        with store.write() as tx:
            keys.ids(tx, [("metric", "auc")])
            raise Broken

    with pytest.raises(Broken):
        fail()
    keys.forget()
    with store.write() as tx:
        found = keys.ids(tx, [("metric", "auc")])
    keys.settle()
    assert n_rows(store, schema.key) == 1
    with store.write() as tx:
        assert keys.ids(tx, [("metric", "auc")]) == found


def test_a_thousand_runs_are_written_together_with_one_new_number(store):
    keys = Keys()
    new = [
        NewRun(new_id(), "default", "churn", f"r{i}", "tester", "finished", store.clock.now())
        for i in range(1000)
    ]
    with store.write() as tx:
        seq = run_writing.next_seq(tx)
        pks = run_writing.insert_runs(tx, new, seq)
        ids = keys.ids(tx, [("metric", "auc")])
        run_writing.put_texts(tx, keys, {(pk, "param", "depth"): str(pk) for pk in pks.values()})
        points = [(pk, ids["metric", "auc"], 0, 1.0, 0.5) for pk in pks.values()]
        histories.append(tx, points, new_runs=set(pks.values()))
        run_writing.changed(tx, pks.values(), seq)
    with store.read() as connection:
        changed = [row[0] for part in run_columns.own(connection, [], seq - 1) for row in part]
        found = runs.find(connection, changed)
        assert run_columns.mark(connection).seq == seq
    assert len(found) == 1000
    assert [r.params["depth"] for r in found] == [str(r.pk) for r in found]
    assert n_rows(store, schema.feed) == 1000
