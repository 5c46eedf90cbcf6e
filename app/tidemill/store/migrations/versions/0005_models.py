"""Models: labels on versions, promotion by two people, comments, what people say in the card;
rehearsals; deployments, what they answered and how quickly."""

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
        "model_version": (
            sa.Column("code", Json(), nullable=False, server_default=sa.text("'{}'")),
        ),
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)
    _aliases()
    _agreements()
    _comments()
    _rehearsals()
    _deployments()
    _answer_logs()
    _batch_files()
    _traffic()


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


def _rehearsals() -> None:
    op.create_table(
        "rehearsal",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id"), nullable=False),
        sa.Column("against_id", sa.Integer(), sa.ForeignKey("model_version.id"), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column("n_flips", sa.Integer(), nullable=False),
        sa.Column("blob", sa.String(32), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rehearsal_version", "rehearsal", ["version_id", "id"])
    op.create_index("ix_rehearsal_blob", "rehearsal", ["blob"])


def _deployments() -> None:
    op.create_table(
        "deployment",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("split", Json(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("state_at", Moment(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("serves_id", sa.Integer(), sa.ForeignKey("model_version.id")),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sqlite_autoincrement=True,
    )


def _answer_logs() -> None:
    op.create_table(
        "answer_log",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("deployment_id", sa.Integer(), sa.ForeignKey("deployment.id"), nullable=False),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id"), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("n_requests", sa.Integer(), nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column("n_bytes", sa.BigInteger(), nullable=False),
        sa.Column("blob", sa.String(32), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answer_log_deployment", "answer_log", ["deployment_id", "id"])
    op.create_index("ix_answer_log_last", "answer_log", ["last_at"])
    op.create_index("ix_answer_log_blob", "answer_log", ["blob"])


def _batch_files() -> None:
    op.create_table(
        "batch_file",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("deployment_id", sa.Integer(), sa.ForeignKey("deployment.id"), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("n_bytes", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.String(32)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("errors", sa.Text(), nullable=False),
        sa.Column("work", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer()),
        sa.Column("n_errors", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id")),
        sa.Column("job_id", sa.Integer()),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("read", Json(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_batch_file_deployment", "batch_file", ["deployment_id", "content"])


def _traffic() -> None:
    op.create_table(
        "traffic",
        sa.Column("deployment_id", sa.Integer(), sa.ForeignKey("deployment.id"), primary_key=True),
        sa.Column("at", Moment(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("n_refused", sa.Integer(), nullable=False),
        sa.Column("n_failed", sa.Integer(), nullable=False),
        sa.Column("peak", sa.Integer(), nullable=False),
        sa.Column("classes", Json(), nullable=False),
    )
    op.create_index("ix_traffic_at", "traffic", ["at"])
