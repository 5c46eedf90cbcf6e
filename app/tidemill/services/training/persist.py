"""Keeps trained models as bytes without pickle, and loads only types that are trusted.

A bundle is a zip of `model.skops` (the pipeline, deflated) and `model.json` (recipe, inputs,
classes, versions); of a model from elsewhere `model.skops` or `model.onnx` as it came. skops reads
the names of all types in a file before it makes anything, so that a file with a type outside
`TRUSTED` is refused before any of its code could run.
"""

import io
import json
import warnings
import zipfile
import zlib
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.services.training import own_code, sessions
from tidemill.services.training.forecast_models import ForecastModel, bundled
from tidemill.services.training.foreign import ONNX, ForeignModel
from tidemill.services.training.models import TrainedModel

TRUSTED = (
    "collections.OrderedDict",
    "lightgbm.basic.Booster",
    "lightgbm.sklearn.LGBMClassifier",
    "lightgbm.sklearn.LGBMRegressor",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.model_selection._split.StratifiedKFold",
    "sklearn.tree._tree.Tree",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
    "tidemill.catalog.alike_estimators.Alike",
    "tidemill.catalog.grouped_estimators.ByGroupClassifier",
    "tidemill.catalog.grouped_estimators.ByGroupRegressor",
    "tidemill.catalog.estimators.k_nearest.nearest.NearestClassifier",
    "tidemill.catalog.estimators.k_nearest.nearest.NearestRegressor",
    "tidemill.catalog.preparations.mixed.grouped.GroupedPreparation",
    "tidemill.catalog.estimators.stacking.stacked.StackedClassifier",
    "tidemill.catalog.estimators.stacking.stacked.StackedRegressor",
    "tidemill.catalog.preparations.mixed.transformer.MixedPreparation",
    "tidemill.catalog.preparations.skrub.transformer.SkrubPreparation",
    "skrub._datetime_encoder.DatetimeEncoder",
    "skrub._datetime_encoder._CircularEncoder",
    "skrub._string_encoder.StringEncoder",
    "skrub._to_str.ToStr",
    "xgboost.core.Booster",
    "xgboost.sklearn.XGBClassifier",
    "xgboost.sklearn.XGBRegressor",
)
"""Types we trust beyond those skops itself does: parts of estimators in the catalogue, and ours."""

FOREIGN, FORECASTS = 2, 3
FORMAT = FORECASTS
"""Bundles of models from elsewhere, and of those that tell ahead; all others are of format 1."""

_PIPELINE, _GRAPH, _PAGE = "model.skops", "model.onnx", "model.json"
_HISTORY = "history.npz"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_skops(pipeline: Any) -> bytes:
    """A fitted pipeline as deflated skops bytes.

    As `skops.io.dumps` makes them, but for the spaces in its description of the model: written
    with them, Python's own encoder takes as long as fitting a small model does.
    """
    import skops
    from skops.io._utils import SaveContext, get_state

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression=zipfile.ZIP_DEFLATED) as file:
        context = SaveContext(zip_file=file)
        state = get_state(pipeline, context)
        context.clear_memo()
        state |= {"protocol": context.protocol, "_skops_version": skops.__version__}
        file.writestr("schema.json", json.dumps(state))
    return stream.getvalue()


def from_skops(data: bytes, own: tuple[str, ...] = ()) -> Any:
    """The pipeline in skops bytes; `NeedsYou` names types that are not trusted, or the library of
    some that is not installed.

    `own` are the types that own code brings, of a model that was trained here.
    """
    import skops.io
    from sklearn.exceptions import InconsistentVersionWarning
    from skops.io.exceptions import UntrustedTypesFoundException

    known = [*TRUSTED, *own]
    try:
        with warnings.catch_warnings():
            # The versions it was made with stand in model.json; callers compare them in words.
            warnings.simplefilter("ignore", InconsistentVersionWarning)
            try:
                return skops.io.loads(data, trusted=known)  # it looks before it makes
            except UntrustedTypesFoundException as error:
                found = skops.io.get_untrusted_types(data=data)
                raise _untrusted([t for t in found if t not in known]) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise _unreadable(error) from error
    except ModuleNotFoundError as error:
        raise _lacking(error) from error
    except (KeyError, ValueError, TypeError, AttributeError, ImportError) as error:
        raise _unreadable(error) from error


def bundle(model: TrainedModel) -> bytes:
    """A trained model as one blob; one that tells ahead with the history it looks up."""
    files = {_PIPELINE: to_skops(model.pipeline)}
    if isinstance(model, ForecastModel):
        return _bundle(
            {"format": FORECASTS, **model.to_dict()}, files | {_HISTORY: model.history_bytes()}
        )
    return _bundle({"format": 1, **model.to_dict()}, files)


def foreign_bundle(model: ForeignModel, data: bytes) -> bytes:
    """A model from elsewhere as one blob; `data` is its file as it came."""
    return _bundle({"format": FOREIGN, **model.to_dict()}, {_file_of(model.form): data})


def _file_of(form: str) -> str:
    return _GRAPH if form == ONNX else _PIPELINE


def _bundle(page: dict[str, Any], files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, data in files.items():
            file.writestr(zipfile.ZipInfo(name, _EPOCH), data)
        text = json.dumps(page, indent=2, sort_keys=True, ensure_ascii=False)
        file.writestr(zipfile.ZipInfo(_PAGE, _EPOCH), text)
    return stream.getvalue()


def describe(data: bytes) -> dict[str, Any]:
    """What a bundle says of itself (its model.json), without loading the model."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            page = json.loads(file.read(_PAGE))
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError) as error:
        raise _unreadable(error) from error
    if not isinstance(page, dict) or not isinstance(page.get("format"), int):
        raise _unreadable(ValueError("model.json has no format"))
    if page["format"] > FORMAT:
        raise NeedsYou("This model was saved by a newer Tidemill.", "Update Tidemill to load it.")
    return page


def form_of(page: dict[str, Any]) -> str:
    """How the model in a bundle is written: "skops", or "onnx", which needs no scikit-learn."""
    return str((page.get("foreign") or {}).get("form", "skops"))


def load(data: bytes) -> TrainedModel:
    """The model in a bundle.

    `NeedsYou` where it is no bundle, is damaged, comes from a newer Tidemill, or names types
    that are not trusted; in the last case nothing of it was run.
    """
    page = describe(data)
    form = form_of(page)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            pipeline = file.read(_file_of(form))
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise _unreadable(error) from error
    if form == ONNX:
        fitted = sessions.opened(pipeline)
    else:
        fitted = from_skops(pipeline, own_code.types_of(page.get("recipe"), pipeline))
    kind = ForeignModel if "foreign" in page else TrainedModel
    try:
        if "forecast" in page:
            return ForecastModel.from_dict(page, fitted, bundled(data, _HISTORY))
        return kind.from_dict(page, fitted)
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(error) from error


def _untrusted(types: list[str]) -> NeedsYou:
    return NeedsYou(
        "This model was not loaded: it holds types that are not trusted, "
        + ", ".join(sorted(types))
        + ".",
        "Ask who made it for a file saved by Tidemill, or train the model again.",
    )


def _lacking(error: ModuleNotFoundError) -> NeedsYou:
    """Said of a model whose library is not here; of any other module it is unreadable."""
    library = (error.name or "").partition(".")[0]
    optional = {name.partition(".")[0] for name in TRUSTED} - {"collections", "sklearn", "tidemill"}
    if library not in optional:
        return _unreadable(error)
    return NeedsYou(
        f"This model needs the library {library}, which is not installed.",
        f"Install {library} where Tidemill runs, or train the model again without it.",
    )


def _unreadable(error: Exception) -> NeedsYou:
    return NeedsYou(
        "Can't read this model: the file is damaged or is no Tidemill model.",
        "Choose a file saved by Tidemill, or take the model from a backup.",
        detail=f"{type(error).__name__}: {error}",
    )
