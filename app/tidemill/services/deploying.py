"""Switching deployments on and off, and what their processes say of themselves."""

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tidemill.base import programs
from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou, NotThere, WorldError
from tidemill.domain.deployments import (
    FIRST_PORT,
    LOOPBACK,
    Deployment,
    DeploymentKind,
    HttpSettings,
    Logging,
    ServiceState,
    checked_host,
    hash_of,
)
from tidemill.domain.models import Stage
from tidemill.domain.trials import trial_of
from tidemill.services import asking_ready, batch_folders, registry, workers
from tidemill.services.workspace import Workspace
from tidemill.store import activities, deployments, models
from tidemill.store.engine import Transaction

PROCESS = "service"
"""The kind under which a service's process says hello; its message is the deployment's name."""

_PORTS = 200

SETTLED_S = 60.0
"""For so long a service is waited for to start or end."""


@dataclass(frozen=True)
class Deployed:
    """A deployment as it is now. `token` is told this once, where a new one was made."""

    deployment: Deployment
    token: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        told = described(self.deployment)
        return {**told, "token": self.token} if self.token else told


def every(workspace: Workspace) -> list[Deployment]:
    """All deployments, by name."""
    with workspace.store.read() as connection:
        return deployments.every(connection)


def find(workspace: Workspace, name: str) -> Deployment:
    """The deployment of a name; `NeedsYou` where there is none."""
    with workspace.store.read() as connection:
        found = deployments.find(connection, name)
    if found is None:
        raise NotThere("deployment", name)
    return found


def described(one: Deployment) -> dict[str, Any]:
    """A deployment as plain JSON types, as commands tell it."""
    told = {
        "name": one.name,
        "kind": str(one.kind),
        "model": one.model,
        "version": one.serves,
        "state": str(one.state),
        "trouble": one.trouble,
        "address": one.address,
        "on": one.is_on,
        "created_at": one.created_at,
        "by": one.by,
    }
    if one.kind is DeploymentKind.BATCH:
        return {**told, **batch_folders.described(one)}
    settings = one.http
    trial = trial_of(one.split)
    return {
        **told,
        "trial": "" if trial is None else trial.words,
        "port": settings.port,
        "host": settings.host,
        "with_token": bool(settings.token_hash),
        "logging": str(settings.logging),
        "share": settings.share,
    }


def http(
    workspace: Workspace,
    model: str,
    *,
    port: int | None = None,
    host: str | None = None,
    names: tuple[str, ...] | None = None,
    logging: Logging | None = None,
    share: float | None = None,
) -> Deployed:
    """Switch the HTTP service of a model on, with these settings where they are given.

    It listens on this computer only unless `host` says otherwise; then a token is made, once. The
    worker of this computer starts it. Raises `NeedsYou` for a model without a champion.
    """
    with workspace.store.read() as connection:
        found, _ = registry.with_champion(connection, model)
        others = deployments.every(connection)
    before = next((one for one in others if one.name == model), None)
    if before is not None and before.kind is not DeploymentKind.HTTP:
        raise NeedsYou(
            f"A batch folder of {before.model} is called {model}.",
            "Rename the model, or give the batch folder another name.",
        )
    settings = _settings(before, others, port)
    if host is not None:
        settings = replace(settings, host=checked_host(host))
    if names is not None:
        settings = replace(settings, names=tuple(name.lower() for name in names))
    if logging is not None:
        settings = replace(settings, logging=logging)
    if share is not None:
        settings = replace(settings, share=share)
    token = ""
    if not settings.is_loopback and not settings.token_hash:
        token = secrets.token_urlsafe(32)
        settings = replace(settings, token_hash=hash_of(token))
    is_ready = before is not None and before.is_on and before.state is ServiceState.READY
    with workspace.store.write(durable=True) as tx:
        if before is None:
            _insert(workspace, tx, model, found.id, settings)
        else:
            deployments.update(
                tx,
                model,
                settings=settings.to_dict(),
                is_on=True,
                state=str(ServiceState.READY if is_ready else ServiceState.STARTING),
                state_at=tx.clock.now(),
                trouble="",
            )
        _note(workspace, tx, model, f"switched the service of {model} on", _place(settings))
        for version in models.versions(tx.connection, found.id):
            if version.stage in (Stage.CHAMPION, Stage.CANDIDATE):
                asking_ready.ask_in(tx, version)
    return Deployed(find(workspace, model), token)


def _settings(
    before: Deployment | None, others: list[Deployment], port: int | None
) -> HttpSettings:
    taken = {o.http.port: o.name for o in others if o is not before and o.settings.get("port")}
    if port is not None and port in taken:
        raise NeedsYou(
            f"Port {port} is that of the service of {taken[port]}.", "Choose another port."
        )
    here = programs.machine()
    if before is not None:
        kept = replace(before.http, machine=here)
        return kept if port is None else replace(kept, port=port)
    return HttpSettings(here, port or _free_port(frozenset(taken)))


def _free_port(taken: frozenset[int]) -> int:
    for port in range(FIRST_PORT, FIRST_PORT + _PORTS):
        if port in taken:
            continue
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as plug:
            try:
                plug.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise NeedsYou(
        f"No port from {FIRST_PORT} to {FIRST_PORT + _PORTS - 1} is free.", "Name one that is."
    )


def _place(settings: HttpSettings) -> str:
    return f"It listens on {settings.host}, port {settings.port}."


def _insert(
    workspace: Workspace, tx: Transaction, model: str, model_id: int, settings: HttpSettings
) -> None:
    now = tx.clock.now()
    one = Deployment(
        0,
        DeploymentKind.HTTP,
        model,
        model_id,
        model,
        settings.to_dict(),
        True,
        ServiceState.STARTING,
        now,
        now,
        workspace.person.login,
    )
    deployments.insert(tx, one)


def stop(workspace: Workspace, name: str) -> Deployment:
    """Switch a deployment off; its process ends once the requests at hand are answered.

    The files of a batch folder that wait go on waiting until it is switched on again.
    """
    before = find(workspace, name)
    is_batch = before.kind is DeploymentKind.BATCH
    word = "batch folder" if is_batch else "service of"
    if not before.is_on:
        raise NeedsYou(f"The {word} {name} is off already.", "")
    with workspace.store.write(durable=True) as tx:
        values = {"state": str(ServiceState.OFF)} if is_batch else {}  # no process says so itself
        deployments.update(tx, name, is_on=False, trouble="", state_at=tx.clock.now(), **values)
        _note(workspace, tx, name, f"switched the {word} {name} off", "")
    return find(workspace, name)


def new_token(workspace: Workspace, name: str) -> Deployed:
    """Make a new token; the old one counts no more, and one is asked for from now on."""
    before = find(workspace, name)
    if before.kind is not DeploymentKind.HTTP:
        raise NeedsYou(f"Nobody asks {name} over HTTP, so it needs no token.", "")
    token = secrets.token_urlsafe(32)
    settings = replace(before.http, token_hash=hash_of(token))
    with workspace.store.write(durable=True) as tx:
        deployments.update(tx, name, settings=settings.to_dict())
        _note(workspace, tx, name, f"made a new token for the service of {name}", "")
    return Deployed(find(workspace, name), token)


def drop_token(workspace: Workspace, name: str) -> Deployment:
    """Ask for no token any more; `NeedsYou` where others than this computer can ask."""
    before = find(workspace, name)
    if not before.http.is_loopback:
        raise NeedsYou(
            f"The service of {name} can be reached from other computers, so it needs a token.",
            "Let it listen on this computer only, then take the token away.",
        )
    settings = replace(before.http, token_hash="")
    with workspace.store.write(durable=True) as tx:
        deployments.update(tx, name, settings=settings.to_dict())
        _note(workspace, tx, name, f"took the token of the service of {name} away", "")
    return find(workspace, name)


def say(
    workspace: Workspace,
    name: str,
    state: ServiceState,
    *,
    trouble: str = "",
    address: str | None = None,
    serves_id: int | None = None,
) -> None:
    """Write down how the process behind a deployment is; nothing where nothing changed."""
    before = find(workspace, name)
    new = {
        "state": str(state),
        "trouble": trouble,
        "address": before.address if address is None else address,
        "serves_id": serves_id,
    }
    if new == {key: getattr(before, key) for key in new}:
        return
    with workspace.store.write() as tx:
        deployments.update(tx, name, **new, state_at=tx.clock.now())


def to_keep(workspace: Workspace) -> list[Deployment]:
    """The services that are on and run on this computer."""
    here = programs.machine()
    return [
        one
        for one in every(workspace)
        if one.kind is DeploymentKind.HTTP and one.is_on and one.http.machine == here
    ]


def log_file(workspace: Workspace, one: Deployment) -> Path:
    """Where the process of a deployment writes what it has to say."""
    return workspace.folder / "logs" / f"service-{one.id}.log"


def end_of_log(workspace: Workspace, one: Deployment, n_bytes: int) -> str:
    """The last whole lines of what the process of a deployment wrote; empty where there is none."""
    path = log_file(workspace, one)
    try:
        with path.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            start = max(0, size - n_bytes)
            log.seek(start)
            data = log.read()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise WorldError(
            f"The log {path} can't be read.", "Check its disk.", detail=str(error)
        ) from error
    text = data.decode("utf-8", "replace")
    return text if start == 0 else text.partition("\n")[2]


def is_at_work(workspace: Workspace, one: Deployment) -> bool:
    """Whether a living process answers for a deployment."""
    return any(process.message == one.name for process in workers.alive(workspace, PROCESS))


def see_settled(workspace: Workspace, name: str, pause: Callable[[float], None]) -> Deployment:
    """Wait until a deployment is as people want it: ready, or off; and return it.

    Raises `WorldError` where it can't be: with what its process said, or after a minute.
    """
    until = monotonic() + SETTLED_S
    while monotonic() < until:
        one = find(workspace, name)
        is_there = is_at_work(workspace, one)
        is_ready = one.state is ServiceState.READY and one.address == one.http.address
        if one.is_on and is_ready and is_there:
            return one
        if not one.is_on and not is_there:
            return one
        if one.is_on and one.state is ServiceState.FAILED:
            raise WorldError(
                f"The service of {name} does not start. {one.trouble}",
                "It is tried again by itself as long as it is on.",
            )
        pause(0.1)
    raise WorldError(
        f"The service of {name} did not {'start' if one.is_on else 'end'} within a minute.",
        f"Its log is {log_file(workspace, one)}.",
    )


def _note(workspace: Workspace, tx: Transaction, name: str, sentence: str, note: str) -> None:
    activities.add(
        tx,
        by=workspace.person.login,
        kind="deployment",
        subject=f"deployments/{name}",
        sentence=sentence,
        note=note,
    )
