"""What the time machine replays of a rule is what it told on the days themselves.

Random histories of a model come in look by look through the services that watch it, with random
rules in force; afterwards each rule is replayed over what is stored. Alerts have to open and
close at the same looks. Rules about the age of the data are left out: the worker tells of them
when it next looks at its clock, not at a look.
"""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.ids import new_id
from tidemill.domain.alert_rules import (
    COMPARISONS,
    AlertRule,
    Comparison,
    Unit,
    Watches,
    defaults,
)
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.models import Model
from tidemill.services import alert_replays, alert_rules
from tidemill.services import workspace as spaces
from tidemill.services.monitoring import alerting
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, datasets, models, runs

N_LOOKS, N_RULES = 70, 9
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = ("wind", "fare", "gate")
EVER = 36_500
_SCHEMA = Schema((Column("fare", Kind.NUMERIC), Column("late", Kind.BOOLEAN, Role.TARGET)))


def watched_model(workspace: Workspace) -> tuple[Model, int, DatasetVersion]:
    """A model with a champion validated at an AUC of 0.70 to 0.74."""
    auc = {"value": 0.72, "low": 0.70, "high": 0.74, "n": 2000, "level": 0.95}
    with workspace.store.write() as tx:
        now = tx.clock.now()
        dataset = datasets.insert(
            tx, Dataset(0, "flights", "default", Series.APPEND, _SCHEMA, now, "ada")
        )
        one = DatasetVersion(
            0, dataset, "flights", 1, 600, 600, new_id(), new_id(), "", 40_000, _SCHEMA,
            "/data/flights.csv", None, now, "ada", (), BEGIN, BEGIN,
        )  # fmt: skip
        version = datasets.insert_version(tx, one, profile={}, source_blob=None)
        models.insert(
            tx, Model(0, "late", "default", "binary", "late", "auc", dataset, "", now, "ada")
        )
        model = models.find(tx.connection, "late")
        assert model is not None
        run = runs.insert(
            tx, uuid=new_id(), project="default", experiment="late", name="calm-crane",
            user="ada", job_id=None, dataset_version_id=version,
        )  # fmt: skip
        key, _ = models.insert_version(
            tx, "late", model_id=model.id, stage="champion", run_pk=run,
            estimator="logistic_regression", recipe={}, dataset_version_id=version,
            validated_on_id=None, metrics={"auc": 0.72}, intervals={"auc": auc}, gates=[],
            gates_at=None, comparison={}, input_hash="", blob="", reference_blob=None, by="ada",
            cause="for a proof",
        )  # fmt: skip
    return model, key, replace(one, id=version)


def random_rule(draw: random.Random, number: int) -> AlertRule:
    """Any rule that can be, but those about the age of the data."""
    watches = draw.choice([one for one in Watches if one not in (Watches.AGE, Watches.TOGETHER)])
    comparison = draw.choice(COMPARISONS[watches])
    usual = comparison in (Comparison.OVER_USUAL, Comparison.UNDER_USUAL)
    scale = {
        Watches.METRIC: (0.6, 0.8), Watches.ESTIMATE: (0.6, 0.8), Watches.VALUE: (1700, 2050),
        Watches.VOLUME: (300, 900), Watches.MISSING: (0.0, 0.3),
    }.get(watches, (0.02, 0.4))  # fmt: skip
    limit = draw.uniform(0.6, 1.4) if usual else draw.uniform(*scale)
    return AlertRule(
        None, f"rule {number}", watches, comparison,
        None if comparison in (Comparison.DRIFTED, Comparison.WORSE) else limit,
        draw.choice([None, "late"]),
        draw.choice(COLUMNS) if watches in (Watches.COLUMN, Watches.MISSING) else "",
        draw.choice([1, 1, 2, 3]), draw.choice(list(Unit)),
        at_most_every_s=draw.choice([None, None, 5 * 86_400.0]),
    )  # fmt: skip


def take_look(
    workspace: Workspace,
    place: tuple[Model, int, DatasetVersion],
    day: int,
    rng: np.random.Generator,
) -> None:
    """What monitoring keeps of a day, told to the rules in the same transaction as it is."""
    model, version_id, version = place
    starts = BEGIN + timedelta(days=day)
    clock = workspace.clock
    assert isinstance(clock, HeldClock)
    clock.at = starts + timedelta(hours=23)
    bad = 1.0 if (day // 9) % 2 else 0.0
    columns = []
    for name in COLUMNS:
        psi = None if rng.random() < 0.08 else float(rng.gamma(2, 0.04) + bad * rng.uniform(0, 0.2))
        missing = {"current": float(rng.uniform(0, 0.3))}
        drifted = psi is not None and psi > 0.2
        columns.append({"name": name, "psi": psi, "missing": missing, "drifted": drifted})
    auc = float(rng.normal(0.72 - 0.08 * bad, 0.02))
    known = {"auc": {"value": auc, "low": auc - 0.03, "high": auc + 0.03, "n": 600}}
    worth = {"value": float(rng.normal(2000 - 150 * bad, 60)), "unit": "£"}
    with workspace.store.write() as tx:
        chunks.insert(
            tx, model.name, model_id=model.id, version_id=version_id,
            dataset_version_id=version.id, starts_at=starts, ends_at=clock.at,
            n_rows=int(rng.integers(200, 1000)), report={"columns": columns}, span=str(day),
            measures=known if rng.random() < 0.7 else {},
            estimates=known if rng.random() < 0.7 else {},
            prediction_psi=None if rng.random() < 0.1 else float(rng.gamma(2, 0.05)),
            worth=worth if rng.random() < 0.8 else None,
        )  # fmt: skip
        alerting.tell(tx, model)


@pytest.mark.rounds(40, 3)
def test_what_is_replayed_of_a_rule_is_what_it_told_on_the_days(
    tmp_path: Path, round_seed: int
) -> None:
    draw, rng = random.Random(round_seed), np.random.default_rng(round_seed)
    workspace = spaces.create(tmp_path / "ws", clock=HeldClock(BEGIN))
    try:
        place = watched_model(workspace)
        rules = [rule for rule in defaults() if rule.watches is not Watches.AGE]
        rules += [alert_rules.add(workspace, random_rule(draw, n)) for n in range(N_RULES)]
        for day in range(N_LOOKS):
            take_look(workspace, place, day, rng)
        with workspace.store.read() as connection:
            real = list(reversed(chunks.alerts(connection)))
        seen, n_told = alert_replays.history(workspace, "late"), 0
        for rule in rules:
            told = [
                (one.opened_at, one.closed_at) for one in real if one.rule == rule.alert_key("auc")
            ]
            replayed = [
                (
                    alert_replays.moment(one.opened_at),
                    None if one.closed_at is None else alert_replays.moment(one.closed_at),
                )
                for one in alert_replays.replay(seen, rule, days=EVER).replay.alerts
            ]
            assert replayed == told, rule
            n_told += len(told)
        assert n_told > N_RULES, "too few alerts to prove anything"
    finally:
        workspace.close()
