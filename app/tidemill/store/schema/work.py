"""Tables of the house: settings, people, the feed, activity, processes and jobs."""

from sqlalchemy import (
    BigInteger,
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

from tidemill.store.column_types import Json, Long, Moment
from tidemill.store.schema.basis import key_column, metadata

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("value", Json, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("login", String(128), primary_key=True),
    Column("display", Text, nullable=False),
    Column("role", String(16), nullable=False),
)

project = Table("project", metadata, Column("name", String(255), primary_key=True))

feed = Table(
    "feed",
    metadata,
    Column("seq", Long, primary_key=True, autoincrement=True),
    Column("topic", String(32), nullable=False),
    Column("key", String(255), nullable=False),
    Column("origin", String(64), nullable=False),
    sqlite_autoincrement=True,
)

activity = Table(
    "activity",
    metadata,
    key_column(),
    Column("at", String(27), nullable=False),
    Column("by", String(128), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("detail", Json, nullable=False),
    Column("is_routine", Boolean, nullable=False),
    Column("seal", String(32), nullable=False),
    sqlite_autoincrement=True,
)

process = Table(
    "process",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("host", String(255), nullable=False),
    Column("born", Float, nullable=False),
    Column("database", String(64), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("heartbeat_at", Moment, nullable=False),
    Column("message", Text, nullable=False),
)

job = Table(
    "job",
    metadata,
    key_column(),
    Column("kind", String(64), nullable=False),
    Column("params", Json, nullable=False),
    Column("state", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("lane", String(255)),
    Column("key", String(255), unique=True),
    Column("attempts", Integer, nullable=False),
    Column("asked_by", String(128), nullable=False),
    Column("cause", Text, nullable=False),
    Column("parent_id", Integer, ForeignKey("job.id")),
    Column("claimed_by", String(32)),
    Column("lease_until", Moment),
    Column("cancel_asked", Boolean, nullable=False),
    Column("progress", Float, nullable=False),
    Column("message", Text, nullable=False),
    Column("result", Json, nullable=False),
    Column("error_kind", String(16)),
    Column("error", Text),
    Column("hint", Text),
    Column("not_before", Moment),
    Column("waits_for", Json, nullable=False, server_default=text("'[]'")),  # jobs to end well
    Column("limits", Json, nullable=False, server_default=text("'{}'")),
    Column("is_paused", Boolean, nullable=False, server_default=text("false")),
    Column("automation_run_id", Integer),  # the run of a rule that it is a step of
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Index("ix_job_state", "state", "id"),
    sqlite_autoincrement=True,
)

job_log = Table(
    "job_log",
    metadata,
    key_column(),
    Column("job_id", Integer, ForeignKey("job.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("line", Text, nullable=False),
    Index("ix_job_log_job", "job_id", "id"),
)

# How far each process's spool was taken over: everything before this many bytes is in the store.
spool = Table(
    "spool",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("applied", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
)

saved_view = Table(
    "saved_view",
    metadata,
    key_column(),
    Column("page", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
)
