"""Versions in chunks, check rules, steps of preparation, labels, the trash of datasets."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tidemill.store.column_types import Json, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NO = sa.text("false")
_NOTHING = sa.text("''")
_LIST = sa.text("'[]'")
_DICT = sa.text("'{}'")


def upgrade() -> None:
    """Bring the schema forward."""
    added: dict[str, tuple[sa.Column[Any], ...]] = {
        "dataset": (
            sa.Column("about", sa.Text(), nullable=False, server_default=_NOTHING),
            sa.Column("deleted_at", Moment()),
        ),
        "dataset_version": (
            sa.Column("is_chunked", sa.Boolean(), nullable=False, server_default=_NO),
            sa.Column("is_base", sa.Boolean(), nullable=False, server_default=_NO),
            sa.Column("raw_blob", sa.String(32)),
            sa.Column("steps", Json(), nullable=False, server_default=_LIST),
            sa.Column("origin", Json(), nullable=False, server_default=_DICT),
            sa.Column("summary_blob", sa.String(32)),
            sa.Column("deleted_at", Moment()),
        ),
        "file": (
            sa.Column("origin", Json(), nullable=False, server_default=_DICT),
            sa.Column("read", Json(), nullable=False, server_default=_DICT),
            sa.Column("question", Json()),
            sa.Column("opened", sa.Integer(), nullable=False, server_default=sa.text("0")),
        ),
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "version_part",
        sa.Column(
            "version_id", sa.Integer(), sa.ForeignKey("dataset_version.id"), primary_key=True
        ),
        sa.Column("blob", sa.String(32), primary_key=True),
    )
    op.create_index("ix_version_part_blob", "version_part", ["blob"])
    _rules()
    _steps_and_labels()


def _rules() -> None:
    op.create_table(
        "rule",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("dataset.id"), nullable=False),
        sa.Column("check", sa.String(64), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=_NOTHING),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False, server_default=_NO),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_dataset", "rule", ["dataset_id"])


def _steps_and_labels() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("dataset.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("blob", sa.String(64)),
        sa.Column("undone_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_step_dataset", "step", ["dataset_id"])
    op.create_table(
        "label_entry",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("dataset.id"), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("key_column", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("batch", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("undone_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_label_entry_dataset", "label_entry", ["dataset_id", "id"])
