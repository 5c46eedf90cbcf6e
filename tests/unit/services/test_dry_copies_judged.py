"""The copy of a dry run judges by what its model is judged by now: costs, gates of incidents."""

from datetime import timedelta

import pytest

from tidemill.base.clock import HeldClock
from tidemill.services import business_value, datasets, incident_gates, incidents, registry
from tidemill.store import business_values, model_gates, models, partial_copies
from tidemill.store.engine import create_store
from tidemill.store.partial_copies import Past

COSTS = {"true:false": 9.0, "false:true": 1.0}


@pytest.fixture
def judged(workspace, champion, take_in, month):
    """`buyers` with costs, and a gate kept of the incident that the third month made."""
    champion()
    take_in(month(2, n=400))
    take_in(month(3, n=400, shift=5.0))
    business_value.set_costs(workspace, "buyers", COSTS, unit="EUR")
    [incident] = incidents.incidents(workspace)
    return incident_gates.keep(workspace, incident.id)


@pytest.fixture
def copied(workspace, tmp_path):
    """A function that copies the past of `shop` and `buyers` with so many versions of the data."""
    stores = []

    def made(n_versions):
        view = datasets.find(workspace, "shop")
        model = registry.find(workspace, "buyers")
        kept = view.versions[:n_versions]
        past = Past(
            kept[-1].created_at + timedelta(seconds=1),
            view.dataset.id,
            [one.id for one in kept],
            model_id=model.model.id,
            model_versions=[one.id for one in model.versions],
            champion=model.champion.id,
        )
        store = create_store(tmp_path / f"copy-{n_versions}", HeldClock(past.before))
        stores.append(store)
        with workspace.store.read() as source, store.write() as tx:
            partial_copies.fill(source, tx, past, bool)
        assert store.problems() == []
        return store

    yield made
    for store in stores:
        store.close()


def _kept(store):
    with store.read() as connection:
        model = models.find(connection, "buyers")
        costs = business_values.costs(connection, model.id)
        return costs, model_gates.of_model(connection, model.id)


def test_costs_and_the_gate_of_an_incident_go_along(workspace, judged, copied):
    costs, gates = _kept(copied(2))  # the file of the incident itself is replayed
    assert dict(costs.costs.amounts) == COSTS
    assert [one.name for one in gates] == [judged.name]
    assert gates[0].settings == judged.settings


def test_gates_that_are_off_or_whose_rows_are_not_there_stay_behind(workspace, judged, copied):
    incident_gates.switch(workspace, judged.id, False)
    assert _kept(copied(2))[1] == []
    incident_gates.switch(workspace, judged.id, True)
    newest = datasets.find(workspace, "shop").newest
    rows = {"kind": "rows", "version": newest.id, "versions": [newest.id], "most": 0.5}
    asked = {"kind": "rows", "answered_by": 1, "span": "day:2026-01-01"}
    with workspace.store.write() as tx:
        for name, settings in (("of rows", rows), ("of answers", asked)):
            other = type(judged)(
                0, judged.model_id, judged.incident_id, name, settings, True, "ada"
            )
            model_gates.insert(tx, other, "buyers")
    assert [one.name for one in _kept(copied(1))[1]] == [judged.name]
    assert [one.name for one in _kept(copied(3))[1]] == [judged.name, "of rows"]
