"""MLflow's real client, the newest two minor versions, in an environment of their own.

Made with pip when `TIDEMILL_NEEDS_MLFLOW=1` says that it is a must (as in CI), below the account's
cache folder, and found there afterwards. Where it is not there its tests are skipped and the
session's last lines say so. Both versions stand on the same libraries (`mlflow_clients.txt`).
"""

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

NEEDED = "TIDEMILL_NEEDS_MLFLOW"
PLACE = "TIDEMILL_MLFLOW_CLIENTS"
LEFT_OUT = f"MLflow's client left out: {NEEDED}=1 makes its environment"
VERSIONS = ("3.17.2", "3.16.1")
"""The newest patch of each; the first is the one whose libraries are pinned."""

LIMIT_S = 1_800.0
_PINS = Path(__file__).with_name("mlflow_clients.txt")
_PARTS = ("mlflow", "mlflow-skinny", "mlflow-tracing")


@dataclass(frozen=True)
class MlflowClient:
    """One version of the client: its Python, and what a script of its own is started with."""

    version: str
    python: Path
    environment: dict[str, str]

    def run(self, script: Path, *words: str | Path, folder: Path, **more: str) -> None:
        """Run a script to its end in a folder; it must end well."""
        done = subprocess.run(
            [self.python, script, *map(str, words)],
            env={**self.environment, **more},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300.0,
        )
        assert done.returncode == 0, f"{script.name} ended badly:\n{done.stdout}\n{done.stderr}"


def place() -> Path:
    """The folder of the environment; another one for each list of pins and each Python."""
    if given := os.environ.get(PLACE):
        return Path(given)
    said = f"{sys.version_info[:2]}{VERSIONS}{_PINS.read_text(encoding='utf-8')}"
    name = f"mlflow-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
    return Path(own_home()) / ".cache" / "tidemill-tests" / name


def found(version: str) -> MlflowClient | None:
    """A version of the client, where it was made."""
    folder = place()
    if not (folder / "whole").exists():
        return None
    quiet = {"MLFLOW_DISABLE_TELEMETRY": "true", "GIT_PYTHON_REFRESH": "quiet", "MPLBACKEND": "Agg"}
    kept = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR", "OMP_NUM_THREADS")
    environment = {name: os.environ[name] for name in kept if name in os.environ} | quiet
    if version != VERSIONS[0]:
        environment["PYTHONPATH"] = str(folder / version)
    return MlflowClient(version, _python(folder), environment)


def make() -> None:
    """Make the environment, unless it is there; two sessions at once make one."""
    folder = place()
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock"):
        if (folder / "whole").exists():
            return
        venv.create(folder / "env", with_pip=True, clear=True)
        _pip(folder, "-r", _PINS)
        for version in VERSIONS[1:]:
            pins = [f"{part}=={version}" for part in _PARTS]
            _pip(folder, "--no-deps", "--upgrade", "--target", folder / version, *pins)
        (folder / "whole").touch()


@pytest.fixture(scope="module", params=VERSIONS)
def mlflow_client(request: pytest.FixtureRequest) -> MlflowClient:
    """Each version of the client in turn."""
    return _client(request.param)


@pytest.fixture(scope="module")
def newest_mlflow_client() -> MlflowClient:
    """The newest version of the client."""
    return _client(VERSIONS[0])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    n = sum(1 for report in skipped if LEFT_OUT in str(report.longrepr))
    if n:
        terminalreporter.write_line(f"{LEFT_OUT} ({n} tests).", yellow=True)


def _client(version: str) -> MlflowClient:
    if os.environ.get(NEEDED) == "1":
        make()
    client = found(version)
    if client is None:
        pytest.skip(LEFT_OUT)
    return client


def _pip(folder: Path, *words: str | Path) -> None:
    done = subprocess.run(
        [_python(folder), "-m", "pip", "install", "-q", *map(str, words)],
        env={**os.environ, "HOME": own_home()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )
    if done.returncode != 0:
        raise RuntimeError(f"pip can't bring MLflow's client here:\n{done.stderr[-3_000:]}")


def _python(folder: Path) -> Path:
    return folder / "env" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def own_home() -> str:
    """The account's own home: the session has another one."""
    if sys.platform == "win32":
        return os.environ.get("SYSTEMDRIVE", "C:") + os.environ.get("HOMEPATH", "\\")
    import pwd

    return pwd.getpwuid(os.getuid()).pw_dir


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's lock; another process waits for it."""
    with path.open("w") as stream:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
