"""Deployments: where a model answers, how it is reached, and what of its answers is kept."""

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tidemill.base.errors import NeedsYou

FIRST_PORT = 8321
"""From here on a free port is looked for where nobody names one."""

LOOPBACK = "127.0.0.1"


class DeploymentKind(StrEnum):
    """How answers are asked for."""

    HTTP = "http"
    BATCH = "batch"


class ServiceState(StrEnum):
    """How the process behind a deployment is."""

    OFF = "off"
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


class Logging(StrEnum):
    """Which answers are kept for monitoring."""

    OFF = "off"
    SAMPLED = "sampled"
    ALL = "all"


@dataclass(frozen=True)
class HttpSettings:
    """How an HTTP service listens and what it keeps.

    `machine` is the computer it runs on, as `programs.machine` names it. `token_hash` is the
    SHA-256 of the token that callers send, empty where none is asked for. `names` are host names
    it answers to beside its own. `share` is that of the requests kept where `logging` is sampled.
    """

    machine: str
    port: int
    host: str = LOOPBACK
    token_hash: str = ""
    names: tuple[str, ...] = ()
    logging: Logging = Logging.SAMPLED
    share: float = 0.1

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer can reach it."""
        return is_loopback(self.host)

    @property
    def address(self) -> str:
        """Where it is asked, as a link; one that listens everywhere is told by this computer's."""
        host = LOOPBACK if self.host in ("0.0.0.0", "::") else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def knows(self, token: str) -> bool:
        """Whether a token is the one asked for, in a time that tells nothing of it."""
        return hmac.compare_digest(hash_of(token), self.token_hash)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {
            "machine": self.machine,
            "port": self.port,
            "host": self.host,
            "token_hash": self.token_hash,
            "names": list(self.names),
            "logging": str(self.logging),
            "share": self.share,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "HttpSettings":
        """Read what `to_dict` wrote."""
        return cls(
            data["machine"],
            data["port"],
            data.get("host", LOOPBACK),
            data.get("token_hash", ""),
            tuple(data.get("names", ())),
            Logging(data.get("logging", Logging.SAMPLED)),
            float(data.get("share", 0.1)),
        )


@dataclass(frozen=True)
class Deployment:
    """One place in which a model's champion answers.

    `is_on` is what people want; `state`, `trouble` and `address` are what its process said last,
    at `state_at`. `serves_id` is the version it answers with now, `serves` its number.
    """

    id: int
    kind: DeploymentKind
    name: str
    model_id: int
    model: str
    settings: Mapping[str, Any]
    is_on: bool
    state: ServiceState
    state_at: datetime
    created_at: datetime
    by: str
    trouble: str = ""
    address: str = ""
    serves_id: int | None = None
    serves: int | None = None
    split: Mapping[str, Any] = field(default_factory=dict)

    @property
    def http(self) -> HttpSettings:
        """The settings of an HTTP service."""
        return HttpSettings.from_dict(self.settings)


@dataclass(frozen=True)
class AnswerBlock:
    """A block of answers of one version, kept as one file. A shadow's has no requests."""

    id: int
    deployment_id: int
    version_id: int
    first_at: datetime
    last_at: datetime
    n_requests: int
    n_rows: int
    n_bytes: int
    blob: str

    @property
    def is_shadow(self) -> bool:
        """Whether the answers were given to nobody: a candidate's, beside the champion's."""
        return self.n_requests == 0


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from its own computer only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_host(host: str) -> str:
    """An address to listen on; `NeedsYou` for what is none of this computer."""
    if host == "localhost":
        return LOOPBACK
    try:
        return str(ipaddress.ip_address(host))
    except ValueError as error:
        raise NeedsYou(
            f"{host} is no address to listen on.",
            "Give one of this computer's addresses, or 0.0.0.0 for all of them.",
        ) from error


def hash_of(token: str) -> str:
    """What of a token is kept: it is long and random, so a plain SHA-256 gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()
