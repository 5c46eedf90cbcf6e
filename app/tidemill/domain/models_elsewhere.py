"""Models as MLflow's registry kept them, before they are ours; times are seconds since 1970."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

STATES = {1: "PENDING", 2: "READY", 3: "UPLOAD_FAILED"}
"""How a logged model is, by the number that stores keep."""

GONE = "Deleted_Internal"
"""The stage of a version that was deleted."""

_LOGGED = re.compile(r"models:/(m-[0-9a-f]{32})/?")
_OF_RUN = re.compile(r"runs:/([^/]+)/?(.*)")

Measure = tuple[str, float | None, int, float, str, str | None, str | None]
"""Metric, value (None is NaN), step, time, run's id, name and digest of the dataset."""


@dataclass(frozen=True)
class LoggedElsewhere:
    """A model that a script logged, `m-` and 32 digits; `artifacts` is where its files lie.

    `outputs` are the runs that say it came of them, with the step.
    """

    id: str
    experiment: str
    name: str
    kind: str
    status: str
    run: str | None
    created_at: float
    changed_at: float
    is_deleted: bool
    artifacts: str
    params: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    measured: Sequence[Measure] = ()
    outputs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class VersionElsewhere:
    """A version of a registered model. `logged` is the logged model it was made of; else `path` is
    its folder below the files of its run, None where it lies elsewhere."""

    number: int
    source: str
    run: str | None
    logged: str | None
    path: str | None
    stage: str
    description: str
    user: str
    link: str
    created_at: float
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RegisteredElsewhere:
    """A registered model with its versions, oldest first, and the number each alias stands on."""

    name: str
    description: str
    created_at: float
    tags: Mapping[str, str] = field(default_factory=dict)
    versions: Sequence[VersionElsewhere] = ()
    aliases: Mapping[str, int] = field(default_factory=dict)


def logged_of(source: str) -> str | None:
    """The logged model that a version's source names."""
    found = _LOGGED.fullmatch(source)
    return found[1] if found else None


def path_of(source: str, run: str | None, place: str | None) -> str | None:
    """A version's folder below the files of its run, which lie at `place`; None elsewhere."""
    if (of_run := _OF_RUN.fullmatch(source)) and of_run[1] == run:
        return of_run[2].strip("/")
    if place and (source == place or source.startswith(place.rstrip("/") + "/")):
        return source[len(place.rstrip("/")) :].strip("/")
    return None
