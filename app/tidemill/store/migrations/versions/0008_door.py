"""Models that scripts log and register."""

import sqlalchemy as sa
from alembic import op

from tidemill.store.column_types import Json, Long, Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new, part by part."""
    _logged_models()
    _registered_models()


def _logged_models() -> None:
    """Models that scripts log: what they are, their files, what was measured of them."""
    op.create_table(
        "logged_model",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("uuid", sa.String(34), nullable=False, unique=True),
        sa.Column("experiment_id", sa.Integer(), sa.ForeignKey("experiment.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("model_type", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("run_uuid", sa.String(36)),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment()),
        sa.Column("params", Json(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
    )
    op.create_index("ix_logged_model_experiment", "logged_model", ["experiment_id", "id"])
    op.create_index("ix_logged_model_run", "logged_model", ["run_uuid"])
    op.create_table(
        "logged_file",
        _of_logged_model(),
        sa.Column("path", sa.String(512), primary_key=True),
        sa.Column("blob", sa.String(32), nullable=False),
        sa.Column("n_bytes", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_logged_file_blob", "logged_file", ["blob"])
    op.create_table(
        "logged_metric",
        _of_logged_model(),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Float()),
        sa.Column("step", Long, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("run_uuid", sa.String(36), nullable=False),
        sa.Column("dataset_name", sa.Text()),
        sa.Column("dataset_digest", sa.Text()),
    )
    op.create_table(
        "run_output",
        sa.Column("run_pk", sa.Integer(), sa.ForeignKey("run.pk"), primary_key=True),
        _of_logged_model(),
        sa.Column("step", Long, nullable=False),
    )
    op.create_index("ix_run_output_model", "run_output", ["logged_model_id"])


def _of_logged_model() -> sa.Column[int]:
    return sa.Column(
        "logged_model_id", sa.Integer(), sa.ForeignKey("logged_model.id"), primary_key=True
    )


def _registered_models() -> None:
    """Names that scripts register models under, with their versions and aliases."""
    op.create_table(
        "registered_model",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("project", sa.String(255), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("deleted_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_one_registered_name",
        "registered_model",
        ["name"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "registered_version",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column(
            "registered_id", sa.Integer(), sa.ForeignKey("registered_model.id"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id")),
        sa.Column("logged_model_id", sa.Integer(), sa.ForeignKey("logged_model.id")),
        sa.Column("run_uuid", sa.String(36)),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("run_link", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("deleted_at", Moment()),
        sa.UniqueConstraint("registered_id", "number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_registered_version_of", "registered_version", ["version_id"])
    op.create_index("ix_registered_version_run", "registered_version", ["run_uuid"])
    op.create_table(
        "registered_alias",
        sa.Column(
            "registered_id", sa.Integer(), sa.ForeignKey("registered_model.id"), primary_key=True
        ),
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
    )
