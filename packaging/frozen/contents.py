"""What goes into the frozen program: read by the spec, held against the source by the tests.

Whole packages are taken rather than what an import can be followed to: models name their classes
by path, a person's own steps import what they like, and the catalogue is found by walking it.
Nothing is imported here to find out; files are read.
"""

import importlib.machinery
import importlib.metadata
import importlib.util
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]

EXTRAS = ("lightgbm", "postgresql", "streaming")
"""Extras that the program carries, since nobody can add one later. `feather` (170 MB of Arrow),
`xgboost` (14 MB, and LightGBM is there) and `dask` (whose workers need the very same environment)
stay with an installation by pip."""

_TESTS = {"tests", "test", "conftest"}
_LEFT_OUT_OF_PYTHON = {
    "_crypt", "_curses", "_curses_panel", "_tkinter", "antigravity", "crypt", "curses",
    "distutils", "ensurepip", "idlelib", "lib2to3", "nis", "pydoc_data", "readline", "spwd", "test",
    "this", "tkinter", "turtle", "turtledemo",
}  # fmt: skip
"""Modules of the standard library that a program without a console or Tk has no use for."""

_LEFT_OUT = (
    "alembic.templates",
    "numpy._core._simd",
    "numpy.distutils",
    "numpy.random._examples",
    "onnx.backend.test",
    "onnx.fuzz",
    "onnx.reference",
    "onnxruntime.quantization",
    "onnxruntime.tools",
    "onnxruntime.transformers",
    "psycopg_binary._uuid",
    "pycparser.lextab",
    "pycparser.yacctab",
    "scipy.datasets",
    "sklearn.externals.array_api_compat.cupy",
    "sklearn.externals.array_api_compat.dask",
    "sklearn.externals.array_api_compat.torch",
    "sqlalchemy.testing",
    "wcwidth._wcwidth_c",
    "zstandard._cffi",
    "zstandard.backend_cffi",
)
"""Parts of packages that nothing of ours reaches, or that have an equal in Python beside them."""

_NOT_WHOLE = ("PySide6", "shiboken6")
"""Of these only the modules that are imported are taken."""

_LEXERS = "pygments.lexers"
_LEXERS_TAKEN = {"_mapping", "configs", "data", "python", "shell", "special"}
"""Of five hundred languages that could be coloured, those of what a terminal may be shown."""

_SOURCES = (
    ".py", ".pyc", ".pyi", ".pyx", ".pxd", ".pxi", ".h", ".hpp", ".c", ".cpp", ".tp", ".cc", ".f90",
)  # fmt: skip
_BUILT_FROM = tuple(end for end in _SOURCES if end not in (".py", ".pyc"))
_LIBRARIES = (".so", ".dll", ".dylib", ".pyd", ".a", ".lib", ".exe")
_LEFT_OUT_FILES = (
    "apprise/assets/", "apprise/i18n/", "fontpkg_inter/files/Inter-Italic",
    "fontpkg_jetbrains_mono/files/JetBrainsMono-Italic", "onnx/backend/", "onnxruntime/tools/",
    "onnxruntime/transformers/", "river/datasets/", "river/drift/datasets/",
    "sklearn/datasets/images/",
)  # fmt: skip
_LOADED_BY_PATH = ("lightgbm",)
"""Distributions whose library is no module: they load it by its path."""

WITH_SOURCES = ("tidemill.base", "tidemill.catalog", "tidemill.domain")
"""Rooms whose sources go along: a model that leaves as a package takes some of them with it."""

TAKEN_OUT_AFTER = ("setuptools", "pkg_resources", "_distutils_hack", "distutils")
"""Builders that PyInstaller has to look into to tell whose modules are whose; none goes along."""

HOOKS_LEFT_OUT = ("pyi_rth_setuptools", "pyi_rth_pkgres", "pyi_rth_multiprocessing")
"""What PyInstaller would run at each start; `start.py` does what of it is needed, when it is."""

_ONLY_FOR_PIP = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
"""What installers note of a distribution for themselves, beside its name and licence."""

QT_LEFT_OUT = (
    "Qml", "Quick", "VirtualKeyboard", "virtualkeyboard", "Pdf", "qpdf", "ShaderTools", "EglFs",
    "eglfs", "EglFSDevice", "linuxfb", "libqvnc", "qminimalegl", "libqminimal", "Lottie", "qtga",
    "qwbmp", "qicns", "qtiff", "tuiotouch", "evdev", "WaylandCompositor", "webgl", "vkkhrdisplay",
    "egldeviceintegrations", "wayland-graphics-integration-server", "Qt6Test", "networkinformation",
    "tls/", "qgtk3",
)  # fmt: skip
"""Words in the names of Qt's libraries and plugins that no part of the window uses."""

QT_TRANSLATIONS = ("qtbase_de", "qtbase_en")


def distributions() -> list[str]:
    """Names of the distributions the program stands on, itself included."""
    waiting = [("tidemill", "")]
    seen: set[tuple[str, str]] = set()
    found: set[str] = set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            texts = _declared() if name == "tidemill" else importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system, or an old Python
        found.add(name)
        for need in map(Requirement, texts):
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                needed = canonicalize_name(need.name)
                waiting += [(needed, inner) for inner in ("", *need.extras)]
    return sorted(found)


def _declared() -> list[str]:
    """What Tidemill asks for, as the checkout declares it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *(text for name in EXTRAS for text in extras[name])]


def packages() -> dict[str, str]:
    """Import names at the top of those distributions, with the distribution each comes from."""
    wanted = set(distributions()) - {"tidemill"}
    return {
        name: canonicalize_name(owners[0])
        for name, owners in sorted(importlib.metadata.packages_distributions().items())
        if wanted & {canonicalize_name(owner) for owner in owners} and name.isidentifier()
    }


def strangers() -> list[str]:
    """Import names that are installed here but are no part of the program, as tools of ours are."""
    known: set[str] = {*packages(), "tidemill", "tidemill_resources"}
    names = importlib.metadata.packages_distributions()
    known |= set(TAKEN_OUT_AFTER)
    found = {name for name in names if name.isidentifier() and name not in known}
    return sorted(found | _LEFT_OUT_OF_PYTHON - set(TAKEN_OUT_AFTER))


def is_taken_out(name: str) -> bool:
    """True for a module that was looked into but does not go along, since nothing reaches it."""
    return name.partition(".")[0] in TAKEN_OUT_AFTER or _is_unreached(name)


def is_wanted_file(place: str) -> bool:
    """False for a file that hooks of PyInstaller bring and no run reads: what a library was built
    from, what is told to installers, extension modules of parts that are left out."""
    parts = place.split("/")
    if parts[0].endswith(".dist-info"):
        return parts[-1] not in _ONLY_FOR_PIP and "sboms" not in parts[1:-1]
    if place.endswith(_LIBRARIES):
        return not is_taken_out(place.partition(".")[0].replace("/", "."))
    return not place.startswith(_LEFT_OUT_FILES) and not place.endswith(_BUILT_FROM)


def modules() -> list[str]:
    """Every module that is taken, by name: ours, what it stands on, and Python's own."""
    found = set(own_modules()) | set(python_modules())
    for name in packages():
        found |= set(_modules_of(name))
    return sorted(found)


def own_modules() -> list[str]:
    """Every module of Tidemill by name, in a checkout."""
    return sorted(_walked(ROOT / "app" / "tidemill", "tidemill"))


def python_modules() -> list[str]:
    """The standard library's modules: a person's own step may import any of them."""
    found: set[str] = set()
    for name in sys.stdlib_module_names - _LEFT_OUT_OF_PYTHON:
        if importlib.util.find_spec(name) is not None:
            found |= set(_modules_of(name))
    return sorted(name for name in found if not name.startswith("_") or "." not in name)


def is_left_out(name: str) -> bool:
    """True for tests of others and for parts that nothing reaches."""
    if _TESTS & set(name.split(".")[1:]):
        return True
    return _is_unreached(name) or name.partition(".")[0] in _NOT_WHOLE


def _is_unreached(name: str) -> bool:
    if name.startswith(f"{_LEXERS}."):
        return name.removeprefix(f"{_LEXERS}.") not in _LEXERS_TAKEN
    return any(name == part or name.startswith(f"{part}.") for part in _LEFT_OUT)


def data_files() -> list[tuple[str, str]]:
    """Files beside the modules (fonts, icons, time zones, styles), with the folder each goes to."""
    found = []
    for name in distributions():
        if name == "tidemill" or name.startswith(("pyside6", "shiboken6")):
            continue
        for file in importlib.metadata.files(name) or []:
            path = Path(str(file.locate()))
            if _is_data(file.as_posix()) and path.is_file():
                found.append((str(path), file.parent.as_posix()))
    return found


def libraries() -> list[tuple[str, str]]:
    """Shared libraries that no import names, with the folder each goes to."""
    return [
        (str(file.locate()), file.parent.as_posix())
        for name in set(distributions()) & set(_LOADED_BY_PATH)
        for file in importlib.metadata.files(name) or []
        if file.name.endswith((".so", ".dll", ".dylib"))
    ]


def _is_data(path: str) -> bool:
    parts = path.split("/")
    if path.startswith("..") or len(parts) == 1 or _TESTS & set(parts):
        return False
    if any(part.endswith(("-info", ".libs", "__pycache__")) for part in parts):
        return False
    if path.endswith((*_SOURCES, *_LIBRARIES)) or ".so." in parts[-1]:
        return False
    return not path.startswith(_LEFT_OUT_FILES)


def _modules_of(name: str) -> Iterator[str]:
    """A module, or a package with all inside it, without those left out."""
    spec = importlib.util.find_spec(name)
    if spec is None:
        return
    for found in (_walked(Path(folder), name) for folder in spec.submodule_search_locations or ()):
        yield from (one for one in found if not is_left_out(one))
    if not is_left_out(name):
        yield name


def _walked(folder: Path, name: str) -> Iterator[str]:
    """A package and all modules below it, also those in folders without an `__init__`."""
    yield name
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name.isidentifier() and path.name not in _TESTS:
            inner = _walked(path, f"{name}.{path.name}")
            if not (path / "__init__.py").exists():
                next(inner)  # a folder alone is no module to name
            yield from inner
            continue
        stem = next(
            (
                path.name.removesuffix(ending)
                for ending in (*importlib.machinery.EXTENSION_SUFFIXES, ".py")
                if path.name.endswith(ending)
            ),
            "",
        )
        if stem.isidentifier() and stem not in ("__init__", "__main__"):
            yield f"{name}.{stem}"
