"""Tables of alert rules, incidents, what people are told, real falls, gates kept of incidents."""

from sqlalchemy import (
    Boolean,
    Column,
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

alert_rule = Table(
    "alert_rule",
    metadata,
    key_column(),
    Column("key", String(64), nullable=False),  # a word for those Tidemill brings, else empty
    Column("model_id", Integer, ForeignKey("model.id")),  # null: every model
    Column("settings", Json, nullable=False),
    Column("is_on", Boolean, nullable=False, server_default=text("true")),
    Column("removed", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
)

incident = Table(
    "incident",
    metadata,
    key_column(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("chunk_id", Integer, ForeignKey("chunk.id")),  # where it began
    Column("title", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("since", Moment),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", String(128)),
    Column("outcome", Text, nullable=False),
    Column("owner", String(128), nullable=False),
    Column("snoozed_until", Moment),
    Column("facts", Json, nullable=False),  # what the worker found: diagnosis, slices, rows
    Index("ix_incident_model", "model_id", "id"),
)

incident_alert = Table(
    "incident_alert",
    metadata,
    Column("alert_id", Integer, ForeignKey("alert.id"), primary_key=True, autoincrement=False),
    Column("incident_id", Integer, ForeignKey("incident.id"), nullable=False),
    Index("ix_incident_alert_incident", "incident_id"),
)

notice = Table(
    "notice",
    metadata,
    key_column(),
    Column("at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),  # later than `at` in quiet hours
    Column("event", String(32), nullable=False),
    Column("incident_id", Integer, ForeignKey("incident.id")),  # of incidents only
    Column("severity", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("tells", Json, nullable=False),
    Column("kind", String(16), nullable=False, server_default="incident"),
    Column("key", String(128), unique=True),  # what is told of once, where it is no incident
    Column("address", Text, nullable=False, server_default=""),
)

real_fall = Table(
    "real_fall",
    metadata,
    key_column(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("is_fall", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False, server_default=text("false")),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
)

model_gate = Table(
    "model_gate",
    metadata,
    key_column(),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("incident_id", Integer, ForeignKey("incident.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("settings", Json, nullable=False),
    Column("is_on", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Index("ix_model_gate_model", "model_id", "id"),
)
