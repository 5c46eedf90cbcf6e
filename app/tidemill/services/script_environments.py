"""Environments of scripts: a virtual environment for each requirements file, made once and kept."""

import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tidemill.base import hashing, programs
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.services import script_processes

_READY = "ready"
_LOOK_S = 0.2


def interpreter(named: str | None) -> str:
    """The Python that runs scripts without requirements: the one named, else this one's.

    A packed program is no interpreter: there the system's is taken. Raises `NeedsYou` where there
    is none.
    """
    if named:
        found = shutil.which(str(Path(named).expanduser()))
        if found is None:
            raise NeedsYou(f"There is no interpreter {named}.", "Name one that is there.")
        return found
    if not getattr(sys, "frozen", False):
        return sys.executable
    for name in ("python3", "python", "py"):
        found = shutil.which(name)
        if found is not None:
            return found
    raise NeedsYou(
        "There is no Python on this computer to run scripts with.",
        "Install one, or name one as the interpreter of the step.",
    )


def requirements_of(path: Path) -> str:
    """What a requirements file says; `NeedsYou` where it can't be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NeedsYou(
            f"The requirements {path} can't be read.", "Check the path of the step."
        ) from error


def made(
    home: Path,
    requirements: Path,
    python: str,
    environment: Mapping[str, str],
    *,
    tell: Callable[[str], None],
    check: Callable[[], None],
) -> str:
    """The interpreter of the environment that a requirements file asks for, made if need be.

    It lies in `home` under the hash of the file and the interpreter; one that was not finished is
    made anew. Raises `WorldError` where installing fails, with the last that pip said.
    """
    key = hashing.of_value([requirements_of(requirements), python])[:16]
    folder = home / key
    own = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    card = home / f"{key}.process"
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home / f"{key}.lock", check):
        if (folder / _READY).exists() and own.exists():
            return str(own)
        script_processes.end_leftover(card)  # whose runner was killed: it would write beside ours
        if folder.exists():
            shutil.rmtree(folder)
        tell(f"Making an environment for {requirements.name}")
        for command in _commands(folder, own, requirements, python):
            done = script_processes.run(
                command,
                requirements.parent,
                environment,
                card=card,
                tell=tell,
                check=check,
            )
            if done.code != 0:
                raise WorldError(
                    f"The environment for {requirements.name} can't be made: {done.last_line}",
                    "See the log; check the requirements and the way to the packages.",
                )
        (folder / _READY).write_text(requirements.name, encoding="utf-8")
    return str(own)


def _commands(folder: Path, own: Path, requirements: Path, python: str) -> list[list[str]]:
    """What makes an environment: uv where it is there, which is faster, else venv and pip."""
    uv = shutil.which("uv")
    if uv is not None:
        install = [uv, "pip", "install", "--python", str(own), "-r", str(requirements)]
        return [[uv, "venv", "--python", python, str(folder)], install]
    install = [str(own), "-m", "pip", "install", "--disable-pip-version-check", "-r"]
    return [[python, "-m", "venv", str(folder)], [*install, str(requirements)]]


@contextlib.contextmanager
def _alone(lock: Path, check: Callable[[], None]) -> Iterator[None]:
    """Wait until no other living process makes the same environment."""
    while True:
        check()
        with contextlib.suppress(FileExistsError):
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            os.write(handle, json.dumps(programs.own_card()).encode())
            os.close(handle)
            break
        if not _is_held(lock):
            lock.unlink(missing_ok=True)
            continue
        time.sleep(_LOOK_S)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _is_held(lock: Path) -> bool:
    try:
        card = json.loads(lock.read_text(encoding="utf-8"))
        return programs.is_alive(int(card["pid"]), float(card["born"]))
    except FileNotFoundError:
        return True  # just let go: tried again
    except (ValueError, KeyError, TypeError):
        # Half-written by one who is at it, or by one who died there: a moment tells.
        return time.time() - lock.stat().st_mtime < 5.0 if lock.exists() else True
