"""Chains of causes, read from what came of them up to the source and back down."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Automation, Trigger
from tidemill.domain.causes import Chain, Ref
from tidemill.domain.jobs import Job
from tidemill.domain.models import ModelVersion
from tidemill.services import automation_runs, automations, causes, promotion, triggering
from tidemill.services.trigger_look import Look
from tidemill.services.workspace import Workspace
from tidemill.store import chunks


@pytest.fixture
def started_by_file(
    workspace: Workspace,
    shop: str,
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> Automation:
    made = automations.add(
        workspace, "Look at it", [Trigger("files", "new-data", {"dataset": shop})]
    )
    take_in(month(2))
    return made


def _kinds(chain: Chain) -> list[str]:
    return [link.ref.kind for link in chain.because]


def test_a_run_goes_back_to_the_file_and_to_who_gave_it(
    workspace: Workspace, started_by_file: Automation
) -> None:
    run = automation_runs.of(workspace, started_by_file.id)[0].run
    chain = causes.why(workspace, f"run:{run.id}")
    assert chain.subject.sentence == "Look at it started because shop_2024-02.csv was added"
    assert _kinds(chain) == ["file", "person"]
    assert chain.because[0].sentence == "shop_2024-02.csv was given by ada"


def test_a_file_tells_what_it_set_off(workspace: Workspace, started_by_file: Automation) -> None:
    chain = causes.why(workspace, "file:2")
    told = [(link.ref.kind, link.depth) for link in chain.set_off]
    assert told == [("dataset_version", 1), ("automation_run", 2), ("job", 1)]
    assert causes.why(workspace, "shop@2").because[0].ref == Ref("file", 2)
    assert causes.why(workspace, "shop").subject.address == "shop@2"


def test_a_chain_over_an_alert_goes_back_to_the_data_that_moved(
    workspace: Workspace, shop: str, add_version: Callable[..., ModelVersion]
) -> None:
    version = add_version()
    made = automations.add(
        workspace,
        "Help",
        [Trigger("alert", "limit", {"model": "buyers", "what": "alert"})],
        dataset=shop,
    )
    with workspace.store.write() as tx:
        values = {"model_id": version.model_id, "version_id": version.id}
        key = chunks.insert(
            tx,
            "buyers",
            dataset_version_id=1,
            starts_at=None,
            ends_at=None,
            n_rows=9,
            report={"columns": [], "drifted_columns": 2},
            measures={},
            prediction_psi=None,
            **values,
        )
        chunks.open_alert(
            tx,
            "buyers",
            chunk_id=key,
            rule="drift",
            severity="warning",
            message="x moved away.",
            columns=["x"],
            value=0.5,
            limit=0.2,
            data_at=None,
            **values,
        )
    (run_id,) = Look(workspace).now()
    chain = causes.of(workspace, Ref("automation_run", run_id))
    assert _kinds(chain) == ["alert", "chunk", "dataset_version", "file", "person"]
    assert chain.because[1].sentence == "buyers was held against shop v1; 2 columns drifted"
    down = causes.why(workspace, "shop@1").set_off
    assert [link.ref.kind for link in down] == ["chunk", "alert", "automation_run"]
    assert causes.why(workspace, "alert:1").set_off[0].name == made.name


def test_a_time_and_a_person_are_sources(workspace: Workspace, clock: HeldClock) -> None:
    clock.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    made = automations.add(
        workspace, "Nightly", [Trigger("t", "schedule", {"when": "daily at 13", "zone": "UTC"})]
    )
    clock.advance(3600)
    (run_id,) = Look(workspace).now()
    chain = causes.why(workspace, f"run:{run_id}")
    assert chain.subject.sentence == (
        "Nightly started because it was 13:00 on Friday 1 May 2026, every day at 13:00"
    )
    assert [link.sentence for link in chain.because] == ["its time had come: 2026-05-01 13:00 UTC"]
    by_hand = triggering.start_by_hand(workspace, made.id)
    assert _kinds(causes.why(workspace, f"run:{by_hand}")) == ["person"]


def test_a_decision_of_a_person_is_told_below_its_version(
    workspace: Workspace, shop: str, add_version: Callable[..., ModelVersion]
) -> None:
    add_version()
    automations.add(
        workspace,
        "After promotion",
        [Trigger("p", "registry-event", {"model": "buyers"})],
        dataset=shop,
    )
    promotion.promote(workspace, "buyers@1")
    Look(workspace).now()
    chain = causes.why(workspace, "buyers@1")
    assert [link.ref.kind for link in chain.set_off] == ["decision", "automation_run"]
    assert chain.set_off[0].sentence == "buyers v1 was promoted by ada"
    assert _kinds(chain) == ["person"]


@pytest.mark.parametrize(
    "address", ["nobody@1", "shop@9", "7777", "file:0", "alert:x", "planet:1", "run:9", ""]
)
def test_what_is_not_there_is_told(workspace: Workspace, shop: str, address: str) -> None:
    with pytest.raises(NeedsYou) as told:
        causes.why(workspace, address)
    assert told.value.message.startswith("There is no")
    assert told.value.hint
