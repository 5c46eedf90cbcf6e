"""Tables of what models are worth: costs of answers, figures of the business by day."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from tidemill.store.column_types import Json, Moment
from tidemill.store.schema.basis import key_column, metadata

# What answers of a model cost; what stood before is ended, not changed.
model_costs = Table(
    "model_costs",
    metadata,
    key_column(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("costs", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("ended_at", Moment),
    Index(
        "ix_one_standing_costs",
        "model_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

# A file of a business figure by day that was added to a model; the newest says how it is called.
kpi_file = Table(
    "kpi_file",
    metadata,
    key_column(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("title", String(255), nullable=False),
    Column("unit", String(32), nullable=False),
    Column("is_cost", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("undone_at", Moment),
    Index("ix_kpi_file_model", "model_id", "id"),
    sqlite_autoincrement=True,
)

# One day of such a file. Of a day in several files the newest that stands counts.
kpi_day = Table(
    "kpi_day",
    metadata,
    Column("file_id", Integer, ForeignKey("kpi_file.id"), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("value", Float, nullable=False),
)
