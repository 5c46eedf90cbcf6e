"""Two versions judged on different files, held against each other on rows neither learned from."""

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import JobState
from tidemill.domain.recipes import Task
from tidemill.services import (
    datasets,
    further_answers,
    jobs,
    model_diffs,
    registering,
    registry,
    retraining,
    runs,
    tables,
    training_runs,
    unseen_rows,
)
from tidemill.services.training import persist


@pytest.fixture
def two(workspace, champion, take_in, month, drain):
    """v1 learned from a part of the first month; v2 from all of it, judged on the second."""
    champion("prior")
    take_in(month(2))
    retraining.ask(workspace, "buyers")
    drain()
    return workspace


def test_rows_of_the_newer_file_are_those_that_neither_learned_from(two):
    first, second = registry.find(two, "buyers").versions
    data = datasets.version(two, "shop@2")
    seen = [unseen_rows.unseen(two, one, data).mask for one in (first, second)]
    held = runs.find(two, [first.run_pk])[0].artifacts["predictions.npz"]
    from tidemill.services.training.predictions import Predictions

    rows = Predictions.from_bytes(two.blobs.get_bytes(held)).rows
    assert np.flatnonzero(seen[0]).tolist() == [*sorted(rows.tolist()), *range(120, 240)]
    assert np.flatnonzero(seen[1]).tolist() == list(range(120, 240))


def test_both_answer_them_and_the_difference_is_told_on_the_same_rows(two, drain):
    before = model_diffs.diff(two, "buyers@1", "buyers@2")
    assert before.lacks_shared_rows
    job_id = further_answers.ask(two, "buyers@1", "buyers@2")
    drain()
    job = jobs.find(two, job_id)
    assert job.state is JobState.SUCCEEDED, job.error
    assert (job.result["rows"], job.result["on"]) == (120, "shop@2")
    found = model_diffs.diff(two, "buyers@1", "buyers@2")
    assert not found.lacks_shared_rows
    assert found.judged_on == "the same 120 rows"
    assert found.answers.n_rows == 120
    assert found.slices
    frame = tables.whole(two, datasets.version(two, "shop@2")).slice(120, 240)
    said = []
    for version in registry.find(two, "buyers").versions:
        model = persist.load(two.blobs.get_bytes(version.blob))
        said.append(np.asarray(model.predict(frame)))
        assert model.task is Task.BINARY
    assert found.answers.distance == pytest.approx(float(np.abs(said[1] - said[0]).mean()))
    assert found.answers.n_differ == int(((said[0] >= 0.5) != (said[1] >= 0.5)).sum())


def test_what_a_run_was_judged_on_stays_as_it_was(two):
    runs_before = [run.artifacts["predictions.npz"] for run in _runs(two)]
    further_answers.answer(two, "buyers@2", "buyers@1")
    assert [run.artifacts["predictions.npz"] for run in _runs(two)] == runs_before
    assert model_diffs.diff(two, "buyers@2", "buyers@1").answers.n_rows == 120


def _runs(workspace):
    return runs.find(workspace, [v.run_pk for v in registry.find(workspace, "buyers").versions])


def test_rows_that_came_again_in_a_file_that_replaces_are_not_counted_as_unseen(
    workspace, take_in, month, drain
):
    """The second file holds the first one's rows again, in another order, and new ones."""
    first, second = month(1), month(2)
    head, *old = first.read_text().splitlines()
    fresh = second.read_text().splitlines()[1:]
    take_in(first, series="replace")
    job = training_runs.train(workspace, "shop", estimators=("logistic_regression",))
    drain()
    [run] = training_runs.ranked(workspace, job)
    version = registering.register(workspace, run.id, name="buyers")
    whole = first.with_name("all.csv")
    whole.write_text("\n".join([head, *reversed(old), *fresh]) + "\n")
    take_in(whole, series="replace")
    data = datasets.version(workspace, "shop@2")
    mask = unseen_rows.unseen(workspace, version, data).mask
    n_held = version.comparison["rows"]
    assert mask[120:].all()
    assert mask[:120].sum() == n_held


def test_without_such_rows_it_is_said(workspace, shop, drain):
    job = training_runs.train(workspace, shop, estimators=("prior", "logistic_regression"))
    drain()
    found = training_runs.ranked(workspace, job)
    for run in found:
        registering.register(workspace, run.id, name="buyers")
    few = registry.version(workspace, "buyers@1").comparison["rows"]
    assert few < further_answers.FEWEST
    with pytest.raises(NeedsYou, match=rf"shop v1 has {few} rows that neither learned from"):
        further_answers.answer(workspace, "buyers@1", "buyers@2")
