"""Which names of a model file are known: a library's own classes, and nothing that acts."""

import importlib
import pkgutil
import sys
import types
import warnings

import pytest

from tidemill.domain.known_parts import Standing, may_be_called, standing

_HARMLESS = {"re.Pattern", "decimal.Decimal", "scipy.interpolate._bsplines.BSpline"}


@pytest.mark.parametrize(
    "whole",
    [
        "os.system",
        "posix.system",
        "nt.system",
        "subprocess.Popen",
        "builtins.eval",
        "builtins.exec",
        "builtins.getattr",
        "builtins.__import__",
        "builtins.open",
        "builtins.map",
        "builtins.type",
        "importlib.import_module",
        "importlib.util.find_spec",
        "pkgutil.resolve_name",
        "runpy.run_path",
        "pip.main",
        "webbrowser.open",
        "ctypes.CDLL",
        "operator.attrgetter",
        "operator.methodcaller",
        "functools.reduce",
        "marshal.loads",
        "pickle.loads",
        "joblib.load",
        "numpy.load",
        "pandas.read_pickle",
        "pandas.io.pickle.read_pickle",
        "torch.storage._load_from_bytes",
        "numpy.testing._private.utils.runstring",
        "mailcap.findmatch",
        "cloudpickle.loads",
        "sklearn.externals.array_api_compat.Popen",
    ],
)
def test_what_acts_on_the_computer_is_named_so(whole: str) -> None:
    module, _, name = whole.rpartition(".")
    assert standing(module, name) is Standing.ACTS


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("sklearn.covariance._graph_lasso", "sys"),
        ("sklearn.covariance._graph_lasso", "sys.modules"),
        ("sklearn.base", "BaseEstimator.__init__"),
        ("sklearn.utils.discovery", "Path"),
        ("sklearn.callback._transport", "Client"),
        ("sklearn.utils.parallel", "Parallel"),
        ("sklearn.pipeline.tests.test_pipeline", "Popen"),
        ("sklearn_evil", "Pipeline"),
        ("acme.models", "Churn"),
        ("scipy.sparse", "load_npz"),
        ("pandas.core.frame", "to_pickle"),
        ("lightgbm.basic", "NamedTemporaryFile"),
        ("", ""),
    ],
)
def test_what_is_not_on_the_list_is_not_known(module: str, name: str) -> None:
    assert standing(module, name) is Standing.UNKNOWN


@pytest.mark.parametrize(
    "whole",
    [
        "xgboost.sklearn.XGBClassifier",
        "xgboost.core.Booster",
        "lightgbm.sklearn.LGBMRegressor",
        "lightgbm.basic.Booster",
        "catboost.core.CatBoostClassifier",
        "imblearn.pipeline.Pipeline",
        "numpy.dtype",
        "pandas.core.frame.DataFrame",
        "tidemill.catalog.preparations.mixed.transformer.MixedPreparation",
    ],
)
def test_classes_of_other_libraries_of_models_are_known(whole: str) -> None:
    module, _, name = whole.rpartition(".")
    assert standing(module, name) is Standing.KNOWN
    assert may_be_called(module, name)


def test_functions_may_be_named_and_not_called() -> None:
    assert standing("sklearn.metrics._classification", "accuracy_score") is Standing.KNOWN
    assert not may_be_called("sklearn.metrics._classification", "accuracy_score")
    assert standing("numpy", "log1p") is Standing.KNOWN
    assert not may_be_called("numpy", "log1p")
    assert may_be_called("sklearn.tree._tree", "Tree")
    assert may_be_called("numpy._core.multiarray", "_reconstruct")


def test_every_estimator_of_scikit_learn_is_known() -> None:
    from sklearn.utils import all_estimators

    every = [cls for _, cls in all_estimators() if cls.__module__.startswith("sklearn.")]
    assert len(every) > 150
    unknown = [cls for cls in every if standing(cls.__module__, cls.__name__) is not Standing.KNOWN]
    assert unknown == []


def test_no_known_module_of_scikit_learn_lends_a_strangers_class_or_function() -> None:
    """What a library's module imports from elsewhere can be named through it as well."""
    import sklearn

    lent = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for found in pkgutil.walk_packages(sklearn.__path__, "sklearn."):
            if standing(found.name, "SomeClass") is not Standing.KNOWN:
                continue
            try:
                module = importlib.import_module(found.name)
            except ImportError:  # it needs a library that is not installed
                continue
            for name, value in vars(module).items():
                if standing(found.name, name) is Standing.KNOWN and _is_strange(value):
                    lent.add(f"{value.__module__}.{value.__qualname__}")
    assert "sklearn.tree._tree" in sys.modules
    assert lent - _HARMLESS == set()


def _is_strange(value: object) -> bool:
    if isinstance(value, types.ModuleType) or not callable(value):
        return False
    own = getattr(value, "__module__", None) or ""
    plain = ("sklearn", "numpy", "scipy.sparse", "typing", "collections", "abc", "numbers")
    return bool(own) and not own.startswith((*plain, "inspect", "builtins", "_", "View.Memory"))
