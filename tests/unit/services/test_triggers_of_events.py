"""Triggers by what happens to models and jobs, and those that can't work."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from started_runs import causes_of, look, state_of

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou
from tidemill.catalog.discovery import family
from tidemill.domain.automations import Automation, Trigger
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import ModelVersion
from tidemill.jobs import queue
from tidemill.services import automation_runs, automations, promotion, red_pause, triggering
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import chunks

DAY_S = 86_400.0


def _chunk(workspace: Workspace, version: ModelVersion, psi: float, number: int) -> int:
    report = {
        "columns": [{"name": "x", "psi": psi, "missing": {"reference": 0.0, "current": 0.1}}],
        "drifted_columns": int(psi > 0.2),
        "share_drifted": 1.0,
    }
    with workspace.store.write() as tx:
        return chunks.insert(
            tx,
            version.model,
            model_id=version.model_id,
            version_id=version.id,
            dataset_version_id=number,
            starts_at=None,
            ends_at=None,
            n_rows=100,
            report=report,
            measures={"auc": {"value": 1 - psi, "low": 0.1, "high": 0.9, "n": 100}},
            prediction_psi=psi / 2,
            worth={"value": -100 * psi, "row": {"value": -psi}},
        )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"limit": 0.3}, "Drift (PSI) of buyers was 0.5 on shop v2, over 0.3"),
        ({"limit": 0.3, "column": "x"}, "Drift (PSI) of x of buyers was 0.5 on shop v2, over 0.3"),
        ({"what": "error", "limit": 0.6}, "auc of buyers was 0.5 on shop v2, under 0.6"),
        (
            {"what": "value", "figure": "prediction_psi", "limit": 0.2},
            "Drift (PSI) of the predictions of buyers was 0.25 on shop v2, over 0.2",
        ),
        (
            {"what": "value", "figure": "business_value", "side": "under", "limit": -40},
            "Business value a day of buyers was -50 on shop v2, under -40",
        ),
        (
            {"what": "value", "figure": "business_value_row", "side": "under", "limit": -0.4},
            "Business value a row of buyers was -0.5 on shop v2, under -0.4",
        ),
    ],
)
def test_a_figure_of_monitoring_over_its_limit_starts_with_its_reading(
    workspace: Workspace,
    shop: str,
    add: Callable[..., Automation],
    add_version: Callable[..., ModelVersion],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
    settings: dict[str, Any],
    said: str,
) -> None:
    version = add_version()
    take_in(month(2))
    made = add(Trigger("over", "limit", {"model": "buyers", **settings}))
    _chunk(workspace, version, 0.1, 1)
    assert look(workspace) == []
    key = _chunk(workspace, version, 0.5, 2)
    assert len(look(workspace)) == 1
    assert look(workspace) == []
    assert causes_of(workspace, made) == [said]
    assert automation_runs.of(workspace, made.id)[0].run.cause.refs["chunk"] == key


def test_an_alert_that_opens_starts_and_is_named_and_one_that_closed_counts_no_more(
    workspace: Workspace,
    clock: HeldClock,
    shop: str,
    add: Callable[..., Automation],
    add_version: Callable[..., ModelVersion],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> None:
    version = add_version()
    take_in(month(2))
    made = add(Trigger("alert", "limit", {"model": "buyers", "what": "alert"}))
    key = _chunk(workspace, version, 0.5, 1)
    with workspace.store.write() as tx:
        alert = chunks.open_alert(
            tx,
            "buyers",
            model_id=version.model_id,
            version_id=version.id,
            chunk_id=key,
            rule="drift",
            severity="warning",
            message="x moved away.",
            columns=["x"],
            value=0.5,
            limit=0.2,
            data_at=None,
        )
    look(workspace)
    run = automation_runs.of(workspace, made.id)[0].run
    assert run.cause.sentence == "An alert is open on buyers: x moved away"
    assert run.cause.refs["alert"] == alert
    with workspace.store.write() as tx:
        chunks.update_alert(tx, alert, closed_at=tx.clock.now())
    clock.advance(60)
    _chunk(workspace, version, 0.1, 2)
    assert look(workspace) == []
    state = state_of(workspace, made, "alert")
    assert state.said == "What monitoring sees of buyers is within its limit."


def test_a_decision_over_a_model_starts_and_is_named(
    workspace: Workspace,
    shop: str,
    add: Callable[..., Automation],
    add_version: Callable[..., ModelVersion],
) -> None:
    add_version()
    made = add(Trigger("champion", "registry-event", {"model": "buyers"}))
    assert look(workspace) == []
    promotion.promote(workspace, "buyers@1")
    assert len(look(workspace)) == 1
    assert causes_of(workspace, made) == ["buyers v1 was promoted by ada"]
    assert look(workspace) == []


def test_a_job_that_was_open_before_the_look_is_news_when_it_ends(
    workspace: Workspace, clock: HeldClock, add: Callable[..., Automation]
) -> None:
    made = add(Trigger("after", "job-ended", {"of": "dataset.compare", "how": "badly"}))
    with workspace.store.write() as tx:
        queue.enqueue(tx, JobRequest("dataset.compare", asked_by="ada"))
    assert look(workspace) == []
    claimed = queue.claim(workspace.store, "w")
    assert claimed is not None
    assert look(workspace) == []
    clock.at -= timedelta(days=1)  # what a clock says of its end does not matter
    begun = queue.begin(workspace.store, claimed.id, claimed.attempts)
    assert begun is not None
    queue.fail(workspace.store, kinds(), workspace, begun, NeedsYou("It was broken.", ""))
    assert len(look(workspace)) == 1
    assert causes_of(workspace, made) == [
        f"Job {claimed.id} (dataset.compare) ended badly: It was broken"
    ]
    assert look(workspace) == []


def test_the_end_of_another_automation_starts_and_two_do_not_start_each_other_for_ever(
    workspace: Workspace, clock: HeldClock, add: Callable[..., Automation]
) -> None:
    first = add(Trigger("hand", "by-hand"), name="First")
    second = add(Trigger("after", "job-ended", {"of": f"automation:{first.id}"}), name="Second")
    back = Trigger("back", "job-ended", {"of": f"automation:{second.id}"})
    automations.change(workspace, first.id, triggers=(back,))
    triggering.start_by_hand(workspace, first.id)
    for _ in range(5):
        clock.advance(5)
        look(workspace)
    assert causes_of(workspace, second) == ["First ended well"]
    assert len(causes_of(workspace, first)) == 1
    assert state_of(workspace, first, "back").said.startswith("It would start itself")


def _night_comes(workspace: Workspace, _: ModelVersion) -> None:
    workspace.clock.advance(DAY_S)  # type: ignore[attr-defined]


def _drifts(workspace: Workspace, version: ModelVersion) -> None:
    _chunk(workspace, version, 0.5, 1)


def _is_promoted(workspace: Workspace, version: ModelVersion) -> None:
    promotion.promote(workspace, f"{version.model}@{version.number}")


def _a_job_ends(workspace: Workspace, _: ModelVersion) -> None:
    with workspace.store.write() as tx:
        queue.enqueue(tx, JobRequest("dataset.compare", asked_by="ada"))
    claimed = queue.claim(workspace.store, "w")
    assert claimed is not None
    queue.fail(workspace.store, kinds(), workspace, claimed, NeedsYou("It was broken.", ""))


Happening = Callable[[Workspace, ModelVersion], None]
HAPPENINGS: dict[str, tuple[dict[str, Any], Happening]] = {
    "schedule": ({"when": "every night at 02:00", "zone": "UTC"}, _night_comes),
    "limit": ({"model": "buyers", "limit": 0.3}, _drifts),
    "registry-event": ({"model": "buyers"}, _is_promoted),
    "job-ended": ({"of": "dataset.compare", "how": "badly"}, _a_job_ends),
}


def test_every_kind_of_trigger_is_tried_under_the_red_pause() -> None:
    """New data come by a way of their own, tried with the other triggers of data."""
    assert {*HAPPENINGS, "by-hand", "new-data"} == set(family("triggers"))


@pytest.mark.parametrize("kind", HAPPENINGS)
def test_the_red_pause_holds_a_start_back_until_a_person_lets_go(
    workspace: Workspace,
    add: Callable[..., Automation],
    add_version: Callable[..., ModelVersion],
    kind: str,
) -> None:
    settings, happens = HAPPENINGS[kind]
    version = add_version()
    made = add(Trigger("it", kind, settings))
    red_pause.pause_all(workspace, "the data are odd")
    happens(workspace, version)
    assert look(workspace) == []
    said = state_of(workspace, made, "it").said
    assert said == "Held back: ada paused everything automatic."
    red_pause.resume_all(workspace)
    assert len(look(workspace)) == 1
    assert look(workspace) == []


@pytest.mark.parametrize(
    ("trigger", "part"),
    [
        (Trigger("t", "no-such", {}), "There is no trigger no-such"),
        (Trigger("t", "new-data", {}), "needs a dataset"),
        (Trigger("t", "schedule", {"when": "sometimes"}), "not a time that Tidemill can read"),
        (Trigger("t", "schedule", {"when": "daily at 5", "zone": "X/Y"}), "no time zone X/Y"),
        (Trigger("t", "limit", {"model": "nobody"}), "There is no model nobody"),
        (Trigger("t", "limit", {"what": "drift"}), "needs a model"),
        (Trigger("t", "job-ended", {"of": "model.dance"}), "no kind of job model.dance"),
        (Trigger("t", "job-ended", {"of": "automation:9"}), "There is no automation 9"),
        (Trigger("t", "by-hand", {"colour": "red"}), "no setting colour"),
    ],
)
def test_a_trigger_that_can_not_work_is_refused_with_the_reason(
    workspace: Workspace, add: Callable[..., Automation], trigger: Trigger, part: str
) -> None:
    with pytest.raises(NeedsYou) as told:
        add(trigger)
    assert part in told.value.message
