"""How long trainings took is known by pipeline, so that the next can be told beforehand."""

from tidemill.services import training_runs, training_times
from tidemill.services.training_times import Took


def test_the_newest_finished_run_of_each_pipeline_counts(workspace, shop, drain):
    assert training_times.known(workspace) == {}
    training_runs.train(workspace, shop, estimators=("prior", "logistic_regression"))
    drain()
    known = training_times.known(workspace)
    assert set(known) == {"prior", "logistic_regression"}
    assert all(one.n_cells == 96 * 2 for one in known.values()), "96 of 120 rows, x and shop"
    assert known["prior"].seconds >= 0


def test_a_larger_table_takes_as_much_longer_and_a_small_one_not_no_time():
    took = Took(20.0, 1_000)
    assert took.expected_s(3_000) == 60.0
    assert took.expected_s(1) == training_times.SHORTEST_S
