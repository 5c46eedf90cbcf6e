"""What a look's rows are worth, beside what the reference period gave."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import numpy as np

from tidemill.domain import business_value as money
from tidemill.domain.business_value import Amount, Array, Costs, Kpi, Worth
from tidemill.domain.estimates.estimator import Estimate
from tidemill.domain.models import ModelVersion
from tidemill.services import business_value
from tidemill.services.business_value import BusinessValue
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, datasets
from tidemill.store.engine import Transaction

Estimated = Callable[[Costs], Estimate]
"""Says what an answer probably costs on rows without labels."""

LEAST_DAYS = 7
"""So many days of a figure in the training data's time make a reference."""

DAYS_BEFORE = 28
"""Else so many days before the rows do."""


def of_look(
    workspace: Workspace,
    champion: ModelVersion,
    said: Predictions,
    *,
    n_rows: int,
    starts_at: datetime | None,
    ends_at: datetime | None,
    estimated: Estimated | None = None,
) -> dict[str, Any] | None:
    """What the rows of a look are worth, as it is kept with the chunk."""
    value = business_value.of_model(workspace, champion.model)
    found = of_rows(
        workspace,
        value,
        champion,
        said,
        n_rows=n_rows,
        starts_at=starts_at,
        ends_at=ends_at,
        estimated=estimated,
    )
    return None if found is None else found.to_dict()


def tell(
    tx: Transaction,
    model_id: int,
    chunk_id: int,
    worth: Mapping[str, Any] | None,
    finding: Mapping[str, Any] | None,
) -> None:
    """Put beside the alerts over a chunk what they cost, what kind they are, and why."""
    told = dict.fromkeys(("kind", "evidence", "impact")) if finding is None else dict(finding)
    for alert in chunks.alerts(tx.connection, model_id=model_id, only_open=True):
        if alert.chunk_id == chunk_id:
            chunks.update_alert(tx, alert.id, cost=cost_of(worth), **told)


def of_rows(
    workspace: Workspace,
    value: BusinessValue,
    champion: ModelVersion,
    said: Predictions | None,
    *,
    n_rows: int,
    starts_at: datetime | None,
    ends_at: datetime | None,
    estimated: Estimated | None = None,
) -> Worth | None:
    """What rows brought that a champion answered; None where nothing is known of it.

    Days of a figure come first, as they are what was earned; else what the answers cost, on the
    rows that have labels; where none has, what they probably cost, if `estimated` can tell.
    """
    if value.kpi is not None and starts_at is not None and ends_at is not None:
        before, against = _days_before(workspace, value.kpi, champion, starts_at)
        found = money.of_kpi(value.kpi, starts_at, ends_at, before, against)
        if found is not None:
            return found
    if value.costs is None or said is None:
        return None
    costs = value.costs.costs
    held = business_value.held_out(workspace, champion)
    then = None if held is None else costs_of_rows(costs, held)
    against = (
        "" if then is None else f"the {len(then):,} rows that v{champion.number} was judged on"
    )
    days = money.days_between(starts_at, ends_at)
    if said.known.any():
        now = costs_of_rows(costs, said)
        return money.of_costs(
            now, costs.unit, n_rows=n_rows, days=days, before=then, against=against
        )
    guess = None if estimated is None else estimated(costs)
    if guess is None or guess.value is None or guess.low is None or guess.high is None:
        return None
    cost = Amount(guess.value, guess.low, guess.high)
    return money.of_estimate(
        cost, costs.unit, n_rows=n_rows, days=days, before=then, against=against
    )


def costs_of_rows(costs: Costs, said: Predictions) -> Array:
    """What the answers to the rows with labels cost, decided as the model decides; shape (rows with
    labels,)."""
    truth, values = said.judged()
    return costs.of_answers(said.task, said.levels, truth, values, said.own)


def _days_before(
    workspace: Workspace, kpi: Kpi, champion: ModelVersion, starts_at: datetime
) -> tuple[Array, str]:
    """Values of the days of the champion's training data, else of those before the rows."""
    first = starts_at.date().isoformat()
    with workspace.store.read() as connection:
        learned_on = datasets.version_of_id(connection, champion.dataset_version_id)
    if learned_on is not None and learned_on.starts_at and learned_on.ends_at:
        low, high = (m.date().isoformat() for m in (learned_on.starts_at, learned_on.ends_at))
        values = kpi.between(low, high) if high < first else np.empty(0)
        if len(values) >= LEAST_DAYS:
            return values, f"the {len(values):,} days that v{champion.number} learned from"
    earlier = [v for day, v in zip(kpi.days, kpi.values, strict=True) if day < first]
    values = np.array(earlier[-DAYS_BEFORE:])
    return values, f"the {len(values):,} days before"


def cost_of(worth: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What an alert says of money: the difference to the reference; None where it is not known."""
    if worth is None or worth["change"] is None:
        return None
    told = {name: worth[name] for name in ("unit", "per", "source", "against", "is_estimated")}
    return {**worth["change"], **told}
