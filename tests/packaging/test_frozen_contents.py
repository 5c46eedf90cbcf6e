"""What goes into the frozen program is what the source holds, and its helpers' calls are known."""

import importlib
import importlib.metadata
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tidemill.catalog import discovery

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "packaging" / "frozen"
needs_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about ELF files")


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The scripts of the build, imported as they import each other."""
    for folder in (ROOT / "packaging" / "setup", FROZEN):
        monkeypatch.syspath_prepend(str(folder))
    names = ("contents", "start", "system_libraries", "icu_data", "slimming")
    yield {name: importlib.import_module(name) for name in names}
    for name in (*names, "system_packages"):
        sys.modules.pop(name, None)


def test_every_module_of_ours_goes_along(scripts: dict[str, ModuleType]) -> None:
    root = ROOT / "app"
    paths = [path.relative_to(root).with_suffix("") for path in root.rglob("tidemill/**/*.py")]
    # The steps of the migrations are files that are read, and go along as such.
    found = {".".join(path.parts) for path in paths if "versions" not in path.parts}
    named = {name.removesuffix(".__init__") for name in found} - {"tidemill.__main__"}
    named -= {"tidemill.store.migrations.env"}
    assert named - set(scripts["contents"].own_modules()) == set()
    assert len(named) > 500


def test_every_entry_of_the_catalogue_goes_along(scripts: dict[str, ModuleType]) -> None:
    taken = set(scripts["contents"].modules())
    entries = [m for name in discovery.families() for m in discovery.family(name).values()]
    ours = {module.__name__ for module in entries if module.__name__.startswith("tidemill.")}
    assert len(ours) > 50
    assert ours - taken == set()


def test_all_that_is_needed_to_run_goes_along_and_no_tool_of_ours(
    scripts: dict[str, ModuleType],
) -> None:
    contents = scripts["contents"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    assert set(contents.EXTRAS) <= extras.keys()
    texts = [*project["dependencies"], *(t for name in contents.EXTRAS for t in extras[name])]
    wanted = {
        canonicalize_name(need.name)
        for need in map(Requirement, texts)
        if need.marker is None or need.marker.evaluate()
    }
    assert wanted - set(contents.distributions()) == set()
    strangers = set(contents.strangers())
    assert {"pytest", "mypy", "hypothesis", "pyarrow", "tkinter"} <= strangers
    assert strangers & {"numpy", "pandas", "sklearn", "tidemill", "setuptools"} == set()


def test_models_and_own_steps_find_what_they_name(scripts: dict[str, ModuleType]) -> None:
    taken = set(scripts["contents"].modules())
    # Classes of stored models are found by path; a person's own step imports what it likes.
    wanted = {
        "sklearn.ensemble._hist_gradient_boosting.gradient_boosting",
        "sklearn.isotonic",
        "scipy.stats._qmc",
        "pandas.io.formats.style",
        "numpy.polynomial.chebyshev",
        "joblib.externals.loky.backend.popen_loky_posix",
        "xml.dom.minidom",
        "concurrent.futures.process",
        "sqlite3.dbapi2",
        "unittest.mock",
        "uvicorn.protocols.http.httptools_impl",
        "sqlalchemy.dialects.postgresql.psycopg",
    }
    assert wanted - taken == set()
    assert not any(name.startswith(("sklearn.tests", "numpy._core.tests")) for name in taken)


def test_fonts_icons_and_time_zones_go_along(scripts: dict[str, ModuleType]) -> None:
    found = scripts["contents"].data_files()
    names = [f"{folder}/{Path(file).name}" for file, folder in found]
    assert any(name.startswith("fontpkg_inter/files/Inter[") for name in names)
    assert "lucide/data/lucide-icons.db" in names
    assert any(name.startswith("tzdata/zoneinfo/Europe/") for name in names)
    assert not any(name.endswith((".py", ".pyc", ".so")) for name in names)


def test_sources_that_leave_with_a_model_go_along(scripts: dict[str, ModuleType]) -> None:
    from tidemill.catalog import carried_sources

    rooms = tuple(f"tidemill.{part}" for part in ("base", "catalog", "domain"))
    assert rooms == scripts["contents"].WITH_SOURCES
    module = importlib.import_module("tidemill.catalog.steps.fill")
    carried = carried_sources.carried([module])
    told = {path.split("/")[1] for path in carried if path.count("/") > 1}
    assert told <= {"base", "catalog", "domain"}, "a room whose sources do not go along"


def test_the_pool_of_joblib_works_where_the_program_is_no_python(tmp_path: Path) -> None:
    """joblib starts its helpers by this program's name: `start.py` stands behind that name."""
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FROZEN / "start.py"}" "$@"\n')
    program.chmod(0o755)
    code = (
        "import math, sys; sys.executable = sys.argv[1]\n"
        "from joblib.externals.loky.backend import spawn; spawn._python_exe = sys.argv[1]\n"
        "import joblib, os\n"
        "work = [joblib.delayed(os.getpid)() for _ in range(8)]\n"
        "found = joblib.Parallel(n_jobs=2, backend='loky')(work)\n"
        "print(os.getpid() in found, len(found))\n"
    )
    if sys.platform == "win32":
        pytest.skip("there the pool is started otherwise")
    done = subprocess.run(
        [sys.executable, "-c", code, str(program)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["False", "8"], done.stderr


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_the_pool_of_python_works_where_the_program_is_no_python(
    tmp_path: Path, method: str
) -> None:
    if sys.platform == "win32":
        pytest.skip("there the pool is started otherwise")
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FROZEN / "start.py"}" "$@"\n')
    program.chmod(0o755)
    code = (
        "import sys; sys.executable = sys.argv[1]; sys.frozen = True\n"
        "sys.modules['__main__'].__file__ = sys.argv[2]\n"
        "import math, multiprocessing, os\n"
        "multiprocessing.set_executable(sys.argv[1])\n"
        f"with multiprocessing.get_context('{method}').Pool(2) as pool:\n"
        "    print(pool.map(math.sqrt, [4, 9]), pool.apply(os.getpid) == os.getpid())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(program), str(FROZEN / "start.py")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["[2.0,", "3.0]", "False"], done.stderr


@pytest.mark.parametrize(
    "words",
    [[], ["gui"], ["-w", "a", "worker"], ["data", "add", "-c"], ["-c", "print(1)"], ["-m", "pip"]],
    ids=str,
)
def test_the_words_of_a_person_are_no_helpers(
    scripts: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tidemill", *words])
    assert not scripts["start"]._helped()


_WITHOUT_WHAT_IS_LEFT_OUT = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if contents.is_taken_out(name) and not name.startswith(("setuptools", "distutils")):
            raise ModuleNotFoundError(f"{name} is left out", name=name)
sys.path[:0] = sys.argv[1].split(":")
import contents
sys.meta_path.insert(0, Missing())
import alembic.command, numpy.testing, onnx.helper, onnxruntime, psycopg, river.drift, rich.syntax
import rich.traceback, scipy.io, scipy.stats, skops.io, sklearn.ensemble, sklearn.utils._array_api
import sqlalchemy.dialects.postgresql, sqlalchemy.orm, wcwidth, zstandard
from tidemill.catalog import discovery
assert sum(len(discovery.family(name)) for name in discovery.families()) > 50
assert rich.syntax.Syntax("def f(): pass", "python").lexer is not None
assert wcwidth.wcswidth("\u4e2d") == 2
assert zstandard.decompress(zstandard.compress(b"words")) == b"words"
"""


def test_nothing_of_what_is_left_out_is_missed(scripts: dict[str, ModuleType]) -> None:
    folders = f"{FROZEN}:{ROOT / 'packaging' / 'setup'}"
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_WHAT_IS_LEFT_OUT, folders],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    taken_out = scripts["contents"].is_taken_out
    assert all(map(taken_out, ("wcwidth._wcwidth_c", "pygments.lexers.css", "sqlalchemy.testing")))
    assert not any(map(taken_out, ("pygments.lexers", "pygments.lexers.python", "PySide6.QtGui")))


@pytest.mark.parametrize(
    ("place", "is_wanted"),
    [
        ("numpy-2.4.6.dist-info/METADATA", True),
        ("numpy-2.4.6.dist-info/licenses/LICENSE.txt", True),
        ("numpy-2.4.6.dist-info/RECORD", False),
        ("pydantic_core-2.50.4.dist-info/sboms/pydantic-core.cyclonedx.json", False),
        ("sklearn/tree/_tree.pyx", False),
        ("sklearn/tree/_tree.cpython-311-x86_64-linux-gnu.so", True),
        ("sklearn/datasets/data/iris.csv", True),
        ("sklearn/datasets/images/china.jpg", False),
        ("wcwidth/_wcwidth_c.abi3.so", False),
        ("tidemill/catalog/steps/fill.py", True),
    ],
)
def test_of_files_beside_modules_go_those_that_a_run_reads(
    scripts: dict[str, ModuleType], place: str, is_wanted: bool
) -> None:
    assert scripts["contents"].is_wanted_file(place) is is_wanted


def test_what_is_told_of_packages_and_icons_is_shortened(
    scripts: dict[str, ModuleType], tmp_path: Path
) -> None:
    told = tmp_path / "_internal" / "some-1.0.dist-info" / "METADATA"
    told.parent.mkdir(parents=True)
    told.write_text("Name: some\nVersion: 1.0\nRequires-Dist: other\n\n# Some\n\nName: no\n")
    whole = Path(str(importlib.import_module("lucide").__file__)).parent / "data/lucide-icons.db"
    icons = tmp_path / "_internal" / "lucide" / "data" / whole.name
    icons.parent.mkdir(parents=True)
    shutil.copy(whole, icons)
    scripts["slimming"].shorten(tmp_path)
    kept = importlib.metadata.Distribution.at(told.parent).metadata
    assert (kept["Version"], kept.get_all("Name"), kept.get_payload()) == ("1.0", ["some"], "")
    assert icons.stat().st_size < whole.stat().st_size / 2
    rows = []
    for path in (whole, icons):
        connection = sqlite3.connect(path)
        rows.append(connection.execute("SELECT name, svg FROM icons ORDER BY name").fetchall())
        rows[-1] += connection.execute("SELECT * FROM icon_aliases ORDER BY alias").fetchall()
        connection.close()
    assert rows[0] == rows[1]
    assert len(rows[1]) > 1000


@needs_linux
def test_a_package_depends_on_what_its_libraries_ask_for(
    scripts: dict[str, ModuleType], tmp_path: Path
) -> None:
    libraries = scripts["system_libraries"]
    if shutil.which("readelf") is None:
        pytest.skip("readelf (Debian: binutils) is not here")
    from PySide6 import QtGui

    gui = tmp_path / "QtGui.so"
    shutil.copy(str(QtGui.__file__), gui)
    (tmp_path / "words.txt").write_text("no library")
    (file,) = libraries.binaries(tmp_path)
    assert "libQt6Gui.so.6" in libraries.needed([file])
    with pytest.raises(LookupError, match=r"libQt6Gui\.so\.6"):
        libraries.packages([file])
    shell = Path(shutil.which("sh") or "").resolve()
    (depends,) = libraries.packages([shell])
    assert depends.startswith("libc6 (>= 2.")


@needs_linux
def test_what_talks_to_the_display_is_left_to_the_system(scripts: dict[str, ModuleType]) -> None:
    libraries = scripts["system_libraries"]
    for name in ("libxcb.so.1", "libGL.so.1", "libstdc++.so.6", "libc.so.6", "libfontconfig.so.1"):
        assert libraries.is_the_systems(name, f"/usr/lib/{name}")
    wheel = "/venv/lib/python3.12/site-packages/some.libs/libstdc++.so.6"
    assert not libraries.is_the_systems("libstdc++.so.6", wheel)
    assert not libraries.is_the_systems("libssl.so.3", "/usr/lib/libssl.so.3")


@needs_linux
def test_libraries_that_nothing_asks_for_are_left_out_and_equal_ones_linked(
    scripts: dict[str, ModuleType], tmp_path: Path
) -> None:
    if shutil.which("strip") is None:
        pytest.skip("strip (Debian: binutils) is not here")
    from PySide6 import QtCore

    library = Path(str(QtCore.__file__))
    inner = tmp_path / "_internal"
    for name in ("one.libs", "two.libs"):
        (inner / name).mkdir(parents=True)
        shutil.copy(library, inner / name / "QtCore.so")
    shutil.copy(library, inner / "libnobody.so.1")
    shutil.copy(library, inner / "libQt6Core.so.6")
    (inner / "libgone.so.2").symlink_to("nowhere.so")
    scripts["slimming"].slim(tmp_path)
    held = {path.relative_to(inner).as_posix() for path in inner.rglob("*.so*")}
    assert held == {"one.libs/QtCore.so", "two.libs/QtCore.so", "libQt6Core.so.6"}
    links = [path for path in inner.rglob("*.so") if path.is_symlink()]
    assert len(links) == 1
    assert links[0].resolve().parent.parent == inner


_SORTED = """
import functools
from PySide6.QtCore import QCollator, QLocale
words = ["z10", "z9", "ä", "a", "z", "ö", "中", "文", "ch", "h", "Å", "ı", "İ"]
for name in ("de_DE", "sv_SE", "cs_CZ", "zh_CN", "ja_JP", "tr_TR"):
    collator = QCollator(QLocale(name))
    collator.setNumericMode(True)
    print(ascii(sorted(words, key=functools.cmp_to_key(collator.compare))))
    print(ascii(QLocale(name).toUpper("straße i")))
with open("/proc/self/maps") as maps:
    print(sum("smaller/libicudata" in line for line in maps) > 0)
"""


@needs_linux
def test_qt_sorts_the_same_with_a_quarter_of_icus_data(
    scripts: dict[str, ModuleType], tmp_path: Path
) -> None:
    if shutil.which("readelf") is None:
        pytest.skip("readelf (Debian: binutils) is not here")
    from PySide6 import QtCore

    (whole,) = (Path(str(QtCore.__file__)).parent / "Qt" / "lib").glob("libicudata.so.*")
    (tmp_path / "smaller").mkdir()
    smaller = tmp_path / "smaller" / whole.name
    shutil.copy(whole, smaller)
    scripts["icu_data"].shrink(smaller)
    assert smaller.stat().st_size < 0.3 * whole.stat().st_size
    told = []
    for preloaded in ("", str(smaller)):
        done = subprocess.run(
            [sys.executable, "-c", _SORTED],
            env={**os.environ, "LD_PRELOAD": preloaded},
            capture_output=True,
            text=True,
            check=True,
        )
        told.append(done.stdout.splitlines())
    assert (told[0][-1], told[1][-1]) == ("False", "True")
    assert told[0][:-1] == told[1][:-1]
    assert len(set(told[0][:-1:2])) > 3, "the languages have to differ for this to say anything"


@needs_linux
def test_what_strip_would_break_is_left_as_it_is(
    scripts: dict[str, ModuleType], tmp_path: Path
) -> None:
    from PySide6 import QtCore

    library = tmp_path / "library.so"
    shutil.copy(str(QtCore.__file__), library)
    assert scripts["slimming"].loads(library)
    data = bytearray(library.read_bytes())
    (start,) = struct.unpack_from("<Q", data, 0x20)
    kinds = [struct.unpack_from("<I", data, start + 56 * n)[0] for n in range(8)]
    first = start + 56 * kinds.index(1)
    struct.pack_into("<Q", data, first + 8, struct.unpack_from("<Q", data, first + 8)[0] + 16)
    library.write_bytes(data)
    assert not scripts["slimming"].loads(library)
