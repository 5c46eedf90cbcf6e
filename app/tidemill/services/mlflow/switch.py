"""MLflow's interface switched on and off, and how its process is: for each computer by itself.

What is wanted stands in the workspace, under this computer's name; the worker of this computer
keeps the process alive while it is. The process itself says what stands in its way.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tidemill.base import programs
from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.deployments import ServiceState, checked_host, hash_of
from tidemill.domain.mlflow.doors import FIRST_PORT, LAST_PORT, DoorState, Switch
from tidemill.services import workers
from tidemill.services.workspace import Workspace
from tidemill.store import activities, deployments, settings
from tidemill.store.processes import Process

PROCESS = "mlflow"
"""The kind under which the process says hello; its message is the address it answers at."""

SETTLED_S = 60.0
"""For so long it is waited for to start or end."""

_WANTED, _TROUBLE = "mlflow.switch", "mlflow.trouble"


@dataclass(frozen=True)
class Switched:
    """How it is after a change. `token` is told this once, where a new one was made."""

    door: DoorState
    token: str = ""


def keys() -> frozenset[str]:
    """The settings in which this computer's switch is kept, as news of settings name them."""
    return frozenset((_key(_WANTED), _key(_TROUBLE)))


def wanted(workspace: Workspace) -> Switch:
    """What people want on this computer."""
    with workspace.store.read() as connection:
        data = settings.get(connection, _key(_WANTED))
    return Switch.from_dict(data, programs.machine())


def look(workspace: Workspace) -> DoorState:
    """What people want on this computer, and how the process is."""
    at_work = {process.message for process in at_work_here(workspace)}
    with workspace.store.read() as connection:
        data = settings.get(connection, _key(_WANTED))
        trouble = str(settings.get(connection, _key(_TROUBLE), ""))
    switch = Switch.from_dict(data, programs.machine())
    if not switch.is_on:
        return DoorState(switch, ServiceState.OFF)
    if switch.http.address in at_work:
        return DoorState(switch, ServiceState.READY)
    state = ServiceState.FAILED if trouble else ServiceState.STARTING
    return DoorState(switch, state, trouble)


def at_work_here(workspace: Workspace) -> list[Process]:
    """The processes of this computer that answer MLflow's clients as the switch says."""
    here = programs.host()
    return [one for one in workers.alive(workspace, PROCESS) if one.host == here]


def is_wanted_now(workspace: Workspace, switch: Switch) -> bool:
    """Whether the process is to be there: by the switch, and by whose windows are open."""
    if not switch.is_on:
        return False
    here = programs.host()
    return switch.keeps_on or any(
        window.host == here for window in workers.alive(workspace, "window")
    )


def change(
    workspace: Workspace,
    *,
    is_on: bool | None = None,
    port: int | None = None,
    host: str | None = None,
    keeps_on: bool | None = None,
    project: str | None = None,
) -> Switched:
    """Have it otherwise on this computer; what is not named stays. The worker does the rest.

    A token is made, once, where other computers can reach it. Raises `NeedsYou` for a port that
    can't be, or that is a service's.
    """
    before = wanted(workspace)
    http = before.http
    if port is not None and port != http.port:
        http = replace(http, port=_checked_port(workspace, port))
    if host is not None:
        http = replace(http, host=checked_host(host))
    token = ""
    if not http.is_loopback and not http.token_hash:
        token = secrets.token_urlsafe(32)
        http = replace(http, token_hash=hash_of(token))
    now = Switch(
        http,
        before.is_on if is_on is None else is_on,
        before.keeps_on if keeps_on is None else keeps_on,
        before.project if project is None else _checked_project(project),
    )
    if now != before:
        _put(workspace, now, *_sentence(before, now))
    return Switched(look(workspace), token)


def new_token(workspace: Workspace) -> Switched:
    """Make a new token; the old one counts no more, and one is asked for from now on."""
    token = secrets.token_urlsafe(32)
    now = wanted(workspace)
    http = replace(now.http, token_hash=hash_of(token))
    _put(workspace, replace(now, http=http), "made a new token for MLflow's interface")
    return Switched(look(workspace), token)


def drop_token(workspace: Workspace) -> Switched:
    """Ask for no token any more; `NeedsYou` where other computers can reach it."""
    now = wanted(workspace)
    if not now.http.is_loopback:
        raise NeedsYou(
            "Other computers can reach MLflow's interface, so it needs a token.",
            "Let it listen on this computer only, then take the token away.",
        )
    http = replace(now.http, token_hash="")
    _put(workspace, replace(now, http=http), "took the token of MLflow's interface away")
    return Switched(look(workspace))


def say(workspace: Workspace, trouble: str) -> None:
    """Write down what stands in the way of the process, or that nothing does."""
    key = _key(_TROUBLE)
    with workspace.store.read() as connection:
        if settings.get(connection, key, "") == trouble:
            return
    with workspace.store.write() as tx:
        settings.put(tx, key, trouble)


def see_settled(workspace: Workspace, pause: Callable[[float], None]) -> DoorState:
    """Wait until it is as people want it, answering or off, and return how it is.

    Raises `WorldError` where it can't be: with what stands in the way, or after a minute.
    """
    until = monotonic() + SETTLED_S
    while monotonic() < until:
        door = look(workspace)
        if door.state is ServiceState.READY:
            return door
        if not door.switch.is_on and not at_work_here(workspace):
            return door
        if door.state is ServiceState.FAILED:
            raise WorldError(door.trouble, "It is tried again by itself as long as it is on.")
        pause(0.1)
    raise WorldError(
        "MLflow's interface is not as it should be after a minute.",
        f"Its log is {log_file(workspace)}.",
    )


def log_file(workspace: Workspace) -> Path:
    """Where the process writes what it has to say."""
    return workspace.folder / "logs" / "mlflow.log"


def _key(what: str) -> str:
    return f"{what}.{programs.machine()}"


def _put(workspace: Workspace, now: Switch, sentence: str, note: str = "") -> None:
    with workspace.store.write(durable=True) as tx:
        settings.put(tx, _key(_WANTED), now.to_dict())
        settings.put(tx, _key(_TROUBLE), "")  # what was in the way may be so no more
        activities.add(
            tx,
            by=workspace.person.login,
            kind="setting",
            subject="settings/mlflow",
            sentence=sentence,
            note=note,
        )


def _sentence(before: Switch, now: Switch) -> tuple[str, str]:
    """What was done, and what is so now."""
    place = f"It listens on {now.http.host}, port {now.http.port}, of {programs.host()}."
    if now.is_on != before.is_on:
        word = "on" if now.is_on else "off"
        return f"switched MLflow's interface {word}", place if now.is_on else ""
    if (now.http.host, now.http.port) != (before.http.host, before.http.port):
        return "let MLflow's interface listen elsewhere", place
    if now.project != before.project:
        return f"let MLflow's interface log to the project {now.project}", ""
    if now.keeps_on:
        return "let MLflow's interface answer without a window", ""
    return "let MLflow's interface answer only while a window is open", ""


def _checked_port(workspace: Workspace, port: int) -> int:
    if not FIRST_PORT <= port <= LAST_PORT:
        raise NeedsYou(f"{port} can't be a port.", f"Choose one from {FIRST_PORT} to {LAST_PORT}.")
    with workspace.store.read() as connection:
        services = deployments.every(connection)
    here = programs.machine()
    for one in services:
        if one.settings.get("port") and (one.http.port, one.http.machine) == (port, here):
            raise NeedsYou(
                f"Port {port} is that of the service of {one.name}.", "Choose another port."
            )
    return port


def _checked_project(project: str) -> str:
    if not project.strip():
        raise NeedsYou("A project needs a name.", "Type one.")
    return project.strip()
