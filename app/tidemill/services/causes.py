"""Why something is there and what it set off: the chain of causes, read both ways."""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from tidemill.base.errors import NeedsYou
from tidemill.domain.causes import Chain, Link, Ref
from tidemill.services.workspace import Workspace
from tidemill.store import cause_links

DEEPEST = 12
"""How many steps a chain is followed."""

MOST = 200
"""How many links are told downwards."""

_KINDS = {
    "file": "file",
    "job": "job",
    "alert": "alert",
    "run": "automation_run",
    "model": "model_version",
    "data": "dataset_version",
}


def why(workspace: Workspace, address: str) -> Chain:
    """What brought a thing about, up to the source, and what it set off.

    An address is `MODEL@N`, `DATASET@N`, a job's number, or `file:N`, `job:N`, `alert:N`,
    `run:N` (of an automation). A name that is both a model's and a dataset's means the model;
    `data:NAME@N` means the dataset. Raises `NeedsYou` where there is no such thing.
    """
    with workspace.store.read() as connection:
        ref = _meant(connection, address.strip())
        return chain(connection, ref)


def of(workspace: Workspace, ref: Ref) -> Chain:
    """The chain of a thing by its kind and key."""
    with workspace.store.read() as connection:
        return chain(connection, ref)


def chain(connection: sa.Connection, ref: Ref) -> Chain:
    """The chain of a thing; `NeedsYou` where it is gone."""
    subject = _link(connection, ref, 0)
    if subject is None:
        raise NeedsYou(f"There is no {ref.kind.replace('_', ' ')} {ref.key}.", "It may be deleted.")
    return Chain(subject, tuple(_up(connection, ref)), tuple(_down(connection, ref)))


def is_ring(connection: sa.Connection, automation_id: int, refs: Mapping[str, Any]) -> bool:
    """Whether a cause goes back to a run of the automation that it would start.

    Only through ends of jobs and runs and decisions: data that comes in is a new cause.
    """
    ref = cause_links.cause_of_run(refs)
    for _ in range(DEEPEST):
        if ref is None or ref.kind not in ("automation_run", "job", "decision", "model_version"):
            return False
        if ref.kind == "automation_run" and cause_links.automation_of(connection, ref) == (
            automation_id
        ):
            return True
        found = cause_links.find(connection, ref)
        ref = None if found is None else found.cause
    return False


def _meant(connection: sa.Connection, address: str) -> Ref:
    kind, sign, rest = address.partition(":")
    if not sign:
        kind, rest = "", address
    if kind and kind not in _KINDS:
        raise _unknown(address)
    if rest.isdecimal() and kind not in ("model", "data"):
        return Ref(_KINDS[kind or "job"], int(rest))
    read = re.fullmatch(r"(.+?)(?:@(\d+)|/(\d+))?", rest)
    if read is None or kind in ("file", "job", "alert", "run"):
        raise _unknown(address)
    number = read[2] or read[3]
    found = cause_links.named(connection, read[1], None if number is None else int(number))
    meant = [ref for ref in found if not kind or ref.kind == _KINDS[kind]]
    if not meant:
        raise _unknown(address)
    return meant[0]


def _unknown(address: str) -> NeedsYou:
    return NeedsYou(
        f"There is nothing called {address}.",
        "Name a version (flights-late@3, flights@12), a job by its number, or file:N, alert:N, "
        "run:N.",
    )


def _link(connection: sa.Connection, ref: Ref, depth: int) -> Link | None:
    found = cause_links.find(connection, ref)
    if found is None:
        return None
    return Link(ref, found.name, found.sentence, found.at, found.address, depth)


def _up(connection: sa.Connection, ref: Ref) -> list[Link]:
    """From the nearest cause to the source."""
    links: list[Link] = []
    seen, last = {ref}, ref
    found = cause_links.find(connection, ref)
    cause = None if found is None else found.cause
    while cause is not None and cause not in seen and len(links) < DEEPEST:
        seen.add(cause)
        found = cause_links.find(connection, cause)
        if found is None:  # it was let go after its time: what it told is with what it started
            for gone, was in cause_links.kept(connection, last):
                depth = len(links) + 1
                links.append(Link(gone, was.name, was.sentence, was.at, was.address, depth))
            break
        last = cause
        depth = len(links) + 1
        links.append(Link(cause, found.name, found.sentence, found.at, found.address, depth))
        cause = found.cause
    return links


def _down(connection: sa.Connection, ref: Ref) -> list[Link]:
    """What followed, each with what it set off behind it; nothing is told twice."""
    links: list[Link] = []
    seen = {ref}

    def follow(one: Ref, depth: int) -> None:
        for next_ref in cause_links.set_off(connection, one):
            if next_ref in seen or len(links) >= MOST or depth > DEEPEST:
                continue
            seen.add(next_ref)
            link = _link(connection, next_ref, depth)
            if link is not None:
                links.append(link)
                follow(next_ref, depth + 1)

    follow(ref, 1)
    return links
