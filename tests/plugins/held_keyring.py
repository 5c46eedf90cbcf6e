"""A keyring in memory in place of the system's."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend


class HeldKeyring(KeyringBackend):
    """A keyring in memory; `held` are its passwords by service and account."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The password of an account."""
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""
        self.held[service, username] = password


@pytest.fixture
def held_keyring() -> Iterator[HeldKeyring]:
    """The keyring that everything asks while a test runs."""
    before, held = keyring.get_keyring(), HeldKeyring()
    keyring.set_keyring(held)
    yield held
    keyring.set_keyring(before)
