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
    Column("looked_at", Moment),  # by monitoring: the rows are in its chunks since
    Index("ix_answer_log_deployment", "deployment_id", "id"),
    Index("ix_answer_log_last", "last_at"),
    Index("ix_answer_log_blob", "blob"),
    sqlite_autoincrement=True,
)

# A file that landed in the folder of a batch deployment: how it looked, and what became of it.
# `answer` and `errors` are names in the out folder that belong to it alone; `work` is the hidden
# folder there in which its answer is written before it is put in place.
batch_file = Table(
    "batch_file",
    metadata,
    key_column(),
    Column("deployment_id", Integer, ForeignKey("deployment.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("content", String(32)),
    Column("state", String(16), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("errors", Text, nullable=False),
    Column("work", String(64), nullable=False),
    Column("rows", Integer),
    Column("n_errors", Integer, nullable=False),
    Column("version_id", Integer, ForeignKey("model_version.id")),
    Column("job_id", Integer),  # its job may be let go with its time
    Column("opened", Integer, nullable=False),
    Column("read", Json, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_batch_file_deployment", "deployment_id", "content"),
    sqlite_autoincrement=True,
)

# What a service was asked within the minute that began `at`; no row where there was nothing.
# `classes` are counts of durations, see tidemill/domain/traffic.py.
traffic = Table(
    "traffic",
    metadata,
    Column("deployment_id", Integer, ForeignKey("deployment.id"), primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("n_refused", Integer, nullable=False),
    Column("n_failed", Integer, nullable=False),
    Column("peak", Integer, nullable=False),
    Column("classes", Json, nullable=False),
    Index("ix_traffic_at", "at"),
)
