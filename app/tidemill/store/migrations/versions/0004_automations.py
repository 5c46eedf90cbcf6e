"""Automations with triggers, steps and guards; jobs that wait, pause and keep to limits."""

from pathlib import PurePath
from typing import Any

import sqlalchemy as sa
from alembic import op

from tidemill.store.column_types import Json, Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NO = sa.text("false")
_NOTHING = sa.text("''")
_LIST = sa.text("'[]'")
_DICT = sa.text("'{}'")


_STEPS = ("check", "retrain", "validate", "decide")


def upgrade() -> None:
    """Bring the schema forward."""
    added: dict[str, tuple[sa.Column[Any], ...]] = {
        "job": (
            sa.Column("not_before", Moment()),
            sa.Column("waits_for", Json(), nullable=False, server_default=_LIST),
            sa.Column("limits", Json(), nullable=False, server_default=_DICT),
            sa.Column("is_paused", sa.Boolean(), nullable=False, server_default=_NO),
            sa.Column("automation_run_id", sa.Integer()),
        ),
        "watch": (
            sa.Column("pattern", sa.Text(), nullable=False, server_default=_NOTHING),
            sa.Column("is_recursive", sa.Boolean(), nullable=False, server_default=_NO),
            sa.Column("order", sa.String(16), nullable=False, server_default=sa.text("'name'")),
            sa.Column("trouble", sa.Text(), nullable=False, server_default=_NOTHING),
        ),
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)
    automation = _automation()
    _runs()
    _probation()
    _from_watches(automation)
    for name in ("model", "mode"):
        op.drop_column("watch", name)


def _automation() -> sa.Table:
    made = op.create_table(
        "automation",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("dataset", sa.String(255)),
        sa.Column("model", sa.String(255)),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("triggers", Json(), nullable=False),
        sa.Column("steps", Json(), nullable=False),
        sa.Column("limits", Json(), nullable=False),
        sa.Column("guards", Json(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", sa.String(128), nullable=False),
    )
    op.create_table(
        "trigger_state",
        sa.Column("automation_id", sa.Integer(), sa.ForeignKey("automation.id"), primary_key=True),
        sa.Column("trigger", sa.String(32), primary_key=True),
        sa.Column("memory", Json(), nullable=False),
        sa.Column("next_at", Moment()),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
    )
    return made


def _runs() -> None:
    op.create_table(
        "automation_run",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("automation_id", sa.Integer(), sa.ForeignKey("automation.id"), nullable=False),
        sa.Column("trigger", sa.String(32), nullable=False),
        sa.Column("cause", Json(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("made", Json(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_automation_run_automation", "automation_run", ["automation_id", "id"])
    op.create_table(
        "automation_step",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("automation_run.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("inputs", Json(), nullable=False),
        sa.Column("made", Json(), nullable=False),
        sa.Column("job_id", sa.Integer(), sa.ForeignKey("job.id")),
        sa.Column("started_at", Moment()),
        sa.Column("ended_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_automation_step_run", "automation_step", ["run_id", "position"])


def _probation() -> None:
    op.create_table(
        "probation",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("automation_id", sa.Integer(), sa.ForeignKey("automation.id"), nullable=False),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), nullable=False),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id"), nullable=False),
        sa.Column("previous_id", sa.Integer(), sa.ForeignKey("model_version.id")),
        sa.Column("rules", Json(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_probation_model", "probation", ["model_id", "id"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_one_open_probation",
        "probation",
        ["model_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _from_watches(automation: sa.Table) -> None:
    """A watched folder that retrained a model becomes a folder and a rule that starts by it."""
    columns = "id folder dataset model mode is_on removed created_at created_by".split()
    watch = sa.table("watch", *(sa.column(name) for name in columns))
    watch.c.created_at.type = Moment()
    connection = op.get_bind()
    query = sa.select(watch).where(watch.c.model.is_not(None)).order_by(watch.c.id)
    for one in connection.execute(query).all():
        connection.execute(
            sa.insert(automation).values(
                name=f"{one.dataset}, {PurePath(one.folder).name}",
                dataset=one.dataset,
                model=one.model,
                mode=one.mode,
                triggers=[
                    {
                        "id": "files",
                        "kind": "new-data",
                        "settings": {"dataset": one.dataset, "watch": one.id, "n_files": 1},
                    }
                ],
                steps=[{"kind": kind, "settings": {}} for kind in _STEPS],
                limits={},
                guards={},
                is_on=bool(one.is_on),
                removed=bool(one.removed),
                created_at=one.created_at,
                created_by=one.created_by,
            )
        )
