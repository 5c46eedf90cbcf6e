"""A version promoted by itself meets rows it is wrong about: monitoring's finding takes it back."""

import pytest
import sqlalchemy as sa

from tidemill.domain.automations import Guards, Mode, RollbackRule, Watched
from tidemill.domain.models import Stage
from tidemill.domain.probation import ProbationState
from tidemill.services import activity, automations, business_value, probation, registry, watching
from tidemill.store.schema import model_version


@pytest.fixture
def land(workspace, champion, drain, tmp_path, month):
    """Files land in a folder whose automation promotes by itself; `wrong` turns the labels."""
    champion("prior")
    recipe = registry.recipe_of(workspace, registry.find(workspace, "buyers").champion.id)
    with workspace.store.write() as tx:  # the first one only knows the prior, the next learns
        learns = {**recipe, "estimator": "logistic_regression"}
        tx.run(sa.update(model_version).values(recipe=learns))
    folder = tmp_path / "inbox"
    folder.mkdir()
    watching.add(workspace, folder, dataset="shop", model="buyers", mode=Mode.PROMOTE)

    def landed(number, *, wrong=False):
        path = month(number)
        if wrong:
            text = path.read_text().replace(",yes", ",?").replace(",no\n", ",yes\n")
            path.write_text(text.replace(",?", ",no"))
        target = path.rename(folder / path.name)
        watching.scan(workspace, closed=frozenset({str(target)}))
        drain()
        return registry.find(workspace, "buyers")

    return landed


def test_what_monitoring_finds_takes_a_version_back_in_the_same_moment(workspace, land):
    view = land(2)
    assert (view.champion.number, view.decisions[-1].by) == (2, "worker")
    [rule] = automations.every(workspace)
    [watch] = probation.of(workspace, rule.id)
    assert (watch.version.number, watch.previous.number) == (2, 1)
    view = land(3, wrong=True)
    assert view.champion.number == 1
    assert view.versions[1].stage is Stage.RETIRED
    back = next(d for d in view.decisions if d.kind == "rolled back")
    assert back.by == "worker"
    assert "it was" in back.note
    [watch] = probation.of(workspace, rule.id)
    assert (watch.probation.state, watch.probation.reason) == (
        ProbationState.ROLLED_BACK,
        back.note,
    )
    [entry] = activity.recent(workspace, kind="rollback").entries
    assert entry.sentence == "rolled back buyers from v2 to v1"
    assert rule.name in entry.detail["cause"]


@pytest.mark.parametrize(
    ("limit", "said"),
    [(-3.5, "under the limit of -3.5"), (None, "the version before never brought less than")],
)
def test_a_version_that_brings_less_money_goes_back(workspace, land, limit, said):
    """Only business value is watched: it holds on like rows, and falls where answers go wrong."""
    [rule] = automations.every(workspace)
    guards = Guards(rollback_on=(RollbackRule(Watched.VALUE, limit),))
    automations.change(workspace, rule.id, guards=guards)
    business_value.set_costs(workspace, "buyers", {"true:false": 10.0, "false:true": 10.0})
    assert land(2).champion.number == 2
    assert land(3).champion.number == 2
    view = land(4, wrong=True)
    assert view.champion.number == 1
    back = next(d for d in view.decisions if d.kind == "rolled back")
    assert back.by == "worker"
    assert back.note.startswith("Business value was -")
    assert said in back.note


def test_costs_that_are_set_later_judge_what_was_seen_before(workspace, land, drain):
    [rule] = automations.every(workspace)
    guards = Guards(rollback_on=(RollbackRule(Watched.VALUE, -6.0),))
    automations.change(workspace, rule.id, guards=guards)
    land(2)
    assert land(3, wrong=True).champion.number == 2, "nothing is known of money yet"
    business_value.set_costs(workspace, "buyers", {"true:false": 10.0, "false:true": 10.0})
    drain()
    assert registry.find(workspace, "buyers").champion.number == 1
