"""Histories, origins and consoles of runs, spools, saved views, the trash."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tidemill.store.column_types import Json, Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NO = sa.text("false")
_NOTHING = sa.text("''")


def upgrade() -> None:
    """Bring the schema forward."""
    _runs()
    _histories()
    op.create_table(
        "spool",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("applied", sa.BigInteger(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("page", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
    )
    op.create_index("ix_artifact_blob", "artifact", ["blob"])


def _runs() -> None:
    added: tuple[sa.Column[Any], ...] = (
        sa.Column("parent_pk", sa.Integer(), sa.ForeignKey("run.pk")),
        sa.Column("process", sa.String(32)),
        sa.Column("starred", sa.Boolean(), nullable=False, server_default=_NO),
        sa.Column("colour", sa.String(16)),
        sa.Column("note", sa.Text(), nullable=False, server_default=_NOTHING),
        sa.Column("deleted_at", Moment()),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for column in added:
        # SQLite takes the reference with the column; making the table anew would break others'.
        if is_sqlite and column.name == "parent_pk":
            op.execute("ALTER TABLE run ADD COLUMN parent_pk INTEGER REFERENCES run (pk)")
        else:
            op.add_column("run", column)
    op.create_index("ix_run_parent", "run", ["parent_pk"])
    op.create_index("ix_run_process", "run", ["process"])
    op.create_table(
        "run_origin",
        sa.Column("run_pk", sa.Integer(), sa.ForeignKey("run.pk"), primary_key=True),
        sa.Column("facts", Json(), nullable=False),
    )
    op.create_table(
        "console",
        sa.Column("run_pk", sa.Integer(), sa.ForeignKey("run.pk"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )


def _histories() -> None:
    op.create_table(
        "series",
        sa.Column("run_pk", sa.Integer(), sa.ForeignKey("run.pk"), primary_key=True),
        sa.Column("key_id", sa.Integer(), sa.ForeignKey("key.id"), primary_key=True),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("lo", sa.Float()),
        sa.Column("hi", sa.Float()),
        sa.Column("lo_step", sa.BigInteger()),
        sa.Column("hi_step", sa.BigInteger()),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.Float(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_series_key", "series", ["key_id", "run_pk", "lo", "hi"])
    op.create_table(
        "point",
        sa.Column("run_pk", sa.Integer(), sa.ForeignKey("run.pk"), primary_key=True),
        sa.Column("key_id", sa.Integer(), sa.ForeignKey("key.id"), primary_key=True),
        sa.Column("n", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("value", sa.Float()),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "history_chunk",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("run_pk", sa.Integer(), sa.ForeignKey("run.pk"), nullable=False),
        sa.Column("key_id", sa.Integer(), sa.ForeignKey("key.id"), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Float()),
        sa.Column("hi", sa.Float()),
        sa.Column("first_step", sa.BigInteger(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("steps", sa.LargeBinary(), nullable=False),
        sa.Column("times", sa.LargeBinary(), nullable=False),
        sa.Column("points", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("run_pk", "key_id", "first"),
    )
