"""What speaks with PostgreSQL through psycopg: connections, their news, errors in sentences.

Only `tidemill.store.postgres` imports this, when a shared workspace is opened: psycopg is an
extra.
"""

from contextlib import suppress
from math import isnan
from typing import Any, LiteralString

import psycopg
from psycopg.abc import Buffer
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.numeric import FloatBinaryDumper
from psycopg.types.string import StrDumperUnknown

from tidemill.base.clock import monotonic
from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.errors import NeedsYou, TidemillError, WorldError
from tidemill.base.texts import storable
from tidemill.store.backend import LineLost

CHANNEL = "tidemill"
_LOOK_S = 5.0
# A connection whose other end vanished (a laptop that slept, a cable) is noticed in 20 s.
_DEFAULTS: dict[str, str | int] = {
    "connect_timeout": 5,
    "application_name": "tidemill",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}


class _Texts(StrDumperUnknown):
    """Texts on their way into PostgreSQL."""

    def dump(self, obj: str) -> Buffer | None:
        """Replace what cannot be kept."""
        return super().dump(storable(obj))


class _Floats(FloatBinaryDumper):
    """Numbers on their way into PostgreSQL: NaN is missing, as it is in SQLite."""

    def dump(self, obj: float) -> Buffer | None:
        """Send NaN as NULL."""
        return None if isnan(obj) else super().dump(obj)


def connect(url: DatabaseUrl, *, autocommit: bool = False) -> psycopg.Connection:
    """Open a connection; what the URL does not say, libpq's own variables and files do."""
    options = {**_DEFAULTS, **conninfo_to_dict(str(url)), "client_encoding": "UTF8"}
    if url.password is not None:
        options["password"] = url.password
    connection: psycopg.Connection = psycopg.connect(autocommit=autocommit, **options)  # type: ignore[arg-type]
    connection.adapters.register_dumper(str, _Texts)
    connection.adapters.register_dumper(float, _Floats)
    return connection


class Line:
    """The feed's own connection: writers notify it in the transaction that brings the news."""

    def __init__(self, url: DatabaseUrl) -> None:
        self._is_notified = False
        try:
            self._connection = connect(url, autocommit=True)
            self._connection.add_notify_handler(self._notified)
            self._connection.execute(f"LISTEN {CHANNEL}")
        except psycopg.Error as error:
            raise told(error, url) or error from error
        self._url = url
        self._looked = float("-inf")

    def has_moved(self) -> bool:
        """True if a writer notified; now and then in any case, so that none is missed."""
        if monotonic() - self._looked > _LOOK_S:
            self._looked = monotonic()
            return True
        try:
            self._connection.pgconn.consume_input()
            while self._connection.pgconn.notifies() is not None:
                self._is_notified = True
        except psycopg.Error as error:
            raise LineLost(str(error)) from error
        if self._connection.broken:
            raise LineLost
        moved, self._is_notified = self._is_notified, False
        return moved

    def _notified(self, _notice: psycopg.Notify) -> None:
        """Keep what comes in while a query is answered: it may be newer than what that saw."""
        self._is_notified = True

    def ends(self) -> tuple[int, int]:
        """The first and the last number in the feed, (0, 0) when it is empty."""
        [(first, last)] = self._rows("SELECT min(seq), max(seq) FROM feed")
        return int(first or 0), int(last or 0)

    def rows(self, after: int, limit: int) -> list[tuple[int, str, str, str]]:
        """Feed rows past a number, in order."""
        query = "SELECT seq, topic, key, origin FROM feed WHERE seq > %s ORDER BY seq LIMIT %s"
        found = self._rows(query, (after, limit))
        return [(int(seq), topic, key, origin) for seq, topic, key, origin in found]

    def _rows(self, query: LiteralString, values: tuple[int, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except psycopg.Error as error:
            if self._connection.broken or self._connection.closed:
                raise LineLost(str(error)) from error
            raise told(error, self._url) or error from error

    def close(self) -> None:
        """Close the connection."""
        with suppress(psycopg.Error):
            self._connection.close()


def told(error: BaseException | None, url: DatabaseUrl) -> TidemillError | None:
    """The sentence for an error of PostgreSQL's that a person or the world causes, if it is one."""
    if not isinstance(error, psycopg.Error):
        return None
    detail = " ".join(str(error).split())
    state = error.sqlstate
    if state is None:
        return _not_connected(error, url, detail)
    make, message, hint = _sentence(state, url)
    return make(message, hint, detail=detail) if message else None


def _not_connected(error: psycopg.Error, url: DatabaseUrl, detail: str) -> TidemillError | None:
    """What went wrong before the server gave errors their numbers, by libpq's and its words."""
    words = detail.lower()
    if isinstance(error, psycopg.ProgrammingError) and "uri" in words:
        return NeedsYou(
            f"The URL can't be read: {detail}", "Look at its options after the ?.", detail=detail
        )
    for signs, state in _SIGNS:
        if any(sign in words for sign in signs):
            make, message, hint = _sentence(state, url)
            return make(message, hint, detail=detail)
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        make, message, hint = _sentence("08006", url)
        return make(message, hint, detail=detail)
    return None


# Words of refusals at the door, for which libpq keeps no number (errcodes.txt of PostgreSQL).
_SIGNS = (
    (("starting up", "shutting down"), "57P03"),
    (("too many clients", "too many connections", "remaining connection slots"), "53300"),
    (("password authentication failed", "no password supplied"), "28P01"),
    (("no pg_hba.conf entry", "authentication failed", 'role "'), "28000"),
    (("does not exist",), "3D000"),
)


def _sentence(state: str, url: DatabaseUrl) -> tuple[type[TidemillError], str, str]:
    """Who can do something about an SQLSTATE, what happened, and the way out; "" for none."""
    known = _SENTENCES.get(_ALIKE.get(state, state)) or _SENTENCES.get(_ALIKE.get(state[:2], ""))
    if known is None:
        return TidemillError, "", ""
    where = f"The database {url.name} on {url.server}"
    named = {"where": where, "name": url.name, "server": url.server}
    make, message, hint = known
    return make, message.format(**named), hint.format(**named)


_SENTENCES: dict[str, tuple[type[TidemillError], str, str]] = {
    "28P01": (
        NeedsYou,
        "{where} did not accept the password.",
        "Put the right one into ~/.pgpass or the variable PGPASSWORD, then try again.",
    ),
    "28000": (
        NeedsYou,
        "{where} did not let this account in.",
        "Name it in the URL (postgresql://account@server/database), or ask to be let in.",
    ),
    "3D000": (
        NeedsYou,
        "There is no database {name} on {server}.",
        "Make it there first (createdb {name}), or look at the name.",
    ),
    "42501": (
        NeedsYou,
        "{where} does not let this account do that.",
        "Ask who runs it to grant the account all rights on the workspace's tables.",
    ),
    "53100": (
        WorldError,
        "The disk of {server} is full.",
        "Ask who runs it to free some room, then try again. Nothing was changed.",
    ),
    "53300": (
        WorldError,
        "{where} has no connection left.",
        "Close a window or a script, or ask who runs it to allow more (max_connections).",
    ),
    "54000": (
        NeedsYou,
        "A name is too long for PostgreSQL, which must find it again.",
        "Use a name of fewer than 600 letters. Nothing was changed.",
    ),
    "55P03": (
        WorldError,
        "Another program holds {name} locked.",
        "Wait a moment, then try again. Nothing was changed.",
    ),
    "25006": (
        WorldError,
        "{where} may only be read.",
        "It may be a standby: use the URL of the main server. Nothing was changed.",
    ),
    "08006": (
        WorldError,
        "{where} can't be reached.",
        "Check the network and that the server runs, then try again.",
    ),
    "XX001": (
        NeedsYou,
        "{where} is damaged.",
        "Ask who runs it to restore a backup.",
    ),
}
"""By SQLSTATE: who can do something about it, what happened, and the way out."""

# What is told like another: single states, and whole classes by their first two letters.
_ALIKE = {
    "40P01": "55P03",
    "40001": "55P03",
    "25P03": "55P03",
    "58030": "53100",
    "XX002": "XX001",
    "57P03": "08006",
    "08": "08006",
    "57": "08006",
}
