"""What uses an optional library where it is installed: each file by itself, with it on the path.

These are looked at in children, so that the rest of the session stays without.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = ["extras/with_skrub.py", "unit/services/with_shap.py"]
LIMIT_S = 850.0


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", FILES)
def test_what_uses_an_extra_library_holds_where_it_is_installed(
    name: str, extra_libraries: Path
) -> None:
    path = os.pathsep.join([*filter(None, sys.path), str(extra_libraries)])
    words = ["-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", str(HERE.parent / name)]
    done = subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": path},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


def test_no_file_of_checks_is_forgotten() -> None:
    assert sorted(
        one.relative_to(HERE.parent).as_posix() for one in HERE.parent.rglob("with_*.py")
    ) == sorted(FILES)
