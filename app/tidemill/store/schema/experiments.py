"""Tables of what MLflow's interface knows and runs alone don't tell: experiments, runs' inputs."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from tidemill.store.column_types import Json, Moment
from tidemill.store.schema.basis import key_column, metadata

# An experiment that was made, or looked at, through MLflow's interface; runs name theirs.
experiment = Table(
    "experiment",
    metadata,
    key_column(),
    Column("project", String(255), nullable=False),
    Column("name", String(255), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("deleted_at", Moment),
    Column("tags", Json, nullable=False),
    UniqueConstraint("project", "name"),
)

# A dataset that a script said its run read, numbered as they came.
run_input = Table(
    "run_input",
    metadata,
    Column("run_pk", Integer, ForeignKey("run.pk"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("source_type", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("schema", Text),
    Column("profile", Text),
    Column("tags", Json, nullable=False),
)
