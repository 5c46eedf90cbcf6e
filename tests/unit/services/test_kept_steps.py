"""What one job prepared is taken over by the next, bit by bit the same; damage costs time only."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.own_steps import OwnStep
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.searches import SearchPlan
from tidemill.services import (
    dataset_trash,
    disk_room,
    kept_steps,
    retention,
    run_page,
    runs,
    searching,
    settings,
    training_runs,
)
from tidemill.services.registry import PREDICTIONS_FILE
from tidemill.services.training import environment, prepared_rows, step_files
from tidemill.services.training.learning import fit_only
from tidemill.services.training.prepared_rows import PreparedRows
from tidemill.services.training.step_files import StepFiles

N = 300
RECIPE = Recipe("y", Task.BINARY, ("x", "town"), positive="yes", estimator="logistic_regression")


def _table(seed: int = 0) -> tuple[Frame, Schema]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=N)
    town = [f"town {k}" for k in rng.integers(0, 25, N)]
    y = np.where(x + rng.normal(size=N) > 0, "yes", "no").tolist()
    x[::9] = np.nan
    columns = (
        ColumnData("x", Kind.NUMERIC, x),
        coded("town", Kind.CATEGORICAL, town),
        coded("y", Kind.CATEGORICAL, y),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def _fit(files, recipe=RECIPE, seed=0):
    """Fit as a job of its own that shares nothing but the files; its one step and the model."""
    frame, schema = _table(seed)
    with prepared_rows.remembered(PreparedRows(files)):
        made = fit_only(frame, schema, recipe, Silent())
    (told,) = made.steps
    return told, made.model


@pytest.fixture
def files(tmp_path):
    return StepFiles(tmp_path / "prepared", 10_000_000, by=" of job 7")


@pytest.mark.parametrize("changes", [{}, {"by_group": "town", "by_group_rows": 20}])
def test_a_later_job_takes_over_what_an_earlier_one_prepared(files, changes):
    frame, schema = _table()
    recipe = replace(RECIPE, **changes)
    alone = fit_only(frame, schema, recipe, Silent()).model
    first, model = _fit(files, recipe)
    again, same = _fit(files, replace(recipe, estimator_settings={"c": 1.0}))
    assert (first.is_reused, again.is_reused) == (False, True)
    assert first.reason == "Ran for the first time"
    assert again.reason == (
        "Taken over from logistic_regression of job 7: the same rows, columns and settings"
    )
    for one in (model, same):
        np.testing.assert_array_equal(one.predict(frame), alone.predict(frame))
    other, _ = _fit(files, replace(recipe, preparation_settings={"max_onehot": 30}))
    assert other.reason == "Ran again: the parameters changed (max_onehot 30 instead of 10)"
    moved, _ = _fit(files, recipe, seed=1)
    assert moved.reason == "Ran again: the data changed"


def test_another_version_of_a_library_runs_it_again_and_says_so(files, monkeypatch):
    _fit(files)
    now = environment.versions()
    monkeypatch.setattr(prepared_rows.environment, "versions", lambda _: now | {"numpy": "9.9"})
    prepared_rows._libraries.cache_clear()
    told, _ = _fit(files)
    prepared_rows._libraries.cache_clear()
    assert not told.is_reused
    words = f"numpy 9.9 instead of {now['numpy']}"
    assert told.reason == f"Ran again: the versions of libraries changed ({words})"


@pytest.mark.parametrize("place", [0, 5, 200, -300, -1])
def test_a_damaged_file_is_never_taken_over(files, tmp_path, place):
    _, model = _fit(files)
    (path,) = (tmp_path / "prepared").glob("*.rows")
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    told, again = _fit(files)
    assert not told.is_reused
    frame, _ = _table()
    np.testing.assert_array_equal(again.predict(frame), model.predict(frame))
    told, _ = _fit(files)
    assert told.is_reused, "it is kept anew"


def test_a_half_written_file_and_one_without_its_page_cost_time_only(files, tmp_path):
    _fit(files)
    folder = tmp_path / "prepared"
    (path,) = folder.glob("*.rows")
    path.write_bytes(path.read_bytes()[:1000])
    assert not _fit(files)[0].is_reused
    path.with_suffix(".json").write_text("{")
    assert not _fit(files)[0].is_reused
    path.with_suffix(".json").unlink()
    assert not _fit(files)[0].is_reused
    assert _fit(files)[0].is_reused
    assert sorted(one.suffix for one in folder.iterdir()) == [".json", ".rows"]


def test_what_was_used_longest_ago_goes_first_and_too_much_is_not_kept(tmp_path):
    folder = tmp_path / "prepared"
    _fit(StepFiles(folder, 10_000_000))
    (path,) = folder.glob("*.rows")
    size = path.stat().st_size
    small = StepFiles(folder, round(4.5 * size))
    for seed in (1, 2, 3):
        _fit(small, seed=seed)
    assert len(list(folder.glob("*.rows"))) == 4
    for one in folder.glob("*"):
        os.utime(one, (1_000, 1_000))
    assert _fit(small)[0].is_reused, "which makes it the one used last"
    _fit(small, seed=4)
    assert len(list(folder.glob("*.rows"))) == 4
    assert _fit(small)[0].is_reused
    assert not _fit(StepFiles(folder, size), seed=5)[0].is_reused
    assert len(list(folder.glob("*.rows"))) == 4, "more than a quarter of the room is not kept"


def test_a_folder_that_can_not_be_written_costs_time_only(tmp_path):
    (tmp_path / "prepared").write_text("a file where the folder should be")
    told, _ = _fit(StepFiles(tmp_path / "prepared", 10_000_000))
    assert told.reason == "Ran for the first time"


def test_what_own_code_made_is_not_taken_over_by_another_job(files, tmp_path):
    own = OwnStep("mine.py", "def f(t):\n    t['z'] = t['x'] * 2\n    return t\n", "f")
    _fit(files, replace(RECIPE, own=(own,)))
    assert not (tmp_path / "prepared").exists()
    told, _ = _fit(files, replace(RECIPE, own=(own,)))
    assert told.reason == "Ran for the first time"


MANY = """
import sys
import numpy as np
from pathlib import Path
from tidemill.catalog.preparations.mixed.transformer import MixedPreparation
from tidemill.services.training.step_files import StepFiles
fitted = MixedPreparation([["x", "numeric"]]).fit([{"x": 1.0}, {"x": 2.0}])
files = StepFiles(Path(sys.argv[1]), 60_000, by=" of many")
n = 0
for turn in range(30):
    for key in range(8):
        kept = files.get(f"{key:032x}")
        if kept is not None:
            n += 1
            assert kept.matrix.shape == (200, 5) and (kept.matrix == key).all()
            assert kept.preparation.transform([{"x": key}])[0, 0] == key
        else:
            files.put(f"{key:032x}", fitted, np.full((200, 5), float(key)), {}, "one")
print(n)
"""


def test_several_processes_use_one_folder_at_once(tmp_path):
    folder = tmp_path / "prepared"
    command = [sys.executable, "-c", MANY, str(folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=120)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert all(int(one) > 0 for one in said)
    assert sum(one.stat().st_size for one in folder.glob("*.rows")) <= 60_000
    assert not list(folder.glob(".*.part"))


def test_a_training_takes_over_what_the_one_before_it_prepared(workspace, shop, drain, clock):
    first = training_runs.train(workspace, shop, estimators=["logistic_regression"])
    drain()
    kept = kept_steps.size(workspace)
    assert kept > 0
    second = training_runs.train(workspace, shop, estimators=["neural_net", "logistic_regression"])
    drain()
    (before,) = training_runs.ranked(workspace, first)
    made = {run.params["estimator"]: run for run in training_runs.ranked(workspace, second)}
    again = made["logistic_regression"]
    said = {label: words for label, words, _ in run_page.page(workspace, again.id).origin}
    assert said["Preparation"].startswith("Taken over from")
    assert f"of job {first}" in said["Preparation"]
    assert again.artifacts[PREDICTIONS_FILE] == before.artifacts[PREDICTIONS_FILE]
    freeable = {one.what: one.n_bytes for one in disk_room.freeable(workspace)}
    assert freeable["prepared rows that can be made anew"] == kept_steps.size(workspace)
    settings.put(workspace, kept_steps.MOST_MB, "0")
    third = training_runs.train(workspace, shop, estimators=["logistic_regression"])
    drain()
    (alone,) = training_runs.ranked(workspace, third)
    said = {label: words for label, words, _ in run_page.page(workspace, alone.id).origin}
    assert said["Preparation"] == "Ran for the first time"
    assert alone.artifacts[PREDICTIONS_FILE] == before.artifacts[PREDICTIONS_FILE]
    for one in kept_steps.folder(workspace).glob("*"):
        os.utime(one, (1_000, 1_000))
    retention.do(workspace)
    assert kept_steps.size(workspace) == 0


def test_nothing_stays_of_data_that_went_for_good(workspace, shop, drain):
    training_runs.train(workspace, shop, estimators=["logistic_regression"])
    drain()
    assert kept_steps.size(workspace) > 0
    dataset_trash.delete(workspace, shop, anyway=True)
    assert kept_steps.size(workspace) > 0
    dataset_trash.empty(workspace)
    assert kept_steps.size(workspace) == 0


def test_a_search_takes_its_folds_over_from_the_search_before(workspace, shop, drain):
    plan = SearchPlan(searcher="random", n_trials=2, n_folds=2, estimator="logistic_regression")
    found = []
    for _ in range(2):
        job_id = searching.ask(workspace, shop, plan)
        (job,) = drain()
        assert job.error is None
        found.append(searching.of_job(workspace, job_id))
    first, second = found
    assert [one.folds for one in first.trials] == [one.folds for one in second.trials]
    words = {label: said for label, said, _ in run_page.page(workspace, second.run.id).origin}
    assert "Taken over from logistic_regression of job" in words["Preparation"]
    assert runs.find(workspace, [second.run.pk])


def test_the_files_are_told_apart_by_all_that_decides():
    assert step_files.ROWS != step_files.ABOUT
    frame, _ = _table()
    y = np.zeros(N)
    keys = set()
    for changes in (
        {},
        {"seed": 1},
        {"preparation_settings": {"scale": True}},
        {"by_group": "town"},
    ):
        inputs = prepared_rows._inputs(frame, y, replace(RECIPE, **changes))
        assert set(inputs) == {"data", "params", "code", "libraries"}
        keys.add(str({name: one["hash"] for name, one in inputs.items()}))
    assert len(keys) == 4
