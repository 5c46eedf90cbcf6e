"""The tables of a workspace. A change here needs a migration in `migrations/versions`.

A key that points to nothing is refused, and so is deleting what another row points to: no
foreign key cascades, so nothing is deleted silently.

An index of PostgreSQL's holds no entry over a third of a page: there, texts that may be long are
found by their hash or not indexed.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from tidemill.store.column_types import Json, Long, Moment

metadata = MetaData()


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


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
    _id(),
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
    _id(),
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
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Index("ix_job_state", "state", "id"),
    sqlite_autoincrement=True,
)

job_log = Table(
    "job_log",
    metadata,
    _id(),
    Column("job_id", Integer, ForeignKey("job.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("line", Text, nullable=False),
    Index("ix_job_log_job", "job_id", "id"),
)

dataset = Table(
    "dataset",
    metadata,
    _id(),
    Column("name", String(255), nullable=False, unique=True),
    Column("project", String(255), nullable=False),
    Column("series", String(16), nullable=False),
    Column("schema", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(128), nullable=False),
    Column("about", Text, nullable=False, server_default=text("''")),  # what one row stands for
    Column("deleted_at", Moment),  # in the trash since
)

dataset_version = Table(
    "dataset_version",
    metadata,
    _id(),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("added_rows", BigInteger, nullable=False),
    Column("content_hash", String(32), nullable=False),
    Column("own_hash", String(32), nullable=False),
    Column("blob", String(32), nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Column("schema", Json, nullable=False),
    Column("profile", Json, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_blob", String(32)),
    Column("file_id", Integer),  # no foreign key: the file has one to its version
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("checks", Json, nullable=False),
    Column("starts_at", Moment),
    Column("ends_at", Moment),
    # `blob` is one Parquet file, or a list of chunks: the files that hold those are its parts.
    Column("is_chunked", Boolean, nullable=False, server_default=text("false")),
    Column("is_base", Boolean, nullable=False, server_default=text("false")),
    Column("raw_blob", String(32)),  # the own rows before the steps, a list of chunks
    Column("steps", Json, nullable=False, server_default=text("'[]'")),
    Column("origin", Json, nullable=False, server_default=text("'{}'")),
    Column("summary_blob", String(32)),
    Column("deleted_at", Moment),  # in the trash since
    UniqueConstraint("dataset_id", "number"),
)

# The files that hold the chunks of a version's rows, raw ones included.
version_part = Table(
    "version_part",
    metadata,
    Column("version_id", Integer, ForeignKey("dataset_version.id"), primary_key=True),
    Column("blob", String(32), primary_key=True),
    Index("ix_version_part_blob", "blob"),
)

# A check that a dataset's files have to pass, or one proposed and not yet switched on.
rule = Table(
    "rule",
    metadata,
    _id(),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("check", String(64), nullable=False),
    Column("settings", Json, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("removed", Boolean, nullable=False, server_default=text("false")),
    Index("ix_rule_dataset", "dataset_id"),
    sqlite_autoincrement=True,
)

# A step of preparation that every later file of a dataset goes through, in the order of `position`.
step = Table(
    "step",
    metadata,
    _id(),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("settings", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("undone_at", Moment),
    Index("ix_step_dataset", "dataset_id"),
    sqlite_autoincrement=True,
)

# What a person or a file said of a row, by its key; the newest that is not undone counts.
label_entry = Table(
    "label_entry",
    metadata,
    _id(),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("column", Text, nullable=False),
    Column("row_key", Text, nullable=False),
    Column("value", Text),
    Column("batch", String(32), nullable=False),
    Column("source", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("undone_at", Moment),
    Index("ix_label_entry_dataset", "dataset_id", "id"),
    sqlite_autoincrement=True,
)

watch = Table(
    "watch",
    metadata,
    _id(),
    Column("folder", Text, nullable=False),
    Column("dataset", String(255), nullable=False),
    Column("series", String(16), nullable=False),
    Column("model", String(255)),
    Column("mode", String(16), nullable=False),
    Column("target", Text),
    Column("time", Text),
    Column("is_on", Boolean, nullable=False),
    Column("is_there", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(128), nullable=False),
)

file = Table(
    "file",
    metadata,
    _id(),
    Column("watch_id", Integer, ForeignKey("watch.id")),
    Column("dataset", String(255), nullable=False),
    Column("path", Text, nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("content", String(32)),
    Column("state", String(16), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("checks", Json, nullable=False),
    Column("rows", BigInteger),
    Column("version_id", Integer, ForeignKey("dataset_version.id")),
    Column("job_id", Integer, ForeignKey("job.id")),
    Column("seen_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column(
        "origin", Json, nullable=False, server_default=text("'{}'")
    ),  # a query, a sheet, a paste
    Column("read", Json, nullable=False, server_default=text("'{}'")),  # how it was read
    Column("question", Json),  # what a person has to say before it can be read
    Column("opened", Integer, nullable=False, server_default=text("0")),  # tries that did not end
    Index("ix_file_watch", "watch_id", "path").ddl_if(dialect="sqlite"),
    Index("ix_file_watch", "watch_id").ddl_if(dialect="postgresql"),
    Index("ix_file_dataset", "dataset", "id"),
    sqlite_autoincrement=True,
)

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
    _id(),
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
    _id(),
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
    _id(),
    Column("page", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
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

model = Table(
    "model",
    metadata,
    _id(),
    Column("name", String(255), nullable=False, unique=True),
    Column("project", String(255), nullable=False),
    Column("task", String(16), nullable=False),
    Column("target", Text, nullable=False),
    Column("metric", String(64), nullable=False),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(128), nullable=False),
)

model_version = Table(
    "model_version",
    metadata,
    _id(),
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
    _id(),
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
    _id(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("dataset_version_id", Integer, ForeignKey("dataset_version.id"), nullable=False),
    Column("starts_at", Moment),
    Column("ends_at", Moment),
    Column("n_rows", BigInteger, nullable=False),
    Column("report", Json, nullable=False),
    Column("measures", Json, nullable=False),
    Column("prediction_psi", Float),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("model_id", "dataset_version_id"),
)

alert = Table(
    "alert",
    metadata,
    _id(),
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
    Index(
        "ix_one_open_alert",
        "model_id",
        "rule",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)
