"""Datasets: series of versions that anyone can drop a file on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tidemill.domain.columns import Schema


class Series(StrEnum):
    """How a new file makes the next version."""

    APPEND = "append"
    REPLACE = "replace"


@dataclass(frozen=True)
class Dataset:
    """A named series; `schema` holds the roles, which survive the next version."""

    id: int
    name: str
    project: str
    series: Series
    schema: Schema
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class DatasetVersion:
    """One version: in an append series all rows up to and with its own file.

    `rows` counts all of them, `added_rows` those of its own file; `content_hash` stands for all
    rows in any order, `own_hash` for its file's rows; `blob` names the Parquet of its own rows.
    `starts_at` and `ends_at` span the time column over its own rows.
    """

    id: int
    dataset_id: int
    dataset: str
    number: int
    rows: int
    added_rows: int
    content_hash: str
    own_hash: str
    blob: str
    n_bytes: int
    schema: Schema
    source: str
    file_id: int | None
    created_at: datetime
    by: str
    checks: tuple[dict[str, Any], ...]
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def label(self) -> str:
        """How people name it: `flights v3`."""
        return f"{self.dataset} v{self.number}"

    @property
    def address(self) -> str:
        """How commands name it: `flights@3`."""
        return f"{self.dataset}@{self.number}"


def parse_address(text: str) -> tuple[str, str | None]:
    """Split `name@version` or `name` into its parts; the last `@` counts."""
    name, at, version = text.rpartition("@")
    return (name, version) if at and name else (text, None)
