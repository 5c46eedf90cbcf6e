"""Passwords of databases outside: in the system's keyring or the environment, not our store."""

import os

from tidemill.store.outside_queries import Source

SERVICE = "tidemill"
"""Under which name the keyring keeps them."""

VARIABLE = "TIDEMILL_QUERY_PASSWORD"
"""The variable that is asked first."""


def source_of(url: str, password: str = "") -> Source:
    """The database of a URL, with a password that was typed beside it; `NeedsYou` for no URL."""
    source = Source.of(url)
    return Source(source.text, password) if password else source


def split(url: str) -> tuple[str, str]:
    """A URL as it may be shown and kept, and the password that stood in it, "" for none."""
    source = Source.of(url)
    return str(source), source.password or ""


def keep(source: Source) -> bool:
    """Keep the password that stood in a URL; False where the system has no keyring."""
    import keyring
    from keyring.errors import KeyringError

    if source.password is None:
        return True
    try:
        keyring.set_password(SERVICE, str(source), source.password)
    except KeyringError:
        return False
    return True


def with_password(source: Source) -> Source:
    """The source with its password, where one is known; its driver may know others."""
    if source.password is not None:
        return source
    return Source(source.text, os.environ.get(VARIABLE) or _kept(source))


def _kept(source: Source) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, str(source))
    except KeyringError:
        return None
