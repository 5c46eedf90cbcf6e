"""Names of workspaces that a team shares: URLs of PostgreSQL databases, without their passwords."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tidemill.base.errors import NeedsYou

PASSWORD_VARIABLE = "PGPASSWORD"
"""Where PostgreSQL's own library looks for a password; it also reads `~/.pgpass`."""

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True)
class DatabaseUrl:
    """A PostgreSQL database. `str` gives the URL that may be shown, kept and handed on.

    A password that stood in the URL is held apart: it is never shown, kept or put on a command
    line, and takes no part in comparing.
    """

    text: str
    password: str | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, text: str) -> "DatabaseUrl":
        """Read a URL such as `postgresql://ada@host/team`; raises `NeedsYou` for another."""
        try:
            parts = urlsplit(text)
            _ = parts.port
        except ValueError as error:
            raise NeedsYou(f"{text} is no URL of a database: {error}.", _LIKE_THIS) from None
        if parts.scheme not in _SCHEMES:
            raise NeedsYou(
                f"A workspace lies in a folder or in PostgreSQL; {parts.scheme}:// is neither.",
                _LIKE_THIS,
            )
        if not unquote(parts.path).strip("/"):
            raise NeedsYou("The URL names no database.", _LIKE_THIS)
        account, _, server = parts.netloc.rpartition("@")
        user, _, password = account.partition(":")
        words = parse_qsl(parts.query, keep_blank_values=True)
        asked = [value for name, value in words if name == "password"]
        kept = urlencode([(name, value) for name, value in words if name != "password"], safe="/")
        plain = f"postgresql://{user}{'@' if user else ''}{server}{parts.path}"
        plain += f"?{kept}" if kept else ""
        return cls(plain, unquote(password) or next(iter(asked), None))

    def __str__(self) -> str:
        return self.text

    @property
    def name(self) -> str:
        """The database's name."""
        return unquote(urlsplit(self.text).path).strip("/")

    @property
    def server(self) -> str:
        """Where the database runs, as a person would say it."""
        return urlsplit(self.text).netloc.rpartition("@")[2] or "this computer"

    def environment(self) -> dict[str, str]:
        """What a child process needs beside the URL to open the database."""
        return {} if self.password is None else {PASSWORD_VARIABLE: self.password}


Place = Path | DatabaseUrl
"""Where a workspace lies: a folder on this computer, or a database that a team shares."""

_LIKE_THIS = "Write it like postgresql://ada@server/team, or name a folder."


def place_of(text: str) -> Place:
    """Where a text given by a person says that a workspace lies."""
    if "://" in text:
        return DatabaseUrl.of(text)
    return Path(text).expanduser().absolute()


def name_of(place: Place) -> str:
    """What people call the workspace at a place: its folder's name or its database's."""
    return place.name or str(place)
