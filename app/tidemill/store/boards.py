"""What boards of many models read beside the points of their chunks."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.alerts import Severity
from tidemill.domain.models import Stage
from tidemill.store.schema import alert, model, model_version


def standing(connection: sa.Connection) -> list[dict[str, Any]]:
    """Every model with its champion's metric when it was validated and its open alerts."""
    is_champion = model_version.c.stage == str(Stage.CHAMPION)
    query = sa.select(
        model.c.id,
        model.c.name,
        model.c.project,
        model.c.task,
        model.c.metric,
        model_version.c.number,
        model_version.c.metrics,
    ).outerjoin(model_version, sa.and_(model_version.c.model_id == model.c.id, is_champion))
    open_alerts = (
        sa.select(alert.c.model_id, alert.c.severity, sa.func.count())
        .where(alert.c.closed_at.is_(None))
        .group_by(alert.c.model_id, alert.c.severity)
    )
    counts = {(key, severity): n for key, severity, n in connection.execute(open_alerts)}
    return [
        {
            "model_id": row.id,
            "model": row.name,
            "project": row.project,
            "task": row.task,
            "metric": row.metric,
            "version": row.number,
            "expected": (row.metrics or {}).get(row.metric),
            "n_warnings": counts.get((row.id, str(Severity.WARNING)), 0),
            "n_critical": counts.get((row.id, str(Severity.CRITICAL)), 0),
        }
        for row in connection.execute(query)
    ]
