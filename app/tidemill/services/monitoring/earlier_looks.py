"""The looks before one, for what comes again with the season: stored, or made in the same job."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tidemill.domain.monitoring import Chunk
from tidemill.services.workspace import Workspace
from tidemill.store import chunks


class Earlier(Protocol):
    """What was seen of a model before: the last moment of each look's rows, and its report."""

    def ends(self) -> list[tuple[int, datetime]]:
        """Keys of the looks whose rows have times, and their last moments."""

    def reports(self, keys: Iterable[int]) -> Iterator[dict[str, Any]]:
        """The drift reports of looks."""


@dataclass(frozen=True)
class StoredLooks:
    """The looks that the store keeps of a model."""

    workspace: Workspace
    model_id: int

    def ends(self) -> list[tuple[int, datetime]]:
        """Keys of the looks whose rows have times, and their last moments."""
        with self.workspace.store.read() as connection:
            return chunks.times(connection, self.model_id)

    def reports(self, keys: Iterable[int]) -> Iterator[dict[str, Any]]:
        """The drift reports of looks that are there still."""
        with self.workspace.store.read() as connection:
            found = [chunks.of_id(connection, key) for key in keys]
        return (one.report for one in found if one is not None)


@dataclass
class MadeLooks:
    """Looks made anew that no store has yet, beside those that stay as they are."""

    _looks: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)

    @classmethod
    def of(cls, staying: Iterable[Chunk]) -> "MadeLooks":
        """Begin with chunks that stay."""
        return cls([(one.ends_at, one.report) for one in staying if one.ends_at is not None])

    def add(self, ends_at: datetime | None, report: dict[str, Any]) -> None:
        """Keep one more look; one whose rows have no times is no season of any."""
        if ends_at is not None:
            self._looks.append((ends_at, report))

    def ends(self) -> list[tuple[int, datetime]]:
        """Keys of the looks whose rows have times, and their last moments."""
        return [(key, ends_at) for key, (ends_at, _) in enumerate(self._looks)]

    def reports(self, keys: Iterable[int]) -> Iterator[dict[str, Any]]:
        """The drift reports of looks."""
        return (self._looks[key][1] for key in keys)
