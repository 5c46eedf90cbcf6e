"""Tables of deployments: where a model answers, and what it answered."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from tidemill.store.column_types import Json, Moment
from tidemill.store.schema.basis import key_column, metadata

# A service or a batch folder in which a model's champion answers. `serves_id` is the version it
# says it answers with now; `state`, `trouble` and `address` are what its process said last.
deployment = Table(
    "deployment",
    metadata,
    key_column(),
    Column("kind", String(16), nullable=False),
    Column("name", String(255), nullable=False, unique=True),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("settings", Json, nullable=False),
    Column("split", Json, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("state_at", Moment, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("serves_id", Integer, ForeignKey("model_version.id")),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    sqlite_autoincrement=True,
)

# A block of answers of one version, as one file: never a row an answer.
answer_log = Table(
    "answer_log",
    metadata,
    key_column(),
    Column("deployment_id", Integer, ForeignKey("deployment.id"), nullable=False),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("n_requests", Integer, nullable=False),
    Column("n_rows", Integer, nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Column("blob", String(32), nullable=False),
    Index("ix_answer_log_deployment", "deployment_id", "id"),
    Index("ix_answer_log_last", "last_at"),
    Index("ix_answer_log_blob", "blob"),
    sqlite_autoincrement=True,
)
