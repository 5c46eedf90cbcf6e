"""A pickle that a person trusts, loaded in a process of its own and turned into skops.

The process is started for one file and ends with it; it knows no workspace. Of the file only what
a person was shown is looked up: a name that was not listed ends the loading.
"""

import hashlib
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.foreign_calls import FOREIGN_ERRORS
from tidemill.services import logged_models

ORDER_FILE, REPORT_FILE = "order.json", "report.json"
N_COMPARED = 64

_CALLING = (*FOREIGN_ERRORS, OSError, EOFError)


def main(folder: Path) -> int:
    """Do what `order.json` in the folder asks for; `report.json` says what came of it.

    The order has `file`, the `sha256` it had when it was looked at, and `names`, the parts that
    may be looked up. Returns 0, or 3 where a person has to be told.
    """
    order = json.loads((folder / ORDER_FILE).read_text(encoding="utf-8"))
    try:
        report = _converted(Path(order["file"]), order["sha256"], frozenset(order["names"]), folder)
    except TidemillError as error:
        report = {"error": {"message": error.message, "hint": error.hint, "detail": error.detail}}
    text = json.dumps(report, ensure_ascii=False)
    (folder / REPORT_FILE).write_text(text, encoding="utf-8")
    return 3 if "error" in report else 0


def _converted(file: Path, content: str, names: frozenset[str], folder: Path) -> dict[str, Any]:
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != content:
        raise NeedsYou(
            f"{file.name} is another file than the one that was looked at.", "Look at it again."
        )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = _loaded(file, names)
        said = _saved(model)
        compared, words = _compare(model, said.files[logged_models.PIPELINE_FILE])
    for name, part in said.files.items():
        (folder / name).write_bytes(part)
    remarks = list(dict.fromkeys(str(one.message).splitlines()[0][:300] for one in caught))[:10]
    return {
        "files": sorted(said.files),
        "compared": compared,
        "words": words,
        "remarks": remarks,
    }


def _loaded(file: Path, names: frozenset[str]) -> Any:
    """The object in the file, by joblib's reading, which is pickle's where nothing is packed."""
    import joblib
    from joblib import numpy_pickle

    find: Callable[[Any, str, str], Any] = numpy_pickle.NumpyUnpickler.find_class

    def find_listed(self: Any, module: str, name: str) -> Any:
        for whole in _written(module, name):
            if whole in names:
                return find(self, module, name)
        raise NeedsYou(
            f"Loading was ended: {file.name} asks for {module}.{name}, which it had not named.",
            "Don't load it anywhere.",
        )

    # This process loads one file and ends; nothing else in it unpickles.
    numpy_pickle.NumpyUnpickler.find_class = find_listed
    try:
        return joblib.load(file)
    except _CALLING as error:
        raise NeedsYou(
            f"{file.name} can't be loaded here: {type(error).__name__}: {error}.",
            "Install the library and version it was made with, or ask for it as skops or ONNX.",
        ) from error


def _written(module: str, name: str) -> tuple[str, ...]:
    """A name as it is written, and as Python 3 reads one of Python 2."""
    import _compat_pickle

    new_module, new_name = _compat_pickle.NAME_MAPPING.get(
        (module, name), (_compat_pickle.IMPORT_MAPPING.get(module, module), name)
    )
    return f"{module}.{name}", f"{new_module}.{new_name}"


def _saved(model: Any) -> logged_models.SavedModel:
    from skops.io.exceptions import UnsupportedTypeException

    if not hasattr(model, "predict"):
        raise NeedsYou(
            f"What was loaded is no model: {type(model).__module__}.{type(model).__qualname__} "
            "predicts nothing.",
            "Save the fitted model itself.",
        )
    try:
        saved = logged_models.saved(model)
    except (UnsupportedTypeException, *_CALLING) as error:
        raise NeedsYou(
            f"The model was loaded, but can't be kept without pickle: {error}.",
            "Ask for it as ONNX, or train it here.",
        ) from error
    if saved.untrusted:
        raise NeedsYou(
            "The model was loaded, but holds types that are not trusted: "
            + ", ".join(saved.untrusted[:6])
            + ".",
            "Ask for it as ONNX, or train it here.",
        )
    return saved


def _compare(model: Any, data: bytes) -> tuple[int, str]:
    """How many made-up rows both answer the same; the sentence says how that went.

    Raises `NeedsYou` where the answers differ.
    """
    import numpy as np

    from tidemill.services.training import persist

    again = persist.from_skops(data)
    rows = _rows(model)
    if rows is None:
        return 0, "It does not say how many columns it reads, so its answers were not compared."
    try:
        ours, theirs = again.predict(rows), model.predict(rows)
    except _CALLING as error:
        return 0, f"It does not answer made-up numbers, so nothing was compared: {error}"[:300]
    if not np.array_equal(np.asarray(ours), np.asarray(theirs)):
        raise NeedsYou(
            "The model answers otherwise once it is kept without pickle.",
            "Ask for it as ONNX, or train it here.",
        )
    return N_COMPARED, f"Both answer {N_COMPARED} made-up rows the same."


def _rows(model: Any) -> Any:
    """Made-up rows of numbers in the columns that a model reads."""
    import numpy as np

    n = getattr(model, "n_features_in_", None)
    if not isinstance(n, int):
        return None
    rows = np.random.default_rng(0).normal(size=(N_COMPARED, n))
    names = getattr(model, "feature_names_in_", None)
    if names is None:
        return rows
    import pandas as pd

    return pd.DataFrame(rows, columns=list(names))
