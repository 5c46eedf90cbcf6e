"""Tables of what people add to versions of models: labels, agreements, comments."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from tidemill.store.column_types import Json, Moment
from tidemill.store.schema.basis import key_column, metadata

# A free label that stands on one version of a model and may be moved to another.
model_alias = Table(
    "model_alias",
    metadata,
    Column("model_id", Integer, ForeignKey("model.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Index("ix_model_alias_version", "version_id"),
)

# Somebody said that a version may be promoted, where a model wants two people for it. It counts
# until it is taken back or the promotion came: `ended_at`.
agreement = Table(
    "agreement",
    metadata,
    key_column(),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("note", Text, nullable=False),
    Column("ended_at", Moment),
    Index(
        "ix_one_open_agreement",
        "version_id",
        "by",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

# A version decided on rows beside another one; what was found is a file.
rehearsal = Table(
    "rehearsal",
    metadata,
    key_column(),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("against_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("n_rows", Integer, nullable=False),
    Column("n_flips", Integer, nullable=False),
    Column("blob", String(32), nullable=False),
    Index("ix_rehearsal_version", "version_id", "id"),
    Index("ix_rehearsal_blob", "blob"),
    sqlite_autoincrement=True,
)

# What somebody wrote about a thing, by its address (`models/flights-late/3`).
comment = Table(
    "comment",
    metadata,
    key_column(),
    Column("subject", String(400), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("mentions", Json, nullable=False),
    Column("removed_at", Moment),
    Index("ix_comment_subject", "subject", "id"),
    sqlite_autoincrement=True,
)
