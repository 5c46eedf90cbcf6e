"""Training to its end, and notices of every kind."""

import sqlalchemy as sa
from alembic import op

from tidemill.store.column_types import Json, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new, part by part."""
    _notices()
    _experiments()


def _notices() -> None:
    """People are told of more than incidents; what a channel tells of is chosen by kind."""
    op.add_column("channel", sa.Column("kinds", Json()))
    if op.get_bind().dialect.name == "sqlite":
        _notices_anew()
        return
    op.alter_column("notice", "incident_id", nullable=True)
    for column in _notice_columns():
        op.add_column("notice", column)
    op.create_unique_constraint(None, "notice", ["key"])


def _notice_columns() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("kind", sa.String(16), nullable=False, server_default="incident"),
        sa.Column("key", sa.String(128)),
        sa.Column("address", sa.Text(), nullable=False, server_default=""),
    )


def _notices_anew() -> None:
    """SQLite cannot let a column be empty that could not be: the table is made anew, with its rows.

    Deliveries point to notices all the while; they are checked when the change is whole.
    """
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute("CREATE TEMP TABLE notice_before AS SELECT * FROM notice")
    op.drop_table("notice")
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id")),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tells", Json(), nullable=False),
        *_notice_columns(),
        sa.UniqueConstraint("key"),
    )
    same = "id, at, due_at, event, incident_id, severity, title, words, tells"
    op.execute(f"INSERT INTO notice ({same}) SELECT {same} FROM notice_before")
    op.execute("DROP TABLE notice_before")


def _experiments() -> None:
    """What MLflow's interface knows beside the runs: experiments by number, datasets read."""
    op.create_table(
        "experiment",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("project", sa.String(255), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment()),
        sa.Column("tags", Json(), nullable=False),
        sa.UniqueConstraint("project", "name"),
    )
    op.create_table(
        "run_input",
        sa.Column("run_pk", sa.Integer(), sa.ForeignKey("run.pk"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("source_type", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("schema", sa.Text()),
        sa.Column("profile", sa.Text()),
        sa.Column("tags", Json(), nullable=False),
    )
