"""Running a run again from what is stored: equal, nearly equal, or what differs and why."""

from dataclasses import replace

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain import kept_shares
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.reproductions import Outcome, Reproduction, compared
from tidemill.domain.searches import SearchPlan
from tidemill.services import (
    activity,
    recipes,
    reproducing,
    reproductions,
    runs,
    searching,
    training_runs,
)
from tidemill.services.training import answering, learning
from tidemill.services.training.predictions import Predictions
from tidemill.store import runs as rows

ESTIMATORS = [entry.id for entry in training_runs.choices("binary")]


@pytest.fixture
def trained(workspace, shop, drain):
    """A run of an estimator on the shop."""

    def made(estimator="logistic_regression", **options):
        job_id = training_runs.train(workspace, "shop", estimators=(estimator,), **options)
        drain()
        [run] = training_runs.ranked(workspace, job_id)
        return run

    return made


@pytest.fixture
def again(workspace, drain):
    """Runs a run again and returns what came of it, as kept with the run."""

    def done(run):
        reproductions.ask(workspace, run.id)
        [job] = drain()
        assert job.state == "succeeded", job.error
        return reproductions.of_run(workspace, runs.one(workspace, run.id))[0]

    return done


def _put(workspace, run, path, data):
    blob = workspace.blobs.put_bytes(data)
    with workspace.store.write() as tx:
        rows.put_artifact(tx, run.pk, path, blob, len(data))
    return runs.one(workspace, run.id)


def _with_other_answers(workspace, run, by):
    held = Predictions.from_bytes(workspace.blobs.get_bytes(run.artifacts["predictions.npz"]))
    other = replace(held, values=np.clip(held.values + by, 0.0, 1.0))
    return _put(workspace, run, "predictions.npz", other.to_bytes())


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_every_estimator_gives_the_same_bits_again(workspace, trained, again, estimator):
    run = trained(estimator)
    found = again(run)
    assert (found.outcome, found.n_differ, found.furthest) == (Outcome.EQUAL, 0, 0.0), found
    assert found.n_rows == 24
    assert found.causes == ()
    assert found.n_threads == int(run.params["threads"])
    told = {one.name: (one.before, one.now) for one in found.measures}
    assert told["auc"] == (run.metrics["auc"], run.metrics["auc"])
    assert all(before == now for before, now in told.values())


def test_numbers_and_the_best_of_a_search_come_out_the_same_too(workspace, trained, again, drain):
    assert again(trained("random_forest", target="x")).outcome is Outcome.EQUAL
    plan = SearchPlan("random", n_trials=2, n_folds=2, estimator="logistic_regression")
    job_id = searching.ask(workspace, "shop", plan)
    drain()
    made = runs.of_job(workspace, job_id)
    [best] = [one for one in made if searching.is_search(one)]
    assert again(best).outcome is Outcome.EQUAL
    trial = next(one for one in made if one.params["kind"] == "trial")
    with pytest.raises(NeedsYou, match="a trial of a search"):
        reproductions.ask(workspace, trial.id)


@pytest.mark.parametrize(
    "more",
    [
        {"by_group": "shop", "by_group_rows": 25},
        {"calibration": "isotonic", "class_weights": "balanced"},
        {"windows": 2},
    ],
)
def test_what_a_recipe_asks_for_besides_comes_out_the_same_too(workspace, trained, again, more):
    base = recipes.chosen(workspace, "shop", None, None, None, (), None, None)
    features = tuple(name for name in base.features if name != more.get("by_group"))
    recipe = replace(base, estimator="logistic_regression", features=features, **more)
    found = again(trained(recipe=recipe.to_dict()))
    assert found.outcome is Outcome.EQUAL, found.sentences()


def test_answers_kept_with_fewer_digits_are_equal_by_the_hash_of_all_of_them(
    workspace, trained, again, monkeypatch
):
    monkeypatch.setattr(kept_shares, "SMALL", 0)
    run = trained("logistic_regression", target="shop")
    held = Predictions.from_bytes(workspace.blobs.get_bytes(run.artifacts["predictions.npz"]))
    assert held.exact
    found = again(run)
    assert found.outcome is Outcome.EQUAL
    assert all(one.before == one.now for one in found.measures)
    other = replace(held, exact="0" * 32)
    assert again(_put(workspace, run, "predictions.npz", other.to_bytes())).outcome is Outcome.CLOSE


def test_each_time_is_kept_newest_first_and_told_in_activity(workspace, trained, again, clock):
    run = trained()
    first = again(run)
    second = again(run)
    kept = reproductions.of_run(workspace, runs.one(workspace, run.id))
    assert [one.at for one in kept] == [second.at, first.at]
    assert first.at < second.at
    newest = activity.recent(workspace, limit=1).entries[0]
    assert newest.sentence == f"ran {run.name} again"
    assert newest.note == "Equal: all 24 answers on the hold-out are the same bit for bit."


def test_a_run_keeps_every_package_it_was_made_with(workspace, trained):
    lock = workspace.blobs.get_bytes(trained().artifacts["environment/packages.txt"]).decode()
    assert f"numpy=={np.__version__}" in lock.splitlines()


def test_a_run_of_other_libraries_says_which(workspace, trained, again):
    run = _with_other_answers(workspace, trained(), 0.01)
    _put(workspace, run, "environment/packages.txt", b"numpy==1.0.1\nleft-behind==3.2\n")
    found = again(run)
    assert found.outcome is Outcome.DIFFERENT
    assert found.furthest == pytest.approx(0.01)
    [cause] = [one for one in found.causes if one.kind == "library"]
    # What the model's own page says of a library goes before the list of all packages.
    assert "left-behind is gone" in cause.words
    assert "numpy" not in cause.words


def test_what_differs_without_a_known_cause_is_said_to(workspace, trained, again):
    run = _with_other_answers(workspace, trained(), 0.01)
    found = again(run)
    assert [one.kind for one in found.causes] == ["program"]
    assert "24 of 24 answers on the hold-out differ, by 0.01 at most" in found.sentences()[0]
    assert found.title == "other result"


def test_answers_within_the_tolerance_are_called_so(workspace, trained, again):
    found = again(_with_other_answers(workspace, trained(), 1e-9))
    assert found.outcome is Outcome.CLOSE
    assert found.is_equal
    assert found.causes == ()
    assert 0 < found.furthest < 2e-9


def test_what_is_missing_is_named(workspace, trained, again):
    run = trained()
    workspace.blobs.path(run.artifacts["predictions.npz"]).unlink()
    found = again(run)
    assert found.outcome is Outcome.IMPOSSIBLE
    assert [one.kind for one in found.causes] == ["missing"]
    assert "predictions.npz" in found.causes[0].words


def test_rows_that_are_others_now_are_not_learned_from(workspace, trained, again):
    run = trained()
    with workspace.store.write() as tx:
        rows.put_values(tx, run.pk, params={"rows_hash": "0" * 32})
    found = again(run)
    assert (found.outcome, found.causes[0].kind) == (Outcome.IMPOSSIBLE, "data")
    assert "shop v1 holds other rows now" in found.causes[0].words


def test_a_run_that_was_not_trained_here_is_refused(workspace, make_runs):
    make_runs(1)
    with pytest.raises(NeedsYou, match="was not trained by Tidemill"):
        reproductions.ask(workspace, "run-0")


class _Drawing:
    """Learns anew at each call; `is_odd` says with how many threads other answers come."""

    def __init__(self, is_odd):
        self.is_odd = is_odd
        self.n = 0

    def again(self, recipe):
        self.n += self.is_odd(recipe.n_threads)
        return np.array([0.5 + self.n])


@pytest.mark.parametrize(
    ("is_odd", "n_threads", "kinds"),
    [
        (lambda n: n > 1, 4, ["threads"]),
        (lambda _: True, 4, ["seed"]),
        (lambda _: True, 1, ["seed"]),
        (lambda _: False, 4, []),
    ],
)
def test_threads_and_draws_outside_of_the_seed_are_told_apart(is_odd, n_threads, kinds):
    recipe = Recipe("y", Task.BINARY, ("x",), n_threads=n_threads)
    stored = _Drawing(is_odd)
    now = stored.again(recipe)
    causes = reproducing._unsteady(stored, recipe, now, Silent())
    assert [one.kind for one in causes] == kinds


def test_a_forest_says_the_same_bits_with_any_number_of_threads():
    draw = np.random.default_rng(3)
    n = 3 * answering.FEWEST_ROWS
    frame = Frame(
        (
            ColumnData("x", Kind.NUMERIC, draw.normal(size=n)),
            ColumnData("y", Kind.NUMERIC, draw.normal(size=n)),
        )
    )
    schema = Schema(tuple(Column(c.name, c.kind) for c in frame))
    recipe = Recipe("y", Task.REGRESSION, ("x",), estimator="random_forest")
    model = learning.fit_only(frame, schema, recipe, Silent(), rows=np.arange(200)).model
    alone = answering.answers(model, frame, 1)
    for n_threads in (2, 3, 7):
        assert np.array_equal(answering.answers(model, frame, n_threads), alone)
    assert np.array_equal(model.predict(frame), alone)


def test_numbers_are_near_by_their_own_spread():
    truth = np.array([1e6, 2e6, 3e6])
    near = compared(Task.REGRESSION, truth, truth, truth + 0.5, {})
    assert near.outcome is Outcome.CLOSE
    assert compared(Task.REGRESSION, truth, truth, truth + 5.0, {}).outcome is Outcome.DIFFERENT


def test_answers_that_are_no_numbers_now_differ():
    truth, said = np.array([0, 1]), np.array([0.2, 0.8])
    found = compared(Task.REGRESSION, truth.astype(float), said, np.array([0.2, np.nan]), {})
    assert (found.outcome, found.n_differ) == (Outcome.DIFFERENT, 1)


def test_what_came_of_it_survives_being_stored():
    truth, said = np.array([0, 1, 1]), np.array([0.2, 0.8, 0.6])
    found = compared(Task.BINARY, truth, said, said[::-1].copy(), {"auc": 1.0})
    assert Reproduction.from_dict(found.to_dict()) == found
