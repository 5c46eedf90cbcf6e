"""The wheel holds what the checkout holds: no module and no bundled file is forgotten."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_of_the_program_is_in_the_wheel(tmp_path: Path) -> None:
    wanted = _files("app/tidemill", "tidemill") | _files("resources", "tidemill_resources")
    for part in ("guide", "reference"):  # what F1 opens
        wanted |= _files(f"docs/{part}", f"tidemill_resources/{part}")
    assert len(wanted) > 20
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for folder in ("app", "resources", "docs/guide", "docs/reference"):
        shutil.copytree(ROOT / folder, source / folder, ignore=ignored)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, source / name)
    with zipfile.ZipFile(_built(source, tmp_path)) as wheel:
        held = set(wheel.namelist())
    assert wanted - held == set()
    assert any(name.endswith("licenses/LICENSE") for name in held)


def _files(folder: str, package: str) -> set[str]:
    """Names that the files of a folder have in the wheel."""
    root = ROOT / folder
    return {
        f"{package}/{file.relative_to(root).as_posix()}"
        for file in root.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def _built(source: Path, folder: Path) -> Path:
    code = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        cwd=source,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel
