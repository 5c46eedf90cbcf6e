"""The set-up scripts: what they say and do on a system that lacks something."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "packaging" / "setup"
needs_sh = pytest.mark.skipif(os.name == "nt", reason="a POSIX shell is needed")


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The set-up scripts, imported as they import each other."""
    monkeypatch.syspath_prepend(str(SETUP))
    names = ("prepare", "qt_libraries", "system_packages")
    yield {name: importlib.import_module(name) for name in names}
    for name in names:
        sys.modules.pop(name, None)


def test_missing_libraries_are_read_from_ldd_and_from_an_import_error(
    scripts: dict[str, ModuleType],
) -> None:
    ldd = "\tlibxcb-cursor.so.0 => not found\n\tlibGL.so.1 => /usr/lib/libGL.so.1 (0x7f)\n"
    error = "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory\n"
    missing = scripts["qt_libraries"].missing_in(ldd + error)
    assert missing == ["libEGL.so.1", "libxcb-cursor.so.0"]
    assert scripts["system_packages"].packages_for(missing) == ["libegl1", "libxcb-cursor0"]


def test_qt_starts_here_without_a_display(scripts: dict[str, ModuleType]) -> None:
    assert scripts["qt_libraries"].start_offscreen(Path(sys.executable)) == ""
    assert scripts["qt_libraries"].missing_libraries(Path(sys.executable), []) == []


def test_a_qt_that_cannot_start_is_quoted(scripts: dict[str, ModuleType], tmp_path: Path) -> None:
    python = _fake_python(
        tmp_path, "echo 'libEGL.so.1: cannot open shared object file' >&2; exit 1"
    )
    said = scripts["qt_libraries"].start_offscreen(python)
    assert scripts["qt_libraries"].missing_in(said) == ["libEGL.so.1"]


@pytest.mark.parametrize(
    ("environment", "plugins"),
    [
        ({}, []),
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["wayland", "xcb"]),
    ],
)
def test_the_plugins_looked_at_are_those_of_the_displays_there_are(
    scripts: dict[str, ModuleType], environment: dict[str, str], plugins: list[str]
) -> None:
    assert scripts["qt_libraries"].displays(environment) == plugins


def test_advice_names_the_package_on_debian_and_the_library_elsewhere(
    scripts: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    system = scripts["system_packages"]
    monkeypatch.setattr(system, "is_debian", lambda: True)
    assert system.advice(["libegl1"], ["libEGL.so.1"]).endswith("sudo apt-get install libegl1")
    monkeypatch.setattr(system, "is_debian", lambda: False)
    assert "Install libEGL.so.1 (on Debian: libegl1)" in system.advice(["libegl1"], ["libEGL.so.1"])


def test_a_missing_library_stops_the_window_but_not_the_tests(
    scripts: dict[str, ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    prepare = scripts["prepare"]
    monkeypatch.setattr(prepare, "venv_python", lambda: Path(sys.executable))
    monkeypatch.setattr(prepare.system_packages, "may_install", lambda: False)
    monkeypatch.setattr(
        prepare.qt_libraries, "missing_libraries", lambda *_: ["libxcb-cursor.so.0"]
    )
    prepare.bring_qt(window=False)
    assert "libxcb-cursor.so.0" in capsys.readouterr().err
    with pytest.raises(prepare.Unready, match="libxcb-cursor0"):
        prepare.bring_qt(window=True)


def test_a_missing_library_is_installed_by_root_on_debian(
    scripts: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = scripts["prepare"]
    installed: list[str] = []

    def install(packages: list[str]) -> bool:
        installed.extend(packages)
        return True

    monkeypatch.setattr(prepare, "venv_python", lambda: Path(sys.executable))
    monkeypatch.setattr(prepare.system_packages, "may_install", lambda: True)
    monkeypatch.setattr(prepare.system_packages, "install", install)
    monkeypatch.setattr(
        prepare.qt_libraries,
        "missing_libraries",
        lambda *_: [] if installed else ["libxcb-cursor.so.0"],
    )
    prepare.bring_qt(window=True)
    assert installed == ["libxcb-cursor0"]


def test_a_python_without_venv_says_which_package_brings_it(
    scripts: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepare = scripts["prepare"]
    monkeypatch.setattr(prepare, "venv_python", lambda: tmp_path / "nothing")
    monkeypatch.setattr(prepare, "_has_venv", lambda: False)
    monkeypatch.setattr(prepare.system_packages, "may_install", lambda: False)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    with pytest.raises(prepare.Unready, match=package):
        prepare.make_venv()


@pytest.mark.parametrize("name", ["pyproject.toml", "setup.py", "packaging/constraints.txt"])
def test_packages_are_installed_anew_when_what_they_depend_on_changes(
    scripts: dict[str, ModuleType], tmp_path: Path, name: str
) -> None:
    for each in ("pyproject.toml", "setup.py", "packaging/constraints.txt"):
        (tmp_path / each).parent.mkdir(exist_ok=True)
        (tmp_path / each).write_text("as it was")
    before = scripts["prepare"].fingerprint(tmp_path)
    assert scripts["prepare"].fingerprint(tmp_path) == before
    (tmp_path / name).write_text("changed")
    assert scripts["prepare"].fingerprint(tmp_path) != before


def test_an_environment_whose_python_is_gone_does_not_work(
    scripts: dict[str, ModuleType], tmp_path: Path
) -> None:
    assert scripts["prepare"].works(Path(sys.executable))
    assert not scripts["prepare"].works(tmp_path / "bin" / "python")


@needs_sh
@pytest.mark.parametrize(
    ("pythons", "chosen", "words"),
    [
        ({}, "", "no python3 was found"),
        ({"python3": "exit 1"}, "", "needs Python 3.11 or newer; python3 here is"),
        ({"python3": "exit 0"}, "", ""),
        ({"python3": "exit 1", "python3.12": "exit 0"}, "", ""),
        ({"python3": "exit 0"}, "python9", "PYTHON=python9 is missing or older"),
    ],
)
def test_a_new_enough_python_is_found_or_its_lack_explained(
    tmp_path: Path, pythons: dict[str, str], chosen: str, words: str
) -> None:
    for name, script in pythons.items():
        _fake_python(tmp_path, script, name)
    for tool in ("dirname", "sh"):
        (tmp_path / tool).symlink_to(_tool(tool))
    done = subprocess.run(
        [tmp_path / "sh", SETUP / "prepare.sh"],
        env={"PATH": str(tmp_path), "PYTHON": chosen},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == bool(words)
    assert words in done.stderr


def _fake_python(folder: Path, script: str, name: str = "python3") -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def _tool(name: str) -> Path:
    return next(path for folder in ("/usr/bin", "/bin") if (path := Path(folder) / name).exists())
