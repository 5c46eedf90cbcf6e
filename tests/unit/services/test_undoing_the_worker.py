"""Undo: what the worker did by itself can be taken back too, or it is said why not."""

import pytest
import sqlalchemy as sa

from tidemill.base.errors import NeedsYou
from tidemill.domain.alerts import Severity
from tidemill.domain.automations import Mode
from tidemill.domain.models import Stage
from tidemill.domain.people import WORKER, Person, PersonRole
from tidemill.domain.watches import FileState
from tidemill.services import (
    datasets,
    ingesting,
    monitoring,
    registry,
    run_changes,
    undoing,
    watching,
)
from tidemill.services import workspace as workspaces
from tidemill.services.monitoring import alerting
from tidemill.store import chunks
from tidemill.store.schema import model_version


@pytest.fixture
def folder(workspace, shop, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    return inbox


@pytest.fixture
def land(workspace, folder, drain, month):
    """A month's file lands in the folder; returns the file's row once it was dealt with."""

    def landed(*numbers):
        places = {str((p := month(number)).rename(folder / p.name)) for number in numbers}
        watching.scan(workspace, closed=frozenset(places))
        drain()
        return [f for f in watching.arrived(workspace) if f.path in places]

    return landed


def offered(workspace):
    return [(one.by, one.words) for one in undoing.timeline(workspace)]


def test_a_version_from_a_watched_folder_is_taken_out_and_its_file_set_aside(
    workspace, folder, land, drain, clock
):
    watching.add(workspace, folder, dataset="shop")
    [file] = land(2)
    assert (file.state, datasets.find(workspace, "shop").newest.number) == (FileState.ADDED, 2)
    [change] = [one for one in undoing.timeline(workspace) if one.by == "worker"]
    assert change.words == f"added {file.name} to shop as v2"
    assert undoing.last(workspace) is None  # without a number only one's own
    workspace.close()
    workspace = workspaces.open_existing(workspace.folder, clock=clock, login="ada")
    try:
        assert undoing.undo(workspace, change.id).words == change.words
        assert datasets.find(workspace, "shop").newest.number == 1
        again = ingesting.arrived_file(workspace, file.id)
        assert again.state is FileState.SET_ASIDE
        assert again.reason == "Ada took back that it was added as v2."
        assert offered(workspace) == []
        with pytest.raises(NeedsYou, match="can't be undone"):
            undoing.undo(workspace, change.id)
        watching.scan(workspace)  # it stays set aside
        assert ingesting.arrived_file(workspace, file.id).state is FileState.SET_ASIDE
        told = {one.id: one for one in undoing.whole_timeline(workspace)}
        assert told[change.id].why_not == "It was taken back already."
    finally:
        workspace.close()


def test_a_file_taken_back_can_be_accepted_and_is_the_next_version(workspace, folder, land, drain):
    watching.add(workspace, folder, dataset="shop")
    [file] = land(2)
    undoing.undo(workspace, undoing.timeline(workspace)[0].id)
    ingesting.accept(workspace, file.id)
    drain()
    assert ingesting.arrived_file(workspace, file.id).state is FileState.ADDED
    assert [v.number for v in datasets.find(workspace, "shop").versions] == [1, 3]


def test_versions_go_one_after_the_other_and_why_one_must_wait_is_said(workspace, folder, land):
    watching.add(workspace, folder, dataset="shop")
    [first] = land(2)
    [second] = land(3)
    assert [words for _, words in offered(workspace)] == [f"added {second.name} to shop as v3"]
    older = next(
        one
        for one in undoing.whole_timeline(workspace)
        if one.words.startswith(f"added {first.name}")
    )
    assert not older.can_undo
    assert older.why_not == "It is part of v3, which was added after it."
    with pytest.raises(NeedsYou, match="part of v3"):
        undoing.undo(workspace, older.id)
    undoing.undo(workspace, undoing.timeline(workspace)[0].id)
    undoing.undo(workspace, older.id)
    assert [v.number for v in datasets.find(workspace, "shop").versions] == [1]


def test_data_that_a_model_version_stands_on_stays(workspace, folder, land, add_version):
    watching.add(workspace, folder, dataset="shop")
    land(2)
    add_version()
    assert offered(workspace) == []
    told = [one.why_not for one in undoing.whole_timeline(workspace) if one.by == "worker"]
    assert "It is needed: buyers v1 stands on it." in told


def test_a_promotion_by_itself_is_taken_back_by_a_person(workspace, champion, folder, land):
    champion("prior")
    recipe = registry.recipe_of(workspace, registry.find(workspace, "buyers").champion.id)
    with workspace.store.write() as tx:  # the first only knows the prior, the next one learns
        learns = {**recipe, "estimator": "logistic_regression"}
        tx.run(sa.update(model_version).values(recipe=learns))
    watching.add(workspace, folder, dataset="shop", model="buyers", mode=Mode.PROMOTE)
    land(2)
    assert registry.find(workspace, "buyers").champion.number == 2
    newest = undoing.timeline(workspace)[0]
    assert (newest.by, newest.words) == ("worker", "promoted buyers v2")
    undoing.undo(workspace, newest.id)
    view = registry.find(workspace, "buyers")
    assert view.champion.number == 1
    assert view.versions[1].stage is Stage.CANDIDATE
    assert ("worker", "promoted buyers v2") not in offered(workspace)


def test_an_alert_that_was_closed_is_opened_again(workspace, add_version):
    version = add_version()
    values = {"model_id": version.model_id, "rule": "drift", "severity": str(Severity.WARNING)}
    values |= {"version_id": version.id, "message": "x moved", "columns": ["x"], "value": 0.4}
    values |= {"chunk_id": None, "limit": 0.2, "data_at": None}
    with workspace.store.write() as tx:
        key = chunks.open_alert(tx, "buyers", **values)
    alerting.close_alert(workspace.acting_as(WORKER), key, reason="No column drifted.")
    [change] = undoing.timeline(workspace)
    assert (change.by, change.words) == ("worker", "closed the alert on buyers")
    undoing.undo(workspace, change.id)
    [alert] = monitoring.alerts(workspace)
    assert (alert.id, alert.closed_at, alert.closed_by) == (key, None, None)
    alerting.close_alert(workspace, key, reason="It was the season.")
    with workspace.store.write() as tx:
        chunks.open_alert(tx, "buyers", **values)
    assert undoing.last(workspace) is None  # one of its kind is open


def test_of_others_and_of_what_keeps_no_way_back_it_is_said(workspace, make_runs):
    keys = make_runs(1)
    bob = workspace.acting_as(Person("bob", "Bob", PersonRole.MEMBER))
    run_changes.pin(bob, keys)
    run_changes.star(workspace, keys)
    undoing.undo(workspace)
    told = [(one.words, one.why_not) for one in undoing.whole_timeline(workspace, limit=3)]
    assert told == [
        ("took back: starred run-0", "It took something back; make that change anew."),
        ("starred run-0", "It was taken back already."),
        ("pinned run-0", "It is bob's to take back."),
    ]
    assert [one.can_undo for one in undoing.whole_timeline(bob, limit=3)] == [False, False, True]
