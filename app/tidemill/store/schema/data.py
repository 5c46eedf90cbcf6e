"""Tables of datasets: versions, rules, steps, labels, watched folders and their files."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from tidemill.store.column_types import Json, Moment
from tidemill.store.schema.basis import key_column, metadata

dataset = Table(
    "dataset",
    metadata,
    key_column(),
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
    key_column(),
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
    key_column(),
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
    key_column(),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("settings", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("blob", String(64)),
    Column("undone_at", Moment),
    Index("ix_step_dataset", "dataset_id"),
    sqlite_autoincrement=True,
)

# What a person or a file said of a row, by its key; the newest that is not undone counts.
label_entry = Table(
    "label_entry",
    metadata,
    key_column(),
    Column("dataset_id", Integer, ForeignKey("dataset.id"), nullable=False),
    Column("column", Text, nullable=False),
    Column("key_column", Text, nullable=False),
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
    key_column(),
    Column("folder", Text, nullable=False),
    Column("dataset", String(255), nullable=False),
    Column("series", String(16), nullable=False),
    Column("target", Text),
    Column("time", Text),
    Column("is_on", Boolean, nullable=False),
    Column("pattern", Text, nullable=False, server_default=text("''")),  # names, "" for all
    Column("is_recursive", Boolean, nullable=False, server_default=text("false")),
    Column("order", String(16), nullable=False, server_default=text("'name'")),  # or time
    Column("is_there", Boolean, nullable=False),
    Column("trouble", Text, nullable=False, server_default=text("''")),  # why it can't be read
    Column("removed", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(128), nullable=False),
)

file = Table(
    "file",
    metadata,
    key_column(),
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
