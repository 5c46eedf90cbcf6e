"""Monitoring: references a person chose, what rows are worth, rules of alerts, incidents."""

import math
import struct
from typing import Any

import sqlalchemy as sa
from alembic import op

from tidemill.store.column_types import Json, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    _chunks()
    _points()
    _worth()


def _chunks() -> None:
    """A chunk is named by its span, for one version's rows may lie in many and many in one."""
    columns = _chunk_columns()
    if op.get_bind().dialect.name == "sqlite":
        _chunks_anew(columns)
        return
    op.drop_constraint("chunk_model_id_dataset_version_id_key", "chunk")
    for column in columns:
        op.add_column("chunk", column)
    op.execute("UPDATE chunk SET span = 'version:' || dataset_version_id, changed_at = created_at")
    op.alter_column("chunk", "span", server_default=None)
    op.alter_column("chunk", "changed_at", nullable=False)
    op.create_unique_constraint(None, "chunk", ["model_id", "span"])


def _chunk_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("span", sa.String(64), nullable=False, server_default=""),
        sa.Column("changed_at", Moment()),
        sa.Column("reference", Json(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("coverage", sa.Float()),
        sa.Column("estimates", Json(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("worth", Json()),
        sa.Column("finding", Json()),
        sa.Column("figures", sa.LargeBinary()),
    )


def _chunks_anew(added: tuple[sa.Column[Any], ...]) -> None:
    """SQLite cannot drop a constraint without a name: the table is made anew, with its rows.

    The long report stands last, so that what stands before it is read without it. Alerts point
    to chunks all the while; they are checked when the change is whole.
    """
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute("CREATE TEMP TABLE chunk_before AS SELECT * FROM chunk")
    op.drop_table("chunk")
    named = {column.name: column for column in added}
    op.create_table(
        "chunk",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), nullable=False),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id"), nullable=False),
        sa.Column(
            "dataset_version_id",
            sa.Integer(),
            sa.ForeignKey("dataset_version.id"),
            nullable=False,
        ),
        sa.Column("span", sa.String(64), nullable=False),
        sa.Column("starts_at", Moment()),
        sa.Column("ends_at", Moment()),
        sa.Column("n_rows", sa.BigInteger(), nullable=False),
        sa.Column("measures", Json(), nullable=False),
        sa.Column("prediction_psi", sa.Float()),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        *(
            named[name]
            for name in ("reference", "coverage", "estimates", "worth", "finding", "figures")
        ),
        sa.Column("report", Json(), nullable=False),
        sa.UniqueConstraint("model_id", "span"),
    )
    same = "id, model_id, version_id, dataset_version_id, starts_at, ends_at, n_rows, measures, "
    same += "prediction_psi, created_at, report"
    op.execute(
        f"INSERT INTO chunk ({same}, span, changed_at) "
        f"SELECT {same}, 'version:' || dataset_version_id, created_at FROM chunk_before"
    )
    op.execute("DROP TABLE chunk_before")


def _points() -> None:
    """Of each chunk a point of a few numbers, packed by months, for boards of many models."""
    op.create_table(
        "chunk_points",
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), primary_key=True),
        sa.Column("month", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    chunk = sa.table(
        "chunk",
        *(sa.column(name) for name in ("id", "model_id", "prediction_psi")),
        *(sa.column(name, Moment()) for name in ("ends_at", "created_at")),
        *(sa.column(name, Json()) for name in ("report", "measures")),
    )
    model = sa.table("model", sa.column("id"), sa.column("metric"))
    bind = op.get_bind()
    query = sa.select(chunk, model.c.metric).join(model, model.c.id == chunk.c.model_id)
    packed: dict[tuple[int, int], bytes] = {}
    for row in bind.execute(query):
        key = row.model_id, 12 * row.created_at.year + row.created_at.month - 1
        packed[key] = packed.get(key, b"") + _point(row)
    points = sa.table("chunk_points", *(sa.column(n) for n in ("model_id", "month", "data")))
    for (model_id, month), data in packed.items():
        bind.execute(sa.insert(points).values(model_id=model_id, month=month, data=data))


def _point(row: Any) -> bytes:
    """As `domain.boards.pack_point` wrote it when this schema was made."""
    columns = row.report["columns"]
    measured = row.measures.get(row.metric, {})
    psi = max((c["psi"] for c in columns if c["psi"] is not None), default=None)
    at = round((row.ends_at or row.created_at).timestamp() * 1_000_000)
    values = [
        float(len(columns)),
        float(sum(c["drifted"] for c in columns)),
        psi,
        row.prediction_psi,
        *(measured.get(name) for name in ("value", "low", "high")),
    ]
    plain = [math.nan if v is None else v for v in [*values, None, None, None]]
    return struct.pack("<qq10d", row.id, at, *plain)


def _worth() -> None:
    op.add_column("alert", sa.Column("kind", sa.String(16)))
    for name in ("evidence", "cost", "impact"):
        op.add_column("alert", sa.Column(name, Json()))
    op.create_table(
        "model_costs",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), nullable=False),
        sa.Column("costs", Json(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("ended_at", Moment()),
        sqlite_autoincrement=True,
    )
    is_standing = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_one_standing_costs",
        "model_costs",
        ["model_id"],
        unique=True,
        sqlite_where=is_standing,
        postgresql_where=is_standing,
    )
    op.create_table(
        "kpi_file",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("is_cost", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("undone_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_kpi_file_model", "kpi_file", ["model_id", "id"])
    op.create_table(
        "kpi_day",
        sa.Column("file_id", sa.Integer(), sa.ForeignKey("kpi_file.id"), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("value", sa.Float(), nullable=False),
    )
