"""The test session's own PostgreSQL: used where it is found, said where it is not, gone after."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
ONE = "tests/contract/test_store_shared.py::test_who_reads_cannot_write"
_RUN = """
import sys

import pytest

class Hidden:
    def pytest_sessionstart(self):
        import throwaway_postgres

        throwaway_postgres.programs = lambda: None

plugins = [Hidden()] if sys.argv[1] == "hidden" else []
sys.exit(pytest.main(["-p", "no:cacheprovider", *sys.argv[2:]], plugins))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the account of the cluster may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="tidemill-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def session(folder: Path, how: str, **extra: str) -> "subprocess.CompletedProcess[str]":
    """A test session with one test that needs PostgreSQL."""
    environment = {**os.environ, "TMPDIR": str(folder), **extra}
    if not extra:
        environment.pop("TIDEMILL_NEEDS_POSTGRES", None)
    return subprocess.run(
        [sys.executable, "-c", _RUN, how, ONE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_where_it_is_not_found_its_tests_are_left_out_and_that_is_said(open_folder):
    done = session(open_folder, "hidden")
    assert done.returncode == 0, done.stdout
    assert "PostgreSQL tests left out: initdb was not found (1 of them)." in done.stdout
    assert "skipped" in done.stdout


def test_where_it_is_a_must_its_absence_is_an_error(open_folder):
    done = session(open_folder, "hidden", TIDEMILL_NEEDS_POSTGRES="1")
    assert done.returncode == 1
    assert "initdb was not found" in done.stdout


def test_it_is_gone_with_its_folder_when_the_session_ends(open_folder, postgres_cluster):
    done = session(open_folder, "found")
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    assert list(open_folder.iterdir()) == []
    left = [p.pid for p in psutil.process_iter(["cmdline"]) if _names(p, str(open_folder))]
    assert left == []


def _names(process: psutil.Process, text: str) -> bool:
    return any(text in word for word in process.info["cmdline"] or ())
