"""Starting the worker at login: with systemd on Linux, launchd on macOS, a task on Windows."""

import contextlib
import getpass
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tidemill.base import atomic, login_items, programs
from tidemill.base.errors import WorldError
from tidemill.services import workers
from tidemill.services.workspace import Workspace

_PATIENCE_S = 30.0
_KEPT = ("TIDEMILL_USER", "TIDEMILL_ARTIFACTS")
"""What of the surroundings the worker needs later as well. A password is never written down."""


@dataclass(frozen=True)
class LoginStart:
    """Whether the worker of a workspace starts at login, by which file, and whether one lives."""

    is_installed: bool
    path: str
    is_running: bool
    message: str


def install(workspace: Workspace) -> LoginStart:
    """Let the worker start at login, and start it now where the system can.

    Again where it is installed already: the program may have moved.
    """
    item = _item(workspace)
    try:
        item.path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(item.path, item.content)
    except OSError as error:
        raise WorldError(
            f"{item.path} can't be written.",
            "Check that the folder may be written, or start the worker by hand.",
            detail=str(error),
        ) from error
    trouble = _called(item.begin)
    if not trouble:
        return _told(workspace, item, "The worker starts at login, and was started now.")
    for link in item.links:
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(item.path)
    return _told(
        workspace,
        item,
        f"The worker was not started: {trouble} It starts at the next login at which the system "
        "finds the file; until then start it by hand.",
    )


def remove(workspace: Workspace) -> LoginStart:
    """Let the worker start at login no more; one that the system started so is ended."""
    item = _item(workspace)
    if not item.path.exists():
        return _told(workspace, item, "The worker was not installed to start at login.")
    trouble = _called(item.end)
    for path in (item.path, *item.links):
        path.unlink(missing_ok=True)
    if not trouble:
        _called(item.forget)
    words = "The worker does not start at login any more."
    return _told(workspace, item, f"{words} {trouble}".rstrip())


def status(workspace: Workspace) -> LoginStart:
    """Whether the worker starts at login, and whether one is at work."""
    item = _item(workspace)
    if not item.path.exists():
        return _told(workspace, item, "The worker does not start at login.")
    words = "The worker starts at login."
    with contextlib.suppress(OSError):
        if item.path.read_bytes() != item.content:
            words += " It is not written as it would be today: install it again."
    return _told(workspace, item, words)


def _told(workspace: Workspace, item: "_Item", words: str) -> LoginStart:
    is_running = bool(workers.alive(workspace))
    return LoginStart(item.path.exists(), str(item.path), is_running, words)


@dataclass(frozen=True)
class _Item:
    """A file that makes the system start the worker, and how the system is told of it."""

    path: Path
    content: bytes
    begin: Sequence[Sequence[str]]
    end: Sequence[Sequence[str]]
    forget: Sequence[Sequence[str]] = ()
    links: tuple[Path, ...] = ()


def _item(workspace: Workspace) -> _Item:
    place = str(workspace.place)
    command = programs.own_command("-w", place, "worker")
    kept = {name: os.environ[name] for name in _KEPT if os.environ.get(name)}
    mark = hashlib.blake2b(place.encode("utf-8", "replace"), digest_size=4).hexdigest()
    words = f"Tidemill: the worker of {workspace.name}"
    if sys.platform == "darwin":
        return _agent(f"tidemill.worker.{mark}", command, kept, workspace)
    if sys.platform == "win32":
        return _task(f"Tidemill worker {mark}", words, command, workspace)
    return _unit(f"tidemill-worker-{mark}.service", words, command, kept)


def _unit(name: str, words: str, command: Sequence[str], kept: dict[str, str]) -> _Item:
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    folder = Path(home) / "systemd" / "user"
    systemctl = ("systemctl", "--user")
    return _Item(
        folder / name,
        login_items.systemd_unit(words, command, kept).encode(),
        ((*systemctl, "daemon-reload"), (*systemctl, "enable", "--now", name)),
        ((*systemctl, "disable", "--now", name),),
        ((*systemctl, "daemon-reload"),),
        (folder / "default.target.wants" / name,),
    )


def _agent(label: str, command: Sequence[str], kept: dict[str, str], workspace: Workspace) -> _Item:
    log = workspace.folder / "logs" / "worker.log"
    user = f"gui/{os.getuid()}"
    path = Path.home() / "Library" / "LaunchAgents" / f"{label}.plist"
    return _Item(
        path,
        login_items.launch_agent(label, command, kept, log),
        (("launchctl", "bootstrap", user, str(path)),),
        (("launchctl", "bootout", f"{user}/{label}"),),
    )


def _task(name: str, words: str, command: Sequence[str], workspace: Workspace) -> _Item:
    path = workspace.folder / "logs" / f"{name}.xml"
    return _Item(
        path,
        login_items.scheduled_task(words, command, getpass.getuser()),
        (
            ("schtasks", "/Create", "/TN", name, "/XML", str(path), "/F"),
            ("schtasks", "/Run", "/TN", name),
        ),
        (("schtasks", "/End", "/TN", name), ("schtasks", "/Delete", "/TN", name, "/F")),
    )


def _called(commands: Sequence[Sequence[str]]) -> str:
    """Call the system's own program; returns what went wrong, in a sentence, empty if nothing."""
    for command in commands:
        name = command[0]
        if shutil.which(name) is None:
            return f"{name} was not found on this computer."
        try:
            done = subprocess.run(
                list(command),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=_PATIENCE_S,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"`{' '.join(command)}` did not answer: {error}"
        if done.returncode:
            said = (done.stderr or done.stdout).strip() or f"it ended with {done.returncode}"
            return f"`{' '.join(command)}` failed: {said.rstrip('.')}."
    return ""
