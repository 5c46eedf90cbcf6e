import io
import json
import os
import zipfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Recipe, Task
from tidemill.services.training import persist
from tidemill.services.training.learning import fit_only
from tidemill.services.training.models import TrainedModel

N = 200
CASES = [
    (name, Task(task))
    for name, module in family("estimators").items()
    if not module.ENTRY.needs_code
    for task in sorted(module.ENTRY.tasks)
]


def _table() -> tuple[Frame, Schema]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=N)
    x[::9] = np.nan
    signal = np.nan_to_num(x) + rng.normal(0, 0.4, N)
    start = np.datetime64("2024-01-01", "us")
    columns = (
        ColumnData("x", Kind.NUMERIC, x),
        coded("few", Kind.CATEGORICAL, [f"ä{v}" for v in rng.integers(0, 4, N)]),
        coded("many", Kind.CATEGORICAL, [f"m{v}" for v in rng.integers(0, 30, N)]),
        ColumnData(
            "flag", Kind.BOOLEAN, rng.integers(-1, 2, N).astype(np.int32), ("false", "true")
        ),
        ColumnData("at", Kind.DATETIME, start + rng.integers(0, 9999, N) * np.timedelta64(1, "h")),
        ColumnData("regression", Kind.NUMERIC, signal),
        coded("binary", Kind.CATEGORICAL, ["yes" if v > 0 else "no" for v in signal]),
        coded("multiclass", Kind.CATEGORICAL, [f"k{k}" for k in np.digitize(signal, [-1, 1])]),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def _has_trees(name: str) -> bool:
    return any(p.id == "n_trees" for p in family("estimators")[name].ENTRY.parameters)


@cache
def _model(name: str, task: Task) -> TrainedModel:
    settings = {"n_trees": 12} if _has_trees(name) else {}
    recipe = Recipe(
        target=str(task),
        task=task,
        features=("x", "few", "many", "flag", "at"),
        estimator=name,
        estimator_settings=settings,
    )
    return fit_only(*_table(), recipe, Silent()).model


@pytest.mark.parametrize(("name", "task"), CASES)
def test_model_comes_back_with_identical_predictions(name: str, task: Task) -> None:
    frame, _ = _table()
    model = _model(name, task)
    back = persist.load(persist.bundle(model))
    assert (back.predict(frame) == model.predict(frame)).all()
    rows = [*frame.rows(), {}, {"x": "1", "few": "new", "many": None}]
    assert (back.predict(rows) == model.predict(rows)).all()
    assert back.to_dict() == model.to_dict()
    assert back.recipe.content_hash() == model.recipe.content_hash()
    assert (back.levels, back.prior, back.inputs) == (model.levels, model.prior, model.inputs)


def test_bundle_describes_itself_without_loading_the_model() -> None:
    page = persist.describe(persist.bundle(_model("prior", Task.BINARY)))
    assert page["recipe"]["target"] == "binary"
    assert page["levels"] == ["no", "yes"]
    assert "scikit-learn" in page["versions"]


class Trap:
    """A type from elsewhere that leaves a mark when it is made again."""

    mark: Path | None = None

    def __init__(self) -> None:
        self.inside = 1

    def __setstate__(self, state: dict) -> None:
        if Trap.mark is not None:
            Trap.mark.touch()


def _with_pipeline(model: TrainedModel, pipeline: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("model.skops", pipeline)
        file.writestr("model.json", json.dumps({"format": 1, **model.to_dict()}))
    return stream.getvalue()


def test_file_with_a_foreign_type_is_refused_and_nothing_runs(tmp_path: Path) -> None:
    model = _model("prior", Task.BINARY)
    Trap.mark = tmp_path / "it ran"
    try:
        dumped = skops.io.dumps(Pipeline([("prepare", Trap()), ("model", model.pipeline[-1])]))
        with pytest.raises(NeedsYou, match=r"not trusted.*Trap") as caught:
            persist.load(_with_pipeline(model, dumped))
        assert caught.value.hint
        assert not Trap.mark.exists()
        skops.io.loads(dumped, trusted=skops.io.get_untrusted_types(data=dumped))
        assert Trap.mark.exists()
    finally:
        Trap.mark = None


def test_file_that_names_a_system_function_is_refused() -> None:
    model = _model("prior", Task.BINARY)
    step = FunctionTransformer(func=os.system)
    dumped = skops.io.dumps(Pipeline([("prepare", step), ("model", model.pipeline[-1])]))
    with pytest.raises(NeedsYou, match=r"system"):
        persist.load(_with_pipeline(model, dumped))


def test_every_type_trusted_is_needed_by_a_baseline() -> None:
    needed: set[str] = set()
    for name, task in CASES:
        data = persist.to_skops(_model(name, task).pipeline)
        needed |= set(skops.io.get_untrusted_types(data=data))
    for pipeline in (_calibrated(), _by_group(Task.BINARY), _by_group(Task.REGRESSION)):
        needed |= set(skops.io.get_untrusted_types(data=persist.to_skops(pipeline)))
    # Those of skrub are needed where it is installed: tests/extras/with_skrub.py.
    assert needed == {one for one in persist.TRUSTED if "skrub" not in one}


def _calibrated() -> Pipeline:
    frame, schema = _table()
    recipe = Recipe(
        target="binary",
        task=Task.BINARY,
        features=("x",),
        estimator="logistic_regression",
        calibration="sigmoid",
    )
    return fit_only(frame, schema, recipe, Silent()).model.pipeline


def _by_group(task: Task) -> Pipeline:
    frame, schema = _table()
    recipe = Recipe(str(task), task, ("x",), estimator="prior", by_group="x", by_group_rows=20)
    return fit_only(frame, schema, recipe, Silent()).model.pipeline


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 cut off"])
def test_bytes_that_are_no_model_are_refused(data: bytes) -> None:
    with pytest.raises(NeedsYou, match="damaged or is no Tidemill model"):
        persist.load(data)


def test_damaged_pipeline_is_refused() -> None:
    model = _model("prior", Task.BINARY)
    whole = persist.to_skops(model.pipeline)
    cut = whole[: len(whole) // 2]
    with pytest.raises(NeedsYou, match="damaged"):
        persist.load(_with_pipeline(model, cut))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("schema.json", "{}")
    with pytest.raises(NeedsYou, match="damaged"):
        persist.load(_with_pipeline(model, stream.getvalue()))


def test_page_that_lacks_something_is_refused() -> None:
    model = _model("prior", Task.BINARY)
    for page in ({}, {"format": 1}, {"format": "one"}, []):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as file:
            file.writestr("model.skops", persist.to_skops(model.pipeline))
            file.writestr("model.json", json.dumps(page))
        with pytest.raises(NeedsYou, match="damaged"):
            persist.load(stream.getvalue())


def test_model_of_a_newer_tidemill_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("model.json", json.dumps({"format": persist.FORMAT + 1}))
    with pytest.raises(NeedsYou, match="newer Tidemill"):
        persist.load(stream.getvalue())


def test_what_is_saved_says_what_skops_itself_would_say():
    rows = np.arange(400, dtype=float).reshape(100, 4)
    fitted = HistGradientBoostingClassifier(max_iter=3).fit(rows, np.arange(100) % 2)
    theirs = skops.io.dumps(fitted, compression=zipfile.ZIP_DEFLATED)

    def described(data: bytes) -> tuple[dict, set[str]]:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return json.loads(file.read("schema.json")), {i.filename[-4:] for i in file.infolist()}

    def plain(node):
        """Without the numbers and file names that are given anew each time."""
        if isinstance(node, dict):
            return {k: plain(v) for k, v in node.items() if k not in ("__id__", "file")}
        return [plain(one) for one in node] if isinstance(node, list) else node

    ours = persist.to_skops(fitted)
    assert plain(described(ours)[0]) == plain(described(theirs)[0])
    assert described(ours)[1] == described(theirs)[1]
    again = persist.from_skops(ours)
    np.testing.assert_array_equal(again.predict_proba(rows), fitted.predict_proba(rows))
