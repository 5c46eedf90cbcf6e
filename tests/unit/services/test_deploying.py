"""Switching services on and off: ports, settings, what is written down, how long answers stay."""

from datetime import timedelta
from typing import Any

import pytest

from tidemill.base import programs
from tidemill.base.errors import NeedsYou
from tidemill.domain.deployments import AnswerBlock, Logging, ServiceState
from tidemill.services import activity, deploying, promotion, retention, settings
from tidemill.services.workspace import Workspace
from tidemill.store import answer_logs


@pytest.fixture
def champion(workspace: Workspace, add_version: Any) -> Any:
    """`buyers` v1, promoted."""
    version = add_version()
    promotion.promote(workspace, "buyers@1")
    return version


def test_a_model_without_a_champion_can_not_be_served(workspace: Workspace, add_version: Any):
    with pytest.raises(NeedsYou, match="There is no model nothing"):
        deploying.http(workspace, "nothing")
    add_version()
    with pytest.raises(NeedsYou, match="buyers has no champion yet") as told:
        deploying.http(workspace, "buyers")
    assert "buyers@1" in told.value.hint
    assert deploying.every(workspace) == []


def test_a_service_listens_here_only_and_keeps_its_port(workspace: Workspace, champion: Any):
    made = deploying.http(workspace, "buyers")
    http = made.deployment.http
    assert (http.host, http.token_hash, http.logging) == ("127.0.0.1", "", Logging.SAMPLED)
    assert http.machine == programs.machine()
    assert made.deployment.state is ServiceState.STARTING
    assert [one.name for one in deploying.to_keep(workspace)] == ["buyers"]
    again = deploying.http(workspace, "buyers", logging=Logging.OFF).deployment
    assert (again.http.port, again.http.logging) == (http.port, Logging.OFF)
    assert deploying.http(workspace, "buyers", port=9_100).deployment.http.port == 9_100


def test_two_services_never_get_one_port(workspace: Workspace, champion: Any, add_version: Any):
    add_version(name="sellers")
    promotion.promote(workspace, "sellers@1")
    first = deploying.http(workspace, "buyers").deployment.http.port
    assert deploying.http(workspace, "sellers").deployment.http.port != first
    with pytest.raises(NeedsYou, match="is that of the service of buyers"):
        deploying.http(workspace, "sellers", port=first)


@pytest.mark.parametrize("host", ["example.com", "", "256.1.1.1", "127.0.0.1:80"])
def test_only_addresses_can_be_listened_on(workspace: Workspace, champion: Any, host: str):
    with pytest.raises(NeedsYou, match="is no address to listen on"):
        deploying.http(workspace, "buyers", host=host)


def test_stopping_is_written_down_and_can_not_be_done_twice(workspace: Workspace, champion: Any):
    deploying.http(workspace, "buyers")
    assert not deploying.stop(workspace, "buyers").is_on
    assert deploying.to_keep(workspace) == []
    with pytest.raises(NeedsYou, match="off already"):
        deploying.stop(workspace, "buyers")
    told = [one.sentence for one in activity.recent(workspace).entries]
    assert told[:2] == [
        "switched the service of buyers off",
        "switched the service of buyers on",
    ]
    assert activity.broken_entry(workspace) is None


def test_what_a_process_says_is_written_once(workspace: Workspace, champion: Any):
    deploying.http(workspace, "buyers")
    ready = {"address": "http://127.0.0.1:8321", "serves_id": champion.id}
    deploying.say(workspace, "buyers", ServiceState.READY, **ready)
    first = deploying.find(workspace, "buyers")
    workspace.clock.at += timedelta(hours=1)  # type: ignore[attr-defined]
    deploying.say(workspace, "buyers", ServiceState.READY, **ready)
    assert deploying.find(workspace, "buyers") == first
    assert (first.state, first.serves, first.address) == (
        ServiceState.READY,
        1,
        "http://127.0.0.1:8321",
    )


def test_kept_answers_go_after_their_days_with_their_files(workspace: Workspace, champion: Any):
    one = deploying.http(workspace, "buyers").deployment
    now = workspace.clock.now()
    for days in (100, 10):
        at = now - timedelta(days=days)
        blob = workspace.blobs.put_bytes(f"answers of {days} days ago".encode())
        block = AnswerBlock(0, one.id, champion.id, at, at, 1, 1, 10, blob)
        with workspace.store.write() as tx:
            answer_logs.insert(tx, block)
    settings.put(workspace, retention.ANSWERS, "90")
    retention.do(workspace)
    with workspace.store.read() as connection:
        [left] = answer_logs.of_deployment(connection, one.id)
    assert left.last_at == now - timedelta(days=10)
    assert workspace.blobs.get_bytes(left.blob) == b"answers of 10 days ago"
