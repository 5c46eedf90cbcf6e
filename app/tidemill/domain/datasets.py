"""Datasets: series of versions that anyone can drop a file on."""

from dataclasses import dataclass, field
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
    about: str = ""
    deleted_at: datetime | None = None


MANY_FILES = "files"
"""The kind of origin of a version that many small files made together."""


@dataclass(frozen=True)
class Piece:
    """One of the files of a version: its key, how many rows it brought, and what they hash to."""

    file_id: int
    rows: int
    own_hash: str


@dataclass(frozen=True)
class DatasetVersion:
    """One version: in an append series all rows up to and with its own file.

    `rows` counts all of them, `added_rows` those of its own file; `content_hash` stands for all
    rows in any order, `own_hash` for its file's rows; `blob` names the Parquet of its own rows,
    or the list of their chunks where `is_chunked`. `starts_at` and `ends_at` span the time column
    over its own rows.

    A base version (`is_base`) holds all rows itself: those of earlier versions prepared anew.
    `steps` are the steps of preparation its rows went through, as `{"kind", "name", "settings"}`;
    `raw_blob` lists the chunks of its own rows before them, None where they changed nothing.
    `origin` says where it came from: `{"kind": "file" | "query" | "paste" | "steps" | ..., ...}`.
    Of kind "files" it was made by many small files at once: `source` is their folder then.
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
    is_chunked: bool = False
    is_base: bool = False
    raw_blob: str | None = None
    steps: tuple[dict[str, Any], ...] = ()
    origin: dict[str, Any] = field(default_factory=dict)
    summary_blob: str | None = None
    deleted_at: datetime | None = None

    @property
    def own_rows(self) -> int:
        """How many rows it stores itself."""
        return self.rows if self.is_base else self.added_rows

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The files that made it together, in the order of its own rows; empty where one did."""
        if self.origin.get("kind") != MANY_FILES:
            return ()
        return tuple(Piece(*one) for one in self.origin["files"])

    @property
    def file_rows(self) -> tuple[int, ...]:
        """How many rows each of its files brought."""
        return tuple(one.rows for one in self.pieces) or (self.added_rows,)

    def raw_schema(self, now: Schema | None = None) -> Schema:
        """The columns its rows came with, before the steps.

        Without steps these are its own, or those of its dataset as it is `now`.
        """
        kept = self.origin.get("raw_schema")
        if self.steps and kept:
            return Schema.from_list(kept)
        return now or self.schema

    @property
    def label(self) -> str:
        """How people name it: `flights v3`."""
        return f"{self.dataset} v{self.number}"

    @property
    def address(self) -> str:
        """How commands name it: `flights@3`."""
        return f"{self.dataset}@{self.number}"


@dataclass(frozen=True)
class Discarded:
    """A dataset (`number` is None) or one version in the trash; `versions` are the keys it has."""

    dataset_id: int
    name: str
    number: int | None
    deleted_at: datetime
    versions: tuple[int, ...]
    rows: int

    @property
    def address(self) -> str:
        """How commands name it."""
        return self.name if self.number is None else f"{self.name}@{self.number}"


def parse_address(text: str) -> tuple[str, str | None]:
    """Split `name@version` or `name` into its parts; the last `@` counts."""
    name, at, version = text.rpartition("@")
    return (name, version) if at and name else (text, None)
