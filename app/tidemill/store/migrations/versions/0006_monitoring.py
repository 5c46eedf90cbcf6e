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
    _alert_rules()
    _incidents()
    _notices()
    _real_falls()
    _model_gates()
    _channels()
    _counts()
    _references()
    _answers()
    _gates()


def _chunks() -> None:
    """A chunk is named by its span, for one version's rows may lie in many and many in one."""
    columns = _chunk_columns()
    if op.get_bind().dialect.name == "sqlite":
        _chunks_anew(columns)
        return
    op.drop_constraint("chunk_model_id_dataset_version_id_key", "chunk")
    for column in columns:
        op.add_column("chunk", column)
    op.execute("UPDATE chunk SET span = 'version:' || dataset_version_id")
    op.execute("UPDATE chunk SET changed_at = created_at, news = id")
    op.alter_column("chunk", "span", server_default=None)
    op.alter_column("chunk", "changed_at", nullable=False)
    op.alter_column("chunk", "dataset_version_id", nullable=True)
    op.create_unique_constraint(None, "chunk", ["model_id", "span"])


def _chunk_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("span", sa.String(64), nullable=False, server_default=""),
        sa.Column("changed_at", Moment()),
        sa.Column("news", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
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
        sa.Column("dataset_version_id", sa.Integer(), sa.ForeignKey("dataset_version.id")),
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
            for name in (
                "news",
                "reference",
                "coverage",
                "estimates",
                "worth",
                "finding",
                "figures",
            )
        ),
        sa.Column("report", Json(), nullable=False),
        sa.UniqueConstraint("model_id", "span"),
    )
    same = "id, model_id, version_id, dataset_version_id, starts_at, ends_at, n_rows, measures, "
    same += "prediction_psi, created_at, report"
    op.execute(
        f"INSERT INTO chunk ({same}, span, changed_at, news) "
        f"SELECT {same}, 'version:' || dataset_version_id, created_at, id FROM chunk_before"
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


def _alert_rules() -> None:
    op.create_table(
        "alert_rule",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id")),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False, server_default=sa.text("true")),
        sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
    )


def _incidents() -> None:
    """Incidents; an open alert of an earlier program becomes one of its own model."""
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), nullable=False),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id"), nullable=False),
        sa.Column("chunk_id", sa.Integer(), sa.ForeignKey("chunk.id")),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("since", Moment()),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment()),
        sa.Column("closed_by", sa.String(128)),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("snoozed_until", Moment()),
        sa.Column("facts", Json(), nullable=False),
    )
    op.create_index("ix_incident_model", "incident", ["model_id", "id"])
    op.create_table(
        "incident_alert",
        sa.Column(
            "alert_id",
            sa.Integer(),
            sa.ForeignKey("alert.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id"), nullable=False),
    )
    op.create_index("ix_incident_alert_incident", "incident_alert", ["incident_id"])
    _of_open_alerts()


def _of_open_alerts() -> None:
    names = ("id", "model_id", "version_id", "chunk_id", "severity", "message", "data_at")
    alert = sa.table("alert", *(sa.column(n) for n in (*names, "opened_at", "closed_at")))
    query = sa.select(alert).where(alert.c.closed_at.is_(None)).order_by(alert.c.id)
    connection = op.get_bind()
    made: dict[int, int] = {}
    incident = sa.table(
        "incident",
        *(sa.column(n) for n in ("id", "model_id", "version_id", "chunk_id", "title", "sentence")),
        *(sa.column(n) for n in ("severity", "since", "opened_at", "outcome", "owner", "facts")),
    )
    link = sa.table("incident_alert", sa.column("alert_id"), sa.column("incident_id"))
    for row in connection.execute(query).all():
        if row.model_id not in made:
            made[row.model_id] = number = len(made) + 1
            values = {
                "id": number,
                "model_id": row.model_id,
                "version_id": row.version_id,
                "chunk_id": row.chunk_id,
                "title": row.message.partition(". ")[0].rstrip("."),
                "sentence": row.message,
                "severity": row.severity,
                "since": row.data_at,
                "opened_at": row.opened_at,
                "outcome": "",
                "owner": "",
                "facts": "{}",
            }
            connection.execute(sa.insert(incident).values(values))
        values = {"alert_id": row.id, "incident_id": made[row.model_id]}
        connection.execute(sa.insert(link).values(values))
    if connection.dialect.name == "postgresql" and made:
        connection.execute(
            sa.text("SELECT setval(pg_get_serial_sequence('incident', 'id'), :last)"),
            {"last": len(made)},
        )


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tells", Json(), nullable=False),
    )


def _real_falls() -> None:
    op.create_table(
        "real_fall",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("is_fall", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
    )


def _model_gates() -> None:
    op.create_table(
        "model_gate",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), nullable=False),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False, server_default=sa.text("true")),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
    )
    op.create_index("ix_model_gate_model", "model_gate", ["model_id", "id"])


def _channels() -> None:
    op.create_table(
        "channel",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("least", sa.String(16), nullable=False),
        sa.Column("for_whom", sa.String(128), nullable=False),
        sa.Column("quiet", Json(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False, server_default=sa.text("true")),
        sa.Column("computer", sa.String(255), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("notice_id", sa.Integer(), sa.ForeignKey("notice.id")),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), sa.ForeignKey("channel.id"), nullable=False),
        sa.Column("person", sa.String(128), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.UniqueConstraint("notice_id", "channel_id", "person", "round"),
    )
    op.create_index("ix_delivery_state", "delivery", ["state", "due_at"])
    op.create_table(
        "seen_notice",
        sa.Column("person", sa.String(128), primary_key=True),
        sa.Column("key", sa.String(128), primary_key=True),
        sa.Column("at", Moment(), nullable=False),
    )


def _counts() -> None:
    """What was counted of a version's rows in a chunk."""
    version = sa.ForeignKey("dataset_version.id")
    op.create_table(
        "chunk_part",
        sa.Column(
            "chunk_id",
            sa.Integer(),
            sa.ForeignKey("chunk.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column(
            "dataset_version_id", sa.Integer(), version, primary_key=True, autoincrement=False
        ),
        sa.Column("n_rows", sa.BigInteger(), nullable=False),
        sa.Column("counts_blob", sa.String(32)),
        sa.Column("came_at", Moment()),
    )
    op.create_index("ix_chunk_part_counts", "chunk_part", ["counts_blob"])
    columns = "chunk_id, dataset_version_id, n_rows, came_at"
    same = "id, dataset_version_id, n_rows, created_at"
    op.execute(f"INSERT INTO chunk_part ({columns}) SELECT {same} FROM chunk")


def _references() -> None:
    """What a model's rows are compared with."""
    op.create_table(
        "monitor_reference",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("model_id", sa.Integer(), sa.ForeignKey("model.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("first", sa.Integer()),
        sa.Column("last", sa.Integer()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("undone_at", Moment()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_monitor_reference_model", "monitor_reference", ["model_id"])


def _answers() -> None:
    """Rows that only a service or a batch folder saw are looked at too."""
    op.add_column("answer_log", sa.Column("looked_at", Moment()))
    op.create_table(
        "chunk_answers",
        sa.Column(
            "chunk_id",
            sa.Integer(),
            sa.ForeignKey("chunk.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column(
            "deployment_id",
            sa.Integer(),
            sa.ForeignKey("deployment.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("n_rows", sa.BigInteger(), nullable=False),
        sa.Column("n_seen", sa.BigInteger(), nullable=False),
        sa.Column("counts_blob", sa.String(32)),
        sa.Column("came_at", Moment(), nullable=False),
    )
    op.create_index("ix_chunk_answers_counts", "chunk_answers", ["counts_blob"])


def _gates() -> None:
    """What people wrote down for gates, and each time gates ran."""
    op.create_table(
        "rulebook",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("model", sa.String(128), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("value", Json(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("ended_at", Moment()),
        sqlite_autoincrement=True,
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_one_standing_in_rulebook",
        "rulebook",
        ["kind", "model", "name"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "gate_run",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("model_version.id"), nullable=False),
        sa.Column("gate_set", sa.String(128), nullable=False),
        sa.Column("against", sa.String(64), nullable=False),
        sa.Column("judged_on", sa.String(255), nullable=False),
        sa.Column("gates", Json(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
    )
    op.create_index("ix_gate_run_version", "gate_run", ["version_id", "id"])
