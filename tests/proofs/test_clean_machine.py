"""A package that is handed over works on a machine without Tidemill: in an environment of its own
with nothing in it but what the package itself asks the package index for.
"""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from test_handed_over_package import packed, table, unpacked

from tidemill.domain.recipes import Task

LIMIT_S = 900.0


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment; skips where no package index is reached."""
    folder = tmp_path_factory.mktemp("clean")
    place = folder / "environment"
    venv.create(place, with_pip=True)
    found = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    probe = run(found, folder, "-m", "pip", "download", "-q", "--no-deps", "-d", "probe", "skops")
    if probe.returncode != 0:
        pytest.skip(f"No package index is reached here: {probe.stderr.strip()[-200:]}")
    return found


def run(python: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs a Python in a folder, with nothing of ours in its surroundings."""
    ours = ("PYTHON", "TIDEMILL", "COVERAGE", "VIRTUAL_ENV")
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    return subprocess.run(
        [str(python), *words],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )


@pytest.mark.timeout(1_800)  # three installations, and the machine may be busy
def test_a_package_answers_tests_and_retrains_itself_with_its_own_requirements_alone(
    python: Path, tmp_path: Path
) -> None:
    root = unpacked(packed("hist_gradient_boosting", Task.BINARY), tmp_path)
    name = root.name
    new = table(tmp_path, Task.BINARY)
    done = run(python, root, "-m", "pip", "install", "-q", ".")
    assert done.returncode == 0, done.stderr
    listed = run(python, root, "-m", "pip", "list", "--format=json").stdout
    there = {one["name"].lower() for one in json.loads(listed)}
    assert {"numpy", "onnxruntime"} <= there
    assert not {"tidemill", "scikit-learn", "skops", "pandas"} & there
    assert run(python, tmp_path, "-c", "import tidemill").returncode == 1
    done = run(python, root, "-m", "unittest")
    assert done.returncode == 0, done.stderr
    by_onnx = run(python, tmp_path, "-m", name, "predict", str(new))  # the installed one
    assert by_onnx.returncode == 0, by_onnx.stderr
    assert len(by_onnx.stdout.splitlines()) == 301
    done = run(python, root, "-m", "pip", "install", "-q", ".[scikit-learn]")
    assert done.returncode == 0, done.stderr
    done = run(python, root, "-m", "unittest")
    assert done.returncode == 0, done.stderr
    again = run(python, root, "-m", name, "retrain", str(new), "--out", str(tmp_path / "again"))
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["held_out"] > 0
    done = run(python, tmp_path / "again", "-m", "unittest")
    assert done.returncode == 0, done.stderr
