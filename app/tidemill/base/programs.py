"""Starting ourselves again: the same program, another face, also when frozen."""

import contextlib
import functools
import hashlib
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import psutil


def own_command(*words: str) -> list[str]:
    """The command line that starts this program with other words."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "tidemill", *words]


def own_environment() -> dict[str, str]:
    """The environment for a child that works beside others: one thread a numeric library.

    Where more are let work on a large table, GCC's OpenMP lets them sleep early while they wait
    for each other: left alone they spin, and two such programs starve each other.
    """
    environment = dict(os.environ)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment.setdefault(name, "1")
    environment.setdefault("GOMP_SPINCOUNT", "400")
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def host() -> str:
    """This computer's name."""
    return socket.gethostname()


@functools.cache
def machine() -> str:
    """What tells this computer from another of the same name, in 16 letters and digits."""
    try:
        number = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        number = f"{uuid.getnode():x}"
    return hashlib.blake2b(f"{host()} {number}".encode(), digest_size=8).hexdigest()


def born(pid: int) -> float | None:
    """When a process on this computer started, in seconds; None if there is none."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time())
    except psutil.Error:
        return None


def own_card() -> dict[str, Any]:
    """This process for whoever finds what it left: its computer, number and time of birth."""
    pid = os.getpid()
    return {"host": host(), "pid": pid, "born": born(pid) or 0.0}


def is_alive(pid: int, since: float) -> bool:
    """True while the process of this number that started at `since` lives."""
    found = born(pid)
    return found is not None and abs(found - since) < 1.0


def end(pid: int, since: float, patience_s: float) -> bool:
    """Ask the process of this number that started at `since` to leave; True once it is gone.

    False where it does not leave in time, or is another account's. Windows knows no asking:
    there it is ended at once.
    """
    if is_alive(pid, since):
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            process.terminate()
            process.wait(patience_s)
    return not is_alive(pid, since)


def peak_memory_bytes() -> int:
    """The most memory this process has held at once, in bytes."""
    if os.name == "nt":
        return int(psutil.Process().memory_info().peak_wset)
    facts = Path("/proc/self/status")
    if facts.exists():
        # Linux: `ru_maxrss` would also count what the process that started this one held, since it
        # is carried over an exec.
        lines = facts.read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def forget_peak_memory() -> bool:
    """Let the peak count from now on; False where the system cannot.

    Linux resets it through `/proc/self/clear_refs` (man 5 proc).
    """
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return False
    return True


def memory_bytes() -> int:
    """The memory this process holds now, in bytes."""
    return int(psutil.Process().memory_info().rss)


def reset_standard_streams() -> int:
    """Send everything printed to standard error; return a handle of the former output.

    A child talks to its parent on the handle, so that a library that prints cannot disturb it.
    """
    handle = os.dup(1)
    os.dup2(2, 1)
    return handle


def start_apart(
    command: Sequence[str], environment: Mapping[str, str], out: BinaryIO
) -> subprocess.Popen[bytes]:
    """Start a program of ours that outlives this one and its terminal; it writes to `out`.

    `environment` goes beside our own. Raises `OSError` where the system refuses.
    """
    around = {**own_environment(), **environment}
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, creationflags=flags,
            env=around,
        )  # fmt: skip
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        env=around,
    )  # fmt: skip
