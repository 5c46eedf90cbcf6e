"""A script's process: started in a group of its own, its lines passed on live, ended with all it
started."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

from tidemill.base import programs
from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou

GRACE_S = 0.6
"""How long a script that is asked to end may take before it is killed."""

_TICK_S = 0.1
_LONGEST_LINE = 2000
_MOST_LINES = 20_000
_LAST_WORDS_S = 1.0


@dataclass(frozen=True)
class Ended:
    """How a script ended: its exit code (negative: the signal that killed it), its last line."""

    code: int
    last_line: str


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    *,
    card: Path,
    attempt: int = 1,
    tell: Callable[[str], None],
    check: Callable[[], None],
) -> Ended:
    """Run a command to its end; every line it prints is told at once.

    `check` is called ten times a second and may raise to stop: the script and all it started are
    then asked to end, and killed after `GRACE_S`. `card` is a file by which a script is found that
    outlived the one who ran it in an `attempt` (`end_leftover`). Raises `NeedsYou` where the
    command can't be started.
    """
    try:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except (OSError, ValueError) as error:
        raise NeedsYou(
            f"{command[0]} can't be started: {error}.",
            "Check the command, the folder it is to run in, and the right to run it.",
        ) from error
    born = programs.born(process.pid) or 0.0
    write_card(card, process.pid, born, attempt)
    lines: SimpleQueue[str | None] = SimpleQueue()
    assert process.stdout is not None
    reader = threading.Thread(
        target=_read, args=(process.stdout, lines), name="script-lines", daemon=True
    )
    reader.start()
    try:
        last = _follow(process, lines, tell, check)
    finally:
        _end_group(process.pid)
        process.wait()
        reader.join()
        process.stdout.close()
        card.unlink(missing_ok=True)
    return Ended(process.returncode, last)


def _read(stream: IO[bytes], lines: "SimpleQueue[str | None]") -> None:
    """Pass lines on; a progress bar that writes over itself is told as it stood in the end."""
    for raw in stream:
        text = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        text = text.rpartition("\r")[2]
        lines.put(text if len(text) <= _LONGEST_LINE else f"{text[:_LONGEST_LINE]}…")
    lines.put(None)


def _follow(
    process: "subprocess.Popen[bytes]",
    lines: "SimpleQueue[str | None]",
    tell: Callable[[str], None],
    check: Callable[[], None],
) -> str:
    """Tell lines until the script has ended; what it left running has a moment to finish."""
    last, n, ended_at = "", 0, None
    while True:
        check()
        try:
            line = lines.get(timeout=_TICK_S)
        except Empty:
            if process.poll() is not None:
                ended_at = ended_at or monotonic()
                if monotonic() - ended_at > _LAST_WORDS_S:
                    break
            continue
        if line is None:
            while process.poll() is None:  # it closed its output and goes on
                check()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_TICK_S)
            break
        n += 1
        last = line or last
        if n <= _MOST_LINES:
            tell(line)
    if n > _MOST_LINES:
        tell(f"{n - _MOST_LINES:,} more lines were not kept")
    return last


def write_card(card: Path, pid: int, born: float, attempt: int) -> None:
    """Say in a file which process of this computer a script is."""
    facts = {"machine": programs.machine(), "pid": pid, "born": born, "attempt": attempt}
    card.write_text(json.dumps(facts), encoding="ascii")


def end_leftover(card: Path, latest: int | None = None) -> bool:
    """End the script of an earlier try whose runner was killed; True if one was still there.

    That of an attempt after the `latest` is let be: it has begun since. So is one of another
    computer, where the folder is shared: its number means another process here.
    """
    try:
        facts = json.loads(card.read_text(encoding="ascii"))
        pid, born, attempt = int(facts["pid"]), float(facts["born"]), int(facts["attempt"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if (latest is not None and attempt > latest) or facts.get("machine") != programs.machine():
        return False
    was_there = programs.is_alive(pid, born)
    if was_there:
        _end_group(pid)
    card.unlink(missing_ok=True)
    return was_there


def _end_group(pid: int) -> None:
    """End a process and its group: asked first, killed after `GRACE_S`."""
    if sys.platform == "win32":
        _end_tree(pid)
        return
    for number, patience in ((signal.SIGTERM, GRACE_S), (signal.SIGKILL, GRACE_S)):
        try:
            os.killpg(pid, number)
        except (ProcessLookupError, PermissionError):  # all gone; macOS says so for the dead, too
            return
        until = monotonic() + patience
        while monotonic() < until and _has_living(pid):
            time.sleep(0.02)
        if not _has_living(pid):
            return


def _has_living(group: int) -> bool:
    """Whether a process of a group lives that is no zombie."""
    import psutil

    for one in psutil.process_iter(["pid", "status"]):
        try:
            if os.getpgid(one.pid) == group and one.info["status"] != psutil.STATUS_ZOMBIE:
                return True
        except (ProcessLookupError, PermissionError):
            continue
    return False


def _end_tree(pid: int) -> None:
    import psutil

    with contextlib.suppress(psutil.Error):
        root = psutil.Process(pid)
        tree = [*root.children(recursive=True), root]
        for one in tree:
            with contextlib.suppress(psutil.Error):
                one.kill()
        psutil.wait_procs(tree, timeout=GRACE_S)
