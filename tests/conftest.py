"""What holds for every test: a home of its own, no network, nothing left behind, no noise.

The set-up below runs before anything that reads it (Qt, numpy, platformdirs) is imported.
"""

import os
import sys
import tempfile
from pathlib import Path

_HOME = tempfile.TemporaryDirectory(prefix="tidemill-tests-", ignore_cleanup_errors=True)


def _set_environment(home: Path) -> None:
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": home / "runtime",
    }
    for name, folder in folders.items():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[name] = str(folder)
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    os.environ.update(dict.fromkeys(threads, "1"))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["TIDEMILL_USER"] = "tester"
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # for tests that load onnxruntime themselves
    # A display or a workspace of the person who runs the tests must not be found.
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TIDEMILL_WORKSPACE"):
        os.environ.pop(name, None)


_set_environment(Path(_HOME.name))

# The plugins lie beside this file and need the environment above.
sys.path.insert(0, str(Path(__file__).parent / "plugins"))
pytest_plugins = [
    "held_keyring",
    "loopback_hooks",
    "no_network",
    "nothing_left",
    "no_noise",
    "laid_down_rights",
    "own_mounts",
    "hanging_share",
    "ready_stores",
    "throwaway_postgres",
    "mlflow_clients",
    "extra_libraries",
    "fake_desktop",
]


def pytest_configure() -> None:
    """Properties are tried on the same examples in each run; the full proofs look for new."""
    from hypothesis import HealthCheck, settings

    # How long an example takes says more of what else the machine does than of our code.
    calm = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile("steady", derandomize=True, **calm)
    settings.register_profile("search", derandomize=False, **calm)
    settings.load_profile("search" if os.environ.get("TIDEMILL_PROOFS") == "full" else "steady")


def pytest_unconfigure() -> None:
    """Remove the home that this session had."""
    _HOME.cleanup()
