"""Which classes and functions a file may name: what is known, what is not, and what acts at once.

Thinking in lists of what is allowed: a part is known only where it stands here. The list of what
acts on the computer is there for clear words only; what is missing in it is "not known", which
stops an import as well.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    """How a part of a file stands, best first."""

    KNOWN = "known"
    UNKNOWN = "not known"
    CODE = "carries code"
    ACTS = "runs code"

    @property
    def rank(self) -> int:
        """0 for the best."""
        return list(Standing).index(self)


_EXACT: Final[frozenset[str]] = frozenset(
    [
        *(
            f"builtins.{name}"
            for name in (
                "object set frozenset bytearray dict list tuple int float complex bool str bytes "
                "slice range NoneType"
            ).split()
        ),
        *(f"collections.{name}" for name in ("OrderedDict", "defaultdict", "Counter", "deque")),
        *(
            f"datetime.{name}"
            for name in ("datetime", "date", "time", "timedelta", "timezone", "tzinfo")
        ),
        "_codecs.encode",
        "copyreg._reconstructor",
        "copyreg.__newobj__",
        "decimal.Decimal",
        "fractions.Fraction",
        "functools.partial",
        "operator.itemgetter",
        "re._compile",
        "uuid.UUID",
        "numpy.ndarray",
        "numpy.dtype",
        "numpy.matrix",
        "numpy.random.mtrand.RandomState",
        "numpy.random._generator.Generator",
        *(
            f"numpy.random._pickle.{name}"
            for name in ("__randomstate_ctor", "__bit_generator_ctor", "__generator_ctor")
        ),
        "numpy.random._mt19937.MT19937",
        "numpy.random._pcg64.PCG64",
        "numpy.random.bit_generator.SeedSequence",
        "numpy.random.bit_generator.__pyx_unpickle_SeedSequence",
        *(
            f"numpy.{core}.{name}"
            for core in ("core", "_core")
            for name in (
                "multiarray._reconstruct",
                "multiarray.scalar",
                "multiarray._frombuffer",
                "numeric._frombuffer",
            )
        ),
        "numpy.ma.core.MaskedArray",
        "numpy.ma.core._mareconstruct",
        "numpy.ma.MaskedArray",
        "pandas._libs.internals._unpickle_block",
        "pandas._libs.arrays.__pyx_unpickle_NDArrayBacked",
        "pandas.core.indexes.base._new_Index",
        "joblib.numpy_pickle.NumpyArrayWrapper",
        "sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper",
        "sklearn.neighbors._kd_tree.newObj",
        "sklearn.neighbors._ball_tree.newObj",
        "sklearn.metrics._dist_metrics.newObj",
        "tidemill.catalog.preparations.mixed.transformer.MixedPreparation",
    ]
)

_NUMPY_TYPES = re.compile(
    r"numpy\.(bool_?|u?int(8|16|32|64|p|c)?|float(16|32|64)?|complex(64|128)|datetime64|"
    r"timedelta64|str_|bytes_|void|longlong|ulonglong|object_)"
)
_NUMPY_FUNCTIONS = re.compile(
    r"numpy\.(abs|absolute|log|log1p|log2|log10|exp|expm1|sqrt|square|cbrt|sign|floor|ceil|rint|"
    r"clip|nan_to_num|mean|median|std|var|sum|min|max|amin|amax|ravel|asarray|array|where|isnan|"
    r"reciprocal|negative|sin|cos|tan|arcsinh|sinh|tanh)"
)
_A_CLASS = re.compile(r"_{0,2}[A-Z]\w*")
_CYTHON = re.compile(r"__pyx_unpickle_\w+")
_A_FUNCTION = re.compile(r"_?[a-z]\w*")
_MEASURES = re.compile(
    r"sklearn\.(metrics|feature_selection)(\.\w+)*\.(\w+_)?"
    r"(score|loss|error|deviance|distances?|kernels?|similarity|classif|regression|chi2)"
)
"""Functions that models keep: what scores them, compares rows or chooses columns."""

_SPARSE = re.compile(r"(csr|csc|coo|lil|dok|dia|bsr)_(matrix|array)")
_SPLINES = re.compile(r"BSpline|CubicSpline|PchipInterpolator|PPoly|interp1d")

# Modules of these that do other things than being part of a fitted model.
_NOT_MODELS = re.compile(
    r"sklearn\.(externals|datasets|callback|experimental|inspection|_build_utils|_config|conftest|"
    r"utils\.(_testing|_test_common|_plotting|_repr_html|_estimator_html_repr|_show_versions|"
    r"_user_interface|estimator_checks|fixes|discovery|parallel|_joblib|_metadata_requests))(\..*)?"
    r"|sklearn\.(.*\.)?tests(\..*)?"
)
_LIBRARIES: Final[Mapping[str, str]] = {
    "sklearn": r"sklearn\..+",
    "imblearn": r"imblearn\.(over_sampling|under_sampling|combine|ensemble|pipeline)(\..+)?",
    "pandas": r"pandas\.core\.(frame|series|(indexes|arrays|internals|dtypes)\..+)"
    r"|pandas\._libs\.tslibs\.(timestamps|timedeltas)",
}
"""Libraries of models whose classes are known, with the modules that hold them."""

_BOOSTERS = re.compile(
    r"xgboost\.(sklearn\.XGB\w+|core\.Booster)|lightgbm\.(sklearn\.LGBM\w+|basic\.Booster)"
    r"|catboost\.core\.CatBoost\w*"
)
"""Their modules import much from elsewhere, so that the classes themselves are listed."""

_ACTING_MODULES: Final[frozenset[str]] = frozenset(
    (
        "os posix nt ntpath posixpath subprocess _posixsubprocess sys shutil pty socket _socket "
        "socketserver ctypes _ctypes importlib imp pkgutil zipimport runpy pip ensurepip venv "
        "webbrowser code codeop pdb bdb cmd timeit profile cProfile trace doctest unittest "
        "multiprocessing _thread threading concurrent asyncio http urllib urllib2 urllib3 requests "
        "httpx aiohttp ftplib smtplib telnetlib imaplib poplib nntplib xmlrpc ssl pickle _pickle "
        "cPickle shelve dbm marshal inspect gc signal tempfile io _io pathlib glob fileinput "
        "linecache logging mailcap platform pydoc site sysconfig setuptools distutils atexit "
        "faulthandler mmap fcntl resource readline rlcompleter sqlite3 tkinter turtle builtins "
        "__builtin__ torch commands popen2 antigravity idlelib lib2to3 numba cffi "
        "typer click psutil keyring IPython"
    ).split()
)
_ACTING: Final[frozenset[str]] = frozenset(
    [
        "functools.reduce",
        "operator.attrgetter",
        "operator.methodcaller",
        "operator.call",
        "joblib.load",
        "joblib.numpy_pickle.load",
        "joblib.numpy_pickle_compat.NDArrayWrapper",
        "joblib.numpy_pickle_compat.ZNDArrayWrapper",
        "cloudpickle.loads",
        "cloudpickle.load",
        "dill.loads",
        "dill.load",
        "dill._dill.loads",
        "dill._dill.load",
        "numpy.load",
        "numpy.loadtxt",
        "numpy.genfromtxt",
        "numpy.fromfile",
        "numpy.memmap",
        "numpy.save",
        "numpy.savez",
        "pandas.read_pickle",
        "pandas.eval",
        "skops.io.load",
        "skops.io.loads",
        "uuid._get_command_stdout",
        "_codecs.lookup",
        "codecs.open",
        "types.ModuleType",
    ]
)
_ACTING_BELOW: Final = re.compile(
    r"(numpy\.(lib\.(npyio|_npyio_impl|format|utils)|testing|distutils|f2py|ctypeslib)"
    r"|pandas\.(io|core\.computation|util|_testing)|joblib\.(externals|memory|parallel)"
    r"|sklearn\.(externals|datasets|utils\._testing))(\..*)?"
)
_CODE: Final = re.compile(
    r"(cloudpickle|dill|joblib\.externals\.cloudpickle)(\..*)?|(types|new)\.\w+"
)


def standing(module: str, name: str) -> Standing:
    """How a class or function stands that a file names by module and name.

    A name with dots reaches through attributes, so it is known only where the whole is.
    """
    whole = f"{module}.{name}"
    if whole in _EXACT or _NUMPY_TYPES.fullmatch(whole) or _NUMPY_FUNCTIONS.fullmatch(whole):
        return Standing.KNOWN
    if whole in _ACTING or _ACTING_BELOW.fullmatch(module):
        return Standing.ACTS
    if module.partition(".")[0] in _ACTING_MODULES:
        return Standing.ACTS
    if _CODE.fullmatch(whole):
        return Standing.CODE
    return Standing.KNOWN if _is_of_library(module, name) else Standing.UNKNOWN


def _is_of_library(module: str, name: str) -> bool:
    """Whether it is a class, or what makes one anew, of a library of models."""
    if module.startswith("scipy."):
        return _is_of_scipy(module, name)
    if _BOOSTERS.fullmatch(f"{module}.{name}"):
        return True
    if _NOT_MODELS.fullmatch(module):
        return False
    for modules in _LIBRARIES.values():
        if re.fullmatch(modules, module):
            if _MEASURES.fullmatch(f"{module}.{name}"):
                return True
            return bool(_A_CLASS.fullmatch(name) or _CYTHON.fullmatch(name))
    return False


def _is_of_scipy(module: str, name: str) -> bool:
    if module.startswith("scipy.sparse"):
        return _SPARSE.fullmatch(name) is not None
    return module.startswith("scipy.interpolate") and _SPLINES.fullmatch(name) is not None


def may_be_called(module: str, name: str) -> bool:
    """Whether loading may call a known part: classes and what makes them anew, not functions.

    A function of a library that a model only refers to is no danger while it is loaded; one that
    is called then does whatever it does.
    """
    whole = f"{module}.{name}"
    if whole in _EXACT or _NUMPY_TYPES.fullmatch(whole):
        return True
    if module.startswith("scipy."):
        return True
    return _NUMPY_FUNCTIONS.fullmatch(whole) is None and _A_FUNCTION.fullmatch(name) is None
