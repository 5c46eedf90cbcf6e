"""Models: labels on versions, promotion by two people, comments, what people say in the card."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tidemill.store.column_types import Json, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    added: dict[str, tuple[sa.Column[Any], ...]] = {
        "model": (
            sa.Column(
                "is_four_eyes", sa.Boolean(), nullable=False, server_default=sa.text("false")
            ),
            sa.Column("card", Json(), nullable=False, server_default=sa.text("'{}'")),
        ),
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)
    _aliases()
    _agreements()
    _comments()


def _aliases() -> None:
    op.create_table(
        "model_alias",
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id"), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
    )
    op.create_index("ix_model_alias_version", "model_alias", ["version_id"])


def _agreements() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id"), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_at", Moment()),
        sqlite_autoincrement=True,
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_one_open_agreement",
        "agreement",
        ["version_id", "by"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mentions", Json(), nullable=False),
        sa.Column("removed_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comment_subject", "comment", ["subject", "id"])
