"""The model: raw rows in, answers out, by onnxruntime or by scikit-learn.

Rows are dicts by column, or a pandas DataFrame. A value that is missing is None or NaN, an unknown
category is answered as in training. Dates are ISO texts or `datetime`, in UTC unless they say else.
A row that the steps of preparation leave out gets no answer: its prediction is None.
"""

import importlib
import importlib.util
import json
import os
from math import isnan
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from . import estimators, groups, own_code
from .preparation import feeding
from .steps import read_steps

HERE = Path(__file__).parent
ENGINES = ("onnxruntime", "scikit-learn")
ENCODERS = "preparation.skops"


class Answer(NamedTuple):
    """What the model says of a row; the probability is that of the prediction, None of a number."""

    prediction: "str | float | None"
    probability: "float | None"


def engines(folder: Path = HERE) -> "list[str]":
    """The ways in which the model can answer here, the best first."""
    has_onnx = (folder / "model.onnx").exists() and _is_there("onnxruntime")
    has_sklearn = all(map(_is_there, _needed(folder)))
    there = zip(ENGINES, (has_onnx, has_sklearn), strict=True)
    return [name for name, is_there in there if is_there]


def load(engine: "str | None" = None, folder: Path = HERE) -> "Model":
    """The model, answering by an engine of `ENGINES` or the best that is there."""
    found = engines(folder)
    if not found or (engine is not None and engine not in found):
        needed = " and ".join(_needed(folder)).replace("sklearn", "scikit-learn")
        raise ImportError("Install " + (engine or f"onnxruntime, or {needed}") + ".")
    return Model(engine or found[0], folder)


class Model:
    """A model that answers; make it with `load`."""

    def __init__(self, engine: str, folder: Path = HERE) -> None:
        self.engine = engine
        self.about: dict[str, Any] = json.loads((folder / "about.json").read_text("utf-8"))
        self.levels: list[str] = self.about["levels"]
        if engine == "onnxruntime":
            os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else it tells its makers of each session
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        else:
            self._steps = read_steps(folder)
            own = own_code.behind(folder, read_preparation(folder))
            self._preparation = groups.behind(folder, own)
            self._estimator = estimators.read(folder)

    def predict(self, rows: Any) -> "list[Answer]":
        """The answer to each row."""
        values = self.values(rows)
        if not self.levels:
            return [Answer(None if isnan(value) else value, None) for value in values.tolist()]
        if len(self.levels) == 2:
            values = np.column_stack([1.0 - values, values])
            places = (values[:, 1] >= self.about.get("threshold", 0.5)).astype(int)
        else:
            places = values.argmax(axis=1)
        shares = values[np.arange(len(values)), places]
        return [
            Answer(None, None) if isnan(share) else Answer(self.levels[place], share)
            for place, share in zip(places.tolist(), shares.tolist(), strict=True)
        ]

    def values(self, rows: Any) -> np.ndarray:
        """Numbers (rows,), for two classes the probability of the second (rows,), for more that of
        each (rows, classes). NaN of a row that is left out."""
        if len(rows) == 0:
            return np.empty((0, len(self.levels)) if len(self.levels) > 2 else 0)
        if self.engine == "onnxruntime":
            return self._by_onnx(rows)
        if self._steps is None:
            return self._of_prepared(rows)
        prepared, stays = self._steps.through(rows)
        found = self._of_prepared(prepared)
        found[~stays] = np.nan
        return found

    def _of_prepared(self, table: Any) -> np.ndarray:
        """What scikit-learn says of rows as the steps leave them."""
        matrix = self._preparation.transform(table)
        if not self.levels:
            return np.array(self._estimator.predict(matrix), dtype=np.float64).ravel()
        shares = np.zeros((len(matrix), len(self.levels)))
        shares[:, self._estimator.classes_.astype(int)] = self._estimator.predict_proba(matrix)
        return shares[:, 1] if len(self.levels) == 2 else shares

    def _by_onnx(self, rows: Any) -> np.ndarray:
        inputs = self.about["inputs"]
        columns = [(one["column"], one["kind"]) for one in inputs]
        names = {one["column"]: one["name"] for one in inputs}
        output = self.about["probabilities" if self.levels else "prediction"]
        [found] = self._session.run([output], feeding.feed(rows, columns, names))
        return found[:, 1] if len(self.levels) == 2 else found


def unfitted_preparation(folder: Path, settings: "dict[str, Any]") -> Any:
    """A preparation of the kind that the model has, with these settings."""
    kept = json.loads((folder / "preparation.json").read_text("utf-8"))
    module, name = kept.get("class", ["transformer", "MixedPreparation"])
    kind = getattr(importlib.import_module(f".preparation.{module}", __package__), name)
    return kind(**settings)


def read_preparation(folder: Path) -> Any:
    """The fitted preparation, from numbers and texts, and what a library of its own keeps."""
    kept = json.loads((folder / "preparation.json").read_text("utf-8"))
    made = unfitted_preparation(folder, kept["settings"])
    for name, value in kept["fitted"].items():
        setattr(made, name, value)
    for state in made.states_:
        if "table" in state:
            state["table"] = np.array(state["table"], dtype=np.float64)
    if (folder / ENCODERS).exists():
        import skops.io

        trusted = json.loads((folder / "about.json").read_text("utf-8"))["trusted"]
        made.restore(skops.io.load(folder / ENCODERS, trusted=trusted))
    return made


def write_preparation(folder: Path, preparation: Any) -> None:
    """Write a fitted preparation as `read_preparation` reads it."""
    path = folder / "preparation.json"
    state = preparation.__getstate__()
    states = [
        {name: v.tolist() if isinstance(v, np.ndarray) else v for name, v in one.items()}
        for one in state["states_"]
    ]
    fitted = {
        "columns_": preparation.columns_,
        "blocks_": preparation.blocks_,
        "n_outputs_": preparation.n_outputs_,
        "states_": states,
    }
    kept = json.loads(path.read_text("utf-8"))
    kept |= {"settings": preparation.get_params(), "fitted": fitted}
    path.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    if (folder / ENCODERS).exists():
        import skops.io

        skops.io.dump(state["kept"], folder / ENCODERS)


def _needed(folder: Path) -> "list[str]":
    """The modules that scikit-learn's way of answering needs."""
    about = json.loads((folder / "about.json").read_text("utf-8"))
    return ["sklearn", "skops", *about.get("needs", [])]


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
