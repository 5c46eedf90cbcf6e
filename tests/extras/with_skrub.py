"""skrub's encoders as a preparation: what they make, alone, kept, cached, again, handed over."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import pytest
import skops.io
from skrub import DatetimeEncoder, StringEncoder, TableVectorizer

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.base.resources import resource
from tidemill.catalog.exporters import onnx, package
from tidemill.catalog.pandas_frames import frame_of_pandas
from tidemill.catalog.preparations import skrub
from tidemill.catalog.preparations.skrub import encoders
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.intervals import paired_gain
from tidemill.domain.recipes import HoldOut, Recipe, Task
from tidemill.services import exporting
from tidemill.services.training import persist, prepared_rows
from tidemill.services.training.learning import fit_only
from tidemill.services.training.prepared_rows import PreparedRows
from tidemill.services.training.step_files import StepFiles

FEATURES = ("age", "member", "town", "job", "since", "never")
N = 400


def _table(seed: int = 0, n: int = N) -> tuple[Frame, Schema]:
    """Rows in which the job decides, told in many ways, of which most come once."""
    rng = np.random.default_rng(seed)
    ranks, trades = ("Senior", "Junior", "Chief"), ("nurse", "engineer", "teacher", "driver")
    jobs = [
        f"{rng.choice(ranks)} {rng.choice(trades)} {rng.integers(0, 900)}" if k % 17 else None
        for k in range(n)
    ]
    is_nurse = np.array(["nurse" in (job or "") for job in jobs])
    age = rng.normal(40, 10, n)
    age[::9] = np.nan
    since = np.datetime64("2024-01-01", "us") + rng.integers(0, 4e7, n) * np.timedelta64(1, "s")
    since[::11] = np.datetime64("NaT")
    columns = (
        ColumnData("age", Kind.NUMERIC, age),
        ColumnData(
            "member", Kind.BOOLEAN, rng.integers(-1, 2, n).astype(np.int32), ("false", "true")
        ),
        coded("town", Kind.CATEGORICAL, rng.choice(["a", "b", "c"], n).tolist()),
        coded("job", Kind.TEXT, jobs),
        ColumnData("since", Kind.DATETIME, since),
        ColumnData("never", Kind.DATETIME, np.full(n, "NaT", "datetime64[us]")),
        coded("y", Kind.CATEGORICAL, ["yes" if one else "no" for one in is_nurse]),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def _recipe(estimator: str = "hist_gradient_boosting", **changes: object) -> Recipe:
    fields = {"positive": "yes", "estimator": estimator, "preparation": "skrub"}
    if estimator != "logistic_regression":
        fields["estimator_settings"] = {"n_trees": 20}
    return Recipe("y", Task.BINARY, FEATURES, **(fields | changes))


def _fitted(estimator: str = "hist_gradient_boosting", **changes: object):
    frame, schema = _table()
    return fit_only(frame, schema, _recipe(estimator, **changes), Silent()).model


def _prepared(**settings: object):
    frame, _ = _table()
    pairs = [(c.name, str(c.kind)) for c in frame if c.name in FEATURES]
    made = skrub.make(settings, columns=pairs, task="binary", seed=3)
    return made, made.fit_transform(frame, np.zeros(N))


def _block(preparation, matrix, name: str):
    [(start, stop)] = [(low, high) for n, low, high in preparation.blocks_ if n == name]
    return matrix[:, start:stop]


def test_texts_and_dates_are_what_skrubs_own_table_vectorizer_makes_of_them() -> None:
    frame, _ = _table()
    made, matrix = _prepared()
    jobs = pd.Series(["" if job is None else job for job in frame["job"].to_list()])
    plain = pd.DataFrame({"job": jobs.astype(object), "since": frame["since"].values})
    vectorizer = TableVectorizer(
        cardinality_threshold=40,
        high_cardinality=StringEncoder(random_state=3),
        datetime=DatetimeEncoder(add_weekday=True, add_day_of_year=True),
    )
    vectorizer.fit(plain)
    theirs = vectorizer.transform(plain)
    jobs_of = [name for name in theirs if name.startswith("job")]
    dates_of = [name for name in theirs if name.startswith("since")]
    assert len(jobs_of) == 30
    np.testing.assert_array_equal(_block(made, matrix, "job"), theirs[jobs_of].to_numpy())
    np.testing.assert_array_equal(_block(made, matrix, "since"), theirs[dates_of].to_numpy())
    names = made.get_feature_names_out().tolist()
    assert names[:2] == ["age", "member"]
    assert "since [day of year]" in names
    assert set(made.feature_sources().values()) == set(FEATURES)


def test_missing_is_marked_and_filled_where_that_is_asked() -> None:
    made, matrix = _prepared(impute=True, indicator=True, scale=True, dates="circles")
    assert np.isfinite(matrix).all()
    names = made.get_feature_names_out().tolist()
    frame, _ = _table()
    for name in ("job", "since"):
        mark = matrix[:, names.index(f"{name} [missing]")]
        np.testing.assert_array_equal(mark, frame[name].missing)
    scaled = matrix[:, names.index("since [total seconds]")]
    assert scaled.mean() == pytest.approx(0.0, abs=1e-9)
    assert scaled.std() == pytest.approx(1.0)
    assert any("circular" in name for name in names)


@pytest.mark.parametrize(
    "estimator", ["hist_gradient_boosting", "logistic_regression", "random_forest"]
)
def test_a_row_alone_is_answered_as_in_its_table_and_a_kept_model_answers_the_same(
    estimator: str,
) -> None:
    model = _fitted(estimator)
    frame, _ = _table(seed=1, n=60)
    said = model.predict(frame)
    kept = persist.load(persist.bundle(model))
    np.testing.assert_array_equal(kept.predict(frame), said)
    rows = list(frame.select(FEATURES).rows())
    alone = np.concatenate([kept.predict([row]) for row in rows])
    assert np.abs(alone - said).max() < 1e-9
    frames = pd.DataFrame(rows)
    np.testing.assert_allclose(kept.predict(frames), said, atol=1e-9)
    assert kept.versions["skrub"]


def test_on_the_flights_by_time_it_is_no_worse_than_ours_within_the_noise() -> None:
    """As `tests/proofs/test_flights_by_time.py`: in full all 60,000 flights, else every sixth."""
    every = 1 if os.environ.get("TIDEMILL_PROOFS") == "full" else 6
    path = resource("sample/flights/flights.parquet")
    table = duckdb.sql(f"select * from '{path}' where id % {every} = 0 order by id").df()
    for name in ("plane_year", "seats"):
        table[name] = table[name].astype(float)
    frame = frame_of_pandas(table)
    schema = Schema(tuple(Column(c.name, c.kind) for c in frame))
    features = tuple(name for name in frame.names if name not in ("id", "flight", "late"))
    late, cut = table["late"].to_numpy().astype(int), int(len(table) * 0.8)
    said = {}
    for preparation in ("skrub", "mixed"):
        recipe = Recipe("late", Task.BINARY, features, positive="true", preparation=preparation)
        model = fit_only(frame, schema, recipe, Silent(), rows=np.arange(cut)).model
        said[preparation] = model.predict(frame.slice(cut, len(table)))
    gain = paired_gain(Task.BINARY, "auc", late[cut:], said["skrub"], said["mixed"], seed=0)
    assert gain.value > -0.015
    assert gain.high > 0, "ours is not surely better"


def test_texts_that_were_never_seen_are_answered_by_what_they_are_like() -> None:
    model = _fitted("logistic_regression")
    asked = [{"job": f"{rank} {trade} 1234"} for rank in ("Lead", "Vice")
             for trade in ("nurse", "driver")]  # fmt: skip
    said = model.predict(asked)
    assert said[[0, 2]].min() > said[[1, 3]].max() + 0.3


def test_many_pieces_are_kept_small_and_come_back_whole() -> None:
    made, _ = _prepared()
    [state] = [one for one in made.states_ if one["way"] == "text"]
    kept = encoders.kept(state)
    assert not kept["encoder"].vectorizer_.vocabulary_
    assert state["encoder"].vectorizer_.vocabulary_, "what is kept is a copy"
    data = skops.io.dumps(kept)
    again = skops.io.loads(data, trusted=list(persist.TRUSTED))
    pieces = state["encoder"].vectorizer_.vocabulary_
    assert encoders.restored(again).vectorizer_.vocabulary_ == pieces


def test_only_listed_types_are_in_a_kept_model() -> None:
    for dates in ("parts", "circles"):
        model = _fitted(preparation_settings={"dates": dates})
        found = skops.io.get_untrusted_types(data=persist.to_skops(model.pipeline))
        assert set(found) <= set(persist.TRUSTED)
        assert {one for one in found if one.startswith("skrub.")}


def test_the_same_recipe_has_the_same_hash_and_the_same_bits_again() -> None:
    one, two = _fitted(), _fitted()
    assert one.recipe.content_hash() == two.recipe.content_hash()
    ours = replace(one.recipe, preparation="mixed", preparation_settings={})
    assert one.recipe.content_hash() != ours.content_hash()
    frame, _ = _table(seed=2)
    np.testing.assert_array_equal(one.predict(frame), two.predict(frame))


def test_a_preparation_that_was_learned_is_taken_over_bit_by_bit(tmp_path) -> None:
    frame, schema = _table()
    answers = []
    for _ in range(2):
        with prepared_rows.remembered(PreparedRows(StepFiles(tmp_path, 10**8))):
            made = fit_only(frame, schema, _recipe(), Silent())
        answers.append(made.model.predict(frame))
        (told,) = made.steps
    assert told.is_reused
    np.testing.assert_array_equal(*answers)
    with prepared_rows.remembered(PreparedRows(StepFiles(tmp_path, 10**8))):
        ours = fit_only(frame, schema, replace(_recipe(), preparation="mixed"), Silent())
    assert not ours.steps[0].is_reused


def test_by_group_and_calibrated_it_stands_where_ours_does() -> None:
    model = _fitted(by_group="town", by_group_rows=60, calibration="sigmoid")
    frame, _ = _table(seed=1)
    is_yes = np.array(frame["y"].to_list()) == "yes"
    assert ((model.predict(frame) > 0.5) == is_yes).mean() > 0.8
    again = persist.load(persist.bundle(model))
    np.testing.assert_array_equal(again.predict(frame), model.predict(frame))


def _outgoing(estimator: str = "hist_gradient_boosting"):
    model = _fitted(estimator, time="since", hold_out=HoldOut("newest", 0.25))
    going = exporting.outgoing(SimpleNamespace(label="jobs v1"), model)
    rows = list(_table()[0].select(model.inputs.names).slice(0, 12).rows())
    moments = ("since", "never")
    plain = [
        {k: v.isoformat() if k in moments and v is not None else v for k, v in row.items()}
        for row in rows
    ]
    papers = {"schema.json": json.dumps({"columns": [{"name": n} for n in FEATURES]}).encode()}
    return replace(going, examples=tuple(plain), papers=papers), model


def test_onnx_is_refused_by_name() -> None:
    going, _ = _outgoing()
    with pytest.raises(NeedsYou, match="Preparation by skrub can't be written as ONNX"):
        onnx.write(going)


def test_a_package_answers_and_learns_again_with_skrub_and_without_tidemill(tmp_path) -> None:
    going, model = _outgoing()
    data = package.sealed(package.write(going), {"equal": True}, going)
    frame, _ = _table(seed=4, n=80)
    table = frame.select(FEATURES)
    np.testing.assert_allclose(package.answers(data, going, table), model.predict(table))
    [note] = package.notes(data, going)
    assert "Preparation by skrub" in note
    with zipfile.ZipFile(BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / "jobs_v1"
    project = (root / "pyproject.toml").read_text()
    assert f'"skrub=={model.versions["skrub"]}"' in project
    rows = pd.DataFrame(_table(seed=5)[0].rows())
    rows.to_csv(tmp_path / "new.csv", index=False)
    tests = "import unittest; unittest.main(module=None, argv=['unittest', 'discover'])"
    retrain = (
        "import runpy; sys.argv = ['jobs_v1', 'retrain', '../new.csv', '--out', '../again']; "
        "runpy.run_module('jobs_v1', run_name='__main__')"
    )
    for code in (tests, retrain):
        done = _alone(root, code)
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["after"]["auc"] > 0.9


def _alone(folder, code: str) -> subprocess.CompletedProcess[str]:
    """Runs code where no Tidemill can be imported."""
    without = "import sys; sys.modules['tidemill'] = sys.modules['tidemill_resources'] = None; "
    extras = os.environ["PYTHONPATH"].split(os.pathsep)[-1]
    return subprocess.run(
        [sys.executable, "-c", without + "sys.path.insert(0, ''); " + code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": extras},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
