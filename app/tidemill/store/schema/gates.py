"""Tables of gates: what people wrote down for them, and each time they ran."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from tidemill.store.column_types import Json, Moment
from tidemill.store.schema.basis import key_column, metadata

# A value with a name: a set of gates, which set a model uses, an example row, a rule of choice.
# Of a model, or of all where `model` is empty. What stood before is ended, not changed.
rulebook = Table(
    "rulebook",
    metadata,
    key_column(),
    Column("kind", String(16), nullable=False),
    Column("model", String(128), nullable=False),
    Column("name", String(128), nullable=False),
    Column("value", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("ended_at", Moment),
    Index(
        "ix_one_standing_in_rulebook",
        "kind",
        "model",
        "name",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

# One run of a set over a version: what each gate said, on which rows, against which champion.
gate_run = Table(
    "gate_run",
    metadata,
    key_column(),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("gate_set", String(128), nullable=False),
    Column("against", String(64), nullable=False),
    Column("judged_on", String(255), nullable=False),
    Column("gates", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Index("ix_gate_run_version", "version_id", "id"),
)
