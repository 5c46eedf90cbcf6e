"""Tables of the registry and of monitoring."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from tidemill.store.column_types import Json, Moment
from tidemill.store.schema.basis import key_column, metadata

model = Table(
    "model",
    metadata,
    key_column(),
    Column("name", String(255), nullable=False, unique=True),
    Column("project", String(255), nullable=False),
    Column("task", String(16), nullable=False),
    Column("target", Text, nullable=False),
    Column("metric", String(64), nullable=False),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(128), nullable=False),
    # Who made a version can't promote it alone.
    Column("is_four_eyes", Boolean, nullable=False, server_default=text("false")),
    Column("card", Json, nullable=False, server_default=text("'{}'")),  # what only people know
)

model_version = Table(
    "model_version",
    metadata,
    key_column(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("run_pk", Integer, ForeignKey("run.pk"), nullable=False),
    Column("estimator", String(64), nullable=False),
    Column("recipe", Json, nullable=False),
    Column("dataset_version_id", Integer, ForeignKey("dataset_version.id"), nullable=False),
    Column("validated_on_id", Integer, ForeignKey("dataset_version.id")),
    Column("metrics", Json, nullable=False),
    Column("intervals", Json, nullable=False),
    Column("gates", Json, nullable=False),
    Column("gates_at", Moment),
    Column("comparison", Json, nullable=False),
    Column("input_hash", String(32), nullable=False),
    Column("blob", String(32), nullable=False),
    Column("reference_blob", String(32)),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("cause", Text, nullable=False),
    # Which commit and packages it was trained with; empty where nobody wrote it down.
    Column("code", Json, nullable=False, server_default=text("'{}'")),
    UniqueConstraint("model_id", "number"),
    UniqueConstraint("model_id", "run_pk"),
    Index(
        "ix_one_champion",
        "model_id",
        unique=True,
        sqlite_where=text("stage = 'champion'"),
        postgresql_where=text("stage = 'champion'"),
    ),
)

decision = Table(
    "decision",
    metadata,
    key_column(),
    Column("kind", String(16), nullable=False),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("version_id", Integer, ForeignKey("model_version.id")),
    Column("previous_id", Integer, ForeignKey("model_version.id")),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("note", Text, nullable=False),
    Column("before", Json, nullable=False),
    Column("undone_by", Integer, ForeignKey("decision.id")),
    Index("ix_decision_model", "model_id", "id"),
)

chunk = Table(
    "chunk",
    metadata,
    key_column(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    # The newest version with rows in it; none where only a service or a batch folder saw them.
    Column("dataset_version_id", Integer, ForeignKey("dataset_version.id")),
    # Which rows: "version:7", "day:2024-03-01", "rows:12", "answered:day:2024-03-01/2".
    Column("span", String(64), nullable=False),
    Column("starts_at", Moment),
    Column("ends_at", Moment),
    Column("n_rows", BigInteger, nullable=False),
    Column("measures", Json, nullable=False),
    Column("prediction_psi", Float),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # Grows with each look at more of its rows, over all chunks: what triggers read past.
    Column("news", BigInteger, nullable=False, server_default=text("0")),
    Column("reference", Json, nullable=False, server_default=text("'{}'")),
    Column("coverage", Float),  # the share of rows with labels
    Column("estimates", Json, nullable=False, server_default=text("'{}'")),
    Column("worth", Json),  # in money; nothing where the model is tied to no value
    Column("finding", Json),  # what kind of change it is, on what evidence, by which columns
    # A few figures a column (`domain.courses`); empty where only the report has them.
    Column("figures", LargeBinary),
    # Long, and last, so that SQLite reads the others without it.
    Column("report", Json, nullable=False),
    UniqueConstraint("model_id", "span"),
)

alert = Table(
    "alert",
    metadata,
    key_column(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("chunk_id", Integer, ForeignKey("chunk.id")),
    Column("rule", String(64), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("columns", Json, nullable=False),
    Column("value", Float),
    Column("limit", Float),
    Column("data_at", Moment),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", String(128)),
    Column("reason", Text, nullable=False),
    Column("kind", String(16)),
    Column("evidence", Json),
    Column("cost", Json),
    Column("impact", Json),
    Index(
        "ix_one_open_alert",
        "model_id",
        "rule",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)
