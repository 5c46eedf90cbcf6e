"""Tables of channels and of what was sent by them."""

from sqlalchemy import (
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

channel = Table(
    "channel",
    metadata,
    key_column(),
    Column("name", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("address", Text, nullable=False),  # never a secret: those are in the keyring
    Column("least", String(16), nullable=False),
    Column("for_whom", String(128), nullable=False),
    Column("quiet", Json, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("is_on", Boolean, nullable=False, server_default=text("true")),
    Column("computer", String(255), nullable=False),
    Column("since", Integer, nullable=False),
    Column("settings", Json, nullable=False),
    Column("removed", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("kinds", Json),  # of what it tells; none: what its kind of channel tells by default
)

delivery = Table(
    "delivery",
    metadata,
    key_column(),
    Column("notice_id", Integer, ForeignKey("notice.id")),  # none is a test
    Column("round", Integer, nullable=False),
    Column("channel_id", Integer, ForeignKey("channel.id"), nullable=False),
    Column("person", String(128), nullable=False),  # whose desktop; "" elsewhere
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("asked_at", Moment, nullable=False),  # by what happened, or by a person later
    Column("due_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("answer", Text, nullable=False),
    UniqueConstraint("notice_id", "channel_id", "person", "round"),
    Index("ix_delivery_state", "state", "due_at"),
)

seen_notice = Table(
    "seen_notice",
    metadata,
    Column("person", String(128), primary_key=True),
    Column("key", String(128), primary_key=True),  # as `services.notice_centre` names them
    Column("at", Moment, nullable=False),
)
