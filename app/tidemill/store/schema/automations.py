"""Tables of automations: their rules, what their triggers remember, their runs and steps."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, text

from tidemill.store.column_types import Json, Moment
from tidemill.store.schema.basis import key_column, metadata

# A rule: any of its triggers starts its steps, one after the other.
automation = Table(
    "automation",
    metadata,
    key_column(),
    Column("name", Text, nullable=False),
    Column("dataset", String(255)),
    Column("model", String(255)),
    Column("mode", String(16), nullable=False),
    Column("triggers", Json, nullable=False),
    Column("steps", Json, nullable=False),
    Column("limits", Json, nullable=False),
    Column("guards", Json, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(128), nullable=False),
)

# What a trigger knows from one look to the next, and why it did what it did last.
trigger_state = Table(
    "trigger_state",
    metadata,
    Column("automation_id", Integer, ForeignKey("automation.id"), primary_key=True),
    Column("trigger", String(32), primary_key=True),
    Column("memory", Json, nullable=False),
    Column("next_at", Moment),
    Column("said", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# One time a rule was carried out; `cause` says what started it, in words and by reference.
automation_run = Table(
    "automation_run",
    metadata,
    key_column(),
    Column("automation_id", Integer, ForeignKey("automation.id"), nullable=False),
    Column("trigger", String(32), nullable=False),
    Column("cause", Json, nullable=False),
    Column("state", String(16), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("made", Json, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_automation_run_automation", "automation_id", "id"),
    sqlite_autoincrement=True,
)

automation_step = Table(
    "automation_step",
    metadata,
    key_column(),
    Column("run_id", Integer, ForeignKey("automation_run.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("settings", Json, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("inputs", Json, nullable=False),
    Column("made", Json, nullable=False),
    Column("job_id", Integer, ForeignKey("job.id")),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Index("ix_automation_step_run", "run_id", "position"),
    sqlite_autoincrement=True,
)

# A version that an automation promoted by itself is watched for a time, and taken back if it fails.
probation = Table(
    "probation",
    metadata,
    key_column(),
    Column("automation_id", Integer, ForeignKey("automation.id"), nullable=False),
    Column("model_id", Integer, ForeignKey("model.id"), nullable=False),
    Column("version_id", Integer, ForeignKey("model_version.id"), nullable=False),
    Column("previous_id", Integer, ForeignKey("model_version.id")),
    Column("rules", Json, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_probation_model", "model_id", "id"),
    Index(
        "ix_one_open_probation",
        "model_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    sqlite_autoincrement=True,
)
