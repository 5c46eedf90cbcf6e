"""Tables beside the chunks of monitoring."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from tidemill.store.column_types import Moment
from tidemill.store.schema.basis import key_column, metadata

chunk_points = Table(
    "chunk_points",
    metadata,
    Column("model_id", Integer, ForeignKey("model.id"), primary_key=True),
    # The month in which the chunks were first looked at: months since the year 0.
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),  # of `domain.boards.POINT`
)

chunk_part = Table(
    "chunk_part",
    metadata,
    Column("chunk_id", Integer, ForeignKey("chunk.id"), primary_key=True, autoincrement=False),
    Column(
        "dataset_version_id",
        Integer,
        ForeignKey("dataset_version.id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("n_rows", BigInteger, nullable=False),
    # `domain.references.FrameCounts` on the cells of the champion's training data; let go in time.
    Column("counts_blob", String(32)),
    Column("came_at", Moment),  # when they were first looked at
    Index("ix_chunk_part_counts", "counts_blob"),
)

# What a service or a batch folder brought to a chunk of rows that came with no version: `n_seen`
# answers, of which `n_rows` are in no version either. The answers go with their time; what was
# counted of them (`domain.references.FrameCounts`) stays.
chunk_answers = Table(
    "chunk_answers",
    metadata,
    Column("chunk_id", Integer, ForeignKey("chunk.id"), primary_key=True, autoincrement=False),
    Column(
        "deployment_id",
        Integer,
        ForeignKey("deployment.id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("n_rows", BigInteger, nullable=False),
    Column("n_seen", BigInteger, nullable=False),
    Column("counts_blob", String(32)),
    Column("came_at", Moment, nullable=False),  # when the last of them were looked at
    Index("ix_chunk_answers_counts", "counts_blob"),
)

monitor_reference = Table(
    "monitor_reference",
    metadata,
    key_column(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("first", Integer),  # numbers of versions of the model's dataset
    Column("last", Integer),
    Column("reason", Text, nullable=False),
    Column("by", String(128), nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
    Index("ix_monitor_reference_model", "model_id"),
)
