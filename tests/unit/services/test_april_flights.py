"""The bundled flights: in April the relation moves, which no method without labels can see."""

from pathlib import Path

import duckdb

from tidemill.base.resources import resource
from tidemill.domain.alert_rules import RELATION
from tidemill.domain.columns import Role
from tidemill.services import (
    incidents,
    ingesting,
    model_labels,
    monitoring,
    promotion,
    registering,
    training_runs,
    watching,
)


def _written(path: Path, what: str, months: str) -> Path:
    flights = resource("sample/flights/flights.parquet")
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select {what} from '{flights}' where month(scheduled_departure) in ({months}) "
            f"order by id) to '{path}' (header)"
        )
    return path


def test_april_is_estimated_without_alarm_and_called_out_as_soon_as_its_labels_come(
    workspace, drain, tmp_path
):
    first = _written(tmp_path / "winter.csv", "*", "1, 2, 3")
    ingesting.add(
        workspace,
        [first],
        dataset="flights",
        target="late",
        time="scheduled_departure",
        roles={"id": Role.IDENTIFIER},
    )
    drain()
    job = training_runs.train(workspace, "flights", estimators=("hist_gradient_boosting",))
    drain()
    registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="flights-late")
    drain()
    promotion.promote(workspace, "flights-late@1", anyway=True, reason="so that one serves")
    april = _written(tmp_path / "april.csv", "* replace (null as late)", "4")
    ingesting.add(workspace, [april], dataset="flights", target="late")
    drain()
    arrived = watching.arrived(workspace)[0]
    if str(arrived.state) == "set-aside":
        ingesting.accept(workspace, arrived.id)
        drain()

    [chunk] = monitoring.show(workspace, "flights-late").chunks
    then = monitoring.show(workspace, "flights-late").model.versions[0].metrics["auc"]
    auc = chunk.estimates["auc"]
    assert (chunk.coverage, chunk.measures) == (0.0, {})
    assert auc["low"] <= then <= auc["high"]
    told = {a.rule for a in monitoring.alerts(workspace, only_open=True)}
    assert not [rule for rule in told if rule.startswith((RELATION, "performance", "estimate"))]

    truth = _written(tmp_path / "truth.csv", "id, late", "4")
    assert model_labels.from_file(workspace, "flights-late", truth, key_column="id").taken == 5_000
    drain()
    [chunk] = monitoring.show(workspace, "flights-late").chunks
    assert chunk.coverage == 1.0
    assert chunk.measures["log_loss"]["value"] > chunk.estimates["log_loss"]["high"]
    alert = next(a for a in monitoring.alerts(workspace, only_open=True) if a.rule == RELATION)
    assert "has moved since flights-late v1 was validated" in alert.message
    assert "not trusted any more" in alert.message
    [incident] = [i for i in incidents.incidents(workspace, only_open=True) if alert in i.alerts]
    assert RELATION in {a.rule for a in incident.alerts}
    assert len(incidents.incidents(workspace, only_open=True)) == 1
