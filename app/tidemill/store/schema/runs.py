"""Tables of runs: their parameters, metrics with their histories, and artifacts."""

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

from tidemill.store.column_types import Json, Long, Moment
from tidemill.store.schema.basis import key_column, metadata

run = Table(
    "run",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("uuid", String(32), nullable=False, unique=True),
    Column("project", String(255), nullable=False),
    Column("experiment", String(255), nullable=False),
    Column("name", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("user", String(128), nullable=False),
    Column("job_id", Integer, ForeignKey("job.id")),
    Column("dataset_version_id", Integer, ForeignKey("dataset_version.id")),
    Column("error", Text),
    Column("pinned", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("seq", Long, nullable=False),
    Column("parent_pk", Integer, ForeignKey("run.pk")),
    Column("process", String(32)),  # who logs it, while it runs; no foreign key: those rows go
    Column("starred", Boolean, nullable=False, server_default=text("false")),
    Column("colour", String(16)),
    Column("note", Text, nullable=False, server_default=text("''")),
    Column("deleted_at", Moment),
    Index("ix_run_seq", "seq"),
    Index("ix_run_job", "job_id"),
    Index("ix_run_parent", "parent_pk"),
    Index("ix_run_process", "process"),
)

# What a run came out of: script, arguments, folder, git, environment, host. One row a run.
run_origin = Table(
    "run_origin",
    metadata,
    Column("run_pk", Integer, ForeignKey("run.pk"), primary_key=True),
    Column("facts", Json, nullable=False),
)

# What a run wrote on its terminal, in pieces; only the newest are kept.
console = Table(
    "console",
    metadata,
    Column("run_pk", Integer, ForeignKey("run.pk"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("text", Text, nullable=False),
)

key = Table(
    "key",
    metadata,
    key_column(),
    Column("kind", String(8), nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("kind", "name").ddl_if(dialect="sqlite"),
    Index("ux_key_kind_name", "kind", text("md5(name)"), unique=True).ddl_if(dialect="postgresql"),
    Index("ix_key_name", "name", postgresql_using="hash").ddl_if(dialect="postgresql"),
)

kv = Table(
    "kv",
    metadata,
    Column("run_pk", Integer, ForeignKey("run.pk"), primary_key=True),
    Column("key_id", Integer, ForeignKey("key.id"), primary_key=True),
    Column("num", Float),
    Column("txt", Text),
    Index("ix_kv_key", "key_id", "run_pk", "num", "txt").ddl_if(dialect="sqlite"),
    Index("ix_kv_key", "key_id", "run_pk", postgresql_include=["num"]).ddl_if(dialect="postgresql"),
    sqlite_with_rowid=False,
)

# What is known of a metric's course: how many points, its extremes and where they were. A metric
# without a row here has one value at most.
series = Table(
    "series",
    metadata,
    Column("run_pk", Integer, ForeignKey("run.pk"), primary_key=True),
    Column("key_id", Integer, ForeignKey("key.id"), primary_key=True),
    Column("n", BigInteger, nullable=False),
    Column("lo", Float),
    Column("hi", Float),
    Column("lo_step", BigInteger),
    Column("hi_step", BigInteger),
    Column("last_step", BigInteger, nullable=False),
    Column("last_at", Float, nullable=False),
    Index("ix_series_key", "key_id", "run_pk", "lo", "hi"),
    sqlite_with_rowid=False,
)

# The newest points of a series, numbered from 0 as they were logged; older ones are in chunks.
# A value that is NULL is NaN; `at` is in seconds since 1970.
point = Table(
    "point",
    metadata,
    Column("run_pk", Integer, ForeignKey("run.pk"), primary_key=True),
    Column("key_id", Integer, ForeignKey("key.id"), primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("step", BigInteger, nullable=False),
    Column("at", Float, nullable=False),
    Column("value", Float),
    sqlite_with_rowid=False,
)

# Points of a series that lie together: little-endian int64 steps, float64 times and values.
history_chunk = Table(
    "history_chunk",
    metadata,
    key_column(),
    Column("run_pk", Integer, ForeignKey("run.pk"), nullable=False),
    Column("key_id", Integer, ForeignKey("key.id"), nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("lo", Float),
    Column("hi", Float),
    Column("first_step", BigInteger, nullable=False),
    Column("last_step", BigInteger, nullable=False),
    Column("steps", LargeBinary, nullable=False),
    Column("times", LargeBinary, nullable=False),
    Column("points", LargeBinary, nullable=False),
    UniqueConstraint("run_pk", "key_id", "first"),
)

artifact = Table(
    "artifact",
    metadata,
    Column("run_pk", Integer, ForeignKey("run.pk"), primary_key=True),
    Column("path", String(512), primary_key=True),
    Column("blob", String(32), nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Index("ix_artifact_blob", "blob"),
)
